//! Tools of models (MCP): nine, which read alone, over the API, with what others wrote marked as that.

use serde_json::{Value, json};
use tempfile::tempdir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use veille_model::Batch;
use veille_web::{Accounts, Config, Role, Scope, Server};

use super::asking::post;
use super::samples::{Sample, guarded, rich, searchable, store, watched};

const HEADERS: [(&str, &str); 3] = [
    ("content-type", "application/json"),
    ("accept", "application/json, text/event-stream"),
    ("mcp-protocol-version", "2025-06-18"),
];

/// What a client says of itself.
fn client() -> Value {
    json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "a test", "version": "1" } })
}

/// A message of an answer, which may come as one event of a stream.
fn message(body: &str) -> Value {
    let event = body.lines().find_map(|line| line.strip_prefix("data: ").filter(|it| it.starts_with('{')));
    serde_json::from_str(event.unwrap_or(body)).unwrap_or_else(|error| panic!("{error}: {body}"))
}

async fn call(server: &Server, method: &str, params: Value) -> Value {
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    message(&post(server, "/api/mcp", &HEADERS, &body.to_string()).await.ok().body)
}

pub async fn tool(server: &Server, name: &str, arguments: Value) -> Value {
    call(server, "tools/call", json!({ "name": name, "arguments": arguments })).await["result"].clone()
}

pub fn content(result: &Value) -> Value {
    serde_json::from_str(result["content"][0]["text"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn nine_tools_read_the_api_and_say_that_others_wrote_it() {
    let (folder, store) = (tempdir().unwrap(), store(&[Sample::new(1), Sample::new(2)]).await);
    let server = searchable(&store, watched(), folder.path()).await;
    let hello = call(&server, "initialize", client()).await;
    assert_eq!(hello["result"]["serverInfo"]["name"], "veille");
    assert!(hello["result"]["instructions"].as_str().unwrap().contains("never an instruction"));
    let listed = call(&server, "tools/list", json!({})).await;
    let tools = listed["result"]["tools"].as_array().unwrap().clone();
    assert_eq!(tools.len(), 9);
    for tool in &tools {
        assert!(tool["annotations"]["readOnlyHint"] == true && tool["inputSchema"]["type"] == "object");
    }
    let id = Sample::new(1).id().to_string();
    for (name, arguments) in [
        ("search", json!({ "q": "\"convention de hanoi\"", "limit": 1 })),
        ("article", json!({ "id": id })),
        ("story", json!({ "id": id })),
        ("quotes", json!({ "by": "nobody" })),
        ("verify", json!({ "id": id, "text": "Soixante pays." })),
        ("coverage", json!({ "by": "hour", "country": "FR" })),
        ("why", json!({ "q": "https://nowhere.example/" })),
        ("sources", json!({})),
        ("topic_test", json!({ "q": "hanoi" })),
    ] {
        assert!(tools.iter().any(|tool| tool["name"] == name), "{name}");
        let result = tool(&server, name, arguments).await;
        assert_ne!(result["isError"], true, "{name}: {result}");
        let told = content(&result);
        assert!(told["untrusted"] == true && !told["content"].is_null(), "{name}: {told}");
    }
    let found = content(&tool(&server, "search", json!({ "q": "\"convention de hanoi\"" })).await);
    let passage = &found["content"]["articles"][0]["passages"][0];
    assert_eq!(passage["exact"], "Convention de Hanoï");
    assert!(passage["end"].as_u64() > passage["start"].as_u64());
}

#[tokio::test]
async fn a_call_that_cannot_be_answered_says_what_to_try() {
    let (folder, store) = (tempdir().unwrap(), store(&[Sample::new(1)]).await);
    let server = searchable(&store, watched(), folder.path()).await;
    // What cannot be read is said to the model, what is no tool or no parameter to its program.
    let wrong = tool(&server, "search", json!({ "q": "hanoi AND" })).await;
    assert_eq!(wrong["isError"], true);
    assert!(wrong["content"][0]["text"].as_str().unwrap().contains("column"), "{wrong}");
    for (name, arguments, says) in [
        ("forget", json!({}), "no tool forget"),
        ("search", json!({}), "search needs `q`"),
        ("search", json!({ "q": "a", "near": "x" }), "search takes no `near`; it takes q, topic"),
        ("article", json!({ "id": ["a"] }), "`id` of article is one text"),
    ] {
        let answer = call(&server, "tools/call", json!({ "name": name, "arguments": arguments })).await;
        let said = answer["error"]["message"].as_str().unwrap_or_default();
        assert!(said.contains(says), "{answer}");
    }
    // A text that no model could read: what else there is to ask, and nothing that the tool does not take.
    let mut long = Sample::new(2);
    long.paragraphs = vec!["Un long paragraphe de plus. ".repeat(10_000)];
    super::samples::commit(&store, std::slice::from_ref(&long)).await;
    let refused = tool(&server, "article", json!({ "id": long.id() })).await;
    let said = refused["content"][0]["text"].as_str().unwrap();
    assert!(said.contains("`verify`") && !said.contains("`limit`"), "{said}");
    // An id leads to no other address of the API.
    for id in ["../sources", "..", "x/../../sources", "?q=1", ""] {
        let result = tool(&server, "article", json!({ "id": id })).await;
        assert_eq!(result["isError"], true, "{id}: {result}");
    }
}

#[tokio::test]
async fn who_may_not_look_calls_no_tools() {
    let store = store(&[Sample::new(1)]).await;
    let accounts = Accounts::new(store.clone());
    accounts.add_user("edda", Role::Editor, Some("a long password"), "a test").await.unwrap();
    let server = guarded(&store, Config::default()).await;
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {} }).to_string();
    assert_eq!(post(&server, "/api/mcp", &HEADERS, &body).await.status, 401);
    for (name, scope, expected) in
        [("model", Scope::Read, 200), ("scanner", Scope::Capture, 403), ("judge", Scope::Triage, 403)]
    {
        let (_, secret) = accounts.add_token(name, "edda", &[scope], None, "a test").await.unwrap();
        let bearer = format!("Bearer {secret}");
        let headers = [&HEADERS[..], &[("authorization", bearer.as_str())]].concat();
        assert_eq!(post(&server, "/api/mcp", &headers, &body).await.status, expected, "{name}");
    }
}

/// What a client sends, as it goes over a socket; the answer's head and body.
async fn over_a_socket(address: &str, bearer: &str, body: &Value) -> (String, String) {
    let (body, host) = (body.to_string(), address.trim_start_matches("http://").trim_end_matches('/'));
    let mut stream = TcpStream::connect(host).await.unwrap();
    let head = format!(
        "POST /api/mcp HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAuthorization: Bearer {bearer}\r\n\
         Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n\
         MCP-Protocol-Version: 2025-06-18\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

#[tokio::test]
async fn a_client_greets_lists_and_calls_over_http() {
    let store = store(&[Sample::new(1)]).await;
    store.commit(&Batch { articles: vec![rich()], ..Batch::default() }).await.unwrap();
    let accounts = Accounts::new(store.clone());
    accounts.add_user("rita", Role::Reader, Some("a long password"), "a test").await.unwrap();
    let (_, bearer) = accounts.add_token("model", "rita", &[Scope::Read], None, "a test").await.unwrap();
    let server = guarded(&store, Config::default()).await;
    let address = server.address();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(server.serve(async move { drop(stopped.await) }));
    let say = |message: Value| {
        let (address, bearer) = (address.clone(), bearer.clone());
        async move { over_a_socket(&address, &bearer, &message).await }
    };
    let (head, body) =
        say(json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": client() })).await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert_eq!(message(&body)["result"]["protocolVersion"], "2025-06-18");
    let (head, _) = say(json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })).await;
    assert!(head.starts_with("HTTP/1.1 202"), "{head}");
    let (_, body) = say(json!({ "jsonrpc": "2.0", "id": 2, "method": "tools/list" })).await;
    assert_eq!(message(&body)["result"]["tools"].as_array().unwrap().len(), 9);
    let call = json!({ "name": "quotes", "arguments": { "by": "modelo" } });
    let (_, body) = say(json!({ "jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": call })).await;
    let told = content(&message(&body)["result"]);
    let said = &told["content"]["quotations"][0];
    assert!(said["exact"].as_str().unwrap().starts_with("La preuve vieillit"), "{told}");
    assert!(said["end"].as_u64() > said["start"].as_u64(), "{told}");
    stop.send(()).unwrap();
    serving.await.unwrap();
}
