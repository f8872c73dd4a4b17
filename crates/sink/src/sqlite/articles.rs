//! Articles with their wordings and tags: writing what a batch brings, reading what was stored.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::stream::{BoxStream, StreamExt, TryStreamExt};
use sqlx::QueryBuilder;
use sqlx::query_builder::Separated;
use sqlx::sqlite::{Sqlite, SqliteConnection};
use veille_model::TaggedArticle;

use super::{Store, changes, rows};
use crate::rules::changes::ChangeKind;
use crate::rules::instant::{dated_at, sortable};
use crate::rules::wordings::{self, Arrival, Earliest, Latest, Stored, Wording, Wordings};
use crate::{Committed, Filter, StoreError, rules};

impl Store {
    pub(crate) async fn articles(&self, filter: &Filter) -> Result<Vec<TaggedArticle>, StoreError> {
        let documents: Vec<String> = selection(filter)
            .build_query_scalar()
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        documents.iter().map(|document| self.decode("an article", document)).collect()
    }

    pub(crate) fn every_current(&self) -> BoxStream<'_, Result<TaggedArticle, StoreError>> {
        sqlx::query_scalar::<_, String>(
            "SELECT document FROM revisions WHERE current ORDER BY dated_at DESC, article",
        )
        .fetch(&self.readers)
        .map_err(|source| self.error(source))
        .map(|row| row.and_then(|document| self.decode("an article", &document)))
        .boxed()
    }

    pub(crate) fn export(&self) -> BoxStream<'_, Result<TaggedArticle, StoreError>> {
        sqlx::query_scalar::<_, String>("SELECT document FROM revisions ORDER BY article, revision")
            .fetch(&self.readers)
            .map_err(|source| self.error(source))
            .map(|row| row.and_then(|document| self.decode("an article", &document)))
            .boxed()
    }
}

fn selection(filter: &Filter) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new("SELECT r.document FROM ");
    match &filter.topic {
        Some(topic) => query
            .push("tags AS d JOIN revisions AS r ON r.id = d.revision WHERE r.current AND d.topic = ")
            .push_bind(topic.to_string()),
        None => query.push("revisions AS r WHERE r.current"),
    };
    if let Some(language) = &filter.language {
        let language = language.token();
        query.push(" AND (r.language = ").push_bind(language.clone());
        // `pt-` and what follows, cut out rather than with LIKE, in which `_` and `%` are no letters.
        query.push(" OR substr(r.language, 1, ").push_bind(language.len() as i64 + 1);
        query.push(") = ").push_bind(format!("{language}-")).push(")");
    }
    if let Some(source) = &filter.source {
        query.push(" AND r.source = ").push_bind(source.to_string());
    }
    // Date and article stand in the index that the rows are read from: that of the topic, or that of all articles.
    let table = if filter.topic.is_some() { "d" } else { "r" };
    if let Some(since) = filter.since {
        query.push(format_args!(" AND {table}.dated_at >= ")).push_bind(sortable(Some(since)));
    }
    query
        .push(format_args!(" ORDER BY {table}.dated_at DESC, {table}.article LIMIT "))
        .push_bind(filter.limit);
    query
}

/// Writes the articles of a batch: see the head of the crate for what becomes of them.
pub(crate) async fn write(
    connection: &mut SqliteConnection,
    articles: &[TaggedArticle],
) -> Result<Committed, sqlx::Error> {
    let mut known = load(&mut *connection, articles).await?;
    let mut committed = Committed::default();
    for arriving in articles {
        let wordings = known.entry(arriving.article.id.to_string()).or_default();
        match wordings::take(wordings, arriving) {
            Arrival::New => committed.new += 1,
            Arrival::Revised => committed.revised += 1,
            Arrival::Unchanged => committed.unchanged += 1,
        }
    }
    // Once all of the batch is known, so that its order decides nothing.
    known.values_mut().for_each(wordings::choose_current);
    let mut written = insert_new(&mut *connection, &known).await?;
    let replaced = replace_documents(&mut *connection, &known).await?;
    update_latest(&mut *connection, &known).await?;
    changes::write(&mut *connection, &changed(&known, &replaced)).await?;
    written.extend(replaced);
    insert_tags(connection, &written).await?;
    Ok(committed)
}

/// What the change feed says of a batch, article by article.
fn changed<'k>(
    known: &'k BTreeMap<String, Wordings<'_>>,
    replaced: &[(i64, &TaggedArticle)],
) -> Vec<(ChangeKind, &'k str, &'k str)> {
    let replaced: BTreeSet<i64> = replaced.iter().map(|(id, _)| *id).collect();
    let of = |(article, wordings): (&'k String, &'k Wordings<'_>)| {
        let changed = rules::changes::of(wordings, |id| replaced.contains(&id));
        changed.into_iter().map(|(kind, revision)| (kind, article.as_str(), revision)).collect::<Vec<_>>()
    };
    known.iter().flat_map(of).collect()
}

/// The stored wordings of all articles of the batch, by article.
async fn load<'b>(
    connection: &mut SqliteConnection,
    articles: &'b [TaggedArticle],
) -> Result<BTreeMap<String, Wordings<'b>>, sqlx::Error> {
    // A batch may hold one article several times: its page, and the entry that announced it.
    let ids: BTreeSet<&str> = articles.iter().map(|article| article.article.id.as_str()).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let mut known: BTreeMap<String, Wordings<'b>> = BTreeMap::new();
    for piece in rows::pieces(&ids) {
        let stored: Vec<StoredRow> = rows::over_list(
            "SELECT article, revision, id, captured_at, capture, last_captured_at, last_kind, current \
             FROM revisions WHERE article IN",
            piece,
        )
        .build_query_as()
        .fetch_all(&mut *connection)
        .await?;
        for (article, revision, id, captured_at, capture, last_captured_at, kind, current) in stored {
            let latest = Latest { captured_at: last_captured_at, kind };
            let wording = Wording {
                stored: Some(Stored { id, latest: latest.clone(), current }),
                earliest: Earliest { captured_at, capture },
                latest,
                article: None,
                current,
            };
            known.entry(article).or_default().insert(revision, wording);
        }
    }
    Ok(known)
}

type StoredRow = (String, String, i64, String, String, String, String, bool);

/// Inserts wordings without a row; gives each its row's id.
async fn insert_new<'b>(
    connection: &mut SqliteConnection,
    known: &BTreeMap<String, Wordings<'b>>,
) -> Result<Vec<(i64, &'b TaggedArticle)>, sqlx::Error> {
    // Given out here, so that tags can name their rows: no one else writes during this transaction.
    let last: i64 =
        sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM revisions").fetch_one(&mut *connection).await?;
    let fresh: Vec<(i64, &Wording<'b>, &'b TaggedArticle)> = known
        .values()
        .flat_map(BTreeMap::values)
        .filter(|wording| wording.stored.is_none())
        .filter_map(|wording| Some((wording, wording.article?)))
        .zip(last + 1..)
        .map(|((wording, article), id)| (id, wording, article))
        .collect();
    rows::insert(
        connection,
        "INSERT INTO revisions (id, article, revision, last_captured_at, last_kind, current, captured_at, capture, \
         source, language, dated_at, published_at, url, headline, document) ",
        "",
        &fresh,
        |(id, wording, article), columns| {
            columns.push_bind(*id);
            columns.push_bind(article.article.id.to_string());
            columns.push_bind(article.article.revision.to_string());
            columns.push_bind(wording.latest.captured_at.clone());
            columns.push_bind(wording.latest.kind.clone());
            columns.push_bind(wording.current);
            bind_article(article, columns);
        },
    )
    .await?;
    Ok(fresh.into_iter().map(|(id, _, article)| (id, article)).collect())
}

/// Binds the columns that come from the document, in the order of the statements around.
fn bind_article(tagged: &TaggedArticle, columns: &mut Separated<'_, Sqlite, &'static str>) {
    let article = &tagged.article;
    columns.push_bind(sortable(article.captured_at));
    columns.push_bind(article.capture.to_string());
    columns.push_bind(article.source.to_string());
    columns.push_bind(tagged.language.token());
    columns.push_bind(sortable(dated_at(article)));
    columns.push_bind(article.published_at.map(|moment| moment.to_string()));
    columns.push_bind(article.url.clone());
    columns.push_bind(article.headline.clone());
    columns.push_bind(document(tagged));
}

fn document(article: &TaggedArticle) -> String {
    serde_json::to_string(article).expect("a tagged article has no map with other keys than text")
}

/// Replaces the documents of known wordings where they differ, and takes their tags away; the ids of those rows.
async fn replace_documents<'b>(
    connection: &mut SqliteConnection,
    known: &BTreeMap<String, Wordings<'b>>,
) -> Result<Vec<(i64, &'b TaggedArticle)>, sqlx::Error> {
    let mut replaced = Vec::new();
    for (stored, wording) in stored(known) {
        let Some(article) = wording.article else { continue };
        let mut query = QueryBuilder::new(
            "UPDATE revisions SET (captured_at, capture, source, language, dated_at, published_at, url, headline, \
             document) = (",
        );
        bind_article(article, &mut query.separated(", "));
        query.push(") WHERE id = ").push_bind(stored.id);
        query.push(" AND document <> ").push_bind(document(article));
        if query.build().execute(&mut *connection).await?.rows_affected() > 0 {
            sqlx::query("DELETE FROM tags WHERE revision = ?")
                .bind(stored.id)
                .execute(&mut *connection)
                .await?;
            replaced.push((stored.id, article));
        }
    }
    Ok(replaced)
}

/// Writes down which known wordings were captured again, became current or are so no longer.
async fn update_latest(
    connection: &mut SqliteConnection,
    known: &BTreeMap<String, Wordings<'_>>,
) -> Result<(), sqlx::Error> {
    for (stored, wording) in stored(known) {
        if stored.latest == wording.latest && stored.current == wording.current {
            continue;
        }
        sqlx::query("UPDATE revisions SET last_captured_at = ?, last_kind = ?, current = ? WHERE id = ?")
            .bind(&wording.latest.captured_at)
            .bind(&wording.latest.kind)
            .bind(wording.current)
            .bind(stored.id)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The wordings that have a row, with what is in it.
fn stored<'k, 'b>(known: &'k BTreeMap<String, Wordings<'b>>) -> Vec<(&'k Stored, &'k Wording<'b>)> {
    let wordings = known.values().flat_map(BTreeMap::values);
    wordings.filter_map(|wording| Some((wording.stored.as_ref()?, wording))).collect()
}

async fn insert_tags(
    connection: &mut SqliteConnection,
    written: &[(i64, &TaggedArticle)],
) -> Result<(), sqlx::Error> {
    let tags: Vec<(&str, String, &str, i64)> = written
        .iter()
        .flat_map(|(id, tagged)| {
            let (dated_at, article) = (sortable(dated_at(&tagged.article)), tagged.article.id.as_str());
            tagged.tags.iter().map(move |tag| (tag.topic.as_str(), dated_at.clone(), article, *id))
        })
        .collect();
    rows::insert(
        connection,
        "INSERT INTO tags (topic, dated_at, article, revision) ",
        " ON CONFLICT DO NOTHING",
        &tags,
        |(topic, dated_at, article, id), columns| {
            columns.push_bind(*topic).push_bind(dated_at.clone());
            columns.push_bind(*article).push_bind(*id);
        },
    )
    .await?;
    Ok(())
}
