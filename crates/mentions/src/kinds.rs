//! Whether a passage between quotation marks is a quotation, and how much of what was said: a sentence, a part of one, or
//! nothing, where the marks are around a name or a word that the writer does not believe.

use veille_model::QuotationKind;
use veille_text::is_stop;

use super::cues::{Attribution, Place, Surroundings};
use super::lexicon::{Kind, Script};
use super::scene::Scene;
use super::titles::{SENTENCE_WORDS_MIN, is_name};

/// A passage that nobody is named for is a sentence from so many words on, if it ends like one.
const UNATTRIBUTED_SENTENCE_WORDS_MIN: usize = 8;
/// What a passage of so few words means depends on the verb before it.
const FEW_WORDS: usize = 3;
/// The sentence around a passage is read so far.
const MOOD_WORDS_MAX: usize = 40;
/// What a bracket explains in other words begins at most so many words behind it.
const GLOSS_WORDS_MAX: usize = 4;
/// Between a cue and a quotation that it introduces without a colon stand at most so many words.
const INTRODUCTION_WORDS_MAX: usize = 5;

/// What a passage looks like.
struct Look {
    words: usize,
    /// It begins like a sentence: with a capital, or in a script without them.
    opens: bool,
    small: bool,
    /// It ends like a sentence.
    ends: bool,
    /// It ends like one, or its sentence ends right behind the mark: `« Nous irons. »`, `« Nous irons ».`
    closes: bool,
    comma_before: bool,
    /// It ends with a comma.
    comma: bool,
    /// The sentence around it is in the mood of reported speech.
    mood: bool,
    /// It stands in brackets that hold no verb: `(etwa: „…“)`.
    gloss: bool,
}

/// What a passage is; None where it is no quotation.
pub(super) fn kind(
    scene: &Scene<'_>,
    around: &Surroundings,
    exact: &str,
    attribution: &Attribution,
) -> Option<QuotationKind> {
    if is_name(scene, around, exact, attribution) {
        return None;
    }
    let first = exact.chars().find(|letter| letter.is_alphanumeric());
    let small = first.is_some_and(char::is_lowercase);
    let before = scene.words.gap_before(around.inside.start);
    let han = scene.lexicon.script == Script::Han;
    let look = Look {
        // A word of Chinese has two characters in the mean, and each character is a position.
        words: if han { around.inside.len().div_ceil(2) } else { around.inside.len() },
        opens: !small,
        small,
        ends: exact.ends_with(is_stop),
        closes: exact.ends_with(is_stop) || around.begins_sentence && stops_behind(scene, around),
        comma_before: before.contains([',', '，', '،', ':', '：', '—', '–']),
        comma: exact.ends_with([',', '，']),
        mood: attribution.place == Place::None && is_reported(scene, around),
        gloss: attribution.place == Place::Announced && is_gloss(scene, around),
    };
    match attribution.place {
        Place::Announced => announced(scene, &look, attribution),
        // A cue behind says that it was said; whether whole depends on whose sentence it stands in:
        // `“We go,” she said` against `le plan est « une folie », a-t-il dit`.
        Place::After => Some(
            if around.begins_sentence
                || (look.opens && scene.lexicon.script == Script::Cased)
                || look.comma_before
            {
                QuotationKind::Direct
            } else {
                QuotationKind::Partial
            },
        ),
        Place::Inside | Place::Continued => Some(QuotationKind::Direct),
        Place::Before => before_kind(scene, around, &look, attribution),
        Place::None => alone(scene, around, &look),
    }
}

/// After a colon a passage is a quotation if someone says it, or if it is a sentence.
fn announced(scene: &Scene<'_>, look: &Look, attribution: &Attribution) -> Option<QuotationKind> {
    if look.gloss {
        return None;
    }
    let said = attribution.cue.is_some() || attribution.source.is_some();
    // `Au menu : « Pain et vin »`: a colon introduces lists and titles as well.
    let sentence = look.ends && look.words >= FEW_WORDS;
    if !said && !sentence && look.words < scene.lexicon.fragment_words_min.min(SENTENCE_WORDS_MIN) {
        return None;
    }
    let fragment = look.small && !look.ends && look.words <= FEW_WORDS;
    Some(if fragment { QuotationKind::Partial } else { QuotationKind::Direct })
}

/// A passage that the reporter's sentence leads to: direct where nothing but the cue introduces it.
fn before_kind(
    scene: &Scene<'_>,
    around: &Surroundings,
    look: &Look,
    attribution: &Attribution,
) -> Option<QuotationKind> {
    let cue_end = attribution.cue.as_ref().map_or(0, |cue| cue.end);
    let between = cue_end.min(around.inside.start)..around.inside.start;
    let person = attribution.source.as_ref().is_some_and(|source| source.person.is_some());
    let known = attribution
        .source
        .as_ref()
        .is_some_and(|source| source.person.is_some() || source.body.is_some() || source.role.is_some());
    let few = if scene.lexicon.script == Script::Han { FEW_WORDS - 1 } else { FEW_WORDS };
    let verb = attribution.cue.as_ref().is_some_and(|cue| cue.clone().any(|at| scene.is(at, Kind::Verbs)));
    let plain = known || (verb && !has_article(scene, around));
    // `un café « branché »`, `a “success”`: one word in marks is the writer's irony,
    // unless someone is named who said it.
    if (look.words == 1 && !person) || (look.words < few && !plain) {
        return None;
    }
    // A short passage far behind the verb has another reason for its marks.
    if !known
        && between.len() > (look.words * 2).max(SENTENCE_WORDS_MIN)
        && look.words < scene.lexicon.fragment_words_min
    {
        return None;
    }
    let source = attribution.source.as_ref().map_or(0, |source| source.at.end);
    let introduced = around.inside.start.saturating_sub(source.max(cue_end))
        <= INTRODUCTION_WORDS_MAX.min(between.len().max(1));
    let cased = scene.lexicon.script == Script::Cased;
    let sentence = if cased {
        look.opens
            && (look.comma_before
                || (look.ends
                    && look.words >= FEW_WORDS
                    && between.len() <= INTRODUCTION_WORDS_MAX
                    && !has_small_article(scene, around)))
    } else {
        look.comma_before
            || (introduced
                && around.inside.start
                    <= source.max(cue_end) + usize::from(look.words >= SENTENCE_WORDS_MIN && look.ends))
    };
    // *selon* and *que* build the words into the reporter's sentence, however whole they look.
    let direct = sentence && !attribution.governed && !is_source(scene, attribution);
    Some(if direct { QuotationKind::Direct } else { QuotationKind::Partial })
}

/// `« Nous irons à Hanoï ».`: whether the full stop stands behind the mark.
pub(super) fn stops_behind(scene: &Scene<'_>, around: &Surroundings) -> bool {
    scene
        .words
        .gap_before(around.inside.end)
        .trim_start_matches(['»', '”', '"', ' ', '\u{a0}'])
        .starts_with('.')
}

/// Whether a verb of the sentence around a passage is in the mood of reported speech.
fn is_reported(scene: &Scene<'_>, around: &Surroundings) -> bool {
    let words = &scene.words;
    let before = words.sentence_before(around.inside.start, MOOD_WORDS_MAX);
    let after = words.sentence_after(around.inside.end, MOOD_WORDS_MAX);
    let after = if words.starts_sentence(after.start) { after.start..after.start } else { after };
    before.chain(after).any(|at| scene.is(at, Kind::Subjunctives) && !scene.is_quoted(at))
}

/// `(etwa: „Partei der Volksmacht“)`: what a bracket explains is no quotation, where no verb stands in it.
fn is_gloss(scene: &Scene<'_>, around: &Surroundings) -> bool {
    let start = around.inside.start;
    for at in (start.saturating_sub(GLOSS_WORDS_MAX)..=start).rev() {
        let gap = scene.words.gap_before(at);
        if gap.contains(['(', '[']) {
            return !gap.contains([')', ']']);
        }
        if at < start && scene.is_any(at, &[Kind::Verbs, Kind::Auxiliaries]) || gap.contains([')', ']']) {
            return false;
        }
    }
    false
}

fn has_small_article(scene: &Scene<'_>, around: &Surroundings) -> bool {
    let before = around.inside.start.checked_sub(1);
    before.is_some_and(|at| {
        scene.is_any(
            at,
            &[Kind::Masculine, Kind::Feminine, Kind::Indefinite, Kind::Prepositions, Kind::Genitives],
        )
    })
}

/// `une « ville dans la ville »`
fn has_article(scene: &Scene<'_>, around: &Surroundings) -> bool {
    let articles = [Kind::Masculine, Kind::Feminine, Kind::Indefinite, Kind::Definite];
    let before = around.inside.start.checked_sub(1);
    before.is_some_and(|at| scene.is_any(at, &articles))
}

fn is_source(scene: &Scene<'_>, attribution: &Attribution) -> bool {
    attribution.cue.as_ref().is_some_and(|cue| scene.is(cue.start, Kind::Sources))
}

/// A passage that nobody is named for.
fn alone(scene: &Scene<'_>, around: &Surroundings, look: &Look) -> Option<QuotationKind> {
    let script = scene.lexicon.script;
    let words = if script == Script::Han { look.words * 2 } else { look.words };
    if (look.opens && script == Script::Cased) || around.begins_sentence {
        // `“Very good reporter, this guy,” Trump, the … nominee, …`: a comma inside the marks says that somebody said it.
        let told = look.comma && around.begins_sentence && look.words >= FEW_WORDS;
        let speaks = look.opens && (look.closes && look.words >= UNATTRIBUTED_SENTENCE_WORDS_MIN || told);
        return speaks.then_some(QuotationKind::Direct);
    }
    // `das habe nichts mit „Sanktionen zu tun“`: the sentence is somebody's already.
    if look.mood && words >= FEW_WORDS {
        return Some(QuotationKind::Partial);
    }
    // `une « ville dans la ville »`: behind an article it is a noun, and has to be longer to be someone's words.
    let words = words - usize::from(has_article(scene, around)).min(words);
    (words >= scene.lexicon.fragment_words_min).then_some(QuotationKind::Partial)
}
