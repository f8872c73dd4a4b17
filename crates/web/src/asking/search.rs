//! A selection as the index is asked for it, and what each of its filters leaves out.

use std::cmp::Reverse;

use veille_model::SourceId;
use veille_query::Query;
use veille_search::{Among, Answer, Counting, Cursor, Facets, Request, Sort, Total};

use crate::ask::Ask;
use crate::catalogue::{Counted, Counts, by_country};
use crate::lists::MANY;
use crate::problem::Problem;
use crate::selection::{FilterName, Misread, Selection};
use crate::state::State;
use crate::triage::{self, Triage, TriageFilter};

/// How many a search finds without one of its filters.
pub(crate) struct Asked {
    pub filter: FilterName,
    pub total: Total,
}

/// What a selection asks for.
pub(crate) fn request(selection: &Selection, state: &State, query: Query) -> Request {
    let zone = &state.zone;
    let after = |day: chrono::NaiveDate| zone.begins(day.succ_opt().unwrap_or(day));
    let day = selection.day.flatten();
    Request {
        since: day.max(selection.from).map(|day| zone.begins(day)),
        // Both hold: a day outside of the period leaves nothing.
        until: [day, selection.to].into_iter().flatten().min().map(after),
        undated: selection.day == Some(None),
        days: zone.days(),
        languages: selection.language.iter().cloned().collect(),
        sources: sources(selection, state),
        origins: selection.origin.iter().cloned().collect(),
        topics: selection.topic.iter().cloned().collect(),
        originals: selection.originals,
        among: among(selection, state),
        sort: if selection.relevant_first { Sort::Relevant } else { Sort::Newest },
        ..Request::new(query)
    }
}

/// The place that a page goes on after, of results that are sorted so.
///
/// # Errors
/// Where it is none, or one in another order: behind it might stand nothing, or everything once more.
pub(crate) fn place(ask: &Ask, sort: Sort) -> Result<Option<Cursor>, Misread> {
    let Some(written) = ask.value("after") else { return Ok(None) };
    let place = written.parse::<Cursor>().ok().filter(|place| place.sort() == sort);
    let misread = || Misread { name: "after", value: written.to_owned() };
    place.map(Some).ok_or_else(misread)
}

/// The sources that a selection means: the one that is asked for, those of a country; one that nobody is where both are asked
/// for and it is of another.
fn sources(selection: &Selection, state: &State) -> Vec<SourceId> {
    let Some(country) = &selection.country else { return selection.source.iter().cloned().collect() };
    let watched = state.watched();
    let of_it = watched.countries.iter().filter(|(_, known)| *known == country).map(|(source, _)| source);
    let mut sources: Vec<SourceId> = of_it
        .filter(|source| selection.source.as_ref().is_none_or(|asked| asked == *source))
        .cloned()
        .collect();
    if sources.is_empty() {
        // No source at all would mean every source.
        sources.push(SourceId::new("no-source-of-this-country"));
    }
    sources
}

/// The articles that a selection means by what the index does not know: what the office thinks of them, when they were received,
/// whether their pages date them, and whom they name by any of their spellings.
fn among(selection: &Selection, state: &State) -> Among {
    let passes = |triage: Option<&Triage>| triage::admits(selection.triage, triage, &selection.reader);
    let shelf = state.catalogue.read();
    if selection.since.is_some() || selection.stated.is_some() || selection.names().next().is_some() {
        let Selection { since, stated, named, triage, reader, .. } = selection.clone();
        let meant =
            Selection { since, stated, named, triage, reader, untagged_too: true, ..Selection::default() };
        // Whichever are fewer: each is looked up.
        return match shelf.count(&meant) * 2 <= shelf.len() {
            true => Among::These(shelf.that(true, &meant)),
            false => Among::Others(shelf.that(false, &meant)),
        };
    }
    // Of most nobody has said anything: either these pass, or those pass of which somebody has.
    match passes(None) {
        true => match shelf.thought_of(|triage| !passes(Some(triage))) {
            none if none.is_empty() => Among::All,
            left_out => Among::Others(left_out),
        },
        false => Among::These(shelf.thought_of(|triage| passes(Some(triage)))),
    }
}

/// What a search could be narrowed to: each filter counted as if it alone were not set, so that another value can be
/// chosen. And how many that are.
pub(crate) async fn counts(
    state: &State,
    selection: &Selection,
    asked: &Request,
    answer: &Answer,
) -> Result<(Counts, Vec<Asked>), Problem> {
    let all = answer.total.map_or(0, |total| number(total.articles));
    let mut counts = Counts {
        named: state.catalogue.read().named_in(&answer.first, MANY),
        named_of: (answer.first.len() < all).then_some(answer.first.len()),
        ..Counts::default()
    };
    if let Some(facets) = &answer.facets {
        counts.topics = counted(&facets.topics);
        counts.languages = counted(&facets.languages);
        counts.sources = counted(&facets.sources);
        counts.origins = counted(&facets.origins);
        counts.countries = by_country(&counts.sources, &state.watched());
        counts.days = days(facets);
    }
    let mut totals = Vec::new();
    counts.triage = thought(state, selection, asked).await?;
    let irrelevant = counts.triage.iter().find(|(filter, _)| *filter == TriageFilter::Irrelevant);
    counts.not_relevant = irrelevant.map_or(0, |(_, articles)| *articles);
    // One search more for each filter that is set, as many as a reader has chosen.
    for filter in selection.filters() {
        let wider = request(&selection.without(filter), state, asked.query.clone());
        // Nothing of it is shown: it is asked for its counts alone.
        let wider = Request { limit: 0, counting: Counting::Facets, ..wider };
        let answer = state.search(&wider).await?;
        let facets = answer.facets.unwrap_or_default();
        match filter {
            FilterName::Topic => counts.topics = counted(&facets.topics),
            FilterName::Language => counts.languages = counted(&facets.languages),
            FilterName::Source => counts.sources = counted(&facets.sources),
            FilterName::Origin => counts.origins = counted(&facets.origins),
            FilterName::Country => {
                counts.countries = by_country(&counted(&facets.sources), &state.watched());
            }
            FilterName::Day => counts.days = days(&facets),
            FilterName::Named(_)
            | FilterName::Period
            | FilterName::Since
            | FilterName::Dated
            | FilterName::Originals
            | FilterName::Triage => {}
        }
        totals.extend(answer.total.map(|total| Asked { filter, total }));
    }
    Ok((counts, totals))
}

/// How many the office thinks each thing of, where it thinks anything.
async fn thought(
    state: &State,
    selection: &Selection,
    asked: &Request,
) -> Result<Vec<(TriageFilter, usize)>, Problem> {
    let mut thought = Vec::new();
    // Nine searches for an office that has judged nothing would be in vain.
    if !state.catalogue.read().is_thought_of() {
        return Ok(thought);
    }
    for filter in TriageFilter::ALL {
        let found = found_of(state, selection, asked, filter).await?;
        if found > 0 || selection.triage == Some(filter) {
            thought.push((filter, found));
        }
    }
    Ok(thought)
}

/// How many a query finds that the office called not relevant, whatever else is thought of them.
pub(crate) async fn not_relevant(
    state: &State,
    selection: &Selection,
    asked: &Request,
) -> Result<usize, Problem> {
    found_of(state, selection, asked, TriageFilter::Irrelevant).await
}

/// How many of what a query finds are no copies of other articles; None where nobody counted what it finds.
pub(crate) async fn originals(
    state: &State,
    asked: &Request,
    answer: &Answer,
) -> Result<Option<Total>, Problem> {
    if asked.originals || answer.total.is_none_or(|total| total.articles == 0) {
        return Ok(answer.total);
    }
    let request =
        Request { originals: true, limit: 0, counting: Counting::Total, after: None, ..asked.clone() };
    Ok(state.search(&request).await?.total)
}

async fn found_of(
    state: &State,
    selection: &Selection,
    asked: &Request,
    filter: TriageFilter,
) -> Result<usize, Problem> {
    let among = among(&Selection { triage: Some(filter), ..selection.clone() }, state);
    // The index takes an empty list for one that nothing is in, and looks all the same.
    if matches!(&among, Among::These(articles) if articles.is_empty()) {
        return Ok(0);
    }
    let request = Request { among, limit: 0, counting: Counting::Total, after: None, ..asked.clone() };
    Ok(state.search(&request).await?.total.map_or(0, |total| number(total.articles)))
}

pub(crate) fn number(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn counted(counts: &[(String, u64)]) -> Counted {
    counts.iter().map(|(name, count)| (name.clone(), number(*count))).collect()
}

fn days(facets: &Facets) -> std::collections::BTreeMap<Reverse<Option<chrono::NaiveDate>>, usize> {
    let undated = (facets.undated > 0).then_some((Reverse(None), number(facets.undated)));
    facets.days.iter().map(|(day, count)| (Reverse(Some(*day)), number(*count))).chain(undated).collect()
}
