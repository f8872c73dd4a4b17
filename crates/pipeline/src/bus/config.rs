//! `[nats]` of veille.toml: how the streams are to be.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::topology::FLOWS;

/// How the streams are to be, and how long their server is waited for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// A credentials file, as `nsc` writes it; empty for none.
    pub credentials_file: PathBuf,
    /// A file with the seed of an nkey; empty for none.
    pub nkey_file: PathBuf,
    /// The certificates (PEM) that the server's is signed with; empty for those of the system.
    pub authority_file: PathBuf,
    /// Our own certificate (PEM), where the server asks for one; empty for none.
    pub certificate_file: PathBuf,
    /// The key that belongs to it (PEM).
    pub key_file: PathBuf,
    /// How long a service waits for a server at its start, in seconds.
    pub start_wait_secs: u64,
    /// Copies of each stream in a cluster.
    pub replicas: usize,
    /// Megabytes for all streams together; 0 for what the server has, 20 GB at most.
    pub storage_mb: u64,
    /// How long a stream knows the ids of its messages, in seconds: what comes a second time within it is dropped.
    pub duplicate_window_secs: u64,
    /// Captures that wait for the cleaner, or were cleaned.
    pub captures: Keep,
    /// Articles that wait for the classifier, or were classified.
    pub articles: Keep,
    /// Tagged articles that wait for the store, or were stored.
    pub tagged: Keep,
    /// Tagged articles for readers, by topic.
    pub topics: Keep,
    /// Outcomes that wait for the store, or were stored.
    pub outcomes: Keep,
    /// Dead letters.
    pub dead: Keep,
    /// The server's word on messages that were delivered too often.
    pub advisories: Keep,
}

/// How much of a stream is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// Share of the storage, in percent.
    pub percent: u64,
    /// The age at which messages go, in hours.
    pub hours: u64,
}

impl Default for Config {
    fn default() -> Self {
        let keep = |percent, days: u64| Keep { percent, hours: 24 * days };
        Self {
            credentials_file: PathBuf::new(),
            nkey_file: PathBuf::new(),
            authority_file: PathBuf::new(),
            certificate_file: PathBuf::new(),
            key_file: PathBuf::new(),
            start_wait_secs: 30,
            replicas: 1,
            storage_mb: 0,
            duplicate_window_secs: 3600,
            // Ninety in all: the fetcher's bucket lies on the same disk, and has no share.
            captures: keep(30, 7),
            articles: keep(15, 2),
            tagged: keep(15, 30),
            topics: keep(15, 30),
            outcomes: keep(10, 30),
            dead: keep(4, 90),
            advisories: keep(1, 7),
        }
    }
}

impl Config {
    /// How long a service waits for a server at its start.
    pub fn start_wait(&self) -> Duration {
        Duration::from_secs(self.start_wait_secs)
    }

    /// What is wrong with it, in the reader's words.
    ///
    /// # Errors
    /// The first fault.
    pub fn check(&self) -> Result<(), String> {
        let keeps = self.keeps();
        if let Some((name, _)) = keeps.iter().find(|(_, keep)| keep.percent == 0 || keep.hours == 0) {
            return Err(format!("[nats.{name}]: percent and hours must be at least 1"));
        }
        let sum: u64 = keeps.iter().map(|(_, keep)| keep.percent).sum();
        if sum > 100 {
            return Err(format!("[nats]: the streams' shares add up to {sum} percent of the storage"));
        }
        let is_empty = |path: &PathBuf| path.as_os_str().is_empty();
        if is_empty(&self.certificate_file) != is_empty(&self.key_file) {
            return Err("[nats]: certificate_file and key_file go together".to_owned());
        }
        if !is_empty(&self.credentials_file) && !is_empty(&self.nkey_file) {
            return Err("[nats]: either credentials_file or nkey_file says who we are".to_owned());
        }
        if !(1..=5).contains(&self.replicas) {
            return Err(format!("[nats]: replicas = {}; NATS takes 1 to 5", self.replicas));
        }
        let least = keeps.iter().map(|(_, keep)| keep.hours).min().unwrap_or(1) * 3600;
        if !(1..=least).contains(&self.duplicate_window_secs) {
            return Err(format!(
                "[nats]: duplicate_window_secs = {}; it is at least 1, and no longer than messages are kept ({least})",
                self.duplicate_window_secs
            ));
        }
        Ok(())
    }

    /// How much of a stream is kept.
    pub(super) fn keep(&self, stream: &str) -> Keep {
        let keeps = self.keeps();
        let found = keeps.iter().find(|(name, _)| name.eq_ignore_ascii_case(stream));
        found.expect("every stream of the topology has its table here").1
    }

    fn keeps(&self) -> [(&'static str, Keep); FLOWS.len()] {
        [
            ("captures", self.captures),
            ("articles", self.articles),
            ("tagged", self.tagged),
            ("topics", self.topics),
            ("outcomes", self.outcomes),
            ("dead", self.dead),
            ("advisories", self.advisories),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stream_has_its_table() {
        let config = Config::default();
        let sum: u64 = FLOWS.iter().map(|flow| config.keep(flow.stream).percent).sum();
        assert_eq!(sum, 90, "a tenth stays free");
    }

    #[test]
    fn what_is_wrong_is_named() {
        let check = |change: fn(&mut Config), expected: &str| {
            let mut config = Config::default();
            change(&mut config);
            let fault = config.check().expect_err(expected);
            assert!(fault.contains(expected), "{fault}");
        };
        Config::default().check().unwrap();
        check(|config| config.captures.percent = 90, "150 percent");
        check(|config| config.dead.hours = 0, "[nats.dead]");
        check(|config| config.replicas = 0, "replicas = 0");
        check(|config| config.key_file = "key.pem".into(), "certificate_file and key_file");
        check(|config| config.duplicate_window_secs = 9_999_999, "no longer than messages are kept");
    }
}
