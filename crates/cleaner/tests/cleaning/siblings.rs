//! Short lines that stand side by side with the paragraphs of an article.

use veille_cleaner::Cleaner;
use veille_model::{Article, Capture};

const PARAGRAPHS: [&str; 3] = [
    "The ferry between the two banks of the Lune stops in October, because its only captain retires and nobody answered three advertisements.",
    "About four hundred people cross the river every day, most of them pupils and nurses, who will have to take the bridge at Halling.",
    "“We have paid for two trainees, and both of them went to sea,” said Mary Oduya, who keeps the books of the ferry company.",
];

fn clean(behind: &str) -> Article {
    let body: String = PARAGRAPHS.iter().map(|text| format!("<p>{text}</p>\n")).collect();
    let html = format!(
        "<title>The ferry stops in October | The Courier</title><header><a href=/>The Courier</a></header><article>\
         <h1>The ferry stops in October</h1><p class=byline>By Ann Lee</p><div class=text>{body}{behind}</div></article>\
         <footer><p>© 2026 The Courier. All rights reserved.</p></footer>"
    );
    let media_type = Some("text/html; charset=utf-8".to_owned());
    let url = Some("https://courier.example/news/ferry".to_owned());
    Cleaner::default().clean(&Capture { media_type, ..Capture::page(url, html.as_bytes().to_vec()) }).unwrap()
}

fn check(behind: &str, kept: &[&str]) {
    let expected: Vec<&str> = PARAGRAPHS.iter().chain(kept).copied().collect();
    assert_eq!(clean(behind).text, expected.join("\n\n"), "{behind}");
}

#[test]
fn a_short_sentence_behind_the_last_paragraph_is_text() {
    for line in
        ["A hearing is set for June 14.", "Police are investigating.", "It is over.", "Nobody was hurt."]
    {
        check(&format!("<p>{line}</p>"), &[line]);
        check(&format!("<p>{line}</p><p>Share this story</p><p>Ann Lee</p>"), &[line]);
    }
    check(
        "<div class=also>Read also: <a href=/x>The bridge at Halling is closed</a></div><p>The boat was built in 1961.</p>",
        &["The boat was built in 1961."],
    );
    check(
        "<div class=embed>Film: The last crossing</div><p>The boat was built in 1961.</p>",
        &["The boat was built in 1961."],
    );
}

#[test]
fn a_list_stands_or_falls_as_a_whole_and_a_heading_with_what_is_under_it() {
    let items =
        ["Friday 16 June - chess", "Saturday 17 June - concert of the brass band", "Sunday 18 June - run"];
    let list: String = items.iter().map(|item| format!("<li>{item}</li>")).collect();
    let lines = [&["The programme includes:"], &items[..], &["Admission is free."]].concat();
    check(&format!("<p>The programme includes:</p><ul>{list}</ul><p>Admission is free.</p>"), &lines);
    let repair = "The repair cost 1.4 million. Half came from residents.";
    check(&format!("<h2>Six years of repairs</h2><p>{repair}</p>"), &["Six years of repairs", repair]);
}

#[test]
fn what_is_no_sentence_behind_the_last_paragraph_is_none_of_the_text() {
    for line in [
        "<p>Ann Lee</p>",
        "<p>Share this story</p>",
        "<h3>Most read</h3><p><a href=/x>The bridge at Halling is closed</a></p>",
        "<ul><li><a href=/a>Ferries</a></li><li><a href=/b>Lune</a></li></ul>",
        "<ul><li>Ferries</li><li>Lune</li></ul>",
        "<p>Sign up for our newsletter.</p>",
    ] {
        check(line, &[]);
    }
}
