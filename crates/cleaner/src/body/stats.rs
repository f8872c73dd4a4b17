//! What can be counted in a block's text alone.

use crate::fold::is_unspaced;

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
    /// Counts a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut stats = Self { first: text.chars().next().unwrap_or('\0'), ..Self::default() };
        let mut in_word = false;
        for character in text.chars() {
            stats.chars += 1;
            in_word = stats.take(character, in_word);
            stats.last = character;
        }
        stats
    }

    fn take(&mut self, character: char, in_word: bool) -> bool {
        if character.is_ascii_lowercase() {
            self.letters += 1;
            self.words += u32::from(!in_word);
            return true;
        }
        match character {
            ' ' => return false,
            '0'..='9' => self.digits += 1,
            ',' | '،' | '、' | '，' | '؛' | ';' | '；' => {
                self.commas += 1;
                return false;
            }
            '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '۔' | '।' | '…' | '።' => {
                self.stops += 1;
                return false;
            }
            '|' | '•' | '·' | '›' | '»' | '→' | '/' => {
                self.separators += 1;
                return false;
            }
            _ if character.is_alphabetic() => {
                self.letters += 1;
                if character.is_uppercase() {
                    self.upper += 1;
                    self.capitalised += u32::from(!in_word);
                }
                if is_unspaced(character) {
                    self.unspaced += 1;
                    self.words += 1;
                    return false;
                }
            }
            '\'' | '’' | '-' => return in_word,
            _ if character.is_alphanumeric() => {}
            _ => return in_word && is_mark(character),
        }
        self.words += u32::from(!in_word);
        true
    }

    /// Length comparable across scripts, in words: a letter of a script without spaces is half a word.
    pub(crate) fn mass(&self) -> f32 {
        (self.words - self.unspaced) as f32 + 0.55 * self.unspaced as f32
    }
}

/// Combining marks carry no letters of their own and end no word: Devanagari's vowel signs, Arabic's harakat.
fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_every_script() {
        let check = |text: &str, words: u32, commas: u32, stops: u32| {
            let stats = Stats::of(text);
            assert_eq!((stats.words, stats.commas, stats.stops), (words, commas, stops), "{text}");
        };
        check("L’été, à Hanoï.", 3, 1, 1);
        check("河内，十月。", 4, 1, 1);
        check("صباح الخير، كيف حالك؟", 4, 1, 1);
        check("हिन्दी में।", 2, 0, 1);
        check("1 234,5 %", 3, 1, 0);
    }
}
