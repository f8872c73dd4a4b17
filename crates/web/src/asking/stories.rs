//! Stories: which are asked for, what stands for each, and who tells one.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use veille_model::{ArticleId, Told};
use veille_sink::StoreError;

use crate::ask::Ask;
use crate::catalogue::{Bundle, Order, Teller};
use crate::cursor::Turn;
use crate::problem::Problem;
use crate::selection::{Misread, Selection};
use crate::state::State;
use crate::told;
use crate::triage::TriageFilter;

/// Copies of a story whose originals are asked for.
const COPIES_MAX: usize = 300;

/// The article that stands for a story, and whoever printed it again.
#[derive(Clone, Debug)]
pub(crate) struct Lead {
    pub id: ArticleId,
    /// Outlets that copied it.
    pub ran: usize,
}

/// What a story is counted in.
#[derive(Debug)]
pub(crate) struct Size<'b> {
    pub articles: usize,
    pub originals: usize,
    pub outlets: BTreeSet<&'b str>,
    pub languages: BTreeSet<&'b str>,
}

impl<'b> Size<'b> {
    pub fn of(bundle: &'b Bundle) -> Self {
        let tellers = &bundle.tellers;
        Self {
            articles: tellers.len(),
            originals: tellers.iter().filter(|teller| !teller.copy).count(),
            outlets: tellers.iter().map(|teller| teller.source.as_str()).collect(),
            languages: tellers.iter().map(|teller| teller.language.as_str()).collect(),
        }
    }
}

/// Where an article stands among those that tell a story: the earliest first, one whose date nobody knows last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seat {
    is_undated: bool,
    at: i64,
    article: ArticleId,
}

impl Seat {
    pub fn of(told: &Told) -> Self {
        Self { is_undated: told.at.is_none(), at: told.at.unwrap_or_default(), article: told.article.clone() }
    }
}

impl fmt::Display for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_undated {
            true => write!(f, "undated_{}", self.article),
            false => write!(f, "{}_{}", self.at, self.article),
        }
    }
}

impl FromStr for Seat {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (at, article) = text.split_once('_').ok_or(())?;
        let is_undated = at == "undated";
        let at = if is_undated { 0 } else { at.parse().map_err(drop)? };
        Ok(Self { is_undated, at, article: ArticleId::from(article.to_owned()) })
    }
}

/// What a list of stories asks for: its filters, its order, its place.
pub(crate) fn asked(state: &State, ask: &Ask) -> Result<(Selection, Order, Turn), Misread> {
    let (mut selection, turn) = ask.selection()?;
    selection.each = false;
    selection.untagged_too |= state.watched().topics.is_empty();
    let order = match ask.value("sort") {
        None | Some("newest") => Order::Newest,
        Some("largest") => Order::Largest,
        Some(other) => return Err(Misread { name: "sort", value: other.to_owned() }),
    };
    Ok((selection, order, turn))
}

/// What stands for each of these stories: of the originals that pass the filters the one that most have copied, of equals the
/// newest; where only copies pass, the newest of them.
pub(crate) async fn leads(state: &State, bundles: &[Bundle]) -> Result<Vec<Lead>, StoreError> {
    let copies: Vec<ArticleId> = bundles
        .iter()
        // One text of an agency may be printed by thousands; which original has most of them a sample says.
        .flat_map(|bundle| bundle.tellers.iter().filter(|it| it.copy).take(COPIES_MAX))
        .map(|teller| teller.id.clone())
        .collect();
    let mut ran: HashMap<ArticleId, BTreeSet<&str>> = HashMap::new();
    let sources: HashMap<&ArticleId, &str> = bundles
        .iter()
        .flat_map(|bundle| &bundle.tellers)
        .map(|teller| (&teller.id, teller.source.as_str()))
        .collect();
    for ids in copies.chunks(500) {
        for told in state.store.told(ids).await? {
            let Some(source) = sources.get(&told.article) else { continue };
            for copied in told.originals {
                ran.entry(copied.original).or_default().insert(source);
            }
        }
    }
    let lead = |bundle: &Bundle| {
        let fitting = || bundle.tellers.iter().filter(|teller| teller.fits);
        let of = |teller: &Teller| ran.get(&teller.id).map_or(0, BTreeSet::len);
        // The first of those with the most: the newest stand first.
        let most = fitting().filter(|teller| !teller.copy).min_by_key(|teller| Reverse(of(teller)));
        let lead = most.or_else(|| fitting().next()).or_else(|| bundle.tellers.first());
        let lead = lead.expect("a story has somebody who tells it");
        Lead { id: lead.id.clone(), ran: of(lead) }
    };
    Ok(bundles.iter().map(lead).collect())
}

/// The topics of a story, those of most articles first.
pub(crate) fn topics(bundle: &Bundle) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for topic in bundle.tellers.iter().flat_map(|teller| &teller.topics) {
        *counts.entry(topic).or_default() += 1;
    }
    let mut topics: Vec<(&str, usize)> = counts.into_iter().collect();
    topics.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    topics.into_iter().map(|(topic, _)| topic.to_owned()).collect()
}

/// The first and the last day of a story.
pub(crate) fn days(bundle: &Bundle) -> Option<(NaiveDate, NaiveDate)> {
    let days = || bundle.tellers.iter().filter_map(|teller| teller.day);
    Some((days().min()?, days().max()?))
}

/// What stories are looked at with where nothing is asked but, perhaps, for what is not relevant: as their own list does.
pub(crate) fn unfiltered(state: &State, triage: Option<TriageFilter>) -> Selection {
    let triage = triage.filter(|filter| *filter == TriageFilter::Any);
    Selection { untagged_too: state.watched().topics.is_empty(), triage, ..Selection::default() }
}

/// What stands for each of the stories of these names that several tell: one name for a story, wherever it is named by itself.
pub(crate) async fn heads(
    state: &State,
    names: impl Iterator<Item = &ArticleId>,
    triage: Option<TriageFilter>,
) -> Result<HashMap<ArticleId, ArticleId>, StoreError> {
    let bundles = state.catalogue.read().shared_stories(names, &unfiltered(state, triage));
    let leads = leads(state, &bundles).await?;
    Ok(bundles.into_iter().zip(leads).map(|(bundle, lead)| (bundle.story, lead.id)).collect())
}

/// A story as it is in the catalogue, with what the store knows of all who tell it, the earliest first.
pub(crate) async fn read(
    state: &State,
    name: &str,
    triage: Option<TriageFilter>,
) -> Result<Option<(Bundle, Vec<Told>)>, Problem> {
    state.catalogue.catch_up().await?;
    let selection = unfiltered(state, triage);
    let Some(bundle) = state.catalogue.read().story(name, &selection) else { return Ok(None) };
    let mut told = state.store.tellers(&bundle.story).await?;
    // The store does not know what the office called not relevant, the catalogue does.
    if bundle.not_relevant > 0 {
        let told_by: HashSet<&ArticleId> = bundle.tellers.iter().map(|teller| &teller.id).collect();
        told.retain(|told| told_by.contains(&told.article));
    }
    if told.is_empty() {
        // Nobody compared it yet.
        for article in state.store.current(std::slice::from_ref(&bundle.story)).await? {
            told.push(told::of_article(&state.store, &article.article).await?);
        }
    }
    Ok(Some((bundle, told)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_is_read_as_it_was_written() {
        for written in ["1761444000_an_id", "-5_an-id", "undated_an-id"] {
            let seat: Seat = written.parse().unwrap();
            assert_eq!(seat.to_string(), written);
        }
        for damaged in ["", "x", "1761444000", "x_an-id", "_an-id"] {
            assert_eq!(damaged.parse::<Seat>(), Err(()), "{damaged}");
        }
        let seat = |written: &str| written.parse::<Seat>().unwrap();
        assert!(seat("5_a") < seat("5_b") && seat("5_b") < seat("7_a") && seat("7_a") < seat("undated_a"));
    }
}
