//! Searches that somebody keeps: each with a feed at an address of its own.

use serde::{Deserialize, Serialize};
use url::form_urlencoded;
use veille_sink::{Paper, Store, StoreError};

use crate::revocable::{Kind, Revocable};
use crate::selection::Selection;

/// A search that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Watch {
    pub name: String,
    /// The filters as they stand in an address.
    pub filters: String,
}

/// How it is kept.
pub(crate) const WATCH: Kind = Kind { paper: Paper::Watch, added: "watch-added", revoked: "watch-revoked" };

/// Characters of a name.
pub(crate) const NAME_MAX: usize = 100;

impl Revocable<Watch> {
    /// The filters, as whose it is means them; those that nobody understands any more restrict nothing.
    pub fn selection(&self) -> Selection {
        let pairs: Vec<(String, String)> =
            form_urlencoded::parse(self.what.filters.as_bytes()).into_owned().collect();
        let selection = Selection::read_filters(&pairs).unwrap_or_default();
        // As its owner and not as who reads the feed: `unread` is what they have not read.
        Selection { reader: self.by.clone(), ..selection }
    }

    /// The list that it shows, as a page.
    pub fn page(&self) -> String {
        let selection = self.selection();
        selection.href_at(if selection.query.is_some() { "/search" } else { "/" }, None)
    }
}

/// All of them, by when they were made.
pub(crate) async fn all(store: &Store) -> Result<Vec<Revocable<Watch>>, StoreError> {
    Revocable::all(store, WATCH).await
}

/// Keeps a search, and says the secret of its feed.
pub(crate) async fn add(
    store: &Store,
    name: &str,
    selection: &Selection,
    by: &str,
) -> Result<String, StoreError> {
    let filters = selection.href_at("", None).trim_start_matches('?').to_owned();
    let watch = Watch { name: name.trim().chars().take(NAME_MAX).collect(), filters: filters.clone() };
    Revocable::add(store, WATCH, watch, by, &filters).await
}
