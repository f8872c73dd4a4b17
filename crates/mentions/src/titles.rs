//! Names in quotation marks, which are no quotations: treaties, films, slogans, words that are spoken of as words.

use veille_text::is_stop;

use super::cues::{Attribution, Place, Surroundings};
use super::lexicon::Kind;
use super::phrases::ends_so;
use super::scene::Scene;

/// So many words of a passage make a sentence, if it begins like one.
pub(super) const SENTENCE_WORDS_MIN: usize = 5;
/// The name of a treaty or a book has at most so many words.
const NAME_WORDS_MAX: usize = 8;
/// The name of a paper has at most so many words.
const PAPER_WORDS_MAX: usize = 2;
/// A name that begins with a small letter, `dite « accord de la rivière »`, has at most so many words.
const SMALL_NAME_WORDS_MAX: usize = 4;

/// Whether a passage is a name: of a treaty, a film, a slogan.
pub(super) fn is_name(
    scene: &Scene<'_>,
    around: &Surroundings,
    exact: &str,
    attribution: &Attribution,
) -> bool {
    let inside = &around.inside;
    let words = &scene.words;
    let own = attribution.place == Place::After && !around.begins_sentence && named_before(scene, inside);
    // What a colon announces or a verb behind reports was said, however much it looks like a title.
    if attribution.place == Place::After || attribution.place == Place::Announced || inside.is_empty() {
        return inside.is_empty() || own;
    }
    // Twice as long: a character is half a word in Chinese, the one language that names behind.
    if inside.len() <= NAME_WORDS_MAX * 2 && named_after(scene, inside.end) {
        return true;
    }
    let ends = exact.ends_with(|sign| is_stop(sign) || sign == ',');
    let short = inside.len() <= NAME_WORDS_MAX;
    // `a-t-il dit « Non »`: a verb of naming that ends right before the marks, with its subject, reports.
    let whole_cue = attribution
        .cue
        .as_ref()
        .is_some_and(|cue| cue.end == inside.start && cue.len() > 1 && attribution.source.is_some());
    if short && !ends && !whole_cue && named_before(scene, inside) {
        return true;
    }
    if is_paper(scene, inside) {
        return true;
    }
    let cased =
        words.written(inside.start).chars().any(|letter| letter.is_uppercase() || letter.is_lowercase());
    if !cased || !short || !words.is_capital(inside.start) {
        return false;
    }
    // `on “Fox News Sunday.”`: American print puts the stop of the sentence inside.
    if ends {
        return exact.ends_with(['.', ',']) && is_title(scene, around, attribution);
    }
    // Small words stay small in titles: `Déclaration de Hanoï sur la Mer`.
    let capital = |at: usize| words.is_capital(at) || words.folded(at).chars().count() <= 3;
    let comma = words.gap_before(inside.start).contains([',', ':', '—', '–']);
    let nouns = !scene.lexicon.has_role_endings;
    // `sprach von einem „Glücksfall für die Stadt“`: where all nouns have capitals, they say nothing beside a speaker.
    let said = scene.lexicon.capital_nouns && attribution.cue.is_some() && attribution.source.is_some();
    // `“We are happy” about it, said X`: what opens a sentence that somebody says was said.
    let told = around.begins_sentence && attribution.cue.is_some();
    let few = inside.len() < SENTENCE_WORDS_MIN + 1 && attribution.place != Place::Inside;
    inside.clone().all(capital) && inside.len() > 1 && !said || (nouns && !comma && !told && few)
}

/// `an interview with “Fox News Sunday.”`: several words of which all long ones have capitals, behind a small word that
/// reports nothing.
fn is_title(scene: &Scene<'_>, around: &Surroundings, attribution: &Attribution) -> bool {
    let (inside, words) = (&around.inside, &scene.words);
    let short = |at: usize| words.folded(at).chars().count() <= 3;
    let capitals = inside.clone().filter(|at| words.is_capital(*at)).count();
    let before = inside.start.checked_sub(1);
    let leads = before.is_some_and(|at| {
        scene.is_any(at, &[Kind::Prepositions, Kind::Genitives, Kind::Possessive, Kind::Definite])
    });
    let reports = attribution.cue.as_ref().is_some_and(|cue| cue.end == inside.start);
    scene.lexicon.marks.single
        && leads
        && !reports
        && !around.begins_sentence
        && capitals > 1
        && inside.clone().all(|at| words.is_capital(at) || short(at))
}

/// `berichtet in der „Zeit“`, `sagte der „Wochenschau“`: a noun or two where a paper is named, or is told something.
pub(super) fn is_paper(scene: &Scene<'_>, inside: &std::ops::Range<usize>) -> bool {
    let words = &scene.words;
    let start = inside.start;
    if !scene.lexicon.capital_nouns || inside.len() > PAPER_WORDS_MAX || start < 2 {
        return false;
    }
    let capitals = inside.clone().all(|at| words.is_capital(at));
    let article = scene.is(start - 1, Kind::DativeArticles);
    let leads = scene.is(start - 1 - usize::from(article), Kind::PaperPrepositions);
    let told = article && scene.is(start - 2, Kind::Reports) && words.is_small(start - 2);
    capitals && (leads || told)
}

/// `le film « … »`, `dite « … »`, `dit accord « … »`: a verb of naming that may report as well names only what is short
/// or has a capital.
fn named_before(scene: &Scene<'_>, inside: &std::ops::Range<usize>) -> bool {
    let start = inside.start;
    let small = scene.words.is_small(start);
    let plain = |at: usize| {
        !scene
            .words
            .gap_before(at)
            .contains(|sign| is_stop(sign) || matches!(sign, ',' | ':' | ';' | '：' | '，'))
    };
    let at = |end: usize| {
        let naming = scene.hints.ending_at(end, &[Kind::Naming]);
        let work = scene.hints.ending_at(end, &[Kind::Works]).is_some();
        naming.is_some_and(|naming| !(small && scene.is(naming, Kind::Judges))) || (work && !small)
    };
    // `author of “The Long Field”`, `réalisatrice de « … »`: what somebody has made.
    let made = start > 1
        && !small
        && scene.is_any(start - 1, &[Kind::Genitives, Kind::Prepositions])
        && scene.goes_on(start - 1)
        && (start.saturating_sub(3)..start - 1)
            .any(|at| scene.is(at, Kind::Vocations) && at + scene.length(at, Kind::Vocations) == start - 1);
    // `la direction dit « regretter cette décision »`: an infinitive is no name.
    let folded = scene.words.folded(start);
    let infinitive = small
        && inside.len() > 1
        && scene.hints.ending_at(start, &[Kind::Verbs]).is_some()
        && ends_so(folded, &scene.lexicon.infinitive_endings);
    // Words of two syllables are two words.
    let small_max = SMALL_NAME_WORDS_MAX * (1 + usize::from(scene.lexicon.syllabic));
    if infinitive || !plain(start) || (small && inside.len() > small_max) {
        return false;
    }
    let adjective = start > 0
        && plain(start - 1)
        && scene.words.is_small(start - 1)
        && !scene.is_any(
            start - 1,
            &[
                Kind::Masculine,
                Kind::Feminine,
                Kind::Indefinite,
                Kind::Prepositions,
                Kind::Verbs,
                Kind::Auxiliaries,
                Kind::Genitives,
                Kind::Relatives,
            ],
        );
    made || at(start) || (adjective && !small && at(start - 1))
}

/// `“一带一路”倡议`
fn named_after(scene: &Scene<'_>, end: usize) -> bool {
    let gap = |at: usize| scene.words.gap_before(at);
    end < scene.words.len()
        && scene.is(end, Kind::NamingAfter)
        && !gap(end).contains(|sign| is_stop(sign) || matches!(sign, '，' | ',' | '；'))
}
