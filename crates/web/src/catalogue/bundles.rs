//! The articles by the stories that they tell: a story stands where its newest article stands that passes the filters.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use veille_model::ArticleId;

use super::asked::Asked;
use super::shelf::{Entry, Relevance, Shelf};
use crate::cursor::{Cursor, Turn};
use crate::selection::Selection;

/// A story, or an article that tells one alone.
#[derive(Clone, Debug)]
pub(crate) struct Bundle {
    /// The id of its earliest article.
    pub story: ArticleId,
    /// Where its newest article stands that passes the filters.
    pub place: Cursor,
    /// All who tell it, the newest first.
    pub tellers: Vec<Teller>,
}

/// An article of a story.
#[derive(Clone, Debug)]
pub(crate) struct Teller {
    pub id: ArticleId,
    /// Whether it passes the filters.
    pub fits: bool,
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
    pub older: Option<Cursor>,
    pub newer: Option<Cursor>,
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
    /// How many tell it, whatever the filters.
    size: usize,
    /// How relevant that article of it is that passes and is most so.
    relevance: Relevance,
}

impl Shelf {
    /// The page of a list in which the articles of a story are one.
    pub fn bundled(&self, selection: &Selection, turn: &Turn, limit: usize) -> Bundles {
        let (mut drafts, articles) = self.drafts(selection);
        if selection.relevant_first {
            // Stable: of equals the newest.
            drafts.sort_by_key(|draft| Reverse(draft.relevance));
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

    /// The story of this name, or that this article tells.
    pub fn story(&self, named: &str) -> Option<Bundle> {
        let by_name = self.stories.known(named);
        let told = |number: u32| self.entries.iter().any(|entry| entry.story == number);
        let by_article =
            || self.entries.iter().find(|it| it.place.id().as_str() == named).map(|entry| entry.story);
        let story = by_name.filter(|number| told(*number)).or_else(by_article)?;
        let place = &self.entries.iter().find(|entry| entry.story == story)?.place;
        let everything = Selection::everything();
        self.bundles(&everything, &[Draft { place, story, size: 0, relevance: (0, 0) }]).pop()
    }

    /// The stories that several articles tell.
    pub fn shared_stories(&self) -> HashSet<&str> {
        let mut sizes = vec![0_usize; self.stories.len()];
        self.entries.iter().for_each(|entry| sizes[entry.story as usize] += 1);
        let shared = (0..).zip(sizes).filter(|(_, size)| *size > 1);
        shared.map(|(story, _)| self.stories.name(story)).collect()
    }

    /// Every story of which something passes, in the order of lists, and how many articles pass.
    fn drafts(&self, selection: &Selection) -> (Vec<Draft<'_>>, usize) {
        let asked = Asked::new(selection, self);
        let mut sizes = vec![0; self.stories.len()];
        self.entries.iter().for_each(|entry| sizes[entry.story as usize] += 1);
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
        let places: Vec<&Cursor> = drafts.iter().map(|draft| draft.place).collect();
        let (from, to) = turn.bounds(&places, !selection.relevant_first, limit);
        let page = &drafts[from..to];
        let place = |wanted: bool, draft: Option<&Draft<'_>>| {
            draft.filter(|_| wanted).map(|draft| draft.place.clone())
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
        let mut tellers: Vec<Vec<Teller>> = vec![Vec::new(); drafts.len()];
        for entry in &self.entries {
            if let Some(at) = at.get(&entry.story) {
                tellers[*at].push(self.teller(entry, asked.admits(entry)));
            }
        }
        let bundle = |(draft, tellers): (&Draft<'_>, Vec<Teller>)| Bundle {
            story: ArticleId::from(self.stories.name(draft.story).to_owned()),
            place: draft.place.clone(),
            tellers,
        };
        drafts.iter().zip(tellers).map(bundle).collect()
    }

    fn teller(&self, entry: &Entry, fits: bool) -> Teller {
        let name = |number: u32| self.names.name(number).to_owned();
        Teller {
            id: entry.place.id().clone(),
            fits,
            copy: entry.copy,
            source: name(entry.source),
            language: name(entry.language),
            topics: entry.topics.iter().map(|topic| name(*topic)).collect(),
            day: entry.place.day(),
            at: entry.place.instant(),
        }
    }
}
