//! A stretch of text cut at the edges of its passages.

use super::Passage;
use crate::text::shown;

/// A piece of text: marked or not, and which passages begin with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub text: String,
    pub marked: bool,
    /// The numbers of the passages that begin here.
    pub begins: Vec<usize>,
}

/// Cuts `text`, which begins at code point `offset` of its field, at the edges of the passages in it. Overlapping passages share
/// their marks; each has its number where it begins.
pub(crate) fn pieces(text: &str, offset: usize, passages: &[&Passage]) -> Vec<Piece> {
    let characters: Vec<char> = text.chars().collect();
    let length = characters.len();
    let inside: Vec<(usize, usize, usize)> = passages
        .iter()
        // A passage may reach over the end of a block: of each block it marks its part.
        .filter(|passage| passage.start < offset + length && offset < passage.end)
        .map(|passage| {
            // One that began in the block before is marked here and numbered there.
            let number = if passage.start >= offset { passage.number } else { 0 };
            (passage.start.saturating_sub(offset), (passage.end - offset).min(length), number)
        })
        .collect();
    let mut edges: Vec<usize> = vec![0, length];
    edges.extend(inside.iter().flat_map(|(start, end, _)| [*start, *end]));
    edges.sort_unstable();
    edges.dedup();
    let mut pieces: Vec<Piece> = Vec::new();
    for pair in edges.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let text: String = characters[from..to].iter().collect();
        let marked = inside.iter().any(|(start, end, _)| *start <= from && to <= *end);
        let begins: Vec<usize> = inside
            .iter()
            // An empty one marks nothing, and a number without a mark would stand alone in the text.
            .filter(|(start, end, number)| *start == from && end > start && *number > 0)
            .map(|(.., number)| *number)
            .collect();
        match pieces.last_mut() {
            // Where one of two overlapping passages ends, the mark goes on.
            Some(last) if last.marked == marked && begins.is_empty() => last.text.push_str(&shown(&text)),
            _ => pieces.push(Piece { text: shown(&text), marked, begins }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use veille_model::Field;

    use super::*;

    fn passage(number: usize, start: usize, end: usize) -> Passage {
        Passage { number, field: Field::Text, start, end, exact: String::new(), topics: Vec::new() }
    }

    #[track_caller]
    fn check(text: &str, offset: usize, spans: &[(usize, usize)], expected: &str) {
        let passages: Vec<Passage> =
            (1..).zip(spans).map(|(number, (start, end))| passage(number, *start, *end)).collect();
        let pieces = pieces(text, offset, &passages.iter().collect::<Vec<_>>());
        let written: String = pieces
            .iter()
            .map(|piece| {
                let numbers: String = piece.begins.iter().map(usize::to_string).collect();
                if piece.marked { format!("[{numbers}{}]", piece.text) } else { piece.text.clone() }
            })
            .collect();
        assert_eq!(written, expected);
        let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(whole, text);
    }

    #[test]
    fn passages_are_marked_where_they_stand_whatever_the_script() {
        check("la Convention de Hanoï est", 0, &[(3, 22)], "la [1Convention de Hanoï] est");
        check("河内公约打击", 10, &[(10, 14)], "[1河内公约]打击");
        check("abc", 0, &[], "abc");
        check("", 0, &[(0, 3)], "");
    }

    #[test]
    fn passages_that_overlap_touch_or_lie_in_each_other_lose_no_letter() {
        check("abcdefgh", 0, &[(1, 5), (3, 7)], "a[1bc][2defg]h");
        check("abcdefgh", 0, &[(1, 7), (3, 5)], "a[1bc][2defg]h");
        check("abcdefgh", 0, &[(1, 4), (1, 6)], "a[12bcdef]gh");
        check("abcdefgh", 0, &[(1, 3), (3, 5)], "a[1bc][2de]fgh");
    }

    #[test]
    fn places_outside_the_stretch_are_cut_to_it() {
        check("abcdef", 10, &[(5, 12), (14, 99), (99, 100), (0, 2)], "[ab]cd[2ef]");
        check("abcdef", 0, &[(2, 2), (usize::MAX, usize::MAX), (4, 1)], "abcdef");
    }
}
