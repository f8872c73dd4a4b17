//! A hundred queries as people mistype them, each refused at the right column with what was expected.

#![allow(clippy::unwrap_used)] // tests

use veille_query::Query;

/// Query, column, part of the message.
const MALFORMED: &[(&str, usize, &str)] = &[
    // Nothing there.
    ("", 1, "the query is empty"),
    ("   \n ", 1, "the query is empty"),
    ("// only a comment", 1, "the query is empty"),
    ("/* only a comment */", 1, "the query is empty"),
    ("()", 1, "nothing between the parentheses"),
    ("hanoi AND ( )", 11, "nothing between the parentheses"),
    ("\"\"", 1, "nothing between the quotation marks"),
    ("hanoi OR \"  \"", 10, "nothing between the quotation marks"),
    ("«»", 1, "nothing between the quotation marks"),
    ("“ ”", 1, "nothing between the quotation marks"),
    ("!!!", 1, "expected NOT before the word"),
    ("...", 1, "no letter or digit"),
    ("hanoi AND \"- -\"", 11, "no letter or digit"),
    ("hanoi OR ____", 10, "no letter or digit"),
    // Not closed, not opened.
    ("(hanoi", 1, "never closed; expected `)`"),
    ("hanoi AND (paris OR (rome)", 11, "never closed; expected `)`"),
    ("((hanoi)", 1, "never closed; expected `)`"),
    ("(", 1, "never closed"),
    ("hanoi)", 6, "closes nothing"),
    (")", 1, "found `)`"),
    ("(hanoi))", 8, "closes nothing"),
    ("\"convention de hanoi", 1, "never closed; expected \" at the end"),
    ("hanoi AND \"convention", 11, "never closed"),
    ("“convention de hanoi", 1, "expected ” at the end"),
    ("«convention de hanoi\"", 1, "expected » at the end"),
    ("„konvention", 1, "never closed"),
    ("hanoi \"", 7, "never closed"),
    ("\"hanoi\\\"", 1, "never closed"),
    ("hanoi /* city", 7, "expected `*/`"),
    // Operators without operands.
    ("AND hanoi", 1, "expected a word, a phrase in quotes or a group"),
    ("OR hanoi", 1, "found `OR`"),
    ("hanoi AND", 10, "after AND, found the end of the query"),
    ("hanoi OR", 9, "after OR, found the end of the query"),
    ("hanoi NOT", 10, "after NOT, found the end of the query"),
    ("NOT", 4, "after NOT"),
    ("hanoi AND AND paris", 11, "after AND, found `AND`"),
    ("hanoi AND OR paris", 11, "after AND, found `OR`"),
    ("hanoi OR OR paris", 10, "after OR, found `OR`"),
    ("(hanoi AND) OR paris", 11, "after AND, found `)`"),
    ("(OR hanoi)", 2, "found `OR`"),
    ("hanoi AND NOT", 14, "after NOT"),
    ("hanoi NEAR/5", 13, "after NEAR/5, found the end of the query"),
    ("NEAR/5 hanoi", 1, "found `NEAR/5`"),
    ("hanoi NEAR/5 AND paris", 14, "after NEAR/5, found `AND`"),
    ("hanoi NEAR/5 NEAR/3 paris", 14, "after NEAR/5, found `NEAR/3`"),
    ("hanoi ONEAR/2 )", 15, "after ONEAR/2, found `)`"),
    ("ATLEAST/3", 10, "after ATLEAST/3"),
    ("ATLEAST/3 AND hanoi", 11, "after ATLEAST/3, found `AND`"),
    // Numbers.
    ("hanoi NEAR paris", 7, "expected NEAR/5"),
    ("hanoi NEAR/ paris", 7, "expected NEAR/5"),
    ("hanoi NEAR/x paris", 7, "whole number"),
    ("hanoi NEAR/0 paris", 7, "whole number from 1 on"),
    ("hanoi NEAR/-3 paris", 7, "whole number"),
    ("hanoi NEAR/2.5 paris", 7, "whole number"),
    ("hanoi NEAR/99999999999 paris", 7, "up to 4294967295"),
    ("hanoi ONEAR paris", 7, "expected ONEAR/5"),
    ("ATLEAST hanoi", 1, "expected ATLEAST/3"),
    ("ATLEAST/0 hanoi", 1, "expected ATLEAST/3"),
    ("ATLEAST/many hanoi", 1, "expected ATLEAST/3"),
    // Side by side.
    ("convention hanoi", 12, "between two terms, found `hanoi`; put a phrase in quotes"),
    ("\"convention de\" hanoi", 17, "between two terms"),
    ("(hanoi) paris", 9, "between two terms"),
    ("hanoi (paris)", 7, "between two terms, found `(`"),
    ("hanoi and paris", 7, "in capitals: expected AND, found `and`"),
    ("hanoi or paris", 7, "expected OR, found `or`"),
    ("hanoi not paris", 7, "expected NOT, found `not`"),
    ("hanoi And paris", 7, "expected AND"),
    ("hanoi near/5 paris", 7, "expected NEAR/5, found `near/5`"),
    ("hanoi headline:paris", 7, "between two terms"),
    ("hanoi, paris", 8, "between two terms"),
    // Fields.
    ("titel:hanoi", 1, "did you mean `title:`"),
    ("Headline:hanoi", 1, "write `headline:`"),
    ("LANG:fr", 1, "write `lang:`"),
    ("body:hanoi", 1, "is not a field; expected one of headline:"),
    ("hanoi AND autor:minh", 11, "did you mean `author:`"),
    ("headline:", 1, "right after `headline:`, found the end of the query"),
    ("headline: AND hanoi", 1, "right after `headline:`, found `AND`"),
    ("hanoi AND lang:french", 16, "no BCP 47 tag of a language; expected `fr`"),
    ("(lang:)", 2, "right after `lang:`, found `)`"),
    ("headline:()", 10, "nothing between the parentheses"),
    ("headline:(text:hanoi)", 11, "`text:` cannot stand inside `headline:`"),
    ("url:(hanoi AND site:vn)", 16, "cannot stand inside `url:`"),
    ("lang:\"\"", 6, "nothing between the quotation marks"),
    // Names.
    ("persn:hanoi", 1, "did you mean `person:`"),
    ("person:", 1, "right after `person:`, found the end of the query"),
    ("person:Gut*", 8, "without wildcards: expected the name"),
    ("org:\"\"", 5, "nothing between the quotation marks"),
    ("org:42", 5, "no letter"),
    ("place:\"a b c d e f g h i j k l m n o p q r s t u v w x y\"", 7, "at most 24"),
    ("person:(CASE(Guterres))", 9, "CASE says nothing of one"),
    ("EXACT(person:Guterres)", 7, "EXACT says nothing of one"),
    ("person:headline:Guterres", 8, "`headline:` cannot stand inside `person:`"),
    ("person:(Guterres OR org:ONU)", 21, "`org:` cannot stand inside `person:`"),
    ("byline:person:Minh", 8, "`person:` cannot stand inside `byline:`"),
    ("person:Guterres AND NOT person:guterres", 25, "contradicts itself"),
    ("NOT person:Guterres", 5, "nothing anchors this query"),
    // Wildcards.
    ("*", 1, "a wildcard alone"),
    ("hanoi AND ??", 11, "a wildcard alone"),
    ("\"* *\"", 1, "a wildcard alone"),
    ("source:*", 8, "a wildcard alone"),
    ("河*约", 1, "between the characters of a script without spaces"),
    // Functions.
    ("SENT (hanoi AND paris)", 1, "expected SENT(…)"),
    ("CASE (US)", 1, "expected CASE(…)"),
    ("SENT()", 5, "nothing between the parentheses"),
    ("PARA(hanoi AND", 15, "after AND, found the end of the query"),
    ("EXACT(hanoi", 6, "never closed"),
    ("ATLEAST/2(hanoi AND paris)", 1, "ATLEAST/2 counts passages"),
    ("ATLEAST/2(NOT hanoi)", 1, "counts passages"),
    ("SENT(NOT hanoi)", 1, "nothing anchors"),
    ("CONTEXT(hanoi)", 9, "expected something beside it"),
    // Weights and scores.
    ("hanoi^2 AND paris", 1, "expected SCORE>=n around it"),
    ("SCORE>=2(SENT(hanoi^2 AND paris))", 15, "expected SCORE>=n"),
    ("SCORE>=3(hanoi^x)", 15, "a weight is a number"),
    ("SCORE>=3(hanoi^99999)", 15, "from -1000 to 1000"),
    ("SCORE>=3(hanoi ^2^3)", 18, "a weight is a number"),
    ("SCORE>=(hanoi)", 1, "expected SCORE>= and a number"),
    ("SCORE>=0(hanoi)", 1, "a number above 0"),
    ("SCORE>3(hanoi)", 1, "expected SCORE>="),
    ("SCORE 3", 1, "expected SCORE>="),
    ("SCORE>=3 hanoi", 1, "expected SCORE>=3(…)"),
    ("hanoi^2 SCORE>=3 AND paris", 18, "to be the last thing"),
    ("(hanoi^2 SCORE>=3)", 10, "to be the last thing"),
    ("SCORE>=3(hanoi^-2 OR paris^0)", 1, "no article can reach 3"),
    // Other languages' signs.
    ("hanoi && paris", 7, "expected AND"),
    ("hanoi || paris", 7, "expected OR"),
    ("hanoi ! paris", 7, "expected NOT"),
    ("hanoi -paris", 7, "expected NOT before the word"),
    ("+hanoi +paris", 1, "expected AND between the words"),
    ("\"hanoi convention\"~5", 19, "expected NEAR/n between the words"),
    ("hanoi~2", 1, "fuzzy words are not part"),
    ("/han.i/", 1, "regular expressions are not part"),
    ("[2024 TO 2025]", 1, "ranges are not part"),
    // Nothing that must occur, or nothing that can.
    ("NOT hanoi", 5, "nothing anchors this query"),
    ("NOT hanoi AND NOT paris", 5, "nothing anchors this query"),
    ("hanoi OR NOT paris", 14, "nothing anchors this side of OR"),
    ("(hanoi AND paris) OR (NOT rome)", 27, "nothing anchors this side of OR"),
    ("hanoi AND NOT hanoi", 15, "contradicts itself: `hanoi`"),
    ("Hanoï AND paris AND NOT hanoi", 25, "contradicts itself"),
    ("\"convention de hanoi\" AND NOT hanoi", 31, "contradicts itself"),
    ("cybercrime AND NOT cyber*", 20, "contradicts itself: `cyber*`"),
    ("hanoi AND NOT (paris OR hanoi)", 16, "contradicts itself"),
    ("headline:hanoi AND NOT hanoi", 24, "contradicts itself"),
    ("lang:fr AND hanoi AND lang:en", 28, "an article has one language: `fr` and `en`"),
    ("source:afp AND source:reuters", 23, "an article has one source"),
];

#[test]
fn a_malformed_query_is_refused_at_its_column_with_what_was_expected() {
    assert!(MALFORMED.len() >= 100);
    let mut wrong = Vec::new();
    for (query, column, part) in MALFORMED {
        match Query::parse(query) {
            Ok(_) => wrong.push(format!("{query}: accepted")),
            Err(error) if error.column != *column || !error.problem.to_string().contains(part) => {
                wrong.push(format!("{query}: {error}"));
            }
            Err(_) => {}
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_refusal_says_what_was_expected() {
    for (query, _, _) in MALFORMED {
        let message = Query::parse(query).unwrap_err().problem.to_string();
        let helps = ["expected", "write", "no article can match"].iter().any(|word| message.contains(word));
        assert!(helps, "{query}: {message}");
    }
}

#[test]
fn nesting_and_length_are_bounded() {
    let deep = format!("{}a{}", "(".repeat(5000), ")".repeat(5000));
    assert!(Query::parse(&deep).unwrap_err().to_string().contains("nested more than"));
    let negated = format!("a AND {}b", "NOT ".repeat(100_000));
    assert!(
        Query::parse(&negated).is_ok() || Query::parse(&negated).unwrap_err().to_string().contains("bytes")
    );
    let long = "a OR ".repeat(100_000) + "a";
    assert!(Query::parse(&long).unwrap_err().to_string().contains("more than"));
    let atleast = "ATLEAST/1 ".repeat(20_000) + "a";
    assert!(Query::parse(&atleast).unwrap_err().to_string().contains("nested more than"));
    let fields = "text:".repeat(20_000) + "a";
    assert!(Query::parse(&fields).unwrap_err().to_string().contains("nested more than"));
    let chain = "a NEAR/1 ".repeat(20_000) + "a";
    assert!(Query::parse(&chain).unwrap_err().to_string().contains("nested more than"));
    let pairs = format!("({0}) NEAR/5 ({0})", vec!["a"; 60].join(" AND "));
    assert!(Query::parse(&pairs).unwrap_err().to_string().contains("pairs"));
}

#[test]
fn long_queries_are_checked_in_proportion() {
    let began = std::time::Instant::now();
    let check = |clause: &dyn Fn(usize) -> String, count: usize| {
        let clauses: Vec<String> = (0..count).map(clause).collect();
        Query::parse(&clauses.join(" AND ")).unwrap();
    };
    check(&|number| format!("x{number} NEAR/1 b NOT (c NEAR/1 y{number})"), 6_000);
    check(&|number| format!("(a NEAR/2 (b NEAR/2 x{number})) NOT SENT(c NEAR/1 y{number})"), 4_000);
    check(&|number| format!("x{number} NOT y{number}"), 12_000);
    check(&|_| "lang:zh AND a".to_owned(), 12_000);
    assert!(began.elapsed().as_secs() < 60);
}
