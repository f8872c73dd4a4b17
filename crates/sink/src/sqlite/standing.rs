//! What the store holds now: of one article, and wording by wording.

use std::collections::BTreeSet;

use futures_util::TryStreamExt;
use veille_model::{ArticleId, canonical_url};

use super::{Store, rows};
use crate::rules::instant::read;
use crate::rules::ledger::key;
use crate::standing::Named;
use crate::{Revised, StoreError, StoredWording};

impl Store {
    pub(crate) async fn named(&self, names: &[&str]) -> Result<Vec<Named>, StoreError> {
        let mut named = Vec::new();
        let names: BTreeSet<&str> = names.iter().copied().collect();
        let names: Vec<&str> = names.into_iter().collect();
        for piece in rows::pieces(&names) {
            let found: Vec<(String, String, bool, String, String)> = rows::over_articles(
                "SELECT r.article, r.captured_at, r.current, r.last_captured_at, r.document",
                piece,
            )
            .build_query_as()
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
            for (article, captured_at, current, last_captured_at, document) in found {
                let document = self.decode("an article", &document)?;
                named.push(Named { article, captured_at, current, last_captured_at, document });
            }
        }
        Ok(named)
    }

    pub(crate) async fn wordings_after(
        &self,
        row: i64,
        limit: u32,
        bytes_max: usize,
    ) -> Result<Vec<StoredWording>, StoreError> {
        let mut stored = sqlx::query_as::<_, (i64, bool, String)>(
            "SELECT id, current, document FROM revisions WHERE id > ? ORDER BY id LIMIT ?",
        )
        .bind(row)
        .bind(limit)
        .fetch(&self.readers);
        let (mut wordings, mut bytes) = (Vec::new(), 0);
        while let Some((row, current, document)) =
            stored.try_next().await.map_err(|source| self.error(source))?
        {
            let article = self.decode("an article", &document)?;
            wordings.push(StoredWording { row, current, article });
            bytes += document.len();
            // Articles differ in length a thousandfold, so a limit in rows alone does not bound memory.
            if bytes >= bytes_max {
                break;
            }
        }
        Ok(wordings)
    }

    pub(crate) async fn count_after(&self, row: i64) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM revisions WHERE id > ?")
            .bind(row)
            .fetch_one(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        Ok(count.unsigned_abs())
    }

    pub(crate) async fn wordings_of(&self, url_or_id: &str) -> Result<Vec<Revised>, StoreError> {
        type Found = (String, String, String, bool, Option<String>, String);
        let articles = self.articles_named(url_or_id).await?;
        let articles: Vec<&str> = articles.iter().map(String::as_str).collect();
        let mut wordings: Vec<Found> = Vec::new();
        for piece in rows::pieces(&articles) {
            let found = rows::over_articles(
                "SELECT r.article, r.captured_at, r.last_captured_at, r.current, w.withdrawn_at, r.document",
                piece,
            )
            .push(" LEFT JOIN withdrawals AS w ON w.article = r.article")
            .build_query_as()
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
            wordings.extend(found);
        }
        wordings.sort();
        let revised = |(_, first, last, current, withdrawn, document): Found| {
            Ok(Revised {
                article: self.decode("an article", &document)?,
                first_captured_at: read(&first),
                last_captured_at: read(&last),
                current,
                withdrawn_at: withdrawn.as_deref().and_then(read),
            })
        };
        wordings.into_iter().map(revised).collect()
    }

    /// The articles of an address, a capture or an article's id.
    pub(super) async fn articles_named(&self, url_or_id: &str) -> Result<BTreeSet<String>, StoreError> {
        let canonical = canonical_url(url_or_id);
        let [of_url, of_before] = match canonical.as_deref() {
            Some(canonical) => ArticleId::at_url(canonical).map(|id| Some(id.to_string())),
            None => [None, None],
        };
        let found: Vec<String> = sqlx::query_scalar(
            // A capture's wording is in no index; what was made of it stands in the ledger.
            "WITH asked (article) AS (VALUES (?), (?), (?) UNION \
                 SELECT j.value FROM outcomes AS o, json_each(o.document, '$.outputs') AS j \
                 WHERE o.input_key = ? AND o.document ->> '$.input' = ? AND o.stage = 'clean') \
             SELECT r.article FROM asked CROSS JOIN revisions AS r \
             ON substr(r.article, -8) = substr(asked.article, -8) AND r.article = asked.article \
             UNION SELECT article FROM revisions WHERE address = ?",
        )
        .bind(url_or_id)
        .bind(of_url)
        .bind(of_before)
        // Eight bytes of a digest find the lines, and the input itself says which are meant.
        .bind(key(url_or_id))
        .bind(url_or_id)
        .bind(canonical)
        .fetch_all(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(found.into_iter().collect())
    }
}
