//! Names in Arabic: what begins with a given name, or what follows a role and its complement.

use super::lexicon::Kind;
use super::names::{Name, Sort};
use super::scene::Scene;

/// A name has at most so many words beside particles like *ibn* and *ʿabd*.
const NAME_WORDS_MAX: usize = 3;
/// A noun before a possessive pronoun that is written as one with it has so many letters.
const STEM_LETTERS_MIN: usize = 3;
/// Behind the first words of a body's name stand at most so many.
const BODY_WORDS_MAX: usize = 4;
/// A role and what it is of have at most so many words: `المتحدث الرسمي باسم وزارة الخارجية`.
const ROLE_WORDS_MAX: usize = 8;

/// The names of a text, in order.
pub(super) fn names(scene: &Scene<'_>) -> Vec<Name> {
    let mut names = Vec::new();
    let mut at = 0;
    while at < scene.words.len() {
        let found = name_at(scene, at)
            .or_else(|| after_role(scene, at))
            .or_else(|| apposed(scene, at))
            .or_else(|| before_ergative(scene, at))
            .or_else(|| body(scene, at))
            .or_else(|| surname(scene, at));
        let Some(name) = found else {
            at += 1;
            continue;
        };
        at = name.at.end.max(at + 1);
        names.push(name);
    }
    names
}

/// A name that begins with a given name: `سامي الحداد`, `كريم عبد الله`.
fn name_at(scene: &Scene<'_>, start: usize) -> Option<Name> {
    let given = scene.is(start, Kind::GivenNames) && !has_article(scene, start);
    // على, *on*, and علي, a name, are folded alike.
    let preposition = scene.is(start, Kind::Prepositions) && !scene.words.written(start).ends_with('ي');
    if !given || preposition || scene.is_any(start, &[Kind::Verbs, Kind::Naming]) {
        return None;
    }
    let end = name_end(scene, start);
    // Many given names are words too, كريم is *generous*: only two in a row are a name. رضا أصحابها is *the consent of their owners*.
    (end > start + 1 && !is_possessed(scene, end - 1)).then_some(Name {
        at: start..end,
        sort: Sort::Person,
        sure: true,
    })
}

/// A name after a role whose first word is no given name that we know: `المبعوث الخاص سفين أولسن`.
fn after_role(scene: &Scene<'_>, role: usize) -> Option<Name> {
    let head = scene.role_at(role);
    if head == 0 {
        return None;
    }
    let mut at = role + head;
    while at < scene.words.len().min(role + ROLE_WORDS_MAX) && scene.goes_on(at) {
        let complement = has_article(scene, at)
            || scene.is_any(at, &[Kind::Genitives, Kind::Bodies])
            || scene.role_at(at) > 0
            // *li-l-*, *for the*: `المدير العام للشركة`
            || begins_with(scene, at, &scene.lexicon.genitive_prefixes);
        if scene.is(at, Kind::GivenNames) && !has_article(scene, at) {
            return name_at(scene, at);
        }
        if !complement {
            break;
        }
        at += 1;
    }
    // Behind an indefinite role, *an official*, an unknown word is no name.
    let definite = has_article(scene, role) || at > role + head;
    // *ʿuḍw fī aḥad al-wufūd*, *a member of one of the delegations*: what such a word leads to is what somebody is of.
    let led = scene.is(at - 1, Kind::Genitives);
    let unknown = definite && !led && at < scene.words.len() && scene.goes_on(at) && !is_stop(scene, at);
    let end = if unknown { name_end(scene, at) } else { at };
    let closed = |end: usize| {
        !scene.goes_on(end)
            || scene.is_any(end, &[Kind::That, Kind::Adverbs, Kind::Prepositions])
            || has_article(scene, end)
    };
    // Foreign names are in no list and have no article: two words that nothing else explains.
    let foreign = unknown && end == at + 2 && closed(end);
    (end == at + 2 && (has_article(scene, at + 1) || foreign)).then_some(Name {
        at: at..end,
        sort: Sort::Person,
        sure: true,
    })
}

/// A name that no list has, between a verb and what its bearer is: `قالت ريم العلي، محامية النقابة`.
fn apposed(scene: &Scene<'_>, at: usize) -> Option<Name> {
    let end = at + 2;
    let fits = at > 0
        && scene.goes_on(at)
        && scene.is(at - 1, Kind::Verbs)
        && !is_stop(scene, at)
        && !has_article(scene, at)
        && has_article(scene, at + 1)
        && scene.goes_on(at + 1)
        && scene.pauses(end)
        && scene.role_at(end) > 0;
    fits.then_some(Name { at: at..end, sort: Sort::Person, sure: true })
}

/// `राहुल गांधी ने कहा`: a few words that nothing else explains, from a role or the head of a sentence to what stands behind a subject.
fn before_ergative(scene: &Scene<'_>, at: usize) -> Option<Name> {
    let lexicon = scene.lexicon;
    if lexicon.ergatives.is_empty() {
        return None;
    }
    let opens = at == 0
        || scene.words.starts_sentence(at)
        || scene.pauses(at)
        || scene.hints.ending_at(at, &[Kind::Roles, Kind::RolesF, Kind::Titles, Kind::TitlesF]).is_some();
    let end = (at + 1..scene.words.len().min(at + NAME_WORDS_MAX + 1))
        .take_while(|end| scene.goes_on(*end))
        .find(|end| lexicon.ergatives.iter().any(|mark| mark == scene.words.folded(*end)))?;
    let other = [Kind::Genitives, Kind::Auxiliaries, Kind::Relatives];
    let plain = |at: usize| {
        !is_stop(scene, at)
            && !scene.is_any(at, &other)
            && !veille_text::frequency::is_common(scene.words.folded(at))
    };
    let given = (at..end).any(|at| scene.is(at, Kind::GivenNames));
    let named =
        scene.hints.ending_at(at, &[Kind::Roles, Kind::RolesF, Kind::Titles, Kind::TitlesF]).is_some();
    (opens && end > at + 1 && (given || named) && (at..end).all(plain)).then_some(Name {
        at: at..end,
        sort: Sort::Person,
        sure: true,
    })
}

/// `משרד הבריאות הודיע`: a body at the head of a sentence, from its first word to its verb.
fn body(scene: &Scene<'_>, at: usize) -> Option<Name> {
    let head = scene.length(at, Kind::Bodies);
    let fits = scene.lexicon.bodies_before && head > 0 && (at == 0 || scene.words.starts_sentence(at));
    let closes = |end: &usize| {
        scene.is(*end, Kind::Verbs)
            || scene.lexicon.ergatives.iter().any(|mark| mark == scene.words.folded(*end))
    };
    let reach = at + head..scene.words.len().min(at + head + BODY_WORDS_MAX);
    let end = reach.take_while(|end| scene.goes_on(*end)).find(closes)?;
    let whole = (at + head..end).all(|at| !is_stop(scene, at));
    (fits && whole).then_some(Name { at: at..end, sort: Sort::Body, sure: true })
}

/// A surname alone, after a verb: `وأضاف الحداد`.
fn surname(scene: &Scene<'_>, at: usize) -> Option<Name> {
    let after_verb = at > 0 && scene.goes_on(at) && scene.is(at - 1, Kind::Verbs);
    (after_verb && !is_stop(scene, at) && scene.role_at(at) == 0).then_some(Name {
        at: at..at + 1,
        sort: Sort::Surname,
        sure: false,
    })
}

fn name_end(scene: &Scene<'_>, start: usize) -> usize {
    let mut end = start;
    let mut names = 0;
    while end < scene.words.len() && names < NAME_WORDS_MAX {
        if end > start && (!scene.goes_on(end) || is_stop(scene, end) || scene.words.starts_sentence(end)) {
            break;
        }
        // *ʿabd* and what follows are one name: `عبد الله`.
        if scene.is(end, Kind::Particles) && scene.goes_on(end + 1) {
            end += 2;
        } else {
            end += 1;
        }
        names += 1;
        let surname = names > 1 && !scene.words.gap(end - 1).contains(char::is_alphanumeric);
        // Own name, father's name, family's name with its article: `محمد سامي الحداد`.
        let third = has_article(scene, end) && scene.is(end - 1, Kind::GivenNames);
        let more =
            end < scene.words.len() && (third || scene.is_any(end, &[Kind::Particles, Kind::GivenNames]));
        if surname && (!more || has_article(scene, end - 1)) {
            break;
        }
    }
    end.min(scene.words.len())
}

/// Whether a word has a possessive pronoun at its end, `أصحابها`, behind letters enough that it is no name such as `مها`.
fn is_possessed(scene: &Scene<'_>, at: usize) -> bool {
    let folded = scene.words.folded(at);
    let stem = |ending: &String| folded.strip_suffix(ending.as_str()).map(|stem| stem.chars().count());
    scene.lexicon.possessive_endings.iter().filter_map(stem).any(|letters| letters >= STEM_LETTERS_MIN)
}

fn has_article(scene: &Scene<'_>, at: usize) -> bool {
    at < scene.words.len() && begins_with(scene, at, &scene.lexicon.article_prefixes)
}

fn begins_with(scene: &Scene<'_>, at: usize, prefixes: &[String]) -> bool {
    prefixes.iter().any(|prefix| scene.words.folded(at).starts_with(prefix.as_str()))
}

fn is_stop(scene: &Scene<'_>, at: usize) -> bool {
    let stops = [
        Kind::Verbs,
        Kind::Adverbs,
        Kind::That,
        Kind::Prepositions,
        Kind::Relatives,
        Kind::Naming,
        Kind::He,
        Kind::She,
    ];
    scene.is_any(at, &stops) || scene.role_at(at) > 0 || scene.is(at, Kind::Bodies)
}
