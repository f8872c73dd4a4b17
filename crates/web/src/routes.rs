//! Which address is answered by which page.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Request, State as Shared};
use axum::middleware::{self, Next};
use axum::response::{Redirect, Response};
use axum::routing::{MethodRouter, get};

use crate::ask::Ask;
use crate::state::State;
use crate::{access, assets, guard, pages, zoned};

/// All that is answered: the gate first, then the pages, in the zone of whoever looks.
pub(crate) fn router(state: Arc<State>) -> Router {
    // The layer that is added last stands outermost.
    let router = zoned::router(Arc::clone(&state), pages)
        .layer(middleware::from_fn_with_state(Arc::clone(&state.access), access::pass))
        .layer(middleware::from_fn(crate::api::told_apart))
        .layer(middleware::from_fn_with_state(Arc::clone(&state), pages::refused))
        .layer(middleware::from_fn_with_state(Arc::clone(&state), guard::pass));
    // Outside of the gate and of the names that we answer to: hubs are strangers, and have a key.
    match state.callback.clone() {
        Some(callback) => router.merge(crate::callback::router(callback)),
        None => router,
    }
}

/// The pages over what `state` holds.
fn pages(state: Arc<State>) -> Router {
    let mut router = Router::new()
        .route("/", get(pages::today))
        .route("/topic/{id}", get(pages::topic))
        .route("/article/{id}", get(pages::article))
        .route("/article/{id}/how", get(pages::how))
        .route("/article/{id}/beside/{original}", get(pages::beside))
        .route("/stories/{id}", get(pages::story))
        .route("/why", get(pages::why))
        .route("/assets/{name}", get(assets::serve));
    // A list of articles is all of this; a table of counts below has no feed, which would be news of numbers.
    for suffix in [".json", ".atom", ".rss", ".csv", ".xlsx", ".jsonl", ".ninjs"] {
        router = router
            .route(&format!("/today{suffix}"), get(pages::today))
            .route(&format!("/search{suffix}"), get(pages::search));
    }
    router = router.route("/search", get(pages::search));
    router = router.route("/coverage.svg", get(pages::coverage));
    for suffix in ["", ".csv", ".xlsx", ".jsonl"] {
        router = router
            .route(&format!("/coverage{suffix}"), get(pages::coverage))
            .route(&format!("/people{suffix}"), get(pages::people))
            .route(&format!("/sources{suffix}"), get(pages::sources));
    }
    for suffix in ["", ".json", ".atom", ".rss", ".csv", ".xlsx", ".jsonl"] {
        router = router
            .route(&format!("/stories{suffix}"), get(pages::stories))
            .route(&format!("/topics{suffix}"), get(pages::topics))
            .route(&format!("/outcomes{suffix}"), get(pages::outcomes));
    }
    // What is described is what is routed: one list for both.
    let (api, mut described) = crate::api::router().split_for_parts();
    crate::api::at_the_gate(&mut described);
    let api = api
        .merge(crate::api::description(&described))
        // Else what is wrong in an address of programs would be answered by a page.
        .route("/api/{*rest}", get(crate::api::nothing_there))
        .layer(middleware::from_fn_with_state(crate::api::Parameters::of(&described), crate::api::taken))
        .layer(middleware::from_fn_with_state(Arc::clone(&state), crate::api::zoned))
        .layer(middleware::from_fn_with_state(Arc::clone(&state), crate::api::tagged));
    let api = api.merge(crate::mcp::router(&state)).layer(middleware::from_fn(crate::api::worded));
    router = router.merge(api);
    router = router
        .route("/login", get(pages::login).post(pages::log_in))
        .route("/login/oidc", get(pages::go_out))
        .route("/login/oidc/back", get(pages::come_back))
        .route("/triage", from("/").post(pages::judge))
        .route("/topics/draft", get(pages::draft))
        .route("/topics/keep", from("/topics").post(pages::keep_topic))
        .route("/topics/restore", from("/topics").post(pages::restore_topic))
        .route("/streams", get(pages::streams))
        .route("/streams/hooks/{id}", get(pages::hook_deliveries).post(pages::change_hooks))
        .route("/streams/{change}", from("/streams").post(pages::change_streams))
        .route("/feeds/{name}", get(pages::watch_feed))
        .route("/sources/{name}", get(pages::source).post(pages::change_sources))
        .route("/sources.opml", get(pages::opml))
        .route("/zone", get(pages::zone))
        .route("/share/{change}", from("/").post(pages::change_shares))
        .route("/shared/{secret}", get(pages::shared))
        .route("/add", get(pages::add).post(pages::hand_in))
        .route("/trace", get(pages::trace).post(pages::follow_text))
        .route("/logout", from("/").post(pages::log_out))
        .route("/account", get(pages::account))
        .route("/account/{change}", from("/account").post(pages::change_account))
        .route("/audit", get(pages::audit))
        .route("/audit.jsonl", get(pages::audit))
        .route("/audit.csv", get(pages::audit))
        .route("/audit.xlsx", get(pages::audit));
    router
        // The gate has read the body, and bounded it.
        // Axum's own bound, of 2 MB, is less than a page that is handed in may have.
        .layer(DefaultBodyLimit::disable())
        .fallback(pages::nothing_there)
        .layer(middleware::from_fn_with_state(Arc::clone(&state), pages::heeded))
        .layer(middleware::from_fn_with_state(Arc::clone(&state), readable))
        .with_state(state)
}

/// Where only forms are sent, whoever follows a link (the same page in another language) or comes back to it is led to the page that
/// the form stands on.
fn from(page: &'static str) -> MethodRouter<Arc<State>> {
    get(move || async move { Redirect::to(page) })
}

/// An address that is no text names nothing: what reads parts of addresses would tell programs so, and nobody else.
async fn readable(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    if is_text(request.uri().path()) {
        return next.run(request).await;
    }
    let (mut parts, _) = request.into_parts();
    if parts.uri.path().starts_with("/api/") {
        return crate::api::nothing_there(parts.uri).await;
    }
    let ask = Ask::from_request_parts(&mut parts, &()).await.unwrap_or_else(|never| match never {});
    pages::nothing_there(Shared(state), ask).await
}

/// Whether what a path encodes (RFC 3986, 2.1) is UTF-8.
fn is_text(path: &str) -> bool {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        // A per cent sign without two digits stands for itself, as servers everywhere take it.
        let encoded = after.get(..2).filter(|_| *first == b'%').and_then(|it| str::from_utf8(it).ok());
        let encoded = encoded.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(encoded.unwrap_or(*first));
        rest = if encoded.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).is_ok()
}
