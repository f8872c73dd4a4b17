//! Writing down a plan.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use sqlx::sqlite::SqliteConnection;

use super::rows::Values;
use super::{changes, names, rows};
use crate::rules::columns::{Columns, Said, Weighed};
use crate::rules::plan::{NewLatest, NewRow, Plan};
use crate::rules::tally::CountKey;
use crate::rules::wordings::Latest;

/// Writes down what the plan says.
pub(super) async fn plan(connection: &mut SqliteConnection, plan: &Plan<'_>) -> Result<(), sqlx::Error> {
    // Given out here, so that tags can name their rows: no one else writes during this transaction.
    let last: i64 =
        sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM revisions").fetch_one(&mut *connection).await?;
    let fresh: Vec<Row<'_>> = plan.insert.iter().zip(last + 1..).map(|(row, id)| Row::new(id, row)).collect();
    remove(&mut *connection, &plan.remove).await?;
    insert(&mut *connection, &fresh).await?;
    replace(&mut *connection, &plan.replace).await?;
    latest(&mut *connection, &plan.latest).await?;
    let replaced = plan.replace.iter().map(|(id, columns)| (*id, columns));
    let described: Vec<(i64, &Columns<'_>)> =
        fresh.iter().map(|row| (row.id, row.columns)).chain(replaced).collect();
    details(&mut *connection, &described).await?;
    counts(&mut *connection, &plan.counts).await?;
    withdrawals(&mut *connection, &plan.withdrawals).await?;
    changes::write(connection, &plan.changes).await
}

/// A wording with the number of its row.
pub(super) struct Row<'p> {
    pub id: i64,
    pub latest: &'p Latest,
    pub current: bool,
    pub columns: &'p Columns<'p>,
}

impl<'p> Row<'p> {
    fn new(id: i64, row: &'p NewRow<'_>) -> Self {
        Self { id, latest: &row.latest, current: row.current, columns: &row.columns }
    }
}

/// Inserts wordings; their tags, quotations and names are [`details`].
pub(super) async fn insert(connection: &mut SqliteConnection, fresh: &[Row<'_>]) -> Result<(), sqlx::Error> {
    rows::insert(
        connection,
        "INTO revisions (id, article, revision, last_captured_at, last_kind, current, captured_at, capture, \
         source, language, dated_at, slot, published_at, url, address, headline, origin_kind, origin_outlet, \
         origin_url, digest, document) ",
        "",
        fresh,
        |row, columns| {
            let article = &row.columns.tagged.article;
            columns.push_bind(row.id);
            columns.push_text(article.id.as_str());
            columns.push_text(article.revision.as_str());
            columns.push_text(row.latest.captured_at.as_str());
            columns.push_text(row.latest.kind.as_str());
            columns.push_bind(row.current);
            bind(row.columns, columns);
        },
    )
    .await
    .map(drop)
}

/// Binds the columns that come from the document, in the order of the statements around.
fn bind(described: &Columns<'_>, columns: &mut Values) {
    let article = &described.tagged.article;
    columns.push_text(described.captured_at.as_str());
    columns.push_text(article.capture.as_str());
    columns.push_text(article.source.as_str());
    columns.push_text(described.language.as_str());
    columns.push_text(described.dated_at.as_str());
    columns.push_text(described.slot.as_str());
    columns.push_text(described.published_at.as_deref());
    columns.push_text(article.url.as_deref());
    columns.push_text(described.address_apart());
    columns.push_text(article.headline.as_deref());
    columns.push_text(described.origin_kind());
    columns.push_text(described.origin_outlet());
    columns.push_text(described.origin_url());
    columns.push_bind(described.digest.as_slice());
    columns.push_text(described.document.as_str());
}

/// Replaces documents with their columns, and takes their tags, quotations and names away.
async fn replace(
    connection: &mut SqliteConnection,
    replaced: &[(i64, Columns<'_>)],
) -> Result<(), sqlx::Error> {
    for (id, columns) in replaced {
        let mut values = Values::default();
        bind(columns, &mut values);
        values.push_bind(*id);
        let update = "UPDATE revisions SET (captured_at, capture, source, language, dated_at, slot, published_at, url, \
                      address, headline, origin_kind, origin_outlet, origin_url, digest, document) \
                      = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?";
        values.query(update).execute(&mut *connection).await?;
        // They are written anew with those of new wordings, in the order of their tables.
        for delete in [
            "DELETE FROM tags WHERE revision = ?",
            "DELETE FROM quotations WHERE revision = ?",
            "DELETE FROM mentions WHERE revision = ?",
        ] {
            sqlx::query(delete).bind(*id).execute(&mut *connection).await?;
        }
    }
    Ok(())
}

/// Takes wordings out, with what stands of them elsewhere.
pub(super) async fn remove(connection: &mut SqliteConnection, rows: &[i64]) -> Result<(), sqlx::Error> {
    // One by one, for few ever go at once.
    for id in rows {
        for delete in [
            "DELETE FROM tags WHERE revision = ?",
            "DELETE FROM quotations WHERE revision = ?",
            "DELETE FROM mentions WHERE revision = ?",
            "DELETE FROM revisions WHERE id = ?",
        ] {
            sqlx::query(delete).bind(id).execute(&mut *connection).await?;
        }
    }
    Ok(())
}

/// Writes down which known wordings were captured again, became current or are so no longer.
async fn latest(connection: &mut SqliteConnection, latest: &[NewLatest]) -> Result<(), sqlx::Error> {
    for row in latest {
        sqlx::query("UPDATE revisions SET last_captured_at = ?, last_kind = ?, current = ? WHERE id = ?")
            .bind(&row.latest.captured_at)
            .bind(&row.latest.kind)
            .bind(row.current)
            .bind(row.id)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Inserts the tags, quotations and names of these rows.
pub(super) async fn details(
    connection: &mut SqliteConnection,
    described: &[(i64, &Columns<'_>)],
) -> Result<(), sqlx::Error> {
    let mut tags: Vec<(i64, &Columns<'_>, &str, &Weighed<'_>)> = described
        .iter()
        .flat_map(|(id, columns)| columns.tags.iter().map(move |(topic, tag)| (*id, *columns, *topic, tag)))
        .collect();
    // As the table is ordered, so that rows are written beside each other.
    tags.sort_by_key(|(id, columns, topic, _)| (*topic, Reverse(columns.dated_at.as_str()), *id));
    rows::insert(
        &mut *connection,
        "INTO tags (topic, dated_at, article, revision, rule, weight) ",
        "",
        &tags,
        |(id, described, topic, tag), columns| {
            columns.push_text(*topic).push_text(described.dated_at.as_str());
            columns.push_text(described.tagged.article.id.as_str()).push_bind(*id);
            columns.push_text(tag.rule.as_str()).push_bind(tag.weight);
        },
    )
    .await?;
    let quotations: Vec<(i64, i64, &Columns<'_>, &Said<'_>)> = described
        .iter()
        .flat_map(|(id, columns)| {
            (0..).zip(&columns.quotations).map(move |(n, said)| (*id, n, *columns, said))
        })
        .collect();
    rows::insert(
        &mut *connection,
        "INTO quotations (revision, ordinal, speaker_key, dated_at, article, kind, \"start\", \"end\", exact, \
         speaker, role, cue) ",
        "",
        &quotations,
        |(id, ordinal, described, said), columns| {
            let quotation = said.quotation;
            columns.push_bind(*id).push_bind(*ordinal);
            columns.push_text(said.speaker_key.as_str()).push_text(described.dated_at.as_str());
            columns.push_text(described.tagged.article.id.as_str()).push_text(quotation.kind.as_str());
            columns.push_bind(place(quotation.start)).push_bind(place(quotation.end));
            columns.push_text(quotation.exact.as_str()).push_text(quotation.speaker.as_deref());
            columns.push_text(quotation.role.as_deref()).push_text(quotation.cue.as_deref());
        },
    )
    .await?;
    let named = described.iter().map(|(id, columns)| (*id, columns.tagged.mentions.as_slice()));
    names::write(connection, named).await
}

fn place(code_points: usize) -> i64 {
    i64::try_from(code_points).unwrap_or(i64::MAX)
}

/// Adds to the counts; those that come to nothing have no row.
pub(super) async fn counts(
    connection: &mut SqliteConnection,
    counts: &BTreeMap<CountKey, i64>,
) -> Result<(), sqlx::Error> {
    let added: Vec<(&CountKey, i64)> = counts.iter().map(|(key, by)| (key, *by)).collect();
    rows::insert(
        &mut *connection,
        "INTO counts (topic, slot, language, source, articles) ",
        " ON CONFLICT DO UPDATE SET articles = articles + excluded.articles",
        &added,
        |(key, by), columns| {
            columns.push_text(key.topic.as_str()).push_text(key.slot.as_str());
            columns.push_text(key.language.as_str()).push_text(key.source.as_str()).push_bind(*by);
        },
    )
    .await?;
    // Only what something was taken from can have come to nothing.
    for (key, _) in added.into_iter().filter(|(_, by)| *by < 0) {
        sqlx::query(
            "DELETE FROM counts WHERE topic = ? AND slot = ? AND language = ? AND source = ? AND articles = 0",
        )
        .bind(&key.topic)
        .bind(&key.slot)
        .bind(&key.language)
        .bind(&key.source)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

async fn withdrawals(
    connection: &mut SqliteConnection,
    withdrawals: &[(String, Option<String>)],
) -> Result<(), sqlx::Error> {
    for (article, withdrawn_at) in withdrawals {
        let query = match withdrawn_at {
            Some(at) => {
                sqlx::query("INSERT OR REPLACE INTO withdrawals (article, withdrawn_at) VALUES (?, ?)")
                    .bind(article)
                    .bind(at)
            }
            None => sqlx::query("DELETE FROM withdrawals WHERE article = ?").bind(article),
        };
        query.execute(&mut *connection).await?;
    }
    Ok(())
}
