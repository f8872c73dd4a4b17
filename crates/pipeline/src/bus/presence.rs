//! Who is at work: whoever asks on one subject hears from every instance of every stage (service discovery by scatter-gather).

use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use tracing::debug;

use super::{Bus, BusError};
use crate::Stop;

/// Where it is asked. No stream keeps it.
const SUBJECT: &str = "veille.status";

impl Bus {
    /// Answers whoever asks who is at work, until `stop`; `answer` is what we say of ourselves. Where the server does not let us
    /// listen, nobody hears of us and all else goes on.
    pub async fn answer_status(&self, answer: impl Fn() -> String, stop: &Stop) {
        let mut asked = match self.client.subscribe(SUBJECT).await {
            Ok(asked) => asked,
            Err(error) => return debug!(%error, "not listening for who asks how we are"),
        };
        while let Some(Some(question)) = stop.run_until_cancelled(asked.next()).await {
            if let Some(reply) = question.reply
                && let Err(error) = self.client.publish(reply, answer().into()).await
            {
                debug!(%error, "an answer was not sent");
            }
        }
    }

    /// Asks who is at work, and gives what is answered within `wait`.
    ///
    /// # Errors
    /// [`BusError::JetStream`] where it cannot be asked.
    pub async fn ask_status(&self, wait: Duration) -> Result<Vec<Vec<u8>>, BusError> {
        let failed = |cause: String| BusError::jetstream("asking who is at work", cause);
        let inbox = self.client.new_inbox();
        let mut answers =
            self.client.subscribe(inbox.clone()).await.map_err(|error| failed(error.to_string()))?;
        let asked = self.client.publish_with_reply(SUBJECT, inbox, Bytes::new()).await;
        asked.map_err(|error| failed(error.to_string()))?;
        let mut heard = Vec::new();
        let until = tokio::time::Instant::now() + wait;
        while let Ok(Some(answer)) = tokio::time::timeout_at(until, answers.next()).await {
            // The server says so itself where nobody listens.
            if answer.status.is_none() {
                heard.push(answer.payload.to_vec());
            }
        }
        Ok(heard)
    }
}
