//! What somebody asks who knows neither our names nor our addresses: each is understood, or said to be what it is.

use tempfile::tempdir;
use veille_model::{Batch, MentionKind, StageName};
use veille_sink::Store;

use super::asking::{ask, send};
use super::samples::{Sample, rich, searchable, server, store, watched};

/// A store of these articles and of one page that was none.
async fn with_a_page_that_was_none(samples: &[Sample]) -> Store {
    let store = store(samples).await;
    let none = Sample { url: "https://www.fleuve.example/agenda/mardi".to_owned(), ..Sample::new(9) };
    store.commit(&Batch { outcomes: vec![none.set_aside()], ..Batch::default() }).await.unwrap();
    store
}

#[tokio::test]
async fn what_became_of_something_is_asked_by_a_headline_or_a_part_of_an_address_too() {
    let untagged = Sample { topics: Vec::new(), ..Sample::new(2) };
    let (folder, store) = (tempdir().unwrap(), with_a_page_that_was_none(&[Sample::new(1), untagged]).await);
    let server = searchable(&store, watched(), folder.path()).await;
    let meant = async |what: &str| {
        let query: String = url::form_urlencoded::byte_serialize(what.as_bytes()).collect();
        let page = ask(&server, &format!("/why?q={query}")).await.ok();
        (page.attributes("#meant ~ ul a", "href"), page)
    };
    let address =
        |number: usize| format!("/why?q={}", Sample::new(number).url.replace(':', "%3A").replace('/', "%2F"));
    for what in ["La signature, jour 1", "la SIGNATURE jour 1", "articles/1", "jour 1 signature"] {
        assert_eq!(meant(what).await.0, [address(1)], "{what}");
    }
    assert_eq!(meant("fleuve.example/articles").await.0.len(), 2);
    // What became no article is in the ledger alone.
    let (hrefs, page) = meant("agenda/mardi").await;
    assert_eq!(hrefs, ["/why?q=https%3A%2F%2Fwww.fleuve.example%2Fagenda%2Fmardi"]);
    assert_eq!(page.texts("#meant ~ ul .detail"), ["set aside"]);
    // An address as people write it down is that address.
    let whole = meant("www.fleuve.example/articles/1").await.1;
    assert_eq!((whole.texts(".steps li").is_empty(), whole.texts("#meant").len()), (false, 0));
    // And what touches nothing says so.
    let touching = |page: &super::asking::Answer| page.texts("ul.plain li .detail");
    assert_eq!(touching(&whole), ["Hanoi Convention"]);
    let untagged = meant(&Sample::new(2).url).await.1;
    assert_eq!(touching(&untagged), ["It touches no topic that is watched."]);
    assert_eq!(meant("zyxwv").await.1.texts(".empty h2"), ["Nothing is known of it"]);
    let told = ask(&server, "/api/v1/why?q=jour+1+signature").await.ok().json();
    assert_eq!(told["meant"][0]["headline"], "La signature, jour 1");
}

#[tokio::test]
async fn names_that_nobody_has_are_said_on_every_page_that_filters() {
    let store = store(&[Sample::new(1), Sample { source: "met-once".to_owned(), ..Sample::new(2) }]).await;
    let server = server(&store, watched()).await;
    for page in ["/", "/stories", "/coverage", "/people", "/streams"] {
        for (filter, said) in [
            ("topic=nope", "No topic is called “nope”"),
            ("source=nowhere", "No source is called “nowhere”"),
            ("country=QA", "No source of the list is of the country “QA”"),
        ] {
            let shown = ask(&server, &format!("{page}?{filter}")).await.ok();
            assert!(shown.texts("p.notice").concat().contains(said), "{page} {filter}: {}", shown.body);
        }
        // Watched and not stored yet, stored and not watched: both are known.
        for filter in ["topic=ransomware", "source=met-once", "country=VN", "language=km", ""] {
            let shown = ask(&server, &format!("{page}?{filter}")).await.ok();
            assert!(shown.texts("p.notice").is_empty(), "{page} {filter}: {:?}", shown.texts("p.notice"));
        }
    }
    for list in ["articles", "people", "quotations", "facets", "stories", "coverage"] {
        let answer = ask(&server, &format!("/api/v1/{list}?topic=nope")).await;
        assert_eq!(answer.status, 400, "{list}: {}", answer.body);
        assert!(answer.body.contains("no topic \\\"nope\\\" is watched or stored"), "{}", answer.body);
        assert_eq!(ask(&server, &format!("/api/v1/{list}?topic=ransomware")).await.status, 200, "{list}");
    }
}

#[tokio::test]
async fn a_query_is_searched_wherever_it_is_asked_or_said_to_be_left_out() {
    let (folder, store) = (tempdir().unwrap(), store(&[Sample::new(1)]).await);
    let server = searchable(&store, watched(), folder.path()).await;
    let led = ask(&server, "/?q=soixante&language=fr").await;
    assert_eq!((led.status, led.header("location")), (303, "/search?q=soixante&language=fr"));
    let led = ask(&server, "/today.csv?q=soixante").await;
    assert_eq!((led.status, led.header("location")), (303, "/search.csv?q=soixante"));
    for page in ["/stories", "/coverage", "/people"] {
        let shown = ask(&server, &format!("{page}?q=soixante")).await.ok();
        assert!(shown.texts("p.notice").concat().contains("“soixante” is left out"), "{page}");
    }
    assert!(ask(&server, "/search?q=soixante").await.ok().texts("p.notice").is_empty());
}

#[tokio::test]
async fn what_cannot_be_understood_is_said_with_how_it_is_written_and_never_at_length() {
    let server = server(&store(&[Sample::new(1)]).await, watched()).await;
    let page = ask(&server, "/?since=monday").await;
    assert_eq!(page.status, 400);
    let said = "“monday” is not understood as since. It is written like this: 2025-10-26T08:00:00Z";
    assert!(page.texts("main").concat().contains(said), "{}", page.body);
    let long = "a".repeat(60_000);
    for address in [
        "/people?by=",
        "/people.csv?by=",
        "/api/v1/people?by=",
        "/api/v1/people?role=",
        "/api/v1/quotations?by=",
        "/?day=",
    ] {
        let answer = ask(&server, &format!("{address}{long}")).await;
        assert_eq!(answer.status, 400, "{address}");
        // The address itself stands in the links to other languages.
        let said =
            if address.starts_with("/api/") { answer.body.clone() } else { answer.texts("main").concat() };
        assert!(said.len() < 1_000, "{address}: {}", said.len());
    }
    for dead in ["/shared/x", "/feeds/x.atom"] {
        let page = ask(&server, dead).await;
        assert!(page.status == 404 && page.body.contains("This link opens nothing"), "{}", page.body);
    }
}

#[tokio::test]
async fn a_minister_is_found_in_every_language_that_names_one() {
    let store = store(&[]).await;
    let articles = ["ministre de la Justice", "Bộ trưởng Tư pháp", "Justizminister", "porte-parole"];
    let speakers = ["Amina Modelo", "Lê Thị Hoa", "Jürgen Kranz", "Jean Hérisson"];
    let articles = articles.iter().zip(speakers).enumerate().map(|(number, (role, speaker))| {
        let mut tagged = Sample::new(number).tagged();
        let quotation = rich().quotations.remove(0);
        tagged.quotations = vec![veille_model::Quotation {
            role: Some((*role).to_owned()),
            speaker: Some(speaker.to_owned()),
            ..quotation
        }];
        tagged
    });
    store.commit(&Batch { articles: articles.collect(), ..Batch::default() }).await.unwrap();
    let server = server(&store, watched()).await;
    for asked in [
        "minister",
        "ministre",
        "b%E1%BB%99+tr%C6%B0%E1%BB%9Fng",
        "minister+of+justice",
        "%D9%88%D8%B2%D9%8A%D8%B1",
    ] {
        let page = ask(&server, &format!("/people?by={asked}")).await.ok();
        let mut found = page.texts(".people h2 > a");
        found.sort();
        assert_eq!(found, ["Amina Modelo", "Jürgen Kranz", "Lê Thị Hoa"], "{asked}");
        assert_eq!(page.texts(".day .said").len(), 3, "{asked}");
    }
}

#[tokio::test]
async fn a_name_that_nobody_can_ask_for_leads_nowhere() {
    let (folder, store) = (tempdir().unwrap(), store(&[]).await);
    let mut tagged = Sample::new(1).tagged();
    let mention = |name: &str| veille_model::Mention {
        kind: MentionKind::Organisation,
        name: name.to_owned(),
        key: name.to_owned(),
        headline: Vec::new(),
        text: vec![veille_model::Span { start: 0, end: 2 }],
    };
    tagged.mentions = ["★★★", "Banque \"du\" Fleuve"].map(mention).into();
    store.commit(&Batch { articles: vec![tagged], ..Batch::default() }).await.unwrap();
    let server = searchable(&store, watched(), folder.path()).await;
    let page = ask(&server, "/people?kind=organisation").await.ok();
    let hrefs = page.attributes(".people h2 .count a", "href");
    assert_eq!(hrefs.len(), 1, "{hrefs:?}");
    assert_eq!(ask(&server, &hrefs[0]).await.status, 200);
    let told = ask(&server, "/api/v1/people").await.ok().json();
    let queries: Vec<bool> =
        told["people"].as_array().unwrap().iter().map(|it| it["query"].is_null()).collect();
    assert_eq!(queries.iter().filter(|is_null| **is_null).count(), 1, "{told}");
}

#[tokio::test]
async fn a_note_is_kept_whole_or_refused_and_a_name_of_blanks_is_none() {
    let sample = Sample::new(1);
    let server = server(&store(std::slice::from_ref(&sample)).await, watched()).await;
    let address = format!("/article/{}", sample.id());
    let form = ask(&server, &address).await.ok().attributes("input[name=form]", "value").remove(0);
    let id = sample.id().to_string();
    let keep = async |note: &str| {
        let fields = [("form", &*form), ("article", &*id), ("do", "write"), ("note", note)];
        send(&server, "/triage", &[], &fields).await
    };
    // As browsers count it and as they send it: 10,000 characters, of which 100 end a line.
    let whole = [&*"x".repeat(99); 100].join("\r\n");
    assert_eq!(keep(&format!("{whole}y")).await.status, 303);
    let kept = ask(&server, &address).await.ok().texts("#note").remove(0);
    assert_eq!((kept.chars().count(), kept.ends_with('y')), (10_000, true));
    let refused = keep(&"z".repeat(10_001)).await;
    assert!(refused.status == 422 && refused.body.contains("this one has 10,001"), "{}", refused.body);
    assert!(ask(&server, &address).await.ok().texts("#note")[0].ends_with('y'));
    let fields = [("form", &*form), ("filters", "language=fr"), ("name", "   ")];
    let kept = send(&server, "/streams/add", &[], &fields).await.ok();
    assert_eq!(kept.texts("table th a"), ["French · Today"], "{}", kept.body);
}

#[tokio::test]
async fn feeds_that_were_read_are_no_inputs_that_were_passed_on() {
    let store = store(&[Sample::new(1)]).await;
    let reading = |code: &str, at: &str| veille_model::Outcome {
        outcome: veille_model::OutcomeKind::Forwarded,
        reason: Some(veille_model::Reason::new(code, "it was read: 1 of 9 entries are new")),
        ..Sample::new(1).gone(at)
    };
    let page =
        veille_model::Outcome { outputs: vec!["a".to_owned()], ..Sample::new(1).outcome(StageName::Fetch) };
    let outcomes =
        vec![page, reading("read", "2025-10-27T08:00:00Z"), reading("told", "2025-10-27T09:00:00Z")];
    store.commit(&Batch { outcomes, ..Batch::default() }).await.unwrap();
    let server = server(&store, watched()).await;
    let page = ask(&server, "/outcomes").await.ok();
    assert_eq!(page.texts("tbody tr:first-child td")[..2], ["1", "1"], "{:?}", page.texts("tbody tr"));
    assert!(page.texts("main").concat().contains("2 readings of feeds"), "{}", page.body);
}

#[tokio::test]
async fn a_word_with_a_capital_of_which_nothing_is_told_is_nobody_on_the_page() {
    let store = store(&[]).await;
    let mention = |name: &str| veille_model::Mention {
        kind: MentionKind::Person,
        name: name.to_owned(),
        key: veille_text::name::key(name),
        headline: Vec::new(),
        text: vec![veille_model::Span { start: 0, end: 2 }],
    };
    let named: [&[&str]; 4] =
        [&["Sous", "Paix", "Claire Aubertin"], &["Paix", "习近平"], &["Paix"], &["Pelé"]];
    let mut articles: Vec<_> = (0..)
        .zip(named)
        .map(|(number, names)| {
            let mut tagged = Sample::new(number).tagged();
            tagged.mentions = names.iter().map(|name| mention(name)).collect();
            tagged
        })
        .collect();
    articles[3].quotations =
        vec![veille_model::Quotation { speaker: Some("Pelé".to_owned()), ..rich().quotations.remove(0) }];
    store.commit(&Batch { articles, ..Batch::default() }).await.unwrap();
    let server = server(&store, watched()).await;
    let page = ask(&server, "/people").await.ok();
    let names = page.texts(".people h2 > a");
    assert_eq!((names.len(), names.last().unwrap().as_str()), (4, "Paix"), "{names:?}");
    assert!(!names.contains(&"Sous".to_owned()) && page.texts(".total") == ["4 people"], "{names:?}");
    let facets = ask(&server, "/api/v1/facets").await.ok().json();
    assert_eq!(facets["people"].as_array().unwrap().len(), 4);
    // Whoever asks is answered.
    assert_eq!(ask(&server, "/people?by=Sous").await.ok().texts(".people h2 > a"), ["Sous"]);
}
