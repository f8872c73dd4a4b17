//! The articles by the stories that they tell: a story stands where its newest article stands that passes the filters.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use rustc_hash::FxHashSet;
use veille_model::ArticleId;

use super::asked::{Asked, Fits};
use super::shelf::{Counts, Entry, Shelf};
use crate::cursor::{Cursor, Rank, Relevance, Turn};
use crate::selection::Selection;
use crate::triage::TriageFilter;

/// A story, or an article that tells one alone.
#[derive(Clone, Debug)]
pub(crate) struct Bundle {
    /// The id of its earliest article.
    pub story: ArticleId,
    /// Where its newest article stands that passes the filters.
    pub place: Cursor,
    /// Who tells it, the newest first: without what the office called not relevant, unless that is asked for.
    pub tellers: Vec<Teller>,
    /// How many articles of it the office called not relevant, left out or not.
    pub not_relevant: usize,
}

/// An article of a story.
#[derive(Clone, Debug)]
pub(crate) struct Teller {
    pub id: ArticleId,
    /// Whether it passes the filters.
    pub fits: bool,
    /// Whether the office called it not relevant.
    pub is_unwanted: bool,
    pub copy: bool,
    pub source: String,
    pub language: String,
    pub topics: Vec<String>,
    pub day: Option<NaiveDate>,
    pub at: Option<DateTime<Utc>>,
}

/// A page of stories.
#[derive(Clone, Debug)]
pub(crate) struct Bundles {
    pub bundles: Vec<Bundle>,
    /// How many the whole list has.
    pub total: usize,
    /// How many articles of them pass the filters.
    pub articles: usize,
    pub older: Option<Rank>,
    pub newer: Option<Rank>,
}

/// What stands first in a list of stories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Whose newest article is newest.
    Newest,
    /// Who is told by most.
    Largest,
}

/// A story of which something passes the filters.
struct Draft<'s> {
    place: &'s Cursor,
    story: u32,
    /// How many tell it, whatever the other filters than that what is not relevant is left out.
    size: usize,
    /// How relevant that article of it is that passes and is most so.
    relevance: Relevance,
}

impl<'s> Draft<'s> {
    fn rank(&self, selection: &Selection) -> Rank<&'s Cursor> {
        Rank::new(selection.relevant_first.then_some(self.relevance), self.place)
    }
}

impl Shelf {
    /// The page of a list in which the articles of a story are one.
    pub fn bundled(&self, selection: &Selection, turn: &Turn, limit: usize) -> Bundles {
        let (mut drafts, articles) = self.drafts(selection);
        // Otherwise they stand in order already, as the shelf does.
        if selection.relevant_first {
            drafts.sort_by_key(|draft| draft.rank(selection));
        }
        self.page(selection, drafts, articles, turn, limit)
    }

    /// The page of the list of stories that several articles tell. Where the largest come first, there is one page.
    pub fn stories(&self, selection: &Selection, order: Order, turn: &Turn, limit: usize) -> Bundles {
        let (mut drafts, _) = self.drafts(selection);
        drafts.retain(|draft| draft.size > 1);
        let articles = drafts.iter().map(|draft| draft.size).sum();
        match order {
            Order::Newest => self.page(selection, drafts, articles, turn, limit),
            Order::Largest => {
                let total = drafts.len();
                // Stable: of equals the newest.
                drafts.sort_by_key(|draft| Reverse(draft.size));
                drafts.truncate(limit);
                let bundles = self.bundles(selection, &drafts);
                Bundles { bundles, total, articles, older: None, newer: None }
            }
        }
    }

    /// What the list of stories could be narrowed to, in stories: each as often as its list is long.
    pub fn story_counts(&self, selection: &Selection) -> Counts {
        let sizes = self.sizes(&Asked::new(selection, self));
        // Who asks what the office thinks of articles has more of them, or fewer, in a story.
        let sizes_so = TriageFilter::ALL.map(|filter| {
            let asked = Selection { triage: Some(filter), ..selection.clone() };
            if self.is_thought_of() { self.sizes(&Asked::new(&asked, self)) } else { Vec::new() }
        });
        let mut met: FxHashSet<(u16, u32, u32)> = FxHashSet::default();
        self.counts_where(selection, |filter, value, entry| {
            let sizes = if filter == Fits::TRIAGE { &sizes_so[value as usize] } else { &sizes };
            sizes[entry.story as usize] > 1 && met.insert((filter, value, entry.story))
        })
    }

    /// The story of this name, or that this article tells: with what the office called not relevant where that is asked for, or where
    /// it is nothing else.
    pub fn story(&self, named: &str, selection: &Selection) -> Option<Bundle> {
        let by_name = self.stories.known(named);
        let told = |number: u32| self.entries.iter().any(|entry| entry.story == number);
        let by_article =
            || self.entries.iter().find(|it| it.place.id().as_str() == named).map(|entry| entry.story);
        // A story's name is that of its earliest article, which may have gone, or tell another one now.
        let story = by_name.filter(|number| told(*number)).or_else(by_article)?;
        self.by_numbers(&[story], selection).pop()
    }

    /// The stories of these names that several articles tell.
    pub fn shared_stories<'n>(
        &self,
        names: impl Iterator<Item = &'n ArticleId>,
        selection: &Selection,
    ) -> Vec<Bundle> {
        let mut numbers: Vec<u32> = names.filter_map(|name| self.stories.known(name.as_str())).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut bundles = self.by_numbers(&numbers, selection);
        bundles.retain(|bundle| bundle.tellers.len() > 1);
        bundles
    }

    /// These stories, each where its newest article stands.
    fn by_numbers(&self, stories: &[u32], selection: &Selection) -> Vec<Bundle> {
        let mut places: HashMap<u32, &Cursor> = HashMap::new();
        for entry in self.entries.iter().filter(|entry| stories.binary_search(&entry.story).is_ok()) {
            // In order: the first one met is the newest.
            places.entry(entry.story).or_insert(&entry.place);
        }
        let drafts: Vec<Draft<'_>> = stories
            .iter()
            .filter_map(|story| {
                Some(Draft { place: places.get(story)?, story: *story, size: 0, relevance: (0, 0) })
            })
            .collect();
        let (mut bundles, everything) = (self.bundles(selection, &drafts), Selection::everything());
        for (bundle, draft) in bundles.iter_mut().zip(drafts) {
            if bundle.tellers.is_empty() {
                *bundle = self.bundles(&everything, &[draft]).remove(0);
            }
        }
        bundles
    }

    /// How many articles of each story are not left out, by its number.
    fn sizes(&self, asked: &Asked<'_>) -> Vec<usize> {
        let mut sizes = vec![0; self.stories.len()];
        for entry in self.entries.iter().filter(|entry| !asked.leaves_out(entry)) {
            sizes[entry.story as usize] += 1;
        }
        sizes
    }

    /// Every story of which something passes, in the order of lists, and how many articles pass.
    fn drafts(&self, selection: &Selection) -> (Vec<Draft<'_>>, usize) {
        let asked = Asked::new(selection, self);
        let sizes = self.sizes(&asked);
        let mut met: Vec<Option<usize>> = vec![None; self.stories.len()];
        let (mut drafts, mut articles): (Vec<Draft<'_>>, usize) = (Vec::new(), 0);
        for entry in self.entries.iter().filter(|entry| asked.admits(entry)) {
            articles += 1;
            let story = entry.story as usize;
            let at = *met[story].get_or_insert_with(|| {
                let (place, size) = (&entry.place, sizes[story]);
                drafts.push(Draft { place, story: entry.story, size, relevance: (0, 0) });
                drafts.len() - 1
            });
            drafts[at].relevance = drafts[at].relevance.max(asked.relevance(entry));
        }
        (drafts, articles)
    }

    fn page(
        &self,
        selection: &Selection,
        drafts: Vec<Draft<'_>>,
        articles: usize,
        turn: &Turn,
        limit: usize,
    ) -> Bundles {
        let ranks: Vec<Rank<&Cursor>> = drafts.iter().map(|draft| draft.rank(selection)).collect();
        let (from, to) = turn.bounds(&ranks, limit);
        let page = &drafts[from..to];
        let place = |wanted: bool, draft: Option<&Draft<'_>>| {
            draft.filter(|_| wanted).map(|draft| draft.rank(selection).owned())
        };
        Bundles {
            bundles: self.bundles(selection, page),
            total: drafts.len(),
            articles,
            older: place(to < drafts.len(), page.last()),
            newer: place(from > 0, page.first()),
        }
    }

    /// These stories with all who tell them.
    fn bundles(&self, selection: &Selection, drafts: &[Draft<'_>]) -> Vec<Bundle> {
        let asked = Asked::new(selection, self);
        let at: HashMap<u32, usize> =
            drafts.iter().enumerate().map(|(at, draft)| (draft.story, at)).collect();
        let bundle = |draft: &Draft<'_>| Bundle {
            story: ArticleId::from(self.stories.name(draft.story).to_owned()),
            place: draft.place.clone(),
            tellers: Vec::new(),
            not_relevant: 0,
        };
        let mut bundles: Vec<Bundle> = drafts.iter().map(bundle).collect();
        for entry in &self.entries {
            let Some(bundle) = at.get(&entry.story).map(|at| &mut bundles[*at]) else { continue };
            bundle.not_relevant += usize::from(entry.is_unwanted());
            if !asked.leaves_out(entry) {
                bundle.tellers.push(self.teller(entry, asked.admits(entry)));
            }
        }
        bundles
    }

    fn teller(&self, entry: &Entry, fits: bool) -> Teller {
        let name = |number: u32| self.names.name(number).to_owned();
        Teller {
            id: entry.place.id().clone(),
            fits,
            is_unwanted: entry.is_unwanted(),
            copy: entry.copy,
            source: name(entry.source),
            language: name(entry.language),
            topics: entry.topics.iter().map(|topic| name(*topic)).collect(),
            day: entry.place.day(),
            at: entry.place.instant(),
        }
    }
}
