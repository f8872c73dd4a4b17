//! Why an article is there, or is not: all outcomes on the way of one address, capture or article.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::sqlite::SqliteRow;
use veille_model::{ArticleId, Outcome, canonical_url};

use super::{Store, rows};
use crate::StoreError;

impl Store {
    pub(crate) async fn why(&self, url_or_id: &str) -> Result<Vec<Outcome>, StoreError> {
        let canonical = canonical_url(url_or_id);
        if canonical.is_none() {
            let files = self.files_named(url_or_id).await?;
            if !files.is_empty() {
                return self.followed(files).await;
            }
        }
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
        let nowhere = addresses.len() == 1 && !found.is_empty();
        let mut outcomes: Vec<Outcome> = found.into_values().collect();
        if canonical.is_none() && nowhere {
            outcomes.extend(self.files_of(&inputs).await?);
        }
        if canonical.is_none() {
            keep_the_way_of(url_or_id, &mut outcomes);
        }
        in_the_order_of_events(&mut outcomes);
        Ok(outcomes)
    }

    /// The files, or records of files, that captures were read from and that are meant by this name.
    async fn files_named(&self, name: &str) -> Result<BTreeSet<String>, StoreError> {
        let name = name.strip_prefix("./").unwrap_or(name);
        let exact: Vec<(String,)> = self
            .rows("SELECT DISTINCT input FROM outcomes WHERE input = ? AND stage = 'capture'", name)
            .await?;
        if !exact.is_empty() || name.is_empty() {
            return Ok(exact.into_iter().map(|(input,)| input).collect());
        }
        // Whoever asks stands in another folder than whoever replayed. This reads an index, and no documents.
        let ends: Vec<(String,)> = self
            .rows(
                "SELECT DISTINCT input FROM outcomes WHERE stage = 'capture' AND \
                 (substr(input, -length(?1) - 1) = '/' || ?1 OR substr(?1, -length(input) - 1) = '/' || input)",
                name,
            )
            .await?;
        Ok(ends.into_iter().map(|(input,)| input).collect())
    }

    /// What became of these inputs, and of what was made of them, stage by stage.
    async fn followed(&self, mut inputs: BTreeSet<String>) -> Result<Vec<Outcome>, StoreError> {
        let (mut found, mut known) = (BTreeMap::new(), BTreeSet::new());
        while !inputs.is_empty() {
            self.outcomes_over("SELECT document FROM outcomes WHERE input IN", &inputs, &mut found).await?;
            known.append(&mut inputs);
            let outputs = found.values().flat_map(|outcome: &Outcome| outcome.outputs.iter().cloned());
            inputs = outputs.filter(|output| !known.contains(output)).collect();
        }
        let mut outcomes: Vec<Outcome> = found.into_values().collect();
        in_the_order_of_events(&mut outcomes);
        Ok(outcomes)
    }

    /// What the ledger says of the files that captures without an address were read from. No index leads from a capture to
    /// its file, so all outcomes of files are looked at: asked by a person, and rarely.
    async fn files_of(&self, captures: &BTreeSet<String>) -> Result<Vec<Outcome>, StoreError> {
        let mut outcomes = Vec::new();
        for capture in captures {
            let documents: Vec<(String,)> = self
                .rows(
                    "SELECT document FROM outcomes WHERE stage = 'capture' AND address IS NULL AND \
                     instr(document, char(34) || ? || char(34)) > 0",
                    capture,
                )
                .await?;
            for (document,) in documents {
                outcomes.push(self.decode("an outcome", &document)?);
            }
        }
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

fn in_the_order_of_events(outcomes: &mut [Outcome]) {
    outcomes.sort_by(|a, b| (a.at, a.stage, a.outcome, &a.input).cmp(&(b.at, b.stage, b.outcome, &b.input)));
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
    // Two articles may have come from one address, a page and its entry; the other's fate is not this one's.
    outcomes.retain(|outcome| way.contains(&outcome.input));
}
