//! A small ensemble of decision trees over rows of numbers.
//!
//! The weights are text: what they were learnt from and for, then a tree a line. Sums are taken in one order, so that every
//! machine gets the same score.

use thiserror::Error;

use super::columns::{self, FIRST_LOOK, Row, SECOND_LOOK};

/// The most questions that a tree asks in a row: so many the trainer lets it.
const DEPTH: usize = 5;
const ANSWERS: usize = 1 << DEPTH;

/// Answers are written as whole multiples of its inverse.
const GRAIN: f32 = 4096.0;

/// One node: a question, or an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Node {
    /// The column asked for.
    pub column: u16,
    /// Where rows up to the threshold go next, relative to the tree's first node; others go one further. Zero for an
    /// answer.
    pub next: u16,
    /// The threshold.
    pub threshold: f32,
    /// The answer; for a question, the mean of the answers below, which says what the question changed.
    pub value: f32,
}

/// Why weights cannot judge.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WeightsError {
    /// They were learnt for other columns than a row has now.
    #[error(
        "the weights were learnt for other columns: number {at} is {learnt:?} in them and {ours:?} here; train them again \
         as data/README.md of the cleaner says"
    )]
    Columns {
        /// Number of the first column that differs, from 0.
        at: usize,
        /// Its name in the weights; empty where they have fewer.
        learnt: String,
        /// Its name in a row; empty where that has fewer.
        ours: String,
    },
    /// They are no weights.
    #[error("not the weights of a judge: {cause}")]
    Malformed {
        /// What is wrong with them.
        cause: String,
    },
}

fn malformed(cause: impl Into<String>) -> WeightsError {
    WeightsError::Malformed { cause: cause.into() }
}

/// Trees whose answers add up: one look of a judge at a block.
///
/// The nodes stand twice: as read, which explanations need, and as [`Walk`]s.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trees {
    nodes: Vec<Node>,
    roots: Vec<usize>,
    walks: Vec<Walk>,
    bias: f32,
    /// The score that a block must pass: what costs the least of both mistakes on pages never seen.
    threshold: f32,
}

/// A tree filled up to its full depth: below question `n` stand those of 2`n` and 2`n` + 1 (a heap), so that a walk is
/// arithmetic, has no branch to be guessed wrong, and no index that must be checked.
#[derive(Clone, Debug, PartialEq)]
struct Walk {
    thresholds: [f32; ANSWERS],
    columns: [u8; ANSWERS],
    answers: [f32; ANSWERS],
}

/// Trees that are walked side by side: none waits for another.
const LANES: usize = 4;

impl Trees {
    /// Reads weights as `data/blocks-*.txt` has them: lines that begin with `#` name the columns and the threshold, the
    /// next is the score that all blocks start from, each of the others a tree.
    ///
    /// # Errors
    ///
    /// Weights for other columns than a row has now are refused: each tree would ask for what it was not taught.
    pub fn read(text: &str) -> Result<Self, WeightsError> {
        let header = |name: &str| {
            let lines = text.lines().map_while(|line| line.strip_prefix("# "));
            lines.filter_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).collect::<Vec<_>>().join(" ")
        };
        check_columns(&header("columns"))?;
        let threshold = header("threshold");
        let threshold = threshold.parse().map_err(|_| malformed(format!("no threshold: {threshold:?}")))?;
        let lines = text.lines().skip_while(|line| line.starts_with('#'));
        Ok(Self { threshold, ..Self::grown(lines)? })
    }

    /// Reads the trees themselves.
    fn grown<'t>(mut lines: impl Iterator<Item = &'t str>) -> Result<Self, WeightsError> {
        let bias = lines.next().ok_or_else(|| malformed("no trees"))?;
        let bias = bias.parse().map_err(|_| malformed(format!("not a number: {bias:?}")))?;
        let mut trees = Self { bias, ..Self::default() };
        for line in lines {
            let nodes: Vec<Node> =
                line.split(' ').map(node).collect::<Option<_>>().ok_or_else(|| malformed("not a tree"))?;
            // Every question leads forward and inside: a walk ends, and indices need no further check.
            let forward = |at: usize, next: usize| next == 0 || next > at && next + 1 < nodes.len();
            if !nodes.iter().enumerate().all(|(at, node)| forward(at, usize::from(node.next))) {
                return Err(malformed("a tree points backward or beyond its end"));
            }
            if nodes.iter().any(|node| usize::from(node.column) >= SECOND_LOOK) {
                return Err(malformed("a tree asks for a column that no row has"));
            }
            if depth(&nodes) > DEPTH {
                return Err(malformed(format!("a tree asks more than {DEPTH} questions in a row")));
            }
            trees.roots.push(trees.nodes.len());
            trees.nodes.extend_from_slice(&nodes);
            trees.walks.push(Walk::of(&nodes));
        }
        // Stand-ins that add nothing: trees are walked in whole rows.
        let whole = trees.walks.len().next_multiple_of(LANES);
        trees.walks.resize(whole, Walk::default());
        Ok(trees)
    }

    /// By how much a score passes; below zero, it does not.
    pub(crate) fn passes_by(&self, score: f32) -> f32 {
        score - self.threshold
    }

    /// Number of trees.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.roots.len()
    }

    /// The sum of the trees' answers to a row: the logarithm of the odds.
    pub(crate) fn score(&self, row: &Row) -> f32 {
        let mut sum = self.bias;
        for walks in self.walks.as_chunks::<LANES>().0 {
            let mut at = [1; LANES];
            for _ in 0..DEPTH {
                for (at, walk) in at.iter_mut().zip(walks) {
                    let question = *at % ANSWERS;
                    let right = row[usize::from(walk.columns[question])] > walk.thresholds[question];
                    *at = 2 * question + usize::from(right);
                }
            }
            // In their order: sums of fractions hang on it.
            for (at, walk) in at.iter().zip(walks) {
                sum += walk.answers[at % ANSWERS];
            }
        }
        sum
    }

    /// The same, question by question.
    #[cfg(test)]
    fn score_as_read(&self, row: &[f32]) -> f32 {
        let mut sum = self.bias;
        for &root in &self.roots {
            let mut node = &self.nodes[root];
            while node.next > 0 {
                let right = usize::from(row[usize::from(node.column)] > node.threshold);
                node = &self.nodes[root + usize::from(node.next) + right];
            }
            sum += node.value;
        }
        sum
    }

    /// What each column contributed to the score: the changes of the mean along the paths.
    pub(crate) fn contributions(&self, row: &[f32], into: &mut [f32]) {
        for &root in &self.roots {
            let mut node = &self.nodes[root];
            while node.next > 0 {
                let right = usize::from(row[usize::from(node.column)] > node.threshold);
                // Saabas' way of explaining a tree: the change of the mean at a question is
                // credited to its column.
                let below = &self.nodes[root + usize::from(node.next) + right];
                into[usize::from(node.column)] += below.value - node.value;
                node = below;
            }
        }
    }
}

impl Default for Walk {
    fn default() -> Self {
        Self { thresholds: [f32::INFINITY; ANSWERS], columns: [0; ANSWERS], answers: [0.0; ANSWERS] }
    }
}

impl Walk {
    fn of(tree: &[Node]) -> Self {
        let mut walk = Self::default();
        walk.lay(tree, 0, 1);
        walk
    }

    /// Puts a node in its place. An answer above the last row stands below itself, behind questions that nothing passes.
    fn lay(&mut self, tree: &[Node], node: usize, place: usize) {
        let Node { column, next, threshold, value } = tree[node];
        if place >= ANSWERS {
            self.answers[place - ANSWERS] = value;
            return;
        }
        let (left, right) = match usize::from(next) {
            0 => (node, node),
            next => {
                // Columns are fewer than 256, as a row's type says.
                (self.columns[place], self.thresholds[place]) = (column as u8, threshold);
                (next, next + 1)
            }
        };
        self.lay(tree, left, 2 * place);
        self.lay(tree, right, 2 * place + 1);
    }
}

/// Whether these are the names of a row's columns: those of the first look, or of both.
fn check_columns(names: &str) -> Result<(), WeightsError> {
    let learnt: Vec<&str> = names.split_whitespace().collect();
    // Weights of either look come through here; which of the two they are shows by
    // how many columns they name.
    let count = if learnt.len() > FIRST_LOOK { SECOND_LOOK } else { FIRST_LOOK };
    for (at, ours) in columns::names(count).enumerate() {
        let learnt = learnt.get(at).copied().unwrap_or_default();
        if learnt != ours {
            return Err(WeightsError::Columns { at, learnt: learnt.to_owned(), ours });
        }
    }
    match learnt.get(count) {
        Some(beyond) => {
            Err(WeightsError::Columns { at: count, learnt: (*beyond).to_owned(), ours: String::new() })
        }
        None => Ok(()),
    }
}

/// The most questions that a tree asks. Nodes point forward, so those above a node stand before it.
fn depth(tree: &[Node]) -> usize {
    let mut depths = vec![0; tree.len()];
    for (at, node) in tree.iter().enumerate().filter(|(_, node)| node.next > 0) {
        let below = usize::from(node.next);
        depths[below] = depths[at] + 1;
        depths[below + 1] = depths[at] + 1;
    }
    depths.into_iter().max().unwrap_or(0)
}

/// `value` of an answer, `column:next:threshold:value` of a question.
fn node(text: &str) -> Option<Node> {
    let value = |text: &str| Some(text.parse::<i32>().ok()? as f32 / GRAIN);
    let mut parts = text.split(':');
    let first = parts.next()?;
    let Some(next) = parts.next() else { return Some(Node { value: value(first)?, ..Node::default() }) };
    Some(Node {
        column: first.parse().ok()?,
        next: next.parse().ok()?,
        threshold: parts.next()?.parse().ok()?,
        value: value(parts.next()?)?,
    })
}

/// The odds as a share: `1 / (1 + e^-x)`, by a rational function that every machine computes alike.
pub(crate) fn likelihood(score: f32) -> f32 {
    // x / (1 + |x|) follows the logistic curve closely enough for a threshold and for people.
    0.5 + 0.5 * score / (1.0 + score.abs())
}

#[cfg(test)]
mod tests {
    use super::columns::NO_ROW;
    use super::*;

    fn trees(text: &str) -> Trees {
        Trees::grown(text.lines()).unwrap()
    }

    fn row(first: f32, second: f32) -> Row {
        let mut row = NO_ROW;
        (row[0], row[1]) = (first, second);
        row
    }

    #[test]
    fn a_tree_filled_up_answers_as_it_was_read() {
        let tree = "0:1:5:0 -8192 1:3:0.5:0 7 12288\n1:1:0.5:0 1024 2048\n9\n";
        let trees = trees(&format!("-1\n{}", tree.repeat(7)));
        for at in 0..19u8 {
            let row = row(f32::from(at), f32::from(at % 3) - 1.0);
            assert_eq!(trees.score(&row), trees.score_as_read(&row));
        }
    }

    #[test]
    fn trees_add_up() {
        let trees = trees("-1\n0:1:5:0 -8192 12288\n1:1:0.5:0 1024 2048");
        assert_eq!(trees.score(&row(5.0, 0.0)), -2.75);
        assert_eq!(trees.score(&row(6.0, 1.0)), 2.5);
        let mut said = [0.0; 2];
        trees.contributions(&[6.0, 1.0], &mut said);
        assert_eq!(said, [3.0, 0.5]);
    }

    fn weights(columns: &[String]) -> String {
        format!("# A judge.\n# threshold: 0.3\n# columns: {}\n-1\n0:1:5:0 -8192 12288\n", columns.join(" "))
    }

    #[test]
    fn weights_say_what_they_were_learnt_for() {
        let ours: Vec<String> = columns::names(SECOND_LOOK).collect();
        for look in [FIRST_LOOK, SECOND_LOOK] {
            let read = Trees::read(&weights(&ours[..look])).unwrap();
            assert_eq!((read.len(), read.threshold), (1, 0.3));
        }
        let mut parted: Vec<String> = ours[..FIRST_LOOK].to_vec();
        parted.insert(4, "columns: ".to_owned());
        let parted = weights(&parted).replace(" columns:  ", "\n# columns: ");
        assert!(Trees::read(&parted).is_ok(), "columns on several lines are one row");
    }

    #[test]
    fn weights_for_other_columns_are_refused_by_name() {
        let ours: Vec<String> = columns::names(SECOND_LOOK).collect();
        let check = |columns: &[String], at: usize, learnt: &str, ours: &str| {
            let expected = WeightsError::Columns { at, learnt: learnt.to_owned(), ours: ours.to_owned() };
            assert_eq!(Trees::read(&weights(columns)), Err(expected));
        };
        let mut swapped = ours.clone();
        swapped.swap(1, 2);
        check(&swapped, 1, "WordLength", "Chars");
        // A column that came in between: from there on every tree would ask for its neighbour.
        let mut before = ours.clone();
        before.remove(3);
        check(&before, 3, "CommaShare", "Commas");
        let mut after = ours.clone();
        after.push("Smell".to_owned());
        check(&after, SECOND_LOOK, "Smell", "");
        check(&ours[..FIRST_LOOK - 1], FIRST_LOOK - 1, "", &ours[FIRST_LOOK - 1]);
        check(&[], 0, "", "Mass");
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        let check = |text: &str, cause: &str| {
            let error = Trees::grown(text.lines()).unwrap_err().to_string();
            assert!(error.contains(cause), "{error}");
        };
        check("", "no trees");
        check("much", "not a number");
        check("0\n1 2 x", "not a tree");
        check("0\n0:7:1:0", "beyond its end");
        check("0\n0:1:1:0 0:1:1:0 4 5", "backward");
        check("0\n9999:1:1:0 4 5", "no row has");
        let mut nodes = vec!["0:1:1:0".to_owned()];
        for at in 1..=DEPTH {
            nodes.extend(["4".to_owned(), format!("0:{}:1:0", 2 * at + 1)]);
        }
        nodes.extend(["4".to_owned(), "5".to_owned()]);
        check(&format!("0\n{}", nodes.join(" ")), "more than 5 questions");
        let columns: Vec<String> = columns::names(FIRST_LOOK).collect();
        let unset = weights(&columns).replace("# threshold: 0.3\n", "");
        assert!(Trees::read(&unset).unwrap_err().to_string().contains("no threshold"));
    }
}
