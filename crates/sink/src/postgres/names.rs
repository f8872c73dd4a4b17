//! Who and what is named: a row for each name of each wording.

use futures_util::stream::{BoxStream, StreamExt, TryStreamExt};
use serde::Deserialize;
use sqlx::postgres::PgConnection;
use veille_model::{Mention, TaggedArticle};

use super::{Store, documents};
use crate::named::Named;
use crate::rules::instant::sortable;
use crate::rules::written::text;
use crate::{Filter, StoreError};

/// Wordings that are filled together.
const PIECE: i64 = 500;

/// A row an article.
const EVERY: &str = "\
    SELECT r.article, r.revision, r.capture, r.source, r.url, r.captured_at, r.headline, r.published_at, r.language, \
    (SELECT coalesce(json_agg(json_build_array(m.kind, m.name, m.key) ORDER BY m.ordinal), '[]')::text \
     FROM mentions AS m WHERE m.revision = r.id) AS mentions, \
    (SELECT coalesce(json_agg(json_build_array(q.speaker, q.role)), '[]')::text FROM quotations AS q \
     WHERE q.revision = r.id AND q.speaker IS NOT NULL AND q.role IS NOT NULL) AS introduced \
    FROM revisions AS r WHERE r.current AND r.dated_at >= $1 \
    AND ($2::text IS NULL OR EXISTS (SELECT FROM tags AS t WHERE t.revision = r.id AND t.topic = $2)) \
    AND ($3::text IS NULL OR r.language = $3 OR starts_with(r.language, $3 || '-')) \
    AND ($4::text IS NULL OR r.source = $4) ORDER BY r.dated_at DESC, r.article LIMIT $5";

impl Store {
    pub fn every_named(&self, filter: &Filter) -> BoxStream<'_, Result<TaggedArticle, StoreError>> {
        sqlx::query_as::<_, Named>(EVERY)
            .bind(sortable(filter.since))
            .bind(filter.topic.as_ref().map(|topic| text(topic.as_str()).into_owned()))
            .bind(filter.language.as_ref().map(|language| language.token()))
            .bind(filter.source.as_ref().map(|source| text(source.as_str()).into_owned()))
            .bind(i64::from(filter.limit))
            .fetch(&self.readers)
            .map_err(|source| self.error(source))
            .map_ok(|named| named.0)
            .boxed()
    }
}

/// Inserts the names of these rows, which have none.
pub(super) async fn write<'m>(
    connection: &mut PgConnection,
    named: impl Iterator<Item = (i64, &'m [Mention])>,
) -> Result<(), sqlx::Error> {
    let names: Vec<(i64, i32, &Mention)> =
        named.flat_map(|(id, names)| (0..).zip(names).map(move |(at, mention)| (id, at, mention))).collect();
    if names.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO mentions (revision, ordinal, in_headline, in_text, kind, name, key) \
         SELECT * FROM unnest($1::int8[], $2::int4[], $3::int4[], $4::int4[], $5::text[], $6::text[], $7::text[])",
    )
    .bind(names.iter().map(|(id, ..)| *id).collect::<Vec<_>>())
    .bind(names.iter().map(|(_, at, _)| *at).collect::<Vec<_>>())
    .bind(names.iter().map(|(.., mention)| times(mention.headline.len())).collect::<Vec<_>>())
    .bind(names.iter().map(|(.., mention)| times(mention.text.len())).collect::<Vec<_>>())
    .bind(names.iter().map(|(.., mention)| mention.kind.as_str()).collect::<Vec<_>>())
    .bind(names.iter().map(|(.., mention)| text(&mention.name)).collect::<Vec<_>>())
    .bind(names.iter().map(|(.., mention)| text(&mention.key)).collect::<Vec<_>>())
    .execute(connection)
    .await
    .map(drop)
}

fn times(spans: usize) -> i32 {
    i32::try_from(spans).unwrap_or(i32::MAX)
}

/// What of a document its names are.
#[derive(Default, Deserialize)]
struct Names {
    #[serde(default)]
    mentions: Vec<Mention>,
}

/// Fills the table of a store that had none: of each wording from its document. One that cannot be read has none: `check` tells
/// of it.
pub(super) async fn fill(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let mut last = i64::MIN;
    loop {
        let rows: Vec<(i64, i32)> =
            sqlx::query_as("SELECT id, month FROM revisions WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(last)
                .bind(PIECE)
                .fetch_all(&mut *connection)
                .await?;
        let Some(row) = rows.last() else { return Ok(()) };
        last = row.0;
        let packed = documents::packed(&mut *connection, &rows).await?;
        let names: Vec<(i64, Names)> = packed.iter().map(|(id, packed)| (*id, of_document(packed))).collect();
        write(&mut *connection, names.iter().map(|(id, names)| (*id, &*names.mentions))).await?;
    }
}

fn of_document(packed: &[u8]) -> Names {
    let document = documents::unpack(packed).ok();
    document.and_then(|document| serde_json::from_slice(&document).ok()).unwrap_or_default()
}
