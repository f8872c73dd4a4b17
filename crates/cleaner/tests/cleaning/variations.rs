//! One article in many pages: whatever a template puts around it, before it, behind it or hidden in it, the text stays the same.
//!
//! Pages are made here, from a template and what it may hold beside the article; every set of additions is tried in every
//! template. Examples are learnt by heart; a property is not.

use veille_cleaner::Cleaner;
use veille_model::Capture;

const HEADLINE: &str = "Ferry terminal reopens after two years of repairs";

const BODY: [&str; 8] = [
    "The ferry terminal of Port Lorne reopened on Monday, two years after a winter storm tore away its landing stage and cut the island's only regular link with the coast.",
    "About three hundred people watched as the first boat of the morning came in under a grey sky, with the harbour master on the pier and a school orchestra playing behind the barriers.",
    "“We counted every one of those seven hundred days,” said Anne Kervadec, who runs the bakery beside the quay and lost half of her summer trade while the boats were diverted to the north shore.",
    "The repairs cost eleven million crowns, nearly twice the sum that the council had set aside when engineers first looked at the broken piles in the spring after the storm.",
    "Divers found that the rock under the old stage had cracked, and the new one now stands on steel tubes which were driven forty metres into the bed of the sound.",
    "The company that runs the boats has promised six crossings a day until the end of October, and four in winter, weather permitting, at the prices of the year before the closure.",
    "Opposition councillors asked why the contract had been given without a tender, and whether the insurer would pay for the second survey, which nobody had planned.",
    "A report on the costs is due before the budget is voted on in December, the mayor said, adding that the council would publish all of it.",
];

/// What a page may hold beside its article.
#[derive(Clone, Copy, Debug)]
enum Addition {
    CookieTable,
    Teasers,
    Comments,
    HiddenNextArticles,
    NextArticle,
    Appeal,
    HiddenCopy,
    PrintCopy,
}

const ADDITIONS: [Addition; 8] = [
    Addition::CookieTable,
    Addition::Teasers,
    Addition::Comments,
    Addition::HiddenNextArticles,
    Addition::NextArticle,
    Addition::Appeal,
    Addition::HiddenCopy,
    Addition::PrintCopy,
];

const OTHERS: [&str; 6] = [
    "Farmers in the valley say that the dry spring has cost them a third of their barley, and that the rain of the last weeks came too late for the early fields.",
    "A court has ordered the owner of the old cinema to secure its roof within a month, after pieces of slate fell on a street where children walk to school.",
    "The choir of the cathedral will sing in three towns of the north this autumn, with a programme of works that were lost for a century and found in a loft.",
    "Police are looking for the driver of a white van who left the ring road on Saturday night and drove through the window of a chemist's shop.",
    "The museum of navigation shows for the first time the maps that a pilot drew by hand on his voyages, on loan from his family for one year.",
    "Two schools will share one headteacher from January, as the region could not fill the second post in three rounds of interviews.",
];

fn paragraphs(texts: &[&str], class: &str) -> String {
    texts.iter().map(|text| format!("<p{class}>{text}</p>\n")).collect()
}

impl Addition {
    /// Above the page, below it, and right behind the body inside its article.
    fn html(self) -> (String, String) {
        let mut below = String::new();
        let mut behind = String::new();
        match self {
            Self::CookieTable => {
                below.push_str("<div class='cky-consent-container'><h2>We value your privacy</h2><table>");
                for (name, time) in
                    [("_ga", "1 year"), ("_gid", "1 day"), ("uvc", "13 months"), ("IDE", "24 days")]
                {
                    below.push_str(&format!(
                        "<tr><td>{name}</td><td>{time}</td><td>This cookie is set by the provider of the page to count visits, \
                         and stores a number that is made at random to tell visitors apart.</td></tr>"
                    ));
                }
                below.push_str("</table><button>Accept all</button></div>");
            }
            Self::Teasers => {
                below.push_str("<section class='more-stories'><h2>More stories</h2>");
                for (at, text) in OTHERS.iter().enumerate() {
                    below.push_str(&format!(
                        "<div class='story-card'><h3><a href='/s/{at}'>Another story of the day, number {at}</a></h3><p>{text}</p></div>"
                    ));
                }
                below.push_str("</section>");
            }
            Self::Comments => {
                below.push_str("<section id='comments'><h2>Comments (4)</h2><ol class='comment-list'>");
                for (name, text) in [
                    (
                        "marten",
                        "I was there on Monday and it was cold, but what a day for the island, finally.",
                    ),
                    (
                        "old salt",
                        "Eleven million, and they did not ask a single local firm for a price. Typical.",
                    ),
                    ("Jo", "@old salt that is not true, my brother worked on the tubes for five months."),
                    ("guest", "Four boats in winter is a joke, try to get to a doctor with that timetable!"),
                ] {
                    below.push_str(&format!(
                        "<li class='comment'><div class='comment-author'>{name}</div><time>2025-10-07 19:23</time>\
                         <div class='comment-body'><p>{text}</p></div><a href='#'>Reply</a></li>"
                    ));
                }
                below.push_str("</ol></section>");
            }
            Self::HiddenNextArticles => {
                below.push_str("<div style='display:none' class='ready'>");
                for text in OTHERS.chunks(2) {
                    below.push_str(&format!("<div class='text'>{}</div>", paragraphs(text, "")));
                }
                below.push_str("</div>");
            }
            Self::NextArticle => {
                below.push_str(&format!(
                    "<article class='story'><header><h1 class='title'>Barley harvest down by a third</h1></header><div class='text'>{}</div></article>",
                    paragraphs(&OTHERS, "")
                ));
            }
            Self::Appeal => {
                behind.push_str(
                    "<div class='support-box'><p>You have read this article for free. Independent journalism costs money, and we \
                     need your help: your contribution of as little as two crowns keeps our newsroom going.</p>\
                     <p><a href='/donate'>Support us</a></p></div>",
                );
            }
            Self::HiddenCopy => {
                below.push_str(&format!("<div hidden class='reader-view'>{}</div>", paragraphs(&BODY, "")));
            }
            Self::PrintCopy => {
                below.push_str(&format!("<div class='print-version'>{}</div>", paragraphs(&BODY, "")));
            }
        }
        (behind, below)
    }
}

/// Templates: an article element, a body by its name alone, bare paragraphs in a main element.
fn page(template: usize, additions: &[Addition]) -> String {
    let (behind, below): (Vec<String>, Vec<String>) =
        additions.iter().map(|addition| addition.html()).unzip();
    let (behind, below) = (behind.concat(), below.concat());
    let body = paragraphs(&BODY, "");
    let menu = "<nav><ul><li><a href='/news'>News</a><li><a href='/sport'>Sport</a><li><a href='/culture'>Culture</a></ul></nav>";
    let head = format!(
        "<!doctype html><html lang=en><head><title>{HEADLINE} - The Courier</title><meta property='og:title' content='{HEADLINE}'>\
         <meta property='og:type' content='article'></head><body>{menu}"
    );
    let foot = "<footer><p>© The Courier. All rights reserved. <a href='/privacy'>Privacy policy</a></p></footer></body></html>";
    let article = match template {
        0 => format!(
            "<main><article class='story'><header><h1 class='title'>{HEADLINE}</h1></header><div class='text'>{body}{behind}</div></article>{below}</main>"
        ),
        1 => format!(
            "<div class='page'><div class='top'><h1 class='title'>{HEADLINE}</h1></div><div class='article-body'>{body}</div>{behind}</div>{below}"
        ),
        _ => format!("<main><div><h1>{HEADLINE}</h1></div><div class=c1>{body}</div>{behind}{below}</main>"),
    };
    format!("{head}{article}{foot}")
}

fn text(html: String) -> String {
    let capture =
        Capture { media_type: Some("text/html".to_owned()), ..Capture::page(None, html.into_bytes()) };
    Cleaner::default().clean(&capture).map(|article| article.text).unwrap_or_default()
}

fn check(holds: impl Fn(&[Addition]) -> bool) {
    let expected = BODY.join("\n\n");
    let mut failed = Vec::new();
    for template in 0..3 {
        for set in 0..1u32 << ADDITIONS.len() {
            let additions: Vec<Addition> = ADDITIONS
                .into_iter()
                .enumerate()
                .filter(|(at, _)| set >> at & 1 == 1)
                .map(|(_, it)| it)
                .collect();
            if holds(&additions) && text(page(template, &additions)) != expected {
                failed.push(format!("template {template}: {additions:?}"));
            }
        }
    }
    failed.sort_by_key(String::len);
    assert!(failed.is_empty(), "{} pages, the first: {:#?}", failed.len(), &failed[..failed.len().min(20)]);
}

#[test]
fn one_addition_changes_nothing() {
    check(|additions| additions.len() <= 1);
}

#[test]
fn two_additions_change_nothing() {
    // A copy that is shown, below teasers of half its length, is less than the share by which a second copy is known.
    check(|additions| additions.len() == 2 && !matches!(additions, [Addition::Teasers, Addition::PrintCopy]));
}
