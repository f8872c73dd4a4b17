//! How many articles fall into each slot: all of them, by topic, by language and by outlet; and the same for the time before.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::axis::{Axis, Running};
use crate::catalogue::Shelf;
use crate::selection::Selection;

/// The articles of a period, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    /// Those that pass the filters, by slot.
    pub slots: Vec<usize>,
    /// The same of the time before.
    pub before: Vec<usize>,
    /// Everything stored, by slot: what a share is of.
    pub all: Vec<usize>,
    /// In this period and in the one before, as far as both can be compared.
    pub compared: [usize; 2],
    /// The first day that anything stored is dated on.
    pub begins: Option<NaiveDate>,
    /// Captured in the period, and their pages give no date: in no slot.
    pub undated: usize,
    /// Of the period, and left out as they touch no topic.
    pub untagged: usize,
    /// Dated within the period by a day alone, where slots are hours.
    pub hourless: usize,
    pub topics: Vec<Value>,
    pub languages: Vec<Value>,
    pub sources: Vec<Value>,
    /// By the outlets that pages say their texts are of, as names are compared.
    pub origins: Vec<Value>,
}

/// A topic, a language or an outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub name: String,
    pub slots: Vec<usize>,
    pub total: usize,
    pub before: usize,
    /// The same two as far as they can be compared.
    pub compared: [usize; 2],
}

/// The first and the last day that articles are dated on by their pages.
pub(crate) fn ends(shelf: &Shelf, selection: &Selection) -> Option<(NaiveDate, NaiveDate)> {
    let days = || shelf.timeline(selection).filter(|it| it.fits && it.stated).filter_map(|it| it.day);
    Some((days().min()?, days().max()?))
}

/// The articles that are drawn in no period at all, where none can be drawn: no page gives a date.
pub(crate) fn undated(shelf: &Shelf, selection: &Selection) -> Counted {
    let undated = shelf.timeline(selection).filter(|it| it.fits && !it.stated).count();
    Counted { undated, ..Counted::default() }
}

/// Counts what passes the filters but that of time, in a period.
pub(crate) fn count(shelf: &Shelf, selection: &Selection, axis: &Axis, running: Option<Running>) -> Counted {
    let (length, earlier) = (axis.len(), axis.before());
    let mut counted = Counted {
        slots: vec![0; length],
        before: vec![0; earlier.len()],
        all: vec![0; length],
        ..Counted::default()
    };
    let [mut topics, mut languages, mut sources, mut origins] = [(); 4].map(|()| Values::new(length));
    for article in shelf.timeline(selection) {
        // Where no end is asked for, what came after the latest date is not another time's.
        let end = if article.stated { Some(axis.to) } else { selection.to };
        let is_of_period =
            article.day.is_some_and(|day| axis.from <= day && end.is_none_or(|end| day <= end));
        counted.untagged += usize::from(article.is_left_out && is_of_period);
        let Some(day) = article.day.filter(|_| article.stated) else {
            counted.undated += usize::from(article.fits && is_of_period);
            continue;
        };
        counted.begins = Some(counted.begins.map_or(day, |begins| begins.min(day)));
        let slot = axis.slot(day, article.hour);
        // Before the filters: a share is of everything stored.
        if let Some(slot) = slot {
            counted.all[slot] += 1;
        }
        if !article.fits {
            continue;
        }
        let is_before = earlier.slot(day, article.hour);
        match (slot, is_before) {
            (Some(slot), _) => counted.slots[slot] += 1,
            (None, Some(slot)) => counted.before[slot] += 1,
            (None, None) => {
                // Outside both periods, or within by a day alone: the hours leave it out, and the page says how many.
                counted.hourless += usize::from(is_of_period);
                continue;
            }
        }
        let at = slot.or(is_before).unwrap_or_default();
        let is_over = axis.is_over(at, day, article.hour, running);
        counted.compared[usize::from(slot.is_none())] += usize::from(is_over);
        article.topics.iter().for_each(|topic| topics.add(*topic, slot, is_over));
        languages.add(article.language, slot, is_over);
        sources.add(article.source, slot, is_over);
        article.origin.into_iter().for_each(|origin| origins.add(origin, slot, is_over));
    }
    counted.topics = topics.named(|number| shelf.name(number));
    counted.languages = languages.named(|number| shelf.name(number));
    counted.sources = sources.named(|number| shelf.name(number));
    counted.origins = origins.named(|number| shelf.origin_of(number));
    counted
}

/// Counts by the number of a name.
struct Values {
    length: usize,
    by_number: HashMap<u32, (Vec<usize>, usize, [usize; 2])>,
}

impl Values {
    fn new(length: usize) -> Self {
        Self { length, by_number: HashMap::new() }
    }

    /// One more in a slot, or in the time before.
    fn add(&mut self, number: u32, slot: Option<usize>, is_over: bool) {
        let value = self.by_number.entry(number).or_insert_with(|| (vec![0; self.length], 0, [0; 2]));
        value.2[usize::from(slot.is_none())] += usize::from(is_over);
        match slot {
            Some(slot) => value.0[slot] += 1,
            None => value.1 += 1,
        }
    }

    /// Those with the most in the period first.
    fn named<'n>(self, name: impl Fn(u32) -> &'n str) -> Vec<Value> {
        let value = |(number, (slots, before, compared)): (u32, (Vec<usize>, usize, [usize; 2]))| Value {
            name: name(number).to_owned(),
            total: slots.iter().sum(),
            slots,
            before,
            compared,
        };
        let mut values: Vec<Value> = self.by_number.into_iter().map(value).collect();
        values
            .sort_by(|a, b| (b.total, b.before).cmp(&(a.total, a.before)).then_with(|| a.name.cmp(&b.name)));
        values
    }
}
