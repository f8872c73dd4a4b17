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
            let resumes = scene.is(*at, Kind::Resumes) && {
                // `…, mais il a reconnu que`: the reporter goes on with a subject of their own behind a comma.
                let own = scene.pauses(*at) && scene.is_any(*at + 1, &[Kind::He, Kind::She, Kind::They]);
                let next = *at + 1 + usize::from(own);
                reports(next)
                    || (scene.is_any(next, &[Kind::Auxiliaries, Kind::Adverbs]) && reports(next + 1))
            };
            scene.words.gap_before(*at).contains(';')
                || (!scene.is_quoted(*at)
                    && (resumes
                        || (scene.pauses(*at)
                            && (scene.is_any(*at, &[Kind::Participles, Kind::According])
                                || quotes(*at)
                                || self.is_inverted(*at, end)
                                || self.is_of_the_reporter(*at, end)))))
        };
        (start + 1..end).find(again).unwrap_or(end)
    }

    /// `said he votes, while others said …`, `who said he votes, said …`: behind a comma another clause of the reporter's begins, with
    /// a verb of its own that reports or goes on with the main one.
    fn is_of_the_reporter(&self, at: usize, end: usize) -> bool {
        let scene = self.voices.scene;
        if scene.lexicon.told != Some(Telling::Bare) {
            return self.is_meanwhile(at, end);
        }
        if scene.lexicon.syllabic {
            return false;
        }
        let verb = |at: usize, kinds: &[Kind]| {
            scene.is_any(at, kinds) && !scene.is_quoted(at) && !self.voices.is_noun(at)
        };
        let reports = |at: usize| verb(at, &[Kind::Reports]);
        if scene.is_any(at, &[Kind::Resumes, Kind::Meanwhile]) {
            let reach = at + 2..end.min(at + OWN_SUBJECT_WORDS_MAX);
            let open = |at: &usize| !scene.pauses(*at) && !scene.is(*at, Kind::Complements);
            return reach.take_while(open).any(reports);
        }
        // `expects prices to fall, its governor Tom Reese said`: who says it all closes the sentence.
        if self.is_said_at_the_end(at, end) {
            return true;
        }
        // `, who had grown up there`
        verb(at, &[Kind::Reports, Kind::Stances, Kind::Labels]) || scene.is(at, Kind::Digressions)
    }

    fn is_said_at_the_end(&self, at: usize, end: usize) -> bool {
        let scene = self.voices.scene;
        let reach = at..end.min(at + CLOSING_WORDS_MAX);
        let last = |mention: &crate::people::Mention| {
            let verb = mention.at.end;
            let length = scene.length(verb, Kind::Reports);
            length > 0
                && verb + length == end
                && scene.goes_on(verb)
                && !mention.object
                && mention.person.is_some()
        };
        (at + 1..end).all(|at| !scene.pauses(at)) && self.voices.people.within(&reach).iter().any(last)
    }

    /// `…, tandis que le ministre Paul Verdier a déclaré que …`: what a word of the same time sets beside it, if somebody else reports there
    /// or is named in it.
    fn is_meanwhile(&self, at: usize, end: usize) -> bool {
        let scene = self.voices.scene;
        let length = scene.length(at, Kind::Meanwhile);
        if length == 0 {
            return false;
        }
        let start = at + length;
        let reach = start..end.min(start + MEANWHILE_WORDS_MAX);
        // `sagte, die Brücke sei zu, während Brandt weiter baue`: the mood says that it is still the speaker's.
        if reach.clone().any(|at| scene.is(at, Kind::Subjunctives)) {
            return false;
        }
        let named = self.voices.people.within(&(start..start + 4)).iter();
        named.into_iter().any(|mention| !mention.object && mention.start <= start + 1)
            || reach
                .clone()
                .any(|at| scene.is(at, Kind::Reports) && !scene.is_quoted(at) && !self.voices.is_noun(at))
    }

    /// `…, a rapporté la BBC`: a verb behind a comma with its subject behind it.
    fn is_inverted(&self, at: usize, end: usize) -> bool {
        let scene = self.voices.scene;
        if scene.lexicon.told == Some(Telling::Comma) {
            return self.is_closing(at, end);
        }
        if scene.lexicon.told != Some(Telling::That) || !scene.lexicon.inverts {
            return false;
        }
        let verb = at + usize::from(scene.is(at, Kind::Auxiliaries));
        let length = scene.length(verb, Kind::Reports);
        let subject = verb + length;
        let articles = [Kind::Masculine, Kind::Feminine, Kind::Plural, Kind::Elided, Kind::Euphonic];
        length > 0
            && subject < end
            && scene.goes_on(subject)
            && (scene.words.is_capital(subject) || scene.is_any(subject, &articles))
            && !(subject..end.min(subject + INVERTED_WORDS_MAX)).any(|at| scene.is(at, Kind::Complements))
    }

    /// `die Brücke sei sicher, betonte dessen Anwalt`: a verb behind the last comma with its subject up to the end of the sentence.
    fn is_closing(&self, at: usize, end: usize) -> bool {
        let scene = self.voices.scene;
        let subject = at + scene.length(at, Kind::Reports);
        let opens = [Kind::Masculine, Kind::Feminine, Kind::Relatives, Kind::Own, Kind::He, Kind::She];
        subject > at
            && subject < end
            && end - subject <= INVERTED_WORDS_MAX
            && scene.words.is_small(at)
            && (scene.words.is_capital(subject) || scene.is_any(subject, &opens))
            && (subject..end).all(|at| scene.goes_on(at) && !scene.is_quoted(at))
    }

    /// `In fact, …`, `Still, …`: a few words before a comma are the reporter's.
    pub(super) fn without_opener(&self, content: &Range<usize>) -> Range<usize> {
        let scene = self.voices.scene;
        let reach = content.start + 1..content.end.min(content.start + OPENER_WORDS_MAX + 1);
        if scene.lexicon.told == Some(Telling::Comma) || scene.is_quoted(content.start) {
            return content.clone();
        }
        let comma = reach.clone().find(|at| {
            scene.pauses(*at) && scene.words.gap_before(*at).contains(',') && content.end - at > reach.len()
        });
        let opener = comma
            .filter(|_| scene.is_any(content.start, &[Kind::Openers, Kind::Adverbs, Kind::Prepositions]));
        opener.unwrap_or(content.start)..content.end
    }
}

/// A reporter's clause has its verb among its first so many words: `while **nine in ten said**`.
const OWN_SUBJECT_WORDS_MAX: usize = 7;
/// Who says it all, behind the last comma, is named among so many words.
const CLOSING_WORDS_MAX: usize = 8;
/// The verb of a clause that tells what else happened stands among its first so many words.
const MEANWHILE_WORDS_MAX: usize = 12;
/// A subject behind its verb has at most so many words: `…, a rapporté **la chaîne publique**`.
const INVERTED_WORDS_MAX: usize = 6;
/// Such an opener has at most so many words.
const OPENER_WORDS_MAX: usize = 7;
