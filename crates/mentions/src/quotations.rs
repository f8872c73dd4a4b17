//! The quotations of a text, put together from what each of the neighbours finds.

use std::ops::Range;

use veille_model::{LanguageTag, Quotation, QuotationKind};

use veille_text::Document;

use crate::cues::Attribution;
use crate::dialogue;
use crate::institutions;
use crate::lexicon::{Kind, Lexicon};
use crate::marks::Marked;
use crate::people::People;
use crate::places::{CodePoints, Place};
use crate::quotative;
use crate::scene::Scene;
use crate::speakers::Speakers;
use crate::told;
use crate::turns;
use crate::voice::Voice;
use crate::words::Words;

/// The quotations of a document's text in this language, in order: what stands between marks, the answers of interviews, and
/// what is told in the article's own words. None for languages without a lexicon.
pub fn quotations(document: &Document, language: &LanguageTag) -> Vec<Quotation> {
    let text = document.text();
    let Some(lexicon) = Lexicon::of(language) else {
        return quotative::quotations(document, language).unwrap_or_default();
    };
    let mut passages = lexicon.marks.passages(text);
    if lexicon.dialogue {
        between_dashes(text, lexicon, &mut passages);
    }
    let turns = turns::may_have_turns(text);
    // Names and roles are most of the work, and for nothing where nobody can speak.
    if passages.is_empty() && !turns && lexicon.told.is_none() {
        return Vec::new();
    }
    let scene = Scene::new(Words::of(document), lexicon, &passages);
    let people = People::of(&scene);
    let answers = if turns { turns::answers(&scene, &people) } else { Vec::new() };
    let speakers = Speakers::new(&scene, &people, &answers, &passages);
    let mut quoted = speakers.quotations();
    let (mut told, moods) = told::told(&scene, &people, &quoted);
    told::fill(&scene, (&told, &moods), &mut quoted);
    // `X denies that …`: words of an article that it says nobody said are no words of anybody's.
    told.retain(|told| !told.denied);
    let attributions = told.iter_mut().map(|told| &mut told.attribution);
    attributions
        .chain(quoted.iter_mut().map(|(.., said)| said))
        .for_each(|said| by_institution(&scene, said));
    let mut found: Vec<Found> = Vec::with_capacity(quoted.len() + answers.len() + told.len());
    for told in told {
        found.push(Found {
            said: told::bytes(&scene, &passages, &told.said),
            kind: QuotationKind::Indirect,
            attribution: told.attribution,
        });
    }
    // In an interview the whole turn is the answer's already.
    found.retain(|told| !answers.iter().any(|answer| answer.said.contains(&told.said.start)));
    found.extend(answers.iter().map(of_answer));
    for (passage, kind, attribution) in quoted {
        found.push(Found { said: passage.start..passage.end, kind, attribution });
    }
    // In the order of the text, what holds another before what it holds.
    found.sort_by_key(|found| (found.said.start, std::cmp::Reverse(found.said.end)));
    let mut code_points = CodePoints::of(text);
    let mut quotations = Vec::with_capacity(found.len());
    for found in &found {
        let place = code_points.range(found.said.start, found.said.end);
        let said = quotation(&scene, &people, found.kind, place, &found.attribution);
        let other = joint(&scene, &people, &found.attribution);
        let other = other.map(|person| Quotation {
            speaker: Some(people.name(&scene, person).to_owned()),
            role: None,
            ..said.clone()
        });
        quotations.push(said);
        quotations.extend(other);
    }
    quotations
}

/// Gives what nobody is named for to the body that stands beside its cue, if one does.
fn by_institution(scene: &Scene<'_>, said: &mut Attribution) {
    let named = |source: &Voice| *source != Voice { at: source.at.clone(), ..Voice::default() };
    if !said.unsaid && !said.source.as_ref().is_some_and(named) {
        let body = said.cue.as_ref().and_then(|cue| institutions::beside(scene, cue));
        said.source = body.or(said.source.take());
    }
}

/// Who says something together with the speaker beside the cue: `X and Y said`.
fn joint(scene: &Scene<'_>, people: &People, attribution: &Attribution) -> Option<usize> {
    let (source, cue) = (attribution.source.as_ref()?, attribution.cue.as_ref()?);
    let person = source.person?;
    let near = source.at.end <= cue.start && cue.start <= source.at.end + JOINT_WORDS_MAX
        || cue.end <= source.at.start && source.at.start <= cue.end + JOINT_WORDS_MAX;
    let between = source.at.end.min(cue.end)..cue.start.max(source.at.start);
    if !near || between.skip(1).any(|at| scene.words.starts_sentence(at)) {
        return None;
    }
    let other = |other: &&crate::people::Mention| {
        let behind = scene.is(source.at.end, Kind::Ands)
            && scene.goes_on(source.at.end)
            && scene.goes_on(source.at.end + 1)
            && other.start == source.at.end + 1;
        let before = source.at.start > 0
            && scene.is(source.at.start - 1, Kind::Ands)
            && scene.goes_on(source.at.start)
            && other.end + 1 == source.at.start
            && scene.goes_on(other.end);
        (behind || before) && other.person.is_some_and(|other| other != person) && !other.object
    };
    let reach = source.at.start.saturating_sub(JOINT_WORDS_MAX)..source.at.end + JOINT_WORDS_MAX;
    people.within(&reach).iter().find(other).and_then(|other| other.person)
}

/// Two who speak together are named in so many words.
const JOINT_WORDS_MAX: usize = 8;

/// Adds what is said between dashes to what stands between marks.
fn between_dashes(text: &str, lexicon: &Lexicon, passages: &mut Vec<Marked>) {
    let said = dialogue::passages(text, lexicon);
    if said.is_empty() {
        return;
    }
    let apart = |dashed: &Marked| {
        let next = passages.partition_point(|passage| passage.close <= dashed.open);
        passages.get(next).is_none_or(|passage| passage.open >= dashed.close)
    };
    let said: Vec<Marked> = said.into_iter().filter(apart).collect();
    passages.extend(said);
    passages.sort_by_key(|passage| passage.open);
}

/// A quotation with its bytes.
struct Found {
    said: Range<usize>,
    kind: QuotationKind,
    attribution: Attribution,
}

fn of_answer(answer: &turns::Answer) -> Found {
    let attribution = Attribution {
        source: Some(answer.source.clone()),
        cue: answer.label.clone(),
        ..Attribution::default()
    };
    Found { said: answer.said.clone(), kind: QuotationKind::Answer, attribution }
}

fn quotation(
    scene: &Scene<'_>,
    people: &People,
    kind: QuotationKind,
    place: Place<'_>,
    attribution: &Attribution,
) -> Quotation {
    let passage = |range: &std::ops::Range<usize>| scene.words.passage(range).to_owned();
    let speaker = attribution.source.as_ref().and_then(|source| name(scene, people, source));
    let role = attribution.source.as_ref().and_then(|source| {
        let roles: Vec<&str> =
            source.role.iter().chain(&source.also).map(|role| scene.words.passage(role)).collect();
        (!roles.is_empty()).then(|| roles.join(", "))
    });
    Quotation {
        kind,
        start: place.start,
        end: place.end,
        exact: place.exact.to_owned(),
        speaker,
        role,
        cue: attribution.cue.as_ref().map(passage).filter(|cue| !cue.is_empty()),
    }
}

fn name(scene: &Scene<'_>, people: &People, source: &Voice) -> Option<String> {
    let person = source.person.map(|person| people.name(scene, person));
    let body = source.body.as_ref().map(|body| scene.words.passage(body));
    person.or(body).map(str::to_owned)
}
