//! Dead letters: messages that no stage can settle, kept with their cause in the stream DEAD (a dead-letter queue).
//!
//! A stage that can still speak quarantines its message itself. For a message that kills its process [`super::advisories`]
//! does.

use async_nats::HeaderMap;
use async_nats::header::NATS_MESSAGE_ID;
use bytes::Bytes;
use veille_model::{Outcome, Reason, StageName};

use super::Bus;
use super::delivery::Delivery;
use super::publish::Publication;
use crate::digest::digest;
use crate::topology::DEAD;

pub(super) const CAUSE: &str = "Veille-Cause";
pub(super) const CAUSE_CODE: &str = "Veille-Cause-Code";
pub(super) const SUBJECT: &str = "Veille-Subject";
pub(super) const STREAM: &str = "Veille-Stream";
pub(super) const SEQUENCE: &str = "Veille-Sequence";
pub(super) const ATTEMPTS: &str = "Veille-Attempts";
pub(super) const PAYLOAD: &str = "Veille-Payload";

/// Longest cause that goes into a header, in characters.
const CAUSE_CHARS_MAX: usize = 500;

/// A message that has died, and of what.
pub(super) struct Dead<'a> {
    pub stage: StageName,
    pub stream: &'a str,
    pub sequence: u64,
    pub attempts: u32,
    pub subject: &'a str,
    pub headers: Option<&'a HeaderMap>,
    pub payload: Bytes,
    pub cause: &'a Reason,
}

impl Bus {
    /// The dead letter of a message that a stage has quarantined.
    pub(super) fn dead_letter(
        &self,
        stage: StageName,
        delivery: &Delivery,
        outcome: &Outcome,
    ) -> Publication {
        let unknown = Reason::new("unknown", "no cause was given");
        self.dead_publication(&Dead {
            stage,
            stream: &delivery.place.stream,
            sequence: delivery.place.sequence,
            attempts: delivery.place.delivered,
            subject: delivery.subject(),
            headers: delivery.headers(),
            payload: delivery.payload().clone(),
            cause: outcome.reason.as_ref().unwrap_or(&unknown),
        })
    }

    pub(super) fn dead_publication(&self, dead: &Dead<'_>) -> Publication {
        let mut headers = HeaderMap::new();
        // The others stay: whoever sends the letter again needs them, as a payload is read by its `Content-Encoding`.
        for (name, values) in dead.headers.into_iter().flat_map(HeaderMap::iter) {
            let name_text: &str = name.as_ref();
            // The server's own headers were about the first publishing.
            if !name_text.starts_with("Nats-") {
                values.iter().for_each(|value| headers.append(name.clone(), value.clone()));
            }
        }
        // Place and bytes: two instances that give up on one message write one letter,
        // and a stream that was made anew, which counts from 1 again, writes others.
        let id = format!("dead/{}/{}/{}/{}", dead.stage, dead.stream, dead.sequence, digest(&dead.payload));
        headers.insert(NATS_MESSAGE_ID, id);
        headers.insert(CAUSE, one_line(&dead.cause.detail));
        headers.insert(CAUSE_CODE, one_line(&dead.cause.code));
        headers.insert(SUBJECT, dead.subject);
        headers.insert(STREAM, dead.stream);
        headers.insert(SEQUENCE, dead.sequence.to_string());
        headers.insert(ATTEMPTS, dead.attempts.to_string());
        let subject = DEAD.subject(&[&dead.stage]);
        let mut publication = Publication { subject, headers, payload: dead.payload.clone() };
        if self.fits(&publication).is_err() {
            // With the cause it is larger than the server takes: its bytes stay where they are.
            publication.headers.insert(PAYLOAD, format!("left in {} at {}", dead.stream, dead.sequence));
            publication.payload = Bytes::new();
        }
        publication
    }
}

/// Header values stand on one line.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(CAUSE_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_of_several_lines_fits_on_one() {
        assert_eq!(
            one_line("assertion failed\r\n  left: 1\n right: 2"),
            "assertion failed    left: 1  right: 2"
        );
        assert_eq!(one_line(&"é".repeat(9999)).chars().count(), CAUSE_CHARS_MAX);
    }
}
