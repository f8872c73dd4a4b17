//! What a batch's plan is drawn from: what is stored of its articles.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{FromRow, Row};
use veille_model::{Outcome, canonical_url};

use crate::cells::stored_row;
use crate::rules::forgotten::{Forgotten, of_address};
use crate::rules::ledger::address;
use crate::rules::ledger::key;
use crate::rules::plan::Asked;
use crate::rules::tally::Topics;
use crate::rules::withdrawal::Gone;
use crate::rules::wordings::StoredRow;

impl FromRow<'_, PgRow> for StoredRow {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        stored_row(row, None)
    }
}

/// Those of the keys that were forgotten.
pub(super) async fn forgotten(
    connection: &mut PgConnection,
    keys: &BTreeSet<String>,
) -> Result<Forgotten, sqlx::Error> {
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let found: Vec<String> = sqlx::query_scalar("SELECT key FROM forgotten WHERE key = ANY($1)")
        .bind(keys)
        .fetch_all(connection)
        .await?;
    Ok(found.into_iter().collect())
}

/// Whether anything was forgotten: rarely, and then its keys need not be made.
pub(super) async fn has_forgotten(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar("SELECT EXISTS (SELECT FROM forgotten)").fetch_one(connection).await
}

/// The articles whose id does not follow from one of these addresses, and that were captured there.
pub(super) async fn captured_at(
    connection: &mut PgConnection,
    addresses: &BTreeSet<String>,
) -> Result<BTreeSet<String>, sqlx::Error> {
    if addresses.is_empty() {
        return Ok(BTreeSet::new());
    }
    let keys: Vec<i64> = addresses.iter().map(|address| key(address)).collect();
    let found: Vec<(String, Option<String>)> =
        sqlx::query_as("SELECT article, url FROM revisions WHERE address_key = ANY($1)")
            .bind(keys)
            .fetch_all(connection)
            .await?;
    // The key is a hash of the address, under which others may stand.
    let is_there = |url: &Option<String>| {
        url.as_deref().and_then(canonical_url).is_some_and(|address| addresses.contains(&address))
    };
    Ok(found.into_iter().filter(|(_, url)| is_there(url)).map(|(article, _)| article).collect())
}

/// The stored wordings of articles; the partitions in which their documents lie, by row.
pub(super) async fn wordings(
    connection: &mut PgConnection,
    articles: Vec<&str>,
) -> Result<(Vec<StoredRow>, BTreeMap<i64, i32>), sqlx::Error> {
    if articles.is_empty() {
        return Ok(Default::default());
    }
    let rows = sqlx::query(
        "SELECT article, revision, id, month, captured_at, capture, last_captured_at, last_kind, current, source, \
         language, slot, url, digest FROM revisions WHERE article = ANY($1)",
    )
    .bind(articles)
    .fetch_all(connection)
    .await?;
    let stored = rows.iter().map(StoredRow::from_row).collect::<Result<_, _>>()?;
    let months = rows.iter().map(|row| Ok((row.try_get("id")?, row.try_get("month")?)));
    Ok((stored, months.collect::<Result<_, sqlx::Error>>()?))
}

/// The topics of these rows.
pub(super) async fn topics(connection: &mut PgConnection, rows: &[i64]) -> Result<Topics, sqlx::Error> {
    let mut topics = Topics::new();
    if rows.is_empty() {
        return Ok(topics);
    }
    let found: Vec<(i64, String)> =
        sqlx::query_as("SELECT revision, topic FROM tags WHERE revision = ANY($1)")
            .bind(rows)
            .fetch_all(connection)
            .await?;
    for (row, topic) in found {
        topics.entry(row).or_default().push(topic);
    }
    Ok(topics)
}

/// When servers said of these addresses that they are gone.
pub(super) async fn gone(
    connection: &mut PgConnection,
    addresses: BTreeSet<&str>,
) -> Result<Gone, sqlx::Error> {
    let mut gone = Gone::new();
    if addresses.is_empty() {
        return Ok(gone);
    }
    let answers: Vec<(String, Vec<u8>)> = sqlx::query_as(
        // In the words of the index, which holds these alone.
        "SELECT at, document FROM outcomes WHERE stage = 'fetch' AND outcome = 'discarded' \
         AND reason IN ('http_404', 'http_410') AND address_key = ANY($1)",
    )
    .bind(addresses.iter().map(|address| key(address)).collect::<Vec<_>>())
    .fetch_all(connection)
    .await?;
    for (at, document) in answers {
        // What cannot be read is told to whoever reads the ledger.
        let Ok(outcome) = serde_json::from_slice::<Outcome>(&document) else { continue };
        if let Some(address) = address(&outcome).filter(|address| addresses.contains(address.as_str())) {
            gone.entry(address).or_default().insert(at);
        }
    }
    Ok(gone)
}

/// Those of the articles that are withdrawn, and since when.
pub(super) async fn withdrawn(
    connection: &mut PgConnection,
    articles: &[&str],
) -> Result<BTreeMap<String, String>, sqlx::Error> {
    let found: Vec<(String, String)> =
        sqlx::query_as("SELECT article, withdrawn_at FROM withdrawals WHERE article = ANY($1)")
            .bind(articles)
            .fetch_all(connection)
            .await?;
    Ok(found.into_iter().collect())
}

/// The addresses that any server ever said are gone, and their articles.
pub(super) async fn gone_at_all(connection: &mut PgConnection) -> Result<Asked, sqlx::Error> {
    let documents: Vec<Vec<u8>> = sqlx::query_scalar(
        "SELECT document FROM outcomes WHERE stage = 'fetch' AND outcome = 'discarded' \
         AND reason IN ('http_404', 'http_410') AND address_key IS NOT NULL",
    )
    .fetch_all(connection)
    .await?;
    let outcomes = documents.iter().filter_map(|document| serde_json::from_slice::<Outcome>(document).ok());
    let addresses: BTreeSet<String> = outcomes.filter_map(|outcome| address(&outcome)).collect();
    let articles = addresses.iter().flat_map(|address| of_address(address)).collect();
    Ok(Asked { articles, addresses })
}
