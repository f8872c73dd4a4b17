//! Sentences that say where a text appeared first (`republié à partir de The Conversation`) or who translated it, from
//! `data/provenance/republished.txt`.

use std::sync::LazyLock;

use veille_model::{Credit, CreditKind};
use veille_text::letter;

use super::credit::{split_url, unbracketed};
use super::openings::Openings;
use crate::dates;

const WORDS: &str = include_str!("../../data/provenance/republished.txt");
static ABOUT: LazyLock<Openings> = LazyLock::new(|| Openings::of(WORDS, "about"));
static TAKEN: LazyLock<Openings> = LazyLock::new(|| Openings::of(WORDS, "taken"));
static BEFORE: LazyLock<Openings> = LazyLock::new(|| Openings::of(WORDS, "before"));
static MADE: LazyLock<Openings> = LazyLock::new(|| Openings::of(WORDS, "made"));

/// A longer line is a paragraph of the text.
const LINE_CHARS_MAX: usize = 300;
/// The sentence says it early, if it is about the article.
const LEAD_CHARS_MAX: usize = 90;
/// An outlet's name has no more words.
const OUTLET_WORDS_MAX: usize = 6;
/// Nor more characters in scripts without spaces.
const OUTLET_CHARS_MAX: usize = 24;
/// Articles and kinds of outlets before its name: `in der`, `le site de`.
const SMALL_WORDS_MAX: usize = 3;

/// The original, or the translation, that a line states.
pub(crate) fn republished(line: &str) -> Option<Credit> {
    let words = line.trim();
    if words.chars().count() > LINE_CHARS_MAX {
        return None;
    }
    let inner = unbracketed(words);
    let credit = |outlet: Option<&str>| Credit {
        kind: CreditKind::CreditLine,
        url: split_url(inner).1,
        outlet: outlet.map(str::to_owned),
        words: words.to_owned(),
    };
    // Most lines do not begin as those do that speak of the article: their first word alone may open a phrase.
    let speaks =
        ABOUT.strip(inner.trim_start_matches(|c: char| !c.is_alphanumeric()), |_| Some(())).is_some();
    let leads = if speaks { usize::MAX } else { 1 };
    for at in word_starts(inner).take(leads) {
        let (lead, rest) = inner.split_at(at);
        if !is_about_article(lead) {
            continue;
        }
        // In Japanese and Korean the verb ends the sentence, so the outlet stands before it.
        if let Some(outlet) = TAKEN.strip(rest, outlet_after).or_else(|| outlet_before(lead, rest)) {
            return Some(credit(Some(outlet)));
        }
        if MADE.strip(rest, someone_after).is_some() {
            return Some(credit(None));
        }
    }
    None
}

/// Places where a phrase may begin: words, and every character of scripts without spaces.
fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    text.char_indices().take(LEAD_CHARS_MAX).filter_map(move |(at, c)| {
        let starts = !before.is_alphanumeric() || letter::is_unspaced(c) || letter::is_unspaced(before);
        before = c;
        (starts && c.is_alphanumeric()).then_some(at)
    })
}

/// Whether what stands before the phrase is nothing, or speaks of the article: a book `first published in London` is no credit.
fn is_about_article(lead: &str) -> bool {
    let lead = lead.trim_matches(|c: char| !c.is_alphanumeric());
    let ends_word = |rest: &'_ str| {
        let unspaced = lead.chars().next().is_some_and(letter::is_unspaced);
        (unspaced || !rest.starts_with(char::is_alphanumeric)).then_some(())
    };
    lead.is_empty() || (!lead.contains(['?', '!', ';']) && ABOUT.strip(lead, ends_word).is_some())
}

/// The outlet that a text begins with.
fn outlet_after(rest: &str) -> Option<&str> {
    // `published innocently` does not begin with `published in`.
    let spaced = rest.starts_with(|c: char| !c.is_alphanumeric() || letter::is_unspaced(c));
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '*'));
    // `First published on 3 May 2024`: when, and not by whom.
    if !spaced || dates::find(rest, dates::Hints::default()).is_some_and(|found| found.start < 12) {
        return None;
    }
    if let Some(quoted) = quoted(rest) {
        return Some(quoted);
    }
    match rest.chars().next()? {
        first if letter::is_unspaced(first) => unspaced_name(rest),
        _ => spaced_name(rest),
    }
}

/// The outlet between the sentence's beginning and its verb: `この記事は○○からの転載です`.
fn outlet_before<'a>(lead: &'a str, rest: &str) -> Option<&'a str> {
    BEFORE.strip(rest, |_| Some(()))?;
    let lead = lead.trim_start();
    let outlet = &lead[lead.len() - ABOUT.strip(lead, |rest| Some(rest.len()))?..];
    // Particles that mark the topic: `この記事は` ends in one when the phrase is `この記事`.
    let outlet = outlet.trim_start_matches(['は', '은', '는', '、', ' ']).trim();
    let outlet = quoted(outlet).unwrap_or(outlet);
    (!outlet.is_empty() && outlet.chars().count() <= OUTLET_CHARS_MAX).then_some(outlet)
}

/// What stands in quotation marks at a text's beginning.
fn quoted(text: &str) -> Option<&str> {
    let marks = [
        ('«', '»'),
        ('“', '”'),
        ('„', '“'),
        ('"', '"'),
        ('《', '》'),
        ('「', '」'),
        ('『', '』'),
        ('‘', '’'),
    ];
    let (open, close) = marks.into_iter().find(|(open, _)| text.starts_with(*open))?;
    let inside = &text[open.len_utf8()..];
    let name = inside[..inside.find(close)?].trim();
    (!name.is_empty() && name.chars().count() <= 2 * OUTLET_CHARS_MAX).then_some(name)
}

fn unspaced_name(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '·').unwrap_or(text.len());
    (text[..end].chars().count() <= OUTLET_CHARS_MAX).then_some(&text[..end])
}

/// Words with capitals up to the first without, or to the end of the sentence. In scripts without capitals, all words.
fn spaced_name(text: &str) -> Option<&str> {
    let (mut start, mut end, mut named, mut small) = (0, 0, 0, 0);
    let mut at = 0;
    for part in text.split_inclusive(' ') {
        let word = part.trim_end();
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '+');
        let bare_end = at + bare.len();
        at += part.len();
        // `example.com` is an outlet for all its small letters.
        let is_small = bare.starts_with(char::is_lowercase) && !bare.contains('.');
        if is_small && named == 0 && small < SMALL_WORDS_MAX {
            small += 1;
            start = at;
        } else if is_small || bare.is_empty() || named == OUTLET_WORDS_MAX {
            break;
        } else {
            named += 1;
            end = bare_end;
        }
        // A comma or a stop behind the word ends the name: `in the New Review, which …`.
        if bare.len() < word.len() && !is_small {
            break;
        }
    }
    let name = text.get(start..end)?.split([',', '(']).next()?.trim();
    // `3 May` lacks but its year.
    let is_date = || dates::find(&format!("{name} 2000"), dates::Hints::default()).is_some();
    (named > 0 && !name.is_empty() && !is_date()).then_some(name)
}

/// Whether somebody, or a language, follows on the same line.
fn someone_after(rest: &str) -> Option<()> {
    let someone = rest.trim_matches(|c: char| !c.is_alphanumeric());
    let apart = rest.starts_with(|c: char| !c.is_alphanumeric() || letter::is_unspaced(c));
    // Nobody's name is longer; `translated by a team of volunteers. It …` is a sentence of the text.
    (apart && !someone.is_empty() && someone.chars().count() <= 100 && !someone.contains(". ")).then_some(())
}
