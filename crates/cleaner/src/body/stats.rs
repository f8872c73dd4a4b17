//! What can be counted in a block's text alone; [`super::scan`] does it.

/// Counts over one block.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Stats {
    /// Code points.
    pub chars: u32,
    /// Words; each letter of a script without spaces is one.
    pub words: u32,
    /// Letters of scripts without spaces.
    pub unspaced: u32,
    /// Commas, in any script.
    pub commas: u32,
    /// Ends of sentences, in any script.
    pub stops: u32,
    /// Digits.
    pub digits: u32,
    /// Letters.
    pub letters: u32,
    /// Upper-case letters.
    pub upper: u32,
    /// Words that begin with an upper-case letter.
    pub capitalised: u32,
    /// `|`, `/`, `•`, `>`, `»` at the edge of words and the like: separators of lists.
    pub separators: u32,
    /// The first code point that is not white space.
    pub first: char,
    /// The last one.
    pub last: char,
}

impl Stats {
    /// Length comparable across scripts, in words: a letter of a script without spaces is half a word.
    pub(crate) fn mass(&self) -> f32 {
        (self.words - self.unspaced) as f32 + 0.55 * self.unspaced as f32
    }
}
