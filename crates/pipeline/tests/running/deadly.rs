//! Messages that kill their process: nobody is left to speak for them.
//!
//! A process is played by a runtime of its own that is cut off while the deadly message is in hand: nothing in hand is
//! answered, nothing is vouched for, as after kill -9.
#![allow(clippy::unwrap_used, reason = "the whole file is a test")]

use crate::toy;

use std::sync::mpsc;
use std::time::Duration;

use futures_util::StreamExt;
use toy::server::Server;
use toy::services::{drained, options, produce, serve, stop_all, store, undisturbed};
use toy::{Classifier, Cleaner, Memory, assert_same, page};
use veille_model::{Article, Capture, OutcomeKind, StageName};
use veille_pipeline::bus::{Bus, BusError, Config, ServeOptions, Start, Where};
use veille_pipeline::{Stage, Stop, Verdict};

/// Reports a deadly message and never comes back from it.
struct Mortal {
    dying: mpsc::SyncSender<()>,
}

impl Stage for Mortal {
    type Input = Capture;
    type Output = Article;
    const NAME: StageName = StageName::Clean;

    fn settle(&self, capture: Capture) -> Verdict<Article> {
        if capture.body.starts_with(b"deadly") {
            self.dying.send(()).unwrap();
            loop {
                std::thread::park();
            }
        }
        Cleaner::default().settle(capture)
    }
}

const TRIES: u32 = 4;

fn mortal_options() -> ServeOptions {
    ServeOptions { ack_wait: Duration::from_millis(1500), tries: TRIES, ..options() }
}

/// One life of a process: until it meets a deadly message, or until it has met none for a while.
fn live(url: &str) -> bool {
    let (dying, died) = mpsc::sync_channel(8);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let bus = runtime.block_on(Bus::connect(&Where { url: url.to_owned(), ..Where::default() })).unwrap();
    let service = runtime.block_on(async { serve(&bus, Mortal { dying }, mortal_options()) });
    // Longer than the server's word on it waits for another.
    let killed = died.recv_timeout(Duration::from_secs(9)).is_ok();
    if !killed {
        runtime.block_on(service.stop());
    }
    runtime.shutdown_background();
    killed
}

/// Places of the deadly among the 300: neighbours, and one that comes with the first messages.
const DEADLY: [usize; 3] = [5, 150, 151];

/// A server at which pages wait.
struct Waiting {
    server: Server,
    runtime: tokio::runtime::Runtime,
    bus: Bus,
    captures: Vec<Capture>,
}

/// So many pages, of which those at these places are deadly.
fn waiting(pages: usize, deadly: &[usize]) -> Waiting {
    let server = Server::start();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let bus = runtime.block_on(server.bus());
    let body = |n: usize| if deadly.contains(&n) { "deadly".to_owned() } else { format!("le hanoi {n}") };
    let captures: Vec<Capture> = (0..pages).map(|number| page(number, &body(number))).collect();
    runtime.block_on(produce(&bus, &captures));
    Waiting { server, runtime, bus, captures }
}

/// All stages work until nothing is left to do.
async fn work_off(bus: &Bus, rows: &Memory) {
    let services = [
        serve(bus, Cleaner::default(), mortal_options()),
        serve(bus, Classifier, options()),
        store(bus, rows),
    ];
    drained(bus).await;
    stop_all(services).await;
}

#[test]
fn messages_that_kill_their_process_are_dead_letters_and_their_neighbours_arrive() {
    let Waiting { server, runtime, bus, captures } = waiting(300, &DEADLY);
    let rows = Memory::default();
    let deaths = (0..30).take_while(|_| live(&server.url())).count();
    // Each as often as it is delivered, and twice more by itself.
    assert!((2..=DEADLY.len() * (TRIES as usize + 2)).contains(&deaths), "they killed {deaths} times");

    let letters = runtime.block_on(async {
        work_off(&bus, &rows).await;
        let dead = bus.tail("veille.dead.>", Start::All).await.unwrap();
        dead.take(DEADLY.len()).map(Result::unwrap).collect::<Vec<_>>().await
    });
    for letter in letters {
        assert_eq!(letter.subject, "veille.dead.clean");
        assert_eq!(letter.headers["Veille-Cause-Code"], "max_deliveries");
        assert_eq!(letter.headers["Veille-Attempts"], TRIES.to_string());
        let capture: Capture = serde_json::from_slice(&letter.payload).unwrap();
        assert_eq!(letter.headers["Veille-Subject"], format!("veille.capture.{}", capture.source));
        assert_eq!(capture.body, b"deadly");
    }
    let stored = rows.stored();
    let dead = stored.ledger.values().filter(|outcome| outcome.outcome == OutcomeKind::Quarantined);
    let mut dead: Vec<&str> = dead.map(|outcome| outcome.input.as_str()).collect();
    let mut deadly = DEADLY.map(|number| captures[number].id.as_str());
    dead.sort_unstable();
    deadly.sort_unstable();
    assert_eq!(dead, deadly, "the deadly and no other");
    assert_eq!(stored.articles.len(), 300 - DEADLY.len());
}

/// The server's word that a message was delivered too often.
async fn give_up_on(server: &Server, sequence: u64) {
    let client = async_nats::connect(server.url()).await.unwrap();
    let subject = "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.CAPTURES.clean";
    let word =
        format!(r#"{{"stream":"CAPTURES","consumer":"clean","stream_seq":{sequence},"deliveries":4}}"#);
    client.publish(subject, word.into()).await.unwrap();
    client.flush().await.unwrap();
}

/// One life of a process that nobody kills: whether it ends by itself, as it is to where a stage is stuck.
fn live_until_stuck(url: &str) -> bool {
    let (dying, _died) = mpsc::sync_channel(8);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let bus = runtime.block_on(Bus::connect(&Where { url: url.to_owned(), ..Where::default() })).unwrap();
    let options = ServeOptions {
        cores: 1,
        work_max: Duration::from_secs(1),
        grace: Duration::from_secs(2),
        ..mortal_options()
    };
    let stop = Stop::new();
    let ended = runtime.block_on(async {
        let serving = bus.serve(std::sync::Arc::new(Mortal { dying }), &options, |_| {}, &stop);
        tokio::time::timeout(Duration::from_secs(20), serving).await
    });
    runtime.shutdown_background();
    match ended {
        Ok(Err(error)) => {
            assert!(matches!(error, BusError::Stuck { stage: StageName::Clean, .. }), "{error}");
            assert!(options.metrics.is_stuck());
            true
        }
        Ok(Ok(tally)) => panic!("nobody told it to stop: {tally:?}"),
        Err(_) => false,
    }
}

#[test]
fn a_stage_that_does_not_come_back_ends_its_process_and_its_message_is_a_dead_letter() {
    let Waiting { server, runtime, bus, .. } = waiting(40, &[3]);
    let rows = Memory::default();
    let ends = (0..10).take_while(|_| live_until_stuck(&server.url())).count();
    // Its deliveries, and once by itself.
    assert!((2..=TRIES as usize + 1).contains(&ends), "it ended {ends} times");
    runtime.block_on(async {
        work_off(&bus, &rows).await;
        assert_eq!(messages(&bus, "DEAD").await, 1);
    });
    assert_eq!(rows.stored().articles.len(), 39, "its neighbours arrive");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_message_that_the_server_says_nothing_of_is_asked_for_again_however_long_it_takes() {
    let server = Server::start();
    let bus = server.bus().await;
    // One that harms nobody: where two instances handed it to each other, each counted the other's tries for deaths.
    let captures = [page(1, "poison"), page(2, "le hanoi")];
    produce(&bus, &captures).await;
    let jetstream = async_nats::jetstream::new(async_nats::connect(server.url()).await.unwrap());
    let answering = async |answers: bool| {
        let stream = jetstream.get_stream("CAPTURES").await.unwrap();
        let config = stream.cached_info().config.clone();
        jetstream
            .update_stream(async_nats::jetstream::stream::Config { allow_direct: answers, ..config })
            .await
            .unwrap();
    };
    answering(false).await;
    give_up_on(&server, 1).await;
    give_up_on(&server, 2).await;
    let other = server.bare_bus().await;
    let services = [serve(&bus, Cleaner::default(), options()), serve(&other, Cleaner::default(), options())];
    // More often than what is forged would be looked for.
    tokio::time::sleep(Duration::from_secs(9)).await;
    assert_eq!(messages(&bus, "DEAD").await, 1, "the poison came by itself");
    answering(true).await;
    let heard = async {
        loop {
            let stream = jetstream.get_stream("ADVISORIES").await.unwrap();
            let consumer: async_nats::jetstream::consumer::PullConsumer =
                stream.get_consumer("clean").await.unwrap();
            let info = consumer.cached_info();
            if (info.ack_floor.stream_sequence, info.num_ack_pending) == (2, 0) {
                return info.delivered.consumer_sequence;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let deliveries = tokio::time::timeout(Duration::from_secs(60), heard).await;
    assert!(deliveries.expect("both are settled in the end") <= 4, "they were kept until they were found");
    let mut dead = bus.tail("veille.dead.>", Start::All).await.unwrap();
    let letter = tokio::time::timeout(Duration::from_secs(60), dead.next()).await;
    let letter = letter.expect("it became a dead letter in the end").unwrap().unwrap();
    let capture: Capture = serde_json::from_slice(&letter.payload).unwrap();
    assert_eq!(capture.id, captures[0].id);
    assert_eq!(messages(&bus, "DEAD").await, 1, "and what harms nobody did not");
    stop_all(services).await;
}

/// As where a cluster in trouble has lost the answers: the server counts how often it gave a message out, and not who died.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_has_given_up_on_and_harms_nobody_is_no_dead_letter() {
    let server = Server::start();
    let bus = server.bus().await;
    let rows = Memory::default();
    let captures: Vec<Capture> = (0..20).map(|number| page(number, &format!("le hanoi {number}"))).collect();
    produce(&bus, &captures).await;
    for sequence in [3, 4, 17] {
        give_up_on(&server, sequence).await;
    }
    let services =
        [serve(&bus, Cleaner::default(), options()), serve(&bus, Classifier, options()), store(&bus, &rows)];
    drained(&bus).await;
    let jetstream = async_nats::jetstream::new(async_nats::connect(server.url()).await.unwrap());
    let heard = async {
        loop {
            let stream = jetstream.get_stream("ADVISORIES").await.unwrap();
            let consumer: async_nats::jetstream::consumer::PullConsumer =
                stream.get_consumer("clean").await.unwrap();
            let info = consumer.cached_info();
            if (info.ack_floor.stream_sequence, info.num_ack_pending) == (3, 0) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), heard).await.expect("each of the three words is settled");
    drained(&bus).await;
    stop_all(services).await;
    assert_same(&rows, &undisturbed(&captures).await);
    assert_eq!(messages(&bus, "DEAD").await, 0);
}

async fn messages(bus: &Bus, stream: &str) -> u64 {
    let states = bus.stream_states(&Config::default()).await.unwrap();
    states.iter().find(|state| state.name == stream).unwrap().held.unwrap().messages
}

/// Cleaner and store, each in a process of its own, cut off again and again in the middle of the work.
#[test]
fn stages_cut_off_in_mid_flight_store_what_an_undisturbed_run_does() {
    let server = Server::start();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let bus = runtime.block_on(server.bus());
    let rows = Memory::default();
    let captures: Vec<Capture> =
        (0..2000).map(|number| page(number, &format!("le hanoi {number}"))).collect();
    let classify = runtime.block_on(async { serve(&bus, Classifier, options()) });
    let producing = runtime.spawn({
        let (bus, captures) = (bus.clone(), captures.clone());
        async move { produce(&bus, &captures).await }
    });
    for pause_ms in [150, 300] {
        let process = tokio::runtime::Runtime::new().unwrap();
        let own = process.block_on(server.bare_bus());
        let _services =
            process.block_on(async { (serve(&own, Cleaner::default(), options()), store(&own, &rows)) });
        std::thread::sleep(Duration::from_millis(pause_ms));
        process.shutdown_background();
    }
    let before = rows.stored().articles.len();
    runtime.block_on(async {
        producing.await.unwrap();
        let services = [classify, serve(&bus, Cleaner::default(), options()), store(&bus, &rows)];
        drained(&bus).await;
        stop_all(services).await;
        assert_same(&rows, &undisturbed(&captures).await);
    });
    assert!(before < 2000, "it was cut off after the work");
}
