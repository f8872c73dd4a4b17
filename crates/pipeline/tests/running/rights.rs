//! Who we are to a server, and what it lets us do: users, tokens, TLS, rights.
#![allow(clippy::unwrap_used, reason = "the whole file is a test")]

use std::sync::Arc;
use std::time::Duration;

use crate::toy::server::Server;
use crate::toy::services::produce;
use crate::toy::{Cleaner, page};
use veille_pipeline::Stop;
use veille_pipeline::bus::{Bus, BusError, Config, Credentials, ServeOptions, Start, Where};

const PLAIN: &str = r#"{ user: operator, password: x1 }"#;

async fn as_user(server: &Server, user: &str) -> Bus {
    let credentials = Credentials::Password { user: user.to_owned(), password: "x1".to_owned() };
    Bus::connect(&Where { url: server.url(), credentials, ..Where::default() }).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_the_address_names_is_who_we_are_and_its_secrets_are_not_repeated() {
    let connect = async |url: String, credentials: Credentials| {
        Bus::connect(&Where { url, credentials, ..Where::default() }).await
    };
    let refused = async |url: String, secret: &str| {
        let error = connect(url, Credentials::None).await.unwrap_err();
        assert!(matches!(error, BusError::Refused { .. }), "{error}");
        assert!(error.to_string().contains("***") && !error.to_string().contains(secret), "{error}");
    };
    let server = Server::with_users(&format!("{PLAIN}, {{ user: desk, password: \"s@3/cret\" }}"));
    let bus = connect(server.url_of("desk:s%403%2Fcret"), Credentials::None).await.unwrap();
    bus.ensure_streams(&Config::default()).await.unwrap();
    refused(server.url_of("desk:wr0ng"), "wr0ng").await;
    refused(server.url_of("wr0ng"), "wr0ng").await;
    // Who we are said to be elsewhere goes before the address.
    let operator = Credentials::Password { user: "operator".to_owned(), password: "x1".to_owned() };
    connect(server.url_of("desk:wr0ng"), operator).await.unwrap();
    let server = Server::with_token("tok3n");
    connect(server.url_of("tok3n"), Credentials::None).await.unwrap();
    refused(server.url_of("wr0ng"), "wr0ng").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_tls_is_not_said_to_refuse_us_or_to_be_away() {
    let server = Server::start();
    let url = server.url().replace("nats://", "tls://");
    let error = Bus::connect(&Where { url, ..Where::default() }).await.unwrap_err();
    assert!(matches!(error, BusError::Tls { .. }), "{error}");
    assert!(error.to_string().contains("no secure connection to the NATS server at tls://127.0.0.1:"));
}

/// What a service of the cleaner says of a user with these rights.
async fn refusal(rights: &str) -> String {
    let user = format!("{{ user: clean, password: x1, permissions: {{ publish: [{rights}] }} }}");
    let server = Server::with_users(&format!("{PLAIN}, {user}"));
    as_user(&server, "operator").await.ensure_streams(&Config::default()).await.unwrap();
    let bus = as_user(&server, "clean").await;
    let producer = as_user(&server, "operator").await;
    produce(&producer, &[page(1, "le hanoi")]).await;
    let (options, stop) = (ServeOptions::default(), Stop::new());
    let serving = bus.serve(Arc::new(Cleaner::default()), &options, |_| {}, &stop);
    let served = tokio::time::timeout(Duration::from_secs(20), serving).await.expect("it ends by itself");
    let error = served.unwrap_err();
    assert!(matches!(error, BusError::Forbidden { .. }), "{error}");
    error.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_without_its_rights_says_who_lacks_what_and_ends() {
    let rights = r#""$SYS.REQ.USER.INFO", "$JS.API.>", "$JS.ACK.>", "veille.outcome.>""#;
    let told = refusal(rights).await;
    assert!(told.contains("\"clean\"") && told.contains("veille.article.*, veille.dead.clean"), "{told}");
    // Where the server does not say beforehand what we may: at the first refusal.
    let told = refusal(r#""$JS.API.>", "$JS.ACK.>", "veille.outcome.>""#).await;
    assert!(told.contains("\"clean\"") && told.contains("veille.article.source-1-example"), "{told}");
    let told = refusal(r#""veille.>""#).await;
    assert!(told.contains("$JS.API.CONSUMER.CREATE.CAPTURES.clean"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_without_its_rights_says_who_lacks_what_and_ends() {
    let told = async |permissions: &str, durable: bool| {
        let user = format!("{{ user: reader, password: x1, permissions: {{ {permissions} }} }}");
        let server = Server::with_users(&format!("{PLAIN}, {user}"));
        as_user(&server, "operator").await.ensure_streams(&Config::default()).await.unwrap();
        let bus = as_user(&server, "reader").await;
        let following = async {
            match durable {
                true => bus.follow_as("reader-reader-desk", "veille.topic.>", Start::All).await.map(|_| ()),
                false => bus.follow("veille.topic.>", Start::New).await.map(|_| ()),
            }
        };
        let followed = tokio::time::timeout(Duration::from_secs(20), following).await;
        let error = followed.expect("it ends by itself").unwrap_err();
        assert!(matches!(error, BusError::Forbidden { .. }), "{error}");
        error.to_string()
    };
    let nothing = r#"publish: ["x.>"], subscribe: ["_INBOX.>"]"#;
    let text = told(nothing, false).await;
    assert!(text.contains("\"reader\" publish to $JS.API.STREAM.INFO.TOPICS"), "{text}");
    let text = told(nothing, true).await;
    assert!(text.contains("publish to $JS.API.CONSUMER.INFO.TOPICS.reader-reader-desk"), "{text}");
    let text = told(r#"publish: [">"], subscribe: ["x"]"#, false).await;
    assert!(text.contains("subscribe to _INBOX.>"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_make_streams_says_who_makes_them() {
    let user = r#"{ user: clean, password: x1, permissions: { publish: ["$SYS.REQ.USER.INFO", "$JS.API.STREAM.INFO.*", "$JS.API.INFO"] } }"#;
    let server = Server::with_users(&format!("{PLAIN}, {user}"));
    let bus = as_user(&server, "clean").await;
    let error = bus.ensure_streams(&Config::default()).await.unwrap_err();
    assert!(error.to_string().contains("veille streams apply"), "{error}");
    let reader = as_user(&server, "operator").await;
    for followed in [
        reader.follow("veille.topic.>", Start::New).await,
        reader.follow_as("reader-operator-desk", "veille.topic.>", Start::New).await,
    ] {
        let error = followed.err().expect("there is no stream to follow");
        assert!(matches!(&error, BusError::NoStream { name, .. } if name == "TOPICS"), "{error}");
    }
    let error = bus.apply_streams(&Config::default()).await.unwrap_err();
    assert!(error.to_string().contains("$JS.API.STREAM.UPDATE.CAPTURES"), "{error}");
    as_user(&server, "operator").await.apply_streams(&Config::default()).await.unwrap();
    bus.ensure_streams(&Config::default()).await.unwrap();
}
