//! What the words around a date say of it: that a second one follows, that it is an event's, that the line is nothing else.

use super::VALUE_BYTES;
use crate::dates::{self, Found, Hints};
use crate::metadata::candidate::Field;
use crate::metadata::date_words::{announces, says_modified, says_published};

/// Letters beside a date that is a line of its own: `03.04.2018 г.`
const ALONE_CHARS: usize = 6;
/// A line that states its date says little else.
const BESIDE_CHARS: usize = 40;
/// Unless it is cut into parts: `Do 25.04.24 | 14:07 Uhr | Von …`.
const BESIDE_CHARS_IN_PARTS: usize = 90;

/// What a line is that states a date and little else.
pub(crate) fn dated_line(line: &str, hints: Hints<'_>) -> Option<Field> {
    if line.len() > VALUE_BYTES {
        return None;
    }
    let found = dates::find(line, hints)?;
    let beside = line.chars().count() - line[found.start..found.end].chars().count();
    // `It was signed on 3 May in Hanoi.` is a short paragraph; `Published 3 May.` is no sentence of the text.
    let is_sentence = line.ends_with('.') && beside > 30;
    let max = if line.contains(['|', '•', '·', '/']) { BESIDE_CHARS_IN_PARTS } else { BESIDE_CHARS };
    let is_change = says_modified(line);
    let max = if is_change || says_published(line) { BESIDE_CHARS_IN_PARTS } else { max };
    (beside <= max && (is_change || !is_sentence)).then_some(if is_change {
        Field::Modified
    } else {
        Field::Published
    })
}

/// The part of a line that says when the article was published, where it says before when it was changed:
/// `Updated 9 March 2021 | Published 3 March 2021`.
pub(super) fn published_behind<'l>(line: &'l str, hints: Hints<'_>) -> Option<&'l str> {
    if line.len() > VALUE_BYTES || !says_modified(line) || says_published(line) {
        return None;
    }
    let first = dates::find(line, hints)?;
    // A time of day, and whatever parts both: `, 10:40 |`.
    let rest = line[first.end..].trim_start_matches(|c: char| !c.is_alphabetic());
    (says_published(rest) && dates::find(rest, hints).is_some()).then_some(rest)
}

/// Whether a date is a part of a sentence: `The fair will be held on April 5, 2025, at the baths.` What opens a text with its day goes on
/// behind a mark: `Press release of 25 January 2022 | Berlin – …`.
pub(super) fn is_of_event(line: &str, found: &Found) -> bool {
    let is_word = |word: &str| word.chars().count() > 1 && word.starts_with(char::is_lowercase);
    let words = line[..found.start].split(|c: char| !c.is_alphanumeric()).filter(|word| is_word(word));
    let behind = line[found.end..].trim_start().chars().next();
    let goes_on = behind.is_none_or(|c| c.is_alphabetic() || matches!(c, ',' | '.' | ';'));
    let is_sentence = line.len() > VALUE_BYTES / 2 || line.trim_end().ends_with(['.', '!', '?']);
    // `The council met on 5 March 2010 and …` was written on that day as often as not.
    let is_told = !is_sentence || announces(&line[..found.start]);
    words.count() >= 2 && goes_on && is_told && !says_published(line)
}

/// Whether a line is a date and hardly more.
pub(super) fn is_date_alone(line: &str, hints: Hints<'_>) -> bool {
    dates::find(line, hints).is_some_and(|found| {
        let beside = line[..found.start].chars().chain(line[found.end..].chars());
        beside.filter(|c| c.is_alphabetic()).count() <= ALONE_CHARS
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_change_and_a_publication_on_one_line_the_second_is_found() {
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(published_behind(line, Hints::default()), expected, "{line}");
        };
        check("Updated March 9, 2021 | Published March 3, 2021", Some("Published March 3, 2021"));
        check("Mis à jour le 9 mars 2021, publié le 3 mars 2021", Some("publié le 3 mars 2021"));
        check(
            "Aktualisiert: 09.03.2021, 10:40 Uhr | Veröffentlicht: 03.03.2021",
            Some("Uhr | Veröffentlicht: 03.03.2021"),
        );
        check("Actualizat: 9 martie 2021. Publicat: 3 martie 2021", Some("Publicat: 3 martie 2021"));
        check(
            "Güncelleme Tarihi: 09.03.2021 Oluşturulma Tarihi: 03.03.2021",
            Some("Oluşturulma Tarihi: 03.03.2021"),
        );
        check("Published March 3, 2021 | Updated March 9, 2021", None);
        check("Updated March 9, 2021", None);
    }

    #[test]
    fn the_day_of_an_event_opens_no_text() {
        let check = |line: &str, expected: bool| {
            let found = dates::find(line, Hints::default()).unwrap();
            assert_eq!(is_of_event(line, &found), expected, "{line}");
        };
        check("The fair will be held on April 5, 2025, at the baths.", true);
        check("Le marché aura lieu le 5 avril 2025 au matin.", true);
        check("The council met on April 5, 2025, and chose a mayor.", false);
        check("LONDON, March 3, 2021 – The river rose.", false);
        check("Pressemitteilung vom 25. Januar 2022 | Berlin – Der Fluss steigt.", false);
        check("3 March 2021. The river rose.", false);
    }
}
