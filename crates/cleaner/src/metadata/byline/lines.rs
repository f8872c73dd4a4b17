//! Lines of a page or a text that may be a byline, each by what it must show to be one: a word that opens it, its date, its brackets,
//! its place.

use super::person::{is_desk, is_domain, is_name, is_phrase};
use super::segments::names_in;
use super::signed::ORGANISATION_CHARS_MAX;
use super::words::WORDS;
use super::{Houses, Signed, opening, uncased};
use crate::dates;
use crate::metadata::letters::letters;

/// A line with a date and a name says little else.
const DATED_CHARS_MAX: usize = 160;

/// The people that a line names beside its date: `Sehernur Karsu | 05.04.2025`, `11.12.2019 - Anna Berg`.
pub(crate) fn read_dated_line(line: &str, houses: &Houses) -> Option<Signed> {
    // `… übernahm sie das Amt am 1. November 2011 von Udo Reiter.` is a paragraph.
    if line.chars().count() > DATED_CHARS_MAX {
        return None;
    }
    let found = dates::find(line, dates::Hints::default())?;
    name_after_date(&line[found.end..], houses).or_else(|| name_before_date(&line[..found.start], houses))
}

/// The rest of `posted on 2023-12-19 23:30 EST by Rafael Ortiz`, `11.12.2019 - Anna Berg`.
fn name_after_date(rest: &str, houses: &Houses) -> Option<Signed> {
    // The hour and its zone: `um 14:07 Uhr`, `23:30 EST`.
    let is_of_time = |word: &&str| {
        let is_zone = || (2..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
        word.contains(|c: char| c.is_ascii_digit())
            || is_zone()
            || WORDS.hours.contains(word.to_lowercase().as_str())
    };
    let words: Vec<&str> = rest.split_whitespace().skip_while(is_of_time).collect();
    let rest = words.join(" ");
    let marks = ['|', '•', '·', '-', '–', '—'];
    let parted = rest.trim_start_matches(marks).trim_start();
    let first = parted.split(&marks[..3]).next()?.trim();
    let name = opening(first).or_else(|| (parted.len() < rest.len() && is_name(first)).then_some(first))?;
    let signed = names_in(name, houses, true);
    (!signed.people.is_empty()).then_some(signed)
}

fn name_before_date(before: &str, houses: &Houses) -> Option<Signed> {
    let before = before.trim_end();
    // Something must part name and date, or any phrase before a date would be a person.
    let before = before.strip_suffix(['|', '•', '·', '-', '–', ','])?;
    // `Thứ Bảy | Lê Văn Nam - 25/10/2025`: the day of the week may come first.
    let parts = before.split(['|', '•', '·']).map(str::trim);
    parts.filter(|part| is_name(opening(part).unwrap_or(part))).find_map(|part| {
        let signed = names_in(part, houses, true);
        (!signed.people.is_empty()).then_some(signed)
    })
}

/// Reads a line of the text that may be a byline: it must say so (`By …`, `Автор: …`, `… |`), and be nothing else.
pub(crate) fn read_line(line: &str, houses: &Houses) -> Option<Signed> {
    let line = line.trim();
    let bracketed = line.strip_prefix(['(', '（', '[']).and_then(|it| it.strip_suffix([')', '）', ']']));
    let line = bracketed.unwrap_or(line).trim();
    // A line of its own; paragraphs that open with `By the time …` are longer.
    if line.chars().count() > 120 {
        return None;
    }
    // `Lê Văn Nam |` is what a copy keeps of a byline whose date was in another cell.
    let closed = line.strip_suffix('|').map(str::trim_end);
    // `Do 25.04.24 | 14:07 Uhr | Von Eva Kirch`.
    let opened = opening(line).or_else(|| line.split('|').skip(1).find_map(|part| opening(part.trim())));
    if closed.is_none() && opened.is_none() {
        return None;
    }
    let signed = names_in(opened.or(closed).unwrap_or(line), houses, true);
    // A single word before a bar is a section or a button.
    let names_all = signed.people.iter().all(|name| name.split(' ').count() >= 2 || closed.is_none());
    (names_all && !signed.people.is_empty()).then_some(signed)
}

/// The house that signs a line and nobody else: `By The Editorial Board`, `Von der Redaktion`.
pub(crate) fn read_house(line: &str, houses: &Houses) -> Option<String> {
    let name = opening(line).filter(|_| line.chars().count() <= ORGANISATION_CHARS_MAX)?;
    let signed = names_in(name, houses, true);
    let is_house = signed.people.is_empty()
        && signed.agencies.is_empty()
        && signed.houses.len() == 1
        && name.split_whitespace().any(is_desk)
        && name.split_whitespace().count() <= 5
        && !name.ends_with(['.', ':', '?', '!'])
        // `Aus dem Ministerium`, `Na polícia`: of these words many open sentences.
        && name.split_whitespace().any(|word| word.starts_with(char::is_uppercase));
    let mut all = Signed { houses: signed.houses, ..Signed::default() };
    all.keep_organisation(line);
    all.organisations.pop().filter(|_| is_house)
}

/// The person whose name a line in brackets is, or who it says works for whom: `(Yohanes Kaleka)`, `(Yohanes Kaleka/Diskominfo)`, and without
/// brackets `Rasmata Zongo/Faso Écho` where that is the house.
pub(crate) fn read_bracketed(line: &str, houses: &Houses) -> Option<Signed> {
    let line = line.trim();
    let inner = line.strip_prefix(['(', '（', '[']).and_then(|it| it.strip_suffix([')', '）', ']']));
    let (name, house) = match inner.unwrap_or(line).split_once('/') {
        Some(parts) => parts,
        None => (inner?, ""),
    };
    let (name, house) = (name.trim(), house.trim());
    let is_house = house.is_empty()
        || houses.is_own(house)
        || inner.is_some() && house.split_whitespace().count() <= 3
        || is_domain(house)
        || house.split_whitespace().any(is_desk);
    (is_name(name) && is_house).then(|| Signed::by(vec![name.to_owned()]))
}

/// The person whom a line of two parts names before the place: `Musa Danladi, Lokoja`, `أمين الحداد - سيوة`.
pub(crate) fn read_placed(line: &str) -> Option<Signed> {
    let (name, place) =
        line.split_once(" - ").or_else(|| line.split_once(" – ")).or_else(|| line.split_once([',', '،']))?;
    let (name, place) = (name.trim(), place.trim());
    let words = name.split_whitespace().count();
    let is_place = (1..=2).contains(&place.split_whitespace().count())
        && !place.starts_with(char::is_lowercase)
        && place.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '’' | '\''))
        && !is_phrase(place);
    ((2..=3).contains(&words) && is_place && is_name(name)).then(|| Signed::by(vec![name.to_owned()]))
}

/// The people that a line consists of: `Mathatisi Sebusi/Mohalenyane Phakela`.
pub(crate) fn read_names(line: &str, houses: &Houses) -> Option<Signed> {
    if line.len() > 160 || !line.contains(' ') {
        return None;
    }
    let signed = names_in(line, houses, true);
    // Every letter must be of a name: only the place of such a line makes a byline of it.
    let named: usize = signed.people.iter().map(|name| letters(name).len()).sum();
    let whole =
        signed.people.iter().all(|name| name.contains(' ')) && named > 0 && named == letters(line).len();
    (whole && signed.agencies.is_empty()).then_some(signed)
}

/// The rest of a line behind the word for *according to*, which in Vietnamese stands before who wrote a text that was taken over:
/// `Theo Kim Ngân`.
pub(crate) fn behind_credit_word(line: &str) -> Option<&str> {
    WORDS.credits.strip(line, |rest| rest.strip_prefix(' ')).map(str::trim)
}

/// The people that a labelled line names, wherever it stands: `Autor: …`, `责编：…`, `Autorin/Autor …`.
pub(crate) fn read_labelled(line: &str, houses: &Houses) -> Option<Signed> {
    let line =
        line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）' | '[' | ']'));
    if line.len() > 160 || !line.contains([':', '：', '/']) {
        return None;
    }
    let words = &*WORDS;
    let after_sign =
        |rest: &'_ str| -> Option<usize> { Some(rest.trim_start().strip_prefix([':', '：'])?.len()) };
    // Both genders: `Autorin/Autor …`, `Autor/Autora: …`.
    let after = |rest: &'_ str| -> Option<usize> {
        let other = || {
            let other = rest.trim_start().strip_prefix('/')?;
            let after = |rest: &'_ str| after_sign(rest).or_else(|| Some(rest.strip_prefix(' ')?.len()));
            words.labels_before.strip(other, after)
        };
        after_sign(rest).or_else(other)
    };
    let rest = &line[line.len() - words.labels_before.strip(line, after)?..];
    let signed = names_in(rest, houses, true);
    (!signed.people.is_empty() && signed.people.len() <= 4 && signed.houses.is_empty()).then_some(signed)
}

/// The people that a line names by the word for who reports, before them or behind: `江北网黑水频道 记者 伊小琳 李清`, `김민수 기자`,
/// `作者：孙维 点击：2033`.
pub(crate) fn read_signature(line: &str) -> Option<Signed> {
    // No name without such a letter, and those begin with such a byte (U+0E00 and beyond).
    if line.bytes().all(|byte| byte < 0xe0) {
        return None;
    }
    uncased::titled_line(line)
        .or_else(|| uncased::sent_from(line))
        .or_else(|| uncased::field_of_line(line))
        .or_else(|| uncased::line_of_reporters(line))
        .map(Signed::by)
}

/// The people who report what a text tells, by the opening of its first paragraph: `（记者 王小明）`, `[서울=뉴시스] 김민수 기자 = `.
pub(crate) fn read_opening(paragraph: &str) -> Option<Signed> {
    uncased::opening_reporters(paragraph).map(Signed::by)
}

/// The people in whose names the last paragraph of a text ends: `…始める。【重松健二】`.
pub(crate) fn read_closing(paragraph: &str) -> Option<Signed> {
    uncased::closing_names(paragraph).map(Signed::by)
}
