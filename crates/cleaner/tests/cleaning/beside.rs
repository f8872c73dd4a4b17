//! What stands beside and between the paragraphs of short and old-fashioned pages.

use veille_cleaner::Cleaner;
use veille_model::{Article, Capture};

fn clean(html: &str) -> Article {
    let media_type = Some("text/html; charset=utf-8".to_owned());
    let url = Some("https://courier.example/news/ferry".to_owned());
    Cleaner::default().clean(&Capture { media_type, ..Capture::page(url, html.as_bytes().to_vec()) }).unwrap()
}

const PARAGRAPHS: [&str; 4] = [
    "The ferry between the two banks of the Lune stops in October, because its only captain retires and nobody answered three advertisements.",
    "About four hundred people cross the river every day, most of them pupils and nurses, who will have to take the bridge at Halling.",
    "“We have paid for two trainees, and both of them went to sea,” said Mary Oduya, who keeps the books of the ferry company.",
    "The council decides in May whether it buys the boat, which was built in 1961 and needs a new engine before the winter.",
];

#[test]
fn what_asks_warns_or_credits_between_paragraphs_is_dropped() {
    let lines = [
        "<p><em>Story continues below advertisement</em></p>",
        "<p><em>Photo: Ana Lima</em></p>",
        "<p><em>Join our WhatsApp channel to get the news of the valley.</em></p>",
        "<p>© 2021 The Courier. All rights reserved.</p>",
    ];
    let body: String =
        PARAGRAPHS.iter().zip(lines).map(|(text, line)| format!("<p>{text}</p>{line}")).collect();
    let article = clean(&format!(
        "<title>The ferry stops</title><article><h1>The ferry stops</h1><div class=byline>By Ann Lee</div>{body}</article>"
    ));
    assert_eq!(article.text, PARAGRAPHS.join("\n\n"));
}

const TEASERS: [(&str, &str); 5] = [
    ("Bakers strike over flour", "In three towns out of four there was no bread on Thursday."),
    ("A lighthouse for sale", "The state looks for somebody who can keep the lamp burning."),
    ("Fire in a warehouse", "Firemen worked through the night to keep the flames from the road."),
    ("Onion fair breaks record", "Twelve thousand visitors came to the halls on Sunday."),
    ("Swimmers cross the bay", "Forty of them arrived before the storm, and two by boat."),
];

#[test]
fn a_brief_ends_where_its_article_ends() {
    let cards: String = TEASERS
        .iter()
        .map(|(title, line)| format!("<div class=c1><a href=/x><h3>{title}</h3></a><p>{line}</p></div>"))
        .collect();
    let brief = &PARAGRAPHS[0];
    let article = clean(&format!(
        "<title>The ferry stops | Courier</title><main><article><h1>The ferry stops</h1><div class=m1>2021-03-03</div>\
         <div class=t1><p>{brief}</p></div></article></main><div class=g1>{cards}</div>"
    ));
    assert_eq!(article.text, *brief);
}

#[test]
fn a_sentence_about_its_headline_is_a_brief() {
    let line = "The ferry across the Lune stops in October, its captain says.";
    let page = |line: &str| {
        format!(
            "<title>Captain stops ferry</title><meta property=article:published_time content=2021-03-03>\
             <article><h1>Captain stops ferry</h1><p>{line}</p></article>"
        )
    };
    assert_eq!(clean(&page(line)).text, line);
    let capture = |line: &str| Capture::page(None, page(line).into_bytes());
    // What a page says that fails.
    assert!(Cleaner::default().clean(&capture("This content cannot be shown in your region.")).is_err());
}

#[test]
fn a_short_standfirst_in_a_box_of_its_own_is_followed_by_its_brief() {
    let article = clean(
        "<title>Ny brygga i Sundet - Sundets kommun</title><div class=layout><div class=p1><div class=c><h1>Ny brygga i Sundet</h1></div></div>\
         <div class=p1><div class=c><p class=ingress><strong>Kommunen har beslutat att bygga en ny brygga i Sundet. Den får åtta platser och \
         öppnar hösten 2020.</strong></p></div></div><div class=p1><div class=c><p class=normal>Bygget börjar i mars och beräknas kosta sex \
         miljoner kronor.</p><p class=normal>Under tiden lägger båtarna till vid den gamla färjan.</p></div></div></div>",
    );
    assert!(article.text.ends_with("den gamla färjan."), "{}", article.text);
}

#[test]
fn columns_and_comments_of_a_table_are_no_part_of_its_article() {
    let column: String = TEASERS
        .iter()
        .map(|(title, line)| {
            format!("<b><a href='?id=1'>{title}</a></b><br><font size=1>{line}</font><br><br>")
        })
        .collect();
    let text = PARAGRAPHS.join("<br><br>");
    let comments = "<tr><td><b>Jeannot 29</b></td><td>Once more they take the travellers for fools and nobody says a word.</td></tr>\
                    <tr><td><b>Mrs Perrin</b></td><td>Well done, it was time that somebody told the council.</td></tr>";
    let article = clean(&format!(
        "<title>The ferry stops</title><table><tr><td width=200><b>TODAY</b><br>{column}</td><td width=560><table>\
         <tr><td class=titre><b><font size=4>The ferry stops</font></b></td></tr><tr><td><font size=2>{text}</font></td></tr></table><br>\
         <b>Your comments</b><table>{comments}</table></td></tr></table>"
    ));
    assert_eq!(article.text, PARAGRAPHS.join("\n\n"));
}
