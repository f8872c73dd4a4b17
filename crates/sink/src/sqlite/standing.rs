//! What the store holds now: of one article, and wording by wording.

use futures_util::TryStreamExt;

use super::{Store, rows};
use crate::standing::Named;
use crate::{StoreError, StoredWording};

impl Store {
    pub(crate) async fn named(&self, names: &[&str]) -> Result<Vec<Named>, StoreError> {
        let mut named = Vec::new();
        for piece in rows::pieces(names) {
            let found: Vec<(String, String, bool, String, String)> = rows::over_list(
                "SELECT article, captured_at, current, last_captured_at, document FROM revisions WHERE article IN",
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
}
