//! Counting what is in the store, in one statement.

use super::Store;
use crate::{Counts, StoreError, Tallied};

impl Store {
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        // One statement, so that all of it is one snapshot.
        let rows: Vec<(String, String, String, i64)> = sqlx::query_as(
            "SELECT 'revisions', '', '', count(*) FROM revisions
             UNION ALL SELECT 'articles', '', '', count(*) FROM revisions WHERE current
             UNION ALL SELECT 'languages', language, '', count(*) FROM revisions WHERE current GROUP BY language
             UNION ALL SELECT 'sources', source, '', count(*) FROM revisions WHERE current GROUP BY source
             UNION ALL SELECT 'topics', topic, '', count(*) FROM tags AS t JOIN revisions AS r ON r.id = t.revision
                       WHERE r.current GROUP BY topic
             UNION ALL SELECT 'outcomes', stage, outcome, sum(number)::int8 FROM tallies GROUP BY stage, outcome",
        )
        .fetch_all(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(Counts::of(rows))
    }

    pub async fn tally(&self) -> Result<Vec<Tallied>, StoreError> {
        let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(
            "SELECT tallies.number, outcomes.document FROM tallies JOIN outcomes ON outcomes.id = tallies.latest
             ORDER BY tallies.latest",
        )
        .fetch_all(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        let tallied = |(number, document): (i64, Vec<u8>)| {
            Ok(Tallied { count: number.unsigned_abs(), latest: self.decode("an outcome", &document)? })
        };
        rows.into_iter().map(tallied).collect()
    }
}
