//! The ledger: what became of each input at each stage.

use futures_util::stream::{BoxStream, StreamExt, TryStreamExt};
use sqlx::QueryBuilder;
use sqlx::sqlite::{Sqlite, SqliteConnection};
use std::borrow::Cow;
use veille_model::Outcome;

use super::{Store, rows};
use crate::rules::instant::sortable;
use crate::rules::ledger::{addressed, file, key};
use crate::{OutcomeFilter, StoreError};

impl Store {
    pub(crate) async fn outcomes(&self, filter: &OutcomeFilter) -> Result<Vec<Outcome>, StoreError> {
        let documents: Vec<String> = selection(filter)
            .build_query_scalar()
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        documents.iter().map(|document| self.decode("an outcome", document)).collect()
    }

    pub(crate) fn ledger(&self) -> BoxStream<'_, Result<Outcome, StoreError>> {
        sqlx::query_scalar::<_, String>("SELECT document FROM outcomes ORDER BY input_key, digest")
            .fetch(&self.readers)
            .map_err(|source| self.error(source))
            .map(|row| row.and_then(|document| self.decode("an outcome", &document)))
            .boxed()
    }
}

fn selection(filter: &OutcomeFilter) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new("SELECT document FROM outcomes WHERE true");
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
    query.push(" ORDER BY id DESC LIMIT ").push_bind(filter.limit);
    query
}

/// Enters the outcomes of a batch; those that stand there already are left alone.
pub(crate) async fn write(
    connection: &mut SqliteConnection,
    outcomes: &[Cow<'_, Outcome>],
) -> Result<(), sqlx::Error> {
    let addressed = addressed(outcomes);
    rows::insert(
        &mut *connection,
        "INTO outcomes (input_key, digest, stage, outcome, source, address, at, reason, file, document) ",
        " ON CONFLICT DO NOTHING",
        &addressed,
        |(outcome, address), columns| {
            let document =
                serde_json::to_string(outcome).expect("an outcome has no map with other keys than text");
            columns.push_bind(key(&outcome.input)).push_bind(key(&document));
            columns.push_bind(outcome.stage.as_str()).push_bind(outcome.outcome.as_str());
            columns.push_bind(outcome.source.as_str()).push_bind(address.as_deref());
            columns.push_bind(sortable(outcome.at));
            columns.push_bind(outcome.reason.as_ref().map(|reason| reason.code.as_str()));
            columns.push_bind(file(outcome)).push_bind(document);
        },
    )
    .await?;
    let inputs =
        addressed.iter().filter_map(|(outcome, address)| Some((address.as_deref()?, &*outcome.input)));
    let mut inputs: Vec<(&str, &str)> = inputs.collect();
    inputs.sort_unstable();
    inputs.dedup();
    rows::insert(
        connection,
        "INTO addresses (address, input_key) ",
        " ON CONFLICT DO NOTHING",
        &inputs,
        |(address, input), columns| {
            columns.push_bind(*address).push_bind(key(input));
        },
    )
    .await
    .map(drop)
}
