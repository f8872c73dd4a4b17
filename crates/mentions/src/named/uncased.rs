//! Names in scripts without capitals: what is known of the world, and people by their given names, surnames and roles.

use veille_model::LanguageTag;
use veille_text::fold::{Folded, fold};

use super::spans::{Name, Sort};
use crate::lexicon::{Lexicon, Script};
use crate::lists::{BODY, BODY_WORD, GROUND, Known, Lists, PLACE};
use crate::names;
use crate::scene::Scene;
use crate::words::Words;
use crate::{arabic, han};

/// What Arabic writes as one with the next word: *and*, *so*, *in*, *for*, *like*.
const PREFIXES: [char; 5] = ['و', 'ف', 'ب', 'ل', 'ك'];
/// The article, which the words behind the head of a body's name have.
const ARTICLE: &str = "ال";
/// Behind the head a body's name has at most so many words.
const BODY_WORDS_MAX: usize = 4;
/// A word of fewer letters is no name behind such a prefix.
const LETTERS_MIN: usize = 3;

/// The names of a zone, in order.
pub(super) fn names(words: &Words<'_>, lists: &'static Lists, language: &LanguageTag) -> Vec<Name> {
    let mut names = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some(name) = known(words, lists, at).or_else(|| headed(words, lists, at)) else {
            at += 1;
            continue;
        };
        at = name.at.end;
        names.push(name);
    }
    people(words, language, &mut names);
    names
}

/// Adds people where we know how their names look.
fn people(words: &Words<'_>, language: &LanguageTag, names: &mut Vec<Name>) {
    let Some(lexicon) = Lexicon::of(language) else { return };
    let scene = Scene::new(*words, lexicon, &[]);
    let found = match lexicon.script {
        Script::Arabic => arabic::names(&scene),
        Script::Han => han::names(&scene),
        Script::Cased => Vec::new(),
    };
    let sure = found.into_iter().filter(|name| name.sort == names::Sort::Person);
    names.extend(sure.map(|name| Name {
        at: name.at,
        sort: Sort::Person,
        known: Known::default(),
        skipped: 0,
    }));
    names.sort_by_key(|name| (name.at.start, std::cmp::Reverse(name.at.end)));
    names.dedup_by(|next, name| next.at.start < name.at.end);
}

/// A body or a place by its head: `وزارة الداخلية الأردنية`, `مدينة القدس`.
fn headed(words: &Words<'_>, lists: &Lists, at: usize) -> Option<Name> {
    let own = lists.folded(words.folded(at));
    let whole = own.class & (BODY_WORD | GROUND) != 0;
    let skipped = if whole { 0 } else { behind_prefix(words.written(at)) };
    let head = if whole { own } else { lists.folded(words.folded(at).strip_prefix(PREFIXES)?) };
    if head.class & (BODY_WORD | GROUND) == 0 {
        return None;
    }
    let mut end = at + 1;
    while end < words.len() && end - at <= BODY_WORDS_MAX && words.follows(end) {
        let place = known(words, lists, end).filter(|name| name.skipped == 0);
        let headed = lists.folded(words.folded(end)).class & (BODY_WORD | GROUND) != 0;
        end = match place {
            Some(place) => place.at.end,
            None if headed || words.folded(end).starts_with(ARTICLE) => end + 1,
            None => break,
        };
    }
    let sort = if head.class & BODY_WORD != 0 { Sort::Body } else { Sort::Place };
    (end > at + 1).then_some(Name { at: at..end, sort, known: Known::default(), skipped })
}

/// A place or a body that begins here.
fn known(words: &Words<'_>, lists: &Lists, at: usize) -> Option<Name> {
    let wanted = |known: &Known| known.class & (PLACE | BODY) != 0;
    let name = |known: Known, skipped: usize| {
        let sort = if known.class & PLACE != 0 { Sort::Place } else { Sort::Body };
        Name { at: at..at + known.words.max(1), sort, known, skipped }
    };
    let phrase = lists.phrase(words, at, false);
    if wanted(&phrase) {
        return Some(name(phrase, 0));
    }
    let folded = words.folded(at);
    folded.chars().nth(LETTERS_MIN - 1)?;
    let whole = lists.word(words, at, false);
    if wanted(&whole) {
        return Some(name(whole, 0));
    }
    // `والعراق` is *wa-* and *al-ʿIrāq*.
    let behind = folded.strip_prefix(PREFIXES)?;
    let behind = Some(behind).filter(|behind| behind.chars().nth(LETTERS_MIN - 1).is_some())?;
    Some(lists.folded(behind)).filter(wanted).map(|known| name(known, behind_prefix(words.written(at))))
}

/// Code points of the prefix of a word as written: its letter, and the vowel points and tatweel that stand behind it.
fn behind_prefix(written: &str) -> usize {
    let mut letters = (0..).zip(written.chars()).filter(|(_, letter)| fold(*letter) != Folded::Transparent);
    letters.nth(1).map_or(1, |(at, _)| at)
}
