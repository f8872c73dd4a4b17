//! Searches that somebody keeps: each with a feed of its own at an address that nobody guesses, and that can be revoked.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use url::form_urlencoded;
use veille_sink::{Deed, Paper, Papers, Store, StoreError};

use crate::access::Secret;
use crate::selection::Selection;

/// A search that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Watch {
    /// What it is called where it is revoked.
    #[serde(skip)]
    pub id: String,
    pub name: String,
    /// The filters as they stand in an address.
    pub filters: String,
    /// Whose it is: it shows what they may see, and ends with them.
    pub by: String,
    pub created_at: DateTime<Utc>,
}

/// Characters of a name.
pub(crate) const NAME_MAX: usize = 100;

impl Watch {
    /// The filters; those that nobody understands any more restrict nothing.
    pub fn selection(&self) -> Selection {
        let pairs: Vec<(String, String)> =
            form_urlencoded::parse(self.filters.as_bytes()).into_owned().collect();
        let selection = Selection::read_filters(&pairs).unwrap_or_default();
        Selection { reader: self.by.clone(), ..selection }
    }

    /// The list that it shows, as a page.
    pub fn page(&self) -> String {
        let selection = self.selection();
        selection.href_at(if selection.query.is_some() { "/search" } else { "/" }, None)
    }
}

/// What a person calls a digest.
fn short(digest: &str) -> String {
    digest.get(..12).unwrap_or(digest).to_owned()
}

fn read((digest, document): (String, String)) -> Option<Watch> {
    let watch: Watch = serde_json::from_str(&document).ok()?;
    Some(Watch { id: short(&digest), ..watch })
}

/// All of them, by when they were made.
pub(crate) async fn all(store: &Store) -> Result<Vec<Watch>, StoreError> {
    let mut watches: Vec<Watch> = store.papers(Paper::Watch).await?.into_iter().filter_map(read).collect();
    watches.sort_by_key(|watch| watch.created_at);
    Ok(watches)
}

/// The one whose secret somebody shows.
pub(crate) async fn of_secret(store: &Store, shown: &str) -> Result<Option<Watch>, StoreError> {
    let Some(digest) = Secret::shown(shown).map(|secret| secret.digest()) else { return Ok(None) };
    let document = store.paper(Paper::Watch, &digest).await?;
    Ok(document.and_then(|document| read((digest, document))))
}

/// Keeps a search, and says its secret, which nobody can say again.
pub(crate) async fn add(
    store: &Store,
    name: &str,
    selection: &Selection,
    by: &str,
) -> Result<String, StoreError> {
    let filters = selection.href_at("", None).trim_start_matches('?').to_owned();
    let watch = Watch {
        id: String::new(),
        name: name.trim().chars().take(NAME_MAX).collect(),
        filters,
        by: by.to_owned(),
        created_at: Utc::now(),
    };
    let secret = Secret::random();
    let document = serde_json::to_string(&watch).expect("texts and an instant are plain JSON");
    let papers = Papers {
        put: vec![(Paper::Watch, secret.digest(), document)],
        deeds: vec![Deed::now(by, "watch-added", &short(&secret.digest()), &watch.filters)],
        ..Papers::default()
    };
    store.write_papers(&papers).await?;
    Ok(secret.as_str().to_owned())
}

/// Revokes one; false where there is none.
pub(crate) async fn revoke(store: &Store, id: &str, by: &str) -> Result<bool, StoreError> {
    let papers = store.papers(Paper::Watch).await?;
    let Some((digest, _)) = papers.into_iter().find(|(digest, _)| !id.is_empty() && short(digest) == id)
    else {
        return Ok(false);
    };
    let papers = Papers {
        gone: vec![(Paper::Watch, digest)],
        deeds: vec![Deed::now(by, "watch-revoked", id, "")],
        ..Papers::default()
    };
    store.write_papers(&papers).await
}
