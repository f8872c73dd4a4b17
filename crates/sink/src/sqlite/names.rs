//! Who and what is named: a row for each name of each wording.

use futures_util::stream::{BoxStream, StreamExt, TryStreamExt};
use sqlx::sqlite::SqliteConnection;
use veille_model::{Mention, TaggedArticle};

use super::{Store, rows};
use crate::named::Named;
use crate::rules::instant::sortable;
use crate::{Filter, StoreError};

/// A row an article. What it names comes by the key of the table, which is its order.
const EVERY: &str = "\
    SELECT r.article, r.revision, r.capture, r.source, r.url, r.captured_at, r.headline, r.published_at, r.language, \
    (SELECT json_group_array(json_array(m.kind, m.name, m.key)) FROM mentions AS m WHERE m.revision = r.id) AS mentions, \
    (SELECT json_group_array(json_array(q.speaker, q.role)) FROM quotations AS q \
     WHERE q.revision = r.id AND q.speaker IS NOT NULL AND q.role IS NOT NULL) AS introduced \
    FROM revisions AS r WHERE r.current AND r.dated_at >= ?1 \
    AND (?2 IS NULL OR EXISTS (SELECT 1 FROM tags AS t WHERE t.revision = r.id AND t.topic = ?2)) \
    AND (?3 IS NULL OR r.language = ?3 OR substr(r.language, 1, length(?3) + 1) = ?3 || '-') \
    AND (?4 IS NULL OR r.source = ?4) ORDER BY r.dated_at DESC, r.article LIMIT ?5";

impl Store {
    pub(crate) fn every_named(&self, filter: &Filter) -> BoxStream<'_, Result<TaggedArticle, StoreError>> {
        sqlx::query_as::<_, Named>(EVERY)
            .bind(sortable(filter.since))
            .bind(filter.topic.as_ref().map(ToString::to_string))
            .bind(filter.language.as_ref().map(|language| language.token()))
            .bind(filter.source.as_ref().map(ToString::to_string))
            .bind(filter.limit)
            .fetch(&self.readers)
            .map_err(|source| self.error(source))
            .map_ok(|named| named.0)
            .boxed()
    }
}

/// Inserts the names of these rows, which have none.
pub(super) async fn write<'m>(
    connection: &mut SqliteConnection,
    named: impl Iterator<Item = (i64, &'m [Mention])>,
) -> Result<(), sqlx::Error> {
    let names: Vec<(i64, i64, &Mention)> =
        named.flat_map(|(id, names)| (0..).zip(names).map(move |(at, mention)| (id, at, mention))).collect();
    rows::insert(
        connection,
        "INTO mentions (revision, ordinal, kind, name, key, in_headline, in_text) ",
        "",
        &names,
        |(id, at, mention), columns| {
            columns.push_bind(*id).push_bind(*at).push_text(mention.kind.as_str());
            columns.push_text(mention.name.as_str()).push_text(mention.key.as_str());
            columns.push_bind(times(mention.headline.len())).push_bind(times(mention.text.len()));
        },
    )
    .await
    .map(drop)
}

fn times(spans: usize) -> i64 {
    i64::try_from(spans).unwrap_or(i64::MAX)
}
