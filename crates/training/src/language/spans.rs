//! Copies of a training line as headlines, snippets and careless keyboards would have it.

use super::tagger::Script;
use super::tagger::training::{APOSTROPHE, GAP, latin_letters, read_symbols};

use super::chance::Chance;

/// Makes varied copies of lines.
pub struct Spans {
    /// For each symbol, what is left of it without accents.
    plain: Vec<Vec<u8>>,
}

/// Copies without accents, in a hundred.
const STRIP_PERCENT: usize = 30;
/// Of those, copies that lost only some of them, and how many of its accents such a copy keeps.
const PARTLY_PERCENT: usize = 25;
const KEEP_PERCENT: usize = 40;
/// Copies of whole lines, in a hundred, and where they end.
const WHOLE_PERCENT: usize = 25;
const WHOLE_MAX: usize = 200;
/// The others are as long as headlines and snippets are.
const SHORT_MIN: usize = 10;
const SHORT_MAX: usize = 75;

impl Spans {
    pub fn new(script: Script) -> Self {
        let mut plain: Vec<Vec<u8>> = (0..=255u8).map(|symbol| vec![symbol]).collect();
        if script == Script::Latin {
            let mut stream = Vec::new();
            for (letter, letters) in latin_letters() {
                read_symbols(&letter.to_string(), Some(script), &mut stream);
                let symbol = stream[1];
                read_symbols(letters, Some(script), &mut stream);
                plain[usize::from(symbol)] = stream[1..stream.len() - 1].to_vec();
            }
        }
        Self { plain }
    }

    /// A random copy of a line, with gaps at both ends.
    pub fn copy(&self, line: &[u8], chance: &mut Chance, out: &mut Vec<u8>) {
        let span = self.span(line, chance);
        // Lines of shibboleths that are beginnings of words (`ije*`) end without a gap: none may be added.
        let is_beginning = line.last() != Some(&GAP);
        out.clear();
        out.push(GAP);
        if chance.percent(STRIP_PERCENT) {
            // Some keyboards lose every accent, some systems only those outside of their code page.
            let keep = if chance.percent(PARTLY_PERCENT) { KEEP_PERCENT } else { 0 };
            for &symbol in span {
                if keep > 0 && chance.percent(keep) {
                    out.push(symbol);
                } else {
                    out.extend(&self.plain[usize::from(symbol)]);
                }
            }
        } else {
            out.extend(span);
        }
        if out.last() != Some(&GAP) && !is_beginning {
            out.push(GAP);
        }
    }

    /// A line without its accents.
    pub fn plain_copy(&self, line: &[u8], out: &mut Vec<u8>) {
        out.clear();
        out.extend(line.iter().flat_map(|symbol| &self.plain[usize::from(*symbol)]));
    }

    /// A run of whole words.
    fn span<'a>(&self, line: &'a [u8], chance: &mut Chance) -> &'a [u8] {
        let longest = if chance.percent(WHOLE_PERCENT) {
            WHOLE_MAX
        } else {
            SHORT_MIN + chance.below(SHORT_MAX - SHORT_MIN)
        };
        if line.len() <= longest + 2 {
            return &line[1..];
        }
        let mut start = 1 + chance.below(line.len() - longest);
        // Back to the beginning of the word, and below back to the end of one: half a word
        // is no word of any language.
        while start > 1 && line[start - 1] > APOSTROPHE {
            start -= 1;
        }
        let mut end = (start + longest).min(line.len());
        while end < line.len() && end > start && line[end] != GAP {
            end -= 1;
        }
        // Without a gap in reach, as in Thai, the cut goes through whatever is there.
        if end <= start + 2 { &line[start..(start + longest).min(line.len())] } else { &line[start..end] }
    }
}
