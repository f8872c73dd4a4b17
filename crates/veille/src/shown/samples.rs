//! Articles for tests of what is shown.

use veille_model::{
    Article, ArticleId, CaptureId, CaptureKind, Credit, CreditKind, Evidence, Field, LanguageTag, Revision,
    RuleRevision, SourceId, Tag, TaggedArticle, TopicId,
};

/// An article with a text, and nothing else that could be missing.
pub fn article() -> Article {
    let text = "Les délégations ont signé la Convention de Hanoï.".to_owned();
    serde_json::from_value(serde_json::json!({
        "id": ArticleId::of_url("https://fleuve.example/fr/a"),
        "revision": Revision::of(None, &text),
        "capture": CaptureId::of(None, text.as_bytes()),
        "kind": CaptureKind::Page,
        "source": SourceId::new("fleuve"),
        "text": text,
        "blocks": [],
    }))
    .expect("an article needs no more")
}

/// A tagged article with this headline and address, these topics with so many passages each.
pub fn tagged(
    headline: Option<&str>,
    day: Option<&str>,
    url: Option<&str>,
    topics: &[(&str, usize)],
) -> TaggedArticle {
    let mut article = article();
    article.headline = headline.map(str::to_owned);
    article.published_at = day.map(|day| day.parse().expect("a day or an instant"));
    article.url = url.map(str::to_owned);
    let words = "Source : https://www.nhandan.example/a".to_owned();
    let url = Some("https://www.nhandan.example/a".to_owned());
    article.provenance = vec![Credit { kind: CreditKind::CreditLine, url, outlet: None, words }];
    TaggedArticle {
        article,
        language: LanguageTag::new("fr"),
        language_confidence: 1.0,
        language_runner_up: None,
        block_languages: Vec::new(),
        tags: topics.iter().map(|(topic, passages)| tag(topic, *passages)).collect(),
        origin: None,
        quotations: Vec::new(),
        mentions: Vec::new(),
    }
}

fn tag(topic: &str, passages: usize) -> Tag {
    let evidence = |at: usize| Evidence {
        field: Field::Text,
        start: at,
        end: at + 1,
        exact: "x".to_owned(),
        clause: "x".to_owned(),
    };
    Tag {
        topic: TopicId::new(topic),
        rule: RuleRevision::of("x"),
        weight: 50,
        media_topics: Vec::new(),
        evidence: (0..passages).map(evidence).collect(),
    }
}
