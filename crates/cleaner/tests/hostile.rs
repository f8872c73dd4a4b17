//! Input made to break the cleaner, and properties that hold whatever the input.

use proptest::prelude::*;
use veille_cleaner::Cleaner;
use veille_model::{Article, Capture};

fn page(html: impl Into<Vec<u8>>) -> Capture {
    Capture { media_type: Some("text/html".to_owned()), ..Capture::page(None, html.into()) }
}

const PARAGRAPH: &str = "<p>Les délégués de soixante pays ont signé à Hanoï, samedi, la convention que leurs gouvernements \
                         négociaient depuis cinq ans; elle entrera en vigueur après quarante ratifications.</p>";

/// An article inside, before and after something hostile.
fn around(hostile: &str) -> Capture {
    page(format!("<h1>La convention signée à Hanoï</h1><article>{PARAGRAPH}{PARAGRAPH}{hostile}</article>"))
}

#[test]
fn hostile_markup_neither_overflows_nor_hides_the_article() {
    let check = |name: &str, hostile: String| {
        let article = Cleaner::default().clean(&around(&hostile));
        assert!(article.is_ok_and(|it| it.text.contains("soixante pays")), "{name}");
    };
    check("100,000 nested elements", "<div>".repeat(100_000));
    check("100,000 nested lists", "<ul><li>".repeat(100_000));
    check("100,000 nested tables", "<table><tr><td>".repeat(100_000));
    check("5,000 unclosed formatting tags", "<p><b><i><font>".repeat(5_000));
    check("100,000 stray end tags", "</div></b></p></td>".repeat(100_000));
    check("an attribute of 5 MB", format!("<div class=\"{}\">", "a ".repeat(2_500_000)));
    check("100,000 attributes", format!("<div {}>", "a=b ".repeat(100_000)));
    check("100,000 unclosed titles", "<title>".repeat(100_000));
    check("100,000 comments never closed", "<!--".repeat(100_000));
    check("100,000 tags cut short", "<a href='".repeat(100_000));
    check("nothing but <", "<".repeat(1_000_000));
    check("unclosed elements inside spans", format!("<p>{}", "<span><div>".repeat(50_000)));
}

#[test]
fn what_drowns_the_article_ends_all_the_same() {
    let check = |hostile: String| {
        let _ = Cleaner::default().clean(&around(&hostile));
    };
    check("<p><b><i><font>x".repeat(5_000));
    check("<a href=x>lien</a> ".repeat(100_000));
    check("<br>x".repeat(100_000));
    check("<li><a href=x>un lien</a>".repeat(50_000));
    check("&amp;&eacute;&#233;&".repeat(100_000));
}

#[test]
fn a_line_of_20_mb_is_read() {
    let line = "Les délégués ont signé, samedi, le texte à Hanoï. ".repeat(400_000);
    let text =
        Capture { media_type: Some("text/plain".to_owned()), ..Capture::page(None, line.into_bytes()) };
    assert!(Cleaner::default().clean(&text).is_ok());
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
