//! Which capture stands for a wording, and which wording is current: the rules of the store, free of SQL.
//!
//! Everything here is a minimum or a maximum under a total order, so the order of arrival does not show.

use std::collections::BTreeMap;

use veille_model::TaggedArticle;

use super::captures;
use super::columns::Columns;
use super::instant::sortable;

/// What sorts the captures of one wording: instant, then the capture's name. The least one gives the document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Earliest {
    pub captured_at: String,
    pub capture: String,
}

/// What sorts the wordings of one article: the last capture's instant, then page before entry, then the wording's name
/// (kept beside it). The greatest one is current.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Latest {
    pub captured_at: String,
    /// `entry` or `page`: by luck, the order of the alphabet is how well each shows the article.
    pub kind: String,
}

/// One wording of one article: what is stored, and what the batch makes of it.
#[derive(Debug)]
pub(crate) struct Wording<'b> {
    /// The row, where there is one.
    pub stored: Option<Stored>,
    pub earliest: Earliest,
    pub latest: Latest,
    /// What the batch has that stands for this wording, until its columns are made.
    pub article: Option<&'b TaggedArticle>,
    /// What is to be written, where it differs from what is stored.
    pub columns: Option<Columns<'b>>,
    pub current: bool,
}

/// A wording's row as it was before the batch.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub id: i64,
    pub latest: Latest,
    pub current: bool,
    pub source: String,
    pub language: String,
    pub slot: String,
    /// Where it was captured, as the ledger has addresses.
    pub address: Option<String>,
    pub digest: Vec<u8>,
}

/// A wording's row, with what it is the row of.
#[derive(Clone, Debug)]
pub(crate) struct StoredRow {
    pub article: String,
    pub revision: String,
    pub earliest: Earliest,
    pub stored: Stored,
}

impl Wording<'_> {
    /// A wording as it is stored, before anything arrived.
    pub(crate) fn of_row(earliest: Earliest, stored: Stored) -> Self {
        let (latest, current) = (stored.latest.clone(), stored.current);
        Self { stored: Some(stored), earliest, latest, article: None, columns: None, current }
    }

    /// Makes the columns of what arrived; drops them where the same is stored already.
    pub(crate) fn describe(&mut self) {
        let Some(article) = self.article.take() else { return };
        let columns = Columns::of(article);
        // A replay brings the same documents again: nothing is written of them.
        if self.stored.as_ref().is_none_or(|stored| stored.digest != columns.digest) {
            self.columns = Some(columns);
        }
    }

    /// Whether another document stands in its row once the batch is written.
    pub(crate) fn is_replaced(&self) -> bool {
        self.stored.is_some() && self.columns.is_some()
    }

    /// Where it was captured, once the batch is written.
    pub(crate) fn address(&self) -> Option<&str> {
        match &self.columns {
            Some(columns) => columns.address.as_deref(),
            None => self.stored.as_ref()?.address.as_deref(),
        }
    }
}

/// The wordings of one article, by revision.
pub(crate) type Wordings<'b> = BTreeMap<String, Wording<'b>>;

/// What an arriving article was to the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    New,
    Revised,
    Unchanged,
}

/// Takes one arriving article among the wordings of its article.
pub(crate) fn take<'b>(wordings: &mut Wordings<'b>, arriving: &'b TaggedArticle) -> Arrival {
    let article = &arriving.article;
    let captured_at = sortable(article.captured_at);
    let latest = Latest { captured_at: captured_at.clone(), kind: captures::kind(article.kind).to_owned() };
    let earliest = Earliest { captured_at, capture: article.capture.to_string() };
    let is_new = wordings.is_empty();
    let Some(known) = wordings.get_mut(article.revision.as_str()) else {
        let wording = Wording {
            stored: None,
            earliest,
            latest,
            article: Some(arriving),
            columns: None,
            current: false,
        };
        wordings.insert(article.revision.to_string(), wording);
        return if is_new { Arrival::New } else { Arrival::Revised };
    };
    // The same capture again is judged anew: the last judgement stands.
    if earliest <= known.earliest {
        known.earliest = earliest;
        known.article = Some(arriving);
    }
    if latest > known.latest {
        known.latest = latest;
    }
    Arrival::Unchanged
}

/// Marks the wording of the latest capture as current, and no other.
pub(crate) fn choose_current(wordings: &mut Wordings<'_>) {
    // Of equals the last, which in a map sorted by name has the greatest.
    let current = wordings.iter().max_by_key(|(_, wording)| &wording.latest).map(|(name, _)| name.clone());
    for (name, wording) in wordings {
        wording.current = Some(name) == current.as_ref();
    }
}
