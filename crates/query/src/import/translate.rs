//! From pieces to our spelling.

use super::lexer::{Kind, Piece, pieces};
use super::{Dialect, ImportError, Translation};

const FIELDS: &str = include_str!("../../data/import-fields.txt");

/// A group nested deeper than our own parser reads.
const DEPTH_MAX: usize = 100;

pub(super) fn translate(dialect: Dialect, query: &str) -> Result<Translation, ImportError> {
    let pieces = pieces(dialect, query)?;
    let end = query.chars().count() + 1;
    let mut translator = Translator { dialect, pieces, at: 0, end, notes: Vec::new(), depth: 0 };
    let query = translator.group()?;
    if translator.at < translator.pieces.len() {
        return translator.malformed("the end of the query");
    }
    // The same of ten terms side by side is said once.
    translator.notes.dedup();
    Ok(Translation { query, notes: translator.notes })
}

/// How a term takes part in its group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Required,
    Optional,
    Excluded,
}

/// What stands before a term.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    And,
    Or,
    Nothing,
}

struct Term {
    joint: Joint,
    part: Part,
    text: String,
    /// Whether AND stands behind it.
    joined: bool,
}

struct Translator {
    dialect: Dialect,
    pieces: Vec<Piece>,
    at: usize,
    end: usize,
    notes: Vec<String>,
    depth: usize,
}

impl Translator {
    fn peek(&self) -> Option<&Kind> {
        self.pieces.get(self.at).map(|piece| &piece.kind)
    }

    fn column(&self) -> usize {
        self.pieces.get(self.at).map_or(self.end, |piece| piece.column)
    }

    fn malformed<T>(&self, expected: &'static str) -> Result<T, ImportError> {
        let found = self.peek().map_or("the end of the query".to_owned(), describe);
        Err(ImportError::Malformed { column: self.column(), expected, found })
    }

    /// The terms up to the end of the group, as one expression.
    fn group(&mut self) -> Result<String, ImportError> {
        let mut terms = Vec::new();
        while !matches!(self.peek(), None | Some(Kind::Close)) {
            if self.small_operator() {
                continue;
            }
            let joint = self.joint(terms.is_empty())?;
            let part = self.part();
            let text = self.near()?;
            terms.push(Term { joint, part, text, joined: false });
        }
        if terms.is_empty() { self.malformed("a term") } else { Ok(self.combine(terms)) }
    }

    /// Passes over `and` in lower case, which Lucene takes for a word of the text: nearly every English article has it.
    fn small_operator(&mut self) -> bool {
        let small = match self.peek() {
            Some(Kind::Word(word)) if matches!(word.as_str(), "and" | "or" | "not") => word.clone(),
            _ => return false,
        };
        self.at += 1;
        self.notes
            .push(format!("`{small}` was left out: to Lucene it is a word; {} joins", small.to_uppercase()));
        true
    }

    fn joint(&mut self, first: bool) -> Result<Joint, ImportError> {
        let joint = match self.peek() {
            Some(Kind::And) => Joint::And,
            Some(Kind::Or) => Joint::Or,
            _ => return Ok(Joint::Nothing),
        };
        if first {
            return self.malformed("a term");
        }
        self.at += 1;
        Ok(joint)
    }

    fn part(&mut self) -> Part {
        let mut part = Part::Optional;
        loop {
            match self.peek() {
                Some(Kind::Required) => part = Part::Required,
                Some(Kind::Not) => part = Part::Excluded,
                _ => return part,
            }
            self.at += 1;
        }
    }

    fn near(&mut self) -> Result<String, ImportError> {
        let mut text = self.term()?;
        let mut several = false;
        while let Some(Kind::Near { words, ordered }) = self.peek().cloned() {
            self.at += 1;
            let order = if ordered { "O" } else { "" };
            text = format!("{text} {order}NEAR/{words} {}", self.term()?);
            several = true;
        }
        // In parentheses, as NEAR binds tighter here than what may stand around it there.
        Ok(if several { format!("({text})") } else { text })
    }

    fn term(&mut self) -> Result<String, ImportError> {
        let kind = self.peek().cloned();
        let text = match kind {
            Some(Kind::Open) => {
                self.at += 1;
                self.depth += 1;
                if self.depth > DEPTH_MAX {
                    return self.malformed("a query that is less deep");
                }
                let inside = self.group()?;
                self.depth -= 1;
                if self.peek() != Some(&Kind::Close) {
                    return self.malformed("`)`");
                }
                self.at += 1;
                if is_one(&inside) { inside } else { format!("({inside})") }
            }
            Some(Kind::Field(name)) => return self.field(&name),
            Some(Kind::AtLeast(times)) => {
                self.at += 1;
                return Ok(format!("ATLEAST/{times}({})", self.term()?));
            }
            Some(Kind::Phrase(text)) => {
                self.at += 1;
                self.phrase(&text)
            }
            Some(Kind::Word(word)) => {
                self.at += 1;
                self.fuzzy(&word);
                self.word(&word)
            }
            _ => return self.malformed("a term"),
        };
        self.boost();
        Ok(text)
    }

    fn field(&mut self, name: &str) -> Result<String, ImportError> {
        let known =
            FIELDS.lines().filter_map(|line| line.split_once('\t')).find(|(theirs, _)| *theirs == name);
        match known {
            // A field left out in silence would widen the topic: `country:vn` means something.
            Some((_, "-")) | None => Err(ImportError::NoCounterpart {
                column: self.column(),
                found: format!("the field `{name}:`"),
                instead: "leave it out, or use headline: lead: text: url: source: byline: lang: site:",
            }),
            Some((_, ours)) => {
                self.at += 1;
                Ok(format!("{ours}:{}", self.term()?))
            }
        }
    }

    /// A phrase; with `~n` its words near each other.
    fn phrase(&mut self, text: &str) -> String {
        let quoted = format!("\"{}\"", text.trim());
        let Some(Kind::Tilde(slop)) = self.peek().cloned() else { return quoted };
        self.at += 1;
        let has_letters = |word: &&str| word.contains(char::is_alphanumeric);
        let is_sign = |c: char| !c.is_alphanumeric() && !matches!(c, '-' | '*' | '?');
        // What ends a word, or is an operator, stands for itself in a phrase: `"a (b) AND c"~3`.
        let word = |word: &str| if word.contains(is_sign) { format!("\"{word}\"") } else { self.word(word) };
        let words: Vec<String> = text.split_whitespace().filter(has_letters).map(word).collect();
        let Some(slop) = slop.filter(|slop| *slop > 0 && words.len() > 1) else { return quoted };
        // Lucene's slop counts the words between, NEAR the steps: side by side is 0 there and 1 here.
        let walked = slop + 1;
        self.notes.push(format!("`{quoted}~{slop}` became NEAR/{walked}: words to walk, not words between"));
        format!("({})", words.join(&format!(" NEAR/{walked} ")))
    }

    fn word(&self, word: &str) -> String {
        // Words to Lucene, operators here; a colon would open a field, `//` a comment.
        let reserved = matches!(word, "AND" | "OR" | "NOT" | "NEAR" | "ONEAR" | "ATLEAST" | "SCORE");
        if reserved || word.contains([':', '\'']) || word.starts_with("//") {
            format!("\"{word}\"")
        } else {
            word.to_owned()
        }
    }

    fn fuzzy(&mut self, word: &str) {
        if let Some(Kind::Tilde(_)) = self.peek() {
            self.at += 1;
            self.notes.push(format!(
                "`{word}~` became `{word}`: fuzzy words are not part of this language; use wildcards"
            ));
        }
    }

    fn boost(&mut self) {
        if let Some(Kind::Boost(boost)) = self.peek() {
            self.notes.push(format!("the boost ^{boost} was left out: it changes ranking, not what matches"));
            self.at += 1;
        }
    }

    fn combine(&mut self, mut terms: Vec<Term>) -> String {
        if self.dialect == Dialect::Meltwater {
            // `hanoi treaty` asks Meltwater for both, Lucene for either.
            for term in terms.iter_mut().skip(1).filter(|term| term.joint == Joint::Nothing) {
                term.joint = Joint::And;
            }
        }
        for behind in 1..terms.len() {
            // To both sides: `a AND +b` requires `a` too.
            terms[behind - 1].joined = terms[behind].joint == Joint::And;
        }
        let excluded: Vec<String> =
            terms.iter().filter(|term| floating(term)).map(|term| term.text.clone()).collect();
        terms.retain(|term| !floating(term));
        let required = terms.iter().any(|term| term.part == Part::Required);
        // Beside a required clause, Lucene's optional ones change the ranking and never what matches. AND requires what stands on
        // either side of it.
        if required {
            let is_optional =
                |term: &Term| term.part == Part::Optional && term.joint != Joint::And && !term.joined;
            for term in terms.iter().filter(|term| is_optional(term)) {
                self.notes.push(format!("`{}` was left out: beside +terms it is optional", term.text));
            }
            terms.retain(|term| !is_optional(term));
            terms.iter_mut().for_each(|term| term.joint = Joint::And);
        }
        let mut runs: Vec<Vec<String>> = Vec::new();
        for term in terms {
            let text = if term.part == Part::Excluded { format!("NOT {}", term.text) } else { term.text };
            match runs.last_mut() {
                Some(run) if term.joint == Joint::And => run.push(text),
                _ => runs.push(vec![text]),
            }
        }
        let several = runs.len() > 1;
        let group = |run: Vec<String>| match run.as_slice() {
            [one] => one.clone(),
            _ if several => format!("({})", run.join(" AND ")),
            _ => run.join(" AND "),
        };
        let mut text = runs.into_iter().map(group).collect::<Vec<_>>().join(" OR ");
        // AND binds tighter: `a OR b AND NOT c` would exclude *c* beside *b* only.
        if several && !excluded.is_empty() {
            text = format!("({text})");
        }
        for excluded in excluded {
            let joint = if text.is_empty() { "NOT " } else { " AND NOT " };
            text = format!("{text}{joint}{excluded}");
        }
        text
    }
}

/// Whether a term is excluded from its whole group, rather than from the term before it.
fn floating(term: &Term) -> bool {
    term.part == Part::Excluded && term.joint == Joint::Nothing
}

/// Whether an expression is one term already.
fn is_one(text: &str) -> bool {
    !text.contains(' ') || (text.starts_with('"') && text.matches('"').count() == 2 && text.ends_with('"'))
}

fn describe(kind: &Kind) -> String {
    match kind {
        Kind::Open => "`(`".to_owned(),
        Kind::Close => "`)`".to_owned(),
        Kind::And => "AND".to_owned(),
        Kind::Or => "OR".to_owned(),
        Kind::Not => "NOT".to_owned(),
        Kind::Required => "`+`".to_owned(),
        Kind::AtLeast(times) => format!("ATLEAST/{times}"),
        Kind::Near { words, .. } => format!("NEAR/{words}"),
        Kind::Field(name) => format!("`{name}:`"),
        Kind::Phrase(text) | Kind::Word(text) => format!("`{text}`"),
        Kind::Tilde(_) => "`~`".to_owned(),
        Kind::Boost(boost) => format!("`^{boost}`"),
    }
}
