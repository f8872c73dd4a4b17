//! Queries in the words of the interface: what one asks for, and what is wrong with one that cannot be read.

use veille_query::{Problem, Query, QueryError, Tongue};

use super::Words;
use crate::text::shown;

impl Tongue for Words {
    fn say(&self, phrase: &'static str, number: u32, parts: &[(&'static str, &str)]) -> String {
        let language;
        let parts: &[(&str, &str)] = match parts {
            // A tag is not what readers call a language.
            [("words", tag)] if phrase == "language" => {
                language = self.language_within(tag);
                &[("words", &language)]
            }
            parts => parts,
        };
        self.counted(&format!("asked-{phrase}"), number as usize, parts)
    }
}

impl Words {
    /// A language's name within a sentence: written small by all of these languages but English.
    fn language_within(self, tag: &str) -> String {
        let name = self.language(tag);
        let mut letters = name.chars();
        match letters.next().filter(|_| self.tag() != "en") {
            Some(first) if name != tag => first.to_lowercase().chain(letters).collect(),
            _ => name,
        }
    }

    /// What a query asks for.
    pub fn asked(self, query: &Query) -> String {
        shown(&query.in_words_of(&self))
    }

    /// The same, with the place, where the query is not beside it.
    pub fn fault_at(self, error: &QueryError) -> String {
        let fault = self.fault(&error.problem);
        self.with("fault-at", &[("column", &self.number(error.column)), ("fault", &fault)])
    }

    /// What is wrong with a query, and what to try.
    pub fn fault(self, problem: &Problem) -> String {
        let (key, parts) = described(problem);
        let end = self.get("fault-end");
        let parts: Vec<(&str, &str)> = parts
            .iter()
            // The parser says this in English, as it says all else.
            .map(|(name, part)| (*name, if part == "the end of the query" { &end } else { part.as_str() }))
            .collect();
        shown(&self.with(key, &parts))
    }
}

/// The key for a sign of another query language, by what it looks like there: each has its own remedy.
fn foreign(found: &str) -> &'static str {
    let is_between =
        |open: char, close: char| found.len() > 2 && found.starts_with(open) && found.ends_with(close);
    match found.chars().next() {
        Some('-' | '!') => "fault-foreign-not",
        Some('+') => "fault-foreign-and",
        Some('[' | '{') => "fault-foreign-range",
        Some('/') if is_between('/', '/') => "fault-foreign-pattern",
        Some('~') => "fault-foreign-near",
        _ if found.contains('~') => "fault-foreign-fuzzy",
        _ => "fault-foreign",
    }
}

/// The key of a problem, and what is put into its words.
fn described(problem: &Problem) -> (&'static str, Vec<(&'static str, String)>) {
    let part = |name: &'static str, part: &str| (name, part.to_owned());
    match problem {
        Problem::Empty => ("fault-empty", vec![]),
        Problem::ExpectedTerm { found } => ("fault-term", vec![part("found", found)]),
        Problem::ExpectedOperand { operator, found } => {
            ("fault-operand", vec![part("operator", operator), part("found", found)])
        }
        Problem::ExpectedOperator { found } => ("fault-operator", vec![part("found", found)]),
        Problem::LowerCaseOperator { found, capitals } => {
            ("fault-capitals", vec![part("found", found), part("capitals", capitals)])
        }
        Problem::UnclosedQuote { expected } => ("fault-quote", vec![("expected", expected.to_string())]),
        Problem::EmptyPhrase => ("fault-empty-phrase", vec![]),
        Problem::UnclosedGroup => ("fault-unclosed", vec![]),
        Problem::UnopenedGroup => ("fault-unopened", vec![]),
        Problem::EmptyGroup => ("fault-empty-group", vec![]),
        Problem::UnclosedComment => ("fault-comment", vec![]),
        Problem::ExpectedNumber { operator, example } => {
            ("fault-number", vec![part("operator", operator), part("example", example)])
        }
        Problem::ExpectedGroup { operator } => ("fault-parentheses", vec![part("operator", operator)]),
        Problem::UnknownField { name, .. } => ("fault-field", vec![part("name", name)]),
        Problem::EmptyField { name, found } => {
            ("fault-after-field", vec![part("name", name), part("found", found)])
        }
        Problem::NoLanguage { .. } => ("fault-language", vec![]),
        Problem::FieldInField { outer, inner } => {
            ("fault-nested-field", vec![part("outer", outer), part("inner", inner)])
        }
        Problem::LettersOfName { operator } => ("fault-name-letters", vec![part("operator", operator)]),
        Problem::WildcardInName { found } => ("fault-name-wildcard", vec![part("found", found)]),
        Problem::NoLetters { found } => ("fault-letters", vec![part("found", found)]),
        Problem::BareWildcard => ("fault-wildcard", vec![]),
        Problem::WildcardBetweenCharacters => ("fault-wildcard-script", vec![]),
        Problem::ExpectedWeight => ("fault-weight", vec![]),
        Problem::WeightWithoutScore => ("fault-weight-alone", vec![]),
        Problem::ExpectedThreshold => ("fault-threshold", vec![]),
        Problem::UnreachableScore { threshold, reachable } => {
            ("fault-unreachable", vec![part("threshold", threshold), part("reachable", reachable)])
        }
        Problem::AfterScore { threshold, found } => {
            ("fault-after-score", vec![part("threshold", threshold), part("found", found)])
        }
        Problem::NotCountable { operator, found } => {
            ("fault-countable", vec![part("operator", operator), part("found", found)])
        }
        // Where more is to be said than an operator, it is said in English: for those who know the other language.
        Problem::ForeignOperator { found, instead } if matches!(instead.as_str(), "AND" | "OR" | "NOT") => {
            ("fault-foreign-instead", vec![part("found", found), part("instead", instead)])
        }
        Problem::ForeignOperator { found, .. } => (foreign(found), vec![part("found", found)]),
        Problem::Unanchored => ("fault-unanchored", vec![]),
        Problem::ContextAlone => ("fault-context", vec![]),
        Problem::UnanchoredAlternative => ("fault-alternative", vec![]),
        Problem::Contradiction { clause } => ("fault-contradiction", vec![part("clause", clause)]),
        Problem::TwoValues { field, first, second } => {
            ("fault-two-values", vec![part("field", field), part("first", first), part("second", second)])
        }
        Problem::ProximityTooLarge { max }
        | Problem::PhraseTooLong { max, .. }
        | Problem::TooDeep { max }
        | Problem::ScoresTooDeep { max }
        | Problem::TooLong { max } => ("fault-too-large", vec![("max", max.to_string())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Together they have every phrase of the language.
    const QUERIES: [&str; 23] = [
        "convention NEAR/3 hanoi AND NOT football",
        "a NEAR/1 b",
        "a ONEAR/1 b OR a ONEAR/4 b",
        "SENT(a AND b) AND PARA(c AND d)",
        "ATLEAST/1(a) AND ATLEAST/3(b)",
        "CONTEXT(a) AND b",
        "SCORE>=3(a^2 OR b)",
        "\"convention de hanoi\"",
        "cyber*",
        "c?ur",
        "source:onu AND a",
        "site:gov.vn AND a",
        "headline:a AND lead:b AND text:c",
        "url:a OR byline:b",
        "CASE(Polish)",
        "EXACT(été)",
        "河内公约",
        "a OR (b AND c)",
        "NOT a AND b",
        "{words} OR b",
        "headline:person:\"António Guterres\"",
        "org:ONU AND NOT place:\"Hà Nội\"",
        "person:(a OR b)",
    ];

    fn all() -> impl Iterator<Item = Words> {
        Words::all().map(|(tag, _)| Words::choose(Some(tag), ""))
    }

    #[test]
    fn english_says_of_a_query_what_the_program_says() {
        let english = Words::choose(Some("en"), "");
        for query in QUERIES.into_iter().filter_map(|query| Query::parse(query).ok()) {
            assert_eq!(english.asked(&query), query.in_words());
            let dropped = |tongue: &dyn Tongue| -> Vec<String> {
                query.relaxed(tongue).into_iter().map(|(dropped, _)| dropped).collect()
            };
            assert_eq!(dropped(&english), dropped(&veille_query::English));
        }
    }

    #[test]
    fn every_language_has_its_own_words_for_a_query() {
        for query in QUERIES.into_iter().filter_map(|query| Query::parse(query).ok()) {
            let told: std::collections::BTreeSet<String> = all().map(|words| words.asked(&query)).collect();
            assert_eq!(told.len(), Words::all().count(), "{told:?}");
            for told in told {
                assert!(!told.contains("asked-") && !told.contains("{$"), "{told}");
            }
        }
    }

    #[test]
    fn a_language_is_called_by_its_name() {
        let check = |tag: &str, expected: &str| {
            let query = Query::parse("headline:hanoi AND lang:vi AND NOT \"a b\"").unwrap();
            assert_eq!(Words::choose(Some(tag), "").asked(&query), expected);
        };
        check(
            "en",
            "articles with the word \"hanoi\" in the headline, and the language Vietnamese, and without \"a b\"",
        );
        check(
            "fr",
            "articles avec le mot «\u{a0}hanoi\u{a0}» dans le titre, et la langue\u{a0}: vietnamien, et sans «\u{a0}a b\u{a0}»",
        );
        check("vi", "bài có từ “hanoi” trong tít, và ngôn ngữ: tiếng Việt, và không có “a b”");
    }

    #[test]
    fn every_language_says_what_is_wrong_with_a_query() {
        for written in [
            "",
            "AND",
            "a AND",
            "a b",
            "a and b",
            "\"a",
            "\"\"",
            "(a",
            "a)",
            "()",
            "a /* b",
            "a NEAR/0 b",
            "SENT a",
            "titel:a",
            "headline: AND b",
            "lang:x1x",
            "headline:(lead:a)",
            "person:Gut*",
            "CASE(person:Guterres)",
            "person:headline:a",
            "!!!",
            "*",
            "河*内",
            "a^x",
            "a^2",
            "a SCORE>=0",
            "SCORE>=9(a)",
            "SCORE>=1(a) b",
            "ATLEAST/2(NOT a)",
            "a && b",
            "a~2",
            "NOT a",
            "CONTEXT(a)",
            "a OR NOT b",
            "a AND NOT a",
            "lang:fr AND lang:vi",
        ] {
            let Err(error) = Query::parse(written) else { continue };
            let told: std::collections::BTreeSet<String> =
                all().map(|words| words.fault(&error.problem)).collect();
            assert_eq!(told.len(), Words::all().count(), "{written}: {told:?}");
            assert!(told.iter().all(|it| !it.contains("fault-") && !it.contains("{$")), "{told:?}");
        }
    }
}
