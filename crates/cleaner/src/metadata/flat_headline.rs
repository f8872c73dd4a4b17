//! The headline of flattened text, among the lines above the first paragraph.
//!
//! What tells it from menus, captions and standfirsts was read off the pages of ninety publishers flattened line by line: the text
//! takes its words up again, it is neither a word nor a paragraph, a byline or a date follows it, and pages print it twice.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use veille_text::letter::{LETTER, NUMERIC, is_unspaced, letter};

use super::{byline, published};
use crate::dates::{self, Hints};
use crate::page::Page;
use crate::provenance;

/// Lines above the first paragraph that may hold the headline: menus of related links and sharing buttons stand between.
const LINES: usize = 40;
/// Blocks of text that its words are looked for in.
const TEXT_BLOCKS: usize = 40;
/// A longer block takes the headline's words up at its beginning.
const BLOCK_BYTES_MAX: usize = 10_000;
/// A line with a lower score is no headline: better none than a menu's entry.
const SCORE_MIN: f64 = 0.1;
/// Letters of most headlines.
const USUAL_CHARS: std::ops::RangeInclusive<usize> = 25..=140;

/// Shorter words are in every text.
const WORD_CHARS_MIN: usize = 4;

static CAPTION_SIGNS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/metadata/caption-signs.txt").lines();
    lines.filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
});

/// What was found above a first paragraph.
pub(super) struct Found {
    /// Places of the lines that could be the headline.
    pub lines: Vec<usize>,
    /// The place of the one that is, unless none is sure enough.
    pub best: Option<usize>,
}

/// Finds the headline above block `first`, the first paragraph.
pub(super) fn find(page: &Page<'_>, first: usize, body: &[usize]) -> Found {
    let lines: Vec<usize> =
        (first.saturating_sub(LINES)..first).filter(|at| reads_as_headline(line(page, *at))).collect();
    let text = body.iter().filter(|at| **at >= first).take(TEXT_BLOCKS);
    let words = taken_up(
        lines.iter().map(|at| line(page, *at)),
        text.map(|at| opening(page.block_text(&page.blocks[*at]))),
    );
    let mut best: Option<(f64, usize)> = None;
    for &at in &lines {
        let score = score(page, at, first, &words);
        // `>`: of equals the upper one, as a headline stands above its captions.
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, at));
        }
    }
    Found { lines, best: best.filter(|(score, _)| *score > SCORE_MIN).map(|(_, at)| at) }
}

fn line<'p>(page: &'p Page<'_>, at: usize) -> &'p str {
    page.block_text(&page.blocks[at])
}

/// As much of a block as is looked through.
fn opening(text: &str) -> &str {
    &text[..text.floor_char_boundary(BLOCK_BYTES_MAX)]
}

/// Which words of the lines stand in the text. The text has many words and the lines have few, so that its words are looked
/// up among theirs.
fn taken_up<'p>(
    lines: impl Iterator<Item = &'p str>,
    text: impl Iterator<Item = &'p str>,
) -> HashSet<String> {
    let mut taken_up: HashMap<String, bool> = HashMap::new();
    for line in lines {
        each_folded_word(line, |word| {
            taken_up.insert(word.to_owned(), false);
        });
    }
    let longest = taken_up.keys().map(String::len).max().unwrap_or(0);
    for text in text {
        each_folded_word(text, |word| {
            if word.len() <= longest
                && let Some(found) = taken_up.get_mut(word)
            {
                *found = true;
            }
        });
    }
    taken_up.into_iter().filter(|(_, found)| *found).map(|(word, _)| word).collect()
}

/// How much a line is the headline; about one for a sure one. The weights were tuned on the flattened news pages.
fn score(page: &Page<'_>, at: usize, first: usize, words: &HashSet<String>) -> f64 {
    let text = line(page, at);
    let chars = text.chars().count();
    let own = folded_words(text);
    let shared = own.iter().filter(|word| words.contains(*word)).count();
    // Scripts without spaces are compared by letters.
    let enough = if own.iter().any(|word| is_unspaced_letter(word)) { 24 } else { 6 };
    let mut score = share(shared, own.len()) * share(shared.min(enough), enough);
    // Nearer to the text is likelier, by three thousandths a line: it decides between
    // lines that are about equal.
    score -= 0.003 * share(first - at, 1);
    if USUAL_CHARS.contains(&chars) {
        score += 0.15;
    // Longer is a standfirst; shorter may well be a headline and loses only the bonus.
    } else if chars > *USUAL_CHARS.end() {
        score -= 0.2;
    }
    // Printed twice: as the heading and as the last step of the breadcrumb, or as the picture's alternative text.
    if page.blocks.iter().enumerate().any(|(other, block)| other != at && page.block_text(block) == text) {
        score += 0.2;
    }
    if (at + 1..(at + 6).min(page.blocks.len())).any(|next| follows_headline(line(page, next))) {
        score += 0.1;
    }
    // Sentences and bars: a standfirst, a title with its site.
    if text.contains('|') || [". ", "! ", "? "].iter().any(|end| text.contains(end)) {
        score -= 0.4;
    }
    let lower = text.to_lowercase();
    // `Foto: Lan Anh/ABC`.
    if text.contains('/') || CAPTION_SIGNS.iter().any(|sign| lower.contains(sign)) {
        score -= 0.3;
    }
    score
}

fn share(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(part) / number(whole.max(1))
}

/// A byline or a date.
pub(super) fn follows_headline(line: &str) -> bool {
    line.len() < 120
        && (byline::opens_byline(line) || published::dated_line(line, Hints::default()).is_some())
}

/// Words of four letters and more, or single letters of scripts without spaces, in lower case.
fn folded_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_folded_word(text, |word| words.push(word.to_owned()));
    words
}

/// The same one after the other, in one piece of memory: whole texts come here.
fn each_folded_word(text: &str, mut take: impl FnMut(&str)) {
    let mut folded = String::new();
    let mut at = 0;
    while at < text.len() {
        let (word, is_ascii) = word_at(&text[at..]);
        if is_ascii && word >= WORD_CHARS_MIN {
            folded.clear();
            folded.push_str(&text[at..at + word]);
            folded.make_ascii_lowercase();
            take(&folded);
        } else if !is_ascii {
            let word = &text[at..at + word];
            if word.chars().count() >= WORD_CHARS_MIN && !word.chars().any(is_unspaced) {
                take(&word.to_lowercase());
            }
            word.chars().filter(|c| is_unspaced(*c)).for_each(|c| take(c.encode_utf8(&mut [0; 4])));
        }
        at += word;
        // What parts words may be of a script without spaces: Thai vowel signs are no letters.
        while let Some(mark) = text[at..].chars().next().filter(|c| !is_alphanumeric(*c)) {
            if is_unspaced(mark) {
                take(mark.encode_utf8(&mut [0; 4]));
            }
            at += mark.len_utf8();
        }
    }
}

/// Bytes of the word that a text begins with, and whether all are ASCII.
fn word_at(text: &str) -> (usize, bool) {
    let ascii = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    match text[ascii..].chars().next() {
        Some(next) if !next.is_ascii() && is_alphanumeric(next) => {
            (text.find(|c| !is_alphanumeric(c)).unwrap_or(text.len()), false)
        }
        _ => (ascii, true),
    }
}

fn is_alphanumeric(character: char) -> bool {
    match character.is_ascii() {
        true => character.is_ascii_alphanumeric(),
        false => letter(character).is(LETTER | NUMERIC),
    }
}

fn is_unspaced_letter(word: &str) -> bool {
    word.chars().next().is_some_and(is_unspaced)
}

pub(super) fn reads_as_headline(line: &str) -> bool {
    let chars = line.chars().count();
    // Two words are a section or a name; in scripts without spaces six characters are a headline.
    let spaced = line.split_whitespace().count() >= 3;
    let long_enough = if spaced { chars >= 12 } else { chars >= 6 && line.chars().any(is_unspaced) };
    long_enough
        && chars <= 250
        // A stop ends a sentence, a colon or a comma goes on, a bar closes a byline or a cell.
        && !line.ends_with(['.', ':', '|', ';', ',', '…', '：', '。'])
        && !opens_with_domain(line)
        && provenance::credit_line(line, true).is_none()
        && !is_byline(line)
        // Short lines with a date are its line; a headline about a day says more than the day.
        && dates::find(line, Hints::default()).is_none_or(|_| chars > 60)
}

fn is_byline(line: &str) -> bool {
    line.len() < 120 && byline::read_line(line, &byline::Houses::default()).is_some()
}

/// `Example.vn - A slogan`: a site's header, not a headline.
pub(super) fn opens_with_domain(line: &str) -> bool {
    let word = line.split_whitespace().next().unwrap_or_default();
    word.rsplit_once('.').is_some_and(|(name, tail)| {
        name.chars().count() >= 2
            && (2..=4).contains(&tail.len())
            && tail.chars().all(|c| c.is_ascii_alphabetic())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_every_script_are_cut_as_one_by_one() {
        let long = |word: &&str| word.chars().count() >= WORD_CHARS_MIN && !word.chars().any(is_unspaced);
        for text in [
            "L’ÉTÉ arrive, à Hanoï: 2025!",
            "河内 signe la convention 河 a",
            "ประเทศไทย ลงนาม ABCD",
            "Một công ước được ký",
            "  ΟΔΟΣ и Москва — straße ",
            "abcd河内efgh i\u{307}stanbul",
            "",
        ] {
            let cut = text.split(|c: char| !c.is_alphanumeric()).filter(long).map(str::to_lowercase);
            let letters = text.chars().filter(|c| is_unspaced(*c)).map(String::from);
            let mut expected: Vec<String> = cut.chain(letters).collect();
            let mut found = folded_words(text);
            expected.sort();
            found.sort();
            assert_eq!(found, expected, "{text}");
        }
    }
}
