//! Each stage a service: delivery as designed, over a server of our own.
#![allow(clippy::unwrap_used, reason = "the whole file is a test")]

use crate::toy;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{StreamExt, stream};
use tokio::sync::oneshot;
use toy::server::Server;
use toy::services::{all, drained, options, produce, serve, stop_all, store, undisturbed};
use toy::{Classifier, Cleaner, Memory, assert_same, mixed, page};
use veille_model::{Capture, Mark, OutcomeKind, StageName, TaggedArticle};
use veille_pipeline::bus::{Bus, BusError, Config, ProduceOptions, Start, StoreOptions, Tailed, Where};
use veille_pipeline::{Input, Rows, Stop};

/// What a subject holds, until nothing more comes for a while.
async fn held(bus: &Bus, filter: &str) -> Vec<Tailed> {
    let mut messages = bus.tail(filter, Start::All).await.unwrap();
    let mut held = Vec::new();
    while let Ok(Some(message)) = tokio::time::timeout(Duration::from_millis(700), messages.next()).await {
        held.push(message.unwrap());
    }
    held
}

#[tokio::test(flavor = "multi_thread")]
async fn every_verdict_ends_where_it_should_and_the_rows_are_those_of_one_process() {
    let server = Server::start();
    let bus = server.bus().await;
    let rows = Memory::default();
    let services = all(&bus, &rows);
    let captures = mixed(230);
    produce(&bus, &captures).await;
    drained(&bus).await;
    let [clean, classify, storing] = services;
    let clean = clean.stop().await.of(StageName::Clean);
    assert_eq!((clean.inputs, clean.settled()), (230, 230));
    assert_eq!((clean.forwarded, clean.discarded, clean.quarantined, clean.retried), (200, 10, 20, 20));
    let classify = classify.stop().await.of(StageName::Classify);
    assert_eq!((classify.inputs, classify.forwarded, classify.discarded), (200, 190, 10));
    assert_eq!(storing.stop().await.of(StageName::Store).forwarded, 190);
    assert_same(&rows, &undisturbed(&captures).await);

    let mut causes = BTreeMap::new();
    for dead in held(&bus, "veille.dead.>").await {
        assert_eq!(dead.subject, "veille.dead.clean");
        assert!(dead.headers["Veille-Subject"].starts_with("veille.capture.source-"));
        assert_eq!(
            (dead.headers["Veille-Stream"].as_str(), dead.headers["Veille-Attempts"].as_str()),
            ("CAPTURES", "1")
        );
        let capture: veille_model::Capture = serde_json::from_slice(&dead.payload).unwrap();
        assert!(
            dead.headers["Veille-Cause"].contains("nothing to be made")
                || dead.headers["Veille-Cause"].contains(capture.id.as_str())
        );
        *causes.entry(dead.headers["Veille-Cause-Code"].clone()).or_insert(0) += 1;
    }
    assert_eq!(causes, BTreeMap::from([("broken".to_owned(), 10), ("panic".to_owned(), 10)]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_published_once_and_once_for_each_of_its_topics() {
    let server = Server::start();
    let bus = server.bus().await;
    let rows = Memory::default();
    let services = all(&bus, &rows);
    produce(&bus, &[page(0, "le hanoi cyber"), page(1, "nothing")]).await;
    drained(&bus).await;
    stop_all(services).await;
    let subjects =
        |messages: &[Tailed]| -> Vec<String> { messages.iter().map(|m| m.subject.clone()).collect() };
    let mut tagged = subjects(&held(&bus, "veille.tagged.>").await);
    tagged.sort();
    assert_eq!(tagged, ["veille.tagged.fr.source-0-example", "veille.tagged.und.source-1-example"]);
    let topics = held(&bus, "veille.topic.>").await;
    let mut of_topics = subjects(&topics);
    of_topics.sort();
    assert_eq!(
        of_topics,
        ["veille.topic.cyber.fr.source-0-example", "veille.topic.hanoi.fr.source-0-example"]
    );
    let article: TaggedArticle = serde_json::from_slice(&topics[0].payload).unwrap();
    assert_eq!(article.tags.len(), 2);
    // One outcome a message, or a list of those that were made together.
    let outcomes = held(&bus, "veille.outcome.*.forwarded").await;
    let entries = |message: &Tailed| match serde_json::from_slice(&message.payload).unwrap() {
        serde_json::Value::Array(several) => several.len(),
        _ => 1,
    };
    assert_eq!(outcomes.iter().map(entries).sum::<usize>(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_a_dead_letter_at_every_stage() {
    let server = Server::start();
    let bus = server.bus().await;
    let rows = Memory::default();
    let services = all(&bus, &rows);
    let client = async_nats::connect(server.url()).await.unwrap();
    for subject in ["veille.capture.x", "veille.article.x", "veille.tagged.fr.x"] {
        client.publish(subject, "not json".into()).await.unwrap();
    }
    client.flush().await.unwrap();
    produce(&bus, &[page(1, "le hanoi")]).await;
    drained(&bus).await;
    stop_all(services).await;
    let mut dead: Vec<String> = held(&bus, "veille.dead.>").await.into_iter().map(|m| m.subject).collect();
    dead.sort();
    assert_eq!(dead, ["veille.dead.classify", "veille.dead.clean", "veille.dead.store"]);
    let (articles, ledger) = rows.rows();
    let unreadable = ledger.values().filter(|o| o.reason.as_ref().is_some_and(|r| r.code == "unreadable"));
    assert_eq!((articles.len(), unreadable.count()), (1, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_instances_share_the_work() {
    let server = Server::start();
    let bus = server.bus().await;
    let captures: Vec<_> = (0..400).map(|number| page(number, &format!("slow {number}"))).collect();
    let few = || veille_pipeline::bus::ServeOptions { in_hand: 16, ..options() };
    let one = serve(&server.bare_bus().await, Cleaner::default(), few());
    let two = serve(&server.bare_bus().await, Cleaner::default(), few());
    let rows = Memory::default();
    let others = [serve(&bus, Classifier, options()), store(&bus, &rows)];
    produce(&bus, &captures).await;
    drained(&bus).await;
    let (one, two) = (one.stop().await.of(StageName::Clean), two.stop().await.of(StageName::Clean));
    stop_all(others).await;
    assert_eq!(one.forwarded + two.forwarded, 400);
    assert!(one.forwarded > 50 && two.forwarded > 50, "{one:?} {two:?}");
    assert_eq!(rows.stored().articles.len(), 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_and_started_again_in_mid_flight_costs_nothing() {
    let mut server = Server::start();
    let bus = server.bus().await;
    let rows = Memory::default();
    let services = all(&bus, &rows);
    let captures = mixed(1500);
    let producing = tokio::spawn({
        let (bus, captures) = (bus.clone(), captures.clone());
        async move { produce(&bus, &captures).await }
    });
    for _ in 0..2 {
        tokio::time::sleep(Duration::from_millis(150)).await;
        server.kill();
        tokio::time::sleep(Duration::from_millis(300)).await;
        server.restart();
    }
    producing.await.unwrap();
    drained(&bus).await;
    stop_all(services).await;
    assert_same(&rows, &undisturbed(&captures).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_the_end_waits_through_a_server_that_is_away() {
    let mut server = Server::start();
    let bus = server.bus().await;
    produce(&bus, &mixed(20)).await;
    server.kill();
    let waiting = tokio::spawn({
        let bus = bus.clone();
        async move { drained(&bus).await }
    });
    // Longer than any request waits for its answer.
    tokio::time::sleep(Duration::from_secs(6)).await;
    server.restart();
    let services = all(&bus, &Memory::default());
    waiting.await.unwrap();
    stop_all(services).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stage_whose_server_is_away_is_not_said_to_be_missing() {
    let mut server = Server::start();
    let bus = server.bus().await;
    let services = all(&bus, &Memory::default());
    produce(&bus, &mixed(10)).await;
    drained(&bus).await;
    stop_all(services).await;
    produce(&bus, &mixed(20)[10..]).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let waiting = tokio::spawn({
        let (bus, told) = (bus.clone(), Arc::clone(&told));
        async move { bus.drained(|waiting| told.lock().unwrap().push(waiting), &Stop::new()).await }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    server.kill();
    tokio::time::sleep(Duration::from_secs(6)).await;
    server.restart();
    let services = all(&bus, &Memory::default());
    assert!(waiting.await.unwrap().unwrap());
    stop_all(services).await;
    let told = told.lock().unwrap();
    assert!(told.iter().any(|waiting| waiting.messages.is_some()), "{told:?}");
    let missing: Vec<_> = told.iter().filter(|waiting| waiting.messages.is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn services_stopped_in_mid_flight_lose_nothing_and_the_next_go_on() {
    let server = Server::start();
    let bus = server.bus().await;
    let rows = Memory::default();
    let captures = mixed(600);
    let producing = tokio::spawn({
        let (bus, captures) = (bus.clone(), captures.clone());
        async move { produce(&bus, &captures).await }
    });
    let cleaner = Cleaner::default();
    let start =
        || [serve(&bus, cleaner.clone(), options()), serve(&bus, Classifier, options()), store(&bus, &rows)];
    for pause_ms in [20, 60, 150] {
        let services = start();
        tokio::time::sleep(Duration::from_millis(pause_ms)).await;
        stop_all(services).await;
    }
    producing.await.unwrap();
    let services = start();
    drained(&bus).await;
    stop_all(services).await;
    assert_same(&rows, &undisturbed(&captures).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_captures_again_change_nothing_and_a_new_run_reaches_the_stages() {
    let server = Server::start();
    let bus = server.bus().await;
    let rows = Memory::default();
    let captures = mixed(100);
    let services = all(&bus, &rows);
    produce(&bus, &captures).await;
    produce(&bus, &captures).await;
    drained(&bus).await;
    let once = rows.rows();
    let [clean, classify, storing] = services;
    // The second time the server knew their ids.
    assert_eq!(clean.stop().await.of(StageName::Clean).inputs, 100);
    let clean = serve(&bus, Cleaner::default(), options());
    let run = ProduceOptions { run: Some("again".to_owned()), ..ProduceOptions::default() };
    bus.produce(stream::iter(captures.iter().cloned().map(Input::from)), &run, &Stop::new()).await;
    drained(&bus).await;
    assert_eq!(clean.stop().await.of(StageName::Clean).inputs, 100);
    let classified = classify.stop().await.of(StageName::Classify);
    stop_all([storing]).await;
    assert_eq!(classified.inputs, 2 * 86);
    assert!(rows.rows() == once);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_order_of_captures_does_not_matter() {
    let captures = mixed(230);
    let mut reversed = captures.clone();
    reversed.reverse();
    let server = Server::start();
    let bus = server.bus().await;
    let rows = Memory::default();
    let services = all(&bus, &rows);
    produce(&bus, &reversed).await;
    drained(&bus).await;
    stop_all(services).await;
    assert_same(&rows, &undisturbed(&captures).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_refuses_is_asked_again_and_then_the_service_ends_without_acknowledging() {
    let server = Server::start();
    let bus = server.bus().await;
    let rows = Memory::default();
    rows.refuse(2);
    let captures = mixed(46);
    let services = all(&bus, &rows);
    produce(&bus, &captures).await;
    drained(&bus).await;
    stop_all(services).await;
    assert_same(&rows, &undisturbed(&captures).await);
}

/// Refuses everything.
struct Full;

impl Rows for Full {
    async fn commit(&mut self, _: &veille_model::Batch) -> Result<(), veille_pipeline::RowsError> {
        Err("disk full".into())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_store_could_not_keep_comes_again_to_the_next() {
    let server = Server::start();
    let bus = server.bus().await;
    let rows = Memory::default();
    let stages = [serve(&bus, Cleaner::default(), options()), serve(&bus, Classifier, options())];
    produce(&bus, &[page(1, "le hanoi")]).await;
    let options = StoreOptions { ack_wait: Duration::from_millis(500), tries: 2, ..StoreOptions::default() };
    // More often than any message may be delivered to a stage.
    for _ in 0..7 {
        let error = bus.store(&mut Full, &options, |_| {}, &Stop::new()).await.unwrap_err();
        assert!(
            matches!(&error, BusError::Commit(error) if error.to_string().ends_with("disk full")),
            "{error}"
        );
    }
    let storing = store(&bus, &rows);
    drained(&bus).await;
    stop_all(stages.into_iter().chain([storing])).await;
    assert_eq!(rows.stored().articles.len(), 1);
    assert_eq!(held(&bus, "veille.dead.>").await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_larger_than_the_server_takes_is_refused_by_name() {
    let server = Server::start();
    let bus = server.bus().await;
    let rows = Memory::default();
    // Noise that does not compress below the server's 1 MB.
    let mut state = 7_u64;
    let mut noise = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        char::from(b'!' + (state >> 33) as u8 % 90)
    };
    let large = page(1, &(0..3 << 20).map(|_| noise()).collect::<String>());
    let (confirm, confirmed) = oneshot::channel();
    let input = Input { confirm: Some(confirm), ..Input::from(large.clone()) };
    let tally = bus.produce(stream::iter([input]), &ProduceOptions::default(), &Stop::new()).await;
    confirmed.await.expect("a refused capture is settled");
    assert_eq!(tally.of(StageName::Capture).quarantined, 1);
    let services = all(&bus, &rows);
    drained(&bus).await;
    stop_all(services).await;
    let outcome = &rows.stored().ledger[&(StageName::Capture, large.id.to_string())];
    let reason = outcome.reason.as_ref().unwrap();
    assert!(reason.code == "too_large" && reason.detail.contains("max_payload"), "{reason}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmation_comes_after_the_server_has_it_and_marks_go_to_their_bucket() {
    let mut server = Server::start();
    let bus = server.bus().await;
    let marks = bus.bucket("veille-marks").await.unwrap();
    let options =
        ProduceOptions { marks: Some(marks.clone()), grace: Duration::ZERO, ..ProduceOptions::default() };
    let (confirm, confirmed) = oneshot::channel();
    let mark = Mark { key: "replay/https://a.example/ü".to_owned(), value: Some("7".to_owned()) };
    let input =
        Input { confirm: Some(confirm), marks: vec![mark.clone()], ..Input::from(page(1, "le hanoi")) };
    bus.produce(stream::iter([input]), &options, &Stop::new()).await;
    confirmed.await.unwrap();
    assert_eq!(marks.get(&mark.key).await.unwrap().as_deref(), Some(&b"7"[..]));

    server.kill();
    let (confirm, confirmed) = oneshot::channel();
    let input = Input { confirm: Some(confirm), ..Input::from(page(2, "le hanoi")) };
    let stop = Stop::new();
    let stopping = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        stop.cancel();
    };
    tokio::join!(bus.produce(stream::iter([input]), &options, &stop), stopping);
    assert!(confirmed.await.is_err(), "nobody has it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_remembers_forgets_and_lists() {
    let server = Server::start();
    let bucket = server.bare_bus().await.bucket("veille-frontier").await.unwrap();
    assert_eq!(bucket.list("").await.unwrap(), []);
    for key in ["seen/https://a.example/?q=1", "seen/b", "feed/c"] {
        bucket.put(key, key.as_bytes()).await.unwrap();
    }
    bucket.put("seen/b", b"twice").await.unwrap();
    bucket.delete("feed/c").await.unwrap();
    assert_eq!(bucket.get("feed/c").await.unwrap(), None);
    assert_eq!(bucket.get("never").await.unwrap(), None);
    let expected = [
        ("seen/b".to_owned(), b"twice".to_vec()),
        ("seen/https://a.example/?q=1".to_owned(), b"seen/https://a.example/?q=1".to_vec()),
    ];
    assert_eq!(bucket.list("seen/").await.unwrap(), expected);
    bucket.delete("seen/b").await.unwrap();
    assert_eq!(bucket.list("seen/").await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_bucket_has_forgotten_takes_no_room_for_long() {
    let server = Server::start();
    let bus = server.bare_bus().await;
    let bucket = bus.bucket_marking("veille-frontier", Duration::from_secs(1)).await.unwrap();
    bucket.put("stays", b"1").await.unwrap();
    let keys: Vec<String> = (0..1_000).map(|number| format!("answer/{number}")).collect();
    for key in &keys {
        bucket.put(key, b"an answer").await.unwrap();
    }
    for key in &keys {
        bucket.delete(key).await.unwrap();
    }
    let held = async || bus.bucket_state("veille-frontier", &Config::default()).await.unwrap().held.unwrap();
    let gone = async {
        while held().await.messages > 1 {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), gone).await.expect("the markers go");
    assert_eq!(bucket.list("").await.unwrap(), [("stays".to_owned(), b"1".to_vec())]);
}

/// As a program made it that let the server keep markers for ever.
#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_of_before_is_told_and_changed_by_apply_and_its_markers_are_let_go() {
    let server = Server::start();
    let bus = server.bare_bus().await;
    let jetstream = async_nats::jetstream::new(async_nats::connect(server.url()).await.unwrap());
    let older = async_nats::jetstream::kv::Config {
        bucket: "veille-frontier".to_owned(),
        history: 1,
        ..Default::default()
    };
    jetstream.create_key_value(older).await.unwrap();
    let bucket = bus.bucket("veille-frontier").await.unwrap();
    for key in ["a", "b", "c"] {
        bucket.put(key, b"1").await.unwrap();
    }
    bucket.delete("a").await.unwrap();
    let config = Config::default();
    let told = bus.bucket_state("veille-frontier", &config).await.unwrap();
    assert_eq!(told.differences, ["forgotten keys kept for ever, not 1 hour"]);
    let applied = bus.apply_bucket("veille-frontier", &config).await.unwrap();
    assert!(applied.changed && applied.differences.is_empty(), "{applied:?}");
    assert!(!bus.apply_bucket("veille-frontier", &config).await.unwrap().changed);
    let marker = jetstream.get_stream("KV_veille-frontier").await.unwrap();
    let marker = marker.get_last_raw_message_by_subject("$KV.veille-frontier.a").await.unwrap();
    assert_eq!(marker.headers.get("Nats-TTL").map(|value| value.as_str()), Some("3600"));
    let bucket = bus.bucket("veille-frontier").await.unwrap();
    bucket.delete("b").await.unwrap();
    assert_eq!(bucket.list("").await.unwrap(), [("c".to_owned(), b"1".to_vec())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_of_the_dead_are_found_from_the_end_and_each_is_shown_once() {
    let server = Server::start();
    let bus = server.bus().await;
    let jetstream = async_nats::jetstream::new(async_nats::connect(server.url()).await.unwrap());
    for number in 0..60 {
        let stage = if number % 20 == 0 { "store" } else { "clean" };
        let sent = jetstream.publish(format!("veille.dead.{stage}"), format!("{number}").into()).await;
        sent.unwrap().await.unwrap();
    }
    for number in [58, 59, 60] {
        bus.drop_dead(number).await.unwrap();
    }
    let numbers = async |stage: Option<&str>, limit: usize| -> Vec<u64> {
        bus.dead_letters(stage, limit).await.unwrap().iter().map(|letter| letter.number).collect()
    };
    assert_eq!(numbers(None, 2).await, [56, 57]);
    assert_eq!(numbers(Some("store"), 2).await, [21, 41]);
    assert_eq!(numbers(Some("store"), 100).await, [1, 21, 41]);
    assert_eq!(numbers(None, usize::MAX).await.len(), 57);
    let mut seen = Vec::new();
    bus.each_dead_letter(50, None, |letter| seen.push(letter.payload().unwrap())).await.unwrap();
    assert_eq!(seen.first().map(Vec::as_slice), Some(&b"49"[..]));
    assert_eq!(seen.len(), 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_input_with_an_endless_address_takes_no_other_along() {
    let server = Server::start();
    let bus = server.bus().await;
    let rows = Memory::default();
    let mut captures: Vec<Capture> =
        (0..16).map(|number| page(number, &format!("le hanoi {number}"))).collect();
    captures[7].url = Some(format!("https://a.example/{}", "a".repeat(9_000_000)));
    let (mut inputs, mut confirmed) = (Vec::new(), Vec::new());
    for capture in &captures {
        let (confirm, waiting) = oneshot::channel();
        let label = veille_model::Outcome {
            stage: StageName::Capture,
            outcome: OutcomeKind::Forwarded,
            input: capture.url.clone().unwrap(),
            source: capture.source.clone(),
            url: capture.url.clone(),
            at: None,
            reason: None,
            outputs: vec![capture.id.to_string()],
        };
        inputs.push(Input { confirm: Some(confirm), outcomes: vec![label], ..Input::from(capture.clone()) });
        confirmed.push(waiting);
    }
    bus.produce(stream::iter(inputs), &ProduceOptions::default(), &Stop::new()).await;
    for waiting in confirmed {
        waiting.await.expect("each is confirmed");
    }
    let services = all(&bus, &rows);
    drained(&bus).await;
    stop_all(services).await;
    let stored = rows.stored();
    // As an article it may be larger than this server takes, and is put aside by name.
    assert!(stored.articles.len() >= 15, "{}", stored.articles.len());
    let entries = |stage| stored.ledger.keys().filter(|(of, _)| *of == stage).count();
    assert_eq!([StageName::Capture, StageName::Clean].map(entries), [16, 16]);
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_are_dealt_out_evenly_and_those_of_who_is_dead_are_taken_over() {
    let server = Server::start();
    let sit_down = async |name: &str| {
        let bucket = server.bare_bus().await.bucket("veille-frontier").await.unwrap();
        bucket.deal("parts", name.to_owned())
    };
    let (mut first, mut second) = (sit_down("the first").await, sit_down("the second").await);
    let alone = first.round(0).await.unwrap();
    assert_eq!((alone.held, alone.leave, alone.anew), (u64::MAX, 0, u64::MAX));
    // Whoever comes has nothing before somebody has given something up, which it does once nobody is at it.
    assert_eq!(second.round(0).await.unwrap().held, 0);
    let asked = first.round(0).await.unwrap();
    assert_eq!((asked.held, asked.leave.count_ones()), (u64::MAX, 32));
    let left = first.round(asked.leave).await.unwrap();
    let taken = second.round(0).await.unwrap();
    assert_eq!((left.held & taken.held, left.held | taken.held), (0, u64::MAX));
    assert_eq!((taken.held, taken.leave), (taken.anew, 0));
    // All or nothing: somebody is at it, who says so all the time.
    let busy = tokio::spawn(async move {
        for _ in 0..10 {
            tokio::time::sleep(Duration::from_millis(500)).await;
            second.round(0).await.unwrap();
        }
        second
    });
    let told = sit_down("the third").await.take_all().await.unwrap_err().to_string();
    assert!(told.starts_with("the second has the place \"parts\" on the server already"), "{told}");
    // The first says nothing meanwhile, as if it was killed.
    let mut second = busy.await.unwrap();
    let mut held = 0;
    for _ in 0..40 {
        tokio::time::sleep(Duration::from_millis(250)).await;
        held = second.round(0).await.unwrap().held;
        if held == u64::MAX {
            break;
        }
    }
    assert_eq!(held, u64::MAX);
    // It was only asleep.
    assert_eq!(first.round(0).await.unwrap().held, 0);
    second.leave().await;
    assert_eq!(first.round(0).await.unwrap().anew, u64::MAX);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_holder_of_a_part_is_asked_and_waited_for_and_of_what_is_nobodys_there_is_no_answer() {
    let server = Server::start();
    let (holder, other) = (server.bus().await, server.bus().await);
    let stop = Stop::new();
    let answering = {
        let (holder, stop) = (holder.clone(), stop.clone());
        tokio::spawn(async move {
            let answer = |part: u32, question: Vec<u8>| {
                (part == 7).then_some(async move {
                    // Longer than anybody waits who hears nothing.
                    tokio::time::sleep(Duration::from_secs(9)).await;
                    [question, b"!".to_vec()].concat()
                })
            };
            holder.answer_others(answer, &stop).await
        })
    };
    tokio::time::sleep(Duration::from_millis(500)).await;
    let (answered, nobody) =
        tokio::join!(other.ask_holder(7, b"so".to_vec()), other.ask_holder(8, b"so".to_vec()));
    assert_eq!((answered.as_deref(), nobody), (Some(&b"so!"[..]), None));
    stop.cancel();
    answering.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subject_is_followed_live_from_now_from_the_beginning_and_since() {
    let server = Server::start();
    let bus = server.bus().await;
    produce(&bus, &[page(0, "le one")]).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    let since = chrono::Utc::now();
    tokio::time::sleep(Duration::from_millis(50)).await;
    produce(&bus, &[page(3, "le two")]).await;
    let mut live = bus.tail("veille.capture.>", Start::Live).await.unwrap();
    let mut new = bus.tail("veille.capture.source-0-example", Start::New).await.unwrap();
    let mut later = bus.tail("veille.capture.>", Start::Since(since)).await.unwrap();
    let mut every = bus.tail("veille.>", Start::Live).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    produce(&bus, &[page(6, "le three")]).await;
    let body = |message: Option<Result<Tailed, BusError>>| {
        let message = message.unwrap().unwrap();
        let capture: veille_model::Capture = serde_json::from_slice(&message.payload).unwrap();
        String::from_utf8(capture.body).unwrap()
    };
    assert_eq!(body(live.next().await), "le three");
    assert_eq!(body(new.next().await), "le three");
    assert_eq!(body(every.next().await), "le three");
    assert_eq!(
        (body(later.next().await), body(later.next().await)),
        ("le two".to_owned(), "le three".to_owned())
    );
    assert_eq!(held(&bus, "veille.capture.>").await.len(), 3);
    assert!(bus.tail("veille.>", Start::All).await.is_err());
}

#[tokio::test]
async fn a_server_without_jetstream_is_named_as_such() {
    let plain = Server::without_jetstream();
    let error = Bus::connect(&Where { url: plain.url(), ..Where::default() }).await.unwrap_err();
    assert!(matches!(error, BusError::NoJetStream { .. }), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_tried_too_often_is_a_dead_letter_with_its_last_reason() {
    let server = Server::start();
    let bus = server.bus().await;
    let rows = Memory::default();
    let services = all(&bus, &rows);
    produce(&bus, &[page(1, "flaky 99"), page(2, "le hanoi")]).await;
    drained(&bus).await;
    stop_all(services).await;
    let dead = held(&bus, "veille.dead.clean").await;
    assert_eq!(dead.len(), 1);
    assert_eq!(
        (dead[0].headers["Veille-Cause-Code"].as_str(), dead[0].headers["Veille-Attempts"].as_str()),
        ("flaky", "5")
    );
    let outcome = &rows.stored().ledger[&(StageName::Clean, page(1, "flaky 99").id.to_string())];
    assert_eq!(outcome.outcome, OutcomeKind::Quarantined);
}
