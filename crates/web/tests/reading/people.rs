//! People who are named and quoted, and sources.

use std::collections::BTreeSet;

use veille_model::{
    Batch, Mention, MentionKind, Outcome, OutcomeKind, Reason, Span, StageName, TaggedArticle,
};

use super::asking::ask;
use super::samples::{Sample, rich, searchable, server, store, watched};

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
    assert_eq!(page.texts(".total"), ["2 people"]);
    assert_eq!(page.texts(".people h2 > a"), ["Amina Modelo", "Jean-Paul Hérisson"]);
    assert_eq!(page.texts(".people h2 .count")[0], "3 articles · 3 quotations");
    let href = page.attributes(".people h2 > a", "href").remove(0);
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
    assert_eq!(office.texts(".people h2 > a"), ["Amina Modelo", "Jean-Paul Hérisson"]);
    assert_eq!(office.texts(".total"), ["4 quotations"]);
    let told = ask(&server, "/api/v1/people?role=pr%C3%A9sidente").await.ok().json();
    assert_eq!((told["people"].as_array().unwrap().len(), &told["total"]), (2, &2.into()));
    let nobody = ask(&server, "/api/v1/people?role=gardien").await.ok().json();
    assert_eq!(nobody, serde_json::json!({ "people": [], "total": 0, "next": null }));
    // The filters of the other pages hold here, and a part of a name is enough.
    assert_eq!(ask(&server, "/people?language=vi").await.ok().texts(".empty h2"), ["Nobody is named"]);
    assert_eq!(ask(&server, "/people?by=herisson").await.ok().texts(".day .said").len(), 1);
    assert_eq!(ask(&server, "/people?by=modelo&day=2025-10-26").await.ok().texts(".day .said").len(), 3);
    assert_eq!(ask(&server, "/people?by=modelo&day=2025-10-25").await.ok().texts(".day .said").len(), 0);
}

#[tokio::test]
async fn whoever_is_listed_has_their_words_shown() {
    // One is called by an office, another holds it, and is quoted elsewhere without it.
    let mut articles: Vec<TaggedArticle> = (0..3).map(|number| Sample::new(number).tagged()).collect();
    let spoken =
        [("Premier ministre", None), ("Claire Aubertin", Some("ministre")), ("Claire Aubertin", None)];
    for (number, (article, (speaker, role))) in articles.iter_mut().zip(spoken).enumerate() {
        article.quotations = vec![veille_model::Quotation {
            speaker: Some(speaker.to_owned()),
            role: role.map(str::to_owned),
            exact: format!("Parole {number}"),
            ..rich().quotations.remove(0)
        }];
    }
    let store = store(&[]).await;
    store.commit(&Batch { articles, ..Batch::default() }).await.unwrap();
    let server = server(&store, watched()).await;
    let page = ask(&server, "/people?by=ministre").await.ok();
    assert_eq!(page.texts(".people h2 > a"), ["Claire Aubertin", "Premier ministre"]);
    let mut said = page.texts(".day .said blockquote");
    said.sort();
    assert_eq!(said, ["Parole 0", "Parole 1", "Parole 2"]);
    assert_eq!(page.texts(".total"), ["3 quotations"]);
    for href in page.attributes(".people h2 > a", "href") {
        let one = ask(&server, &href).await.ok();
        assert!(!one.texts(".day .said").is_empty(), "{href}");
    }
    let told = ask(&server, "/api/v1/quotations?by=ministre").await.ok().json();
    assert_eq!((told["quotations"].as_array().unwrap().len(), &told["total"]), (3, &3.into()));
}

#[tokio::test]
async fn words_are_one_quotation_however_many_print_them_and_whatever_stands_inside() {
    let quotation = rich().quotations.remove(0);
    let quote = |exact: &str, start: usize, kind| veille_model::Quotation {
        kind,
        start,
        end: start + exact.chars().count(),
        exact: exact.to_owned(),
        ..quotation.clone()
    };
    use veille_model::QuotationKind::{Direct, Indirect, Partial};
    let mut articles: Vec<TaggedArticle> = (0..3).map(|number| Sample::new(number).tagged()).collect();
    for (number, article) in articles.iter_mut().enumerate() {
        article.article.published_at = Some(format!("2025-10-2{}T08:00:00Z", 4 + number).parse().unwrap());
        // The words between marks stand in what she is told to have said.
        article.quotations = vec![
            quote("que la preuve vieillit en quelques heures", 10, Indirect),
            quote("vieillit", 20, Partial),
        ];
    }
    articles[2].quotations.push(quote("Nous signons", 90, Direct));
    let store = store(&[]).await;
    store.commit(&Batch { articles: articles.clone(), ..Batch::default() }).await.unwrap();
    let server = server(&store, watched()).await;
    let page = ask(&server, "/people").await.ok();
    assert_eq!(page.texts(".people .count"), ["3 articles · 2 quotations"]);
    let one = ask(&server, &page.attributes(".people h2 > a", "href")[0]).await.ok();
    assert_eq!(one.texts(".total"), ["2 quotations"]);
    // Where it stood first, and that others have it.
    let said = one.texts(".day .said");
    assert_eq!(said.len(), 2);
    assert!(said[1].contains("in 3 articles") && said[1].contains("24 Oct 2025"), "{said:?}");
    let table = ask(&server, "/people.csv").await.ok();
    let lines: Vec<&str> = table.body.lines().collect();
    assert!(lines[0].contains(",speech,quote,articles,"), "{}", lines[0]);
    assert!(lines[1].contains(",direct,Nous signons,1,"), "{}", lines[1]);
    assert!(lines[2].contains(",indirect,") && lines[2].contains(",3,"), "{}", lines[2]);
    assert_eq!(lines.len(), 3);
}

#[tokio::test]
async fn who_reads_for_long_counts_as_one_who_begins_now() {
    let named = |number: usize, names: &[&'static str]| {
        let mut sample = Sample::new(number);
        sample.paragraphs = vec![format!("{} étaient là, le {number}.", names.join(", "))];
        sample.named = names.to_vec();
        sample
    };
    // The first two were met before the fuller name that both may be; one word is somebody only by its role.
    let before =
        [named(1, &["Ana Maria Costa", "Sous"]), named(2, &["Ana Costa"]), named(3, &["Luis Prado"])];
    let mut articles: Vec<TaggedArticle> = before.iter().map(Sample::tagged).collect();
    articles[0].quotations = vec![veille_model::Quotation {
        speaker: Some("Sous".to_owned()),
        role: Some("ministre".to_owned()),
        ..rich().quotations.remove(0)
    }];
    let store = store(&[]).await;
    store.commit(&Batch { articles, ..Batch::default() }).await.unwrap();
    let long = server(&store, watched()).await;
    assert_eq!(ask(&long, "/people").await.ok().texts(".total"), ["3 people"]);
    // Revised: nobody has the role any more, nor the fuller name; and somebody new is met.
    let after = [named(1, &["Sous", "Ana Rosa Costa"]), named(3, &["Prado"]), named(4, &["Ana Maria Costa"])];
    super::samples::commit(&store, &after).await;
    let fresh = server(&store, watched()).await;
    for address in
        ["/people", "/people?by=costa", "/people?by=ministre", "/people?by=prado", "/api/v1/people"]
    {
        let [long, fresh] = [ask(&long, address).await.ok(), ask(&fresh, address).await.ok()];
        assert_eq!(long.texts(".people h2 > a"), fresh.texts(".people h2 > a"), "{address}");
        assert_eq!(long.texts(".total"), fresh.texts(".total"), "{address}");
        if address.starts_with("/api") {
            assert_eq!(long.body, fresh.body);
        }
    }
    assert!(ask(&long, "/people?by=ministre").await.ok().texts(".people h2").is_empty());
}

#[tokio::test]
async fn a_word_that_only_a_quotation_has_for_its_speaker_is_nobody() {
    let mut articles: Vec<TaggedArticle> = (0..2).map(|number| Sample::new(number).tagged()).collect();
    // *Comme l'exige la Convention*; the other is introduced.
    for (article, (speaker, role)) in
        articles.iter_mut().zip([("Convention", None), ("Pelé", Some("ancien joueur"))])
    {
        article.quotations = vec![veille_model::Quotation {
            speaker: Some(speaker.to_owned()),
            role: role.map(str::to_owned),
            ..rich().quotations.remove(0)
        }];
    }
    let store = store(&[]).await;
    store.commit(&Batch { articles, ..Batch::default() }).await.unwrap();
    let server = server(&store, watched()).await;
    assert_eq!(ask(&server, "/people").await.ok().texts(".people h2 > a"), ["Pelé"]);
    // Who asks is told.
    assert_eq!(ask(&server, "/people?by=convention").await.ok().texts(".day .said").len(), 1);
}

/// Three articles that name, in two scripts; the first quotes whom it names.
fn naming() -> Vec<TaggedArticle> {
    let mention = |kind, name: &str, key: Option<&str>, text: &str, spellings: &[&str]| {
        let mut spans: Vec<Span> = Vec::new();
        for (at, exact) in spellings.iter().flat_map(|spelling| text.match_indices(spelling)) {
            let start = text[..at].chars().count();
            let span = Span { start, end: start + exact.chars().count() };
            // The short form within the long one is no other place.
            if !spans.iter().any(|known| known.start < span.end && span.start < known.end) {
                spans.push(span);
            }
        }
        let key = key.map_or_else(|| veille_text::name::key(name), str::to_owned);
        Mention { kind, name: name.to_owned(), key, headline: Vec::new(), text: spans }
    };
    let texts = [
        "António Guterres est à Hanoï. Pour Guterres, la preuve vieillit. L’ONU signera.",
        "Антониу Гутерриш прибыл в Ханой. ООН подпишет.",
        "Claire Aubertin est à Hanoï.",
    ];
    let people: [&[&str]; 3] =
        [&["António Guterres", "Guterres"], &["Антониу Гутерриш"], &["Claire Aubertin"]];
    let mut articles = Vec::new();
    for (number, (text, spellings)) in texts.into_iter().zip(people).enumerate() {
        let language = if number == 1 { "ru" } else { "fr" };
        let sample =
            Sample { paragraphs: vec![text.to_owned()], language, topics: Vec::new(), ..Sample::new(number) };
        let mut tagged = sample.tagged();
        tagged.mentions = vec![mention(MentionKind::Person, spellings[0], None, text, spellings)];
        for spelling in ["Hanoï", "Ханой"].iter().filter(|spelling| text.contains(**spelling)) {
            tagged.mentions.push(mention(MentionKind::Place, spelling, Some("hanoi"), text, &[spelling]));
        }
        for spelling in ["ONU", "ООН"].iter().filter(|spelling| text.contains(**spelling)) {
            tagged.mentions.push(mention(
                MentionKind::Organisation,
                spelling,
                Some("unitednations"),
                text,
                &[spelling],
            ));
        }
        articles.push(tagged);
    }
    articles[0].quotations = vec![veille_model::Quotation {
        kind: veille_model::QuotationKind::Indirect,
        start: 44,
        end: 62,
        exact: "la preuve vieillit".to_owned(),
        speaker: Some("António Guterres".to_owned()),
        role: Some("secrétaire général".to_owned()),
        cue: Some("Pour".to_owned()),
    }];
    articles
}

#[tokio::test]
async fn everybody_and_everything_named_is_listed_by_kind_with_its_spellings() {
    let (store, folder) = (store(&[]).await, tempfile::tempdir().unwrap());
    store.commit(&Batch { articles: naming(), ..Batch::default() }).await.unwrap();
    let server = searchable(&store, watched(), folder.path()).await;
    let page = ask(&server, "/people").await.ok();
    assert_eq!(page.texts(".total"), ["2 people"]);
    assert_eq!(page.texts(".orders a"), ["People 2", "Organisations 1", "Places 1"]);
    assert_eq!(page.texts(".people h2 > a"), ["António Guterres", "Claire Aubertin"]);
    assert_eq!(page.texts(".people .count"), ["2 articles · 1 quotation", "1 article"]);
    assert_eq!(page.texts(".people .spelt"), ["Also written Антониу Гутерриш"]);
    assert_eq!(page.texts(".people .told .label"), ["Reported speech"]);
    // One click to what they said, one to where they are named.
    let [said, named] =
        ["a", ".count a"].map(|of| page.attributes(&format!(".people h2 > {of}"), "href").remove(0));
    let person = ask(&server, &said).await.ok();
    assert_eq!(person.texts(".day .said blockquote"), ["la preuve vieillit"]);
    let articles = ask(&server, &named).await.ok();
    assert_eq!(articles.texts(".total"), ["2 articles"]);
    let places = ask(&server, "/people?kind=place").await.ok();
    assert_eq!(places.texts(".people h2 > a"), ["Hanoï"]);
    assert_eq!(places.texts(".people .count"), ["3 articles"]);
    assert_eq!(places.texts(".people .spelt"), ["Also written Ханой"]);
    // Whoever is asked for in another script is the same.
    let asked = ask(&server, "/people?by=%D0%93%D1%83%D1%82%D0%B5%D1%80%D1%80%D0%B8%D1%88").await.ok();
    assert_eq!(asked.texts(".people h2 > a"), ["António Guterres"]);
    assert_eq!(asked.texts(".day .said").len(), 1);
    assert_eq!(ask(&server, "/people?language=ru").await.ok().texts(".people h2 > a"), ["Антониу Гутерриш"]);
    assert_eq!(ask(&server, "/people?kind=thing").await.status, 400);
}

#[tokio::test]
async fn a_search_counts_names_and_narrows_itself_to_one() {
    let (store, folder) = (store(&[]).await, tempfile::tempdir().unwrap());
    store.commit(&Batch { articles: naming(), ..Batch::default() }).await.unwrap();
    let server = searchable(&store, watched(), folder.path()).await;
    let page = ask(&server, "/search?q=place:Hanoi").await.ok();
    assert_eq!(page.texts(".total"), ["3 articles"]);
    assert!(page.body.contains("in any spelling"), "{}", page.body);
    let facets = page.texts(".facets h2");
    assert!(
        facets.ends_with(&["People".to_owned(), "Organisations".to_owned(), "Places".to_owned()]),
        "{facets:?}"
    );
    let hrefs = page.attributes(".facets a", "href");
    let href = hrefs.iter().find(|href| href.contains("Guterres")).unwrap();
    assert_eq!(ask(&server, href).await.ok().texts(".total"), ["2 articles"]);
    let facets = ask(&server, "/api/v1/facets?q=place:Hanoi").await.ok().json();
    assert_eq!(facets["people"][0], serde_json::json!({ "value": "António Guterres", "articles": 2 }));
    assert_eq!(facets["organisations"][0]["articles"], 2);
    let facets = ask(&server, "/api/v1/facets?all=1").await.ok().json();
    assert_eq!(facets["places"], serde_json::json!([{ "value": "Hanoï", "articles": 3 }]));
    let people = ask(&server, "/api/v1/people?kind=person&by=guterres").await.ok().json();
    assert_eq!(people["people"].as_array().unwrap().len(), 1);
    let person = &people["people"][0];
    assert_eq!((person["articles"].as_u64(), person["quotations"].as_u64()), (Some(2), Some(1)));
    assert_eq!(person["spellings"], serde_json::json!(["Антониу Гутерриш"]));
    assert_eq!(person["query"], "person:\"António Guterres\"");
    assert_eq!(person["latest"]["kind"], "indirect");
}

#[tokio::test]
async fn every_list_is_narrowed_to_whom_it_names_in_any_spelling() {
    let (store, folder) = (store(&[]).await, tempfile::tempdir().unwrap());
    store.commit(&Batch { articles: naming(), ..Batch::default() }).await.unwrap();
    let server = searchable(&store, watched(), folder.path()).await;
    for name in ["Guterres", "%D0%93%D1%83%D1%82%D0%B5%D1%80%D1%80%D0%B8%D1%88"] {
        let page = ask(&server, &format!("/?all=1&each=1&person={name}")).await.ok();
        assert_eq!(
            (page.texts(".total"), page.texts(".chips.set a").len()),
            (vec!["2 articles".to_owned()], 1)
        );
        let told = ask(&server, &format!("/api/v1/articles?all=1&person={name}")).await.ok().json();
        assert_eq!(told["articles"].as_array().unwrap().len(), 2, "{name}");
        let found = ask(&server, &format!("/search?q=place:Hanoi&person={name}")).await.ok();
        assert_eq!(found.texts(".total"), ["2 articles"]);
    }
    for (filters, articles) in [("place=Hanoi", 3), ("place=Hanoi&person=Guterres", 2), ("person=Nobody", 0)]
    {
        let told = ask(&server, &format!("/api/v1/articles?all=1&{filters}")).await.ok().json();
        assert_eq!(told["articles"].as_array().unwrap().len(), articles, "{filters}");
    }
    // From the list of people one click leads there.
    let href = ask(&server, "/people").await.ok().attributes(".people .count a", "href").remove(0);
    assert_eq!(ask(&server, &href).await.ok().texts(".total"), ["2 articles"], "{href}");
    let rows = ask(&server, "/today.csv?all=1&org=ONU").await.ok();
    assert_eq!(rows.body.lines().count(), 3, "{}", rows.body);
}

#[tokio::test]
async fn the_number_beside_a_name_is_that_of_the_list_behind_it() {
    let (store, folder) = (store(&[]).await, tempfile::tempdir().unwrap());
    let names = ["Mira Solberg", "Mira Solberg", "Mira Solberg", "Solberg", "Solberg", "Mira Solberg Oda"];
    let naming = |(number, name): (usize, &'static str)| {
        let paragraphs =
            vec![format!("Le rapport de {name} est sorti."), "Il en parle la Convention de Hanoï.".into()];
        Sample { paragraphs, named: vec![name], ..Sample::new(number) }.tagged()
    };
    let articles = names.into_iter().enumerate().map(naming).collect();
    store.commit(&Batch { articles, ..Batch::default() }).await.unwrap();
    let server = searchable(&store, watched(), folder.path()).await;
    let page = ask(&server, "/people?all=1").await.ok();
    let (counts, hrefs) = (page.texts(".people .count a"), page.attributes(".people .count a", "href"));
    assert!(counts.len() >= 2, "{counts:?}");
    for (count, href) in counts.iter().zip(hrefs) {
        assert_eq!(&ask(&server, &href).await.ok().texts(".total")[0], count, "{href}");
    }
    for facets in ["/api/v1/facets?all=1", "/api/v1/facets?q=Convention"] {
        for person in ask(&server, facets).await.ok().json()["people"].as_array().unwrap() {
            let name = person["value"].as_str().unwrap().replace(' ', "+");
            let found = ask(&server, &format!("/api/v1/articles?all=1&person={name}")).await.ok().json();
            assert_eq!(found["total"], person["articles"], "{name}");
        }
    }
    // Of whom nobody is written so, all are meant.
    let found = ask(&server, "/api/v1/articles?all=1&person=SOLBERG").await.ok().json();
    assert_eq!(found["total"], 6);
}

#[tokio::test]
async fn an_article_says_whom_it_names_and_why_two_spellings_are_one() {
    let store = store(&[]).await;
    store.commit(&Batch { articles: naming(), ..Batch::default() }).await.unwrap();
    let server = server(&store, watched()).await;
    let page = ask(&server, &format!("/article/{}", naming()[0].article.id)).await.ok();
    assert_eq!(page.texts(".named > li > a[href^='/people']"), ["António Guterres", "ONU", "Hanoï"]);
    assert_eq!(page.attributes(".named > li > a.ref", "href"), ["#p1", "#p1", "#p1"]);
    let told = page.texts(".named .spelt li");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("a part of the name, which nobody else here has"), "{told:?}");
    assert_eq!(page.texts(".told figcaption .label"), ["Reported speech"]);
    for language in ["fr", "es", "vi", "ar"] {
        let page = ask(&server, &format!("/article/{}?ui={language}", naming()[0].article.id)).await.ok();
        assert!(!page.body.contains("a part of the name"), "{language}");
    }
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

/// A name that no other number has, and that sounds like no other.
fn called(number: usize, family: &str) -> String {
    let parts = ["Bar", "Dol", "Fim", "Gus", "Kev", "Mun", "Zak", "Lor", "Nit", "Tov"];
    let digits = number.to_string();
    let given: String = digits.bytes().map(|digit| parts[usize::from(digit - b'0')]).collect();
    format!("{given} {family}")
}

/// Articles each of which quotes two whom no other quotes.
fn many(articles: std::ops::Range<usize>) -> Vec<TaggedArticle> {
    let one = |number: usize| {
        let mut tagged = Sample::new(number).tagged();
        let said = |family: &str, exact: String| veille_model::Quotation {
            speaker: Some(called(number, family)),
            exact,
            ..rich().quotations.remove(0)
        };
        tagged.quotations = vec![
            said("Costa", format!("Parole {number} de la première")),
            said("Prado", format!("Parole {number} de la seconde")),
        ];
        tagged
    };
    articles.map(one).collect()
}

/// What those of a page are called.
fn called_so(page: &serde_json::Value, field: &str, name: &str) -> Vec<String> {
    page[field].as_array().unwrap().iter().map(|it| it[name].as_str().unwrap().to_owned()).collect()
}

/// The same of a whole list.
async fn ask_all(server: &veille_web::Server, list: &str, field: &str, name: &str) -> BTreeSet<String> {
    let page = ask(server, &format!("{list}&limit=500")).await.ok().json();
    assert!(page["next"].is_null(), "{list}");
    called_so(&page, field, name).into_iter().collect()
}

#[tokio::test]
async fn people_and_what_they_said_go_on_from_page_to_page_while_articles_arrive() {
    let store = store(&[]).await;
    store.commit(&Batch { articles: many(0..50), ..Batch::default() }).await.unwrap();
    let server = server(&store, watched()).await;
    for (list, field, name) in [
        ("/api/v1/people?kind=person", "people", "name"),
        ("/api/v1/quotations?all=1", "quotations", "exact"),
        ("/api/v1/people?by=costa", "people", "name"),
    ] {
        let known: BTreeSet<String> = ask_all(&server, list, field, name).await;
        let (mut found, mut after, mut newcomer) = (Vec::new(), String::new(), 1_000);
        loop {
            let page = ask(&server, &format!("{list}&limit=7{after}")).await.ok().json();
            found.extend(called_so(&page, field, name));
            let articles = many(newcomer..newcomer + 1);
            store.commit(&Batch { articles, ..Batch::default() }).await.unwrap();
            newcomer += 1;
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        assert!(known.len() >= 50 && known.iter().all(|name| found.contains(name)), "{list} misses");
        let all = found.len();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found.len(), all, "{list} repeats");
        assert_eq!(ask(&server, &format!("{list}&after=nowhere")).await.status, 400);
    }
    // The page turns as well, and hides whom it found once what they said goes on.
    let first = ask(&server, "/people").await.ok();
    let next = first.attributes("a[rel=next]", "href").remove(0);
    let second = ask(&server, &next).await.ok();
    let names = |page: &super::asking::Answer| page.texts(".people h2 > a");
    assert!(names(&second).iter().all(|name| !names(&first).contains(name)) && !names(&second).is_empty());
    assert_eq!(second.attributes("a[rel=prev]", "href"), ["/people"]);
    let said = ask(&server, "/people?by=costa").await.ok();
    let next = said.attributes("a[rel=next]", "href").remove(0);
    let more = ask(&server, &next).await.ok();
    assert!(names(&more).is_empty() && !more.texts(".day .said").is_empty());
}
