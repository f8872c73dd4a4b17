//! Whatever an article is made of, it is classified: nothing in it ends the program, and what is found lies where it is
//! said to lie.

#![allow(clippy::unwrap_used)] // tests

use proptest::prelude::*;
use veille_classifier::{Classifier, Topics};
use veille_model::{Article, Field};

/// Signs that open and close, end sentences or make names, among any other characters.
fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        3 => prop::sample::select(vec!['.', '!', '?', '…', '«', '»', '“', '”', '"', ':', '-', '–', ' ', '\n']),
        2 => prop::sample::select(vec!['a', 'M', 'é', 'œ', 'ß', '漢', '说', 'ไ', 'ق', 'Ж', '7']),
        1 => any::<char>(),
    ]
}

fn text() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        " a déclaré le ministre Paul Verdier ",
        " said Jane Holloway ",
        "convention",
        " Hà Nội ",
        "\u{301}",
    ]);
    let piece = prop_oneof![
        3 => prop::collection::vec(character(), 0..12).prop_map(String::from_iter),
        1 => words.prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn classifier() -> Classifier {
    let file = "id = 'hanoi'\nquery = 'convention OR hanoi OR verd* OR headline:said'\n".to_owned();
    Classifier::new(Topics::parse(&[("hanoi.toml".to_owned(), file)]).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_article_is_classified(
        headline in prop::option::of(text()),
        blocks in prop::collection::vec(text(), 0..4),
        byline in prop::collection::vec(text(), 0..3),
        url in prop::option::of(text()),
        language in prop::sample::select(vec!["fr", "en", "vi", "zh", "ar", "ru", "de", "?"]),
    ) {
        let (text, mut places, mut start) = (blocks.join("\n\n"), Vec::new(), 0);
        for block in &blocks {
            let end = start + block.chars().count();
            places.push(serde_json::json!({"kind": "paragraph", "start": start, "end": end}));
            start = end + 2;
        }
        let article: Article = serde_json::from_value(serde_json::json!({
            "id": "a", "revision": "r", "capture": "c", "kind": "page", "source": "journal", "headline": headline,
            "text": text, "blocks": places, "byline": byline, "url": url, "declared_language": language,
        })).unwrap();
        let classifier = classifier();
        classifier.explain(&article);
        let tagged = classifier.classify(article);
        let cut = |whole: &str, start: usize, end: usize| -> String {
            whole.chars().skip(start).take(end - start).collect()
        };
        for evidence in tagged.tags.iter().flat_map(|tag| &tag.evidence) {
            let whole = match evidence.field {
                Field::Headline => headline.as_deref().unwrap_or_default(),
                Field::Text => &text,
                _ => continue,
            };
            prop_assert_eq!(cut(whole, evidence.start, evidence.end), evidence.exact.clone());
        }
        for quotation in &tagged.quotations {
            prop_assert_eq!(cut(&text, quotation.start, quotation.end), quotation.exact.clone());
        }
    }
}
