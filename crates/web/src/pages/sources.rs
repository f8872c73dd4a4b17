//! *Sources*: who is read, how much comes of it, and what went wrong last; as far as the store knows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use veille_model::{Outcome, OutcomeKind, Reason, SourceId, StageName};
use veille_sink::{OutcomeFilter, StoreError};

use super::band::{Band, DAYS as WHOLE, Kept};
use super::coverage::small;
use super::list::Maker;
use super::{Ask, Format, Problem, Shell, html};
use crate::FeedStanding;
use crate::catalogue::Turn;
use crate::formats::{Table, XLSX};
use crate::selection::{Misread, Selection};
use crate::state::State;
use crate::text::shown;
use crate::words::{Said, Words};

/// Sources on a page; tables have all of them.
const ROWS: usize = 50;
/// Days of the small picture, with today.
const DAYS: usize = 14;
/// The fetcher's latest outcomes that are looked through at once, of those that went well and of the others.
const RECENT: u32 = 5_000;
/// Those of a source that is not among them.
const LAST: u32 = 20;
/// Codes of what was decided.
const DECIDED: &[&str] = &["unchanged", "duplicate", "entries_max"];

#[derive(Template)]
#[template(path = "sources.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    total: String,
    rows: Vec<Row>,
    /// Whether who looks may add sources, and the address that the form begins with.
    may_add: bool,
    address: &'static str,
    /// Whether they could, were the list a file.
    is_builtin: bool,
    /// Whether the list can be carried away as OPML.
    may_carry: bool,
    /// Says that one was added, or several.
    added: Option<String>,
    /// The pages before and after this one.
    before: Option<String>,
    after: Option<String>,
}

/// A source as the store knows it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// When something was last taken from it by the fetcher.
    pub read: Option<DateTime<Utc>>,
    /// The fetcher's last failure, and when.
    pub failed: Option<(DateTime<Utc>, Reason)>,
    /// Whether it is read no more, for a while.
    pub paused: bool,
    /// When one of its feeds is read next.
    pub due: Option<DateTime<Utc>>,
}

/// What is known of each source.
pub(crate) type Standings = BTreeMap<SourceId, Known>;

/// A source in the list of them.
pub(crate) struct Row {
    pub id: String,
    pub name: String,
    pub href: String,
    /// Whether it is configured, or only met.
    pub watched: bool,
    pub articles: usize,
    count: String,
    /// Its articles of these days.
    pub recent: usize,
    recent_shown: String,
    svg: String,
    /// The day of its latest article.
    pub latest: Option<NaiveDate>,
    latest_shown: String,
    pub read: Option<DateTime<Utc>>,
    read_shown: String,
    pub failed: Option<(DateTime<Utc>, String)>,
    pub failed_shown: String,
    /// The failure in the words of the interface, where these are not English, which is how it is told.
    pub failed_said: Option<String>,
    /// Whether the failure came after everything that went well.
    pub is_failing: bool,
    /// Whether it is read no more, for a while.
    pub paused: bool,
    /// When one of its feeds is read next.
    pub due: Option<DateTime<Utc>>,
    due_shown: String,
    /// How many articles a day are usual of it, and whether it keeps to that.
    pub band: Option<Band>,
    pub band_said: Option<String>,
    pub unusual: Option<String>,
    /// Its articles, in words.
    pub count_said: String,
}

/// An instant as a clock here shows it.
pub(crate) fn instant(at: DateTime<Utc>, state: &State, words: Words) -> String {
    let at = state.zone.local(at);
    format!("{}, {}", words.short_day(at.date_naive()), at.format("%H:%M"))
}

/// The sources: as a page or as a table.
pub(crate) async fn sources(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    answer(&state, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn answer(state: &State, ask: &Ask) -> Result<Response, Problem> {
    let rows = rows(state, ask.words).await?;
    if ask.format.is_table() {
        return Ok(table(&rows).answer("veille-sources", ask.format));
    }
    if ask.format != Format::Html {
        return Err(Problem::NotThere(ask.path.clone()));
    }
    let formats = [
        ("CSV", "text/csv", "/sources.csv".to_owned()),
        ("Excel", XLSX, "/sources.xlsx".to_owned()),
        ("JSON Lines", "application/jsonl", "/sources.jsonl".to_owned()),
    ];
    let number: usize = match ask.value("page") {
        Some(written) => written
            .parse()
            .ok()
            .filter(|page| *page > 0)
            .ok_or_else(|| Misread { name: "page", value: written.to_owned() })?,
        None => 1,
    };
    let (all, begin) = (rows.len(), (number - 1).saturating_mul(ROWS));
    let at = |number: usize| format!("/sources?page={number}");
    let page = Page {
        shell: Shell::new(ask, state, ask.words.get("sources")).with_formats(&formats),
        total: ask.words.count("sources-count", all),
        may_add: super::finding::may_add(state, ask),
        address: "",
        is_builtin: state.add.is_some()
            && state.desk.as_ref().is_some_and(|desk| desk.is_written().is_err())
            && super::finding::is_admin(ask),
        may_carry: state.desk.is_some(),
        added: said(ask),
        rows: rows.into_iter().skip(begin).take(ROWS).collect(),
        before: (number > 1).then(|| if number == 2 { "/sources".to_owned() } else { at(number - 1) }),
        after: (begin.saturating_add(ROWS) < all).then(|| at(number + 1)),
    };
    Ok(html(&page))
}

fn said(ask: &Ask) -> Option<String> {
    let imported = ask.value("imported").and_then(|number| number.parse().ok());
    imported
        .map(|number| ask.words.count("sources-imported", number))
        .or_else(|| ask.value("added").map(|id| ask.words.with("source-added", &[("name", &shown(id))])))
}

/// All that are configured or have an article: those that fail first, then those that are unusual, then those with the most in
/// a fortnight.
pub(crate) async fn rows(state: &State, words: Words) -> Result<Vec<Row>, Problem> {
    state.catalogue.catch_up().await?;
    let watched = state.watched();
    let counted = counted(state);
    let mut ids: BTreeSet<SourceId> = watched.sources.keys().cloned().collect();
    ids.extend(counted.keys().map(|name| SourceId::new(name)));
    let known = state.sources.get(known(state, ids.clone())).await?;
    let selection = Selection { untagged_too: true, ..Selection::default() };
    let maker = Maker { root: "/", state, watched: &watched, words, selection: &selection };
    let row = |id: &SourceId| {
        let counted = counted.get(id.as_str()).cloned().unwrap_or_default();
        let known = known.get(id).cloned().unwrap_or_default();
        let instant = |at: DateTime<Utc>| instant(at, state, words);
        // Of a source that nobody reads nothing is expected.
        let band = Band::of(&counted.whole).filter(|_| watched.sources.contains_key(id) && !known.paused);
        let number = |count: usize| words.number(count);
        Row {
            paused: known.paused,
            due: known.due.filter(|_| !known.paused),
            due_shown: known.due.filter(|_| !known.paused).map(instant).unwrap_or_default(),
            band_said: band
                .map(|it| words.with("band", &[("low", &number(it.low)), ("high", &number(it.high))])),
            unusual: band.and_then(|band| match band.kept {
                Kept::As => None,
                Kept::Silent(days) => Some(words.count("band-silent", days)),
                Kept::Less => Some(words.get("band-less")),
                Kept::More => Some(words.get("band-more")),
            }),
            band,
            count_said: words.count("articles", counted.articles),
            id: id.to_string(),
            name: maker.outlet(id.as_str(), None),
            href: Selection { source: Some(id.clone()), ..selection.clone() }.href("/", &Turn::First),
            watched: watched.sources.contains_key(id),
            articles: counted.articles,
            count: words.number(counted.articles),
            recent: counted.days.iter().sum(),
            recent_shown: words.number(counted.days.iter().sum()),
            svg: small(&counted.days),
            latest: counted.latest,
            latest_shown: counted.latest.map(|day| words.short_day(day)).unwrap_or_default(),
            read: known.read,
            read_shown: known.read.map(instant).unwrap_or_default(),
            is_failing: known.failed.as_ref().is_some_and(|(at, _)| known.read.is_none_or(|read| read < *at)),
            failed_shown: known.failed.as_ref().map(|(at, _)| instant(*at)).unwrap_or_default(),
            failed_said: known
                .failed
                .as_ref()
                .filter(|_| words.tag() != "en")
                .and_then(|(_, why)| words.failure(&why.code)),
            failed: known.failed.map(|(at, why)| (at, shown(&why.detail))),
        }
    };
    let mut rows: Vec<Row> = ids.iter().map(row).collect();
    rows.sort_by(|a, b| {
        let first =
            |row: &Row| (row.is_failing, row.band.is_some_and(Band::is_unusual), row.recent, row.articles);
        first(b).cmp(&first(a)).then_with(|| a.name.cmp(&b.name))
    });
    Ok(rows)
}

/// The articles of a source.
#[derive(Clone, Debug)]
struct Counted {
    articles: usize,
    days: [usize; DAYS],
    /// Those of whole days, the last of which was yesterday.
    whole: [usize; WHOLE],
    latest: Option<NaiveDate>,
}

impl Default for Counted {
    fn default() -> Self {
        Self { articles: 0, days: [0; DAYS], whole: [0; WHOLE], latest: None }
    }
}

fn counted(state: &State) -> BTreeMap<String, Counted> {
    let today = state.zone.local(Utc::now()).date_naive();
    let shelf = state.catalogue.read();
    let mut by_number: BTreeMap<u32, Counted> = BTreeMap::new();
    for article in shelf.timeline(&Selection { untagged_too: true, ..Selection::default() }) {
        let counted = by_number.entry(article.source).or_default();
        counted.articles += 1;
        counted.latest = counted.latest.max(article.day);
        let ago = article.day.and_then(|day| usize::try_from((today - day).num_days()).ok());
        let Some(ago) = ago else { continue };
        let day = (DAYS - 1).checked_sub(ago).map(|slot| &mut counted.days[slot]);
        let whole = ago.checked_sub(1).and_then(|ago| (WHOLE - 1).checked_sub(ago));
        let whole = whole.map(|slot| &mut counted.whole[slot]);
        day.into_iter().chain(whole).for_each(|count| *count += 1);
    }
    by_number.into_iter().map(|(number, counted)| (shelf.name(number).to_owned(), counted)).collect()
}

async fn known(state: &State, ids: BTreeSet<SourceId>) -> Result<Arc<Standings>, StoreError> {
    let store = &state.store;
    let feeds = match &state.desk {
        Some(desk) => desk.feeds().await.unwrap_or_else(|why| {
            tracing::warn!(%why, "how feeds stand cannot be told");
            Vec::new()
        }),
        None => Vec::new(),
    };
    let of_fetcher = |outcome: OutcomeKind, source: Option<SourceId>, limit: u32| OutcomeFilter {
        stage: Some(StageName::Fetch),
        outcome: Some(outcome),
        source,
        limit,
        ..OutcomeFilter::default()
    };
    let kinds = [OutcomeKind::Forwarded, OutcomeKind::Discarded];
    let mut recent: Vec<Vec<Outcome>> = Vec::new();
    for kind in kinds {
        recent.push(store.outcomes(&of_fetcher(kind, None, RECENT)).await?);
    }
    let mut standings = Standings::new();
    for id in ids {
        let mut last: Vec<Vec<Outcome>> = Vec::new();
        for (kind, recent) in kinds.into_iter().zip(&recent) {
            // One that is not among the latest has been silent for long, or was never read.
            let is_all = recent.len() < RECENT as usize;
            let found: Vec<Outcome> = recent.iter().filter(|outcome| outcome.source == id).cloned().collect();
            last.push(match found.is_empty() && !is_all {
                true => store.outcomes(&of_fetcher(kind, Some(id.clone()), LAST)).await?,
                false => found,
            });
        }
        let (discarded, forwarded) = (last.pop().unwrap_or_default(), last.pop().unwrap_or_default());
        // What was decided is no failure: pages that did not change, entries beyond the most that are taken.
        let (decided, failed): (Vec<Outcome>, Vec<Outcome>) = discarded
            .into_iter()
            .partition(|outcome| code(outcome).is_none_or(|code| DECIDED.contains(&code)));
        let unchanged = decided.iter().find(|outcome| code(outcome) == Some("unchanged"));
        let own: Vec<&FeedStanding> = feeds.iter().filter(|feed| feed.source == id).collect();
        let read = forwarded.first().into_iter().chain(unchanged).filter_map(|outcome| outcome.at);
        let read = read.chain(own.iter().filter_map(|feed| answered_at(feed))).max();
        let failed = failed.into_iter().find_map(|outcome| Some((outcome.at?, outcome.reason?)));
        let known = Known {
            read,
            failed,
            paused: own.iter().any(|feed| feed.paused),
            due: own.iter().filter_map(|feed| feed.due).min(),
        };
        standings.insert(id.clone(), known);
    }
    Ok(Arc::new(standings))
}

/// When a feed was last read, whether it had anything new or not.
fn answered_at(feed: &FeedStanding) -> Option<DateTime<Utc>> {
    feed.asked_at.filter(|_| feed.failures == 0)
}

fn code(outcome: &Outcome) -> Option<&str> {
    outcome.reason.as_ref().map(|reason| reason.code.as_str())
}

fn table(rows: &[Row]) -> Table {
    let mut table = Table::new(&[
        "source",
        "name",
        "configured",
        "articles",
        "last_14_days",
        "latest_article",
        "last_read",
        "last_failure",
        "reason",
        "paused",
        "next_reading",
        "usual_low",
        "usual_high",
        "unusual",
    ]);
    let instant = |at: DateTime<Utc>| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    for row in rows {
        table.row(&[
            row.id.clone(),
            row.name.clone(),
            if row.watched { "yes" } else { "no" }.to_owned(),
            row.articles.to_string(),
            row.recent.to_string(),
            row.latest.map(|day| day.to_string()).unwrap_or_default(),
            row.read.map(instant).unwrap_or_default(),
            row.failed.as_ref().map(|(at, _)| instant(*at)).unwrap_or_default(),
            row.failed.as_ref().map(|(_, why)| why.clone()).unwrap_or_default(),
            if row.paused { "yes" } else { "no" }.to_owned(),
            row.due.map(instant).unwrap_or_default(),
            row.band.map(|band| band.low.to_string()).unwrap_or_default(),
            row.band.map(|band| band.high.to_string()).unwrap_or_default(),
            row.band.map(|band| band.kept.as_str().to_owned()).unwrap_or_default(),
        ]);
    }
    table
}
