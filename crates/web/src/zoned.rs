//! Days and hours in the zone of who looks: the same pages over the same store, a set of them for each zone that somebody asks for.
//!
//! A zone decides under which day an article stands, and so what a list is cut and counted by: each has its own catalogue.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use axum::Router;
use axum::extract::Request;
use tower::ServiceExt;
use url::form_urlencoded;

use crate::access::{Refusal, Who, cookie};
use crate::catalogue::Catalogue;
use crate::state::State;
use crate::zone::Zones;

/// Zones that are kept at a time; the one that was asked for longest ago goes. Each has a catalogue, which is some tens of MB of
/// 100,000 articles.
const KEPT: usize = 6;
/// Zones that are in memory at a time, with those that somebody reads in who began before they went.
const HELD_MAX: usize = 12;

/// The zone that a request asks for: by its address, or once and for all by a cookie.
fn asked(request: &Request) -> Option<String> {
    in_address(request).or_else(|| cookie(request.headers(), "zone").map(str::to_owned))
}

/// The zone that somebody chooses by `?zone=`.
pub(crate) fn in_address(request: &Request) -> Option<String> {
    let query = request.uri().query()?;
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "zone")
        .map(|(_, zone)| zone.into_owned())
}

/// The pages in the zone of whoever asks, if it is somebody whom the gate let in; `pages` makes them.
pub(crate) fn router(state: Arc<State>, pages: fn(Arc<State>) -> Router) -> Router {
    let own = pages(Arc::clone(&state));
    let Some(zones) = state.zones.clone() else { return own };
    let elsewhere = Arc::new(Elsewhere { state, zones, pages, shelves: Mutex::default() });
    Router::new().fallback(move |request: Request| {
        let uri = request.uri().clone();
        let router = elsewhere.router(&request).unwrap_or_else(|| Some(own.clone()));
        async move {
            match router {
                // A router answers everything.
                Some(router) => router.oneshot(request).await.unwrap_or_else(|never| match never {}),
                None => Refusal::Zones.answer(&uri),
            }
        }
    })
}

/// The pages in other zones than the office's.
struct Elsewhere {
    state: Arc<State>,
    zones: Zones,
    pages: fn(Arc<State>) -> Router,
    shelves: Mutex<Shelves>,
}

/// The zones that somebody looks in, the one that was asked for last first.
#[derive(Default)]
struct Shelves {
    kept: Vec<(String, Router)>,
    /// The catalogues of these, and of those that went while somebody still reads in them, as a stream does.
    held: Vec<Weak<Catalogue>>,
}

impl Elsewhere {
    /// The pages for a request, `Some(None)` where as many zones are held as may be; nothing where it is of the office's zone.
    fn router(&self, request: &Request) -> Option<Option<Router>> {
        // Whoever has not been let in, and whoever has the secret of one feed or article, has no say in what is held.
        request.extensions().get::<Who>()?;
        let zone = asked(request).filter(|name| name != self.state.zone.name())?;
        let zone = self.zones.of(&zone)?;
        if let Some(router) = self.shelves().kept(zone.name()) {
            return Some(Some(router));
        }
        // All addresses are put together anew: not while others wait.
        let name = zone.name().to_owned();
        let state = Arc::new(self.state.in_zone(zone));
        let catalogue = Arc::downgrade(&state.catalogue);
        let router = (self.pages)(state);
        Some(self.shelves().keep(name, router, catalogue))
    }

    // Nobody can panic while it is held in the midst of a change.
    fn shelves(&self) -> MutexGuard<'_, Shelves> {
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelves {
    /// The pages in a zone that are kept.
    fn kept(&mut self, name: &str) -> Option<Router> {
        let at = self.kept.iter().position(|(known, _)| known == name)?;
        self.kept[..=at].rotate_right(1);
        Some(self.kept[0].1.clone())
    }

    /// Keeps pages, unless another made the same meanwhile; None where there is no room.
    fn keep(&mut self, name: String, router: Router, catalogue: Weak<Catalogue>) -> Option<Router> {
        if let Some(known) = self.kept(&name) {
            return Some(known);
        }
        // Before it is looked who is still held: the one that goes may be the one for which there is room then.
        self.kept.truncate(KEPT - 1);
        self.held.retain(|held| held.strong_count() > 0);
        // Streams keep the catalogues of their zones: whoever opened one in each would otherwise fill the memory.
        if self.held.len() >= HELD_MAX {
            return None;
        }
        self.held.push(catalogue);
        self.kept.insert(0, (name, router.clone()));
        Some(router)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watched::Watching;
    use crate::zone::Zone;

    #[tokio::test]
    async fn few_zones_are_held_also_where_somebody_goes_on_reading_in_those_that_went() {
        let store = veille_sink::Store::open_in_memory().await.unwrap();
        let catalogue = || Arc::new(Catalogue::new(store.clone(), Zone::default(), Watching::default()));
        let mut shelves = Shelves::default();
        let mut read = Vec::new();
        for zone in 0..HELD_MAX {
            let held = catalogue();
            assert!(shelves.keep(zone.to_string(), Router::new(), Arc::downgrade(&held)).is_some());
            read.push(held);
            assert!(shelves.kept.len() <= KEPT);
        }
        let one_more = catalogue();
        assert!(shelves.keep("more".to_owned(), Router::new(), Arc::downgrade(&one_more)).is_none());
        let latest = (HELD_MAX - 1).to_string();
        assert!(shelves.kept(&latest).is_some() && shelves.kept("0").is_none());
        // What another made meanwhile is taken.
        let again = catalogue();
        assert!(shelves.keep(latest, Router::new(), Arc::downgrade(&again)).is_some());
        assert_eq!(Arc::weak_count(&again), 0);
        drop(read);
        assert!(shelves.keep("more".to_owned(), Router::new(), Arc::downgrade(&one_more)).is_some());
    }
}
