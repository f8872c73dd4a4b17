//! Beats: the web, dealt out by registrable domain among the fetchers of one memory (sharding). A domain is asked by whoever has its beat
//! and by nobody else, so that its pace, its rests and its robots.txt are one fetcher's to know.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest as _, Sha256};
use tokio::sync::watch;
use tokio::time::Instant;
use veille_model::registrable_domain;

/// How many there are, each a bit.
const BEATS: usize = u64::BITS as usize;

/// The beats that a fetcher has, and who is at work on them. Clones are of one fetcher.
#[derive(Clone, Debug)]
pub struct Beats(Arc<Held>);

#[derive(Debug)]
struct Held {
    open: watch::Sender<u64>,
    lease: Mutex<Lease>,
    /// Feeds that are watched on each, and requests that are under way.
    at_work: [AtomicUsize; BEATS],
}

#[derive(Debug)]
struct Lease {
    until: Instant,
    /// Since when each is ours: what was learnt of its hosts before is out of date.
    since: [Instant; BEATS],
}

impl Default for Beats {
    /// Of a fetcher that has none yet.
    fn default() -> Self {
        let now = Instant::now();
        let at_work = std::array::from_fn(|_| AtomicUsize::new(0));
        let lease = Mutex::new(Lease { until: now, since: [now; BEATS] });
        Self(Arc::new(Held { open: watch::Sender::new(0), lease, at_work }))
    }
}

impl Beats {
    /// Has these from now on, `anew` those of them that may have been another's until now, and asks nobody after `until` unless it is
    /// called again. What is not among them any more is begun no more; [`left`](Self::left) says when it is done.
    pub fn hold(&self, held: u64, anew: u64, until: Instant) {
        let mut lease = self.lease();
        let now = Instant::now();
        lease.until = until;
        bits(anew).for_each(|beat| lease.since[beat] = now);
        drop(lease);
        self.0.open.send_if_modified(|open| std::mem::replace(open, held) != held);
    }

    /// Those of these beats that nobody is at work on any more.
    pub fn left(&self, of: u64) -> u64 {
        let open = *self.0.open.borrow();
        // In one order with `enter`: either it is seen here, or the closed beat is seen there.
        let is_left = |beat: &usize| self.0.at_work[*beat].load(Ordering::SeqCst) == 0;
        bits(of & !open).filter(is_left).fold(0, |left, beat| left | 1 << beat)
    }

    /// Whether a host is on a beat that we have.
    pub(crate) fn has(&self, host: &str) -> bool {
        self.has_beat(beat_of(host))
    }

    /// Whether we have a beat.
    pub(crate) fn has_beat(&self, beat: u32) -> bool {
        1_u64.checked_shl(beat).is_some_and(|bit| *self.0.open.borrow() & bit != 0)
    }

    /// Begins to work on a host's beat, until what is returned is dropped; None where we do not have it.
    pub(crate) fn enter(&self, host: &str) -> Option<AtWork> {
        let beat = beat_of(host) as usize;
        self.0.at_work[beat].fetch_add(1, Ordering::SeqCst);
        // Counted before it is looked: whoever closes the beat meanwhile sees us.
        let at_work = AtWork { held: Arc::clone(&self.0), beat };
        self.has(host).then_some(at_work)
    }

    /// Whether somebody may be asked at this moment.
    pub(crate) fn is_leased(&self) -> bool {
        Instant::now() < self.lease().until
    }

    /// Since when we have a host's beat.
    pub(crate) fn since(&self, host: &str) -> Instant {
        self.lease().since[beat_of(host) as usize]
    }

    /// Waits until we do not have a host's beat.
    pub(crate) async fn lost(&self, host: &str) {
        let bit = 1 << beat_of(host);
        // The sender lives as long as we do.
        let _ = self.0.open.subscribe().wait_for(|open| open & bit == 0).await;
    }

    /// Word of each change of what we have.
    pub(crate) fn follow(&self) -> watch::Receiver<u64> {
        self.0.open.subscribe()
    }

    fn lease(&self) -> MutexGuard<'_, Lease> {
        self.0.lease.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Work on a beat.
#[derive(Debug)]
pub(crate) struct AtWork {
    held: Arc<Held>,
    beat: usize,
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.held.at_work[self.beat].fetch_sub(1, Ordering::SeqCst);
    }
}

/// On which beat a host is: all hosts of a registrable domain are on one. The same for all programs that share a memory, so never to
/// be changed without them.
pub(crate) fn beat_of(host: &str) -> u32 {
    let domain = registrable_domain(host).unwrap_or(host);
    u32::from(Sha256::digest(domain.as_bytes())[0]) % u64::BITS
}

fn bits(of: u64) -> impl Iterator<Item = usize> {
    (0..BEATS).filter(move |beat| of & 1 << beat != 0)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn hosts_of_one_registrable_domain_are_on_one_beat_and_many_domains_on_all() {
        assert_eq!(beat_of("www.paper.co.uk"), beat_of("sport.paper.co.uk"));
        let beats =
            (0..1_000).fold(0_u64, |beats, number| beats | 1 << beat_of(&format!("{number}.example")));
        assert_eq!(beats, u64::MAX);
    }

    #[tokio::test(start_paused = true)]
    async fn a_beat_is_left_once_nobody_is_at_work_on_it_and_nobody_is_asked_beyond_the_lease() {
        let beats = Beats::default();
        let bit = 1 << beat_of("a.example");
        assert!(beats.enter("a.example").is_none());
        beats.hold(u64::MAX, u64::MAX, Instant::now() + Duration::from_secs(6));
        let at_work = beats.enter("a.example").unwrap();
        assert!(beats.is_leased());
        assert_eq!(beats.left(bit), 0, "it is ours");
        beats.hold(!bit, 0, Instant::now() + Duration::from_secs(6));
        beats.lost("a.example").await;
        assert_eq!(beats.left(bit), 0, "somebody is at work on it");
        assert!(beats.enter("a.example").is_none());
        drop(at_work);
        assert_eq!(beats.left(u64::MAX), bit);
        tokio::time::advance(Duration::from_secs(6)).await;
        assert!(!beats.is_leased());
    }
}
