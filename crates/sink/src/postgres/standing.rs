//! What the store holds now: of one article, and wording by wording.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

use veille_model::{StageName, TaggedArticle, canonical_url};

use super::{Store, lock};
use crate::rules::forgotten::of_address;
use crate::rules::instant::read;
use crate::rules::ledger::key;
use crate::rules::written::text;
use crate::standing::Named;
use crate::{Revised, StoreError, StoredWording};

/// What is read on by its rows.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rows {
    Wordings,
    Captures,
    Outcomes,
}

impl Store {
    pub async fn named(&self, names: &[&str]) -> Result<Vec<Named>, StoreError> {
        let failed = |source| self.error(source);
        let mut connection = self.readers.acquire().await.map_err(failed)?;
        let rows: Vec<(i64, i32, String, String, bool, String)> = sqlx::query_as(
            "SELECT id, month, article, captured_at, current, last_captured_at FROM revisions WHERE article = ANY($1)",
        )
        .bind(names.iter().map(|name| text(name)).collect::<Vec<_>>())
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
        let places: Vec<(i64, i32)> = rows.iter().map(|(id, month, ..)| (*id, *month)).collect();
        let mut documents: BTreeMap<i64, TaggedArticle> =
            self.documents(&mut connection, &places).await?.into_iter().collect();
        let named = |(id, _, article, captured_at, current, last_captured_at)| {
            // Forgotten between the two questions.
            let document = documents.remove(&id)?;
            Some(Named { article, captured_at, current, last_captured_at, document })
        };
        Ok(rows.into_iter().filter_map(named).collect())
    }

    /// Rows are numbered when their batches begin, and seen when these are committed. So whoever has read up to the last
    /// row that was settled waits for the batches under way, those that begin later waiting for him, and reads on up to
    /// the last row that there is then.
    pub async fn wordings_after(
        &self,
        row: i64,
        limit: u32,
        bytes_max: usize,
    ) -> Result<Vec<StoredWording>, StoreError> {
        let failed = |source| self.error(source);
        let settled = self.settled_after(Rows::Wordings, row).await.map_err(failed)?;
        let mut connection = self.readers.acquire().await.map_err(failed)?;
        let rows: Vec<(i64, i32, bool)> = sqlx::query_as(
            "SELECT id, month, current FROM revisions WHERE id > $1 AND id <= $2 ORDER BY id LIMIT $3",
        )
        .bind(row)
        .bind(settled)
        .bind(i64::from(limit))
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
        let (mut wordings, mut bytes) = (Vec::new(), 0);
        // A few at a time: articles differ in length a thousandfold, so a limit in rows alone does not bound memory.
        for piece in rows.chunks(16) {
            let places: Vec<(i64, i32)> = piece.iter().map(|(id, month, _)| (*id, *month)).collect();
            for (row, (article, length)) in self.documents_sized(&mut connection, &places).await? {
                let current = piece.iter().any(|(id, _, current)| *id == row && *current);
                wordings.push(StoredWording { row, current, article });
                bytes += length;
                if bytes >= bytes_max {
                    return Ok(wordings);
                }
            }
        }
        Ok(wordings)
    }

    /// A row up to which no row will appear any more, and after this one, where a table has any.
    pub(super) async fn settled_after(&self, rows: Rows, row: i64) -> Result<i64, sqlx::Error> {
        let settled = self.settled.load(Ordering::Acquire);
        // As it is at one moment: nothing comes to it.
        if settled == i64::MAX {
            return Ok(settled);
        }
        // The last settled row may be another table's: whoever finds none of his own up to it has not seen the last of his.
        if settled > row && self.has_between(rows, row, settled).await? {
            return Ok(settled);
        }
        // Only who has read up to the last settled row waits for the batches under way.
        self.settle().await
    }

    async fn has_between(&self, rows: Rows, after: i64, last: i64) -> Result<bool, sqlx::Error> {
        let any = match rows {
            Rows::Wordings => "SELECT EXISTS (SELECT FROM revisions WHERE id > $1 AND id <= $2)",
            Rows::Captures => "SELECT EXISTS (SELECT FROM captures WHERE id > $1 AND id <= $2)",
            Rows::Outcomes => "SELECT EXISTS (SELECT FROM outcomes WHERE id > $1 AND id <= $2)",
        };
        sqlx::query_scalar(any).bind(after).bind(last).fetch_one(&self.readers).await
    }

    /// The last row of the ledger, once no batch is under way that may bring an earlier one.
    pub(super) async fn last_settled_outcome(&self) -> Result<i64, sqlx::Error> {
        const LAST: &str = "SELECT coalesce(max(id), 0) FROM outcomes";
        let last: i64 = sqlx::query_scalar(LAST).fetch_one(&self.readers).await?;
        match last <= self.settled.load(Ordering::Acquire) {
            // Nothing has come since: nobody is held up for it.
            true => Ok(last),
            false => self.settle().await,
        }
    }

    /// The last row, once no batch is under way that may bring an earlier one.
    async fn settle(&self) -> Result<i64, sqlx::Error> {
        // What was committed while it waited is seen.
        let mut transaction = self.readers.begin_with("BEGIN ISOLATION LEVEL READ COMMITTED").await?;
        sqlx::query("SELECT pg_advisory_xact_lock($1)")
            .bind(lock::key(&self.address.schema, "rows"))
            .execute(&mut *transaction)
            .await?;
        // Wordings, captures and outcomes have their numbers from the same batches.
        let last: i64 = sqlx::query_scalar(
            "SELECT greatest((SELECT max(id) FROM revisions), (SELECT max(id) FROM captures), \
             (SELECT max(id) FROM outcomes), 0)",
        )
        .fetch_one(&mut *transaction)
        .await?;
        transaction.commit().await?;
        self.settled.fetch_max(last, Ordering::AcqRel);
        Ok(last)
    }

    pub async fn count_after(&self, row: i64) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM revisions WHERE id > $1")
            .bind(row)
            .fetch_one(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        Ok(count.unsigned_abs())
    }

    pub async fn wordings_of(&self, url_or_id: &str) -> Result<Vec<Revised>, StoreError> {
        type Found = (i64, i32, String, String, String, bool, Option<String>);
        let failed = |source| self.error(source);
        let articles = self.articles_named(url_or_id).await?;
        let mut connection = self.readers.acquire().await.map_err(failed)?;
        let rows: Vec<Found> = sqlx::query_as(
            "SELECT r.id, r.month, r.article, r.captured_at, r.last_captured_at, r.current, w.withdrawn_at \
             FROM revisions AS r LEFT JOIN withdrawals AS w ON w.article = r.article WHERE r.article = ANY($1)",
        )
        .bind(articles.iter().map(|article| text(article)).collect::<Vec<_>>())
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
        let places: Vec<(i64, i32)> = rows.iter().map(|(id, month, ..)| (*id, *month)).collect();
        let mut documents: BTreeMap<i64, TaggedArticle> =
            self.documents(&mut connection, &places).await?.into_iter().collect();
        let mut wordings: Vec<_> = rows
            .into_iter()
            .filter_map(|(id, _, article, first, last, current, withdrawn)| {
                Some(((article, first, last, current, withdrawn), documents.remove(&id)?))
            })
            .collect();
        // Of those that nothing else tells apart, as a store in a file has them: by their documents.
        let json = |document: &TaggedArticle| serde_json::to_string(document).unwrap_or_default();
        wordings.sort_by(|(a, of_a), (b, of_b)| a.cmp(b).then_with(|| json(of_a).cmp(&json(of_b))));
        let revised = |((_, first, last, current, withdrawn), article): (
            (String, String, String, bool, Option<String>),
            TaggedArticle,
        )| Revised {
            article,
            first_captured_at: read(&first),
            last_captured_at: read(&last),
            current,
            withdrawn_at: withdrawn.as_deref().and_then(read),
        };
        Ok(wordings.into_iter().map(revised).collect())
    }

    /// The articles of an address, a capture or an article's id.
    pub(super) async fn articles_named(&self, url_or_id: &str) -> Result<BTreeSet<String>, StoreError> {
        let canonical = canonical_url(url_or_id);
        let mut names = BTreeSet::from([url_or_id.to_owned()]);
        names.extend(canonical.iter().flat_map(|canonical| of_address(canonical)));
        // A capture's wording is in no index; what was made of it stands in the ledger.
        let of_capture = self.outcomes_of(&BTreeSet::from([url_or_id.to_owned()])).await?;
        let cleaned = of_capture.into_values().filter(|outcome| outcome.stage == StageName::Clean);
        names.extend(cleaned.flat_map(|outcome| outcome.outputs));
        let found: Vec<(String, Option<String>, bool)> = sqlx::query_as(
            "SELECT article, url, true FROM revisions WHERE article = ANY($1) \
             UNION ALL SELECT article, url, false FROM revisions WHERE address_key = $2",
        )
        .bind(names.iter().map(|name| text(name)).collect::<Vec<_>>())
        .bind(canonical.as_deref().map(key))
        .fetch_all(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        let is_meant = |url: &Option<String>, by_name: &bool| {
            *by_name || (canonical.is_some() && url.as_deref().and_then(canonical_url) == canonical)
        };
        Ok(found
            .into_iter()
            .filter(|(_, url, by_name)| is_meant(url, by_name))
            .map(|(found, ..)| found)
            .collect())
    }
}
