//! A small ensemble of decision trees over rows of numbers.
//!
//! The weights are text, a tree a line, made by `examples/train_blocks`. Sums are taken in one order, so that every
//! machine gets the same score.

use std::str::FromStr;

use super::features::Row;

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

/// Trees whose answers add up.
///
/// The nodes stand twice: as read, which explanations need, and as [`Step`]s for walks that judge many rows at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Trees {
    nodes: Vec<Node>,
    roots: Vec<usize>,
    steps: Vec<Step>,
    /// The most questions that each tree asks.
    depths: Vec<usize>,
    bias: f32,
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
    /// An ensemble that answers the same to every row.
    pub(crate) fn constant(bias: f32) -> Self {
        Self { bias, ..Self::default() }
    }

    /// Number of trees.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.roots.len()
    }

    /// Adds a tree; its first node is the root.
    pub(crate) fn push(&mut self, tree: &[Node]) {
        self.roots.push(self.nodes.len());
        self.nodes.extend_from_slice(tree);
        self.depths.push(depth(tree));
        self.steps.extend(tree.iter().zip(0..).map(|(node, at)| match node.next {
            0 => Step { threshold: f32::INFINITY, column: 0, next: at },
            next => Step { threshold: node.threshold, column: node.column, next },
        }));
    }

    /// The scores of many rows, each the same as [`Self::score`] gives.
    ///
    /// Rows walk side by side, all for as many steps as the tree is deep: no branch is there to be guessed wrong, no row
    /// waits for another, and a tree is fetched once for all of them.
    pub(crate) fn score_all(&self, rows: &[Row]) -> Vec<f32> {
        let mut scores = Vec::with_capacity(rows.len());
        for rows in rows.chunks(LANES) {
            let lanes: [&Row; LANES] = std::array::from_fn(|lane| &rows[lane.min(rows.len() - 1)]);
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
    #[cfg(any(test, feature = "training"))]
    pub(crate) fn score(&self, row: &[f32]) -> f32 {
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
                let below = &self.nodes[root + usize::from(node.next) + right];
                into[usize::from(node.column)] += below.value - node.value;
                node = below;
            }
        }
    }

    /// The text form, which [`FromStr`] reads.
    #[cfg(feature = "training")]
    pub(crate) fn write(&self) -> String {
        use std::fmt::Write as _;
        let mut text = format!("{}\n", self.bias);
        for (at, &root) in self.roots.iter().enumerate() {
            let end = self.roots.get(at + 1).copied().unwrap_or(self.nodes.len());
            for node in &self.nodes[root..end] {
                let value = (node.value * GRAIN).round();
                let _ = match node.next {
                    0 => write!(text, "{value} "),
                    next => write!(text, "{}:{next}:{}:{value} ", node.column, node.threshold),
                };
            }
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
        text
    }
}

impl FromStr for Trees {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut lines = text.lines();
        let bias = lines.next().ok_or("no trees")?;
        let mut trees = Self::constant(bias.parse().map_err(|_| format!("not a number: {bias}"))?);
        for line in lines {
            let nodes: Vec<Node> = line.split(' ').map(node).collect::<Option<_>>().ok_or("not a tree")?;
            let mut places = nodes.iter().enumerate();
            let forward = |at: usize, next: usize| next == 0 || next > at && next + 1 < nodes.len();
            if !places.all(|(at, node)| forward(at, usize::from(node.next))) {
                return Err("a tree points backward or beyond its end".to_owned());
            }
            trees.push(&nodes);
        }
        Ok(trees)
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

    #[test]
    fn rows_side_by_side_get_the_scores_that_they_get_alone() {
        let trees: Trees = "-1\n0:1:5:0 -8192 1:3:0.5:0 7 12288\n1:1:0.5:0 1024 2048\n9".parse().unwrap();
        let rows: Vec<Row> = (0..19u8)
            .map(|at| {
                let mut row = [0.0; std::mem::size_of::<Row>() / std::mem::size_of::<f32>()];
                (row[0], row[1]) = (f32::from(at), f32::from(at % 3) - 1.0);
                row
            })
            .collect();
        let alone: Vec<f32> = rows.iter().map(|row| trees.score(row)).collect();
        assert_eq!(trees.score_all(&rows), alone);
        assert_eq!(trees.score_all(&[]), [0.0f32; 0]);
    }

    #[test]
    fn trees_add_up() {
        let trees: Trees = "-1\n0:1:5:0 -8192 12288\n1:1:0.5:0 1024 2048".parse().unwrap();
        assert_eq!(trees.score(&[5.0, 0.0]), -2.75);
        assert_eq!(trees.score(&[6.0, 1.0]), 2.5);
        let mut said = [0.0; 2];
        trees.contributions(&[6.0, 1.0], &mut said);
        assert_eq!(said, [3.0, 0.5]);
        assert!("0\n0:7:1:0".parse::<Trees>().is_err());
        assert!("0\n0:1:1:0 0:1:1:0 4 5".parse::<Trees>().is_err());
    }
}
