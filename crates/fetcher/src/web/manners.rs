//! Turns: one request at a time to a host, spaced, and nobody waits for a host but those who want something of it.
//!
//! A turn is a lock that its waiters get in the order in which they asked. Spacing counts from the end of one answer
//! to the next request, so that a slow host is asked less. Hosts of one registrable domain, and of one address, are
//! spaced among themselves too: forty sections under forty names often stand on one machine.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Turns, OwnedMutexGuard};
use tokio::time::{Instant, sleep_until};

use crate::config::Config;

/// Nobody may ask for more patience than this.
pub(crate) const PATIENCE_MAX: Duration = Duration::from_secs(86_400);
/// Entries kept in a table of instants before those that have passed are swept out.
const SWEEP_AT: usize = 10_000;
/// Failures in a row after which a host is left alone for a while.
const FAILURES_BEARABLE: u32 = 3;
/// How long it is first left alone; doubled with each further failure.
const FIRST_REST: Duration = Duration::from_secs(60);
/// The longest rest that we impose ourselves.
const REST_MAX: Duration = Duration::from_secs(3_600);

/// What is known of a host between two requests.
#[derive(Debug)]
pub(crate) struct Host {
    free_at: Instant,
    resting_until: Option<Instant>,
    failures: u32,
}

impl Host {
    /// How long the host is to be left alone: it asked for patience, or failed too often.
    pub(crate) fn rest(&self) -> Option<Duration> {
        let rest = self.resting_until?.saturating_duration_since(Instant::now());
        (!rest.is_zero()).then_some(rest)
    }

    /// Waits until the host may be asked.
    pub(crate) async fn wait(&self) {
        sleep_until(self.free_at).await;
    }

    /// Notes that it answered; `delay` is the time it is given until the next request.
    pub(crate) fn answered(&mut self, delay: Duration) {
        self.failures = 0;
        self.free_at = Instant::now() + delay;
    }

    /// Notes that it failed, and whether it said for how long.
    pub(crate) fn failed(&mut self, delay: Duration, retry_after: Option<Duration>) {
        let now = Instant::now();
        self.failures += 1;
        self.free_at = now + delay;
        let too_often = self.failures.checked_sub(FAILURES_BEARABLE);
        let ours = too_often.map(|times| (FIRST_REST * 2_u32.saturating_pow(times.min(10))).min(REST_MAX));
        // What the host said goes before what we would guess.
        if let Some(rest) = retry_after.or(ours) {
            self.resting_until = Some(now + rest.min(PATIENCE_MAX));
        }
    }
}

/// All turns.
pub(crate) struct Manners {
    hosts: Mutex<HashMap<String, Arc<Turns<Host>>>>,
    domains: Slots<String>,
    addresses: Slots<IpAddr>,
}

impl Manners {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            hosts: Mutex::default(),
            domains: Slots::new(Duration::from_millis(config.domain_delay_ms)),
            addresses: Slots::new(Duration::from_millis(config.address_delay_ms)),
        }
    }

    /// Waits for our turn with a host; it lasts until what is returned is dropped.
    pub(crate) async fn turn(&self, host: &str) -> OwnedMutexGuard<Host> {
        let turns = {
            let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
            if hosts.len() >= SWEEP_AT {
                // Who waits for a turn holds the lock: forgotten, there would be two, and two requests at a time.
                hosts.retain(|_, turns| Arc::strong_count(turns) > 1 || is_worth_keeping(turns));
            }
            let fresh = || Host { free_at: Instant::now(), resting_until: None, failures: 0 };
            Arc::clone(hosts.entry(host.to_owned()).or_insert_with(|| Arc::new(Turns::new(fresh()))))
        };
        turns.lock_owned().await
    }

    /// Waits until a host of this registrable domain may be asked again.
    pub(crate) async fn domain(&self, host: &str) {
        // `10.0.0.1` is no name under the registrable domain `0.1`.
        let is_address = host.starts_with('[') || host.parse::<IpAddr>().is_ok();
        // What is a public suffix itself, `github.io` or `localhost`, stands for itself.
        let domain = psl::domain_str(host).filter(|_| !is_address).unwrap_or(host);
        self.domains.wait(domain.to_owned()).await;
    }

    /// Waits until this address may be asked again.
    pub(crate) async fn address(&self, address: IpAddr) {
        self.addresses.wait(address).await;
    }
}

/// Whether something is remembered of a host that would be missed.
fn is_worth_keeping(turns: &Turns<Host>) -> bool {
    let now = Instant::now();
    turns.try_lock().map_or(true, |host| host.free_at > now || host.failures > 0 || host.rest().is_some())
}

/// Instants handed out one after the other, at least `delay` apart for one key.
struct Slots<K> {
    delay: Duration,
    next: Mutex<HashMap<K, Instant>>,
}

impl<K: Eq + Hash> Slots<K> {
    fn new(delay: Duration) -> Self {
        Self { delay, next: Mutex::default() }
    }

    async fn wait(&self, key: K) {
        if self.delay.is_zero() {
            return;
        }
        sleep_until(self.reserve(key)).await;
    }

    fn reserve(&self, key: K) -> Instant {
        let now = Instant::now();
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        if next.len() >= SWEEP_AT {
            next.retain(|_, at| *at > now);
        }
        let slot = next.get(&key).copied().unwrap_or(now).max(now);
        // Taken before it is waited for: who comes meanwhile gets the one after it.
        next.insert(key, slot + self.delay);
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manners() -> Manners {
        Manners::new(&Config { domain_delay_ms: 1_000, address_delay_ms: 0, ..Config::default() })
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_has_one_turn_at_a_time_and_another_host_does_not_wait() {
        let manners = manners();
        let held = manners.turn("a.example").await;
        let second = tokio::time::timeout(Duration::from_secs(60), manners.turn("a.example")).await;
        assert!(second.is_err());
        manners.turn("b.example").await;
        drop(held);
        manners.turn("a.example").await;
    }

    #[tokio::test(start_paused = true)]
    async fn hosts_of_one_registrable_domain_are_spaced_and_others_are_not() {
        let manners = manners();
        let start = Instant::now();
        manners.domain("www.example.co.uk").await;
        manners.domain("www.other.co.uk").await;
        assert_eq!(start.elapsed(), Duration::ZERO);
        manners.domain("sport.example.co.uk").await;
        assert_eq!(start.elapsed(), Duration::from_secs(1));
        manners.domain("example.co.uk").await;
        assert_eq!(start.elapsed(), Duration::from_secs(2));
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_is_left_alone_when_it_says_so_or_fails_too_often() {
        let manners = manners();
        let mut host = manners.turn("a.example").await;
        host.failed(Duration::ZERO, None);
        host.failed(Duration::ZERO, None);
        assert_eq!(host.rest(), None);
        host.failed(Duration::ZERO, None);
        assert_eq!(host.rest(), Some(FIRST_REST));
        host.failed(Duration::ZERO, None);
        assert_eq!(host.rest(), Some(FIRST_REST * 2));
        for _ in 0..50 {
            host.failed(Duration::ZERO, None);
        }
        assert_eq!(host.rest(), Some(REST_MAX));
        host.failed(Duration::ZERO, Some(Duration::from_secs(7)));
        assert_eq!(host.rest(), Some(Duration::from_secs(7)));
        host.failed(Duration::ZERO, Some(PATIENCE_MAX * 5));
        assert_eq!(host.rest(), Some(PATIENCE_MAX));
    }
}
