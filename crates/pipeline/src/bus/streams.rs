//! The streams behind the subjects. Retention is *limits* everywhere: a work queue forgets the ids of what it removed.

use std::time::Duration;

use async_nats::jetstream::stream::{Compression, Config, DiscardPolicy, RetentionPolicy, StorageType};

use super::ask::ask;
use super::{Bus, BusError};
use crate::Message;

pub(super) const CAPTURES: &str = "CAPTURES";
pub(super) const ARTICLES: &str = "ARTICLES";
pub(super) const TAGGED: &str = "TAGGED";
pub(super) const TOPICS: &str = "TOPICS";
pub(super) const OUTCOMES: &str = "OUTCOMES";
pub(super) const DEAD: &str = "DEAD";
/// The server's own word that a message was delivered for the last time. It is said once, to whoever listens: kept in a
/// stream, it is heard also by a stage that was down at that moment.
pub(super) const ADVISORIES: &str = "ADVISORIES";

/// What is said of a consumer whose message was delivered too often, without the stream's and consumer's names.
pub(super) const MAX_DELIVERIES: &str = "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES";

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// How large streams may grow. None leaves it to the server's own limits and to the ages; -1 lifts a limit.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// Bytes of CAPTURES. When it is full, producers wait until captures have aged.
    pub captures_bytes_max: Option<i64>,
    /// Bytes of each other stream. When one is full, its oldest messages go.
    pub other_bytes_max: Option<i64>,
    /// Copies in a cluster; None for one.
    pub replicas: Option<usize>,
}

/// Name, subjects and age of each stream.
const STREAMS: [(&str, &str, Duration); 7] = [
    (CAPTURES, "veille.capture.*", DAY.saturating_mul(7)),
    (ARTICLES, "veille.article.*", HOUR.saturating_mul(48)),
    (TAGGED, "veille.tagged.*.*", DAY.saturating_mul(30)),
    (TOPICS, "veille.topic.*.*.*", DAY.saturating_mul(30)),
    (OUTCOMES, "veille.outcome.*.*", DAY.saturating_mul(30)),
    (DEAD, "veille.dead.*", DAY.saturating_mul(90)),
    (ADVISORIES, "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.*.*", DAY.saturating_mul(7)),
];

impl Bus {
    /// Creates the streams that are missing. Those that are there keep what their operator has set, unless `limits` says
    /// otherwise.
    ///
    /// # Errors
    /// [`BusError::JetStream`] naming the stream that the server refused.
    pub async fn ensure_streams(&self, limits: &Limits) -> Result<(), BusError> {
        for (name, subjects, age) in STREAMS {
            if limits.leave(name) && self.has_stream(name, subjects).await {
                continue;
            }
            let create = || self.context.create_or_update_stream(config(name, subjects, age, limits));
            ask(&format!("creating the stream {name}"), create).await?;
        }
        Ok(())
    }

    async fn has_stream(&self, name: &str, subjects: &str) -> bool {
        let found = self.context.get_stream(name).await;
        found.is_ok_and(|stream| stream.cached_info().config.subjects == [subjects])
    }
}

impl Limits {
    fn bytes_max(&self, stream: &str) -> Option<i64> {
        if stream == CAPTURES { self.captures_bytes_max } else { self.other_bytes_max }
    }

    /// Whether they say nothing about a stream.
    fn leave(&self, stream: &str) -> bool {
        self.bytes_max(stream).is_none() && self.replicas.is_none()
    }
}

fn config(name: &str, subjects: &str, max_age: Duration, limits: &Limits) -> Config {
    Config {
        name: name.to_owned(),
        subjects: vec![subjects.to_owned()],
        retention: RetentionPolicy::Limits,
        // A full CAPTURES makes producers wait; dropping the oldest would lose what no stage has seen.
        discard: if name == CAPTURES { DiscardPolicy::New } else { DiscardPolicy::Old },
        max_age,
        max_bytes: limits.bytes_max(name).unwrap_or(-1),
        max_messages: -1,
        max_messages_per_subject: -1,
        max_message_size: -1,
        max_consumers: -1,
        storage: StorageType::File,
        num_replicas: limits.replicas.unwrap_or(1),
        allow_direct: true,
        // Captures come compressed already.
        compression: (name != CAPTURES).then_some(Compression::S2),
        ..Config::default()
    }
}

/// The stream that holds a subject or a filter of subjects; None where it reaches over several.
pub(super) fn holding(subject: &str) -> Option<&'static str> {
    let mut tokens = subject.split('.');
    if tokens.next() != Some("veille") {
        return None;
    }
    match tokens.next()? {
        "capture" => Some(CAPTURES),
        "article" => Some(ARTICLES),
        "tagged" => Some(TAGGED),
        "topic" => Some(TOPICS),
        "outcome" => Some(OUTCOMES),
        "dead" => Some(DEAD),
        _ => None,
    }
}

/// The stream that carries a message once.
pub(super) fn stream_of<T: Message>() -> &'static str {
    holding(T::SUBJECTS).expect("the subjects of every message have a stream")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_has_its_stream() {
        use veille_model::{Article, Capture, TaggedArticle};
        let streams = [stream_of::<Capture>(), stream_of::<Article>(), stream_of::<TaggedArticle>()];
        assert_eq!(streams, [CAPTURES, ARTICLES, TAGGED]);
    }

    #[test]
    fn a_subject_leads_to_its_stream() {
        let check = |subject: &str, stream: Option<&str>| assert_eq!(holding(subject), stream, "{subject}");
        check("veille.topic.*.fr.>", Some(TOPICS));
        check("veille.capture.vietnam-vn", Some(CAPTURES));
        check("veille.>", None);
        check("veille.*.x", None);
        check("other.topic.x", None);
    }
}
