//! What readers hand in goes the way of everything else; who may, and what is said where nothing comes of it.

use std::sync::{Arc, Mutex};

use veille_model::{Outcome, OutcomeKind, Reason};
use veille_web::{Accounts, Add, AddSource, Config, FoundSource, Given, Role, Scope, Server, Settings};

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
    for (name, value) in fields {
        let file = if *name == "file" { "; filename=\"page.html\"\r\nContent-Type: text/html" } else { "" };
        let head = format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}");
        body.push_str(&format!("{head}\r\n\r\n{value}\r\n"));
    }
    body.push_str("--edge--\r\n");
    let kind = [("content-type", "multipart/form-data; boundary=edge")];
    post(server, &format!("/add?form={form}"), &kind, &body).await
}

#[tokio::test]
async fn an_address_a_text_and_a_page_are_handed_on_as_what_they_are() {
    let (server, taken, store) = taking(Config::default()).await;
    let page = ask(&server, "/add").await.ok();
    let form = page.attributes("form.add", "action")[0].split("form=").nth(1).unwrap().to_owned();
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
    assert_eq!((text.body.as_slice(), &text.url), ("Une tête\n\nUn texte.\n".as_bytes(), &None));
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
    assert_eq!(send(&server, "0", &[("address", "https://paper.example/a")]).await.status, 403);
    assert_eq!(post(&server, &format!("/add?form={form}"), &[], "x").await.status, 400);
    let added =
        store.audit(0, 100).await.unwrap().iter().filter(|it| it.deed().unwrap().what == "added").count();
    assert_eq!(added, 4);
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

#[tokio::test]
async fn a_source_is_looked_at_first_and_added_by_admins_alone() {
    let store = store(&[Sample::new(1)]).await;
    let accounts = Accounts::new(store.clone());
    for (name, role) in [("edda", Role::Editor), ("ada", Role::Admin)] {
        accounts.add_user(name, role, Some("a long password"), "a test").await.unwrap();
    }
    let asked = Arc::new(Mutex::new(Vec::new()));
    let keep: Arc<Mutex<Vec<(String, bool)>>> = Arc::clone(&asked);
    let look = AddSource::new(move |address, is_wanted| {
        keep.lock().unwrap().push((address.clone(), is_wanted));
        Box::pin(async move {
            if address.contains("nowhere") {
                return Err("https://nowhere.example/: nobody answers <there>".to_owned());
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
    });
    let web = Config { login: veille_web::Login::Always, ..Config::default() };
    let settings = Settings { watched: watched(), web, add_source: Some(look), ..Settings::default() };
    let server = Server::bind("127.0.0.1:0".parse().unwrap(), store.clone(), settings).await.unwrap();
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
        assert!(found.texts("section li")[0].starts_with("La signature"));
        let address = found.attributes("form[action='/sources/add'] [name=address]", "value").remove(0);
        let added = send("/sources/add", &address).await;
        assert_eq!((added.status, added.header("location")), (303, "/sources?added=le-fleuve"));
        let told = ask_with(&server, "/sources?added=le-fleuve", &headers).await.ok();
        assert!(told.texts(".notice")[0].contains("le-fleuve"));
        let known = send("/sources/look", "known.example").await.ok();
        assert_eq!(known.texts("form[action='/sources/add']").len(), 0);
        let nowhere = send("/sources/look", "nowhere.example").await;
        assert_eq!((nowhere.status, nowhere.texts(".fault").len()), (422, 1));
    }
    let wanted: Vec<bool> = asked.lock().unwrap().iter().map(|(_, wanted)| *wanted).collect();
    assert_eq!(wanted, [false, true, false, false]);
    let deeds = store.audit(0, 100).await.unwrap();
    assert_eq!(deeds.iter().filter(|it| it.deed().unwrap().what == "source-added").count(), 1);
}
