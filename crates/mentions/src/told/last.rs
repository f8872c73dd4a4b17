//! Clauses that end before the verb that reports them: `X, planın değişmeyeceğini söyledi.`

use std::ops::Range;

use super::Reader;
use crate::cues::{Attribution, Place, attribution};
use crate::lexicon::Kind;

/// A clause has so many words at least.
const CLAUSE_WORDS_MIN: usize = 2;
/// Whom a participle describes stands at most so many words behind it.
const BEHIND_WORDS_MAX: usize = 6;

impl Reader<'_> {
    /// Keeps the clauses of a sentence whose verbs of reporting come last.
    pub(super) fn last(&mut self, sentence: &Range<usize>) -> bool {
        let scene = self.voices.scene;
        if !scene.lexicon.is_final() {
            return false;
        }
        let (mut kept, mut floor, mut speaker) = (false, sentence.start, None);
        for verb in sentence.clone() {
            if verb < floor || !self.voices.reports_last(verb, sentence.end) {
                continue;
            }
            let cue = verb..verb + scene.length(verb, Kind::Verbs);
            let (who, start) = self.voices.told_last(sentence, floor, verb);
            // `… olduğunu belirterek … istedi`: the second verb is the same speaker's.
            let (who, start) = if kept { (speaker.clone(), floor) } else { (who, start) };
            // `… olduğunu söyleyen X`: whom a participle describes stands behind it.
            let behind = cue.end..sentence.end.min(cue.end + BEHIND_WORDS_MAX);
            let described =
                scene.is(verb, Kind::Participles) && scene.words.folded(cue.end - 1).ends_with('n');
            let who = if described { self.voices.first_in(&behind, false) } else { who };
            if verb >= start + CLAUSE_WORDS_MIN {
                let found =
                    Attribution { governed: true, ..attribution(who.clone(), cue.clone(), Place::After) };
                kept |= self.keep(start..verb, &found);
                speaker = who;
            }
            floor = cue.end;
        }
        kept
    }
}
