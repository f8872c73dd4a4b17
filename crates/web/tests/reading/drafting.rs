//! Topics that readers try and keep, and searches that they keep with a feed of its own.

use std::sync::{Arc, Mutex};

use tempfile::tempdir;
use veille_sink::{Paper, Store};
use veille_web::{
    Accounts, Config, KeepTopic, Role, Scope, Server, Settings, TopicDraft, TopicKept, Watched,
};

use super::asking::{Answer, ask, ask_with, send};
use super::samples::{self, Sample, apart, index, searchable, store};

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Topics whose queries can be read.
fn watched() -> Watched {
    let mut watched = samples::watched();
    for topic in &mut watched.topics {
        topic.queries = [("fr".to_owned(), "\"convention de hanoi\" OR \"a b\"".to_owned())].into();
    }
    watched
}

/// Articles of which the first two are of Hanoi, and the others of something else.
async fn press() -> Store {
    let mut samples: Vec<Sample> = (1..=5).map(Sample::new).collect();
    for sample in &mut samples[2..] {
        sample.paragraphs = vec!["Le traité de Nairobi a été signé.".to_owned()];
    }
    store(&samples).await
}

/// A server that keeps topics, and what it was given to keep.
async fn keeping(
    store: &Store,
    folder: &std::path::Path,
    web: Config,
) -> (Server, Arc<Mutex<Vec<TopicDraft>>>) {
    index(store, folder).await;
    let drafts = Arc::new(Mutex::new(Vec::new()));
    let kept: Arc<Mutex<Vec<TopicDraft>>> = Arc::clone(&drafts);
    let (_, judged) = tokio::sync::watch::channel(None);
    let keep_topic = KeepTopic::new(
        move |draft| {
            let mut kept = kept.lock().unwrap();
            kept.push(draft);
            let (before, after) =
                (kept.len() > 1).then(|| format!("version {}", kept.len() - 1)).map_or_else(
                    || (None, "version 1".to_owned()),
                    |before| (Some(before), format!("version {}", kept.len())),
                );
            let refused = format!("{:?}", kept.last()).contains("refuse me");
            Box::pin(async move {
                if refused { Err("no room <b>".to_owned()) } else { Ok(TopicKept { before, after }) }
            })
        },
        judged,
    );
    let settings = Settings {
        watched: watched(),
        index: Some(folder.to_owned()),
        keep_topic: Some(keep_topic),
        compare: Some(apart),
        web,
        ..Settings::default()
    };
    (Server::bind("127.0.0.1:0".parse().unwrap(), store.clone(), settings).await.unwrap(), drafts)
}

fn form(page: &Answer) -> String {
    page.attributes("[name=form]", "value").remove(0)
}

fn of(query: &str) -> String {
    format!("/topics/draft?id=hanoi-convention&language=fr&q={}", encoded(query))
}

#[tokio::test]
async fn a_draft_shows_what_a_topic_would_gain_and_lose_with_the_passages() {
    let (folder, store) = (tempdir().unwrap(), press().await);
    let (server, _) = keeping(&store, folder.path(), Config::default()).await;
    // Its own query, to begin with: nothing changes.
    let page = ask(&server, "/topics/draft?id=hanoi-convention&language=fr").await.ok();
    assert!(page.texts("#q")[0].starts_with("\"convention de hanoi\" OR"));
    let page = ask(&server, &of("\"traité de nairobi\"")).await.ok();
    assert_eq!(page.texts(".gained h2"), ["Gained 3 articles"]);
    assert_eq!(page.texts(".lost h2"), ["Lost 2 articles"]);
    assert_eq!(page.texts(".gained .item").len(), 3);
    // They stand under no day: an hour alone would say nothing.
    for meta in page.texts(".gained .meta, .lost .meta") {
        assert!(meta.contains(" Oct 2025 "), "{meta}");
    }
    assert_eq!(page.texts(".gained .snippets mark")[0], "traité de Nairobi");
    assert_eq!(page.texts(".lost .snippets mark")[0], "Convention de Hanoï");
    assert!(page.texts(".understood")[0].contains("articles with \"traite de nairobi\""));
    // The query of another language is added to those that are there.
    let added =
        format!("/topics/draft?id=hanoi-convention&language=en&q={}", encoded("\"traité de nairobi\""));
    let page = ask(&server, &added).await.ok();
    assert_eq!(
        (page.texts(".gained h2")[0].as_str(), page.texts(".lost h2")[0].as_str()),
        ("Gained 3 articles", "Lost 0 articles")
    );
    let told = ask(&server, &of("nairobi").replace("/topics/draft?id", "/api/v1/topic-test?topic"))
        .await
        .ok()
        .json();
    assert_eq!(
        (&told["gained"]["articles"], &told["lost"]["articles"], &told["stays"]),
        (&3.into(), &2.into(), &0.into())
    );
    assert_eq!(told["gained"]["latest"][0]["passages"][0]["exact"], "Nairobi");
    // A new one has nothing to lose; one that cannot be read says where.
    let page = ask(&server, &format!("/topics/draft?q={}", encoded("nairobi"))).await.ok();
    assert_eq!(
        (page.texts(".gained h2"), page.texts(".lost").len()),
        (vec!["Gained 3 articles".to_owned()], 0)
    );
    let page = ask(&server, &of("nairobi AND")).await;
    assert_eq!((page.status, page.texts("#fault mark").len(), page.texts(".trial").len()), (422, 1, 0));
}

#[tokio::test]
async fn a_draft_is_told_in_the_words_of_the_reader() {
    let (folder, store) = (tempdir().unwrap(), press().await);
    let (server, _) = keeping(&store, folder.path(), Config::default()).await;
    for (tongue, understood, fault) in [
        ("fr", "articles avec le mot « nairobi », et sans le mot « x »", "après AND"),
        ("vi", "bài có từ “nairobi”, và không có từ “x”", "Sau AND"),
        ("es", "artículos con la palabra «nairobi», y sin la palabra «x»", "Tras AND"),
        ("ar", "مقالات فيها كلمة", "يُنتظر بعد"),
    ] {
        for path in ["/topics/draft?q=", "/search?q="] {
            let page =
                ask(&server, &format!("{path}{}&ui={tongue}", encoded("nairobi AND NOT x"))).await.ok();
            assert!(
                page.texts(".understood .meant")[0].starts_with(understood),
                "{path}: {:?}",
                page.texts(".understood")
            );
            let page = ask(&server, &format!("{path}{}&ui={tongue}", encoded("nairobi AND"))).await;
            assert!(page.texts("#fault p")[0].contains(fault), "{path}: {:?}", page.texts("#fault p"));
        }
        let topic = ask(&server, &format!("/topic/hanoi-convention?ui={tongue}")).await.ok();
        assert_eq!(topic.texts(".query .meant").len(), 1);
        assert!(!topic.texts(".query .meant")[0].contains("articles with"));
    }
}

#[tokio::test]
async fn a_topic_is_kept_once_and_its_wordings_stay() {
    let (folder, store) = (tempdir().unwrap(), press().await);
    let (server, drafts) = keeping(&store, folder.path(), Config::default()).await;
    let page = ask(&server, &format!("/topics/draft?q={}", encoded("nairobi"))).await.ok();
    let form = form(&page);
    let new = |id: &'static str, query: &'static str| {
        let form = form.clone();
        let server = server.clone();
        async move {
            let fields = [
                ("form", &*form),
                ("id", id),
                ("language", ""),
                ("q", query),
                ("label", "Nairobi"),
                ("was", ""),
            ];
            send(&server, "/topics/keep", &[], &fields).await
        }
    };
    let answer = new("nairobi", "nairobi").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/topic/nairobi?kept=yes"));
    let label = Some(("en".to_owned(), "Nairobi".to_owned()));
    let expected = TopicDraft::Query {
        id: "nairobi".into(),
        language: String::new(),
        query: "nairobi".into(),
        also: Vec::new(),
        label,
    };
    assert_eq!(drafts.lock().unwrap()[..], [expected]);
    // Not under a name that is none or is taken, nor a query that is none, nor from a page that is none of ours.
    for (id, query) in [
        ("Nai robi", "nairobi"),
        ("hanoi-convention", "nairobi"),
        ("x", "nairobi AND"),
        ("y", "\"refuse me\""),
    ] {
        let answer = new(id, query).await;
        assert_eq!((answer.status, answer.texts("main .fault[role=alert]").is_empty()), (422, false), "{id}");
    }
    let foreign = send(&server, "/topics/keep", &[], &[("form", "x"), ("id", "z"), ("q", "z")]).await;
    assert_eq!((foreign.status, drafts.lock().unwrap().len()), (403, 2));
    // A change of what is there is one of what was shown.
    let page = ask(&server, &of("nairobi")).await.ok();
    let was = page.attributes("input[name=was]", "value").remove(0);
    let change = |was: String| {
        let (form, server) = (form.clone(), server.clone());
        async move {
            let fields = [
                ("form", &*form),
                ("id", "hanoi-convention"),
                ("language", "fr"),
                ("q", "nairobi"),
                ("was", &*was),
            ];
            send(&server, "/topics/keep", &[], &fields).await.status
        }
    };
    assert_eq!((change("another".to_owned()).await, change(was).await), (422, 303));
    let topic = ask(&server, "/topic/hanoi-convention").await.ok();
    // As it was in its file, and as it was written.
    assert_eq!(topic.texts(".history .changed h3 bdi"), ["local", "in its file"]);
    assert_eq!(
        (topic.texts(".history ins"), topic.texts(".history del")),
        (vec!["3".into(), "version 2".into()], vec!["2".into()])
    );
    let at = topic.attributes(".history input[name=version]", "value").remove(0);
    let back = [("form", &*form), ("id", "hanoi-convention"), ("version", &*at)];
    assert_eq!(send(&server, "/topics/restore", &[], &back).await.status, 303);
    let text = TopicDraft::Text { id: "hanoi-convention".into(), text: "version 2".into() };
    assert_eq!(drafts.lock().unwrap().last(), Some(&text));
    let trail: Vec<String> =
        store.audit(0, 100).await.unwrap().iter().filter_map(|line| Some(line.deed()?.what)).collect();
    assert_eq!(trail, ["topic-added", "topic-changed", "topic-changed"]);
}

#[tokio::test]
async fn the_button_that_saves_a_topic_saves_what_is_in_the_box_and_says_so() {
    let (folder, store) = (tempdir().unwrap(), press().await);
    let (server, drafts) = keeping(&store, folder.path(), Config::default()).await;
    let mut both = watched();
    both.topics[0].queries.insert("en".to_owned(), "\"a b\"".to_owned());
    server.watch(both);
    let page = ask(&server, "/topics/draft?id=hanoi-convention&language=fr").await.ok();
    // One form: what is typed and not tried goes with either button, and the secret with the one that saves alone.
    assert_eq!(page.texts("form textarea[name=q]").len(), 1);
    assert_eq!(page.attributes("form.draft button[formmethod=post]", "formaction"), ["/topics/keep"]);
    assert_eq!(page.texts("form.draft input[name=form]").len(), 0);
    let (form, was) = (form(&page), page.attributes("input[name=was]", "value").remove(0));
    let save = async |language: &str, query: &str| {
        let fields = [
            ("language", language),
            ("q", query),
            ("was", &*was),
            ("id", "hanoi-convention"),
            ("form", &*form),
        ];
        let answer = send(&server, "/topics/keep", &[], &fields).await;
        (answer.status, answer.header("location").to_owned(), answer.texts(".fault mark").len())
    };
    let own = page.texts("#q").remove(0);
    let (kept, same) = ("/topic/hanoi-convention?kept=yes", "/topic/hanoi-convention?kept=same");
    assert_eq!(save("fr", &own).await, (303, same.to_owned(), 0));
    // Another language was chosen, and the box left as it was: its own query stays.
    assert_eq!(save("en", &own).await, (303, same.to_owned(), 0));
    let other = format!("/topics/draft?id=hanoi-convention&language=en&q={}", encoded(&own));
    assert_eq!(ask(&server, &other).await.ok().texts("#q"), ["\"a b\""]);
    assert_eq!(save("fr", "nairobi AND").await, (422, String::new(), 1));
    assert!(drafts.lock().unwrap().is_empty());
    assert_eq!(save("fr", "untried").await.1, kept);
    let said = format!("{:?}", drafts.lock().unwrap());
    assert!(said.contains("query: \"untried\""), "{said}");
    for (address, notice) in [(kept, "is saved"), (same, "Nothing was changed")] {
        let told = ask(&server, address).await.ok().texts(".notice[role=status]");
        assert!(told.len() == 1 && told[0].contains(notice), "{told:?}");
    }
    // A new one may have as many languages as the topics that come with the program.
    let page = ask(&server, "/topics/draft").await.ok();
    let tags = page.attributes("#language option", "value");
    assert!(["fa", "he", "tr", "uk", ""].iter().all(|tag| tags.iter().any(|it| it == tag)), "{tags:?}");
    // Of a new one its names stay when it is tried again.
    let page = ask(&server, "/topics/draft?q=nairobi&label=Nairobi&id=nairobi").await.ok();
    assert_eq!(page.attributes("#label, #id", "value"), ["Nairobi", "nairobi"]);
    // And it becomes no change of one that is there.
    let taken = "/topics/draft?q=nairobi&label=N&id=hanoi-convention&new=1&was=";
    assert_eq!(ask(&server, taken).await.ok().attributes("input[name=was]", "value"), [""]);
}

#[tokio::test]
async fn a_kept_search_has_a_feed_of_its_own_until_it_is_revoked() {
    let (folder, store) = (tempdir().unwrap(), press().await);
    let server = searchable(&store, watched(), folder.path()).await;
    let page = ask(&server, "/search?q=nairobi&language=fr").await.ok();
    let filters = page.attributes("input[name=filters]", "value").remove(0);
    assert_eq!(filters, "q=nairobi&language=fr");
    let form = form(&page);
    let page =
        send(&server, "/streams/add", &[], &[("form", &form), ("filters", &filters), ("name", "=Nairobi")])
            .await;
    assert_eq!(page.status, 200);
    let feeds = page.texts(".notice code.long");
    let path = |feed: &str| feed[feed.find("/feeds/").unwrap()..].to_owned();
    assert_eq!(feeds.len(), 3);
    // In another language they could not be shown again, and nobody else can open them under this address.
    assert_eq!(page.attributes("footer a[hreflang]", "href"), Vec::<String>::new());
    assert!(page.texts(".notice .alone")[0].contains("[web] listen"), "{:?}", page.texts(".notice"));
    for feed in &feeds {
        let answer = ask(&server, &path(feed)).await.ok();
        let read = feed_rs::parser::parse(answer.body.as_bytes()).unwrap();
        assert_eq!(read.entries.len(), 3, "{feed}");
        assert!(answer.body.contains("/feeds/") && !answer.body.contains("/search."), "{}", answer.body);
    }
    // Nothing that is added to the address shows more, and no other format does.
    assert_eq!(
        ask(&server, &format!("{}?q=hanoi", path(&feeds[2]))).await.ok().json()["items"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    assert_eq!(ask(&server, &path(&feeds[0]).replace(".atom", ".csv")).await.status, 404);
    assert_eq!(ask(&server, &path(&feeds[0]).replace(".atom", "")).await.status, 404);
    // Stored is the digest alone.
    let secret = path(&feeds[0])[7..71].to_owned();
    let papers =
        format!("{:?}{:?}", store.papers(Paper::Watch).await.unwrap(), store.audit(0, 10).await.unwrap());
    assert!(!papers.contains(&secret) && papers.contains("=Nairobi"));
    let page = ask(&server, "/streams").await.ok();
    assert_eq!(
        (page.texts("#watches ~ table th a"), page.texts(".notice").len()),
        (vec!["=Nairobi".to_owned()], 0)
    );
    let id = page.attributes("input[name=id]", "value").remove(0);
    assert_eq!(send(&server, "/streams/revoke", &[], &[("form", &form), ("id", &id)]).await.status, 303);
    assert_eq!(ask(&server, &path(&feeds[0])).await.status, 404);
    let trail: Vec<String> =
        store.audit(0, 100).await.unwrap().iter().filter_map(|line| Some(line.deed()?.what)).collect();
    assert_eq!(trail, ["watch-added", "watch-revoked"]);
}

#[tokio::test]
async fn editors_keep_topics_and_searches_and_readers_try_them() {
    let (folder, store) = (tempdir().unwrap(), press().await);
    let web = Config { login: veille_web::Login::Always, ..Config::default() };
    let accounts = Accounts::new(store.clone());
    for (name, role) in [("rita", Role::Reader), ("edda", Role::Editor)] {
        accounts.add_user(name, role, Some("a long password"), "a test").await.unwrap();
    }
    let (server, drafts) = keeping(&store, folder.path(), web).await;
    let mut secret = String::new();
    for (name, status) in [("rita", 403), ("edda", 303)] {
        let cookie = super::access::log_in(&server, name).await;
        let (who, looking) = ([("cookie", &*cookie)], [("host", "127.0.0.1:8420"), ("cookie", &*cookie)]);
        let page = ask_with(&server, &format!("/topics/draft?q={}", encoded("nairobi")), &looking).await.ok();
        assert_eq!(page.texts("button[formaction='/topics/keep']").len(), usize::from(name == "edda"));
        let page = ask_with(&server, "/account", &looking).await.ok();
        let form = form(&page);
        let fields = [("form", &*form), ("id", "nairobi"), ("q", "nairobi"), ("label", "N"), ("was", "")];
        assert_eq!(send(&server, "/topics/keep", &who, &fields).await.status, status, "{name}");
        let fields = [("form", &*form), ("filters", "q=nairobi"), ("name", "n")];
        let kept = send(&server, "/streams/add", &who, &fields).await;
        assert_eq!(kept.status, if name == "edda" { 200 } else { 403 });
        secret.push_str(&kept.texts(".notice code").first().cloned().unwrap_or_default());
    }
    assert_eq!(drafts.lock().unwrap().len(), 1);
    // Whoever has the address of the feed reads it and nothing else; it ends with whose it is.
    let feed = secret[secret.find("/feeds/").unwrap()..].to_owned();
    assert_eq!(ask(&server, &feed).await.status, 200);
    assert_eq!(
        (ask(&server, "/search.atom?q=nairobi").await.status, ask(&server, "/streams").await.status),
        (401, 303)
    );
    accounts.remove_user("edda", "a test").await.unwrap();
    assert_eq!(ask(&server, &feed).await.status, 404);
}

#[tokio::test]
async fn programs_keep_topics_and_searches_by_a_token_of_that_scope() {
    let (folder, store) = (tempdir().unwrap(), press().await);
    let web = Config { login: veille_web::Login::Always, ..Config::default() };
    let accounts = Accounts::new(store.clone());
    accounts.add_user("edda", Role::Editor, Some("a long password"), "a test").await.unwrap();
    let (server, drafts) = keeping(&store, folder.path(), web).await;
    let token = async |scopes: &[Scope]| {
        format!("Bearer {}", accounts.add_token("t", "edda", scopes, None, "a test").await.unwrap().1)
    };
    let (keeps, judges) =
        (token(&[Scope::Read, Scope::Topics]).await, token(&[Scope::Read, Scope::Triage]).await);
    let say = async |method: &str, path: &str, bearer: &str, body: &str| {
        super::asking::say(&server, method, path, bearer, body).await
    };
    let nairobi = r#"{"query":"nairobi","label":"N"}"#;
    assert_eq!(say("PUT", "/api/v1/topics/nairobi", &judges, nairobi).await.status, 403);
    let kept = say("PUT", "/api/v1/topics/nairobi", &keeps, nairobi).await.ok().json();
    assert_eq!(
        (&kept["id"], kept["in_words"].as_str().unwrap().contains("nairobi")),
        (&"nairobi".into(), true)
    );
    for (path, body, status) in [
        ("/api/v1/topics/Not%20An%20Id", r#"{"query":"a"}"#, 400),
        ("/api/v1/topics/x", r#"{"query":"a AND"}"#, 400),
        ("/api/v1/topics/x", r#"{"query":"a","loved":true}"#, 400),
        ("/api/v1/topics/x", r#"{"query":"a","was":"0"}"#, 409),
        ("/api/v1/topics/x", r#"{"query":"\"refuse me\""}"#, 422),
        ("/api/v1/topics/hanoi-convention", r#"{"query":"a"}"#, 409),
    ] {
        let answer = say("PUT", path, &keeps, body).await;
        assert_eq!(answer.status, status, "{path} {body} {}", answer.body);
        assert!(answer.header("content-type").starts_with("application/problem+json"), "{path} {body}");
    }
    // Whoever has read it, writes it.
    let read = say("GET", "/api/v1/topics/hanoi-convention", &keeps, "").await.ok().json();
    let body = serde_json::json!({ "query": "hanoi", "language": "fr", "was": read["revision"] }).to_string();
    assert_eq!(say("PUT", "/api/v1/topics/hanoi-convention", &keeps, &body).await.status, 200);
    assert_eq!(drafts.lock().unwrap().len(), 3);
    let wanted = r#"{"filters":"q=nairobi&language=fr","name":"Nairobi"}"#;
    assert_eq!(say("POST", "/api/v1/watches", &judges, wanted).await.status, 403);
    let feed =
        say("POST", "/api/v1/watches", &keeps, wanted).await.ok().json()["feed"].as_str().unwrap().to_owned();
    let feed = feed[feed.find("/feeds/").unwrap()..].to_owned();
    assert_eq!(ask(&server, &feed).await.status, 200);
    for wrong in [
        r#"{"filters":"q=a+AND"}"#,
        r#"{"filters":"language=french"}"#,
        r#"{"filters":"lang=fr"}"#,
        r#"{"filters":"topic=nowhere"}"#,
        "{}",
    ] {
        assert_eq!(say("POST", "/api/v1/watches", &keeps, wrong).await.status, 400, "{wrong}");
    }
    let listed = say("GET", "/api/v1/watches", &keeps, "").await.ok().json();
    assert_eq!((&listed[0]["name"], &listed[0]["by"]), (&"Nairobi".into(), &"edda".into()));
    let path = format!("/api/v1/watches/{}", listed[0]["id"].as_str().unwrap());
    assert_eq!(say("DELETE", &path, &judges, "").await.status, 403);
    assert_eq!(say("DELETE", &path, &keeps, "").await.status, 204);
    assert_eq!(say("DELETE", &path, &keeps, "").await.status, 404);
    assert_eq!(ask(&server, &feed).await.status, 404);
}

#[tokio::test]
async fn what_is_not_relevant_shows_what_brought_it_and_what_a_change_would_take_away() {
    let mut samples: Vec<Sample> = (1..=3).map(Sample::new).collect();
    let games = "La Convention de Hanoï de pétanque : de la pétanque, encore de la pétanque.";
    samples[2].paragraphs = vec![games.to_owned()];
    let (folder, store) = (tempdir().unwrap(), store(&samples).await);
    let (server, _) = keeping(&store, folder.path(), Config::default()).await;
    let (id, mend) = (samples[2].id().to_string(), "section[aria-labelledby=mend]");
    let article = format!("/article/{id}");
    let page = ask(&server, &article).await.ok();
    // Whoever points at a passage is told the rule that it satisfied.
    assert_eq!(page.attributes(".text mark", "title").len(), 1);
    assert!(page.attributes(".text mark", "title")[0].starts_with("Hanoi Convention: "));
    assert_eq!(page.texts(mend).len(), 0);
    let form = form(&page);
    let fields = [("form", &*form), ("article", &*id), ("do", "irrelevant")];
    assert_eq!(send(&server, "/triage", &[], &fields).await.status, 303);
    let list = ask(&server, "/?each=1&triage=any").await.ok();
    let shown = format!("#i-{id} .mend:not([hidden])");
    assert_eq!(list.attributes(&shown, "href"), [format!("{article}?mend=1#mend")]);
    assert_eq!(list.texts(".mend:not([hidden])").len(), 1);
    // What each proposal would take away is asked of the index for who wants to know.
    assert_eq!(ask(&server, &article).await.ok().texts(mend).len(), 0);
    let page = ask(&server, &format!("{article}?mend=1")).await.ok();
    let proposals = page.texts(&format!("{mend} li"));
    assert_eq!(
        proposals,
        ["AND NOT petanque loses 1 of 3: 0 marked relevant, 0 about the topic, 1 marked not relevant"]
    );
    let draft = ask(&server, &page.attributes(&format!("{mend} li a"), "href")[0]).await.ok();
    assert_eq!(draft.texts(".lost h3"), ["La signature, jour 3"]);
    // Where the topic is edited, what brought the article is marked.
    assert_eq!(draft.texts(".brought mark"), ["\"convention de hanoi\""]);
    assert_eq!(draft.texts(".brought .label"), ["would be left out"]);
    let edit =
        ask(&server, page.attributes(&format!("{mend} > p a"), "href")[0].trim_end_matches("#brought")).await;
    assert_eq!(edit.texts(".brought p a"), ["La signature, jour 3"]);
    assert_eq!((edit.status, edit.texts(".brought .label").len(), edit.texts("#q").len()), (200, 0, 1));
}

/// What is proposed for an article that is called not relevant, with what is marked of the others.
async fn proposed(server: &Server, article: &Sample, marked: &[(&Sample, &str)]) -> Answer {
    let form = form(&ask(server, &format!("/article/{}", article.id())).await.ok());
    for (sample, what) in marked.iter().copied().chain([(article, "irrelevant")]) {
        let id = sample.id().to_string();
        let fields = [("form", &*form), ("article", &*id), ("do", what)];
        assert_eq!(send(server, "/triage", &[], &fields).await.status, 303);
    }
    ask(server, &format!("/article/{}?mend=1", article.id())).await.ok()
}

#[tokio::test]
async fn what_is_wanted_is_never_proposed_to_be_left_out() {
    let mut samples: Vec<Sample> = (1..=4).map(Sample::new).collect();
    for sample in &mut samples[2..] {
        let games = "La Convention de Hanoï de pétanque : de la pétanque, encore de la pétanque.";
        sample.paragraphs = vec![games.to_owned()];
    }
    let (folder, store) = (tempdir().unwrap(), store(&samples).await);
    let (server, _) = keeping(&store, folder.path(), Config::default()).await;
    let mend = "section[aria-labelledby=mend]";
    // Another is about it as well: the word is what both have.
    let page = proposed(&server, &samples[3], &[]).await;
    assert_eq!(page.texts(&format!("{mend} li")).len(), 0);
    assert!(page.texts(&format!("{mend} p")).iter().any(|it| it.starts_with("No word, name or threshold")));
    assert_eq!(page.texts(&format!("{mend} > p a")).len(), 1, "the topic can be changed by hand");
    // Nobody wants that one either.
    let page = proposed(&server, &samples[3], &[(&samples[2], "irrelevant")]).await;
    let proposals = page.texts(&format!("{mend} li"));
    assert!(proposals[0].starts_with("AND NOT petanque loses 2 of 4"), "{proposals:?}");
    assert!(proposals[0].ends_with("2 marked not relevant"), "{proposals:?}");
    // Somebody called it relevant.
    let page = proposed(&server, &samples[3], &[(&samples[2], "relevant")]).await;
    assert_eq!(page.texts(&format!("{mend} li")).len(), 0);
}

#[tokio::test]
async fn a_change_is_one_of_all_queries_that_bring_the_article() {
    let mut samples: Vec<Sample> = (1..=3).map(Sample::new).collect();
    let games = "La Convention de Hanoï de pétanque, a b : de la pétanque, encore de la pétanque.";
    samples[2].paragraphs = vec![games.to_owned()];
    let (folder, store) = (tempdir().unwrap(), store(&samples).await);
    let (server, drafts) = keeping(&store, folder.path(), Config::default()).await;
    let mut both = watched();
    both.topics[0].queries.insert("en".to_owned(), "\"a b\"".to_owned());
    server.watch(both);
    let page = proposed(&server, &samples[2], &[]).await;
    let address = page.attributes("section[aria-labelledby=mend] li a", "href").remove(0);
    let draft = ask(&server, &address).await.ok();
    assert_eq!(draft.texts(".lost h3"), ["La signature, jour 3"]);
    assert_eq!(draft.texts("textarea[name='also-q']").len(), 1);
    assert_eq!(draft.texts(".brought .label"), ["would be left out"]);
    // And kept as one.
    let field = |name: &str| match name {
        "q" | "also-q" => draft.texts(&format!("form.draft [name='{name}']"))[0].clone(),
        "language" => draft.attributes("#language option[selected]", "value")[0].clone(),
        _ => draft.attributes(&format!("form.draft [name='{name}']"), "value")[0].clone(),
    };
    let names = ["form", "was", "language", "q", "also", "also-q", "id"];
    let values: Vec<(&str, String)> = names.into_iter().map(|name| (name, field(name))).collect();
    let fields: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(send(&server, "/topics/keep", &[], &fields).await.status, 303);
    let kept = drafts.lock().unwrap().pop().unwrap();
    let TopicDraft::Query { language, query, also, .. } = kept else { panic!("{kept:?}") };
    assert_eq!((&*language, &*query), ("en", "\"a b\" AND NOT petanque"));
    let french = "(\"convention de hanoi\" OR \"a b\") AND NOT petanque";
    assert_eq!(also, [("fr".to_owned(), french.to_owned())]);
    // A query that cannot be read is said to be one, and where.
    let broken = address.replace("also-q=", "also-q=AND+");
    let page = ask(&server, &broken).await;
    assert_eq!((page.status, page.texts("#fault mark").len()), (422, 1));
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, if *name == "q" { "a AND" } else { *value })).collect();
    let refused = send(&server, "/topics/keep", &[], &fields).await;
    assert!(refused.texts("main > .fault")[0].contains("cannot be read"), "{:?}", refused.texts(".fault"));
}
