//! Streams: made, compared, full, replicated, deleted.
#![allow(clippy::unwrap_used, reason = "the whole file is a test")]

use std::sync::{Arc, mpsc};
use std::time::Duration;

use crate::toy::server::Server;
use crate::toy::services::{all, drained, options, produce, serve, stop_all, store, undisturbed};
use crate::toy::{Classifier, Cleaner, Memory, assert_same, mixed, page};
use futures_util::StreamExt;
use veille_model::{Article, Capture, OutcomeKind, StageName, TaggedArticle};
use veille_pipeline::bus::{Bus, BusError, Config, Keep, ServeOptions, Start};
use veille_pipeline::{Stage, Stop, Verdict};

/// Pages of so many bytes that do not get smaller when they are compressed.
fn large(count: usize, bytes: usize) -> Vec<Capture> {
    let mut state = 7_u64;
    let mut noise = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        char::from(b'!' + (state >> 33) as u8 % 90)
    };
    (0..count)
        .map(|number| page(number, &format!("le hanoi {}", (0..bytes).map(|_| noise()).collect::<String>())))
        .collect()
}

async fn messages(bus: &Bus, config: &Config, stream: &str) -> u64 {
    let states = bus.stream_states(config).await.unwrap();
    states.iter().find(|state| state.name == stream).unwrap().held.unwrap().messages
}

#[tokio::test(flavor = "multi_thread")]
async fn replicated_streams_deliver_every_message_once() {
    let servers = Server::cluster();
    let bus = servers[0].bare_bus().await;
    let config = Config { replicas: 3, ..Config::default() };
    bus.ensure_streams(&config).await.unwrap();
    let rows = Memory::default();
    // Small requests are soon complete, and it is the word of that which overtakes their messages.
    let few = || ServeOptions { in_hand: 16, ..options() };
    let services =
        [serve(&bus, Cleaner::default(), few()), serve(&bus, Classifier, few()), store(&bus, &rows)];
    let captures: Vec<Capture> = (0..400).map(|number| page(number, &format!("le hanoi {number}"))).collect();
    produce(&bus, &captures).await;
    drained(&bus).await;
    let [clean, classify, storing] = services;
    let clean = clean.stop().await.of(StageName::Clean);
    stop_all([classify, storing]).await;
    assert_eq!((clean.inputs, clean.forwarded), (400, 400), "none was delivered again");
    assert_same(&rows, &undisturbed(&captures).await);
    for server in &servers {
        // Whichever of them is asked.
        assert_eq!(messages(&server.bare_bus().await, &config, "DEAD").await, 0);
    }
}

/// Without a size of their own their room is found out by asking for it, and counts as taken for a while.
#[tokio::test(flavor = "multi_thread")]
async fn streams_of_a_cluster_are_applied_without_a_size_in_the_first_go() {
    let servers = Server::cluster();
    let bus = servers[0].bare_bus().await;
    let config = Config { replicas: 3, ..Config::default() };
    let applied = bus.apply_streams(&config).await.unwrap();
    assert!(applied.iter().all(|state| state.changed && state.differences.is_empty()), "{applied:?}");
    let sizes = |states: &[veille_pipeline::bus::StreamState]| -> Vec<u64> {
        states.iter().map(|state| state.held.unwrap().bytes_max.unwrap()).collect()
    };
    let again = bus.apply_streams(&config).await.unwrap();
    assert!(!again.iter().any(|state| state.changed), "{again:?}");
    assert_eq!(sizes(&again), sizes(&applied));
    // Made when there was one server, as an office begins.
    let one = Config::default();
    assert!(bus.apply_bucket("kept", &one).await.unwrap().changed);
    let told = bus.bucket_state("kept", &config).await.unwrap();
    assert_eq!(told.differences, ["1 replicas, not 3"]);
    let applied = bus.apply_bucket("kept", &config).await.unwrap();
    assert!(applied.changed && applied.differences.is_empty(), "{applied:?}");
}

/// As all of them are started at one time, and one of them comes up last.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_of_a_cluster_that_is_not_there_yet_is_waited_for() {
    let mut servers = Server::cluster();
    let bus = servers[0].bare_bus().await;
    let config = Config { replicas: 3, ..Config::default() };
    servers[2].kill();
    let applying = tokio::spawn({
        let (bus, config) = (bus.clone(), config.clone());
        async move { bus.apply_streams(&config).await }
    });
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(!applying.is_finished(), "two servers keep no three copies: {:?}", applying.await);
    servers[2].restart();
    let applied = applying.await.unwrap().unwrap();
    assert!(applied.iter().all(|state| state.changed && state.differences.is_empty()), "{applied:?}");
    bus.bucket("kept").await.unwrap().put("key", b"value").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_of_20_mb_takes_more_than_it_holds() {
    let server = Server::of_size(20);
    let bus = server.bus().await;
    let rows = Memory::default();
    let services = all(&bus, &rows);
    let captures = large(1500, 20_000);
    produce(&bus, &captures).await;
    drained(&bus).await;
    stop_all(services).await;
    assert_same(&rows, &undisturbed(&captures).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_stream_makes_its_publishers_wait_until_the_stage_has_confirmed_and_loses_none() {
    let server = Server::start();
    let bus = server.bare_bus().await;
    let config = Config { storage_mb: 1, ..Config::default() };
    bus.ensure_streams(&config).await.unwrap();
    let captures = large(400, 2_000);
    let producing = tokio::spawn({
        let (bus, captures) = (bus.clone(), captures.clone());
        async move { produce(&bus, &captures).await }
    });
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(!producing.is_finished(), "a third of a megabyte cannot hold them");
    let held = messages(&bus, &config, "CAPTURES").await;
    let trimming = tokio::spawn({
        let bus = bus.clone();
        async move { bus.trim(&Stop::new()).await }
    });
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(messages(&bus, &config, "CAPTURES").await, held, "nobody has confirmed them");
    let rows = Memory::default();
    let services = all(&bus, &rows);
    producing.await.unwrap();
    drained(&bus).await;
    stop_all(services).await;
    trimming.abort();
    assert_same(&rows, &undisturbed(&captures).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_are_compared_by_services_and_changed_by_apply_alone() {
    let server = Server::start();
    let bus = server.bus().await;
    let other = Config {
        storage_mb: 100,
        duplicate_window_secs: 60,
        captures: Keep { percent: 40, hours: 24 },
        ..Config::default()
    };
    let of_captures = |states: Vec<veille_pipeline::bus::StreamState>| {
        states.into_iter().find(|state| state.name == "CAPTURES").unwrap()
    };
    let told = of_captures(bus.ensure_streams(&other).await.unwrap());
    assert_eq!(told.differences.len(), 3, "{told:?}");
    assert_eq!(of_captures(bus.ensure_streams(&other).await.unwrap()), told, "a service changes nothing");
    let applied = of_captures(bus.apply_streams(&other).await.unwrap());
    assert!(applied.changed && applied.differences.is_empty(), "{applied:?}");
    assert_eq!(applied.held.unwrap().bytes_max, Some(40 << 20));
    assert!(!of_captures(bus.apply_streams(&other).await.unwrap()).changed);
    // Sizes that the server had room for stay as they are.
    let default = Config { captures: Keep { percent: 10, hours: 168 }, ..Config::default() };
    assert_eq!(
        of_captures(bus.apply_streams(&default).await.unwrap()).held.unwrap().bytes_max,
        Some(40 << 20)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn services_that_start_together_make_the_streams_once() {
    let server = Server::of_size(20);
    let buses = [server.bare_bus().await, server.bare_bus().await, server.bare_bus().await];
    let config = Config::default();
    let made = buses.each_ref().map(|bus| bus.ensure_streams(&config));
    for states in futures_util::future::join_all(made).await {
        let sizes: u64 = states.unwrap().iter().map(|state| state.held.unwrap().bytes_max.unwrap()).sum();
        assert!((12 << 20..20 << 20).contains(&sizes), "{sizes}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_deleted_under_running_services_is_made_again() {
    let server = Server::start();
    let bus = server.bus().await;
    let rows = Memory::default();
    let services = all(&bus, &rows);
    produce(&bus, &[page(1, "le hanoi")]).await;
    drained(&bus).await;
    let client = async_nats::connect(server.url()).await.unwrap();
    let operator = async_nats::jetstream::new(client);
    for stream in ["CAPTURES", "ARTICLES"] {
        operator.delete_stream(stream).await.unwrap();
    }
    produce(&bus, &[page(2, "le hanoi again")]).await;
    let stored = async {
        while rows.stored().articles.len() < 2 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), stored).await.unwrap();
    stop_all(services).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_advisory_of_what_is_not_there_is_put_aside() {
    let server = Server::start();
    let bus = server.bus().await;
    let rows = Memory::default();
    let services = all(&bus, &rows);
    let client = async_nats::connect(server.url()).await.unwrap();
    let subject = "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.CAPTURES.clean";
    for forged in [
        "nope",
        r#"{"stream":"NOPE","consumer":"clean","stream_seq":1,"deliveries":5}"#,
        r#"{"stream":"TAGGED","consumer":"store","stream_seq":1,"deliveries":5}"#,
        r#"{"stream":"CAPTURES","consumer":"clean","stream_seq":99999999,"deliveries":5}"#,
    ] {
        client.publish(subject, forged.into()).await.unwrap();
    }
    client.flush().await.unwrap();
    produce(&bus, &mixed(10)).await;
    // Of a stream before this one, in which another message had the number.
    let stale = r#"{"stream":"CAPTURES","consumer":"clean","stream_seq":1,"deliveries":5,
        "timestamp":"2025-10-25T08:00:00.123456789Z"}"#;
    client.publish(subject, stale.into()).await.unwrap();
    client.flush().await.unwrap();
    drained(&bus).await;
    stop_all(services).await;
    let dead =
        rows.stored().ledger.into_values().filter(|outcome| outcome.outcome == OutcomeKind::Quarantined);
    assert_eq!(dead.count(), 1, "the broken one of the ten, and none that was forged");
}

#[tokio::test(flavor = "multi_thread")]
async fn more_copies_than_the_server_can_keep_are_a_mistake_in_the_configuration_and_leave_nothing_behind() {
    let server = Server::start();
    let bus = server.bare_bus().await;
    let config = Config { replicas: 3, ..Config::default() };
    let error = bus.ensure_streams(&config).await.unwrap_err();
    assert!(matches!(error, BusError::Replicas { replicas: 3, .. }), "{error}");
    assert!(error.to_string().contains("[nats] replicas = 3 in veille.toml"), "{error}");
    // Whoever comes next does not wait for a lock that nobody holds.
    let next = server.bare_bus().await;
    let config = Config::default();
    let made = tokio::time::timeout(Duration::from_secs(8), next.ensure_streams(&config));
    made.await.expect("the lock was given back").unwrap();
    let error = bus.apply_streams(&Config { replicas: 3, ..Config::default() }).await.unwrap_err();
    assert!(matches!(error, BusError::Replicas { .. }), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_that_are_made_again_take_no_more_room_than_before() {
    // Of a size of its own: how much of the disk is free changes with whoever else writes there.
    let server = Server::of_size(40_000);
    let bus = server.bus().await;
    let client = async_nats::connect(server.url()).await.unwrap();
    let sizes = |states: Vec<veille_pipeline::bus::StreamState>| {
        states.into_iter().map(|state| state.held.unwrap().bytes_max.unwrap()).collect::<Vec<_>>()
    };
    let before = sizes(bus.stream_states(&Config::default()).await.unwrap());
    for stream in ["ARTICLES", "TOPICS"] {
        async_nats::jetstream::new(client.clone()).delete_stream(stream).await.unwrap();
    }
    let after = sizes(bus.ensure_streams(&Config::default()).await.unwrap());
    for (before, after) in before.into_iter().zip(after) {
        assert!(before.abs_diff(after) < 4096, "{before} and then {after}");
    }
}

/// Publishes a number to readers.
async fn publish(jetstream: &async_nats::jetstream::Context, number: usize) {
    jetstream.publish("veille.topic.a.fr.x", format!("{number}").into()).await.unwrap().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_made_anew_in_a_moment_is_read_from_its_beginning() {
    let server = Server::start();
    let bus = server.bus().await;
    let jetstream = async_nats::jetstream::new(async_nats::connect(server.url()).await.unwrap());
    let publish = async |number| publish(&jetstream, number).await;
    for number in 0..9 {
        publish(number).await;
    }
    let mut following = bus.follow("veille.topic.>", Start::All).await.unwrap();
    for number in 0..9 {
        assert_eq!(following.next().await.unwrap().payload, format!("{number}").as_bytes());
    }
    // It waits at the end, and asks again within a second at the latest.
    let waiting = tokio::spawn(async move { following.next().await.unwrap().payload });
    tokio::time::sleep(Duration::from_secs(2)).await;
    jetstream.delete_stream("TOPICS").await.unwrap();
    bus.ensure_streams(&Config::default()).await.unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    publish(100).await;
    let read = tokio::time::timeout(Duration::from_secs(15), waiting).await;
    assert_eq!(read.expect("it noticed").unwrap(), b"100");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_with_a_name_reads_a_stream_made_anew_from_its_beginning_however_far_it_has_grown() {
    let server = Server::start();
    let bus = server.bus().await;
    let jetstream = async_nats::jetstream::new(async_nats::connect(server.url()).await.unwrap());
    let publish = async |number| publish(&jetstream, number).await;
    let check = async |start: Start, name: &str| {
        publish(1).await;
        publish(2).await;
        let mut following = bus.follow_as(name, "veille.topic.>", start).await.unwrap();
        if start == Start::All {
            for expected in ["1", "2"] {
                let message = following.next().await.unwrap();
                assert_eq!(message.payload, expected.as_bytes());
                following.settle(&message).await;
            }
        }
        // Nobody looks while it is gone, and it is longer when somebody does.
        jetstream.delete_stream("TOPICS").await.unwrap();
        bus.ensure_streams(&Config::default()).await.unwrap();
        for number in 10..15 {
            publish(number).await;
        }
        for number in 10..15 {
            let read = tokio::time::timeout(Duration::from_secs(30), following.next()).await;
            let message = read.expect("it noticed").unwrap();
            assert_eq!(String::from_utf8(message.payload.clone()).unwrap(), number.to_string());
            following.settle(&message).await;
        }
        jetstream.get_stream("TOPICS").await.unwrap().purge().await.unwrap();
    };
    check(Start::All, "reader-anyone-desk").await;
    // One that had read nothing yet has missed as much.
    check(Start::New, "reader-anyone-spare").await;
}

/// Takes a page and never comes back from it.
struct Stuck(mpsc::SyncSender<()>);

impl Stage for Stuck {
    type Input = Capture;
    type Output = Article;
    const NAME: StageName = StageName::Clean;

    fn settle(&self, _: Capture) -> Verdict<Article> {
        self.0.send(()).unwrap();
        loop {
            std::thread::park();
        }
    }
}

/// Works on nothing until it is let go.
struct Held(mpsc::SyncSender<()>, Stop);

impl Stage for Held {
    type Input = Article;
    type Output = TaggedArticle;
    const NAME: StageName = StageName::Classify;

    fn settle(&self, article: Article) -> Verdict<TaggedArticle> {
        let _ = self.0.try_send(());
        while !self.1.is_cancelled() {
            std::thread::sleep(Duration::from_millis(5));
        }
        Classifier.settle(article)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_told_to_stop_ends_in_its_grace_though_its_server_is_away() {
    let mut server = Server::start();
    let bus = server.bus().await;
    let cleaner = serve(&bus, Cleaner::default(), options());
    let pages: Vec<Capture> = (0..600).map(|number| page(number, &format!("le hanoi {number}"))).collect();
    produce(&bus, &pages).await;
    let cleaned = async {
        while messages(&bus, &Config::default(), "ARTICLES").await < 600 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), cleaned).await.unwrap();
    cleaner.stop().await;
    let ((begun, has_begun), go) = (mpsc::sync_channel(1), Stop::new());
    let few = ServeOptions { grace: Duration::from_secs(2), ..ServeOptions::default() };
    let classifier = serve(&bus, Held(begun, go.clone()), few);
    tokio::task::spawn_blocking(move || has_begun.recv().unwrap()).await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    server.kill();
    go.cancel();
    // Long enough for more to be sent in vain than the client lets wait.
    tokio::time::sleep(Duration::from_secs(12)).await;
    let stopping = tokio::time::timeout(Duration::from_secs(20), classifier.stop());
    stopping.await.expect("it does not wait for the server");
}

#[test]
fn what_a_killed_service_had_in_hand_does_not_wait_for_long() {
    let server = Server::start();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let bus = runtime.block_on(server.bus());
    runtime.block_on(produce(&bus, &[page(1, "le hanoi")]));
    let process = tokio::runtime::Runtime::new().unwrap();
    let (taken, took) = mpsc::sync_channel(8);
    let own = process.block_on(server.bare_bus());
    let _killed = process.block_on(async { serve(&own, Stuck(taken), ServeOptions::default()) });
    took.recv_timeout(Duration::from_secs(30)).unwrap();
    process.shutdown_background();
    runtime.block_on(async {
        let rows = Memory::default();
        let killed = std::time::Instant::now();
        let cleaner = serve(&bus, Cleaner::default(), ServeOptions::default());
        let others = [serve(&bus, Classifier, options()), crate::toy::services::store(&bus, &rows)];
        let mut articles = bus.tail("veille.article.>", Start::All).await.unwrap();
        articles.next().await.unwrap().unwrap();
        assert!(killed.elapsed() < Duration::from_secs(10), "it took {:?}", killed.elapsed());
        stop_all([cleaner].into_iter().chain(others)).await;
    });
}

/// Counts how many pages are worked on at once.
#[derive(Clone, Default)]
struct Crowd(Arc<std::sync::Mutex<(usize, usize)>>);

impl Stage for Crowd {
    type Input = Capture;
    type Output = Article;
    const NAME: StageName = StageName::Clean;

    fn settle(&self, _: Capture) -> Verdict<Article> {
        let count = |change: fn(usize) -> usize| {
            let mut counts = self.0.lock().unwrap();
            counts.0 = change(counts.0);
            counts.1 = counts.1.max(counts.0);
        };
        count(|now| now + 1);
        std::thread::sleep(Duration::from_millis(100));
        count(|now| now - 1);
        Verdict::Discard(veille_model::Reason::new("counted", "that was all"))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_count_by_what_they_unfold_to() {
    let server = Server::start();
    let bus = server.bus().await;
    let captures: Vec<Capture> = (0..12).map(|number| page(number, &" ".repeat(1_900_000))).collect();
    produce(&bus, &captures).await;
    let crowd = Crowd::default();
    let options = ServeOptions { cores: 8, chunk_messages: 1, decoded_bytes: 4 << 20, ..options() };
    let service = serve(&bus, crowd.clone(), options);
    let others = [
        serve(&bus, Classifier, crate::toy::services::options()),
        crate::toy::services::store(&bus, &Memory::default()),
    ];
    drained(&bus).await;
    assert_eq!(service.stop().await.of(StageName::Clean).discarded, 12);
    stop_all(others).await;
    assert_eq!(crowd.0.lock().unwrap().1, 2, "two fit into 4 MB");
}
