//! Whom something is told: `told the Guardian`, `The Tribune was told by two officials`. Who hears it does not say it.

use std::ops::Range;

use super::lexicon::{Kind, Telling};
use super::people::Mention;
use super::roles;
use super::voice::{Voice, Voices, unnamed};

/// Whoever told it is named in the first so many words behind *by*.
const TELLER_WORDS_MAX: usize = 8;
/// `by two officials`: a count or an adjective stands before what they are.
const COUNT_WORDS_MAX: usize = 2;
/// A name before the comma before its verb begins at most so many words before that verb: `Ruth Carver, who owns the pub, told`.
const APPOSITION_WORDS_MAX: usize = 16;

impl Voices<'_> {
    /// Whether behind this verb stands whom it is told: `told the Gazette`.
    pub fn is_telling(&self, cue: &Range<usize>) -> bool {
        let tells = cue.clone().any(|at| self.scene.is(at, Kind::Tells));
        tells && self.scene.lexicon.told == Some(Telling::Bare) && !self.scene.lexicon.syllabic
    }

    /// `The Tribune was told that …`: whoever stands before the verb has heard it.
    pub fn is_told(&self, cue: &Range<usize>) -> bool {
        let last = cue.end.max(1) - 1;
        // `is telling reporters`: nobody is told by that.
        let heard = self.scene.is(last, Kind::Tells) && !self.scene.is(last, Kind::Participles);
        let passive = (cue.start..last).any(|at| self.scene.is(at, Kind::Passives));
        self.is_telling(cue) && heard && passive
    }

    /// `was told by two officials`: whoever told it.
    pub fn teller(&self, cue: &Range<usize>) -> Option<Voice> {
        let scene = self.scene;
        let start = cue.end + 1;
        if !scene.is(cue.end, Kind::Agents) || !scene.goes_on(start) {
            return None;
        }
        let slot = start..start + TELLER_WORDS_MAX;
        let named = self.people.within(&slot).first().filter(|mention| mention.start <= start + 1);
        let role = || {
            let near = (start..=start + COUNT_WORDS_MAX).take_while(|at| scene.goes_on(*at));
            near.into_iter().find_map(|at| roles::alone(scene, at, slot.end))
        };
        named.map(|mention| self.named(mention)).or_else(|| role().map(|role| unnamed(&role)))
    }

    /// `, a song she wrote in 1999`, `, a song that Ada Quiller wrote`: words with an article, and a clause about them.
    pub fn is_clause_about(&self, subject: &Range<usize>) -> bool {
        let scene = self.scene;
        let noun = scene.is_any(subject.start, &[Kind::Indefinite, Kind::Definite])
            && scene.lexicon.told == Some(Telling::Bare)
            && subject.len() > 2;
        let pronouns = [Kind::He, Kind::She, Kind::They, Kind::First];
        let last = subject.end.max(1) - 1;
        let pronoun = scene.is_any(last, &pronouns) || scene.is(last, Kind::That);
        // `the union that represents drivers` may say it.
        let opens = |at: usize| {
            scene.words.is_capital(at)
                || scene.role_at(at) > 0
                || scene.is_any(at, &[Kind::Definite, Kind::Own])
        };
        let object = |at: usize| scene.is(at, Kind::That) && opens(at + 1);
        // `, a song **their singer** wrote`
        let joint = |at: usize| {
            scene.is_any(at, &[Kind::Definite, Kind::Own])
                && scene.goes_on(at)
                && scene.words.is_small(at - 1)
                && !scene.is_any(at - 1, &[Kind::Prepositions, Kind::Genitives, Kind::Ands, Kind::Relatives])
                // `the expert leading the programme`
                && !scene.words.folded(at - 1).ends_with("ing")
        };
        // `the union that represents the crew`
        let relative = |at: &usize| scene.is_any(*at, &[Kind::That, Kind::Relatives]);
        let joint = |at: usize| joint(at) && !(subject.start..at).any(|at| relative(&at));
        let inner = || subject.clone().skip(1).filter(|at| at + 1 < subject.end);
        noun && (pronoun || inner().any(object) || inner().skip(1).any(joint))
    }

    /// `…, Ruth Carver, 54, told the Guardian`: who stands behind a comma, with something about them up to the comma before the verb.
    pub fn apposed_subject(&self, sentence: &Range<usize>, verb: usize) -> Option<&Mention> {
        let scene = self.scene;
        let floor = verb.saturating_sub(APPOSITION_WORDS_MAX).max(sentence.start);
        let mut mentions = self.people.within(&(floor..verb)).iter();
        mentions.find(|mention| {
            let start = scene.phrase_start(mention.start);
            mention.person.is_some()
                && !mention.object
                && start > sentence.start
                && scene.pauses(start)
                && (scene.pauses(mention.end) || scene.pauses(mention.at.end))
                && mention.at.end < verb
        })
    }
}
