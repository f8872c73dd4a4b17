//! Queries of other systems come out as ours, or are refused with the reason.

#![allow(clippy::unwrap_used)] // tests

use veille_query::{Dialect, import};

fn lucene(query: &str, expected: &str) {
    assert_eq!(import(Dialect::Lucene, query).map(|t| t.query).as_deref(), Ok(expected), "{query}");
}

fn meltwater(query: &str, expected: &str) {
    assert_eq!(import(Dialect::Meltwater, query).map(|t| t.query).as_deref(), Ok(expected), "{query}");
}

#[test]
fn lucene_terms_side_by_side_are_alternatives() {
    lucene("hanoi convention", "hanoi OR convention");
    lucene("\"hanoi convention\" cyber*", "\"hanoi convention\" OR cyber*");
    lucene("+hanoi +cyber*", "hanoi AND cyber*");
    lucene("+hanoi -football", "hanoi AND NOT football");
    lucene("+a b AND c", "a AND b AND c");
    lucene("+a b OR c AND d", "a AND c AND d");
    lucene("hanoi paris -football", "(hanoi OR paris) AND NOT football");
    lucene("hanoi && !football", "hanoi AND NOT football");
    lucene("hanoi || paris", "hanoi OR paris");
    lucene("a AND b OR c", "(a AND b) OR c");
    lucene("(a OR b) AND (c d)", "(a OR b) AND (c OR d)");
    lucene("title:(hanoi AND treaty)", "headline:(hanoi AND treaty)");
    lucene("title:hanoi AND author:minh", "headline:hanoi AND byline:minh");
    lucene("\"cyber crime\"~5", "(cyber NEAR/6 crime)");
    lucene(r#""he said \"yes\" twice""#, r#""he said \"yes\" twice""#);
    lucene(r#""a\\""#, r#""a\\""#);
    lucene("«il dit \"oui\" deux fois»", r#""il dit \"oui\" deux fois""#);
    lucene(
        r#""yes\" she (said) AND left –"~3"#,
        r#"("yes\"" NEAR/4 she NEAR/4 "(said)" NEAR/4 "AND" NEAR/4 left)"#,
    );
    lucene("C\\:drive", "\"C\\:drive\"");
    lucene("l'ONU", "\"l'ONU\"");
}

#[test]
fn meltwater_terms_side_by_side_are_all_required() {
    meltwater("hanoi and (treaty or convention)", "hanoi AND (treaty OR convention)");
    meltwater("hanoi near/5 convention", "(hanoi NEAR/5 convention)");
    meltwater("(hanoi OR \"ha noi\") NEAR/10 sign*", "((hanoi OR \"ha noi\") NEAR/10 sign*)");
    meltwater("“hanoi convention” <<<the treaty>>> not football", "\"hanoi convention\" AND NOT football");
    meltwater("hanoi convention", "hanoi AND convention");
    meltwater("title:hanoi OR ingress:treaty", "headline:hanoi OR lead:treaty");
    meltwater("cybercrim* ANDNOT football", "cybercrim* AND NOT football");
    meltwater(
        "(hanoi or treaty) andnot (football or tennis)",
        "(hanoi OR treaty) AND NOT (football OR tennis)",
    );
    meltwater("atleast3(hanoi) and treaty", "ATLEAST/3(hanoi) AND treaty");
    meltwater("ATLEAST/2:(hanoi or treaty)", "ATLEAST/2((hanoi OR treaty))");
}

#[test]
fn what_changes_meaning_is_noted() {
    let notes = |query: &str| import(Dialect::Lucene, query).unwrap().notes.join("; ");
    assert!(notes("hanoi^2").contains("boost"));
    assert!(notes("hanoi~2").contains("fuzzy"));
    assert!(notes("+hanoi paris").contains("`paris` was left out"));
    assert!(notes("\"a b\"~3").contains("NEAR/4"));
    assert!(notes("hanoi and treaty").contains("AND joins"));
    assert_eq!(notes("hanoi"), "");
}

#[test]
fn what_has_no_counterpart_is_refused() {
    let check = |query: &str, part: &str| {
        let error = import(Dialect::Lucene, query).unwrap_err().to_string();
        assert!(error.contains(part), "{query}: {error}");
    };
    check("date:[2024 TO 2025]", "column 6: a range");
    check("date:2024", "column 1: the field `date:` has no counterpart");
    check("[a TO b]", "column 1: a range");
    check("/han.i/", "a regular expression");
    check("foo:bar", "the field `foo:`");
    check("(hanoi", "expected `)`");
    check("hanoi)", "expected the end of the query");
    check("\"hanoi", "closing quotation mark");
    check("hanoi AND", "expected a term");
    check("-hanoi", "nothing anchors");
}
