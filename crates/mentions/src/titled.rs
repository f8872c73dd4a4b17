//! People of Japanese and Korean, which have no capitals: who stands before an office or an honorific, as far as the name looks like
//! one: `岸田文雄首相`, `トランプ氏`, `김민수 외교부 장관`, `기시다 후미오 총리`.
//!
//! Nobody is better than a wrong one: a role is a common word, and what stands before it most often says of where it is.

use std::collections::HashSet;
use std::ops::Range;

use veille_model::LanguageTag;

use crate::eastern::{Lexicon, is_katakana};
use crate::lists::{BODY, Class, Lists, PLACE, ROLE};
use crate::phrases::Endings;
use crate::words::Words;

/// Words between a name and an office: `김민수 전 외교부 장관`.
const BETWEEN_MAX: usize = 3;
/// A Korean name is a surname and two syllables.
const NATIVE_LETTERS: usize = 3;
/// Foreign words of fewer letters are no name by themselves, or without a syllable that is foreign.
const FOREIGN_LETTERS_MIN: usize = 3;
/// How words of Korean end that have open syllables, as foreign ones do: *a person*, *a committee*, *a company*.
const NATIVE_ENDS: &str = "자회사부처구시대고며계제기비서게지";
/// How no Korean name ends, and provinces and verbs before a noun do: `경기도 대표`, `주장한 의원`.
const NO_GIVEN_ENDS: [char; 2] = ['도', '한'];
/// The honorifics behind which nobody but a person stands.
const SSI: &str = "씨";
/// Particles behind it that are no topic's.
const OBJECTS: [&str; 7] = ["를", "의", "에게", "와", "로", "만", "랑"];
const SAN: &str = "さん";
const PERSONAL: [&str; 4] = ["氏", "さん", "容疑者", "被告"];
/// Before a role that is no office, a name in Han characters has so many.
const FULL_MIN: usize = 3;
/// Behind a surname of several characters a given name has at most so many, behind one of a single character two.
const GIVEN_MAX: usize = 3;
const GIVEN: usize = 2;
/// So many names are looked for in all of a text, so that one made of names takes its time in proportion.
const AGAIN_MAX: usize = 100;
/// What a name in Chinese characters has none of: they are countries, offices and what is said of these.
const NOT_IN_NAMES: &str = "国國前元新現両各全初次期党内閣府省相長市州県員者軍";

/// A person, by the words of the name and the code points behind it that its last word has besides.
#[derive(Debug)]
pub(crate) struct Person {
    pub at: Range<usize>,
    pub behind: usize,
}

/// The people of a zone in one of these languages, in order; nobody in others.
pub(crate) fn people(words: &Words<'_>, lists: &'static Lists, language: &LanguageTag) -> Vec<Person> {
    let Some(lexicon) = Lexicon::of(&language.primary()) else { return Vec::new() };
    let reader = Reader { words, lists, lexicon };
    let mut found = if lexicon.spaced { reader.spaced() } else { reader.unspaced() };
    found.sort_by_key(|person| (person.at.start, std::cmp::Reverse(person.at.end)));
    found.dedup_by(|next, person| next.at.start < person.at.end);
    found
}

struct Reader<'a> {
    words: &'a Words<'a>,
    lists: &'static Lists,
    lexicon: &'static Lexicon,
}

/// Korean, whose words are written apart.
impl Reader<'_> {
    fn spaced(&self) -> Vec<Person> {
        let places = 0..self.words.len();
        let (mut found, named): (Vec<Person>, HashSet<&str>) =
            places.clone().filter_map(|at| self.before(at)).unzip();
        // Whoever was named so is meant wherever the name stands by itself.
        let again = |at: usize| {
            let name = self.nouns(at).find(|noun| named.contains(noun))?;
            Some(self.alone(at, name))
        };
        found.extend(places.filter_map(again));
        found
    }

    /// Who stands before the office or the honorific that a word is, and the last word of the name.
    fn before(&self, at: usize) -> Option<(Person, &str)> {
        let entry = &self.lexicon.entry;
        // `김민수씨는`
        let joined = self.nouns(at).find_map(|noun| noun.strip_suffix(SSI));
        if let Some(name) = joined.filter(|name| self.is_native(name)) {
            return Some((self.alone(at, name), name));
        }
        let is = |words: &Endings| self.nouns(at).any(|noun| words.end(noun, 0));
        // `씨는`: of a single syllable no particle is taken.
        let honoured = self.words.folded(at).strip_prefix(SSI);
        let is_honoured = honoured.is_some_and(|rest| {
            rest.is_empty() || OBJECTS.contains(&rest) || entry.topics.iter().any(|it| it == rest)
        });
        let Lexicon { roles, offices, heads, .. } = self.lexicon;
        if !is(roles) && !is(offices) && !is_honoured {
            return None;
        }
        let person = |at: Range<usize>| (Person { at: at.clone(), behind: 0 }, self.words.folded(at.end - 1));
        // `최동철(48) 씨`
        let aged =
            at > 1 && self.words.gap_before(at).starts_with(')') && self.words.gap_before(at - 1) == "(";
        if aged && self.is_native(self.words.folded(at - 2)) {
            return Some(person(at - 2..at - 1));
        }
        let mut end = at;
        while self.follows(end) && at - end <= BETWEEN_MAX {
            if self.is_native(self.words.folded(end - 1)) {
                return Some(person(end - 1..end));
            }
            if !self.may_stand_between(end - 1) {
                break;
            }
            end -= 1;
        }
        if !is(offices) || !self.follows(end) || !self.is_foreign(end - 1) {
            return None;
        }
        if self.follows(end - 1) && self.may_be_given(end - 2) {
            return Some(person(end - 2..end));
        }
        let letters = self.words.folded(end - 1).chars().count();
        (is(heads) && letters >= FOREIGN_LETTERS_MIN).then(|| person(end - 1..end))
    }

    /// Whether a word stands before this one, and nothing but a blank between.
    fn follows(&self, at: usize) -> bool {
        at > 0 && self.words.follows(at)
    }

    /// A name that is a word by itself, or with what is attached to it.
    fn alone(&self, at: usize, name: &str) -> Person {
        Person { at: at..at + 1, behind: self.words.behind(at, name) }
    }

    /// A word as it stands, and without its particles.
    fn nouns(&self, at: usize) -> impl Iterator<Item = &str> {
        std::iter::once(self.words.folded(at)).chain(self.words.forms(at))
    }

    fn class(&self, word: &str) -> Class {
        self.lists.folded(word).class
    }

    /// A body, a place, or *former*.
    fn may_stand_between(&self, at: usize) -> bool {
        let word = self.words.folded(at);
        self.lexicon.entry.formers.iter().any(|former| former == word)
            || self.lexicon.is_body(word)
            || self.class(word) & (PLACE | BODY) != 0
    }

    /// Whether a word is a Korean surname and a given name.
    fn is_native(&self, word: &str) -> bool {
        let entry = &self.lexicon.entry;
        let mut letters = word.chars();
        word.chars().count() == NATIVE_LETTERS
            && letters.next().is_some_and(|first| entry.surnames.contains(first))
            && letters.all(|letter| entry.given.contains(letter))
            && !word.ends_with(NO_GIVEN_ENDS)
            && self.may_be_name(word)
    }

    /// Whether a word may be a foreign name: it has a syllable that words of Korean hardly have, or open ones alone.
    fn is_foreign(&self, at: usize) -> bool {
        let (word, foreign) = (self.words.folded(at), &self.lexicon.entry.foreign);
        let is_open = word.chars().all(is_open) && self.may_be_given(at);
        word.chars().nth(1).is_some()
            && (is_open || word.chars().any(|letter| foreign.contains(letter)))
            && self.may_be_part(at)
    }

    /// Whether a word may stand before one: `안토니우` of `안토니우 구테흐스`. Verbs that stand before a noun end in a consonant.
    fn may_be_given(&self, at: usize) -> bool {
        let word = self.words.folded(at);
        let ends_open = word.ends_with(is_open) && !word.ends_with(|end: char| NATIVE_ENDS.contains(end));
        let foreign = word.chars().any(|letter| self.lexicon.entry.foreign.contains(letter));
        let letters = word.chars().count();
        (foreign && letters > 1 || ends_open && letters >= FOREIGN_LETTERS_MIN) && self.may_be_part(at)
    }

    /// What may have a particle is no name before an office.
    fn may_be_part(&self, at: usize) -> bool {
        let word = self.words.folded(at);
        word.chars().all(is_syllable) && self.words.forms(at).next().is_none() && self.may_be_name(word)
    }

    fn may_be_name(&self, word: &str) -> bool {
        !self.lexicon.is_body(word)
            && self.class(word) & (PLACE | BODY | ROLE) == 0
            && !self.lexicon.entry.no_names.iter().any(|known| known == word)
            && !self.lexicon.roles.end(word, 0)
    }
}

/// Japanese, whose words are not.
impl Reader<'_> {
    fn unspaced(&self) -> Vec<Person> {
        let text = self.words.text();
        let mut found: Vec<Range<usize>> = nouns(text).filter_map(|noun| self.name_of(noun)).collect();
        // Whoever was named so is meant wherever the name stands by itself, if it is long enough to be nothing else.
        let mut names: Vec<&str> = found.iter().map(|name| &text[name.clone()]).collect();
        // `ロマン`, who was `リカルド・ロマン` before.
        let last = names.iter().filter_map(|name| name.rsplit_once('・').map(|(_, last)| last));
        // `有吉`, who was `有吉大樹` before.
        let families = &self.lexicon.entry.families;
        let family = names.iter().filter_map(|name| {
            let own = families.iter().find(|family| name.starts_with(family.as_str()))?;
            (own.chars().nth(1).is_some() && name.len() > own.len()).then_some(own.as_str())
        });
        let short: Vec<&str> = family.collect();
        names.extend(last.collect::<Vec<_>>());
        names.retain(|name| name.chars().count() >= FOREIGN_LETTERS_MIN);
        names.sort_unstable();
        names.dedup();
        names.truncate(AGAIN_MAX);
        names.extend(short.into_iter().take(AGAIN_MAX));
        for name in names {
            let places = text.match_indices(name).map(|(at, name)| at..at + name.len());
            found.extend(places.filter(|place| is_apart(text, place) || self.is_titled(place)));
        }
        let words = |name: Range<usize>| self.words.at_byte(name.start)..self.words.at_byte(name.end);
        let person = |name| Person { at: words(name), behind: 0 };
        found.into_iter().map(person).filter(|person| !person.at.is_empty()).collect()
    }

    /// `有吉監督`: a surname that a role stands behind, and nothing before.
    fn is_titled(&self, place: &Range<usize>) -> bool {
        let text = self.words.text();
        let behind = &text[place.end..];
        let roles = self.lexicon.entry.roles.iter().map(String::as_str);
        let before = text[..place.start].chars().next_back();
        let surname = text[place.clone()].chars().all(is_han);
        surname && !before.is_some_and(is_han) && roles.chain(PERSONAL).any(|role| behind.starts_with(role))
    }

    /// The name in a noun that ends in an office or an honorific.
    fn name_of(&self, noun: Range<usize>) -> Option<Range<usize>> {
        let (entry, text) = (&self.lexicon.entry, self.words.text());
        let (start, written) = (noun.start, &text[noun]);
        let of = |name: &str| start..start + name.len();
        if let Some(name) = PERSONAL.iter().find_map(|title| written.strip_suffix(title)).map(of) {
            return Some(name).filter(|name| self.is_katakana_name(name) || self.is_han_name(name, 1));
        }
        let Some(office) = entry.offices.iter().find(|office| written.ends_with(office.as_str())) else {
            return self.held(start, written);
        };
        let before = &written[..written.len() - office.len()];
        let katakana = before.find(|letter| !is_katakana(letter)).unwrap_or(before.len());
        if katakana > 0 {
            // `グテーレス国連事務総長`
            return Some(of(&before[..katakana])).filter(|name| self.is_katakana_name(name));
        }
        // `安倍晋三元首相`
        let former = entry.formers.iter().find_map(|former| before.strip_suffix(former.as_str()));
        let mut names = [Some(before), former].into_iter().flatten().map(of);
        names.find(|name| self.is_han_name(name, GIVEN))
    }

    /// `古川亮監督`, `リカルド・ロマン投手`: before any other role a name has a given name.
    fn held(&self, start: usize, written: &str) -> Option<Range<usize>> {
        let role = self.lexicon.entry.roles.iter().find(|role| written.ends_with(role.as_str()))?;
        let before = &written[..written.len() - role.len()];
        let katakana = before.find(|letter| !is_katakana(letter)).unwrap_or(before.len());
        if katakana > 0 {
            let name = start..start + katakana;
            return Some(name)
                .filter(|name| before[..katakana].contains('・') && self.is_katakana_name(name));
        }
        let name = start..start + before.len();
        Some(name).filter(|name| before.chars().count() >= FULL_MIN && self.is_han_name(name, GIVEN))
    }

    fn is_katakana_name(&self, name: &Range<usize>) -> bool {
        let written = &self.words.text()[name.clone()];
        written.chars().all(is_katakana)
            && written.chars().count() >= FOREIGN_LETTERS_MIN
            && !self.lexicon.entry.no_names.iter().any(|known| known == written)
            && self.place(name) < self.words.at_byte(name.end) - self.words.at_byte(name.start)
    }

    /// A surname with a given name, of so many characters at least where it is one itself, or without.
    fn is_han_name(&self, name: &Range<usize>, least: usize) -> bool {
        let written = &self.words.text()[name.clone()];
        let is_none = |letter: char| !is_han(letter) || NOT_IN_NAMES.contains(letter);
        if written.contains(is_none) || self.place(name) > 0 {
            return false;
        }
        let fits = |family: &String| {
            let given = written.strip_prefix(family.as_str()).map(|given| given.chars().count());
            let expected = if family.chars().nth(1).is_some() { 1..=GIVEN_MAX } else { least..=GIVEN };
            given.is_some_and(|given| given == 0 || expected.contains(&given))
        };
        self.lexicon.entry.families.iter().any(fits)
    }

    /// How many characters of a name are a place that it begins with: `英国首相`, `アメリカ大統領`.
    fn place(&self, name: &Range<usize>) -> usize {
        let place = self.lists.phrase(self.words, self.words.at_byte(name.start), false);
        if place.class & PLACE != 0 { place.words } else { 0 }
    }
}

/// Nouns of a text: characters of Han, katakana, Latin letters and the dots between parts of foreign names in a row.
fn nouns(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let is_part = |letter: char| is_katakana(letter) || is_han(letter) || letter.is_ascii_alphanumeric();
        let (start, _) = rest.find(|(_, letter)| is_part(*letter))?;
        while rest.next_if(|(_, letter)| is_part(*letter)).is_some() {}
        let end = rest.peek().map_or(text.len(), |(end, _)| *end);
        // The one title in hiragana.
        let san = if text[end..].starts_with(SAN) { SAN.len() } else { 0 };
        Some(start..end + san)
    })
}

/// Whether what stands at a place goes on on neither side: katakana in a longer word is another.
fn is_apart(text: &str, place: &Range<usize>) -> bool {
    let own = &text[place.clone()];
    let touches = |inside: Option<char>, outside: Option<char>| {
        inside.is_some_and(is_katakana) && outside.is_some_and(is_katakana)
    };
    let surname = own.chars().all(is_han) && own.chars().nth(2).is_none();
    let inside = |beside: Option<char>| surname && beside.is_some_and(is_han);
    !inside(text[..place.start].chars().next_back())
        && !inside(text[place.end..].chars().next())
        && !touches(own.chars().next(), text[..place.start].chars().next_back())
        && !touches(own.chars().next_back(), text[place.end..].chars().next())
}

fn is_han(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter) || letter == '々'
}

fn is_syllable(letter: char) -> bool {
    ('가'..='힣').contains(&letter)
}

/// Whether a syllable ends in its vowel (The Unicode Standard, 3.12).
fn is_open(letter: char) -> bool {
    is_syllable(letter) && (u32::from(letter) - u32::from('가')).is_multiple_of(28)
}
