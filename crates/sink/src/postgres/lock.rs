//! Places in a store that one program at a time may take, as session locks of the server (advisory locks).
//!
//! The server frees a place with the session that has it, however its holder ends. A session can also end while its holder
//! goes on: the server starts again, the network parts them. So a holder's session is looked after in the background, and
//! whoever has the place can ask whether he still has it.

use std::time::Duration;

use sha2::{Digest, Sha256};
use sqlx::Connection;
use sqlx::postgres::PgConnection;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{Store, error};
use crate::StoreError;
use crate::rules::written::text;

/// How often a holder's session is looked after, and how long its answer may take.
const PULSE: Duration = Duration::from_secs(2);
const ANSWER_MAX: Duration = Duration::from_secs(10);

/// A place, ours until it is dropped or its session breaks.
#[derive(Debug)]
pub(crate) struct Lock {
    session: JoinHandle<()>,
    is_lost: watch::Receiver<bool>,
}

impl Lock {
    /// Whether the place is ours no more, though nobody gave it back.
    pub fn is_lost(&self) -> bool {
        *self.is_lost.borrow()
    }

    /// Returns once it is, and never where it is not.
    pub fn lost(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut is_lost = self.is_lost.clone();
        async move {
            if is_lost.wait_for(|is_lost| *is_lost).await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The connection is closed with its task, and the lock is freed with the connection.
        self.session.abort();
    }
}

impl Store {
    pub async fn lock(&self, place: &str, holder: &str) -> Result<Lock, StoreError> {
        let failed = |source| error::of(&self.address.location, source);
        // Shown among the server's sessions, cut to 63 bytes; the table has the whole.
        let options = self.address.options.clone().application_name(&format!("veille {place}"));
        let mut connection = PgConnection::connect_with(&options).await.map_err(failed)?;
        let is_ours: bool = sqlx::query_scalar("SELECT pg_try_advisory_lock($1)")
            .bind(key(&self.address.schema, place))
            .fetch_one(&mut connection)
            .await
            .map_err(failed)?;
        if !is_ours {
            let holder: Option<String> = sqlx::query_scalar("SELECT holder FROM places WHERE place = $1")
                .bind(text(place))
                .fetch_optional(&mut connection)
                .await
                .map_err(failed)?;
            // Between its lock and its name the holder is another program without a name.
            let holder = holder.unwrap_or_else(|| "another program".to_owned());
            let store = self.address.location.clone();
            return Err(StoreError::Held { store, place: place.to_owned(), holder });
        }
        sqlx::query(
            "INSERT INTO places (place, holder) VALUES ($1, $2) \
             ON CONFLICT (place) DO UPDATE SET holder = excluded.holder",
        )
        .bind(text(place))
        .bind(text(holder))
        .execute(&mut connection)
        .await
        .map_err(failed)?;
        let (lost, is_lost) = watch::channel(false);
        Ok(Lock { session: tokio::spawn(look_after(connection, lost)), is_lost })
    }
}

/// Holds a session until it breaks.
async fn look_after(mut connection: PgConnection, lost: watch::Sender<bool>) {
    loop {
        tokio::time::sleep(PULSE).await;
        if !matches!(tokio::time::timeout(ANSWER_MAX, connection.ping()).await, Ok(Ok(()))) {
            // An error means that nobody asks any more.
            let _ = lost.send(true);
            return;
        }
    }
}

/// The number of a lock: those of one database share their numbers among all programs and all stores in it.
pub(crate) fn key(schema: &str, name: &str) -> i64 {
    let digest = Sha256::digest(format!("veille/{schema}/{name}"));
    i64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes"))
}
