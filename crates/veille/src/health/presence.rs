//! What a process says of itself to whoever asks who is at work: over NATS, and in the store that it has open (heartbeats).

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, SubsecRound, Utc};
use serde::{Deserialize, Serialize};
use veille_model::{Batch, Mark, StageName};
use veille_pipeline::{Metrics, Tally};
use veille_sink::{Store, StoreError};

/// Marks of processes that have a store open.
const MARKS: &str = "instance/";
/// How often a process says that it is there still.
pub const BEAT: Duration = Duration::from_secs(10);
/// A process that was killed leaves its last word: after this long it is no longer told of.
const FORGOTTEN_AFTER: chrono::TimeDelta = chrono::TimeDelta::days(1);
/// Over how many looks a rate is taken, and how long lies between them.
const LOOKS: usize = 6;
pub const LOOK: Duration = Duration::from_secs(2);

/// One process at work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Presence {
    /// Host and process: `press-1:4711`.
    pub instance: String,
    /// The command that it was started with.
    pub command: String,
    pub version: String,
    /// The stages that it does the work of.
    pub stages: Vec<StageName>,
    pub since: DateTime<Utc>,
    /// When it said so.
    pub at: DateTime<Utc>,
    /// Why it does no work at the moment, if it does none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unready: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_bytes: Option<u64>,
    /// By stage, since it began.
    #[serde(default)]
    pub counts: BTreeMap<StageName, Counted>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failed>,
    /// The revision of the topics that it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topics: Option<String>,
}

/// What a process has done at one stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    pub inputs: u64,
    pub forwarded: u64,
    pub discarded: u64,
    pub quarantined: u64,
    /// Inputs a second, over the last ten or so.
    pub rate: f64,
}

/// What went wrong last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    pub stage: StageName,
    pub at: DateTime<Utc>,
    pub said: String,
}

/// The revision of the topics that a process runs, as it is whenever somebody asks.
#[derive(Clone, Debug, Default)]
pub struct Revised(Arc<Mutex<String>>);

impl Revised {
    pub fn say(&self, revision: String) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = revision;
    }

    fn now(&self) -> Option<String> {
        let revision = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        (!revision.is_empty()).then_some(revision)
    }
}

/// What is needed to say it.
pub struct Myself {
    command: String,
    stages: Vec<StageName>,
    instance: String,
    since: DateTime<Utc>,
    metrics: Metrics,
    topics: Revised,
    looks: Mutex<VecDeque<(Instant, Tally)>>,
}

impl Myself {
    pub fn new(command: &str, stages: &[StageName], metrics: Metrics) -> Self {
        let host = crate::machine::host().unwrap_or_else(|| "localhost".to_owned());
        Self {
            command: command.to_owned(),
            stages: stages.to_vec(),
            instance: format!("{host}:{}", std::process::id()),
            since: now(),
            metrics,
            topics: Revised::default(),
            looks: Mutex::default(),
        }
    }

    /// The stages that this process does the work of.
    pub fn stages(&self) -> &[StageName] {
        &self.stages
    }

    /// Where is said what topics it runs.
    pub fn topics(&self) -> &Revised {
        &self.topics
    }

    /// To be called every [`LOOK`].
    pub fn look(&self) {
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        looks.push_back((Instant::now(), self.metrics.tally()));
        if looks.len() > LOOKS {
            looks.pop_front();
        }
    }

    pub fn say(&self, unready: Option<String>) -> Presence {
        let tally = self.metrics.tally();
        let looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        let rate = |stage| {
            // The oldest look: over less time one batch of 500 would be a rate.
            let Some((began, before)) = looks.front() else { return 0.0 };
            let inputs = tally.of(stage).inputs.saturating_sub(before.of(stage).inputs);
            // Less than half a second tells nothing.
            inputs as f64 / began.elapsed().as_secs_f64().max(0.5)
        };
        let counted = |(stage, counts): (StageName, veille_pipeline::Counts)| {
            let veille_pipeline::Counts { inputs, forwarded, discarded, quarantined, .. } = counts;
            (stage, Counted { inputs, forwarded, discarded, quarantined, rate: round(rate(stage)) })
        };
        Presence {
            instance: self.instance.clone(),
            command: self.command.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            stages: self.stages.clone(),
            since: self.since,
            at: now(),
            unready,
            memory_bytes: self.metrics.memory(),
            counts: tally.stages().map(counted).collect(),
            failure: self.metrics.failure().map(|failure| Failed {
                stage: failure.stage,
                at: DateTime::<Utc>::from(failure.at).trunc_subsecs(0),
                said: failure.said,
            }),
            topics: self.topics.now(),
        }
    }

    /// Leaves word in a store.
    pub async fn sign_in(&self, store: &Store, unready: Option<String>) -> Result<(), StoreError> {
        let value = serde_json::to_string(&self.say(unready)).expect("its keys are text");
        self.mark(store, Some(value)).await
    }

    /// Takes it back.
    pub async fn sign_out(&self, store: &Store) -> Result<(), StoreError> {
        self.mark(store, None).await
    }

    async fn mark(&self, store: &Store, value: Option<String>) -> Result<(), StoreError> {
        let mark = Mark { key: format!("{MARKS}{}", self.instance), value };
        store.commit(&Batch { marks: vec![mark], ..Batch::default() }).await.map(drop)
    }
}

/// Who left word in a store that it is at work there, and was not killed before yesterday.
pub async fn signed_in(store: &Store) -> Result<Vec<Presence>, StoreError> {
    let marks = store.marks(MARKS).await?;
    let read = |mark: &Mark| serde_json::from_str::<Presence>(mark.value.as_deref()?).ok();
    let oldest = now() - FORGOTTEN_AFTER;
    Ok(marks.iter().filter_map(read).filter(|presence| presence.at > oldest).collect())
}

/// Forgets those who were killed long ago.
pub async fn forget_the_killed(store: &Store) -> Result<(), StoreError> {
    let oldest = now() - FORGOTTEN_AFTER;
    let is_old = |mark: &Mark| {
        let said = mark.value.as_deref().and_then(|value| serde_json::from_str::<Presence>(value).ok());
        // What cannot be read goes too: who is alive says it again within ten seconds.
        said.is_none_or(|presence| presence.at <= oldest)
    };
    let old: Vec<Mark> = store.marks(MARKS).await?.into_iter().filter(is_old).collect();
    if old.is_empty() {
        return Ok(());
    }
    let marks = old.into_iter().map(|mark| Mark { value: None, ..mark }).collect();
    store.commit(&Batch { marks, ..Batch::default() }).await.map(drop)
}

fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(0)
}

fn round(rate: f64) -> f64 {
    (rate * 10.0).round() / 10.0
}
