//! The quotations of a text, put together from what each of the neighbours finds.

use veille_model::{LanguageTag, Quotation, QuotationKind};

use veille_text::Document;

use crate::cues::Attribution;
use crate::lexicon::Lexicon;
use crate::people::People;
use crate::places::{CodePoints, Place};
use crate::scene::Scene;
use crate::speakers::Speakers;
use crate::turns;
use crate::voice::Voice;
use crate::words::Words;

/// The quotations of a document's text in this language, in order. None for languages without a lexicon.
pub fn quotations(document: &Document, language: &LanguageTag) -> Vec<Quotation> {
    let Some(lexicon) = Lexicon::of(language) else { return Vec::new() };
    let text = document.text();
    let passages = lexicon.marks.passages(text);
    let turns = turns::may_have_turns(text);
    // Names and roles are most of the work, and for nothing where nobody can speak.
    if passages.is_empty() && !turns {
        return Vec::new();
    }
    let scene = Scene::new(Words::of(document), lexicon, &passages);
    let people = People::of(&scene);
    let answers = if turns { turns::answers(&scene, &people) } else { Vec::new() };
    let speakers = Speakers::new(&scene, &people, &answers, &passages);
    let mut quotations: Vec<Quotation> = Vec::new();
    let mut code_points = CodePoints::of(text);
    let mut answers = answers.iter().peekable();
    for (passage, kind, attribution) in speakers.quotations() {
        // In the order of the text: an interviewer quotes between two answers.
        while let Some(answer) = answers.next_if(|answer| answer.said.start <= passage.start) {
            quotations.push(of_answer(&scene, &people, answer, &mut code_points));
        }
        let place = code_points.range(passage.start, passage.end);
        quotations.push(quotation(&scene, &people, kind, place, &attribution));
    }
    for answer in answers {
        quotations.push(of_answer(&scene, &people, answer, &mut code_points));
    }
    quotations
}

fn of_answer(
    scene: &Scene<'_>,
    people: &People,
    answer: &turns::Answer,
    code_points: &mut CodePoints<'_>,
) -> Quotation {
    let attribution = Attribution {
        source: Some(answer.source.clone()),
        cue: answer.label.clone(),
        ..Attribution::default()
    };
    let place = code_points.range(answer.said.start, answer.said.end);
    quotation(scene, people, QuotationKind::Answer, place, &attribution)
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
