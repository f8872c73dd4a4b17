//! What a store holds now: of one article, and wording by wording.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use veille_model::TaggedArticle;

/// What is stored of one article now.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Its current wording.
    pub article: TaggedArticle,
    /// Which of its wordings that is, from 1, in the order in which they were first captured.
    pub number: usize,
    /// How many wordings there are.
    pub wordings: usize,
    /// When the current wording was captured last; empty where that is not known.
    pub last_captured_at: String,
}

/// One wording as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredWording {
    /// Its row: grows with each new wording.
    pub row: i64,
    /// Whether it is its article's current one.
    pub current: bool,
    /// The document.
    pub article: TaggedArticle,
}

/// A wording of an article that was asked for by name.
#[derive(Debug)]
pub(crate) struct Named {
    pub article: String,
    pub captured_at: String,
    pub current: bool,
    pub last_captured_at: String,
    pub document: TaggedArticle,
}

impl Named {
    /// What stands of each article, of all its wordings.
    pub(crate) fn standings(named: Vec<Self>) -> Vec<Standing> {
        let mut articles: BTreeMap<String, Vec<Self>> = BTreeMap::new();
        for wording in named {
            articles.entry(wording.article.clone()).or_default().push(wording);
        }
        let standing = |mut wordings: Vec<Self>| {
            let order =
                |wording: &Self| (wording.captured_at.clone(), wording.document.article.capture.clone());
            // Of one instant by the capture's name, as everywhere.
            wordings.sort_by_key(order);
            let index = wordings.iter().position(|wording| wording.current)?;
            let count = wordings.len();
            // After its number is known: it moves the last to its place.
            let current = wordings.swap_remove(index);
            Some(Standing {
                article: current.document,
                number: index + 1,
                wordings: count,
                last_captured_at: current.last_captured_at,
            })
        };
        articles.into_values().filter_map(standing).collect()
    }
}

/// One wording of an article, with when it stood there.
#[derive(Clone, Debug, PartialEq)]
pub struct Revised {
    /// The wording, as of its earliest capture.
    pub article: TaggedArticle,
    /// When it was captured first; None where that is not known.
    pub first_captured_at: Option<DateTime<Utc>>,
    /// When it was captured last.
    pub last_captured_at: Option<DateTime<Utc>>,
    /// Whether it is its article's current one.
    pub current: bool,
    /// Since when its article is withdrawn: its address was asked for twice after the last capture, and both times the
    /// server said that there is no such page (404, 410). The same for all wordings of an article.
    pub withdrawn_at: Option<DateTime<Utc>>,
}
