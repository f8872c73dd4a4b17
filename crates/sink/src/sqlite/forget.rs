//! Taking articles out for good.

use std::borrow::Cow;
use std::collections::BTreeSet;

use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use veille_model::{ArticleId, Outcome, TaggedArticle};

use super::{Store, changes, keeping, ledger, loading, marks, rows, writing};
use crate::rules::forgotten::{Request, Why};
use crate::rules::plan::Asked;
use crate::rules::removal::Removal;
use crate::{Forgotten, StoreError};

impl Store {
    pub(crate) async fn forget(&self, request: &Request<'_>) -> Result<Forgotten, StoreError> {
        let failed = |source| self.error(source);
        let mut forgotten = Forgotten::default();
        let mut articles = self.articles_named(request.url_or_id).await?;
        loop {
            let ids: Vec<ArticleId> = articles.iter().cloned().map(ArticleId::from).collect();
            let current = self.current(&ids).await?;
            let taken = {
                let mut connection = self.writer.acquire().await.map_err(failed)?;
                take_out(&mut connection, Some(request), articles, &current, true).await.map_err(failed)?
            };
            forgotten.articles += taken.articles;
            forgotten.revisions += taken.revisions;
            forgotten.captures += taken.captures;
            // An article may have come to the address after it was asked for, and before that was remembered.
            articles = self.articles_named(request.url_or_id).await?;
            if articles.is_empty() {
                break;
            }
        }
        // The log holds the pages as they were until it is folded in. A reader that is at work may keep that from being done
        // now; the log is then written over later.
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await.map_err(failed)?;
        Ok(forgotten)
    }
}

/// Takes articles out: those that somebody asked for, else those that are old, and these with what people thought of them or not.
pub(super) async fn take_out(
    connection: &mut SqliteConnection,
    asked: Option<&Request<'_>>,
    mut articles: BTreeSet<String>,
    current: &[TaggedArticle],
    judged_too: bool,
) -> Result<Forgotten, sqlx::Error> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    if !judged_too {
        // Somebody may have starred one since it was looked for.
        let names: Vec<&str> = articles.iter().map(String::as_str).collect();
        let mut judged: Vec<String> = Vec::new();
        for piece in rows::pieces(&names) {
            judged.extend(
                rows::over_list("SELECT key FROM papers WHERE kind = 'triage' AND key IN", piece)
                    .build_query_scalar::<String>()
                    .fetch_all(&mut *transaction)
                    .await?,
            );
        }
        articles.retain(|article| !judged.contains(article));
    }
    let stored = loading::wordings(&mut transaction, Asked { articles, addresses: BTreeSet::new() }).await?;
    let ids: Vec<i64> = stored.iter().map(|row| row.stored.id).collect();
    let topics = loading::topics(&mut transaction, &ids).await?;
    let why = if asked.is_some() { Why::Asked } else { Why::Old };
    let mut removal = Removal::of(&stored, &topics, current, why);
    if let Some(request) = asked {
        removal.extend(request);
    }
    let captures = captures(&mut transaction, &removal).await?;
    keeping::remove(&mut transaction, &captures).await?;
    if let Some(request) = asked {
        keeping::remove_unowned(&mut transaction).await?;
        marks::rewrite(&mut transaction, request).await?;
    }
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
