//! What a publisher announces, found from one address (feed autodiscovery): the feeds that its page advertises, in head and
//! body, those at common paths, and the news sitemaps that robots.txt names, through their indexes; the page itself, where it lists articles.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;
use veille_model::{Capture, Moment, Reason};

use crate::announcements::{Advertised, Feed, FeedError, advertised_beside, feed, likeliest};
use crate::credentials::Credentials;
use crate::fetcher::Fetcher;
use crate::letters;
use crate::memory::feed::ASKS_SECS_MAX;
use crate::memory::frontier::Frontier;
use crate::schedule::leads_to;
use crate::sources::Section;
use crate::stop::Stop;
use crate::web::client::Purpose;

/// Feeds looked at of those that a page advertises, the first first.
const ADVERTISED_MAX: usize = 8;
/// Sitemaps looked at, those within indexes included.
const SITEMAPS_MAX: usize = 6;
/// Where publishing systems have their feed, the most common first.
const COMMON_PATHS: [&str; 9] = [
    "/rss",
    "/feed",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/rss/home.rss",
    "/index.xml",
    "/feeds",
    "/feed.json",
];
/// What pages are called that stand before others.
const GATES: [&str; 12] = [
    "login",
    "log-in",
    "logon",
    "signin",
    "sign-in",
    "sso",
    "auth",
    "authenticate",
    "consent",
    "captcha",
    "challenge",
    "paywall",
];
/// Articles that a page has to list to be taken for a section.
const LISTED_MIN: usize = 4;
/// Entries from whose dates a pace is told.
const PACED: usize = 20;

/// What was found from one address.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// The address, after redirects.
    pub url: String,
    /// What the page is called.
    pub title: Option<String>,
    /// The language that the page says it is in.
    pub language: Option<String>,
    /// The page, where it is one.
    pub page: Option<Arc<Capture>>,
    /// Whether the address led to a page that asks for a login or for consent, by what that is called.
    pub is_gate: bool,
    /// Feeds that are advertised and were not looked at, for there are too many.
    pub left_out: usize,
    /// The feeds that can be read, the likeliest first.
    pub feeds: Vec<FoundFeed>,
    /// Addresses that were looked at in vain, and why.
    pub refused: Vec<(String, Reason)>,
    /// Seconds between two requests that robots.txt asks for.
    pub crawl_delay_secs: Option<u64>,
}

/// A feed that was found and read.
#[derive(Clone, Debug)]
pub struct FoundFeed {
    /// Its address.
    pub url: Url,
    /// How it was found: `given`, `advertised`, `common path`, `sitemap`, `section`.
    pub how: &'static str,
    /// What it says.
    pub feed: Feed,
    /// Seconds between two readings that suit it.
    pub interval_secs: u64,
}

impl<F: Frontier> Fetcher<F> {
    /// Looks for the feeds of a publisher, politely, from a page of its or from a feed itself. Nothing is remembered.
    ///
    /// # Errors
    /// Who refused the address itself, and what to try.
    pub async fn find(&self, url: &str) -> Result<Findings, Reason> {
        let mut given = Arc::new(self.document(url, Purpose::Feed).await?);
        let mut said = read(&given).await;
        // Only a page that says nothing else: `/` that sends browsers on to `/en/`.
        if matches!(&said, Err(FeedError::Page(advertised)) if advertised.is_empty())
            && let Some(next) = sent_on(&given)
            && let Ok(page) = self.document(next.as_str(), Purpose::Feed).await
        {
            given = Arc::new(page);
            said = read(&given).await;
        }
        let address = given.url.clone().unwrap_or_else(|| Credentials::of(url).1);
        let base = Url::parse(&address).ok();
        let beside = advertised_beside(given.headers.get("link"), base.as_ref());
        // It is not asked for again where it advertises itself.
        let looked_at = HashSet::from([address.clone()]);
        let credentials = Credentials::of(url).0;
        let mut search = Search {
            fetcher: self,
            credentials,
            looked_at,
            sitemaps: Vec::new(),
            found: Findings::default(),
        };
        search.found.url.clone_from(&address);
        search.found.is_gate = base.as_ref().is_some_and(is_gate);
        let robots = match &base {
            Some(base) => self.web().sitemaps(base, &Stop::default()).await.ok(),
            None => None,
        };
        let (sitemaps, delay) = robots.unwrap_or_default();
        search.found.crawl_delay_secs = delay.map(|delay| delay.as_secs());
        match said {
            Ok(said) if said.sitemaps.is_empty() => search.keep(address, "given", said),
            Ok(index) => search.sitemaps(index.sitemaps).await,
            Err(FeedError::Page(advertised)) => {
                (search.found.title, search.found.language) = told(&given).await;
                search.found.page = Some(Arc::clone(&given));
                search.advertised(beside.into_iter().chain(advertised).collect()).await;
                if let Some(base) = &base {
                    search.at_common_paths(base).await;
                }
                search.sitemaps(sitemaps).await;
                search.as_section(given, base).await;
            }
            Err(error) => search.refuse(address, &error),
        }
        Ok(search.found)
    }
}

/// A search under way.
struct Search<'f, F> {
    fetcher: &'f Fetcher<F>,
    /// Name and password of the address that was given, which its host wants for its feeds as well.
    credentials: Credentials,
    looked_at: HashSet<String>,
    /// Sitemaps that were found where a feed was looked for.
    sitemaps: Vec<String>,
    found: Findings,
}

impl<F: Frontier> Search<'_, F> {
    async fn advertised(&mut self, feeds: Vec<Advertised>) {
        // WordPress has one of comments beside each.
        let is_of_articles = |feed: &Advertised| !feed.url.contains("/comments/");
        let mut seen = HashSet::new();
        let feeds = feeds.into_iter().filter(is_of_articles).filter(|feed| seen.insert(feed.url.clone()));
        let mut waiting: VecDeque<Advertised> = feeds.collect();
        let (mut lists, mut is_below, mut left) = (Vec::new(), false, ADVERTISED_MAX);
        while left > 0
            && let Some(feed) = waiting.pop_front()
        {
            left -= 1;
            lists.extend(self.look(feed.url, "advertised").await);
            // What is called a feed may be a page of all that there are: one level, and only where that is the way to any.
            if waiting.is_empty() && self.found.feeds.is_empty() && !is_below {
                is_below = true;
                waiting.extend(lists.drain(..).filter(|feed| seen.insert(feed.url.clone())));
            }
        }
        self.found.left_out = waiting.len();
    }

    /// Where nothing is advertised.
    async fn at_common_paths(&mut self, base: &Url) {
        // Each is a request to a host that has announced nothing: the first that answers is enough.
        for path in COMMON_PATHS {
            if !self.found.feeds.is_empty() {
                break;
            }
            let Ok(url) = base.join(path) else { continue };
            let led = self.look_at_common_path(url.into()).await;
            // Each further path would lead to it as well.
            if self.found.is_gate && led.is_some_and(|led| is_same_page(&led, base)) {
                break;
            }
        }
    }

    /// The page itself, as one that lists articles: behind all else, as what is announced is more than what is shown.
    async fn as_section(&mut self, page: Arc<Capture>, base: Option<Url>) {
        let Some(url) = base else { return };
        let section = Section { url: url.clone(), links: None, selector: None };
        let entries = self.fetcher.listed(page, section).await;
        if entries.len() >= LISTED_MIN {
            let title = self.found.title.clone();
            self.keep(url.into(), "section", Feed::of(title, entries));
        }
    }

    /// Looks at what is called a feed; those that it advertises where it is a page.
    async fn look(&mut self, url: String, how: &'static str) -> Vec<Advertised> {
        match self.document(url, true).await {
            Some((url, Ok(said))) => self.take(url, how, said),
            Some((_, Err(FeedError::Page(advertised)))) => return advertised,
            _ => {}
        }
        Vec::new()
    }

    /// Looks where a feed may be; where it led where it is none.
    async fn look_at_common_path(&mut self, url: String) -> Option<String> {
        match self.document(url, false).await? {
            (url, Ok(said)) => self.take(url, "common path", said),
            (url, Err(_)) => return Some(url),
        }
        None
    }

    fn take(&mut self, url: String, how: &'static str, said: Feed) {
        match said.sitemaps.is_empty() {
            true => self.keep(url, how, said),
            false => self.sitemaps.extend(said.sitemaps),
        }
    }

    /// The sitemaps that list news, looked for through indexes: those whose name says so before the others.
    async fn sitemaps(&mut self, listed: Vec<String>) {
        let mut waiting = listed;
        waiting.append(&mut self.sitemaps);
        for _ in 0..SITEMAPS_MAX {
            let Some(at) = likeliest(&waiting) else { return };
            let url = waiting.remove(at);
            match self.document(url, true).await {
                Some((_, Ok(said))) if !said.sitemaps.is_empty() => waiting.extend(said.sitemaps),
                // A list of all pages of a site announces nothing: a news sitemap has titles and dates.
                Some((url, Ok(said))) if said.entries.iter().any(|entry| entry.title.is_some()) => {
                    self.keep(url, "sitemap", said);
                    return;
                }
                _ => {}
            }
        }
    }

    /// Fetches and reads one document, once.
    async fn document(&mut self, url: String, told: bool) -> Option<(String, Result<Feed, FeedError>)> {
        if !self.looked_at.insert(url.clone()) {
            return None;
        }
        match self.fetcher.document(&self.whole(&url), Purpose::Feed).await {
            Ok(document) => {
                let found = document.url.clone();
                let mut said = read(&Arc::new(document)).await;
                if let Err(FeedError::Page(advertised)) = &mut said {
                    advertised.retain(|feed| !self.looked_at.contains(&feed.url));
                }
                if let (Err(error), true) = (&said, told) {
                    self.refuse(url.clone(), error);
                }
                Some((found.unwrap_or(url), said))
            }
            Err(reason) => {
                // That nothing is at a path that was guessed is no news.
                if told {
                    self.found.refused.push((url, reason));
                }
                None
            }
        }
    }

    /// An address with the name and the password that its server was given.
    fn whole(&self, url: &str) -> String {
        Url::parse(url).map_or_else(|_| url.to_owned(), |url| self.credentials.for_server(&url).into())
    }

    fn keep(&mut self, url: String, how: &'static str, said: Feed) {
        let Ok(url) = Url::parse(&url) else { return };
        let known = |held: &FoundFeed| {
            // Two addresses of one feed are one find: `/feed` and `/rss`.
            held.url == url || held.feed.entries == said.entries && !said.entries.is_empty()
        };
        if !self.found.feeds.iter().any(known) {
            let interval_secs = self.fetcher.pace(&said);
            self.found.feeds.push(FoundFeed { url, how, feed: said, interval_secs });
        }
    }

    fn refuse(&mut self, url: String, error: &FeedError) {
        self.found.refused.push((url, Reason::new("not_a_feed", error.to_string())));
    }
}

impl<F: Frontier> Fetcher<F> {
    /// Half of the time that usually lies between two entries, within what is configured; no shorter than the feed asks for, within a
    /// day.
    fn pace(&self, said: &Feed) -> u64 {
        let config = self.config();
        let usual = usual_gap(said).map_or(config.interval_max_secs, |gap| gap / 2);
        let least = config.interval_min_secs.max(said.interval_secs.unwrap_or_default().min(ASKS_SECS_MAX));
        usual.clamp(least, config.interval_max_secs.max(least))
    }
}

/// Megabytes of it take longer than an async thread may be held up. A reader that breaks off finds nothing.
async fn read(document: &Arc<Capture>) -> Result<Feed, FeedError> {
    let document = Arc::clone(document);
    let reading = move || feed(&document.body, document.media_type.as_deref(), document.url.as_deref());
    let broken = |error: tokio::task::JoinError| Err(FeedError::NotAFeed(error.to_string()));
    tokio::task::spawn_blocking(reading).await.unwrap_or_else(broken)
}

/// Seconds between two of the newest entries, as a rule (the median).
fn usual_gap(said: &Feed) -> Option<u64> {
    let mut dates: Vec<DateTime<Utc>> =
        said.entries.iter().filter_map(|entry| instant(entry.published_at?)).collect();
    dates.sort_by(|a, b| b.cmp(a));
    dates.truncate(PACED);
    let mut gaps: Vec<TimeDelta> = dates.windows(2).map(|pair| pair[0] - pair[1]).collect();
    gaps.sort();
    gaps.get(gaps.len() / 2).and_then(|gap| u64::try_from(gap.num_seconds()).ok())
}

fn instant(moment: Moment) -> Option<DateTime<Utc>> {
    match moment {
        Moment::Instant(instant) => Some(instant.to_utc()),
        // Between days no pace shows.
        Moment::Day(_) => None,
    }
}

/// Where a page sends browsers on to, if it does nothing else.
fn sent_on(page: &Capture) -> Option<Url> {
    let url = Url::parse(page.url.as_deref()?).ok()?;
    leads_to(&page.headers, &page.body, &url)
}

/// Whether an address is called a login, a form of consent or a question for people.
fn is_gate(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    path.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').any(|part| GATES.contains(&part))
}

/// Whether two addresses are of one page, whatever it is asked with: `/login?next=/rss`.
fn is_same_page(one: &str, other: &Url) -> bool {
    Url::parse(one).is_ok_and(|one| one.host() == other.host() && one.path() == other.path())
}

/// `<title>` and `<html lang>` of a page.
async fn told(page: &Arc<Capture>) -> (Option<String>, Option<String>) {
    let page = Arc::clone(page);
    let telling = move || {
        let text = letters::of_page(&page.body, page.media_type.as_deref());
        (titled(&text), spoken(&text))
    };
    tokio::task::spawn_blocking(telling).await.unwrap_or_default()
}

/// Bytes of a page within which its root stands.
const ROOT_WITHIN: usize = 8_192;

fn spoken(text: &str) -> Option<String> {
    let head = text[..text.floor_char_boundary(ROOT_WITHIN)].to_ascii_lowercase();
    let start = head.find("<html")?;
    let root = &head[start..start + head[start..].find('>')?];
    let at = root.find(" lang=").or_else(|| root.find(" xml:lang="))?;
    let value = root[at..].split_once('=')?.1.trim_start_matches(['"', '\'']);
    let tag = value.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).next()?;
    (!tag.is_empty()).then(|| tag.to_owned())
}

fn titled(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower[start..].find('>')? + 1;
    let end = start + lower[start..].find("</title")?;
    let title = veille_text::reference::decode(text.get(start..end)?)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    (!title.is_empty()).then_some(title)
}
