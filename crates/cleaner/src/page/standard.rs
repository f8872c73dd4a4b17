//! The arena's text against that of html5ever, which follows the standard to the letter: on generated broken markup, and
//! on real pages where `VEILLE_SHARED` is set.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::GzDecoder;
use proptest::prelude::*;
use scraper::{ElementRef, Html, Node};

use super::Page;

/// What is not shown, or shown apart from the page's flow.
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "select", "datalist", "title", "textarea",
    "iframe", "noembed", "noframes", "xmp", "head",
];

/// The letters of a page as html5ever's tree shows them, in order.
fn by_standard(html: &str) -> String {
    let document = Html::parse_document(html);
    let mut letters = String::new();
    let mut pending: Vec<_> = vec![document.tree.root()];
    while let Some(node) = pending.pop() {
        match node.value() {
            Node::Text(text) => letters.extend(text.chars().filter(|c| c.is_alphanumeric())),
            Node::Element(element) => {
                let unseen = element.attr("hidden").is_some()
                    || element.attr("style").is_some_and(super::build::hides);
                let inline = ElementRef::wrap(node)
                    .is_some_and(|it| !super::Tag::of(it.value().name().as_bytes()).breaks_lines());
                if SILENT.contains(&element.name()) || unseen && inline {
                    continue;
                }
            }
            _ => {}
        }
        let children: Vec<_> = node.children().collect();
        pending.extend(children.into_iter().rev());
    }
    letters
}

fn by_arena(html: &str) -> String {
    Page::of_html(html).text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn real_pages_say_what_html5ever_says() {
    let Ok(shared) = std::env::var("VEILLE_SHARED") else {
        eprintln!("left out: VEILLE_SHARED is not set, so the annotated pages cannot be found");
        return;
    };
    let path = Path::new(&shared).join("data/extraction/news.jsonl.gz");
    let (mut same, mut all) = (0, 0);
    for line in BufReader::new(GzDecoder::new(File::open(path).unwrap())).lines() {
        let page: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let html = page["html"].as_str().unwrap();
        let (standard, arena) = (by_standard(html), by_arena(html));
        all += 1;
        same += usize::from(standard == arena);
        if standard != arena {
            let at = standard
                .bytes()
                .zip(arena.bytes())
                .position(|(a, b)| a != b)
                .unwrap_or(standard.len().min(arena.len()));
            let excerpt = |text: &str| {
                String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(20)..text.len().min(at + 60)])
                    .into_owned()
            };
            eprintln!("{}: {} | {}", page["id"], excerpt(&standard), excerpt(&arena));
        }
    }
    eprintln!("{same} of {all} pages say letter for letter what html5ever says");
    assert!(same * 100 >= all * 95, "{same} of {all}");
}

fn soup() -> impl Strategy<Value = String> {
    let parts = [
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<i>",
        "<a href=x>",
        "</a>",
        "<ul><li>",
        "<li>",
        "</ul>",
        "<br>",
        "</br>",
        "un",
        "deux",
        " ",
        "<!-- x -->",
        "<!-->",
        "<!x>",
        "<?x>",
        "</>",
        "< ",
        "&amp;",
        "&eacute;",
        "<span class='a>b'>",
        "</span>",
        "<h1>",
        "</h2>",
        "<script>if (a < b) '<p>'</script>",
        "<style>p{}</style>",
        "<img alt='x'>",
        "<input value=\"<p>\">",
        "<em",
        ">",
        "trois",
    ];
    proptest::collection::vec(proptest::sample::select(parts.to_vec()), 0..30)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn broken_markup_says_what_html5ever_says(html in soup()) {
        prop_assert_eq!(by_arena(&html), by_standard(&html), "{}", html);
    }
}
