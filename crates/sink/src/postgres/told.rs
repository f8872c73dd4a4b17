//! What articles are to others, on a server.

use chrono::{DateTime, Utc};
use sqlx::Connection;
use sqlx::postgres::PgConnection;
use veille_model::{ArticleId, TaggedArticle, Told};

use super::address::Address;
use super::{Store, changes, marks};
use crate::rules::instant::sortable;
use crate::rules::written::text;
use crate::told::{StoryRow, columns};
use crate::{StoreError, Story, Telling};

impl Store {
    pub async fn tell(&self, telling: &Telling) -> Result<(), StoreError> {
        let written = async {
            let mut connection = self.writer.acquire().await?;
            let mut transaction = connection.begin().await?;
            write(&mut transaction, &self.address, telling).await?;
            transaction.commit().await
        };
        written.await.map_err(|source| self.error(source))
    }

    pub async fn told(&self, articles: &[ArticleId]) -> Result<Vec<Told>, StoreError> {
        let ids: Vec<_> = articles.iter().map(|article| text(article.as_str())).collect();
        let documents: Vec<String> =
            sqlx::query_scalar("SELECT document FROM told WHERE article = ANY($1) ORDER BY article")
                .bind(ids)
                .fetch_all(&self.readers)
                .await
                .map_err(|source| self.error(source))?;
        documents.iter().map(|document| self.decode("a story", document.as_bytes())).collect()
    }

    pub async fn told_after(&self, article: &str, limit: u32) -> Result<Vec<Told>, StoreError> {
        let documents: Vec<String> =
            sqlx::query_scalar("SELECT document FROM told WHERE article > $1 ORDER BY article LIMIT $2")
                .bind(text(article))
                .bind(i64::from(limit))
                .fetch_all(&self.readers)
                .await
                .map_err(|source| self.error(source))?;
        documents.iter().map(|document| self.decode("a story", document.as_bytes())).collect()
    }

    pub async fn tellers(&self, story: &ArticleId) -> Result<Vec<Told>, StoreError> {
        self.all_told("SELECT document FROM told WHERE story = $1 ORDER BY at NULLS LAST, article", story)
            .await
    }

    pub async fn copies_of(&self, original: &ArticleId) -> Result<Vec<Told>, StoreError> {
        let query =
            "SELECT document FROM told WHERE original = $1 OR second = $1 ORDER BY at NULLS LAST, article";
        self.all_told(query, original).await
    }

    async fn all_told(&self, query: &'static str, key: &ArticleId) -> Result<Vec<Told>, StoreError> {
        let documents: Vec<String> = sqlx::query_scalar(query)
            .bind(text(key.as_str()))
            .fetch_all(&self.readers)
            .await
            .map_err(|source| self.error(source))?;
        documents.iter().map(|document| self.decode("a story", document.as_bytes())).collect()
    }

    pub async fn stories(&self, since: i64, until: i64, limit: u32) -> Result<Vec<Story>, StoreError> {
        let rows: Vec<StoryRow> = sqlx::query_as(
            // A story without a date counts as one of 1970, as everywhere (`Store::stories`).
            "SELECT story, articles, originals, first_at, last_at FROM stories \
             WHERE coalesce(last_at, 0) >= $1 AND coalesce(first_at, 0) < $2 \
             ORDER BY last_at DESC NULLS LAST, story LIMIT $3",
        )
        .bind(since)
        .bind(until)
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await
        .map_err(|source| self.error(source))?;
        Ok(rows.into_iter().map(Story::of).collect())
    }

    pub async fn dated_between(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<TaggedArticle>, StoreError> {
        // An unknown instant is the empty text, before all others.
        let first =
            if (from..until).contains(&DateTime::UNIX_EPOCH) { String::new() } else { sortable(Some(from)) };
        let failed = |source| self.error(source);
        let mut connection = self.readers.acquire().await.map_err(failed)?;
        let rows: Vec<(i64, i32)> = sqlx::query_as(
            "SELECT id, month FROM revisions WHERE current AND dated_at >= $1 AND dated_at < $2 \
             ORDER BY dated_at, article",
        )
        .bind(first)
        .bind(sortable(Some(until)))
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
        let documents = self.documents(&mut connection, &rows).await?;
        Ok(documents.into_iter().map(|(_, article)| article).collect())
    }
}

/// Writes what came of comparing: rows that one follower alone writes, then marks, and last what is numbered.
async fn write(
    connection: &mut PgConnection,
    address: &Address,
    telling: &Telling,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM told WHERE article = ANY($1)")
        .bind(telling.gone.iter().map(|article| text(article.as_str())).collect::<Vec<_>>())
        .execute(&mut *connection)
        .await?;
    let (mut originals, mut seconds, mut documents) = (Vec::new(), Vec::new(), Vec::new());
    for told in &telling.told {
        let (original, second, document) = columns(told);
        originals.push(original.map(text));
        seconds.push(second.map(text));
        // JSON writes a zero as an escape.
        documents.push(document);
    }
    sqlx::query(
        "INSERT INTO told (article, revision, at, story, original, second, document) SELECT * FROM \
         unnest($1::text[], $2::text[], $3::int8[], $4::text[], $5::text[], $6::text[], $7::text[]) \
         ON CONFLICT (article) DO UPDATE SET revision = excluded.revision, at = excluded.at, story = excluded.story, \
         original = excluded.original, second = excluded.second, document = excluded.document",
    )
    .bind(telling.told.iter().map(|told| text(told.article.as_str())).collect::<Vec<_>>())
    .bind(telling.told.iter().map(|told| text(told.revision.as_str())).collect::<Vec<_>>())
    .bind(telling.told.iter().map(|told| told.at).collect::<Vec<_>>())
    .bind(telling.told.iter().map(|told| text(told.story.as_str())).collect::<Vec<_>>())
    .bind(originals)
    .bind(seconds)
    .bind(documents)
    .execute(&mut *connection)
    .await?;
    // Counted anew, and not added to: a story that an article left is among them.
    let stories: Vec<_> = telling.stories().into_iter().map(text).collect();
    sqlx::query("DELETE FROM stories WHERE story = ANY($1)")
        .bind(stories.clone())
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO stories (story, articles, originals, first_at, last_at) \
         SELECT story, count(*), count(*) FILTER (WHERE original IS NULL), min(at), max(at) FROM told \
         WHERE story = ANY($1) GROUP BY story HAVING count(*) > 1",
    )
    .bind(stories)
    .execute(&mut *connection)
    .await?;
    marks::write(&mut *connection, &telling.marks).await?;
    let said = telling.said();
    if !said.is_empty() {
        // Last, and only where something is numbered: others wait for this lock.
        changes::take_turn(&mut *connection, address).await?;
        changes::write(connection, address, &said).await?;
    }
    Ok(())
}
