//! What an office thinks of its articles: said on every list, kept in the store, and filtered by.

use veille_sink::Paper;
use veille_web::{Accounts, Config, Role, Scope, Settings};

use super::asking::{Answer, ask, ask_with, send};
use super::samples::{Sample, guarded, server, store, watched};

fn form(page: &Answer) -> String {
    page.attributes("input[name=form]", "value").remove(0)
}

#[tokio::test]
async fn an_article_is_judged_on_its_list_without_a_script_and_found_by_it() {
    let samples: Vec<Sample> = (1..=3).map(Sample::new).collect();
    let store = store(&samples).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, "/?language=fr").await.ok();
    assert_eq!(page.texts(".triage").len(), 3);
    let form = form(&page);
    let id = samples[1].id().to_string();
    for button in ["star", "irrelevant", "read"] {
        let fields = [("form", &*form), ("back", "/?language=fr"), (button, &*id)];
        let answer = send(&server, "/triage", &[], &fields).await;
        assert_eq!((answer.status, answer.header("location")), (303, &*format!("/?language=fr#i-{id}")));
    }
    let page = ask(&server, "/").await.ok();
    assert_eq!(page.texts("article.item").len(), 2, "what is not relevant is left out");
    let page = ask(&server, "/?triage=any").await.ok();
    let pressed = format!("#i-{id} .triage [aria-pressed=true]");
    assert_eq!(page.attributes(&pressed, "name"), ["star", "irrelevant", "read"]);
    assert_eq!(page.attributes(&pressed, "value"), [(); 3].map(|()| format!("-{id}")));
    assert_eq!(page.texts(".item.read h3"), ["La signature, jour 2"]);
    for (filter, expected) in [
        ("starred", 1),
        ("irrelevant", 1),
        ("relevant", 0),
        ("unread", 2),
        ("read", 0),
        ("unjudged", 2),
        ("mine", 0),
        ("any", 3),
    ] {
        let list = ask(&server, &format!("/?triage={filter}")).await.ok();
        assert_eq!(list.texts("article.item").len(), expected, "{filter}");
        let api = ask(&server, &format!("/api/v1/articles?triage={filter}")).await.ok().json();
        assert_eq!(api["total"], expected, "{filter}");
        assert_eq!(list.texts(".chips.set li").len(), 1, "{filter}");
    }
    let page = ask(&server, "/").await.ok();
    let offered = page.attributes(".facets a[href*='triage=']", "href");
    let offered: Vec<&str> = offered.iter().filter_map(|href| href.split("triage=").nth(1)).collect();
    let mut expected = vec!["unread", "starred", "irrelevant", "unjudged"];
    expected.sort_by_key(|filter| offered.iter().position(|it| it == filter));
    assert_eq!(offered, expected);
    // A note, and whose it is, on the article's page.
    let article = ask(&server, &format!("/article/{id}")).await.ok();
    assert_eq!(article.attributes(".triage [aria-pressed=true]", "value").len(), 3);
    let note =
        [("form", &*form), ("article", &*id), ("do", "write"), ("note", " Ring them. "), ("assigned", "hoa")];
    assert_eq!(send(&server, "/triage", &[], &note).await.status, 303);
    assert_eq!(ask(&server, "/?triage=noted").await.ok().texts(".note"), ["Ring them."]);
    // Taken back, nothing is left but the trail, and the article judged anew keeps what was said.
    for button in ["star", "irrelevant", "read"] {
        let fields = [("form", &*form), ("back", "/"), (button, &format!("-{id}"))];
        assert_eq!(send(&server, "/triage", &[], &fields).await.header("location"), format!("/#i-{id}"));
    }
    super::samples::commit(&store, &samples).await;
    assert_eq!(ask(&server, "/?triage=assigned").await.ok().texts("article.item").len(), 1);
    send(&server, "/triage", &[], &[("form", &*form), ("article", &*id), ("do", "write")]).await;
    assert_eq!(store.papers(Paper::Triage).await.unwrap(), []);
    assert_eq!(store.audit(0, 100).await.unwrap().len(), 8);
    assert!(!format!("{:?}", store.audit(0, 100).await.unwrap()).contains("Ring them"));
    // What is none of ours is refused, and nobody is led away.
    for (fields, status) in [
        ([("article", "none"), ("do", "star"), ("back", "/")], 404),
        ([("article", &*id), ("do", "love"), ("back", "/")], 400),
        ([("article", &*id), ("do", "star"), ("back", "//evil.example")], 303),
    ] {
        let fields = [&[("form", &*form)], &fields[..]].concat();
        let answer = send(&server, "/triage", &[], &fields).await;
        assert_eq!(answer.status, status);
        assert!(!answer.header("location").contains("evil"));
    }
    assert_eq!(send(&server, "/triage", &[], &[("article", &id), ("do", "star")]).await.status, 403);
}

#[tokio::test]
async fn a_search_is_narrowed_by_what_the_office_thinks_and_so_are_its_exports() {
    let samples: Vec<Sample> = (1..=5).map(Sample::new).collect();
    let (folder, store) = (tempfile::tempdir().unwrap(), store(&samples).await);
    let server = super::samples::searchable(&store, watched(), folder.path()).await;
    let all = ask(&server, "/search?q=convention").await.ok();
    assert_eq!(all.texts("article.item").len(), 5);
    assert!(all.attributes(".facets a[href*='triage=']", "href").is_empty(), "nobody said anything yet");
    let form = form(&all);
    let say = async |number: usize, what: &str| {
        let id = samples[number].id().to_string();
        let fields = [("form", &*form), ("article", &*id), ("back", "/"), ("do", what)];
        assert_eq!(send(&server, "/triage", &[], &fields).await.status, 303);
    };
    for (number, what) in [(0, "star"), (1, "star"), (1, "read"), (2, "irrelevant"), (3, "relevant")] {
        say(number, what).await;
    }
    for (filter, expected) in [
        ("starred", 2),
        ("read", 1),
        ("unread", 3),
        ("unjudged", 3),
        ("relevant", 1),
        ("irrelevant", 1),
        ("mine", 0),
        ("any", 5),
    ] {
        let address = |ending: &str| format!("/search{ending}?q=convention&triage={filter}");
        let page = ask(&server, &address("")).await.ok();
        assert_eq!(page.texts("article.item").len(), expected, "{filter}");
        let lines = ask(&server, &address(".jsonl")).await.ok();
        assert_eq!(lines.body.lines().count(), expected, "{filter}");
        let rows = ask(&server, &address(".csv")).await.ok();
        assert_eq!(rows.body.lines().count(), expected + 1, "{filter}");
        let api = ask(&server, &format!("/api/v1/search?q=convention&triage={filter}")).await.ok().json();
        assert_eq!(api["total"]["articles"], expected, "{filter}");
        // What the page offers is what is found.
        if expected > 0 && filter != "any" {
            let offered = ".facets a[aria-current=true] .n";
            assert_eq!(page.texts(offered), [expected.to_string()], "{filter}");
        }
    }
    let empty = ask(&server, "/search?q=convention&triage=noted").await.ok();
    assert!(empty.texts("main").concat().contains("4 articles"), "without it, four are found");
}

#[tokio::test]
async fn what_is_not_relevant_is_left_out_of_every_list_file_and_count_and_is_one_click_away() {
    let mut samples: Vec<Sample> = (1..=4).map(Sample::new).collect();
    samples[3].source = "ben-song".to_owned();
    let (folder, store) = (tempfile::tempdir().unwrap(), store(&samples).await);
    let server = super::samples::searchable(&store, watched(), folder.path()).await;
    let form = form(&ask(&server, "/").await.ok());
    let id = samples[3].id().to_string();
    let fields = [("form", &*form), ("article", &*id), ("back", "/"), ("do", "irrelevant")];
    assert_eq!(send(&server, "/triage", &[], &fields).await.status, 303);
    let topic = "/topic/hanoi-convention";
    for (place, query) in [
        ("/", ""),
        (topic, ""),
        ("/search", "q=convention"),
        ("/stories", ""),
        ("/coverage", ""),
        ("/people", ""),
    ] {
        let page = ask(&server, &format!("{place}?{query}")).await.ok();
        let said = page.texts(".set-aside");
        assert_eq!(said, ["1 article marked not relevant is left out · show"], "{place}");
        assert!(!page.body.contains(&format!("i-{id}")), "{place}");
        let all = ask(&server, &page.attributes(".set-aside a", "href")[0]).await.ok();
        assert_eq!(
            all.texts(".set-aside"),
            ["1 article marked not relevant is among these · leave out"],
            "{place}"
        );
        let back = &all.attributes(".set-aside a", "href")[0];
        assert!(!back.contains("triage="), "{place}: {back}");
    }
    for (file, query) in [("/today", ""), (topic, ""), ("/search", "q=convention")] {
        for ending in [".csv", ".jsonl", ".ninjs", ".atom", ".rss", ".json"] {
            let body = |triage: &str| {
                let address = format!("{file}{ending}?{query}{triage}");
                let server = server.clone();
                async move { ask(&server, &address).await.ok().body }
            };
            let other = samples[0].id().to_string();
            let (few, all) = (body("").await, body("&triage=any").await);
            assert!(few.contains(&other) && !few.contains(&id), "{file}{ending}");
            assert!(all.contains(&other) && all.contains(&id), "{file}{ending}");
        }
        assert!(
            ask(&server, &format!("{file}.xlsx?{query}")).await.ok().body.len()
                < ask(&server, &format!("{file}.xlsx?{query}&triage=any")).await.ok().body.len()
        );
    }
    // Counts and programs.
    for address in [
        "/api/v1/articles?",
        "/api/v1/facets?",
        "/api/v1/articles?q=convention&",
        "/api/v1/facets?q=convention&",
    ] {
        let told = ask(&server, address).await.ok().json();
        assert_eq!((&told["total"], &told["not_relevant"]), (&3.into(), &1.into()), "{address}");
        let all = ask(&server, &format!("{address}triage=any")).await.ok().json();
        assert_eq!((&all["total"], &all["not_relevant"]), (&4.into(), &1.into()), "{address}");
    }
    let found = ask(&server, "/api/v1/search?q=convention").await.ok().json();
    assert_eq!((&found["total"]["articles"], &found["not_relevant"]), (&3.into(), &1.into()));
    assert_eq!(ask(&server, "/api/v1/topics/hanoi-convention").await.ok().json()["articles"], 3);
    let facets = ask(&server, "/").await.ok();
    assert!(!facets.texts(".facets").concat().contains("ben-song"));
    // What a source brings is another matter: it is told as it is.
    assert!(ask(&server, "/sources.csv").await.ok().body.contains("ben-song"));
    // Nothing is deleted.
    assert_eq!(ask(&server, &format!("/article/{id}")).await.status, 200);
}

#[tokio::test]
async fn readers_say_what_they_read_and_editors_the_rest() {
    let samples = [Sample::new(1)];
    let store = store(&samples).await;
    let accounts = Accounts::new(store.clone());
    for (name, role) in [("rita", Role::Reader), ("edda", Role::Editor)] {
        accounts.add_user(name, role, Some("a long password"), "a test").await.unwrap();
    }
    let server = guarded(&store, Config::default()).await;
    let id = samples[0].id().to_string();
    let path = format!("/api/v1/articles/{id}/triage");
    let mut bearers = Vec::new();
    for (user, scopes) in [
        ("rita", &[Scope::Read, Scope::Triage][..]),
        ("edda", &[Scope::Read, Scope::Triage]),
        ("edda", &[Scope::Read]),
        ("edda", &[Scope::Triage]),
    ] {
        let (_, secret) = accounts.add_token("t", user, scopes, None, "a test").await.unwrap();
        bearers.push(format!("Bearer {secret}"));
    }
    let patch = async |bearer: &str, body: &str| super::asking::patch(&server, &path, bearer, body).await;
    for (bearer, body, status) in [
        (&bearers[0], r#"{"read":true}"#, 200),
        (&bearers[0], r#"{"starred":true}"#, 403),
        (&bearers[1], r#"{"starred":true,"relevant":false,"note":"x"}"#, 200),
        (&bearers[2], r#"{"relevant":true}"#, 403),
        // For judging a token for judging is enough; it reads nothing else.
        (&bearers[3], r#"{"starred":true}"#, 200),
        (&bearers[1], r#"{"assigned":"nobody"}"#, 400),
        (&bearers[1], r#"{"assigned":"rita"}"#, 200),
        (&bearers[1], r#"{"loved":true}"#, 400),
        (&bearers[1], "{", 400),
    ] {
        let answer = patch(bearer, body).await;
        assert_eq!(answer.status, status, "{body} {}", answer.body);
    }
    for (address, status) in [(&*path, 200), ("/api/v1/articles", 403)] {
        let answer = ask_with(&server, address, &[("authorization", &bearers[3])]).await;
        assert_eq!(answer.status, status, "{address}: {}", answer.body);
    }
    let seen = async |bearer: &str, address: &str| {
        ask_with(&server, address, &[("host", "localhost"), ("authorization", bearer)]).await.ok().json()
    };
    let told = serde_json::json!({
        "relevant": false, "starred": true, "note": "x", "assigned": "rita", "read": true
    });
    assert_eq!(seen(&bearers[0], &path).await, told);
    // What is read is each reader's own; so is what is theirs.
    assert_eq!(seen(&bearers[1], &path).await["read"], false);
    assert_eq!(seen(&bearers[0], "/api/v1/articles?triage=mine").await["total"], 1);
    assert_eq!(seen(&bearers[1], "/api/v1/articles?triage=mine").await["total"], 0);
    patch(&bearers[1], r#"{"relevant":true}"#).await;
    assert_eq!(seen(&bearers[0], "/api/v1/articles?triage=unread").await["total"], 0);
    assert_eq!(seen(&bearers[1], "/api/v1/articles?triage=unread").await["total"], 1);
    let page =
        ask_with(&server, &path.replace(&id, "none"), &[("host", "x"), ("authorization", &bearers[0])]).await;
    assert_eq!(page.status, 404);
}

#[tokio::test]
async fn what_is_read_and_what_is_not_are_the_list_together() {
    let samples: Vec<Sample> = (1..=4).map(Sample::new).collect();
    let store = store(&samples).await;
    let server = server(&store, watched()).await;
    let form = form(&ask(&server, "/").await.ok());
    for (number, what) in [(0, "read"), (1, "irrelevant"), (2, "irrelevant"), (2, "read")] {
        let id = samples[number].id().to_string();
        let fields = [("form", &*form), ("article", &*id), ("back", "/"), ("do", what)];
        assert_eq!(send(&server, "/triage", &[], &fields).await.status, 303);
    }
    let total = async |triage: &str| {
        let list = ask(&server, &format!("/api/v1/articles{triage}")).await.ok().json();
        list["total"].as_u64().unwrap()
    };
    assert_eq!(total("?triage=read").await + total("?triage=unread").await, total("").await);
    assert_eq!((total("").await, total("?triage=read").await), (2, 1));
}

#[tokio::test]
async fn what_another_server_over_the_store_was_told_is_seen_here() {
    let samples = [Sample::new(1)];
    let store = store(&samples).await;
    let (here, there) = (server(&store, watched()).await, server(&store, watched()).await);
    assert_eq!(ask(&here, "/?triage=starred").await.ok().texts("article.item").len(), 0);
    let form = form(&ask(&there, "/").await.ok());
    let id = samples[0].id().to_string();
    send(&there, "/triage", &[], &[("form", &*form), ("article", &*id), ("do", "star")]).await;
    assert_eq!(ask(&here, "/?triage=starred").await.ok().texts("article.item").len(), 1);
    // Two who say something in the same moment are both heard.
    let say = async |what: &str| {
        send(&there, "/triage", &[], &[("form", &*form), ("article", &*id), ("do", what)]).await.status
    };
    assert_eq!(tokio::join!(say("relevant"), say("read"), say("unstar")), (303, 303, 303));
    let pressed = ask(&here, "/").await.ok().attributes(".triage [aria-pressed=true]", "name");
    assert_eq!(pressed, ["relevant", "read"]);
    // Where nothing can be written, nothing is asked.
    let settings = Settings { watched: watched(), is_read_only: true, ..Settings::default() };
    let bound =
        veille_web::Server::bind("127.0.0.1:0".parse().unwrap(), store.clone(), settings).await.unwrap();
    assert_eq!(ask(&bound, "/").await.ok().texts(".triage").len(), 0);
}
