//! What a batch's plan is drawn from: what is stored of its articles.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::FromRow;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::rows;
use crate::cells::{Cells, stored_row};
use crate::rules::forgotten::{Forgotten, of_address};
use crate::rules::plan::Asked;
use crate::rules::tally::Topics;
use crate::rules::withdrawal::Gone;
use crate::rules::wordings::StoredRow;

impl FromRow<'_, SqliteRow> for StoredRow {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        stored_row(row, row.text_if_any("address")?)
    }
}

/// Those of the keys that were forgotten.
pub(super) async fn forgotten(
    connection: &mut SqliteConnection,
    keys: &BTreeSet<String>,
) -> Result<Forgotten, sqlx::Error> {
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let found: Vec<(String,)> = over(connection, "SELECT key FROM forgotten WHERE key IN", &keys).await?;
    Ok(found.into_iter().map(|(key,)| key).collect())
}

/// Whether anything was forgotten: rarely, and then its keys need not be made.
pub(super) async fn has_forgotten(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM forgotten)").fetch_one(connection).await
}

/// The stored wordings that a batch is about.
pub(super) async fn wordings(
    connection: &mut SqliteConnection,
    asked: Asked,
) -> Result<Vec<StoredRow>, sqlx::Error> {
    let Asked { mut articles, addresses } = asked;
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    // Of most the id is made of the address; these are the others.
    let apart: Vec<(String,)> =
        over(connection, "SELECT article FROM revisions WHERE address IN", &addresses).await?;
    articles.extend(apart.into_iter().map(|(article,)| article));
    let articles: Vec<&str> = articles.iter().map(String::as_str).collect();
    let mut stored = Vec::new();
    for piece in rows::pieces(&articles) {
        let mut query = rows::over_articles(
            "SELECT r.article, r.revision, r.id, r.captured_at, r.capture, r.last_captured_at, r.last_kind, r.current, \
             r.source, r.language, r.slot, r.url, r.address, r.digest",
            piece,
        );
        stored.extend(query.build_query_as().fetch_all(&mut *connection).await?);
    }
    Ok(stored)
}

/// The topics of these rows.
pub(super) async fn topics(connection: &mut SqliteConnection, rows: &[i64]) -> Result<Topics, sqlx::Error> {
    let mut topics = Topics::new();
    for row in rows {
        let of_row = sqlx::query_scalar("SELECT topic FROM tags WHERE revision = ?")
            .bind(row)
            .fetch_all(&mut *connection)
            .await?;
        topics.insert(*row, of_row);
    }
    Ok(topics)
}

/// When servers said of these addresses that they are gone.
pub(super) async fn gone(
    connection: &mut SqliteConnection,
    addresses: BTreeSet<&str>,
) -> Result<Gone, sqlx::Error> {
    let addresses: Vec<&str> = addresses.into_iter().collect();
    let answers: Vec<(String, String)> = over(
        connection,
        // In the words of the index, which holds these alone; left to itself SQLite takes the one of all addresses, and
        // reads every outcome of each.
        "SELECT address, at FROM outcomes INDEXED BY outcomes_of_the_gone WHERE stage = 'fetch' AND outcome = 'discarded' \
         AND reason IN ('http_404', 'http_410') AND address IN",
        &addresses,
    )
    .await?;
    let mut gone = Gone::new();
    for (address, at) in answers {
        gone.entry(address).or_default().insert(at);
    }
    Ok(gone)
}

/// All addresses that a server said are gone, with the articles there.
pub(super) async fn gone_at_all(connection: &mut SqliteConnection) -> Result<Asked, sqlx::Error> {
    let addresses: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT address FROM outcomes INDEXED BY outcomes_of_the_gone WHERE stage = 'fetch' AND outcome = 'discarded' \
         AND reason IN ('http_404', 'http_410') AND address IS NOT NULL",
    )
    .fetch_all(connection)
    .await?;
    Ok(Asked {
        articles: addresses.iter().flat_map(|address| of_address(address)).collect(),
        addresses: addresses.into_iter().collect(),
    })
}

/// Those of the articles that are withdrawn, and since when.
pub(super) async fn withdrawn(
    connection: &mut SqliteConnection,
    articles: &[&str],
) -> Result<BTreeMap<String, String>, sqlx::Error> {
    let found: Vec<(String, String)> =
        over(connection, "SELECT article, withdrawn_at FROM withdrawals WHERE article IN", articles).await?;
    Ok(found.into_iter().collect())
}

async fn over<T>(
    connection: &mut SqliteConnection,
    query: &'static str,
    texts: &[&str],
) -> Result<Vec<T>, sqlx::Error>
where
    T: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
{
    let mut found = Vec::new();
    for piece in rows::pieces(texts) {
        found.extend(rows::over_list(query, piece).build_query_as().fetch_all(&mut *connection).await?);
    }
    Ok(found)
}
