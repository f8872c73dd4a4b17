//! What a supervisor and a collector of metrics ask (health checks, Prometheus), on an address of its own: `/healthz` whether the
//! process answers, `/readyz` whether it works, `/metrics` what it has counted.
//!
//! Apart from the pages, for those are for readers, and services have none.

use std::fmt;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;

use crate::guard::is_ours;
use crate::{Listen, WebError, connections};

/// Prometheus' text format.
const TEXT_FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What is answered about a process.
#[derive(Clone)]
pub struct Health {
    metrics: Arc<dyn Fn() -> String + Send + Sync>,
    ready: Arc<dyn Fn() -> Result<(), String> + Send + Sync>,
}

impl Health {
    /// Answers with what has been counted, in Prometheus' text format, and with why there is no work done at the moment, where
    /// there is none.
    pub fn new(
        metrics: impl Fn() -> String + Send + Sync + 'static,
        ready: impl Fn() -> Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        Self { metrics: Arc::new(metrics), ready: Arc::new(ready) }
    }

    /// Takes the address; what is given answers there until `stop` is ready. Where it is.
    ///
    /// # Errors
    /// When another program listens there, or the system does not let us.
    pub async fn bind(
        self,
        listen: Listen,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(SocketAddr, impl Future<Output = ()> + Send + 'static), WebError> {
        let address = listen.address();
        let failed = |source: std::io::Error| WebError::NoHealth { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let router = self.router(listen.is_open());
        Ok((address, async move { connections::serve(&listener, router, stop).await }))
    }

    fn router(self, is_open: bool) -> Router {
        let router = Router::new()
            .route("/healthz", get(|| async { "ok\n" }))
            .route("/readyz", get(ready))
            .route("/metrics", get(metrics))
            .with_state(self);
        // Whoever opens it to others says so in the configuration; else a page elsewhere reads nothing by a name of its own.
        if is_open { router } else { router.layer(middleware::from_fn(of_this_machine)) }
    }
}

impl fmt::Debug for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Health").finish_non_exhaustive()
    }
}

async fn ready(State(health): State<Health>) -> Response {
    match (health.ready)() {
        Ok(()) => "ready\n".into_response(),
        Err(cause) => (StatusCode::SERVICE_UNAVAILABLE, format!("{cause}\n")).into_response(),
    }
}

async fn metrics(State(health): State<Health>) -> Response {
    ([(header::CONTENT_TYPE, TEXT_FORMAT)], (health.metrics)()).into_response()
}

async fn of_this_machine(request: Request, next: Next) -> Response {
    match is_ours(&request) {
        true => next.run(request).await,
        false => (StatusCode::MISDIRECTED_REQUEST, "answered at 127.0.0.1, [::1] and localhost alone\n")
            .into_response(),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use tower::ServiceExt;

    use super::*;

    async fn ask(router: &Router, path: &str, host: &str) -> (StatusCode, String) {
        let request = Request::get(path).header("host", host).body(Body::empty()).unwrap();
        let answer = router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn who_asks_is_told_how_it_is() {
        let health = Health::new(|| "veille_inputs_total 3\n".to_owned(), || Err("starting".to_owned()));
        let closed = health.clone().router(false);
        assert_eq!(ask(&closed, "/healthz", "localhost").await, (StatusCode::OK, "ok\n".to_owned()));
        let unready = (StatusCode::SERVICE_UNAVAILABLE, "starting\n".to_owned());
        assert_eq!(ask(&closed, "/readyz", "127.0.0.1:9464").await, unready);
        let counted = (StatusCode::OK, "veille_inputs_total 3\n".to_owned());
        assert_eq!(ask(&closed, "/metrics", "[::1]:9464").await, counted);
        assert_eq!(ask(&closed, "/metrics", "evil.example").await.0, StatusCode::MISDIRECTED_REQUEST);
        assert_eq!(ask(&closed, "/", "localhost").await.0, StatusCode::NOT_FOUND);
        // A collector on another machine asks by whatever name it has for us.
        assert_eq!(ask(&health.router(true), "/metrics", "veille-clean-1:9464").await, counted);
    }
}
