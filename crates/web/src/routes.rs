//! Which address is answered by which page.

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::get;

use crate::state::State;
use crate::{assets, guard, pages};

/// The pages over what `state` holds.
pub(crate) fn router(state: Arc<State>) -> Router {
    let mut router = Router::new()
        .route("/", get(pages::today))
        .route("/topic/{id}", get(pages::topic))
        .route("/article/{id}", get(pages::article))
        .route("/why", get(pages::why))
        .route("/assets/{name}", get(assets::serve));
    for suffix in ["json", "atom", "csv", "xlsx"] {
        router = router.route(&format!("/today.{suffix}"), get(pages::today));
    }
    for suffix in ["", ".json", ".atom", ".csv", ".xlsx"] {
        router = router
            .route(&format!("/search{suffix}"), get(pages::search))
            .route(&format!("/topics{suffix}"), get(pages::topics))
            .route(&format!("/outcomes{suffix}"), get(pages::outcomes));
    }
    router.fallback(pages::nothing_there).layer(middleware::from_fn(guard::pass)).with_state(state)
}
