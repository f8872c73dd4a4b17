//! Traces: an input's way through the stages as spans under one id (OpenTelemetry), which travels in a message's header as
//! `traceparent` (W3C Trace Context, level 1).
//!
//! A process has one [`Traces`], which its runners are given with their options; who has none is given one that costs
//! nothing. What a trace is sent as, and where to, whoever wires the runners knows.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use veille_model::Outcome;

/// The header that says to which trace a message belongs.
pub(crate) const TRACEPARENT: &str = "traceparent";

/// What one stage did about one input.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// The id of its trace, one an input of the whole.
    pub trace: [u8; 16],
    /// Its own.
    pub id: [u8; 8],
    /// That of the stage before; None of the first.
    pub parent: Option<[u8; 8]>,
    /// Whether its input was published over NATS, or came from there.
    pub over_nats: bool,
    /// When the stage took its input.
    pub began: SystemTime,
    /// When what came of it was safe.
    pub ended: SystemTime,
    /// The stage, its input, and what came of it.
    pub outcome: Outcome,
}

/// Where spans go. Clones are one.
#[derive(Clone, Default)]
pub struct Traces(Option<Arc<Kept>>);

struct Kept {
    ids: Ids,
    sample: Box<dyn Fn([u8; 16], Option<bool>) -> bool + Send + Sync>,
    export: Box<dyn Fn(Span) + Send + Sync>,
}

impl Traces {
    /// Hands spans to `export`, which does not wait: those of traces that `sample` chooses by their id, and by what was chosen
    /// at the stage before.
    pub fn new(
        sample: impl Fn([u8; 16], Option<bool>) -> bool + Send + Sync + 'static,
        export: impl Fn(Span) + Send + Sync + 'static,
    ) -> Self {
        let (sample, export) = (Box::new(sample), Box::new(export));
        Self(Some(Arc::new(Kept { ids: Ids::default(), sample, export })))
    }

    /// Begins a span now; None where nobody wants any.
    pub(crate) fn open(&self, parent: Option<Context>) -> Option<Opened> {
        self.0.as_ref().map(|kept| kept.open(parent, SystemTime::now()))
    }

    /// Begins the first span of a trace, at a moment that may be past.
    pub(crate) fn open_first(&self, began: SystemTime) -> Option<Opened> {
        self.0.as_ref().map(|kept| kept.open(None, began))
    }

    /// Ends a span.
    pub(crate) fn close(&self, opened: Option<Opened>, over_nats: bool, outcome: &Outcome) {
        let (Some(kept), Some(Opened { context, parent, began })) = (&self.0, opened) else { return };
        if context.is_sampled {
            let (trace, id) = (context.trace, context.span);
            let (ended, outcome) = (SystemTime::now().max(began), outcome.clone());
            (kept.export)(Span { trace, id, parent, over_nats, began, ended, outcome });
        }
    }
}

impl Kept {
    fn open(&self, parent: Option<Context>, began: SystemTime) -> Opened {
        let trace = parent.map_or_else(|| self.ids.trace(), |parent| parent.trace);
        let is_sampled = (self.sample)(trace, parent.map(|parent| parent.is_sampled));
        let context = Context { trace, span: self.ids.next(), is_sampled };
        Opened { context, parent: parent.map(|parent| parent.span), began }
    }
}

impl fmt::Debug for Traces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Traces").field(&self.0.is_some()).finish()
    }
}

/// A span that has begun.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opened {
    context: Context,
    parent: Option<[u8; 8]>,
    began: SystemTime,
}

/// The span that what comes next belongs under: the one just opened, else the one before, so that a stage that exports
/// nothing does not cut a trace in two.
pub(crate) fn following(opened: Option<Opened>, before: Option<Context>) -> Option<Context> {
    opened.map(|opened| opened.context).or(before)
}

/// What `traceparent` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Context {
    trace: [u8; 16],
    span: [u8; 8],
    is_sampled: bool,
}

impl Context {
    /// Reads `00-<trace>-<span>-<flags>`. What is malformed begins no trace: by the recommendation it is as if it were not there.
    pub fn read(header: &str) -> Option<Self> {
        let mut parts = header.trim().split('-');
        let version = bytes::<1>(parts.next()?)?;
        let (trace, span, flags) = (bytes(parts.next()?)?, bytes(parts.next()?)?, bytes::<1>(parts.next()?)?);
        // Later versions may say more behind it, and only they.
        let is_known = version != [0xff] && (version != [0] || parts.next().is_none());
        let is_some = trace != [0; 16] && span != [0; 8];
        (is_known && is_some).then_some(Self { trace, span, is_sampled: flags[0] & 1 == 1 })
    }
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (trace, span) = (u128::from_be_bytes(self.trace), u64::from_be_bytes(self.span));
        write!(f, "00-{trace:032x}-{span:016x}-{:02x}", u8::from(self.is_sampled))
    }
}

/// Bytes of lower-case hexadecimal digits, as many as they must be.
fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let is_hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if text.len() != 2 * N || !text.as_bytes().iter().all(is_hex) {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(bytes)
}

/// Numbers that no other process gives out: a count under a keyed hash whose key the system throws.
#[derive(Default)]
struct Ids {
    count: AtomicU64,
    key: RandomState,
}

impl Ids {
    fn next(&self) -> [u8; 8] {
        loop {
            let id = self.key.hash_one(self.count.fetch_add(1, Ordering::Relaxed));
            // Zero says that there is none.
            if id != 0 {
                return id.to_be_bytes();
            }
        }
    }

    fn trace(&self) -> [u8; 16] {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&self.next());
        id[8..].copy_from_slice(&self.next());
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_comes_back_from_its_header() {
        let text = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let context = Context::read(text).unwrap();
        assert!(context.is_sampled);
        assert_eq!(context.to_string(), text);
        let unsampled = Context { is_sampled: false, ..context };
        assert_eq!(Context::read(&unsampled.to_string()), Some(unsampled));
    }

    #[test]
    fn what_is_no_context_is_as_if_it_were_not_there() {
        let check = |header: &str| assert_eq!(Context::read(header), None, "{header}");
        check("");
        check("00");
        check("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331");
        check("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        check("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01");
        check("00-00000000000000000000000000000000-b7ad6b7169203331-01");
        check("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01");
        check("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more");
        check("00-0af7651916cd43dd8448eb211c80319é-b7ad6b7169203331-01");
        assert!(Context::read("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more").is_some());
    }

    #[test]
    fn spans_of_one_trace_hang_together_and_no_two_have_one_id() {
        let traces = Traces::new(|_, before| before.unwrap_or(true), |_| {});
        let first = traces.open(None).unwrap();
        let second = traces.open(following(Some(first), None)).unwrap();
        assert_eq!(first.context.trace, second.context.trace);
        assert_eq!(second.parent, Some(first.context.span));
        assert_ne!(traces.open(None).unwrap().context.trace, first.context.trace);
        assert_ne!(second.context.span, first.context.span);
    }

    #[test]
    fn a_stage_without_traces_hands_on_what_it_was_given() {
        let before = Context::read("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");
        assert_eq!(following(Traces::default().open(before), before), before);
    }
}
