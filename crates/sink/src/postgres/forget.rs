//! Taking articles out for good.

use std::borrow::Cow;
use std::collections::BTreeSet;

use sqlx::AssertSqlSafe;
use sqlx::postgres::PgConnection;
use veille_model::{Outcome, TaggedArticle, canonical_url};

use super::{Store, changes, commit, keeping, ledger, loading, marks, writing};
use crate::rules::forgotten::{self, Request, Why};
use crate::rules::ledger::key;
use crate::rules::removal::Removal;
use crate::rules::written::text;
use crate::{Forgotten, StoreError};

impl Store {
    pub async fn forget(&self, request: &Request<'_>) -> Result<Forgotten, StoreError> {
        let articles = self.articles_named(request.url_or_id).await?;
        let (forgotten, months) = self.take_out_all(Some(request), articles, true).await?;
        // What was deleted lies in the tables until they are swept.
        self.sweep(&months).await?;
        Ok(forgotten)
    }

    /// Takes articles out: those that somebody asked for, else those that are old, and these with what people thought of them or
    /// not; the partitions that they lay in.
    pub(super) async fn take_out_all(
        &self,
        asked: Option<&Request<'_>>,
        mut articles: BTreeSet<String>,
        judged_too: bool,
    ) -> Result<(Forgotten, BTreeSet<i32>), StoreError> {
        let failed = |source| self.error(source);
        let mut held = BTreeSet::new();
        loop {
            let mut transaction = self.writer.begin().await.map_err(failed)?;
            if !judged_too {
                // Somebody may have starred one since it was looked for.
                let names: Vec<_> = articles.iter().map(|article| text(article)).collect();
                let judged: Vec<String> =
                    sqlx::query_scalar("SELECT key FROM papers WHERE kind = 'triage' AND key = ANY($1)")
                        .bind(names)
                        .fetch_all(&mut *transaction)
                        .await
                        .map_err(failed)?;
                articles.retain(|article| !judged.contains(article));
            }
            match self.take_out(&mut transaction, asked, articles.clone(), &held).await? {
                Ok(done) => {
                    transaction.commit().await.map_err(failed)?;
                    return Ok(done);
                }
                // What is to be taken out was not all held: once more, from the beginning.
                Err(wanted) => held = wanted,
            }
            // An article may have come to the address since.
            if let Some(request) = asked {
                articles = self.articles_named(request.url_or_id).await?;
            }
        }
    }

    /// Gives the room of what was deleted back to these partitions, and to the tables beside them.
    pub(super) async fn sweep(&self, months: &BTreeSet<i32>) -> Result<(), StoreError> {
        let failed = |source| self.error(source);
        let mut tables: Vec<String> =
            ["revisions", "tags", "quotations", "mentions", "captures", "bodies", "changes", "marks"]
                .map(str::to_owned)
                .into();
        tables.extend(months.iter().map(|month| format!("documents_{month:06}")));
        let mut connection = self.writer.acquire().await.map_err(failed)?;
        for table in tables {
            // One statement at a time: several in one query are a transaction, and VACUUM runs in none.
            let sweep = format!("VACUUM {table}");
            sqlx::raw_sql(AssertSqlSafe(sweep)).execute(&mut *connection).await.map_err(failed)?;
        }
        Ok(())
    }

    /// Takes out what is stored of these articles; the partitions that it lay in. Where not all keys of theirs are held,
    /// those keys.
    async fn take_out(
        &self,
        connection: &mut PgConnection,
        asked: Option<&Request<'_>>,
        articles: BTreeSet<String>,
        held: &BTreeSet<i64>,
    ) -> Result<Result<(Forgotten, BTreeSet<i32>), BTreeSet<i64>>, StoreError> {
        let failed = |source| self.error(source);
        let first = commit::begin(&mut *connection, &self.address).await.map_err(failed)?;
        commit::hold(&mut *connection, held).await.map_err(failed)?;
        let names = articles.iter().map(String::as_str).collect();
        let (stored, months) = loading::wordings(&mut *connection, names).await.map_err(failed)?;
        let ids: Vec<i64> = stored.iter().map(|row| row.stored.id).collect();
        let topics = loading::topics(&mut *connection, &ids).await.map_err(failed)?;
        let current: Vec<(i64, i32)> = stored
            .iter()
            .filter(|row| row.stored.current)
            .filter_map(|row| Some((row.stored.id, *months.get(&row.stored.id)?)))
            .collect();
        let current: Vec<TaggedArticle> = self
            .documents(&mut *connection, &current)
            .await?
            .into_iter()
            .map(|(_, document)| document)
            .collect();
        let why = if asked.is_some() { Why::Asked } else { Why::Old };
        let mut removal = Removal::of(&stored, &topics, &current, why);
        if let Some(request) = asked {
            removal.extend(request);
        }
        let wanted = keys(&removal);
        if !wanted.is_subset(held) {
            return Ok(Err(wanted));
        }
        let captures = self.write_removal(connection, &removal, asked, first).await.map_err(failed)?;
        let forgotten = Forgotten {
            articles: removal.articles.len() as u64,
            revisions: removal.rows.len() as u64,
            captures,
        };
        Ok(Ok((forgotten, months.into_values().collect())))
    }

    /// In the order in which batches are written: the ledger, marks, captures, articles, and what must be alone.
    async fn write_removal(
        &self,
        connection: &mut PgConnection,
        removal: &Removal,
        asked: Option<&Request<'_>>,
        first: i64,
    ) -> Result<u64, sqlx::Error> {
        let outcomes: Vec<Cow<'_, Outcome>> = removal.outcomes.iter().map(Cow::Borrowed).collect();
        let entered = ledger::write(&mut *connection, &outcomes, first).await?;
        if let Some(request) = asked {
            marks::rewrite(&mut *connection, request).await?;
        }
        let captures = captures(&mut *connection, removal).await?;
        keeping::remove(&mut *connection, &captures).await?;
        if asked.is_some() {
            keeping::remove_unowned(&mut *connection).await?;
        }
        writing::remove(&mut *connection, &removal.rows).await?;
        for delete in [
            "DELETE FROM withdrawals WHERE article = ANY($1)",
            "DELETE FROM papers WHERE kind = 'triage' AND key = ANY($1)",
        ] {
            let articles = removal.articles.iter().map(|article| text(article)).collect::<Vec<_>>();
            sqlx::query(delete).bind(articles).execute(&mut *connection).await?;
        }
        // What is merely old is stored again when it comes again.
        if asked.is_some() {
            sqlx::query(
                "INSERT INTO forgotten (key) SELECT * FROM unnest($1::text[]) ON CONFLICT DO NOTHING",
            )
            .bind(removal.keys.iter().map(|key| text(key)).collect::<Vec<_>>())
            .execute(&mut *connection)
            .await?;
        }
        changes::take_turn(&mut *connection, &self.address).await?;
        ledger::tally(&mut *connection, &entered).await?;
        writing::counts(&mut *connection, &removal.counts).await?;
        changes::write(connection, &self.address, &removal.changes).await?;
        Ok(captures.len() as u64)
    }
}

/// What a batch with these articles, or from their addresses, would hold.
fn keys(removal: &Removal) -> BTreeSet<i64> {
    let of_addresses = removal.addresses.iter().flat_map(|address| forgotten::of_address(address));
    removal.keys.iter().cloned().chain(of_addresses).map(|name| key(&name)).collect()
}

/// The captures to remove, by row, with the digests of their bodies.
async fn captures(
    connection: &mut PgConnection,
    removal: &Removal,
) -> Result<Vec<(i64, String)>, sqlx::Error> {
    let found: Vec<(i64, String, Option<String>, bool)> = sqlx::query_as(
        "SELECT id, digest, url, true FROM captures WHERE capture = ANY($1) \
         UNION ALL SELECT id, digest, url, false FROM captures WHERE address_key = ANY($2)",
    )
    .bind(removal.captures.iter().map(|capture| text(capture)).collect::<Vec<_>>())
    .bind(removal.addresses.iter().map(|address| key(address)).collect::<Vec<_>>())
    .fetch_all(connection)
    .await?;
    // The key is 64 bits of a digest, which two addresses may have.
    let is_there = |url: &Option<String>| {
        url.as_deref().and_then(canonical_url).is_some_and(|address| removal.addresses.contains(&address))
    };
    let meant = found.into_iter().filter(|(_, _, url, by_name)| *by_name || is_there(url));
    let meant: BTreeSet<(i64, String)> = meant.map(|(id, digest, ..)| (id, digest)).collect();
    Ok(meant.into_iter().collect())
}
