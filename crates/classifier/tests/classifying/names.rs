//! Topics that ask for someone or something named, on articles whose names are found in them.

#![allow(clippy::unwrap_used)] // tests

use veille_classifier::{Classifier, Topics};
use veille_model::{Article, TaggedArticle};

fn classifier(queries: &[(&str, &str)]) -> Classifier {
    let file =
        |(id, query): &(&str, &str)| (format!("{id}.toml"), format!("id = '{id}'\nquery = '{query}'\n"));
    Classifier::new(Topics::parse(&queries.iter().map(file).collect::<Vec<_>>()).unwrap())
}

fn article(headline: &str, text: &str) -> Article {
    serde_json::from_value(serde_json::json!({
        "id": "a", "revision": "r", "capture": "c", "kind": "page", "source": "journal",
        "headline": headline, "text": text, "blocks": [],
    }))
    .unwrap()
}

fn passages(tagged: &TaggedArticle) -> Vec<String> {
    tagged.tags.iter().flat_map(|tag| &tag.evidence).map(|passage| passage.exact.clone()).collect()
}

/// One person in six languages and three scripts, some of which decline the name.
const GUTERRES: [(&str, &[&str]); 6] = [
    (
        "Le secrétaire général de l’ONU, António Guterres, est arrivé samedi à Hanoï. M. Guterres signera la Convention.",
        &["António Guterres", "Guterres"],
    ),
    (
        "United Nations chief Antonio Guterres said on Saturday that the treaty was a promise.",
        &["Antonio Guterres"],
    ),
    (
        "Генеральный секретарь ООН Антониу Гутерриш прибыл в Ханой. Он встретился с министром.",
        &["Антониу Гутерриш"],
    ),
    ("وقال الأمين العام للأمم المتحدة أنطونيو غوتيريش إن الاتفاقية وعد.", &["أنطونيو غوتيريش"]),
    ("Tổng thư ký Liên hợp quốc Antonio Guterres phát biểu tại Hà Nội.", &["Antonio Guterres"]),
    ("El secretario general de la ONU, António Guterres, llegó el sábado a Hanói.", &["António Guterres"]),
];

#[test]
fn a_person_is_a_topic_in_every_language() {
    let names = ["António Guterres", "Антониу Гутерриш", "guterres"];
    for name in names {
        let classifier = classifier(&[("chief", &format!("person:\"{name}\""))]);
        for (text, expected) in GUTERRES {
            assert_eq!(passages(&classifier.classify(article("", text))), expected, "{name}: {text}");
        }
        let other =
            article("", "Lucio Gutiérrez fue presidente del Ecuador. António Costa habló con Gutiérrez.");
        assert_eq!(classifier.classify(other).tags, [], "{name}");
    }
}

#[test]
fn a_body_and_a_place_are_topics_in_every_language() {
    let classifier = classifier(&[("un", "org:ONU"), ("hanoi", "place:\"Hà Nội\" AND NOT person:Zanzibar")]);
    let topics = |text: &str| -> Vec<String> {
        let tagged = classifier.classify(article("", text));
        tagged.tags.iter().map(|tag| tag.topic.to_string()).collect()
    };
    assert_eq!(topics(GUTERRES[0].0), ["hanoi", "un"]);
    assert_eq!(topics(GUTERRES[1].0), ["un"]);
    assert_eq!(topics(GUTERRES[2].0), ["hanoi", "un"]);
    assert_eq!(topics("قالت الأمم المتحدة إن الاتفاقية وعد."), ["un"]);
    assert_eq!(topics(GUTERRES[4].0), ["hanoi", "un"]);
    assert_eq!(topics("El ministro habló en Madrid de la cosecha."), [] as [&str; 0]);
}

#[test]
fn whoever_asks_why_is_told_of_names_too() {
    let classifier = classifier(&[("chief", "person:Guterres AND convention AND football")]);
    let explained = classifier.explain(&article("", GUTERRES[0].0));
    let topic = &explained.topics[0];
    assert_eq!((topic.matched, topic.closeness), (false, 0.667));
    assert_eq!(topic.lacked.iter().map(|lack| lack.clause.as_str()).collect::<Vec<_>>(), ["football"]);
    assert_eq!(topic.evidence.len(), 3);
}

#[test]
fn tags_are_the_same_whether_or_not_another_topic_asks_for_names() {
    let words = [("a", "convention OR treaty OR договор"), ("b", "hanoi* NEAR/20 guterres")];
    let named = [words.as_slice(), &[("c", "person:Guterres")]].concat();
    let (plain, named) = (classifier(&words), classifier(&named));
    for (text, _) in GUTERRES {
        let mut with_names = named.classify(article("Hanoï", text));
        with_names.tags.retain(|tag| tag.topic.as_str() != "c");
        assert_eq!(plain.classify(article("Hanoï", text)), with_names);
    }
}
