//! `veille coverage`: how much was published when, in which language and by whom, from the counts that the store keeps.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use serde_json::json;
use veille_model::{ArticleId, SourceId, TaggedArticle, TopicId};
use veille_sink::{CoverageFilter, Slot, Store};

use super::{Context, judged, told};
use crate::arguments::{Axis, Coverage};
use crate::shown::{self, Line, Results, count, grouped, shares};
use crate::when::Period;
use crate::wiring::stories_behind;

/// Columns that the longest bar takes.
const BAR_MAX: usize = 60;
/// Days, weeks or months without an article that are shown between others.
const BINS_MAX: usize = 2_000;
/// What is counted under no day.
const UNDATED: &str = "no date";

pub async fn run(arguments: &Coverage, context: &Context) -> Result<()> {
    let store = match arguments.originals {
        true => told::open(&arguments.database, "coverage", context).await?,
        false => context.open_existing_store(&arguments.database).await?,
    };
    let period = arguments.selection.period(&context.configuration)?;
    let unwanted = Unwanted::of(&store, arguments).await?;
    let bins = bins(&store, arguments, arguments.originals, &period, &unwanted).await?;
    let originals = originals(&store, arguments, &period, &unwanted).await?;
    let (filter, all) = (filter(arguments, &period), &unwanted.articles);
    judged::say(all.iter().filter(|tagged| filter.slot_of(tagged).is_some()).count(), context);
    let mut results = Results::new();
    if bins.is_empty() {
        context.say(arguments.selection.nothing("article", &context.configuration)?);
        return Ok(());
    }
    let by = arguments.by.name();
    if context.global.json {
        for (key_of, articles) in &bins {
            // A program is told of what has no date by a null, and not by words.
            let key = (key_of != UNDATED).then_some(key_of);
            let originals = originals.as_ref().map(|bins| bins.get(key_of).copied().unwrap_or_default());
            results.json(&json!({ by: key, "articles": articles, "originals": originals }))?;
        }
    } else {
        for line in lines(by, &bins, shown::width()) {
            results.styled(&line)?;
        }
    }
    results.flush()?;
    let sum = bins.iter().map(|(_, articles)| articles).sum::<u64>();
    let all = match originals {
        _ if arguments.originals => count(sum, "original", "originals"),
        Some(originals) => shares(sum, originals.values().sum()),
        None => count(sum, "article", "articles"),
    };
    context.say(match arguments.by {
        Axis::Topic => "an article is counted under each of its topics".to_owned(),
        axis if axis.is_time() => {
            let undated = bins.iter().find(|(key, _)| key == UNDATED).map(|(_, articles)| *articles);
            let undated = undated.map(|articles| format!("; no page gives a date to {}", grouped(articles)));
            format!("{all}{}; days in {}", undated.unwrap_or_default(), period.zone.name())
        }
        _ => all,
    });
    Ok(())
}

/// What the office called not relevant: the counts of the store have it.
struct Unwanted {
    articles: Vec<TaggedArticle>,
    /// Those of them that are copies of others.
    copies: BTreeSet<ArticleId>,
}

impl Unwanted {
    async fn of(store: &Store, arguments: &Coverage) -> Result<Self> {
        let ids: Vec<ArticleId> = judged::left_out(store, &arguments.judged).await?.into_iter().collect();
        let articles = store.current(&ids).await?;
        let copies = told::copies(store, &articles).await?;
        Ok(Self { articles, copies })
    }

    /// How many of them are counted where.
    fn by_place(
        &self,
        filter: &CoverageFilter,
        is_meant: impl Fn(&TaggedArticle) -> bool,
    ) -> BTreeMap<Place, u64> {
        let mut counts = BTreeMap::new();
        for slot in self.articles.iter().filter(|it| is_meant(it)).filter_map(|it| filter.slot_of(it)) {
            *counts.entry(place(&slot)).or_default() += 1;
        }
        counts
    }
}

/// How many are no copies, under the same names; None where not all were compared.
async fn originals(
    store: &Store,
    arguments: &Coverage,
    period: &Period,
    unwanted: &Unwanted,
) -> Result<Option<BTreeMap<String, u64>>> {
    // What was not compared yet would count as an original.
    if stories_behind(store).await? > 0 {
        return Ok(None);
    }
    Ok(Some(bins(store, arguments, true, period, unwanted).await?.into_iter().collect()))
}

fn filter(arguments: &Coverage, period: &Period) -> CoverageFilter {
    let selection = &arguments.selection;
    let local = |at: DateTime<chrono::Utc>| at.with_timezone(&period.zone).fixed_offset();
    CoverageFilter {
        topic: selection.topic(),
        language: selection.language(),
        source: selection.source(),
        since: period.since.map(local),
        until: period.until.map(local),
    }
}

/// What there is of each day, language, …, in the order that it is shown in; of originals alone where these are asked for.
async fn bins(
    store: &Store,
    arguments: &Coverage,
    originals: bool,
    period: &Period,
    unwanted: &Unwanted,
) -> Result<Vec<(String, u64)>> {
    let filter = filter(arguments, period);
    let mut bins: BTreeMap<String, u64> = BTreeMap::new();
    if arguments.by == Axis::Topic {
        let topics: Vec<TopicId> = match &filter.topic {
            Some(topic) => vec![topic.clone()],
            // Also those that nobody watches any more: articles keep their tags until they are judged anew.
            None => store.counts().await?.topics.keys().map(|topic| TopicId::new(topic)).collect(),
        };
        for topic in topics {
            let filter = CoverageFilter { topic: Some(topic.clone()), ..filter.clone() };
            let slots = slots(store, &filter, originals, unwanted).await?;
            let articles = slots.iter().map(|slot| slot.articles).sum();
            if articles > 0 {
                bins.insert(topic.to_string(), articles);
            }
        }
        return Ok(most_first(bins));
    }
    let slots = slots(store, &filter, originals, unwanted).await?;
    if !arguments.by.is_time() {
        for slot in slots {
            *bins.entry(key(&slot, arguments.by, period.zone)).or_default() += slot.articles;
        }
        return Ok(most_first(bins));
    }
    // Counted under their capture, which is no day that anything was published on: the pages draw them nowhere either.
    let mut undated = by_place(store.coverage_of_undated(&filter).await?);
    take(&mut undated, &unwanted.by_place(&filter, |tagged| tagged.article.stated().is_none()));
    for slot in slots {
        let dateless = undated.remove(&place(&slot)).unwrap_or_default().min(slot.articles);
        for (key, articles) in [
            (UNDATED.to_owned(), dateless),
            (key(&slot, arguments.by, period.zone), slot.articles - dateless),
        ] {
            if articles > 0 {
                *bins.entry(key).or_default() += articles;
            }
        }
    }
    let undated = bins.remove(UNDATED);
    fill(&mut bins, arguments.by);
    Ok(bins.into_iter().chain(undated.map(|articles| (UNDATED.to_owned(), articles))).collect())
}

/// What the store has counted; without copies, where these are not to count, and without what is not relevant.
async fn slots(
    store: &Store,
    filter: &CoverageFilter,
    originals: bool,
    unwanted: &Unwanted,
) -> Result<Vec<Slot>> {
    let mut slots = store.coverage_as_dated(filter).await?;
    let is_counted = |tagged: &TaggedArticle| !originals || !unwanted.copies.contains(&tagged.article.id);
    let mut others = unwanted.by_place(filter, is_counted);
    if originals {
        for (place, articles) in by_place(store.coverage_of_copies(filter).await?) {
            *others.entry(place).or_default() += articles;
        }
    }
    for slot in &mut slots {
        // Counted one after the other: one may have come in between.
        slot.articles = slot.articles.saturating_sub(others.get(&place(slot)).copied().unwrap_or_default());
    }
    slots.retain(|slot| slot.articles > 0);
    Ok(slots)
}

/// Takes some from a count of others.
fn take(counts: &mut BTreeMap<Place, u64>, some: &BTreeMap<Place, u64>) {
    for (place, articles) in some {
        if let Some(count) = counts.get_mut(place) {
            *count = count.saturating_sub(*articles);
        }
    }
}

/// When, in which language and by whom.
type Place = (String, String, SourceId);

fn place(slot: &Slot) -> Place {
    (slot.slot.clone(), slot.language.clone(), slot.source.clone())
}

fn by_place(slots: Vec<Slot>) -> BTreeMap<Place, u64> {
    slots.iter().map(|slot| (place(slot), slot.articles)).collect()
}

fn most_first(bins: BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut bins: Vec<(String, u64)> = bins.into_iter().collect();
    bins.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    bins
}

/// What a slot is counted under.
fn key(slot: &Slot, axis: Axis, zone: Tz) -> String {
    match axis {
        Axis::Language => return slot.language.clone(),
        Axis::Source | Axis::Topic => return slot.source.to_string(),
        Axis::Hour | Axis::Day | Axis::Week | Axis::Month => {}
    }
    // Days are made here: what is stored knows nothing of where the office is.
    let (day, hour) = match NaiveDateTime::parse_from_str(&slot.slot, "%Y-%m-%dT%H:%M") {
        Ok(quarter) => {
            let local = quarter.and_utc().with_timezone(&zone);
            (local.date_naive(), Some(local.format("%H:00").to_string()))
        }
        // A date that is only a day is that day everywhere.
        Err(_) => match slot.slot.parse::<NaiveDate>() {
            Ok(day) => (day, None),
            Err(_) => return UNDATED.to_owned(),
        },
    };
    match (axis, hour) {
        (Axis::Hour, Some(hour)) => format!("{day} {hour}"),
        _ => named(day, axis),
    }
}

/// The name of the day, week or month that a day lies in.
fn named(day: NaiveDate, axis: Axis) -> String {
    match axis {
        Axis::Week => {
            let week = day.iso_week();
            format!("{}-W{:02}", week.year(), week.week())
        }
        Axis::Month => format!("{}-{:02}", day.year(), day.month()),
        _ => day.to_string(),
    }
}

/// Puts a zero where nothing was published between two days, weeks or months: a gap is what one looks for.
fn fill(bins: &mut BTreeMap<String, u64>, axis: Axis) {
    if axis == Axis::Hour {
        return;
    }
    let first = |key: &String| -> Option<NaiveDate> {
        match axis {
            Axis::Month => format!("{key}-01").parse().ok(),
            Axis::Week => NaiveDate::parse_from_str(&format!("{key}-1"), "%G-W%V-%u").ok(),
            _ => key.parse().ok(),
        }
    };
    let ends = (bins.keys().next().and_then(first), bins.keys().next_back().and_then(first));
    let (Some(mut day), Some(last)) = ends else { return };
    let mut empty = Vec::new();
    while day < last {
        empty.push(named(day, axis));
        // A page that claims to be of 1970 must not fill the screen with empty days.
        if empty.len() > BINS_MAX {
            return;
        }
        let next = match axis {
            Axis::Month => day.checked_add_months(Months::new(1)),
            Axis::Week => day.checked_add_days(Days::new(7)),
            _ => day.checked_add_days(Days::new(1)),
        };
        let Some(next) = next else { return };
        day = next;
    }
    for key in empty {
        bins.entry(key).or_default();
    }
}

/// A line for each: its name, its articles, and on a terminal a bar.
fn lines(by: &str, bins: &[(String, u64)], width: Option<usize>) -> Vec<Line> {
    let Some(width) = width else {
        let values = bins.iter().map(|(key, articles)| Line::tabbed(&[key.clone(), articles.to_string()]));
        return std::iter::once(Line::tabbed(&[by, "articles"])).chain(values).collect();
    };
    let most = bins.iter().map(|(_, articles)| *articles).max().unwrap_or(1).max(1);
    let names = bins.iter().map(|(key, _)| key.len()).max().unwrap_or_default().min(width / 2);
    let digits = most.to_string().len();
    let room = width.saturating_sub(names + digits + 4).min(BAR_MAX);
    let line = |(key, articles): &(String, u64)| {
        let line = Line::plain(key).cut(names).padded(names);
        line.text(format!("  {articles:>digits$}  ")).bar(bar(*articles, most, room))
    };
    bins.iter().map(line).collect()
}

/// A bar in eighths of a column; of what is there, an eighth is always seen.
fn bar(articles: u64, most: u64, room: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (articles as f64 / most as f64 * room as f64 * 8.0).round() as usize;
    let eighths = if articles > 0 { eighths.max(1) } else { 0 };
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(slot: &str) -> Slot {
        let source = veille_model::SourceId::new("a");
        Slot { slot: slot.to_owned(), topic: None, language: "fr".to_owned(), source, articles: 1 }
    }

    #[test]
    fn days_are_the_offices_and_a_date_that_is_only_a_day_stays_one() {
        let check = |text: &str, axis: Axis, zone: Tz, expected: &str| {
            assert_eq!(key(&slot(text), axis, zone), expected, "{text} {axis:?} {zone}");
        };
        let (hanoi, york) = (Tz::Asia__Ho_Chi_Minh, Tz::America__New_York);
        check("2025-10-25T17:15", Axis::Day, Tz::UTC, "2025-10-25");
        check("2025-10-25T17:15", Axis::Day, hanoi, "2025-10-26");
        check("2025-10-25T03:45", Axis::Day, york, "2025-10-24");
        check("2025-10-25", Axis::Day, york, "2025-10-25");
        check("2025-10-25", Axis::Hour, york, "2025-10-25");
        check("2025-10-25T17:45", Axis::Hour, Tz::Asia__Kathmandu, "2025-10-25 23:00");
        check("2024-12-30T08:00", Axis::Week, Tz::UTC, "2025-W01");
        check("2024-12-31T20:00", Axis::Month, hanoi, "2025-01");
        check("", Axis::Day, hanoi, UNDATED);
        check("2025-10-25", Axis::Language, hanoi, "fr");
    }

    #[test]
    fn what_lies_between_is_shown_as_nothing() {
        let check = |axis: Axis, ends: [&str; 2], expected: &[&str]| {
            let mut bins = BTreeMap::from(ends.map(|end| (end.to_owned(), 1)));
            fill(&mut bins, axis);
            assert_eq!(bins.keys().map(String::as_str).collect::<Vec<_>>(), expected);
        };
        check(
            Axis::Day,
            ["2025-02-27", "2025-03-02"],
            &["2025-02-27", "2025-02-28", "2025-03-01", "2025-03-02"],
        );
        check(Axis::Week, ["2024-W52", "2025-W02"], &["2024-W52", "2025-W01", "2025-W02"]);
        check(Axis::Month, ["2024-11", "2025-01"], &["2024-11", "2024-12", "2025-01"]);
        check(Axis::Day, ["1970-01-01", "2025-10-25"], &["1970-01-01", "2025-10-25"]);
    }

    #[test]
    fn no_line_is_longer_than_the_terminal() {
        let bins = [("2025-10-25".to_owned(), 12_345), ("2025-10-26".to_owned(), 1), ("x".repeat(90), 0)];
        for width in [20, 60, 80, 120] {
            let lines = lines("day", &bins, Some(width));
            assert!(lines.iter().all(|line| line.width() <= width), "{lines:#?}");
            assert!(lines[1].to_string().contains('▏') && !lines[2].to_string().contains('▏'));
        }
    }
}
