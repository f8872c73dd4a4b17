//! Stages and their verdicts: all that the three runners know of what a stage does.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use chrono::{DateTime, Utc};
use veille_model::{Capture, Outcome, OutcomeKind, Reason, SourceId, StageName};

use crate::Message;

/// One step of an article's journey: CPU-bound, synchronous, run off the async threads and on several at a time.
///
/// A panic inside is caught: its input is quarantined with the panic's message, and the others go on.
pub trait Stage: Send + Sync + 'static {
    /// What it takes.
    type Input: Message;
    /// What it passes on.
    type Output: Message;
    /// Its name in outcomes, subjects and counts.
    const NAME: StageName;
    /// Whether it ever answers [`Verdict::Retry`]. Where it never does, nobody keeps a copy of what it is given, and a wish to
    /// retry is a quarantine.
    const RETRIES: bool = true;

    /// Answers one input with one verdict, without reading a clock.
    fn settle(&self, input: Self::Input) -> Verdict<Self::Output>;
}

/// What a stage answers. How a message is delivered follows from this and from nothing else.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict<T> {
    /// Pass these on.
    Forward(Vec<T>),
    /// Set the input aside by decision; not an error.
    Discard(Reason),
    /// Try again after this long; after the last try the input is quarantined with this reason.
    Retry(Duration, Reason),
    /// The input cannot be processed; keep it with its cause.
    Quarantine(Reason),
}

/// A verdict with its entry for the ledger.
#[derive(Debug)]
pub(crate) struct Decision<T> {
    pub outputs: Vec<T>,
    pub outcome: Outcome,
    /// Set where the input is to be tried again; `outcome` is then not the last word.
    pub retry_after: Option<Duration>,
}

/// Asks a stage about an input. On the last try a wish to retry is a quarantine.
pub(crate) fn decide<S: Stage>(stage: &S, input: S::Input, last_try: bool) -> Decision<S::Output> {
    // Before the input is given away: after a panic nothing of it is left to name.
    let label = Label::of(&input);
    let verdict = catch_unwind(AssertUnwindSafe(|| stage.settle(input)))
        .unwrap_or_else(|panic| Verdict::Quarantine(panic_reason(S::NAME, panic.as_ref())));
    match verdict {
        Verdict::Forward(outputs) => {
            let names = outputs.iter().map(|output| output.output().to_owned()).collect();
            let outcome = Outcome { outputs: names, ..label.outcome(S::NAME, OutcomeKind::Forwarded, None) };
            Decision { outputs, outcome, retry_after: None }
        }
        Verdict::Discard(reason) => Decision::without(label, S::NAME, OutcomeKind::Discarded, reason),
        Verdict::Retry(after, reason) if !last_try => Decision {
            retry_after: Some(after),
            ..Decision::without(label, S::NAME, OutcomeKind::Retried, reason)
        },
        Verdict::Retry(_, reason) | Verdict::Quarantine(reason) => {
            Decision::without(label, S::NAME, OutcomeKind::Quarantined, reason)
        }
    }
}

impl<T> Decision<T> {
    fn without(label: Label, stage: StageName, kind: OutcomeKind, reason: Reason) -> Self {
        Self { outputs: Vec::new(), outcome: label.outcome(stage, kind, Some(reason)), retry_after: None }
    }
}

/// What an outcome says of its input, kept while the input itself is given away.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub input: String,
    pub source: SourceId,
    pub url: Option<String>,
    pub at: Option<DateTime<Utc>>,
}

impl Label {
    pub fn of<T: Message>(message: &T) -> Self {
        Self {
            input: message.input().to_owned(),
            source: message.source().clone(),
            url: message.url().map(str::to_owned),
            at: message.at(),
        }
    }

    /// An input that could not be read: all that is known is where it stood.
    pub fn unreadable(place: String) -> Self {
        Self { input: place, source: SourceId::unknown(), url: None, at: None }
    }

    pub fn outcome(self, stage: StageName, outcome: OutcomeKind, reason: Option<Reason>) -> Outcome {
        let Self { input, source, url, at } = self;
        Outcome { stage, outcome, input, source, url, at, reason, outputs: Vec::new() }
    }
}

/// That a producer made a capture, as its span says it.
pub(crate) fn made(capture: &Capture, stage: StageName) -> Outcome {
    let outputs = vec![capture.output().to_owned()];
    Outcome { outputs, ..Label::of(capture).outcome(stage, OutcomeKind::Forwarded, None) }
}

fn panic_reason(stage: StageName, panic: &(dyn Any + Send)) -> Reason {
    let message = panic
        // `panic!` with a text alone carries a `&str`, with arguments a `String`.
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without a message".to_owned());
    Reason::new("panic", format!("the {stage} stage panicked: {message}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Toy(fn(Capture) -> Verdict<Capture>);

    impl Stage for Toy {
        type Input = Capture;
        type Output = Capture;
        const NAME: StageName = StageName::Clean;

        fn settle(&self, input: Capture) -> Verdict<Capture> {
            (self.0)(input)
        }
    }

    fn ask(last_try: bool, answer: fn(Capture) -> Verdict<Capture>) -> Decision<Capture> {
        let capture = Capture::page(Some("https://www.example.org/a".to_owned()), b"x".to_vec());
        decide(&Toy(answer), capture, last_try)
    }

    fn slow() -> Reason {
        Reason::new("slow", "the model is loading")
    }

    #[test]
    fn an_outcome_names_its_input_and_what_was_passed_on() {
        let decision = ask(false, |capture| Verdict::Forward(vec![capture]));
        let outcome = decision.outcome;
        assert_eq!(outcome.outcome, OutcomeKind::Forwarded);
        assert_eq!(
            (outcome.source.as_str(), outcome.url.as_deref()),
            ("example-org", Some("https://www.example.org/a"))
        );
        assert_eq!(outcome.outputs, [outcome.input.as_str()]);
        assert_eq!(outcome.reason, None);
    }

    #[test]
    fn a_panic_is_a_quarantine_with_its_message() {
        let reason =
            ask(false, |capture| panic!("byte {} is wrong", capture.body[0])).outcome.reason.unwrap();
        assert_eq!(reason.code, "panic");
        assert_eq!(reason.detail, "the clean stage panicked: byte 120 is wrong");
    }

    #[test]
    fn a_wish_to_retry_on_the_last_try_is_a_quarantine_with_the_same_reason() {
        let first = ask(false, |_| Verdict::Retry(Duration::from_secs(1), slow()));
        assert_eq!(
            (first.outcome.outcome, first.retry_after),
            (OutcomeKind::Retried, Some(Duration::from_secs(1)))
        );
        let last = ask(true, |_| Verdict::Retry(Duration::from_secs(1), slow()));
        assert_eq!((last.outcome.outcome, last.retry_after), (OutcomeKind::Quarantined, None));
        assert_eq!(last.outcome.reason, Some(slow()));
    }
}
