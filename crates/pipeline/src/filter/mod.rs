//! One stage as a filter: JSON Lines in, JSON Lines out, in the same order.
//!
//! Lines go through the stage on all cores. What is passed on stands on the output; what is not gives no line there
//! and an outcome with its reason. A line that cannot be read costs itself, never the others.

mod lines;
mod order;
mod store;

use std::io::{self, BufRead, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use veille_model::{Outcome, OutcomeKind, Reason, StageName};

use self::lines::{Line, Lines};
use self::order::{Budget, InOrder};
pub use self::store::{StoreError, store};
use crate::stage::{Label, decide};
use crate::{Stage, Tally};

/// Bounds of a filter.
#[derive(Clone, Debug)]
pub struct Options {
    /// Threads that run the stage.
    pub cores: usize,
    /// Lines handed to a thread at once, where as many are there; a line that stands alone does not wait.
    pub chunk_lines: usize,
    /// Bytes of lines read and not yet written.
    pub in_hand_bytes: usize,
    /// Longest line that is read; a longer one is an outcome.
    pub line_bytes_max: usize,
    /// How often the stage is asked about one line.
    pub tries: u32,
    /// Whether storing keeps captures, where lines have them.
    pub keep_captures: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            cores: std::thread::available_parallelism().map_or(2, usize::from),
            chunk_lines: 32,
            in_hand_bytes: 64 << 20,
            // A capture of 32 MB, the longest that is read at rest, takes 43 MB in base64.
            line_bytes_max: 64 << 20,
            tries: 5,
            keep_captures: false,
        }
    }
}

/// What a filter has done.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Lines by outcome.
    pub tally: Tally,
    /// Whether the reader of the output went away before the end, as `head` does.
    pub broken_pipe: bool,
}

/// Why a filter could not go on.
#[derive(Debug, thiserror::Error)]
pub enum FilterError {
    /// The input could not be read on; what was read before is written.
    #[error("reading the input after line {after_line}: {source}")]
    Read {
        /// The last line that was read whole.
        after_line: u64,
        /// What the system said.
        source: io::Error,
    },
    /// The output could not be written.
    #[error("writing the output: {0}")]
    Write(#[from] io::Error),
}

/// Runs a stage over lines until they end or nobody reads the output any more.
///
/// `on_outcome` sees every outcome with its line's number, in the order of the lines. It is called on the calling
/// thread, which also writes. The calling thread must be allowed to block.
///
/// # Errors
/// [`FilterError`]; a broken pipe is none.
pub fn run<S: Stage>(
    stage: Arc<S>,
    input: impl BufRead + Send + 'static,
    output: &mut impl Write,
    options: &Options,
    mut on_outcome: impl FnMut(u64, &Outcome),
) -> Result<Summary, FilterError> {
    let budget = Arc::new(Budget::new(options.in_hand_bytes));
    let done = start(&stage, input, options, &budget);
    let mut in_order = InOrder::default();
    let mut summary = Summary::default();
    let mut failed_reading = None;
    for event in done {
        match event {
            Event::Done(chunk) => in_order.put(chunk.first, chunk),
            Event::Failed { after_line, source } => {
                failed_reading = Some(FilterError::Read { after_line, source })
            }
        }
        while let Some(chunk) = in_order.next() {
            for settled in &chunk.lines {
                summary.tally.take(S::NAME);
                for outcome in &settled.outcomes {
                    summary.tally.settle(outcome);
                    on_outcome(settled.number, outcome);
                }
            }
            if let Err(error) = write(output, &chunk, in_order.is_empty()) {
                // The thread that reads may be waiting for room, which nobody gives back any more.
                budget.close();
                summary.broken_pipe = error.kind() == io::ErrorKind::BrokenPipe;
                return if summary.broken_pipe { Ok(summary) } else { Err(error.into()) };
            }
            budget.give_back(chunk.bytes);
        }
    }
    failed_reading.map_or(Ok(summary), Err)
}

/// Nothing is left in a buffer when there is nothing more to write for now: the next program is waiting for it.
fn write(output: &mut impl Write, chunk: &Chunk<Settled>, flush: bool) -> io::Result<()> {
    for settled in &chunk.lines {
        output.write_all(&settled.json)?;
    }
    if flush { output.flush() } else { Ok(()) }
}

enum Event {
    Done(Chunk<Settled>),
    Failed { after_line: u64, source: io::Error },
}

/// Neighbouring lines; `first` counts the lines given out, without gaps.
struct Chunk<T> {
    first: u64,
    lines: Vec<T>,
    bytes: usize,
}

impl<T> Chunk<T> {
    fn len(&self) -> u64 {
        self.lines.len() as u64
    }
}

struct Settled {
    number: u64,
    json: Vec<u8>,
    outcomes: Vec<Outcome>,
}

/// Starts a thread that reads and one for each core that works. They end when the lines do, or when the receiver that
/// is given back is dropped; a reader that waits for a terminal is left behind, for the process ends then.
fn start<S: Stage>(
    stage: &Arc<S>,
    input: impl BufRead + Send + 'static,
    options: &Options,
    budget: &Arc<Budget>,
) -> Receiver<Event> {
    let cores = options.cores.max(1);
    // A chunk at work and one that waits, for each core.
    let (line_sender, line_receiver) = sync_channel(cores * options.chunk_lines.max(1) * 2);
    let (done_sender, done_receiver) = sync_channel(cores * 2);
    let queue =
        Arc::new(Queue { lines: Mutex::new((line_receiver, 0)), chunk_lines: options.chunk_lines.max(1) });
    for _ in 0..cores {
        let (stage, queue, sender) = (Arc::clone(stage), Arc::clone(&queue), done_sender.clone());
        let (tries, bytes_max) = (options.tries.max(1), options.line_bytes_max);
        std::thread::spawn(move || work(stage.as_ref(), &queue, &sender, tries, bytes_max));
    }
    let (lines, budget) = (Lines::new(input, options.line_bytes_max), Arc::clone(budget));
    std::thread::spawn(move || read(lines, &budget, &line_sender, &done_sender));
    done_receiver
}

fn read<R: BufRead>(
    mut lines: Lines<R>,
    budget: &Budget,
    sender: &SyncSender<Line>,
    failed: &SyncSender<Event>,
) {
    let mut after_line = 0;
    loop {
        match lines.next() {
            Ok(Some(line)) => {
                after_line = line.number;
                if !budget.take(line.text.len()) || sender.send(line).is_err() {
                    return;
                }
            }
            Ok(None) => return,
            Err(source) => {
                // Nobody receives it where the output has failed already.
                let _ = failed.send(Event::Failed { after_line, source });
                return;
            }
        }
    }
}

struct Queue {
    lines: Mutex<(Receiver<Line>, u64)>,
    chunk_lines: usize,
}

impl Queue {
    /// Waits for a line and takes those that are there already.
    fn take(&self) -> Option<Chunk<Line>> {
        let mut guard = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let (receiver, given) = &mut *guard;
        // Under the lock, so that a chunk holds neighbours and its number leaves no gap.
        let first = receiver.recv().ok()?;
        let mut chunk = Chunk { first: *given, bytes: first.text.len(), lines: vec![first] };
        // Of long lines few: a chunk comes out as a whole, and the next program waits for it.
        while chunk.lines.len() < self.chunk_lines && chunk.bytes < 256 << 10 {
            let Ok(line) = receiver.try_recv() else { break };
            chunk.bytes += line.text.len();
            chunk.lines.push(line);
        }
        *given += chunk.len();
        Some(chunk)
    }
}

fn work<S: Stage>(stage: &S, queue: &Queue, sender: &SyncSender<Event>, tries: u32, bytes_max: usize) {
    while let Some(Chunk { first, lines, bytes }) = queue.take() {
        let lines = lines.into_iter().map(|line| settle(stage, line, tries, bytes_max)).collect();
        if sender.send(Event::Done(Chunk { first, lines, bytes })).is_err() {
            return;
        }
    }
}

fn settle<S: Stage>(stage: &S, line: Line, tries: u32, bytes_max: usize) -> Settled {
    let number = line.number;
    let message: S::Input = match parse(&line, bytes_max) {
        Ok(message) => message,
        Err(reason) => {
            let outcome = unreadable(S::NAME, number, reason);
            return Settled { number, json: Vec::new(), outcomes: vec![outcome] };
        }
    };
    let mut outcomes = Vec::new();
    let mut message = Some(message);
    let mut json = Vec::new();
    for attempt in 1.. {
        let last_try = attempt >= tries;
        // The last try needs no copy behind it.
        let Some(input) = (if last_try { message.take() } else { message.clone() }) else { break };
        let decision = decide(stage, input, last_try);
        outcomes.push(decision.outcome);
        if let Some(pause) = decision.retry_after {
            // Slept here: the lines behind this one have to wait for it anyway.
            std::thread::sleep(pause);
            continue;
        }
        for output in &decision.outputs {
            serde_json::to_writer(&mut json, output).expect("a message has no map with other keys than text");
            json.push(b'\n');
        }
        break;
    }
    Settled { number, json, outcomes }
}

fn parse<T: serde::de::DeserializeOwned>(line: &Line, bytes_max: usize) -> Result<T, Reason> {
    if line.too_long {
        return Err(Reason::new("line_too_long", format!("it is longer than {bytes_max} bytes")));
    }
    // JSON that breaks off is a mistake of its writer's; in the
    // last line, without its end, it is a writer that was killed.
    serde_json::from_slice(&line.text).map_err(|error| match error.is_eof() && !line.ended {
        true => Reason::new("torn", "the input ends in the middle of this line"),
        false => Reason::new("unreadable", veille_model::plain::json(&error)),
    })
}

fn unreadable(stage: StageName, number: u64, reason: Reason) -> Outcome {
    Label::unreadable(format!("line {number}")).outcome(stage, OutcomeKind::Quarantined, Some(reason))
}
