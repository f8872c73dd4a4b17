//! Hearing of changes as they are committed (LISTEN and NOTIFY), so that followers need not ask all the time.

use std::time::Duration;

use sqlx::postgres::PgListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::Store;

/// How long a follower that hears nothing waits at most before it looks all the same: a session may break unheard.
const SILENCE_MAX: Duration = Duration::from_secs(5);

/// How long it is before a broken session is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// The number of the last change that was heard of; ends when its store is dropped.
#[derive(Debug)]
pub(crate) struct Listening {
    last: watch::Receiver<u64>,
    session: JoinHandle<()>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.session.abort();
    }
}

impl Store {
    pub async fn wait_for_change(&self, after: u64) {
        let begin = async || {
            let (heard, last) = watch::channel(0);
            let (pool, channel) = (self.readers.clone(), self.address.channel());
            Listening { last, session: tokio::spawn(listen(pool, channel, heard)) }
        };
        let mut last = self.listening.get_or_init(begin).await.last.clone();
        // Whether something was heard or the time is up: the answer is in the table.
        let _ = tokio::time::timeout(SILENCE_MAX, last.wait_for(|last| *last > after)).await;
    }
}

/// Hears of changes for as long as anybody wants to know.
async fn listen(pool: sqlx::PgPool, channel: String, heard: watch::Sender<u64>) {
    loop {
        if let Ok(mut listener) = PgListener::connect_with(&pool).await
            && listener.listen(&channel).await.is_ok()
        {
            // What was committed before we listened is not announced, and stands in the table.
            // Where it cannot be read there may be changes that nobody is told of: heard again after the pause.
            let Ok(last) = sqlx::query_scalar::<_, i64>(super::changes::LAST).fetch_one(&pool).await else {
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            heard.send_modify(|heard| *heard = last.unsigned_abs());
            while let Ok(Some(notification)) = listener.try_recv().await {
                let number = notification.payload().parse().unwrap_or(u64::MAX);
                heard.send_modify(|last| *last = number);
            }
        }
        if pool.is_closed() {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
}
