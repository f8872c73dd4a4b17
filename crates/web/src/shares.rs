//! Articles that somebody shares: each at an address of its own, that shows it alone.

use serde::{Deserialize, Serialize};
use veille_model::ArticleId;
use veille_sink::{Paper, Store, StoreError};

use crate::revocable::{Kind, Revocable};

/// An article that is shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Share {
    pub article: ArticleId,
}

/// How it is kept.
pub(crate) const SHARE: Kind = Kind { paper: Paper::Share, added: "share-added", revoked: "share-revoked" };

/// Where an article is shared, by when it was.
pub(crate) async fn of_article(
    store: &Store,
    article: &ArticleId,
) -> Result<Vec<Revocable<Share>>, StoreError> {
    let mut shares = Revocable::<Share>::all(store, SHARE).await?;
    shares.retain(|share| share.what.article == *article);
    Ok(shares)
}

/// Shares an article, and says the secret of its address.
pub(crate) async fn add(store: &Store, article: &ArticleId, by: &str) -> Result<String, StoreError> {
    Revocable::add(store, SHARE, Share { article: article.clone() }, by, article.as_str()).await
}
