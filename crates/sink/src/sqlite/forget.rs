//! Taking articles out for good.

use std::borrow::Cow;
use std::collections::BTreeSet;

use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use veille_model::{ArticleId, Outcome, TaggedArticle, canonical_url};

use super::{Store, changes, keeping, ledger, loading, rows, writing};
use crate::rules::forgotten::Why;
use crate::rules::plan::Asked;
use crate::rules::removal::Removal;
use crate::{Forgotten, StoreError};

impl Store {
    pub(crate) async fn forget(&self, url_or_id: &str) -> Result<Forgotten, StoreError> {
        let articles = self.articles_named(url_or_id).await?;
        let ids: Vec<ArticleId> = articles.iter().cloned().map(ArticleId::from).collect();
        let current = self.current(&ids).await?;
        let failed = |source| self.error(source);
        let mut connection = self.writer.acquire().await.map_err(failed)?;
        let forgotten = take_out(&mut connection, Some(url_or_id), articles, &current).await;
        if forgotten.is_err() {
            // As after a commit that fails: SQLite may have rolled back by itself.
            connection.close().await.ok();
            return forgotten.map_err(failed);
        }
        // The log holds the pages as they were until it is folded in. A reader that is at work may keep that from being done
        // now; the log is then written over later.
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *connection).await.map_err(failed)?;
        forgotten.map_err(failed)
    }
}

/// Takes articles out: those that somebody asked for by this address or id, else those that are old.
pub(super) async fn take_out(
    connection: &mut SqliteConnection,
    asked: Option<&str>,
    articles: BTreeSet<String>,
    current: &[TaggedArticle],
) -> Result<Forgotten, sqlx::Error> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let stored = loading::wordings(&mut transaction, Asked { articles, addresses: BTreeSet::new() }).await?;
    let ids: Vec<i64> = stored.iter().map(|row| row.stored.id).collect();
    let topics = loading::topics(&mut transaction, &ids).await?;
    let why = if asked.is_some() { Why::Asked } else { Why::Old };
    let mut removal = Removal::of(&stored, &topics, current, why);
    removal.captures.extend(asked.map(str::to_owned));
    removal.addresses.extend(asked.and_then(canonical_url));
    let captures = captures(&mut transaction, &removal).await?;
    keeping::remove(&mut transaction, &captures).await?;
    writing::remove(&mut transaction, &removal.rows).await?;
    for article in &removal.articles {
        for delete in [
            "DELETE FROM withdrawals WHERE article = ?",
            "DELETE FROM papers WHERE kind = 'triage' AND key = ?",
        ] {
            sqlx::query(delete).bind(article).execute(&mut *transaction).await?;
        }
    }
    // What is merely old is stored again when it comes again.
    let keys: Vec<&String> = removal.keys.iter().filter(|_| why == Why::Asked).collect();
    rows::insert(
        &mut transaction,
        "INTO forgotten (key) ",
        " ON CONFLICT DO NOTHING",
        &keys,
        |key, columns| {
            columns.push_text(key.as_str());
        },
    )
    .await?;
    writing::counts(&mut transaction, &removal.counts).await?;
    let outcomes: Vec<Cow<'_, Outcome>> = removal.outcomes.iter().map(Cow::Borrowed).collect();
    ledger::write(&mut transaction, &outcomes).await?;
    changes::write(&mut transaction, &removal.changes).await?;
    transaction.commit().await?;
    Ok(Forgotten {
        articles: removal.articles.len() as u64,
        revisions: removal.rows.len() as u64,
        captures: captures.len() as u64,
    })
}

/// The captures to remove, by row, with the digests of their bodies.
async fn captures(
    connection: &mut SqliteConnection,
    removal: &Removal,
) -> Result<Vec<(i64, String)>, sqlx::Error> {
    let mut found: BTreeSet<(i64, String)> = BTreeSet::new();
    for (query, keys) in [
        ("SELECT id, digest FROM captures WHERE capture IN", &removal.captures),
        ("SELECT id, digest FROM captures WHERE address IN", &removal.addresses),
    ] {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        for piece in rows::pieces(&keys) {
            found.extend(
                rows::over_list(query, piece)
                    .build_query_as::<(i64, String)>()
                    .fetch_all(&mut *connection)
                    .await?,
            );
        }
    }
    Ok(found.into_iter().collect())
}
