//! The live stream: each change once and in order, whatever a reader missed.

use std::collections::BTreeSet;
use std::pin::Pin;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use futures_util::{Stream, StreamExt};
use tower::ServiceExt;
use veille_web::Server;

use super::asking::ask;
use super::formats::ids;
use super::lists::several;
use super::samples::{Sample, commit, server, store, watched};

/// One event.
#[derive(Clone, Debug, Default)]
pub struct Event {
    pub id: u64,
    pub name: String,
    pub data: serde_json::Value,
}

impl Event {
    fn headline(&self) -> &str {
        self.data["article"]["headline"].as_str().unwrap_or_default()
    }
}

/// A reader of a stream.
pub struct Reader {
    bytes: Pin<Box<dyn Stream<Item = Vec<u8>> + Send>>,
    text: String,
}

impl Reader {
    pub async fn of(server: &Server, address: &str, last: Option<u64>) -> Self {
        let mut request = Request::builder().uri(address).header("host", "127.0.0.1:8420");
        if let Some(last) = last {
            request = request.header("last-event-id", last.to_string());
        }
        let response = server.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let bytes = response.into_body().into_data_stream().map(|chunk| chunk.unwrap().to_vec());
        Self { bytes: Box::pin(bytes), text: String::new() }
    }

    /// The next event that a browser would hand on; None at the end.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((block, rest)) = self.text.clone().split_once("\n\n") {
                self.text = rest.to_owned();
                let mut event = Event::default();
                for line in block.lines() {
                    match line.split_once(": ") {
                        Some(("id", id)) => event.id = id.parse().unwrap(),
                        Some(("event", name)) => event.name = name.to_owned(),
                        Some(("data", data)) => event.data = serde_json::from_str(data).unwrap(),
                        _ => {}
                    }
                }
                if !event.data.is_null() {
                    return Some(event);
                }
                continue;
            }
            let chunk = tokio::time::timeout(Duration::from_secs(60), self.bytes.next()).await.unwrap()?;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// Everything up to the end of the past.
    pub async fn past(&mut self) -> Vec<Event> {
        let mut past = Vec::new();
        loop {
            let event = self.next().await.unwrap();
            match event.name.as_str() {
                "ready" => return past,
                _ => past.push(event),
            }
        }
    }
}

#[tokio::test]
async fn a_reader_is_told_each_change_once_whatever_it_missed() {
    let store = store(&several()).await;
    let server = server(&store, watched()).await;
    let mut reader = Reader::of(&server, "/api/v1/stream?all=1&after=0", None).await;
    let past = reader.past().await;
    assert_eq!(past.len(), 60);
    assert!(past.windows(2).all(|pair| pair[0].id < pair[1].id));
    assert!(past.iter().all(|event| event.name == "new"));
    // Who asks for nothing is told what comes.
    let mut present = Reader::of(&server, "/api/v1/stream?all=1", None).await;
    assert_eq!(present.past().await.len(), 0);
    commit(&store, &[Sample::new(900)]).await;
    let mut edited = Sample::new(3);
    edited.headline = Some("Un autre titre".to_owned());
    edited.captured = "2025-10-28T08:00:00Z";
    commit(&store, &[edited]).await;
    for reader in [&mut reader, &mut present] {
        let (new, revised) = (reader.next().await.unwrap(), reader.next().await.unwrap());
        assert_eq!((new.name.as_str(), new.headline()), ("new", "La signature, jour 900"));
        assert_eq!((revised.name.as_str(), revised.headline()), ("revised", "Un autre titre"));
        assert!(past[59].id < new.id && new.id < revised.id);
    }
    drop((reader, present));
    // Away while two come, and back with the number of the last event.
    commit(&store, &[Sample::new(901)]).await;
    commit(&store, &[Sample::new(902)]).await;
    let mut back = Reader::of(&server, "/api/v1/stream?all=1&after=0", Some(past[59].id)).await;
    let missed = back.past().await;
    let headlines: Vec<&str> = missed.iter().map(Event::headline).collect();
    assert_eq!(headlines.len(), 4, "{headlines:?}");
    assert_eq!(headlines[2..], ["La signature, jour 901", "La signature, jour 902"]);
    // A number that was never given out is no place.
    let mut lost = Reader::of(&server, "/api/v1/stream?all=1", Some(u64::MAX)).await;
    assert_eq!(lost.past().await.len(), 0);
}

#[tokio::test]
async fn the_stream_of_a_filter_has_what_its_list_has() {
    let store = store(&several()).await;
    let server = server(&store, watched()).await;
    for filter in [
        "",
        "all=1",
        "topic=hanoi-convention",
        "language=vi",
        "language=pt&all=1",
        "source=ben-song&all=1",
        "day=2025-10-24",
        "day=unknown",
        "from=2025-10-25&to=2025-10-25&all=1",
        "language=fr&source=fleuve",
    ] {
        let mut listed = BTreeSet::new();
        let mut address = Some(format!("/today.json?{filter}"));
        while let Some(asked) = address {
            let page = ask(&server, &asked).await.ok();
            listed.extend(ids(&page));
            let next = page.json()["next_url"].as_str().map(str::to_owned);
            address = next.map(|next| next.strip_prefix("http://127.0.0.1:8420").unwrap().to_owned());
        }
        let mut reader = Reader::of(&server, &format!("/api/v1/stream?after=0&{filter}"), None).await;
        let told = reader.past().await;
        let told: BTreeSet<String> =
            told.iter().map(|event| event.data["article"]["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(told, listed, "{filter}");
    }
    // A query asks everything, as a search does.
    let mut reader = Reader::of(&server, "/api/v1/stream?after=0&q=headline:jour+AND+lang:vi", None).await;
    assert_eq!(reader.past().await.len(), 20);
    for (address, part) in [
        ("/api/v1/stream?q=hanoi+AND", "column 10"),
        ("/api/v1/stream?language=french", "language"),
        ("/api/v1/stream?after=yesterday", "`after` cannot be"),
        ("/api/v1/stream?topic=weather", "no topic \"weather\" is watched or stored"),
        ("/api/v1/stream?source=nobody", "no source"),
    ] {
        let problem = ask(&server, address).await;
        assert_eq!((problem.status, problem.header("content-type")), (400, "application/problem+json"));
        assert!(problem.json()["detail"].as_str().unwrap().contains(part), "{}", problem.body);
    }
    let headers = [("host", "127.0.0.1:8420"), ("last-event-id", "foo")];
    let problem = super::asking::ask_with(&server, "/api/v1/stream?all=1", &headers).await;
    assert_eq!(problem.status, 400);
    assert!(problem.body.contains("`Last-Event-ID` cannot be"), "{}", problem.body);
}

#[tokio::test]
async fn a_reader_that_is_too_slow_is_cut_off_and_comes_back_without_a_loss() {
    let store = store(&[]).await;
    let server = server(&store, watched()).await;
    let mut slow = Reader::of(&server, "/api/v1/stream?all=1", None).await;
    assert_eq!(slow.past().await.len(), 0);
    let mut quick = Reader::of(&server, "/api/v1/stream?all=1", None).await;
    quick.past().await;
    // In pieces, as they come: the quick one keeps up.
    for piece in 0..10 {
        let samples: Vec<Sample> = (piece * 500..piece * 500 + 500).map(Sample::new).collect();
        commit(&store, &samples).await;
        for _ in 0..500 {
            assert_eq!(quick.next().await.unwrap().name, "new");
        }
    }
    let cut_off = slow.next().await.unwrap();
    assert_eq!(cut_off.name, "cut-off");
    assert!(slow.next().await.is_none());
    let mut back = Reader::of(&server, "/api/v1/stream?all=1", Some(cut_off.id)).await;
    assert_eq!(back.past().await.len(), 5_000);
}

#[tokio::test]
async fn a_page_says_from_where_its_list_goes_on() {
    let store = store(&several()).await;
    let server = server(&store, watched()).await;
    let live = |page: &super::asking::Answer| page.attributes("[data-live]", "data-live");
    let page = ask(&server, "/?language=vi").await.ok();
    let stream = live(&page).remove(0);
    assert!(stream.starts_with("/api/v1/stream?language=vi&after="), "{stream}");
    assert_eq!(page.attributes(".fresh a", "href"), ["/?language=vi"]);
    let mut reader = Reader::of(&server, &stream, None).await;
    assert_eq!(reader.past().await.len(), 0);
    // Between the page and its stream nothing is lost.
    let page = ask(&server, "/topic/hanoi-convention").await.ok();
    commit(&store, &[Sample::new(900)]).await;
    let mut reader = Reader::of(&server, &live(&page)[0], None).await;
    assert_eq!(reader.past().await.len(), 1);
    // What is known only after an article is told cannot be told by.
    for filter in ["originals=1", "triage=starred", "triage=irrelevant", "sort=relevant"] {
        for list in ["/", "/topic/hanoi-convention"] {
            let page = ask(&server, &format!("{list}?{filter}")).await.ok();
            assert_eq!(live(&page), [""; 0], "{list} {filter}");
        }
    }
    // Older pages and pages that are no list stand still.
    let older = page.attributes("a[rel=next]", "href").remove(0);
    for address in [older.as_str(), "/topics", "/outcomes", "/why"] {
        assert_eq!(live(&ask(&server, address).await.ok()), [""; 0], "{address}");
    }
}

#[tokio::test]
async fn the_dialog_says_what_the_keys_do() {
    let server = server(&store(&[]).await, watched()).await;
    let page = ask(&server, "/").await.ok();
    let keys = page.attributes("dialog [data-keys]", "data-keys");
    assert_eq!(
        keys.len(),
        page.attributes("dialog [data-act]", "data-act").len()
            + page.attributes("dialog [data-href]", "data-href").len()
    );
    assert!(keys.iter().any(|keys| keys == "g t") && keys.iter().any(|keys| keys == "?"));
    for href in page.attributes("dialog [data-href]", "data-href").iter().filter(|href| *href != "/search") {
        ask(&server, href).await.ok();
    }
}
