//! Any number of standing queries against one article at a time.
//!
//! Each query is looked up by a few things of which one must occur (its anchors): rare words, pairs of words side by
//! side, wildcards. An article's words are looked up once; only queries with an anchor in it are verified, on positions.

mod anchors;
mod bits;
mod cost;
mod frequency;
mod matches;
mod names;
mod patterns;
mod program;
mod scratch;
mod space;
mod stretches;
mod table;
mod verify;
mod vocabulary;

pub use cost::Cost;
pub use matches::{Match, Matches, Passage};
pub use scratch::Scratch;

pub(crate) use program::folded_element;

use thiserror::Error;
use veille_model::Evidence;

use crate::ast::Node;
use crate::{Query, QueryError, parser};
use anchors::{Anchor, Groups};
use program::Program;
use table::{Lookup, LookupBuilder};
use veille_text::Document;
use verify::Verifier;

/// Standing queries, compiled. Immutable: to change one, build another and swap it in whole.
#[derive(Clone, Debug)]
pub struct Matcher {
    entries: Vec<Entry>,
    /// By query: where its steps begin.
    first_steps: Vec<u32>,
    /// Names and wording of all queries, one after the other.
    letters: String,
    program: Program,
    lookup: Lookup,
}

/// Where the name and the wording of a query begin, and where they end.
#[derive(Clone, Copy, Debug)]
struct Entry {
    name: u32,
    wording: u32,
    end: u32,
}

/// A query that cannot be compiled.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("query {id}: {error}")]
pub struct MatcherError {
    /// The query's name.
    pub id: String,
    /// What is wrong with it.
    pub error: Box<QueryError>,
}

/// Gathers queries for a [`Matcher`].
#[derive(Debug, Default)]
pub struct MatcherBuilder {
    entries: Vec<Entry>,
    first_steps: Vec<u32>,
    letters: String,
    program: Program,
    lookup: LookupBuilder,
    /// Of the query that is added.
    anchors: Vec<Anchor>,
    groups: Groups,
}

impl MatcherBuilder {
    /// Adds a query under a name; several may have the same.
    ///
    /// # Errors
    ///
    /// Where the query does not parse. Nothing is added then, and others can be.
    pub fn add(&mut self, id: &str, wording: &str) -> Result<(), QueryError> {
        self.add_parsed(id, wording, &parser::parse(wording)?);
        Ok(())
    }

    /// Adds a query that was parsed before.
    pub fn add_query(&mut self, id: &str, query: &Query) {
        self.add_parsed(id, query.source(), query.root());
    }

    fn add_parsed(&mut self, id: &str, wording: &str, root: &Node) {
        let number = self.entries.len() as u32;
        let name = self.letters.len() as u32;
        self.letters.push_str(id);
        let first = self.letters.len() as u32;
        self.letters.push_str(wording);
        self.entries.push(Entry { name, wording: first, end: self.letters.len() as u32 });
        self.first_steps.push(self.program.steps.len() as u32);
        self.program.compile(root);
        self.anchors.clear();
        let share = anchors::of(root, &mut self.program, &mut self.anchors);
        share.expect("the parser refuses queries without anchors");
        let guard = anchors::guard(root, &self.anchors, &mut self.program, &mut self.groups);
        self.lookup.add(number, guard, &mut self.anchors);
    }

    /// The matcher.
    pub fn build(mut self) -> Matcher {
        self.letters.shrink_to_fit();
        self.entries.shrink_to_fit();
        self.program.finish();
        Matcher {
            lookup: self.lookup.build(self.program.vocabulary.len(), self.program.patterns.len()),
            entries: self.entries,
            first_steps: self.first_steps,
            letters: self.letters,
            program: self.program,
        }
    }
}

impl Matcher {
    /// Nothing yet; add queries to it.
    pub fn builder() -> MatcherBuilder {
        MatcherBuilder::default()
    }

    /// Compiles queries, each with its name.
    ///
    /// # Errors
    ///
    /// The first that does not parse.
    pub fn build<'q>(queries: impl IntoIterator<Item = (&'q str, &'q str)>) -> Result<Self, MatcherError> {
        let mut builder = Self::builder();
        for (id, wording) in queries {
            builder
                .add(id, wording)
                .map_err(|error| MatcherError { id: id.to_owned(), error: Box::new(error) })?;
        }
        // Nothing is kept that only building needs.
        Ok(builder.build())
    }

    /// Whether some query asks for names: only then need a document know them ([`Document::with_names`]).
    pub fn asks_for_names(&self) -> bool {
        !self.program.names.is_empty()
    }

    /// How many queries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no query.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Working memory for this matcher.
    pub fn scratch(&self) -> Scratch {
        Scratch::new(&self.program, self.entries.len())
    }

    /// The queries that match a document, in the order in which they were added, with their passages.
    pub fn matches<'m>(&'m self, document: &'m Document, scratch: &mut Scratch) -> Matches<'m> {
        scratch.read(document, &self.program);
        let mut candidates = Vec::new();
        self.lookup.candidates(scratch, &mut candidates);
        // They come by anchor; topics are answered in the order in which they were added.
        candidates.sort_unstable();
        let mut matches = Matches::new(self, document);
        let verifier = Verifier::new(&self.program, document, scratch);
        for query in candidates {
            let first_step = self.first_steps[query as usize];
            matches.add(query, |hits| verifier.collect_query(first_step, hits));
        }
        matches
    }

    /// The names of the queries that match a document, with their evidence. To match many, keep a [`Scratch`].
    pub fn match_article(&self, document: &Document) -> Vec<(String, Vec<Evidence>)> {
        let matches = self.matches(document, &mut self.scratch());
        matches.iter().map(|found| (found.id().to_owned(), found.evidence())).collect()
    }

    fn id(&self, query: u32) -> &str {
        let entry = self.entries[query as usize];
        &self.letters[entry.name as usize..entry.wording as usize]
    }

    fn wording(&self, query: u32) -> &str {
        let entry = self.entries[query as usize];
        &self.letters[entry.wording as usize..entry.end as usize]
    }
}
