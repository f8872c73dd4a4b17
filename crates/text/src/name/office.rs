//! An office that is asked for, in whichever language an article has it: *minister* is *ministre*, *Justizminister*, *bộ trưởng*.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::fold::{Folded, fold};

/// Lines of spellings; see the head of the file.
const OFFICES: &str = include_str!("../../data/offices.txt");
/// What Arabic writes together with a word that has the article.
const ARABIC_ARTICLE: &str = "ال";
/// Words that are looked for: no office has more.
const WORDS_MAX: usize = 24;
/// Spellings of so many letters and fewer are whole words: *re* is a king, and no *reporter*.
const WHOLE_LETTERS: usize = 4;
/// Small words that join the others: other languages have others there, or none.
const SMALL: [&str; 35] = [
    "a", "al", "and", "au", "aux", "d", "da", "das", "de", "del", "della", "der", "des", "di", "die", "do",
    "dos", "du", "e", "et", "for", "fur", "het", "i", "l", "la", "le", "les", "of", "the", "und", "van",
    "voor", "y", "для",
];

/// What longer words say the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Longer {
    None,
    Begins,
    Holds,
}

/// A spelling, by its folded words.
struct Spelling {
    words: Vec<String>,
    longer: Longer,
}

/// The spellings of a line, and in which lines words stand.
struct Known {
    lines: Vec<Vec<Spelling>>,
    by_words: HashMap<String, Vec<usize>>,
    /// Words of the longest spelling.
    longest: usize,
}

static KNOWN: LazyLock<Known> = LazyLock::new(Known::read);

impl Known {
    fn read() -> Self {
        let lines = OFFICES.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let mut known = Self { lines: Vec::new(), by_words: HashMap::new(), longest: 1 };
        for line in lines {
            let at = known.lines.len();
            let mut spellings = Vec::new();
            for written in line.split('|') {
                let folded = Office::folded(written);
                let words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
                known.longest = known.longest.max(words.len());
                if folded.starts_with(is_arabic) {
                    known.by_words.entry(format!("{ARABIC_ARTICLE}{folded}")).or_default().push(at);
                }
                known.by_words.entry(folded).or_default().push(at);
                let is_short = words.iter().all(|word| word.is_ascii() && word.len() <= WHOLE_LETTERS);
                let longer = match written.starts_with('*') {
                    true => Longer::Holds,
                    false if is_short => Longer::None,
                    false => Longer::Begins,
                };
                spellings.push(Spelling { words, longer });
            }
            known.lines.push(spellings);
        }
        known.by_words.values_mut().for_each(|lines| lines.dedup());
        known
    }
}

/// A part of an office that is asked for: a word, and the lines of offices that it names.
#[derive(Clone, Debug)]
struct Part {
    words: Vec<String>,
    lines: Vec<usize>,
}

/// An office, a role or a part of one that is asked for.
#[derive(Clone, Debug)]
pub struct Office {
    parts: Vec<Part>,
}

impl Office {
    /// What somebody asks for: `minister`, `ministre justice`, `bộ trưởng tư pháp`.
    pub fn new(asked: &str) -> Self {
        let folded = Self::folded(asked);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).take(WORDS_MAX).collect();
        let (mut parts, mut rest) = (Vec::new(), words.as_slice());
        while !rest.is_empty() {
            // The longest that the table has: a vice minister is no minister.
            let most = rest.len().min(KNOWN.longest);
            let of_table =
                (1..=most).rev().find_map(|n| Some((n, KNOWN.by_words.get(&rest[..n].join(" "))?)));
            let (taken, lines) = of_table.map_or((1, Vec::new()), |(n, lines)| (n, lines.clone()));
            let is_small = lines.is_empty() && SMALL.contains(&rest[0]) && words.len() > 1;
            if !is_small {
                parts.push(Part {
                    words: rest[..taken].iter().map(|word| (*word).to_owned()).collect(),
                    lines,
                });
            }
            rest = &rest[taken..];
        }
        Self { parts }
    }

    /// A role as it is compared: its folded words with a space between. A character of a script that puts no spaces between words is
    /// a word.
    pub fn folded(role: &str) -> String {
        let mut folded = String::with_capacity(role.len());
        let mut ended = true;
        for character in role.chars() {
            let is_unspaced = match fold(character) {
                Folded::Separator => {
                    ended = true;
                    continue;
                }
                Folded::Transparent => continue,
                Folded::Unspaced(_) => true,
                Folded::Word(_) | Folded::Several(_) => false,
            };
            if (ended || is_unspaced) && !folded.is_empty() {
                folded.push(' ');
            }
            match fold(character) {
                Folded::Word(letter) | Folded::Unspaced(letter) => folded.push(letter),
                Folded::Several(letters) => folded.push_str(letters),
                Folded::Separator | Folded::Transparent => {}
            }
            ended = is_unspaced;
        }
        folded
    }

    /// Whether a role that holds this word may [be](Self::is) it: one of the words with which its first part begins, in any language.
    pub fn may_open_with(&self, own: &str) -> bool {
        self.parts.first().is_some_and(|part| part.opens_with(own))
    }

    /// Whether somebody whose [folded](Self::folded) role is this holds it: all of its parts stand there, in any language and order.
    pub fn is(&self, folded: &str) -> bool {
        let own: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        !self.parts.is_empty() && self.parts.iter().all(|part| part.stands_in(&own))
    }
}

impl Part {
    fn stands_in(&self, own: &[&str]) -> bool {
        begins(own, &self.words, Longer::Begins)
            || self.spellings().any(|spelling| begins(own, &spelling.words, spelling.longer))
    }

    fn opens_with(&self, own: &str) -> bool {
        is_word(own, &self.words[0], Longer::Begins)
            || self.spellings().any(|spelling| is_word(own, &spelling.words[0], spelling.longer))
    }

    fn spellings(&self) -> impl Iterator<Item = &Spelling> {
        self.lines.iter().flat_map(|line| &KNOWN.lines[*line])
    }
}

/// Whether words stand somewhere in a row, or longer words that say the same.
fn begins(own: &[&str], words: &[String], longer: Longer) -> bool {
    own.windows(words.len()).any(|own| own.iter().zip(words).all(|(own, word)| is_word(own, word, longer)))
}

/// Whether a word is another, or a longer one that says the same.
fn is_word(own: &str, word: &str, longer: Longer) -> bool {
    let is = |own: &str| match longer {
        Longer::None => own == word,
        Longer::Begins => own.starts_with(word),
        Longer::Holds => own.contains(word),
    };
    is(own) || own.strip_prefix(ARABIC_ARTICLE).is_some_and(is)
}

fn is_arabic(letter: char) -> bool {
    ('\u{621}'..='\u{64a}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(asked: &str, role: &str, expected: bool) {
        let (office, folded) = (Office::new(asked), Office::folded(role));
        assert_eq!(office.is(&folded), expected, "{asked}: {role}");
        let may_be = folded.split(' ').any(|word| office.may_open_with(word));
        assert!(may_be || !expected, "{asked}: no word of {role} opens it");
    }

    #[test]
    fn an_office_is_found_in_whichever_language_an_article_has_it() {
        for asked in ["minister", "ministre", "Bộ trưởng", "وزير", "部长", "министр", "ministra"]
        {
            for role in [
                "ministre de la Justice",
                "Bộ trưởng Bộ Công an",
                "Justizminister",
                "وزير الخارجية",
                "国防部长",
                "министра юстиции",
                "UK Foreign Minister",
            ] {
                check(asked, role, true);
            }
            check(asked, "procureur", false);
            check(asked, "General", false);
        }
        check("minister of justice", "ministre de la Justice", true);
        check("ministre de la justice", "Bộ trưởng Bộ Tư pháp", true);
        check("ministre de la justice", "ministre des Finances", false);
        check("spokeswoman", "porte-parole du gouvernement", true);
        check("ambassadeur", "Đại sứ", true);
    }

    #[test]
    fn what_the_table_does_not_know_is_looked_for_as_it_is_written() {
        check("trésor", "secrétaire au Trésor", true);
        check("minist", "ministre", true);
        check("vice minister", "Thứ trưởng", true);
        check("vice minister", "ministre", false);
        check("juge", "juge", true);
        check("roi", "reporter", false);
        check("وزير الخارجية", "ministre des Affaires étrangères", true);
        check("", "juge", false);
        check("…", "juge", false);
    }

    #[test]
    fn a_role_is_compared_by_its_folded_words() {
        let check = |role: &str, expected: &str| assert_eq!(Office::folded(role), expected);
        check("  Vice-Ministre\u{a0}d'État ", "vice ministre d etat");
        check("习近平", "习 近 平");
        check("Cœur", "coeur");
        check("— …", "");
    }

    #[test]
    fn no_office_is_longer_than_what_is_looked_for() {
        assert!(KNOWN.longest <= WORDS_MAX && KNOWN.lines.len() > 50);
        assert!(KNOWN.by_words.keys().all(|words| !words.is_empty()));
        Office::new(&"ministre ".repeat(60_000));
    }
}
