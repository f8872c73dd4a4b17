//! A process that is killed in the middle of its batches leaves the mark and the rows in step.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures_util::TryStreamExt;
use veille_model::Batch;
use veille_model::{Outcome, TaggedArticle};
use veille_sink::{Location, Store};
use veille_tests::samples::{self, Sample, mark};

use crate::places::{Place, both};

both!(a_killed_writer_leaves_mark_and_rows_in_step);

/// Names the store to the process that will be killed.
const STORE: &str = "VEILLE_TEST_STORE";

/// Batch `number`: new articles, one of the batch before in another wording, all outcomes, and the mark.
fn numbered(number: u32) -> Batch {
    let mut samples: Vec<Sample> = (number * 40..number * 40 + 40).map(Sample::page).collect();
    samples.push(Sample {
        wording: 1,
        captured_at: Some(1_770_000_000),
        ..Sample::page(number.max(1) * 40 - 40)
    });
    let captures = samples.iter().map(|sample| sample.packed()).collect();
    Batch { captures, marks: vec![mark("replay/test", number)], ..samples::batch(samples) }
}

async fn last_batch(store: &Store) -> u32 {
    store.mark("replay/test").await.unwrap().map_or(0, |number| number.parse().unwrap())
}

/// Not a test of its own: the process that the test below starts and kills.
#[tokio::test]
#[ignore = "writes until it is killed"]
async fn writes_until_killed() {
    let Some(location) = std::env::var_os(STORE) else { return };
    let store = Store::open(Location::parse(&location)).await.unwrap();
    let mut number = last_batch(&store).await;
    eprintln!("ready");
    loop {
        number += 1;
        store.commit(&numbered(number)).await.unwrap();
    }
}

fn start_writer(location: &Location) -> Child {
    let location = match location {
        Location::Path(path) => path.as_os_str(),
        Location::Url(url) => url.as_ref(),
    };
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::writes_until_killed", "--ignored", "--nocapture"])
        .env(STORE, location)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("ready")), "the writer ended before it wrote");
    child
}

/// What the store must hold after batches 1 to `last`.
async fn undisturbed(last: u32) -> (Vec<TaggedArticle>, Vec<Outcome>) {
    let mut articles = BTreeMap::new();
    let store = Store::open_in_memory().await.unwrap();
    for batch in (1..=last).map(numbered) {
        let outcomes = batch.outcomes.clone();
        store.commit(&Batch { outcomes, ..Batch::default() }).await.unwrap();
        for tagged in batch.articles {
            articles.insert((tagged.article.id.clone(), tagged.article.revision.clone()), tagged);
        }
    }
    (articles.into_values().collect(), store.ledger().try_collect().await.unwrap())
}

async fn a_killed_writer_leaves_mark_and_rows_in_step(place: Place) {
    let lasting = place.lasting();
    let mut last = 0;
    // However slow the machine is: until some batches were written, and ten writers were killed. Beside many others a writer may take a
    // second to reach its server at all.
    let delays =
        [0, 3, 7, 11, 19, 31, 43, 61, 83, 127].into_iter().chain((1..=20).map(|slower| 250 * slower));
    for (killed, delay_ms) in delays.enumerate() {
        if killed >= 10 && last >= 5 {
            break;
        }
        let mut writer = start_writer(&lasting.location);
        tokio::time::sleep(Duration::from_millis(delay_ms)).await;
        writer.kill().unwrap();
        writer.wait().unwrap();

        let store = lasting.open().await;
        let reached = last_batch(&store).await;
        assert!(reached >= last, "batch {last} was confirmed and is gone");
        last = reached;
        let (articles, ledger) = undisturbed(last).await;
        assert_eq!(store.export().try_collect::<Vec<_>>().await.unwrap(), articles, "after batch {last}");
        assert_eq!(store.ledger().try_collect::<Vec<_>>().await.unwrap(), ledger, "after batch {last}");
        assert_eq!(store.check().await.unwrap(), [], "after batch {last}");
        let captures = store.captures_size().await.unwrap().captures;
        assert_eq!(captures, u64::from(last) * 40 + u64::from(last), "after batch {last}");
        store.close().await;
    }
    assert!(last >= 5, "only {last} batches were written: nothing was killed in the middle");
}
