//! The sources: what the store and whoever reads them know of each.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use veille_model::{Reason, SourceId};
use veille_sink::StoreError;

use crate::fetched::Last;
use crate::lists::Maker;
use crate::problem::Problem;
use crate::publishers::{FeedStanding, Short};
use crate::selection::Selection;
use crate::state::State;
use crate::words::Words;

/// Days of the small picture, with today.
const DAYS: usize = 14;
/// Whole days that say what is usual on one, and how many of these a source must be known for.
const WHOLE: usize = 28;
// Two of each weekday: with fewer, a Sunday paper looks as if it had stopped.
const WHOLE_MIN: usize = 14;

/// A source as far as it is known.
pub(crate) struct Source {
    pub id: SourceId,
    pub name: String,
    /// Whether it is configured, or only met.
    pub watched: bool,
    pub articles: usize,
    /// Its articles of the last days, by day.
    pub days: [usize; DAYS],
    /// The day of its latest article, and whether its page says so.
    pub latest: Option<(NaiveDate, bool)>,
    pub read: Option<DateTime<Utc>>,
    pub failed: Option<(DateTime<Utc>, Reason)>,
    /// Whether the failure came after everything that went well.
    pub is_failing: bool,
    /// Whether it is read no more, for a while.
    pub paused: bool,
    /// When one of its feeds is read next.
    pub due: Option<DateTime<Utc>>,
    /// How many articles a day are usual of it: what eight of ten days lie between.
    pub usual: Option<(usize, usize)>,
    /// Whether it brings less than it uses to, and why.
    pub short: Option<(Reason, u64)>,
}

impl Source {
    /// Its articles of these days.
    pub fn recent(&self) -> usize {
        self.days.iter().sum()
    }
}

/// All that are configured or have an article: those that fail first, then those that bring less than they use to, then those with the most in
/// a fortnight.
pub(crate) async fn all(state: &State, words: Words) -> Result<Vec<Source>, Problem> {
    state.catalogue.catch_up().await?;
    let watched = state.watched();
    let counted = counted(state);
    let mut ids: BTreeSet<SourceId> = watched.sources.keys().cloned().collect();
    ids.extend(counted.keys().map(|name| SourceId::new(name)));
    let feeds = state.feeds.get(feeds(state)).await?;
    let mut standing: HashMap<&SourceId, Vec<&FeedStanding>> = HashMap::new();
    feeds.iter().for_each(|feed| standing.entry(&feed.source).or_default().push(feed));
    let short = state.short.get(short(state)).await?;
    let short: HashMap<&SourceId, (&Reason, u64)> =
        short.iter().map(|(source, why, missing)| (source, (why, *missing))).collect();
    // Held for the whole page: who comes meanwhile reads the ledger no second time.
    let mut fetched = state.fetched.lock().await;
    fetched.catch_up(&state.store).await?;
    let selection = Selection::default();
    let maker = Maker { root: "/", state, watched: &watched, words, selection: &selection };
    let source = |id: SourceId| {
        let counted = counted.get(id.as_str()).cloned().unwrap_or_default();
        let Last { read, failed } = fetched.of(&id).cloned().unwrap_or_default();
        let own = standing.get(&id).map_or(&[][..], Vec::as_slice);
        let read = own.iter().filter_map(|feed| answered_at(feed)).chain(read).max();
        let paused = own.iter().any(|feed| feed.paused);
        let is_watched = watched.sources.contains_key(&id);
        Source {
            name: maker.outlet(id.as_str(), None),
            watched: is_watched,
            articles: counted.articles,
            days: counted.days,
            latest: counted.latest,
            is_failing: failed.as_ref().is_some_and(|(at, _)| read.is_none_or(|read| read < *at)),
            read,
            failed,
            paused,
            due: own.iter().filter_map(|feed| feed.due).min().filter(|_| !paused),
            // Of a source that nobody reads nothing is expected.
            usual: usual(&counted.whole).filter(|_| is_watched && !paused),
            short: short.get(&id).map(|(why, missing)| ((*why).clone(), *missing)),
            id,
        }
    };
    let mut sources: Vec<Source> = ids.into_iter().map(source).collect();
    sources.sort_by(|a, b| {
        let first = |it: &Source| (it.is_failing, it.short.is_some(), it.recent(), it.articles);
        first(b).cmp(&first(a)).then_with(|| a.name.cmp(&b.name))
    });
    Ok(sources)
}

/// The articles of a source.
#[derive(Clone, Debug)]
struct Counted {
    articles: usize,
    days: [usize; DAYS],
    /// Those of whole days, the last of which was yesterday.
    whole: [usize; WHOLE],
    latest: Option<(NaiveDate, bool)>,
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
    for article in shelf.timeline(&Selection::everything()) {
        let counted = by_number.entry(article.source).or_default();
        counted.articles += 1;
        counted.latest = counted.latest.max(article.day.map(|day| (day, article.stated)));
        // A day after today, as that of a page in a zone further east, is in no slot.
        let ago = article.day.and_then(|day| usize::try_from((today - day).num_days()).ok());
        let Some(ago) = ago else { continue };
        let day = (DAYS - 1).checked_sub(ago).map(|slot| &mut counted.days[slot]);
        let whole = ago.checked_sub(1).and_then(|ago| (WHOLE - 1).checked_sub(ago));
        let whole = whole.map(|slot| &mut counted.whole[slot]);
        day.into_iter().chain(whole).for_each(|count| *count += 1);
    }
    by_number.into_iter().map(|(number, counted)| (shelf.name(number).to_owned(), counted)).collect()
}

/// What eight of ten whole days lie between, the last of which was yesterday; None of a source that is not known for long enough.
fn usual(days: &[usize; WHOLE]) -> Option<(usize, usize)> {
    // From its first article on: before that it was not read, which says nothing about what is usual.
    let known = &days[days.iter().position(|articles| *articles > 0)?..];
    let mut sorted = known.to_vec();
    sorted.sort_unstable();
    let tenth = sorted.len() / 10;
    (known.len() >= WHOLE_MIN).then(|| (sorted[tenth], sorted[sorted.len() - 1 - tenth]))
}

/// Who brings less than is usual. It is looked at over weeks, so it is remembered for a while.
async fn short(state: &State) -> Result<Arc<[Short]>, StoreError> {
    let Some(desk) = &state.desk else { return Ok(Arc::default()) };
    // The page has much else to say, and is shown without.
    let short = desk.short().await.unwrap_or_else(|why| {
        tracing::warn!(%why, "which sources bring less than they use to cannot be told");
        Vec::new()
    });
    Ok(short.into())
}

/// How the feeds of the list stand.
async fn feeds(state: &State) -> Result<Arc<[FeedStanding]>, StoreError> {
    let Some(desk) = &state.desk else { return Ok(Arc::default()) };
    let feeds = desk.feeds().await.unwrap_or_else(|why| {
        tracing::warn!(%why, "how feeds stand cannot be told");
        Vec::new()
    });
    Ok(feeds.into())
}

/// When a feed was last read, whether it had anything new or not.
fn answered_at(feed: &FeedStanding) -> Option<DateTime<Utc>> {
    feed.asked_at.filter(|_| feed.failures == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_is_what_eight_of_ten_days_lie_between() {
        let check = |days: &[usize], expected: Option<(usize, usize)>| {
            let mut all = [0; WHOLE];
            all[WHOLE - days.len()..].copy_from_slice(days);
            assert_eq!(usual(&all), expected, "{days:?}");
        };
        check(&[4, 5, 6, 5, 4, 7, 5, 4, 6, 5, 5, 4, 6, 5, 4, 5, 6, 5, 5, 4, 0], Some((4, 6)));
        check(&[&[1][..], &[0; 27]].concat(), Some((0, 0)));
        // Who is new, or has published nothing, is not known yet.
        check(&[5; 13], None);
        check(&[], None);
    }
}
