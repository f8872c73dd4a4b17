//! Who may look: nobody that is not known, nothing that is not theirs, and no form of another page.

use veille_sink::{Deed, Store};
use veille_web::{Accounts, Config, Role, Scope, Server, Settings, WebError};

use super::asking::{Answer, ask_with, send};
use super::samples::{Sample, guarded, store, watched};

const PASSWORD: &str = "a long password";
const HOST: (&str, &str) = ("host", "127.0.0.1:8420");

/// A store with an article, and a user of each role.
async fn office() -> (Store, Accounts) {
    let store = store(&[Sample::new(1)]).await;
    let accounts = Accounts::new(store.clone());
    for (name, role) in [("rita", Role::Reader), ("edda", Role::Editor), ("ada", Role::Admin)] {
        accounts.add_user(name, role, Some(PASSWORD), "a test").await.unwrap();
    }
    (store, accounts)
}

async fn look(server: &Server, address: &str, headers: &[(&str, &str)]) -> Answer {
    ask_with(server, address, &[&[HOST], headers].concat()).await
}

/// What a page's forms carry.
fn form(page: &Answer) -> String {
    page.attributes("input[name=form]", "value").remove(0)
}

/// Logs in; the cookie.
pub async fn log_in(server: &Server, name: &str) -> String {
    let page = look(server, "/login", &[]).await.ok();
    let fields = [("form", &*form(&page)), ("name", name), ("password", PASSWORD), ("next", "/topics")];
    let answer = send(server, "/login", &[], &fields).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/topics"), "{}", answer.body);
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"));
    cookie.split(';').next().unwrap().to_owned()
}

async fn trail(store: &Store) -> Vec<Deed> {
    store.audit(0, 1_000).await.unwrap().iter().map(|line| line.deed().unwrap()).collect()
}

/// Everything that can be asked for, by one of its addresses.
const ADDRESSES: [&str; 19] = [
    "/",
    "/search",
    "/stories",
    "/coverage",
    "/people",
    "/topics",
    "/topics/draft",
    "/streams",
    "/sources",
    "/outcomes",
    "/why",
    "/article/x",
    "/today.csv",
    "/today.atom",
    "/api/v1/articles",
    "/api/v1/openapi.json",
    "/api/v1/stream",
    "/account",
    "/audit",
];

#[tokio::test]
async fn who_is_nobody_sees_the_login_page_and_nothing_else() {
    let (store, _) = office().await;
    let server = guarded(&store, Config::default()).await;
    for address in ADDRESSES {
        let answer = look(&server, address, &[]).await;
        let programs = address.contains('.') || address.starts_with("/api");
        assert_eq!(answer.status, if programs { 401 } else { 303 }, "{address}");
        assert!(!answer.body.contains("Hanoï"), "{address}");
        if !programs {
            let next = url::form_urlencoded::byte_serialize(address.as_bytes()).collect::<String>();
            assert_eq!(answer.header("location"), format!("/login?next={next}"));
        }
    }
    let page = look(&server, "/login", &[]).await.ok();
    assert_eq!((page.texts("h1"), page.texts("nav").len()), (vec!["Log in".to_owned()], 0));
    assert!(!page.body.contains("1 article"));
    assert_eq!(look(&server, &page.attributes("link[rel=stylesheet]", "href")[0], &[]).await.status, 200);
    for wrong in ["veille=x", &format!("veille={}", "0".repeat(64))] {
        assert_eq!(look(&server, "/", &[("cookie", wrong)]).await.status, 303);
        assert_eq!(
            look(&server, "/today.csv", &[("authorization", &format!("Bearer {wrong}"))]).await.status,
            401
        );
    }
}

#[tokio::test]
async fn without_users_nobody_is_served_elsewhere() {
    let store = store(&[]).await;
    let bind = async |listen: &str, web: Config| {
        Server::bind(listen.parse().unwrap(), store.clone(), Settings { web, ..Settings::default() }).await
    };
    let always = Config { login: veille_web::Login::Always, ..Config::default() };
    for (listen, web) in [("0.0.0.0:0", Config::default()), ("127.0.0.1:0", always.clone())] {
        let refused = bind(listen, web).await.unwrap_err();
        assert!(matches!(refused, WebError::NoUsers { .. }), "{refused}");
    }
    assert!(bind("127.0.0.1:0", Config::default()).await.is_ok());
    let accounts = Accounts::new(store.clone());
    accounts.add_user("ada", Role::Admin, None, "a test").await.unwrap();
    assert!(bind("127.0.0.1:0", always).await.is_ok());
}

#[tokio::test]
async fn the_trail_is_shown_a_page_at_a_time_and_each_line_once() {
    let (store, _) = office().await;
    let server = guarded(&store, Config::default()).await;
    let ada = log_in(&server, "ada").await;
    let deeds = (0..250).map(|it| Deed::now("ada", "export", "/today.csv", format!("deed {it}"))).collect();
    store.write_papers(&veille_sink::Papers { deeds, ..veille_sink::Papers::default() }).await.unwrap();
    let (mut address, mut pages, mut lines) = ("/audit".to_owned(), Vec::new(), Vec::new());
    loop {
        let page = look(&server, &address, &[("cookie", &ada)]).await.ok();
        assert!(page.texts(".fault").is_empty());
        lines.extend(page.texts("tbody td.n"));
        pages.push((address, page.attributes("a[rel=prev]", "href")));
        match page.attributes("a[rel=next]", "href").pop() {
            Some(older) => address = older,
            None => break,
        }
    }
    let last = store.last_audit().await.unwrap();
    let expected: Vec<String> = (1..=last).rev().map(|line| line.to_string()).collect();
    assert_eq!(lines, expected);
    // And back again.
    assert_eq!((pages.len(), pages[0].1.len()), (3, 0));
    assert_eq!((&pages[2].1[0], &pages[1].1[0]), (&pages[1].0, &"/audit".to_owned()));
    assert_eq!(look(&server, "/audit?after=x", &[("cookie", &ada)]).await.status, 400);
    let beyond = look(&server, "/audit?after=99999", &[("cookie", &ada)]).await.ok();
    assert_eq!(beyond.texts("tbody td.n")[0], last.to_string());
}

#[tokio::test]
async fn each_sees_what_is_theirs_and_can_end_it() {
    let (store, accounts) = office().await;
    let server = guarded(&store, Config::default()).await;
    let (rita, ada) = (log_in(&server, "rita").await, log_in(&server, "ada").await);
    for address in ["/", "/topics", "/today.csv", "/api/v1/articles", "/account"] {
        assert_eq!(look(&server, address, &[("cookie", &rita)]).await.status, 200, "{address}");
    }
    assert_eq!(look(&server, "/audit", &[("cookie", &rita)]).await.status, 403);
    let audit = look(&server, "/audit", &[("cookie", &ada)]).await.ok();
    assert!(audit.texts("tbody tr")[0].contains("export /today.csv"), "{:?}", audit.texts("tbody tr"));
    // Her own session, her own token, and nobody else's.
    let account = look(&server, "/account", &[("cookie", &rita)]).await.ok();
    assert_eq!((account.texts("h1"), account.texts("tbody tr").len()), (vec!["rita".to_owned()], 1));
    let of_ada = accounts.sessions().await.unwrap().into_iter().find(|it| it.user == "ada").unwrap().id;
    let change = async |what: &str, cookie: &str, fields: &[(&str, &str)]| {
        let form = form(&look(&server, "/account", &[("cookie", cookie)]).await);
        let fields = [&[("form", &*form)], fields].concat();
        send(&server, &format!("/account/{what}"), &[("cookie", cookie)], &fields).await
    };
    assert_eq!(change("end-session", &rita, &[("id", &of_ada)]).await.status, 404);
    assert_eq!(look(&server, "/", &[("cookie", &ada)]).await.status, 200);
    let made = change("add-token", &rita, &[("name", "feed reader"), ("triage", "1")]).await.ok();
    let secret = made.texts(".notice code").remove(0);
    let token = accounts.tokens().await.unwrap().remove(0);
    assert_eq!(
        (token.user.as_str(), &token.scopes[..]),
        ("rita", &[Scope::Read][..]),
        "a reader may not judge"
    );
    assert_eq!(look(&server, &format!("/today.atom?token={secret}"), &[]).await.status, 200);
    assert_eq!(look(&server, &format!("/?token={secret}"), &[]).await.status, 303, "a page takes no token");
    assert_eq!(change("revoke-token", &rita, &[("id", &token.id)]).await.status, 303);
    assert_eq!(look(&server, &format!("/today.atom?token={secret}"), &[]).await.status, 401);
    // Another password ends all other sessions.
    let other = log_in(&server, "rita").await;
    let fields = |old: &'static str, new: &'static str| [("old", old), ("new", new)];
    assert_eq!(change("password", &rita, &fields("wrong", "another password")).await.status, 422);
    assert_eq!(change("password", &rita, &fields(PASSWORD, "short")).await.status, 422);
    assert_eq!(change("password", &rita, &fields(PASSWORD, "another password")).await.status, 200);
    assert_eq!(look(&server, "/", &[("cookie", &other)]).await.status, 303);
    assert_eq!(look(&server, "/", &[("cookie", &rita)]).await.status, 200);
    let fields = [("form", &*form(&look(&server, "/account", &[("cookie", &rita)]).await))];
    let out = send(&server, "/logout", &[("cookie", &rita)], &fields).await;
    assert!(out.status == 303 && out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(look(&server, "/", &[("cookie", &rita)]).await.status, 303);
    // Nothing secret is stored.
    let trail = format!("{:?}", trail(&store).await);
    let cookie = rita.split('=').nth(1).unwrap();
    for secret in [PASSWORD, "another password", &secret, cookie] {
        assert!(!trail.contains(secret), "{trail}");
        for kind in [veille_sink::Paper::User, veille_sink::Paper::Session, veille_sink::Paper::Token] {
            assert!(!format!("{:?}", store.papers(kind).await.unwrap()).contains(secret));
        }
    }
    assert_eq!(store.check().await.unwrap(), []);
}

#[tokio::test]
async fn no_other_page_sends_our_forms_and_nobody_is_led_away() {
    let (store, _) = office().await;
    let server = guarded(&store, Config::default()).await;
    let ada = log_in(&server, "ada").await;
    let form = form(&look(&server, "/account", &[("cookie", &ada)]).await);
    let cookie = ("cookie", &*ada);
    for (headers, fields) in [
        (vec![cookie], vec![("name", "x")]),
        (vec![cookie], vec![("form", "0"), ("name", "x")]),
        (vec![cookie, ("origin", "https://evil.example")], vec![("form", &*form), ("name", "x")]),
        (vec![cookie, ("sec-fetch-site", "cross-site")], vec![("form", &*form), ("name", "x")]),
    ] {
        let answer = send(&server, "/account/add-token", &headers, &fields).await;
        assert_eq!(answer.status, 403, "{headers:?} {fields:?}");
    }
    let ours = [cookie, ("origin", "http://127.0.0.1:8420"), ("sec-fetch-site", "same-origin")];
    assert_eq!(
        send(&server, "/account/add-token", &ours, &[("form", &form), ("name", "x")]).await.status,
        200
    );
    // A form that was shown to one is not another's.
    let rita = log_in(&server, "rita").await;
    let stolen =
        send(&server, "/account/add-token", &[("cookie", &rita)], &[("form", &form), ("name", "x")]).await;
    assert_eq!(stolen.status, 403);
    let login = super::access::form(&look(&server, "/login", &[]).await);
    for next in ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
        let fields = [("form", &*login), ("name", "ada"), ("password", PASSWORD), ("next", next)];
        assert_eq!(send(&server, "/login", &[], &fields).await.header("location"), "/", "{next}");
        let shown = look(&server, &format!("/login?next={next}"), &[]).await.ok();
        assert_eq!(shown.attributes("input[name=next]", "value"), ["/"]);
    }
}

#[tokio::test]
async fn who_guesses_waits() {
    let (store, _) = office().await;
    let server = guarded(&store, Config::default()).await;
    let form = form(&look(&server, "/login", &[]).await);
    let guess = async |name: &str, password: &str| {
        let fields = [("form", &*form), ("name", name), ("password", password)];
        send(&server, "/login", &[], &fields).await
    };
    for _ in 0..3 {
        assert_eq!(guess("rita", "wrong").await.status, 401);
    }
    let waits = guess("rita", PASSWORD).await;
    assert_eq!(waits.status, 429, "the right one, too early");
    assert!(waits.texts(".fault")[0].starts_with("Too many attempts"));
    assert_eq!(guess("ada", PASSWORD).await.status, 303, "others do not wait");
    // Of nobody as of somebody: neither the answer nor the trail tells who there is, and what was typed is not kept.
    let (nobody, somebody) = (guess("my password", "x").await, guess("edda", "x").await);
    assert_eq!((nobody.status, nobody.texts(".fault")), (401, somebody.texts(".fault")));
    let deeds = trail(&store).await;
    let failed: Vec<&str> =
        deeds.iter().filter(|it| it.what == "login-failed").map(|it| it.on.as_str()).collect();
    assert_eq!(failed, ["rita", "rita", "rita", "nobody", "edda"]);
    // Many at once are not let through to the trying.
    let at_once = futures_util::future::join_all((0..8).map(|_| guess("at-once", "wrong"))).await;
    let tried = at_once.iter().filter(|answer| answer.status == 401).count();
    assert_eq!((tried, at_once.len()), (3, 8));
}

#[tokio::test]
async fn a_token_does_what_its_scopes_and_its_owner_may_and_no_more() {
    let (store, accounts) = office().await;
    let server = guarded(&store, Config::default()).await;
    let past = Some("2020-01-01T00:00:00Z".parse().unwrap());
    for (user, scopes, expires, reads) in [
        ("rita", &[Scope::Read][..], None, 200),
        ("ada", &[Scope::Triage], None, 403),
        ("ada", &[Scope::Read], past, 401),
    ] {
        let (_, secret) = accounts.add_token("t", user, scopes, expires, "a test").await.unwrap();
        let bearer = format!("Bearer {secret}");
        let with = [("authorization", bearer.as_str())];
        assert_eq!(look(&server, "/api/v1/articles", &with).await.status, reads, "{user} {scopes:?}");
        for theirs in ["/account", "/audit"] {
            assert_ne!(look(&server, theirs, &with).await.status, 200, "{theirs} {scopes:?}");
        }
    }
    assert!(accounts.add_token("t", "nobody", &[], None, "a test").await.is_err());
    // With its owner, it goes.
    let (_, secret) = accounts.add_token("t", "rita", &[Scope::Read], None, "a test").await.unwrap();
    accounts.remove_user("rita", "a test").await.unwrap();
    let with = [("authorization", &*format!("Bearer {secret}"))];
    assert_eq!(look(&server, "/api/v1/articles", &with).await.status, 401);
}

#[tokio::test]
async fn a_proxy_is_believed_at_its_own_address_alone() {
    let (store, _) = office().await;
    let ask = async |proxies: &str, lines: &str| {
        let web = Config {
            proxies: vec![proxies.parse().unwrap()],
            user_header: "X-Remote-User".to_owned(),
            ..Config::default()
        };
        let server = guarded(&store, web).await;
        let address = server.address().trim_start_matches("http://").trim_end_matches('/').to_owned();
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let serving = tokio::spawn(server.serve(async move { drop(ended.await) }));
        let request = format!("GET /account HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{lines}\r\n");
        let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut stream, request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        tokio::io::AsyncReadExt::read_to_string(&mut stream, &mut answer).await.unwrap();
        end.send(()).unwrap();
        serving.await.unwrap();
        answer.split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!(ask("127.0.0.1", "X-Remote-User: ada\r\n").await, "200");
    assert_eq!(ask("10.0.0.5", "X-Remote-User: ada\r\n").await, "303");
    assert_eq!(ask("127.0.0.1", "X-Remote-User: mallory\r\n").await, "303");
    assert_eq!(ask("127.0.0.1", "X-Remote-User: rita\r\nX-Remote-User: ada\r\n").await, "303");
}

#[tokio::test]
async fn programs_that_ask_too_often_are_told_how_long_to_wait() {
    let (store, _) = office().await;
    let server = guarded(&store, Config { api_a_minute: 3, ..Config::default() }).await;
    let (_, token) = Accounts::new(store.clone())
        .add_token("t", "rita", &[veille_web::Scope::Read], None, "a test")
        .await
        .unwrap();
    let bearer = format!("Bearer {token}");
    let statuses = async |address: &str, headers: &[(&str, &str)]| {
        let mut statuses = Vec::new();
        for _ in 0..5 {
            statuses.push(look(&server, address, headers).await.status);
        }
        statuses
    };
    let mine = [("authorization", &*bearer)];
    assert_eq!(statuses("/api/v1/topics", &mine).await, [200, 200, 200, 429, 429]);
    let answer = look(&server, "/api/v1/topics", &mine).await;
    assert_eq!(
        (answer.header("retry-after"), answer.header("content-type")),
        ("20", "application/problem+json")
    );
    // Others, and pages, are not concerned.
    assert_eq!(statuses("/api/v1/topics", &[]).await, [401, 401, 401, 429, 429]);
    assert_eq!(statuses("/today.csv", &mine).await, [200; 5]);
}

#[tokio::test]
async fn a_link_to_where_forms_are_sent_leads_to_the_page_of_the_form() {
    let store = store(&[Sample::new(1)]).await;
    let server = super::samples::server(&store, watched()).await;
    for (asked, page) in [
        ("/share/add?ui=fr", "/"),
        ("/triage?ui=ar", "/"),
        ("/topics/keep?ui=vi", "/topics"),
        ("/streams/add?ui=es", "/streams"),
    ] {
        let answer = look(&server, asked, &[]).await;
        assert_eq!((answer.status, answer.header("location")), (303, page), "{asked}");
        assert!(answer.header("set-cookie").starts_with("ui="), "{asked}");
    }
}

#[tokio::test]
async fn people_are_refused_on_a_page_in_their_language_and_programs_by_problem_details() {
    let store = super::samples::store(&[super::samples::Sample::new(1)]).await;
    let server = super::samples::server(&store, super::samples::watched()).await;
    let large = "x".repeat(300 << 10);
    for (tongue, fields, status, title) in [
        ("en", vec![("form", "none"), ("do", "star")], 403, "This form is out of date"),
        ("fr", vec![("form", "none"), ("do", "star")], 403, "Ce formulaire est périmé"),
        ("ar", vec![("form", "none"), ("do", "star")], 403, "انتهت صلاحية هذا النموذج"),
        ("en", vec![("note", &*large)], 413, "That is too large"),
    ] {
        let answer = super::asking::send(&server, "/triage", &[("accept-language", tongue)], &fields).await;
        assert_eq!((answer.status, answer.texts("h1")), (status, vec![title.to_owned()]));
        assert!(answer.header("content-type").starts_with("text/html"));
        assert_eq!(answer.attributes("html", "lang"), [tongue]);
        assert_eq!(answer.attributes("main a", "href"), ["/triage", "/"], "where to begin again");
        assert!(!answer.body.contains("stored"), "nobody is known yet");
    }
    let accounts = Accounts::new(store.clone());
    accounts.add_user("rita", Role::Reader, Some("a long password"), "a test").await.unwrap();
    let always = guarded(&store, Config::default()).await;
    let answer = super::asking::send(&always, "/triage", &[], &[("do", "star")]).await;
    assert_eq!((answer.status, answer.texts("h1")), (401, vec!["You are not logged in".to_owned()]));
    assert_eq!(answer.attributes("main a", "href"), ["/login", "/"]);
    let json = [("content-type", "application/json")];
    let answer = super::asking::post(&server, "/api/v1/trace", &json, &large).await;
    assert_eq!((answer.status, answer.header("content-type")), (413, "application/problem+json"));
}
