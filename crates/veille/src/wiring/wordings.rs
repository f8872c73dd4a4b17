//! The wordings of one article.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use veille_model::{ArticleId, TaggedArticle, canonical_url};
use veille_sink::Store;

/// One wording of an article.
pub struct Revised {
    pub article: TaggedArticle,
    pub first_captured_at: Option<DateTime<Utc>>,
    pub last_captured_at: Option<DateTime<Utc>>,
    pub current: bool,
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// The wordings of an address, an article or a capture: article by article, those captured first before the others.
pub async fn wordings_of(store: &Store, what: &str) -> Result<Vec<Revised>> {
    let mut ids: BTreeSet<String> = BTreeSet::from([what.to_owned()]);
    ids.extend(canonical_url(what).map(|canonical| ArticleId::of_url(&canonical).to_string()));
    let outcomes = store.why(what).await?;
    let standings = store.standing(what, &outcomes).await?;
    ids.extend(standings.iter().map(|standing| standing.article.article.id.to_string()));
    let mut found = Vec::new();
    let mut all = store.export();
    while let Some(article) = all.try_next().await? {
        if !ids.contains(article.article.id.as_str()) {
            continue;
        }
        let standing = standings.iter().find(|standing| standing.article.article.id == article.article.id);
        let current = standing.is_some_and(|standing| standing.article == article);
        let last = standing.filter(|_| current).and_then(|standing| standing.last_captured_at.parse().ok());
        found.push(Revised {
            first_captured_at: article.article.captured_at,
            last_captured_at: last.or(article.article.captured_at),
            current,
            withdrawn_at: None,
            article,
        });
    }
    found.sort_by(|a, b| {
        let key = |one: &Revised| (one.article.article.id.clone(), one.first_captured_at);
        key(a).cmp(&key(b))
    });
    Ok(found)
}
