//! Why an article is there, or is not: all outcomes on the way of one address, capture or article.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::sqlite::SqliteRow;
use veille_model::{ArticleId, Outcome, canonical_url};

use super::{Store, rows};
use crate::StoreError;

impl Store {
    /// Every outcome of a URL, a capture's id or an article's id, in the order of events.
    ///
    /// A URL gives all that happened at that address (tracking parameters apart) and to every capture of the article
    /// there. A capture's or an article's id gives the way that led to it, and what followed.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn why(&self, url_or_id: &str) -> Result<Vec<Outcome>, StoreError> {
        let canonical = canonical_url(url_or_id);
        let address = canonical.as_deref().unwrap_or(url_or_id);
        let article = canonical.as_deref().map(ArticleId::of_url);
        let article = article.as_ref().map_or(url_or_id, ArticleId::as_str);

        let captures: Vec<(String, Option<String>)> =
            self.rows("SELECT capture, url FROM revisions WHERE article = ?", article).await?;
        let mut inputs = BTreeSet::from([url_or_id.to_owned()]);
        let mut addresses = BTreeSet::from([address.to_owned()]);
        for (capture, url) in captures {
            inputs.insert(capture);
            addresses.extend(url.map(|url| canonical_url(&url).unwrap_or(url)));
        }
        for input in &inputs {
            let found: Vec<(String,)> = self
                .rows("SELECT address FROM outcomes WHERE input = ? AND address IS NOT NULL", input)
                .await?;
            addresses.extend(found.into_iter().map(|(address,)| address));
        }
        // By document: an outcome that both find is one, and the order of equals is always the same.
        let mut found = BTreeMap::new();
        self.outcomes_over("SELECT document FROM outcomes WHERE input IN", &inputs, &mut found).await?;
        self.outcomes_over("SELECT document FROM outcomes WHERE address IN", &addresses, &mut found).await?;
        let mut outcomes: Vec<Outcome> = found.into_values().collect();
        if canonical.is_none() {
            keep_the_way_of(url_or_id, &mut outcomes);
        }
        outcomes
            .sort_by(|a, b| (a.at, a.stage, a.outcome, &a.input).cmp(&(b.at, b.stage, b.outcome, &b.input)));
        Ok(outcomes)
    }

    async fn rows<T>(&self, query: &'static str, key: &str) -> Result<Vec<T>, StoreError>
    where
        T: for<'r> sqlx::FromRow<'r, SqliteRow> + Send + Unpin,
    {
        sqlx::query_as(query).bind(key).fetch_all(&self.readers).await.map_err(|source| self.error(source))
    }

    async fn outcomes_over(
        &self,
        query: &'static str,
        keys: &BTreeSet<String>,
        found: &mut BTreeMap<String, Outcome>,
    ) -> Result<(), StoreError> {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        for piece in rows::pieces(&keys) {
            let documents: Vec<String> = rows::over_list(query, piece)
                .build_query_scalar()
                .fetch_all(&self.readers)
                .await
                .map_err(|source| self.error(source))?;
            for document in documents {
                let outcome = self.decode("an outcome", &document)?;
                found.insert(document, outcome);
            }
        }
        Ok(())
    }
}

/// Of all that happened at an address, keeps what led to `id` and what became of it. Outputs lead back to inputs:
/// article to captures, capture to the address it was fetched from.
fn keep_the_way_of(id: &str, outcomes: &mut Vec<Outcome>) {
    let mut way = BTreeSet::from([id.to_owned()]);
    loop {
        let before = way.len();
        for outcome in outcomes.iter() {
            if outcome.outputs.iter().any(|output| way.contains(output)) {
                way.insert(outcome.input.clone());
            }
        }
        if way.len() == before {
            break;
        }
    }
    outcomes.retain(|outcome| way.contains(&outcome.input));
}
