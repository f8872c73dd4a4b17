//! Dates that machines write, in feeds, headers and attributes. Dates that people read are the cleaner's.
//!
//! One reader for all of them: the same string is the same instant in a feed and in a page. RFC 822 and JavaScript's
//! `Tue Oct 07 2025 10:48:47 GMT+0700` name their month in English; a page may name it in any language, so the cleaner
//! asks [`iso8601`] and reads the rest itself, with [`clock`] and [`with_time`].

mod clock;
mod iso;
mod rfc822;
mod zone;

use veille_model::Moment;

pub use clock::{Unzoned, clock, with_time};
pub use zone::zone;

/// A date of RFC 822, RFC 3339 or ISO 8601, or what is meant to be one: a day, or an instant with the offset that was
/// written. `unzoned` is the zone of times without one.
pub fn machine(text: &str, unzoned: Unzoned) -> Option<Moment> {
    let text = text.trim();
    iso::parse(text, unzoned).or_else(|| rfc822::parse(text, unzoned))
}

/// A date of RFC 3339 or ISO 8601 with its many liberties, or seconds or milliseconds since 1970.
///
/// A time without a zone is not an instant, so only its day is kept; fractions of a second are dropped, as no newspaper
/// means them.
pub fn iso8601(text: &str) -> Option<Moment> {
    iso::parse(text, None)
}

#[cfg(test)]
mod tests {
    use chrono::FixedOffset;

    use super::*;

    fn check(text: &str, expected: &str) {
        let found =
            machine(text, FixedOffset::east_opt(0)).map(|moment| moment.to_string()).unwrap_or_default();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn both_families_are_read_with_their_offset() {
        check("Tue, 07 Oct 2025 10:48:47 +0700", "2025-10-07T10:48:47+07:00");
        check("2025-10-07T10:48:47+07:00", "2025-10-07T10:48:47+07:00");
        check("2025-10-07T10:48:47Z", "2025-10-07T10:48:47Z");
        check("Tue, 07 Oct 2025 10:48:47 GMT", "2025-10-07T10:48:47Z");
        check("Tue, 07 Oct 2025 10:48:47 EST", "2025-10-07T10:48:47-05:00");
    }

    #[test]
    fn what_is_meant_to_be_a_date_is_read_as_one() {
        check("Thứ Ba, 7 October 2025 10:48 ICT", "2025-10-07T10:48:00+07:00");
        check("07 Oct 25 10:48:47 GMT+0700", "2025-10-07T10:48:47+07:00");
        check("Oct 7, 2025 10:48:47 +0000", "2025-10-07T10:48:47Z");
        check("Tue Oct  7 10:48:47 2025", "2025-10-07T10:48:47Z");
        check("2025-10-07 10:48:47", "2025-10-07T10:48:47Z");
        check("2025-10-07T10:48+0700", "2025-10-07T10:48:00+07:00");
        check("2025-10-07T10:48:47.250+07:00", "2025-10-07T10:48:47+07:00");
        check("Tue, 7 Oct 2025 9:05:00 +0200 (CEST)", "2025-10-07T09:05:00+02:00");
        check("07-Oct-2025 10:48:47 UTC", "2025-10-07T10:48:47Z");
        check("Tue, 07 Oct 2025 24:00:00 GMT", "2025-10-08T00:00:00Z");
    }

    #[test]
    fn a_day_stays_a_day() {
        check("2025-10-07", "2025-10-07");
        check("20251007", "2025-10-07");
        check("7 Oct 2025", "2025-10-07");
        check("07 Oct 2025 25:00", "2025-10-07");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "yesterday", "2025", "2025-10", "2025-13-01", "32 Oct 2025", "Oct", "é", "0000é"] {
            check(text, "");
        }
    }

    #[test]
    fn a_zone_is_the_same_wherever_it_stands() {
        let check = |zone: &str, expected: &str| {
            for date in ["Tue, 07 Oct 2025 10:48:47", "2025-10-07T10:48:47", "2025-10-07 10:48:47"] {
                check(&format!("{date} {zone}"), expected);
            }
        };
        check("ICT", "2025-10-07T10:48:47+07:00");
        check("EST", "2025-10-07T10:48:47-05:00");
        check("gmt", "2025-10-07T10:48:47Z");
        // India, Israel or Ireland; Britain or Bangladesh; China, Cuba or Chicago; Arabia or the Atlantic.
        for several in ["IST", "BST", "CST", "AST", "XYZ"] {
            check(several, "2025-10-07");
        }
    }

    #[test]
    fn a_word_is_no_zone() {
        let zone = |text: &str| super::zone(text).map(|(zone, _)| zone.local_minus_utc() / 60);
        assert_eq!(zone(" EST"), Some(-300));
        assert_eq!(zone(" est née à Hanoï"), None);
        assert_eq!(zone(" cet après-midi"), None);
        assert_eq!(zone(" Wib"), Some(420));
    }
}
