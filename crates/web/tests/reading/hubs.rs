//! Hubs are strangers with a key: they are answered by any name and without logging in, and believed by their signature alone.

use std::sync::{Arc, Mutex};

use veille_web::{Accounts, Callback, Role, Server, Settings, Subscriber};

use super::asking::{ask_with, post};
use super::samples::{Sample, store};

type Document = Option<(Option<String>, Vec<u8>)>;

/// Subscribed to one topic, under the key `k`.
#[derive(Clone, Default)]
struct One(Arc<Mutex<Vec<Document>>>);

impl Subscriber for One {
    fn agrees(&self, key: &str, mode: &str, topic: &str, lease_secs: u64) -> bool {
        (key, mode, topic, lease_secs) == ("k", "subscribe", "https://a.example/rss", 600)
    }

    fn secret(&self, key: &str) -> Option<String> {
        (key == "k").then(|| "Jefe".to_owned())
    }

    fn changed(&self, _: &str, document: Document) -> bool {
        let mut taken = self.0.lock().unwrap();
        taken.push(document);
        taken.len() < 3
    }
}

#[tokio::test]
async fn a_hub_is_answered_by_its_key_and_believed_by_its_signature() {
    let store = store(&[Sample::new(1)]).await;
    let accounts = Accounts::new(store.clone());
    accounts.add_user("rita", Role::Reader, Some("a long password"), "a test").await.unwrap();
    let one = One::default();
    let settings = Settings { callback: Some(Callback::new(one.clone())), ..Settings::default() };
    let server = Server::bind("127.0.0.1:0".parse().unwrap(), store, settings).await.unwrap();
    let outside = [("host", "press.example")];
    let confirm = |key: &str, topic: &str| {
        format!(
            "/websub/{key}?hub.mode=subscribe&hub.topic={topic}&hub.lease_seconds=600&hub.challenge=%3Cx%3E"
        )
    };
    let answer = ask_with(&server, &confirm("k", "https%3A%2F%2Fa.example%2Frss"), &outside).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "<x>"));
    assert!(answer.headers["content-type"].to_str().unwrap().starts_with("text/plain"));
    assert_eq!(ask_with(&server, &confirm("k", "https%3A%2F%2Fb.example%2F"), &outside).await.status, 404);
    assert_eq!(ask_with(&server, &confirm("l", "https%3A%2F%2Fa.example%2Frss"), &outside).await.status, 404);

    let sends = async |key: &str, signature: &str| {
        let headers = [("content-type", "application/rss+xml"), ("x-hub-signature", signature)];
        post(&server, &format!("/websub/{key}"), &headers, "what do ya want for nothing?").await.status
    };
    let right = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(sends("l", right).await, 410);
    assert_eq!(sends("k", "sha256=00").await, 202);
    assert!(one.0.lock().unwrap().is_empty(), "whose signature is wrong is not heard");
    assert_eq!(sends("k", right).await, 202);
    assert_eq!(sends("k", "sha1=00").await, 202);
    assert_eq!(sends("k", right).await, 503, "there is no room");
    let taken = one.0.lock().unwrap();
    assert_eq!(taken[0].as_ref().unwrap().1, b"what do ya want for nothing?");
    assert_eq!(taken[1], None, "a word that cannot be checked brings no document");
}

#[tokio::test]
async fn nothing_is_read_of_who_has_no_key_and_no_more_than_a_document_of_who_has_one() {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::body::{Body, Bytes};
    use tower::ServiceExt;

    let settings = Settings { callback: Some(Callback::new(One::default())), ..Settings::default() };
    let server = Server::bind("127.0.0.1:0".parse().unwrap(), store(&[]).await, settings).await.unwrap();
    for (key, status, read) in [("l", 410, 0..=0), ("k", 413, 10..=12)] {
        let megabytes = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&megabytes);
        let endless = futures_util::stream::iter((0..64).map(move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
            Ok::<Bytes, std::io::Error>(Bytes::from(vec![b' '; 1 << 20]))
        }));
        let request = axum::http::Request::post(format!("/websub/{key}")).body(Body::from_stream(endless));
        let answer = server.router().oneshot(request.unwrap()).await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{key}");
        let megabytes = megabytes.load(Ordering::SeqCst);
        assert!(read.contains(&megabytes), "{megabytes} MB were read of who has the key {key}");
    }
}
