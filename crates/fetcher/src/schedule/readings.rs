//! How many feeds are read at one time, and of how many pages are fetched (admission control): at a first start all of twenty thousand
//! are due, and one that only waits for its host takes as much memory as one that is being read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Feeds that are read, or wait for their hosts, at one time: many more than there are requests, so that slow hosts hold up nobody.
const READ_MAX: usize = 512;
/// Of these, feeds of one host. It is asked for one at a time, and for its feeds before their pages.
const READ_OF_HOST_MAX: usize = 16;
/// Feeds whose pages are fetched at one time; the others wait in line, with their pages in the list that is written down. These are many
/// more than there are requests too.
pub(super) const SEATS: usize = 2_000;

/// Places for feeds that are being read, and seats for those whose pages are being fetched.
pub(crate) struct Readings {
    pub(super) seats: Arc<Semaphore>,
    all: Arc<Semaphore>,
    hosts: Mutex<HashMap<String, Weak<Semaphore>>>,
}

/// A place; it is free again once this is dropped.
pub(crate) struct Place {
    _of_host: OwnedSemaphorePermit,
    _of_all: OwnedSemaphorePermit,
}

impl Default for Readings {
    fn default() -> Self {
        let of = |count| Arc::new(Semaphore::new(count));
        Self { seats: of(SEATS), all: of(READ_MAX), hosts: Mutex::default() }
    }
}

impl Readings {
    /// Waits for a place for a feed of this host: behind the others of its host first, so that many of one host that is slow leave
    /// the places to others.
    pub(crate) async fn place(&self, host: &str) -> Place {
        let of_host = self.of_host(host).acquire_owned().await.expect("it is never closed");
        let of_all = Arc::clone(&self.all).acquire_owned().await.expect("it is never closed");
        Place { _of_host: of_host, _of_all: of_all }
    }

    fn of_host(&self, host: &str) -> Arc<Semaphore> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(places) = hosts.get(host).and_then(Weak::upgrade) {
            return places;
        }
        // Now and then, lest hosts pile up whose feeds nobody reads.
        if hosts.len().is_power_of_two() {
            hosts.retain(|_, places| places.strong_count() > 0);
        }
        let places = Arc::new(Semaphore::new(READ_OF_HOST_MAX));
        hosts.insert(host.to_owned(), Arc::downgrade(&places));
        places
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn many_feeds_of_one_host_leave_the_places_to_others() {
        let readings = Arc::new(Readings::default());
        let soon = Duration::from_secs(1);
        let mut held = Vec::new();
        for _ in 0..READ_OF_HOST_MAX {
            held.push(readings.place("slow.example").await);
        }
        let waiting: Vec<_> = (0..READ_MAX)
            .map(|_| {
                let readings = Arc::clone(&readings);
                tokio::spawn(async move { drop(readings.place("slow.example").await) })
            })
            .collect();
        tokio::task::yield_now().await;
        assert!(timeout(soon, readings.place("slow.example")).await.is_err());
        for host in 0..READ_MAX - READ_OF_HOST_MAX {
            held.push(timeout(soon, readings.place(&host.to_string())).await.unwrap());
        }
        assert!(timeout(soon, readings.place("one.example")).await.is_err(), "that would be one too many");
        held.clear();
        for waited in waiting {
            waited.await.unwrap();
        }
        assert!(readings.hosts.lock().unwrap().len() <= READ_MAX + 1);
        timeout(soon, readings.place("one.example")).await.unwrap();
    }
}
