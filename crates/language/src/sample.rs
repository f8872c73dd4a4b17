//! A long text tells its language in a part of it.

use super::letters::GAP;

/// A stream up to this long is looked at whole: any headline, nearly any paragraph.
const WHOLE_MAX: usize = 1200;
/// Of a longer one, so many pieces of so many symbols, spread evenly.
const PIECES: usize = 8;
const PIECE: usize = 120;

/// The parts of a stream that are looked at. Pieces begin and end between words, where the script has words.
pub(super) fn pieces(stream: &[u8]) -> impl Iterator<Item = &[u8]> {
    let whole = stream.len() <= WHOLE_MAX;
    let count = if whole { 1 } else { PIECES };
    (0..count).map(move |piece| {
        if whole {
            return stream;
        }
        // Spread over the whole: pages open with a foreign caption, and end with a foreign tail.
        let start = before_gap(stream, stream.len() / PIECES * piece);
        let end = before_gap(stream, start + PIECE);
        &stream[start..=end]
    })
}

/// The next gap from here on, or this very place where none is near.
fn before_gap(stream: &[u8], from: usize) -> usize {
    let from = from.min(stream.len() - 1);
    let near = &stream[from..stream.len().min(from + PIECE / 4)];
    near.iter().position(|symbol| *symbol == GAP).map_or(from, |gap| from + gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_stream_is_sampled_from_end_to_end_and_a_short_one_is_whole() {
        let words: Vec<u8> = [GAP, 5, 6, 7, 8, 9].repeat(1000);
        let found: Vec<&[u8]> = pieces(&words).collect();
        assert_eq!(found.len(), PIECES);
        for piece in &found {
            assert_eq!((piece.first(), piece.last()), (Some(&GAP), Some(&GAP)));
            assert!((PIECE..=PIECE + PIECE / 2).contains(&piece.len()), "{}", piece.len());
        }
        assert_eq!(pieces(&words[..WHOLE_MAX]).collect::<Vec<_>>(), [&words[..WHOLE_MAX]]);
        assert_eq!(pieces(&[7; 5000]).count(), PIECES, "a script without gaps");
    }
}
