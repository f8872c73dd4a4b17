//! Which lines of a whole text are no sentences: its title, headings, the place and day above it, whom to ask below it.

use std::ops::Range;

use veille_text::is_stop;

/// A heading has no more words; what is longer is a sentence that somebody left without its mark.
const WORDS_MAX: usize = 20;

/// The lines of a text.
pub(crate) struct Lines<'t> {
    text: &'t str,
    /// Whether some line ends as sentences do; where none does, nothing tells a heading from a sentence.
    has_sentences: bool,
    /// Whether sentences go on over the ends of lines, as far as can be seen.
    is_wrapped: bool,
}

impl<'t> Lines<'t> {
    pub fn of(text: &'t str) -> Self {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let goes_on = |pair: &[&str]| {
            !pair[0].is_empty() && !ends_as_sentences_do(pair[0]) && pair[1].starts_with(char::is_lowercase)
        };
        // Scripts without capitals do not say where a sentence goes on.
        let has_capitals = lines.iter().any(|line| line.starts_with(char::is_uppercase));
        Self {
            text,
            has_sentences: lines.iter().any(|line| ends_as_sentences_do(line)),
            is_wrapped: !has_capitals || lines.windows(2).any(goes_on),
        }
    }

    /// Whether what stands there, of so many words, is a heading: a line of its own without a mark at its end.
    pub fn is_heading(&self, place: &Range<usize>, words: usize) -> bool {
        if !self.has_sentences || words > WORDS_MAX {
            return false;
        }
        let (before, behind) = (&self.text[..place.start], &self.text[place.end..]);
        let begin = before.rfind('\n').map_or(0, |at| at + 1);
        let end = behind.find('\n').map_or(self.text.len(), |at| place.end + at);
        let line = self.text[begin..end].trim();
        // A list has its own: items end with a comma, with nothing at all, and are said all the same.
        let is_item = line.starts_with(['-', '–', '—', '•', '*', '·', '▪', '‣', '◦'])
            || line.ends_with([',', ';', '،', '؛', '、', '；', '，'])
            || line.trim_start_matches(char::is_numeric).starts_with([')', '.']);
        // Somebody is quoted over two lines, or a sentence stands before it on the same.
        let is_whole = !self.text[begin..place.start].contains(is_stop);
        if is_item || !is_whole || ends_as_sentences_do(line) {
            return false;
        }
        let above = self.text[..begin].trim_end_matches('\n').len();
        let is_apart = begin == 0 || begin - above > 1 || self.text[..begin].trim().is_empty();
        let below = self.text[end..].lines().nth(1).map(str::trim);
        !self.is_wrapped || is_apart && below.is_none_or(str::is_empty)
    }
}

/// Whether a line ends with a mark of a sentence, behind which quotes and brackets may close.
fn ends_as_sentences_do(line: &str) -> bool {
    let closing = |sign: char| sign.is_whitespace() || "\"'”’»›)]}」』）】".contains(sign);
    line.trim_end_matches(closing).ends_with(is_stop)
}
