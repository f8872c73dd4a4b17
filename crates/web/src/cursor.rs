//! Places in a list, as they stand in addresses.

use std::cmp::Reverse;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use veille_model::ArticleId;

use crate::dated::Dated;
use crate::instants;

/// Where an article stands in every list: its day, newest first and unknown ones last; in it the latest first.
///
/// A page that begins after a place misses nothing and repeats nothing, whatever is stored meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cursor {
    day: Reverse<Option<NaiveDate>>,
    micros: Reverse<i64>,
    id: ArticleId,
}

/// How much an article is about a topic, and how many passages earned that.
pub(crate) type Relevance = (u8, u32);

/// Where something stands in one list: where all lists have it or, where the most relevant stand first, by its relevance and of equals there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank<P = Cursor> {
    relevance: Option<Reverse<Relevance>>,
    place: P,
}

/// Which part of a list is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Its beginning.
    #[default]
    First,
    /// What follows after a place.
    After(Rank),
    /// What comes just before a place.
    Before(Rank),
}

impl<P> Rank<P> {
    /// Of something at this place, which is so relevant where that decides.
    pub fn new(relevance: Option<Relevance>, place: P) -> Self {
        Self { relevance: relevance.map(Reverse), place }
    }

    /// Whether it is one of a list in which the most relevant stand first.
    pub fn is_by_relevance(&self) -> bool {
        self.relevance.is_some()
    }
}

impl Rank {
    /// The same, as those of a list that is looked at.
    pub fn borrowed(&self) -> Rank<&Cursor> {
        Rank { relevance: self.relevance, place: &self.place }
    }
}

impl Rank<&Cursor> {
    pub fn owned(&self) -> Rank {
        Rank { relevance: self.relevance, place: self.place.clone() }
    }

    pub fn id(&self) -> &ArticleId {
        self.place.id()
    }
}

impl Turn {
    /// The place, and what it is called in an address; none of the beginning.
    pub fn rank(&self) -> Option<(&'static str, &Rank)> {
        match self {
            Self::First => None,
            Self::After(rank) => Some(("after", rank)),
            Self::Before(rank) => Some(("before", rank)),
        }
    }

    /// From where to where a list is shown, at most so many. It is in the order of its ranks: one that is not in it any more is found where
    /// it would stand.
    pub fn bounds(&self, ranks: &[Rank<&Cursor>], limit: usize) -> (usize, usize) {
        let (from, to) = match self {
            Self::First => (0, limit),
            Self::After(rank) => {
                let from = ranks.partition_point(|known| *known <= rank.borrowed());
                (from, from + limit)
            }
            Self::Before(rank) => {
                let to = ranks.partition_point(|known| *known < rank.borrowed());
                // The first page is a whole one, also when fewer came before the place.
                (to.saturating_sub(limit), to.max(limit))
            }
        };
        (from.min(ranks.len()), to.min(ranks.len()))
    }
}

impl Cursor {
    pub fn new(dated: Dated, id: ArticleId) -> Self {
        Self { day: Reverse(dated.day()), micros: Reverse(dated.micros()), id }
    }

    pub fn day(&self) -> Option<NaiveDate> {
        self.day.0
    }

    /// The instant, where more than the day is known.
    pub fn instant(&self) -> Option<DateTime<Utc>> {
        Some(self.micros.0).filter(|micros| *micros != i64::MIN).and_then(DateTime::from_timestamp_micros)
    }

    pub fn id(&self) -> &ArticleId {
        &self.id
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.day.0 {
            Some(day) => write!(f, "{day}")?,
            None => f.write_str("undated")?,
        }
        match self.micros.0 {
            // Never a number in an address: no instant is so early.
            i64::MIN => f.write_str("_"),
            micros => write!(f, "_{micros}"),
        }?;
        write!(f, "_{}", self.id)
    }
}

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        // At most three: what an id is made of may have the sign as well.
        let mut parts = text.splitn(3, '_');
        let (Some(day), Some(micros), Some(id)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(());
        };
        let day = match day {
            "undated" => None,
            day => Some(instants::day(day).ok_or(())?),
        };
        let micros = match micros {
            "" => i64::MIN,
            // Bounded, as it comes from outside: of the year 200,000 no day can be shown.
            micros => instants::of_micros(micros).ok_or(())?.timestamp_micros(),
        };
        Ok(Self { day: Reverse(day), micros: Reverse(micros), id: ArticleId::from(id.to_owned()) })
    }
}

impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Reverse((weight, passages))) = self.relevance {
            write!(f, "{weight}.{passages}_")?;
        }
        self.place.fmt(f)
    }
}

impl FromStr for Rank {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        // A day has no full stop before the first sign, a relevance always has.
        let relevance = text.split_once('_').and_then(|(first, rest)| Some((first.split_once('.')?, rest)));
        let Some(((weight, passages), place)) = relevance else { return Ok(Self::new(None, text.parse()?)) };
        let relevance = (weight.parse().map_err(drop)?, passages.parse().map_err(drop)?);
        Ok(Self::new(Some(relevance), place.parse()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let id = || ArticleId::from("an_id_with_bars".to_owned());
        let at = "2025-10-26T10:00:00+07:00".parse().unwrap();
        for dated in [Dated::Instant(at), Dated::Day("2025-10-26".parse().unwrap()), Dated::Unknown] {
            for relevance in [None, Some((87, 3))] {
                let rank = Rank::new(relevance, Cursor::new(dated, id()));
                assert_eq!(rank.to_string().parse(), Ok(rank));
            }
        }
        for damaged in [
            "",
            "x",
            "2025-10-26",
            "2025-10-26_1",
            "2025-13-40_1_a",
            "2025-10-26_x_a",
            "300.1_2025-10-26_1_a",
            "7.x_2025-10-26_1_a",
            "7.3",
        ] {
            assert_eq!(damaged.parse::<Rank>(), Err(()), "{damaged}");
        }
    }

    #[test]
    fn a_place_that_is_gone_is_found_where_it_would_stand() {
        let place = |day: &str, id: &str| {
            Cursor::new(Dated::Day(day.parse().unwrap()), ArticleId::from(id.to_owned()))
        };
        let places = [place("2025-10-20", "a"), place("2025-10-27", "b"), place("2025-10-26", "c")];
        let [a, b, c] = &places;
        let list = [Rank::new(Some((9, 1)), a), Rank::new(Some((5, 2)), b), Rank::new(Some((5, 2)), c)];
        let gone = |relevance, day| Rank::new(Some(relevance), place(day, "gone"));
        let check = |turn: Turn, expected| assert_eq!(turn.bounds(&list, 1), expected, "{turn:?}");
        check(Turn::After(gone((9, 1), "2025-10-19")), (1, 2));
        check(Turn::After(gone((5, 2), "2025-10-27")), (2, 3));
        check(Turn::After(gone((1, 1), "2025-10-27")), (3, 3));
        check(Turn::Before(gone((5, 2), "2025-10-26")), (2, 3));
        check(Turn::Before(gone((10, 1), "2025-10-26")), (0, 1));
        check(Turn::After(list[1].owned()), (2, 3));
    }
}
