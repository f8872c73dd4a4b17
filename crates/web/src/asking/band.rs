//! How many articles of a source are usual on a day, and whether it keeps to that: silent is not healthy, and a source that brings
//! five times as much as ever has perhaps changed what it announces.

/// Whole days that say what is usual.
pub(crate) const DAYS: usize = 28;
/// Fewer days of a source say nothing.
const DAYS_MIN: usize = 14;
/// Who has published nothing for so many of its usual intervals is silent.
const INTERVALS: usize = 3;

/// The band of a source, and how it keeps to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Band {
    /// What eight of ten days lie between.
    pub low: usize,
    pub high: usize,
    pub kept: Kept,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    As,
    /// Nothing for three times as long as usual, so many days.
    Silent(usize),
    Less,
    More,
}

impl Kept {
    /// As tables have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::As => "",
            Self::Silent(_) => "silent",
            Self::Less => "less",
            Self::More => "more",
        }
    }
}

impl Band {
    /// Of the articles of whole days, the last of which was yesterday; None of a source that has not been read for long enough.
    pub fn of(days: &[usize; DAYS]) -> Option<Self> {
        let since = days.iter().position(|articles| *articles > 0)?;
        let known = &days[since..];
        if known.len() < DAYS_MIN {
            return None;
        }
        let (yesterday, before) = known.split_last()?;
        let mut sorted = before.to_vec();
        sorted.sort_unstable();
        let (low, high) = (sorted[sorted.len() / 10], sorted[sorted.len() - 1 - sorted.len() / 10]);
        let silent = known.iter().rev().take_while(|articles| **articles == 0).count();
        let spoken = known.len() - silent;
        // Days between two articles, as long as it spoke: four in ten days are one every third day.
        let articles: usize = known[..spoken].iter().sum();
        let kept = match () {
            () if silent * (articles - 1) > INTERVALS * (spoken - 1) && silent > 0 => Kept::Silent(silent),
            () if *yesterday < low => Kept::Less,
            () if *yesterday > (high * 2).max(high + 5) => Kept::More,
            () => Kept::As,
        };
        Some(Self { low, high, kept })
    }

    /// Whether somebody should look at it.
    pub fn is_unusual(self) -> bool {
        self.kept != Kept::As
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_keeps_to_what_is_usual_of_it_or_does_not() {
        let check = |days: &[usize], expected: Option<(usize, usize, Kept)>| {
            let mut all = [0; DAYS];
            all[DAYS - days.len()..].copy_from_slice(days);
            let band = Band::of(&all).map(|band| (band.low, band.high, band.kept));
            assert_eq!(band, expected, "{days:?}");
        };
        let daily = [4, 5, 6, 5, 4, 7, 5, 4, 6, 5, 5, 4, 6, 5, 4, 5, 6, 5, 5, 4];
        let with = |last: &[usize]| [&daily[..], last].concat();
        check(&with(&[5]), Some((4, 6, Kept::As)));
        check(&with(&[3]), Some((4, 6, Kept::Less)));
        check(&with(&[12]), Some((4, 6, Kept::As)));
        check(&with(&[13]), Some((4, 6, Kept::More)));
        check(&with(&[0]), Some((4, 6, Kept::Silent(1))));
        // A weekly is silent after three weeks, and not before.
        let weekly = |weeks: usize| {
            let mut days = [0; DAYS];
            (0..weeks).for_each(|week| days[week * 7] = 1);
            days
        };
        check(&weekly(4), Some((0, 1, Kept::As)));
        check(&weekly(2), Some((0, 0, Kept::As)));
        let third = [1, 0, 0, 1, 0, 0, 1, 0, 0, 1];
        check(&[&third[..], &[0; 9]].concat(), Some((0, 1, Kept::As)));
        check(&[&third[..], &[0; 12]].concat(), Some((0, 1, Kept::Silent(12))));
        check(&[&[1][..], &[0; 27]].concat(), Some((0, 0, Kept::As)));
        // Who is new, or has published nothing, has no band.
        check(&[5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 0], None);
        check(&[], None);
    }
}
