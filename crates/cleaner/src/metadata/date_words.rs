//! What is said beside a date: by the key that it stands under, by the names of its element, by the words before it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::head::mentions;
use crate::page::Page;

/// What a key says its date is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    Published,
    Vague,
    Modified,
}

/// Keys of `<meta>` and values of `itemprop`, lower case.
pub(super) static KEYS: LazyLock<HashMap<&'static str, Says>> = LazyLock::new(|| {
    let lines =
        include_str!("../../data/metadata/date-keys.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(':'))
        .flat_map(|(kind, keys)| {
            let says = match kind {
                "modified" => Says::Modified,
                "vague" => Says::Vague,
                _ => Says::Published,
            };
            keys.split_whitespace().map(move |key| (key, says))
        })
        .collect()
});

static MODIFIED_WORDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| phrases(include_str!("../../data/metadata/modified-words.txt")));
static PUBLISHED_WORDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| phrases(include_str!("../../data/metadata/published-words.txt")));

static COMING_WORDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| phrases(include_str!("../../data/metadata/coming-words.txt")));

static TODAY_WORDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| phrases(include_str!("../../data/metadata/today-words.txt")));

static WEEKDAYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines =
        include_str!("../../data/metadata/weekdays.txt").lines().filter(|line| !line.starts_with('#'));
    let days = lines.filter_map(|line| line.split_once(':')).flat_map(|(_, days)| days.split('|'));
    days.map(str::trim).filter(|day| !day.is_empty()).collect()
});

fn phrases(lines: &'static str) -> Vec<&'static str> {
    lines.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
}

/// What the item property of an element says, if it is one of a date.
pub(super) fn property(page: &Page<'_>, at: usize) -> Option<Says> {
    if !mentions(page, at, b"date") {
        return None;
    }
    let name = page.attribute(at, "itemprop").or_else(|| page.attribute(at, "property"))?;
    // RDFa writes `schema:datePublished`.
    let name = name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
    // The table's other keys are of `<meta>`: `itemprop="created"` may be anything's.
    KEYS.get(name.as_str()).copied().filter(|_| name.starts_with("date"))
}

/// `<time class="updated">`, as blogs have it beside `<time class="published">`.
pub(super) fn is_class_of_change(page: &Page<'_>, at: usize) -> bool {
    page.attribute(at, "class").is_some_and(|class| {
        let class = class.to_ascii_lowercase();
        (class.contains("updat") || class.contains("modif")) && !class.contains("publish")
    })
}

/// Whether a line names a change before its first date.
pub(super) fn says_modified(line: &str) -> bool {
    says(line, &MODIFIED_WORDS)
}

/// Whether a line names a publication before its first date.
pub(super) fn says_published(line: &str) -> bool {
    says(line, &PUBLISHED_WORDS)
}

/// Whether words say that something is to come: `The fair will be held on`.
pub(super) fn announces(words: &str) -> bool {
    let words = words.to_lowercase();
    let is_known = |word: &str| COMING_WORDS.contains(&word);
    words.split(|c: char| !c.is_alphanumeric()).any(is_known)
}

/// Whether a line says before its date that it is today's: `Today is 12/01/2026`.
pub(super) fn says_today(line: &str) -> bool {
    let before = line.find(char::is_numeric).map_or("", |at| &line[..at]).trim();
    let before = before.trim_end_matches([':', ',', '：', '，']).to_lowercase();
    TODAY_WORDS.contains(&before.as_str())
}

/// Whether a line names a day of the week: `Вторник, 1 декабря 2026`.
pub(super) fn names_weekday(line: &str) -> bool {
    let line = line.to_lowercase();
    let is_word = |day: &str| line.split(|c: char| !c.is_alphanumeric()).any(|word| word == day);
    // `thứ bảy`, `火曜日`: no words by themselves.
    let is_part = |day: &str| (day.contains(' ') || !day.is_ascii()) && line.contains(day);
    WEEKDAYS.iter().any(|day| is_word(day) || is_part(day))
}

/// Whether a line says one of these words before its first figure.
fn says(line: &str, words: &[&str]) -> bool {
    let before = line.find(char::is_numeric).map_or(line, |at| &line[..at]).trim();
    if before.is_empty() {
        return false;
    }
    let before = before.to_lowercase();
    words.iter().any(|word| before.contains(word))
}
