//! Walking through what was looked up: the first page, the count, the candidates, segment by segment.
//!
//! A segment's documents lie newest first, so a page ends as soon as each segment has given its first results, and what
//! comes after a place is found by halving.

use std::cmp::Reverse;
use std::sync::atomic::{AtomicUsize, Ordering};

use tantivy::columnar::Column;
use tantivy::query::Exclude;
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, Searcher, SegmentReader, TERMINATED, TantivyError};
use veille_model::ArticleId;
use veille_query::Lookup;
use veille_text::name::outlet;

use crate::days::Days;
use crate::facets::{SegmentTally, Tally};
use crate::fields::{Fields, IS_ORIGINAL, column};
use crate::labels::Labels;
use crate::lookup::{AllOf, Found, Segment, Set, Stretch};
use crate::names::Names;
use crate::order::{Cursor, Sort, first_below};
use crate::period::Dated;
use crate::relevance::{Scorer, Words};
use crate::request::{Among, Counting, Facets, Request};

/// Ranked results are thrown away beyond this many, those that are no more needed.
const RANKED_MAX: usize = 1 << 16;

/// Documents that are read at once where they are only counted: as many as the engine hands over.
const BLOCK: usize = COLLECT_BLOCK_BUFFER_LEN;

/// Fewer documents than this are counted sooner than a thread is started for them.
const SHARED_MIN: u64 = 100_000;
/// One who asks does not take all of a large machine.
const THREADS_MAX: usize = 4;

/// Something that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub score: u32,
    pub order: u64,
    pub segment: usize,
    pub doc: DocId,
}

/// What a walk gave.
#[derive(Default)]
pub(crate) struct Walked {
    /// First of all that come after the cursor, as many as were asked for.
    pub hits: Vec<(Hit, ArticleId)>,
    /// How many there are, wherever the page begins.
    pub total: u64,
    pub facets: Option<Facets>,
    /// Whether each of them is meant.
    pub exact: bool,
}

/// What a walk gathers.
pub(crate) struct Wanted<'r> {
    pub request: &'r Request,
    pub lookup: &'r Lookup,
    pub limit: usize,
    pub after: Option<&'r Cursor>,
    pub counting: Counting,
}

/// Walks through all segments. To count is to go through everything that is found: then they are shared among the
/// processors.
pub(crate) fn walk(
    searcher: &Searcher,
    fields: &Fields,
    labels: &Labels,
    wanted: &Wanted<'_>,
) -> Result<Walked, TantivyError> {
    let words = (wanted.request.sort == Sort::Relevant).then(|| Words::of(wanted.lookup));
    let segment = |number| -> Result<Passed, TantivyError> {
        let reader: &SegmentReader = &searcher.segment_readers()[number];
        let dated = Dated::new(wanted.request, reader)?;
        let found = compile(reader, fields, dated.as_ref(), wanted)?;
        let pass = Pass {
            reader,
            orders: reader.fast_fields().u64(column::ORDER)?,
            dated,
            wanted,
            number,
            names: Names::of(reader)?,
            scorer: words.as_ref().map(|words| Scorer::new(words, reader, fields)).transpose()?,
            hits: Vec::new(),
            tally: (wanted.counting == Counting::Facets)
                .then(|| SegmentTally::new(reader, labels, &wanted.request.days))
                .transpose()?,
        };
        pass.run(found)
    };
    // A page alone ends early: to start threads would take longer.
    let threads = if wanted.counting > Counting::Nothing { threads(searcher) } else { 1 };
    let (mut walked, mut hits, mut tally) =
        (Walked { exact: true, ..Walked::default() }, Vec::new(), Tally::default());
    for passed in shared(searcher.segment_readers().len(), threads, segment) {
        let passed = passed?;
        walked.exact &= passed.exact;
        walked.total += passed.total;
        hits.extend(passed.hits);
        if let Some(segment) = passed.tally {
            tally.take(&segment);
        }
    }
    walked.hits = first(hits, wanted.limit, searcher)?;
    walked.facets = (wanted.counting == Counting::Facets).then(|| tally.facets());
    Ok(walked)
}

/// How many threads are worth while.
fn threads(searcher: &Searcher) -> usize {
    match searcher.num_docs() < SHARED_MIN {
        true => 1,
        false => std::thread::available_parallelism().map_or(1, usize::from).min(THREADS_MAX),
    }
}

/// What is done for each number below a count, by several threads: each takes the next one as soon as it can.
fn shared<T: Send>(count: usize, threads: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    if threads < 2 || count < 2 {
        return (0..count).map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || -> Vec<T> {
        let numbers =
            // Relaxed: the number is all that is shared.
            std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)).filter(|it| *it < count));
        numbers.map(&work).collect()
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(count)).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            // A file that was cut off makes the engine panic: whoever asked is told by the same.
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    })
}

/// Counts by kind of some of what was found.
pub(crate) fn facets(
    searcher: &Searcher,
    labels: &Labels,
    days: &Days,
    hits: &[Hit],
) -> Result<Facets, TantivyError> {
    let mut tally = Tally::default();
    for (number, reader) in searcher.segment_readers().iter().enumerate() {
        let mut segment = SegmentTally::new(reader, labels, days)?;
        let mut docs: Vec<DocId> =
            hits.iter().filter(|hit| hit.segment == number).map(|hit| hit.doc).collect();
        docs.sort_unstable();
        docs.chunks(BLOCK).for_each(|block| segment.add(block));
        tally.take(&segment);
    }
    Ok(tally.facets())
}

/// The documents of one segment that answer the query and its filters.
fn compile(
    reader: &SegmentReader,
    fields: &Fields,
    dated: Option<&Dated>,
    wanted: &Wanted<'_>,
) -> Result<Found, TantivyError> {
    let request = wanted.request;
    let segment = Segment { reader, fields };
    let found = segment.find(wanted.lookup)?;
    let mut sets: Vec<Set> = vec![found.set];
    if !request.languages.is_empty() {
        let tags = request.languages.iter().map(|language| language.token());
        // What nobody could tell has no language in a query; as a filter it can be asked for.
        let values: Vec<_> =
            tags.flat_map(|tag| [(fields.written_in, tag.clone()), (fields.language, tag)]).collect();
        sets.push(segment.with_value(&values)?);
    }
    if request.originals {
        sets.push(segment.with_value(&[(fields.original, IS_ORIGINAL.to_owned())])?);
    }
    if !request.sources.is_empty() {
        let sources = request.sources.iter().map(|source| (fields.source, source.to_string()));
        sets.push(segment.with_value(&sources.collect::<Vec<_>>())?);
    }
    if !request.origins.is_empty() {
        let origins = request.origins.iter().map(|origin| (fields.origin, outlet(origin)));
        sets.push(segment.with_value(&origins.collect::<Vec<_>>())?);
    }
    if !request.topics.is_empty() {
        let topics = request.topics.iter().map(|topic| (fields.topic, topic.to_string()));
        sets.push(segment.with_value(&topics.collect::<Vec<_>>())?);
    }
    if let Among::These(articles) = &request.among {
        sets.push(segment.of_articles(articles)?);
    }
    if let Some(dated) = dated {
        let stretch = dated.stretch(reader.max_doc());
        sets.push(Box::new(Stretch::new(stretch.start, stretch.end)));
    }
    let set = if sets.len() == 1 { sets.remove(0) } else { Box::new(AllOf::new(sets)) };
    let set = match &request.among {
        Among::Others(articles) => Box::new(Exclude::new(set, vec![segment.of_articles(articles)?])),
        Among::All | Among::These(_) => set,
    };
    Ok(Found { set, exact: found.exact })
}

/// The pass through one segment.
struct Pass<'s> {
    reader: &'s SegmentReader,
    orders: Column<u64>,
    dated: Option<Dated>,
    wanted: &'s Wanted<'s>,
    number: usize,
    names: Names,
    scorer: Option<Scorer>,
    /// Its part of the page.
    hits: Vec<Hit>,
    tally: Option<SegmentTally>,
}

/// What the pass through one segment gave.
struct Passed {
    hits: Vec<Hit>,
    total: u64,
    tally: Option<SegmentTally>,
    exact: bool,
}

impl Pass<'_> {
    fn run(mut self, found: Found) -> Result<Passed, TantivyError> {
        let total = self.gather(found.set)?;
        Ok(Passed { hits: self.hits, total, tally: self.tally, exact: found.exact })
    }

    /// Gathers the segment's part of the page; how many documents there are, if that is counted.
    fn gather(&mut self, mut set: Set) -> Result<u64, TantivyError> {
        let counting = self.wanted.counting > Counting::Nothing;
        let ranked = self.scorer.is_some();
        let mut total = 0;
        let mut full = self.wanted.limit == 0;
        let mut doc = match (ranked || counting, self.wanted.after) {
            // What comes before the page is not even looked at.
            (false, Some(after)) => {
                let documents = 0..self.reader.max_doc();
                let order = |doc| self.orders.first(doc).unwrap_or_default();
                // Equal orders are looked at still: of those the name decides.
                let start = first_below(order, after.order.saturating_add(1), documents);
                if set.doc() < start { set.seek(start) } else { set.doc() }
            }
            _ => set.doc(),
        };
        while doc != TERMINATED && !full {
            if self.is_meant(doc) {
                total += 1;
                // One by one, as the page ends at any of them; what is left is counted in blocks.
                if let Some(tally) = &mut self.tally {
                    tally.add(&[doc]);
                }
                full = self.offer(doc)?;
            }
            doc = set.advance();
        }
        Ok(if counting { total + self.count(set) } else { total })
    }

    fn is_meant(&self, doc: DocId) -> bool {
        self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc))
            && self.dated.as_ref().is_none_or(|dated| dated.has(doc))
    }

    /// Counts what is left, many documents at once.
    fn count(&mut self, mut set: Set) -> u64 {
        // Whole lists are counted without a look at a document.
        if self.tally.is_none() && self.dated.is_none() {
            return u64::from(match self.reader.alive_bitset() {
                Some(alive) => set.count(alive),
                None => set.count_including_deleted(),
            });
        }
        let (mut total, mut buffer) = (0, [0; BLOCK]);
        loop {
            let read = set.fill_buffer(&mut buffer);
            let mut meant = 0;
            for at in 0..read {
                if self.is_meant(buffer[at]) {
                    buffer[meant] = buffer[at];
                    meant += 1;
                }
            }
            total += meant as u64;
            if let Some(tally) = &mut self.tally {
                tally.add(&buffer[..meant]);
            }
            if read < BLOCK {
                return total;
            }
        }
    }

    /// Takes a document into the page where it belongs there; whether the page needs no more of this segment.
    fn offer(&mut self, doc: DocId) -> Result<bool, TantivyError> {
        let limit = self.wanted.limit;
        let order = self.orders.first(doc).unwrap_or_default();
        let score = self.scorer.as_mut().map_or(0, |scorer| scorer.score(doc));
        if self.scorer.is_none()
            && self.hits.len() >= limit
            && self.hits.last().is_some_and(|hit| order < hit.order)
        {
            return Ok(true);
        }
        if let Some(after) = self.wanted.after {
            let place = (score, order).cmp(&(after.score, after.order));
            // Of equals the name decides, in the order of names.
            let comes_after = place.is_lt() || (place.is_eq() && self.names.of_doc(doc)? > after.id);
            if !comes_after {
                return Ok(false);
            }
        }
        self.hits.push(Hit { score, order, segment: self.number, doc });
        // Twice what is kept, so that each sorting throws away as many as it keeps.
        if self.scorer.is_some() && self.hits.len() >= RANKED_MAX.max(2 * limit) {
            keep_first(&mut self.hits, limit);
        }
        Ok(false)
    }
}

/// Keeps as many as are wanted of those that rank first, and those that are equal to the last of them.
fn keep_first(hits: &mut Vec<Hit>, limit: usize) {
    hits.sort_unstable_by_key(|hit| Reverse(*hit));
    let Some(last) = limit.checked_sub(1).and_then(|last| hits.get(last)).copied() else { return };
    let kept = hits.partition_point(|hit| (hit.score, hit.order) >= (last.score, last.order));
    hits.truncate(kept);
}

/// The first of what all segments gave, in order, with their names.
fn first(
    mut hits: Vec<Hit>,
    limit: usize,
    searcher: &Searcher,
) -> Result<Vec<(Hit, ArticleId)>, TantivyError> {
    if limit == 0 {
        return Ok(Vec::new());
    }
    // First, so that names are read for those alone that may be on the page.
    keep_first(&mut hits, limit);
    let mut names = Vec::new();
    for reader in searcher.segment_readers() {
        names.push(Names::of(reader)?);
    }
    let mut named = Vec::with_capacity(hits.len());
    for hit in hits {
        named.push((hit, names[hit.segment].of_doc(hit.doc)?));
    }
    named.sort_by(|(a, a_name), (b, b_name)| {
        (b.score, b.order).cmp(&(a.score, a.order)).then_with(|| a_name.cmp(b_name))
    });
    named.truncate(limit);
    Ok(named)
}

#[cfg(test)]
mod tests {
    use tantivy::{Index, IndexSettings, IndexSortByField, Order, TantivyDocument};
    use veille_query::Query;

    use super::*;

    /// A busy day whose articles have no more than the day may give some of them equal orders.
    #[test]
    fn pages_lose_none_of_equal_orders() {
        let fields = Fields::new();
        let sorted = IndexSortByField { field: column::ORDER.to_owned(), order: Order::Desc };
        let settings = IndexSettings { sort_by_field: Some(sorted), ..IndexSettings::default() };
        let index =
            Index::builder().schema(fields.schema.clone()).settings(settings).create_in_ram().unwrap();
        crate::home::register(&index);
        let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
        let mut expected = Vec::new();
        for number in 0_u64..90 {
            let id = ArticleId::of_url(&format!("https://example.org/{number}"));
            // Three orders, over three segments; two thirds are equal.
            let order = (7 << 24) + (number % 3) / 2;
            let mut document = TantivyDocument::default();
            document.add_u64(fields.order, order);
            crate::names::write(&fields, &id, &mut document);
            writer.add_document(document).unwrap();
            if number % 30 == 29 {
                writer.commit().unwrap();
            }
            expected.push(Cursor { sort: Sort::Newest, score: 0, order, id });
        }
        expected.sort();
        let searcher = index.reader().unwrap().searcher();
        assert!(searcher.segment_readers().len() > 1);
        for (limit, counting) in
            [(1, Counting::Nothing), (7, Counting::Nothing), (7, Counting::Total), (200, Counting::Total)]
        {
            let request = Request::new(Query::parse("any").unwrap());
            let (mut found, mut after) = (Vec::new(), None);
            loop {
                let wanted = Wanted {
                    request: &request,
                    lookup: &Lookup::Everything,
                    limit,
                    after: after.as_ref(),
                    counting,
                };
                let walked = walk(&searcher, &fields, &Labels::default(), &wanted).unwrap();
                let page = walked.hits.into_iter();
                let page: Vec<Cursor> = page
                    .map(|(hit, id)| Cursor { sort: Sort::Newest, score: hit.score, order: hit.order, id })
                    .collect();
                after = page.last().cloned().or(after);
                assert!(counting == Counting::Nothing || walked.total == 90);
                if page.is_empty() {
                    break;
                }
                found.extend(page);
            }
            assert_eq!(found, expected, "{limit}");
        }
    }
}
