//! The room on the disk, the name.

use sqlx::AssertSqlSafe;

use super::Store;
use crate::StoreError;

impl Store {
    pub async fn vacuum(&self) -> Result<(), StoreError> {
        let failed = |source| self.error(source);
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT c.relname::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace \
             WHERE n.nspname = $1 AND c.relkind = 'r' ORDER BY c.relname",
        )
        .bind(&self.address.schema)
        .fetch_all(&self.readers)
        .await
        .map_err(failed)?;
        let mut connection = self.writer.acquire().await.map_err(failed)?;
        // A table at a time: each is written anew, and nobody reads or writes it meanwhile.
        for table in tables {
            let vacuum = format!("VACUUM (FULL, ANALYZE) {table}");
            sqlx::raw_sql(AssertSqlSafe(vacuum)).execute(&mut *connection).await.map_err(failed)?;
        }
        Ok(())
    }

    /// What the schema's tables take on the server's disk, with their indexes and what lies out of line.
    pub async fn bytes(&self) -> Result<u64, StoreError> {
        let bytes: i64 = sqlx::query_scalar(
            "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class AS c \
             JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r'",
        )
        .bind(&self.address.schema)
        .fetch_one(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(bytes.unsigned_abs())
    }

    pub async fn identity(&self) -> Result<String, StoreError> {
        sqlx::query_scalar("SELECT name FROM identity")
            .fetch_one(&self.readers)
            .await
            .map_err(|source| self.error(source))
    }
}
