//! People out of bylines: `By A and B, Politics Editor | Reuters` is A and B, and an agency apart.

mod uncased;
mod words;

use std::borrow::Cow;

use self::words::WORDS;
use super::letters::letters;
use super::plain::plain;

use crate::dates;
use crate::provenance::{agencies_in, agency};

/// Who a byline names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signed {
    /// Names of people, as written.
    pub people: Vec<String>,
    /// Agencies, by the name we use.
    pub agencies: Vec<&'static str>,
    /// Desks, outlets and other houses, as written.
    pub houses: Vec<String>,
    /// What whole fields say that name an agency or a house and nobody: `Le Figaro et AFP`.
    pub organisations: Vec<String>,
}

/// An organisation's name is no sentence about it.
const ORGANISATION_CHARS_MAX: usize = 60;

/// What helps to tell people from houses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Houses {
    /// Names of the site and its publisher, letters and digits only, lower case.
    folded: Vec<String>,
}

/// A line with a date and a name says little else.
const DATED_CHARS_MAX: usize = 160;
/// A byline is no paragraph.
const BYLINE_CHARS_MAX: usize = 400;

impl Houses {
    /// Houses by their names and by the host of the page (`www.example.co.uk` is `example`).
    pub(crate) fn of<'a>(names: impl IntoIterator<Item = &'a str>, url: Option<&str>) -> Self {
        let mut folded: Vec<String> = names.into_iter().map(letters).collect();
        if let Some(host) = url.and_then(veille_model::host) {
            let bare = host.trim_start_matches("www.");
            folded.push(letters(bare));
            // Both `courier` of `news.courier.example` and its first label: either may be
            // how the house calls itself.
            let domain = veille_model::registrable_domain(bare).unwrap_or(bare);
            folded.extend([domain, bare].into_iter().filter_map(|host| host.split('.').next()).map(letters));
        }
        // `m` of `m.example.org` is no name.
        folded.retain(|name| name.len() >= 3);
        folded.dedup();
        Self { folded }
    }

    /// Whether a name is one of the house's own.
    fn is_own(&self, name: &str) -> bool {
        let (first, _) = name.split_once(' ').unwrap_or((name, ""));
        // `Página Siete` has its pages on paginasiete.example.
        let bare = veille_text::fold::compact(name);
        // `MDR THÜRINGEN` belongs to mdr.de.
        let sign = first.chars().all(char::is_uppercase).then(|| letters(first));
        let name = letters(name);
        self.folded.iter().any(|own| {
            // `Courier staff`. A house of four letters or fewer (`Welt`) may be how somebody's name begins.
            *own == name
                || *own == bare
                || (own.len() >= 5 && name.starts_with(own.as_str()))
                || sign.as_ref() == Some(own)
        })
    }
}

impl Signed {
    fn by(people: Vec<String>) -> Self {
        Self { people, ..Self::default() }
    }

    /// Adds those of another byline that are not known yet.
    pub(crate) fn add(&mut self, other: Self) {
        for person in other.people {
            if !self.people.iter().any(|known| letters(known) == letters(&person)) {
                self.people.push(person);
            }
        }
        self.agencies.extend(other.agencies);
        self.agencies.dedup();
        self.houses.extend(other.houses);
        self.houses.dedup();
        for organisation in other.organisations {
            if !self.organisations.iter().any(|known| letters(known) == letters(&organisation)) {
                self.organisations.push(organisation);
            }
        }
    }

    /// Keeps what a field says as the name of whoever signed, if that is an agency or a house and no person.
    pub(crate) fn keep_organisation(&mut self, field: &str) {
        if !self.people.is_empty() || self.agencies.is_empty() && self.houses.is_empty() {
            return;
        }
        let name = field.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = opening(&name).unwrap_or(&name).trim();
        let is_name = (2..=ORGANISATION_CHARS_MAX).contains(&name.chars().count())
            && name.chars().any(char::is_alphabetic)
            && !name.contains(['@', '<', '{', ':'])
            && !name.contains("//")
            && !WORDS.labels.contains(name.to_lowercase().as_str());
        if is_name {
            self.organisations.push(name.to_owned());
        }
    }

    /// Whether all its people are among those of another.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        let known: Vec<String> = other.people.iter().map(|name| letters(name)).collect();
        self.people.iter().all(|name| known.contains(&letters(name)))
    }

    /// Whether nobody signed.
    pub(crate) fn is_empty(&self) -> bool {
        self.people.is_empty() && self.agencies.is_empty() && self.houses.is_empty()
    }
}

/// Reads a field or an element that is known to hold a byline.
pub(crate) fn read(text: &str, houses: &Houses) -> Signed {
    names_in(text, houses, false)
}

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

/// Reads an element that may hold a byline beside other things: names must be written as names.
pub(crate) fn read_shown(text: &str, houses: &Houses) -> Signed {
    if text.ends_with(['—', '–', '-']) {
        // A dateline: `AUBURN, Wash. —`.
        return Signed::default();
    }
    names_in(text, houses, true)
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

/// Whether a line is a person's name and nothing else, as under the sign-off of a column.
pub(crate) fn is_name(line: &str) -> bool {
    let words = line.split_whitespace().count();
    (2..=5).contains(&words) && is_person(line.trim(), true) && agency(line).is_none()
}

/// Whether a name is that of an account, one word and not written as a name is in any script: `jporter`.
pub(crate) fn is_account(name: &str) -> bool {
    !name.contains(char::is_whitespace) && name.chars().any(char::is_lowercase)
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

/// Whether a name has two or three words beside its particles. What is longer and shown by its place alone is the name of a thing as often:
/// `Kooperative Sidama Coffee Farmers`.
pub(crate) fn is_short_name(name: &str) -> bool {
    let is_particle = |word: &&str| WORDS.particles.contains(word.to_lowercase().as_str());
    name.split(' ').filter(|word| !is_particle(word)).count() <= 3
}

/// Whether a line of capitalised words is a phrase: `READ ALSO`, `The Long Road`.
pub(crate) fn is_phrase(line: &str) -> bool {
    let mut words = line.split_whitespace().map(|word| {
        word.trim_matches(|c: char| !c.is_alphanumeric())
            .split(['\'', '’'])
            .next()
            .unwrap_or_default()
            .to_lowercase()
    });
    let is_first = words.next().is_some_and(|word| {
        WORDS.common_first.contains(word.as_str()) || WORDS.common.contains(word.as_str())
    });
    is_first || words.any(|word| WORDS.common.contains(word.as_str()))
}

/// Whether a text is the address of the house and nothing else: `katholisch.at`.
pub(crate) fn is_own_address(text: &str, houses: &Houses) -> bool {
    text.contains('.')
        && !text.contains(char::is_whitespace)
        && houses.is_own(text.trim_start_matches("www."))
}

/// Whether the label of a field says that it names the author: `Written by`, `Escrito por`.
pub(crate) fn labels_author(label: &str) -> bool {
    let label = label.to_lowercase();
    WORDS.cards.iter().any(|author| label.contains(author))
}

/// Whether a folder of an address is one in which sites keep what they have of their authors.
pub(crate) fn is_author_folder(folder: &str) -> bool {
    WORDS.folders.contains(folder)
}

/// Whether a text could be what somebody is called by in one word: `matthias`, `Oz`. What a button says is longer or a label.
pub(crate) fn is_nickname(text: &str) -> bool {
    let text = text.trim();
    !text.contains(char::is_whitespace) && is_person(text, false)
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

/// Whether a line in a script without capitals could be a name by its length: two or three Chinese characters. Any short sentence
/// could be one otherwise.
pub(crate) fn is_cased_or_short(name: &str) -> bool {
    name.chars().any(|c| c.is_lowercase() || c.is_uppercase()) || uncased::is_han_name(name)
}

/// Whether a text opens with the words of a byline.
pub(crate) fn opens_byline(text: &str) -> bool {
    opening(text).is_some()
}

/// Whether a line is only the word that opens a byline; the names follow on the next.
pub(crate) fn is_opening(line: &str) -> bool {
    let whole = |rest: &str| rest.trim_matches([' ', ':']).is_empty().then_some(());
    WORDS.before.strip(line, whole).or_else(|| WORDS.marked.strip(line, whole)).is_some()
}

/// The rest after the words that open a byline.
fn opening(line: &str) -> Option<&str> {
    let marked = |rest: &'_ str| -> Option<usize> {
        let after = rest.trim_start().strip_prefix([':', '：', '/', '／'])?.trim_start();
        Some(after.len())
    };
    let spaced = |rest: &'_ str| -> Option<usize> {
        Some(rest.strip_prefix([' ', '\u{a0}', '\u{3000}'])?.trim_start().len())
    };
    let words = &*WORDS;
    // With a colon any of the words; with a mere space only those that open bylines and no sentences.
    // `ByAlex Ortiz`, `ParClaire Martin`: the markup has them apart. A small letter goes on with the word: `Byron`.
    let glued = |rest: &'_ str| -> Option<usize> {
        let is_name = rest.chars().nth(1).is_some_and(|c| c.is_lowercase() || c == '.');
        let opening = &line[..line.len() - rest.len()];
        let is_capitalised =
            opening.starts_with(char::is_uppercase) && !opening.chars().skip(1).any(char::is_uppercase);
        (rest.starts_with(char::is_uppercase) && is_name && is_capitalised && rest.contains(' '))
            .then_some(rest.len())
    };
    let rest = words
        .marked
        .strip(line, marked)
        .or_else(|| words.before.strip(line, marked))
        .or_else(|| words.before.strip(line, spaced))
        .or_else(|| words.glued.strip(line, glued))?;
    Some(&line[line.len() - rest..])
}

fn names_in(text: &str, houses: &Houses, strict: bool) -> Signed {
    let mut signed = Signed::default();
    // Fields hold whole biographies now and then.
    let text: String = text.chars().take(BYLINE_CHARS_MAX).collect();
    for line in text.lines() {
        let Some(line) = plain(line) else { continue };
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
fn find_folded(text: &str, phrase: &str) -> Option<(usize, usize)> {
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

/// Whether a text can be a person's name. `strict` asks for what a line must show that no field vouches for: capitals, two words.
fn is_person(name: &str, strict: bool) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let chars = name.chars().count();
    let shape = !WORDS.labels.contains(name.to_lowercase().as_str())
        && (1..=6).contains(&words.len())
        && (2..=60).contains(&chars)
        && name.chars().any(char::is_alphabetic)
        && !name.chars().any(|c| {
            c.is_numeric()
                || matches!(
                    c,
                    ':' | '!'
                        | '?'
                        | '"'
                        | '/'
                        | '@'
                        | '#'
                        | '<'
                        | '>'
                        | '='
                        | '_'
                        | '&'
                        | '«'
                        | '»'
                        | '“'
                        | '„'
                        | '+'
                        | '©'
                        | '®'
                        | '™'
                        | '∙'
                        | '›'
                        | '→'
                )
        });
    shape
        && !words.iter().any(|word| is_domain(word) || is_desk(word))
        && (!strict || is_written_as_name(&words))
}

/// `example.com`, and not `J.K.` or `St.`.
fn is_domain(word: &str) -> bool {
    let Some((head, tail)) = word.trim_end_matches('.').rsplit_once('.') else { return false };
    head.chars().count() >= 2
        && !head.ends_with('.')
        && tail.chars().count() >= 2
        && tail.chars().all(|c| c.is_ascii_lowercase())
}

fn is_desk(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    // German compounds have no end: `Sportredaktion`, `Nachrichtendesk` are known by a part.
    WORDS.desks.contains(word.as_str()) || WORDS.desk_parts.iter().any(|part| word.contains(part))
}

fn is_written_as_name(words: &[&str]) -> bool {
    let cased = |word: &str| word.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    let capital =
        |word: &&str| word.starts_with(char::is_uppercase) || !cased(word) || has_inner_capital(word);
    let small = |word: &&str| WORDS.particles.contains(word.to_lowercase().as_str());
    let latin = words.iter().any(|word| cased(word));
    words.iter().all(|word| capital(word) || small(word))
        && uncased::may_be_korean(words)
        && words.iter().any(capital)
        // `王小明` is a whole name in one word, `Hanoi` is not.
        && (words.len() >= 2 || !latin && !uncased::is_loanword(words[0]))
        // `Martin Luther King Jr.`; a longer word with a stop ends a sentence.
        && words.last().is_some_and(|word| !word.ends_with('.') || word.chars().count() <= 4)
}

/// `d'Ormesson`, `al-Zahra`.
fn has_inner_capital(word: &str) -> bool {
    word.split(['\'', '’', '-']).nth(1).is_some_and(|part| part.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests;
