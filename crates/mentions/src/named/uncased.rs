//! Names in scripts without capitals: what is known of the world, and people by their given names, surnames and roles.

use veille_model::LanguageTag;
use veille_text::fold::{Folded, fold};

use super::spans::{Attached, Name, Sort};
use crate::lexicon::{Lexicon, Script};
use crate::lists::{BODY, BODY_WORD, GROUND, HOMONYM, Known, Lists, PLACE};
use crate::names;
use crate::scene::Scene;
use crate::words::Words;
use crate::{arabic, han, titled};

/// What Arabic writes as one with the next word: *and*, *so*, *in*, *for*, *like*.
const PREFIXES: [char; 5] = ['و', 'ف', 'ب', 'ل', 'ك'];
/// The article, which the words behind the head of a body's name have, and what it is behind *li-*.
const ARTICLE: &str = "ال";
const TO_THE: &str = "لل";
/// The article of Hebrew, which no name of a place has.
const HEBREW_ARTICLE: char = 'ה';
/// Behind the head a body's name has at most so many words.
const BODY_WORDS_MAX: usize = 4;
/// A word of fewer letters is no name, nor one behind such a prefix; of Korean, whose letters are syllables, one of fewer.
const LETTERS_MIN: usize = 3;
const SYLLABLES_MIN: usize = 2;

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
    people(words, lists, language, &mut names);
    names
}

/// Adds people where we know how their names look.
fn people(words: &Words<'_>, lists: &'static Lists, language: &LanguageTag, names: &mut Vec<Name>) {
    let person = |at, attached| Name { attached, ..Name::of(at, Sort::Person, Known::default()) };
    match Lexicon::of(language) {
        Some(lexicon) => {
            let scene = Scene::new(*words, lexicon, &[]);
            let found = match lexicon.script {
                Script::Arabic => arabic::names(&scene),
                Script::Han => han::names(&scene),
                Script::Cased => Vec::new(),
            };
            let sure = found.into_iter().filter(|name| name.sort == names::Sort::Person);
            names.extend(sure.map(|name| person(name.at, Attached::default())));
        }
        None => {
            let found = titled::people(words, lists, language).into_iter();
            names.extend(found.map(|it| person(it.at, Attached { before: 0, behind: it.behind })));
        }
    }
    names.sort_by_key(|name| (name.at.start, std::cmp::Reverse(name.at.end)));
    names.dedup_by(|next, name| next.at.start < name.at.end);
}

/// A body or a place by its head: `وزارة الداخلية الأردنية`, `مدينة القدس`.
fn headed(words: &Words<'_>, lists: &Lists, at: usize) -> Option<Name> {
    let own = lists.folded(words.folded(at));
    let whole = own.class & (BODY_WORD | GROUND) != 0;
    let before = if whole { 0 } else { prefix(words.written(at), 1) };
    let head = if whole { own } else { lists.folded(words.folded(at).strip_prefix(PREFIXES)?) };
    if head.class & (BODY_WORD | GROUND) == 0 {
        return None;
    }
    let mut end = at + 1;
    while end < words.len() && end - at <= BODY_WORDS_MAX && words.follows(end) {
        let place = known(words, lists, end).filter(|name| name.attached.before == 0);
        let headed = lists.folded(words.folded(end)).class & (BODY_WORD | GROUND) != 0;
        end = match place {
            Some(place) => place.at.end,
            None if headed || words.folded(end).starts_with(ARTICLE) => end + 1,
            None => break,
        };
    }
    let sort = if head.class & BODY_WORD != 0 { Sort::Body } else { Sort::Place };
    let attached = Attached { before, behind: 0 };
    (end > at + 1).then(|| Name { attached, ..Name::of(at..end, sort, Known::default()) })
}

/// A place or a body that begins here.
fn known(words: &Words<'_>, lists: &Lists, at: usize) -> Option<Name> {
    let name = |known: Known, attached: Attached| {
        let sort = if known.class & PLACE != 0 { Sort::Place } else { Sort::Body };
        Name { attached, ..Name::of(at..at + known.words.max(1), sort, known) }
    };
    let phrase = lists.phrase(words, at, false);
    if is_wanted(&phrase) {
        return Some(name(phrase, Attached::default()));
    }
    let folded = words.folded(at);
    let letters = folded.chars().count();
    let is_hangul = folded.starts_with(|letter| ('가'..='힣').contains(&letter));
    if letters < if is_hangul { SYLLABLES_MIN } else { LETTERS_MIN } {
        return None;
    }
    let whole = lists.word(words, at, false);
    if is_wanted(&whole) && (letters >= LETTERS_MIN || whole.class & HOMONYM == 0) {
        return Some(name(whole, Attached::default()));
    }
    // `والعراق` is *wa-* and *al-ʿIrāq*.
    if let Some(behind) =
        folded.strip_prefix(PREFIXES).filter(|rest| rest.chars().nth(LETTERS_MIN - 1).is_some())
        && let Some(known) = Some(lists.folded(behind)).filter(is_wanted)
    {
        return Some(name(known, Attached { before: prefix(words.written(at), 1), behind: 0 }));
    }
    words
        .forms(at)
        .find_map(|form| attached(words, lists, at, form))
        .map(|(known, attached)| name(known, attached))
}

fn is_wanted(known: &Known) -> bool {
    known.class & (PLACE | BODY) != 0
}

/// A place or a body that a word is without what is attached to it: `בהאנוי`, `للأمم المتحدة`, `하노이에서`.
fn attached(words: &Words<'_>, lists: &Lists, at: usize, form: &str) -> Option<(Known, Attached)> {
    let folded = words.folded(at);
    let is_meant = |known: &Known| is_wanted(known) && known.class & HOMONYM == 0;
    if let Some(letters) = folded.strip_suffix(form) {
        // An article is a part of a name, or the word is none: المالي is *financial*, مالي is Mali.
        if letters.ends_with(ARTICLE) || letters.ends_with(HEBREW_ARTICLE) {
            return None;
        }
        // *Lil-* holds the article of `الأمم`.
        let with_article = letters.ends_with(TO_THE).then(|| format!("{ARTICLE}{form}"));
        let form = with_article.as_deref().unwrap_or(form);
        let known = [lists.phrase_of(form, words, at), lists.folded(form)].into_iter().find(is_meant)?;
        return Some((
            known,
            Attached { before: prefix(words.written(at), letters.chars().count()), behind: 0 },
        ));
    }
    folded.strip_prefix(form)?;
    let known = Some(lists.folded(form)).filter(is_meant)?;
    Some((known, Attached { before: 0, behind: words.behind(at, form) }))
}

/// Code points of so many letters that a word begins with as written, and of the vowel points and tatweel that stand behind them.
fn prefix(written: &str, letters: usize) -> usize {
    let mut all = (0..).zip(written.chars()).filter(|(_, letter)| fold(*letter) != Folded::Transparent);
    all.nth(letters).map_or(letters, |(at, _)| at)
}
