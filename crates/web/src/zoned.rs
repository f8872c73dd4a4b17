//! Days and hours in the zone of who looks: the same pages over the same store, a set of them for each zone that somebody asks for.
//!
//! A zone decides under which day an article stands, and so what a list is cut and counted by: each has its own catalogue.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::Request;
use axum::http::header;
use tower::ServiceExt;
use url::form_urlencoded;

use crate::Zone;
use crate::state::State;

/// Zones that are kept at a time; the one that was asked for longest ago goes.
const KEPT: usize = 8;

type Of = dyn Fn(&str) -> Option<Zone> + Send + Sync;

/// The zones that there are. Whoever configures us has the tables.
#[derive(Clone)]
pub struct Zones {
    names: Arc<[String]>,
    of: Arc<Of>,
}

impl fmt::Debug for Zones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zones").field(&self.names.len()).finish()
    }
}

impl Zones {
    /// The zones of these names, which `of` tells.
    pub fn new(names: Vec<String>, of: impl Fn(&str) -> Option<Zone> + Send + Sync + 'static) -> Self {
        Self { names: names.into(), of: Arc::new(of) }
    }

    /// Their names.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }
}

/// The zone that a request asks for: by its address, or once and for all by a cookie.
pub(crate) fn asked(request: &Request) -> Option<String> {
    in_address(request).or_else(|| {
        let cookies = request.headers().get_all(header::COOKIE).iter().filter_map(|it| it.to_str().ok());
        let mut pairs = cookies.flat_map(|cookies| cookies.split(';'));
        pairs.find_map(|pair| pair.trim().strip_prefix("zone=")).map(str::to_owned)
    })
}

/// The zone that somebody chooses by `?zone=`.
pub(crate) fn in_address(request: &Request) -> Option<String> {
    let query = request.uri().query()?;
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "zone")
        .map(|(_, zone)| zone.into_owned())
}

/// The pages in the zone of whoever asks; `pages` makes them.
pub(crate) fn router(state: Arc<State>, pages: fn(Arc<State>) -> Router) -> Router {
    let own = pages(Arc::clone(&state));
    let Some(zones) = state.zones.clone() else { return own };
    let known: Arc<Mutex<Vec<(String, Router)>>> = Arc::default();
    Router::new().fallback(move |request: Request| {
        let zone =
            asked(&request).filter(|name| name != state.zone.name()).and_then(|name| (zones.of)(&name));
        let router = match zone {
            None => own.clone(),
            Some(zone) => {
                let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
                let at = known.iter().position(|(name, _)| name == zone.name());
                let found = match at {
                    Some(at) => known.remove(at),
                    None => (zone.name().to_owned(), pages(Arc::new(state.in_zone(zone)))),
                };
                let router = found.1.clone();
                known.insert(0, found);
                known.truncate(KEPT);
                router
            }
        };
        async move {
            // A router answers everything.
            router.oneshot(request).await.unwrap_or_else(|never| match never {})
        }
    })
}
