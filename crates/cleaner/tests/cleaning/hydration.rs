//! Pages that show nothing until a script has run: their text stands in the data that the script starts from.

use veille_cleaner::Cleaner;
use veille_model::{BlockKind, Capture};

const PARAGRAPHS: [&str; 4] = [
    "Les délégués de soixante pays ont signé à Hanoï, samedi, la convention que leurs gouvernements négociaient depuis cinq ans.",
    "Le texte entrera en vigueur, a dit le ministre, quand quarante pays l'auront ratifié ; il prévoit un réseau joignable jour et nuit.",
    "Les organisations de défense des libertés, elles, regrettent que les garanties soient laissées au droit de chaque pays.",
    "La prochaine réunion des parties se tiendra dans un an, à Vienne, où le secrétariat doit s'installer d'ici là.",
];

fn page(body: &str, scripts: &str) -> Capture {
    let html = format!(
        "<!doctype html><html lang=fr><head><title>La convention signée à Hanoï - Le Journal</title>\
         <meta property='og:title' content='La convention signée à Hanoï'>\
         <meta property='og:site_name' content='Le Journal'></head><body>{body}{scripts}</body></html>"
    );
    let url = Some("https://journal.example.org/a/convention".to_owned());
    Capture { media_type: Some("text/html".to_owned()), ..Capture::page(url, html.into_bytes()) }
}

/// An application's state, as a framework writes it, around what it holds of an article.
fn state(article: &str) -> String {
    format!(
        r#"<script id="__NEXT_DATA__" type="application/json">{{"props":{{"pageProps":{{"menu":[{{"title":"Monde","url":"/monde"}}],
        "consent":{{"text":"Nous et nos partenaires utilisons des cookies pour mesurer l'audience. Votre consentement est nécessaire."}},
        "related":[{{"title":"Un pont neuf à Hué","summary":"{}"}}],
        "article":{article}}}}},"page":"/a/[slug]","buildId":"x1"}}</script>"#,
        PARAGRAPHS[3]
    )
}

fn blocks(capture: &Capture) -> Vec<(BlockKind, String)> {
    let explained = || Cleaner::default().explain(capture).to_string();
    let article = Cleaner::default().clean(capture).unwrap_or_else(|why| panic!("{why}: {}", explained()));
    article.paragraphs().map(|(kind, text)| (kind, text.to_owned())).collect()
}

#[test]
fn an_empty_shell_is_filled_in_from_its_data() {
    let shell = "<div id=__next></div><noscript>Activez JavaScript.</noscript>";
    let html: String = PARAGRAPHS.iter().map(|text| format!("<p>{text}</p>")).collect();
    let parts: Vec<String> =
        PARAGRAPHS.iter().map(|text| format!(r#"{{"type":"text","content":"{text}"}}"#)).collect();
    let texts: Vec<String> = PARAGRAPHS.iter().map(|text| format!("\"{text}\"")).collect();
    let articles = [
        format!(r#"{{"title":"La convention signée à Hanoï","body":"{html}"}}"#),
        format!(r#"{{"title":"La convention signée à Hanoï","content_elements":[{}]}}"#, parts.join(",")),
        format!(r#"{{"headline":"La convention signée à Hanoï","paragraphs":[{}]}}"#, texts.join(",")),
        format!(r#"{{"headline":"La convention signée à Hanoï","text":"{}"}}"#, PARAGRAPHS.join("\\n\\n")),
    ];
    for article in articles {
        let capture = page(shell, &state(&article));
        let found = blocks(&capture);
        assert_eq!(found.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), PARAGRAPHS, "{article}");
        let explained = Cleaner::default().explain(&capture);
        assert_eq!(explained.document, "page filled in from the data of its scripts");
    }
}

#[test]
fn headings_in_the_data_stay_headings() {
    let node = |kind: &str, text: &str| format!(r#"{{"type":"{kind}","children":[{{"text":"{text}"}}]}}"#);
    let parts = [
        node("paragraph", PARAGRAPHS[0]),
        node("paragraph", PARAGRAPHS[1]),
        node("heading", "Un réseau jour et nuit"),
        node("paragraph", PARAGRAPHS[2]),
        node("paragraph", PARAGRAPHS[3]),
    ];
    let article = format!(r#"{{"title":"La convention signée à Hanoï","body":[{}]}}"#, parts.join(","));
    let found = blocks(&page("<div id=root></div>", &state(&article)));
    assert!(found.contains(&(BlockKind::Heading, "Un réseau jour et nuit".to_owned())), "{found:?}");
    assert_eq!(found.len(), 5);
}

#[test]
fn what_the_page_shows_itself_is_not_replaced() {
    let shown: String = PARAGRAPHS.iter().map(|text| format!("<p>{text}</p>")).collect();
    let other = "Un autre article occupe les données de la page, avec beaucoup de phrases. ".repeat(20);
    let capture = page(
        &format!("<article><h1>La convention signée à Hanoï</h1>{shown}</article>"),
        &state(&format!("{{\"body\":\"{other}\"}}")),
    );
    let found = blocks(&capture);
    assert_eq!(found.len(), 4, "{found:?}");
    assert_eq!(Cleaner::default().explain(&capture).document, "page");
}

#[test]
fn an_empty_shell_without_a_text_in_its_data_says_so() {
    let check = |scripts: &str| {
        let error = Cleaner::default().clean(&page("<div id=root></div>", scripts)).unwrap_err();
        assert_eq!(error.code(), "empty_shell", "{scripts:.200}");
    };
    check("<script src=/app.js></script><script>start({a:1})</script>");
    check(&state("null"));
    check(&state(&format!(
        "[{}]",
        r#"{"id":17,"url":"https://journal.example.org/b","flag":true},"#.repeat(300)
    )));
}
