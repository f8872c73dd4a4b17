//! One pass over a text: words folded, with their places, sentences and paragraphs.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::fold::{
    Folded, JOINING, fold, is_cyrillic, is_format, is_gershayim, is_hyphen, join_last, unmixed, with_mark,
};
use super::sentence;

/// Compounds of more parts than this are not joined into one word.
const COMPOUND_PARTS_MAX: usize = 4;

/// One word: bytes and code points of its field, bytes of the folded text.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte in its field.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// First code point in its field.
    pub start_code_point: u32,
    /// One past the last code point.
    pub end_code_point: u32,
    /// Where its folded form begins, for [`Document::folded`](crate::Document::folded).
    pub folded_start: u32,
    /// Where that ends.
    pub folded_end: u32,
    /// Of the folded word.
    pub hash: u64,
    /// Steps from its field's first word: one a word, and one more for each end of a sentence, each semicolon and each
    /// end of a paragraph on the way.
    pub steps: u32,
    /// The number of its paragraph in the document.
    pub paragraph: u32,
    /// Whether a sentence begins with it.
    pub starts_sentence: bool,
    /// Whether a paragraph, that is a line, begins with it.
    pub starts_paragraph: bool,
    /// Whether it is written with a capital.
    pub capital: bool,
    /// Whether it is written with a small letter; in scripts without case neither holds.
    pub small: bool,
}

/// What a word is without what its language attaches to it: `협약` of *협약이*, `اتفاقيه` of *بالاتفاقية*.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// The position of the word.
    pub at: u32,
    /// Where its folded form begins, for [`Document::folded`](crate::Document::folded).
    pub folded_start: u32,
    /// Where that ends.
    pub folded_end: u32,
    /// Of the folded form.
    pub hash: u64,
}

/// Several positions read as one word.
#[derive(Clone, Copy, Debug)]
pub struct Alias {
    /// The first position.
    pub first: u32,
    /// One past the last.
    pub end: u32,
    /// Where its folded form begins, for [`Document::folded`](crate::Document::folded).
    pub folded_start: u32,
    /// Where that ends.
    pub folded_end: u32,
    /// Of the folded word.
    pub hash: u64,
}

/// Where the words of a document are gathered.
#[derive(Debug, Default)]
pub struct Sink {
    /// The folded words, one after the other.
    pub folded: String,
    /// The words, by position.
    pub tokens: Vec<Token>,
    /// Hyphenated compounds as one word: `cyberattaque` where the text has `cyber-attaque`.
    pub aliases: Vec<Alias>,
    /// Words without what is attached to them.
    pub forms: Vec<Form>,
}

impl Sink {
    /// The number of a paragraph that begins now.
    pub fn next_paragraph(&self) -> u32 {
        self.tokens.last().map_or(0, |token| token.paragraph + 1)
    }

    /// Adds another form of the word at a position. Forms come in the order of the text.
    pub fn push_form(&mut self, at: u32, form: &str) {
        let folded_start = narrow(self.folded.len());
        self.folded.push_str(form);
        let folded_end = narrow(self.folded.len());
        self.forms.push(Form { at, folded_start, folded_end, hash: hash(form) });
    }
}

/// The hash of a folded word.
#[inline]
pub fn hash(folded: &str) -> u64 {
    hash_of(folded.as_bytes())
}

#[inline]
fn hash_of(folded: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(folded);
    hasher.finish()
}

/// Cuts a field into words, appending them to the sink. `first_code_point` is where the field begins.
pub fn tokenise(text: &str, first_code_point: usize, sink: &mut Sink) {
    let first = sink.tokens.len();
    let mut pass = Pass {
        text,
        first,
        sink,
        word: None,
        code_point: first_code_point,
        gap: Gap::start(),
        compound_start: first,
        scripts: Scripts::default(),
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        // Whole runs of ASCII at once: most letters of most texts.
        let (run, has_capital) = ascii_run(&bytes[at..]);
        if run > 0 {
            pass.take_run(at, at + run, has_capital);
            at += run;
            continue;
        }
        // Most marks of most texts: nothing is asked of them.
        if bytes[at] == b' ' {
            pass.end_word(at);
            (pass.gap.hyphen, pass.gap.empty) = (false, false);
            pass.code_point += 1;
            at += 1;
            continue;
        }
        let Some(character) = text[at..].chars().next() else { break };
        pass.take(at, character);
        pass.code_point += 1;
        at += character.len_utf8();
    }
    pass.end_word(text.len());
    pass.end_compound();
}

/// How many letters and digits of ASCII a text begins with, and whether capitals are among them.
#[inline]
fn ascii_run(text: &[u8]) -> (usize, bool) {
    const OTHER: u8 = 0;
    const SMALL: u8 = 1;
    const CAPITAL: u8 = 2;
    // One look a byte at a table, where `is_ascii_alphanumeric` makes three comparisons.
    const KINDS: [u8; 256] = {
        let mut kinds = [OTHER; 256];
        let mut byte = 0_u8;
        while byte.is_ascii() {
            if byte.is_ascii_uppercase() {
                kinds[byte as usize] = CAPITAL;
            } else if byte.is_ascii_alphanumeric() {
                kinds[byte as usize] = SMALL;
            }
            byte += 1;
        }
        kinds
    };
    let mut seen = OTHER;
    let mut is_of_run = |byte: &&u8| {
        let kind = KINDS[usize::from(**byte)];
        seen |= kind;
        kind != OTHER
    };
    let run = text.iter().take_while(&mut is_of_run).count();
    (run, seen & CAPITAL != 0)
}

/// What lies between the last word and the next.
#[derive(Debug)]
struct Gap {
    starts_sentence: bool,
    starts_paragraph: bool,
    /// A semicolon was seen: the items of a list are no phrase.
    parts: bool,
    /// A full stop, question or exclamation mark was seen.
    terminated: bool,
    /// Nothing but one hyphen was seen.
    hyphen: bool,
    empty: bool,
}

impl Gap {
    fn start() -> Self {
        Self {
            starts_sentence: true,
            starts_paragraph: true,
            parts: false,
            terminated: false,
            hyphen: false,
            empty: true,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Word {
    start: usize,
    start_code_point: usize,
    folded_start: usize,
    capital: bool,
    small: bool,
}

struct Pass<'a, 's> {
    text: &'a str,
    /// Position of the field's first word: those before it are of other fields, and say nothing of this text.
    first: usize,
    sink: &'s mut Sink,
    word: Option<Word>,
    code_point: usize,
    gap: Gap,
    /// Position of the first part of the compound that the last word belongs to.
    compound_start: usize,
    /// Scripts of the word.
    scripts: Scripts,
}

/// Scripts that are taken for one another.
#[derive(Clone, Copy, Debug, Default)]
struct Scripts {
    latin: bool,
    cyrillic: bool,
}

impl Pass<'_, '_> {
    fn take(&mut self, at: usize, character: char) {
        match fold(character) {
            // Asked of accents, and where letters lie that join the one before: of no Cyrillic letter, and no Vietnamese one.
            Folded::Transparent if self.mark(character) => {}
            Folded::Word(_) if JOINING.contains(&character) && self.mark(character) => {}
            Folded::Word(letter) => {
                self.begin_word(at, character);
                self.scripts.cyrillic |= is_cyrillic(letter);
                self.scripts.latin |= letter.is_ascii_lowercase();
                self.sink.folded.push(letter);
            }
            Folded::Several(letters) => {
                self.begin_word(at, character);
                self.sink.folded.push_str(letters);
            }
            Folded::Transparent => {}
            Folded::Unspaced(mark) if self.voice(at, character, mark) => {}
            Folded::Unspaced(letter) => {
                self.end_word(at);
                self.begin_word(at, character);
                self.sink.folded.push(letter);
                self.code_point += 1;
                self.end_word(at + character.len_utf8());
                self.code_point -= 1;
            }
            Folded::Separator if self.is_gershayim(at, character) => {}
            Folded::Separator => {
                self.end_word(at);
                self.separate(at, character);
            }
        }
    }

    /// Makes the last letter of the word the one that it is with a mark behind it.
    fn mark(&mut self, mark: char) -> bool {
        self.word.is_some() && join_last(&mut self.sink.folded, mark)
    }

    /// Gives the character before, where that is kana, the sound that a mark of its own behind it says.
    fn voice(&mut self, at: usize, character: char, mark: char) -> bool {
        let Some(last) = self.sink.tokens[self.first..].last_mut() else { return false };
        if self.word.is_some() || last.end as usize != at {
            return false;
        }
        let before = self.sink.folded[last.folded_start as usize..].chars().next();
        let Some(voiced) = before.and_then(|before| with_mark(before, mark)) else { return false };
        // Anew, at the end: a compound may stand behind the old one.
        last.folded_start = narrow(self.sink.folded.len());
        self.sink.folded.push(voiced);
        last.folded_end = narrow(self.sink.folded.len());
        last.hash = hash(&self.sink.folded[last.folded_start as usize..]);
        last.end = narrow(at + character.len_utf8());
        last.end_code_point += 1;
        true
    }

    fn is_gershayim(&self, at: usize, mark: char) -> bool {
        let before = self.text[..at].chars().next_back();
        let after = self.text[at + mark.len_utf8()..].chars().next();
        self.word.is_some() && is_gershayim(mark, before, after)
    }

    /// Takes letters and digits of ASCII, which most texts are made of.
    fn take_run(&mut self, start: usize, end: usize, has_capital: bool) {
        self.begin_word(start, char::from(self.text.as_bytes()[start]));
        let folded_start = self.sink.folded.len();
        self.sink.folded.push_str(&self.text[start..end]);
        if has_capital {
            self.sink.folded[folded_start..].make_ascii_lowercase();
        }
        self.scripts.latin = true;
        self.code_point += end - start;
    }

    #[inline]
    fn begin_word(&mut self, at: usize, first: char) {
        if self.word.is_some() {
            return;
        }
        if self.gap.terminated && !self.gap.starts_sentence {
            // `« Non ! » répond-il`: a small letter goes on with the sentence; scripts without case begin anew.
            self.gap.starts_sentence = !first.is_lowercase();
        }
        self.word = Some(Word {
            start: at,
            start_code_point: self.code_point,
            folded_start: self.sink.folded.len(),
            capital: first.is_uppercase(),
            small: first.is_lowercase(),
        });
    }

    fn end_word(&mut self, end: usize) {
        let Some(word) = self.word.take() else { return };
        let scripts = std::mem::take(&mut self.scripts);
        if scripts.latin && scripts.cyrillic {
            let mixed = self.sink.folded.split_off(word.folded_start);
            self.sink.folded.push_str(&unmixed(mixed));
        }
        let (end, end_code_point) = self.without_format(end);
        let position = self.sink.tokens.len();
        let folded_end = narrow(self.sink.folded.len());
        // A hyphen with a space beside it is a dash: `Hanoï - sommet` is no compound.
        if !self.gap.hyphen {
            self.end_compound();
            self.compound_start = position;
        }
        let (steps, paragraph) = match self.sink.tokens.last() {
            Some(before) if position > self.first => (
                before.steps + 1 + u32::from(self.gap.starts_sentence || self.gap.parts),
                before.paragraph + u32::from(self.gap.starts_paragraph),
            ),
            // Each field starts with a paragraph.
            _ => (0, self.sink.next_paragraph()),
        };
        self.sink.tokens.push(Token {
            start: narrow(word.start),
            end: narrow(end),
            start_code_point: narrow(word.start_code_point),
            end_code_point: narrow(end_code_point),
            folded_start: narrow(word.folded_start),
            folded_end,
            // Not to the end: the compound before it may stand there by now.
            hash: hash_of(&self.sink.folded.as_bytes()[word.folded_start..folded_end as usize]),
            steps,
            paragraph,
            starts_sentence: self.gap.starts_sentence,
            starts_paragraph: self.gap.starts_paragraph,
            capital: word.capital,
            small: word.small,
        });
        self.gap = Gap { starts_sentence: false, starts_paragraph: false, ..Gap::start() };
    }

    /// Where a word ends that signs without width stand behind: a direction that is closed there is no part of it.
    fn without_format(&self, mut end: usize) -> (usize, usize) {
        let mut code_point = self.code_point;
        while !self.text.as_bytes()[end - 1].is_ascii()
            && let Some(last) = self.text[..end].chars().next_back().filter(|last| is_format(*last))
        {
            end -= last.len_utf8();
            code_point -= 1;
        }
        (end, code_point)
    }

    fn separate(&mut self, at: usize, character: char) {
        self.gap.hyphen = self.gap.empty && is_hyphen(character);
        self.gap.empty = false;
        if character == '\n' {
            self.gap.starts_paragraph = true;
            self.gap.starts_sentence = true;
        } else if sentence::ends_always(character) {
            self.gap.starts_sentence = true;
        } else if sentence::is_semicolon(character) {
            self.gap.parts = true;
        } else if sentence::may_end(character) && !self.gap.terminated {
            // Asked until one ends it: the word before is looked up each time, and may have megabytes, as the full stops behind it.
            // A text may open with such a mark, before any word of its own: `… et puis rien`.
            let word = self.sink.tokens[self.first..]
                .last()
                .map_or("", |token| &self.text[token.start as usize..token.end as usize]);
            let rest = &self.text[at + character.len_utf8()..];
            self.gap.terminated = sentence::ends_after(word, character, rest);
        }
    }

    /// Adds the compound that ends with the last word, if it has several parts.
    #[inline]
    fn end_compound(&mut self) {
        let parts = self.sink.tokens.len() - self.compound_start;
        if (2..=COMPOUND_PARTS_MAX).contains(&parts) {
            self.join(self.compound_start, self.sink.tokens.len());
        }
    }

    fn join(&mut self, start: usize, end: usize) {
        let folded_start = self.sink.folded.len();
        for position in start..end {
            let token = self.sink.tokens[position];
            let part = self.sink.folded[token.folded_start as usize..token.folded_end as usize].to_owned();
            self.sink.folded.push_str(&part);
        }
        // `25-26 octobre` is not 2526.
        if self.sink.folded[folded_start..].bytes().all(|byte| byte.is_ascii_digit()) {
            self.sink.folded.truncate(folded_start);
            return;
        }
        self.sink.aliases.push(Alias {
            first: narrow(start),
            end: narrow(end),
            folded_start: narrow(folded_start),
            folded_end: narrow(self.sink.folded.len()),
            hash: hash(&self.sink.folded[folded_start..]),
        });
    }
}

/// Articles are bounded far below 4 GB; what lies beyond is not matched.
fn narrow(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
