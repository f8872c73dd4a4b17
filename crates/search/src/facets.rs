//! Counting by kind (facets): one pass over the columns of what was found.

use std::collections::BTreeMap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader, TantivyError};

use crate::fields::column;
use crate::order;
use crate::request::Facets;

/// Counts over all segments.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    topics: BTreeMap<String, u64>,
    languages: BTreeMap<String, u64>,
    sources: BTreeMap<String, u64>,
    days: BTreeMap<u64, u64>,
    undated: u64,
}

/// Counts in one segment, whose columns have numbers for names.
pub(crate) struct SegmentTally {
    order: Column<u64>,
    names: [Option<Named>; 3],
    days: BTreeMap<u64, u64>,
    undated: u64,
    /// A day and how many of it were seen at a stretch: documents come by date.
    run: (Option<u64>, u64),
}

struct Named {
    names: StrColumn,
    counts: Vec<u64>,
}

impl SegmentTally {
    pub(crate) fn new(reader: &SegmentReader) -> Result<Self, TantivyError> {
        let columns = reader.fast_fields();
        let named = |name: &str| -> Result<Option<Named>, TantivyError> {
            let names = columns.str(name)?;
            Ok(names.map(|names| Named { counts: vec![0; names.num_terms()], names }))
        };
        Ok(Self {
            order: columns.u64(column::ORDER)?,
            names: [named(column::TOPIC)?, named(column::LANGUAGE)?, named(column::SOURCE)?],
            days: BTreeMap::new(),
            undated: 0,
            run: (None, 0),
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
        let day = order::day_number(self.order.first(doc).unwrap_or_default());
        if day != self.run.0 {
            self.end_run();
            self.run.0 = day;
        }
        self.run.1 += 1;
    }

    fn end_run(&mut self) {
        let (day, count) = std::mem::take(&mut self.run);
        match day {
            Some(day) => *self.days.entry(day).or_default() += count,
            None => self.undated += count,
        }
    }
}

impl Tally {
    pub(crate) fn take(&mut self, mut segment: SegmentTally) -> Result<(), TantivyError> {
        segment.end_run();
        for (day, count) in segment.days {
            *self.days.entry(day).or_default() += count;
        }
        self.undated += segment.undated;
        let sums = [&mut self.topics, &mut self.languages, &mut self.sources];
        for (named, sum) in segment.names.into_iter().zip(sums) {
            let Some(Named { names, counts }) = named else { continue };
            let mut name = String::new();
            for (number, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                if names.ord_to_str(number as u64, &mut name)? {
                    *sum.entry(name.clone()).or_default() += count;
                }
            }
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
            days: self.days.into_iter().rev().map(|(day, count)| (order::day(day), count)).collect(),
            undated: self.undated,
        }
    }
}
