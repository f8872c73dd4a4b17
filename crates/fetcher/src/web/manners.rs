//! Turns: one request at a time to a host, spaced, and nobody waits for a host but those who want something of it.
//!
//! A turn is a lock that its waiters get in the order in which they asked. Spacing counts from the end of one answer
//! to the next request, so that a slow host is asked less. Hosts of one registrable domain, and of one address, are
//! spaced among themselves too: forty sections under forty names often stand on one machine.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Turns, OwnedMutexGuard};
use tokio::time::{Instant, sleep_until};
use veille_model::registrable_domain;

use crate::backoff::pause;
use crate::config::Config;
use crate::web::recent::Recent;

/// Nobody may ask for more patience than this.
pub(crate) const PATIENCE_MAX: Duration = Duration::from_secs(86_400);
/// Hosts, domains and addresses remembered; beyond it those are forgotten that nobody has asked for longest.
const REMEMBERED: usize = 10_000;
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
    /// The route that failed last, and nothing was answered since.
    failing: Option<String>,
    /// When it was looked up what is remembered of it.
    recalled_at: Option<Instant>,
}

impl Host {
    /// How long the host is to be left alone: it asked for patience, or failed too often.
    pub(crate) fn rest(&self) -> Option<Duration> {
        let rest = self.resting_until?.saturating_duration_since(Instant::now());
        (!rest.is_zero()).then_some(rest)
    }

    /// Whether it is to be looked up what is remembered of it: it never was, or the host was another's to ask since. From now on it is
    /// not.
    pub(crate) fn is_to_be_recalled(&mut self, ours_since: Option<Instant>) -> bool {
        if self.recalled_at.is_some_and(|at| ours_since.is_none_or(|since| since <= at)) {
            return false;
        }
        // What was known of it is of the time before: another has asked it since.
        if self.recalled_at.replace(Instant::now()).is_some() {
            (self.resting_until, self.failures, self.failing) = (None, 0, None);
        }
        true
    }

    /// Waits until the host may be asked, and no less than until this instant.
    pub(crate) async fn wait(&self, at_least: Option<Instant>) {
        sleep_until(at_least.map_or(self.free_at, |at_least| self.free_at.max(at_least))).await;
    }

    /// Leaves it alone for as long as was found out before this process began.
    pub(crate) fn rests_for(&mut self, rest: Duration) {
        self.resting_until = Some(Instant::now() + rest.min(PATIENCE_MAX));
    }

    /// Notes that it answered; `delay` is the time it is given until the next request.
    pub(crate) fn answered(&mut self, delay: Duration) {
        self.failures = 0;
        self.failing = None;
        self.free_at = Instant::now() + delay;
    }

    /// Notes that it failed, and whether it said for how long; `route` where it may be that route's trouble alone. A search that
    /// is overloaded silences no articles: only when a second route fails is it the host.
    pub(crate) fn failed(&mut self, delay: Duration, retry_after: Option<Duration>, route: Option<&str>) {
        let now = Instant::now();
        self.free_at = now + delay;
        if let Some(route) = route {
            let known = self.failing.replace(route.to_owned());
            if known.is_none_or(|known| known == route) {
                return;
            }
        }
        self.failures += 1;
        let too_often = self.failures.checked_sub(FAILURES_BEARABLE);
        let ours = too_often.map(|times| pause(FIRST_REST, 2, times, REST_MAX));
        // The longer: `Retry-After: 1` from a host that fails each time would have us back every second.
        if let Some(rest) = retry_after.max(ours) {
            self.resting_until = Some(now + rest.min(PATIENCE_MAX));
        }
    }
}

/// A registrable domain, or an IP address, whose turn it is. Nobody else of it is asked before this is dropped, nor before its delay
/// is over that [began](Self::begins) with the request.
pub(crate) struct Spaced {
    next: Option<OwnedMutexGuard<Instant>>,
    delay: Duration,
}

impl Spaced {
    /// The request begins now. A turn that is dropped before has taken nothing from the next.
    pub(crate) fn begins(&mut self) {
        if let Some(next) = &mut self.next {
            **next = Instant::now() + self.delay;
        }
    }
}

/// All turns.
pub(crate) struct Manners {
    hosts: Mutex<Recent<String, Arc<Turns<Host>>>>,
    domains: Mutex<Recent<String, Arc<Turns<Instant>>>>,
    domain_delay: Duration,
    addresses: Mutex<Recent<String, Arc<Turns<Instant>>>>,
    address_delay: Duration,
    /// When hosts may last have been asked by whoever worked with the same memory before.
    before: OnceLock<Instant>,
}

impl Manners {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            hosts: Mutex::new(Recent::new(REMEMBERED)),
            domains: Mutex::new(Recent::new(REMEMBERED)),
            domain_delay: Duration::from_millis(config.domain_delay_ms),
            addresses: Mutex::new(Recent::new(REMEMBERED)),
            address_delay: Duration::from_millis(config.address_delay_ms),
            before: OnceLock::new(),
        }
    }

    /// Notes that any host may have been asked until this instant, by somebody before us.
    pub(crate) fn asked_before(&self, until: Instant) {
        let _ = self.before.set(until);
    }

    /// The earliest instant at which a host may be asked that wants such a delay, for all that others asked before us: until it was
    /// ours, where that is known.
    pub(crate) fn earliest(&self, delay: Duration, ours_since: Option<Instant>) -> Option<Instant> {
        self.before.get().copied().max(ours_since).map(|before| before + delay)
    }

    /// Waits for our turn with a host; it lasts until what is returned is dropped.
    pub(crate) async fn turn(&self, host: &str) -> OwnedMutexGuard<Host> {
        let fresh = || Host {
            free_at: Instant::now(),
            resting_until: None,
            failures: 0,
            failing: None,
            recalled_at: None,
        };
        turn(&self.hosts, host, fresh, |host| host.free_at).await
    }

    /// Waits for the turn of a host's registrable domain. It is kept until the answer is there, as the host's is: a house whose servers
    /// are slow is not asked by several of its names at once.
    pub(crate) async fn domain(&self, host: &str, ours_since: Option<Instant>) -> Spaced {
        // What is a public suffix itself, `github.io` or `localhost`, stands for itself, and so does an address.
        let domain = registrable_domain(host).unwrap_or(host);
        self.spaced(&self.domains, domain, self.domain_delay, ours_since).await
    }

    /// The same for the address that it leads to, where many hosts live: kept while the request waits for room, for given back before,
    /// they would all be asked in the moment when there is room again; and no longer, as one that is slow is not the others' fault.
    pub(crate) async fn address(&self, address: IpAddr) -> Spaced {
        self.spaced(&self.addresses, &address.to_string(), self.address_delay, None).await
    }

    async fn spaced(
        &self,
        table: &Mutex<Recent<String, Arc<Turns<Instant>>>>,
        name: &str,
        delay: Duration,
        ours_since: Option<Instant>,
    ) -> Spaced {
        // No turn at all: a lock would have hosts of one address wait for each other's answers.
        if delay.is_zero() {
            return Spaced { next: None, delay };
        }
        let next = turn(table, name, || self.free_from(delay), |next| *next).await;
        sleep_until((*next).max(ours_since.map_or(*next, |since| since + delay))).await;
        Spaced { next: Some(next), delay }
    }

    fn free_from(&self, delay: Duration) -> Instant {
        let now = Instant::now();
        self.earliest(delay, None).map_or(now, |earliest| earliest.max(now))
    }
}

/// Waits for a turn. Forgotten while it waits, or before `free_at`, there would be two turns, and two requests at a time.
async fn turn<T>(
    table: &Mutex<Recent<String, Arc<Turns<T>>>>,
    name: &str,
    fresh: impl FnOnce() -> T,
    free_at: impl Fn(&T) -> Instant,
) -> OwnedMutexGuard<T> {
    let turns = {
        let mut table = table.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let is_busy = |turns: &Arc<Turns<T>>| {
            // Whoever holds it is in the middle of a request.
            Arc::strong_count(turns) > 1 || turns.try_lock().map_or(true, |held| free_at(&held) > now)
        };
        Arc::clone(table.get(name.to_owned(), || Arc::new(Turns::new(fresh())), is_busy))
    };
    turns.lock_owned().await
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
        manners.domain("www.example.co.uk", None).await.begins();
        manners.domain("www.other.co.uk", None).await.begins();
        assert_eq!(start.elapsed(), Duration::ZERO);
        manners.domain("sport.example.co.uk", None).await.begins();
        assert_eq!(start.elapsed(), Duration::from_secs(1));
        manners.domain("example.co.uk", None).await.begins();
        assert_eq!(start.elapsed(), Duration::from_secs(2));
    }

    #[tokio::test(start_paused = true)]
    async fn a_domain_waits_for_the_request_and_its_answer_and_not_for_its_turn() {
        let manners = manners();
        let mut first = manners.domain("www.example.com", None).await;
        let waits = async |secs| {
            let second = manners.domain("sport.example.com", None);
            tokio::time::timeout(Duration::from_secs(secs), second).await.is_err()
        };
        assert!(waits(10).await, "room for the first comes late");
        first.begins();
        assert!(waits(10).await, "and so does its answer");
        drop(first);
        assert!(!waits(0).await, "its delay has been over for long");
        let mut first = manners.domain("www.example.com", None).await;
        first.begins();
        drop(first);
        let began = Instant::now();
        drop(manners.domain("sport.example.com", None).await);
        assert_eq!(began.elapsed(), Duration::from_secs(1));
        // That one was not asked after all.
        manners.domain("www.example.com", None).await.begins();
        assert_eq!(began.elapsed(), Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_comes_after_a_kill_waits_as_if_everybody_had_just_been_asked() {
        let manners = Manners::new(&Config { address_delay_ms: 250, ..Config::default() });
        let start = Instant::now();
        manners.asked_before(start);
        manners.address(IpAddr::from([192, 0, 2, 1])).await.begins();
        assert_eq!(start.elapsed().as_millis(), 250);
        manners.domain("www.example.com", None).await.begins();
        assert_eq!(start.elapsed().as_millis(), 1_000);
        manners.turn("www.example.com").await.wait(manners.earliest(Duration::from_secs(2), None)).await;
        assert_eq!(start.elapsed().as_millis(), 2_000);
        manners.domain("www.other.example", None).await.begins();
        assert_eq!(start.elapsed().as_millis(), 2_000, "by then it is long ago");
    }

    #[tokio::test(start_paused = true)]
    async fn one_address_is_asked_at_intervals() {
        let manners = Manners::new(&Config { address_delay_ms: 250, ..Config::default() });
        let start = Instant::now();
        for expected in [0, 250, 500] {
            manners.address(IpAddr::from([192, 0, 2, 1])).await.begins();
            assert_eq!(start.elapsed().as_millis(), expected);
        }
        manners.address(IpAddr::from([192, 0, 2, 2])).await.begins();
        assert_eq!(start.elapsed().as_millis(), 500);
    }

    #[tokio::test(start_paused = true)]
    async fn hosts_that_fail_do_not_fill_the_memory_and_the_latest_are_remembered() {
        let manners = manners();
        for number in 0..REMEMBERED + 500 {
            let name = format!("{number}.example");
            let mut host = manners.turn(&name).await;
            (0..4).for_each(|_| host.failed(Duration::ZERO, None, None));
            drop(host);
            manners.domain(&name, None).await.begins();
            tokio::time::advance(Duration::from_millis(10)).await;
        }
        assert_eq!(manners.hosts.lock().unwrap().len(), REMEMBERED);
        assert_eq!(manners.domains.lock().unwrap().len(), REMEMBERED);
        assert!(manners.turn(&format!("{REMEMBERED}.example")).await.rest().is_some());
        assert_eq!(manners.turn("0.example").await.rest(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_is_left_alone_when_it_says_so_or_fails_too_often() {
        let manners = manners();
        let mut host = manners.turn("a.example").await;
        host.failed(Duration::ZERO, None, None);
        host.failed(Duration::ZERO, Some(Duration::ZERO), None);
        assert_eq!(host.rest(), None);
        host.failed(Duration::ZERO, None, None);
        assert_eq!(host.rest(), Some(FIRST_REST));
        host.failed(Duration::ZERO, None, None);
        assert_eq!(host.rest(), Some(FIRST_REST * 2));
        for _ in 0..50 {
            host.failed(Duration::ZERO, None, None);
        }
        assert_eq!(host.rest(), Some(REST_MAX));
        host.failed(Duration::ZERO, Some(Duration::from_secs(7)), None);
        assert_eq!(host.rest(), Some(REST_MAX), "it does not talk itself out of it");
        host.failed(Duration::ZERO, Some(REST_MAX * 2), None);
        assert_eq!(host.rest(), Some(REST_MAX * 2));
        host.failed(Duration::ZERO, Some(PATIENCE_MAX * 5), None);
        assert_eq!(host.rest(), Some(PATIENCE_MAX));
    }

    #[tokio::test(start_paused = true)]
    async fn one_route_that_fails_silences_no_other() {
        let manners = manners();
        let mut host = manners.turn("a.example").await;
        for _ in 0..10 {
            host.failed(Duration::ZERO, Some(REST_MAX), Some("/search"));
        }
        assert_eq!(host.rest(), None);
        host.failed(Duration::ZERO, Some(REST_MAX), Some("/a"));
        assert_eq!(host.rest(), Some(REST_MAX));
    }
}
