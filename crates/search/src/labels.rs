//! What stands beside an index's documents to be counted by: topics, languages, sources, in memory (a cache of columns).
//!
//! The engine reads a column's value in some twenty nanoseconds, here it is one. They are read when a segment is counted
//! for the first time, some 20 ms for a million articles, and take 16 MB for as many; segments never change.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::columnar::{Cardinality, Column};
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader, TantivyError};

use crate::fields::column;

/// The labels of an index's segments.
#[derive(Default)]
pub(crate) struct Labels(Mutex<HashMap<SegmentId, Arc<SegmentLabels>>>);

/// The labels of one segment's documents.
pub(crate) struct SegmentLabels {
    pub topics: Numbers,
    pub languages: Numbers,
    pub sources: Numbers,
}

/// The names in one column, by number.
pub(crate) struct Numbers {
    names: Vec<String>,
    /// Where each document's numbers begin, and the last one's end; none where each has one.
    begins: Vec<u32>,
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
        let Some(column) = reader.fast_fields().str(name)? else {
            let begins = vec![0; reader.max_doc() as usize + 1];
            return Ok(Self { names: Vec::new(), begins, numbers: Vec::new() });
        };
        let mut names = Vec::with_capacity(column.num_terms());
        let mut terms = column.dictionary().stream()?;
        while terms.advance() {
            names.push(String::from_utf8_lossy(terms.key()).into_owned());
        }
        let column: &Column<u64> = column.ords();
        let begins = match column.get_cardinality() {
            Cardinality::Full => Vec::new(),
            Cardinality::Optional | Cardinality::Multivalued => {
                let ends = (0..reader.max_doc()).map(|doc| column.values_for_doc(doc).count() as u32);
                let sums = ends.scan(0, |sum, count| {
                    *sum += count;
                    Some(*sum)
                });
                std::iter::once(0).chain(sums).collect()
            }
        };
        let numbers = column.values.iter().map(|number| number as u32).collect();
        Ok(Self { names, begins, numbers })
    }

    /// Counts that are all 0.
    pub(crate) fn none(&self) -> Vec<u64> {
        vec![0; self.names.len()]
    }

    /// Counts these documents under their names.
    pub(crate) fn count(&self, docs: &[DocId], counts: &mut [u64]) {
        if self.begins.is_empty() {
            docs.iter().for_each(|doc| counts[self.numbers[*doc as usize] as usize] += 1);
            return;
        }
        for doc in docs {
            let (begin, end) = (self.begins[*doc as usize], self.begins[*doc as usize + 1]);
            for number in &self.numbers[begin as usize..end as usize] {
                counts[*number as usize] += 1;
            }
        }
    }

    /// Adds what was counted, name by name.
    pub(crate) fn add(&self, counts: &[u64], sum: &mut BTreeMap<String, u64>) {
        for (name, count) in self.names.iter().zip(counts).filter(|(_, count)| **count > 0) {
            *sum.entry(name.clone()).or_default() += count;
        }
    }
}
