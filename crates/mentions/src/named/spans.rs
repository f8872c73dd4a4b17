//! Where names stand: words with capitals in a row, put together and taken apart.

use std::cell::Cell;
use std::ops::Range;

use rustc_hash::FxHashMap;
use veille_model::LanguageTag;
use veille_text::Traits;

use super::capitals::Capitals;
use crate::hyphenated;
use crate::lexicon::Lexicon;
use crate::lists::{
    BODY, BODY_WORD, CALENDAR, Class, FIRST, GIVEN, GROUND, Known, Lists, OTHER, PEOPLE, PERSON_JOINT, PLACE,
    ROLE, TITLE,
};
use crate::words::Words;

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Person,
    Body,
    Place,
    /// Several words with capitals and nothing beside them: most often somebody.
    Likely,
    /// One word with a capital and nothing beside it.
    Unsure,
}

/// A name in a zone of a document.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub at: Range<usize>,
    pub sort: Sort,
    pub known: Known,
    pub attached: Attached,
}

impl Name {
    /// A name that nothing is attached to.
    pub fn of(at: Range<usize>, sort: Sort, known: Known) -> Self {
        Self { at, sort, known, attached: Attached::default() }
    }
}

/// Code points of a name's first and last word that belong to no name: Arabic *wa-*, Korean *-eseo*.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Attached {
    pub before: usize,
    pub behind: usize,
}

impl Attached {
    /// What is left of a passage.
    pub fn cut(self, passage: &str) -> &str {
        let start = passage.char_indices().nth(self.before).map_or(0, |(byte, _)| byte);
        let mut ends = passage.char_indices().rev().map(|(byte, _)| byte);
        let end = self.behind.checked_sub(1).and_then(|at| ends.nth(at)).unwrap_or(passage.len());
        passage.get(start..end).unwrap_or(passage)
    }
}

/// All that is looked at.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub words: &'a Words<'a>,
    pub lists: &'static Lists,
    /// How the language of the text reports speech, if we know it: its roles.
    pub lexicon: Option<&'static Lexicon>,
    /// The small words inside names that it has itself, if they are written down.
    pub own_joints: Option<&'static [String]>,
    pub traits: Traits,
    pub capitals: &'a Capitals,
    /// What each word may be, once it was asked for; [`UNASKED`] before.
    classes: &'a [Cell<Class>],
}

/// No word may be all of this.
const UNASKED: Class = Class::MAX;

/// The last words of people whose names have several, each with how many small words stand before it: two of *Udo von der Heyde*.
pub(super) type Surnames = FxHashMap<u64, usize>;

/// The places of names that the document has elsewhere in full: the surname alone at the head of a sentence, and with its small words.
pub(super) fn again(words: &Words<'_>, surnames: &Surnames, names: &mut Vec<Name>) {
    let particles = |at: usize| {
        let joints = words.hash(at).and_then(|hash| surnames.get(&hash)).copied().unwrap_or_default();
        let is_joint = |at: usize| is_particle(words, at);
        let stand = joints <= at && (at - joints..at).all(|at| is_joint(at) && words.follows(at + 1));
        if stand { at - joints..at + 1 } else { at..at + 1 }
    };
    let mut found = Vec::new();
    let mut next = 0;
    for at in (0..words.len()).filter(|at| words.is_capital(*at)) {
        while names.get(next).is_some_and(|name| name.at.end <= at) {
            next += 1;
        }
        let taken = names.get(next).filter(|name| name.at.start <= at);
        let alone = taken.is_some_and(|name| name.at == (at..at + 1) && name.known.words == 0);
        if taken.is_none() && words.hash(at).is_some_and(|hash| surnames.contains_key(&hash)) {
            found.push(Name::of(particles(at), Sort::Person, Known::default()));
        } else if alone && names[next].sort != Sort::Place && names[next].sort != Sort::Body {
            names[next].at = particles(at);
        }
    }
    if !found.is_empty() {
        names.extend(found);
        names.sort_by_key(|name| name.at.start);
        names.dedup_by(|next, name| next.at.start < name.at.end);
    }
}

/// Whether a word is a small one inside names.
pub(super) fn is_particle(words: &Words<'_>, at: usize) -> bool {
    Lists::get().word(words, at, false).class & PERSON_JOINT != 0
}

/// The names of a zone, in order.
pub(super) fn names<'a>(
    words: &'a Words<'a>,
    lists: &'static Lists,
    language: &LanguageTag,
    capitals: &'a Capitals,
) -> Vec<Name> {
    let classes = vec![Cell::new(UNASKED); words.len()];
    let primary = language.primary();
    let (lexicon, own_joints) = (Lexicon::of(language), lists.own_joints(&primary));
    let traits = Traits::of(&primary);
    let reader = Reader { words, lists, lexicon, own_joints, traits, capitals, classes: &classes };
    let mut names = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !words.is_capital(at) {
            at += 1;
            continue;
        }
        let end = reader.run(at);
        reader.split(at..end, false, &mut names);
        at = end.max(names.last().map_or(0, |name| name.at.end));
    }
    names
}

impl Reader<'_> {
    pub fn class(&self, at: usize) -> Class {
        let Some(class) = self.classes.get(at) else { return 0 };
        if class.get() == UNASKED {
            let found = self.known(at).class;
            let day = found & (CALENDAR | FIRST) == CALENDAR;
            class.set(match self.traits.capital_months {
                // *Sunday* is a given name in Nigeria, and hardly ever is.
                true if day => found & !GIVEN,
                true => found,
                false => found & !CALENDAR,
            });
        }
        class.get()
    }

    pub fn phrase(&self, at: usize) -> Known {
        self.lists.phrase(self.words, at, self.traits.declines)
    }

    pub fn known(&self, at: usize) -> Known {
        if at < self.words.len() {
            self.lists.word(self.words, at, self.traits.declines)
        } else {
            Known::default()
        }
    }

    pub fn any(&self, range: Range<usize>, class: Class) -> bool {
        range.into_iter().any(|at| self.class(at) & class != 0)
    }

    /// Takes the names out of words in a row.
    fn split(&self, run: Range<usize>, role: bool, names: &mut Vec<Name>) {
        // `Park Geun-hye`: its words are no ground and no month.
        if let Some(at) = run.clone().find(|at| hyphenated::begins(self.words, *at)) {
            let own = at..at + hyphenated::WORDS;
            self.split(run.start..own.start, false, names);
            names.push(Name::of(own.clone(), Sort::Person, Known::default()));
            return self.split(own.end..run.end, false, names);
        }
        let Range { mut start, end } = run;
        let mut role = role;
        while start < end {
            let class = self.class(start);
            let more = end - start > 1;
            // `Saint-Pétersbourg`
            if !more || self.words.gap_before(start + 1) == "-" {
                break;
            }
            let occupation = self.occupation(&(start..end));
            if occupation > 0 {
                role = end - start > occupation + 1 || self.is_rare(start + occupation);
                start += occupation;
                continue;
            }
            if class & (TITLE | GIVEN) == TITLE {
                role = true;
            } else if !self.is_no_part(start, end) {
                break;
            }
            start += 1;
        }
        if start >= end {
            return;
        }
        let phrase = self.phrase(start);
        if phrase.words > 0 {
            return self.with_phrase(start..end, phrase, role, names);
        }
        // `мэр Казани Ильдар Сафин`: a place that nobody listed, and who has the office there.
        if self.is_governed(start, end) {
            names.push(Name::of(start..start + 1, Sort::Place, Known::default()));
            return self.split(start + 1..end, true, names);
        }
        // `глава МИД Великобритании Борис Джонсон`: a place or a body, and somebody.
        if let Some(behind) = (start + 1..end).find(|at| self.begins_somebody(*at, end)) {
            self.one(start..behind, role, names);
            return self.split(behind..end, false, names);
        }
        // `Canadian Prime Minister Justin Trudeau`: what stands before and behind a role.
        let at_role =
            (start..end).rev().find(|at| self.class(*at) & ROLE != 0 && self.class(*at) & GIVEN == 0);
        if let Some(at) = at_role.filter(|_| end - start > 1 && self.class(end - 1) & BODY_WORD == 0) {
            if at > start {
                self.split(start..at, false, names);
            }
            if at + 1 < end {
                self.split(at + 1..end, true, names);
            }
            return;
        }
        let people = self.class(start) & PEOPLE != 0 && self.class(start) & GIVEN == 0;
        if people && end - start > 1 && !self.any(start + 1..end, BODY_WORD | GROUND) {
            return self.split(start + 1..end, role, names);
        }
        self.one(start..end, role, names);
    }

    /// Whether a word is no part of the name behind it: a month, a feast, an ordinary word that opens the sentence.
    fn is_no_part(&self, at: usize, end: usize) -> bool {
        let class = self.class(at);
        let phrase = self.phrase(at).words;
        if self.begins_name(at, end) {
            return false;
        }
        (class & (CALENDAR | OTHER) != 0 && class & GIVEN == 0 && phrase == 0)
            || (self.may_open(at) && self.is_plain(at) && phrase < 2)
    }

    /// Whether behind a place or a body somebody's name begins here.
    fn begins_somebody(&self, at: usize, end: usize) -> bool {
        let before = self.class(at - 1);
        // `руководитель МИД ФРГ Хайко Маас`
        let acronym = || {
            self.traits.declines
                && self.words.is_acronym(at - 1)
                && !self.words.is_acronym(at)
                && end - at == 2
        };
        (before & (PLACE | BODY) != 0 || acronym())
            && before & (GIVEN | BODY_WORD) == 0
            && self.words.gap_before(at) == " "
            && (self.class(at) & (GIVEN | TITLE) != 0 || (self.traits.declines && end - at == 2))
            && !self.any(at..end, BODY_WORD | GROUND)
    }

    /// A run that begins with a name or a phrase of several words that is known.
    fn with_phrase(&self, run: Range<usize>, phrase: Known, role: bool, names: &mut Vec<Name>) {
        let behind = run.start + phrase.words;
        if phrase.class & OTHER != 0 {
            if behind < run.end {
                self.split(behind..run.end, false, names);
            }
            return;
        }
        if phrase.class & (ROLE | TITLE) != 0 {
            if behind < run.end {
                self.split(behind..run.end, true, names);
            }
            return;
        }
        if phrase.class & (PLACE | BODY) == 0 {
            return self.one(run, role, names);
        }
        // `New York Times`, `Ho Chi Minh City University`
        let longer = behind < run.end
            && self.any(behind..run.end, BODY_WORD | GROUND)
            && self.words.gap_before(behind) != "-"
            && self.class(behind) & (ROLE | GIVEN) == 0;
        if longer || (behind < run.end && self.words.gap_before(behind) == "-") {
            return self.one(run, role, names);
        }
        // `American Civil Liberties Union of Ohio`; in French what stands behind *de* is a name of its own.
        let of = behind < run.end && self.words.is_small(behind) && self.traits.english_endings;
        if of && phrase.class & BODY != 0 {
            return self.one(run, role, names);
        }
        let sort = if phrase.class & PLACE != 0 { Sort::Place } else { Sort::Body };
        if names.last().is_some_and(|last| last.at.end > run.start) {
            return;
        }
        names.push(Name::of(run.start..behind, sort, phrase));
        let capital = (behind..run.end).find(|at| !self.words.is_small(*at));
        if let Some(next) = capital {
            self.split(next..run.end, false, names);
        }
    }

    /// Words that are one name, if they are any.
    fn one(&self, run: Range<usize>, role: bool, names: &mut Vec<Name>) {
        if run.is_empty() || !self.is_name(&run, role) {
            return;
        }
        let at = self.whole(run.clone());
        if names.last().is_some_and(|last| last.at.end > at.start) {
            return;
        }
        let known = if at.len() == 1 { self.known(at.start) } else { self.phrase(at.start) };
        let known = if known.words == at.len() && known.class & (PLACE | BODY) != 0 {
            known
        } else {
            self.company(&at)
        };
        let sort = self.sort(&at, known, role);
        names.push(Name::of(at, sort, known));
    }

    /// `Siemens AG`: a body that is known, with what the law calls it besides.
    fn company(&self, at: &Range<usize>) -> Known {
        if at.len() == 1 || !self.any(at.clone(), BODY_WORD) {
            return Known::default();
        }
        let is = |known: &Known, start: usize| {
            let own = start..start + known.words;
            known.class & BODY != 0
                && (1..at.len()).contains(&known.words)
                && own.end <= at.end
                && veille_text::name::likeness(self.words.passage(at), self.words.passage(&own)) >= 1.0
        };
        let known =
            |start: usize| [self.phrase(start), self.known(start)].into_iter().find(|known| is(known, start));
        at.clone().find_map(known).unwrap_or_default()
    }
}
