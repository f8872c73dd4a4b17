//! A byline taken apart: `By A and B, Politics Editor | Reuters` by its bars, its joints and its roles.

use std::borrow::Cow;

use super::person::{is_desk, is_domain, is_person};
use super::words::WORDS;
use super::{Houses, Signed, opening, uncased};
use crate::dates;
use crate::metadata::plain::plain;
use crate::provenance::{agencies_in, agency};

/// A byline is no paragraph.
const BYLINE_CHARS_MAX: usize = 400;

pub(super) fn names_in(text: &str, houses: &Houses, strict: bool) -> Signed {
    let mut signed = Signed::default();
    // Fields hold whole biographies now and then.
    let text: String = text.chars().take(BYLINE_CHARS_MAX).collect();
    for line in text.lines() {
        let Some(line) = plain(line) else { continue };
        // Before it is split at its joints: `Rail & Ways` on its own pages.
        if houses.is_named(&line) {
            signed.houses.push(line);
            continue;
        }
        if let Some(people) = uncased::reporters(&line) {
            signed.add(Signed::by(people));
            continue;
        }
        let line = without_others_in_brackets(&line);
        let (outside, inside) = unbracketed(&line);
        // `Ann Lee (Reuters)`: brackets hold an agency, a place or a role, rarely another author.
        signed.agencies.extend(inside.iter().filter_map(|text| agencies_in(text)).flatten());
        // `Example Newsroom (example.com)` on example.com: who gives the own address is the house, whatever it calls itself.
        if inside.iter().any(|text| is_domain(text) && houses.is_own(text.trim_start_matches("www."))) {
            signed.houses.push(outside.trim().to_owned());
            continue;
        }
        let outside = without_credit_word(&outside);
        // What stands between hard separators is read by itself: name, role, address, date, agency.
        let outside = parted_from_others(outside);
        for segment in outside.split(['|', '•', '·', ';', '►', '/', '／', '\u{3000}', '→']) {
            let segment = segment.trim();
            // `Reporting by A; editing by B`: who edits, translates or photographs did not write.
            if !names_others(segment, &signed) {
                read_segment(first_sentence(segment), houses, strict, &mut signed);
            }
        }
    }
    signed
}

/// `Ann Lee, Ben Ode (photos)` without who did something else than write.
fn without_others_in_brackets(line: &str) -> Cow<'_, str> {
    let whole = |rest: &'_ str| rest.trim().is_empty().then_some(());
    let Some(open) = line.find('(') else { return Cow::Borrowed(line) };
    let Some(close) = line[open..].find(')').map(|at| open + at) else { return Cow::Borrowed(line) };
    if WORDS.apart.strip(line[open + 1..close].trim(), whole).is_none() {
        return Cow::Borrowed(line);
    }
    let start = line[..open].rfind([',', ';', '|']).unwrap_or(0);
    Cow::Owned(format!("{}{}", &line[..start], &line[close + 1..]))
}

/// `Text: A Foto: B` with a bar before the word for who did something else, where a space alone parts them.
fn parted_from_others(line: &str) -> Cow<'_, str> {
    let marked = |rest: &'_ str| rest.trim_start().starts_with([':', '：']).then_some(());
    let others = line
        .match_indices(' ')
        .map(|(at, _)| at)
        .find(|at| WORDS.apart.strip(&line[at + 1..], marked).is_some());
    match others {
        Some(at) => Cow::Owned(format!("{} |{}", &line[..at], &line[at..])),
        None => Cow::Borrowed(line),
    }
}

/// The rest of `Theo Nguyễn Văn Mẫu/TTXVN`: only an agency tells the word for *according to* from the given name.
fn without_credit_word(line: &str) -> &str {
    let names_agency = line.split('/').skip(1).any(|part| agency(part).is_some());
    let after = |rest: &'_ str| Some(rest.strip_prefix(' ')?.len());
    match WORDS.credits.strip(line, after).filter(|_| names_agency) {
        Some(rest) => &line[line.len() - rest..],
        None => line,
    }
}

/// Whether a stretch names those who did something else than write. `Edited by A` alone names who answers for the text.
fn names_others(segment: &str, signed: &Signed) -> bool {
    let whole_word = |rest: &'_ str| (!rest.starts_with(char::is_alphanumeric)).then_some(());
    let others = WORDS.apart.strip(segment, whole_word).is_some();
    others && (opening(segment).is_none() || !signed.people.is_empty())
}

/// A stretch up to the stop that ends its first sentence: `Par Claire Martin. Photos Paul Dupont`. Initials and titles end none.
fn first_sentence(segment: &str) -> &str {
    let ends = |at: &usize| {
        let Some((before, word)) = segment[..*at].rsplit_once(' ') else { return false };
        // `J. R. Doe`, `Dr. Eva Groß`, `St. John`: a stop behind an initial or a title ends no sentence.
        let is_word = word.chars().count() >= 3 && word.chars().all(|c| c.is_alphabetic() || c == '-');
        let follows = segment[*at + 1..].trim_start().starts_with(char::is_uppercase);
        let is_title = WORDS.titles.contains(word.to_lowercase().as_str());
        is_word && follows && !is_title && !before.trim().is_empty()
    };
    let stops = segment.match_indices(". ").map(|(at, _)| at);
    stops.into_iter().find(ends).map_or(segment, |at| &segment[..at])
}

/// Reads a stretch without hard separators: `By A and B, Politics Editor`.
fn read_segment(segment: &str, houses: &Houses, strict: bool, signed: &mut Signed) {
    let kept: Vec<&str> = segment.split_whitespace().filter(|word| !is_address(word)).collect();
    let mut rest = kept.join(" ");
    // `Posted by: By Ann Lee`: templates put their word before the editor's.
    while let Some(after) = opening(&rest) {
        rest = after.to_owned();
    }
    // `Ana Lima 25 octobre 2025 à 14 h`: what follows a name is the day.
    if let Some(found) = dates::find(&rest, dates::Hints::default()) {
        rest.truncate(found.start);
    }
    let rest = rest.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '.' | ':' | '-' | '–' | '—' | '*' | '~')
    });
    // Before it is split at commas: `dpa, AFP` is one credit.
    if let Some(agencies) = agencies_in(rest) {
        signed.agencies.extend(agencies);
        return;
    }
    for (at, piece) in pieces(rest).iter().enumerate() {
        // After a comma comes another name, or what the first one is and where: that must be written as a name.
        read_piece(piece, houses, strict || at > 0, signed);
    }
}

fn read_piece(piece: &str, houses: &Houses, strict: bool, signed: &mut Signed) {
    let piece = opening(piece).unwrap_or(piece);
    let name = without_role(uncased::without_description(piece));
    let name = name.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ':' | '-' | '–' | '"' | '“' | '”' | '*')
    });
    if name.is_empty() {
        // `Courier Staff`, `Guardian staff reporter`: the role is the house's, and nobody's own.
        let is_desks = !opens_with_role(piece) && piece.split_whitespace().skip(1).any(is_desk);
        if is_desks && !signed.houses.iter().any(|house| house == piece) {
            signed.houses.push(piece.to_owned());
        }
        return;
    }
    let name = without_house(name, houses);
    // An agency is asked for first: `Reuters` is written as a person's name would be.
    let known = agency(name);
    if let Some(name) = known {
        signed.agencies.push(name);
    } else if is_person(name, strict) && !houses.is_own(name) {
        if !signed.people.iter().any(|person| person == name) {
            signed.people.push(name.to_owned());
        }
    } else if !signed.houses.iter().any(|house| house == name) {
        signed.houses.push(name.to_owned());
    }
}

/// `Ann Lee The Courier` without the house in whose card the name stands.
fn without_house<'n>(name: &'n str, houses: &Houses) -> &'n str {
    let spaces = name.match_indices(' ').skip(1).map(|(at, _)| at);
    let is_house = |at: &usize| houses.is_named(&name[at + 1..]) && is_person(&name[..*at], true);
    spaces.into_iter().find(is_house).map_or(name, |at| &name[..at])
}

/// Cuts brackets out of a text: what is outside them, and what each held.
fn unbracketed(text: &str) -> (String, Vec<&str>) {
    let (mut outside, mut inside) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(open) = rest.find(['(', '[', '（']) {
        let Some(close) = rest[open..].find([')', ']', '）']) else { break };
        outside.push_str(&rest[..open]);
        let width = rest[open..].chars().next().map_or(1, char::len_utf8);
        inside.push(&rest[open + width..open + close]);
        let width = rest[open + close..].chars().next().map_or(1, char::len_utf8);
        rest = &rest[open + close + width..];
    }
    outside.push_str(rest);
    (outside, inside)
}

/// An e-mail address, a handle, a web address.
fn is_address(word: &str) -> bool {
    word.contains('@') || word.starts_with("http") || word.starts_with("www.")
}

/// Splits at commas, dashes and joints.
fn pieces(text: &str) -> Vec<String> {
    let words = &*WORDS;
    let phrase = words.phrase_joints.iter().find_map(|joint| find_folded(text, joint));
    let text = match phrase {
        Some((start, end)) => &format!("{}, {}", &text[..start], &text[end..]),
        None => text,
    };
    let parts = text
        .split([',', '、', '،', '，'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" – "));
    let parts = parts.flat_map(uncased::split_middle_dots);
    parts.flat_map(split_joints).filter(|piece| !piece.is_empty()).collect()
}

/// Where a phrase in small letters stands in a text, whatever its letters' case. Characters are compared one by one, for
/// offsets into a lower-cased copy are not the text's own: `İ` grows when it is made small, and `ẞ` shrinks.
pub(super) fn find_folded(text: &str, phrase: &str) -> Option<(usize, usize)> {
    text.char_indices().find_map(|(start, _)| {
        let mut wanted = phrase.chars();
        let mut next = wanted.next()?;
        for (at, character) in text[start..].char_indices() {
            for letter in character.to_lowercase() {
                if letter != next {
                    return None;
                }
                match wanted.next() {
                    Some(more) => next = more,
                    None => return Some((start, start + at + character.len_utf8())),
                }
            }
        }
        None
    })
}

/// Splits `A and B`; at a weak joint (`Ortega y Gasset`) only where both sides are whole names.
fn split_joints(part: &str) -> Vec<String> {
    let words: Vec<&str> = part.split_whitespace().collect();
    // `AND` joins as `and` does; `Dan`, Indonesian for it, is a man.
    let in_capitals = |word: &str| !word.chars().any(char::is_lowercase);
    let joins = |word: &&str| {
        WORDS.joints.contains(word)
            || (in_capitals(word) && WORDS.joints.contains(word.to_lowercase().as_str()))
    };
    let strong = words.split(joins);
    let mut pieces = Vec::new();
    for names in strong {
        let weak = names
            .iter()
            .position(|word| WORDS.weak.contains(word))
            // `María López y Juan Pérez` are two, `José Ortega y Gasset` is one: both sides need two words.
            .filter(|at| *at >= 2 && names.len() - at > 2);
        match weak {
            _ if uncased::are_whole_names(names) => {
                pieces.extend(names.iter().map(|name| (*name).to_owned()))
            }
            Some(at) => pieces.extend([names[..at].join(" "), names[at + 1..].join(" ")]),
            None => pieces.push(names.join(" ")),
        }
    }
    pieces
}

/// Cuts a piece of a byline at the first role that follows a name, and drops roles before one. A role with less than a name before
/// it (`Senior Autos Reporter`) leaves nothing.
fn without_role(piece: &str) -> String {
    let words: Vec<&str> = piece.split_whitespace().collect();
    let start = words.iter().take_while(|word| is_role(word)).count();
    let kept = &words[start..];
    match kept.iter().position(|word| is_role(word)) {
        // `김민수 기자`: in scripts without capitals a name is one word.
        Some(1) if uncased::is_whole_name(kept[0]) => kept[0].to_owned(),
        // `Senior Autos Reporter`: one word before a role is a part of the role.
        Some(at) if at < 2 => String::new(),
        Some(at) => without_place(&kept[..at]),
        None => without_place(kept),
    }
}

fn is_role(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    WORDS.roles.contains(word.as_str())
}

fn opens_with_role(piece: &str) -> bool {
    piece.split_whitespace().next().is_none_or(is_role)
}

/// `Jane Doe in Hanoi` without where she was.
fn without_place(words: &[&str]) -> String {
    // Behind two words, for names may begin with such a word.
    let place = words.iter().position(|word| WORDS.places.contains(word)).filter(|at| *at >= 2);
    // `De la Loire à la Seine` is no byline.
    let place = place.filter(|_| !words[0].starts_with(char::is_lowercase));
    words[..place.unwrap_or(words.len())].join(" ")
}
