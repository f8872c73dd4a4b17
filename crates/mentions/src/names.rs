//! Names in scripts with capitals: which words in a row are a person's name, a body's, or neither.

use std::ops::Range;

use super::hyphenated;
use super::lexicon::{Kind, Script};
use super::lists::Lists;
use super::phrases::ends_so;
use super::scene::Scene;
use super::syllables;
use super::vietnamese::{behind_country, is_country, is_surname};
use super::words::Words;
use veille_text::frequency::is_common;

/// A person's name has at most so many words.
const NAME_WORDS_MAX: usize = 6;
/// Another place of a word is looked for so far, so that a text without end takes its time in proportion.
const CAPITAL_REACH: usize = 2000;
/// Words with capitals in a row are read so far.
const RUN_WORDS_MAX: usize = 24;

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A person by several words, or by one with a title before it.
    Person,
    /// One word that is a person's if the article has a longer name that ends with it.
    Surname,
    /// A ministry, an agency, a company.
    Body,
}

/// A name in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub at: Range<usize>,
    pub sort: Sort,
    /// A title stands before it, or a role or a given name in it says that it is a person's.
    pub sure: bool,
}

/// The names of a text, in order.
pub(super) fn names(scene: &Scene<'_>) -> Vec<Name> {
    let mut names = Vec::new();
    let mut at = 0;
    let mut credited = 0;
    while at < scene.words.len() {
        if !scene.words.is_capital(at) {
            at += 1;
            continue;
        }
        let mut run = run(scene, at);
        if is_credit(scene, at) || (at > 0 && credited == at && scene.words.gap_before(at) == "/") {
            credited = credit_end(scene, &run);
            at = credited;
            continue;
        }
        at = run.end;
        run.start += usize::from(is_unit(scene, run.start));
        if !run.is_empty() {
            names.extend(name(scene, run));
        }
    }
    names
}

/// `Ảnh: Minh Hà/VNE`: who took a picture is named in the middle of what others say.
fn is_credit(scene: &Scene<'_>, at: usize) -> bool {
    matches!(scene.words.gap_bytes(at), Some(b": " | b":"))
        && scene.hints.ending_at(at, &[Kind::Credits]).is_some()
}

/// Where a credit ends: on flattened pages the next sentence follows without a stop, `Ảnh: AFP Người phát ngôn …`.
fn credit_end(scene: &Scene<'_>, run: &Range<usize>) -> usize {
    let begins = [Kind::Titles, Kind::TitlesF, Kind::Roles, Kind::RolesF, Kind::Bodies];
    // *Anh* is a title, and a given name behind a surname.
    let floor = run.start + 1 + usize::from(!scene.words.is_acronym(run.start));
    (floor..run.end).find(|at| scene.is_any(*at, &begins)).unwrap_or(run.end)
}

/// `3,5 Milliarden Euro`: where all nouns have capitals, one behind a number is what is counted.
fn is_unit(scene: &Scene<'_>, at: usize) -> bool {
    scene.lexicon.capital_nouns
        && at > 0
        && scene.goes_on(at)
        && scene.words.written(at - 1).ends_with(|sign: char| sign.is_ascii_digit())
        && scene.role_at(at) == 0
        && !scene.is_any(at, &[Kind::GivenNames, Kind::Titles, Kind::TitlesF])
}

/// The words from here on that one name may have.
fn run(scene: &Scene<'_>, start: usize) -> Range<usize> {
    let words = &scene.words;
    let elided = words.written(start).chars().nth(1).is_none()
        && words.gap(start).starts_with(['’', '\''])
        // `O'Neill` is a name where nothing is elided.
        && scene.lexicon.elides;
    // `L'Union européenne`: a letter and an apostrophe at the head of a sentence are an article.
    if elided && words.starts_sentence(start) {
        return start..start + 1;
    }
    let mut end = start + 1;
    while end < words.len() && end - start < RUN_WORDS_MAX {
        let initial = words.written(end - 1).chars().nth(1).is_none();
        let joined = match words.gap(end - 1) {
            " " | "-" | "’" | "'" | "\u{a0}" => true,
            // `J. Holloway`, `J.R. Marsh`; after a longer word the sentence is over.
            ". " | "." => initial,
            _ => false,
        };
        // A name does not reach into a quotation or out of it.
        if !joined || scene.is_quoted(end) != scene.is_quoted(start) {
            break;
        }
        // `Democratic Sen. Claire McCaskill`: an abbreviated title begins another name.
        let titled = scene.is_any(end, &[Kind::Titles, Kind::TitlesF]) && words.gap(end) == ". ";
        if titled && words.is_capital(end + 1) {
            break;
        }
        // `An Bình Theo Xinhua`: what names a source is no part of who signs before it.
        if scene.lexicon.syllabic && scene.is(end, Kind::Sources) {
            break;
        }
        if words.is_capital(end) || (end >= start + 2 && hyphenated::begins(words, end - 2)) {
            end += 1;
            continue;
        }
        let particle = scene.hints.length(end, Kind::Particles);
        let given = || (start..end).all(|at| scene.is(at, Kind::GivenNames));
        // `Valeria Montes de Oca`, but `Jean Petit de Lyon`
        let surname = |start: usize, end: usize, particle: usize| {
            scene.lexicon.joined_surnames
                && end - start > 1
                && scene.is(start, Kind::GivenNames)
                && !scene.is_any(end + particle, &[Kind::Places, Kind::Organisations, Kind::Bodies])
                && scene.hints.ending_at(start, &[Kind::Roles, Kind::RolesF]).is_none()
        };
        // These bind whatever stands before them; *de* and *di* behind a given name only:
        // else they lead to a place.
        // `der Exstellvertreter von Timoschenko`: behind an article stands what somebody is.
        let described = scene.lexicon.capital_nouns
            && end - start == 1
            && start > 0
            && scene.goes_on(start)
            && scene.is_any(start - 1, &[Kind::Masculine, Kind::Feminine, Kind::Indefinite]);
        let strong = scene.is(end, Kind::StrongParticles) && !described;
        let binds = particle > 0
            && words.is_capital(end + particle)
            && (end + 1..=end + particle).all(|at| scene.goes_on(at))
            && (strong && !scene.lexicon.is_body(scene.words.folded(end + particle))
                || given()
                || surname(start, end, particle));
        if !binds {
            break;
        }
        end += particle + 1;
    }
    start..end
}

/// The name in a run: what follows the last role, title, place or word of a body in it.
fn name(scene: &Scene<'_>, run: Range<usize>) -> Option<Name> {
    let words = &scene.words;
    // `le président Moon Jae-in`: whatever its words are elsewhere.
    if let Some(at) = run.clone().find(|at| hyphenated::begins(words, *at)) {
        return Some(Name { at: at..at + hyphenated::WORDS, sort: Sort::Person, sure: true });
    }
    let mut start = run.start;
    let mut cut = Cut::default();
    let mut at = run.start;
    while at < run.end {
        let length = cut.at(scene, start, at, &run);
        if length > 0 {
            start = at + length;
        }
        at += length.max(1);
    }
    // `intervened: If Sanders would debate`
    let colon = |at: usize| words.gap_before(at).contains([':', '“', '"', '«']);
    let begins_sentence = start == run.start && (words.starts_sentence(start) || colon(start));
    // `Hier Paul Verdier a dit`: a common word with the capital of the sentence, before a given name.
    if begins_sentence
        && run.end - start > 2
        // `Said Dorothy Poynter, …`: *Said* is a given name elsewhere.
        && (is_ordinary(words, start) && !scene.is(start, Kind::GivenNames)
            || scene.is(start, Kind::Verbs))
        && (scene.is(start + 1, Kind::GivenNames)
            || scene.is(start, Kind::Verbs) && !scene.is_any(run.end, &[Kind::Verbs, Kind::Auxiliaries]))
    {
        start += 1;
    }
    start = after_unknown_role(scene, start, run.end);
    start = at_given_name(scene, start, run.end, begins_sentence);
    let mut led = false;
    if scene.lexicon.syllabic {
        start = behind_country(&scene.words, start, run.end);
        led = is_led(scene, start, run.end);
        start = if led { run.end - 1 } else { at_surname(scene, start, run.end) };
    }
    // `Absetzung Swantje Hartmanns`
    while run.end > start + 2 && ends_like_noun(scene, start) && !scene.is(start, Kind::GivenNames) {
        start += 1;
    }
    let name = start..run.end.max(start);
    let spaced = (name.start + 1..name.end).any(|at| !matches!(words.gap_before(at), "-" | "’" | "'"));
    // `VOTERS CARE MORE ABOUT CANDIDATES`: a line in capitals names nobody.
    if name.len() > 2 && name.clone().all(|at| words.is_acronym(at)) {
        return None;
    }
    // `Some Democrats`, `Other Netizens`: a common word with the capital of the sentence.
    if begins_sentence
        && name.len() == 2
        && spaced
        && !cut.person
        && !scene.lexicon.capital_nouns
        && is_ordinary(words, name.start)
        && (!scene.lexicon.syllabic || scene.is_any(name.start, &[Kind::Relatives, Kind::Conditions]))
        && !scene.is(name.start, Kind::GivenNames)
    {
        return Some(Name { at: name.end - 1..name.end, sort: Sort::Surname, sure: false });
    }
    // `Q. You have been called …`: a question's label and whom it is put to.
    let label = name.len() == 2 && words.written(name.start).chars().nth(1).is_none();
    if label && !scene.lexicon.syllabic && scene.is_any(name.start + 1, &[Kind::You, Kind::First]) {
        return None;
    }
    let initials = name.len() > 1 && name.clone().all(|at| words.written(at).chars().nth(1).is_none());
    // `P. V.` is a turn's label or a signature; `turns` reads those.
    if initials {
        return None;
    }
    if name.len() == 2 && spaced && !cut.person && is_noun_of(scene, &name) {
        return Some(Name { at: name.end - 1..name.end, sort: Sort::Surname, sure: false });
    }
    let noun =
        |at: usize| ends_like_noun(scene, at) && !scene.is(name.start, Kind::GivenNames) && !cut.person;
    if name.len() > 1 && noun(name.end - 1) {
        return None;
    }
    let whole = scene.lexicon.syllabic && !cut.person && cut.head && cut.body == Some(run.start);
    // `Bộ Công Thương`: syllables with capitals behind the word of a body are its own.
    if whole {
        return Some(Name { at: run, sort: Sort::Body, sure: true });
    }
    if name.len() > 1 && spaced && name.len() <= NAME_WORDS_MAX {
        let given = if scene.lexicon.surname_first { name.end - 1 } else { name.start };
        let sure = cut.person || scene.is(name.start, Kind::GivenNames) || scene.is(given, Kind::GivenNames);
        // `the film “The Last Ferry”`
        let work = scene.is_quoted(name.start) && !sure;
        return (!work).then_some(Name { at: name, sort: Sort::Person, sure });
    }
    if cut.body.is_some() && name.len() < 2 {
        let body = cut.body.unwrap_or(run.start)..run.end;
        return Some(Name { at: body, sort: Sort::Body, sure: true });
    }
    if name.is_empty() || (name.len() > 1 && spaced) {
        return None;
    }
    if scene.is_any(name.start, &[Kind::Titles, Kind::TitlesF]) && !scene.is(name.start, Kind::Surnames) {
        return None;
    }
    let titled = led || cut.title || title_before(scene, name.start) || role_before(scene, &name);
    if titled || (name.len() == 1 && given_alone(scene, name.start)) || is_double(scene, &name) {
        return Some(Name { at: name, sort: Sort::Person, sure: true });
    }
    if is_acronym(words.written(name.start)) && name.len() == 1 {
        return Some(Name { at: name, sort: Sort::Body, sure: true });
    }
    Some(Name { at: name, sort: Sort::Surname, sure: false })
}

/// `прем'єр-міністр Великої Британії Тереза Мей`: behind a role, or at the head of a sentence, what stands before a given name is none of
/// the name.
fn at_given_name(scene: &Scene<'_>, start: usize, end: usize, begins_sentence: bool) -> usize {
    let lexicon = scene.lexicon;
    let given = |at: &usize| scene.is(*at, Kind::GivenNames);
    let led = begins_sentence || scene.hints.ending_at(start, &[Kind::Roles, Kind::RolesF]).is_some();
    if !lexicon.has_given_names || lexicon.surname_first || !led || end < start + 3 || given(&start) {
        return start;
    }
    (start + 1..end - 1).find(given).filter(|at| scene.words.gap_before(*at) == " ").unwrap_or(start)
}

/// Whether a word is one that the press has everywhere, as it is written here.
fn is_ordinary(words: &Words<'_>, at: usize) -> bool {
    is_common(words.folded(at)) && !Lists::get().is_numeral_elsewhere(words, at)
}

/// `Thủ tướng Pakistan Sharif`: a country between a role and a foreign name of one word.
fn is_led(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    end == start + 2
        && !syllables::is_syllable(scene.words.folded(start + 1))
        && scene.words.follows(start + 1)
        && scene.hints.ending_at(start, &[Kind::Roles, Kind::RolesF]).is_some()
        && is_country(&scene.words, start)
        && !is_country(&scene.words, start + 1)
}

/// `Giám đốc Vietnam Airlines Phạm Ngọc Minh`, `Bộ trưởng Công Thương Nguyễn Hồng Diên`: behind a foreign word, or two that no surname
/// begins, a Vietnamese surname begins a name.
fn at_surname(scene: &Scene<'_>, start: usize, end: usize) -> usize {
    if end < start + 3 {
        return start;
    }
    let own = is_surname(&scene.words, start);
    let begins = |at: &usize| {
        let apart = !syllables::is_syllable(scene.words.folded(at - 1)) || (!own && *at > start + 1);
        apart
            && is_surname(&scene.words, *at)
            && scene.words.follows(*at)
            && (*at..end).all(|at| syllables::is_syllable(scene.words.folded(at)))
    };
    (start + 1..end - 1).find(begins).unwrap_or(start)
}

/// What was taken off the beginning of a run.
#[derive(Default)]
struct Cut {
    title: bool,
    person: bool,
    /// Where a body's name begins.
    body: Option<usize>,
    /// With a word that only says what it is: a ministry, a company.
    head: bool,
}

impl Cut {
    /// How many words here are none of a person's name.
    fn at(&mut self, scene: &Scene<'_>, start: usize, at: usize, run: &Range<usize>) -> usize {
        let hints = &scene.hints;
        let ends = |length: usize| at + length >= run.end;
        // `Heike Bauer`, `Stephen King`: a role at the end of a name is a surname.
        let named = scene.is(at, Kind::Surnames)
            && (self.title
                || run.len() == 1
                    && !scene.words.starts_sentence(at)
                    && !scene
                        .is_any(at.saturating_sub(1), &[Kind::Definite, Kind::Masculine, Kind::Feminine])
                    && !scene.is(at.saturating_sub(1), Kind::Indefinite));
        let surname = |length: usize| ends(length) && (at > start || named) && self.body.is_none();
        let role = scene.role_at(at);
        // `Silvana Koch-Mehrin`
        let double = scene.lexicon.capital_nouns && !ends(role) && scene.words.gap_before(at + role) == "-";
        // `Halász János`: where roles are small and stand behind, one with a capital is a surname.
        let surname_first = scene.lexicon.surname_first;
        if role > 0 && !surname(role) && !double && !surname_first {
            (self.person, self.body) = (true, None);
            return role;
        }
        // A title that ends the run, *Madame* alone, is an address.
        let title = hints.longest(at, &[Kind::Titles, Kind::TitlesF]);
        if title > 0 && at == start && !ends(title) {
            (self.title, self.person, self.body) = (true, true, None);
            return title;
        }
        let source = hints.length(at, Kind::Sources);
        if source > 0 && at == run.start {
            return source;
        }
        // `a déclaré à l'AFP Sadio Mané`: behind an article and before two more words an acronym is a body's.
        let body = at == run.start
            && at > 0
            && run.len() > 2
            && scene.is_any(at - 1, &[Kind::Elided, Kind::Feminine, Kind::Masculine])
            && scene.goes_on(at)
            && scene.words.is_acronym(at)
            && !scene.words.is_acronym(at + 1)
            && !scene.lexicon.capital_nouns;
        if body {
            return 1;
        }
        let articles = [Kind::Masculine, Kind::Feminine, Kind::Indefinite, Kind::Definite];
        let opens = [Kind::Prepositions, Kind::Genitives, Kind::Adverbs, Kind::Relatives, Kind::Auxiliaries];
        // `Pour Paul Verdier`: the capital is the sentence's. A syllable of a Vietnamese name may be any such word.
        if scene.words.starts_sentence(at)
            && hints.longest(at, &opens) == 1
            && at + 1 < run.end
            && !scene.is(at, Kind::GivenNames)
            && !scene.lexicon.syllabic
        {
            return 1;
        }
        // `Lire aussi Le Sénégal qualifié`: the headline of another article, in the middle of a joined line.
        let place = || {
            at == run.start
                && at + 1 < run.end
                && !scene.lexicon.syllabic
                && scene.is_any(at + 1, &[Kind::Places, Kind::Organisations, Kind::Bodies])
        };
        let article = (scene.words.starts_sentence(at) || place()) && hints.longest(at, &articles) == 1;
        if article {
            return 1;
        }
        let body = hints.length(at, Kind::Organisations);
        // `Thomas Bank`: behind a given name a word of institutions is a surname.
        let given = at == start + 1 && ends(body) && scene.is(start, Kind::GivenNames);
        if body > 0 && !given {
            self.body.get_or_insert(start);
            return body;
        }
        let head = hints.length(at, Kind::Bodies);
        if head > 0 && at == start {
            self.head = self.body.is_none();
            self.body.get_or_insert(start);
            return head;
        }
        // Cities are given names too: `Florence Aubert`. A single one in the middle may be a surname, `Jack London`.
        let place = hints.length(at, Kind::Places);
        let inside = place > 1 && !scene.lexicon.syllabic;
        if place > 0 && at + place == run.end && at == start && is_country_with_article(scene, &(at..run.end))
        {
            return 0;
        }
        if place > 0 && (at == start || inside) && !scene.is(at, Kind::GivenNames) { place } else { 0 }
    }
}

/// `la Russie`, `l'Iran`: where countries have articles, a place behind one.
pub(super) fn is_country_with_article(scene: &Scene<'_>, name: &Range<usize>) -> bool {
    scene.lexicon.elides
        && name.start > 0
        && scene.goes_on(name.start)
        && scene.is_any(name.start - 1, &[Kind::Articles])
        && scene.is(name.start, Kind::Places)
}

/// `Landwirt Heiko Brinkmann`: what stands before a given name is none, unless it is one itself.
fn after_unknown_role(scene: &Scene<'_>, start: usize, end: usize) -> usize {
    let given = |at: usize| scene.is(at, Kind::GivenNames);
    if start >= end || given(start) || end - start < 3 || end - start > 5 || scene.words.gap(start) != " " {
        return start;
    }
    // `l'allenatore della Virtus Lario Simone Gherardi`
    if end - start > 3 && !given(start + 1) && given(end - 2) && scene.is_object(start) {
        return end - 2;
    }
    let initial = scene.words.written(start).chars().count() < 3;
    if !initial && given(start + 1) { start + 1 } else { start }
}

/// `dit Karim`, `her brother, Anil,`: a given name beside a verb of reporting or a role.
fn given_alone(scene: &Scene<'_>, at: usize) -> bool {
    // `his father Tuesday`
    let given = scene.is(at, Kind::GivenNames)
        && !scene.is(at, Kind::Adverbs)
        && scene.words.written(at).chars().count() > 2;
    let verb = |at: usize| {
        scene.is(at, Kind::Verbs) || (scene.is(at, Kind::Auxiliaries) && scene.is(at + 1, Kind::Verbs))
    };
    let beside = scene.hints.ending_at(at, &[Kind::Verbs, Kind::Roles, Kind::RolesF]).is_some();
    // `Stoiber sagte`, `erklärte Hartmann:`: in German a noun without an article is seldom one of a person.
    let surname = scene.lexicon.capital_nouns
        && beside_verb_only(scene, at)
        && !is_common(scene.words.folded(at))
        && !is_acronym(scene.words.written(at));
    surname || speaks_alone(scene, at) || given && (beside || (scene.goes_on(at + 1) && verb(at + 1)))
}

/// `hatte Koch-Mehrin damals gesagt`: a surname of two beside a verb that reports, in German.
fn is_double(scene: &Scene<'_>, name: &Range<usize>) -> bool {
    if !scene.lexicon.capital_nouns || name.len() != 2 || scene.words.gap_before(name.start + 1) != "-" {
        return false;
    }
    // *Koch* and *Müller* are roles and common words too; the second of two is seldom both.
    let last = name.end - 1;
    let rare = !is_common(scene.words.folded(last))
        && !ends_like_noun(scene, last)
        && !scene.is_any(last, &NOT_NAMES)
        && !name.clone().any(|at| is_acronym(scene.words.written(at)))
        && !is_country(&scene.words, name.start);
    let verb = |at: usize| scene.is(at, Kind::Verbs) && scene.words.is_small(at);
    let before = name.start.checked_sub(1).filter(|_| scene.goes_on(name.start));
    let behind = name.end..name.end + PARTICIPLE_WORDS_MAX;
    let framed = before.is_some_and(|at| scene.is(at, Kind::Auxiliaries))
        && behind.take_while(|at| scene.goes_on(*at)).any(verb);
    let beside = before.is_some_and(verb) || (scene.goes_on(name.end) && verb(name.end));
    rare && (framed || beside)
}

/// A participle stands at most so many words behind its subject.
const PARTICIPLE_WORDS_MAX: usize = 5;

/// What a word with a capital may be that is nobody's name.
const NOT_NAMES: [Kind; 6] =
    [Kind::Places, Kind::Organisations, Kind::Bodies, Kind::Adverbs, Kind::Roles, Kind::RolesF];

/// `,” Tiegen said.`, `», a déclaré Tiegen.`: one word with a capital and a verb that reports, and nothing else of a sentence
/// behind a closing mark; or before the verb at the head of a sentence, of a word that has its capital elsewhere too.
fn speaks_alone(scene: &Scene<'_>, at: usize) -> bool {
    let lexicon = scene.lexicon;
    if lexicon.script != Script::Cased || lexicon.syllabic || lexicon.capital_nouns {
        return false;
    }
    let words = &scene.words;
    let other = [
        Kind::He,
        Kind::She,
        Kind::They,
        Kind::Relatives,
        Kind::Titles,
        Kind::TitlesF,
        Kind::Auxiliaries,
        Kind::First,
        Kind::You,
    ];
    let folded = words.folded(at);
    let is_other = scene.is_any(at, &NOT_NAMES) || scene.is_any(at, &other);
    if is_other || is_common(folded) || folded.chars().count() < 3 || scene.is_quoted(at) {
        return false;
    }
    let verb = at + 1;
    let behind_marks = |at: usize| at > 0 && scene.is_quoted(at - 1) && !words.gap_before(at).contains('\n');
    let length = scene.length(verb, Kind::Verbs);
    let open = [Kind::Adverbs, Kind::Prepositions, Kind::Addressees, Kind::AsSaid, Kind::That];
    let closed = |end: usize| {
        words.starts_sentence(end) || scene.pauses(end) || scene.is_quoted(end) || scene.is_any(end, &open)
    };
    if length > 0 && scene.goes_on(verb) && words.is_small(verb) && closed(verb + length) {
        // `In his tribute, Elliott said`
        let behind_comma = scene.pauses(at) && words.gap_before(at).ends_with(", ");
        return behind_marks(at)
            || behind_comma
            || (words.starts_sentence(at) && is_capital_within(scene, at));
    }
    let Some(cue) = scene.hints.ending_at(at, &[Kind::Verbs]) else { return false };
    let auxiliary = cue > 0 && scene.is(cue - 1, Kind::Auxiliaries) && scene.goes_on(cue);
    scene.goes_on(at) && closed(at + 1) && (behind_marks(cue) || auxiliary && behind_marks(cue - 1))
}

/// `Absage Hartmanns`, where all nouns have capitals: a noun and whose it is, of a name that the text has elsewhere.
fn is_noun_of(scene: &Scene<'_>, name: &Range<usize>) -> bool {
    if !scene.lexicon.capital_nouns || scene.is(name.start, Kind::GivenNames) {
        return false;
    }
    scene.words.folded(name.end - 1).strip_suffix('s').is_some_and(|stem| scene.has_capital(stem))
}

/// `Mitverantwortung`, `Ähnlich`: words that end so are no names.
fn ends_like_noun(scene: &Scene<'_>, at: usize) -> bool {
    ends_so(scene.words.folded(at), &scene.lexicon.noun_endings)
}

/// Whether a word stands with its capital in the middle of a sentence too, no further away than so many words.
pub(super) fn is_capital_within(scene: &Scene<'_>, at: usize) -> bool {
    let hash = scene.words.hash(at);
    let same = |other: usize| scene.words.hash(other) == hash && !scene.words.starts_sentence(other);
    let reach = at.saturating_sub(CAPITAL_REACH)..scene.words.len().min(at + CAPITAL_REACH);
    reach.into_iter().any(|other| same(other) && scene.words.is_capital(other))
}

/// Whether a word of German stands right before or right behind a verb that reports, with nothing that belongs to it.
fn beside_verb_only(scene: &Scene<'_>, at: usize) -> bool {
    let other = [
        Kind::Tellings,
        Kind::Masculine,
        Kind::Feminine,
        Kind::He,
        Kind::She,
        Kind::They,
        Kind::Prepositions,
        Kind::AsSaid,
        Kind::Relatives,
    ];
    let singular = |at: usize| {
        scene.is(at, Kind::Verbs) && !ends_so(scene.words.folded(at), &scene.lexicon.plural_endings)
    };
    let before = at + 1 < scene.words.len()
        && scene.goes_on(at + 1)
        && singular(at + 1)
        && scene.words.starts_sentence(at);
    let ends = scene.words.starts_sentence(at + 1) || scene.pauses(at + 1) || scene.is_quoted(at + 1);
    let behind = at > 0 && scene.goes_on(at) && singular(at - 1) && ends;
    let before = before && is_capital_within(scene, at);
    (before || behind)
        && !ends_like_noun(scene, at)
        && !scene.is_any(at, &NOT_NAMES)
        && !scene.is_any(at, &other)
        && scene.words.written(at).chars().count() > 2
}

/// `o atacante Deivid`, `le président Macron`: one name right after a role.
fn role_before(scene: &Scene<'_>, name: &Range<usize>) -> bool {
    let at = name.start;
    let joined = (name.start + 1..name.end).all(|at| scene.words.gap_before(at) == "-");
    (name.len() == 1 || joined)
        // Where complements need no genitive, syllables are words or all nouns have capitals, the word behind
        // a role need not be a name: `Leiter Vertrieb`.
        && scene.lexicon.bare_complement == 0
        // `HLV Wenger`: no syllable, and so no part of `Bộ trưởng Ngoại giao`.
        && (!scene.lexicon.syllabic || !syllables::is_syllable(scene.words.folded(at)))
        && (!scene.lexicon.capital_nouns || !is_common(scene.words.folded(at)))
        && matches!(scene.words.gap_before(at), " " | "\u{a0}")
        && scene.hints.ending_at(at, &[Kind::Roles, Kind::RolesF]).is_some()
        && !scene.is_any(at, &NOT_NAMES)
        && (!scene.lexicon.syllabic
            || (!is_country(&scene.words, at) && scene.hints.ending_at(at, &[Kind::Staff]).is_none()))
        && !is_acronym(scene.words.written(at))
}

/// `M. Verdier`, `Ms Garrick`, `ông Hiển`.
pub(super) fn title_before(scene: &Scene<'_>, at: usize) -> bool {
    scene.hints.ending_at(at, &[Kind::Titles, Kind::TitlesF]).is_some()
        && matches!(scene.words.gap_before(at), " " | ". " | "\u{a0}" | ".\u{a0}")
}

fn is_acronym(word: &str) -> bool {
    (2..=10).contains(&word.chars().count())
        && word.chars().all(|letter| !letter.is_lowercase())
        && word.chars().next().is_some_and(char::is_alphabetic)
}
