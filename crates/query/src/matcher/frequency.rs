//! How often what a query asks for stands in articles, beyond single words ([`veille_text::frequency`]).

/// The share of articles in which a word of another field than headline and text stands: an office's own language, its
/// own sources.
pub(super) const OF_FIELD: f32 = 0.3;

/// The share of articles that name someone or something that a query asks for: a guess, on the side of caution.
pub(super) const OF_NAME: f32 = 0.02;

/// No shape is rarer than the words that no table lists.
const UNLISTED: f32 = veille_text::frequency::UNLISTED;

/// The share of articles that have a word of a shape with this many letters in it.
pub(super) fn of_pattern(letters: usize) -> f32 {
    // A guess, each letter halving it. A wrong one costs time and never a passage: it only chooses the anchor.
    0.5_f32.powi(i32::try_from(letters).unwrap_or(i32::MAX)).max(UNLISTED) * 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_shape_is_rarer() {
        assert!(of_pattern(3) > of_pattern(8));
    }
}
