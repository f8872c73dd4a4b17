//! Credit lines: `Source : https://…`, `Theo VnExpress`, `(Nguồn: TTXVN)`, an outlet glued before a date, an agency's sign.

use std::sync::LazyLock;

use veille_model::{Credit, CreditKind, Moment};
use veille_text::ends_always;

use super::agency::{agencies_beside, agency};
use super::openings::Openings;
use crate::dates;

const WORDS: &str = include_str!("../../data/provenance/credit-words.txt");
/// Followed by a colon.
static MARKED: LazyLock<Openings> = LazyLock::new(|| Openings::of(WORDS, "marked"));
/// Followed by the outlet at once.
static BARE: LazyLock<Openings> = LazyLock::new(|| Openings::of(WORDS, "bare"));

/// A credit is short; a paragraph that opens with `Sources:` is not one.
const CREDIT_CHARS_MAX: usize = 60;
/// Addresses are longer.
const LINE_BYTES_MAX: usize = 600;

/// The credit that a line consists of. `is_vietnamese` says whether the text around it is: `Theo Leggett` signs English ones.
pub(crate) fn credit_line(line: &str, is_vietnamese: bool) -> Option<Credit> {
    let words = line.trim();
    // Told by its length first: most lines that come here are paragraphs.
    if words.len() > LINE_BYTES_MAX {
        return None;
    }
    let inner = unbracketed(words);
    let outlet_or_url = after_marked_word(inner)
        // Behind a colon nearly anything is an outlet; behind a bare `Theo` a sentence may begin, so the name must be short.
        .and_then(|rest| read_credit(rest, false))
        .or_else(|| {
            let rest = after_bare_word(inner)?;
            let is_known = || agencies_beside(without_writer(rest)).len() + usize::from(is_domain(rest)) > 0;
            (is_vietnamese || is_known()).then(|| read_credit(rest, true)).flatten()
        })?;
    let (url, outlet) = outlet_or_url;
    Some(Credit { kind: CreditKind::CreditLine, url, outlet, words: words.to_owned() })
}

/// A line of fields is not longer.
const FIELDS_CHARS_MAX: usize = 120;

/// The source that a line of fields under a Chinese or Korean headline names: `2021年03月15日08:26 | 来源：民生网`.
pub(crate) fn source_field(line: &str) -> Option<Credit> {
    if line.is_ascii() || line.chars().count() > FIELDS_CHARS_MAX {
        return None;
    }
    let labels =
        WORDS.lines().filter_map(|line| line.strip_prefix("field:")).flat_map(|line| line.split('|'));
    let behind = labels.map(str::trim).find_map(|label| {
        let at = line.find(label)?;
        let opens = line[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let rest = line[at + label.len()..].trim_start().strip_prefix([':', '：'])?.trim_start();
        opens.then_some(rest)
    })?;
    let outlet = behind.split(|c: char| c.is_whitespace() || matches!(c, '|' | '｜')).next()?;
    let is_own = WORDS
        .lines()
        .filter_map(|line| line.strip_prefix("own:"))
        .flat_map(|line| line.split('|'))
        .any(|own| own.trim() == outlet);
    (outlet.chars().count() >= 2 && is_outlet(outlet, true) && !is_own).then(|| Credit {
        kind: CreditKind::CreditLine,
        url: None,
        outlet: Some(outlet.to_owned()),
        words: line.trim().to_owned(),
    })
}

/// Letters with the horn, of which a twentieth of any Vietnamese text is made and no other language has: `ơ` and `ư`, with and
/// without tones.
const HORN_SHARE: usize = 40;

/// Whether a text is written in Vietnamese.
pub(crate) fn is_vietnamese(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let is_horned =
        |c: char| matches!(c, 'ơ' | 'ư' | 'Ơ' | 'Ư' | '\u{1eda}'..='\u{1ee3}' | '\u{1ee8}'..='\u{1ef1}');
    let (all, horned) =
        letters.fold((0, 0), |(all, horned), letter| (all + 1, horned + usize::from(is_horned(letter))));
    horned * HORN_SHARE > all
}

fn is_domain(name: &str) -> bool {
    name.trim_end_matches(['.', ')']).contains('.') && !name.contains(' ') || name.contains("://")
}

/// The rest after a credit word and its colon.
fn after_marked_word(line: &str) -> Option<&str> {
    MARKED.strip(line, |rest| rest.trim_start().strip_prefix([':', '：', '؛', '﹕']).map(str::trim))
}

/// The rest after a credit word that needs no colon; the outlet is a name, so it does not open in lower case.
fn after_bare_word(line: &str) -> Option<&str> {
    BARE.strip(line, |rest| {
        let name = rest.strip_prefix(' ')?.trim();
        // `Theo ông Minh, …` (*according to Mr Minh*) opens a sentence, `Theo VnExpress` is a credit.
        name.starts_with(|c: char| c.is_uppercase() || c.is_numeric()).then_some(name)
    })
}

/// An address, an outlet, or both: `https://…`, `Nhân Dân`, `Reuters (https://…)`.
fn read_credit(text: &str, must_be_short: bool) -> Option<(Option<String>, Option<String>)> {
    let (before, url, after) = split_url(text);
    let name = format!("{before} {after}");
    let name = name.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '.' | ',' | ':' | '|' | '-' | '–')
    });
    // `Theo Kim Ngân (Báo Đồng Nai)`: who wrote it, and where.
    let house = name.split_once(" (").map(|(_, house)| house).filter(|_| must_be_short);
    let name = house.unwrap_or(name);
    let name = without_writer(name);
    let outlet = is_outlet(name, must_be_short).then(|| name.to_owned());
    (url.is_some() || outlet.is_some()).then_some((url, outlet))
}

/// The agency of `Nguyễn Văn Mẫu/TTXVN`; several agencies stay together.
fn without_writer(name: &str) -> &str {
    match name.split_once('/') {
        Some((writer, sign))
            // `dpa/AFP` is two agencies; a name of several words before the slash is a person.
            if writer.contains(' ') && agency(writer).is_none() && agency(sign).is_some() =>
        {
            sign.trim()
        }
        _ => name,
    }
}

/// Cuts the first address out of a text.
pub(super) fn split_url(text: &str) -> (&str, Option<String>, &str) {
    let Some(start) = text.find("https://").or_else(|| text.find("http://")) else { return (text, None, "") };
    let end = text[start..]
        .find(|c: char| c.is_whitespace() || matches!(c, ')' | ']' | '>' | '"' | '»'))
        .map_or(text.len(), |length| start + length);
    // A full stop behind an address ends the sentence, not the address.
    let url = text[start..end].trim_end_matches(['.', ',', ';']);
    // `https://` alone, or followed by nonsense, is words of the line.
    match veille_model::host(url) {
        Some(_) => (&text[..start], Some(url.to_owned()), &text[end..]),
        None => (text, None, ""),
    }
}

/// Whether this can be an outlet's name: short, one phrase, and no sentence.
fn is_outlet(name: &str, must_be_short: bool) -> bool {
    let words = name.split_whitespace().count();
    // A sentence that opens with `Theo` has more words than an outlet: `Theo Bộ Công an, tội phạm mạng đã …`.
    let max = if must_be_short { 5 } else { 8 };
    let begins_like_a_name = name
        .starts_with(|c: char| c.is_uppercase() || c.is_numeric() || !c.is_ascii() || name.contains('.'))
        || agency(name).is_some();
    let is_sentence =
        name.contains(|sign| ends_always(sign) || matches!(sign, '!' | '?' | ';')) || name.contains(". ");
    words > 0
        && words <= max
        && name.chars().count() <= CREDIT_CHARS_MAX
        // `Source: interviews with officials` says how it was reported, not by whom.
        && begins_like_a_name
        && !is_sentence
}

pub(super) fn unbracketed(line: &str) -> &str {
    let line = line
        // Bullets and squares that mark the last line of an article in print.
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '■' | '•' | '►' | '▶' | '>' | '—'));
    [('(', ')'), ('[', ']'), ('（', '）'), ('【', '】')]
        .into_iter()
        .find_map(|(open, close)| line.strip_prefix(open)?.strip_suffix(close))
        .map_or(line, str::trim)
}

/// An outlet's name, printed twice and glued to the date, as aggregators flatten it: `Báo Nhân dânBáo Nhân dân11/10/2025`.
pub(crate) fn outlet_before_date(line: &str, hints: dates::Hints<'_>) -> Option<(Credit, Moment)> {
    let words = line.trim();
    if words.len() > LINE_BYTES_MAX {
        return None;
    }
    let found = dates::find(words, hints)?;
    let names = words[..found.start]
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '-' | '•' | ','));
    // Printed twice is what gives an outlet away: one name before a date is any line with a date.
    let half = (1..names.len()).find(|half| {
        names.is_char_boundary(*half) && {
            let (first, second) = names.split_at(*half);
            first.trim() == second.trim()
        }
    })?;
    let outlet = names[..half].trim();
    is_outlet(outlet, false).then(|| {
        let credit = Credit {
            kind: CreditKind::CreditLine,
            url: None,
            outlet: Some(outlet.to_owned()),
            words: words.to_owned(),
        };
        (credit, found.moment)
    })
}

/// The agencies that sign a line, alone or beside an outlet: `AFP`, `dpa/AFP`, `(Reuters, AP)`, `Le Monde avec AFP`.
pub(crate) fn agency_line(line: &str) -> Vec<Credit> {
    let words = line.trim();
    agencies_beside(words).into_iter().map(|name| agency_credit(name, words)).collect()
}

/// The agencies that sign a paragraph at its end, in brackets: `… a-t-il ajouté. (AFP)`, `… viele Tote. (dpa/AFP)`.
pub(crate) fn trailing_agency(paragraph: &str) -> Vec<Credit> {
    let text = paragraph.trim_end().trim_end_matches('.');
    let Some((before, sign)) =
        text.strip_suffix([')', '）', ']']).and_then(|it| it.rsplit_once(['(', '（', '[']))
    else {
        return Vec::new();
    };
    // `(dpa/AFP)` is the whole line.
    if before.trim().is_empty() {
        return agency_line(paragraph);
    }
    agencies_beside(sign).into_iter().map(|name| agency_credit(name, &text[before.len()..])).collect()
}

pub(crate) fn agency_credit(name: &str, words: &str) -> Credit {
    Credit { kind: CreditKind::Agency, url: None, outlet: Some(name.to_owned()), words: words.to_owned() }
}
