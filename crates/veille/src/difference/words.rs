//! What changed between two texts, word by word.

use std::ops::Range;
use std::time::{Duration, Instant};

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use veille_text::letter::{LETTER, MARK, NUMERIC, UNSPACED, letter};

/// A stretch of both texts: kept, or replaced by another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stretch<'t> {
    pub operation: Operation,
    /// Where it stands in the old text, in code points.
    pub old: Span,
    /// Where it stands in the new text, in code points.
    pub new: Span,
    /// What stood only in the old text.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub deleted: &'t str,
    /// What stands only in the new text.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub inserted: &'t str,
    /// What stands in both; a program cuts it out of either.
    #[serde(skip)]
    pub kept: &'t str,
}

/// What became of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    Equal,
    Delete,
    Insert,
    Replace,
}

/// From a code point up to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

/// How long words are compared. Myers' algorithm takes the product of the lengths and of what differs: of two texts of a megabyte that have
/// nothing in common, hours. What is left then is told as one change.
const COMPARED_MAX: Duration = Duration::from_secs(1);

/// The stretches of two texts, from their beginning to their end.
pub fn between<'t>(old: &'t str, new: &'t str) -> Vec<Stretch<'t>> {
    let (old, new) = (Cut::of(old), Cut::of(new));
    let mut changes: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let deadline = Some(Instant::now() + COMPARED_MAX);
    for operation in capture_diff_slices_deadline(Algorithm::Myers, &old.pieces, &new.pieces, deadline) {
        if let DiffOp::Equal { .. } = operation {
            continue;
        }
        let (ours, theirs) = (operation.old_range(), operation.new_range());
        match changes.last_mut() {
            // A blank or a comma between two changes is no word that stayed: what reads as one change is one.
            Some(last) if !old.has_word(last.0.end..ours.start) => {
                *last = (last.0.start..ours.end, last.1.start..theirs.end);
            }
            _ => changes.push((ours, theirs)),
        }
    }
    let mut stretches = Vec::with_capacity(changes.len() * 2 + 1);
    let mut after = (0, 0);
    // The ends of both stand for a last change, so that what is kept after the last one is told.
    for (ours, theirs) in changes.into_iter().chain([(old.end(), new.end())]) {
        if after.0 < ours.start {
            stretches.push(kept(&old, &new, after.0..ours.start, after.1..theirs.start));
        }
        after = (ours.end, theirs.end);
        if !ours.is_empty() || !theirs.is_empty() {
            stretches.push(changed(&old, &new, ours, theirs));
        }
    }
    stretches
}

fn kept<'t>(old: &Cut<'t>, new: &Cut<'t>, ours: Range<usize>, theirs: Range<usize>) -> Stretch<'t> {
    Stretch {
        operation: Operation::Equal,
        old: old.span(&ours),
        new: new.span(&theirs),
        deleted: "",
        inserted: "",
        kept: new.text(&theirs),
    }
}

fn changed<'t>(old: &Cut<'t>, new: &Cut<'t>, ours: Range<usize>, theirs: Range<usize>) -> Stretch<'t> {
    let operation = match (ours.is_empty(), theirs.is_empty()) {
        (false, true) => Operation::Delete,
        (true, _) => Operation::Insert,
        (false, false) => Operation::Replace,
    };
    let (deleted, inserted) = (old.text(&ours), new.text(&theirs));
    Stretch { operation, old: old.span(&ours), new: new.span(&theirs), deleted, inserted, kept: "" }
}

/// A text cut into words, signs and white space.
struct Cut<'t> {
    text: &'t str,
    pieces: Vec<&'t str>,
    /// Where each piece begins, in bytes and in code points; at last, where the text ends.
    begins: Vec<(usize, usize)>,
}

impl<'t> Cut<'t> {
    fn of(text: &'t str) -> Self {
        let mut cut = Self { text, pieces: Vec::new(), begins: Vec::new() };
        let (mut start, mut kind, mut code_point) = (0, None, 0);
        let mut characters = text.char_indices().peekable();
        let mut before = '\0';
        while let Some((at, character)) = characters.next() {
            let next = characters.peek().map(|(_, next)| *next);
            let own = Kind::of(character, before, next);
            if kind.is_none_or(|kind| !own.continues(kind)) {
                if at > 0 {
                    cut.pieces.push(&text[start..at]);
                }
                cut.begins.push((at, code_point));
                (start, kind) = (at, Some(own));
            }
            (before, code_point) = (character, code_point + 1);
        }
        if !text.is_empty() {
            cut.pieces.push(&text[start..]);
        }
        // An empty text has no piece, and one place where it ends.
        cut.begins.push((text.len(), code_point));
        cut
    }

    fn end(&self) -> Range<usize> {
        self.pieces.len()..self.pieces.len()
    }

    fn text(&self, pieces: &Range<usize>) -> &'t str {
        &self.text[self.begins[pieces.start].0..self.begins[pieces.end].0]
    }

    fn span(&self, pieces: &Range<usize>) -> Span {
        Span { start: self.begins[pieces.start].1, end: self.begins[pieces.end].1 }
    }

    fn has_word(&self, pieces: Range<usize>) -> bool {
        self.pieces[pieces].iter().any(|piece| piece.chars().any(|c| letter(c).is(LETTER | NUMERIC)))
    }
}

/// What a character is to a reader who compares two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    /// A letter of a script without spaces: each is a word.
    Alone,
    /// Belongs to the letter before it.
    Mark,
    Space,
    Sign,
}

impl Kind {
    fn of(character: char, before: char, next: Option<char>) -> Self {
        let class = letter(character);
        let in_number = || {
            // `1.5` and `2,000` are one word each; the full stop of a sentence is a sign.
            matches!(character, '.' | ',')
                && letter(before).is(NUMERIC)
                && next.is_some_and(|next| letter(next).is(NUMERIC))
        };
        if class.is(MARK) {
            Self::Mark
        } else if class.is(UNSPACED) {
            Self::Alone
        } else if class.is(LETTER | NUMERIC) || in_number() {
            Self::Word
        } else if character.is_whitespace() {
            Self::Space
        } else {
            Self::Sign
        }
    }

    /// Whether it goes on with the piece that a character of another kind began.
    fn continues(self, began: Self) -> bool {
        match self {
            Self::Word | Self::Space => self == began,
            // A mark of Arabic or Thai that stands alone is a sign.
            Self::Mark => matches!(began, Self::Word | Self::Alone),
            Self::Alone | Self::Sign => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[-deleted-]{+inserted+}` between what is kept.
    fn marked(old: &str, new: &str) -> String {
        let marked = between(old, new).into_iter().map(|stretch| match stretch.operation {
            Operation::Equal => stretch.kept.to_owned(),
            Operation::Delete => format!("[-{}-]", stretch.deleted),
            Operation::Insert => format!("{{+{}+}}", stretch.inserted),
            Operation::Replace => format!("[-{}-]{{+{}+}}", stretch.deleted, stretch.inserted),
        });
        marked.collect()
    }

    #[test]
    fn of_long_texts_that_share_nothing_what_is_left_in_the_end_is_one_change() {
        // Without an end some minutes: blanks are all that stays.
        let text = |letter: char| (0..80_000).map(|n| format!("{letter}{n} ")).collect::<String>();
        let (old, new) = (text('a'), text('b'));
        let stretches = between(&old, &new);
        let side = |changed: fn(&Stretch<'_>) -> String| stretches.iter().map(changed).collect::<String>();
        assert_eq!(side(|it| format!("{}{}", it.kept, it.deleted)), old);
        assert_eq!(side(|it| format!("{}{}", it.kept, it.inserted)), new);
    }

    #[test]
    fn words_change_whole_and_what_reads_as_one_change_is_one() {
        let check = |old: &str, new: &str, expected: &str| assert_eq!(marked(old, new), expected);
        check("", "", "");
        check("un texte", "un texte", "un texte");
        check("", "un texte", "{+un texte+}");
        check("un texte", "", "[-un texte-]");
        check("72 pays ont signé", "71 pays ont signé", "[-72-]{+71+} pays ont signé");
        check("l'accord de Hanoï.", "l'accord d'Hanoï.", "l'accord [-de -]{+d'+}Hanoï.");
        check("1,200 États", "1,300 États", "[-1,200-]{+1,300+} États");
        check(
            "a signé hier, à Hanoï",
            "a refusé, lundi à Hanoï",
            "a [-signé hier,-]{+refusé, lundi+} à Hanoï",
        );
        check("Thứ bảy, Hà Nội", "Thứ hai, Hà Nội", "Thứ [-bảy-]{+hai+}, Hà Nội");
        check("河内公约打击网络犯罪", "河内公约惩治网络犯罪", "河内公约[-打击-]{+惩治+}网络犯罪");
        check("nai\u{308}ve", "naive", "[-nai\u{308}ve-]{+naive+}");
    }

    #[test]
    fn stretches_cover_both_texts_and_are_cut_out_by_code_points() {
        let texts = [
            "La présidente a signé.\n\nSoixante-douze États ont signé à Hà Nội.",
            "Le président n'a rien signé.\n\n72 États signent à Hà Nội, 河内.\n\nFin.",
            "河内公约 — 打击网络犯罪",
            "",
        ];
        for old in texts {
            for new in texts {
                let cut = |text: &str, span: Span| -> String {
                    text.chars().skip(span.start).take(span.end - span.start).collect()
                };
                let (mut ours, mut theirs) = (0, 0);
                for stretch in between(old, new) {
                    assert_eq!((stretch.old.start, stretch.new.start), (ours, theirs));
                    (ours, theirs) = (stretch.old.end, stretch.new.end);
                    if stretch.operation == Operation::Equal {
                        assert_eq!(cut(old, stretch.old), cut(new, stretch.new));
                        assert_eq!(cut(new, stretch.new), stretch.kept);
                    } else {
                        assert_eq!(cut(old, stretch.old), stretch.deleted);
                        assert_eq!(cut(new, stretch.new), stretch.inserted);
                    }
                }
                assert_eq!((ours, theirs), (old.chars().count(), new.chars().count()));
            }
        }
    }

    #[test]
    fn two_long_texts_without_a_word_in_common_are_compared_in_bounded_work() {
        let text = |seed: u64| -> String {
            (0..40_000u64).map(|at| format!("{:x} ", (at * 7 + seed).wrapping_mul(2_654_435_761))).collect()
        };
        let (old, new) = (text(1), text(500_000_000));
        let changed = between(&old, &new).into_iter().filter(|stretch| stretch.operation != Operation::Equal);
        assert_eq!(changed.count(), 1);
    }
}
