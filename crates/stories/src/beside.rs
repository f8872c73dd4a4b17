//! A copy beside its original: for each paragraph where it stands there, and how much of it.

use crate::copies::percent;
use crate::shingles::{Shingles, shared};

/// Less is chance: three words of forty.
const LEAST: u8 = 12;

/// A paragraph, and the one of the other text that is most like it.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// The paragraph's place among those of its text.
    pub paragraph: usize,
    /// The other's, where there is one.
    pub other: Option<usize>,
    /// How much of the paragraph stands in the other text's, in percent.
    pub percent: u8,
}

/// Lays the paragraphs of a text beside those of another.
pub fn beside<'p>(
    text: impl IntoIterator<Item = &'p str>,
    other: impl IntoIterator<Item = &'p str>,
) -> Vec<Beside> {
    let there: Vec<Shingles> = other.into_iter().map(Shingles::of_text).collect();
    let beside = |(paragraph, text): (usize, &str)| {
        let here = Shingles::of_text(text);
        let shares = there.iter().map(|there| percent(shared(&here, there).of_first)).enumerate();
        // The most; of equals the first.
        let best =
            shares.max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).filter(|(_, share)| *share >= LEAST);
        Beside { paragraph, other: best.map(|(at, _)| at), percent: best.map_or(0, |(_, share)| share) }
    };
    text.into_iter().enumerate().map(beside).collect()
}
