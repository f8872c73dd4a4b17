//! Counting by kind (facets): what was found, by day, and by the names that stand beside it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader, TantivyError};

use crate::days::{Days, Run};
use crate::fields::column;
use crate::labels::{Labels, SegmentLabels};
use crate::request::Facets;

/// Counts over all segments.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    topics: Counts,
    languages: Counts,
    sources: Counts,
    origins: Counts,
    /// What has no date under None.
    // Not a `BTreeMap` as the others: a date is counted for each run of each segment, and sorted once at the end.
    days: HashMap<Option<NaiveDate>, u64>,
}

/// What was found in one segment, on its way into the counts.
pub(crate) struct SegmentTally {
    labels: Arc<SegmentLabels>,
    topics: Vec<u64>,
    languages: Vec<u64>,
    sources: Vec<u64>,
    origins: Vec<u64>,
    whole_day: Column<bool>,
    runs: Arc<[Run]>,
    /// The run that was counted into last.
    run: usize,
    /// Of each run, those with its date, and those whose date is no more than a day and another.
    by_run: Vec<[u64; 2]>,
}

impl SegmentTally {
    pub(crate) fn new(reader: &SegmentReader, labels: &Labels, days: &Days) -> Result<Self, TantivyError> {
        let (columns, labels) = (reader.fast_fields(), labels.of(reader)?);
        let runs = labels.runs.of(days, &labels.orders);
        Ok(Self {
            topics: labels.topics.none(),
            languages: labels.languages.none(),
            sources: labels.sources.none(),
            origins: labels.origins.none(),
            labels,
            whole_day: columns.bool(column::WHOLE_DAY)?,
            run: 0,
            by_run: vec![[0; 2]; runs.len()],
            runs,
        })
    }

    /// Takes in what was found, each document once, in their order.
    pub(crate) fn add(&mut self, block: &[DocId]) {
        self.labels.topics.count(block, &mut self.topics);
        self.labels.languages.count(block, &mut self.languages);
        self.labels.sources.count(block, &mut self.sources);
        self.labels.origins.count(block, &mut self.origins);
        let mut rest = block;
        while let Some(first) = rest.first() {
            // Blocks come in the order of documents, so no run is looked at twice.
            while self.runs[self.run].end <= *first {
                self.run += 1;
            }
            let run = self.runs[self.run];
            let (here, next) = rest.split_at(rest.partition_point(|doc| *doc < run.end));
            let is_whole = |doc: &&DocId| self.whole_day.first(**doc) == Some(true);
            // Only in the first second of a date may a day stand among instants: nowhere else is the column read.
            let whole = if run.whole.is_some() { here.iter().filter(is_whole).count() } else { 0 };
            let [dated, only_a_day] = &mut self.by_run[self.run];
            *dated += (here.len() - whole) as u64;
            *only_a_day += whole as u64;
            rest = next;
        }
    }

    /// What was counted by day.
    fn days(&self) -> impl Iterator<Item = (Option<NaiveDate>, u64)> {
        let counted = self.runs.iter().zip(&self.by_run);
        counted
            .flat_map(|(run, [dated, only_a_day])| [(run.date, *dated), (run.whole, *only_a_day)])
            .filter(|(_, count)| *count > 0)
    }
}

type Counts = BTreeMap<String, u64>;

impl Tally {
    pub(crate) fn take(&mut self, segment: &SegmentTally) {
        for (day, count) in segment.days() {
            *self.days.entry(day).or_default() += count;
        }
        segment.labels.topics.add(&segment.topics, &mut self.topics);
        segment.labels.languages.add(&segment.languages, &mut self.languages);
        segment.labels.sources.add(&segment.sources, &mut self.sources);
        segment.labels.origins.add(&segment.origins, &mut self.origins);
    }

    pub(crate) fn facets(mut self) -> Facets {
        let by_count = |counts: Counts| {
            let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
            // Of equals by name, as they come.
            // The sort is stable, and a `BTreeMap` gives them by name.
            counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            counts
        };
        let undated = self.days.remove(&None).unwrap_or_default();
        let mut days: Vec<_> = self.days.into_iter().filter_map(|(day, count)| Some((day?, count))).collect();
        days.sort_unstable_by_key(|(day, _)| std::cmp::Reverse(*day));
        Facets {
            topics: by_count(self.topics),
            languages: by_count(self.languages),
            sources: by_count(self.sources),
            origins: by_count(self.origins),
            days,
            undated,
        }
    }
}
