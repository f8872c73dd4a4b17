//! Trees in the making, and the text that the cleaner reads them from.

use std::fmt::Write as _;

use veille_cleaner::training::Trees;

/// Answers are whole multiples of its inverse, so that they are written without loss.
pub const GRAIN: f32 = 4096.0;
/// Bytes of a line of column names.
const LINE_BYTES: usize = 110;

/// A question, or an answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Node {
    /// The column asked for.
    pub column: u16,
    /// Where rows up to the threshold go next, from the tree's first node; others go one further. Zero for an answer.
    pub next: u16,
    pub threshold: f32,
    /// The answer; for a question, what would be answered if nothing more was asked.
    pub value: f32,
}

/// Trees whose answers add up.
#[derive(Clone, Debug, Default)]
pub struct Ensemble {
    bias: f32,
    trees: Vec<Vec<Node>>,
}

/// What weights say of themselves beside their columns.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// What they judge, for people.
    pub title: String,
    /// What they were learnt from, and its digest.
    pub corpus: String,
    pub digest: String,
    /// The score that a block must pass.
    pub threshold: f32,
    /// How many of the columns they were shown.
    pub columns: usize,
}

impl Ensemble {
    pub fn constant(bias: f32) -> Self {
        Self { bias, trees: Vec::new() }
    }

    pub fn push(&mut self, tree: Vec<Node>) {
        self.trees.push(tree);
    }

    /// The logarithm of the odds, summed in the order of the trees, as the cleaner does.
    pub fn score(&self, row: &[f32]) -> f32 {
        self.trees.iter().fold(self.bias, |sum, tree| sum + answer(tree, row))
    }

    /// The weights as text, see `crates/cleaner/data/README.md`.
    pub fn write(&self, about: &About) -> String {
        let mut text = format!("# {}\n", about.title);
        let _ =
            writeln!(text, "# Written by `cargo run --release -p veille-training -- blocks`; see README.md.");
        let _ = writeln!(text, "# corpus: {}\n# sha256: {}", about.corpus, about.digest);
        let _ = write!(text, "# threshold: {}", about.threshold);
        let mut line = LINE_BYTES;
        for name in veille_cleaner::training::columns().take(about.columns) {
            if line + name.len() >= LINE_BYTES {
                text.push_str("\n# columns:");
                line = "# columns:".len();
            }
            text.push(' ');
            text.push_str(&name);
            line += 1 + name.len();
        }
        let _ = writeln!(text, "\n{}", self.bias);
        for tree in &self.trees {
            let nodes: Vec<String> = tree.iter().map(Node::write).collect();
            text.push_str(&nodes.join(" "));
            text.push('\n');
        }
        text
    }

    /// The same as the cleaner reads it.
    pub fn trees(&self, about: &About) -> Trees {
        // Through the text, so that what is measured is what is written, with its rounding.
        Trees::read(&self.write(about)).expect("what was written for a row's columns is read for them")
    }
}

impl Node {
    fn write(&self) -> String {
        let value = (self.value * GRAIN).round();
        match self.next {
            0 => format!("{value}"),
            next => format!("{}:{next}:{}:{value}", self.column, self.threshold),
        }
    }
}

/// What one tree answers to a row.
pub fn answer(tree: &[Node], row: &[f32]) -> f32 {
    let mut node = &tree[0];
    while node.next > 0 {
        let right = usize::from(row[usize::from(node.column)] > node.threshold);
        node = &tree[usize::from(node.next) + right];
    }
    node.value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_named() {
        let mut ensemble = Ensemble::constant(-0.5);
        let question = Node { column: 1, next: 1, threshold: 0.5, value: 0.25 };
        let leaf = |value| Node { value, ..Node::default() };
        ensemble.push(vec![question, leaf(-1.0), leaf(2.0)]);
        let about = About {
            title: "Pages, first look".to_owned(),
            threshold: 0.3,
            columns: veille_cleaner::training::columns().count(),
            ..About::default()
        };
        let text = ensemble.write(&about);
        assert!(text.ends_with("\n-0.5\n1:1:0.5:1024 -4096 8192\n"), "{text}");
        assert!(text.lines().all(|line| line.len() <= LINE_BYTES), "{text}");
        assert!(Trees::read(&text).is_ok(), "{text}");
        assert_eq!(ensemble.score(&[0.0, 1.0]), 1.5);
        // What a column less would make of it.
        let other = text.replacen(" Chars ", " ", 1);
        let error = Trees::read(&other).unwrap_err().to_string();
        assert!(error.contains("number 1 is \"WordLength\" in them and \"Chars\" here"), "{error}");
    }
}
