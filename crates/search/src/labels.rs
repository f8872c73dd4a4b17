//! What stands beside an index's documents to be counted by: topics, languages, sources, dates, in memory (a cache of
//! columns).
//!
//! The engine reads a column's value in some twenty nanoseconds, here it is two. They are read when a segment is counted
//! for the first time, and take twenty bytes an article; segments never change.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader, TantivyError};

use crate::days::Runs;
use crate::fields::column;

/// The labels of an index's segments.
#[derive(Default)]
pub(crate) struct Labels(Mutex<HashMap<SegmentId, Arc<SegmentLabels>>>);

/// The labels of one segment's documents.
pub(crate) struct SegmentLabels {
    pub topics: Numbers,
    pub languages: Numbers,
    pub sources: Numbers,
    pub origins: Numbers,
    /// By which they lie, from the greatest on.
    pub orders: Vec<u64>,
    /// Where days begin and end among them.
    pub runs: Runs,
}

/// One column. Documents that have the same names have one number, so that those with several are counted as fast as those
/// with one: there are few different sets of topics, however many articles have them.
#[derive(Default)]
pub(crate) struct Numbers {
    names: Vec<String>,
    /// The names of each number, by their places.
    sets: Vec<Vec<u64>>,
    /// The number of each document.
    numbers: Vec<u32>,
}

impl Labels {
    /// Those of one segment.
    pub(crate) fn of(&self, reader: &SegmentReader) -> Result<Arc<SegmentLabels>, TantivyError> {
        let known = |labels: &Self| labels.segments().get(&reader.segment_id()).cloned();
        if let Some(labels) = known(self) {
            return Ok(labels);
        }
        // Two who read the same at once read it twice, and neither waits while the other does.
        let read = Arc::new(SegmentLabels {
            topics: Numbers::read(reader, column::TOPIC)?,
            languages: Numbers::read(reader, column::LANGUAGE)?,
            sources: Numbers::read(reader, column::SOURCE)?,
            origins: Numbers::read(reader, column::ORIGIN)?,
            orders: reader.fast_fields().u64(column::ORDER)?.values.iter().collect(),
            runs: Runs::default(),
        });
        self.segments().insert(reader.segment_id(), read.clone());
        Ok(read)
    }

    /// Lets go of segments that were merged away.
    pub(crate) fn keep_those_of(&self, searcher: &Searcher) {
        let is_there = |id: &SegmentId| searcher.segment_readers().iter().any(|it| it.segment_id() == *id);
        self.segments().retain(|id, _| is_there(id));
    }

    fn segments(&self) -> std::sync::MutexGuard<'_, HashMap<SegmentId, Arc<SegmentLabels>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Numbers {
    fn read(reader: &SegmentReader, name: &str) -> Result<Self, TantivyError> {
        let mut read = Self::default();
        let column = reader.fast_fields().str(name)?;
        if let Some(column) = &column {
            let mut names = column.dictionary().stream()?;
            while names.advance() {
                read.names.push(String::from_utf8_lossy(names.key()).into_owned());
            }
        }
        // None, each alone, and those that are met together.
        let alone = (0..read.names.len() as u64).map(|name| vec![name]);
        read.sets = std::iter::once(Vec::new()).chain(alone).collect();
        let mut together: HashMap<Vec<u64>, u32> = HashMap::new();
        let mut names = Vec::new();
        for doc in 0..reader.max_doc() {
            names.clear();
            names.extend(column.iter().flat_map(|column| column.term_ords(doc)));
            let number = match names.as_slice() {
                [] => 0,
                [name] => *name as u32 + 1,
                names => together.get(names).copied().unwrap_or_else(|| {
                    let next = read.sets.len() as u32;
                    read.sets.push(names.to_vec());
                    together.insert(names.to_vec(), next);
                    next
                }),
            };
            read.numbers.push(number);
        }
        Ok(read)
    }

    /// Counts that are all 0.
    pub(crate) fn none(&self) -> Vec<u64> {
        vec![0; self.sets.len()]
    }

    /// Counts these documents under their numbers.
    pub(crate) fn count(&self, docs: &[DocId], counts: &mut [u64]) {
        docs.iter().for_each(|doc| counts[self.numbers[*doc as usize] as usize] += 1);
    }

    /// Adds what was counted, name by name.
    pub(crate) fn add(&self, counts: &[u64], sum: &mut BTreeMap<String, u64>) {
        let mut by_name = vec![0; self.names.len()];
        for (set, count) in self.sets.iter().zip(counts) {
            set.iter().for_each(|name| by_name[*name as usize] += count);
        }
        for (name, count) in self.names.iter().zip(by_name).filter(|(_, count)| *count > 0) {
            *sum.entry(name.clone()).or_default() += count;
        }
    }
}
