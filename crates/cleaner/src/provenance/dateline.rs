//! Datelines: place, day and agency that open a wire report.

use std::collections::HashSet;
use std::sync::LazyLock;

use veille_model::Dateline;

use super::agency::{agencies_in, agency};

/// A dateline stands within this many characters of the beginning.
const DATELINE_CHARS_MAX: usize = 90;

static NOT_PLACES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines =
        include_str!("../../data/provenance/not-places.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// Splits a wire dateline off the first paragraph and gives the rest.
///
/// Agencies open with a place in capitals, sometimes a day, and their name: `PARIS, 12 mars (AFP) - Le gouvernement
/// recule.`; others with their name alone, `(VOVWORLD) - La cérémonie`, or with `新华社北京10月26日电`. The capitals, or an agency that
/// is known, are what keeps a politician's party, `Le ministre (PS) - interrogé hier -`, from being taken for one.
pub(crate) fn split_dateline(paragraph: &str) -> Option<(Dateline, &str)> {
    let text = paragraph.trim_start();
    // `slashed` before `placed`: of `МОСКВА, 26 октября. /ТАСС/. Суд — …` the later dash would
    // make a place of the sentence.
    korean(text)
        .or_else(|| bracketed(text))
        .or_else(|| slashed(text))
        .or_else(|| placed(text))
        .or_else(|| chinese(text))
}

/// As much of a text as a dateline can take.
fn opening(text: &str) -> &str {
    text.char_indices().nth(DATELINE_CHARS_MAX).map_or(text, |(at, _)| &text[..at])
}

/// `(VOVWORLD) - …`, `(ANSA) - ROMA, 26 OTT - …`.
fn bracketed(text: &str) -> Option<(Dateline, &str)> {
    let inner = text.strip_prefix(['(', '（', '['])?;
    let open = text.len() - inner.len();
    // A bracket that closes far inside is one of the sentence.
    let close = inner.find([')', '）', ']']).filter(|at| *at < opening(inner).len())?;
    let name = inner[..close].trim();
    let end = open + close + inner[close..].chars().next()?.len_utf8();
    let rest = after_dash(&text[end..])?;
    // `(1) - premier point`, `(PS) - …`: numbers and parties stand in brackets, too; so do labels, `(Video) – …`.
    if !is_outlet(name) || name.split([' ', '-', '/']).all(is_no_place) {
        return None;
    }
    let agency = Some(agency(name).unwrap_or(name).to_owned());
    // `(ANSA) - ROMA, 26 OTT - …`: the agency first, and a place and a day behind it.
    if let Some((placed, rest)) = placed(rest).filter(|(placed, _)| placed.agency.is_none()) {
        let text = text[..text.len() - rest.len()].trim_end_matches(is_closing).to_owned();
        return Some((Dateline { text, place: placed.place, agency }, rest));
    }
    Some((Dateline { text: text[..end].to_owned(), place: None, agency }, rest))
}

/// `PARIS, 12 mars (AFP) - …`, `MANILA, Philippines — …`, `Berlin (dpa) - …`, `Madrid, 26 oct (EFE).- …`.
fn placed(text: &str) -> Option<(Dateline, &str)> {
    let (head, rest) = dashes(text).find_map(|(at, width)| {
        let head = text[..at].trim_end().trim_end_matches('.');
        reads_as_place(head).then(|| (head, text[at + width..].trim_start()))
    })?;
    let (before, sign) = match head.strip_suffix([')', '）']).and_then(|it| it.rsplit_once(['(', '（'])) {
        Some((before, sign)) => (before.trim_end_matches([' ', ',']), Some(sign.trim())),
        None => (head, None),
    };
    let known = sign.and_then(|sign| agencies_in(sign).map(|names| names.join(", ")));
    let place = before.split([',', '،']).next().unwrap_or_default().trim();
    // An agency that is known vouches for `Berlin`; without one only capitals tell a place
    // from a sentence's first word.
    let is_placed = if known.is_some() { is_name(place) } else { in_capitals(place) };
    let em_dash = rest.len() < text.len() && text[head.len()..].trim_start().starts_with(['—', '–']);
    // Capitals and a hyphen may be a label (`ROUGE - et noir`): a place has a day, a country, an
    // agency or a long dash with it.
    let says_more = sign.is_some_and(is_outlet)
        || before.contains(',')
        || em_dash
        || text[head.len()..].starts_with(" --");
    if !is_placed || !says_more || sign.is_some_and(|sign| !is_outlet(sign) && known.is_none()) {
        return None;
    }
    let agency = known.or_else(|| sign.map(str::to_owned));
    let place = (!place.is_empty()).then(|| place.to_owned());
    Some((Dateline { text: head.to_owned(), place, agency }, rest))
}

/// `МОСКВА, 26 октября. /ТАСС/. …` and `МОСКВА, 26 окт — РИА Новости. …`.
fn slashed(text: &str) -> Option<(Dateline, &str)> {
    let head = opening(text);
    // Russian agencies alone: TASS stands between slashes, RIA Novosti between a dash and a full stop.
    let (before, sign, end) = if let Some((before, rest)) = head.split_once('/') {
        let close = rest.find('/')?;
        (before, &rest[..close], before.len() + 1 + close + 1)
    } else {
        let (before, rest) = head.split_once(['—', '–', '-'])?;
        let sign = rest.trim_start();
        let close = sign.find('.')?;
        (before, &sign[..close], head.len() - sign.len() + close)
    };
    let place = before.split(',').next()?.trim().trim_end_matches('.');
    // No unknown sign here: slashes and dashes stand in any paragraph.
    let name = agency(sign).filter(|_| in_capitals(place))?;
    let dateline = Dateline {
        text: text[..end].trim_end_matches('.').to_owned(),
        place: Some(place.to_owned()),
        agency: Some(name.to_owned()),
    };
    Some((dateline, text[end..].trim_start_matches(['.', ' '])))
}

/// `(서울=연합뉴스) …`, `[부산=뉴시스] …`.
fn korean(text: &str) -> Option<(Dateline, &str)> {
    let inner = text.strip_prefix(['(', '[', '【'])?;
    let (place, rest) = opening(inner).split_once('=')?;
    let (sign, _) = rest.split_once([')', ']', '】'])?;
    let name = agency(sign)?;
    let is_hangul = |c: char| matches!(c, '\u{ac00}'..='\u{d7a3}' | '·');
    let end = text.len() - inner.len() + place.len() + 1 + sign.len();
    let end = end + text[end..].chars().next()?.len_utf8();
    let dateline = Dateline {
        text: text[..end].to_owned(),
        place: Some(place.to_owned()),
        agency: Some(name.to_owned()),
    };
    (!place.is_empty() && place.chars().all(is_hangul)).then(|| (dateline, text[end..].trim_start()))
}

/// `新华社北京10月26日电 …`, `（中央社記者王大明台北26日電）…`.
fn chinese(text: &str) -> Option<(Dateline, &str)> {
    let head = opening(text);
    let inner = head.trim_start_matches(['（', '(', '【', ' ']);
    let close = inner.find(['电', '電'])?;
    let line = &inner[..close];
    // Nothing parts agency and place: the longest known sign wins, `中央社` before what `中央` might be.
    let (name, sign) = (2..=5)
        .rev()
        .filter_map(|count| line.char_indices().nth(count).map(|(at, _)| &line[..at]))
        .find_map(|sign| agency(sign).map(|name| (name, sign)))?;
    // Up to the day: `北京10月26日电`. What is longer is more than a place.
    let rest = &line[sign.len()..];
    // `中央社記者王大明台北26日電`: who reports stands between agency and place, most often in three letters.
    let reported = rest.strip_prefix("記者").or_else(|| rest.strip_prefix("记者"));
    let letters: Vec<char> = reported.unwrap_or(rest).chars().take_while(|c| !c.is_numeric()).collect();
    let name_letters = if reported.is_none() {
        0
    } else if letters.len() >= 5 {
        3
    } else {
        2
    };
    let place: String = letters.into_iter().skip(name_letters).collect();
    let end = head.len() - inner.len() + close + "电".len();
    let place = (!place.is_empty() && place.chars().count() <= 10).then_some(place);
    let dateline = Dateline { text: text[..end].to_owned(), place, agency: Some(name.to_owned()) };
    Some((dateline, text[end..].trim_start_matches(['）', ')', '】', ' ', '\u{3000}'])))
}

/// Dashes that can close a dateline: em and en dashes, or a hyphen with a space before it, or after a stop or a bracket.
fn dashes(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let bytes = text.as_bytes();
    opening(text).char_indices().filter_map(move |(at, c)| match c {
        '—' | '–' => Some((at, c.len_utf8())),
        '-' => {
            let doubled = bytes.get(at + 1) == Some(&b'-');
            let before = at.checked_sub(1).map(|at| bytes[at]);
            // `Port-au-Prince`, `COVID-19` have letters on both sides. 0xc2 opens a no-break space.
            let spaced = bytes.get(at + 1).is_none_or(|byte| matches!(byte, b' ' | b'-' | 0xc2));
            (spaced && matches!(before, Some(b' ' | b'.' | b')')))
                .then_some((at, if doubled { 2 } else { 1 }))
        }
        _ => None,
    })
}

fn after_dash(text: &str) -> Option<&str> {
    let rest = text.trim_start().trim_start_matches('.').strip_prefix(['-', '–', '—', ':'])?;
    Some(rest.trim_start_matches(['-', ' ', '\u{a0}']))
}

fn is_closing(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '–' | '—' | '.')
}

/// Whether the stretch before a dash is short and has nothing of a sentence.
fn reads_as_place(head: &str) -> bool {
    !head.is_empty()
        && head.split_whitespace().count() <= 9
        && !head.contains(['«', '»', '"', '“', '”', '?', '!', ':', ';'])
}

/// An outlet's or agency's sign: known, or short with a capital or a domain in it.
fn is_outlet(name: &str) -> bool {
    let words = name.split_whitespace().count();
    let opens = name.starts_with(char::is_uppercase) || name.contains('.');
    agencies_in(name).is_some()
        || ((1..=4).contains(&words)
            && name.chars().count() <= 40
            && opens
            && !name.starts_with(char::is_numeric)
            // `(PS)`, `(AP)`: two letters are a party unless the agency is known.
            && name.chars().count() > 2)
}

fn is_no_place(word: &str) -> bool {
    NOT_PLACES.contains(word.to_lowercase().as_str())
}

/// A place as a name: every word of it begins with a capital or in a script without capitals.
fn is_name(place: &str) -> bool {
    let capital = |word: &str| word.starts_with(|c: char| !c.is_lowercase() && c.is_alphabetic());
    (1..=5).contains(&place.split([' ', '/', '-']).count())
        // `Rio de Janeiro`, `La Paz`.
        && place.split_whitespace().all(|word| capital(word) || word.len() <= 3)
        && place.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
}

/// A place in capitals: `NEW DELHI`, `PARIS/BERLIN`; `BREAKING` is none.
fn in_capitals(place: &str) -> bool {
    let letters = place.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = letters >= 3
        && place.chars().all(|c| {
            c.is_uppercase()
                || matches!(c, ' ' | '/' | '-' | '.' | '\'' | '’')
                // `HÀ NỘI` written decomposed has combining marks, which are no capitals.
                || ('\u{300}'..='\u{36f}').contains(&c)
        });
    capitals && place.split_whitespace().count() <= 4 && !place.split([' ', '-', '/']).any(is_no_place)
}
