//! What an article says of who a quotation is from, and the words that say it. `after` and `before` look for them.

use std::ops::Range;

use super::lexicon::{Kind, Telling};
use super::voice::{Voice, Voices};

/// Where a cue stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// Nowhere.
    #[default]
    None,
    /// Before the quotation, with a colon.
    Announced,
    /// Before the quotation, in its sentence.
    Before,
    /// After the quotation.
    After,
    /// Within the marks: `« Nous irons, dit-il, à Rome. »`
    Inside,
    /// With the quotation that this one goes on from.
    Continued,
}

/// What an article says of a quotation's source.
#[derive(Clone, Debug, Default)]
pub(super) struct Attribution {
    pub source: Option<Voice>,
    /// The words that report: `a déclaré`.
    pub cue: Option<Range<usize>>,
    pub place: Place,
    /// The article says that it was not said.
    pub unsaid: bool,
    /// `que`, `that`: the reporter's own sentence goes on into the quotation.
    pub governed: bool,
}

/// A passage with what lies around it.
pub(super) struct Surroundings {
    /// The first word in the marks and one past the last.
    pub inside: Range<usize>,
    /// The passage begins a sentence.
    pub begins_sentence: bool,
    /// The passage begins a paragraph.
    pub begins_paragraph: bool,
    /// Where the words end that announce it with a colon.
    pub announced: Option<usize>,
}

impl Voices<'_> {
    /// A word that is a verb elsewhere and has an article before it: `la note`, `the claims`.
    pub fn is_noun(&self, at: usize) -> bool {
        let articles = [Kind::Masculine, Kind::Feminine, Kind::Indefinite, Kind::Definite];
        let before = at.checked_sub(1).filter(|_| self.scene.goes_on(at));
        before.is_some_and(|before| {
            // Some articles are auxiliaries or pronouns as well: `il l'annonce`.
            // `Another said`: these stand for somebody as well.
            let alone = self.scene.lexicon.told == Some(Telling::Bare)
                && self.scene.is(before, Kind::Indefinite)
                && self.scene.words.folded(before).len() > 2;
            self.scene.is_any(before, &articles)
                && !alone
                && !self.scene.is_any(before, &[Kind::Auxiliaries, Kind::She, Kind::He])
        })
    }

    /// A verb with its auxiliaries: `a déclaré`, `s'est dite`.
    pub fn cue_at(&self, verb: usize, floor: usize) -> Range<usize> {
        let scene = self.scene;
        let length = scene.hints.longest(verb, &[Kind::Verbs, Kind::Judges]).max(1);
        let mut start = verb;
        while start > floor
            && scene.goes_on(start)
            && scene.is(start - 1, Kind::Auxiliaries)
            && !self.starts_mention(start - 1)
        {
            start -= 1;
        }
        start..verb + length
    }
}

/// What a cue says of a source.
pub(super) fn attribution(source: Option<Voice>, cue: Range<usize>, place: Place) -> Attribution {
    Attribution { source, cue: Some(cue), place, governed: false, unsaid: false }
}
