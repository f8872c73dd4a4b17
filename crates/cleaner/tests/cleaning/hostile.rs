//! Input made to break the cleaner, and properties that hold whatever the input.

use cpu_time::ThreadTime;
use proptest::prelude::*;
use veille_cleaner::{Cleaner, Config, Links, SiteRules};
use veille_model::{Article, Capture};

use crate::inputs;

fn page(html: impl Into<Vec<u8>>) -> Capture {
    Capture { media_type: Some("text/html".to_owned()), ..Capture::page(None, html.into()) }
}

/// No page of 2 MB should take more than 20 ms. A timing is no test, so it is only said:
/// `cargo test --release -p veille-cleaner --test cleaning hostile_input -- --nocapture`.
#[test]
fn hostile_input_neither_overflows_nor_hides_the_article() {
    let inputs = inputs::all();
    assert!(inputs.len() > 80, "{}", inputs.len());
    for input in inputs {
        let capture =
            Capture { media_type: Some(input.media_type.to_owned()), ..Capture::page(None, input.body) };
        let start = ThreadTime::now();
        let cleaned = Cleaner::default().clean(&capture);
        let ms = start.elapsed().as_secs_f64() * 1e3;
        let answer = cleaned.as_ref().map_or_else(|why| why.code(), |_| "an article");
        eprintln!("{ms:8.2} ms {:8} KB  {:<45} {answer}", capture.body.len() / 1000, input.name);
        let found = cleaned.is_ok_and(|article| article.text.contains("soixante pays"));
        assert!(found || !input.has_article, "{}", input.name);
    }
}

/// Selectors need the tree of the standard, which can be thousands of times as long as its page: rules for sites and lists of links
/// leave such pages alone.
#[test]
fn hostile_input_is_nothing_to_a_rule_and_to_a_list() {
    let sites =
        SiteRules::parse("[\"example.org\"]\nbody = \"article\"\nremove = [\"b\"]\nbyline = \"p\"").unwrap();
    let cleaner = Cleaner::new(Config::default(), sites);
    let links = Links::default();
    for mut input in inputs::all() {
        // What is quadratic shows in a small part of it.
        input.body.truncate(120_000);
        let url = Some("https://example.org/a".to_owned());
        let capture =
            Capture { media_type: Some(input.media_type.to_owned()), ..Capture::page(url, input.body) };
        let start = ThreadTime::now();
        let found = (cleaner.clean(&capture).is_ok(), links.on(&capture).len());
        let seconds = start.elapsed().as_secs_f64();
        assert!(seconds < 20.0, "{} took {seconds} s: {found:?}", input.name);
    }
}

#[test]
fn what_is_no_text_is_refused_by_name() {
    for body in [inputs::random(100_000), vec![0; 10_000], b"%PDF-1.7 and so on".to_vec()] {
        let error = Cleaner::default().clean(&page(body)).unwrap_err();
        assert_eq!(error.code(), "unreadable");
        assert!(error.to_string().contains("it is binary, not a page"), "{error}");
    }
}

#[test]
fn what_is_longer_than_allowed_is_refused_by_name() {
    let error = Cleaner::default().clean(&page(vec![b'a'; 33 << 20])).unwrap_err();
    assert_eq!(error.code(), "too_large");
}

/// Letters and digits of a text, in order.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether each block of the article stands in the page's own text.
fn is_made_of(article: &Article, source: &str) -> bool {
    let whole = letters(source);
    article.paragraphs().all(|(_, block)| whole.contains(&letters(block)))
}

fn flat(text: &str) -> Capture {
    Capture { media_type: Some("text/plain".to_owned()), ..Capture::page(None, text.as_bytes().to_vec()) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_an_article_or_a_reason(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let cleaner = Cleaner::default();
        let capture = Capture::page(None, bytes);
        let explained = cleaner.explain(&capture);
        prop_assert_eq!(cleaner.clean(&capture).is_err(), explained.discarded.is_some());
        prop_assert!(!explained.to_string().is_empty());
    }

    #[test]
    fn any_soup_of_tags_is_read_twice_alike(parts in proptest::collection::vec(part(), 0..80)) {
        let capture = page(parts.concat());
        let cleaner = Cleaner::default();
        prop_assert_eq!(cleaner.clean(&capture), cleaner.clean(&capture));
    }

    #[test]
    fn a_pages_article_is_made_of_what_the_page_shows(lines in proptest::collection::vec(line(), 1..30)) {
        let html: String = lines.iter().map(|line| format!("<div class=text><p>{line}</p></div>")).collect();
        if let Ok(article) = Cleaner::default().clean(&page(html)) {
            prop_assert!(is_made_of(&article, &lines.join("\n")), "{}", article.text);
        }
    }

    #[test]
    fn nothing_is_added_to_an_articles_own_text(lines in proptest::collection::vec(line(), 1..30)) {
        let cleaner = Cleaner::default();
        if let Ok(once) = cleaner.clean(&flat(&lines.join("\n")))
            && let Ok(twice) = cleaner.clean(&flat(&once.text))
        {
            prop_assert!(is_made_of(&twice, &once.text), "{}", twice.text);
            prop_assert!(twice.blocks.len() <= once.blocks.len());
        }
    }

    #[test]
    fn a_text_is_made_of_the_page(lines in proptest::collection::vec(line(), 1..30)) {
        let source = lines.join("\n");
        if let Ok(article) = Cleaner::default().clean(&flat(&source)) {
            prop_assert!(is_made_of(&article, &source), "{}", article.text);
            prop_assert_eq!(article.text.chars().count(), article.blocks.last().map_or(0, |block| block.end));
        }
    }
}

fn part() -> impl Strategy<Value = String> {
    let tags = [
        "<p>",
        "</p>",
        "<div class=article-body>",
        "</div>",
        "<b>",
        "</b>",
        "<table><tr><td>",
        "</table>",
        "<li>",
        "<ul>",
        "</ul>",
        "<h1>",
        "</h1>",
        "<a href=x>",
        "</a>",
        "<br>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<svg>",
        "</svg>",
        "<select><option>",
        "</select>",
        "<template>",
        "</template>",
        "<p hidden>",
        "<",
        "&eacute;",
        "&",
        "<meta name=author content=A>",
        "<title>x</title>",
        "<figure><figcaption>",
        "</figure>",
        "</body>",
        "<body>",
        "<article>",
        "</article>",
        "\0",
        "<button>",
    ];
    prop_oneof![
        proptest::sample::select(tags.to_vec()).prop_map(str::to_owned),
        line(),
        "[ -~]{0,20}".prop_map(|text: String| text),
    ]
}

fn line() -> impl Strategy<Value = String> {
    let lines = [
        "Les délégués de soixante pays ont signé à Hanoï, samedi, la convention que leurs gouvernements négociaient.",
        "Comment (0)",
        "Nouvelles connexes",
        "Photo: Lan Anh/ABC |",
        "Việt Nam đã ký Công ước tại Hà Nội, ngày 25 tháng 10.",
        "河内举行了签字仪式，六十个国家的代表出席。",
        "وقّع مندوبو ستين دولة على الاتفاقية في هانوي.",
        "|",
        "",
        "Source : https://example.org/a",
    ];
    proptest::sample::select(lines.to_vec()).prop_map(str::to_owned)
}

#[test]
fn an_articles_own_text_gives_the_same_text_again() {
    let cleaner = Cleaner::default();
    let source = [
        "Le Quotidien", "La convention signée à Hanoï",
        "Les délégués de soixante pays ont signé à Hanoï, samedi, la convention que leurs gouvernements négociaient depuis cinq ans.",
        "Le texte entrera en vigueur, a dit le ministre, quand quarante pays l'auront ratifié.",
        "Il prévoit un réseau de correspondants, joignables jour et nuit, et l'échange de preuves entre les parties.",
        "Comment (0)", "Nouvelles connexes", "Un pont neuf à Hué",
    ]
    .join("\n\n");
    let once = cleaner.clean(&flat(&source)).unwrap();
    let twice = cleaner.clean(&flat(&once.text)).unwrap();
    assert_eq!(twice.text, once.text);
    assert!(once.text.starts_with("Les délégués") && once.text.ends_with("les parties."), "{}", once.text);
}
