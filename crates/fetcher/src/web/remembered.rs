//! What of our manners survives a restart: each host's robots.txt, how long it is to be left alone, and when it may last have
//! been asked.
//!
//! Kept as the schedule keeps feeds and pages, by whoever watches; who asks for a single page has nobody to keep it for.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, OnceLock, PoisonError};

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::robots::Robots;

/// Longest value that is written: a robots.txt of more is asked for again.
const BYTES_MAX: usize = 65_536;
/// Subjects.
const ROBOTS: &str = "robots";
const HOST: &str = "host";

/// Of what something was learnt: `robots` of an origin, `host`; and its name.
pub(crate) type Subject = (&'static str, String);

/// Answers what is remembered of somebody.
pub(crate) type Recall =
    Box<dyn Fn(Subject) -> Pin<Box<dyn Future<Output = Option<String>> + Send>> + Send + Sync>;

/// A robots.txt that was read.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptRobots {
    pub(super) origin: String,
    /// Who it was read for: rules are for a name.
    pub(super) product: String,
    pub(super) until: DateTime<Utc>,
    pub(super) robots: Robots,
}

/// A host that is to be left alone.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptRest {
    pub(super) host: String,
    pub(super) until: DateTime<Utc>,
}

/// The memory of manners.
#[derive(Default)]
pub(crate) struct Remembered {
    recall: OnceLock<Recall>,
    unwritten: Mutex<BTreeMap<Subject, Option<String>>>,
}

impl Remembered {
    /// Has somebody remember; who comes second does not.
    pub(crate) fn by(&self, recall: Recall) {
        let _ = self.recall.set(recall);
    }

    /// What was learnt and not handed on yet, as JSON; it is nowhere then but with who asked.
    pub(crate) fn take(&self) -> Vec<(Subject, Option<String>)> {
        let mut unwritten = self.unwritten.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *unwritten).into_iter().collect()
    }

    /// What could not be handed on, unless it is out of date by now.
    pub(crate) fn give_back(&self, learnt: Vec<(Subject, Option<String>)>) {
        let mut unwritten = self.unwritten.lock().unwrap_or_else(PoisonError::into_inner);
        for (subject, value) in learnt {
            // What was learnt since is newer.
            unwritten.entry(subject).or_insert(value);
        }
    }

    pub(super) async fn robots(&self, origin: &str) -> Option<KeptRobots> {
        self.value((ROBOTS, origin.to_owned())).await
    }

    pub(super) async fn rest(&self, host: &str) -> Option<KeptRest> {
        self.value((HOST, host.to_owned())).await
    }

    pub(super) fn keep_robots(&self, kept: &KeptRobots) {
        self.keep((ROBOTS, kept.origin.clone()), kept);
    }

    pub(super) fn keep_rest(&self, kept: &KeptRest) {
        self.keep((HOST, kept.host.clone()), kept);
    }

    async fn value<T: DeserializeOwned>(&self, of: Subject) -> Option<T> {
        let ask = self.recall.get()?;
        serde_json::from_str(&ask(of).await?).ok()
    }

    fn keep(&self, of: Subject, value: &impl Serialize) {
        // Nobody would ever take it.
        if self.recall.get().is_none() {
            return;
        }
        // None forgets what was known before: an old robots.txt must not outlive a new one that is too long.
        let value = serde_json::to_string(value).ok().filter(|value| value.len() <= BYTES_MAX);
        self.unwritten.lock().unwrap_or_else(PoisonError::into_inner).insert(of, value);
    }
}
