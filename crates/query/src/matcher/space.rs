//! Fields whose words are kept apart: `vn` in an address is not `vn` in the text.

use crate::ast::Scope;
use veille_text::Zone;

/// Words of one space share their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Space {
    /// Headline and text.
    Body,
    Url,
    Source,
    Byline,
    Language,
    Site,
    /// Names, each as it is asked for: what of an article they are is found by [`super::names`].
    Named,
}

impl Space {
    pub const COUNT: usize = 7;

    pub fn of_scope(scope: Scope) -> Self {
        match scope {
            Scope::Body | Scope::Headline | Scope::Lead | Scope::Text => Self::Body,
            Scope::Url => Self::Url,
            Scope::Source => Self::Source,
            Scope::Byline => Self::Byline,
            Scope::Language => Self::Language,
            Scope::Site => Self::Site,
        }
    }

    pub fn of_zone(zone: Zone) -> Self {
        match zone {
            Zone::Headline | Zone::Text => Self::Body,
            Zone::Url => Self::Url,
            Zone::Source => Self::Source,
            Zone::Byline => Self::Byline,
            Zone::Language => Self::Language,
            Zone::Site => Self::Site,
        }
    }

    const ALL: [Self; Self::COUNT] =
        [Self::Body, Self::Url, Self::Source, Self::Byline, Self::Language, Self::Site, Self::Named];

    /// The hash of a word in this space, of the hash of the word.
    pub fn hash(self, word: u64) -> u64 {
        // 2^64 over the golden ratio, so that spaces differ in all bits. Headline and text are 0 and keep the
        // plain hash, by which `Scratch::read` looks them up.
        word ^ (self as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    /// Takes a word of the vocabulary apart.
    pub fn of_word(marked: &str) -> (Self, &str) {
        let others = Self::ALL.into_iter().skip(1);
        let found = others.filter_map(|space| Some((space, marked.strip_prefix(space.mark())?))).next();
        found.unwrap_or((Self::Body, marked))
    }

    /// What stands before a word of this space in the vocabulary; no folded word holds such a sign.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Body => "",
            Self::Url => "\u{2}",
            Self::Source => "\u{3}",
            Self::Byline => "\u{4}",
            Self::Language => "\u{5}",
            Self::Site => "\u{6}",
            Self::Named => "\u{7}",
        }
    }
}
