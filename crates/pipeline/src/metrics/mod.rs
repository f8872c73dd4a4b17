//! Metrics: what is counted while work is done, in one registry (Prometheus), each thing where it is made.
//!
//! A process has one [`Metrics`], which its runners are given with their options; who has none is given one that nobody
//! reads. Names follow Prometheus' conventions: `veille_` first, base units, and counters end in `_total`.

mod labels;
mod process;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use prometheus_client::encoding::prometheus_text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use veille_model::{Outcome, OutcomeKind, StageName};

use self::labels::{Fetch, Follower, Kind, OfOutcome, OfSource, Queue, Read, Stage, Stream};
use self::process::Process;
use crate::Counts;
use crate::standing::{Held, Lag};

/// A stage takes from microseconds (a brief) to seconds (a page of 30 MB).
const STAGE_SECONDS: [f64; 10] = [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.005, 0.025, 0.1, 1.0, 10.0];
const COMMIT_SECONDS: [f64; 11] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];
const FETCH_SECONDS: [f64; 9] = [0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
/// Codes of our own for what could not be processed.
const QUARANTINES: [&str; 5] = ["panic", "unreadable", "too_large", "max_deliveries", "stuck"];
/// Reasons told apart. Their codes are ours, and few; what comes over the wire may say anything.
const REASONS_MAX: usize = 400;

/// How much is in hand now: messages, and bytes.
type Depth = Box<dyn Fn() -> (usize, usize) + Send + Sync>;

type Timed<S> = Family<S, Histogram, fn() -> Histogram>;

/// What a process counts. Clones count into the same.
#[derive(Clone, Default)]
pub struct Metrics(Arc<Kept>);

/// The last thing that went wrong at a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Where.
    pub stage: StageName,
    /// When.
    pub at: SystemTime,
    /// What, in words.
    pub said: String,
}

struct Kept {
    registry: Registry,
    inputs: Family<Stage, Counter>,
    outcomes: Family<OfOutcome, Counter>,
    stage_seconds: Timed<Stage>,
    commits: Counter,
    refusals: Counter,
    commit_seconds: Histogram,
    fetches: Family<Fetch, Counter>,
    fetch_seconds: Timed<Kind>,
    queued_messages: Family<Queue, Gauge>,
    queued_bytes: Family<Queue, Gauge>,
    lag: Family<Read, Gauge>,
    oldest: Family<Read, Gauge>,
    stream_messages: Family<Stream, Gauge>,
    stream_bytes: Family<Stream, Gauge>,
    stream_bytes_max: Family<Stream, Gauge>,
    followers: Family<Follower, Gauge>,
    missing: Family<OfSource, Gauge>,
    store_bytes: Gauge,
    ready: Gauge,
    process: Process,
    reasons: Mutex<BTreeSet<String>>,
    queues: Mutex<Vec<(&'static str, Depth)>>,
    /// The same counts once more, for whoever asks for numbers and no text.
    counts: Mutex<BTreeMap<StageName, Counts>>,
    failure: Mutex<Option<Failure>>,
    is_refused: AtomicBool,
    is_stuck: AtomicBool,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            registry: Registry::default(),
            inputs: Family::default(),
            outcomes: Family::default(),
            stage_seconds: Family::new_with_constructor(|| Histogram::new(STAGE_SECONDS)),
            commits: Counter::default(),
            refusals: Counter::default(),
            commit_seconds: Histogram::new(COMMIT_SECONDS),
            fetches: Family::default(),
            fetch_seconds: Family::new_with_constructor(|| Histogram::new(FETCH_SECONDS)),
            queued_messages: Family::default(),
            queued_bytes: Family::default(),
            lag: Family::default(),
            oldest: Family::default(),
            stream_messages: Family::default(),
            stream_bytes: Family::default(),
            stream_bytes_max: Family::default(),
            followers: Family::default(),
            missing: Family::default(),
            store_bytes: Gauge::default(),
            ready: Gauge::default(),
            process: Process::default(),
            reasons: Mutex::default(),
            queues: Mutex::default(),
            counts: Mutex::default(),
            failure: Mutex::default(),
            is_refused: AtomicBool::new(false),
            is_stuck: AtomicBool::new(false),
        }
        .registered()
    }
}

impl Kept {
    fn registered(mut self) -> Self {
        let mut registry = Registry::default();
        macro_rules! register {
            ($($name:literal $field:ident $help:literal)*) => {
                $(registry.register($name, $help, self.$field.clone());)*
            };
        }
        // Counters are given `_total` when they are written.
        register! {
            "veille_inputs" inputs "Inputs that a stage has taken, each once however often it was tried"
            "veille_outcomes" outcomes "What became of inputs, by stage, outcome and the code of the reason"
            "veille_stage_duration_seconds" stage_seconds "Time that a stage takes for one input"
            "veille_commits" commits "Transactions that were committed to the store"
            "veille_commit_refusals" refusals "Batches that the store refused, each time they were offered"
            "veille_commit_duration_seconds" commit_seconds "Time until a batch stands in the store"
            "veille_fetches" fetches "Requests, by what was asked for, what came of it, and how the host kept us waiting"
            "veille_fetch_duration_seconds" fetch_seconds "Time from a request to the last byte of its answer"
            "veille_queue_messages" queued_messages "Messages in hand: taken and not settled yet"
            "veille_queue_bytes" queued_bytes "Bytes in hand"
            "veille_lag_messages" lag "Messages of a stream that a stage has not settled"
            "veille_oldest_unsettled_seconds" oldest "Age of the oldest of them; 0 where there is none"
            "veille_stream_messages" stream_messages "Messages that a stream holds"
            "veille_stream_bytes" stream_bytes "Bytes that a stream holds"
            "veille_stream_bytes_max" stream_bytes_max "Bytes that a stream may hold; 0 without a bound"
            "veille_follower_distance_changes" followers "Changes of the store that a follower has not worked on"
            "veille_source_missing_articles" missing "Articles that a source brings less than it uses to; of no source that brings what is usual"
            "veille_ready" ready "Whether work is done: 1, or 0"
            "veille_store_bytes" store_bytes "Size of the store"
        }
        self.process.register(&mut registry);
        self.registry = registry;
        self
    }
}

impl Metrics {
    /// All of it in Prometheus' text format, version 0.0.4.
    pub fn text(&self) -> String {
        let kept = &self.0;
        kept.process.look();
        // Two queues of one name are one to whoever looks.
        let mut depths: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
        for (queue, depth) in held(&kept.queues).iter() {
            let (messages, bytes) = depth();
            let depth = depths.entry(queue).or_default();
            *depth = (depth.0 + messages, depth.1 + bytes);
        }
        for (queue, (messages, bytes)) in depths {
            kept.queued_messages.get_or_create(&Queue { queue }).set(gauge(messages as u64));
            kept.queued_bytes.get_or_create(&Queue { queue }).set(gauge(bytes as u64));
        }
        let mut text = String::with_capacity(16 << 10);
        prometheus_text::encode(&mut text, &kept.registry).expect("writing to a text does not fail");
        text
    }

    /// Counts by stage since the process began.
    pub(crate) fn counts(&self) -> BTreeMap<StageName, Counts> {
        held(&self.0.counts).clone()
    }

    /// What went wrong last, if anything did.
    pub fn failure(&self) -> Option<Failure> {
        held(&self.0.failure).clone()
    }

    /// Whether the store has refused the last batch that it was offered.
    pub fn is_refused(&self) -> bool {
        self.0.is_refused.load(Ordering::Relaxed)
    }

    /// Whether a stage does not come back from a message.
    pub fn is_stuck(&self) -> bool {
        self.0.is_stuck.load(Ordering::Relaxed)
    }

    /// Begins to count what a process of these stages may come to: a rate is told of what was seen before, so that a burst of
    /// what never happened yet, or that nothing happens after a restart, would go unseen.
    pub fn begin(&self, stages: &[StageName]) {
        for stage in stages {
            drop(self.0.inputs.get_or_create(&Stage { stage: stage.as_str() }));
            self.count(*stage, OutcomeKind::Forwarded, "", 0);
            QUARANTINES.iter().for_each(|code| self.count(*stage, OutcomeKind::Quarantined, code, 0));
        }
    }

    /// Bytes of memory that the process holds; None where the system does not say.
    pub fn memory(&self) -> Option<u64> {
        process::resident().map(i64::unsigned_abs)
    }

    /// Notes something that went wrong, for whoever asks how a stage is.
    pub fn failed(&self, stage: StageName, said: impl fmt::Display) {
        *held(&self.0.failure) = Some(Failure { stage, at: SystemTime::now(), said: said.to_string() });
    }

    /// Counts a request of the fetcher: what was asked for, what came of it, and how long that took.
    pub fn fetched(&self, kind: &'static str, status: impl Into<String>, is_slow: bool, took: Duration) {
        let host = if is_slow { "slow" } else { "brisk" };
        self.0.fetches.get_or_create(&Fetch { kind, status: status.into(), host }).inc();
        self.0.fetch_seconds.get_or_create(&Kind { kind }).observe(took.as_secs_f64());
    }

    /// How far a follower is behind the store.
    pub fn follows(&self, follower: &str, distance: u64) {
        self.0.followers.get_or_create(&Follower { follower: follower.to_owned() }).set(gauge(distance));
    }

    /// Which sources bring less than is usual, and by how many articles.
    pub fn missing(&self, sources: impl Iterator<Item = (String, u64)>) {
        // A source that brings what is usual again has no line any more, and none that says 0.
        self.0.missing.clear();
        for (source, articles) in sources {
            self.0.missing.get_or_create(&OfSource { source }).set(gauge(articles));
        }
    }

    /// Whether work is done at the moment.
    pub fn ready(&self, is_ready: bool) {
        self.0.ready.set(i64::from(is_ready));
    }

    /// How large the store is.
    pub fn store_size(&self, bytes: u64) {
        self.0.store_bytes.set(gauge(bytes));
    }

    pub(crate) fn take(&self, stage: StageName) {
        self.0.inputs.get_or_create(&Stage { stage: stage.as_str() }).inc();
        held(&self.0.counts).entry(stage).or_default().inputs += 1;
    }

    pub(crate) fn settle(&self, outcome: &Outcome) {
        let (stage, kind) = (outcome.stage, outcome.outcome);
        let code = outcome.reason.as_ref().map(|reason| reason.code.as_str()).unwrap_or_default();
        self.count(stage, kind, code, 1);
        held(&self.0.counts).entry(stage).or_default().settle(kind);
        if kind == OutcomeKind::Quarantined {
            let url = outcome.url.as_deref().unwrap_or(&outcome.input);
            let reason = outcome.reason.as_ref().map(|reason| reason.detail.as_str()).unwrap_or_default();
            self.failed(stage, format_args!("{url}: {reason}"));
        }
    }

    pub(crate) fn stored(&self, articles: u64) {
        let stage = StageName::Store;
        self.0.inputs.get_or_create(&Stage { stage: stage.as_str() }).inc_by(articles);
        self.count(stage, OutcomeKind::Forwarded, "", articles);
        let mut counts = held(&self.0.counts);
        let counts = counts.entry(stage).or_default();
        counts.inputs += articles;
        counts.forwarded += articles;
    }

    fn count(&self, stage: StageName, kind: OutcomeKind, code: &str, many: u64) {
        let (stage, outcome) = (stage.as_str(), kind.as_str());
        let code = if code.is_empty() || self.is_told_apart(code) { code } else { "other" };
        let labels = OfOutcome { stage, outcome, reason: code.to_owned() };
        self.0.outcomes.get_or_create(&labels).inc_by(many);
    }

    fn is_told_apart(&self, code: &str) -> bool {
        let mut reasons = held(&self.0.reasons);
        let is_known = reasons.contains(code);
        if !is_known && reasons.len() < REASONS_MAX {
            return reasons.insert(code.to_owned());
        }
        is_known
    }

    /// Times a stage's work on one input.
    pub(crate) fn timed<T>(&self, stage: StageName, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let done = work();
        let labels = Stage { stage: stage.as_str() };
        self.0.stage_seconds.get_or_create(&labels).observe(began.elapsed().as_secs_f64());
        done
    }

    pub(crate) fn committed(&self, took: Duration) {
        self.0.is_refused.store(false, Ordering::Relaxed);
        self.0.commits.inc();
        self.0.commit_seconds.observe(took.as_secs_f64());
    }

    pub(crate) fn refused(&self, cause: &dyn fmt::Display) {
        self.0.refusals.inc();
        self.0.is_refused.store(true, Ordering::Relaxed);
        self.failed(StageName::Store, format_args!("the store refused a batch: {cause}"));
    }

    pub(crate) fn stuck(&self, stage: StageName) {
        // Never taken back: its process ends.
        self.0.is_stuck.store(true, Ordering::Relaxed);
        self.failed(stage, "a message is worked on for too long; its process ends");
    }

    /// Tells how much is in hand of a queue, messages and bytes, whenever somebody looks.
    pub(crate) fn watch(
        &self,
        queue: &'static str,
        depth: impl Fn() -> (usize, usize) + Send + Sync + 'static,
    ) {
        held(&self.0.queues).push((queue, Box::new(depth)));
    }

    pub(crate) fn lags(&self, lag: &Lag) {
        let labels = Read { stage: lag.stage.as_str(), stream: lag.stream };
        self.0.lag.get_or_create(&labels).set(gauge(lag.messages));
        if let Some(oldest) = lag.oldest {
            self.0.oldest.get_or_create(&labels).set(gauge(oldest.as_secs()));
        }
    }

    pub(crate) fn holds(&self, stream: &'static str, of: Held) {
        let labels = Stream { stream };
        self.0.stream_messages.get_or_create(&labels).set(gauge(of.messages));
        self.0.stream_bytes.get_or_create(&labels).set(gauge(of.bytes));
        self.0.stream_bytes_max.get_or_create(&labels).set(gauge(of.bytes_max.unwrap_or_default()));
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Metrics").finish_non_exhaustive()
    }
}

fn gauge(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
