//! Every route there is, walked by everybody who could knock: a stranger, tokens of one scope each, a reader, an admin. Nobody
//! gets what is not theirs.

use axum::body::{Body, to_bytes};
use axum::http::Request;
use serde_json::Value;
use tower::ServiceExt;
use veille_web::{Accounts, Config, Role, Scope, Server};

use super::access::log_in;
use super::asking::ask_with;
use super::samples::{Sample, guarded, store};

/// Where routes are written down: what is added there is walked here.
const ROUTES: &str = include_str!("../../src/routes.rs");
/// The endings that stand for `{suffix}` there.
const ENDINGS: [&str; 8] = ["", ".json", ".atom", ".rss", ".csv", ".xlsx", ".jsonl", ".ninjs"];

/// Who knocks, and with what.
struct Caller {
    name: &'static str,
    headers: Vec<(&'static str, String)>,
    /// What they may: `read`, `say`, `triage`, `capture`, `own`, `admin`.
    may: &'static [&'static str],
}

/// What a route is for.
fn needs(method: &str, path: &str) -> &'static str {
    let is = |beginnings: &[&str]| beginnings.iter().any(|beginning| path.starts_with(beginning));
    match method {
        _ if is(&["/login", "/assets/"]) => "nothing",
        "GET" if is(&["/feeds/", "/shared/"]) => "nothing",
        _ if is(&["/logout", "/account"]) => "own",
        _ if is(&["/audit", "/streams/hooks/"]) => "admin",
        "POST" if is(&["/sources/"]) => "admin",
        _ if method != "GET" && is(&["/topics/", "/streams/", "/api/v1/topics/", "/api/v1/watches"]) => {
            "topics"
        }
        _ if path == "/add" || path == "/api/v1/captures" => "capture",
        // A text that is followed changes nothing.
        "POST" if path == "/trace" || path == "/api/v1/trace" => "read",
        _ if path.starts_with("/api/v1/articles/") && path.ends_with("/triage") => "say",
        _ if method == "GET" || path == "/triage" || path == "/api/mcp" => "read",
        _ => "triage",
    }
}

/// The routes of the pages, as they are written, and those of the API, as it describes itself.
async fn routes(server: &Server, admin: &str) -> (Vec<(String, String)>, Value) {
    let mut routes = Vec::new();
    let written = ROUTES.split('"').skip(1).step_by(2).filter(|text| text.starts_with('/'));
    for path in written {
        let paths = match path.contains("{suffix}") {
            true => ENDINGS.iter().map(|ending| path.replace("{suffix}", ending)).collect(),
            false => vec![path.to_owned()],
        };
        for path in paths {
            routes.extend(["GET", "POST"].map(|method| (method.to_owned(), path.clone())));
        }
    }
    assert!(routes.len() > 80, "{routes:?}");
    let headers = [("host", "127.0.0.1:8420"), ("cookie", admin)];
    let described: Value = ask_with(server, "/api/v1/openapi.json", &headers).await.ok().json();
    for (path, methods) in described["paths"].as_object().unwrap() {
        routes
            .extend(methods.as_object().unwrap().keys().map(|method| (method.to_uppercase(), path.clone())));
    }
    assert!(routes.iter().any(|(_, path)| path == "/api/v1/stream"));
    routes.push(("POST".to_owned(), "/api/mcp".to_owned()));
    (routes, described)
}

/// What a caller is answered; nobody waits for the end of a stream.
async fn answered(server: &Server, method: &str, path: &str, caller: &Caller) -> (u16, String) {
    let mut request = Request::builder().method(method).uri(path).header("host", "127.0.0.1:8420");
    if method != "GET" {
        request = request.header("content-type", "application/json");
    }
    for (name, value) in &caller.headers {
        request = request.header(*name, value);
    }
    let response = server.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let is_stream = response.headers().get("content-type").is_some_and(|kind| kind == "text/event-stream");
    let status = response.status().as_u16();
    let body = if is_stream { Body::empty() } else { response.into_body() };
    (status, String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned())
}

#[tokio::test]
async fn nobody_gets_by_any_route_what_is_not_theirs() {
    let store = store(&[Sample::new(1)]).await;
    let accounts = Accounts::new(store.clone());
    for (name, role) in [("rita", Role::Reader), ("ada", Role::Admin)] {
        accounts.add_user(name, role, Some("a long password"), "a test").await.unwrap();
    }
    let server = guarded(&store, Config::default()).await;
    let mut callers = vec![Caller { name: "a stranger", headers: Vec::new(), may: &[] }];
    for (name, user, scope, may) in [
        ("a token that reads", "ada", Scope::Read, &["read", "say"][..]),
        ("a token that judges", "ada", Scope::Triage, &["triage", "say"]),
        ("a token that hands in", "ada", Scope::Capture, &["capture"]),
        ("a token that keeps topics", "ada", Scope::Topics, &["topics"]),
        ("a reader's token that wants to judge", "rita", Scope::Triage, &[]),
    ] {
        let (_, secret) = accounts.add_token(name, user, &[scope], None, "a test").await.unwrap();
        callers.push(Caller { name, headers: vec![("authorization", format!("Bearer {secret}"))], may });
    }
    let (rita, ada) = (log_in(&server, "rita").await, log_in(&server, "ada").await);
    let (routes, described) = routes(&server, &ada).await;
    callers.push(Caller { name: "a reader", headers: vec![("cookie", rita)], may: &["read", "say", "own"] });
    let id = Sample::new(1).id().to_string();
    for caller in &callers {
        for (method, path) in &routes {
            // Who logs out is nobody from then on; the test of accounts does.
            if path == "/logout" {
                continue;
            }
            let (needed, written) = (needs(method, path), path.clone());
            let path = path.replace("/article/{id}", &format!("/article/{id}")).replace("{id}", &id);
            let path = path.split('{').next().unwrap().to_owned() + if path.contains('{') { "x" } else { "" };
            let (status, body) = answered(&server, method, &path, caller).await;
            let what = format!("{}: {method} {path}: {status}", caller.name);
            // What somebody is told of an operation, its description says that they may be.
            let operation = &described["paths"][written.as_str()][method.to_lowercase()];
            assert!(operation.is_null() || operation["responses"][status.to_string()].is_object(), "{what}");
            if needed == "nothing" {
                assert!(!body.contains("Hanoï"), "{what}");
            } else if caller.may.contains(&needed) {
                // A form without its secret is no form of ours.
                assert!(
                    status != 401 && (status != 403 || (method != "GET" && caller.name == "a reader")),
                    "{what}: {body}"
                );
            } else {
                let refused = if caller.headers.is_empty() { [303, 401] } else { [403, 403] };
                assert!(refused.contains(&status), "{what}: {body}");
                assert!(!body.contains("Hanoï") && !body.contains("hanoi"), "{what}: {body}");
            }
        }
    }
}
