//! What is taken out of a store when articles are forgotten or pruned.

use std::collections::{BTreeMap, BTreeSet};

use veille_model::{Outcome, TaggedArticle, canonical_url};

use super::changes::ChangeKind;
use super::forgotten::{self, Request, Why};
use super::tally::{self, CountKey, Topics};
use super::wordings::StoredRow;

/// What is written down, and what is removed.
#[derive(Debug, Default)]
pub(crate) struct Removal {
    pub articles: BTreeSet<String>,
    /// Rows of wordings.
    pub rows: Vec<i64>,
    /// What their captures are looked for by.
    pub captures: BTreeSet<String>,
    pub addresses: BTreeSet<String>,
    /// By these they are held while they are taken out, and known when they arrive again.
    pub keys: BTreeSet<String>,
    pub counts: BTreeMap<CountKey, i64>,
    /// Kind, article and revision.
    pub changes: Vec<(ChangeKind, String, String)>,
    /// What the ledger says of it from now on.
    pub outcomes: Vec<Outcome>,
}

impl Removal {
    /// Takes out these wordings, all of their articles; `current` holds the documents of those that are current.
    pub(crate) fn of(rows: &[StoredRow], topics: &Topics, current: &[TaggedArticle], why: Why) -> Self {
        let mut removal = Self::default();
        for row in rows {
            removal.articles.insert(row.article.clone());
            removal.rows.push(row.stored.id);
            removal.captures.insert(row.earliest.capture.clone());
            removal.keys.insert(row.article.clone());
            if let Some(address) = &row.stored.address {
                // The same page may come again under another canonical address, and so as another article.
                removal.keys.extend(forgotten::of_address(address));
                removal.addresses.insert(address.clone());
            }
            if row.stored.current {
                tally::take_away(&row.stored, topics, &mut removal.counts);
                // One an article: whoever follows looks at what stands there now, and finds nothing.
                let change = (ChangeKind::Forgotten, row.article.clone(), row.revision.clone());
                removal.changes.push(change);
            }
        }
        removal.outcomes = current.iter().map(|tagged| forgotten::line(tagged, why)).collect();
        removal
    }

    /// And what else was asked for: all captures of the address, or of the name.
    pub(crate) fn extend(&mut self, asked: &Request<'_>) {
        self.captures.insert(asked.url_or_id.to_owned());
        self.addresses.extend(canonical_url(asked.url_or_id));
        for page in asked.pages {
            self.captures.insert(page.input.clone());
            if let Some(address) = page.url.as_deref().and_then(canonical_url) {
                self.keys.extend(forgotten::of_address(&address));
                self.addresses.insert(address);
            }
            self.outcomes.push(page.clone());
        }
    }
}
