//! The configuration of the JetStream streams behind the subjects. Retention is *limits* everywhere: a work queue forgets the ids of what it removed.

use std::time::Duration;

use async_nats::jetstream::stream::{
    Compression, Config as Stream, DiscardPolicy, RetentionPolicy, StorageType,
};

use super::Config;
use crate::topology::Flow;

/// Consumers that the streams for readers may have. Every one costs the server memory, and readers make their own.
const READERS_MAX: i32 = 128;

/// The stream of a flow as it is to be, with room for so many bytes.
pub(super) fn wanted(flow: &Flow, config: &Config, bytes_max: i64) -> Stream {
    let max_age = Duration::from_secs(config.keep(flow.stream).hours * 3600);
    Stream {
        name: flow.stream.to_owned(),
        subjects: vec![flow.subjects.to_owned()],
        retention: RetentionPolicy::Limits,
        // A full stream makes its publishers wait: dropping the oldest would lose what no stage has seen. The server
        // itself does not wait, so of its own words the oldest go.
        discard: if flow.is_the_servers() { DiscardPolicy::Old } else { DiscardPolicy::New },
        max_age,
        max_bytes: bytes_max,
        max_messages: -1,
        max_messages_per_subject: -1,
        max_message_size: -1,
        max_consumers: if flow.for_readers { READERS_MAX } else { -1 },
        storage: StorageType::File,
        num_replicas: config.replicas,
        // The server refuses a window that is longer than its messages live.
        duplicate_window: Duration::from_secs(config.duplicate_window_secs).min(max_age),
        // For readers without a consumer, and for the message that an advisory speaks of.
        allow_direct: true,
        // What is packed already gains nothing.
        compression: (!flow.compressed).then_some(Compression::S2),
        ..Stream::default()
    }
}

/// How a stream differs from what is wanted, in the words of veille.toml. One that has a size keeps it, where
/// `storage_mb` leaves sizes to what the server had room for.
pub(super) fn differences(flow: &Flow, found: &Stream, config: &Config) -> Vec<String> {
    let size = match config.storage_mb {
        0 => found.max_bytes,
        megabytes => share(config, flow.stream, megabytes << 20),
    };
    let wanted = wanted(flow, config, size);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topology::CAPTURES;

    #[test]
    fn a_stream_is_told_apart_from_what_is_wanted() {
        let config = Config::default();
        let right = wanted(&CAPTURES, &config, 1 << 30);
        assert_eq!(differences(&CAPTURES, &right, &config), [""; 0], "a size that the server had room for");
        let bare = Stream { max_bytes: -1, discard: DiscardPolicy::Old, num_replicas: 3, ..right.clone() };
        assert_eq!(
            differences(&CAPTURES, &bare, &config),
            [
                "3 replicas, not 1",
                "discards old, not new",
                "of any size, not of a share of what the server has"
            ]
        );
        let sized = Config { storage_mb: 100, ..config };
        assert_eq!(differences(&CAPTURES, &right, &sized), ["1024 MB, not 30 MB"]);
    }
}
