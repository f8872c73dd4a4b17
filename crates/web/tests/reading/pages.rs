//! What stands on each page.

use veille_model::Batch;

use super::asking::{ask, ask_with};
use super::samples::{Sample, rich, server, store, watched};

#[tokio::test]
async fn an_item_says_why_it_is_here() {
    let store = store(&[]).await;
    store.commit(&Batch { articles: vec![rich()], ..Batch::default() }).await.unwrap();
    let server = server(&store, watched()).await;
    let page = ask(&server, "/").await.ok();
    assert_eq!(page.texts(".item mark"), ["Convention de Hanoï"]);
    assert_eq!(page.texts(".item .chips a"), ["Hanoi Convention"]);
    assert_eq!(page.texts(".item .quoted bdi"), ["Amina Modelo, présidente"]);
    let meta = &page.texts(".item .meta")[0];
    assert!(meta.starts_with("Le Fleuve French"), "{meta}");
    assert!(meta.contains("translated from Nhân Dân (Vietnamese)"), "{meta}");
    // Who publishes it is not told where the reader comes from.
    assert_eq!(page.header("referrer-policy"), "same-origin");
}

#[tokio::test]
async fn evidence_and_reasons_lead_to_each_other() {
    let store = store(&[Sample::new(1)]).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, &format!("/article/{}", Sample::new(1).id())).await.ok();
    assert_eq!(page.texts(".text mark"), ["1Convention de Hanoï", "2Convention de Hanoï"]);
    let (marks, reasons) = (page.attributes(".text .ref", "href"), page.attributes(".why .ref", "href"));
    assert_eq!(
        (&marks[..], &reasons[..]),
        (&["#r1".into(), "#r2".into()][..], &["#e1".into(), "#e2".into()][..])
    );
    for link in page.attributes("main a[href^='#']", "href") {
        assert_eq!(page.attributes(&link, "id").len(), 1, "{link} leads nowhere, or to two places");
    }
    assert_eq!(page.texts(".why q"), ["Convention de Hanoï"]);
    assert_eq!(page.texts(".why code"), ["\"convention de hanoï\""]);
}

#[tokio::test]
async fn what_a_feed_said_is_not_said_to_be_the_page_s() {
    let store = store(&[]).await;
    let mut fed = rich();
    fed.article.flags = vec!["date_from_feed".to_owned(), "page_consent_wall".to_owned()];
    let address = format!("/article/{}", fed.article.id);
    store.commit(&Batch { articles: vec![fed], ..Batch::default() }).await.unwrap();
    let page = ask(&server(&store, watched()).await, &address).await.ok();
    let said = page.texts("main").remove(0);
    assert!(said.contains("as the feed says") && !said.contains("as the page says"), "{said}");
    assert!(said.contains("its page gave no article: the page only asks for consent"), "{said}");
}

#[tokio::test]
async fn an_article_shows_everything_that_is_known_of_it() {
    let (tagged, sample) = (rich(), Sample::new(100));
    let store = store(&[]).await;
    let batch = Batch { articles: vec![tagged.clone()], outcomes: sample.outcomes(), ..Batch::default() };
    store.commit(&batch).await.unwrap();
    let server = server(&store, watched()).await;
    let address = format!("/article/{}", tagged.article.id);
    let page = ask(&server, &address).await.ok();
    assert_eq!(page.texts("h1"), ["La signature, jour 100"]);
    assert_eq!(page.attributes(".text", "lang"), ["fr"]);
    let blocks = |name| page.attributes(".text p", name);
    assert_eq!(
        (blocks("lang"), blocks("dir")),
        (vec!["vi".into(), "ar".into()], vec!["ltr".into(), "rtl".into()])
    );
    assert_eq!(page.texts(".said blockquote"), ["La preuve vieillit en quelques heures"]);
    assert!(page.texts(".said figcaption")[0].contains("Amina Modelo, présidente a déclaré paragraph 1"));
    for part in [
        "translated from Nhân Dân (Vietnamese)",
        "Source : Nhân Dân",
        "with passages in Vietnamese, Arabic",
        "its date lies after the day it was captured",
        "26 Oct 2025, 10:00",
        "as the page says",
        "27 Oct 2025, 15:00",
        "when the page was received",
        "Lê Thị Hoa",
    ] {
        assert!(page.texts("main")[0].contains(part), "{part}");
    }
    assert_eq!(page.texts(".steps .stage"), ["Cleaning", "Tagging", "Storing"]);
    assert_eq!(page.attributes(".to-original a", "href"), ["https://www.fleuve.example/articles/100"]);
    let stored: veille_model::TaggedArticle =
        serde_json::from_str(&ask(&server, &format!("{address}.json")).await.ok().body).unwrap();
    assert_eq!(stored, tagged);
}

#[tokio::test]
async fn topics_show_their_queries_as_written_and_what_they_found() {
    let samples: Vec<Sample> = (0..3).map(Sample::new).collect();
    let store = store(&samples).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, "/topics").await.ok();
    assert_eq!(page.texts("tbody th a"), ["Hanoi Convention", "Ransomware"]);
    assert_eq!(page.texts("tbody td.n"), ["3", "0"]);
    let topic = ask(&server, "/topic/hanoi-convention").await.ok();
    assert_eq!(topic.texts("pre"), ["\"convention de hanoi\" OR a & b"]);
    assert_eq!(topic.texts("article.item").len(), 3);
    assert!(topic.texts("main")[0].contains("Not the one of Budapest."));
    assert_eq!(topic.attributes("link[type='text/csv']", "href"), ["/topic/hanoi-convention.csv"]);
    let untouched = ask(&server, "/topic/ransomware").await.ok();
    assert!(untouched.texts("main")[0].contains("no article yet"));
    assert_eq!(ask(&server, "/topic/nothing").await.status, 404);
}

#[tokio::test]
async fn a_topic_that_is_not_watched_any_more_keeps_its_page() {
    let store = store(&[Sample::new(1)]).await;
    let server = server(&store, watched()).await;
    let mut changed = watched();
    changed.topics.remove(0);
    server.watch(changed);
    let page = ask(&server, "/topic/hanoi-convention").await.ok();
    assert!(page.texts("main")[0].contains("not watched any more"));
    assert_eq!(page.texts("article.item").len(), 1);
}

#[tokio::test]
async fn outcomes_add_up_and_lead_to_each_input() {
    let samples: Vec<Sample> = (0..3).map(Sample::new).collect();
    let refused = Sample::new(7);
    let store = store(&samples).await;
    store.commit(&Batch { outcomes: vec![refused.set_aside()], ..Batch::default() }).await.unwrap();
    let server = server(&store, watched()).await;
    let page = ask(&server, "/outcomes").await.ok();
    assert_eq!(page.texts("tbody th"), ["Cleaning", "Tagging", "Storing"]);
    assert_eq!(page.texts("tbody tr:first-child td"), ["4", "3", "1", "0", "0"]);
    assert!(page.texts(".reasons li")[0].contains("no_body set aside"), "{:?}", page.texts(".reasons li"));
    let reason = ask(&server, &page.attributes(".reasons a", "href")[0]).await.ok();
    assert_eq!(reason.texts(".steps .what"), [refused.url.as_str()]);
    let why = ask(&server, &reason.attributes(".steps .what a", "href")[0]).await.ok();
    assert_eq!(why.texts(".steps .detail"), ["no block of the page reads like an article no_body"]);
    assert_eq!(why.attributes("#q", "value"), [refused.url.as_str()]);
    let stored = ask(&server, &format!("/why?q={}", samples[0].id())).await.ok();
    assert_eq!(stored.texts(".plain a"), ["La signature, jour 0"]);
    let nothing = ask(&server, "/why?q=https://example.org/never").await.ok();
    assert!(nothing.texts(".empty")[0].contains("No feed announced it"));
    assert_eq!(ask(&server, "/outcomes?stage=baking").await.status, 400);
}

#[tokio::test]
async fn the_words_are_those_of_the_reader() {
    let store = store(&[Sample::new(1)]).await;
    let server = server(&store, watched()).await;
    let host = ("host", "localhost");
    let french = ask_with(&server, "/", &[host, ("accept-language", "fr-CA,fr;q=0.8,en;q=0.5")]).await.ok();
    assert_eq!(
        (french.attributes("html", "lang"), french.texts("h1")),
        (vec!["fr".into()], vec!["Aujourd’hui".into()])
    );
    assert_eq!(french.texts(".day h2 time"), ["dimanche 26 octobre 2025"]);
    assert_eq!(french.texts(".item .chips a"), ["Convention de Hanoï"]);
    assert!(french.header("vary").to_lowercase().contains("accept-language"));
    // Chosen by hand, it is kept; an unknown one is not.
    let chosen = ask(&server, "/?ui=fr&language=fr").await.ok();
    assert_eq!(chosen.attributes("html", "lang"), ["fr"]);
    let kept_by = |answer: &super::asking::Answer| {
        let kept = answer.headers.get_all("set-cookie").iter().filter_map(|it| it.to_str().ok());
        kept.filter(|kept| kept.starts_with("ui=")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(kept_by(&chosen)[0].starts_with("ui=fr; "), "{:?}", chosen.headers);
    let kept = ask_with(&server, "/topics", &[host, ("cookie", "a=b; ui=fr")]).await.ok();
    assert_eq!(kept.texts("h1"), ["Sujets"]);
    assert!(kept_by(&ask(&server, "/?ui=%0d%0aX").await.ok()).is_empty());
    let other = chosen.attributes("footer a[hreflang=en]", "href").remove(0);
    assert_eq!(other, "/?language=fr&ui=en");
}

#[tokio::test]
async fn every_wording_of_an_article_can_be_read_and_a_page_that_was_taken_down_says_so() {
    let first = Sample::new(1);
    let mut second = Sample::new(1);
    second.paragraphs[1] = "Soixante-deux pays ont signé la Convention de Hanoï.".to_owned();
    second.captured = "2025-10-28T08:00:00Z";
    let store = store(&[first.clone(), second.clone()]).await;
    let server = server(&store, watched()).await;
    let address = format!("/article/{}", first.id());
    let page = ask(&server, &address).await.ok();
    assert!(page.texts(".text")[0].contains("Soixante-deux"));
    assert_eq!(page.texts("#wordings ~ ul strong"), ["wording 2 of 2"]);
    let earlier = page.attributes("#wordings ~ ul a", "href").remove(0);
    let old = ask(&server, &earlier).await.ok();
    assert!(old.texts(".text")[0].contains("Soixante pays"));
    assert!(old.texts(".notice")[0].contains("earlier wording"));
    assert_eq!(old.attributes(".notice a", "href"), [address.as_str()]);
    assert_eq!(ask(&server, &format!("{address}?wording=none")).await.status, 404);
    // Word by word, beside the wording before; the first has none.
    assert_eq!(page.texts(".changed ins"), ["Soixante-deux pays ont signé la Convention de Hanoï."]);
    assert!(page.texts(".changed del")[0].starts_with("Soixante pays"), "{:?}", page.texts(".changed del"));
    assert!(page.texts(".changed p")[0].starts_with("Un premier paragraphe sans rien."));
    assert_eq!(old.texts(".changed").len(), 0);

    let gone = ["2025-10-29T08:00:00Z", "2025-10-30T08:00:00Z"].map(|at| second.gone(at));
    store.commit(&Batch { outcomes: gone.into(), ..Batch::default() }).await.unwrap();
    let page = ask(&server, &address).await.ok();
    assert_eq!(page.texts(".notice"), ["Taken down by its publisher; noticed 30 Oct 2025, 15:00"]);
}

#[tokio::test]
async fn how_an_article_was_read_shows_what_was_left_out_and_what_came_near() {
    let page = "<html lang=fr><head><title>Un titre qui dit tout</title><meta property='article:published_time' \
                content='2025-10-26T10:00:00+07:00'></head><body><nav><ul><li><a href=/>Accueil</a></li><li><a href=/m>Monde</a></li>\
                </ul></nav><article><h1>Un titre qui dit tout</h1><p>Soixante pays ont signé samedi la Convention de Hanoï contre la \
                cybercriminalité, a annoncé le ministère dans un communiqué publié dans la soirée.</p><p>Le texte entrera en vigueur \
                quand quarante États l'auront ratifié, ce qui prendra sans doute plusieurs années selon les diplomates.</p></article>\
                <footer><p>Tous droits réservés</p></footer></body></html>";
    let capture = veille_model::Capture::page(Some("https://www.fleuve.example/lu".to_owned()), page.into());
    let cleaner = veille_cleaner::Cleaner::default();
    let file =
        |name: &str, query: &str| (format!("{name}.toml"), format!("id = '{name}'\nquery = '''{query}'''\n"));
    let topics =
        [file("hanoi-convention", "\"convention de hanoi\""), file("ransomware", "pays AND zanzibar")];
    let classifier = veille_classifier::Classifier::new(veille_classifier::Topics::parse(&topics).unwrap());
    let tagged = classifier.classify(cleaner.clean(&capture).unwrap());
    let store = store(&[]).await;
    let batch = |captures| Batch { articles: vec![tagged.clone()], captures, ..Batch::default() };
    store.commit(&batch(Vec::new())).await.unwrap();
    let watched = veille_web::Watched { classifier: Some(classifier), cleaner: Some(cleaner), ..watched() };
    let server = server(&store, watched).await;
    let address = format!("/article/{}/how", tagged.article.id);
    let without = ask(&server, &address).await.ok();
    assert!(without.body.contains("The page is kept no longer"));
    assert_eq!(without.texts(".near h3 a"), ["Ransomware"]);
    assert_eq!(
        (without.texts(".near q"), without.texts(".near code")),
        (vec!["pays".to_owned()], vec!["zanzibar".to_owned()])
    );
    // With the page as it was received.
    store.commit(&batch(vec![packed(capture)])).await.unwrap();
    let page = ask(&server, &address).await.ok();
    let left_out = page.texts(".left-out del");
    assert!(left_out.iter().any(|text| text.contains("Tous droits réservés")), "{left_out:?}");
    assert!(
        page.texts(".kept p").iter().any(|text| text.starts_with("Soixante pays")),
        "{:?}",
        page.texts(".kept p")
    );
    assert!(page.texts(".found-in .chosen th").contains(&"Published".to_owned()));
    // In the reader's words and hours.
    let french = ask(&server, &format!("{address}?ui=fr")).await.ok();
    let (fields, values) = (french.texts(".found-in th[scope=row]"), french.texts(".found-in td bdi"));
    assert!(fields.contains(&"Publié".to_owned()) && !fields.iter().any(|it| it.contains('_')), "{fields:?}");
    assert!(!values.iter().any(|value| value.starts_with("2025-") && value.contains('T')), "{values:?}");
    let article = ask(&server, &address.replace("/how", "")).await.ok();
    assert!(article.attributes(".feeds a", "href").contains(&address));
}

/// A capture as the store takes it.
pub fn packed(capture: veille_model::Capture) -> veille_model::PackedCapture {
    let body = capture.body.clone();
    veille_model::PackedCapture {
        digest: "a-digest".to_owned(),
        bytes: body.len() as u64,
        packed: zstd::encode_all(&body[..], 1).unwrap(),
        capture: veille_model::Capture { body: Vec::new(), ..capture },
    }
}
