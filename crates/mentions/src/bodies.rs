//! The names of ministries, agencies and companies, which take small words into them: `ministère de la Santé`.

use std::ops::Range;

use super::lexicon::{Kind, Script};
use super::roles;
use super::scene::Scene;
use super::vietnamese::is_surname;

/// A body's name reaches at most so many words beyond those with capitals.
const REACH_WORDS_MAX: usize = 5;
/// Of these, so many stand behind them in small letters where no comma ends a source.
const OWN_WORDS_MAX: usize = 2;
/// Where syllables are written as words, its last capital at most so many.
const SYLLABLES_MAX: usize = 12;

/// The whole name of a body, from the words in it that have capitals.
pub(super) fn whole(scene: &Scene<'_>, name: &Range<usize>) -> Range<usize> {
    if scene.lexicon.script != Script::Cased {
        return name.clone();
    }
    start(scene, name.start)..behind_apostrophe(scene, end(scene, name))
}

/// `здоров'я`: where an apostrophe is a letter of a word, the word goes on behind it.
fn behind_apostrophe(scene: &Scene<'_>, end: usize) -> usize {
    let letter = scene.lexicon.bare_complement > 0
        && !scene.lexicon.is_final()
        && end < scene.words.len()
        && matches!(scene.words.gap_before(end), "'" | "’")
        && scene.words.is_small(end);
    end + usize::from(letter)
}

/// `ministère de la` before `Santé`.
fn start(scene: &Scene<'_>, name: usize) -> usize {
    let floor = name.saturating_sub(REACH_WORDS_MAX);
    let joins = [Kind::Genitives, Kind::Masculine, Kind::Feminine, Kind::Elided];
    let mut at = name;
    // `ministère de l'Intérieur`: only *Intérieur* has a capital.
    let joined = |at: usize| scene.is_any(at, &joins);
    while at > floor && scene.goes_on(at) && joined(at - 1) && !scene.words.is_capital(at - 1) {
        at -= 1;
    }
    let head = at.checked_sub(1).filter(|head| at < name && scene.goes_on(at) && *head >= floor);
    match head {
        Some(head) if scene.is_any(head, &[Kind::Organisations, Kind::Bodies]) => head,
        _ => name,
    }
}

/// `de Agricultura` after `Ministerio`; `chính` after `Bộ Tài`.
fn end(scene: &Scene<'_>, name: &Range<usize>) -> usize {
    let last = scene.words.len().min(name.end + REACH_WORDS_MAX);
    let stops = [
        Kind::Verbs,
        Kind::Judges,
        Kind::Auxiliaries,
        Kind::Adverbs,
        Kind::Relatives,
        Kind::That,
        Kind::Quoting,
    ];
    let mut end = name.end;
    // Vietnamese names of ministries go on in small letters: `Bộ Tài chính`.
    if scene.is(name.start, Kind::Bodies) {
        // `Министерството на здравеопазването`
        let joint = |at: usize| scene.lexicon.bare_sources && scene.is(at, Kind::NounJoints);
        let own = |at: usize| !scene.is_any(at, &stops) && !scene.is(at, Kind::Prepositions);
        // `Naczelnej Rady Medyków w kraju brakuje`: where no comma ends a source, few small words belong to a name.
        let last = if scene.lexicon.bare_sources { last.min(name.end + OWN_WORDS_MAX) } else { last };
        let own = |at: usize| own(at) && !(scene.lexicon.bare_sources && scene.is(at, Kind::Finites));
        while end < last && scene.goes_on(end) && (joint(end) || own(end)) && scene.role_at(end) == 0 {
            end += 1;
        }
        while end > name.end && joint(end - 1) {
            end -= 1;
        }
        let more = scene.words.len().min(name.end + SYLLABLES_MAX);
        let within = |at: &usize| {
            scene.goes_on(*at)
                && !scene.is_any(*at, &stops)
                && !scene.is(*at, Kind::Prepositions)
                && scene.role_at(*at) == 0
                // `Giám đốc Sở Y tế Nguyễn Tấn Bỉnh`
                && !(scene.words.is_capital(*at) && is_surname(&scene.words, *at))
        };
        // `Trung tâm Cảnh báo Sóng thần Thái Bình Dương`
        let capital = (end..more).take_while(within).filter(|at| scene.words.is_capital(*at)).last();
        return capital.map_or(end, |last| last + 1);
    }
    // An adjective belongs to the name right behind its head: `Banque centrale`.
    let head = scene.is(name.end - 1, Kind::Organisations);
    let goes_on = |at: usize| {
        scene.is(at, Kind::Organisations) || (head && at == name.end && roles::is_adjective(scene, at))
    };
    while end < last && scene.goes_on(end) && goes_on(end) {
        end += 1;
    }
    let adjective = end;
    // `nach Einschätzung des Umweltbundesamtes die Luftqualität`: *die* is no genitive.
    let joint = |at: usize| {
        scene.is(at, Kind::Genitives)
            || !scene.lexicon.capital_nouns && scene.is_any(at, &[Kind::Masculine, Kind::Feminine])
    };
    while end < last && scene.goes_on(end) && joint(end) {
        end += 1;
    }
    let head = name.len() == 1 && scene.is(name.start, Kind::Organisations);
    // With a word of bodies on neither side, a genitive leads to someone or somewhere else.
    if end == adjective || !scene.words.is_capital(end) || !(head || scene.is(end, Kind::Organisations)) {
        return adjective;
    }
    while end < last && scene.words.is_capital(end) && scene.goes_on(end) {
        end += 1;
    }
    end
}

/// `Đại diện Sở Công Thương`: what a role is of is not who speaks.
pub(super) fn is_of_role(scene: &Scene<'_>, name: &Range<usize>) -> bool {
    scene.lexicon.script == Script::Cased
        && scene.goes_on(name.start)
        && scene.hints.ending_at(name.start, &[Kind::Roles, Kind::RolesF]).is_some()
}

/// `Le maire (DVG), Luc Amiel, a dit`: capitals that open a bracket right behind a role are the party of whoever has it.
pub(super) fn is_party(scene: &Scene<'_>, name: &Range<usize>) -> bool {
    scene.lexicon.script == Script::Cased
        && name.len() == 1
        && scene.words.is_acronym(name.start)
        && scene.words.gap_before(name.start).ends_with(" (")
        && scene.hints.ending_at(name.start, &[Kind::Roles, Kind::RolesF]).is_some()
}

/// `Gewerkschaft`: where all nouns have capitals, one word is no name.
pub(super) fn is_generic(scene: &Scene<'_>, name: &Range<usize>) -> bool {
    let acronym = scene.words.written(name.start).chars().nth(1).is_some_and(char::is_uppercase);
    scene.lexicon.capital_nouns
        && name.len() == 1
        && !acronym
        && !scene.lexicon.is_body(scene.words.folded(name.start))
}
