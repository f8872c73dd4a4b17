//! A hub of our own: subscriptions are asked for, granted, renewed and heard (WebSub).

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use url::form_urlencoded;
use veille_fetcher::{Config, InMemory, Roster, Sources, Subscriptions};

use crate::press::{Hands, Harvest, Press, Reply, fetcher, once_confirming, rss, sources, take};

const FEED: &[&str] = &["http://a.test/rss"];
const DAY: i64 = 86_400;

/// What a hub was asked, as its form says.
fn said(form: &str, name: &str) -> String {
    let found = form_urlencoded::parse(form.as_bytes()).find(|(known, _)| known == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

async fn until(done: impl Fn() -> bool) {
    for _ in 0..6_000 {
        if done() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("it did not happen");
}

/// The titles and paths of a feed's entries, and whether it names the hub.
type Feed = (Vec<(&'static str, &'static str)>, bool);

/// What the feed says at this moment, and what the hub was asked.
#[derive(Clone)]
struct World {
    feed: Arc<Mutex<Feed>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl World {
    async fn open() -> (Self, Press) {
        let world = Self { feed: Arc::new(Mutex::new((vec![("A", "/a")], true))), asked: Arc::default() };
        let told = world.clone();
        let server = Press::open(move |asked| match asked.path.as_str() {
            "/robots.txt" => Reply::status(404),
            "/hub" => {
                told.asked.lock().unwrap().push(asked.body.clone());
                Reply::status(202)
            }
            "/rss" => {
                let (entries, names_hub) = told.feed.lock().unwrap().clone();
                let said = rss(&entries);
                if names_hub { said.with("Link", "</hub>; rel=hub, </rss>; rel=self") } else { said }
            }
            path => Reply::page(path),
        })
        .await;
        (world, server)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn says(&self, entries: &[(&'static str, &'static str)], names_hub: bool) {
        *self.feed.lock().unwrap() = (entries.to_vec(), names_hub);
    }

    /// What the hub would send of it.
    fn document(&self) -> (Option<String>, Vec<u8>) {
        let Reply::Answer(_, _, body) = rss(&self.feed.lock().unwrap().0) else { unreachable!() };
        (Some("application/rss+xml".into()), body)
    }
}

/// A fetcher under way that hubs reach.
struct Running {
    hands: Hands,
    subscriptions: Subscriptions,
    roster: Roster,
    taking: JoinHandle<Harvest>,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

impl Running {
    fn begin(server: &Press, memory: &Arc<InMemory>) -> Self {
        let (hands, subscriptions) = (Hands::default(), Subscriptions::default());
        let fetcher =
            fetcher(config(server), sources(FEED), memory, &hands).told_by_hubs(&subscriptions).unwrap();
        let (outlet, deliveries) = mpsc::channel(8);
        let taking = tokio::spawn(take(deliveries, |_| true));
        let (stop, stopped) = oneshot::channel::<()>();
        let roster = fetcher.roster();
        let running = tokio::spawn(async move {
            fetcher.run(outlet, async { drop(stopped.await) }).await.unwrap();
        });
        Self { hands, subscriptions, roster, taking, stop, running }
    }

    /// Has the hub grant what it was asked for; the key that it was given.
    async fn granted(&self, world: &World) -> String {
        until(|| !world.asked().is_empty()).await;
        let form = world.asked()[0].clone();
        assert_eq!((said(&form, "hub.mode"), said(&form, "hub.topic")), ("subscribe".into(), FEED[0].into()));
        let callback = said(&form, "hub.callback");
        let key = callback.strip_prefix("https://press.example/veille/websub/").unwrap().to_owned();
        assert_eq!(self.subscriptions.secret(&key), Some(said(&form, "hub.secret")));
        assert!(self.subscriptions.agrees(&key, "subscribe", FEED[0], 4 * 86_400));
        key
    }

    /// Lets time pass; the watch looks at the clock, for the hub says what it knows already.
    async fn pass(&self, seconds: i64, key: &str, world: &World) {
        self.hands.forward(seconds);
        for _ in 0..2 {
            let said = || self.subscriptions.changed(key, Some(world.document()));
            until(said).await;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn end(self) -> Harvest {
        self.stop.send(()).unwrap();
        self.running.await.unwrap();
        self.taking.await.unwrap()
    }
}

fn config(server: &Press) -> Config {
    let callback = "https://press.example/veille".to_owned();
    Config { callback, interval_min_secs: 60, interval_max_secs: 14_400, ..server.config() }
}

#[tokio::test]
async fn a_feed_with_a_hub_is_read_rarely_and_its_news_come_by_the_hub() {
    let (world, server) = World::open().await;
    let running = Running::begin(&server, &Arc::default());
    let key = running.granted(&world).await;
    let subscriptions = &running.subscriptions;
    assert!(!subscriptions.agrees(&key, "subscribe", "http://a.test/other", 600), "we did not ask for that");
    assert!(!subscriptions.agrees(&key, "unsubscribe", FEED[0], 600));

    world.says(&[("B", "/b"), ("A", "/a")], true);
    assert!(subscriptions.changed(&key, Some(world.document())));
    until(|| server.count("/b") == 1).await;
    assert_eq!((server.count("/rss"), server.count("/a")), (1, 1), "nobody asked the publisher's feed");
    // The next reading finds nothing that the hub had not told, and for hours there is no other.
    running.pass(120, &key, &world).await;
    assert_eq!(server.count("/rss"), 2);
    running.pass(3_600, &key, &world).await;
    assert_eq!(server.count("/rss"), 2);
    // Older hubs say only that there is news.
    until(|| {
        running.hands.forward(60);
        subscriptions.changed(&key, None);
        server.count("/rss") == 3
    })
    .await;
    // On the last day the hub is asked again.
    running.hands.forward(3 * DAY);
    until(|| {
        running.hands.forward(60);
        subscriptions.changed(&key, None);
        world.asked().len() == 2
    })
    .await;
    assert_eq!(said(&world.asked()[1], "hub.secret"), said(&world.asked()[0], "hub.secret"));
    assert_eq!(running.end().await.captured(), ["page http://a.test/a", "page http://a.test/b"]);
}

#[tokio::test]
async fn a_feed_whose_hub_keeps_news_to_itself_is_read_as_any_other() {
    let (world, server) = World::open().await;
    let running = Running::begin(&server, &Arc::default());
    let key = running.granted(&world).await;
    running.pass(120, &key, &world).await;
    running.pass(3_600, &key, &world).await;
    assert_eq!(server.count("/rss"), 2, "it is held back");
    let quiet = World { feed: Arc::new(Mutex::new(world.feed.lock().unwrap().clone())), ..world.clone() };
    world.says(&[("B", "/b"), ("A", "/a")], true);
    running.pass(20_000, &key, &quiet).await;
    until(|| server.count("/b") == 1).await;
    running.pass(300, &key, &quiet).await;
    assert_eq!(server.count("/rss"), 4, "it had news that nobody told");
    // One that names its hub no more is told of by nobody.
    world.says(&[("B", "/b"), ("A", "/a")], false);
    until(|| {
        running.hands.forward(60);
        running.subscriptions.changed(&key, None);
        world.says(&[("C", "/c"), ("B", "/b"), ("A", "/a")], false);
        world.asked().len() == 2
    })
    .await;
    assert_eq!(said(&world.asked()[1], "hub.mode"), "unsubscribe");
    assert_eq!(running.subscriptions.secret(&key), None);
    running.end().await;
}

#[tokio::test]
async fn a_feed_that_nobody_tells_of_any_more_is_due_at_the_start() {
    let (world, server) = World::open().await;
    let memory = Arc::default();
    let running = Running::begin(&server, &memory);
    let key = running.granted(&world).await;
    running.pass(120, &key, &world).await;
    running.end().await;
    let hands = Hands::default();
    hands.forward(300);
    once_confirming(&fetcher(config(&server), sources(FEED), &memory, &hands), |_| true).await;
    assert_eq!(server.count("/rss"), 3);
    // This run has no callback, so that what was granted holds nothing back.
    hands.forward(300);
    once_confirming(&fetcher(config(&server), sources(FEED), &memory, &hands), |_| true).await;
    assert_eq!(server.count("/rss"), 4);
}

#[tokio::test]
async fn the_hub_of_a_feed_that_is_watched_no_more_is_told_so() {
    for paused in [false, true] {
        let (world, server) = World::open().await;
        let memory = Arc::default();
        let running = Running::begin(&server, &memory);
        let key = running.granted(&world).await;
        let list = format!("[[source]]\nid = \"s0\"\nname = \"S\"\nfeeds = [{:?}]\npaused = true\n", FEED[0]);
        running.roster.replace(if paused { Sources::parse(&list).unwrap() } else { Sources::default() });
        until(|| world.asked().len() == 2).await;
        let (first, last) = (world.asked()[0].clone(), world.asked()[1].clone());
        assert_eq!(said(&last, "hub.mode"), "unsubscribe");
        assert_eq!(said(&last, "hub.callback"), said(&first, "hub.callback"));
        let subscriptions = &running.subscriptions;
        assert!(!subscriptions.agrees(&key, "unsubscribe", "http://a.test/other", 0));
        assert!(subscriptions.agrees(&key, "unsubscribe", FEED[0], 0), "the hub asks whether it is true");
        assert_eq!((subscriptions.secret(&key), subscriptions.changed(&key, None)), (None, false));
        // Watched again it is subscribed to anew.
        running.hands.forward(120);
        world.says(&[("B", "/b"), ("A", "/a")], true);
        running.roster.replace(sources(FEED));
        until(|| world.asked().len() == 3).await;
        assert_ne!(said(&world.asked()[2], "hub.secret"), said(&first, "hub.secret"));
        running.end().await;
    }
}
