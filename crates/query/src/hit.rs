//! Passages that a clause found, and the arithmetic on them that defines the language.

use std::cmp::Reverse;

use veille_model::Evidence;

use super::ast::Span;
use veille_text::Document;

/// A passage: positions of the document, and the clause that it satisfies.
///
/// What NEAR found is hollow: between its first and its last part other words may lie, which may take part in an
/// enclosing NEAR. `first_end` and `last_start` bound the parts at its two ends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub start: u32,
    pub end: u32,
    pub first_end: u32,
    pub last_start: u32,
    pub clause: (u32, u32),
}

impl Hit {
    pub(crate) fn solid(start: u32, end: u32, clause: &Span) -> Self {
        Self { start, end, first_end: end, last_start: start, clause: (clause.start, clause.end) }
    }

    /// From the beginning of the one to the end of the other.
    pub(crate) fn cover(a: &Self, b: &Self, clause: &Span) -> Self {
        // Of two that begin together the shorter part: the hollow behind it is the larger.
        let first = if (b.start, b.first_end) < (a.start, a.first_end) { b } else { a };
        let last = if (b.end, b.last_start) > (a.end, a.last_start) { b } else { a };
        Self {
            start: first.start,
            end: last.end,
            first_end: first.first_end,
            last_start: last.last_start,
            clause: (clause.start, clause.end),
        }
    }

    /// How many steps apart two passages are, 1 being side by side; None where they share a word, or lie in two paragraphs and
    /// must not.
    pub(crate) fn distance(&self, other: &Self, document: &Document, across: bool) -> Option<u32> {
        // Only the two ends are taken: *nations* inside `(convention NEAR/9 cybercrim*)` shares no word with it.
        let parts = |hit: &Self| [(hit.start, hit.first_end), (hit.last_start, hit.end)];
        for (start, end) in parts(self) {
            if parts(other).iter().any(|(other_start, other_end)| start < *other_end && *other_start < end) {
                return None;
            }
        }
        let (first, second) = if self.start < other.start { (self, other) } else { (other, self) };
        // What lies inside the first passage, in its hollow, is at no distance.
        let last = first.end - 1;
        if second.start <= last {
            return Some(0);
        }
        let fits = across || document.share_paragraph(last, second.start);
        fits.then(|| document.steps(last, second.start))
    }

    /// The passage as evidence.
    pub(crate) fn evidence(&self, document: &Document, query: &str) -> Evidence {
        let (field, start, end) = document.place(self.start, self.end);
        Evidence {
            field,
            start,
            end,
            exact: document.written(self.start, self.end).to_owned(),
            clause: query.get(self.clause.0 as usize..self.clause.1 as usize).unwrap_or_default().to_owned(),
        }
    }
}

/// How many of these passages fit side by side.
pub(crate) fn count(hits: &[Hit]) -> u32 {
    let mut places: Vec<(u32, u32)> = hits.iter().map(|hit| (hit.end, hit.start)).collect();
    places.sort_unstable();
    // Interval scheduling: whichever ends first leaves most room, so the greedy count is the largest.
    let (mut count, mut free) = (0, 0);
    for (end, start) in places {
        if start >= free {
            count += 1;
            free = end;
        }
    }
    count
}

/// The order in which the nearest partner after a passage is chosen.
pub(crate) fn after_key(distance: u32, hit: &Hit) -> (u32, u32, u32) {
    // A total order, so that brute force and the matcher choose the same of several equally near.
    (distance, hit.end, hit.start)
}

/// The order in which the nearest partner before a passage is chosen.
pub(crate) fn before_key(distance: u32, hit: &Hit) -> (u32, Reverse<u32>, u32) {
    (distance, Reverse(hit.start), hit.end)
}

/// Passages as evidence: in the order of the document, each once.
pub(crate) fn evidence(mut hits: Vec<Hit>, document: &Document, query: &str) -> Vec<Evidence> {
    hits.sort();
    // Two readings of a hollow passage differ inside only, which evidence does not show.
    hits.dedup_by(|a, b| (a.start, a.end, a.clause) == (b.start, b.end, b.clause));
    hits.iter().map(|hit| hit.evidence(document, query)).collect()
}
