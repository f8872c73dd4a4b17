//! Who said what: quotations with their speakers.
//!
//! Precision first: a passage between quotation marks is a quotation only where a verb of reporting, a colon or its own
//! length says so, and it has a speaker only where a name or a role stands in the right place. No speaker is better than
//! a wrong one.

mod lexicon;
mod marks;
mod people;
mod speaker;
mod words;

use veille_model::{LanguageTag, Quotation, QuotationKind};

use lexicon::Lexicon;
use marks::{Marked, marked};
use people::People;
use speaker::{Attribution, Finder};
use words::Words;

/// A passage of fewer words is an expression, unless a colon announces it.
const PARTIAL_WORDS_MIN: usize = 2;
/// A part of a sentence that nobody is named for: shorter ones are the writer's irony.
const UNATTRIBUTED_WORDS_MIN: usize = 4;
/// A passage of so many words that ends like a sentence speaks for itself.
const SENTENCE_WORDS_MIN: usize = 8;
/// The name of a treaty or a book has at most so many words.
const NAME_WORDS_MAX: usize = 8;

/// The quotations of a text in this language, in order. None for languages without a lexicon.
pub(crate) fn quotations(text: &str, language: &LanguageTag) -> Vec<Quotation> {
    let Some(lexicon) = Lexicon::of(language) else { return Vec::new() };
    let mut passages = Vec::new();
    let mut offset = 0;
    for paragraph in text.split_inclusive('\n') {
        passages.extend(marked(paragraph, offset));
        offset += paragraph.len();
    }
    if passages.is_empty() {
        return Vec::new();
    }
    let words = Words::of(text);
    let people = People::of(&words, lexicon);
    let mut finder = Finder::new(&words, lexicon, &people);
    passages.iter().filter_map(|passage| quotation(&words, lexicon, &mut finder, passage)).collect()
}

fn quotation(
    words: &Words,
    lexicon: &Lexicon,
    finder: &mut Finder<'_>,
    passage: &Marked,
) -> Option<Quotation> {
    let inside = words.at_byte(passage.start)..words.at_byte(passage.end);
    if inside.is_empty() || is_name(words, lexicon, &inside) {
        return None;
    }
    let attribution = finder.attribution(passage);
    let exact = &words.text()[passage.start..passage.end];
    let kind = kind(exact, inside.len(), &attribution)?;
    finder.said(passage, &attribution);
    let code_points = |byte: usize| words.text()[..byte].chars().count();
    Some(Quotation {
        kind,
        start: code_points(passage.start),
        end: code_points(passage.end),
        exact: exact.to_owned(),
        speaker: attribution.speaker,
        role: attribution.role,
        cue: attribution.cue,
    })
}

/// What a passage is; None where it is an expression.
fn kind(exact: &str, words: usize, attribution: &Attribution) -> Option<QuotationKind> {
    let opens_sentence = exact.chars().next().is_some_and(|first| !first.is_lowercase());
    let ends_sentence = exact.ends_with(['.', '!', '?', '…', '。', '！', '？', ',', '،', '؟']);
    if attribution.announced || attribution.follows {
        let whole = opens_sentence && (words > 3 || ends_sentence || attribution.announced);
        return Some(if whole { QuotationKind::Direct } else { QuotationKind::Partial });
    }
    if attribution.cue.is_some() && words >= PARTIAL_WORDS_MIN {
        let whole = opens_sentence && ends_sentence && words >= SENTENCE_WORDS_MIN;
        return Some(if whole { QuotationKind::Direct } else { QuotationKind::Partial });
    }
    if opens_sentence {
        let speaks = ends_sentence && words >= SENTENCE_WORDS_MIN;
        return speaks.then_some(QuotationKind::Direct);
    }
    (words >= UNATTRIBUTED_WORDS_MIN).then_some(QuotationKind::Partial)
}

/// Whether a passage is a name: of a treaty, a film, a slogan.
fn is_name(words: &Words, lexicon: &Lexicon, inside: &std::ops::Range<usize>) -> bool {
    let before = inside.start.saturating_sub(4)..inside.start;
    let near = |at: usize| (at..inside.start).all(|at| !words.gap(at).contains([',', ':', '.', ';']));
    if words
        .last_phrase(before, &lexicon.naming)
        .is_some_and(|naming| near(naming.start) && naming.end + 2 >= inside.start)
    {
        return true;
    }
    let ends_sentence = words.gap(inside.end - 1).starts_with(['.', '!', '?', ',']);
    let cased = words.written(inside.start).chars().any(|c| c.is_uppercase() || c.is_lowercase());
    let capital = |at: usize| words.is_capital(at) || words.folded(at).chars().count() <= 3;
    cased
        && !ends_sentence
        && inside.len() <= NAME_WORDS_MAX
        && words.is_capital(inside.start)
        && inside.clone().all(capital)
}
