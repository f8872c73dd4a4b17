//! The spelling of a query: words, phrases, signs.

use super::ast::{KINDS, Scope, Span, kind_named};
use super::error::{Problem, QueryError};
use veille_model::plain::distance;
use veille_text::fold::is_gershayim;

/// One piece of a query, with the bytes that it takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lexeme {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

/// The kinds of pieces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Open,
    Close,
    And,
    Or,
    Not,
    Near {
        words_max: u32,
        ordered: bool,
    },
    AtLeast(u32),
    Sentence,
    Paragraph,
    Case,
    Exact,
    /// NEAR inside may cross paragraphs.
    Across,
    Context,
    Score(f64),
    /// `^2` right after a term.
    Weight(f64),
    /// The name before a colon; the piece ends after the colon.
    Field,
    /// Between quotation marks, which the piece includes.
    Phrase,
    Word,
    End,
}

/// Walks through a query.
pub(super) struct Lexer<'q> {
    query: &'q str,
    at: usize,
}

type Result<T> = std::result::Result<T, QueryError>;

impl<'q> Lexer<'q> {
    pub fn new(query: &'q str) -> Self {
        Self { query, at: 0 }
    }

    /// The next piece.
    pub fn next(&mut self) -> Result<Lexeme> {
        self.skip_blanks()?;
        let start = self.at;
        let Some(character) = self.query[start..].chars().next() else {
            return Ok(Lexeme { kind: Kind::End, start, end: start });
        };
        match character {
            '(' => Ok(self.piece(Kind::Open, start + 1)),
            ')' => Ok(self.piece(Kind::Close, start + 1)),
            '^' => self.weight(start),
            _ if closing_marks(character).is_some() => self.phrase(start, character),
            _ => self.word(start),
        }
    }

    fn piece(&mut self, kind: Kind, end: usize) -> Lexeme {
        let start = self.at;
        self.at = end;
        Lexeme { kind, start, end }
    }

    fn error<T>(&self, offset: usize, problem: Problem) -> Result<T> {
        Err(QueryError::at(self.query, offset, problem))
    }

    fn skip_blanks(&mut self) -> Result<()> {
        loop {
            let rest = &self.query[self.at..];
            // Pasted text brings byte-order marks along, which are no blanks to Unicode.
            let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("//") {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                match trimmed.find("*/") {
                    Some(end) => self.at += end + 2,
                    None => return self.error(self.at, Problem::UnclosedComment),
                }
            } else {
                return Ok(());
            }
        }
    }

    fn weight(&mut self, start: usize) -> Result<Lexeme> {
        let digits = &self.query[start + 1..];
        let length = digits.find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | '+')).unwrap_or(digits.len());
        match digits[..length].parse::<f64>() {
            Ok(weight) if (-1000.0..=1000.0).contains(&weight) => {
                Ok(self.piece(Kind::Weight(weight), start + 1 + length))
            }
            _ => self.error(start, Problem::ExpectedWeight),
        }
    }

    fn phrase(&mut self, start: usize, open: char) -> Result<Lexeme> {
        let closing = closing_marks(open).unwrap_or_default();
        let inside = start + open.len_utf8();
        let mut escaped = false;
        let rest = &self.query[inside..];
        for (at, character) in rest.char_indices() {
            if !escaped && closing.contains(&character) && !is_of_word(rest, at, character) {
                let phrase = self.piece(Kind::Phrase, inside + at + character.len_utf8());
                if self.query[self.at..].starts_with('~') {
                    let instead =
                        "NEAR/n between the words; `veille topic import --from lucene` translates".to_owned();
                    return self.error(self.at, Problem::ForeignOperator { found: "~".to_owned(), instead });
                }
                return Ok(phrase);
            }
            escaped = character == '\\' && !escaped;
        }
        self.error(start, Problem::UnclosedQuote { expected: closing.first().copied().unwrap_or('"') })
    }

    fn word(&mut self, start: usize) -> Result<Lexeme> {
        let rest = &self.query[start..];
        // By bytes up to the first that is no letter or digit of ASCII: most words end there, and no table is asked.
        let run = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let mut end = rest.len();
        let mut escaped = false;
        for (at, character) in rest[run..].char_indices().map(|(at, character)| (run + at, character)) {
            if !escaped && ends_word(character) && !is_of_word(rest, at, character) {
                end = at;
                break;
            }
            // A pasted address, `https://…`, is no field.
            if character == ':' && !escaped && is_field_name(&rest[..at]) && !rest[at..].starts_with("://") {
                let name = &rest[..at];
                return match is_field(name) {
                    true => Ok(self.piece(Kind::Field, start + at + 1)),
                    false => {
                        let hint = field_hint(name);
                        self.error(start, Problem::UnknownField { name: name.to_owned(), hint })
                    }
                };
            }
            escaped = character == '\\' && !escaped;
        }
        let word = &rest[..end];
        // Foreign operators are made of signs, ours begin with a capital: most words are neither.
        if run < end {
            self.reject_foreign(start, word)?;
        }
        let kind = match word.starts_with(|first: char| first.is_ascii_uppercase()) {
            true => self.keyword(start, word, &rest[end..])?,
            false => Kind::Word,
        };
        Ok(self.piece(kind, start + end))
    }

    fn keyword(&self, start: usize, word: &str, after: &str) -> Result<Kind> {
        if let Some((name, number)) = word.split_once('/')
            // Only these three, for `2024/25` and `km/h` are words.
            && matches!(name, "NEAR" | "ONEAR" | "ATLEAST")
        {
            return match number.parse::<u32>() {
                Ok(number) if number > 0 && name == "ATLEAST" => Ok(Kind::AtLeast(number)),
                Ok(words_max) if words_max > 0 => Ok(Kind::Near { words_max, ordered: name == "ONEAR" }),
                _ => self.number_missing(start, name),
            };
        }
        if let Some(number) = word.strip_prefix("SCORE>=") {
            return match number.parse::<f64>() {
                // Of 0 every article would reach it.
                Ok(threshold) if threshold > 0.0 && threshold.is_finite() => Ok(Kind::Score(threshold)),
                _ => self.error(start, Problem::ExpectedThreshold),
            };
        }
        // CASE, SENT and PARA are words as well, *Pará* folded among them: operators only before a parenthesis.
        let grouped = after.starts_with('(');
        match word {
            "AND" => Ok(Kind::And),
            "OR" => Ok(Kind::Or),
            "NOT" => Ok(Kind::Not),
            "NEAR" | "ONEAR" | "ATLEAST" => self.number_missing(start, word),
            "SENT" if grouped => Ok(Kind::Sentence),
            "PARA" if grouped => Ok(Kind::Paragraph),
            "CASE" if grouped => Ok(Kind::Case),
            "EXACT" if grouped => Ok(Kind::Exact),
            "ACROSS" if grouped => Ok(Kind::Across),
            "CONTEXT" if grouped => Ok(Kind::Context),
            // With a blank between it can only be meant as the function: two terms would need an operator.
            "SENT" | "PARA" | "EXACT" | "CASE" | "CONTEXT" | "ACROSS"
                if after.trim_start().starts_with('(') =>
            {
                self.error(start, Problem::ExpectedGroup { operator: word.to_owned() })
            }
            "SCORE" => self.error(start, Problem::ExpectedThreshold),
            _ if word.starts_with("SCORE>") || word.starts_with("SCORE=") => {
                self.error(start, Problem::ExpectedThreshold)
            }
            _ => Ok(Kind::Word),
        }
    }

    fn number_missing<T>(&self, start: usize, name: &str) -> Result<T> {
        let example = if name == "ATLEAST" { "ATLEAST/3".to_owned() } else { format!("{name}/5") };
        self.error(start, Problem::ExpectedNumber { operator: name.to_owned(), example })
    }

    /// Signs of other query languages, told what we write instead.
    fn reject_foreign(&self, start: usize, word: &str) -> Result<()> {
        let letter_after = |sign: char| word.strip_prefix(sign).is_some_and(|rest| !rest.is_empty());
        let instead = match word {
            "&&" | "&" => "AND",
            "||" | "|" => "OR",
            "!" => "NOT",
            // Silently a word, `-football` would ask for what it means to exclude.
            _ if letter_after('-') || letter_after('!') => "NOT before the word, or the word in quotes",
            _ if letter_after('+') => "AND between the words: every one of them is then required",
            _ if word.starts_with('[') || word.starts_with('{') => {
                "a word; ranges are not part of this language"
            }
            _ if word.len() > 2 && word.starts_with('/') && word.ends_with('/') => {
                "a word with * or ?; regular expressions are not part of this language"
            }
            _ if fuzzy(word) => "a wildcard, as in `colo*r`; fuzzy words are not part of this language",
            _ => return Ok(()),
        };
        let found = word.to_owned();
        self.error(start, Problem::ForeignOperator { found, instead: instead.to_owned() })
    }
}

/// A part of a query that parses, with the parentheses that it cuts open: `a OR (b AND c` is `a OR (b AND c)`. Where one begins that
/// is of a function or a field, with its name.
pub(super) fn whole<'q>(query: &'q str, part: &Span) -> &'q str {
    let (mut start, mut end) = (part.start as usize, part.end as usize);
    let mut lexer = Lexer::new(query);
    let (mut open, mut groups): (Vec<usize>, Vec<(usize, usize)>) = (Vec::new(), Vec::new());
    // Where what names a group begins, as long as its parenthesis may follow: `headline:CASE(`.
    let mut named: Option<(usize, usize)> = None;
    while let Ok(lexeme) = lexer.next() {
        let begins = named.filter(|(_, end)| *end == lexeme.start).map_or(lexeme.start, |(begins, _)| begins);
        named = None;
        match lexeme.kind {
            Kind::End => break,
            Kind::Open => open.push(begins),
            // Inner groups close first.
            Kind::Close => groups.extend(open.pop().map(|opened| (opened, lexeme.end))),
            Kind::And | Kind::Or | Kind::Not | Kind::Near { .. } | Kind::Weight(_) => {}
            Kind::Phrase | Kind::Word => {}
            _ => named = Some((begins, lexeme.end)),
        }
    }
    for (opened, closed) in groups {
        let is_cut = (start <= opened && opened < end) != (start < closed && closed <= end);
        if is_cut {
            (start, end) = (start.min(opened), end.max(closed));
        }
    }
    query.get(start..end).unwrap_or_default()
}

/// Whether a word is `word~` or `word~2`.
fn fuzzy(word: &str) -> bool {
    word.rsplit_once('~').is_some_and(|(term, edits)| {
        !term.is_empty() && edits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    })
}

/// The marks that close a phrase opened by this one; None where it opens none.
pub(super) fn closing_marks(open: char) -> Option<&'static [char]> {
    match open {
        '"' => Some(&['"']),
        // A keyboard closes what a word processor opened; ” opens in Swedish and Finnish.
        '“' => Some(&['”', '"']),
        '”' => Some(&['”', '"']),
        '„' => Some(&['“', '”', '"']),
        '«' => Some(&['»']),
        _ => None,
    }
}

/// Whether a mark at this byte stands for no quotation mark, but in a Hebrew abbreviation: *צה"ל*.
fn is_of_word(text: &str, at: usize, mark: char) -> bool {
    let after = text[at + mark.len_utf8()..].chars().next();
    is_gershayim(mark, text[..at].chars().next_back(), after)
}

fn ends_word(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '(' | ')' | '^' | '"' | '“' | '”' | '„' | '«' | '»' | '\u{feff}')
}

fn is_field_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
}

/// Whether a field or a kind of names has this name.
fn is_field(name: &str) -> bool {
    Scope::named(name).is_some() || kind_named(name).is_some()
}

fn field_hint(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let known = Scope::NAMES.iter().map(|(known, _)| *known).chain(KINDS.iter().map(|(known, _)| *known));
    match known.clone().find(|known| *known == lower) {
        Some(known) => format!("write `{known}:`"),
        None => match known.min_by_key(|known| distance(known, &lower)) {
            Some(known) if distance(known, &lower) <= 2 => format!("did you mean `{known}:`?"),
            _ => "put a word with a colon in quotes".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_query_has_all_of_its_parentheses() {
        let check = |query: &str, part: &str, expected: &str| {
            let start = query.find(part).unwrap();
            let span = u32::try_from(start).unwrap()..u32::try_from(start + part.len()).unwrap();
            assert_eq!(whole(query, &span), expected);
        };
        check("x AND (a OR (b AND c))", "a OR (b AND c", "a OR (b AND c)");
        check("x AND ((a AND b) OR c)", "a AND b) OR c", "(a AND b) OR c");
        check("((a NEAR/2 (b OR c)) OR d)", "a NEAR/2 (b OR c", "a NEAR/2 (b OR c)");
        check("x AND (CONTEXT(a OR b) OR c)", "a OR b) OR c", "CONTEXT(a OR b) OR c");
        check("(headline:CASE(a) OR b)", "a) OR b", "headline:CASE(a) OR b");
        check("(a OR (\")\" AND b))", "a OR (\")\" AND b", "a OR (\")\" AND b)");
        check("(a OR b) // (", "a OR b", "a OR b");
    }
}
