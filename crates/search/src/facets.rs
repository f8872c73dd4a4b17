//! Counting by kind (facets): one pass over the columns of what was found.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::NaiveDate;
use tantivy::columnar::{Column, RowId, StrColumn};
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
///
/// Columns are read for a block of documents at once: one by one, each value is a jump into the engine, and a common word
/// has half a million of them.
pub(crate) struct SegmentTally {
    order: Column<u64>,
    whole_day: Column<bool>,
    names: [Option<Named>; 3],
    days: Days,
    counts: BTreeMap<NaiveDate, u64>,
    undated: u64,
    /// The last day, from which order to before which it goes, and how many of it were seen at a stretch: documents come by
    /// date.
    run: Option<(Day, Range<u64>, u64)>,
    /// Documents that wait until there is a block of them.
    block: Vec<DocId>,
    read: Read,
}

/// Documents of a block: their columns fit a core's own cache.
const BLOCK: usize = 256;

struct Named {
    names: StrColumn,
    counts: Vec<u64>,
}

/// What was read of a block, kept for its memory.
#[derive(Default)]
struct Read {
    numbers: Vec<u64>,
    orders: Vec<u64>,
    whole_days: Vec<bool>,
    docs: Vec<DocId>,
    rows: Vec<RowId>,
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
            block: Vec::with_capacity(BLOCK),
            read: Read::default(),
        })
    }

    pub(crate) fn add(&mut self, doc: DocId) {
        self.block.push(doc);
        if self.block.len() == BLOCK {
            self.end_block();
        }
    }

    fn end_block(&mut self) {
        let Read { numbers, orders, whole_days, docs, rows } = &mut self.read;
        for named in self.names.iter_mut().flatten() {
            let column = named.names.ords();
            docs.clear();
            rows.clear();
            column.index.docids_to_rowids(&self.block, docs, rows);
            values(column, rows, numbers);
            for number in &*numbers {
                if let Some(count) = named.counts.get_mut(*number as usize) {
                    *count += 1;
                }
            }
        }
        // Each document has one of either: its number is its row.
        values(&self.order, &self.block, orders);
        values(&self.whole_day, &self.block, whole_days);
        for at in 0..self.block.len() {
            self.add_day(self.read.orders[at], self.read.whole_days[at]);
        }
        self.block.clear();
    }

    fn add_day(&mut self, order: u64, is_whole: bool) {
        if let Some((_, orders, count)) = &mut self.run
            && orders.contains(&order)
            && !is_whole
        {
            *count += 1;
            return;
        }
        let Some(instant) = order::instant(order) else {
            self.undated += 1;
            return;
        };
        // A date that is only a day stays that day, whatever zone the reader is in.
        if is_whole {
            *self.counts.entry(instant.date_naive()).or_default() += 1;
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

/// The values of these rows, in the place of what was there.
fn values<T: Copy + Default + PartialOrd + std::fmt::Debug + Send + Sync + 'static>(
    column: &Column<T>,
    rows: &[RowId],
    values: &mut Vec<T>,
) {
    values.clear();
    values.resize(rows.len(), T::default());
    column.values.get_vals(rows, values);
}

impl Tally {
    pub(crate) fn take(&mut self, mut segment: SegmentTally) -> Result<(), TantivyError> {
        segment.end_block();
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
