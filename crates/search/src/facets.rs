//! Counting by kind (facets): one pass over the columns of what was found.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader, TantivyError};

use crate::fields::column;
use crate::order;
use crate::request::{Day, Days, Facets};

/// Counts over all segments.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    topics: BTreeMap<String, u64>,
    languages: BTreeMap<String, u64>,
    sources: BTreeMap<String, u64>,
    days: BTreeMap<NaiveDate, u64>,
    undated: u64,
}

/// Counts in one segment, whose columns have numbers for names.
pub(crate) struct SegmentTally {
    order: Column<u64>,
    whole_day: Column<bool>,
    names: [Option<Named>; 3],
    days: Days,
    counts: BTreeMap<NaiveDate, u64>,
    undated: u64,
    /// The last day, from which order to before which it goes, and how many of it were seen at a stretch: documents come by
    /// date.
    run: Option<(Day, std::ops::Range<u64>, u64)>,
}

struct Named {
    names: StrColumn,
    counts: Vec<u64>,
}

impl SegmentTally {
    pub(crate) fn new(reader: &SegmentReader, days: &Days) -> Result<Self, TantivyError> {
        let columns = reader.fast_fields();
        let named = |name: &str| -> Result<Option<Named>, TantivyError> {
            let names = columns.str(name)?;
            Ok(names.map(|names| Named { counts: vec![0; names.num_terms()], names }))
        };
        Ok(Self {
            order: columns.u64(column::ORDER)?,
            names: [named(column::TOPIC)?, named(column::LANGUAGE)?, named(column::SOURCE)?],
            whole_day: columns.bool(column::WHOLE_DAY)?,
            days: days.clone(),
            counts: BTreeMap::new(),
            undated: 0,
            run: None,
        })
    }

    pub(crate) fn add(&mut self, doc: DocId) {
        for named in self.names.iter_mut().flatten() {
            for number in named.names.ords().values_for_doc(doc) {
                if let Some(count) = named.counts.get_mut(number as usize) {
                    *count += 1;
                }
            }
        }
        self.add_day(doc);
    }

    fn add_day(&mut self, doc: DocId) {
        let order = self.order.first(doc).unwrap_or_default();
        let Some(instant) = order::instant(order) else {
            self.undated += 1;
            return;
        };
        // A date that is only a day stays that day, whatever zone the reader is in.
        if self.whole_day.first(doc).unwrap_or_default() {
            *self.counts.entry(instant.date_naive()).or_default() += 1;
            return;
        }
        if let Some((_, orders, count)) = &mut self.run
            && orders.contains(&order)
        {
            *count += 1;
            return;
        }
        self.end_run();
        let day = self.days.of(instant);
        let orders = order::first_of(day.begins)..order::first_of(day.ends);
        self.run = Some((day, orders, 1));
    }

    fn end_run(&mut self) {
        if let Some((day, _, count)) = self.run.take() {
            *self.counts.entry(day.date).or_default() += count;
        }
    }
}

impl Tally {
    pub(crate) fn take(&mut self, mut segment: SegmentTally) -> Result<(), TantivyError> {
        segment.end_run();
        for (day, count) in segment.counts {
            *self.days.entry(day).or_default() += count;
        }
        self.undated += segment.undated;
        let sums = [&mut self.topics, &mut self.languages, &mut self.sources];
        for (named, sum) in segment.names.into_iter().zip(sums) {
            let Some(Named { names, counts }) = named else { continue };
            let counted = counts.iter().enumerate().filter(|(_, count)| **count > 0);
            let (numbers, counts): (Vec<u64>, Vec<u64>) =
                counted.map(|(number, count)| (number as u64, *count)).unzip();
            // All at once: each asked for by itself would be read from the beginning of its block.
            let mut counts = counts.into_iter();
            names.dictionary().sorted_ords_to_term_cb(&numbers, |name| {
                let count = counts.next().unwrap_or_default();
                *sum.entry(String::from_utf8_lossy(name).into_owned()).or_default() += count;
            })?;
        }
        Ok(())
    }

    pub(crate) fn facets(self) -> Facets {
        let by_count = |counts: BTreeMap<String, u64>| {
            let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
            // Of equals by name, as they come.
            counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            counts
        };
        Facets {
            topics: by_count(self.topics),
            languages: by_count(self.languages),
            sources: by_count(self.sources),
            days: self.days.into_iter().rev().collect(),
            undated: self.undated,
        }
    }
}
