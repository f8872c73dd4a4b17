//! What is wrong with a query, where, and what was expected.

use thiserror::Error;

/// A query that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("column {column}: {problem}")]
pub struct QueryError {
    /// Where, in code points from 1.
    pub column: usize,
    /// Where, in bytes from 0.
    pub offset: usize,
    /// What is wrong and what was expected.
    pub problem: Problem,
}

/// What can be wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[allow(missing_docs)] // each message says it
pub enum Problem {
    #[error("the query is empty; expected a word, a phrase in quotes or a group in parentheses")]
    Empty,
    #[error("expected a word, a phrase in quotes or a group in parentheses, found {found}")]
    ExpectedTerm { found: String },
    #[error("expected a word, a phrase or a group after {operator}, found {found}")]
    ExpectedOperand { operator: String, found: String },
    #[error(
        "expected AND, OR, NOT, NEAR/n or ONEAR/n between two terms, found {found}; put a phrase in quotes"
    )]
    ExpectedOperator { found: String },
    #[error("operators are written in capitals: expected {capitals}, found `{found}`")]
    LowerCaseOperator { found: String, capitals: String },
    #[error("this quotation mark is never closed; expected {expected} at the end of the phrase")]
    UnclosedQuote { expected: char },
    #[error("there is nothing between the quotation marks; expected at least one word")]
    EmptyPhrase,
    #[error("this parenthesis is never closed; expected `)`")]
    UnclosedGroup,
    #[error("this parenthesis closes nothing; expected the end of the query or an operator")]
    UnopenedGroup,
    #[error("there is nothing between the parentheses; expected a word, a phrase or a group")]
    EmptyGroup,
    #[error("this comment is never closed; expected `*/`")]
    UnclosedComment,
    #[error("{operator} needs a whole number from 1 on, up to 4294967295: expected {example}")]
    ExpectedNumber { operator: String, example: String },
    #[error("{operator} needs parentheses: expected {operator}(…)")]
    ExpectedGroup { operator: String },
    #[error(
        "`{name}:` is not a field; expected one of headline: lead: text: url: source: byline: lang: site: person: org: place: ({hint})"
    )]
    UnknownField { name: String, hint: String },
    #[error("expected a word, a phrase or a group right after `{name}:`, found {found}")]
    EmptyField { name: String, found: String },
    #[error("{complaint}")]
    NoLanguage { complaint: String },
    #[error("`{inner}` cannot stand inside `{outer}`: a passage lies in one field; expected words only")]
    FieldInField { outer: String, inner: String },
    #[error("a name is looked for in any spelling: {operator} says nothing of one; expected the name alone")]
    LettersOfName { operator: String },
    #[error(
        "a name is looked for in any spelling, without wildcards: expected the name or a part of it instead of `{found}`, as in `person:guterres`"
    )]
    WildcardInName { found: String },
    #[error("`{found}` holds no letter or digit that could match; expected a word")]
    NoLetters { found: String },
    #[error("a wildcard alone would match every word; expected letters beside it, as in `cyber*`")]
    BareWildcard,
    #[error(
        "a wildcard has no place between the characters of a script without spaces; expected NEAR/n between two words"
    )]
    WildcardBetweenCharacters,
    #[error("a weight is a number from -1000 to 1000 after `^`: expected something like `word^2`")]
    ExpectedWeight,
    #[error("a weight counts only under a threshold; expected SCORE>=n around it or at the end of the query")]
    WeightWithoutScore,
    #[error("expected SCORE>= and a number above 0, as in SCORE>=3")]
    ExpectedThreshold,
    #[error(
        "no article can reach {threshold}: what stands here adds up to no more than {reachable}; expected a lower threshold or positive weights"
    )]
    UnreachableScore { threshold: String, reachable: String },
    #[error("expected SCORE>={threshold} to be the last thing in the query, found {found} after it")]
    AfterScore { threshold: String, found: String },
    #[error(
        "{operator} counts passages; expected a word, a phrase, NEAR or a group of them with OR, found {found}"
    )]
    NotCountable { operator: String, found: String },
    #[error("`{found}` is not an operator here; expected {instead}")]
    ForeignOperator { found: String, instead: String },
    #[error(
        "nothing anchors this query: it says only what must be absent, so that nearly every article would match; expected a word that must occur, as in `word AND NOT …`"
    )]
    Unanchored,
    #[error(
        "CONTEXT says where to look and is not shown; expected something beside it that the article is shown for, as in `CONTEXT(…) AND word`"
    )]
    ContextAlone,
    #[error(
        "nothing anchors this side of OR: it says only what must be absent; expected a word that must occur beside the NOT"
    )]
    UnanchoredAlternative,
    #[error("the query contradicts itself: {clause} is required and excluded; no article can match")]
    Contradiction { clause: String },
    #[error("an article has one {field}: {first} and {second} are never both true; expected OR between them")]
    TwoValues { field: String, first: String, second: String },
    #[error("these groups make more than {max} pairs; expected fewer terms under AND on either side of NEAR")]
    ProximityTooLarge { max: usize },
    #[error(
        "a phrase has at most {max} words or characters, this one has {words}; expected NEAR between parts of it"
    )]
    PhraseTooLong { words: usize, max: usize },
    #[error("groups are nested more than {max} deep; expected a flatter query")]
    TooDeep { max: usize },
    #[error("SCORE stands within SCORE more than {max} deep; expected weights in one group")]
    ScoresTooDeep { max: usize },
    #[error("the query has more than {max} bytes; expected several topics instead")]
    TooLong { max: usize },
}

/// What was found, as messages quote it: no more of it than a reader takes in.
pub(crate) fn quoted(found: &str) -> String {
    const LETTERS_MAX: usize = 60;
    match found.char_indices().nth(LETTERS_MAX) {
        Some((end, _)) => format!("`{}…`", &found[..end]),
        None => format!("`{found}`"),
    }
}

impl QueryError {
    pub(crate) fn at(query: &str, offset: usize, problem: Problem) -> Self {
        let offset = offset.min(query.len());
        let column = query.get(..offset).map_or(0, |before| before.chars().count()) + 1;
        Self { column, offset, problem }
    }
}
