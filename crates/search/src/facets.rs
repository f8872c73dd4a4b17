//! Counting by kind (facets): what was found, by day, and by the names that stand beside it.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use tantivy::columnar::Column;
use tantivy::query::BitSetDocSet;
use tantivy::schema::IndexRecordOption;
use tantivy::{BitSet, COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, SegmentReader, TantivyError};

use crate::fields::column;
use crate::order;
use crate::period::first_below;
use crate::request::{Days, Facets};

/// Counts over all segments.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    topics: Counts,
    languages: Counts,
    sources: Counts,
    days: BTreeMap<NaiveDate, u64>,
    undated: u64,
}

/// What was found in one segment, on its way into the counts.
pub(crate) struct SegmentTally<'s> {
    reader: &'s SegmentReader,
    found: BitSet,
    order: Column<u64>,
    whole_day: Column<bool>,
    days: Days,
    counts: BTreeMap<NaiveDate, u64>,
    undated: u64,
    stretch: Stretch,
}

/// Where more than one in so many documents was found, the lists of all names are read rather than the names of each
/// document: a list gives a document in a nanosecond, a column in some twenty.
const LISTS_FROM: usize = 12;

/// Documents side by side that have one date, and how many of them were seen: where a day begins and ends among documents
/// that lie by date is found by halving, so that no date is read for most of them.
#[derive(Default)]
struct Stretch {
    docs: Range<DocId>,
    /// None for what has no date.
    date: Option<NaiveDate>,
    seen: u64,
    /// The date of those among them that have no more than a day, where that is another.
    whole: Option<NaiveDate>,
    seen_whole: u64,
}

impl<'s> SegmentTally<'s> {
    pub(crate) fn new(reader: &'s SegmentReader, days: &Days) -> Result<Self, TantivyError> {
        let columns = reader.fast_fields();
        Ok(Self {
            reader,
            found: BitSet::with_max_value(reader.max_doc()),
            order: columns.u64(column::ORDER)?,
            whole_day: columns.bool(column::WHOLE_DAY)?,
            days: days.clone(),
            counts: BTreeMap::new(),
            undated: 0,
            stretch: Stretch::default(),
        })
    }

    /// Takes in what was found, each document once.
    pub(crate) fn add(&mut self, block: &[DocId]) {
        for doc in block {
            self.found.insert(*doc);
            if !self.stretch.docs.contains(doc) {
                self.end_stretch();
                self.stretch = self.stretch_at(*doc);
            }
            let stretch = &mut self.stretch;
            match stretch.whole {
                Some(_) if self.whole_day.first(*doc) == Some(true) => stretch.seen_whole += 1,
                _ => stretch.seen += 1,
            }
        }
    }

    /// The stretch in which a document lies, from it on.
    fn stretch_at(&self, doc: DocId) -> Stretch {
        let until = |begins| doc..first_below(&self.order, begins, doc..self.reader.max_doc());
        let Some(instant) = self.order.first(doc).and_then(order::instant) else {
            return Stretch { docs: doc..self.reader.max_doc(), ..Stretch::default() };
        };
        let (day, date) = (self.days.of(instant), instant.date_naive());
        let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc();
        let next = date.succ_opt().map_or(DateTime::<Utc>::MAX_UTC, midnight);
        let stretch = |docs| Stretch { docs, date: Some(day.date), ..Stretch::default() };
        if day.date == date && day.begins == midnight(date) && day.ends == next {
            return stretch(until(order::first_of(day.begins)));
        }
        // A date that is only a day stays that day, whatever zone the reader is in. It lies in the first second of it.
        let second = midnight(date) + TimeDelta::seconds(1);
        match instant < second {
            true => Stretch { whole: Some(date), ..stretch(until(order::first_of(midnight(date)))) },
            false => stretch(until(order::first_of(day.begins.max(second)))),
        }
    }

    fn end_stretch(&mut self) {
        let Stretch { date, seen, whole, seen_whole, .. } = std::mem::take(&mut self.stretch);
        match date {
            Some(date) if seen > 0 => *self.counts.entry(date).or_default() += seen,
            Some(_) => {}
            None => self.undated += seen,
        }
        if let Some(date) = whole.filter(|_| seen_whole > 0) {
            *self.counts.entry(date).or_default() += seen_whole;
        }
    }
}

type Counts = BTreeMap<String, u64>;

/// Counts the found documents in the list of each name.
fn by_lists(
    reader: &SegmentReader,
    name: &str,
    found: &BitSet,
    sum: &mut Counts,
) -> Result<(), TantivyError> {
    let index = reader.inverted_index(reader.schema().get_field(name)?)?;
    let mut names = index.terms().stream()?;
    while names.advance() {
        let mut list = index.read_block_postings_from_terminfo(names.value(), IndexRecordOption::Basic)?;
        let mut count = 0;
        while !list.docs().is_empty() {
            count += list.docs().iter().filter(|doc| found.contains(**doc)).count() as u64;
            list.advance();
        }
        if count > 0 {
            *sum.entry(String::from_utf8_lossy(names.key()).into_owned()).or_default() += count;
        }
    }
    Ok(())
}

/// Counts the names that stand in a column beside the found documents. They are read for a block of documents at once: one by
/// one, each value is a jump into the engine.
fn by_column(
    reader: &SegmentReader,
    name: &str,
    found: BitSet,
    sum: &mut Counts,
) -> Result<(), TantivyError> {
    let Some(names) = reader.fast_fields().str(name)? else { return Ok(()) };
    let column = names.ords();
    let mut counts = vec![0_u64; names.num_terms()];
    let (mut docs, mut rows, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    let (mut set, mut block) = (BitSetDocSet::from(found), [0; COLLECT_BLOCK_BUFFER_LEN]);
    loop {
        let read = set.fill_buffer(&mut block);
        docs.clear();
        rows.clear();
        column.index.docids_to_rowids(&block[..read], &mut docs, &mut rows);
        numbers.clear();
        numbers.resize(rows.len(), 0);
        column.values.get_vals(&rows, &mut numbers);
        for number in &numbers {
            if let Some(count) = counts.get_mut(*number as usize) {
                *count += 1;
            }
        }
        if read < block.len() {
            break;
        }
    }
    let counted = counts.iter().enumerate().filter(|(_, count)| **count > 0);
    let (numbers, counts): (Vec<u64>, Vec<u64>) =
        counted.map(|(number, count)| (number as u64, *count)).unzip();
    // All at once: each asked for by itself would be read from the beginning of its block.
    let mut counts = counts.into_iter();
    names.dictionary().sorted_ords_to_term_cb(&numbers, |name| {
        let count = counts.next().unwrap_or_default();
        *sum.entry(String::from_utf8_lossy(name).into_owned()).or_default() += count;
    })?;
    Ok(())
}

impl Tally {
    pub(crate) fn take(&mut self, mut segment: SegmentTally<'_>) -> Result<(), TantivyError> {
        segment.end_stretch();
        for (day, count) in segment.counts {
            *self.days.entry(day).or_default() += count;
        }
        self.undated += segment.undated;
        let SegmentTally { reader, found, .. } = segment;
        for (name, sum) in [
            (column::TOPIC, &mut self.topics),
            (column::LANGUAGE, &mut self.languages),
            (column::SOURCE, &mut self.sources),
        ] {
            if found.len() * LISTS_FROM > reader.max_doc() as usize {
                by_lists(reader, name, &found, sum)?;
            } else {
                by_column(reader, name, found.clone(), sum)?;
            }
        }
        Ok(())
    }

    pub(crate) fn facets(self) -> Facets {
        let by_count = |counts: Counts| {
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
