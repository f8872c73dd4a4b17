//! What a refusal does to a page.

use tokio::sync::mpsc;

use super::*;
use crate::clock;
use crate::config::Config;
use crate::memory::frontier::InMemory;
use crate::schedule::run::{Budget, Claims, Counters};
use crate::web::Web;
use crate::web::guard::SystemNames;

/// A run whose deliveries are all confirmed, and their reasons.
fn run() -> (Run<InMemory>, mpsc::UnboundedReceiver<String>) {
    let config = Arc::new(Config { attempts_max: 3, retry_pause_secs: 10, ..Config::default() });
    let clock = clock::system();
    let (outlet, mut deliveries) = mpsc::channel::<crate::Delivery>(1);
    let (tell, reasons) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(delivery) = deliveries.recv().await {
            for outcome in delivery.fetched.outcomes {
                let code = outcome.reason.map(|reason| reason.code).unwrap_or_default();
                tell.send(format!("{} {code}", outcome.outcome)).unwrap();
            }
            delivery.confirm.send(()).unwrap();
        }
    });
    let run = Run {
        web: Arc::new(Web::new(&config, Arc::new(SystemNames), clock.clone()).unwrap()),
        config,
        frontier: Arc::default(),
        clock,
        outlet,
        stop: Stop::default(),
        once: true,
        counters: Counters::default(),
        claims: Claims::default(),
        reader: None,
        reading: tokio::sync::Semaphore::new(1),
        lister: None,
        readings: Default::default(),
        open: Default::default(),
        looks: Budget::default(),
        hubs: None,
        noted: Default::default(),
    };
    (run, reasons)
}

fn page(attempts: u32) -> Announced {
    let entry = FeedEntry {
        url: Some("https://a.example/1".to_owned()),
        title: Some("65 pays ont signé".to_owned()),
        ..FeedEntry::default()
    };
    Announced {
        key: page_key("https://a.example/1"),
        source: SourceId::of_url("https://a.example/1"),
        feed: "https://a.example/rss".parse().unwrap(),
        entry: Arc::new(entry),
        at: DateTime::UNIX_EPOCH,
        memory: None,
        attempts,
        stop: Stop::default(),
        look: None,
        led: Arc::default(),
        errand: Arc::default(),
    }
}

#[tokio::test]
async fn a_page_that_there_is_no_room_for_is_not_tried_for_ever() {
    let (run, mut reasons) = run();
    let crowded = || Refusal::Crowded { host: "a.example".to_owned() };
    for (attempts, expected) in [(0, 10), (1, 40)] {
        let End::PutOff { pause, counts: true } = refused(&run, &page(attempts), crowded()).await else {
            panic!("attempt {attempts} is one of those that it has");
        };
        assert_eq!(pause.as_secs(), expected);
        assert_eq!(reasons.recv().await.unwrap(), "retried crowded");
    }
    assert!(matches!(refused(&run, &page(2), crowded()).await, End::Settled(_)));
    assert_eq!(reasons.recv().await.unwrap(), "forwarded crowded");
}

#[tokio::test]
async fn a_server_that_is_always_back_in_a_second_has_the_page_put_off_longer_each_time() {
    let (run, _reasons) = run();
    let check = async |attempts: u32, retry_after: u64, expected: u64| {
        let refusal = Refusal::Status {
            host: "a.example".to_owned(),
            url: "https://a.example/1".to_owned(),
            agent: "veille".to_owned(),
            status: 503,
            retry_after: Some(Duration::from_secs(retry_after)),
            doubt: None,
        };
        let End::PutOff { pause, .. } = refused(&run, &page(attempts), refusal).await else { panic!() };
        assert_eq!(pause.as_secs(), expected);
    };
    check(0, 0, 10).await;
    check(1, 1, 40).await;
    check(1, 300, 300).await;
}

/// At a first start there are tens of thousands, each of which waits for its host.
#[tokio::test]
async fn a_visit_that_waits_for_its_turn_takes_a_few_kilobytes() {
    let (run, _reasons) = run();
    let page = page(0);
    let bytes = size_of_val(&visit(&run, &page));
    assert!(bytes < 8_192, "{bytes}");
}

#[tokio::test]
async fn a_page_that_an_address_leads_to_is_asked_for_by_nobody_else_meanwhile() {
    let (run, _) = run();
    let next: Url = "https://a.example/article".parse().unwrap();
    let (ours, others) = (Claimed::default(), Claimed::default());
    let led = Announced { key: page_key("https://a.example/r/1"), ..page(0) };
    for _ in 0..2 {
        assert!(on_the_way(&run, &led, &next, true, &ours).await.is_ok(), "as often as it is set out on");
    }
    assert!(run.claims.is_taken(&page_key(next.as_str())), "another feed that announces it waits");
    assert_eq!(on_the_way(&run, &page(0), &next, true, &others).await.err(), Some(Met::Taken));
    assert!(others.lock().unwrap().is_empty());
    // The visit ends, and nothing is claimed any more.
    let refused = FeedEntry { url: Some("http://127.0.0.1/1".to_owned()), ..FeedEntry::default() };
    let led = Announced { entry: Arc::new(refused), ..led };
    visit(&run, &led).await;
    ours.lock().unwrap().drain(..).for_each(|key| run.claims.give_back(&key));
    assert!(!run.claims.is_taken(&page_key(next.as_str())));
}
