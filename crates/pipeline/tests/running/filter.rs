//! One stage as a filter.
#![allow(clippy::unwrap_used, reason = "the whole file is a test")]

use crate::toy;

use std::io::{self, BufReader, Cursor, Read, Write};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use futures_util::stream;
use toy::{Classifier, Cleaner, Memory, mixed, page};
use veille_model::{Article, Capture, Outcome, OutcomeKind, StageName, TaggedArticle};
use veille_pipeline::filter::{self, FilterError, Options};
use veille_pipeline::{Input, Stage, Stop, fused};

fn json_lines(captures: &[Capture]) -> Vec<u8> {
    let lines: Vec<String> =
        captures.iter().map(|capture| serde_json::to_string(capture).unwrap() + "\n").collect();
    lines.concat().into_bytes()
}

fn pipe<S: Stage>(
    stage: S,
    input: Vec<u8>,
    options: &Options,
) -> (Vec<u8>, Vec<(u64, Outcome)>, filter::Summary) {
    let mut output = Vec::new();
    let mut outcomes = Vec::new();
    let note = |line, outcome: &Outcome| outcomes.push((line, outcome.clone()));
    let summary = filter::run(Arc::new(stage), Cursor::new(input), &mut output, options, note).unwrap();
    (output, outcomes, summary)
}

fn small() -> Options {
    Options { cores: 3, chunk_lines: 4, ..Options::default() }
}

#[test]
fn lines_keep_their_order_and_outcomes_add_up() {
    let captures = mixed(460);
    let (output, outcomes, summary) = pipe(Cleaner::default(), json_lines(&captures), &small());
    let articles: Vec<Article> = output
        .split(|byte| *byte == b'\n')
        .filter(|l| !l.is_empty())
        .map(|l| serde_json::from_slice(l).unwrap())
        .collect();
    let given: Vec<_> = articles.iter().map(|article| article.capture.clone()).collect();
    let expected: Vec<_> =
        captures.iter().map(|capture| capture.id.clone()).filter(|id| given.contains(id)).collect();
    assert_eq!((given.len(), &given), (400, &expected));
    let clean = summary.tally.of(StageName::Clean);
    assert_eq!((clean.inputs, clean.settled(), clean.quarantined), (460, 460, 40));
    assert!(outcomes.is_sorted_by_key(|(line, _)| *line));
}

#[test]
fn the_fused_run_and_the_pipe_give_the_same_rows() {
    let captures = mixed(230);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut together = Memory::default();
    let inputs = stream::iter(captures.clone().into_iter().map(Input::from));
    let stages = (Arc::new(Cleaner::default()), Arc::new(Classifier));
    let options = fused::Options { keep_captures: true, ..fused::Options::default() };
    let stop = Stop::new();
    let running = fused::run(inputs, stages.0, stages.1, &mut together, &options, |_, _| {}, &stop);
    runtime.block_on(running).unwrap();

    let (articles, mut outcomes, _) = pipe(Cleaner::default(), json_lines(&captures), &small());
    let (mut tagged, more, _) = pipe(Classifier, articles, &small());
    outcomes.extend(more);
    for (_, outcome) in &outcomes {
        serde_json::to_writer(&mut tagged, outcome).unwrap();
        tagged.push(b'\n');
    }
    tagged.extend(json_lines(&captures));
    let mut piped = Memory::default();
    let options = Options { keep_captures: true, ..small() };
    let storing = filter::store(Cursor::new(tagged), &mut piped, &options, |_, _| {}, |_| {});
    let summary = runtime.block_on(storing).unwrap();
    assert_eq!(summary.tally.of(StageName::Store).forwarded, 190);
    assert!(piped.rows() == together.rows());
    let kept = piped.stored().captures;
    assert!(kept.len() == 230 && kept == together.stored().captures);
}

#[test]
fn a_broken_line_costs_itself_and_is_reported_with_its_number() {
    let mut input = b"{\"body\":\"le hanoi\"}\n\nnot json\n{\"id\":\"x\"}\n".to_vec();
    input.extend_from_slice(&[b'"', 0xff, b'"', b'\n']);
    input.extend_from_slice(b"{\"body\":\"cyber\"}");
    let (output, outcomes, summary) = pipe(Cleaner::default(), input, &small());
    assert_eq!(output.iter().filter(|byte| **byte == b'\n').count(), 2);
    let broken: Vec<u64> = outcomes
        .iter()
        .filter(|(_, o)| o.outcome == OutcomeKind::Quarantined)
        .map(|(line, _)| *line)
        .collect();
    assert_eq!(broken, [3, 4, 5]);
    let detail = &outcomes[2].1.reason.as_ref().unwrap().detail;
    assert!(detail.starts_with("expected one of body"), "{detail}");
    assert_eq!(summary.tally.of(StageName::Clean).settled(), 5);
}

#[test]
fn a_line_beyond_the_limit_is_an_outcome() {
    let options = Options { line_bytes_max: 200, ..small() };
    let input = json_lines(&[page(1, &"x ".repeat(500)), page(2, "le hanoi")]);
    let (output, outcomes, _) = pipe(Cleaner::default(), input, &options);
    assert_eq!(outcomes[0].1.reason.as_ref().unwrap().code, "line_too_long");
    assert_eq!(output.iter().filter(|byte| **byte == b'\n').count(), 1);
}

/// Gives out what it is sent, as a terminal does, and then waits.
struct Typed(mpsc::Receiver<Vec<u8>>);

impl Read for Typed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Ok(bytes) = self.0.recv() else { return Ok(0) };
        buffer[..bytes.len()].copy_from_slice(&bytes);
        Ok(bytes.len())
    }
}

struct Shown(mpsc::Sender<Vec<u8>>);

impl Write for Shown {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.send(bytes.to_vec()).map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_line_is_answered_while_the_input_stays_open() {
    let (typing, typed) = mpsc::channel();
    let (showing, shown) = mpsc::channel();
    let filter = std::thread::spawn(move || {
        let input = BufReader::new(Typed(typed));
        filter::run(Arc::new(Cleaner::default()), input, &mut Shown(showing), &small(), |_, _| {}).unwrap()
    });
    typing.send(json_lines(&[page(1, "le hanoi")])).unwrap();
    let line =
        shown.recv_timeout(Duration::from_secs(20)).expect("the first line is answered before the second");
    assert!(line.starts_with(b"{"));
    drop(typing);
    assert_eq!(filter.join().unwrap().tally.of(StageName::Clean).forwarded, 1);
}

#[test]
fn a_reader_that_goes_away_ends_the_filter_quietly_even_with_the_input_open() {
    let (typing, typed) = mpsc::channel();
    let (showing, shown) = mpsc::channel();
    drop(shown);
    typing.send(json_lines(&[page(1, "le hanoi")])).unwrap();
    let input = BufReader::new(Typed(typed));
    let summary =
        filter::run(Arc::new(Cleaner::default()), input, &mut Shown(showing), &small(), |_, _| {}).unwrap();
    assert!(summary.broken_pipe);
    drop(typing);
}

struct Torn(Cursor<Vec<u8>>);

impl Read for Torn {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(io::Error::other("the disk is gone")),
            count => Ok(count),
        }
    }
}

#[test]
fn an_input_that_fails_is_an_error_after_what_was_read_is_written() {
    let input = BufReader::new(Torn(Cursor::new(json_lines(&[page(1, "le hanoi"), page(2, "le cyber")]))));
    let mut output = Vec::new();
    let result = filter::run(Arc::new(Cleaner::default()), input, &mut output, &small(), |_, _| {});
    assert!(matches!(result, Err(FilterError::Read { after_line: 2, .. })), "{result:?}");
    assert_eq!(output.iter().filter(|byte| **byte == b'\n').count(), 2);
}

#[test]
fn one_slow_line_does_not_let_the_rest_pile_up() {
    let captures: Vec<Capture> =
        (0..300).map(|n| page(n, &if n == 0 { "slow".to_owned() } else { "le ".repeat(1000) })).collect();
    let options = Options { in_hand_bytes: 20_000, chunk_lines: 2, ..small() };
    let (output, _, _) = pipe(Cleaner::default(), json_lines(&captures), &options);
    assert_eq!(output.iter().filter(|byte| **byte == b'\n').count(), 300);
}

#[test]
fn a_tagged_article_survives_the_wire_bit_by_bit() {
    let captures = mixed(300);
    let (articles, _, _) = pipe(Cleaner::default(), json_lines(&captures), &small());
    let (tagged, _, _) = pipe(Classifier, articles, &small());
    for line in tagged.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let article: TaggedArticle = serde_json::from_slice(line).unwrap();
        assert_eq!(serde_json::to_vec(&article).unwrap(), line);
    }
}
