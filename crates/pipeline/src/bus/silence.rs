//! A server that does not answer: told once, after a moment, and told again when it answers (rate-limited logging).

use std::time::Duration;

use tokio::time::Instant;
use tracing::{debug, info, warn};

/// How long a silence may last before it is worth a line.
const SILENCE_TOLD: Duration = Duration::from_secs(3);

/// How long nobody has answered, and whether that was said: once, and not of a server that is back in a moment.
#[derive(Default)]
pub(super) struct Silence {
    since: Option<Instant>,
    told: bool,
}

impl Silence {
    /// Nobody answers. Where that is because the connection is lost, whoever noticed it has said so.
    pub fn goes_on(&mut self, stream: &str, cause: &str, connected: bool) {
        debug!(stream, cause, "no answer");
        let since = *self.since.get_or_insert_with(Instant::now);
        if !self.told && connected && since.elapsed() > SILENCE_TOLD {
            self.told = true;
            warn!(stream, cause, "the stream does not answer; asking until it does");
        }
    }

    pub fn is_over(&mut self, stream: &str) {
        self.since = None;
        if std::mem::take(&mut self.told) {
            info!(stream, "the stream answers again");
        }
    }
}
