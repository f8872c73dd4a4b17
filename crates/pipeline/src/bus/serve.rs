//! One stage as a service: its input's stream in, its output's subjects and the ledger out.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::{StreamExt, stream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::JoinSet;
use tracing::{debug, warn};
use veille_model::{Outcome, OutcomeKind, Reason, StageName};

use super::budget::Budget;
use super::letter::Letter;
use super::post::{Post, Unconfirmed};
use super::pull::Tap;
use super::streams::stream_of;
use super::{Bus, BusError, wire};
use crate::stage::{Label, decide};
use crate::{Stage, Stop, Tally};

/// Bounds of a service.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// Threads that run the stage.
    pub cores: usize,
    /// Messages handed to a thread at once, where as many are there.
    pub chunk_messages: usize,
    /// Messages in hand of this instance.
    pub in_hand: usize,
    /// Their bytes as they travel.
    pub in_hand_bytes: usize,
    /// Bytes of those that are worked on, decompressed: from there until what came of them is confirmed.
    pub decoded_bytes: usize,
    /// Messages in hand of all instances together.
    pub ack_pending_max: usize,
    /// After this long without a sign of life from an instance its messages go to another.
    pub ack_wait: Duration,
    /// Deliveries of one message; then it is a dead letter.
    pub tries: u32,
    /// How long what is in hand may take after `stop`.
    pub grace: Duration,
    /// Given once messages are taken.
    pub serving: Stop,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self {
            cores: std::thread::available_parallelism().map_or(2, usize::from),
            chunk_messages: 16,
            in_hand: 512,
            in_hand_bytes: 64 << 20,
            // Cleaning takes some ten times what a page unfolds to: two of 30 MB at once took 800 MB.
            decoded_bytes: 32 << 20,
            ack_pending_max: 4096,
            // What is in hand is vouched for four times in this, so it may be short: what was in hand of an instance
            // that died waits as long.
            ack_wait: Duration::from_secs(2),
            tries: 5,
            grace: Duration::from_secs(20),
            serving: Stop::new(),
        }
    }
}

impl Bus {
    /// Serves a stage until `stop`: takes its messages, publishes what comes of them, waits for the confirmations, and
    /// only then acknowledges. Several instances, in one process or many, share the work.
    ///
    /// `on_outcome` sees every outcome once it is confirmed.
    ///
    /// # Errors
    /// [`BusError::Forbidden`] where we lack a right, at the start or later; where the stage's stream or consumer cannot be
    /// had at the start. Later failures are waited out.
    pub async fn serve<S: Stage>(
        &self,
        stage: Arc<S>,
        options: &ServeOptions,
        on_outcome: impl Fn(&Outcome) + Send + Sync + 'static,
        stop: &Stop,
    ) -> Result<Tally, BusError> {
        self.check_rights(S::NAME)?;
        // Whatever ends this ends the readers too.
        let stop = stop.child_token();
        let _ended = stop.clone().drop_guard();
        let give_up = grace(&stop, options.grace);
        let letters = self.open(tap::<S>(options), &stop).await?;
        let undertaker = self.bury_the_dead::<S::Input>(S::NAME, &stop, &give_up).await?;
        self.trim_beside(&stop);
        let desk = Desk {
            bus: self.clone(),
            stage,
            tries: options.tries.max(1),
            give_up: give_up.clone(),
            on_outcome: Box::new(on_outcome),
            tally: Mutex::default(),
        };
        options.serving.cancel();
        let tally = tokio::select! {
            tally = Arc::new(desk).work(letters, options) => tally,
            error = self.forbidden(S::NAME.as_str()) => return Err(error),
        };
        // It ends with `stop` too; that it ended in another way would have been logged by whoever caught its panic.
        let _ = give_up.run_until_cancelled(undertaker).await;
        self.flush().await;
        Ok(tally)
    }
}

fn tap<S: Stage>(options: &ServeOptions) -> Tap {
    Tap {
        stream: stream_of::<S::Input>(),
        consumer: S::NAME.to_string(),
        filter: String::new(),
        in_hand: options.in_hand,
        in_hand_bytes: options.in_hand_bytes,
        ack_pending_max: options.ack_pending_max,
        ack_wait: options.ack_wait,
        tries: Some(options.tries.max(1)),
        careful: true,
    }
}

/// Given up when what is in hand has had its time after `stop`.
pub(super) fn grace(stop: &Stop, grace: Duration) -> Stop {
    let (stop, give_up) = (stop.clone(), Stop::new());
    let giving_up = give_up.clone();
    tokio::spawn(async move {
        stop.cancelled().await;
        tokio::time::sleep(grace).await;
        giving_up.cancel();
    });
    give_up
}

struct Desk<S> {
    bus: Bus,
    stage: Arc<S>,
    tries: u32,
    give_up: Stop,
    on_outcome: Box<dyn Fn(&Outcome) + Send + Sync>,
    tally: Mutex<Tally>,
}

/// What is to be done about a letter.
struct Answer {
    letter: Letter,
    posts: Vec<Post>,
    outcome: Outcome,
    run: Option<String>,
    retry_after: Option<Duration>,
}

impl<S: Stage> Desk<S> {
    async fn work(
        self: Arc<Self>,
        mut letters: mpsc::UnboundedReceiver<Letter>,
        options: &ServeOptions,
    ) -> Tally {
        let cores = Arc::new(Semaphore::new(options.cores.max(1)));
        let budget = Budget::new(options.decoded_bytes);
        let mut chunks = JoinSet::new();
        let mut next = None;
        loop {
            let core = Arc::clone(&cores).acquire_owned().await.expect("nobody closes this semaphore");
            let first = match next.take() {
                Some(letter) => letter,
                None => match letters.recv().await {
                    Some(letter) => letter,
                    None => break,
                },
            };
            let share = budget.wait(&first).await;
            let mut chunk = vec![(first, share)];
            while chunk.len() < options.chunk_messages {
                let Ok(letter) = letters.try_recv() else { break };
                let Some(share) = budget.try_now(&letter) else {
                    next = Some(letter);
                    break;
                };
                chunk.push((letter, share));
            }
            let desk = Arc::clone(&self);
            chunks.spawn(async move {
                let on_core = Arc::clone(&desk);
                let work = move || -> Vec<(Answer, OwnedSemaphorePermit)> {
                    let _core = core;
                    chunk.into_iter().map(|(letter, share)| (on_core.answer(letter), share)).collect()
                };
                let answers = tokio::task::spawn_blocking(work).await.expect("stages' panics are caught");
                let carried_out = |(answer, share)| {
                    let desk = &desk;
                    async move {
                        desk.carry_out(answer).await;
                        drop(share);
                    }
                };
                stream::iter(answers).for_each_concurrent(None, carried_out).await;
            });
            while chunks.try_join_next().is_some() {}
        }
        let settled = async { while chunks.join_next().await.is_some() {} };
        if self.give_up.run_until_cancelled(settled).await.is_none() {
            warn!(stage = %S::NAME, "stopped with work in hand; its messages will come again");
        }
        self.tally.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The work that takes a core: reading, the stage itself, writing.
    fn answer(&self, letter: Letter) -> Answer {
        letter.begin();
        let answer = self.settle(letter);
        answer.letter.done();
        answer
    }

    fn settle(&self, letter: Letter) -> Answer {
        let run = wire::run(letter.headers()).map(str::to_owned);
        let input: S::Input = match wire::read(letter.headers(), letter.payload()) {
            Ok(input) => input,
            Err(reason) => {
                let outcome = unreadable(S::NAME, &letter, reason);
                return Answer { letter, posts: Vec::new(), outcome, run, retry_after: None };
            }
        };
        let decision = decide(self.stage.as_ref(), input, letter.place.delivered >= self.tries);
        let posts: Vec<Post> =
            decision.outputs.iter().flat_map(|output| wire::posts(output, run.as_deref())).collect();
        let Some(reason) = posts.iter().find_map(|post| self.too_large(post)) else {
            return Answer {
                letter,
                posts,
                outcome: decision.outcome,
                run,
                retry_after: decision.retry_after,
            };
        };
        let outcome = Outcome {
            outcome: OutcomeKind::Quarantined,
            reason: Some(reason),
            outputs: Vec::new(),
            ..decision.outcome
        };
        Answer { letter, posts: Vec::new(), outcome, run, retry_after: None }
    }

    async fn carry_out(&self, answer: Answer) {
        let Answer { letter, mut posts, outcome, run, retry_after } = answer;
        let quarantined = outcome.outcome == OutcomeKind::Quarantined;
        if quarantined {
            posts.push(self.bus.dead_letter(S::NAME, &letter, &outcome));
        }
        posts.push(wire::outcome_post(&outcome, run.as_deref()));
        if let Err(cause) = self.bus.post_all(&posts, &self.give_up).await {
            warn!(
                ?cause,
                sequence = letter.place.sequence,
                "given up while stopping; the message will come again"
            );
            return;
        }
        match retry_after {
            Some(after) => letter.nak(after).await,
            None if quarantined => letter.term().await,
            None => letter.ack().await,
        }
        self.note(&outcome);
    }

    fn too_large(&self, post: &Post) -> Option<Reason> {
        match self.bus.fits(post) {
            Err(Unconfirmed::TooLarge { bytes, limit, raise }) => {
                Some(too_large(&post.subject, bytes, limit, raise))
            }
            _ => None,
        }
    }

    fn note(&self, outcome: &Outcome) {
        debug!(stage = %S::NAME, source = %outcome.source, input = outcome.input, outcome = %outcome.outcome, "settled");
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        if outcome.outcome != OutcomeKind::Retried {
            tally.take(S::NAME);
        }
        tally.settle(outcome);
        drop(tally);
        (self.on_outcome)(outcome);
    }
}

/// Why the server does not take a message.
pub(super) fn too_large(subject: &str, bytes: usize, limit: usize, raise: &str) -> Reason {
    let detail = format!("{bytes} bytes for {subject}, and the NATS server takes {limit}: raise {raise}");
    Reason::new("too_large", detail)
}

/// The outcome of a letter that cannot be read: all that is known of its input is where it stood.
pub(super) fn unreadable(stage: StageName, letter: &Letter, reason: Reason) -> Outcome {
    let place = format!("{}/{}", letter.place.stream, letter.place.sequence);
    Label::unreadable(place).outcome(stage, OutcomeKind::Quarantined, Some(reason))
}
