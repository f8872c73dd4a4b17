//! The pieces of a query in Lucene's or Meltwater's spelling.

use super::{Dialect, ImportError};

/// One piece, with the column it begins at.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub kind: Kind,
    pub column: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Open,
    Close,
    And,
    Or,
    Not,
    Required,
    /// `atleast3`, `atleast/3:`: before what must occur so often.
    AtLeast(u32),
    /// `near/5`, `onear/5`.
    Near {
        words: u32,
        ordered: bool,
    },
    /// A field's name, in lower case.
    Field(String),
    /// What stands between quotation marks.
    Phrase(String),
    Word(String),
    /// `~5` after a phrase, `~` or `~2` after a word.
    Tilde(Option<u32>),
    Boost(String),
}

/// Cuts a query into pieces.
pub(super) fn pieces(dialect: Dialect, query: &str) -> Result<Vec<Piece>, ImportError> {
    let characters: Vec<char> = query.chars().collect();
    let mut lexer = Lexer { dialect, characters, at: 0, pieces: Vec::new() };
    while lexer.at < lexer.characters.len() {
        lexer.next()?;
    }
    Ok(lexer.pieces)
}

struct Lexer {
    dialect: Dialect,
    characters: Vec<char>,
    at: usize,
    pieces: Vec<Piece>,
}

impl Lexer {
    fn next(&mut self) -> Result<(), ImportError> {
        let start = self.at;
        let starts_with =
            |text: &str| self.characters[start..].iter().copied().take(text.len()).eq(text.chars());
        if self.dialect == Dialect::Meltwater && starts_with("<<<") {
            let rest: String = self.characters[start..].iter().collect();
            self.at =
                rest.find(">>>").map_or(self.characters.len(), |end| start + rest[..end].chars().count() + 3);
            return Ok(());
        }
        let kind = match self.characters[start] {
            character if character.is_whitespace() => {
                self.at += 1;
                return Ok(());
            }
            '(' => Kind::Open,
            ')' => Kind::Close,
            '+' => Kind::Required,
            // Only where a word would begin; `word` takes the hyphen of `vice-ministre`.
            '-' | '!' => Kind::Not,
            '&' if starts_with("&&") => return self.push(Kind::And, start, 2),
            '|' if starts_with("||") => return self.push(Kind::Or, start, 2),
            '^' => return self.number(start, |number| Kind::Boost(number.to_owned())),
            '~' => {
                return self
                    .number(start, |number| Kind::Tilde(number.parse::<f64>().ok().map(|n| n as u32)));
            }
            '"' | '“' | '”' | '„' | '«' => return self.phrase(start),
            '[' | '{' => return self.refuse("a range", "use a field of its own, or words"),
            // Meltwater has no regular expressions.
            '/' if self.dialect == Dialect::Lucene => {
                return self.refuse("a regular expression", "use wildcards, as in `cri?e*`");
            }
            _ => return self.word(start),
        };
        self.push(kind, start, 1)
    }

    fn push(&mut self, kind: Kind, start: usize, length: usize) -> Result<(), ImportError> {
        self.pieces.push(Piece { kind, column: start + 1 });
        self.at = start + length;
        Ok(())
    }

    fn refuse(&self, found: &str, instead: &'static str) -> Result<(), ImportError> {
        Err(ImportError::NoCounterpart { column: self.at + 1, found: found.to_owned(), instead })
    }

    fn number(&mut self, start: usize, kind: impl Fn(&str) -> Kind) -> Result<(), ImportError> {
        let digits = self.characters[start + 1..].iter().take_while(|c| c.is_ascii_digit() || **c == '.');
        let digits: String = digits.collect();
        self.push(kind(&digits), start, 1 + digits.len())
    }

    fn phrase(&mut self, start: usize) -> Result<(), ImportError> {
        let closing: &[char] = match self.characters[start] {
            '«' => &['»'],
            '"' => &['"'],
            // Word processors make “…”, „…“ and ”…” of what was typed, and often close with another kind.
            _ => &['”', '“', '"'],
        };
        let mut text = String::new();
        let mut at = start + 1;
        while let Some(character) = self.characters.get(at) {
            if closing.contains(character) {
                return self.push(Kind::Phrase(text), start, at + 1 - start);
            }
            // `"a \"b\" c"` is one phrase, and so is `« a "b" c »`; ours is written between `"`, and escapes alike.
            match (character, self.characters.get(at + 1)) {
                ('\\', Some(escaped)) => {
                    text.extend(['\\', *escaped]);
                    at += 1;
                }
                ('"' | '\\', _) => text.extend(['\\', *character]),
                _ => text.push(*character),
            }
            at += 1;
        }
        let found = "the end of the query".to_owned();
        Err(ImportError::Malformed { column: start + 1, expected: "a closing quotation mark", found })
    }

    fn word(&mut self, start: usize) -> Result<(), ImportError> {
        let mut word = String::new();
        let mut at = start;
        while let Some(character) = self.characters.get(at) {
            match character {
                '\\' => {
                    at += 1;
                    if let Some(escaped) = self.characters.get(at) {
                        // Our spelling escapes alike, so the backslash goes along.
                        word.extend(['\\', *escaped]);
                    }
                }
                // `atleast/3:` is no field, though a name and a colon.
                ':' if self.at_least(&word).is_some() => {
                    at += 1;
                    break;
                }
                ':' if is_name(&word) => {
                    return self.push(Kind::Field(word.to_lowercase()), start, at + 1 - start);
                }
                '(' | ')' | '^' | '~' | '"' | '“' | '”' | '„' | '«' => break,
                character if character.is_whitespace() => break,
                character => word.push(*character),
            }
            at += 1;
        }
        let kind = self.keyword(&word).unwrap_or(Kind::Word(word));
        self.push(kind, start, at - start)
    }

    /// The number of `atleast3` and `ATLEAST/3`.
    fn at_least(&self, word: &str) -> Option<u32> {
        let word = word.to_ascii_uppercase();
        let times = word.strip_prefix("ATLEAST").filter(|_| self.dialect == Dialect::Meltwater)?;
        times.strip_prefix('/').unwrap_or(times).parse().ok().filter(|times| *times > 0)
    }

    fn keyword(&self, word: &str) -> Option<Kind> {
        let capitals = match self.dialect {
            // Lucene knows operators by their capitals; `or` is a word there.
            Dialect::Lucene => word.to_owned(),
            Dialect::Meltwater => word.to_uppercase(),
        };
        match capitals.as_str() {
            "AND" => return Some(Kind::And),
            "OR" => return Some(Kind::Or),
            "NOT" => return Some(Kind::Not),
            "ANDNOT" if self.dialect == Dialect::Meltwater => return Some(Kind::Not),
            _ => {}
        }
        if let Some(times) = self.at_least(word) {
            return Some(Kind::AtLeast(times));
        }
        let (name, words) = capitals.split_once('/')?;
        let words = words.parse().ok().filter(|words| *words > 0)?;
        match name {
            "NEAR" => Some(Kind::Near { words, ordered: false }),
            "ONEAR" => Some(Kind::Near { words, ordered: true }),
            _ => None,
        }
    }
}

fn is_name(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'))
}
