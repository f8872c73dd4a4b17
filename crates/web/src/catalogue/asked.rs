//! A selection as the shelf asks it: by numbers, of one article after the other.

use std::collections::HashSet;

use chrono::NaiveDate;
use rustc_hash::FxHashSet;
use veille_text::name::outlet;

use super::named::Everybody;
use super::shelf::{Entry, Shelf};
use crate::cursor::Relevance;
use crate::selection::Selection;
use crate::triage;

/// A selection in the numbers of the shelf.
pub(super) struct Asked<'a> {
    /// None where nothing is asked; a number that nobody has where the name is unknown.
    topic: Option<u32>,
    languages: Option<HashSet<u32>>,
    source: Option<u32>,
    origin: Option<u32>,
    /// The sources of the country.
    country: Option<HashSet<u32>>,
    /// Those who are called by each of the names that are asked for.
    named: Vec<FxHashSet<u32>>,
    everybody: &'a Everybody,
    day: Option<Option<NaiveDate>>,
    /// For its period.
    selection: &'a Selection,
    untagged_too: bool,
}

/// Which of the filters an article passes.
#[derive(Clone, Copy)]
pub(super) struct Fits(u16);

impl Fits {
    pub const TOPIC: u16 = 1;
    pub const LANGUAGE: u16 = 2;
    pub const SOURCE: u16 = 4;
    pub const DAY: u16 = 8;
    pub const SCOPE: u16 = 16;
    pub const PERIOD: u16 = 32;
    pub const STATED: u16 = 64;
    pub const ORIGINAL: u16 = 128;
    pub const TRIAGE: u16 = 256;
    pub const COUNTRY: u16 = 512;
    pub const ORIGIN: u16 = 1024;
    pub const SINCE: u16 = 2048;
    pub const NAMED: u16 = 4096;
    pub const ALL: u16 = 8191;

    /// Whether it passes all filters.
    pub fn all(self) -> bool {
        self.0 == Self::ALL
    }

    /// Whether it passes all filters, or all but this one.
    pub fn all_but(self, filter: u16) -> bool {
        self.0 | filter == Self::ALL
    }
}

impl<'a> Asked<'a> {
    /// What this selection asks of the articles of this shelf.
    pub fn new(selection: &'a Selection, shelf: &'a Shelf) -> Self {
        let (names, countries) = (&shelf.names, shelf.countries());
        let number = |name: &str| names.known(name).unwrap_or(u32::MAX);
        Self {
            topic: selection.topic.as_ref().map(|topic| number(topic.as_str())),
            // `pt` takes `pt-BR` too (RFC 4647).
            languages: selection.language.as_ref().map(|language| {
                let (token, prefix) = (language.token(), format!("{}-", language.token()));
                names.all(|name| name == token || name.starts_with(&prefix)).collect()
            }),
            source: selection.source.as_ref().map(|source| number(source.as_str())),
            origin: selection
                .origin
                .as_ref()
                .map(|name| shelf.origins.known(&outlet(name)).unwrap_or(u32::MAX)),
            country: selection.country.as_ref().map(|country| {
                let of_it = countries.countries.iter().filter(|(_, known)| *known == country);
                of_it.filter_map(|(source, _)| names.known(source.as_str())).collect()
            }),
            named: selection.names().map(|(kind, name)| shelf.everybody.called_so(kind, name)).collect(),
            everybody: &shelf.everybody,
            day: selection.day,
            selection,
            // Whoever asks for a topic has said what articles are to be tagged with.
            untagged_too: selection.untagged_too || selection.topic.is_some(),
        }
    }

    /// Which of the filters an article passes.
    pub fn fits(&self, entry: &Entry) -> Fits {
        let mut fits = 0;
        let mut note = |passes: bool, filter: u16| fits |= if passes { filter } else { 0 };
        note(self.topic.is_none_or(|topic| entry.topics.contains(&topic)), Fits::TOPIC);
        note(self.languages.as_ref().is_none_or(|meant| meant.contains(&entry.language)), Fits::LANGUAGE);
        note(self.source.is_none_or(|source| source == entry.source), Fits::SOURCE);
        note(self.origin.is_none_or(|origin| entry.origin == Some(origin)), Fits::ORIGIN);
        let is_of = |sources: &HashSet<u32>| sources.contains(&entry.source);
        note(self.country.as_ref().is_none_or(is_of), Fits::COUNTRY);
        let names = |whom: &FxHashSet<u32>| self.everybody.is_named(&entry.naming, whom);
        note(self.named.iter().all(names), Fits::NAMED);
        note(self.day.is_none_or(|day| day == entry.place.day()), Fits::DAY);
        note(self.selection.is_in_period(entry.place.day()), Fits::PERIOD);
        note(self.selection.is_since(entry.captured), Fits::SINCE);
        note(self.selection.stated.is_none_or(|stated| stated == entry.stated), Fits::STATED);
        note(self.untagged_too || !entry.topics.is_empty(), Fits::SCOPE);
        note(!self.selection.originals || !entry.copy, Fits::ORIGINAL);
        let Selection { triage: filter, reader, .. } = self.selection;
        note(triage::admits(*filter, entry.triage.as_deref(), reader), Fits::TRIAGE);
        Fits(fits)
    }

    /// Whether it is no part of anything that is told: the office called it not relevant, and nobody asks for such.
    pub fn leaves_out(&self, entry: &Entry) -> bool {
        let Selection { triage: filter, reader, .. } = self.selection;
        entry.is_unwanted() && !triage::admits(*filter, entry.triage.as_deref(), reader)
    }

    /// How relevant it is: to the topic that is asked for, or else to the one that it is most about.
    pub fn relevance(&self, entry: &Entry) -> Relevance {
        let of_topic = |topic: u32| entry.topics.iter().position(|known| *known == topic);
        match self.topic {
            Some(topic) => of_topic(topic).map(|at| entry.relevance[at]).unwrap_or_default(),
            None => entry.relevance.iter().copied().max().unwrap_or_default(),
        }
    }

    /// Whether it passes all filters.
    pub fn admits(&self, entry: &Entry) -> bool {
        self.fits(entry).all()
    }
}
