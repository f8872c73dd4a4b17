//! What waits for an endpoint, what was sent to it, and when the next one is sent.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::records::{Delivery, Endpoint, Waiting};
use super::signing::Key;

/// So many wait; the feed keeps what comes after them.
// A queue is one paper, written anew with each delivery: a longer one would cost more each time.
const WAITING_MAX: usize = 500;
/// So many deliveries of the past are kept.
const LOG_MAX: usize = 100;
/// Pauses after a delivery that was not taken, in seconds; the last is used again and again.
// Seconds for a restart, minutes for an update, hours for whoever comes back to it in the morning.
const PAUSES: [i64; 7] = [5, 30, 120, 900, 3_600, 10_800, 21_600];
/// Who takes nothing for so long is sent nothing more.
const PATIENCE: TimeDelta = TimeDelta::days(5);
/// An endpoint that says so is gone (410), and is sent nothing more at once.
const GONE: u16 = 410;

/// An endpoint's queue.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Queue {
    /// The number of the last change that was looked at.
    pub position: u64,
    /// Up to here changes were let go that it has not seen, and it was told so.
    pub gap: u64,
    pub waiting: VecDeque<Waiting>,
    /// The latest first.
    pub log: VecDeque<Delivery>,
    pub failing_since: Option<DateTime<Utc>>,
    pub disabled_at: Option<DateTime<Utc>>,
}

/// A delivery that is to be sent now.
#[derive(Clone, Debug)]
pub struct Due {
    /// To where.
    pub endpoint: Endpoint,
    /// What is sent.
    pub body: String,
    /// With these headers.
    pub headers: Vec<(&'static str, String)>,
    pub(super) waiting: Waiting,
}

/// What came of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An answer, by its status.
    Answered(u16),
    /// None, and why.
    Failed(String),
}

impl Outcome {
    fn is_taken(&self) -> bool {
        // Anything else is a failure to Standard Webhooks, redirects among them.
        matches!(self, Self::Answered(200..=299))
    }

    pub(super) fn said(&self) -> String {
        match self {
            Self::Answered(status) => format!("HTTP {status}"),
            // What failed may quote a whole page; it stands in a list of a hundred.
            Self::Failed(why) => why.chars().take(300).collect(),
        }
    }
}

impl Due {
    pub(super) fn new(
        endpoint: Endpoint,
        waiting: Waiting,
        body: String,
        key: &Key,
        now: DateTime<Utc>,
    ) -> Self {
        // Of now and not of the change: who receives it refuses what was signed minutes ago, as a replay.
        let seconds = now.timestamp();
        let headers = vec![
            ("content-type", "application/json".to_owned()),
            ("webhook-id", waiting.id.clone()),
            ("webhook-timestamp", seconds.to_string()),
            ("webhook-signature", key.signature(&waiting.id, seconds, &body)),
        ];
        Self { endpoint, body, headers, waiting }
    }
}

impl Queue {
    pub fn read(document: &str) -> Option<Self> {
        serde_json::from_str(document).ok()
    }

    pub fn written(&self) -> String {
        serde_json::to_string(self).expect("texts and instants are plain JSON")
    }

    pub fn is_full(&self) -> bool {
        self.waiting.len() >= WAITING_MAX
    }

    /// The latest first, what waits before what was sent.
    pub fn deliveries(&self) -> Vec<Delivery> {
        let waiting = self.waiting.iter().rev().map(|waiting| Delivery {
            id: waiting.id.clone(),
            kind: waiting.kind.clone(),
            article: waiting.article.clone(),
            // What was not tried yet is due since 1970.
            at: waiting.next_at.max(waiting.at),
            tries: waiting.tries,
            outcome: None,
            taken: false,
            change: waiting.change,
        });
        waiting.chain(self.log.iter().cloned()).collect()
    }

    /// Has a delivery of the past sent again, or what waits sent at once; false where there is no such delivery.
    pub fn again(&mut self, delivery: Option<&str>) -> bool {
        let now = Utc::now();
        if let Some(id) = delivery {
            let Some(sent) = self.log.iter().find(|sent| sent.id == id).cloned() else { return false };
            // Already waiting: it goes out again as it is, and not twice.
            if !self.waiting.iter().any(|waiting| waiting.id == id) {
                let Delivery { id, kind, article, change, .. } = sent;
                self.waiting.push_front(Waiting {
                    id,
                    kind,
                    article,
                    change,
                    at: now,
                    tries: 0,
                    next_at: now,
                });
            }
        }
        if let Some(first) = self.waiting.front_mut() {
            first.next_at = now;
        }
        // Its five days begin anew: else the first failure after that would be the last.
        (self.disabled_at, self.failing_since) = (None, None);
        true
    }

    /// Writes down what came of a delivery; whether the endpoint is sent nothing more from now on.
    pub fn settle(&mut self, sent: &Waiting, outcome: &Outcome, now: DateTime<Utc>) -> bool {
        // Not the first: while it was under way somebody may have had an earlier one sent again.
        let Some(at) = self.waiting.iter().position(|waiting| waiting.id == sent.id) else { return false };
        let waiting = &mut self.waiting[at];
        waiting.tries += 1;
        self.log.push_front(Delivery {
            id: waiting.id.clone(),
            kind: waiting.kind.clone(),
            article: waiting.article.clone(),
            at: now,
            tries: waiting.tries,
            outcome: Some(outcome.said()),
            taken: outcome.is_taken(),
            change: waiting.change,
        });
        self.log.truncate(LOG_MAX);
        if outcome.is_taken() {
            self.waiting.remove(at);
            self.failing_since = None;
            return false;
        }
        // Counted from one by now, for the try was added above.
        let pause = PAUSES[(waiting.tries as usize - 1).min(PAUSES.len() - 1)];
        waiting.next_at = now + TimeDelta::seconds(pause);
        let since = *self.failing_since.get_or_insert(now);
        // From the first failure in a row: one that is taken now and then is alive.
        let is_over = now - since >= PATIENCE || *outcome == Outcome::Answered(GONE);
        if is_over {
            self.disabled_at = Some(now);
        }
        is_over
    }
}

impl Endpoint {
    /// With how its queue stands.
    pub(super) fn with(self, queue: &Queue) -> Self {
        Self {
            waiting: queue.waiting.len(),
            failing_since: queue.failing_since,
            disabled_at: queue.disabled_at,
            last: queue.log.front().cloned(),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue() -> Queue {
        let mut queue = Queue::default();
        queue
            .waiting
            .extend([Waiting::greeting("a"), Waiting { id: "b".to_owned(), ..Waiting::greeting("a") }]);
        queue
    }

    #[test]
    fn what_is_not_taken_is_sent_again_later_and_later_until_patience_ends() {
        let (mut queue, mut now) = (queue(), DateTime::UNIX_EPOCH);
        let mut pauses = Vec::new();
        loop {
            let first = queue.waiting[0].clone();
            let is_over = queue.settle(&first, &Outcome::Answered(503), now);
            if is_over {
                break;
            }
            pauses.push((queue.waiting[0].next_at - now).num_seconds());
            now = queue.waiting[0].next_at;
        }
        assert_eq!(pauses[..8], [5, 30, 120, 900, 3_600, 10_800, 21_600, 21_600]);
        assert!(now - DateTime::UNIX_EPOCH >= PATIENCE && queue.disabled_at == Some(now));
        // Nothing was lost, and somebody can have it sent.
        assert_eq!(queue.waiting.len(), 2);
        assert!(queue.again(None) && queue.disabled_at.is_none());
        let first = queue.waiting[0].clone();
        assert!(!queue.settle(&first, &Outcome::Answered(204), now));
        assert_eq!((queue.waiting.len(), queue.failing_since), (1, None));
    }

    #[test]
    fn who_says_that_it_is_gone_is_sent_nothing_more() {
        let mut queue = queue();
        let first = queue.waiting[0].clone();
        assert!(queue.settle(&first, &Outcome::Answered(410), DateTime::UNIX_EPOCH));
    }

    #[test]
    fn a_delivery_of_the_past_is_sent_again_once_under_its_id() {
        let (mut queue, now) = (queue(), DateTime::UNIX_EPOCH);
        let first = queue.waiting[0].clone();
        queue.settle(&first, &Outcome::Answered(200), now);
        assert!(!queue.again(Some("none")));
        assert!(queue.again(Some(&first.id)) && queue.again(Some(&first.id)));
        assert_eq!(queue.waiting.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), [&*first.id, "b"]);
        assert_eq!(queue.deliveries().len(), 3);
    }
}
