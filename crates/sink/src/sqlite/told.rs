//! What articles are to others, in a file.

use chrono::{DateTime, Utc};
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use veille_model::{ArticleId, TaggedArticle, Told};

use super::{Store, changes, marks, rows};
use crate::rules::instant::sortable;
use crate::told::{StoryRow, columns};
use crate::{StoreError, Story, Telling};

impl Store {
    pub(crate) async fn tell(&self, telling: &Telling) -> Result<(), StoreError> {
        let written = async {
            let mut connection = self.writer.acquire().await?;
            write(&mut connection, telling).await
        };
        written.await.map_err(|source| self.error(source))
    }

    pub(crate) async fn told(&self, articles: &[ArticleId]) -> Result<Vec<Told>, StoreError> {
        let of = |piece: &[&str]| {
            let mut query = rows::over_list("SELECT document FROM told WHERE article IN", piece);
            query.push(" ORDER BY article");
            query
        };
        self.of_articles(of, articles, "a story").await
    }

    pub(crate) async fn told_after(&self, article: &str, limit: u32) -> Result<Vec<Told>, StoreError> {
        let documents: Vec<String> =
            sqlx::query_scalar("SELECT document FROM told WHERE article > ? ORDER BY article LIMIT ?")
                .bind(article)
                .bind(limit)
                .fetch_all(&self.readers)
                .await
                .map_err(|source| self.error(source))?;
        documents.iter().map(|document| self.decode("a story", document)).collect()
    }

    pub(crate) async fn tellers(&self, story: &ArticleId) -> Result<Vec<Told>, StoreError> {
        // Whoever says no date was not the first: SQLite alone would begin with those.
        self.all_told("SELECT document FROM told WHERE story = ?1 ORDER BY at NULLS LAST, article", story)
            .await
    }

    pub(crate) async fn copies_of(&self, original: &ArticleId) -> Result<Vec<Told>, StoreError> {
        let query =
            "SELECT document FROM told WHERE original = ?1 OR second = ?1 ORDER BY at NULLS LAST, article";
        self.all_told(query, original).await
    }

    async fn all_told(&self, query: &'static str, key: &ArticleId) -> Result<Vec<Told>, StoreError> {
        let documents: Vec<String> = sqlx::query_scalar(query)
            .bind(key.as_str())
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        documents.iter().map(|document| self.decode("a story", document)).collect()
    }

    pub(crate) async fn stories(&self, since: i64, until: i64, limit: u32) -> Result<Vec<Story>, StoreError> {
        let rows: Vec<StoryRow> = sqlx::query_as(
            "SELECT story, articles, originals, first_at, last_at FROM stories \
             WHERE coalesce(last_at, 0) >= ? AND coalesce(first_at, 0) < ? ORDER BY last_at DESC, story LIMIT ?",
        )
        .bind(since)
        .bind(until)
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(rows.into_iter().map(Story::of).collect())
    }

    pub(crate) async fn dated_between(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<TaggedArticle>, StoreError> {
        // An unknown instant is the empty text, before all others.
        let first =
            if (from..until).contains(&DateTime::UNIX_EPOCH) { String::new() } else { sortable(Some(from)) };
        let documents: Vec<String> = sqlx::query_scalar(
            "SELECT document FROM revisions WHERE current AND dated_at >= ? AND dated_at < ? ORDER BY dated_at, article",
        )
        .bind(first)
        .bind(sortable(Some(until)))
        .fetch_all(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        documents.iter().map(|document| self.decode("an article", document)).collect()
    }
}

async fn write(connection: &mut SqliteConnection, telling: &Telling) -> Result<(), sqlx::Error> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let gone: Vec<&str> = telling.gone.iter().map(ArticleId::as_str).collect();
    for piece in rows::pieces(&gone) {
        let mut delete = rows::over_list("DELETE FROM told WHERE article IN", piece);
        delete.build().execute(&mut *transaction).await?;
    }
    rows::insert(
        &mut transaction,
        "INTO told (article, revision, at, story, original, second, document) ",
        " ON CONFLICT DO UPDATE SET (revision, at, story, original, second, document) = (excluded.revision, excluded.at, \
         excluded.story, excluded.original, excluded.second, excluded.document)",
        &telling.told,
        |told, row| {
            let (original, second, document) = columns(told);
            row.push_bind(told.article.to_string()).push_bind(told.revision.to_string()).push_bind(told.at);
            row.push_bind(told.story.to_string()).push_bind(original.map(str::to_owned));
            row.push_bind(second.map(str::to_owned)).push_bind(document);
        },
    )
    .await?;
    // Counted anew, and not added to: a story that an article left is among them.
    for piece in rows::pieces(&telling.stories()) {
        let mut delete = rows::over_list("DELETE FROM stories WHERE story IN", piece);
        delete.build().execute(&mut *transaction).await?;
        rows::over_list(
            "INSERT INTO stories (story, articles, originals, first_at, last_at) \
             SELECT story, count(*), sum(original IS NULL), min(at), max(at) FROM told WHERE story IN",
            piece,
        )
        .push(" GROUP BY story HAVING count(*) > 1")
        .build()
        .execute(&mut *transaction)
        .await?;
    }
    marks::write(&mut transaction, &telling.marks).await?;
    changes::write(&mut transaction, &telling.said()).await?;
    transaction.commit().await
}
