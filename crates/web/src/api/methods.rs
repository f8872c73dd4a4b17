//! Which methods an address of the API takes: a program that asks otherwise is told so, by the gate, which refuses whatever a form of
//! another page could send, and where nothing answers.

use std::sync::LazyLock;

use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use utoipa::openapi::path::PathItem;

use super::problem::problem;
use crate::access::NoJson;

/// The addresses as they are described, with the methods that each takes.
static TAKEN: LazyLock<Vec<(String, Vec<Method>)>> = LazyLock::new(|| {
    let (_, described) = super::router().split_for_parts();
    let described = described.paths.paths.iter().map(|(path, item)| (path.clone(), methods(item)));
    // Outside of the description: the protocol describes itself.
    described.chain([("/api/mcp".to_owned(), vec![Method::POST])]).collect()
});

/// What an address takes that is only read.
static READ: [Method; 2] = [Method::GET, Method::HEAD];

fn methods(item: &PathItem) -> Vec<Method> {
    let taken = [
        (Method::GET, item.get.is_some()),
        (Method::HEAD, item.get.is_some()),
        (Method::POST, item.post.is_some()),
        (Method::PUT, item.put.is_some()),
        (Method::PATCH, item.patch.is_some()),
        (Method::DELETE, item.delete.is_some()),
    ];
    taken.into_iter().filter(|(_, is_taken)| *is_taken).map(|(method, _)| method).collect()
}

/// The methods that an address takes; none where there is no such address.
fn taken(path: &str) -> &'static [Method] {
    let is_it = |known: &str| {
        let (known, asked) = (known.split('/'), path.split('/'));
        known.clone().count() == asked.clone().count()
            && known.zip(asked).all(|(known, asked)| known.starts_with('{') || known == asked)
    };
    TAKEN.iter().find(|(known, _)| is_it(known)).map_or(&[], |(_, methods)| methods)
}

/// Says to who posts something that is no JSON what the address takes, where the gate only knows that it is none of our forms.
pub(crate) async fn told_apart(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    match response.extensions().get::<NoJson>() {
        Some(NoJson) => no_json(&path),
        None => response,
    }
}

/// What is said to who posts something that is no JSON: that there is nothing of this name, that nothing is posted there, or that it
/// is to be JSON. A form could be another page's.
fn no_json(path: &str) -> Response {
    match taken(path) {
        [] => super::not_there(path),
        methods if methods.contains(&Method::POST) => problem(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "no JSON",
            "a browser sends forms and plain text for any page; send `Content-Type: application/json`",
        ),
        methods => not_taken(&Method::POST, path, methods),
    }
}

/// Says in words what has no method of this name, where an answer without words does.
pub(crate) async fn worded(request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = next.run(request).await;
    let is_worded = response.headers().contains_key(header::CONTENT_TYPE);
    match response.status() {
        StatusCode::METHOD_NOT_ALLOWED if !is_worded => not_taken(&method, &path, taken(&path)),
        _ => response,
    }
}

fn not_taken(method: &Method, path: &str, methods: &[Method]) -> Response {
    // What nobody described is read.
    let methods = if methods.is_empty() { &READ[..] } else { methods };
    let allowed = methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
    let method = crate::text::shown(&crate::text::beginning(method.as_str(), 20));
    let detail = format!("{} does not take {method}: it takes {allowed}", crate::text::shown(path));
    let mut response = problem(StatusCode::METHOD_NOT_ALLOWED, "another method is expected", detail);
    let allowed = HeaderValue::try_from(allowed).expect("names of methods are ASCII");
    response.headers_mut().insert(header::ALLOW, allowed);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_by_its_parts() {
        let check = |path: &str, expected: &[Method]| assert_eq!(taken(path), expected, "{path}");
        check("/api/v1/articles", &[Method::GET, Method::HEAD]);
        check("/api/v1/articles/an-id/triage", &[Method::GET, Method::HEAD, Method::PATCH]);
        check("/api/v1/trace", &[Method::POST]);
        check("/api/mcp", &[Method::POST]);
        check("/api/v1/watches/an-id", &[Method::DELETE]);
        check("/api/v1/nothing", &[]);
        check("/api/v1/articles/an-id/", &[]);
    }
}
