//! What a body without its name beside the verb is called: `the company said`, `a indiqué le groupe`.

use std::ops::Range;

use super::lexicon::Kind;
use super::people::Mention;
use super::voice::{Voice, Voices};

/// A body is called so at most so many words behind its name.
const NAMED_WORDS_MAX: usize = 60;

impl Voices<'_> {
    /// The one firm that the words before name, where the article calls it *the company* right beside the cue and nobody else speaks.
    pub fn firm_beside(&self, cue: &Range<usize>, source: Option<&Voice>) -> Option<Voice> {
        let scene = self.scene;
        let called = |at: usize| {
            scene.is(at, Kind::Firms)
                && at > 0
                && scene.is(at - 1, Kind::Articles)
                && scene.goes_on(at)
                && !scene.is_quoted(at)
        };
        let before = cue.start.checked_sub(1).filter(|at| scene.goes_on(cue.start) && called(*at));
        // `…, said the company.`, and not `said the company would`
        let inverted = || {
            let noun = cue.end + 1;
            let apart = scene.pauses(cue.start) || cue.start > 0 && scene.is_quoted(cue.start - 1);
            apart && scene.goes_on(cue.end) && called(noun) && !scene.goes_on(noun + 1)
        };
        let noun = before.or_else(|| inverted().then_some(cue.end + 1))?;
        let of = source.and_then(|source| source.role.as_ref());
        if of.is_some_and(|role| *role != (noun..noun + 1)) {
            return None;
        }
        let reach = noun.saturating_sub(NAMED_WORDS_MAX)..noun;
        let mut bodies = self.people.within(&reach).iter().filter(|body| self.is_firm(body));
        let first = bodies.next()?.at.clone();
        let same = |other: &Mention| scene.words.folded(other.at.start) == scene.words.folded(first.start);
        bodies.all(same).then(|| Voice {
            body: Some(first.clone()),
            role: Some(noun..noun + 1),
            at: noun..noun + 1,
            ..Voice::default()
        })
    }

    /// `Tellwright Inc.`, `Lloyds Bank`: a name that says that it is a firm's; acronyms may be a country's or an office's.
    fn is_firm(&self, body: &Mention) -> bool {
        let scene = self.scene;
        let at = &body.at;
        body.person.is_none()
            && at.len() > 1
            && !scene.is_quoted(at.start)
            && at.clone().all(|at| scene.words.is_capital(at))
            && (scene.is(at.end - 1, Kind::Firms) || scene.is(at.end - 1, Kind::LegalForms))
    }
}
