//! What is known of words and names before a text is read: places and bodies of the world with their spellings, and the words
//! that tell whose name it is.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use veille_text::name::{BODIES, PLACES};
use veille_text::{Document, Parts, Token, hash};

use crate::lexicon::lines;
use crate::syllables::{is_syllable, spelling};
use crate::words::Words;

const GIVEN_NAMES: &str = include_str!("../data/given-names.txt");
const WORDS: &str = include_str!("../data/names/words.toml");

/// What a word may be: a set of the marks below.
pub(super) type Class = u32;
/// A given name.
pub(super) const GIVEN: Class = 1;
/// A place that is known.
pub(super) const PLACE: Class = 1 << 1;
/// A body that is known.
pub(super) const BODY: Class = 1 << 2;
/// *Mr*, *King*.
pub(super) const TITLE: Class = 1 << 3;
/// *President*.
pub(super) const ROLE: Class = 1 << 4;
/// A month, a day, a feast.
pub(super) const CALENDAR: Class = 1 << 5;
/// A people, a language, whoever believes something.
pub(super) const PEOPLE: Class = 1 << 6;
/// Written with capitals and no name of ours.
pub(super) const OTHER: Class = 1 << 7;
/// A word of names of bodies: *Party*.
pub(super) const BODY_WORD: Class = 1 << 8;
/// A word of names of places: *River*.
pub(super) const GROUND: Class = 1 << 9;
/// A small word inside a person's name.
pub(super) const PERSON_JOINT: Class = 1 << 10;
/// A small word inside a body's or a place's name.
pub(super) const BODY_JOINT: Class = 1 << 11;
/// A war, a cup, a treaty.
pub(super) const EVENT: Class = 1 << 12;
/// A verb that whoever opens a sentence stands before.
pub(super) const FINITE: Class = 1 << 13;
/// A word that names of places begin with in small letters: *golfe de Guinée*.
pub(super) const SMALL_GROUND: Class = 1 << 14;
/// A single name behind it is more likely a place's.
pub(super) const PLACE_BEFORE: Class = 1 << 16;

/// In small letters it begins a body's name: *ministère de la Santé*.
pub(super) const MINISTRY: Class = 1 << 17;

/// It joins parts of an office's name: *Work **and** Pensions*.
pub(super) const LIST_JOINT: Class = 1 << 18;

/// A place that is an ordinary word too: with something attached to it nobody can tell.
pub(super) const HOMONYM: Class = 1 << 19;

/// What somebody is, where it stands right before the name: *Защитник*, *Trener*.
pub(super) const OCCUPATION: Class = 1 << 20;

/// It opens a sentence before a name, and is none: *Yesterday*.
pub(super) const OPENER: Class = 1 << 21;

/// Names begin with it that is an ordinary word or a month elsewhere: *Nguyen*, *May*.
pub(super) const FIRST: Class = 1 << 22;

/// Stems have so many letters, and a case adds no more than so many.
const STEM_LETTERS_MIN: usize = 4;
const CASE_LETTERS_MAX: usize = 3;
/// An abbreviation has no more letters.
const ABBREVIATION_LETTERS_MAX: usize = 5;
/// Phrases are looked up by so many letters of their first word where cases change it.
const LOOSE_LETTERS: usize = 4;
/// Of a word in a phrase a case changes so many letters, and leaves so many.
const LOOSE_CUT: usize = 2;
const LOOSE_LETTERS_MIN: usize = 3;

/// What is known of a word or of several in a row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    pub class: Class,
    /// How many words; 0 where nothing is known.
    pub words: usize,
    /// Which place or body, from 1: an index into [`Lists::name`]; 0 for other words.
    concept: u32,
}

#[derive(Debug)]
struct Phrase {
    words: Box<[PhraseWord]>,
    known: Known,
}

#[derive(Debug)]
struct PhraseWord {
    hash: u64,
    /// What no case changes.
    stem: Box<str>,
    letters: usize,
}

impl PhraseWord {
    fn is(&self, words: &Words<'_>, at: usize) -> bool {
        words.hash(at) == Some(self.hash)
    }

    /// The same in another case: *Европейского* for *Европейский*.
    fn is_declined(&self, words: &Words<'_>, at: usize) -> bool {
        let folded = words.folded(at);
        folded.starts_with(&*self.stem) && folded.chars().count() <= self.letters + CASE_LETTERS_MAX
    }
}

#[derive(Debug, Default)]
pub(super) struct Lists {
    words: FxHashMap<u64, Known>,
    /// What words are that have several letters and all of them capitals: *WHO* is a body, *who* opens a clause.
    abbreviations: FxHashMap<u64, Known>,
    stems: FxHashMap<u64, Known>,
    /// By the hash of their first word, the longest first.
    phrases: FxHashMap<u64, Vec<Phrase>>,
    /// By the hash of how their first word begins.
    declined: FxHashMap<u64, Vec<(u64, usize)>>,
    concepts: Vec<&'static str>,
    /// Places and bodies of which each word can be a syllable of Vietnamese, as they are written there.
    spellings: FxHashSet<String>,
    /// What clubs begin with, as it is written: *AS Mirebeau*.
    pub clubs: Vec<String>,
    /// What makes a single name behind it a place's, as it is written.
    pub place_before_written: Vec<String>,
    /// By language, which of the small words inside names are its own.
    own_joints: FxHashMap<String, Vec<String>>,
    pub endings: Endings,
}

#[derive(Deserialize)]
struct Entry {
    titles: Vec<String>,
    roles: Vec<String>,
    calendar: Vec<String>,
    peoples: Vec<String>,
    others: Vec<String>,
    bodies: Vec<String>,
    grounds: Vec<String>,
    person_joints: Vec<String>,
    body_joints: Vec<String>,
    list_joints: Vec<String>,
    events: Vec<String>,
    finites: Vec<String>,
    small_grounds: Vec<String>,
    place_before: Vec<String>,
    place_before_written: Vec<String>,
    clubs: Vec<String>,
    ministries: Vec<String>,
    homonyms: Vec<String>,
    occupations: Vec<String>,
    openers: Vec<String>,
    firsts: Vec<String>,
    own_joints: FxHashMap<String, Vec<String>>,
    adjectives_romance: Vec<String>,
    adjectives_slavic: Vec<String>,
    verbs_slavic: Vec<String>,
    nouns_german: Vec<String>,
    occupations_german: Vec<String>,
    peoples_english: Vec<String>,
    infinitives_romance: Vec<String>,
    plurals_english: Vec<String>,
    singulars_english: Vec<String>,
    pasts_english: Vec<String>,
}

/// How words end that tell what they are.
#[derive(Debug, Default)]
pub(super) struct Endings {
    pub adjectives_romance: Vec<String>,
    pub adjectives_slavic: Vec<String>,
    pub verbs_slavic: Vec<String>,
    pub nouns_german: Vec<String>,
    pub occupations_german: Vec<String>,
    pub peoples_english: Vec<String>,
    pub infinitives_romance: Vec<String>,
    pub plurals_english: Vec<String>,
    pub singulars_english: Vec<String>,
    pub pasts_english: Vec<String>,
}

impl Lists {
    pub fn get() -> &'static Self {
        static LISTS: OnceLock<Lists> = OnceLock::new();
        LISTS.get_or_init(Self::read)
    }

    fn read() -> Self {
        let mut lists = Self::default();
        for (texts, class) in [(PLACES[0], PLACE), (PLACES[1], PLACE), (BODIES, BODY)] {
            for line in lines(texts) {
                lists.concepts.push(line.split('|').next().unwrap_or_default());
                let concept = lists.concepts.len() as u32;
                line.split('|').for_each(|name| lists.add(name, class, concept));
            }
        }
        lines(GIVEN_NAMES).flat_map(str::split_whitespace).for_each(|name| lists.add(name, GIVEN, 0));
        let entry: Entry = toml::from_str(WORDS).expect("a test reads it");
        let kinds = [
            (&entry.titles, TITLE),
            (&entry.roles, ROLE),
            (&entry.calendar, CALENDAR),
            (&entry.peoples, PEOPLE),
            (&entry.others, OTHER),
            (&entry.bodies, BODY_WORD),
            (&entry.grounds, GROUND),
            (&entry.person_joints, PERSON_JOINT),
            (&entry.body_joints, BODY_JOINT),
            (&entry.list_joints, LIST_JOINT),
            (&entry.events, EVENT),
            (&entry.finites, FINITE),
            (&entry.small_grounds, SMALL_GROUND),
            (&entry.place_before, PLACE_BEFORE),
            (&entry.ministries, MINISTRY),
            (&entry.homonyms, HOMONYM),
            (&entry.occupations, OCCUPATION),
            (&entry.openers, OPENER),
            (&entry.firsts, FIRST),
        ];
        for (words, class) in kinds {
            words.iter().for_each(|word| lists.add(word, class, 0));
        }
        lists.index();
        lists.place_before_written = entry.place_before_written;
        lists.clubs = entry.clubs;
        lists.own_joints = entry.own_joints;
        lists.endings = Endings {
            adjectives_romance: entry.adjectives_romance,
            adjectives_slavic: entry.adjectives_slavic,
            verbs_slavic: entry.verbs_slavic,
            nouns_german: entry.nouns_german,
            occupations_german: entry.occupations_german,
            peoples_english: entry.peoples_english,
            infinitives_romance: entry.infinitives_romance,
            plurals_english: entry.plurals_english,
            singulars_english: entry.singulars_english,
            pasts_english: entry.pasts_english,
        };
        lists
    }

    /// Phrases by how they begin, once all are there.
    fn index(&mut self) {
        for (hash_of_first, phrases) in &mut self.phrases {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
            for (at, phrase) in phrases.iter().enumerate() {
                let key = hash(begin(&phrase.words[0].stem));
                self.declined.entry(key).or_default().push((*hash_of_first, at));
            }
        }
        for places in self.declined.values_mut() {
            places.sort_by_key(|(hash, at)| {
                (std::cmp::Reverse(self.phrases[hash][*at].words.len()), *hash, *at)
            });
        }
    }

    fn add(&mut self, name: &str, class: Class, concept: u32) {
        let document = Document::of(&Parts { text: name, ..Parts::default() });
        let tokens = document.tokens();
        let Some(first) = tokens.first() else { return };
        let words = tokens.len();
        let shouted = name.chars().all(|letter| !letter.is_lowercase())
            && name.chars().count() <= ABBREVIATION_LETTERS_MAX
            && name.chars().any(char::is_uppercase);
        let known = Known { class, words, concept };
        let folded = |token: &Token| document.folded(token.folded_start, token.folded_end);
        if concept > 0 && tokens.iter().all(|token| is_syllable(folded(token))) {
            let written = |token: &Token| &name[token.start as usize..token.end as usize];
            self.spellings.insert(spelling(tokens.iter().map(written)));
        }
        if words > 1 {
            let word = |token: &Token| {
                let folded = folded(token);
                let letters = folded.chars().count();
                let kept = letters.saturating_sub(LOOSE_CUT).max(LOOSE_LETTERS_MIN);
                PhraseWord { hash: token.hash, stem: folded.chars().take(kept).collect(), letters }
            };
            let words = tokens.iter().map(word).collect();
            self.phrases.entry(first.hash).or_default().push(Phrase { words, known });
            return;
        }
        let merge = |other: &mut Known| {
            other.class |= class;
            other.concept = if other.concept == 0 { concept } else { other.concept };
        };
        if shouted {
            self.abbreviations.entry(first.hash).and_modify(merge).or_insert(known);
            return;
        }
        self.words.entry(first.hash).and_modify(merge).or_insert(known);
        let folded = folded(first);
        // Joints and the like are never declined.
        let fixed =
            PERSON_JOINT | BODY_JOINT | TITLE | OTHER | CALENDAR | FINITE | PLACE_BEFORE | OPENER | FIRST;
        if class & fixed == 0 {
            let stem = stem(folded);
            if stem.chars().count() >= STEM_LETTERS_MIN {
                self.stems.entry(hash(stem)).and_modify(merge).or_insert(known);
            }
        }
    }

    /// What is known of one word.
    pub fn word(&self, words: &Words<'_>, at: usize, declines: bool) -> Known {
        let Some(hash) = words.hash(at) else { return Known::default() };
        let known = self.words.get(&hash).copied();
        let abbreviation = self.abbreviations.get(&hash);
        match abbreviation {
            Some(_) if !words.is_acronym(at) => known.unwrap_or_default(),
            Some(abbreviation) => {
                let class = abbreviation.class | known.unwrap_or_default().class;
                Known { class, ..*abbreviation }
            }
            None if declines => known.unwrap_or_else(|| self.stem(words.folded(at))),
            None => known.unwrap_or_default(),
        }
    }

    /// Whether a word has the letters of a numeral and is none as it is written: *Xi*, not *XI*. How often the press has it says
    /// nothing of it then.
    pub fn is_numeral_elsewhere(&self, words: &Words<'_>, at: usize) -> bool {
        let hash = words.hash(at).unwrap_or_default();
        let numeral = self.abbreviations.get(&hash).is_some_and(|known| known.class == OTHER);
        numeral && !self.words.contains_key(&hash) && !words.is_acronym(at)
    }

    /// What is known of a folded word.
    pub fn folded(&self, folded: &str) -> Known {
        let hash = hash(folded);
        self.words.get(&hash).or_else(|| self.abbreviations.get(&hash)).copied().unwrap_or_default()
    }

    /// The small words inside names that a language has itself; None where nobody wrote them down.
    pub fn own_joints(&self, language: &str) -> Option<&[String]> {
        self.own_joints.get(language).map(Vec::as_slice)
    }

    /// A word without what a case adds: *Польши*, *Польшей*.
    fn stem(&self, folded: &str) -> Known {
        let mut ends = folded.char_indices().rev().map(|(at, _)| at);
        let letters = folded.chars().count();
        if let Some(known) = self.stems.get(&hash(folded)) {
            return *known;
        }
        for cut in 1..=CASE_LETTERS_MAX {
            let Some(end) = ends.next() else { break };
            if letters < STEM_LETTERS_MIN + cut {
                break;
            }
            // `Pakistańska` is no case of *Pakistan*.
            if folded[end..].contains(['k', 'к']) {
                break;
            }
            if let Some(known) = self.stems.get(&hash(&folded[..end])) {
                return *known;
            }
        }
        Known::default()
    }

    /// The longest of the known names and phrases that begin here with several words.
    pub fn phrase(&self, words: &Words<'_>, at: usize, declines: bool) -> Known {
        if let Some(known) = words.hash(at).and_then(|first| self.phrase_from(first, words, at)) {
            return known;
        }
        if !declines || words.folded(at).len() < LOOSE_LETTERS_MIN {
            return Known::default();
        }
        let places = self.declined.get(&hash(begin(words.folded(at))));
        let phrase = |(hash, at): &(u64, usize)| &self.phrases[hash][*at];
        let fits =
            |phrase: &&Phrase| phrase.words.iter().zip(at..).all(|(word, at)| word.is_declined(words, at));
        places.into_iter().flatten().map(phrase).find(fits).map_or(Known::default(), |phrase| phrase.known)
    }

    /// The longest whose first word is another form of the one here: `بالأمم المتحدة`.
    pub fn phrase_of(&self, form: &str, words: &Words<'_>, at: usize) -> Known {
        self.phrase_from(hash(form), words, at).unwrap_or_default()
    }

    fn phrase_from(&self, first: u64, words: &Words<'_>, at: usize) -> Option<Known> {
        let fits =
            |phrase: &&Phrase| phrase.words[1..].iter().zip(at + 1..).all(|(word, at)| word.is(words, at));
        self.phrases.get(&first)?.iter().find(fits).map(|phrase| phrase.known)
    }

    /// Whether a place or a body has a name of syllables with these accents.
    pub fn is_spelled<'w>(&self, words: impl Iterator<Item = &'w str>) -> bool {
        self.spellings.contains(&spelling(words))
    }

    /// The English name of a place or body.
    pub fn name(&self, known: Known) -> Option<&'static str> {
        known.concept.checked_sub(1).map(|at| self.concepts[at as usize])
    }
}

/// How a word begins.
fn begin(folded: &str) -> &str {
    folded.char_indices().nth(LOOSE_LETTERS - 1).map_or(folded, |(end, _)| &folded[..end])
}

/// A word of a list without the vowel that cases exchange.
fn stem(folded: &str) -> &str {
    let vowel = |letter: char| "aeiouyаеиоуыэюяьйіїє".contains(letter);
    folded.strip_suffix(vowel).unwrap_or(folded)
}
