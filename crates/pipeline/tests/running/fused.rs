//! All stages in one process.
#![allow(clippy::unwrap_used, reason = "the whole file is a test")]

use crate::toy;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use tokio::sync::oneshot;
use toy::{Classifier, Cleaner, Memory, mixed, page};
use veille_model::{Article, Capture, Mark, Outcome, OutcomeKind, SourceId, StageName};
use veille_pipeline::fused::{self, Options, Summary};
use veille_pipeline::{CommitError, Input, Stage, Stop, Verdict};

async fn run(inputs: Vec<Input>, rows: &mut Memory, options: &Options) -> Result<Summary, CommitError> {
    let stages = (Arc::new(Cleaner::default()), Arc::new(Classifier));
    fused::run(stream::iter(inputs), stages.0, stages.1, rows, options, |_, _| {}, &Stop::new()).await
}

fn inputs(captures: Vec<Capture>) -> Vec<Input> {
    captures.into_iter().map(Input::from).collect()
}

fn small() -> Options {
    Options { cores: 2, chunk_inputs: 4, batch_inputs: 50, ..Options::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_verdict_ends_where_it_should_and_outcomes_add_up() {
    let mut rows = Memory::default();
    let summary = run(inputs(mixed(230)), &mut rows, &small()).await.unwrap();
    let clean = summary.tally.of(StageName::Clean);
    assert_eq!((clean.inputs, clean.settled()), (230, 230));
    // Of 23 pages one is short, one broken, one poison, and one is tried three times.
    assert_eq!((clean.forwarded, clean.discarded, clean.quarantined, clean.retried), (200, 10, 20, 20));
    let classify = summary.tally.of(StageName::Classify);
    assert_eq!((classify.inputs, classify.forwarded, classify.discarded), (200, 190, 10));
    assert_eq!(summary.tally.of(StageName::Store).forwarded, 190);

    let (articles, ledger) = rows.rows();
    assert_eq!(articles.len(), 190);
    let poison = &ledger[&(StageName::Clean, mixed(12)[11].id.to_string())];
    assert_eq!(poison.outcome, OutcomeKind::Quarantined);
    assert_eq!(poison.reason.as_ref().unwrap().code, "panic");
    let flaky = &ledger[&(StageName::Clean, mixed(14)[13].id.to_string())];
    assert_eq!(flaky.outcome, OutcomeKind::Forwarded);
}

#[tokio::test(flavor = "multi_thread")]
async fn captures_are_kept_where_that_is_asked_for_whatever_comes_of_them() {
    let captures = mixed(46);
    let mut rows = Memory::default();
    run(inputs(captures.clone()), &mut rows, &small()).await.unwrap();
    assert!(rows.stored().captures.is_empty());
    run(inputs(captures.clone()), &mut rows, &Options { keep_captures: true, ..small() }).await.unwrap();
    let kept = rows.stored().captures;
    assert_eq!(kept.len(), 46, "short, broken and flaky ones, each once");
    let first = &kept[captures[0].id.as_str()];
    assert_eq!(
        (first.bytes, first.capture.url.as_ref()),
        (captures[0].body.len() as u64, captures[0].url.as_ref())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_come_in_the_order_of_the_inputs() {
    let bodies = |n: usize| if n.is_multiple_of(9) { format!("slow {n}") } else { format!("le hanoi {n}") };
    let captures: Vec<Capture> = (0..200).map(|number| page(number, &bodies(number))).collect();
    let mut rows = Memory::default();
    run(inputs(captures.clone()), &mut rows, &small()).await.unwrap();
    let expected: Vec<String> = captures.iter().map(|capture| capture.id.to_string()).collect();
    assert_eq!(rows.stored().order, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_input_that_never_settles_is_quarantined_after_the_last_try() {
    let mut rows = Memory::default();
    let summary = run(inputs(vec![page(1, "flaky 99")]), &mut rows, &small()).await.unwrap();
    let clean = summary.tally.of(StageName::Clean);
    assert_eq!((clean.inputs, clean.retried, clean.quarantined), (1, 4, 1));
    let outcome = rows.stored().ledger.into_values().next().unwrap();
    assert_eq!(outcome.reason.unwrap().code, "flaky");
}

/// Never comes back from one page, as a pattern that runs away does not.
struct Endless(Cleaner);

impl Stage for Endless {
    type Input = Capture;
    type Output = Article;
    const NAME: StageName = StageName::Clean;

    fn settle(&self, capture: Capture) -> Verdict<Article> {
        while capture.body.starts_with(b"endless") {
            std::thread::park();
        }
        self.0.settle(capture)
    }
}

/// Runs thirty inputs, from the sixth of which the cleaner does not come back; told to stop after that long. Answers the sixth's id.
fn run_endless(rows: &mut Memory, options: &Options, stop_after: Duration) -> (Summary, String) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let body = |n: usize| if n == 5 { "endless".to_owned() } else { format!("le hanoi {n}") };
    let captures: Vec<Capture> = (0..30).map(|number| page(number, &body(number))).collect();
    let sixth = captures[5].id.to_string();
    let stop = Stop::new();
    let (cleaner, classifier) = (Arc::new(Endless(Cleaner::default())), Arc::new(Classifier));
    let inputs = stream::iter(inputs(captures));
    let summary = runtime.block_on(async {
        let running = fused::run(inputs, cleaner, classifier, rows, options, |_, _| {}, &stop);
        let mut running = pin!(tokio::time::timeout(Duration::from_secs(60), running));
        tokio::select! {
            summary = &mut running => return summary,
            () = tokio::time::sleep(stop_after) => stop.cancel(),
        }
        running.await
    });
    runtime.shutdown_background();
    (summary.expect("it ends").unwrap(), sixth)
}

#[test]
fn what_a_stage_does_not_come_back_from_is_put_aside_and_holds_up_no_other() {
    let mut rows = Memory::default();
    let options = Options { cores: 1, work_max: Duration::from_secs(1), keep_captures: true, ..small() };
    let (summary, sixth) = run_endless(&mut rows, &options, Duration::MAX);
    let clean = summary.tally.of(StageName::Clean);
    assert_eq!((clean.inputs, clean.forwarded, clean.quarantined), (30, 29, 1));
    assert!(options.metrics.is_stuck());
    let stored = rows.stored();
    assert_eq!((stored.articles.len(), stored.captures.len()), (29, 30));
    let outcome = &stored.ledger[&(StageName::Clean, sixth)];
    assert_eq!(outcome.reason.as_ref().unwrap().code, "stuck");
}

#[test]
fn told_to_stop_it_leaves_what_a_stage_does_not_come_back_from() {
    let mut rows = Memory::default();
    let options = Options { cores: 1, chunk_inputs: 8, leaves_at_stop: true, ..small() };
    let (summary, sixth) = run_endless(&mut rows, &options, Duration::from_secs(1));
    assert!(summary.stopped);
    // Nothing is told of it, nor of what came behind it: it is read again.
    let stored = rows.stored();
    assert_eq!(stored.articles.len(), 5);
    assert!(!stored.ledger.contains_key(&(StageName::Clean, sixth)));
    assert!(!options.metrics.is_stuck());
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_and_the_producers_outcomes_are_stored_with_their_rows_and_then_confirmed() {
    let mut all = Vec::new();
    let mut confirmations = Vec::new();
    for number in 0..10 {
        let (confirm, confirmed) = oneshot::channel();
        confirmations.push(confirmed);
        let outcome = Outcome {
            stage: StageName::Fetch,
            outcome: OutcomeKind::Discarded,
            input: format!("https://a.example/{number}"),
            source: SourceId::new("a"),
            url: None,
            at: None,
            reason: None,
            outputs: Vec::new(),
        };
        let mark = Mark { key: "replay/x".to_owned(), value: Some(number.to_string()) };
        let capture = (number % 2 == 0).then(|| page(number, "le hanoi"));
        all.push(Input {
            capture,
            outcomes: vec![outcome],
            marks: vec![mark],
            confirm: Some(confirm),
            began: None,
        });
    }
    let mut rows = Memory::default();
    let summary = run(all, &mut rows, &small()).await.unwrap();
    for confirmed in confirmations {
        confirmed.await.expect("stored inputs are confirmed");
    }
    let stored = rows.stored();
    assert_eq!(stored.marks["replay/x"], "9");
    // The producers' own, those of the two stages, and of each article that it is stored.
    assert_eq!((stored.articles.len(), stored.ledger.len()), (5, 10 + 5 + 5 + 5));
    assert_eq!(summary.tally.of(StageName::Fetch).settled(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_is_locked_for_a_moment_costs_nothing() {
    let mut rows = Memory::default();
    rows.refuse(2);
    run(inputs(mixed(46)), &mut rows, &small()).await.unwrap();
    assert_eq!(rows.stored().articles.len(), 38);
}

#[tokio::test(start_paused = true)]
async fn a_store_that_refuses_for_good_ends_the_run_and_confirms_nothing() {
    let mut rows = Memory::default();
    rows.refuse(1000);
    let (confirm, confirmed) = oneshot::channel();
    let input = Input { confirm: Some(confirm), ..Input::from(page(1, "le hanoi")) };
    let error = run(vec![input], &mut rows, &small()).await.unwrap_err();
    assert!(error.to_string().ends_with("database is locked"), "{error}");
    assert!(confirmed.await.is_err());
}

/// Stops in the middle of many runs: what was confirmed is stored, what is stored has its mark, and a second run from
/// the mark on gives what an undisturbed run does.
#[tokio::test(flavor = "multi_thread")]
async fn stopping_in_mid_flight_loses_nothing_and_the_next_run_goes_on_from_the_mark() {
    let captures = mixed(400);
    let marked = |from: usize| -> Vec<Input> {
        let with_mark = |(number, capture): (usize, &Capture)| Input {
            marks: vec![Mark { key: "replay".to_owned(), value: Some(number.to_string()) }],
            ..Input::from(capture.clone())
        };
        captures.iter().enumerate().skip(from).map(with_mark).collect()
    };
    let mut undisturbed = Memory::default();
    run(marked(0), &mut undisturbed, &small()).await.unwrap();

    for (stop_after_ms, leaves_at_stop) in
        [0, 5, 15, 30, 60].into_iter().flat_map(|ms| [(ms, false), (ms, true)])
    {
        let mut rows = Memory::default();
        let stop = Stop::new();
        let inputs = stream::iter(marked(0)).then(|input| async {
            tokio::time::sleep(Duration::from_micros(200)).await;
            input
        });
        let stopper = stop.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(stop_after_ms)).await;
            stopper.cancel();
        });
        let stages = (Arc::new(Cleaner::default()), Arc::new(Classifier));
        let options = Options { batch_inputs: 10, leaves_at_stop, ..small() };
        let summary =
            fused::run(inputs, stages.0, stages.1, &mut rows, &options, |_, _| {}, &stop).await.unwrap();
        assert!(summary.stopped);
        let clean = summary.tally.of(StageName::Clean);
        let done = rows.stored().marks.get("replay").map_or(0, |mark| mark.parse::<usize>().unwrap() + 1);
        assert_eq!((clean.inputs as usize, clean.settled() as usize), (done, done));
        run(marked(done), &mut rows, &small()).await.unwrap();
        assert!(rows.rows() == undisturbed.rows(), "stopped after {stop_after_ms} ms at {done}");
    }
}

/// Thousands are in hand when somebody presses Ctrl-C at a replay.
#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_read_again_is_left_and_not_finished_when_told_to_stop() {
    for (leaves_at_stop, is_cut) in [(true, true), (false, false)] {
        // Of those that are tried again what waits is cut in any case.
        let captures = (0..400).map(|number| page(number, "le hanoi")).collect();
        let stop = Stop::new();
        let stages = (Arc::new(Cleaner::default()), Arc::new(Classifier));
        let options = Options { cores: 1, in_hand_inputs: 500, batch_inputs: 10, leaves_at_stop, ..small() };
        let all_read = std::sync::atomic::AtomicBool::new(false);
        let last = async {
            all_read.store(true, std::sync::atomic::Ordering::SeqCst);
            Input::default()
        };
        let inputs = stream::iter(inputs(captures)).chain(stream::once(last));
        let told = |_: &_, _: &_| {
            if all_read.load(std::sync::atomic::Ordering::SeqCst) {
                stop.cancel();
            }
        };
        let mut rows = Memory::default();
        let running = fused::run(inputs, stages.0, stages.1, &mut rows, &options, told, &stop);
        let summary = running.await.unwrap();
        let settled = summary.tally.of(StageName::Clean).settled();
        assert_eq!((summary.stopped, settled < 200), (is_cut, is_cut), "{settled} settled");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn told_to_stop_when_all_has_been_read_a_run_is_finished() {
    let mut rows = Memory::default();
    let stop = Stop::new();
    let stages = (Arc::new(Cleaner::default()), Arc::new(Classifier));
    let options = Options { batch_wait: Duration::from_secs(5), ..small() };
    let told = |_: &_, _: &_| stop.cancel();
    let inputs = stream::iter(inputs(vec![page(1, "le hanoi"), page(2, "le hanoi")]));
    let summary = fused::run(inputs, stages.0, stages.1, &mut rows, &options, told, &stop).await.unwrap();
    assert!(stop.is_cancelled() && !summary.stopped);
    assert_eq!(rows.stored().articles.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn captures_larger_than_all_that_may_be_in_hand_still_pass() {
    let options = Options { in_hand_bytes: 64 << 10, in_hand_inputs: 3, batch_inputs: 100, ..small() };
    let captures = (0..8).map(|number| page(number, &"le ".repeat(100_000))).collect();
    let mut rows = Memory::default();
    run(inputs(captures), &mut rows, &options).await.unwrap();
    assert_eq!(rows.stored().articles.len(), 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_is_not_full_does_not_wait_for_more() {
    let (confirm, confirmed) = oneshot::channel();
    let input = Input { confirm: Some(confirm), ..Input::from(page(1, "le hanoi")) };
    let inputs = stream::iter([input]).chain(stream::pending());
    let stop = Stop::new();
    let mut rows = Memory::default();
    let stages = (Arc::new(Cleaner::default()), Arc::new(Classifier));
    let options = small();
    let running = fused::run(inputs, stages.0, stages.1, &mut rows, &options, |_, _| {}, &stop);
    let stopping = async {
        confirmed.await.unwrap();
        stop.cancel();
    };
    let (summary, ()) = tokio::join!(running, stopping);
    assert_eq!(summary.unwrap().commits, 1);
}
