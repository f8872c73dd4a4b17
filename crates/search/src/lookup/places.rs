//! Where a word stands: the lists of all terms that answer one word of a query, as one (postings with positions).

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

/// From the first position to before the last one.
pub(crate) type Place = (u32, u32);

/// A set of documents that knows where it found what it looked for.
pub(crate) trait Placed: DocSet {
    /// Adds the places in the current document, in no order, each at least once.
    fn places(&mut self, into: &mut Vec<Place>);
}

/// All places of a word.
pub(crate) struct Word {
    lists: Vec<List>,
    /// Where each list stands: looked through for the least. There are few, and a thousand take no longer than a heap.
    docs: Vec<DocId>,
    doc: DocId,
    positions: Vec<u32>,
}

/// The documents of a term.
pub(crate) struct List {
    pub postings: SegmentPostings,
    /// Positions that it takes: more than one for a compound.
    pub length: u32,
}

impl Word {
    pub(crate) fn new(lists: Vec<List>) -> Self {
        let docs: Vec<DocId> = lists.iter().map(|list| list.postings.doc()).collect();
        let doc = docs.iter().copied().min().unwrap_or(TERMINATED);
        Self { lists, docs, doc, positions: Vec::new() }
    }

    /// Where the current document has it, in order. For words without compounds.
    pub(crate) fn positions(&mut self, into: &mut Vec<u32>) {
        into.clear();
        for (list, doc) in self.lists.iter_mut().zip(&self.docs) {
            if *doc == self.doc {
                list.postings.append_positions_with_offset(0, into);
            }
        }
        // A word and another form of it stand at one place, and a wildcard may answer with both.
        if self.lists.len() > 1 {
            into.sort_unstable();
            into.dedup();
        }
    }
}

impl Placed for Word {
    fn places(&mut self, into: &mut Vec<Place>) {
        for (list, doc) in self.lists.iter_mut().zip(&self.docs) {
            if *doc == self.doc {
                list.postings.positions(&mut self.positions);
                into.extend(self.positions.iter().map(|at| (*at, at + list.length)));
            }
        }
    }
}

impl DocSet for Word {
    fn advance(&mut self) -> DocId {
        // The usual case, a word without other forms: no list of lists is kept in step.
        if let [list] = self.lists.as_mut_slice() {
            self.doc = list.postings.advance();
            self.docs[0] = self.doc;
            return self.doc;
        }
        self.seek(self.doc.saturating_add(1))
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc || self.doc == TERMINATED {
            return self.doc;
        }
        // One past the end is no document: the engine's lists stand at `TERMINATED` and go no further.
        let target = target.min(TERMINATED);
        for (list, doc) in self.lists.iter_mut().zip(&mut self.docs) {
            if *doc < target {
                *doc = list.postings.seek(target);
            }
        }
        self.doc = self.docs.iter().copied().min().unwrap_or(TERMINATED);
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.lists.iter().map(|list| list.postings.size_hint()).fold(0, u32::saturating_add)
    }
}

/// Words side by side.
pub(crate) struct Phrase {
    /// The rarest first, each with its place in the phrase.
    words: Vec<(u32, Word)>,
    length: u32,
    doc: DocId,
    /// Where it begins in the current document.
    starts: Vec<u32>,
    positions: Vec<u32>,
}

impl Phrase {
    /// Of words with their places in it, at least one, and its length.
    pub(crate) fn new(mut words: Vec<(u32, Word)>, length: u32) -> Self {
        // The rarest word first: where it does not stand no place of another is read.
        words.sort_by_key(|(_, word)| word.size_hint());
        let doc = words[0].1.doc();
        let mut phrase = Self { words, length, doc, starts: Vec::new(), positions: Vec::new() };
        phrase.meet(doc);
        phrase
    }

    /// The first document from `doc` on, where the rarest word stands, that has the phrase.
    fn meet(&mut self, mut doc: DocId) -> DocId {
        'meeting: while doc != TERMINATED {
            for (_, word) in &mut self.words[1..] {
                let other = word.seek(doc);
                if other > doc {
                    doc = self.words[0].1.seek(other);
                    continue 'meeting;
                }
            }
            if self.stands_here() {
                break;
            }
            doc = self.words[0].1.advance();
        }
        self.doc = doc;
        doc
    }

    /// Whether the words, all of which stand on one document, stand side by side there.
    fn stands_here(&mut self) -> bool {
        let [(place, first), others @ ..] = self.words.as_mut_slice() else { return false };
        first.positions(&mut self.starts);
        // A phrase does not begin before its field does.
        let place = *place;
        self.starts.retain_mut(|at| match at.checked_sub(place) {
            Some(start) => {
                *at = start;
                true
            }
            None => false,
        });
        for (place, word) in others {
            if self.starts.is_empty() {
                return false;
            }
            word.positions(&mut self.positions);
            let mut left = self.positions.iter().copied().peekable();
            self.starts.retain(|start| {
                let wanted = start + *place;
                while left.next_if(|at| *at < wanted).is_some() {}
                left.peek() == Some(&wanted)
            });
        }
        !self.starts.is_empty()
    }
}

impl Placed for Phrase {
    fn places(&mut self, into: &mut Vec<Place>) {
        into.extend(self.starts.iter().map(|start| (*start, start + self.length)));
    }
}

impl DocSet for Phrase {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        let doc = self.words[0].1.advance();
        self.meet(doc)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc || self.doc == TERMINATED {
            return self.doc;
        }
        let doc = self.words[0].1.seek(target);
        self.meet(doc)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.words[0].1.size_hint()
    }

    fn cost(&self) -> u64 {
        // Positions are read for each.
        u64::from(self.size_hint()) * 4
    }
}

/// A side of a proximity: any of its words and phrases.
pub(crate) struct Side {
    passages: Vec<Box<dyn Placed>>,
    doc: DocId,
}

impl Side {
    pub(crate) fn new(passages: Vec<Box<dyn Placed>>) -> Self {
        let doc = passages.iter().map(|passage| passage.doc()).min().unwrap_or(TERMINATED);
        Self { passages, doc }
    }
}

impl Placed for Side {
    fn places(&mut self, into: &mut Vec<Place>) {
        for passage in &mut self.passages {
            if passage.doc() == self.doc {
                passage.places(into);
            }
        }
    }
}

impl DocSet for Side {
    fn advance(&mut self) -> DocId {
        self.seek(self.doc.saturating_add(1))
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc || self.doc == TERMINATED {
            return self.doc;
        }
        let target = target.min(TERMINATED);
        for passage in &mut self.passages {
            if passage.doc() < target {
                passage.seek(target);
            }
        }
        self.doc = self.passages.iter().map(|passage| passage.doc()).min().unwrap_or(TERMINATED);
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.passages.iter().map(|passage| passage.size_hint()).fold(0, u32::saturating_add)
    }
}

/// How close two passages must be.
#[derive(Clone, Copy)]
pub(crate) struct Close {
    pub words_max: u32,
    /// Whether the left one stands first.
    pub ordered: bool,
    /// Whether the end of a paragraph may lie between.
    pub across: bool,
}

/// A passage of each side not far apart.
pub(crate) struct Nearby {
    left: Side,
    right: Side,
    close: Close,
    /// Where paragraphs end, which they do not cross.
    ends: Option<Word>,
    doc: DocId,
    places: [Vec<Place>; 2],
    ended: Vec<u32>,
}

impl Nearby {
    pub(crate) fn new(left: Side, right: Side, close: Close, ends: Option<Word>) -> Self {
        let doc = left.doc();
        let places = [Vec::new(), Vec::new()];
        let mut nearby = Self { left, right, close, ends, doc, places, ended: Vec::new() };
        nearby.meet(doc);
        nearby
    }

    fn meet(&mut self, mut doc: DocId) -> DocId {
        while doc != TERMINATED {
            let other = self.right.seek(doc);
            if other > doc {
                doc = self.left.seek(other);
                continue;
            }
            if self.stand_close() {
                break;
            }
            doc = self.left.advance();
        }
        self.doc = doc;
        doc
    }

    fn stand_close(&mut self) -> bool {
        let [left, right] = &mut self.places;
        left.clear();
        right.clear();
        self.left.places(left);
        self.right.places(right);
        let Close { words_max, ordered, .. } = self.close;
        left.sort_unstable();
        right.sort_unstable();
        let is_close = |ended: &[u32]| {
            is_close(left, right, words_max, ended) || (!ordered && is_close(right, left, words_max, ended))
        };
        // Most are too far apart anyway: where paragraphs end is read for the rest.
        if !is_close(&[]) {
            return false;
        }
        self.ended.clear();
        let doc = self.left.doc();
        if let Some(ends) = self.ends.as_mut().filter(|ends| ends.doc() <= doc)
            && ends.seek(doc) == doc
        {
            ends.positions(&mut self.ended);
        }
        self.ended.is_empty() || is_close(&self.ended)
    }
}

/// Whether one of the second begins behind one of the first, at most so many steps away and with none of these ends
/// between: what `Hit::distance` of the query language is for passages without gaps. All are sorted.
fn is_close(first: &[Place], second: &[Place], words_max: u32, ended: &[u32]) -> bool {
    first.iter().any(|(_, end)| {
        // The nearest: what lies between it and the first lies between all others and the first too.
        let behind = second.partition_point(|(start, _)| start < end);
        second.get(behind).is_some_and(|(start, _)| {
            start + 1 - end <= words_max
                && ended.get(ended.partition_point(|at| at < end)).is_none_or(|at| at > start)
        })
    })
}

impl DocSet for Nearby {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        let doc = self.left.advance();
        self.meet(doc)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc || self.doc == TERMINATED {
            return self.doc;
        }
        let doc = self.left.seek(target);
        self.meet(doc)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.left.size_hint().min(self.right.size_hint())
    }

    fn cost(&self) -> u64 {
        // As of a phrase.
        u64::from(self.size_hint()) * 4
    }
}
