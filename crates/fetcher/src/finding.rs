//! What a publisher announces, found from one address (feed autodiscovery): the feeds that its page advertises, in head and
//! body, those at common paths, and the news sitemaps that robots.txt names, through their indexes; the page itself, where it lists articles.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;
use veille_model::{Capture, Moment, Reason};

use crate::announcements::{Advertised, Feed, FeedError, feed, likeliest};
use crate::fetcher::Fetcher;
use crate::letters;
use crate::memory::feed::ASKS_SECS_MAX;
use crate::memory::frontier::Frontier;
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
        let given = self.document(url, Purpose::Feed).await?;
        let address = given.url.clone().unwrap_or_else(|| url.to_owned());
        // It is not asked for again where it advertises itself.
        let looked_at = HashSet::from([address.clone()]);
        let mut search =
            Search { fetcher: self, looked_at, sitemaps: Vec::new(), found: Findings::default() };
        search.found.url.clone_from(&address);
        let base = Url::parse(&address).ok();
        let robots = match &base {
            Some(base) => self.web().sitemaps(base, &Stop::default()).await.ok(),
            None => None,
        };
        let (sitemaps, delay) = robots.unwrap_or_default();
        search.found.crawl_delay_secs = delay.map(|delay| delay.as_secs());
        let given = Arc::new(given);
        match read(&given).await {
            Ok(said) if said.sitemaps.is_empty() => search.keep(address, "given", said),
            Ok(index) => search.sitemaps(index.sitemaps).await,
            Err(FeedError::Page(advertised)) => {
                search.found.title = title(&given).await;
                search.advertised(advertised).await;
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
    looked_at: HashSet<String>,
    /// Sitemaps that were found where a feed was looked for.
    sitemaps: Vec<String>,
    found: Findings,
}

impl<F: Frontier> Search<'_, F> {
    async fn advertised(&mut self, feeds: Vec<Advertised>) {
        // WordPress has one of comments beside each.
        let feeds = feeds.into_iter().filter(|feed| !feed.url.contains("/comments/"));
        for feed in feeds.take(ADVERTISED_MAX) {
            self.look(feed.url, "advertised").await;
        }
    }

    /// Where nothing is advertised.
    async fn at_common_paths(&mut self, base: &Url) {
        // Each is a request to a host that has announced nothing: the first that answers is enough.
        for path in COMMON_PATHS {
            if !self.found.feeds.is_empty() {
                break;
            }
            if let Ok(url) = base.join(path) {
                self.look(url.into(), "common path").await;
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

    async fn look(&mut self, url: String, how: &'static str) {
        match self.document(url, how != "common path").await {
            Some((_, Ok(index))) if !index.sitemaps.is_empty() => self.sitemaps.extend(index.sitemaps),
            Some((url, Ok(said))) => self.keep(url, how, said),
            _ => {}
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
        match self.fetcher.document(&url, Purpose::Feed).await {
            Ok(document) => {
                let found = document.url.clone();
                let said = read(&Arc::new(document)).await;
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

/// `<title>` of a page.
async fn title(page: &Arc<Capture>) -> Option<String> {
    let page = Arc::clone(page);
    tokio::task::spawn_blocking(move || titled(&page)).await.unwrap_or_default()
}

fn titled(page: &Capture) -> Option<String> {
    let text = letters::of_page(&page.body, page.media_type.as_deref());
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
