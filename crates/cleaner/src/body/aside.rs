//! Lines between the paragraphs of an article, or under them, that are none: what goes on below the advertisement, whom to
//! follow, what may be done with the text, who took the picture (appeals, rights notices, photo credits).
//!
//! Publishers write them into the article's own markup, as paragraphs among paragraphs, so that nothing but their words tells.

use super::phrases::{Phrases, Sign};

/// What such a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aside {
    /// The text goes on below it.
    Below,
    /// It asks the reader for something.
    Appeal,
    /// It says what may be done with the text.
    Rights,
    /// It says who took a picture, or where a table was taken from.
    Credit,
}

impl Aside {
    /// Every kind with the letters that a line of it has at most; what is longer is a paragraph.
    const KINDS: [(Self, usize); 4] =
        [(Self::Below, 110), (Self::Credit, 160), (Self::Appeal, 330), (Self::Rights, 420)];

    /// What a line is, if it is no part of the article by its words.
    pub(crate) fn of(text: &str, phrases: &mut Phrases) -> Option<Self> {
        if text.len() > BYTES_MAX || is_said(text) {
            return None;
        }
        let signs = phrases.signs(text);
        let letters = text.chars().count();
        let is_quoting = text.contains(['“', '„', '«', '「', '"']);
        let holds = |kind: Self| match kind {
            Self::Below => signs.is(Sign::Below) || signs.begins(Sign::Below),
            Self::Credit => {
                // `责任编辑：`, and nobody behind it.
                signs.is(Sign::Credit)
                    || signs.begins(Sign::Credit)
                    || signs.begins(Sign::Origin) && letters <= ORIGIN_LETTERS_MAX
            }
            // Inside a line the words may be somebody's, whom it quotes.
            Self::Appeal => {
                signs.begins(Sign::Appeal)
                    || signs.holds(Sign::Appeal) && !is_quoting
                    || signs.begins(Sign::Call) && signs.holds(Sign::Channel) && letters <= CALL_LETTERS_MAX
            }
            Self::Rights => {
                signs.begins(Sign::Rights)
                    || signs.ends(Sign::Rights)
                    || signs.holds(Sign::Rights) && !is_quoting
            }
        };
        Self::KINDS.into_iter().find(|(kind, max)| letters <= *max && holds(*kind)).map(|(kind, _)| kind)
    }

    /// The reason in words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Below => "it says that the text goes on below, or announces an advertisement",
            Self::Appeal => "it asks readers to follow, to subscribe, to pay, to write or to look elsewhere",
            Self::Rights => "it says what may be done with the text",
            Self::Credit => "it says where a picture or a table was taken from",
        }
    }
}

/// No line of any kind has more, in the script that takes the most bytes.
const BYTES_MAX: usize = 1400;
/// `Source: Eurostat, 2023`; what is longer tells something of the source.
const ORIGIN_LETTERS_MAX: usize = 80;
/// `Follow the river project on our Facebook page.`
const CALL_LETTERS_MAX: usize = 200;

/// Whether somebody says it: `“Join our channel,” the post read.`
fn is_said(text: &str) -> bool {
    text.starts_with(['“', '„', '«', '"', '‘', '»', '「', '『', '—', '–'])
}

#[cfg(test)]
mod tests;
