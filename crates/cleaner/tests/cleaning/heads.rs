//! The head of an article in many templates: its headline where title and `<h1>` name the site, its standfirst, its date.

use veille_cleaner::Cleaner;
use veille_model::{Article, Capture};

const BODY: [&str; 4] = [
    "The ferry terminal of Port Lorne reopened on Monday, two years after a winter storm tore away its landing stage and cut the island's only regular link with the coast.",
    "About three hundred people watched as the first boat of the morning came in under a grey sky, with the harbour master on the pier and a school orchestra playing behind the barriers.",
    "The repairs cost eleven million crowns, nearly twice the sum that the council had set aside when engineers first looked at the broken piles in the spring after the storm.",
    "A report on the costs is due before the budget is voted on in December, the mayor said, adding that the council would publish all of it.",
];
const MENU: &str = "<a href='/a'>Home</a> | <a href='/b'>News</a> | <a href='/c'>Sport</a> | <a href='/d'>Harbour</a> | <a href='/e'>Contact</a>";

fn paragraphs() -> String {
    BODY.iter().map(|text| format!("<p>{text}</p>")).collect()
}

fn lines() -> String {
    BODY.join("<br><br>")
}

fn clean(title: &str, body: &str) -> Article {
    let html =
        format!("<html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>");
    let url = Some("https://bote.example/view.asp?id=17".to_owned());
    let capture =
        Capture { media_type: Some("text/html".to_owned()), ..Capture::page(url, html.into_bytes()) };
    Cleaner::default().clean(&capture).unwrap()
}

#[test]
fn a_headline_is_told_where_the_title_is_the_sites() {
    let headline = "Ferry terminal reopens after two years of repairs";
    let heads = [
        format!("<h1>News</h1><div><span>03.04.2018</span><h3>{headline}</h3></div>"),
        format!("<h1>Press releases</h1><h2>{headline}</h2>"),
        format!("<div class='detail-title'>{headline}</div><div>03.04.2018</div>"),
        format!("<div><span class='NewsTitle'>{headline}</span></div>"),
        format!("<div><font size='+2'><b>{headline}</b></font></div><div>03.04.2018</div>"),
        format!("<table><tr><td class=title><b>{headline}</b></td></tr></table>"),
        format!("<div class=logo><h1>Municipality of Lorne Sound</h1></div><h2>{headline}</h2>"),
    ];
    for head in heads {
        for text in [paragraphs(), format!("<div>{}</div>", lines())] {
            let article = clean("Municipality of Lorne Sound", &format!("<div>{MENU}</div>{head}{text}"));
            assert_eq!(article.headline.as_deref(), Some(headline), "{head}");
            assert!(article.text.starts_with("The ferry terminal"), "{head}: {}", article.text);
        }
    }
}

#[test]
fn a_title_that_the_page_shows_stays_the_headline() {
    for (title, head) in [
        (
            "Enough is enough",
            "<h1>Enough is enough</h1><h2>The ferry terminal and what it cost the council</h2>",
        ),
        (
            "Enough is enough",
            "<h2>Enough is enough</h2><p><b>The ferry terminal and what it cost the council</b></p>",
        ),
        (
            "Enough is enough - Bote",
            "<div class=x>Enough is enough</div><h3>The ferry terminal and its repairs</h3>",
        ),
    ] {
        let article = clean(title, &format!("{head}{}", paragraphs()));
        assert_eq!(article.headline.as_deref(), Some("Enough is enough"), "{head}");
    }
}

#[test]
fn a_badge_in_a_heading_is_no_part_of_the_headline() {
    let check = |heading: &str| {
        let article =
            clean("Ferry terminal reopens early - The Bote", &format!("<h1>{heading}</h1>{}", paragraphs()));
        assert_eq!(article.headline.as_deref(), Some("Ferry terminal reopens early"), "{heading}");
    };
    check("Ferry terminal reopens early <span class=tag>Video</span>");
    check("<span class=a>Local news</span><span class=b>Ferry terminal reopens early</span>");
}

#[test]
fn a_standfirst_needs_no_stop() {
    let check = |standfirst: &str, line: &str| {
        let head =
            format!("<h1>Ferry terminal reopens early</h1>{standfirst}<div class=byline>By Ann Lee</div>");
        let article = clean(
            "Ferry terminal reopens early - The Bote",
            &format!("{head}<div class=text>{}</div>", paragraphs()),
        );
        assert_eq!(article.text.starts_with(line), !line.is_empty(), "{standfirst}: {}", article.text);
        assert!(article.text.contains("The ferry terminal of Port Lorne"));
    };
    let line = "Three hundred islanders greet the first boat - Repairs twice as dear as planned";
    check(&format!("<h2>{line}</h2>"), line);
    check(&format!("<p class=lead>{line}</p>"), line);
    check(&format!("<div class=summary>{line}</div>"), line);
    check(&format!("<div>{line}</div>"), line);
    for other in [
        "<h4>Harbour news</h4>",
        "<div class=caption>The first boat of the morning comes in under a grey sky</div>",
        "<figure><img src=a.jpg><p>The first boat of the morning comes in under a grey sky</p></figure>",
        "<div class=share><p>Share this story with the friends you have on the island</p></div>",
        "<h3>Island: Ferry terminal reopens early</h3>",
    ] {
        let head = format!("<h1>Ferry terminal reopens early</h1>{other}");
        let article = clean(
            "Ferry terminal reopens early - The Bote",
            &format!("{head}<div class=text>{}</div>", paragraphs()),
        );
        assert!(article.text.starts_with("The ferry terminal of"), "{other}: {}", article.text);
    }
}

#[test]
fn the_line_of_the_date_is_no_text() {
    for date in [
        "<font size=1>27.10.2010</font><br><br>",
        "Monday 08.02.2010 - HARBOUR<br>",
        "2010/02/08 | 14:20 | Harbour<br>",
        "2010-02-08 11:20 Lorne Online Views: 2033<br>",
    ] {
        let body = format!(
            "<table><tr><td><b>Ferry terminal reopens early</b><br>{date}{}</td></tr></table>",
            lines()
        );
        let article = clean("Ferry terminal reopens early", &body);
        assert!(article.text.starts_with("The ferry terminal"), "{date}: {}", article.text);
        assert!(article.published_at.is_some(), "{date}");
    }
}
