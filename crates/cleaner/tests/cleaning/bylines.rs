//! One byline in many templates: wherever a page says who signed, and whatever others it names, the same people are found.

use veille_cleaner::Cleaner;
use veille_model::Capture;

const BODY: [&str; 4] = [
    "The ferry terminal of Port Lorne reopened on Monday, two years after a winter storm tore away its landing stage and cut the island's only regular link with the coast.",
    "About three hundred people watched as the first boat of the morning came in under a grey sky, with the harbour master on the pier and a school orchestra playing behind the barriers.",
    "The repairs cost eleven million crowns, nearly twice the sum that the council had set aside when engineers first looked at the broken piles in the spring after the storm.",
    "A report on the costs is due before the budget is voted on in December, the mayor said, adding that the council would publish all of it.",
];

/// How pages say who signed: in the head, and between headline and text.
const PLACES: [(&str, &str); 9] = [
    ("<meta name=author content='NAME'>", ""),
    ("<meta name=author content='NAME'><meta name='parsely-author' content=''>", ""),
    (
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Ferry terminal reopens\",\
         \"author\":{\"@type\":\"Person\",\"name\":\"NAME\"}}</script>",
        "",
    ),
    ("", "<p class=byline>By NAME</p>"),
    ("", "<span class='author vcard'>NAME</span>"),
    ("", "<div class='author-name'>NAME</div>"),
    ("", "<div><a rel=author href='/x/17'>NAME</a></div>"),
    ("", "<div><a class=css-1x href='/authors/17/'>NAME</a></div>"),
    ("", "<div><a class=css-1x href='https://courier.example/staff/17/name'>NAME</a></div>"),
];

/// What names others on the same page.
const OTHERS: [&str; 4] = [
    "",
    "<section class='related'><div class=card><a href='/s/1'>Another story of the day</a><a href='/authors/9'>Ben Ode</a></div></section>",
    "<section id=comments class=comments><div class='comment-author vcard'>marten</div><p>What a day for the island, finally.</p></section>",
    "<footer><a href='/authors/'>All authors</a><p>Published by Carl Orr, The Courier</p></footer>",
];

fn byline(head: &str, signature: &str, others: &str) -> Vec<String> {
    let body: String = BODY.iter().map(|text| format!("<p>{text}</p>")).collect();
    let html = format!(
        "<!doctype html><html lang=en><head><title>Ferry terminal reopens - The Courier</title>\
         <meta property='og:site_name' content='The Courier'>{head}</head><body>\
         <nav><a href='/news'>News</a> <a href='/authors/'>Authors</a></nav><main><article><h1>Ferry terminal reopens</h1>\
         {signature}<div class=text>{body}</div></article>{others}</main></body></html>"
    );
    let url = "https://www.courier.example/news/ferry-terminal-reopens".to_owned();
    let capture =
        Capture { media_type: Some("text/html".to_owned()), ..Capture::page(Some(url), html.into_bytes()) };
    Cleaner::default().clean(&capture).expect("an article").byline
}

#[test]
fn who_signed_is_the_same_in_every_template() {
    // A person, a house, and a person whose surname opens sentences elsewhere.
    for name in ["Anne Kervadec", "Courier Staff", "The Harbour Team", "Dr. Lena von Weiß", "Émile O’Brien"]
    {
        for (head, signature) in PLACES {
            for others in OTHERS {
                let found = byline(&head.replace("NAME", name), &signature.replace("NAME", name), others);
                assert_eq!(found, [name], "{head}{signature}{others}");
            }
        }
    }
}

#[test]
fn a_nickname_signs_where_the_markup_vouches_for_it() {
    for (at, signs) in [(4, true), (5, true), (6, true), (7, true), (3, false)] {
        let (head, signature) = PLACES[at];
        let signature = signature.replace("By NAME", "NAME").replace("NAME", "surfguard");
        let found = byline(head, &signature, "");
        assert_eq!(found, if signs { vec!["surfguard".to_owned()] } else { Vec::new() }, "{signature}");
    }
}

#[test]
fn what_a_system_writes_into_every_page_signs_nothing() {
    for name in ["courier.example", "admin", "Publisher"] {
        let head = format!("<meta name=author content='{name}'>");
        assert_eq!(byline(&head, "", ""), [""; 0], "{name}");
        assert_eq!(byline(&head, "<p class=byline>By Anne Kervadec</p>", ""), ["Anne Kervadec"], "{name}");
    }
}
