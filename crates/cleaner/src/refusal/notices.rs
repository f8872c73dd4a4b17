//! Pages that only give notice: not found, down for maintenance, access refused. The words stand in `data/notices.txt`.

use std::collections::HashSet;
use std::sync::LazyLock;

use veille_text::letter::{self, fold};

use crate::page::{Page, Tag};

/// What a page gives notice of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    /// What was asked for is not there.
    Missing,
    /// The site is down.
    Down,
    /// The site takes us for a machine, or shuts us out.
    Blocked,
}

struct Phrase {
    notice: Notice,
    whole: bool,
    /// Rows of words, with a gap of a few words between them.
    rows: Vec<Vec<String>>,
}

struct Notices {
    phrases: Vec<Phrase>,
    codes: HashSet<String>,
    articles: HashSet<String>,
    lines: Vec<Phrase>,
    /// The first words of `phrases`: most titles have none of them.
    firsts: HashSet<String>,
}

static NOTICES: LazyLock<Notices> = LazyLock::new(|| {
    let mut notices = Notices {
        phrases: Vec::new(),
        codes: HashSet::new(),
        articles: HashSet::new(),
        lines: Vec::new(),
        firsts: HashSet::new(),
    };
    let lines = include_str!("../../data/notices.txt").lines().filter(|line| !line.starts_with('#'));
    for (kind, phrases) in lines.filter_map(|line| line.split_once(':')) {
        let (name, whole) = kind.split_once(' ').map_or((kind, false), |(name, _)| (name, true));
        for text in phrases.split('|') {
            // `page * not found`: a few words may stand between.
            let rows = text.split('*').map(phrase_words).filter(|row| !row.is_empty()).collect();
            match name {
                "code" => notices.codes.extend(phrase_words(text)),
                "article" => notices.articles.extend(phrase_words(text)),
                "line" => notices.lines.push(Phrase { notice: Notice::Missing, whole, rows }),
                "blocked" => notices.phrases.push(Phrase { notice: Notice::Blocked, whole, rows }),
                "down" => notices.phrases.push(Phrase { notice: Notice::Down, whole, rows }),
                _ => notices.phrases.push(Phrase { notice: Notice::Missing, whole, rows }),
            }
        }
    }
    notices.firsts = notices.phrases.iter().filter_map(|it| it.rows.first()?.first().cloned()).collect();
    notices
});

/// A part of a title that mentions a status is an article's headline if it is longer.
const PART_WORDS_MAX: usize = 8;
/// In scripts without spaces every character is a word.
const PART_CHARS_MAX: usize = 90;
/// Words of a site's name, and the bars between.
const SITE_WORDS_MAX: usize = 6;
/// Words that a `*` stands for at most.
const GAP_WORDS_MAX: usize = 4;
/// Headings looked at, and lines of a page that shows little else.
const HEADINGS_MAX: usize = 3;
const LINES_MAX: usize = 6;

/// The notice in a page's title or headings, with the words that give it. `names` are those of the site.
pub(crate) fn in_title(
    page: &Page<'_>,
    headline: Option<&str>,
    names: &[String],
) -> Option<(Notice, String)> {
    let headings: Vec<&str> =
        page.elements_named(Tag::H1).take(HEADINGS_MAX).map(|at| page.element_text(at)).collect();
    // Flattened text has no headings; its first lines are asked in their place.
    let flat = if page.markup { 0 } else { HEADINGS_MAX };
    // A line `500` of such a text counts what was shared, unless it is all there is.
    let is_counter = |line: &&str| page.blocks.len() > HEADINGS_MAX && line.parse::<u32>().is_ok();
    let opening = page.blocks.iter().take(flat).map(|block| page.block_text(block));
    let opening = opening.filter(|line| !is_counter(line));
    // A part without letters, `404 | ***`, says nothing.
    let is_site = |part: &str| {
        let part = letters(part);
        part.is_empty() || names.contains(&part)
    };
    // `Captcha – Was dahinter steckt`: what stands beside a notice is the site's name, or it is a headline. A title may end in a name that
    // nothing else tells; in headings that is rare, so what a heading says as well is no name.
    let folded: Vec<String> = headings.iter().map(|text| letters(text)).collect();
    let is_said_below = |part: &str| folded.iter().any(|heading| heading.contains(&letters(part)));
    let in_title = page.title.as_deref().into_iter().flat_map(|title| {
        let is_alone = move |part: &&str| beside(title, part).all(|it| is_site(it) || !is_said_below(it));
        parts(title).filter(is_alone)
    });
    let below = headline.into_iter().chain(headings.iter().copied()).chain(opening).flat_map(|text| {
        let is_alone = move |part: &&str| beside(text, part).all(is_site);
        parts(text).filter(is_alone)
    });
    in_title.chain(below).find_map(|part| Some((notice_in(part)?, part.to_owned())))
}

/// The other parts of a title.
fn beside<'t>(title: &'t str, part: &str) -> impl Iterator<Item = &'t str> {
    let part = part.as_ptr();
    split(title).filter(move |other| other.as_ptr() != part)
}

/// The line by which a page that shows little else says that it has nothing to show.
pub(crate) fn in_lines(page: &Page<'_>) -> Option<String> {
    let is_notice = |line: &&str| {
        let folded = fold(line);
        let line = words(&folded);
        NOTICES.lines.iter().any(|phrase| follows(&line, &phrase.rows, 0).is_some())
    };
    // A link may lead to an article about a page that is not there.
    let blocks = page.blocks.iter().filter(|block| block.link_bytes * 2 < block.text.len());
    blocks.map(|block| page.block_text(block)).take(LINES_MAX).find(is_notice).map(str::to_owned)
}

/// A title's parts: what the page says, and whose page it is. `Error 404 – how a number became a word` says more than a site's name.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    // No notice is so long; titles stuffed with keywords are.
    let text = if text.len() > 400 { "" } else { text };
    let count = |part: &str| part.split_whitespace().count();
    let all = count(text);
    split(text).filter(move |part| all.saturating_sub(count(part)) <= SITE_WORDS_MAX)
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(['|', '–', '—', '·', '•', '»', '«', '\n']).flat_map(|part| part.split(" - "));
    parts.map(str::trim).filter(|part| !part.is_empty())
}

/// Letters and figures of a text, folded: names are compared so.
pub(crate) fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn notice_in(part: &str) -> Option<Notice> {
    // First: of flattened text whole paragraphs come here, and their words take the longest.
    if part.chars().count() > PART_CHARS_MAX {
        return None;
    }
    let folded = fold(part);
    let words = words(&folded);
    if words.is_empty() {
        return None;
    }
    // `Page not found: how a village vanished from the map` is a headline.
    let is_short = words.len() <= PART_WORDS_MAX || part.chars().any(letter::is_unspaced);
    status(&words).or_else(|| {
        if !words.iter().any(|word| NOTICES.firsts.contains(*word)) {
            return None;
        }
        let says = |phrase: &&Phrase| match phrase.whole {
            true => phrase.rows.first().is_some_and(|row| *row == words),
            false => is_short && (0..words.len()).any(|at| follows(&words, &phrase.rows, at).is_some()),
        };
        NOTICES.phrases.iter().find(says).map(|phrase| phrase.notice)
    })
}

/// A status number and nothing but words that stand beside one: `Erreur 404`. Beside an article alone it is one: `The 500`.
fn status(words: &[&str]) -> Option<Notice> {
    let mut found = None;
    let mut says_so = words.len() == 1;
    for word in words {
        match *word {
            // RFC 9110, 15.5 and 15.6; 429 is RFC 6585.
            "404" | "410" => found = Some(Notice::Missing),
            "401" | "403" | "429" => found = Some(Notice::Blocked),
            "500" | "502" | "503" | "504" => found = Some(Notice::Down),
            word if NOTICES.codes.contains(word) => says_so = true,
            word if NOTICES.articles.contains(word) => {}
            _ => return None,
        }
    }
    found.filter(|_| says_so)
}

/// Where a phrase that begins at `at` ends.
fn follows(words: &[&str], rows: &[Vec<String>], at: usize) -> Option<usize> {
    let (first, others) = rows.split_first()?;
    let end = at + first.len();
    if words.get(at..end)? != first {
        return None;
    }
    match others {
        [] => Some(end),
        // Backtracks over at most five places a gap, on a line of few words.
        _ => (end..=end + GAP_WORDS_MAX).find_map(|next| follows(words, others, next)),
    }
}

/// The words of a phrase.
fn phrase_words(text: &str) -> Vec<String> {
    words(&fold(text)).into_iter().map(str::to_owned).collect()
}

/// The words of a folded text; in scripts without spaces, characters.
fn words(folded: &str) -> Vec<&str> {
    let spaced = folded.split(|c: char| !(c.is_alphanumeric() || c == '\''));
    let mut words = Vec::new();
    for word in spaced.filter(|word| !word.is_empty()) {
        match word.chars().any(letter::is_unspaced) {
            true => words.extend(word.char_indices().map(|(at, c)| &word[at..at + c.len_utf8()])),
            false => words.push(word),
        }
    }
    words
}
