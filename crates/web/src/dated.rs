//! On which day an article stands, and how exactly that is known.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Utc};
use veille_model::{Article, Moment};

use crate::Zone;

/// When an article is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dated {
    /// The page says an instant.
    Instant(DateTime<FixedOffset>),
    /// The page says a day and no hour.
    Day(NaiveDate),
    /// The page says nothing: it was captured then.
    Captured(DateTime<FixedOffset>),
    /// Nothing is known.
    Unknown,
}

impl Dated {
    /// Pages claim to be of 2031; none is of later than its capture (the store orders its own lists so, too).
    pub fn of(article: &Article, zone: &Zone) -> Self {
        let local = |at: DateTime<Utc>| zone.local(at);
        match (article.stated(), article.captured_at) {
            (Some(Moment::Instant(at)), _) => Self::Instant(local(at.to_utc())),
            (Some(Moment::Day(day)), _) => Self::Day(day),
            (None, Some(captured)) => Self::Captured(local(captured)),
            (None, None) => Self::Unknown,
        }
    }

    /// Whether the page says so.
    pub fn is_stated(self) -> bool {
        matches!(self, Self::Instant(_) | Self::Day(_))
    }

    /// The day it stands under.
    pub fn day(self) -> Option<NaiveDate> {
        match self {
            Self::Instant(at) | Self::Captured(at) => Some(at.date_naive()),
            Self::Day(day) => Some(day),
            Self::Unknown => None,
        }
    }

    /// What sorts it inside its day; without an hour it comes last there.
    pub fn micros(self) -> i64 {
        match self {
            Self::Instant(at) | Self::Captured(at) => at.timestamp_micros(),
            Self::Day(_) | Self::Unknown => i64::MIN,
        }
    }

    /// As RFC 3339 has it, for machines: a day as its first instant.
    pub fn instant(self) -> Option<DateTime<FixedOffset>> {
        match self {
            Self::Instant(at) | Self::Captured(at) => Some(at),
            Self::Day(day) => Some(first_instant(day).fixed_offset()),
            Self::Unknown => None,
        }
    }
}

fn first_instant(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}
