//! The ledger: what became of each input at each stage.

use std::borrow::Cow;
use std::collections::BTreeMap;

use futures_util::stream::{BoxStream, StreamExt, TryStreamExt};
use sqlx::QueryBuilder;
use sqlx::sqlite::{Sqlite, SqliteConnection};
use veille_model::Outcome;

use super::{Store, rows};
use crate::rules::instant::sortable;
use crate::rules::ledger::{Entry, document, entries, file, key};
use crate::{OutcomeFilter, StoreError};

impl Store {
    pub(crate) async fn outcomes(&self, filter: &OutcomeFilter) -> Result<Vec<(i64, Outcome)>, StoreError> {
        let rows: Vec<(i64, String)> = selection(filter)
            .build_query_as()
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        let decode = |(row, document): (i64, String)| Ok((row, self.decode("an outcome", &document)?));
        rows.into_iter().map(decode).collect()
    }

    pub(crate) async fn last_fetched(&self, after: i64) -> Result<(Vec<Outcome>, i64), StoreError> {
        let last: i64 = sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM outcomes")
            .fetch_one(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        let documents: Vec<String> = sqlx::query_scalar(LAST_FETCHED)
            .bind(after)
            .bind(last)
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        let outcomes = documents.iter().map(|document| self.decode("an outcome", document));
        Ok((outcomes.collect::<Result<_, _>>()?, last))
    }

    pub(crate) fn ledger(&self) -> BoxStream<'_, Result<Outcome, StoreError>> {
        sqlx::query_scalar::<_, String>("SELECT document FROM outcomes ORDER BY input_key, digest")
            .fetch(&self.readers)
            .map_err(|source| self.error(source))
            .map(|row| row.and_then(|document| self.decode("an outcome", &document)))
            .boxed()
    }
}

/// The plus keeps SQLite from the index of kinds: rows come by their number, of which few are new.
const LAST_FETCHED: &str = "SELECT document FROM outcomes WHERE id IN \
     (SELECT max(id) FROM outcomes WHERE id > ? AND id <= ? AND +stage = 'fetch' GROUP BY source, outcome, reason)";

fn selection(filter: &OutcomeFilter) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new("SELECT id, document FROM outcomes WHERE true");
    // The plus keeps SQLite from the index of kinds, where all of a stage would be sorted to find its latest: whole kinds
    // alone lie there in the order that they came in.
    let plus = match filter.outcome.is_some() && filter.reason.is_some() {
        true => "",
        false => "+",
    };
    if let Some(stage) = filter.stage {
        query.push(" AND ").push(plus).push("stage = ").push_bind(stage.as_str());
    }
    if let Some(outcome) = filter.outcome {
        query.push(" AND outcome = ").push_bind(outcome.as_str());
    }
    if let Some(source) = &filter.source {
        query.push(" AND source = ").push_bind(source.to_string());
    }
    if let Some(reason) = &filter.reason {
        query.push(" AND reason = ").push_bind(reason.clone());
    }
    if let Some(since) = filter.since {
        query.push(" AND at >= ").push_bind(sortable(Some(since)));
    }
    if let Some(before) = filter.before {
        query.push(" AND id < ").push_bind(before);
    }
    query.push(" ORDER BY id DESC LIMIT ").push_bind(filter.limit);
    query
}

/// Enters the outcomes of a batch; those that stand there already are left alone.
pub(crate) async fn write(
    connection: &mut SqliteConnection,
    outcomes: &[Cow<'_, Outcome>],
) -> Result<(), sqlx::Error> {
    let entries = entries(outcomes);
    let last: i64 =
        sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM outcomes").fetch_one(&mut *connection).await?;
    let written = rows::insert(
        &mut *connection,
        "INTO outcomes (input_key, digest, stage, outcome, source, address, at, reason, file, document) ",
        " ON CONFLICT DO NOTHING",
        &entries,
        |Entry { outcome, input }, columns| {
            let document = document(outcome);
            columns.push_bind(input.key).push_bind(key(&document));
            columns.push_text(outcome.stage.as_str()).push_text(outcome.outcome.as_str());
            columns.push_text(outcome.source.as_str()).push_text(input.address.as_deref());
            columns.push_text(input.at.as_str()).push_text(reason(outcome));
            columns.push_text(file(outcome)).push_bind(document);
        },
    )
    .await?;
    let is_all_new = written == entries.len() as u64;
    let tallied = match is_all_new {
        // They were numbered one after the other.
        true => tallied((last + 1..).zip(entries.iter().map(|entry| entry.outcome))),
        false => tallied_after(&mut *connection, last).await?,
    };
    tally(&mut *connection, &tallied).await?;
    let mut inputs: Vec<(&str, i64)> =
        entries.iter().filter_map(|entry| Some((entry.input.address.as_deref()?, entry.input.key))).collect();
    // In the order of the table: what comes from one site on one day lies on few pages.
    inputs.sort_unstable();
    inputs.dedup();
    rows::insert(
        connection,
        "INTO addresses (address, input_key) ",
        " ON CONFLICT DO NOTHING",
        &inputs,
        |(address, key), columns| {
            columns.push_text(*address).push_bind(*key);
        },
    )
    .await
    .map(drop)
}

/// Stage, outcome and reason, the empty text for none.
type Kind = (String, String, String);

/// How many outcomes of a kind there are, and the row of the latest.
type Tally = (i64, i64);

fn tallied<'o>(outcomes: impl Iterator<Item = (i64, &'o Outcome)>) -> Vec<(Kind, Tally)> {
    let mut tallies: BTreeMap<(&str, &str, &str), Tally> = BTreeMap::new();
    for (row, outcome) in outcomes {
        let kind = (outcome.stage.as_str(), outcome.outcome.as_str(), reason(outcome).unwrap_or_default());
        let (number, latest) = tallies.entry(kind).or_default();
        (*number, *latest) = (*number + 1, row);
    }
    let owned = |(stage, outcome, reason): (&str, &str, &str)| {
        (stage.to_owned(), outcome.to_owned(), reason.to_owned())
    };
    tallies.into_iter().map(|(kind, tally)| (owned(kind), tally)).collect()
}

/// The tallies of the rows after this one.
async fn tallied_after(
    connection: &mut SqliteConnection,
    row: i64,
) -> Result<Vec<(Kind, Tally)>, sqlx::Error> {
    let found: Vec<(String, String, String, i64, i64)> = sqlx::query_as(
        "SELECT stage, outcome, coalesce(reason, ''), count(*), max(id) FROM outcomes WHERE id > ? GROUP BY 1, 2, 3",
    )
    .bind(row)
    .fetch_all(connection)
    .await?;
    let named = |(stage, outcome, reason, number, latest)| ((stage, outcome, reason), (number, latest));
    Ok(found.into_iter().map(named).collect())
}

async fn tally(connection: &mut SqliteConnection, tallied: &[(Kind, Tally)]) -> Result<(), sqlx::Error> {
    rows::insert(
        connection,
        "INTO tallies (stage, outcome, reason, number, latest) ",
        // Rows only grow, so the newer one is the latest.
        " ON CONFLICT DO UPDATE SET number = number + excluded.number, latest = excluded.latest",
        tallied,
        |((stage, outcome, reason), (number, latest)), columns| {
            columns.push_text(stage.as_str()).push_text(outcome.as_str()).push_text(reason.as_str());
            columns.push_bind(*number).push_bind(*latest);
        },
    )
    .await
    .map(drop)
}

fn reason(outcome: &Outcome) -> Option<&str> {
    outcome.reason.as_ref().map(|reason| reason.code.as_str())
}
