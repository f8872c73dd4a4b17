//! What the store holds now: of one article, and wording by wording.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::TryStreamExt;
use veille_model::{ArticleId, Outcome, canonical_url};

use super::{Store, rows};
use crate::{Standing, StoreError, StoredWording};

impl Store {
    pub(crate) async fn standing(
        &self,
        url_or_id: &str,
        outcomes: &[Outcome],
    ) -> Result<Vec<Standing>, StoreError> {
        let of_url = canonical_url(url_or_id).map(|canonical| ArticleId::of_url(&canonical).to_string());
        let mut names: BTreeSet<&str> = BTreeSet::from([url_or_id]);
        names.extend(of_url.as_deref());
        names.extend(outcomes.iter().flat_map(|outcome| &outcome.outputs).map(String::as_str));
        let names: Vec<&str> = names.into_iter().collect();
        let mut articles: BTreeMap<String, Vec<(String, bool, String, String)>> = BTreeMap::new();
        for piece in rows::pieces(&names) {
            let found: Vec<(String, String, bool, String, String)> = rows::over_list(
                "SELECT article, captured_at, current, last_captured_at, document FROM revisions WHERE article IN",
                piece,
            )
            .build_query_as()
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
            for (article, captured_at, current, last, document) in found {
                articles.entry(article).or_default().push((captured_at, current, last, document));
            }
        }
        let mut standings = Vec::new();
        for mut wordings in articles.into_values() {
            wordings.sort();
            let Some(index) = wordings.iter().position(|(_, current, ..)| *current) else { continue };
            let (_, _, last_captured_at, document) = &wordings[index];
            standings.push(Standing {
                article: self.decode("an article", document)?,
                number: index + 1,
                wordings: wordings.len(),
                last_captured_at: last_captured_at.clone(),
            });
        }
        Ok(standings)
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
}
