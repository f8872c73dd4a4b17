//! What is published, described for programs as the API is: AsyncAPI 3.0, made from the types that are sent.

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use utoipa::PartialSchema;

use crate::brief::Brief;

static DESCRIBED: LazyLock<String> = LazyLock::new(|| described().to_string());

/// The description.
pub(super) async fn answer() -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
    (kind, DESCRIBED.as_str()).into_response()
}

/// A subject of NATS: the name of its channel, its address, its message, its tokens, what it carries.
const SUBJECTS: [(&str, &str, &str, &str); 5] = [
    ("captures", "veille.capture.{source}", "capture", "Pages as they were received, compressed with zstd"),
    ("articles", "veille.article.{source}", "article", "What the pages say, cleaned"),
    (
        "tagged",
        "veille.tagged.{language}.{source}",
        "tagged-article",
        "Each article once, with all its topics",
    ),
    (
        "topics",
        "veille.topic.{topic}.{language}.{source}",
        "tagged-article",
        "An article once for each topic that it touches",
    ),
    (
        "outcomes",
        "veille.outcome.{stage}.{outcome}",
        "outcome",
        "What became of each input at each stage; one, or a list of them",
    ),
];

fn described() -> Value {
    let mut channels = serde_json::Map::new();
    let mut operations = serde_json::Map::new();
    let mut messages = serde_json::Map::new();
    let mut announce = |name: &str, address: &str, server: &str, message: &str, says: &str| {
        let tokens = address.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        let parameters: serde_json::Map<String, Value> =
            tokens.map(|token| (token.to_owned(), json!({}))).collect();
        channels.insert(
            name.to_owned(),
            json!({
                "address": address, "description": says, "parameters": parameters,
                "servers": [{ "$ref": format!("#/servers/{server}") }],
                "messages": { message: { "$ref": format!("#/components/messages/{message}") } },
            }),
        );
        operations.insert(
            format!("hear-{name}"),
            json!({ "action": "send", "channel": { "$ref": format!("#/channels/{name}") }, "summary": says }),
        );
    };
    announce(
        "stream",
        "/api/v1/stream",
        "http",
        "event",
        "Server-sent events: each change of an article that passes the filters",
    );
    announce(
        "webhooks",
        "{address}",
        "webhooks",
        "delivery",
        "A signed POST (Standard Webhooks) for each change that passes an endpoint's filters",
    );
    for (name, address, message, says) in SUBJECTS {
        announce(name, address, "nats", message, says);
        messages.insert(message.to_owned(), message_of(message, &model(message)));
    }
    messages.insert("event".to_owned(), message_of("event", &event()));
    messages.insert("delivery".to_owned(), message_of("delivery", &delivery()));
    json!({
        "asyncapi": "3.0.0",
        "info": { "title": "veille", "version": env!("CARGO_PKG_VERSION"),
            "description": "What is published as it is stored: to programs that listen here, to webhooks, and over NATS." },
        "defaultContentType": "application/json",
        "servers": {
            "http": { "host": "127.0.0.1:8420", "protocol": "http", "description": "Where the pages are served" },
            "webhooks": { "host": "example.org", "protocol": "https", "description": "Where an endpoint is" },
            "nats": { "host": "127.0.0.1:4222", "protocol": "nats", "description": "`veille … --nats`" },
        },
        "channels": channels, "operations": operations, "components": { "messages": messages },
    })
}

fn message_of(name: &str, schema: &Value) -> Value {
    json!({ "name": name, "payload": { "schemaFormat": "application/schema+json;version=draft-2020-12", "schema": schema } })
}

/// A type of the wire; its own references lead into itself.
fn model(name: &str) -> Value {
    let schema = veille_model::schema::of(name).and_then(|schema| serde_json::to_value(schema).ok());
    let mut schema = schema.expect("the model knows the schemas of what it sends");
    schema["$id"] = json!(format!("urn:veille:schema:{name}"));
    schema
}

fn change() -> Value {
    json!({
        "type": "object", "required": ["number", "kind", "article", "revision"],
        "properties": {
            "number": { "type": "integer", "description": "Its place in the order of commits, and the id of the event" },
            "kind": { "type": "string", "enum": ["new", "revised", "judged", "withdrawn", "restored", "forgotten", "told", "ruled"] },
            "article": { "type": "string" }, "revision": { "type": "string" },
        },
    })
}

fn event() -> Value {
    let brief = serde_json::to_value(Brief::schema()).unwrap_or_default();
    json!({
        "type": "object", "required": ["change"],
        "properties": { "change": change(), "article": brief },
    })
}

fn delivery() -> Value {
    let brief = serde_json::to_value(Brief::schema()).unwrap_or_default();
    json!({
        "type": "object", "required": ["type", "timestamp", "data"],
        "properties": {
            "type": { "type": "string" }, "timestamp": { "type": "string" },
            "data": {
                "type": "object", "required": ["change", "article_id", "article"],
                "properties": {
                    "change": { "type": "integer", "description": "Its place in the order of commits" },
                    "article_id": { "type": ["string", "null"] },
                    "article": { "oneOf": [{ "type": "null" }, brief] },
                },
            },
        },
    })
}
