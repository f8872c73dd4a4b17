//! Why an article is there, or is not: all outcomes on the way of one address, capture or article.

use std::collections::BTreeSet;

use veille_model::{ArticleId, Outcome, canonical_url};

use crate::{Store, StoreError, rows};

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
        let mut found = self.outcomes_at("input", &inputs).await?;
        found.extend(self.outcomes_at("address", &addresses).await?);
        if canonical.is_none() {
            keep_the_way_of(url_or_id, &mut found);
        }
        Ok(in_order(found))
    }

    async fn rows<T>(&self, query: &'static str, key: &str) -> Result<Vec<T>, StoreError>
    where
        T: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + Send + Unpin,
    {
        sqlx::query_as(query).bind(key).fetch_all(&self.readers).await.map_err(|source| self.error(source))
    }

    async fn outcomes_at(&self, column: &str, keys: &BTreeSet<String>) -> Result<Vec<Outcome>, StoreError> {
        let select = match column {
            "input" => "SELECT document FROM outcomes WHERE input IN",
            _ => "SELECT document FROM outcomes WHERE address IN",
        };
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let mut found = Vec::new();
        for piece in rows::pieces(&keys) {
            let documents: Vec<String> = rows::over_list(select, piece)
                .build_query_scalar()
                .fetch_all(&self.readers)
                .await
                .map_err(|source| self.error(source))?;
            for document in documents {
                found.push(self.decode("an outcome", &document)?);
            }
        }
        Ok(found)
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

/// By instant, then along the pipeline; each once.
fn in_order(outcomes: Vec<Outcome>) -> Vec<Outcome> {
    let mut outcomes: Vec<(String, Outcome)> =
        outcomes.into_iter().map(|outcome| (format!("{outcome:?}"), outcome)).collect();
    outcomes.sort_by(|(a_text, a), (b_text, b)| {
        (a.at, a.stage, a.outcome, &a.input, a_text).cmp(&(b.at, b.stage, b.outcome, &b.input, b_text))
    });
    outcomes.dedup_by(|a, b| a.1 == b.1);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}
