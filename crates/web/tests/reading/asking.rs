//! Asks the router of a server, as a browser on this machine does.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use scraper::{Html, Selector};
use tower::ServiceExt;
use veille_web::Server;

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

/// Asks for an address.
pub async fn ask(server: &Server, address: &str) -> Answer {
    ask_with(server, address, &[("host", "127.0.0.1:8420")]).await
}

/// The same with these headers alone.
pub async fn ask_with(server: &Server, address: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().uri(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = server.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let body = String::from_utf8_lossy(&body).into_owned();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

/// Sends a form.
pub async fn send(
    server: &Server,
    address: &str,
    headers: &[(&str, &str)],
    fields: &[(&str, &str)],
) -> Answer {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut request = Request::builder().method("POST").uri(address);
    request =
        request.header("host", "127.0.0.1:8420").header("content-type", "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = server.router().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

/// Sends a body with these headers.
pub async fn post(server: &Server, address: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut request = Request::builder().method("POST").uri(address).header("host", "127.0.0.1:8420");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = server.router().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

/// Changes something, as a program does.
pub async fn patch(server: &Server, address: &str, bearer: &str, body: &str) -> Answer {
    say(server, "PATCH", address, bearer, body).await
}

/// Asks by any method, as a program does.
pub async fn say(server: &Server, method: &str, address: &str, bearer: &str, body: &str) -> Answer {
    let request = Request::builder().method(method).uri(address).header("host", "127.0.0.1:8420");
    let request = request.header("authorization", bearer).header("content-type", "application/json");
    let response = server.router().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

impl Answer {
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.status, 200, "{}", self.body);
        self
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    pub fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    /// The texts of all elements that a selector finds, blanks as one.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let html = self.html();
        let selector = Selector::parse(selector).unwrap();
        let found = html.select(&selector);
        found
            .map(|element| {
                element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    /// An attribute of all elements that a selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let html = self.html();
        let selector = Selector::parse(selector).unwrap();
        let found = html.select(&selector);
        found.filter_map(|element| element.value().attr(name).map(str::to_owned)).collect()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}
