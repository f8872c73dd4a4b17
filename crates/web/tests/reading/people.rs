//! People who are quoted, and sources.

use veille_model::{Batch, Outcome, OutcomeKind, Reason, StageName, TaggedArticle};

use super::asking::ask;
use super::samples::{Sample, rich, server, store, watched};

/// Articles that quote, one of them twice.
fn quoting() -> Vec<TaggedArticle> {
    let mut articles: Vec<TaggedArticle> = (0..3).map(|number| Sample::new(number).tagged()).collect();
    let quotation = rich().quotations.remove(0);
    for (number, (article, speaker)) in
        articles.iter_mut().zip(["Amina Modelo", "AMINA MODELO", "Jean-Paul Hérisson"]).enumerate()
    {
        article.quotations = vec![veille_model::Quotation {
            speaker: Some(speaker.to_owned()),
            exact: format!("Parole {number}"),
            ..quotation.clone()
        }];
    }
    articles.push(rich());
    articles
}

#[tokio::test]
async fn everyone_who_is_quoted_is_there_once_however_the_name_is_written() {
    let store = store(&[]).await;
    store.commit(&Batch { articles: quoting(), ..Batch::default() }).await.unwrap();
    let server = server(&store, watched()).await;
    let page = ask(&server, "/people").await.ok();
    assert_eq!(page.texts(".total"), ["2 people quoted"]);
    assert_eq!(page.texts(".people h2 a"), ["Amina Modelo", "Jean-Paul Hérisson"]);
    assert_eq!(page.texts(".people h2 .count")[0], "3 quotations in 3 articles");
    let href = page.attributes(".people h2 a", "href").remove(0);
    let one = ask(&server, &href).await.ok();
    assert_eq!(
        (one.texts("h1"), one.texts(".total")),
        (vec!["Amina Modelo".to_owned()], vec!["3 quotations".to_owned()])
    );
    assert_eq!(one.texts(".day .said blockquote").len(), 3);
    assert_eq!(one.texts(".day h2 time"), ["Sunday 26 October 2025"]);
    assert!(one.attributes(".said .where", "href").iter().all(|href| href.starts_with("/article/")));
    let table = ask(&server, &href.replace("/people", "/people.csv")).await.ok();
    assert_eq!(table.body.lines().count(), 4);
    assert!(table.body.contains("Parole 0"), "{}", table.body);
    // An office is enough, by whoever holds it.
    let office = ask(&server, "/people?by=President").await.ok();
    assert_eq!(office.texts(".people h2 a"), ["Amina Modelo", "Jean-Paul Hérisson"]);
    assert_eq!(office.texts(".total"), ["2 people quoted"]);
    let told = ask(&server, "/api/v1/people?role=pr%C3%A9sidente").await.ok().json();
    assert_eq!(told.as_array().unwrap().len(), 2);
    assert_eq!(ask(&server, "/api/v1/people?role=gardien").await.ok().json(), serde_json::json!([]));
    // The filters of the other pages hold here, and a part of a name is enough.
    assert_eq!(ask(&server, "/people?language=vi").await.ok().texts(".empty h2"), ["Nobody is quoted"]);
    assert_eq!(ask(&server, "/people?by=herisson").await.ok().texts(".day .said").len(), 1);
    assert_eq!(ask(&server, "/people?by=modelo&day=2025-10-26").await.ok().texts(".day .said").len(), 3);
    assert_eq!(ask(&server, "/people?by=modelo&day=2025-10-25").await.ok().texts(".day .said").len(), 0);
}

#[tokio::test]
async fn a_source_that_fails_stands_first_with_what_went_wrong() {
    let store = store(&[Sample::new(1), Sample { source: "ben-song".to_owned(), ..Sample::new(2) }]).await;
    let fetched = |sample: &Sample, at: &str| Outcome {
        at: Some(at.parse().unwrap()),
        ..sample.outcome(StageName::Fetch)
    };
    let failed = Outcome {
        outcome: OutcomeKind::Discarded,
        reason: Some(Reason::new("http_403", "the server answered 403: Forbidden")),
        outputs: Vec::new(),
        ..fetched(&Sample::new(3), "2025-10-27T10:00:00Z")
    };
    let outcomes = vec![fetched(&Sample::new(1), "2025-10-27T09:00:00Z"), failed];
    store.commit(&Batch { outcomes, ..Batch::default() }).await.unwrap();
    let server = server(&store, watched()).await;
    let page = ask(&server, "/sources").await.ok();
    assert_eq!(page.texts(".sources tbody th a:not(.id)"), ["Le Fleuve", "ben-song"]);
    let row = &page.texts(".sources tbody tr")[0];
    for part in ["Fails", "27 Oct 2025, 16:00", "27 Oct 2025, 17:00: the server answered 403: Forbidden"] {
        assert!(row.contains(part), "{part}: {row}");
    }
    assert!(page.texts(".sources tbody tr")[1].contains("not configured: from files"));
    let french = ask(&server, "/sources?ui=fr").await.ok();
    let told = &french.texts(".sources tbody tr .detail")[0];
    assert!(told.contains("le serveur nous refuse") && told.contains("answered 403"), "{told}");
    let href = page.attributes(".sources tbody th a:not(.id)", "href").remove(0);
    assert_eq!(ask(&server, &href).await.ok().texts(".total"), ["1 article"]);
    let table = ask(&server, "/sources.csv").await.ok();
    assert!(table.body.contains("2025-10-27T10:00:00Z,the server answered 403: Forbidden"), "{}", table.body);
}
