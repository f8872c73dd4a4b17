//! Filling the third schema's columns and tables from the documents that are stored.

use std::borrow::Cow;

use sqlx::sqlite::SqliteConnection;
use veille_model::{Batch, Outcome, TaggedArticle};

use super::{commit, ledger, loading, writing};
use crate::rules::columns::Columns;
use crate::rules::forgotten::Forgotten;
use crate::rules::wordings::Latest;

/// Wordings that are in memory at a time.
const PIECE: u32 = 64;

/// What is counted, counted anew. The counts of a store are kept equal to it.
pub(super) const RECOUNT: &str = "\
    SELECT '' AS topic, slot, language, source, count(*) AS articles \
    FROM revisions WHERE current GROUP BY slot, language, source \
    UNION ALL \
    SELECT t.topic, r.slot, r.language, r.source, count(*) FROM tags AS t JOIN revisions AS r ON r.id = t.revision \
    WHERE r.current GROUP BY t.topic, r.slot, r.language, r.source";

/// Why a store could not be filled.
pub(super) enum Failure {
    Database(sqlx::Error),
    Unreadable(serde_json::Error),
}

impl From<sqlx::Error> for Failure {
    fn from(source: sqlx::Error) -> Self {
        Self::Database(source)
    }
}

/// Whether the schema was brought up to the third just now: the rows of the second still wait.
pub(super) async fn is_due(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    // The old table itself says so: a process that was killed in the midst finds it still there.
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'revisions_2')")
        .fetch_one(connection)
        .await
}

/// Writes the rows of the second schema as the third has them.
pub(super) async fn fill(connection: &mut SqliteConnection) -> Result<(), Failure> {
    fill_ledger(&mut *connection).await?;
    let mut last = i64::MIN;
    loop {
        let stored: Vec<(i64, String, String, bool, String)> = sqlx::query_as(
            // From row to row and not by offset: a store of a million is read once.
            "SELECT id, last_captured_at, last_kind, current, document FROM revisions_2 WHERE id > ? \
             ORDER BY id LIMIT ?",
        )
        .bind(last)
        .bind(PIECE)
        .fetch_all(&mut *connection)
        .await?;
        let Some(row) = stored.last() else { break };
        last = row.0;
        write(&mut *connection, stored).await?;
    }
    for statement in [
        "DROP TABLE revisions_2".to_owned(),
        "DROP TABLE outcomes_2".to_owned(),
        format!("INSERT INTO counts (topic, slot, language, source, articles) {RECOUNT}"),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut *connection).await?;
    }
    withdraw(connection).await?;
    Ok(())
}

async fn fill_ledger(connection: &mut SqliteConnection) -> Result<(), Failure> {
    let mut last = i64::MIN;
    loop {
        let stored: Vec<(i64, String)> =
            sqlx::query_as("SELECT id, document FROM outcomes_2 WHERE id > ? ORDER BY id LIMIT ?")
                .bind(last)
                .bind(PIECE)
                .fetch_all(&mut *connection)
                .await?;
        let Some(row) = stored.last() else { return Ok(()) };
        last = row.0;
        let read = |(_, document): &(i64, String)| serde_json::from_str(document).map(Cow::Owned);
        let outcomes: Result<Vec<Cow<'_, Outcome>>, _> = stored.iter().map(read).collect();
        ledger::write(&mut *connection, &outcomes.map_err(Failure::Unreadable)?).await?;
    }
}

async fn write(
    connection: &mut SqliteConnection,
    stored: Vec<(i64, String, String, bool, String)>,
) -> Result<(), Failure> {
    let mut wordings: Vec<(i64, Latest, bool, TaggedArticle)> = Vec::with_capacity(stored.len());
    for (id, captured_at, kind, current, document) in stored {
        let tagged = serde_json::from_str(&document).map_err(Failure::Unreadable)?;
        wordings.push((id, Latest { captured_at, kind }, current, tagged));
    }
    let columns: Vec<Columns<'_>> = wordings.iter().map(|(.., tagged)| Columns::of(tagged)).collect();
    let rows: Vec<writing::Row<'_>> = wordings
        .iter()
        .zip(&columns)
        .map(|((id, latest, current, _), columns)| writing::Row {
            id: *id,
            latest,
            current: *current,
            columns,
        })
        .collect();
    writing::insert(&mut *connection, &rows).await?;
    let described: Vec<(i64, &Columns<'_>)> = rows.iter().map(|row| (row.id, row.columns)).collect();
    writing::details(connection, &described).await?;
    Ok(())
}

/// Finds what the ledger says is withdrawn, as the next batch about it would.
async fn withdraw(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let asked = loading::gone_at_all(&mut *connection).await?;
    let nothing = Batch::default();
    let plan = commit::draw(&mut *connection, &nothing, asked, &Forgotten::new()).await?;
    writing::plan(connection, &plan).await
}
