//! The streams behind the subjects. Retention is *limits* everywhere: a work queue forgets the ids of what it removed.

use std::time::Duration;

use async_nats::jetstream::stream::{
    Compression, Config as Stream, DiscardPolicy, RetentionPolicy, StorageType,
};
use veille_model::StageName;

use super::Config;
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

/// A stream: its name, its subjects, and the stages whose confirmation its messages wait for.
pub(super) struct Kind {
    pub name: &'static str,
    pub subjects: &'static str,
    /// None of them: it is kept for readers, who do not hold anybody up.
    pub read_by: &'static [StageName],
}

pub(super) const STREAMS: [Kind; 7] = [
    Kind { name: CAPTURES, subjects: "veille.capture.*", read_by: &[StageName::Clean] },
    Kind { name: ARTICLES, subjects: "veille.article.*", read_by: &[StageName::Classify] },
    Kind { name: TAGGED, subjects: "veille.tagged.*.*", read_by: &[StageName::Store] },
    Kind { name: TOPICS, subjects: "veille.topic.*.*.*", read_by: &[] },
    Kind { name: OUTCOMES, subjects: "veille.outcome.*.*", read_by: &[StageName::Store] },
    Kind { name: DEAD, subjects: "veille.dead.*", read_by: &[] },
    Kind {
        name: ADVISORIES,
        subjects: "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.*.*",
        read_by: &[StageName::Clean, StageName::Classify],
    },
];

/// Consumers that the streams for readers may have. Every one costs the server memory, and readers make their own.
const READERS_MAX: i32 = 128;

impl Kind {
    pub fn named(name: &str) -> Option<&'static Self> {
        STREAMS.iter().find(|kind| kind.name == name)
    }

    /// As it is to be, with room for so many bytes.
    pub fn wanted(&self, config: &Config, bytes_max: i64) -> Stream {
        let max_age = Duration::from_secs(config.keep(self.name).hours * 3600);
        Stream {
            name: self.name.to_owned(),
            subjects: vec![self.subjects.to_owned()],
            retention: RetentionPolicy::Limits,
            // A full stream makes its publishers wait: dropping the oldest would lose what no stage has seen. The server
            // itself does not wait, so of its own words the oldest go.
            discard: if self.name == ADVISORIES { DiscardPolicy::Old } else { DiscardPolicy::New },
            max_age,
            max_bytes: bytes_max,
            max_messages: -1,
            max_messages_per_subject: -1,
            max_message_size: -1,
            max_consumers: if self.is_for_readers() { READERS_MAX } else { -1 },
            storage: StorageType::File,
            num_replicas: config.replicas,
            duplicate_window: Duration::from_secs(config.duplicate_window_secs).min(max_age),
            allow_direct: true,
            // Captures come compressed already.
            compression: (self.name != CAPTURES).then_some(Compression::S2),
            ..Stream::default()
        }
    }

    /// Whether readers make consumers of their own there.
    fn is_for_readers(&self) -> bool {
        self.name == TOPICS || self.name == TAGGED
    }
}

/// How a stream differs from what is wanted, in the words of veille.toml. One that has a size keeps it, where
/// `storage_mb` leaves sizes to what the server had room for.
pub(super) fn differences(kind: &Kind, found: &Stream, config: &Config) -> Vec<String> {
    let size = match config.storage_mb {
        0 => found.max_bytes,
        megabytes => share(config, kind.name, megabytes << 20),
    };
    let wanted = kind.wanted(config, size);
    let mut differences = Vec::new();
    let mut compare = |same: bool, what: String| {
        if !same {
            differences.push(what);
        }
    };
    compare(
        found.subjects == wanted.subjects,
        format!("takes {}, not {}", found.subjects.join(" "), wanted.subjects.join(" ")),
    );
    compare(
        found.num_replicas == wanted.num_replicas,
        format!("{} replicas, not {}", found.num_replicas, wanted.num_replicas),
    );
    compare(
        found.discard == wanted.discard,
        format!("discards {}, not {}", discards(found.discard), discards(wanted.discard)),
    );
    compare(
        found.max_age == wanted.max_age,
        format!("kept for {}, not {}", hours(found.max_age), hours(wanted.max_age)),
    );
    compare(
        found.duplicate_window == wanted.duplicate_window,
        format!(
            "duplicates known for {} s, not {}",
            found.duplicate_window.as_secs(),
            wanted.duplicate_window.as_secs()
        ),
    );
    compare(
        found.max_consumers == wanted.max_consumers,
        format!("{} consumers at most, not {}", found.max_consumers, wanted.max_consumers),
    );
    compare(
        found.max_bytes == wanted.max_bytes,
        format!("{}, not {}", megabytes(found.max_bytes), megabytes(wanted.max_bytes)),
    );
    if config.storage_mb == 0 {
        compare(found.max_bytes > 0, "of any size, not of a share of what the server has".to_owned());
    }
    differences
}

/// A stream's share of so many bytes.
pub(super) fn share(config: &Config, stream: &str, bytes: u64) -> i64 {
    i64::try_from(bytes / 100 * config.keep(stream).percent).unwrap_or(i64::MAX)
}

fn discards(policy: DiscardPolicy) -> &'static str {
    match policy {
        DiscardPolicy::New => "new",
        DiscardPolicy::Old => "old",
    }
}

fn hours(age: Duration) -> String {
    if age.is_zero() { "ever".to_owned() } else { format!("{} hours", age.as_secs() / 3600) }
}

fn megabytes(bytes: i64) -> String {
    match bytes {
        ..=0 => "of any size".to_owned(),
        bytes => format!("{} MB", (bytes + (1 << 19)) >> 20),
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
    fn a_stream_is_told_apart_from_what_is_wanted() {
        let kind = Kind::named(CAPTURES).unwrap();
        let config = Config::default();
        let right = kind.wanted(&config, 1 << 30);
        assert_eq!(differences(kind, &right, &config), [""; 0], "a size that the server had room for");
        let bare = Stream { max_bytes: -1, discard: DiscardPolicy::Old, num_replicas: 3, ..right.clone() };
        assert_eq!(
            differences(kind, &bare, &config),
            [
                "3 replicas, not 1",
                "discards old, not new",
                "of any size, not of a share of what the server has"
            ]
        );
        let sized = Config { storage_mb: 100, ..config };
        assert_eq!(differences(kind, &right, &sized), ["1024 MB, not 30 MB"]);
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
