//! Reading one address of the web with good manners: robots.txt first, our turn, the address guard, then the request,
//! and all of it again for every redirect.

pub(crate) mod body;
pub(crate) mod client;
pub(crate) mod colleagues;
pub(crate) mod errand;
pub(crate) mod freshness;
pub(crate) mod guard;
mod in_hand;
mod jar;
mod manners;
pub(crate) mod post;
mod recent;
pub(crate) mod refusal;
pub(crate) mod remembered;
pub(crate) mod robots;
pub(crate) mod validators;

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex as AsyncMutex;
use tokio::time::Instant;
use url::Url;

use self::client::{Answer, Client, Private, Purpose};
use self::colleagues::Ground;
use self::errand::{Errand, Kept};
use self::guard::{Guard, Names};
use self::in_hand::{InHand, Share};
use self::jar::Jar;
use self::manners::{Manners, PATIENCE_MAX, Spaced};
use self::recent::Recent;
use self::refusal::Refusal;
use self::remembered::{KeptRest, KeptRobots, Remembered};
use self::robots::Robots;
use self::validators::{Held, Validators};
use crate::address::host;
use crate::backoff::pause;
use crate::clock::Clock;
use crate::config::Config;
use crate::credentials::strip;
use crate::error::Error;
use crate::stop::Stop;

/// How long a robots.txt is believed (RFC 9309, 2.4).
const ROBOTS_FRESH: Duration = Duration::from_secs(86_400);
/// Redirects followed for a robots.txt (RFC 9309, 2.3.1.2).
const ROBOTS_REDIRECTS_MAX: usize = 5;
/// The longest that a robots.txt which could not be read is not asked for again.
const ROBOTS_RETRY_MAX: Duration = Duration::from_secs(3_600);
/// Origins whose robots.txt is kept; beyond it those go that nobody has asked for longest.
const ORIGINS_KEPT: usize = 10_000;

/// What came of reading one address.
#[derive(Debug)]
pub(crate) struct Got {
    /// Where it was found in the end.
    pub(crate) url: Url,
    /// Whether all that led there was said to be for good.
    pub(crate) moved: bool,
    /// When it was received.
    pub(crate) at: DateTime<Utc>,
    /// What came; None where it has not changed, or was not asked for.
    pub(crate) whole: Option<Whole>,
    /// Why the address was not asked for that others led to.
    pub(crate) met: Option<Met>,
}

impl Got {
    /// Whether the page is said to be as it was.
    pub(crate) fn is_unchanged(&self) -> bool {
        self.whole.is_none() && self.met.is_none()
    }
}

/// Why an address on the way is not asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Met {
    /// It is known what is there.
    Known,
    /// Somebody else is asking for it.
    Taken,
}

/// Whether an address that others lead to is asked for, and with which validators; and told whether anybody who asks is led there,
/// for which nothing is needed but the address.
pub(crate) type OnWay<'a> = &'a (
        dyn Fn(Url, bool) -> Pin<Box<dyn Future<Output = Result<Validators, Met>> + Send + 'a>> + Send + Sync
    );

/// What is known of the way: where it led before, and whether what it leads to is asked for.
pub(crate) struct Way<'l, 'a> {
    pub(crate) led: Option<&'l Url>,
    pub(crate) on_way: OnWay<'a>,
}

/// An answer with a body.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
    /// To be kept until the body is handed on or dropped.
    pub(crate) share: Share,
}

type Verdict = Result<Arc<Robots>, Refusal>;

/// One origin's robots.txt, under a lock of its own: who comes second waits for the first to have read it.
#[derive(Default)]
struct Known {
    verdict: Option<Verdict>,
    until: Option<Instant>,
    failures: u32,
    /// When it was looked up what is remembered of it.
    recalled_at: Option<Instant>,
}

/// The web, as far as we may read it.
pub(crate) struct Web {
    config: Config,
    client: Client,
    guard: Guard,
    manners: Manners,
    in_hand: Arc<InHand>,
    robots: Mutex<Recent<String, Arc<AsyncMutex<Known>>>>,
    clock: Clock,
    pub(crate) remembered: Remembered,
    /// Who hears of each request, once somebody wants to.
    heard: OnceLock<Heard>,
    /// What is ours to ask, where others fetch with the same memory.
    ground: OnceLock<Ground>,
}

/// Who hears of requests.
pub(crate) type Heard = Box<dyn Fn(&Asked) + Send + Sync>;

/// A request, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What was asked for: `feed`, `page` or `robots`.
    pub kind: &'static str,
    /// Where.
    pub url: String,
    /// `200`, `304`, `redirect`, or why there is no answer, as in the ledger: `http_403`, `timeout`.
    pub status: String,
    /// Whether the host kept us waiting.
    pub is_slow: bool,
    /// From the request to the last byte.
    pub took: Duration,
}

impl Web {
    pub(crate) fn new(config: &Config, names: Arc<dyn Names>, clock: Clock) -> Result<Self, Error> {
        let guard = Guard::new(names, &config.allow_private_addresses, config.proxy.is_none());
        Ok(Self {
            client: Client::new(config, guard.clone(), clock.clone())?,
            guard,
            manners: Manners::new(config),
            in_hand: InHand::new(config),
            robots: Mutex::new(Recent::new(ORIGINS_KEPT)),
            clock,
            remembered: Remembered::default(),
            heard: OnceLock::new(),
            ground: OnceLock::new(),
            config: config.clone(),
        })
    }

    /// Reads an address, following redirects.
    pub(crate) async fn get(
        &self,
        url: &Url,
        purpose: Purpose,
        held: &Held,
        errand: &Errand,
        stop: &Stop,
    ) -> Result<Got, Refusal> {
        let on_way = |next: Url, _| -> Pin<Box<dyn Future<Output = Result<Validators, Met>> + Send>> {
            let held = held.at(&next);
            Box::pin(async move { Ok(held) })
        };
        let mut bare = url.clone();
        strip(&mut bare);
        let first = held.at(&bare);
        self.follow(url, Way { led: None, on_way: &on_way }, purpose, &first, errand, stop).await
    }

    /// The same where somebody may know an address on the way, or has been led to one before and goes on there.
    pub(crate) async fn follow<'a>(
        &self,
        url: &Url,
        Way { led, on_way }: Way<'_, 'a>,
        purpose: Purpose,
        held: &Validators,
        errand: &Errand,
        stop: &Stop,
    ) -> Result<Got, Refusal> {
        let mut held = held.clone();
        let (mut at, mut moved) = (url.clone(), false);
        // Name and password are for the address that they were written into, and for nobody whom it leads to.
        let mut whole = strip(&mut at).then(|| url.clone());
        // A wall that sends on with a cookie and looks whether it comes back: kept until the page is there, and no longer.
        let mut jar = Jar::default();
        let met = |at: Url, moved: bool, met: Met| {
            Ok(Got { url: at, moved, at: (self.clock)(), whole: None, met: Some(met) })
        };
        if let Some(led) = led {
            (at, whole) = (led.clone(), None);
            match on_way(at.clone(), false).await {
                Ok(others) => held = others,
                Err(why) => return met(at, moved, why),
            }
        }
        for hop in 0..=self.config.redirects_max {
            let private = Private { whole: whole.take(), cookies: jar.sent_to(&at) };
            let (answer, received_at) = self.answer(&at, private, purpose, &held, errand, stop).await?;
            match answer {
                Answer::Elsewhere(next, for_good, set) => {
                    jar.take(&at, &set, received_at);
                    // From the first hop on without a gap: behind one that is for now nothing is for good.
                    moved = for_good && (moved || hop == 0);
                    at = next;
                    strip(&mut at);
                    // Where cookies were set the way is one's own, and another would be led elsewhere.
                    match on_way(at.clone(), set.is_empty() && jar.sent_to(&at).is_empty()).await {
                        Ok(others) => held = others,
                        Err(why) => return met(at, moved, why),
                    }
                }
                Answer::Unchanged => {
                    return Ok(Got { url: at, moved, at: received_at, whole: None, met: None });
                }
                Answer::Whole { headers, body, share } => {
                    let whole = Some(Whole { headers, body, share });
                    return Ok(Got { url: at, moved, at: received_at, whole, met: None });
                }
            }
        }
        Err(Refusal::RedirectsMax { url: url.to_string(), limit: self.config.redirects_max })
    }

    /// What one address answers, and when it did: before, on the same errand, or now.
    async fn answer(
        &self,
        url: &Url,
        private: Private,
        purpose: Purpose,
        held: &Validators,
        errand: &Errand,
        stop: &Stop,
    ) -> Result<(Answer, DateTime<Utc>), Refusal> {
        // Before robots.txt and the turn: nobody is asked for what was answered already.
        if let Some(kept) = errand.kept(url, purpose, &private.cookies).await {
            return self.again(url, kept, stop).await;
        }
        let elsewhere = Box::pin(self.through_holder(url, &private, purpose, held, errand, stop));
        if let Some(answer) = elsewhere.await {
            return answer;
        }
        // Also of an address that a redirect leads to: it is another host's, with rules of its own.
        let robots = Box::pin(self.robots_of(url, stop)).await?;
        let path = path_and_query(url);
        if !robots.allows(&path) {
            let agent = self.config.product().to_owned();
            return Err(Refusal::Robots { host: host(url), path, agent });
        }
        let cookies = private.cookies.clone();
        match self.ask(url, private, purpose, held, robots.crawl_delay, (errand, stop)).await {
            Err(Refusal::Overtaken { url: overtaken }) => match errand.kept(url, purpose, &cookies).await {
                Some(kept) => self.again(url, kept, stop).await,
                None => Err(Refusal::Overtaken { url: overtaken }),
            },
            answer => answer,
        }
    }

    /// An answer that was kept, once there is room for it.
    async fn again(&self, url: &Url, kept: Kept, stop: &Stop) -> Result<(Answer, DateTime<Utc>), Refusal> {
        let Kept { at, elsewhere, headers, body, .. } = kept;
        if let Some((next, for_good, set)) = elsewhere {
            // Written from an address, it is one.
            let next = Url::parse(&next)
                .map_err(|_| Refusal::RedirectLost { host: host(url), url: url.to_string() })?;
            return Ok((Answer::Elsewhere(next, for_good, set), at));
        }
        let share = tokio::select! {
            share = self.room(body.len()) => share,
            () = stop.told() => return Err(Refusal::Stopped { host: host(url) }),
        };
        tracing::debug!(url = %url, "answered before");
        Ok((Answer::Whole { headers, body, share }, at))
    }

    /// Notes that hosts may have been asked until so long ago, by whoever worked with the same memory before.
    pub(crate) fn asked_before(&self, ago: Duration) {
        // A clock of a machine that was just started may not reach back that far: then it is long ago.
        if let Some(until) = Instant::now().checked_sub(ago) {
            self.manners.asked_before(until);
        }
    }

    /// Has somebody hear of each request; who comes second hears nothing.
    pub(crate) fn tell_requests(&self, heard: Heard) {
        let _ = self.heard.set(heard);
    }

    /// The sitemaps that the robots.txt of this address's host names, and the pause that it asks for.
    pub(crate) async fn sitemaps(
        &self,
        url: &Url,
        stop: &Stop,
    ) -> Result<(Vec<String>, Option<Duration>), Refusal> {
        let robots = self.robots_of(url, stop).await?;
        Ok((robots.sitemaps.clone(), robots.crawl_delay))
    }

    /// Room for so many bytes that were not asked for on their own.
    pub(crate) async fn room(&self, bytes: usize) -> Share {
        self.in_hand.keep(bytes).await
    }

    /// One request, when it is our turn. Waiting ends when we are told to stop; the request does not.
    async fn ask(
        &self,
        url: &Url,
        private: Private,
        purpose: Purpose,
        held: &Validators,
        crawl_delay: Option<Duration>,
        (errand, stop): (&Errand, &Stop),
    ) -> Result<(Answer, DateTime<Utc>), Refusal> {
        let name = host(url);
        let stopped = || Refusal::Stopped { host: name.clone() };
        let delay = self.delay(crawl_delay);
        let waiting = async {
            // The turn before the room: who waits for a host holds none of the memory that answers of others need.
            let mut turn = self.manners.turn(&name).await;
            let since = self.ours_since(&name);
            if turn.is_to_be_recalled(since)
                && let Some(rest) = self.remembered.rest(&name).await
                && let Ok(rest) = (rest.until - (self.clock)()).to_std()
            {
                turn.rests_for(rest);
            }
            // Told and not waited out: a rest may take a day, and a page is better put off than kept in line.
            if let Some(rest) = turn.rest() {
                let rest = TimeDelta::from_std(rest).unwrap_or(TimeDelta::MAX);
                return Err(Refusal::Resting { host: name.clone(), until: (self.clock)() + rest });
            }
            turn.wait(self.manners.earliest(delay, since)).await;
            if self.beats().is_some() && errand.is_overtaken(url, purpose, &private.cookies).await {
                return Err(Refusal::Overtaken { url: url.to_string() });
            }
            let mut domain = self.manners.domain(&name, since).await;
            // Before the room, as all that a slow resolver or a busy address may take long for. The connection is made to what passes here,
            // however long ago that was.
            let addresses = self.guard.admit(url).await.inspect_err(|refusal| {
                // A name that does not resolve is a failure of its host: its pages wait together, and the resolver is spared.
                if matches!(refusal, Refusal::Dns { .. }) {
                    turn.failed(delay, None, None);
                }
            })?;
            // The one that is tried first. Behind a proxy none is known.
            let address = match addresses.first() {
                Some(address) => Some(self.manners.address(*address).await),
                None => None,
            };
            let share = self.in_hand.request().await;
            let at_work = self.enter(&name)?;
            domain.begins();
            address.into_iter().for_each(|mut address: Spaced| address.begins());
            Ok((turn, domain, share, at_work))
        };
        // Both until the answer is there.
        let (mut turn, _domain, share, _at_work) = tokio::select! {
            ready = waiting => ready?,
            () = stop.told() => return Err(stopped()),
            () = self.lost(&name) => return Err(Refusal::Away { host: name.clone() }),
        };
        let cookies = private.cookies.clone();
        tracing::debug!(url = %url, purpose = ?purpose, "request");
        let began = Instant::now();
        // Elsewhere, for thousands wait for their turn at one time, and all that a request needs takes kilobytes.
        let answer = Box::pin(self.client.ask(url, private, purpose, held, share)).await;
        if let Some(heard) = self.heard.get() {
            let took = began.elapsed();
            let kind = purpose.as_str();
            let is_slow = took >= in_hand::BRISK;
            heard(&Asked { kind, url: url.to_string(), status: status(&answer), is_slow, took });
        }
        match &answer {
            Err(refusal) if refusal.blames_host() => {
                let route = refusal.may_be_one_routes().then(|| path_and_query(url));
                turn.failed(delay, refusal.retry_after(), route.as_deref());
                if let Some(rest) = turn.rest().and_then(|rest| TimeDelta::from_std(rest).ok()) {
                    self.remembered.keep_rest(&KeptRest { host: name.clone(), until: (self.clock)() + rest });
                }
            }
            // A page that is missing or forbidden is an answer all the same.
            _ => turn.answered(delay),
        }
        let (answer, at) = (answer?, (self.clock)());
        // While it is our turn: whoever comes next sees it.
        errand.keep(url, purpose, &cookies, &answer, at).await;
        Ok((answer, at))
    }

    fn delay(&self, crawl_delay: Option<Duration>) -> Duration {
        let wished =
            // A host may not have us wait longer than the configuration lets it: some ask for a day.
            crawl_delay.unwrap_or_default().min(Duration::from_secs(self.config.crawl_delay_max_secs));
        // Crawl-delay may slow us down, never hurry us.
        self.config.host_delay().max(wished)
    }

    async fn robots_of(&self, url: &Url, stop: &Stop) -> Verdict {
        // Scheme and literal address are judged before a robots.txt is asked for at the same place.
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::Scheme(url.to_string()));
        }
        // By origin: another port or scheme is another service, with a robots.txt of its own (RFC 9309, 2.3).
        let kept = self.kept(url.origin().ascii_serialization());
        let mut kept = kept.lock().await;
        let origin = url.origin().ascii_serialization();
        let since = self.ours_since(&host(url));
        // Once for each time that the host is ours: others may have read it meanwhile.
        if kept.recalled_at.is_none_or(|at| since.is_some_and(|since| at < since)) {
            *kept = Known { recalled_at: Some(Instant::now()), ..Known::default() };
            self.recall_robots(&origin, &mut kept).await;
        }
        if let (Some(verdict), Some(until)) = (&kept.verdict, kept.until)
            && Instant::now() < until
        {
            return verdict.clone();
        }
        let verdict = self.read_robots(url, stop).await;
        // That we were told to stop, or had no room, says nothing of the host. One that rests says itself when to come back, and the
        // lane keeps everyone away until then: nobody was asked, so nothing has failed.
        if let Err(
            Refusal::Stopped { .. }
            | Refusal::Resting { .. }
            | Refusal::Crowded { .. }
            | Refusal::Away { .. },
        ) = &verdict
        {
            return verdict;
        }
        let fresh = match &verdict {
            Ok(_) => ROBOTS_FRESH,
            Err(refusal) => {
                let ours = pause(self.config.retry_pause(), 4, kept.failures, ROBOTS_RETRY_MAX);
                // The longer, lest `Retry-After: 0` has us ask again with each page.
                refusal.retry_after().unwrap_or_default().max(ours).min(PATIENCE_MAX)
            }
        };
        if let Ok(robots) = &verdict {
            let until = (self.clock)() + TimeDelta::from_std(ROBOTS_FRESH).unwrap_or(TimeDelta::MAX);
            let (product, robots) = (self.config.product().to_owned(), (**robots).clone());
            // Only what was read: a failure is looked at anew by whoever starts next.
            self.remembered.keep_robots(&KeptRobots { origin, product, until, robots });
        }
        kept.failures = if verdict.is_ok() { 0 } else { kept.failures + 1 };
        kept.until = Some(Instant::now() + fresh);
        kept.verdict = Some(verdict.clone());
        verdict
    }

    /// Takes up what was read of a robots.txt before this process began.
    async fn recall_robots(&self, origin: &str, kept: &mut Known) {
        let Some(known) = self.remembered.robots(origin).await else { return };
        let left = (known.until - (self.clock)()).to_std().unwrap_or_default().min(ROBOTS_FRESH);
        if known.product == self.config.product() && !left.is_zero() {
            (kept.verdict, kept.until) = (Some(Ok(Arc::new(known.robots))), Some(Instant::now() + left));
        }
    }

    fn kept(&self, origin: String) -> Arc<AsyncMutex<Known>> {
        let mut robots = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
        // Who has it is reading it right now, or waits for who does.
        Arc::clone(robots.get(origin, Arc::default, |kept| Arc::strong_count(kept) > 1))
    }

    async fn read_robots(&self, url: &Url, stop: &Stop) -> Verdict {
        let mut at = url.clone();
        strip(&mut at);
        at.set_path("/robots.txt");
        at.set_query(None);
        at.set_fragment(None);
        for _ in 0..=ROBOTS_REDIRECTS_MAX {
            // Wherever it leads: no rules forbid a robots.txt (RFC 9309, 2.2.2).
            match self.ask_robots(&at, stop).await {
                Ok(Answer::Elsewhere(next, ..)) => at = next,
                Ok(Answer::Whole { body, .. }) => {
                    // UTF-8 by the standard (RFC 9309, 2.2); paths in another charset match nothing, whatever is done.
                    let text = String::from_utf8_lossy(&body);
                    return Ok(Arc::new(Robots::parse(&text, self.config.product())));
                }
                // Without validators there is no such answer: it is a refusal, of which `without_robots` knows.
                Ok(Answer::Unchanged) => return Ok(Arc::new(Robots::allow_all())),
                Err(refusal) => return self.without_robots(url, refusal),
            }
        }
        // More redirects than we follow: as if there were none (RFC 9309, 2.3.1.2).
        Ok(Arc::new(Robots::allow_all()))
    }

    async fn ask_robots(&self, at: &Url, stop: &Stop) -> Result<Answer, Refusal> {
        let (private, held) = (Private::default(), Validators::default());
        let errand = self.robots_errand();
        let elsewhere = self.through_holder(at, &private, Purpose::Robots, &held, &errand, stop).await;
        let answer = match elsewhere {
            Some(answer) => answer,
            None => self.ask(at, private, Purpose::Robots, &held, None, (&Errand::default(), stop)).await,
        };
        answer.map(|(answer, _)| answer)
    }

    /// What it means that robots.txt could not be had (RFC 9309, 2.3.1.3 and 2.3.1.4).
    fn without_robots(&self, url: &Url, refusal: Refusal) -> Verdict {
        match refusal {
            // Too many requests is not "there is none": it is patience that is asked for. 304 to a question without
            // validators is the answer of a broken cache, and forbids nothing.
            Refusal::Status { status: 304 | 400..=428 | 430..=499, .. } | Refusal::RedirectLost { .. } => {
                Ok(Arc::new(Robots::allow_all()))
            }
            // Not robots.txt is out of reach then, but the host, and that is the better thing to say.
            Refusal::Resting { .. }
            | Refusal::Crowded { .. }
            | Refusal::Stopped { .. }
            | Refusal::Away { .. }
            | Refusal::PrivateAddress { .. }
            | Refusal::Dns { .. }
            | Refusal::Connect { .. }
            | Refusal::Tls { .. }
            | Refusal::Timeout { .. }
            | Refusal::CutShort { .. }
            | Refusal::Broken { .. } => Err(refusal),
            // 5xx, 429, and what did not unfold: until it can be read everything is forbidden (RFC 9309, 2.3.1.4).
            other => Err(Refusal::RobotsUnreachable {
                host: host(url),
                cause: other.to_string(),
                retry_after: other.retry_after(),
            }),
        }
    }
}

/// What came of a request, in a word.
fn status(answer: &Result<Answer, Refusal>) -> String {
    match answer {
        Ok(Answer::Whole { .. }) => "200".to_owned(),
        Ok(Answer::Unchanged) => "304".to_owned(),
        Ok(Answer::Elsewhere(..)) => "redirect".to_owned(),
        Err(refusal) => refusal.code(),
    }
}

fn path_and_query(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::guard::SystemNames;
    use super::*;

    #[tokio::test]
    async fn origins_whose_robots_txt_is_kept_are_bounded_and_one_that_is_read_stays() {
        let web = Web::new(&Config::default(), Arc::new(SystemNames), crate::clock::system()).unwrap();
        let read = web.kept("https://0.example".to_owned());
        for number in 1..ORIGINS_KEPT + 100 {
            // A day is long: none of them is stale.
            web.kept(format!("https://{number}.example")).lock().await.until =
                Some(Instant::now() + ROBOTS_FRESH);
        }
        assert_eq!(web.robots.lock().unwrap().len(), ORIGINS_KEPT);
        assert!(Arc::ptr_eq(&read, &web.kept("https://0.example".to_owned())));
    }

    #[tokio::test]
    async fn that_a_host_rests_is_no_failure_of_its_robots_txt() {
        let web = Web::new(&Config::default(), Arc::new(SystemNames), crate::clock::system()).unwrap();
        let url: Url = "https://a.example/1".parse().unwrap();
        web.manners.turn("a.example").await.rests_for(Duration::from_secs(600));
        for _ in 0..10 {
            let verdict = web.robots_of(&url, &Stop::default()).await;
            assert!(matches!(verdict, Err(Refusal::Resting { .. })), "{:?}", verdict.err());
        }
        let kept = web.kept(url.origin().ascii_serialization());
        let kept = kept.lock().await;
        assert!((kept.failures, kept.until) == (0, None) && kept.verdict.is_none());
    }
}
