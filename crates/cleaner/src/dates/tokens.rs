//! Text cut into numbers, words and marks, with the digits of every script read as numbers.

use veille_text::digit;

/// One piece of text; `start` and `end` are byte offsets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Number(Number),
    Word,
    Mark(char),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    /// Saturates at nine digits.
    pub value: u32,
    pub digits: u8,
    /// Written in Persian digits, where a year may be one of the solar calendar.
    pub persian: bool,
}

impl Token {
    pub(crate) fn number(&self) -> Option<Number> {
        match self.kind {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(crate) fn is_mark(&self, marks: &[char]) -> bool {
        matches!(self.kind, Kind::Mark(mark) if marks.contains(&mark))
    }
}

/// Letters, and the signs without which words of Indic, Thai and other scripts fall apart.
fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    c.is_alphabetic()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{200c}' | '\u{200d}')
}

/// Tokens of `text`, at most `max` of them; white space separates and is dropped.
pub(super) fn tokens(text: &str, max: usize) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(max.min(32));
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        if tokens.len() == max {
            break;
        }
        let mut end = start + c.len_utf8();
        let kind = if let Some(value) = digit(c) {
            let mut number = Number { value, digits: 1, persian: ('\u{6f0}'..='\u{6f9}').contains(&c) };
            while let Some((at, value, width)) =
                rest.peek().and_then(|(at, c)| digit(*c).map(|value| (*at, value, c.len_utf8())))
            {
                rest.next();
                // Nine digits fit into 32 bits; a longer number is an identifier and no part of a date.
                if number.digits < 9 {
                    number.value = number.value * 10 + value;
                }
                number.digits = number.digits.saturating_add(1);
                end = at + width;
            }
            Kind::Number(number)
        } else if is_word(c) {
            // Some scripts' digits lie inside the ranges of their letters: they end a word.
            while let Some((at, c)) = rest.peek().copied().filter(|(_, c)| is_word(*c) && digit(*c).is_none())
            {
                rest.next();
                end = at + c.len_utf8();
            }
            Kind::Word
        // Pages written from right to left have marks of direction around the figures of a date.
        } else if c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{200b}' | '\u{feff}') {
            continue;
        } else {
            Kind::Mark(c)
        };
        tokens.push(Token { kind, start, end });
    }
    tokens
}
