//! Searches: what is found, counted, narrowed, and what is said where nothing is.

use tempfile::tempdir;

use super::asking::ask;
use super::formats::ids;
use super::lists::{headlines, several, walk};
use super::samples::{Sample, commit, index, searchable, server, store, watched};

/// A query as it stands in an address.
fn of(query: &str) -> String {
    let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
    format!("/search?q={query}")
}

#[tokio::test]
async fn a_search_finds_shows_its_passages_and_says_what_it_understood() {
    let (folder, store) = (tempdir().unwrap(), store(&several()).await);
    let server = searchable(&store, watched(), folder.path()).await;
    let page = ask(&server, &of("soixante NEAR/2 pays")).await.ok();
    assert_eq!(page.texts(".total"), ["60 articles"]);
    assert_eq!(
        page.texts(".understood"),
        ["Understood as articles with the word \"soixante\" at most 2 words from the word \"pays\""]
    );
    // Not what the topic found in it.
    assert_eq!(page.texts("article.item:first-of-type .snippets mark")[0], "Soixante pays");
    assert_eq!(page.attributes("#q", "value"), ["soixante NEAR/2 pays"]);
    assert!(page.texts("title")[0].starts_with("soixante NEAR/2 pays · Search"));
    assert_eq!(page.texts(".day h2 time"), ["Sunday 26 October 2025"]);
    let pages = walk(&server, &of("soixante NEAR/2 pays"), "next").await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 20]);
    let mut all = pages.concat();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 60);
    // Read as one list where the best comes first.
    let ranked = ask(&server, &format!("{}&sort=relevant", of("convention"))).await.ok();
    assert_eq!((ranked.texts(".day h2").len(), headlines(&ranked).len()), (0, 20));
}

#[tokio::test]
async fn each_count_of_a_search_is_what_its_link_finds() {
    let (folder, store) = (tempdir().unwrap(), store(&several()).await);
    let server = searchable(&store, watched(), folder.path()).await;
    let check = async |address: &str, total: &str| {
        let page = ask(&server, address).await.ok();
        assert_eq!(page.texts(".total"), [total], "{address}");
        page
    };
    let all = of("convention");
    for (filter, total) in [
        ("language=vi", "20 articles"),
        ("language=pt", "20 articles"),
        ("source=ben-song", "30 articles"),
        ("topic=hanoi-convention", "40 articles"),
        ("day=2025-10-24", "15 articles"),
        ("day=2025-10-26", "30 articles"),
        ("from=2025-10-25&to=2025-10-26", "45 articles"),
        ("day=unknown", "0 articles"),
    ] {
        check(&format!("{all}&{filter}"), total).await;
    }
    let page = check(&format!("{all}&language=vi&source=ben-song"), "10 articles").await;
    let facets: Vec<(String, String)> =
        page.attributes(".facets li a", "href").into_iter().zip(page.texts(".facets li a .n")).collect();
    for (href, count) in &facets {
        assert!(href.starts_with("/search?q=convention"), "{href}");
        let total = ask(&server, href).await.texts(".total").remove(0);
        assert_eq!(total.split(' ').next(), Some(count.as_str()), "{href}");
    }
    assert!(facets.len() >= 8, "only {} filters", facets.len());
    assert_eq!(page.texts(".chips.set bdi"), ["Vietnamese", "ben-song"]);
    // Another query keeps the filters.
    assert_eq!(page.attributes(".ask input[type=hidden]", "name"), ["language", "source"]);
}

#[tokio::test]
async fn where_nothing_is_found_one_condition_less_is_offered() {
    let (folder, store) = (tempdir().unwrap(), store(&several()).await);
    let server = searchable(&store, watched(), folder.path()).await;
    let check = async |address: String, expected: &[&str]| {
        let page = ask(&server, &address).await.ok();
        assert_eq!(page.texts(".total"), ["0 articles"], "{address}");
        assert_eq!(page.texts(".ways li"), expected, "{address}");
        for (href, way) in page.attributes(".ways a", "href").iter().zip(expected) {
            let found = ask(&server, href).await.ok().texts(".total");
            assert!(way.ends_with(&found[0]), "{href}: {found:?}");
        }
    };
    check(of("convention AND zanzibar"), &["leaving out: the word \"zanzibar\" 60 articles"]).await;
    check(format!("{}&language=de&source=fleuve", of("pays NEAR/1 convention")), &[]).await;
    check(
        format!("{}&source=fleuve", of("pays NEAR/1 convention")),
        &["leaving out: side by side 30 articles"],
    )
    .await;
    check(format!("{}&language=de", of("convention")), &["leaving out: German 60 articles"]).await;
}

#[tokio::test]
async fn a_query_that_is_wrong_is_pointed_at() {
    let (folder, store) = (tempdir().unwrap(), store(&several()).await);
    let server = searchable(&store, watched(), folder.path()).await;
    let page = ask(&server, &of("hanoï AND (pays")).await;
    assert_eq!(page.status, 400);
    assert_eq!(page.texts(".fault mark"), ["("]);
    assert_eq!(page.texts(".fault pre"), ["hanoï AND (pays"]);
    assert!(page.texts(".fault")[0].contains("never closed"), "{:?}", page.texts(".fault"));
    assert_eq!(page.attributes("#q", "value"), ["hanoï AND (pays"]);
    // Words without an operator are no mistake.
    let page = ask(&server, &of("soixante pays")).await;
    assert_eq!((page.status, page.texts(".total")), (200, vec!["60 articles".to_owned()]));
    assert_eq!(
        page.texts(".ways li"),
        [
            "As this exact phrase 60 articles \"soixante pays\"",
            "With any of these words 60 articles soixante OR pays",
        ]
    );
    let problem = ask(&server, &of("hanoi AND").replace("/search", "/search.json")).await;
    assert_eq!((problem.status, problem.header("content-type")), (400, "application/problem+json"));
    assert!(problem.json()["detail"].as_str().unwrap().starts_with("At character 10: "), "{}", problem.body);
    // A feed reader is told in its own language too, also what a sign of another query language is here.
    for (query, says) in [
        ("hanoi AND", "Au caractère 10\u{a0}: On attend"),
        ("/hano[iï]/", "expressions régulières"),
        ("colour~", "mots approchés"),
        ("hanoi -football", "écrivez NOT devant le mot"),
    ] {
        let problem = ask(&server, &format!("{}&ui=fr", of(query).replace("/search", "/search.atom"))).await;
        assert!(problem.json()["detail"].as_str().unwrap().contains(says), "{query}: {}", problem.body);
    }
}

#[tokio::test]
async fn every_format_has_the_results_of_the_page_in_their_order() {
    let (folder, store) = (tempdir().unwrap(), store(&several()).await);
    let server = searchable(&store, watched(), folder.path()).await;
    for query in [of("convention"), format!("{}&sort=relevant&language=vi", of("convention AND pays"))] {
        let shown = ask(&server, &query).await.ok();
        let named = shown.attributes("link[rel=alternate]", "href");
        assert_eq!(named.len(), 7);
        for address in named.iter().filter(|address| !address.contains(".xlsx")) {
            let listed = ids(&ask(&server, address).await.ok());
            // A table is whole.
            assert_eq!(listed[..20], ids(&shown)[..20], "{address}");
        }
    }
    let feed = ask(&server, &of("convention").replace("/search", "/search.json")).await.ok().json();
    assert_eq!(feed["_veille"]["total"]["articles"], 60);
    assert_eq!(feed["items"][0]["_veille"]["passages"][0]["exact"], "Convention");
    let next = feed["next_url"].as_str().unwrap().strip_prefix("http://127.0.0.1:8420").unwrap();
    assert_eq!(ids(&ask(&server, next).await.ok()).len(), 20);
    let table = ask(&server, &of("convention").replace("/search", "/search.csv")).await.ok();
    assert_eq!(ids(&table).len(), 60);
}

#[tokio::test]
async fn an_index_that_comes_later_or_is_built_anew_is_asked_all_the_same() {
    let folder = tempdir().unwrap();
    let (store, path) = (store(&several()).await, folder.path().join("index-of-the-store"));
    let without = server(&store, watched()).await;
    assert_eq!(ask(&without, &of("convention")).await.status, 404);
    assert!(!ask(&without, "/").await.ok().body.contains("/search"));
    let server = {
        let (listen, index) = ("127.0.0.1:0".parse().unwrap(), Some(path.clone()));
        let settings = veille_web::Settings { watched: watched(), index, ..Default::default() };
        veille_web::Server::bind(listen, store.clone(), settings).await.unwrap()
    };
    let early = ask(&server, &of("convention")).await;
    assert_eq!(early.status, 503);
    assert!(early.body.contains("The index is being built"));
    index(&store, &path).await;
    assert_eq!(ask(&server, &of("convention")).await.ok().texts(".total"), ["60 articles"]);
    // What the index does not know yet is said.
    commit(&store, &[Sample::new(900)]).await;
    let page = ask(&server, &of("convention")).await.ok();
    assert!(page.body.contains("The index is 1 change behind the store"));
    std::fs::remove_dir_all(&path).unwrap();
    index(&store, &path).await;
    assert_eq!(ask(&server, &of("convention")).await.ok().texts(".total"), ["61 articles"]);
}

#[tokio::test]
async fn an_empty_search_shows_queries_to_begin_with() {
    let (folder, store) = (tempdir().unwrap(), store(&several()).await);
    let server = searchable(&store, watched(), folder.path()).await;
    let page = ask(&server, "/search?language=vi").await.ok();
    let examples = page.attributes(".examples a", "href");
    assert!(examples.len() > 3);
    for example in &examples {
        assert_eq!(ask(&server, example).await.status, 200, "{example}");
    }
    assert_eq!(page.texts(".chips.set bdi"), ["Vietnamese"]);
}

#[tokio::test]
async fn plain_words_are_looked_for_all_at_once_and_offered_as_a_phrase_and_any_of_them() {
    let samples: Vec<Sample> = (1..=2).map(Sample::new).collect();
    let (folder, store) = (tempfile::tempdir().unwrap(), store(&samples).await);
    let server = searchable(&store, watched(), folder.path()).await;
    for written in ["soixante pays", "Soixante pays ?", "qu'est-ce que soixante pays"] {
        let encoded: String = url::form_urlencoded::byte_serialize(written.as_bytes()).collect();
        let page = ask(&server, &format!("/search?language=fr&q={encoded}")).await;
        assert_eq!((page.status, page.texts("#fault").len()), (200, 0), "{written}");
        assert_eq!(
            page.texts(".ways .name"),
            ["As this exact phrase", "With any of these words"],
            "{written}"
        );
        assert!(!page.texts(".item").is_empty(), "{written}");
        assert!(page.texts(".understood")[0].contains("soixante"), "{written}");
        for href in page.attributes(".ways a", "href") {
            assert!(href.contains("language=fr"), "{href}");
            assert_eq!(ask(&server, &href).await.status, 200, "{href}");
        }
        // What goes on from here asks for the same.
        let json =
            page.attributes("a[href*='.json']", "href").into_iter().next().expect("its list for programs");
        assert_eq!(ask(&server, &json).await.status, 200, "{json}");
    }
}

#[tokio::test]
async fn what_may_be_meant_as_an_operator_is_offered_as_a_phrase_and_as_its_words() {
    let samples: Vec<Sample> = (1..=2).map(Sample::new).collect();
    let (folder, store) = (tempfile::tempdir().unwrap(), store(&samples).await);
    let server = searchable(&store, watched(), folder.path()).await;
    for (written, phrase) in [
        ("Hanoï: la Convention", "\"Hanoï la Convention\""),
        ("\"signé la Convention", "\"signé la Convention\""),
        ("(signé la Convention", "\"signé la Convention\""),
        ("signé) la [Convention]", "\"signé la Convention\""),
    ] {
        let encoded: String = url::form_urlencoded::byte_serialize(written.as_bytes()).collect();
        let page = ask(&server, &format!("/search?language=fr&q={encoded}")).await;
        assert_eq!((page.status, page.texts("#fault").len()), (400, 1), "{written}");
        assert_eq!(
            page.texts(".ways .name"),
            ["As this exact phrase", "With all of these words", "With any of these words"],
            "{written}"
        );
        assert_eq!(page.texts(".ways code")[0], phrase, "{written}");
        for href in page.attributes(".ways a", "href") {
            assert!(href.contains("language=fr"), "{href}");
            assert_eq!(ask(&server, &href).await.status, 200, "{href}");
        }
    }
    for (tongue, name) in [
        ("fr", "Comme cette expression exacte"),
        ("vi", "Đúng nguyên cụm từ này"),
        ("es", "Como esta frase exacta"),
        ("ar", "بهذه العبارة بالضبط"),
    ] {
        let page = ask(&server, &format!("/search?q=la+Convention+pays&ui={tongue}")).await;
        assert_eq!(page.texts(".ways .name")[0], name);
        assert_eq!(page.texts(".ways .count").len(), 2);
    }
}

#[tokio::test]
async fn a_word_that_is_a_name_is_offered_in_any_spelling() {
    let folder = tempdir().unwrap();
    let naming = |number: usize, name: &'static str| Sample {
        paragraphs: vec![format!("À Hanoï, {name} a parlé de la Convention pendant une heure entière.")],
        named: vec![name],
        ..Sample::new(number)
    };
    let samples = [naming(1, "Amina Modelo"), naming(2, "Амина Модело"), naming(3, "Rita Exemple")];
    let server = searchable(&store(&samples).await, watched(), folder.path()).await;
    let ways = async |query: &str| ask(&server, &of(query)).await.ok().texts("main > .ways li");
    let offered = ask(&server, &of("modelo")).await.ok();
    assert_eq!(offered.texts(".total"), ["1 article"]);
    assert_eq!(ways("modelo").await, ["This person, in any spelling 2 articles person:\"modelo\""]);
    let href = offered.attributes(".ways a", "href").remove(0);
    assert_eq!(ask(&server, &href).await.ok().texts(".total"), ["2 articles"]);
    // Nothing more is found, or it is asked for already.
    for query in ["exemple", "person:modelo", "convention", "modelo OR exemple"] {
        assert!(ways(query).await.is_empty(), "{query}: {:?}", ways(query).await);
    }
}
