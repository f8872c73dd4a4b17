//! A small ensemble of decision trees over rows of numbers.
//!
//! The weights are text: what they were learnt from and for, then a tree a line. Sums are taken in one order, so that every
//! machine gets the same score.

use thiserror::Error;

use super::columns::{self, FIRST_LOOK, Row, SECOND_LOOK};

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
/// The nodes stand twice: as read, which explanations need, and as [`Step`]s for walks that judge many rows at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trees {
    nodes: Vec<Node>,
    roots: Vec<usize>,
    steps: Vec<Step>,
    /// The most questions that each tree asks.
    depths: Vec<usize>,
    bias: f32,
    /// The score that a block must pass: what costs the least of both mistakes on pages never seen.
    threshold: f32,
}

/// A question without its mean. `next` counts from the tree's first node; an answer is its own next.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    threshold: f32,
    column: u16,
    next: u16,
}

/// Rows that walk down a tree side by side.
const LANES: usize = 8;

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
            trees.push(&nodes);
        }
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

    /// Adds a tree; its first node is the root.
    fn push(&mut self, tree: &[Node]) {
        self.roots.push(self.nodes.len());
        self.nodes.extend_from_slice(tree);
        self.depths.push(depth(tree));
        // An answer leads back to itself, so that rows that have arrived early tread on
        // the spot without a branch.
        self.steps.extend(tree.iter().zip(0..).map(|(node, at)| match node.next {
            0 => Step { threshold: f32::INFINITY, column: 0, next: at },
            next => Step { threshold: node.threshold, column: node.column, next },
        }));
    }

    /// The scores of many rows, each the same as it gets alone.
    ///
    /// Rows walk side by side, all for as many steps as the tree is deep: no branch is there to be guessed wrong, no row
    /// waits for another, and a tree is fetched once for all of them.
    pub(crate) fn score_all(&self, rows: &[&Row]) -> Vec<f32> {
        let mut scores = Vec::with_capacity(rows.len());
        for rows in rows.chunks(LANES) {
            // The last chunk is filled up with its own last row; what that scores again is cut off.
            let lanes: [&Row; LANES] = std::array::from_fn(|lane| rows[lane.min(rows.len() - 1)]);
            scores.extend_from_slice(&self.score_lanes(&lanes)[..rows.len()]);
        }
        scores
    }

    fn score_lanes(&self, rows: &[&Row; LANES]) -> [f32; LANES] {
        let mut sums = [self.bias; LANES];
        for (tree, &root) in self.roots.iter().enumerate() {
            let end = self.roots.get(tree + 1).copied().unwrap_or(self.steps.len());
            let steps = &self.steps[root..end];
            let mut at = [0usize; LANES];
            for _ in 0..self.depths[tree] {
                for lane in 0..LANES {
                    let step = steps[at[lane]];
                    let right = rows[lane][usize::from(step.column)] > step.threshold;
                    at[lane] = usize::from(step.next) + usize::from(right);
                }
            }
            let nodes = &self.nodes[root..end];
            for lane in 0..LANES {
                sums[lane] += nodes[at[lane]].value;
            }
        }
        sums
    }

    /// The sum of the trees' answers to a row: the logarithm of the odds.
    #[cfg(test)]
    fn score(&self, row: &[f32]) -> f32 {
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
    use super::*;

    fn trees(text: &str) -> Trees {
        Trees::grown(text.lines()).unwrap()
    }

    fn row(first: f32, second: f32) -> Row {
        let mut row = [0.0; SECOND_LOOK];
        (row[0], row[1]) = (first, second);
        row
    }

    #[test]
    fn rows_side_by_side_get_the_scores_that_they_get_alone() {
        let trees = trees("-1\n0:1:5:0 -8192 1:3:0.5:0 7 12288\n1:1:0.5:0 1024 2048\n9");
        let rows: Vec<Row> = (0..19u8).map(|at| row(f32::from(at), f32::from(at % 3) - 1.0)).collect();
        let alone: Vec<f32> = rows.iter().map(|row| trees.score(row)).collect();
        assert_eq!(trees.score_all(&rows.iter().collect::<Vec<_>>()), alone);
        assert_eq!(trees.score_all(&[]), [0.0f32; 0]);
    }

    #[test]
    fn trees_add_up() {
        let trees = trees("-1\n0:1:5:0 -8192 12288\n1:1:0.5:0 1024 2048");
        assert_eq!(trees.score(&[5.0, 0.0]), -2.75);
        assert_eq!(trees.score(&[6.0, 1.0]), 2.5);
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
        let columns: Vec<String> = columns::names(FIRST_LOOK).collect();
        let unset = weights(&columns).replace("# threshold: 0.3\n", "");
        assert!(Trees::read(&unset).unwrap_err().to_string().contains("no threshold"));
    }
}
