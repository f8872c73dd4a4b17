//! Topic files, the classifier that they make, and what a new version of one changes.

#![allow(clippy::unwrap_used)] // tests

use veille_classifier::{Classifier, TagChange, Topics};
use veille_model::{Article, TaggedArticle};
use veille_query::Query;

fn topics(query: &str) -> Topics {
    let file = format!("id = \"hanoi\"\nmedia_topics = [\"medtop:20000641\"]\nquery = '{query}'\n");
    Topics::parse(&[("hanoi.toml".to_owned(), file)]).unwrap()
}

fn article(text: &str) -> Article {
    let end = text.chars().count();
    serde_json::from_value(serde_json::json!({
        "id": "a", "revision": "r", "capture": "c", "kind": "page", "source": "journal", "headline": "Sommet",
        "text": text, "blocks": [{"kind": "paragraph", "start": 0, "end": end}],
    }))
    .unwrap()
}

fn tagged(query: &str, text: &str) -> TaggedArticle {
    Classifier::new(topics(query)).classify(article(text))
}

#[test]
fn a_tag_carries_its_passages_its_codes_and_its_rule() {
    let tagged =
        tagged("hanoi OR signature", "La signature aura lieu à Hanoï, la capitale, selon le ministre.");
    let [tag] = tagged.tags.as_slice() else { panic!("{:?}", tagged.tags) };
    let passages: Vec<_> =
        tag.evidence.iter().map(|e| (e.start, e.end, e.exact.as_str(), e.clause.as_str())).collect();
    assert_eq!(passages, [(3, 12, "signature", "signature"), (25, 30, "Hanoï", "hanoi")]);
    assert_eq!(tag.media_topics, ["medtop:20000641"]);
    assert_eq!(tag.rule, topics("hanoi  OR /* and */ SIGNATURE").get("hanoi").unwrap().revision);
    assert_eq!(tagged.language.as_str(), "fr");
}

#[test]
fn classifying_twice_gives_the_same_bytes() {
    let classifier = Classifier::new(topics("hanoi OR sign*"));
    let bytes = || {
        serde_json::to_vec(&classifier.classify(article("La signature à Hanoï, les signataires."))).unwrap()
    };
    assert_eq!(bytes(), bytes());
}

#[test]
fn an_explanation_has_what_matched_first_and_then_the_nearest_miss() {
    let file = |id: &str, query: &str| (format!("{id}.toml"), format!("id = \"{id}\"\nquery = '{query}'\n"));
    let files = [file("far", "rome AND paris"), file("near", "hanoi AND cyber*"), file("there", "hanoi")];
    let explanation = Classifier::new(Topics::parse(&files).unwrap()).explain(&article("Sommet à Hanoï"));
    let order: Vec<_> =
        explanation.topics.iter().map(|topic| (topic.topic.as_str(), topic.matched)).collect();
    assert_eq!(order, [("there", true), ("near", false), ("far", false)]);
    assert_eq!(explanation.topics[1].lacked[0].clause, "cyber*");
    assert_eq!(explanation.topics[1].evidence[0].exact, "Hanoï");
}

#[test]
fn a_malformed_file_is_refused_at_its_line() {
    let check = |content: &str, line: usize, column: usize, part: &str| {
        let error = Topics::parse(&[("a.toml".to_owned(), content.to_owned())]).unwrap_err();
        assert_eq!((error.line, error.column), (line, column), "{error}");
        assert!(error.to_string().starts_with("a.toml:") && error.to_string().contains(part), "{error}");
    };
    check("id = \"a\"\nquery = 'hanoi'\nquerry = 'x'\n", 3, 1, "unknown key `querry`; expected one of id");
    check("id = \"a\"\n", 1, 1, "no `query`");
    check("query = 'a'\n", 1, 1, "no `id`");
    check("id = \"Hà Nội\"\nquery = 'a'\n", 1, 6, "such as `h-n-i`");
    check("id = 7\nquery = 'a'\n", 1, 6, "`id` is a number; expected a text in quotes");
    check("id = \"a\"\nquery = 'hanoi AND'\n", 2, 19, "after AND, found the end of the query");
    check("id = \"a\"\n[query]\nfr = '''\nhanoi\nAND NOT hanoi\n'''\n", 5, 9, "contradicts itself");
    check("id = \"a\"\nquery = 'NOT a'\n", 2, 14, "nothing anchors");
    check(
        "id = \"a\"\nquery = 'a'\nmedia_topics = [\"20000641\"]\n",
        3,
        17,
        "expected `medtop:` and eight digits",
    );
    check("id = \"a\"\nid = \"b\"\nquery = 'a'\n", 2, 1, "stands twice");
    check("id = \"a\nquery = 'a'\n", 1, 8, "not closed on its line");
    check("id = \"a\"\n[labels]\nen = 'A'\nquery = 'hanoi'\n", 4, 1, "below [labels]");
    check("id = \"a\"\n[query]\nfrench = 'hanoi'\n", 3, 1, "expected `fr`");
    check("id = \"a\"\nquery = \"\"\"a\" AND b\"\"\"\n", 2, 13, "between '''");
}

#[test]
fn every_mistake_of_every_file_is_found_at_once() {
    let file = |name: &str, content: &str| (name.to_owned(), content.to_owned());
    let files = [
        file("a.toml", "id = 'A'\ncolour = 1\n[query]\nfr = 'hanoi AND'\nen = '(x'\n"),
        file("b.toml", "id = 'b'\nquery = 'hanoi'\n"),
        file("c.toml", "id = 'b'\nquery = 'x'\n[labels]\nnote = 'below'\nfrench = 'c'\n"),
    ];
    let (topics, faults) = Topics::read(&files);
    assert_eq!(topics.iter().map(|topic| topic.id.as_str()).collect::<Vec<_>>(), ["b"]);
    let places: Vec<_> = faults.iter().map(|fault| (fault.file.as_str(), fault.line)).collect();
    let expected = [("a.toml", 1), ("a.toml", 2), ("a.toml", 4), ("a.toml", 5), ("c.toml", 4), ("c.toml", 5)];
    assert_eq!(places, expected, "{faults:#?}");
}

#[test]
fn two_topics_of_one_id_are_refused_with_both_files() {
    let file = |name: &str| (name.to_owned(), "query = 'a'\nid = \"x\"\n".to_owned());
    let error = Topics::parse(&[file("a.toml"), file("b.toml")]).unwrap_err();
    assert_eq!(error.to_string(), "b.toml:2:6: topic `x` is already defined in a.toml; expected another id");
}

#[test]
fn a_new_version_of_a_topic_gains_loses_and_moves() {
    let text = "La signature à Hanoï";
    let change = |old: &str, new: &str| {
        let (old, new) = (tagged(old, text), tagged(new, text));
        TagChange::between(old.tags.first(), new.tags.first())
    };
    assert!(
        matches!(change("rome", "hanoi"), Some(TagChange::Gained { passages }) if passages[0].exact == "Hanoï")
    );
    assert!(
        matches!(change("hanoi", "rome"), Some(TagChange::Lost { passages }) if passages[0].exact == "Hanoï")
    );
    assert!(matches!(change("hanoi", "signature"), Some(TagChange::Moved { gained, lost })
        if gained[0].exact == "signature" && lost[0].exact == "Hanoï"));
    assert_eq!(change("hanoi", "han*"), None);
}

#[test]
fn the_cost_of_a_query_shows_what_it_is_looked_up_by() {
    let cost = |query: &str| Query::parse(query).unwrap().cost();
    assert_eq!(cost("the AND cybercriminalite").anchors, ["cybercriminalite"]);
    assert_eq!(cost("\"convention de hanoi\" OR cyber*").anchors, ["convention de", "cyber*"]);
    assert!(cost("the").per_thousand > cost("cybercriminalite").per_thousand);
}
