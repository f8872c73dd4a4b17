//! Articles that somebody shares: each at an address that nobody guesses, that shows it alone, and that can be revoked.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use veille_model::ArticleId;
use veille_sink::{Deed, Paper, Papers, Store, StoreError};

use crate::access::Secret;

/// An article that is shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Share {
    /// What it is called where it is revoked.
    #[serde(skip)]
    pub id: String,
    pub article: ArticleId,
    /// Whose it is: it ends with them.
    pub by: String,
    pub created_at: DateTime<Utc>,
}

/// What a person calls a digest.
fn short(digest: &str) -> String {
    digest.get(..12).unwrap_or(digest).to_owned()
}

fn read((digest, document): (String, String)) -> Option<Share> {
    let share: Share = serde_json::from_str(&document).ok()?;
    Some(Share { id: short(&digest), ..share })
}

/// Where an article is shared, by when it was.
pub(crate) async fn of_article(store: &Store, article: &ArticleId) -> Result<Vec<Share>, StoreError> {
    let shares = store.papers(Paper::Share).await?.into_iter().filter_map(read);
    let mut shares: Vec<Share> = shares.filter(|share| share.article == *article).collect();
    shares.sort_by_key(|share| share.created_at);
    Ok(shares)
}

/// The one whose secret somebody shows.
pub(crate) async fn of_secret(store: &Store, shown: &str) -> Result<Option<Share>, StoreError> {
    let Some(digest) = Secret::shown(shown).map(|secret| secret.digest()) else { return Ok(None) };
    let document = store.paper(Paper::Share, &digest).await?;
    Ok(document.and_then(|document| read((digest, document))))
}

/// Shares an article, and says the secret, which nobody can say again.
pub(crate) async fn add(store: &Store, article: &ArticleId, by: &str) -> Result<String, StoreError> {
    let share =
        Share { id: String::new(), article: article.clone(), by: by.to_owned(), created_at: Utc::now() };
    let secret = Secret::random();
    let document = serde_json::to_string(&share).expect("texts and an instant are plain JSON");
    let papers = Papers {
        put: vec![(Paper::Share, secret.digest(), document)],
        deeds: vec![Deed::now(by, "share-added", &short(&secret.digest()), article.as_str())],
        ..Papers::default()
    };
    store.write_papers(&papers).await?;
    Ok(secret.as_str().to_owned())
}

/// Revokes one; the article, or None where nothing is shared so.
pub(crate) async fn revoke(store: &Store, id: &str, by: &str) -> Result<Option<ArticleId>, StoreError> {
    let papers = store.papers(Paper::Share).await?;
    let found = papers.into_iter().find(|(digest, _)| !id.is_empty() && short(digest) == id);
    let Some((digest, document)) = found else { return Ok(None) };
    let article = read((digest.clone(), document)).map(|share| share.article);
    let papers = Papers {
        gone: vec![(Paper::Share, digest)],
        deeds: vec![Deed::now(by, "share-revoked", id, "")],
        ..Papers::default()
    };
    Ok(if store.write_papers(&papers).await? { article } else { None })
}
