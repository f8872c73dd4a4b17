//! What a query finds that asks for someone or something named.

#![allow(clippy::unwrap_used)] // tests

use veille_model::{Mention, MentionKind, Span};
use veille_query::{Matcher, Query};
use veille_text::{Document, Parts, name};

const HEADLINE: &str = "Guterres à Hanoï";
const TEXT: &str = "António Guterres salue la Convention. Pour M. Guterres, l’ONU est à sa place à Hanoï.\n\
    Lucio Gutiérrez n’y est pas, dit Claire Aubertin.";

/// All places of these spellings of one name.
fn mention(kind: MentionKind, key: &str, spellings: &[&str]) -> Mention {
    let spans = |text: &str| {
        let mut spans: Vec<Span> = Vec::new();
        for spelling in spellings {
            for (at, _) in text.match_indices(spelling) {
                let start = text[..at].chars().count();
                let span = Span { start, end: start + spelling.chars().count() };
                if !spans.iter().any(|known| known.start < span.end && span.start < known.end) {
                    spans.push(span);
                }
            }
        }
        spans
    };
    let (name, key) = (spellings[0].to_owned(), key.to_owned());
    Mention { kind, name, key, headline: spans(HEADLINE), text: spans(TEXT) }
}

fn document() -> Document {
    let person = |spellings: &[&str]| mention(MentionKind::Person, &name::key(spellings[0]), spellings);
    let mentions = [
        person(&["António Guterres", "Guterres"]),
        person(&["Lucio Gutiérrez"]),
        person(&["Claire Aubertin"]),
        mention(MentionKind::Organisation, "unitednations", &["ONU"]),
        mention(MentionKind::Place, "hanoi", &["Hanoï"]),
    ];
    Document::of(&Parts { headline: HEADLINE, text: TEXT, ..Parts::default() }).with_names(&mentions)
}

#[track_caller]
fn check(query: &str, expected: &[&str]) {
    let document = document();
    let parsed = Query::parse(query).unwrap_or_else(|error| panic!("{query}: {error}"));
    let evidence = parsed.matches(&document);
    let matched = Matcher::build([("q", query)]).unwrap().match_article(&document).pop();
    assert_eq!(matched.map(|(_, evidence)| evidence), evidence, "{query}");
    let found: Vec<String> = evidence.unwrap_or_default().into_iter().map(|passage| passage.exact).collect();
    assert_eq!(found, expected, "{query}");
    // What is written down again asks for the same.
    let again = Query::parse(&parsed.canonical()).unwrap();
    assert_eq!(again.canonical(), parsed.canonical());
    assert_eq!(again.matches(&document).is_some(), !expected.is_empty(), "{query}");
}

#[test]
fn a_person_is_found_wherever_named_in_any_spelling() {
    let everywhere = ["Guterres", "António Guterres", "Guterres"];
    check("person:Guterres", &everywhere);
    check("person:\"António Guterres\"", &everywhere);
    check("person:\"Антониу Гутерриш\"", &everywhere);
    check("person:\"أنطونيو غوتيريش\"", &everywhere);
    check("person:\"António Manuel de Oliveira Guterres\"", &everywhere);
    check("person:Gutiérrez", &["Lucio Gutiérrez"]);
    check("person:Zanzibar", &[]);
    // The word alone is found as it is written.
    check("Gutiérrez OR гутерриш", &["Gutiérrez"]);
}

#[test]
fn what_a_name_is_of_counts() {
    check("org:ONU", &["ONU"]);
    check("org:\"United Nations\"", &["ONU"]);
    check("org:联合国", &["ONU"]);
    check("place:\"Hà Nội\"", &["Hanoï", "Hanoï"]);
    check("place:Ханой", &["Hanoï", "Hanoï"]);
    check("place:ONU", &[]);
    check("person:Hanoï", &[]);
    check("organisation:ONU OR organization:ONU", &["ONU", "ONU"]);
}

#[test]
fn names_stand_under_every_operator_that_words_stand_under() {
    check("headline:person:Guterres", &["Guterres"]);
    check("text:person:Guterres", &["António Guterres", "Guterres"]);
    check("person:(Aubertin OR Gutiérrez)", &["Lucio Gutiérrez", "Claire Aubertin"]);
    check("person:Guterres AND convention", &["Guterres", "António Guterres", "Convention", "Guterres"]);
    check("convention AND NOT person:Guterres", &[]);
    check("convention AND NOT person:Zanzibar", &["Convention"]);
    check("person:Guterres NEAR/3 convention", &["António Guterres salue la Convention"]);
    check("person:Guterres ONEAR/1 org:ONU", &[]);
    check("SENT(person:Guterres AND org:ONU)", &["Guterres, l’ONU"]);
    check("ATLEAST/3(person:Guterres)", &["Guterres", "António Guterres", "Guterres"]);
    check("ATLEAST/4(person:Guterres)", &[]);
    check("SCORE>=4(person:Guterres^2)", &["Guterres", "António Guterres", "Guterres"]);
    check("CONTEXT(place:Hanoi) AND person:Aubertin", &["Claire Aubertin"]);
}

#[test]
fn a_passage_shows_the_clause_with_what_it_asks_for() {
    let query = Query::parse("headline:(a OR person: \"Guterres\")").unwrap();
    let evidence = query.matches(&document()).unwrap();
    assert_eq!(evidence[0].clause, "person: \"Guterres\"");
    let query = Query::parse("de AND org:ONU").unwrap();
    assert_eq!(query.cost().anchors, ["org:onu"]);
}

#[test]
fn the_same_name_is_the_same_question_whatever_its_capitals() {
    let canonical = |query: &str| Query::parse(query).unwrap().canonical();
    assert_eq!(canonical("person:GUTERRES"), canonical("person:\" Guterres \""));
    assert_eq!(canonical("organisation:onu"), canonical("org:ONU"));
    assert_ne!(canonical("person:guterres"), canonical("guterres"));
}

#[test]
fn a_name_is_written_down_as_it_is_read_again() {
    for query in [r#"person:"a\*b""#, r#"person:a\?b"#, r#"org:"c\\d""#] {
        let canonical = Query::parse(query).unwrap().canonical().to_string();
        let again = Query::parse(&canonical).unwrap_or_else(|why| panic!("{query}, {canonical}: {why:?}"));
        assert_eq!(again.canonical().to_string(), canonical, "{query}");
    }
}
