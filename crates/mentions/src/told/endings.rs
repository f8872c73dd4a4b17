//! Where reported speech ends: with its sentence, or where the reporter takes the word again.

use std::ops::Range;

use super::Reader;
use crate::lexicon::{Kind, Telling};

impl Reader<'_> {
    /// The end of a content that begins here, no further than its sentence.
    pub(super) fn content_end(&self, start: usize, end: usize) -> usize {
        let scene = self.voices.scene;
        let reports = |at: usize| {
            at < end
                && scene.is_any(at, &[Kind::Reports, Kind::Demands])
                && !scene.is_quoted(at)
                && !self.voices.is_noun(at)
        };
        // `…, AFP dẫn lời một quan chức cho biết`
        let quotes = |at: usize| {
            scene.lexicon.syllabic && (at + 1..end.min(at + 5)).any(|at| scene.is(at, Kind::Quoting))
        };
        let again = |at: &usize| {
            let resumes = scene.is(*at, Kind::Resumes)
                && (reports(*at + 1)
                    || (scene.is_any(*at + 1, &[Kind::Auxiliaries, Kind::Adverbs]) && reports(*at + 2)));
            scene.words.gap_before(*at).contains(';')
                || (!scene.is_quoted(*at)
                    && (resumes
                        || (scene.pauses(*at)
                            && (scene.is_any(*at, &[Kind::Participles, Kind::According]) || quotes(*at)))))
        };
        (start + 1..end).find(again).unwrap_or(end)
    }

    /// `In fact, …`, `Still, …`: a few words before a comma are the reporter's.
    pub(super) fn without_opener(&self, content: &Range<usize>) -> Range<usize> {
        let scene = self.voices.scene;
        let reach = content.start + 1..content.end.min(content.start + OPENER_WORDS_MAX + 1);
        if scene.lexicon.told == Some(Telling::Comma) || scene.is_quoted(content.start) {
            return content.clone();
        }
        let comma = reach
            .clone()
            .find(|at| scene.words.gap_before(*at).contains(',') && content.end - at > reach.len());
        let opener = comma
            .filter(|_| scene.is_any(content.start, &[Kind::Openers, Kind::Adverbs, Kind::Prepositions]));
        opener.unwrap_or(content.start)..content.end
    }
}

/// Such an opener has at most so many words.
const OPENER_WORDS_MAX: usize = 7;
