//! How a process is, for whoever has to know: a supervisor, a collector of metrics, and `veille status`.

mod followers;
pub mod presence;
mod supervisor;

pub use followers::behind;
pub use presence::Revised;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use tokio::task::JoinHandle;
use veille_model::StageName;
use veille_pipeline::bus::Bus;
use veille_pipeline::{Metrics, Stop};
use veille_sink::Store;
use veille_web::{Listen, WebError};

use self::presence::{BEAT, LOOK, Myself};
use crate::configuration::Settings;
use crate::configuration::metrics::place;
use crate::context::Context;
use crate::exit::{Cause, failure};

const STARTING: u8 = 0;
const READY: u8 = 1;
const STOPPING: u8 = 2;

type Check = Box<dyn Fn() -> Result<(), String> + Send + Sync>;

/// How this process is.
pub struct Health {
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
    /// For what goes on until the process ends, also while what is in hand is finished.
    ended: Stop,
    store: Option<Store>,
}

struct Shared {
    metrics: Metrics,
    phase: AtomicU8,
    checks: Mutex<Vec<Check>>,
    myself: Myself,
}

impl Shared {
    fn unready(&self) -> Option<String> {
        match self.phase.load(Ordering::Relaxed) {
            STARTING => return Some("starting".to_owned()),
            STOPPING => return Some("stopping".to_owned()),
            _ => {}
        }
        if self.metrics.is_stuck() {
            return Some("a stage does not come back from a message".to_owned());
        }
        if self.metrics.is_refused() {
            return Some("the store refuses what is to be stored".to_owned());
        }
        let checks = self.checks.lock().unwrap_or_else(PoisonError::into_inner);
        checks.iter().find_map(|check| check().err())
    }

    /// In one line.
    fn line(&self) -> String {
        let counts = self
            .metrics
            .tally()
            .stages()
            .map(|(stage, counts)| format!("{stage} {}", counts.inputs))
            .collect::<Vec<_>>();
        let state = self.unready().unwrap_or_else(|| "ready".to_owned());
        match counts.is_empty() {
            true => state,
            false => format!("{state}; inputs: {}", counts.join(", ")),
        }
    }
}

impl Health {
    /// Answers who asks how we are, where `listen` says, else VEILLE_METRICS, else the configuration; nowhere where none of
    /// them names an address.
    pub async fn begin(
        command: &str,
        stages: &[StageName],
        listen: Option<Listen>,
        context: &Context,
        stop: &Stop,
    ) -> Result<Self> {
        let metrics = Metrics::default();
        metrics.begin(stages);
        let shared = Arc::new(Shared {
            myself: Myself::new(command, stages, metrics.clone()),
            metrics,
            phase: AtomicU8::new(STARTING),
            checks: Mutex::default(),
        });
        shared.myself.topics().say(context.configuration.topics.revision());
        let mut health =
            Self { shared: Arc::clone(&shared), tasks: Vec::new(), ended: Stop::new(), store: None };
        if let Some(listen) =
            listen.map_or_else(|| configured(&context.configuration.settings), |it| Ok(Some(it)))?
        {
            let address = health.listen(listen).await?;
            tracing::info!(%address, "answering /healthz, /readyz and /metrics");
        }
        let ended = health.ended.clone();
        let looking = Arc::clone(&shared);
        health.spawn(async move {
            loop {
                looking.myself.look();
                if ended.run_until_cancelled(tokio::time::sleep(LOOK)).await.is_none() {
                    return;
                }
            }
        });
        let (told, ended) = (Arc::clone(&shared), health.ended.clone());
        health.spawn(async move { supervisor::keep_telling(|| told.line(), &ended).await });
        let (stopped, stop, ended) = (shared, stop.clone(), health.ended.clone());
        health.spawn(async move {
            if ended.run_until_cancelled(stop.cancelled()).await.is_some() {
                stopped.phase.store(STOPPING, Ordering::Relaxed);
                supervisor::stopping();
            }
        });
        Ok(health)
    }

    async fn listen(&mut self, listen: Listen) -> Result<SocketAddr> {
        let (counted, asked, ended) =
            (Arc::clone(&self.shared), Arc::clone(&self.shared), self.ended.clone());
        let answering = veille_web::Health::new(
            move || {
                counted.metrics.ready(counted.unready().is_none());
                counted.metrics.text()
            },
            move || asked.unready().map_or(Ok(()), Err),
        );
        let bound = answering.bind(listen, async move { ended.cancelled().await }).await;
        let (address, serving) = bound.map_err(|error| match error {
            WebError::NoHealth { .. } => failure(Cause::Unavailable, error),
            error => error.into(),
        })?;
        self.spawn(serving);
        Ok(address)
    }

    fn spawn(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.push(tokio::spawn(task));
    }

    /// Where is said what topics it runs.
    pub fn topics(&self) -> Revised {
        self.shared.myself.topics().clone()
    }

    /// Where it is counted.
    pub fn metrics(&self) -> Metrics {
        self.shared.metrics.clone()
    }

    /// From now on work is done: the supervisor is told, and whoever asks.
    pub fn ready(&self) {
        // Not back from stopping: the signal may come while we start.
        let _ = self.shared.phase.compare_exchange(STARTING, READY, Ordering::Relaxed, Ordering::Relaxed);
        supervisor::ready();
    }

    /// The same, once `serving` is given.
    pub fn ready_when(&mut self, serving: Stop, stage: StageName) {
        let (shared, ended) = (Arc::clone(&self.shared), self.ended.clone());
        self.spawn(async move {
            if ended.run_until_cancelled(serving.cancelled()).await.is_some() {
                tracing::info!(%stage, "serving");
                let _ = shared.phase.compare_exchange(STARTING, READY, Ordering::Relaxed, Ordering::Relaxed);
                supervisor::ready();
            }
        });
    }

    /// We work at a NATS server: whoever asks there hears of us, its lags are told, and without it nothing is ready.
    pub fn works_at(&mut self, bus: &Bus, settings: &Settings) {
        let connected = bus.clone();
        let check = move || match connected.is_connected() {
            true => Ok(()),
            false => Err("the NATS server is away".to_owned()),
        };
        self.shared.checks.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(check));
        let (shared, bus_asked, ended) = (Arc::clone(&self.shared), bus.clone(), self.ended.clone());
        self.spawn(async move {
            let answer =
                || serde_json::to_string(&shared.myself.say(shared.unready())).expect("its keys are text");
            bus_asked.answer_status(answer, &ended).await;
        });
        // Whoever keeps room in the streams sees how far all are.
        let watched = match self.shared.myself.stages() {
            [] => vec![StageName::Clean, StageName::Classify, StageName::Store],
            own => own.to_vec(),
        };
        for stage in watched {
            let (bus, config, ended) = (bus.clone(), settings.nats.clone(), self.ended.clone());
            let metrics = self.metrics();
            self.spawn(async move { bus.watch_lag(stage, &config, &metrics, &ended).await });
        }
    }

    /// A bucket of the server is looked after: what it holds is told.
    pub fn remembers_in(&mut self, bus: &Bus, bucket: &'static str, settings: &Settings) {
        let (bus, config, ended) = (bus.clone(), settings.nats.clone(), self.ended.clone());
        let metrics = self.metrics();
        self.spawn(async move { bus.watch_bucket(bucket, &config, &metrics, &ended).await });
    }

    /// We have a store open, and may write to it: we leave word there, and tell how far its followers are.
    pub fn writes_to(&mut self, store: &Store, settings: &Settings) {
        self.store = Some(store.clone());
        let (shared, store, ended) = (Arc::clone(&self.shared), store.clone(), self.ended.clone());
        let settings = settings.clone();
        self.spawn(async move {
            let beating = async {
                // It only tidies up, and the next to start tries again.
                let _ = presence::forget_the_killed(&store).await;
                loop {
                    if let Err(error) = shared.myself.sign_in(&store, shared.unready()).await {
                        tracing::debug!(%error, "no word was left in the store");
                    }
                    for (follower, distance) in behind(&store, &settings).await.unwrap_or_default() {
                        shared.metrics.follows(&follower, distance);
                    }
                    if let Ok(bytes) = store.bytes().await {
                        shared.metrics.store_size(bytes);
                    }
                    tokio::time::sleep(BEAT).await;
                }
            };
            ended.run_until_cancelled(beating).await;
        });
    }

    /// Ends it, before the store is closed.
    pub async fn end(self) {
        self.ended.cancel();
        for task in self.tasks {
            // A reader of metrics that holds its connection open holds up nobody.
            let _ = tokio::time::timeout(std::time::Duration::from_millis(500), task).await;
        }
        if let Some(store) = &self.store
            && let Err(error) = self.shared.myself.sign_out(store).await
        {
            tracing::debug!(%error, "the word that was left in the store stays there for a day");
        }
    }
}

/// Where the environment or the configuration says.
fn configured(settings: &Settings) -> Result<Option<Listen>> {
    // An empty variable is how a shell script unsets it for one command.
    let named = std::env::var("VEILLE_METRICS").ok().filter(|named| !named.is_empty());
    let (written, place_of) = match &named {
        Some(named) => (named, "VEILLE_METRICS"),
        None => (&settings.metrics.listen, "metrics.listen"),
    };
    place(written).map_err(|message| failure(Cause::Configuration, format!("{place_of}: {message}")))
}
