//! Why an article belongs to its story.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use veille_model::{ArticleId, TaggedArticle, Told};
use veille_stories::{Reasons, reasons};

use super::told::name;
use crate::wiring::Rule;

/// Why an article belongs to its story.
pub enum Why {
    /// A person had it begin the story.
    Begins,
    /// It is what the others are like, the earliest or not.
    Middle,
    Copy,
    ByHand {
        with: String,
    },
    Like {
        with: String,
        score: u16,
        reasons: Reasons,
    },
}

pub fn why(told: &Told, known: &BTreeMap<ArticleId, TaggedArticle>, rules: &[Rule]) -> Why {
    let Some(joined) = &told.joined else {
        let by_hand =
            rules.iter().any(|rule| matches!(rule, Rule::Begin(article) if *article == told.article));
        return if by_hand { Why::Begins } else { Why::Middle };
    };
    let with = name(known.get(&joined.to), &joined.to);
    let is_ruled = |rule: &Rule| {
        let Rule::Join((first, _), (second, _)) = rule else { return false };
        (first, second) == (&told.article, &joined.to) || (second, first) == (&told.article, &joined.to)
    };
    if rules.iter().any(is_ruled) {
        return Why::ByHand { with };
    }
    // What a person joined has the same score, and was looked for before.
    if joined.score == 1000 {
        return Why::Copy;
    }
    let reasons = match (known.get(&told.article), known.get(&joined.to)) {
        (Some(article), Some(to)) => reasons(article, to),
        _ => Reasons::default(),
    };
    Why::Like { with, score: joined.score, reasons }
}

impl Why {
    pub fn in_words(&self) -> String {
        match self {
            Self::Begins => "begins this story by a person's word".to_owned(),
            Self::Middle => "in the middle of this story: the others are like it".to_owned(),
            Self::Copy => "the same text".to_owned(),
            Self::ByHand { with } => format!("by a person's word, with {with}"),
            Self::Like { with, score, reasons } => {
                let mut parts = Vec::new();
                for (what, words) in
                    [("names", &reasons.names), ("numbers", &reasons.numbers), ("words", &reasons.words)]
                {
                    if !words.is_empty() {
                        parts.push(format!("{what} {}", words.join(", ")));
                    }
                }
                let parts = if parts.is_empty() { "its words".to_owned() } else { parts.join("; ") };
                format!("joined at {:.2}, like {with}: {parts}", f32::from(*score) / 1000.0)
            }
        }
    }

    pub fn as_json(&self) -> Value {
        match self {
            Self::Begins => json!({ "by": "hand" }),
            Self::Middle => json!({ "by": "middle" }),
            Self::Copy => json!({ "by": "copy" }),
            Self::ByHand { with } => json!({ "by": "hand", "with": with }),
            Self::Like { with, score, reasons } => json!({
                "by": "likeness", "with": with, "score": f64::from(*score) / 1000.0, "names": reasons.names,
                "numbers": reasons.numbers, "words": reasons.words, "likeness": reasons.likeness,
            }),
        }
    }
}
