//! What a query costs before it is put to work.

use serde::Serialize;

use super::anchors::{self, Anchor};
use super::program::Program;
use super::space::Space;
use crate::Query;

/// What a query is looked up by, and how many articles will have to be looked at for it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// Words, pairs of words and wildcards of which one occurs in every article that matches.
    pub anchors: Vec<String>,
    /// Of a thousand articles, how many have one of them, roughly; at most 1000.
    pub per_thousand: f64,
}

impl Query {
    /// What the query costs: a query that is looked up by a common word is looked at for nearly every article.
    pub fn cost(&self) -> Cost {
        let mut program = Program::default();
        let mut anchors = Vec::new();
        let share = anchors::of(self.root(), &mut program, &mut anchors);
        let share = share.expect("the parser refuses queries without anchors");
        let word = |number| Space::of_word(program.vocabulary.word(number)).1;
        let mut names: Vec<String> = anchors
            .iter()
            .map(|anchor| match anchor {
                Anchor::Word(number) => word(*number).to_owned(),
                Anchor::Pair(first, second) => format!("{} {}", word(*first), word(*second)),
                Anchor::Pattern(number) => program.patterns.name(*number),
            })
            .collect();
        names.sort();
        names.dedup();
        // Shares of alternatives were added up, and may come to more than all articles.
        Cost { anchors: names, per_thousand: (f64::from(share.min(1.0)) * 10_000.0).round() / 10.0 }
    }
}
