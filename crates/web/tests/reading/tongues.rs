//! Every page in every language of the interface: nothing of it is left in English but names.

use scraper::{ElementRef, Html, Node};
use veille_model::{Batch, Outcome, OutcomeKind, Reason, StageName};

use super::asking::ask;
use super::samples::{Sample, rich, searchable, server, store, watched};

/// What is called the same in every language: formats, programs, protocols, and the zone and the topics of the tests.
const NAMES: &str = "veille CSV Excel JSON Feed Lines Atom RSS SVG PNG ninjs OPML NATS nats curl Python Rust Google Sheets \
    AsyncAPI OpenAPI PDF DOCX HTML EML MHTML webhook Standard Webhooks https server-sent events toml CODE Asia Ho_Chi_Minh UTC \
    Hanoi Convention Ransomware The press office Not the one of Budapest hanoi-convention";
/// Attributes that are read out or shown.
const SHOWN: [&str; 5] = ["aria-label", "title", "placeholder", "alt", "data-label"];

/// The texts of a page that are not marked as of another language, nor as code.
fn texts(page: &Html, tag: &str) -> Vec<String> {
    let mut found = Vec::new();
    for node in page.tree.nodes() {
        let within = || [node].into_iter().chain(node.ancestors()).filter_map(ElementRef::wrap);
        let is_code = within().any(|it| {
            matches!(it.value().name(), "code" | "pre" | "kbd" | "script" | "style" | "head")
                || it.value().attr("class").is_some_and(|class| class == "original")
        });
        let marked = within().find_map(|it| it.value().attr("lang").map(str::to_owned));
        if is_code || marked.is_some_and(|lang| lang != tag) {
            continue;
        }
        match node.value() {
            Node::Text(text) => found.push(text.to_string()),
            // What is typed is written in the language of queries.
            Node::Element(element) if element.attr("dir") == Some("ltr") => {}
            Node::Element(element) => {
                found.extend(SHOWN.iter().filter_map(|name| element.attr(name)).map(str::to_owned));
            }
            _ => {}
        }
    }
    found.retain(|text| !text.trim().is_empty());
    found
}

/// Its words in Latin letters.
fn latin(text: &str) -> impl Iterator<Item = &str> {
    let is_latin = |letter: char| letter.is_alphabetic() && (letter as u32) < 0x250;
    text.split(move |letter: char| !is_latin(letter) && !"_-".contains(letter))
        .map(|word| word.trim_matches(['_', '-']))
        .filter(move |word| word.chars().filter(|letter| is_latin(*letter)).count() > 1)
}

/// Where pages say reasons, failures and what is kept.
const PAGES: [&str; 17] = [
    "/",
    "/?each=1",
    "/stories",
    "/coverage",
    "/people",
    "/topics",
    "/topic/hanoi-convention",
    "/sources",
    "/sources/fleuve",
    "/outcomes",
    "/outcomes?stage=clean",
    "/outcomes?stage=fetch",
    "/streams",
    "/search",
    "/search?q=zzzz",
    "/why?q=fleuve",
    "/nothing",
];

#[tokio::test]
async fn no_page_is_left_in_english() {
    let folder = tempfile::tempdir().unwrap();
    let samples: Vec<Sample> = (1..4).map(Sample::new).collect();
    let store = store(&samples).await;
    let fetched = |code: &str, number: usize| Outcome {
        outcome: OutcomeKind::Discarded,
        reason: Some(Reason::new(code, "the server answered in English")),
        outputs: Vec::new(),
        stage: StageName::Fetch,
        ..Sample::new(number).outcome(StageName::Fetch)
    };
    let outcomes = vec![
        samples[0].outcome(StageName::Fetch),
        fetched("http_403", 8),
        fetched("resting", 9),
        Sample::new(7).set_aside(),
    ];
    store.commit(&Batch { articles: vec![rich()], outcomes, ..Batch::default() }).await.unwrap();
    let server = searchable(&store, watched(), folder.path()).await;
    // What the articles say, and who they are by.
    let content = format!("{:?} {:?} {NAMES} Le Fleuve fleuve", rich(), samples);
    let content: std::collections::BTreeSet<String> = latin(&content).map(str::to_lowercase).collect();
    let article = format!("/article/{}", rich().article.id);
    let mut all: Vec<String> = Vec::new();
    let pages =
        PAGES.iter().map(|page| (*page).to_owned()).chain([article.clone(), format!("{article}/how")]);
    for page in pages {
        let of = async |tag: &str| {
            let joint = if page.contains('?') { '&' } else { '?' };
            ask(&server, &format!("{page}{joint}ui={tag}")).await.html()
        };
        let english = texts(&of("en").await, "en");
        assert!(english.len() > 20, "{page}");
        let strange: Vec<String> = texts(&of("ar").await, "ar")
            .into_iter()
            .filter(|text| english.contains(text))
            .filter(|text| latin(text).any(|word| !content.contains(&word.to_lowercase())))
            .collect();
        all.extend(strange.into_iter().map(|text| format!("{page} in Arabic: {text}")));
        for tag in ["fr", "es", "vi"] {
            // Single words are the same in several of these languages.
            let strange: Vec<String> = texts(&of(tag).await, tag)
                .into_iter()
                .filter(|text| english.contains(text))
                .filter(|text| latin(text).filter(|word| !content.contains(&word.to_lowercase())).count() > 2)
                .collect();
            all.extend(strange.into_iter().map(|text| format!("{page} in {tag}: {text}")));
        }
    }
    assert_eq!(all, Vec::<String>::new());
}

#[tokio::test]
async fn an_empty_store_is_not_left_in_english_either() {
    let server = server(&store(&[]).await, watched()).await;
    let names: std::collections::BTreeSet<String> =
        latin(&format!("{NAMES} Le Fleuve fleuve run serve nothing")).map(str::to_lowercase).collect();
    for page in PAGES.iter().filter(|page| !page.starts_with("/search")) {
        let joint = if page.contains('?') { '&' } else { '?' };
        let arabic = ask(&server, &format!("{page}{joint}ui=ar")).await.html();
        let strange: Vec<String> = texts(&arabic, "ar")
            .into_iter()
            .filter(|text| latin(text).any(|word| !names.contains(&word.to_lowercase())))
            .collect();
        assert_eq!(strange, Vec::<String>::new(), "{page}");
    }
}
