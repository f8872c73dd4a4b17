//! The one door for strangers: where hubs tell us that a feed has changed (WebSub, W3C 2018). It shows nothing and knows nobody but
//! the keys that were given to hubs; who subscribes is whoever serves us.

use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use url::form_urlencoded;

/// Bytes of a document that a hub sends.
const DOCUMENT_MAX: usize = 10 << 20;

/// Who subscribes to feeds at hubs.
pub trait Subscriber: Send + Sync {
    /// Whether it asked for what a hub wants confirmed.
    fn agrees(&self, key: &str, mode: &str, topic: &str, lease_secs: u64) -> bool;
    /// What the hub signs with that calls this key; None where nobody does.
    fn secret(&self, key: &str) -> Option<String>;
    /// Takes a document whose signature is right, with its media type, or the word that there is one. False where there is no room.
    fn changed(&self, key: &str, document: Option<(Option<String>, Vec<u8>)>) -> bool;
}

/// The way to whoever subscribes.
#[derive(Clone)]
pub struct Callback(Arc<dyn Subscriber>);

impl Callback {
    /// The way to this one.
    pub fn new(subscriber: impl Subscriber + 'static) -> Self {
        Self(Arc::new(subscriber))
    }
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Callback")
    }
}

/// The door.
pub(crate) fn router(callback: Callback) -> Router {
    Router::new().route("/websub/{key}", get(confirm).post(receive)).with_state(callback)
}

/// A hub asks whether it was we who subscribed; it wants its own words back.
async fn confirm(
    State(callback): State<Callback>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let said = |name: &str| {
        let found = form_urlencoded::parse(query.as_bytes()).find(|(known, _)| known == name);
        found.map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    // A denial, and the end of a subscription, say none (WebSub, 5.2 and 5.3); who subscribes decides how long it believes a hub.
    let lease_secs = said("hub.lease_seconds").parse().unwrap_or(u64::MAX);
    match callback.0.agrees(&key, &said("hub.mode"), &said("hub.topic"), lease_secs) {
        true => {
            // As plain text: the words come from the address, and a browser would run what it took for a page.
            ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], said("hub.challenge")).into_response()
        }
        // What the standard wants where nobody subscribed (WebSub, 5.3).
        false => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn receive(
    State(callback): State<Callback>,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> StatusCode {
    // 410 tells the hub to stop; nothing is read of whoever has no key.
    let Some(secret) = callback.0.secret(&key) else { return StatusCode::GONE };
    // Whole, for a signature is over the whole of it.
    let Ok(body) = to_bytes(body, DOCUMENT_MAX).await else { return StatusCode::PAYLOAD_TOO_LARGE };
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let document = match signed(header("x-hub-signature").unwrap_or_default(), &secret, &body) {
        Signed::Right => Some((header("content-type").map(str::to_owned), body.to_vec())),
        // Older hubs sign with SHA-1, which we do not: what they say is looked up at the publisher's.
        Signed::Otherwise => None,
        // Answered as if it were taken, so that nobody can try secrets (WebSub, 7).
        Signed::Wrong => {
            tracing::warn!("a document was sent to a subscription with a wrong signature, and dropped");
            return StatusCode::ACCEPTED;
        }
    };
    match callback.0.changed(&key, document) {
        true => StatusCode::ACCEPTED,
        // A hub that is not answered by 2xx tries again later, when there may be room (WebSub, 7).
        false => StatusCode::SERVICE_UNAVAILABLE,
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Signed {
    Right,
    Wrong,
    /// Not at all, or by a method that we do not have.
    Otherwise,
}

/// `sha256=<hexadecimal>`
fn signed(signature: &str, secret: &str, body: &[u8]) -> Signed {
    let Some(digits) = signature.trim().strip_prefix("sha256=") else { return Signed::Otherwise };
    let pair = |at: usize| digits.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let claimed: Option<Vec<u8>> = (0..digits.len()).step_by(2).map(pair).collect();
    let mut sum = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key may have any length");
    sum.update(body);
    // In a time that does not tell how much of it was right.
    match claimed.is_some_and(|claimed| sum.verify_slice(&claimed).is_ok()) {
        true => Signed::Right,
        false => Signed::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_believed_where_its_signature_is_right() {
        let check = |signature: &str, expected: Signed| {
            // RFC 4231, 4.3.
            assert_eq!(signed(signature, "Jefe", b"what do ya want for nothing?"), expected, "{signature}");
        };
        check("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", Signed::Right);
        check("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3844", Signed::Wrong);
        check("sha256=5bdc", Signed::Wrong);
        check("sha256=é", Signed::Wrong);
        check("sha1=00", Signed::Otherwise);
        check("", Signed::Otherwise);
    }
}
