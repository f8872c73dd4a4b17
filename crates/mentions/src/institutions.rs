//! Bodies that speak without a name: `prosecutors said`, `a indiqué le parquet`, `nach Angaben der Polizei`. They stand for what they
//! are where nobody is named, and nobody goes on speaking because of them.

use std::ops::Range;

use super::lexicon::{Kind, Script, Telling};
use super::scene::Scene;
use super::voice::{Voice, unnamed};

/// What such a body is of has at most so many words.
const INSTITUTION_WORDS_MAX: usize = 8;
/// A noun of telling and an article stand before it: `nach **Angaben der** Polizei`.
const LEAD_WORDS_MAX: usize = 3;

/// The body that stands beside a cue.
pub(super) fn beside(scene: &Scene<'_>, cue: &Range<usize>) -> Option<Voice> {
    if scene.lexicon.script != Script::Cased || cue.is_empty() {
        return None;
    }
    let source =
        scene.is_any(cue.start, &[Kind::According, Kind::Sources]) && !scene.is(cue.start, Kind::Verbs);
    let found = if source {
        behind_source(scene, cue.end)
    } else {
        before(scene, cue.start).or_else(|| behind(scene, cue))
    };
    found.map(|role| unnamed(&role))
}

/// `selon le parquet`, `laut Staatsanwaltschaft Reck`
fn behind_source(scene: &Scene<'_>, start: usize) -> Option<Range<usize>> {
    let joins =
        |at: usize| scene.is(at, Kind::Tellings) || is_article(scene, at) || scene.is(at, Kind::Genitives);
    let reach = start..start + LEAD_WORDS_MAX;
    let at = reach.into_iter().find(|at| is_head(scene, *at) || !joins(*at) || !scene.goes_on(*at))?;
    is_head(scene, at).then(|| whole(scene, at))
}

/// `Prosecutors in …`, `La direction assure`: right before the verb, at the head of its clause.
fn before(scene: &Scene<'_>, verb: usize) -> Option<Range<usize>> {
    let floor = verb.saturating_sub(INSTITUTION_WORDS_MAX);
    let leads = |at: &usize| {
        let mut start = *at;
        while start > floor
            && scene.goes_on(start)
            && (is_article(scene, start - 1) || is_attribute(scene, start))
        {
            start -= 1;
        }
        let joined =
            start > 0 && scene.is_any(start - 1, &[Kind::That, Kind::Ands, Kind::Resumes, Kind::Relatives]);
        scene.words.starts_sentence(start) || scene.pauses(start) || joined
    };
    let at =
        (floor..verb).rev().find(|at| is_head(scene, *at) && whole(scene, *at).end >= verb && leads(at))?;
    scene.goes_on(verb).then_some(at..verb)
}

/// `, a indiqué le parquet`, `teilte die Polizei mit`
fn behind(scene: &Scene<'_>, cue: &Range<usize>) -> Option<Range<usize>> {
    let apart = scene.pauses(cue.start)
        || cue.start > 0 && scene.is_quoted(cue.start - 1)
        || scene.lexicon.told == Some(Telling::Comma);
    let start = (cue.end..).find(|at| !scene.is(*at, Kind::Euphonic))?;
    let at = start + usize::from(is_article(scene, start));
    let whole = whole(scene, at);
    (apart && scene.goes_on(start) && scene.goes_on(at) && is_head(scene, at)).then_some(whole)
}

fn is_head(scene: &Scene<'_>, at: usize) -> bool {
    scene.is(at, Kind::Institutions) && !scene.is_quoted(at)
}

/// With what it is of.
fn whole(scene: &Scene<'_>, at: usize) -> Range<usize> {
    let head = at + scene.length(at, Kind::Institutions).max(1);
    if !scene.lexicon.capital_nouns {
        return at..scene.phrase_end(at, INSTITUTION_WORDS_MAX).max(head);
    }
    // `Staatsanwaltschaft Reck`, `Leitung des Hauses`; in German any noun may follow that has a capital.
    let noun = |at: usize| scene.goes_on(at) && scene.words.is_capital(at);
    let genitive = scene.is(head, Kind::Genitives) && scene.goes_on(head) && noun(head + 1);
    at..head + if genitive { 2 } else { usize::from(noun(head)) }
}

fn is_article(scene: &Scene<'_>, at: usize) -> bool {
    scene.is_any(
        at,
        &[Kind::Masculine, Kind::Feminine, Kind::Definite, Kind::Elided, Kind::Plural, Kind::Articles],
    )
}

/// `the **local** police`, `die **örtliche** Polizei`: a small word before the head that is an adjective there.
fn is_attribute(scene: &Scene<'_>, head: usize) -> bool {
    let at = head - 1;
    let other = [
        Kind::Prepositions,
        Kind::Genitives,
        Kind::Verbs,
        Kind::Auxiliaries,
        Kind::Relatives,
        Kind::That,
        Kind::Ands,
    ];
    let before = scene.lexicon.told == Some(Telling::Bare) || scene.lexicon.capital_nouns;
    before && scene.is(head, Kind::Institutions) && scene.words.is_small(at) && !scene.is_any(at, &other)
}
