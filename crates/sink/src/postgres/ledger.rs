//! The ledger: what became of each input at each stage.

use std::borrow::Cow;

use futures_util::stream::{BoxStream, StreamExt, TryStreamExt};
use sqlx::QueryBuilder;
use sqlx::postgres::{PgConnection, Postgres};
use veille_model::Outcome;

use super::Store;
use crate::rules::instant::sortable;
use crate::rules::ledger::{address, key};
use crate::rules::written;
use crate::{OutcomeFilter, StoreError};

impl Store {
    pub async fn outcomes(&self, filter: &OutcomeFilter) -> Result<Vec<(i64, Outcome)>, StoreError> {
        let rows: Vec<(i64, Vec<u8>)> = selection(filter)
            .build_query_as()
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        let decode = |(row, document): (i64, Vec<u8>)| Ok((row, self.decode("an outcome", &document)?));
        rows.into_iter().map(decode).collect()
    }

    pub async fn last_fetched(&self, after: i64) -> Result<(Vec<Outcome>, i64), StoreError> {
        // Rows are numbered before they are seen: what is committed late must not lie before the row that is read on from.
        let last = self.last_settled_outcome().await.map_err(|source| self.error(source))?.max(after);
        let documents: Vec<Vec<u8>> = sqlx::query_scalar(LAST_FETCHED)
            .bind(after)
            .bind(last)
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        let outcomes = documents.iter().map(|document| self.decode("an outcome", document));
        Ok((outcomes.collect::<Result<_, _>>()?, last))
    }

    pub fn ledger(&self) -> BoxStream<'_, Result<Outcome, StoreError>> {
        sqlx::query_scalar::<_, Vec<u8>>("SELECT document FROM outcomes ORDER BY input_key, digest")
            .fetch(&self.readers)
            .map_err(|source| self.error(source))
            .map(|row| row.and_then(|document| self.decode("an outcome", &document)))
            .boxed()
    }
}

// The latest of each kind, by its row: that is all that a source's line says.
const LAST_FETCHED: &str = "SELECT document FROM outcomes WHERE id IN \
     (SELECT max(id) FROM outcomes WHERE id > $1 AND id <= $2 AND stage = 'fetch' GROUP BY source, outcome, reason)";

fn selection(filter: &OutcomeFilter) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new("SELECT id, document FROM outcomes WHERE true");
    if let Some(stage) = filter.stage {
        query.push(" AND stage = ").push_bind(stage.as_str());
    }
    if let Some(outcome) = filter.outcome {
        query.push(" AND outcome = ").push_bind(outcome.as_str());
    }
    if let Some(source) = &filter.source {
        query.push(" AND source = ").push_bind(written::text(source.as_str()).into_owned());
    }
    if let Some(reason) = &filter.reason {
        query.push(" AND reason = ").push_bind(written::text(reason).into_owned());
    }
    if let Some(since) = filter.since {
        query.push(" AND at >= ").push_bind(sortable(Some(since)));
    }
    if let Some(before) = filter.before {
        query.push(" AND id < ").push_bind(before);
    }
    query.push(" ORDER BY id DESC LIMIT ").push_bind(i64::from(filter.limit));
    query
}

/// One outcome as its row.
struct Row {
    key: i64,
    digest: i64,
    id: i64,
    address_key: Option<i64>,
    at: String,
    document: Vec<u8>,
}

/// Stage, outcome and reason, the empty text for none; how many outcomes of these were entered, and the row of the latest.
pub(super) type Tally = (String, String, String, i64, i64);

/// Enters the outcomes of a batch, whose rows have ids from `first` on; those that stand there already are left alone. What was
/// entered is to be [counted](tally) in turn.
pub(crate) async fn write(
    connection: &mut PgConnection,
    outcomes: &[Cow<'_, Outcome>],
    first: i64,
) -> Result<Vec<Tally>, sqlx::Error> {
    if outcomes.is_empty() {
        return Ok(Vec::new());
    }
    let row = |(outcome, id): (&Cow<'_, Outcome>, i64)| {
        let document =
            serde_json::to_string(&**outcome).expect("an outcome has no map with other keys than text");
        Row {
            key: key(&outcome.input),
            digest: key(&document),
            id,
            address_key: address(outcome).map(|address| key(&address)),
            at: sortable(outcome.at),
            document: document.into_bytes(),
        }
    };
    let mut rows: Vec<(Row, &Outcome)> =
        outcomes.iter().zip(first..).map(|(outcome, id)| (row((outcome, id)), &**outcome)).collect();
    // Two programs that enter the same outcomes in two orders would each wait for the other.
    rows.sort_by_key(|(row, _)| (row.key, row.digest));
    let texts = |of: fn(&Outcome) -> &str| -> Vec<_> {
        rows.iter().map(|(_, outcome)| written::text(of(outcome)).into_owned()).collect()
    };
    sqlx::query_as(
        // A key of a table cannot be NULL: no reason is the empty text.
        "WITH entered AS (INSERT INTO outcomes (id, input_key, digest, address_key, input, stage, outcome, source, at, reason, \
         document) SELECT * FROM unnest($1::int8[], $2::int8[], $3::int8[], $4::int8[], $5::text[], $6::text[], $7::text[], \
         $8::text[], $9::text[], $10::text[], $11::bytea[]) ON CONFLICT (input_key, digest) DO NOTHING \
         RETURNING stage, outcome, reason, id) \
         SELECT stage, outcome, coalesce(reason, ''), count(*), max(id) FROM entered GROUP BY 1, 2, 3",
    )
    .bind(rows.iter().map(|(row, _)| row.id).collect::<Vec<_>>())
    .bind(rows.iter().map(|(row, _)| row.key).collect::<Vec<_>>())
    .bind(rows.iter().map(|(row, _)| row.digest).collect::<Vec<_>>())
    .bind(rows.iter().map(|(row, _)| row.address_key).collect::<Vec<_>>())
    .bind(texts(|outcome| &outcome.input))
    .bind(texts(|outcome| outcome.stage.as_str()))
    .bind(texts(|outcome| outcome.outcome.as_str()))
    .bind(texts(|outcome| outcome.source.as_str()))
    .bind(rows.iter().map(|(row, _)| row.at.as_str()).collect::<Vec<_>>())
    .bind(
        rows.iter()
            .map(|(_, outcome)| outcome.reason.as_ref().map(|reason| written::text(&reason.code).into_owned()))
            .collect::<Vec<_>>(),
    )
    .bind(rows.iter().map(|(row, _)| row.document.as_slice()).collect::<Vec<_>>())
    .fetch_all(connection)
    .await
}

/// Counts what was entered. In turn, as all that every batch counts in the same few rows.
pub(super) async fn tally(connection: &mut PgConnection, entered: &[Tally]) -> Result<(), sqlx::Error> {
    if entered.is_empty() {
        return Ok(());
    }
    sqlx::query(
        // Batches are numbered before they have their turn, so the newer one need not be the later.
        "INSERT INTO tallies AS t (stage, outcome, reason, number, latest) \
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int8[], $5::int8[]) \
         ON CONFLICT (stage, outcome, reason) DO UPDATE SET number = t.number + excluded.number, \
         latest = greatest(t.latest, excluded.latest)",
    )
    .bind(entered.iter().map(|(stage, ..)| stage.as_str()).collect::<Vec<_>>())
    .bind(entered.iter().map(|(_, outcome, ..)| outcome.as_str()).collect::<Vec<_>>())
    .bind(entered.iter().map(|(_, _, reason, ..)| reason.as_str()).collect::<Vec<_>>())
    .bind(entered.iter().map(|(.., number, _)| *number).collect::<Vec<_>>())
    .bind(entered.iter().map(|(.., latest)| *latest).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}
