//! The order of results (newest first), the same in every index of one store.
//!
//! A document's order is its date's second and, below it, bits of its article's name: nearly unique, so that a page goes on
//! from it. Only nearly: a busy day of articles that have no more than a day makes equal ones, between which the name
//! itself decides.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use tantivy::DocId;
use veille_model::ArticleId;

/// Bits below the second.
const TIE_BITS: u32 = 24;
/// Seconds from the year 1 to 1970: nothing that is printed is older, and none of them is negative.
const FROM_YEAR_ONE: i64 = 62_135_596_800;

/// The order of an article; those without a date stand last.
pub(crate) fn of(dated_at: Option<DateTime<Utc>>, id: &ArticleId) -> u64 {
    dated_at.map_or(0, second) << TIE_BITS | u64::from(tie(id))
}

/// The least order of an instant.
pub(crate) fn first_of(instant: DateTime<Utc>) -> u64 {
    second(instant) << TIE_BITS
}

/// The least order of what has a date.
pub(crate) const FIRST_DATED: u64 = 1 << TIE_BITS;

fn second(instant: DateTime<Utc>) -> u64 {
    // Never 0, which is what has no date.
    let seconds = instant.timestamp().saturating_add(FROM_YEAR_ONE).max(1).unsigned_abs();
    seconds.min(u64::MAX >> TIE_BITS)
}

/// The instant of an order; None for what has no date.
pub(crate) fn instant(order: u64) -> Option<DateTime<Utc>> {
    let second = order >> TIE_BITS;
    let seconds = i64::try_from(second).ok()?.saturating_sub(FROM_YEAR_ONE);
    if second == 0 { None } else { DateTime::from_timestamp(seconds, 0) }
}

fn tie(id: &ArticleId) -> u32 {
    // The upper bits: `names` takes the lower ones, and two uses of the same bits would collide together.
    (hash(id) >> (64 - TIE_BITS)) as u32
}

/// Bits of a name, spread whatever it looks like (FNV-1a).
pub(crate) fn hash(id: &ArticleId) -> u64 {
    id.as_str()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What stands first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The newest by [`dated_at`](veille_model::Article::dated_at); what has no date last.
    #[default]
    Newest,
    /// What says most about the words of the query; see [`crate::relevance`]. Of equals the newest.
    Relevant,
}

/// Before a place among ranked results.
const RANKED: &str = "r";

/// Where a page ended, to go on from: how it was sorted, the last result's score where they are ranked, its order and its
/// article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub(crate) sort: Sort,
    pub(crate) score: u32,
    pub(crate) order: u64,
    pub(crate) id: ArticleId,
}

impl Cursor {
    /// How the results were sorted among which it is a place: in another order it is none.
    pub fn sort(&self) -> Sort {
        self.sort
    }
}

/// In the order of results: the greatest score, then the newest; of equals by name.
impl Ord for Cursor {
    fn cmp(&self, other: &Self) -> Ordering {
        // Turned round: the greater score and the newer order come first.
        (other.score, other.order).cmp(&(self.score, self.order)).then_with(|| self.id.cmp(&other.id))
    }
}

impl PartialOrd for Cursor {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sort = match self.sort {
            Sort::Newest => "",
            Sort::Relevant => RANKED,
        };
        write!(f, "{sort}{:x}.{:x}.{}", self.score, self.order, self.id)
    }
}

impl FromStr for Cursor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (sort, text) = match text.strip_prefix(RANKED) {
            Some(text) => (Sort::Relevant, text),
            None => (Sort::Newest, text),
        };
        // The name last: one that somebody gave may have dots.
        let mut parts = text.splitn(3, '.');
        let number = |digits: Option<&str>| u64::from_str_radix(digits?, 16).ok();
        let (score, order) = (number(parts.next()), number(parts.next()));
        let id = parts.next().filter(|id| !id.is_empty());
        match (score.and_then(|score| u32::try_from(score).ok()), order, id) {
            (Some(score), Some(order), Some(id)) => {
                // Only ranked results have a score; versions before this one did not say so.
                let sort = if score > 0 { Sort::Relevant } else { sort };
                Ok(Self { sort, score, order, id: ArticleId::from(id.to_owned()) })
            }
            _ => Err("expected what a page of results ended with, to go on after it".to_owned()),
        }
    }
}

/// The first document among these whose order is less than this one; they lie from the greatest on. It is looked for in
/// growing leaps, and then between the last two: it is often near.
pub(crate) fn first_below(order: impl Fn(DocId) -> u64, limit: u64, documents: Range<DocId>) -> DocId {
    let is_below = |doc| order(doc) < limit;
    let (mut low, mut leap) = (documents.start, 1);
    let mut high = loop {
        let next = low.saturating_add(leap);
        if next >= documents.end {
            break documents.end;
        }
        if is_below(next) {
            break next;
        }
        low = next;
        leap *= 2;
    };
    while low < high {
        let middle = low + (high - low) / 2;
        if is_below(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(id: &str) -> ArticleId {
        ArticleId::from(id.to_owned())
    }

    #[test]
    fn newer_is_greater_and_undated_least() {
        let at = |text: &str| of(Some(text.parse().unwrap()), &named("a"));
        assert!(at("2025-10-25T08:00:01Z") > at("2025-10-25T08:00:00Z"));
        assert!(at("1969-12-31T23:59:59Z") > of(None, &named("zz")));
        assert!(at("1969-12-31T23:59:59Z") < at("1970-01-01T00:00:00Z"));
        assert!(at("1913-05-29T00:00:00Z") >= FIRST_DATED);
    }

    #[test]
    fn an_instant_is_told_from_an_order() {
        for text in ["2025-10-25T23:59:59Z", "0001-01-01T00:00:01Z", "9999-12-31T23:59:59Z"] {
            let at: DateTime<Utc> = text.parse().unwrap();
            assert_eq!(instant(of(Some(at), &named("a"))), Some(at));
        }
        assert_eq!(instant(of(None, &named("a"))), None);
    }

    #[test]
    fn a_cursor_is_read_as_it_is_printed() {
        for (sort, score) in [(Sort::Newest, 0), (Sort::Relevant, 0), (Sort::Relevant, 17)] {
            let cursor = Cursor { sort, score, order: u64::MAX, id: named("a.b") };
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
        assert_eq!("11.5.a".parse::<Cursor>().map(|cursor| cursor.sort()), Ok(Sort::Relevant));
        for torn in ["", "1", "1.2", "1.2.", "x.2.a"] {
            assert!(torn.parse::<Cursor>().is_err(), "{torn}");
        }
    }
}
