//! What a query means, once its spelling is forgotten.

use std::fmt;
use std::ops::Range;

use veille_model::MentionKind;

/// One node of a query. Field, case and accents have been pushed down to the words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// A word or phrase.
    Words(Words),
    /// All of them.
    And(Vec<Node>),
    /// At least one of them.
    Or(Vec<Node>),
    /// Does not match.
    Not(Box<Node>),
    /// Two, at most so many words apart.
    Near(Box<Near>),
    /// Matches within one sentence or paragraph.
    Within(Unit, Box<Node>, Span),
    /// Occurs at least so many times.
    AtLeast(u32, Box<Node>, Span),
    /// Matches, but is not what the article is shown for.
    Context(Box<Node>),
    /// Counts as much for [`Node::Score`].
    Weight(f64, Box<Node>),
    /// The weights of what occurs add up to at least so much.
    Score(f64, Box<Node>, Span),
}

/// The bytes of the query that a clause was written in.
pub(crate) type Span = Range<u32>;

/// A word or phrase in some field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Words {
    pub elements: Vec<Element>,
    pub scope: Scope,
    pub letters: Letters,
    /// Signs that must stand beside the words, as in `C++` and `AT&T`: how many words stand before, and the signs.
    pub signs: Vec<(usize, String)>,
    pub clause: Span,
}

/// One word of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Element {
    /// This word: folded, and as written where that counts.
    Word(String),
    /// A word of this shape.
    Glob(Glob),
    /// Any word.
    Any,
}

/// A word with wildcards: `*` any letters or none, `?` one letter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Glob(pub(crate) Vec<Piece>);

/// A part of a word with wildcards.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Piece {
    Letters(String),
    One,
    Some,
}

/// Two things, not far apart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Near {
    pub left: Node,
    pub right: Node,
    /// 1 is side by side.
    pub words_max: u32,
    pub ordered: bool,
    /// Whether the end of a paragraph may lie between.
    pub across: bool,
    pub clause: Span,
}

/// What [`Node::Within`] stays within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Sentence,
    Paragraph,
}

/// Which letters count as the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Letters {
    /// Accents and case are folded.
    #[default]
    Folded,
    /// Accents are folded, case is as written.
    Cased,
    /// As written.
    Exact,
    /// The one word is a name, of somebody or something of this kind, in any spelling.
    Named(MentionKind),
}

/// The names that kinds of names have in queries; the first of each is the one we print.
pub(crate) const KINDS: [(&str, MentionKind); 5] = [
    ("person", MentionKind::Person),
    ("org", MentionKind::Organisation),
    ("organisation", MentionKind::Organisation),
    ("organization", MentionKind::Organisation),
    ("place", MentionKind::Place),
];

/// The kind of this name.
pub(crate) fn kind_named(name: &str) -> Option<MentionKind> {
    KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

/// What is written before a name of a kind.
pub(crate) fn kind_prefix(kind: MentionKind) -> &'static str {
    match kind {
        MentionKind::Person => "person:",
        MentionKind::Organisation => "org:",
        MentionKind::Place => "place:",
    }
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Headline and text.
    #[default]
    Body,
    /// The headline.
    Headline,
    /// The text's first paragraph.
    Lead,
    /// The text.
    Text,
    /// The address.
    Url,
    /// The publisher's name as a subject token, compared whole.
    Source,
    /// The signatures.
    Byline,
    /// The language tag, compared whole.
    Language,
    /// The end of the address's host, closed by [`veille_text::Document::HOST_END`].
    Site,
}

impl Scope {
    /// The names that fields have in queries; the first of each is the one we print.
    pub(crate) const NAMES: &'static [(&'static str, Scope)] = &[
        ("headline", Scope::Headline),
        ("title", Scope::Headline),
        ("lead", Scope::Lead),
        ("text", Scope::Text),
        ("url", Scope::Url),
        ("source", Scope::Source),
        ("byline", Scope::Byline),
        ("author", Scope::Byline),
        ("lang", Scope::Language),
        ("language", Scope::Language),
        ("site", Scope::Site),
    ];

    /// The field of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, scope)| *scope)
    }

    /// Whether words may stand anywhere in it: a source, a language and a host are compared whole.
    pub(crate) fn is_of_text(self) -> bool {
        matches!(self, Self::Body | Self::Headline | Self::Lead | Self::Text)
    }

    /// Its name, with the colon; nothing for headline and text together.
    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Self::Body => "",
            Self::Headline => "headline:",
            Self::Lead => "lead:",
            Self::Text => "text:",
            Self::Url => "url:",
            Self::Source => "source:",
            Self::Byline => "byline:",
            Self::Language => "lang:",
            Self::Site => "site:",
        }
    }
}

impl Glob {
    /// The letters that a word of this shape begins with; none where a wildcard comes first.
    pub fn beginning(&self) -> &str {
        match self.0.first() {
            Some(Piece::Letters(letters)) => letters,
            _ => "",
        }
    }

    /// Whether every word that begins so has this shape: `cyber*`.
    pub fn is_beginning(&self) -> bool {
        matches!(self.0.as_slice(), [Piece::Letters(_), Piece::Some])
    }

    /// Whether a whole word has this shape.
    pub fn matches(&self, word: &str) -> bool {
        matches(&self.0, word)
    }
}

/// Matches shapes from left to right and, where one fails, gives the last star one more character: no star before it needs to
/// be tried again, so the time is bounded by pieces times letters (`a*a*a*z` against sixty *a* is no trap).
fn matches(pieces: &[Piece], word: &str) -> bool {
    let (mut piece, mut at) = (0, 0);
    // The last star, and where what follows it was tried.
    let mut star: Option<(usize, usize)> = None;
    loop {
        let rest = &word[at..];
        let taken = match pieces.get(piece) {
            None if rest.is_empty() => return true,
            None => None,
            Some(Piece::Some) => {
                star = Some((piece, at));
                Some(0)
            }
            Some(Piece::One) => rest.chars().next().map(char::len_utf8),
            Some(Piece::Letters(letters)) => rest.starts_with(letters.as_str()).then_some(letters.len()),
        };
        match (taken, star) {
            (Some(taken), _) => (piece, at) = (piece + 1, at + taken),
            (None, Some((last, from))) => {
                // Nothing is left for the star to take: a longer word would be needed.
                let Some(wider) = word[from..].chars().next() else { return false };
                let from = from + wider.len_utf8();
                star = Some((last, from));
                (piece, at) = (last + 1, from);
            }
            (None, None) => return false,
        }
    }
}

impl Node {
    /// The bytes of the query that it was written in, where it is one clause.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Words(words) => words.clause.clone(),
            Self::Near(near) => near.clause.clone(),
            Self::Within(_, _, span) | Self::AtLeast(_, _, span) | Self::Score(_, _, span) => span.clone(),
            Self::Not(node) | Self::Context(node) | Self::Weight(_, node) => node.span(),
            Self::And(nodes) | Self::Or(nodes) => {
                let start = nodes.iter().map(|node| node.span().start).min().unwrap_or(0);
                let end = nodes.iter().map(|node| node.span().end).max().unwrap_or(0);
                start..end
            }
        }
    }
}

/// The canonical spelling: the same for queries that mean the same, word for word. Its digest is a rule's revision.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) => words.fmt(f),
            Self::And(nodes) => join(f, nodes, " AND "),
            Self::Or(nodes) => join(f, nodes, " OR "),
            Self::Not(node) => write!(f, "NOT {node}"),
            Self::Near(near) => {
                let order = if near.ordered { "O" } else { "" };
                let across = if near.across { "ACROSS" } else { "" };
                write!(f, "{across}({} {order}NEAR/{} {})", near.left, near.words_max, near.right)
            }
            Self::Within(Unit::Sentence, node, _) => write!(f, "SENT({node})"),
            Self::Within(Unit::Paragraph, node, _) => write!(f, "PARA({node})"),
            Self::AtLeast(times, node, _) => write!(f, "ATLEAST/{times}({node})"),
            Self::Context(node) => write!(f, "CONTEXT({node})"),
            Self::Weight(weight, node) => write!(f, "{node}^{weight}"),
            Self::Score(threshold, node, _) => write!(f, "SCORE>={threshold}({node})"),
        }
    }
}

fn join(f: &mut fmt::Formatter<'_>, nodes: &[Node], between: &str) -> fmt::Result {
    // Always in parentheses: a revision must not hang on what binds tighter.
    f.write_str("(")?;
    for (index, node) in nodes.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        write!(f, "{node}")?;
    }
    f.write_str(")")
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (open, close) = match self.letters {
            Letters::Folded => ("", ""),
            Letters::Cased => ("CASE(", ")"),
            Letters::Exact => ("EXACT(", ")"),
            // `headline:person:"guterres"`: a name has no letters that would count.
            Letters::Named(kind) => {
                return write!(f, "{}{}\"{}\"", self.scope.prefix(), kind_prefix(kind), self.spelled());
            }
        };
        // A single word in quotes too, so that `hanoi` and `"hanoi"` are one revision.
        write!(f, "{open}{}\"{}\"{close}", self.scope.prefix(), self.spelled())
    }
}

impl Words {
    /// The words with their signs.
    pub(crate) fn spelled(&self) -> String {
        let signs = |before: usize| {
            let here = self.signs.iter().filter(move |(at, _)| *at == before);
            here.map(|(_, signs)| signs.as_str()).collect::<String>()
        };
        let mut spelled = signs(0);
        for (index, element) in self.elements.iter().enumerate() {
            if index > 0 {
                spelled.push(' ');
            }
            match element {
                Element::Word(word) => spelled.push_str(word),
                Element::Glob(glob) => spelled.push_str(&glob.to_string()),
                Element::Any => spelled.push('*'),
            }
            spelled.push_str(&signs(index + 1));
        }
        spelled
    }

    /// Whether whoever looks for the words, folded, finds what is asked for and nothing else.
    pub(crate) fn is_folded(&self) -> bool {
        self.letters == Letters::Folded && self.signs.is_empty()
    }
}

impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.0 {
            match piece {
                Piece::Letters(letters) => f.write_str(letters)?,
                Piece::One => f.write_str("?")?,
                Piece::Some => f.write_str("*")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition: a star takes any number of characters, each tried.
    fn by_definition(pieces: &[Piece], word: &str) -> bool {
        match pieces.split_first() {
            None => word.is_empty(),
            Some((Piece::Letters(letters), rest)) => {
                word.strip_prefix(letters.as_str()).is_some_and(|word| by_definition(rest, word))
            }
            Some((Piece::One, rest)) => {
                let mut characters = word.chars();
                characters.next().is_some() && by_definition(rest, characters.as_str())
            }
            Some((Piece::Some, rest)) => {
                let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
                ends.into_iter().any(|at| by_definition(rest, &word[at..]))
            }
        }
    }

    fn piece() -> impl Strategy<Value = Piece> {
        prop_oneof![
            "[abé]{1,2}".prop_map(Piece::Letters),
            Just(Piece::One),
            Just(Piece::Some),
            Just(Piece::Some),
        ]
    }

    proptest! {
        #[test]
        fn shapes_match_as_defined(pieces in prop::collection::vec(piece(), 0..7), word in "[abé]{0,8}") {
            prop_assert_eq!(matches(&pieces, &word), by_definition(&pieces, &word));
        }
    }

    #[test]
    fn many_stars_against_a_long_word_are_no_trap() {
        let mut pieces = Vec::new();
        for _ in 0..12 {
            pieces.extend([Piece::Letters("a".to_owned()), Piece::Some]);
        }
        pieces.push(Piece::Letters("z".to_owned()));
        // Tried one after the other, the places of twelve stars would outlast the reader.
        assert!(!matches(&pieces, &"a".repeat(60)));
        assert!(matches(&pieces, &format!("{}z", "a".repeat(60))));
    }
}
