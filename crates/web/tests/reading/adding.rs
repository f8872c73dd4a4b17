//! What readers hand in goes the way of everything else; who may, and what is said where nothing comes of it.

use std::sync::{Arc, Mutex};

use veille_model::{Outcome, OutcomeKind, Reason};
use veille_sink::Store;
use veille_web::{
    Accounts, Add, Config, FeedStanding, FoundSource, Given, Role, Scope, Server, Settings, SourceDesk,
};

use super::asking::{Answer, ask, ask_with, post};
use super::samples::{Sample, store, watched};

/// A server whose way stores nothing, and what was given to it.
async fn taking(web: Config) -> (Server, Arc<Mutex<Vec<Given>>>, veille_sink::Store) {
    let store = store(&[Sample::new(1)]).await;
    let accounts = Accounts::new(store.clone());
    for (name, role) in [("rita", Role::Reader), ("edda", Role::Editor)] {
        accounts.add_user(name, role, Some("a long password"), "a test").await.unwrap();
    }
    let taken = Arc::new(Mutex::new(Vec::new()));
    let keep: Arc<Mutex<Vec<Given>>> = Arc::clone(&taken);
    let add = Add::new(move |given, _, _| {
        keep.lock().unwrap().push(given.clone());
        Box::pin(async move {
            Ok(match given {
                Given::Address(address) if address.contains("private") => vec![Outcome {
                    input: address,
                    reason: Some(Reason::new("private_address", "no address of the public internet")),
                    outcome: OutcomeKind::Discarded,
                    outputs: Vec::new(),
                    ..Sample::new(1).outcome(veille_model::StageName::Fetch)
                }],
                _ => Sample::new(1).outcomes(),
            })
        })
    });
    let topics = [("a.toml".to_owned(), "id = 'a'\nquery = 'x'\n".to_owned())];
    let classifier = veille_classifier::Classifier::new(veille_classifier::Topics::parse(&topics).unwrap());
    let cleaner = Some(veille_cleaner::Cleaner::default());
    let watched = veille_web::Watched { classifier: Some(classifier), cleaner, ..watched() };
    let settings = Settings { watched, web, add: Some(add), ..Settings::default() };
    let server = Server::bind("127.0.0.1:0".parse().unwrap(), store.clone(), settings).await.unwrap();
    (server, taken, store)
}

/// A form with a file, as browsers send it.
async fn send(server: &Server, form: &str, fields: &[(&str, &str)]) -> Answer {
    let mut body = String::new();
    for (name, value) in [&[("form", form)][..], fields].concat() {
        let file = if name == "file" { "; filename=\"page.html\"\r\nContent-Type: text/html" } else { "" };
        let head = format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}");
        body.push_str(&format!("{head}\r\n\r\n{value}\r\n"));
    }
    body.push_str("--edge--\r\n");
    let kind = [("content-type", "multipart/form-data; boundary=edge")];
    post(server, "/add", &kind, &body).await
}

#[tokio::test]
async fn an_address_a_text_and_a_page_are_handed_on_as_what_they_are() {
    let (server, taken, store) = taking(Config::default()).await;
    let page = ask(&server, "/add").await.ok();
    let form = page.attributes("form.add [name=form]", "value").remove(0);
    // In the body, and first there: an address stays in the history of a browser.
    assert_eq!(page.attributes("form.add", "action"), ["/add"]);
    let article = format!("/article/{}", Sample::new(1).id());
    for fields in [
        &[("address", " https://paper.example/a "), ("text", ""), ("file", "")][..],
        &[("address", ""), ("headline", "Une tête"), ("text", "Un texte.")],
        &[("address", "https://paper.example/b"), ("text", "both"), ("file", "<h1>x</h1>")],
    ] {
        let answer = send(&server, &form, fields).await;
        assert_eq!((answer.status, answer.header("location")), (303, &*article), "{}", answer.body);
    }
    let given = taken.lock().unwrap().clone();
    assert!(matches!(&given[0], Given::Address(address) if address == "https://paper.example/a"));
    let Given::Capture(text) = &given[1] else { panic!("{given:?}") };
    assert_eq!((text.media_type.as_deref(), &text.url), (Some("text/html; charset=utf-8"), &None));
    let typed = String::from_utf8_lossy(&text.body);
    assert!(typed.contains("<h1>Une tête</h1>") && typed.contains("<p>Un texte.</p>"), "{typed}");
    // A text says neither whose it is nor of when.
    let dated = [
        ("headline", "Une tête"),
        ("outlet", "La Gazette"),
        ("published", "2025-10-26"),
        ("text", "Un texte."),
    ];
    assert_eq!(send(&server, &form, &dated).await.status, 303);
    let Some(Given::Capture(text)) = taken.lock().unwrap().last().cloned() else { panic!("no capture") };
    let typed = String::from_utf8_lossy(&text.body).into_owned();
    assert!(typed.contains("content=\"La Gazette\"") && typed.contains("content=\"2025-10-26\""), "{typed}");
    let wrong = send(&server, &form, &[("published", "Monday"), ("text", "Un texte.")]).await;
    assert!(wrong.status == 422 && wrong.texts(".fault")[0].contains("2025-10-26"), "{}", wrong.body);
    // What would not be believed is no less refused, and not left out without a word.
    let (long, name) = ("Une tête ".repeat(60), "La Gazette ".repeat(12));
    for (field, said) in [
        (("published", "2999-01-01"), "still to come"),
        (("published", "1803-01-01"), "before the web"),
        (("headline", &*long), "longer than 500"),
        (("outlet", &*name), "longer than 120"),
    ] {
        let wrong = send(&server, &form, &[field, ("text", "Un texte.")]).await;
        assert!(wrong.status == 422 && wrong.texts(".fault")[0].contains(said), "{said}: {}", wrong.body);
    }
    let Given::Capture(page) = &given[2] else { panic!("{given:?}") };
    assert_eq!(
        (page.body.as_slice(), page.url.as_deref()),
        (&b"<h1>x</h1>"[..], Some("https://paper.example/b"))
    );
    assert!(page.captured_at.is_some() && page.media_type.as_deref() == Some("text/html"));
    // What comes to nothing says why.
    let refused = send(&server, &form, &[("address", "https://private.example/")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.texts(".steps")[0].contains("no address of the public internet"));
    for (fields, said) in
        [(("address", "javascript:alert(1)"), "no address"), (("address", ""), "nothing to add")]
    {
        let answer = send(&server, &form, &[fields]).await;
        assert_eq!(answer.status, 422);
        assert!(answer.texts(".fault")[0].contains(said), "{:?}", answer.texts(".fault"));
    }
    // Nobody types it twice.
    let typed = [("address", "no address"), ("headline", "Une tête"), ("text", "Un texte <b>.")];
    let again = send(&server, &form, &typed).await;
    assert_eq!((again.status, again.texts("#text")), (422, vec!["Un texte <b>.".to_owned()]));
    assert_eq!(again.attributes("#headline", "value"), ["Une tête"]);
    assert_eq!(again.attributes("details", "open").len(), 1);
    // Whoever fetches it needs name and password; nobody else is told.
    let secret = "https://rita:s3cret@private.example/";
    let refused = send(&server, &form, &[("address", secret)]).await;
    assert!(!refused.body.contains("s3cret"), "{}", refused.body);
    assert!(matches!(taken.lock().unwrap().last(), Some(Given::Address(address)) if address == secret));
    send(&server, &form, &[("address", "https://rita:s3cret@paper.example/c"), ("file", "<h1>x</h1>")]).await;
    let Some(Given::Capture(page)) = taken.lock().unwrap().last().cloned() else { panic!("no capture") };
    assert_eq!(page.url.as_deref(), Some("https://paper.example/c"));
    assert_eq!(page.id, veille_model::CaptureId::of(page.url.as_deref(), &page.body));
    assert_eq!(send(&server, "0", &[("address", "https://paper.example/a")]).await.status, 403);
    assert_eq!(post(&server, &format!("/add?form={form}"), &[], "x").await.status, 403);
    assert_eq!(post(&server, "/add", &[("x-veille-form", &*form)], "x").await.status, 400);
    let added =
        store.audit(0, 100).await.unwrap().iter().filter(|it| it.deed().unwrap().what == "added").count();
    assert_eq!(added, 7);
    assert!(!format!("{:?}", store.audit(0, 100).await.unwrap()).contains("s3cret"));
}

#[tokio::test]
async fn programs_hand_captures_in_where_they_may() {
    let always = Config { login: veille_web::Login::Always, ..Config::default() };
    let (server, taken, store) = taking(always).await;
    let accounts = Accounts::new(store.clone());
    let capture = r#"{"html":"<h1>x</h1>","url":"https://paper.example/c"}"#;
    for (user, scopes, body, status) in [
        ("edda", &[Scope::Capture][..], capture, 200),
        ("edda", &[Scope::Read, Scope::Triage], capture, 403),
        ("rita", &[Scope::Capture], capture, 403),
        ("edda", &[Scope::Capture], r#"{"url":"x"}"#, 400),
    ] {
        let (_, secret) = accounts.add_token("t", user, scopes, None, "a test").await.unwrap();
        let headers = [("authorization", &*format!("Bearer {secret}")), ("content-type", "application/json")];
        let answer = post(&server, "/api/v1/captures", &headers, body).await;
        assert_eq!(answer.status, status, "{user} {scopes:?} {}", answer.body);
        if status == 200 {
            let told = answer.json();
            assert_eq!(told["article"], Sample::new(1).id().to_string());
            assert_eq!(told["outcomes"].as_array().unwrap().len(), 3);
        }
    }
    assert_eq!(taken.lock().unwrap().len(), 1);
    assert_eq!(
        post(&server, "/api/v1/captures", &[("content-type", "application/json")], capture).await.status,
        401
    );
    assert_eq!(ask_with(&server, "/add", &[("host", "x")]).await.status, 303);
    // Where nobody takes it, nobody is asked for it.
    let nobody = super::samples::server(&store, watched()).await;
    assert_eq!(ask(&nobody, "/add").await.status, 404);
    assert!(!ask(&nobody, "/").await.ok().attributes("nav a", "href").contains(&"/add".to_owned()));
}

/// The list of one publisher, whose feed is read at noon.
#[derive(Clone, Debug, Default)]
struct Desk {
    asked: Arc<Mutex<Vec<(String, bool)>>>,
    paused: Arc<Mutex<bool>>,
    reads: Arc<Mutex<bool>>,
}

type Done<T> = futures_util::future::BoxFuture<'static, Result<T, Reason>>;

impl SourceDesk for Desk {
    fn is_written(&self) -> Result<(), String> {
        Ok(())
    }

    fn look(
        &self,
        address: &str,
        is_wanted: bool,
    ) -> futures_util::future::BoxFuture<'static, Result<FoundSource, veille_model::Reason>> {
        self.asked.lock().unwrap().push((address.to_owned(), is_wanted));
        let address = address.to_owned();
        Box::pin(async move {
            if address.contains("nowhere") {
                let detail = "https://nowhere.example/: nobody answers <there>";
                return Err(veille_model::Reason::new("dns", detail));
            }
            Ok(FoundSource {
                id: veille_model::SourceId::new("le-fleuve"),
                name: "Le <Fleuve>".to_owned(),
                language: Some("fr".to_owned()),
                feeds: vec![(
                    "https://lefleuve.example/rss".to_owned(),
                    vec![(Some("2025-10-26".to_owned()), "La signature".to_owned())],
                )],
                known: address.contains("known").then(|| "Le Fleuve".to_owned()),
            })
        })
    }

    fn pause(&self, id: &veille_model::SourceId, paused: bool) -> Done<()> {
        let known = id.as_str() == "fleuve";
        *self.paused.lock().unwrap() = paused;
        Box::pin(async move {
            if known { Ok(()) } else { Err(Reason::new("configuration", "there is no such source")) }
        })
    }

    fn import(&self, opml: &str, _: bool) -> Done<(Vec<String>, Vec<(String, Reason)>)> {
        if opml == "half" {
            return Box::pin(async { Err(Reason::new("opml_cut", "it breaks off")) });
        }
        let names: Vec<String> = opml.split('"').skip(1).step_by(2).map(str::to_owned).collect();
        let said = if names.is_empty() {
            Vec::new()
        } else {
            vec![("mailto:x".to_owned(), Reason::new("opml_address", "mailto:x was left out"))]
        };
        Box::pin(async move { Ok((names, said)) })
    }

    fn export(&self) -> Done<String> {
        Box::pin(async { Ok("<opml/>".to_owned()) })
    }

    fn refuses(&self, address: &str) -> futures_util::future::BoxFuture<'static, Option<String>> {
        let refused = address.contains("127.0.0.1").then(|| "127.0.0.1 is nobody's".to_owned());
        Box::pin(async move { refused })
    }

    fn is_read(&self) -> futures_util::future::BoxFuture<'static, bool> {
        let reads = *self.reads.lock().unwrap();
        Box::pin(async move { reads })
    }

    fn short(&self) -> Done<Vec<(veille_model::SourceId, Reason, u64)>> {
        let why = Reason::new(
            "broken",
            "1 article since 2025-10-20 08:00, where 14 are usual; some 13 missing: <why>",
        );
        Box::pin(async { Ok(vec![(veille_model::SourceId::new("fleuve"), why, 13)]) })
    }

    fn feeds(&self) -> Done<Vec<FeedStanding>> {
        let at = |text: &str| text.parse().ok();
        let standing = FeedStanding {
            source: veille_model::SourceId::new("fleuve"),
            url: "https://fleuve.example/<rss>".to_owned(),
            paused: *self.paused.lock().unwrap(),
            asked_at: at("2025-10-27T09:00:00Z"),
            due: at("2025-10-27T12:00:00Z"),
            failures: 2,
            refused: Some("http_404".to_owned()),
            moved_to: Some("https://fleuve.example/new".to_owned()),
        };
        Box::pin(async move { Ok(vec![standing]) })
    }

    fn report(&self, id: &veille_model::SourceId) -> Done<String> {
        let text = format!("What <veille> asked of {id}");
        Box::pin(async move { Ok(text) })
    }
}

/// A server with a desk that sources are changed at, an editor and an admin.
async fn at_a_desk() -> (Store, Desk, Server) {
    let store = store(&[Sample::new(1)]).await;
    let accounts = Accounts::new(store.clone());
    for (name, role) in [("edda", Role::Editor), ("ada", Role::Admin)] {
        accounts.add_user(name, role, Some("a long password"), "a test").await.unwrap();
    }
    let desk = Desk::default();
    let web = Config { login: veille_web::Login::Always, ..Config::default() };
    let settings =
        Settings { watched: watched(), web, sources: Some(Arc::new(desk.clone())), ..Settings::default() };
    let server = Server::bind("127.0.0.1:0".parse().unwrap(), store.clone(), settings).await.unwrap();
    (store, desk, server)
}

#[tokio::test]
async fn a_source_has_a_page_and_is_paused_and_lists_come_and_go_by_admins_alone() {
    let (store, _, server) = at_a_desk().await;
    for (name, may) in [("edda", false), ("ada", true)] {
        let cookie = super::access::log_in(&server, name).await;
        let headers = [("host", "127.0.0.1:8420"), ("cookie", &*cookie)];
        let list = ask_with(&server, "/sources", &headers).await.ok();
        assert!(list.texts(".detail").contains(&"broken: some 13 articles missing".to_owned()));
        let told = ask_with(&server, "/api/v1/sources", &headers).await.ok().json();
        assert_eq!(
            (&told[0]["unusual"], &told[0]["missing"]),
            (&serde_json::json!("broken"), &serde_json::json!(13))
        );
        assert!(list.texts(".sources td").iter().any(|cell| cell == "27 Oct 2025, 12:00"), "{}", list.body);
        assert_eq!(list.texts("form[action^='/sources/import']").len(), usize::from(may));
        let page = ask_with(&server, "/sources/fleuve", &headers).await.ok();
        assert_eq!(page.texts("tbody th a"), ["https://fleuve.example/<rss>"]);
        assert!(
            page.texts("tbody td")[0].contains("in vain, 2 times in a row"),
            "{:?}",
            page.texts("tbody td")
        );
        assert_eq!(page.texts("pre.report"), ["What <veille> asked of fleuve"]);
        assert_eq!(page.texts("form[action='/sources/pause']").len(), usize::from(may));
        let told = ask_with(&server, "/sources/fleuve.txt", &headers).await.ok();
        assert_eq!(told.body, "What <veille> asked of fleuve\n");
        assert_eq!(ask_with(&server, "/sources/nobody", &headers).await.status, 404);
        assert_eq!(ask_with(&server, "/sources.opml", &headers).await.ok().body, "<opml/>");
        let form = ask_with(&server, "/account", &headers).await.ok().attributes("input[name=form]", "value");
        let send = async |path: &str, fields: &[(&str, &str)]| {
            let fields = [&[("form", &*form[0])], fields].concat();
            super::asking::send(&server, path, &[("cookie", &*cookie)], &fields).await
        };
        if !may {
            for path in ["/sources/pause", "/sources/resume", "/sources/import"] {
                assert_eq!(send(path, &[("id", "fleuve"), ("opml", "x")]).await.status, 403, "{path}");
            }
            continue;
        }
        let paused = send("/sources/pause", &[("id", "fleuve")]).await;
        assert_eq!((paused.status, paused.header("location")), (303, "/sources/fleuve"));
        let page = ask_with(&server, "/sources/fleuve", &headers).await.ok();
        assert_eq!(page.texts("form[action='/sources/resume']").len(), 1);
        assert!(
            ask_with(&server, "/sources", &headers).await.ok().texts(".state").contains(&"paused".to_owned())
        );
        assert_eq!(send("/sources/resume", &[("id", "fleuve")]).await.status, 303);
        assert_eq!(send("/sources/pause", &[("id", "../x")]).await.status, 404);
        assert_eq!(send("/sources/pause", &[("id", "nobody")]).await.status, 422);
        // A file is shown first.
        let opml = "<outline text=\"Le <Fleuve>\"/>";
        let first = format!("--edge\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n{}\r\n", form[0]);
        let body = format!(
            "{first}--edge\r\nContent-Disposition: form-data; name=\"opml\"; filename=\"x.opml\"\r\n\r\n{opml}\r\n--edge--\r\n"
        );
        let kind = [("content-type", "multipart/form-data; boundary=edge"), ("cookie", &*cookie)];
        let shown = post(&server, "/sources/import", &kind, &body).await.ok();
        assert_eq!(shown.texts("#found ~ ul li"), ["Le <Fleuve>"]);
        assert_eq!(shown.texts("#left-out ~ ul li"), ["mailto:x: no http or https address"]);
        let again = shown.texts("textarea[name=opml]").remove(0);
        assert_eq!(again, opml);
        let kept = send("/sources/import", &[("opml", &again), ("keep", "1")]).await;
        // What was nearly as large as a file may be comes back as our page sends it, also where its declaration was another charset's.
        let large = format!("<?xml encoding='latin1'?>{opml}{}", "<!-- é -->".repeat(370_000));
        let sent = format!(
            "{first}--edge\r\nContent-Disposition: form-data; name=\"opml\"\r\n\r\n{large}\r\n--edge\r\n\
             Content-Disposition: form-data; name=\"keep\"\r\n\r\n1\r\n--edge--\r\n"
        );
        let answer = post(&server, "/sources/import", &kind, &sent).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/sources?imported=1"));
        assert_eq!((kept.status, kept.header("location")), (303, "/sources?imported=1"));
        assert_eq!(send("/sources/import", &[("opml", "nothing")]).await.status, 422);
        // In the reader's words, and as it was told for whoever mends it.
        for (language, said) in [
            ("en", "breaks off"),
            ("fr", "s’interrompt"),
            ("es", "se interrumpe"),
            ("vi", "bị đứt"),
            ("ar", "منقطعة"),
        ] {
            let headers = [("cookie", &*cookie), ("accept-language", language)];
            let fields = [("form", &*form[0]), ("opml", "half")];
            let refused = super::asking::send(&server, "/sources/import", &headers, &fields).await;
            assert_eq!(refused.status, 422);
            assert!(refused.texts(".fault > p")[0].contains(said), "{:?}", refused.texts(".fault"));
            assert_eq!(refused.texts(".fault bdi"), ["it breaks off"]);
        }
    }
    let deeds = store.audit(0, 100).await.unwrap();
    let done: Vec<String> = deeds.iter().filter_map(|it| it.deed()).map(|it| it.what).collect();
    for (what, times) in [("source-paused", 1), ("source-resumed", 1), ("sources-imported", 2), ("export", 2)]
    {
        assert_eq!(done.iter().filter(|it| *it == what).count(), times, "{what} in {done:?}");
    }
}

#[tokio::test]
async fn a_source_is_looked_at_first_and_added_by_admins_alone() {
    let (store, desk, server) = at_a_desk().await;
    for (name, may) in [("edda", false), ("ada", true)] {
        let cookie = super::access::log_in(&server, name).await;
        let headers = [("host", "127.0.0.1:8420"), ("cookie", &*cookie)];
        let page = ask_with(&server, "/sources", &headers).await.ok();
        assert_eq!(page.texts("form[action='/sources/look']").len(), usize::from(may));
        let form = ask_with(&server, "/account", &headers).await.ok().attributes("input[name=form]", "value");
        let send = async |path: &str, address: &str| {
            let fields = [("form", &*form[0]), ("address", address)];
            super::asking::send(&server, path, &[("cookie", &*cookie)], &fields).await
        };
        if !may {
            assert_eq!(send("/sources/add", "https://lefleuve.example").await.status, 403);
            continue;
        }
        let found = send("/sources/look", "lefleuve.example").await.ok();
        assert_eq!(found.texts("#found bdi"), ["Le <Fleuve>"]);
        assert_eq!(found.texts("section li"), ["La signature 26 Oct 2025"]);
        // Whoever serves pages alone reads nothing, and does not say that it does.
        let promised = |page: &super::asking::Answer| {
            let said = page.texts("section .quiet, .notice").join(" ");
            (
                said.contains("from now on") || said.contains("next reading"),
                said.contains("veille run --serve"),
            )
        };
        assert_eq!(promised(&found), (false, true));
        let total = page.texts(".total").remove(0);
        let address = found.attributes("form[action='/sources/add'] [name=address]", "value").remove(0);
        let added = send("/sources/add", &address).await;
        assert_eq!((added.status, added.header("location")), (303, "/sources?added=le-fleuve"));
        let told = ask_with(&server, "/sources?added=le-fleuve", &headers).await.ok();
        // By its name, and counted at once.
        assert!(told.texts(".notice")[0].starts_with("Added: Le <Fleuve>. Nothing reads sources here"));
        assert_eq!((total.as_str(), told.texts(".total")[0].as_str()), ("1 source", "2 sources"));
        assert_eq!(promised(&told), (false, true));
        *desk.reads.lock().unwrap() = true;
        let told = ask_with(&server, "/sources?added=le-fleuve", &headers).await.ok();
        assert_eq!(promised(&told), (true, false));
        for path in ["/sources/look", "/sources/add"] {
            let told = send(path, "https://ada:s3cret@lefleuve.example").await;
            // The form that adds it is the one place: it is of who wrote it, and goes where it came from.
            let shown: Vec<String> = told.attributes("input:not([type=hidden])", "value");
            assert!(!format!("{shown:?} {}", told.texts("main").join(" ")).contains("s3cret"), "{shown:?}");
        }
        let known = send("/sources/look", "known.example").await.ok();
        assert_eq!(known.texts("form[action='/sources/add']").len(), 0);
        let nowhere = send("/sources/look", "nowhere.example").await;
        assert_eq!((nowhere.status, nowhere.texts(".fault").len()), (422, 1));
        // In the reader's words, and as it was told for whoever mends it.
        let french = send("/sources/look?ui=fr", "nowhere.example").await;
        assert_eq!(french.texts(".fault p"), ["Le nom de l’hôte est inconnu."]);
        assert_eq!(
            french.texts(".fault details [lang=en]"),
            ["https://nowhere.example/: nobody answers <there>"]
        );
    }
    let wanted: Vec<bool> = desk.asked.lock().unwrap().iter().map(|(_, wanted)| *wanted).collect();
    assert_eq!(wanted, [false, true, false, true, false, false, false]);
    let deeds = store.audit(0, 100).await.unwrap();
    let added: Vec<String> = deeds
        .iter()
        .filter_map(|it| it.deed())
        .filter(|it| it.what == "source-added")
        .map(|it| it.detail)
        .collect();
    assert_eq!(added, ["lefleuve.example", "https://lefleuve.example"]);
}

#[tokio::test]
async fn nothing_is_sent_where_nothing_is_fetched_from() {
    let (store, _, server) = at_a_desk().await;
    let cookie = super::access::log_in(&server, "ada").await;
    let headers = [("host", "127.0.0.1:8420"), ("cookie", &*cookie)];
    let form = ask_with(&server, "/account", &headers).await.ok().attributes("input[name=form]", "value");
    let add = async |url: &str| {
        let fields = [("form", &*form[0]), ("url", url), ("filters", "language=fr")];
        super::asking::send(&server, "/streams/hooks/add", &[("cookie", &*cookie)], &fields).await
    };
    let refused = add("http://127.0.0.1:9/hook").await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.texts(".fault")[0].contains("not on the public internet"),
        "{:?}",
        refused.texts(".fault")
    );
    assert_eq!(refused.attributes("#url", "value"), ["http://127.0.0.1:9/hook"]);
    assert!(store.papers(veille_sink::Paper::Endpoint).await.unwrap().is_empty());
    assert_eq!(add("https://example.org/hook").await.status, 200);
    assert_eq!(store.papers(veille_sink::Paper::Endpoint).await.unwrap().len(), 1);
}
