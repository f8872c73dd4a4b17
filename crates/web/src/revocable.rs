//! What somebody has put at an address that nobody guesses, and that can be revoked: an article that is shared, a search with a
//! feed of its own. The store has the digest of the address' secret alone; a person calls it by the beginning of that.

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use veille_sink::{Deed, Paper, Papers, Store, StoreError};

use crate::access::{Access, AccessError, Secret};

/// What is at such an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Revocable<T> {
    /// What it is called where it is revoked.
    // It follows from the digest, under which the paper lies.
    #[serde(skip)]
    pub id: String,
    /// Whose it is: it shows what they may see, and ends with them.
    pub by: String,
    pub created_at: DateTime<Utc>,
    #[serde(flatten)]
    pub what: T,
}

/// A kind of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    pub paper: Paper,
    /// What the trail says where one is added, and where it is revoked.
    pub added: &'static str,
    pub revoked: &'static str,
}

/// What a person calls a digest.
fn short(digest: &str) -> String {
    digest.get(..12).unwrap_or(digest).to_owned()
}

impl<T: Serialize + DeserializeOwned> Revocable<T> {
    fn read((digest, document): (String, String)) -> Option<Self> {
        let read: Self = serde_json::from_str(&document).ok()?;
        Some(Self { id: short(&digest), ..read })
    }

    /// All of a kind, by when they were made.
    pub async fn all(store: &Store, kind: Kind) -> Result<Vec<Self>, StoreError> {
        let mut all: Vec<Self> = store.papers(kind.paper).await?.into_iter().filter_map(Self::read).collect();
        all.sort_by_key(|known| known.created_at);
        Ok(all)
    }

    /// The one whose secret somebody shows, as long as whose it is may look here.
    pub async fn of_secret(
        store: &Store,
        kind: Kind,
        shown: &str,
        access: &Access,
    ) -> Result<Option<Self>, AccessError> {
        let Some(digest) = Secret::shown(shown).map(|secret| secret.digest()) else { return Ok(None) };
        let document = store.paper(kind.paper, &digest).await?;
        let Some(found) = document.and_then(|document| Self::read((digest, document))) else {
            return Ok(None);
        };
        // Where nobody is asked there are no users whom it could end with.
        if access.is_asked {
            // Whoever has the name of somebody who left is another.
            let user = access.accounts.user(&found.by).await?;
            return Ok(user.filter(|user| user.created_at <= found.created_at).map(|_| found));
        }
        Ok(Some(found))
    }

    /// Puts something at an address, and says its secret, which nobody can say again; the trail has `detail` too.
    pub async fn add(
        store: &Store,
        kind: Kind,
        what: T,
        by: &str,
        detail: &str,
    ) -> Result<String, StoreError> {
        let added = Self { id: String::new(), by: by.to_owned(), created_at: Utc::now(), what };
        let secret = Secret::random();
        let document = serde_json::to_string(&added).expect("texts and an instant are plain JSON");
        let papers = Papers {
            put: vec![(kind.paper, secret.digest(), document)],
            deeds: vec![Deed::now(by, kind.added, &short(&secret.digest()), detail)],
            ..Papers::default()
        };
        store.write_papers(&papers).await?;
        Ok(secret.as_str().to_owned())
    }

    /// Revokes one; what was there, or None where nothing is called so.
    pub async fn revoke(store: &Store, kind: Kind, id: &str, by: &str) -> Result<Option<T>, StoreError> {
        let papers = store.papers(kind.paper).await?;
        let found = papers.into_iter().find(|(digest, _)| !id.is_empty() && short(digest) == id);
        let Some((digest, document)) = found else { return Ok(None) };
        let read = Self::read((digest.clone(), document));
        let papers = Papers {
            gone: vec![(kind.paper, digest)],
            deeds: vec![Deed::now(by, kind.revoked, id, "")],
            ..Papers::default()
        };
        Ok(if store.write_papers(&papers).await? { read.map(|read| read.what) } else { None })
    }
}
