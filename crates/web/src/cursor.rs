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

/// Which part of a list is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Its beginning.
    #[default]
    First,
    /// What follows after a place.
    After(Cursor),
    /// What comes just before a place.
    Before(Cursor),
}

impl Turn {
    /// From where to where a list is shown, at most so many: of a list in the order of places a place is found that is not in it
    /// any more, too; in another order such a one is its beginning.
    pub fn bounds(&self, places: &[&Cursor], in_order: bool, limit: usize) -> (usize, usize) {
        let found = |place: &Cursor| places.iter().position(|known| *known == place);
        let (from, to) = match self {
            Self::First => (0, limit),
            Self::After(place) => {
                let from = match in_order {
                    true => places.partition_point(|known| *known <= place),
                    false => found(place).map_or(0, |at| at + 1),
                };
                (from, from + limit)
            }
            Self::Before(place) => {
                let to = match in_order {
                    true => places.partition_point(|known| *known < place),
                    false => found(place).unwrap_or_default(),
                };
                // The first page is a whole one, also when fewer came before the place.
                (to.saturating_sub(limit), to.max(limit))
            }
        };
        (from.min(places.len()), to.min(places.len()))
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
            i64::MIN => f.write_str("_"),
            micros => write!(f, "_{micros}"),
        }?;
        write!(f, "_{}", self.id)
    }
}

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
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
            micros => instants::of_micros(micros).ok_or(())?.timestamp_micros(),
        };
        Ok(Self { day: Reverse(day), micros: Reverse(micros), id: ArticleId::from(id.to_owned()) })
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
            let cursor = Cursor::new(dated, id());
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
        for damaged in ["", "x", "2025-10-26", "2025-10-26_1", "2025-13-40_1_a", "2025-10-26_x_a"] {
            assert_eq!(damaged.parse::<Cursor>(), Err(()), "{damaged}");
        }
    }
}
