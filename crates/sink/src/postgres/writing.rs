//! Writing down a plan.
//!
//! Each table gets its rows in one statement, an array for each column (`unnest`): the server plans it once for any number
//! of rows, and there is one answer to wait for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sqlx::postgres::PgConnection;

use super::address::Address;
use super::documents::month;
use super::ledger::Tally;
use super::{changes, ledger, names};
use crate::rules::columns::{Columns, Said, Weighed};
use crate::rules::ledger::key;
use crate::rules::plan::{NewLatest, Plan};
use crate::rules::tally::CountKey;
use crate::rules::written::text;

/// A plan with its documents packed, in the order of the rows to insert and then of those to replace.
pub(super) struct Packed<'b> {
    pub plan: Plan<'b>,
    pub documents: Vec<Vec<u8>>,
    /// Where the documents of stored rows lie.
    pub months: BTreeMap<i64, i32>,
}

/// A row of a wording with what comes from its document.
struct Row<'p> {
    id: i64,
    month: i32,
    columns: &'p Columns<'p>,
    packed: &'p [u8],
}

/// Writes down what the plan says of articles; new rows are numbered from `first` on.
pub(super) async fn articles(
    connection: &mut PgConnection,
    packed: &Packed<'_>,
    first: i64,
) -> Result<(), sqlx::Error> {
    let plan = &packed.plan;
    let (new, old) = packed.documents.split_at(plan.insert.len());
    let insert: Vec<Row<'_>> = plan
        .insert
        .iter()
        .zip(new)
        .zip(first..)
        .map(|((row, packed), id)| Row {
            id,
            month: month(&row.columns.captured_at),
            columns: &row.columns,
            packed,
        })
        .collect();
    let replace: Vec<Row<'_>> = plan
        .replace
        .iter()
        .zip(old)
        .map(|((id, columns), document)| Row {
            id: *id,
            // It stays where it lies, though an earlier capture that stands for it now may be of another month.
            month: packed.months.get(id).copied().unwrap_or_default(),
            columns,
            packed: document,
        })
        .collect();
    // Before anything is written: a wording that comes may have the name of one that goes.
    remove(&mut *connection, &plan.remove).await?;
    insert_rows(&mut *connection, plan, &insert).await?;
    replace_rows(&mut *connection, &replace).await?;
    latest(&mut *connection, &plan.latest).await?;
    tags(&mut *connection, insert.iter().chain(&replace)).await?;
    quotations(&mut *connection, insert.iter().chain(&replace)).await?;
    let named = insert.iter().chain(&replace).map(|row| (row.id, row.columns.tagged.mentions.as_slice()));
    names::write(&mut *connection, named).await?;
    withdrawals(connection, &plan.withdrawals).await
}

/// Writes down what must be alone: numbers of changes, and counts.
pub(super) async fn in_turn(
    connection: &mut PgConnection,
    address: &Address,
    plan: &Plan<'_>,
    entered: &[Tally],
) -> Result<(), sqlx::Error> {
    // Who has nothing to number or to count does not wait for those who have.
    if plan.changes.is_empty() && plan.counts.is_empty() && entered.is_empty() {
        return Ok(());
    }
    changes::take_turn(&mut *connection, address).await?;
    ledger::tally(&mut *connection, entered).await?;
    counts(&mut *connection, &plan.counts).await?;
    changes::write(connection, address, &plan.changes).await
}

fn each<'p, T>(rows: &'p [Row<'p>], of: impl Fn(&Row<'p>) -> T) -> Vec<T> {
    rows.iter().map(of).collect()
}

async fn insert_rows(
    connection: &mut PgConnection,
    plan: &Plan<'_>,
    rows: &[Row<'_>],
) -> Result<(), sqlx::Error> {
    if rows.is_empty() {
        return Ok(());
    }
    // Documents first: their rows are named by those of the wordings, in the partition of the month.
    sqlx::query("INSERT INTO documents (month, revision, packed) SELECT * FROM unnest($1::int4[], $2::int8[], $3::bytea[])")
        .bind(each(rows, |row| row.month))
        .bind(each(rows, |row| row.id))
        .bind(each(rows, |row| row.packed))
        .execute(&mut *connection)
        .await?;
    let query = sqlx::query(
        "INSERT INTO revisions (id, address_key, digest, captured_at, capture, source, language, dated_at, slot, \
         published_at, url, headline, origin_kind, origin_outlet, origin_url, month, current, article, revision, \
         last_captured_at, last_kind) SELECT * FROM unnest($1::int8[], $2::int8[], $3::bytea[], $4::text[], $5::text[], \
         $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], \
         $14::text[], $15::text[], $16::int4[], $17::bool[], $18::text[], $19::text[], $20::text[], $21::text[])",
    );
    bind_columns(query, rows)
        .bind(each(rows, |row| row.month))
        .bind(plan.insert.iter().map(|row| row.current).collect::<Vec<_>>())
        .bind(each(rows, |row| text(row.columns.tagged.article.id.as_str())))
        .bind(each(rows, |row| text(row.columns.tagged.article.revision.as_str())))
        .bind(plan.insert.iter().map(|row| row.latest.captured_at.as_str()).collect::<Vec<_>>())
        .bind(plan.insert.iter().map(|row| row.latest.kind.as_str()).collect::<Vec<_>>())
        .execute(connection)
        .await?;
    Ok(())
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Postgres, sqlx::postgres::PgArguments>;

/// Binds the columns that come from the document, in the order of the statements around.
fn bind_columns<'q>(query: Query<'q>, rows: &'q [Row<'q>]) -> Query<'q> {
    query
        .bind(each(rows, |row| row.id))
        .bind(each(rows, |row| row.columns.address_apart().map(key)))
        .bind(each(rows, |row| row.columns.digest.as_slice()))
        .bind(each(rows, |row| row.columns.captured_at.as_str()))
        .bind(each(rows, |row| text(row.columns.tagged.article.capture.as_str())))
        .bind(each(rows, |row| text(row.columns.tagged.article.source.as_str())))
        .bind(each(rows, |row| text(&row.columns.language)))
        .bind(each(rows, |row| row.columns.dated_at.as_str()))
        .bind(each(rows, |row| row.columns.slot.as_str()))
        .bind(each(rows, |row| row.columns.published_at.as_deref()))
        .bind(each(rows, |row| row.columns.tagged.article.url.as_deref().map(text)))
        .bind(each(rows, |row| row.columns.tagged.article.headline.as_deref().map(text)))
        .bind(each(rows, |row| row.columns.origin_kind()))
        .bind(each(rows, |row| row.columns.origin_outlet().map(text)))
        .bind(each(rows, |row| row.columns.origin_url().map(text)))
}

/// Replaces documents with their columns, and takes their tags, quotations and names away.
async fn replace_rows(connection: &mut PgConnection, rows: &[Row<'_>]) -> Result<(), sqlx::Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(
        "UPDATE revisions AS r SET address_key = n.address_key, digest = n.digest, captured_at = n.captured_at, \
         capture = n.capture, source = n.source, language = n.language, dated_at = n.dated_at, slot = n.slot, \
         published_at = n.published_at, url = n.url, headline = n.headline, origin_kind = n.origin_kind, \
         origin_outlet = n.origin_outlet, origin_url = n.origin_url \
         FROM unnest($1::int8[], $2::int8[], $3::bytea[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], \
         $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[]) \
         AS n (id, address_key, digest, captured_at, capture, source, language, dated_at, slot, published_at, url, \
         headline, origin_kind, origin_outlet, origin_url) WHERE r.id = n.id",
    );
    bind_columns(query, rows).execute(&mut *connection).await?;
    // A month at a time: then the server looks into no other partition.
    let mut months: BTreeMap<i32, Vec<&Row<'_>>> = BTreeMap::new();
    rows.iter().for_each(|row| months.entry(row.month).or_default().push(row));
    for (month, rows) in months {
        sqlx::query(
            "UPDATE documents AS d SET packed = n.packed FROM unnest($2::int8[], $3::bytea[]) AS n (id, packed) \
             WHERE d.month = $1 AND d.revision = n.id",
        )
        .bind(month)
        .bind(rows.iter().map(|row| row.id).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| row.packed).collect::<Vec<_>>())
        .execute(&mut *connection)
        .await?;
    }
    let ids = each(rows, |row| row.id);
    // They are written anew with the row: fewer statements than to find out which of them changed.
    for delete in [
        "DELETE FROM tags WHERE revision = ANY($1)",
        "DELETE FROM quotations WHERE revision = ANY($1)",
        "DELETE FROM mentions WHERE revision = ANY($1)",
    ] {
        sqlx::query(delete).bind(&ids).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Takes wordings out, with what stands of them elsewhere.
pub(super) async fn remove(connection: &mut PgConnection, rows: &[i64]) -> Result<(), sqlx::Error> {
    if rows.is_empty() {
        return Ok(());
    }
    for delete in [
        // Documents first: their months stand in the rows that go last.
        "DELETE FROM documents WHERE (month, revision) IN (SELECT month, id FROM revisions WHERE id = ANY($1))",
        "DELETE FROM tags WHERE revision = ANY($1)",
        "DELETE FROM quotations WHERE revision = ANY($1)",
        "DELETE FROM mentions WHERE revision = ANY($1)",
        "DELETE FROM revisions WHERE id = ANY($1)",
    ] {
        sqlx::query(delete).bind(rows).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Writes down which known wordings were captured again, became current or are so no longer.
async fn latest(connection: &mut PgConnection, latest: &[NewLatest]) -> Result<(), sqlx::Error> {
    if latest.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "UPDATE revisions AS r SET last_captured_at = n.last_captured_at, last_kind = n.last_kind, \
         current = n.current FROM unnest($1::int8[], $2::text[], $3::text[], $4::bool[]) \
         AS n (id, last_captured_at, last_kind, current) WHERE r.id = n.id",
    )
    .bind(latest.iter().map(|row| row.id).collect::<Vec<_>>())
    .bind(latest.iter().map(|row| row.latest.captured_at.as_str()).collect::<Vec<_>>())
    .bind(latest.iter().map(|row| row.latest.kind.as_str()).collect::<Vec<_>>())
    .bind(latest.iter().map(|row| row.current).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

async fn tags<'p>(
    connection: &mut PgConnection,
    rows: impl Iterator<Item = &'p Row<'p>>,
) -> Result<(), sqlx::Error> {
    let tags: Vec<(&Row<'_>, &str, &Weighed<'_>)> =
        rows.flat_map(|row| row.columns.tags.iter().map(move |(topic, tag)| (row, *topic, tag))).collect();
    if tags.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO tags (revision, weight, topic, dated_at, article, rule) \
         SELECT * FROM unnest($1::int8[], $2::int4[], $3::text[], $4::text[], $5::text[], $6::text[])",
    )
    .bind(tags.iter().map(|(row, ..)| row.id).collect::<Vec<_>>())
    .bind(tags.iter().map(|(.., tag)| tag.weight.cast_signed()).collect::<Vec<_>>())
    .bind(tags.iter().map(|(_, topic, _)| text(topic)).collect::<Vec<_>>())
    .bind(tags.iter().map(|(row, ..)| row.columns.dated_at.as_str()).collect::<Vec<_>>())
    .bind(tags.iter().map(|(row, ..)| text(row.columns.tagged.article.id.as_str())).collect::<Vec<_>>())
    .bind(tags.iter().map(|(.., tag)| text(tag.rule.as_str())).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

async fn quotations<'p>(
    connection: &mut PgConnection,
    rows: impl Iterator<Item = &'p Row<'p>>,
) -> Result<(), sqlx::Error> {
    let said: Vec<(&Row<'_>, i32, &Said<'_>)> = rows
        .flat_map(|row| (0..).zip(&row.columns.quotations).map(move |(ordinal, said)| (row, ordinal, said)))
        .collect();
    if said.is_empty() {
        return Ok(());
    }
    let texts = |of: for<'s> fn(&'s Said<'_>) -> Option<Cow<'s, str>>| {
        said.iter().map(|(.., said)| of(said).map(Cow::into_owned)).collect::<Vec<Option<String>>>()
    };
    sqlx::query(
        "INSERT INTO quotations (revision, ordinal, \"start\", \"end\", speaker_key, dated_at, article, kind, exact, \
         speaker, role, cue) SELECT * FROM unnest($1::int8[], $2::int4[], $3::int8[], $4::int8[], $5::text[], \
         $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])",
    )
    .bind(said.iter().map(|(row, ..)| row.id).collect::<Vec<_>>())
    .bind(said.iter().map(|(_, ordinal, _)| *ordinal).collect::<Vec<_>>())
    .bind(said.iter().map(|(.., said)| place(said.quotation.start)).collect::<Vec<_>>())
    .bind(said.iter().map(|(.., said)| place(said.quotation.end)).collect::<Vec<_>>())
    .bind(texts(|said| Some(text(&said.speaker_key))))
    .bind(said.iter().map(|(row, ..)| row.columns.dated_at.as_str()).collect::<Vec<_>>())
    .bind(said.iter().map(|(row, ..)| text(row.columns.tagged.article.id.as_str())).collect::<Vec<_>>())
    .bind(said.iter().map(|(.., said)| said.quotation.kind.as_str()).collect::<Vec<_>>())
    .bind(texts(|said| Some(text(&said.quotation.exact))))
    .bind(texts(|said| said.quotation.speaker.as_deref().map(text)))
    .bind(texts(|said| said.quotation.role.as_deref().map(text)))
    .bind(texts(|said| said.quotation.cue.as_deref().map(text)))
    .execute(connection)
    .await?;
    Ok(())
}

fn place(code_points: usize) -> i64 {
    i64::try_from(code_points).unwrap_or(i64::MAX)
}

/// Adds to the counts; those that come to nothing have no row. Under the lock of the numbers: every batch counts in the
/// same few rows, those of this quarter of an hour, and two that held some of them would wait for each other's.
pub(super) async fn counts(
    connection: &mut PgConnection,
    counts: &BTreeMap<CountKey, i64>,
) -> Result<(), sqlx::Error> {
    if counts.is_empty() {
        return Ok(());
    }
    let keys = |of: fn(&CountKey) -> &str| counts.keys().map(|key| text(of(key))).collect::<Vec<_>>();
    sqlx::query(
        "INSERT INTO counts AS c (slot, topic, language, source, articles) \
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int8[]) \
         ON CONFLICT (slot, topic, language, source) DO UPDATE SET articles = c.articles + excluded.articles",
    )
    .bind(keys(|key| &key.slot))
    .bind(keys(|key| &key.topic))
    .bind(keys(|key| &key.language))
    .bind(keys(|key| &key.source))
    .bind(counts.values().copied().collect::<Vec<_>>())
    .execute(&mut *connection)
    .await?;
    // Only what something was taken from can have come to nothing.
    let fallen: Vec<&CountKey> = counts.iter().filter(|(_, by)| **by < 0).map(|(key, _)| key).collect();
    if !fallen.is_empty() {
        sqlx::query(
            "DELETE FROM counts AS c USING unnest($1::text[], $2::text[], $3::text[], $4::text[]) \
             AS n (slot, topic, language, source) WHERE c.articles = 0 \
             AND c.slot = n.slot AND c.topic = n.topic AND c.language = n.language AND c.source = n.source",
        )
        .bind(fallen.iter().map(|key| text(&key.slot)).collect::<Vec<_>>())
        .bind(fallen.iter().map(|key| text(&key.topic)).collect::<Vec<_>>())
        .bind(fallen.iter().map(|key| text(&key.language)).collect::<Vec<_>>())
        .bind(fallen.iter().map(|key| text(&key.source)).collect::<Vec<_>>())
        .execute(connection)
        .await?;
    }
    Ok(())
}

async fn withdrawals(
    connection: &mut PgConnection,
    withdrawals: &[(String, Option<String>)],
) -> Result<(), sqlx::Error> {
    // One by one: an article is withdrawn now and then, and never by the hundred.
    for (article, withdrawn_at) in withdrawals {
        let query = match withdrawn_at {
            Some(at) => sqlx::query(
                "INSERT INTO withdrawals (article, withdrawn_at) VALUES ($1, $2) \
                 ON CONFLICT (article) DO UPDATE SET withdrawn_at = excluded.withdrawn_at",
            )
            .bind(article)
            .bind(at),
            None => sqlx::query("DELETE FROM withdrawals WHERE article = $1").bind(article),
        };
        query.execute(&mut *connection).await?;
    }
    Ok(())
}
