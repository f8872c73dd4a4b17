//! Verbs that come last, as in Turkish: `X, “…” dedi`, `X, planın “…” olduğunu söyledi`. Who speaks stands at the head of the sentence.

use std::ops::Range;

use super::cues::{Attribution, Place, Surroundings, attribution};
use super::lexicon::Kind;
use super::marks::Marked;
use super::phrases::ends_so;
use super::voice::{Voice, Voices};

/// The sentence before a passage is read so far.
const HEAD_WORDS_MAX: usize = 40;
/// Between a passage and the verb that reports the clause around it stand at most so many words.
const TAIL_WORDS_MAX: usize = 14;

impl Voices<'_> {
    /// A cue behind a passage with who speaks, where they stand before it: `X, “…” dedi`.
    pub fn with_subject_before(&self, after: Attribution, around: &Surroundings) -> Attribution {
        let start = around.inside.start;
        // `“…” diyen X`: a name behind the verb is the nearer one.
        let behind = after.source.as_ref().is_some_and(|who| who.at.start > start);
        if !self.scene.lexicon.verbs_behind || around.begins_sentence || behind {
            return after;
        }
        let source = self.sentence_head(start).or(after.source);
        Attribution { source, ..after }
    }

    /// Who the sentence is about that a passage stands in.
    fn sentence_head(&self, start: usize) -> Option<Voice> {
        self.subject(&self.scene.words.sentence_before(start, HEAD_WORDS_MAX))
    }

    /// `planın “…” olduğunu söyledi`: the verb that ends the sentence reports the clause that the passage is a part of.
    pub fn cue_last(&self, passage: &Marked, around: &Surroundings) -> Option<Attribution> {
        let scene = self.scene;
        let first = scene.words.at_byte(passage.close);
        if !scene.lexicon.is_final() || first >= scene.words.len() || scene.words.starts_sentence(first) {
            return None;
        }
        let reach = scene.words.sentence_after(first, TAIL_WORDS_MAX);
        let verb = reach.clone().find(|at| self.reports_last(*at, reach.end))?;
        let cue = verb..verb + scene.length(verb, Kind::Verbs);
        let source =
            self.sentence_head(around.inside.start).or_else(|| self.antecedent(around.inside.start, None));
        Some(Attribution { governed: true, ..attribution(source, cue, Place::Before) })
    }

    /// Whether a verb that reports closes its clause here, with the verb of what is told right before it.
    pub fn reports_last(&self, at: usize, end: usize) -> bool {
        let scene = self.scene;
        let length = scene.length(at, Kind::Verbs);
        let closes = |behind: usize| {
            behind >= end
                || scene.pauses(behind)
                || scene.is_any(behind, &[Kind::Resumes, Kind::Ands])
                // `… olduğunu belirterek …`
                || scene.is(at, Kind::Participles)
        };
        length > 0
            && at > 0
            && !scene.is_quoted(at)
            && scene.goes_on(at)
            && ends_so(scene.words.folded(at - 1), &scene.lexicon.clause_endings)
            && closes(at + length)
    }

    /// `Makedonya'nın`: what a case is hung on by an apostrophe is no subject.
    fn has_case(&self, end: usize) -> bool {
        let words = &self.scene.words;
        end < words.len() && matches!(words.gap_before(end), "'" | "’") && words.is_small(end)
    }

    /// Where what is told begins: behind who tells it, at the head of the sentence.
    pub fn told_last(&self, sentence: &Range<usize>, floor: usize, verb: usize) -> (Option<Voice>, usize) {
        let scene = self.scene;
        let near = floor..verb.min(floor + HEAD_WORDS_MAX);
        let head = self.people.within(&near).iter().find(|mention| !mention.object);
        // `X, Y'nin … olduğunu söyledi`: a comma closes the subject, or nothing stands before the name.
        let leads = |start: usize, end: usize| start <= floor + 1 || scene.pauses(end);
        match head.filter(|head| leads(head.start, head.end) && !self.has_case(head.at.end)) {
            Some(head) => (Some(self.named(head)), head.end),
            None => {
                let comma = (floor + 1..verb.min(floor + HEAD_WORDS_MAX)).find(|at| scene.pauses(*at));
                let subject = comma.and_then(|comma| self.subject(&(floor..comma)).map(|who| (who, comma)));
                match subject {
                    Some((who, comma)) => (Some(who), comma),
                    None => (self.antecedent(sentence.start, None), floor),
                }
            }
        }
    }
}
