//! The queries that match one document.

use serde::Serialize;
use veille_model::{Evidence, Field};

use super::Matcher;
use crate::hit::Hit;
use veille_text::Document;

/// The queries that match one document, with their passages.
#[derive(Clone, Debug)]
pub struct Matches<'m> {
    matcher: &'m Matcher,
    document: &'m Document,
    queries: Vec<(u32, u32)>,
    // All queries' passages in one list, each query with its end: no allocation for each that matches.
    hits: Vec<Hit>,
}

/// One query that matches.
#[derive(Clone, Copy, Debug)]
pub struct Match<'a> {
    matcher: &'a Matcher,
    document: &'a Document,
    query: u32,
    hits: &'a [Hit],
}

/// One passage that satisfies a clause; [`Evidence`] without owning its texts, and the same as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Passage<'a> {
    /// Where it stands.
    pub field: Field,
    /// First code point in that field.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The passage itself.
    pub exact: &'a str,
    /// The clause of the query, as written.
    pub clause: &'a str,
}

impl<'m> Matches<'m> {
    pub(super) fn new(matcher: &'m Matcher, document: &'m Document) -> Self {
        Self { matcher, document, queries: Vec::new(), hits: Vec::new() }
    }

    /// Adds a query where it matches; its passages are put in order, each once.
    pub(super) fn add(&mut self, query: u32, collect: impl FnOnce(&mut Vec<Hit>) -> bool) {
        let first = self.hits.len();
        if !collect(&mut self.hits) {
            // A query that fails late has left the passages of its first parts.
            self.hits.truncate(first);
            return;
        }
        // One query's passages mostly come in order; looking costs less than sorting.
        if !self.hits[first..].is_sorted() {
            self.hits[first..].sort_unstable();
        }
        let mut kept = first;
        for index in first..self.hits.len() {
            let same = |a: &Hit, b: &Hit| (a.start, a.end, a.clause) == (b.start, b.end, b.clause);
            if kept == first || !same(&self.hits[kept - 1], &self.hits[index]) {
                self.hits.swap(kept, index);
                kept += 1;
            }
        }
        self.hits.truncate(kept);
        self.queries.push((query, kept as u32));
    }

    /// How many queries match.
    pub fn len(&self) -> usize {
        self.queries.len()
    }

    /// Whether none matches.
    pub fn is_empty(&self) -> bool {
        self.queries.is_empty()
    }

    /// How many passages there are in all.
    pub fn passages(&self) -> usize {
        self.hits.len()
    }

    /// The queries in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = Match<'_>> {
        let mut first = 0;
        self.queries.iter().map(move |(query, end)| {
            let hits = &self.hits[first..*end as usize];
            first = *end as usize;
            Match { matcher: self.matcher, document: self.document, query: *query, hits }
        })
    }
}

impl<'a> Match<'a> {
    /// The query's name.
    pub fn id(&self) -> &'a str {
        self.matcher.id(self.query)
    }

    /// The query's place among those that were added, from 0.
    pub fn index(&self) -> usize {
        self.query as usize
    }

    /// The passages that made it match, in the order of the document.
    pub fn passages(&self) -> impl Iterator<Item = Passage<'a>> {
        let (document, wording) = (self.document, self.matcher.wording(self.query));
        self.hits.iter().map(move |hit| {
            let (field, start, end) = document.place(hit.start, hit.end);
            let clause = wording.get(hit.clause.0 as usize..hit.clause.1 as usize).unwrap_or_default();
            Passage { field, start, end, exact: document.written(hit.start, hit.end), clause }
        })
    }

    /// The same, owning its texts.
    pub fn evidence(&self) -> Vec<Evidence> {
        self.passages().map(Evidence::from).collect()
    }
}

impl From<Passage<'_>> for Evidence {
    fn from(passage: Passage<'_>) -> Self {
        Self {
            field: passage.field,
            start: passage.start,
            end: passage.end,
            exact: passage.exact.to_owned(),
            clause: passage.clause.to_owned(),
        }
    }
}
