//! Which sources bring less than they use to, and why: silent, broken or moved, told apart, with what is missing. Looked at whenever
//! somebody asks, and once a day by a run, for the ledger and the metrics.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use anyhow::Result;
use chrono::{DateTime, Utc};
use tokio::task::JoinHandle;
use veille_fetcher::{FeedRecord, Roster, Source, Sources};
use veille_model::{Batch, Mark, Outcome, OutcomeKind, Reason, SourceId, StageName};
use veille_pipeline::{Metrics, Stop};
use veille_sink::{Band, CoverageFilter, OutcomeFilter, Shortfall, Store};

use crate::shown::count;

/// Outcomes of one source that are looked through for what keeps its articles away.
// Of a source that announces a hundred pages a day, those of three weeks.
const OUTCOMES: u32 = 2_000;
/// Codes of what is decided and keeps nothing away.
const DECIDED: &[&str] = &[
    "unchanged",
    "duplicate",
    "entries_max",
    "read",
    "told",
    "source_silent",
    "source_broken",
    "source_moved",
];
/// When a run looks first: what was missed while nobody was at work has been read by then.
const FIRST: Duration = Duration::from_secs(600);
const EVERY: Duration = Duration::from_secs(86_400);
/// Under which the day is remembered that the ledger was told of.
const TOLD: &str = "sources/told";

/// A source that brings less than it uses to.
pub struct Short {
    pub source: SourceId,
    /// `silent`, `broken`, `moved`; `unread` where it was nobody's fault but ours.
    pub state: &'static str,
    pub why: String,
    pub found: Shortfall,
}

impl Short {
    /// In a line.
    pub fn said(&self) -> String {
        let Self { found, why, .. } = self;
        let came = count(found.articles.round() as u64, "article", "articles");
        let (usual, missing) = (found.usual.round() as u64, found.missing());
        let since = found.since.format("%Y-%m-%d %H:%M");
        format!("{came} since {since}, where {usual} are usual; some {missing} missing: {why}")
    }

    /// What the ledger is told, under the first address of its source.
    fn outcome(&self, sources: &Sources, now: DateTime<Utc>) -> Option<Outcome> {
        let source = sources.iter().find(|source| source.id == self.source)?;
        let address = source.watched().next()?.to_string();
        Some(Outcome {
            stage: StageName::Fetch,
            outcome: OutcomeKind::Discarded,
            input: address.clone(),
            source: self.source.clone(),
            url: Some(address),
            at: Some(now),
            reason: Some(Reason::new(format!("source_{}", self.state), self.said())),
            outputs: Vec::new(),
        })
    }
}

/// The sources that bring less than is usual now; of those that are paused nothing is said.
pub async fn short(store: &Store, sources: &Sources, now: DateTime<Utc>) -> Result<Vec<Short>> {
    let published = published(store, now).await?;
    let marks = store.marks(FeedRecord::PREFIX).await?;
    let held: HashMap<String, FeedRecord> =
        marks.into_iter().filter_map(|mark| Some((mark.key, FeedRecord::read(&mark.value?)?))).collect();
    let mut short = Vec::new();
    for source in sources.iter().filter(|source| !source.paused) {
        // Before the ledger is asked: most sources are as usual.
        let Some(found) = published.get(&source.id).and_then(|band| band.shortfall(now)) else { continue };
        let keys = source.watched().filter_map(|feed| FeedRecord::key(feed.as_str()));
        let feeds: Vec<&FeedRecord> = keys.filter_map(|key| held.get(&key)).collect();
        let (state, why) = cause(store, source, &feeds, &found).await?;
        short.push(Short { source: source.id.clone(), state, why, found });
    }
    Ok(short)
}

/// What each source has published in the last weeks.
async fn published(store: &Store, now: DateTime<Utc>) -> Result<HashMap<SourceId, Band>> {
    let filter = CoverageFilter { since: Some(Band::since(now)), ..CoverageFilter::default() };
    let mut published: HashMap<SourceId, Band> = HashMap::new();
    for slot in store.coverage(&filter).await? {
        published.entry(slot.source.clone()).or_default().add(&slot);
    }
    Ok(published)
}

/// Why a source brings less: it has moved, something in between is broken, or it is silent itself.
async fn cause(
    store: &Store,
    source: &Source,
    feeds: &[&FeedRecord],
    found: &Shortfall,
) -> Result<(&'static str, String)> {
    let mut outcomes = Vec::new();
    for stage in [StageName::Fetch, StageName::Clean] {
        let (source, since) = (Some(source.id.clone()), Some(found.since));
        let filter =
            OutcomeFilter { stage: Some(stage), source, since, limit: OUTCOMES, ..OutcomeFilter::default() };
        outcomes.extend(store.outcomes(&filter).await?);
    }
    Ok(judged(feeds, &outcomes, found.since))
}

fn judged(feeds: &[&FeedRecord], outcomes: &[Outcome], since: DateTime<Utc>) -> (&'static str, String) {
    // It was we who were silent.
    // Before anything else: of what was not asked nothing can be judged.
    if feeds.iter().all(|feed| feed.asked_at.is_none_or(|asked_at| asked_at < since)) {
        return ("unread", "nobody has read it since; is `veille run` at work?".to_owned());
    }
    // Before what is refused: a feed that is elsewhere often cannot be had at its old place as well.
    if let Some(to) = feeds.iter().find_map(|feed| feed.moved_to.as_ref()) {
        return ("moved", format!("its feed says that it is at {to} now"));
    }
    let refused: Vec<&String> = feeds.iter().filter_map(|feed| feed.refused.as_ref()).collect();
    if let Some(code) = refused.first() {
        let (of, all) = (refused.len(), count(feeds.len() as u64, "feed", "feeds"));
        return ("broken", format!("{of} of its {all} cannot be read ({code})"));
    }
    let is_well = |outcome: &Outcome| outcome.reason.is_none() && outcome.outcome == OutcomeKind::Forwarded;
    let mut kept_away: BTreeMap<(StageName, &str), u64> = BTreeMap::new();
    for outcome in outcomes.iter().filter(|outcome| !is_well(outcome)) {
        if let Some(reason) =
            outcome.reason.as_ref().filter(|reason| !DECIDED.contains(&reason.code.as_str()))
        {
            *kept_away.entry((outcome.stage, &reason.code)).or_default() += 1;
        }
    }
    let well = outcomes.iter().filter(|outcome| outcome.stage == StageName::Clean && is_well(outcome)).count()
        as u64;
    match kept_away.into_iter().max_by_key(|(_, times)| *times) {
        // A page now and then is no article at every paper: only where more come to nothing than to something is it broken.
        Some(((StageName::Clean, code), times)) if times > well => {
            ("broken", format!("{} came that are no articles ({code})", count(times, "page", "pages")))
        }
        Some(((_, code), times)) if times > well => {
            ("broken", format!("its pages cannot be had, {} ({code})", count(times, "time", "times")))
        }
        _ => ("silent", "what it announces is read, and there is no more".to_owned()),
    }
}

/// Looks once a day, for as long as a run is at work.
pub struct Watching {
    task: JoinHandle<()>,
    ended: Stop,
}

impl Watching {
    /// Begins to look at the sources of the moment.
    pub fn begin(store: &Store, roster: Roster, metrics: Metrics) -> Self {
        let ended = Stop::new();
        let (store, stop) = (store.clone(), ended.clone());
        let task = tokio::spawn(async move {
            let mut pause = FIRST;
            while stop.run_until_cancelled(tokio::time::sleep(pause)).await.is_some() {
                if let Err(error) = look(&store, &roster.now(), &metrics, Utc::now()).await {
                    tracing::warn!(%error, "it was not looked whether sources keep to what is usual of them");
                }
                pause = EVERY;
            }
        });
        Self { task, ended }
    }

    /// Ends it, before the store is closed.
    pub async fn end(self) {
        self.ended.cancel();
        let _ = self.task.await;
    }
}

/// Tells the metrics what is missing of which source, and the ledger once a day why.
async fn look(store: &Store, sources: &Sources, metrics: &Metrics, now: DateTime<Utc>) -> Result<()> {
    let mut short = short(store, sources, now).await?;
    // It was we who were silent, and the next look tells.
    short.retain(|short| short.state != "unread");
    metrics.missing(short.iter().map(|short| (short.source.to_string(), short.found.missing())));
    let today = now.date_naive().to_string();
    // Once a day, however often the run is started.
    if store.mark(TOLD).await?.as_ref() == Some(&today) {
        return Ok(());
    }
    let outcomes = short.iter().filter_map(|short| short.outcome(sources, now)).collect();
    let marks = vec![Mark { key: TOLD.to_owned(), value: Some(today) }];
    store.commit(&Batch { outcomes, marks, ..Batch::default() }).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use veille_cleaner::Cleaner;
    use veille_model::{Capture, TaggedArticle};

    use super::*;

    #[test]
    fn silence_is_told_from_what_is_broken_and_from_a_move() {
        let feed = |refused: Option<&str>, moved: Option<&str>| FeedRecord {
            url: "https://a.example/rss".to_owned(),
            asked_at: Some(DateTime::UNIX_EPOCH + TimeDelta::days(2)),
            entries: Some(10),
            left_out: 0,
            sitemaps_left_out: 0,
            news: Some(0),
            failures: u32::from(refused.is_some()),
            refused: refused.map(str::to_owned),
            due: DateTime::UNIX_EPOCH,
            moved_to: moved.map(str::to_owned),
        };
        let outcome = |stage: StageName, kind: OutcomeKind, code: Option<&str>| Outcome {
            stage,
            outcome: kind,
            input: "https://a.example/1".to_owned(),
            source: SourceId::new("a"),
            url: None,
            at: None,
            reason: code.map(|code| Reason::new(code, "x")),
            outputs: Vec::new(),
        };
        let check = |feeds: &[FeedRecord], outcomes: &[Outcome], expected: &str, part: &str| {
            let feeds: Vec<&FeedRecord> = feeds.iter().collect();
            let (state, why) = judged(&feeds, outcomes, DateTime::UNIX_EPOCH + TimeDelta::days(1));
            assert!(state == expected && why.contains(part), "{state}: {why}");
        };
        let well = outcome(StageName::Clean, OutcomeKind::Forwarded, None);
        let read = outcome(StageName::Fetch, OutcomeKind::Discarded, Some("unchanged"));
        let refused = outcome(StageName::Fetch, OutcomeKind::Forwarded, Some("http_403"));
        let empty = outcome(StageName::Clean, OutcomeKind::Discarded, Some("no_body"));
        check(&[feed(None, None)], &[well.clone(), read.clone(), read], "silent", "no more");
        check(&[feed(None, None)], &[well.clone(), refused.clone()], "silent", "");
        check(&[feed(None, None)], &[well.clone(), refused.clone(), refused], "broken", "http_403");
        check(
            &[feed(None, None)],
            &[well, empty.clone(), empty],
            "broken",
            "2 pages came that are no articles",
        );
        check(&[feed(None, None), feed(Some("timeout"), None)], &[], "broken", "1 of its 2 feeds");
        check(&[feed(None, Some("https://b.example/rss"))], &[], "moved", "b.example");
        check(&[FeedRecord { asked_at: None, ..feed(None, None) }], &[], "unread", "veille run");
    }

    fn article(source: &str, at: DateTime<Utc>) -> TaggedArticle {
        let text = "<p>The council approved the repair of the old bridge over the river on Monday, after three hours.</p>\
                    <p>Work begins in spring; until then lorries take the long road through the forest.</p>";
        let head = format!("<meta property='article:published_time' content='{}'>", at.to_rfc3339());
        let page = format!("<html><head>{head}</head><body><h1>The bridge of {at}</h1>{text}</body>");
        let url = format!("https://w.example/{}", at.timestamp());
        let capture = Capture {
            source: SourceId::new(source),
            captured_at: Some(at),
            ..Capture::page(Some(url), page.into())
        };
        let cleaner = Cleaner::new(Default::default(), Default::default());
        TaggedArticle::unjudged(cleaner.clean(&capture).unwrap())
    }

    #[tokio::test]
    async fn a_source_that_has_fallen_silent_is_told_to_the_ledger_once_a_day_and_to_the_metrics() {
        let (store, metrics) = (Store::open_in_memory().await.unwrap(), Metrics::default());
        let now: DateTime<Utc> = "2026-11-22T20:30:00Z".parse().unwrap();
        let feed = "https://w.example/rss";
        let list = format!("[[source]]\nid = \"weekly\"\nname = \"W\"\nfeeds = [\"{feed}\"]\n");
        let sources = Sources::parse(&list).unwrap();
        let asked = format!("{{\"url\":\"{feed}\",\"asked_at\":\"{}\"}}", now.to_rfc3339());
        let marks = vec![Mark { key: FeedRecord::key(feed).unwrap(), value: Some(asked) }];
        let articles = [23, 30, 37].map(|days| article("weekly", now - TimeDelta::days(days)));
        store.commit(&Batch { articles: articles.into(), marks, ..Batch::default() }).await.unwrap();
        let told = async |now: DateTime<Utc>| {
            look(&store, &sources, &metrics, now).await.unwrap();
            let outcomes =
                store.outcomes(&OutcomeFilter { limit: 10, ..OutcomeFilter::default() }).await.unwrap();
            outcomes.into_iter().filter_map(|outcome| outcome.reason).collect::<Vec<_>>()
        };
        let first = told(now).await;
        assert!(
            first.len() == 1
                && first[0].code == "source_silent"
                && first[0].detail.contains("some 3 missing"),
            "{first:?}"
        );
        assert!(
            metrics.text().contains("veille_source_missing_articles{source=\"weekly\"} 3"),
            "{}",
            metrics.text()
        );
        assert_eq!(told(now + TimeDelta::hours(2)).await.len(), 1, "once a day");
        assert_eq!(told(now + TimeDelta::days(1)).await.len(), 2);
        let again = vec![article("weekly", now)];
        store.commit(&Batch { articles: again, ..Batch::default() }).await.unwrap();
        told(now + TimeDelta::days(2)).await;
        assert!(!metrics.text().contains("source=\"weekly\""), "it speaks again");
    }
}
