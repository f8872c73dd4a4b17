//! Questions among those who have dealt something out: whoever needs what is another's asks its holder, and waits for as long as that
//! says that it is at it.

use std::future::Future;
use std::time::Duration;

use async_nats::{Client, Subject};
use bytes::Bytes;
use futures_util::StreamExt;
use tracing::debug;

use super::{Bus, BusError};
use crate::Stop;

/// Where the holder of a part is asked. No stream keeps it.
const ASKED: &str = "veille.beat.*";
/// How often a holder says that it is at it. An answer that says nothing says that.
const AT_IT: Duration = Duration::from_secs(2);
/// For how long nothing was heard when nobody is at it.
const SILENCE: Duration = Duration::from_secs(7);

impl Bus {
    /// Asks the holder of a part; None where nobody answers, or may be asked.
    pub async fn ask_holder(&self, part: u32, question: Vec<u8>) -> Option<Vec<u8>> {
        let subject = ASKED.replace('*', &part.to_string());
        // Not tried: what the server refuses ends a service, and whoever is not answered can do without.
        if self.rights.refuse(&subject) {
            return None;
        }
        let inbox = self.client.new_inbox();
        // Before the question is sent, or the answer of a fast holder would find nobody.
        let mut answers = self.client.subscribe(inbox.clone()).await.ok()?;
        self.client.publish_with_reply(subject, inbox, question.into()).await.ok()?;
        loop {
            // Three of its words may be lost; then it is taken for gone.
            let answer = tokio::time::timeout(SILENCE, answers.next()).await.ok()??;
            // The server says so itself where nobody listens.
            if answer.status.is_some() {
                return None;
            }
            if !answer.payload.is_empty() {
                return Some(answer.payload.into());
            }
        }
    }

    /// Answers those who ask for what we hold, until `stop`: `answer` is of a part and a question, and None of what is not ours.
    ///
    /// # Errors
    /// [`BusError::Forbidden`] where the server says that we may not.
    pub async fn answer_others<F>(
        &self,
        answer: impl Fn(u32, Vec<u8>) -> Option<F>,
        stop: &Stop,
    ) -> Result<(), BusError>
    where
        F: Future<Output = Vec<u8>> + Send + 'static,
    {
        self.rights.check("fetch", &[ASKED.to_owned()])?;
        let mut asked = match self.client.subscribe(ASKED).await {
            Ok(asked) => asked,
            Err(error) => return Err(BusError::jetstream("listening for other fetchers", error)),
        };
        while let Some(Some(question)) = stop.run_until_cancelled(asked.next()).await {
            let part = question.subject.rsplit('.').next().and_then(|part| part.parse().ok());
            // Nobody waits for the answer to a question without an inbox.
            let (Some(part), Some(reply)) = (part, question.reply) else { continue };
            if let Some(answer) = answer(part, question.payload.into()) {
                // Beside the others: an answer may take as long as a site does.
                tokio::spawn(at_it(self.client.clone(), reply, answer));
            }
        }
        Ok(())
    }
}

/// Says that we are at it until there is an answer, and then that.
async fn at_it(client: Client, reply: Subject, answer: impl Future<Output = Vec<u8>>) {
    let mut ticks = tokio::time::interval(AT_IT);
    tokio::pin!(answer);
    let said = loop {
        tokio::select! {
            said = &mut answer => break said,
            _ = ticks.tick() => drop(client.publish(reply.clone(), Bytes::new()).await),
        }
    };
    if let Err(error) = client.publish(reply, said.into()).await {
        debug!(%error, "an answer was not sent");
    }
}
