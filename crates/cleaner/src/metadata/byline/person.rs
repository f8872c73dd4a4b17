//! What is written as a person's name is, by its letters alone.

use super::uncased;
use super::words::WORDS;
use crate::provenance::agency;

/// Whether a line is a person's name and nothing else, as under the sign-off of a column.
pub(crate) fn is_name(line: &str) -> bool {
    let words = line.split_whitespace().count();
    (2..=5).contains(&words) && is_person(line.trim(), true) && agency(line).is_none()
}

/// Whether a name is that of an account, one word and not written as a name is in any script: `jporter`.
pub(crate) fn is_account(name: &str) -> bool {
    !name.contains(char::is_whitespace) && name.chars().any(char::is_lowercase)
}

/// Whether a text could be what somebody is called by in one word: `matthias`, `Oz`. What a button says is longer or a label.
pub(crate) fn is_nickname(text: &str) -> bool {
    let text = text.trim();
    !text.contains(char::is_whitespace) && is_person(text, false)
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

/// Whether a line in a script without capitals could be a name by its length: two or three Chinese characters. Any short sentence
/// could be one otherwise.
pub(crate) fn is_cased_or_short(name: &str) -> bool {
    name.chars().any(|c| c.is_lowercase() || c.is_uppercase()) || uncased::is_han_name(name)
}

/// Whether a text can be a person's name. `strict` asks for what a line must show that no field vouches for: capitals, two words.
pub(super) fn is_person(name: &str, strict: bool) -> bool {
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
pub(super) fn is_domain(word: &str) -> bool {
    let Some((head, tail)) = word.trim_end_matches('.').rsplit_once('.') else { return false };
    head.chars().count() >= 2
        && !head.ends_with('.')
        && tail.chars().count() >= 2
        && tail.chars().all(|c| c.is_ascii_lowercase())
}

pub(super) fn is_desk(word: &str) -> bool {
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
        && !words.iter().any(|word| is_two_words(word))
        // `王小明` is a whole name in one word, `Hanoi` is not.
        && (words.len() >= 2 || !latin && !uncased::is_loanword(words[0]))
        // `Martin Luther King Jr.`; a longer word with a stop ends a sentence.
        && words.last().is_some_and(|word| !word.ends_with('.') || word.chars().count() <= 4)
}

/// `LeeReporter`: two elements that no space parts; `McDonald`, `FitzGerald` and `DeShawn` have the capital nearer.
fn is_two_words(word: &str) -> bool {
    let inner = word.char_indices().skip(1).find(|(_, c)| c.is_uppercase()).map(|(at, _)| &word[..at]);
    inner.is_some_and(|before| before.chars().count() >= 5 && before.chars().skip(1).all(char::is_lowercase))
}

/// `d'Ormesson`, `al-Zahra`.
fn has_inner_capital(word: &str) -> bool {
    word.split(['\'', '’', '-']).nth(1).is_some_and(|part| part.starts_with(char::is_uppercase))
}
