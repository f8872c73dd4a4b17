//! Logging in at an identity provider, here one of our own that looks at everything it is told.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use url::{Url, form_urlencoded};
use veille_sink::Store;
use veille_web::{Accounts, Config, Oidc, Role, Server, Settings, SignIn};

use super::asking::{Answer, ask_with};
use super::samples::{Sample, store, watched};

const ISSUER: &str = "https://id.example/office";
const SECRET: &str = "a secret: of ours";

/// Those who log in, and the codes that were given out: to whom, and what the browser said of itself.
#[derive(Default)]
struct Idp {
    claims: Value,
    codes: HashMap<String, (Value, HashMap<String, String>)>,
    /// Whether it answers at all.
    is_away: bool,
}

fn fields(text: &str) -> HashMap<String, String> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

impl Idp {
    /// Somebody whom a browser brings here logs in; where the browser is sent then.
    fn authorize(&mut self, address: &str) -> String {
        let url = Url::parse(address).unwrap();
        assert_eq!(url.as_str().split('?').next(), Some("https://id.example/office/authorize"));
        let asked = fields(url.query().unwrap());
        assert_eq!((asked["response_type"].as_str(), asked["client_id"].as_str()), ("code", "veille"));
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
        let code = format!("code-{}", self.codes.len());
        let mut claims =
            json!({ "iss": ISSUER, "aud": "veille", "exp": 4_000_000_000_u64, "nonce": asked["nonce"] });
        claims.as_object_mut().unwrap().extend(self.claims.as_object().unwrap().clone());
        let back = format!("{}?code={code}&state={}", asked["redirect_uri"], asked["state"]);
        assert!(back.starts_with("https://veille.example/login/oidc/back?"));
        self.codes.insert(code, (claims, asked));
        back.trim_start_matches("https://veille.example").to_owned()
    }

    fn answer(
        &mut self,
        address: &str,
        headers: &[(&'static str, String)],
        body: Option<String>,
    ) -> (u16, Value) {
        if address == "https://id.example/office/.well-known/openid-configuration" {
            let at = |path: &str| format!("{ISSUER}/{path}");
            return (
                200,
                json!({ "issuer": ISSUER, "authorization_endpoint": at("authorize"), "token_endpoint": at("token") }),
            );
        }
        assert_eq!(address, "https://id.example/office/token");
        let us = headers.iter().find(|(name, _)| *name == "authorization").unwrap().1.clone();
        let us = String::from_utf8(STANDARD.decode(us.trim_start_matches("Basic ")).unwrap()).unwrap();
        let given = fields(&body.unwrap());
        // A code is good for once.
        let Some((claims, asked)) = self.codes.remove(&given["code"]) else {
            return (400, json!({ "error": "invalid_grant" }));
        };
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&given["code_verifier"]));
        let is_same = given["redirect_uri"] == asked["redirect_uri"] && challenge == asked["code_challenge"];
        if us != "veille:a+secret%3A+of+ours" || !is_same || given["grant_type"] != "authorization_code" {
            return (401, json!({ "error": "invalid_client" }));
        }
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        (200, json!({ "id_token": format!("{}.{}.x", part(&json!({ "alg": "RS256" })), part(&claims)) }))
    }
}

async fn office(claims: Value) -> (Server, Accounts, Arc<Mutex<Idp>>) {
    office_over(&store(&[Sample::new(1)]).await, claims).await
}

/// The same over this store.
async fn office_over(store: &Store, claims: Value) -> (Server, Accounts, Arc<Mutex<Idp>>) {
    let idp = Arc::new(Mutex::new(Idp { claims, ..Idp::default() }));
    let asked = Arc::clone(&idp);
    let sign_in = SignIn::new(SECRET.to_owned(), move |address, headers, body| {
        let mut idp = asked.lock().unwrap();
        let answer = match idp.is_away {
            true => Err("connect: nobody is there".to_owned()),
            false => {
                let (status, told) = idp.answer(&address, &headers, body);
                Ok((status, told.to_string().into_bytes()))
            }
        };
        Box::pin(async move { answer })
    });
    let oidc = Oidc {
        issuer: ISSUER.to_owned(),
        client_id: "veille".to_owned(),
        address: "https://veille.example/".to_owned(),
        readers: vec!["press".to_owned()],
        editors: vec!["desk".to_owned()],
        admins: vec!["it".to_owned()],
        ..Oidc::default()
    };
    let proxies = vec!["127.0.0.1".parse().unwrap()];
    let web = Config { login: veille_web::Login::Always, oidc, proxies, ..Config::default() };
    let settings = Settings { watched: watched(), web, sign_in: Some(sign_in), ..Settings::default() };
    let server = Server::bind("127.0.0.1:0".parse().unwrap(), store.clone(), settings).await.unwrap();
    (server, Accounts::new(store.clone()), idp)
}

async fn look(server: &Server, address: &str, cookies: &str) -> Answer {
    ask_with(server, address, &[("host", "127.0.0.1:8420"), ("cookie", cookies)]).await
}

fn cookie(answer: &Answer, name: &str) -> String {
    let set = answer.headers.get_all("set-cookie").iter().map(|it| it.to_str().unwrap());
    let mut pairs = set.filter_map(|it| it.split(';').next());
    pairs.find(|pair| pair.starts_with(&format!("{name}="))).unwrap_or_default().to_owned()
}

/// Goes to the provider and back; what we answer then, and the cookie that the browser had meanwhile.
async fn go(server: &Server, idp: &Mutex<Idp>, next: &str) -> (Answer, String) {
    let out = look(server, &format!("/login/oidc?next={next}"), "").await;
    assert_eq!(out.status, 303, "{}", out.body);
    let kept = cookie(&out, "veille-oidc");
    assert!(out.headers.get("set-cookie").unwrap().to_str().unwrap().contains("HttpOnly"));
    let back = idp.lock().unwrap().authorize(out.header("location"));
    (look(server, &back, &kept).await, kept)
}

#[tokio::test]
async fn who_is_known_there_is_let_in_by_the_role_of_their_groups() {
    let hoa = json!({ "sub": "7", "preferred_username": "hoa", "groups": ["press", "desk"] });
    let (server, accounts, idp) = office(hoa).await;
    // Nobody has an account yet, and the page leads to the provider.
    let page = look(&server, "/login?next=/topics", "").await.ok();
    assert_eq!(page.attributes(".elsewhere a", "href"), ["/login/oidc?next=%2Ftopics"]);
    assert_eq!(page.texts(".elsewhere a"), ["Log in at id.example"]);
    let (back, _) = go(&server, &idp, "/topics").await;
    assert_eq!((back.status, back.header("location")), (303, "/topics"), "{}", back.body);
    let session = cookie(&back, "veille");
    let page = look(&server, "/topics", &session).await.ok();
    assert_eq!(page.texts(".who"), ["hoa"]);
    let role = async || accounts.user("hoa").await.unwrap().unwrap().role;
    assert_eq!(role().await, Role::Editor);
    // Another role there is another here from the next login on; the same person stays the same.
    idp.lock().unwrap().claims["groups"] = json!(["press"]);
    assert_eq!(go(&server, &idp, "/").await.0.status, 303);
    assert_eq!((role().await, accounts.users().await.unwrap().len()), (Role::Reader, 1));
    assert_eq!(look(&server, "/topics", &session).await.status, 200);
    // Passwords go on beside it.
    accounts.add_user("ada", Role::Admin, Some("a long password"), "a test").await.unwrap();
    super::access::log_in(&server, "ada").await;
}

/// Asks over a socket, through a proxy on this machine that heard somebody at this address.
async fn through_a_proxy(server: &str, address: &str, cookies: &str, heard: &str) -> String {
    let host = server.trim_start_matches("http://").trim_end_matches('/').to_owned();
    let mut stream = TcpStream::connect(&host).await.unwrap();
    let head = format!(
        "GET {address} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nCookie: {cookies}\r\nX-Forwarded-For: {heard}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

/// The value of a header in an answer as it came.
fn header<'a>(answer: &'a str, name: &str) -> &'a str {
    let found = answer.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    found.unwrap_or_else(|| panic!("no {name}: {answer}"))
}

#[tokio::test]
async fn a_login_stands_in_the_trail_with_the_address_that_a_proxy_heard_it_from() {
    let store = store(&[]).await;
    let hoa = json!({ "sub": "7", "preferred_username": "hoa", "groups": ["press"] });
    let (server, accounts, idp) = office_over(&store, hoa).await;
    let (address, (stop, stopped)) = (server.address(), oneshot::channel::<()>());
    let serving = tokio::spawn(server.serve(async move { drop(stopped.await) }));
    let out = through_a_proxy(&address, "/login/oidc?next=/", "", "198.51.100.7").await;
    let kept = header(&out, "set-cookie").split(';').next().unwrap().to_owned();
    let back = idp.lock().unwrap().authorize(header(&out, "location"));
    let answer = through_a_proxy(&address, &back, &kept, "198.51.100.7").await;
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let trail: Vec<_> = store.audit(0, 100).await.unwrap().iter().filter_map(|line| line.deed()).collect();
    let login = trail.iter().find(|deed| deed.what == "login").unwrap();
    assert_eq!((login.who.as_str(), login.detail.as_str()), ("hoa", "198.51.100.7"));
    let user = accounts.user("hoa").await.unwrap().unwrap();
    assert!(user.has_provider() && !user.has_password());
    drop(stop);
    serving.await.unwrap();
}

#[tokio::test]
async fn who_is_not_proven_is_not_let_in_and_nobody_is_led_away() {
    let ada = json!({ "sub": "8", "preferred_username": "ada", "groups": ["it"] });
    let (server, accounts, idp) = office(ada.clone()).await;
    let refused = |answer: &Answer, says: &str| {
        assert_eq!(answer.status, 403, "{says}");
        assert!(
            cookie(answer, "veille").is_empty() && answer.texts(".fault")[0].contains(says),
            "{}",
            answer.body
        );
    };
    let out = look(&server, "/login/oidc?next=/", "").await;
    let (kept, back) = (cookie(&out, "veille-oidc"), idp.lock().unwrap().authorize(out.header("location")));
    // Another browser, one that began nothing, another state, another nonce.
    let other = cookie(&look(&server, "/login/oidc", "").await, "veille-oidc");
    for (address, cookies) in [
        (back.clone(), String::new()),
        (back.clone(), other.clone()),
        (back.replace("state=", "state=0"), kept.clone()),
        ("/login/oidc/back".to_owned(), kept.clone()),
        (back.replace("code=", "error=access_denied&no="), kept.clone()),
        (back.replace("code=code-0", "code=guessed"), kept.clone()),
    ] {
        refused(&look(&server, &address, &cookies).await, "You were not logged in");
    }
    assert_eq!(look(&server, &back, &kept).await.status, 303);
    refused(&look(&server, &back, &kept).await, "You were not logged in");
    // The code of one login in the answer of another.
    let first = look(&server, "/login/oidc", "").await;
    let stolen = idp.lock().unwrap().authorize(first.header("location"));
    let code = stolen.split("code=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let second = look(&server, "/login/oidc", "").await;
    let mine = idp.lock().unwrap().authorize(second.header("location"));
    let own = mine.split("code=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let mixed = mine.replace(&own, &code);
    refused(&look(&server, &mixed, &cookie(&second, "veille-oidc")).await, "You were not logged in");
    for next in ["https://evil.example/", "//evil.example", "/%5Cevil.example", "javascript:alert(1)"] {
        assert_eq!(go(&server, &idp, next).await.0.header("location"), "/", "{next}");
    }
    // Claims that are not for us, or give no role, or the name of somebody else.
    for (change, says) in [
        (json!({ "aud": "another" }), "You were not logged in"),
        (json!({ "iss": "https://evil.example" }), "You were not logged in"),
        (json!({ "exp": 1 }), "You were not logged in"),
        (json!({ "nonce": "another" }), "You were not logged in"),
        (json!({ "preferred_username": "a name" }), "You were not logged in"),
        (json!({ "groups": ["sales"] }), "You are in no group"),
        (json!({ "sub": "9" }), "Somebody else has your name"),
    ] {
        let mut claims = ada.clone();
        claims.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        idp.lock().unwrap().claims = claims;
        refused(&go(&server, &idp, "/").await.0, says);
    }
    // Who has a password here is not whoever has the name there.
    accounts.add_user("edda", Role::Admin, Some("a long password"), "a test").await.unwrap();
    idp.lock().unwrap().claims = json!({ "sub": "10", "preferred_username": "edda", "groups": ["press"] });
    refused(&go(&server, &idp, "/").await.0, "Somebody else has your name");
    assert_eq!(accounts.user("edda").await.unwrap().unwrap().role, Role::Admin);
    idp.lock().unwrap().is_away = true;
    // What it said of itself is known for a while; the code is not redeemed.
    let out = look(&server, "/login/oidc", "").await;
    let back = format!(
        "/login/oidc/back?code=x&state={}",
        fields(out.header("location").split_once('?').unwrap().1)["state"]
    );
    refused(&look(&server, &back, &cookie(&out, "veille-oidc")).await, "does not answer");
}

#[tokio::test]
async fn without_a_provider_there_is_no_way_there() {
    let server = super::samples::server(&store(&[]).await, watched()).await;
    for address in ["/login/oidc", "/login/oidc/back?code=a&state=b"] {
        assert_eq!(look(&server, address, "").await.status, 404);
    }
}
