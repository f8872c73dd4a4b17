//! Captures at rest as inputs of a pipeline: read on a thread of their own, feeds opened into their entries.

use std::path::PathBuf;
use std::time::SystemTime;

use anyhow::{Context, Result};
use futures_util::{Stream, StreamExt};
use tokio::sync::mpsc;
use veille_archive::{ArchiveError, Captures, Found};
use veille_model::{
    Capture, CaptureKind, FeedEntry, Mark, Outcome, OutcomeKind, Reason, SourceId, StageName,
};
use veille_pipeline::Input;

use super::archiving::said_gone;
use crate::torn::TORN;

/// Inputs handed over at once, and their bytes: handed over one by one, two threads wake each other for every document, and
/// the pipeline gets chunks of one or two.
const TOGETHER: usize = 32;
const TOGETHER_BYTES: usize = 256 << 10;
/// Such handfuls read ahead. Captures may be large, and whoever takes them has bounds of its own.
const READ_AHEAD: usize = 2;

/// What lies at some paths, as a stream of inputs.
pub struct Reading {
    archives: Vec<Captures>,
    /// The mark that says how far we have come.
    key: String,
}

impl Reading {
    /// Opens all paths, so that a misspelt one is known before any work is done.
    pub fn open(paths: &[PathBuf]) -> Result<Self> {
        let archives = paths.iter().map(|path| Ok(veille_archive::open(path)?)).collect::<Result<_>>()?;
        let shown: Result<Vec<String>> = paths
            .iter()
            .map(|path| {
                // `seeds`, `./seeds` and its absolute path are one replay to resume.
                let path = path.canonicalize().with_context(|| path.display().to_string())?;
                Ok(path.display().to_string())
            })
            .collect();
        Ok(Self { archives, key: format!("replay/{}", shown?.join(":")) })
    }

    /// The mark that says how many documents of these paths are done.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The inputs after the first `done` documents. Each document has an outcome of the stage *capture*, and its last
    /// input carries the mark.
    pub fn inputs(self, done: u64) -> impl Stream<Item = Input> + Send {
        let (sender, receiver) = mpsc::channel(READ_AHEAD);
        let reader = std::thread::spawn(move || {
            let items = self.archives.into_iter().flatten();
            let (mut together, mut bytes) = (Vec::new(), 0);
            for (number, item) in (1u64..).zip(items).skip(usize::try_from(done).unwrap_or(usize::MAX)) {
                let mark = Mark { key: self.key.clone(), value: Some(number.to_string()) };
                for input in inputs_of(item, mark) {
                    bytes += input.capture.as_ref().map_or(0, |capture| capture.body.len());
                    together.push(input);
                    if together.len() < TOGETHER && bytes < TOGETHER_BYTES {
                        continue;
                    }
                    bytes = 0;
                    // Nobody takes any more: the runner has stopped, and the archive is
                    // closed with the thread.
                    if sender.blocking_send(std::mem::take(&mut together)).is_err() {
                        return;
                    }
                }
            }
            // All of it is done: nothing to go on from.
            let finished = Mark { key: self.key, value: None };
            together.push(Input { marks: vec![finished], ..Input::default() });
            let _ = sender.blocking_send(together);
        });
        let handfuls =
            futures_util::stream::unfold((receiver, Some(reader)), |(mut receiver, mut reader)| async move {
                let Some(inputs) = receiver.recv().await else {
                    // One that panicked looks like one that has read everything: the rest would be missing, and nobody told.
                    if let Some(Err(panic)) = reader.take().map(std::thread::JoinHandle::join) {
                        std::panic::resume_unwind(panic);
                    }
                    return None;
                };
                Some((inputs, (receiver, reader)))
            });
        handfuls.flat_map(futures_util::stream::iter)
    }
}

/// One document as inputs: a page is one, a feed as many as it has entries, what cannot be read an outcome alone.
fn inputs_of(item: Result<Found, ArchiveError>, mark: Mark) -> Vec<Input> {
    let (captures, outcomes) = match item {
        Ok(found) => opened(found),
        Err(error) => (Vec::new(), vec![unread(&error)]),
    };
    let began = Some((StageName::Capture, SystemTime::now()));
    let input = |capture: Capture| Input { began, ..Input::from(capture) };
    let mut inputs: Vec<Input> = captures.into_iter().map(input).collect();
    // What the ledger says of it, and the mark, need an input to travel with.
    if inputs.is_empty() {
        inputs.push(Input::default());
    }
    // With the first input and not the last, so that the ledger has the document before
    // what became of its entries.
    inputs[0].outcomes.extend(outcomes);
    // With the last: a feed counts as read once all of its entries are stored.
    if let Some(last) = inputs.last_mut() {
        last.marks.push(mark);
    }
    inputs
}

/// The captures that a document holds, and what the ledger says of it.
fn opened(found: Found) -> (Vec<Capture>, Vec<Outcome>) {
    let Found { capture, place } = found;
    let mut outcome = Outcome {
        stage: StageName::Capture,
        outcome: OutcomeKind::Forwarded,
        input: place.to_string(),
        source: capture.source.clone(),
        url: capture.url.clone(),
        at: capture.captured_at,
        reason: None,
        outputs: Vec::new(),
    };
    if let Some(reason) = said_gone(&capture) {
        (outcome.outcome, outcome.reason) = (OutcomeKind::Discarded, Some(reason));
        let input = capture.url.unwrap_or_else(|| outcome.input.clone());
        let fetched = Outcome { stage: StageName::Fetch, input, ..outcome.clone() };
        return (Vec::new(), vec![outcome, fetched]);
    }
    let captures = match expand(capture) {
        Ok(captures) => captures,
        Err(reason) => {
            outcome.outcome = OutcomeKind::Quarantined;
            outcome.reason = Some(reason);
            Vec::new()
        }
    };
    outcome.outputs = captures.iter().map(|capture| capture.id.to_string()).collect();
    (captures, vec![outcome])
}

/// What came from an address, of which nobody said what it is: a page, or a feed with its entries.
pub fn opened_as_feed(capture: Capture) -> Result<Vec<Capture>, Reason> {
    let read = veille_fetcher::feed(&capture.body, capture.media_type.as_deref(), capture.url.as_deref());
    // A page is no feed, and says so; of XML that is neither the cleaner says what it is. A feed that has no entry yet is no page either.
    let kind = if read.is_ok() { CaptureKind::Feed } else { CaptureKind::Page };
    expand(Capture { kind, ..capture })
}

/// A page is itself; a feed is its entries.
pub fn expand(capture: Capture) -> Result<Vec<Capture>, Reason> {
    if capture.kind != CaptureKind::Feed {
        return Ok(vec![capture]);
    }
    let entries =
        veille_fetcher::entries(&capture.body, capture.media_type.as_deref(), capture.url.as_deref())
            .map_err(|error| Reason::new("bad_feed", error.to_string()))?;
    // A feed that nobody claims, as a file without an address, leaves each entry to the host that it leads to.
    let nobody = capture.source == SourceId::unknown();
    let source = |url: &Option<String>| match url {
        Some(url) if nobody => SourceId::of_url(url),
        _ => capture.source.clone(),
    };
    let entry = |entry: &FeedEntry| Capture::entry(entry, source(&entry.url), capture.captured_at);
    Ok(entries.iter().map(entry).collect())
}

fn unread(error: &ArchiveError) -> Outcome {
    let outcome = if error.is_skip() { OutcomeKind::Discarded } else { OutcomeKind::Quarantined };
    Outcome {
        stage: StageName::Capture,
        outcome,
        input: error.place().to_string(),
        source: SourceId::unknown(),
        url: None,
        at: None,
        reason: Some(unread_reason(error)),
        outputs: Vec::new(),
    }
}

/// Why something at rest gave no capture, without its place: whoever shows the one shows the other.
pub fn unread_reason(error: &ArchiveError) -> Reason {
    let code = match (error.is_skip(), error.is_torn()) {
        (true, _) => "not_a_capture",
        (_, true) => TORN,
        _ => "unreadable",
    };
    let text = error.to_string();
    let place = format!("{}: ", error.place());
    Reason::new(code, text.strip_prefix(&place).unwrap_or(&text))
}
