//! The API as its description has it: a client is made of the OpenAPI document of the running program, asks everything that is
//! described there, and holds every answer against its schema.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Map, Value, json};
use tempfile::TempDir;
use veille_tests::{Veille, root};

use super::looking::address;

/// Values of a parameter that are tried.
const TRIED: usize = 2;

/// What was answered.
struct Answer {
    status: String,
    kind: String,
    body: String,
}

/// A client of what is described, and of nothing else.
struct Client {
    address: String,
    described: Value,
    /// What fields of answers were called, and what stood in them: what a program asks on with.
    met: BTreeMap<String, BTreeSet<String>>,
    /// The ids that each list has.
    listed: BTreeMap<String, BTreeSet<String>>,
    /// Statuses by operation.
    answered: BTreeMap<String, BTreeSet<String>>,
}

/// One operation of the description.
#[derive(Clone)]
struct Operation {
    method: String,
    path: String,
    described: Value,
}

impl Client {
    fn of(address: String) -> Self {
        let described = call(&address, "GET", "/api/v1/openapi.json", None);
        let described: Value = serde_json::from_str(&described.body).unwrap();
        assert!(described["openapi"].as_str().unwrap().starts_with("3.1"));
        let (met, listed, answered) = Default::default();
        Self { address, described, met, listed, answered }
    }

    /// Every operation: lists first, then what they lead to, then what is written, then what is taken away.
    fn operations(&self) -> Vec<Operation> {
        let mut operations = Vec::new();
        for (path, methods) in self.described["paths"].as_object().unwrap() {
            for (method, described) in methods.as_object().unwrap() {
                let (method, path) = (method.to_uppercase(), path.clone());
                operations.push(Operation { method, path, described: described.clone() });
            }
        }
        operations.sort_by_key(|it| {
            let order =
                ["GET", "POST", "PUT", "PATCH", "DELETE"].iter().position(|known| *known == it.method);
            (order, it.path.contains('{'), it.path.clone())
        });
        operations
    }

    /// What a name stands for in this description.
    fn resolved<'s>(&'s self, schema: &'s Value) -> &'s Value {
        match schema["$ref"].as_str() {
            Some(name) => &self.described["components"]["schemas"][name.rsplit('/').next().unwrap()],
            None => schema,
        }
    }

    /// Values for a parameter or a field: those that were met under its name, those that its schema names, or one made of its type.
    fn values(&self, operation: &Operation, name: &str, schema: &Value) -> Vec<Value> {
        let schema = self.resolved(schema);
        if !schema["example"].is_null() {
            return vec![schema["example"].clone()];
        }
        if let Some(named) = schema["enum"].as_array() {
            return named.iter().take(TRIED).cloned().collect();
        }
        let list = operation.path.split("/{").next().unwrap();
        let met = match name {
            // What a list has, or what other answers call one of it: `capture` of an article.
            "id" => self.listed.get(list).filter(|ids| !ids.is_empty()).or_else(|| {
                let one = list.rsplit('/').next().unwrap().strip_suffix('s').unwrap_or_default();
                self.met.get(one)
            }),
            name => self.met.get(name),
        };
        let made = self.made(operation, schema);
        let is_text = made.is_string();
        let met = met.into_iter().flatten().take(TRIED).map(|text| json!(text));
        let mut values: Vec<Value> = if is_text { met.collect() } else { Vec::new() };
        if values.is_empty() {
            values.push(made);
        }
        values
    }

    /// A value of a schema.
    fn made(&self, operation: &Operation, schema: &Value) -> Value {
        let schema = self.resolved(schema);
        if !schema["example"].is_null() {
            return schema["example"].clone();
        }
        if let Some(choice) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
            let first = choice.iter().find(|it| it["type"] != "null").unwrap();
            return self.made(operation, first);
        }
        match types(schema).into_iter().find(|it| *it != "null") {
            Some("integer" | "number") => schema["minimum"].as_i64().unwrap_or(1).max(1).into(),
            Some("boolean") => true.into(),
            Some("array") => json!([self.made(operation, &schema["items"])]),
            Some("object") => {
                let mut made = Map::new();
                for (name, field) in schema["properties"].as_object().into_iter().flatten() {
                    made.insert(name.clone(), self.values(operation, name, field).remove(0));
                }
                made.into()
            }
            _ => "convention".into(),
        }
    }

    /// Asks all that the description of an operation lets one ask: without what may be left out, with each of it, and wrongly.
    fn ask_all(&mut self, operation: &Operation) {
        let parameters: Vec<Value> =
            operation.described["parameters"].as_array().cloned().unwrap_or_default();
        let of = |place: &str| -> Vec<Value> {
            parameters.iter().filter(|it| it["in"] == place).cloned().collect()
        };
        let mut paths = vec![operation.path.clone()];
        for parameter in of("path") {
            let name = parameter["name"].as_str().unwrap();
            let mut values = self.values(operation, name, &parameter["schema"]);
            values.push("nobody".into());
            paths = paths
                .iter()
                .flat_map(|path| {
                    values
                        .iter()
                        .map(move |value| path.replace(&format!("{{{name}}}"), &escaped(&text(value))))
                })
                .collect();
        }
        let (query, bodies) = (of("query"), self.bodies(operation));
        let required: Vec<(String, String)> =
            query.iter().filter(|it| it["required"] == true).map(|it| self.pair(operation, it)).collect();
        let mut queries = vec![required.clone()];
        if !required.is_empty() {
            queries.push(Vec::new());
        }
        for parameter in &query {
            let name = parameter["name"].as_str().unwrap().to_owned();
            let mut values = self.values(operation, &name, &parameter["schema"]);
            values.extend([json!(""), json!("x y\u{0}"), json!("-1")]);
            for value in values {
                let mut pairs = required.clone();
                pairs.retain(|(known, _)| *known != name);
                pairs.push((name.clone(), text(&value)));
                queries.push(pairs);
            }
        }
        for path in &paths {
            for query in &queries {
                for body in &bodies {
                    self.ask(operation, path, query, body.as_deref());
                }
            }
        }
    }

    fn pair(&self, operation: &Operation, parameter: &Value) -> (String, String) {
        let name = parameter["name"].as_str().unwrap();
        (name.to_owned(), text(&self.values(operation, name, &parameter["schema"])[0]))
    }

    fn bodies(&self, operation: &Operation) -> Vec<Option<String>> {
        let body = &operation.described["requestBody"]["content"]["application/json"];
        if body.is_null() {
            return vec![None];
        }
        let made = match &body["example"] {
            Value::Null => self.made(operation, &body["schema"]),
            example => example.clone(),
        };
        let schema = self.resolved(&body["schema"]);
        let required: BTreeSet<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let mut least = made.clone();
        if let (Value::Object(fields), false) = (&mut least, required.is_empty()) {
            fields.retain(|name, _| required.contains(name.as_str()));
        }
        [made.to_string(), least.to_string(), "{}".to_owned(), "[".to_owned(), "{\"x\":1}".to_owned()]
            .map(Some)
            .into()
    }

    fn ask(&mut self, operation: &Operation, path: &str, query: &[(String, String)], body: Option<&str>) {
        let written: Vec<String> =
            query.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let target =
            if written.is_empty() { path.to_owned() } else { format!("{path}?{}", written.join("&")) };
        let asked = format!("{} {target} {}", operation.method, body.unwrap_or_default());
        let answer = call(&self.address, &operation.method, &target, body);
        let documented = &operation.described["responses"][&answer.status];
        assert!(documented.is_object(), "{asked}: {} is not described: {}", answer.status, answer.body);
        let name = format!("{} {}", operation.method, operation.path);
        self.answered.entry(name).or_default().insert(answer.status.clone());
        let Some(contents) = documented["content"].as_object() else {
            assert_eq!(answer.body, "", "{asked}: what is answered is not described");
            return;
        };
        let content = contents.get(&answer.kind);
        let content = content.unwrap_or_else(|| panic!("{asked}: {} is not described", answer.kind));
        if answer.kind == "text/event-stream" {
            let told = json!({ "$ref": "#/components/schemas/ToldBody" });
            for event in answer.body.split("\n\n").filter(|event| event.contains("event: new")) {
                let fields: Map<String, Value> = event
                    .lines()
                    .filter_map(|line| line.split_once(": "))
                    .filter(|(name, _)| *name != "retry")
                    .map(|(name, value)| (name.to_owned(), value.into()))
                    .collect();
                let data = serde_json::from_str(fields["data"].as_str().unwrap()).unwrap();
                self.holds(&asked, &data, &told);
                self.holds(&asked, &fields.into(), &content["schema"]);
            }
        } else if answer.kind.ends_with("json") {
            let value: Value = serde_json::from_str(&answer.body).unwrap();
            self.holds(&asked, &value, &content["schema"]);
            self.meet(&value);
            // What a list is of stands in it, or in one of its fields.
            let lists = value.as_object().into_iter().flat_map(|fields| fields.values()).chain([&value]);
            let items = lists.filter_map(Value::as_array).flatten();
            let ids: Vec<String> = items.filter_map(|item| item["id"].as_str().map(str::to_owned)).collect();
            self.listed.entry(operation.path.clone()).or_default().extend(ids);
        }
    }

    fn holds(&self, asked: &str, value: &Value, schema: &Value) {
        self.fits(value, schema).unwrap_or_else(|error| panic!("{asked}: {error}"));
    }

    /// Whether a value is as a schema says, and has nothing that it does not say.
    fn fits(&self, value: &Value, schema: &Value) -> Result<(), String> {
        let schema = self.resolved(schema);
        if let Some(choices) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
            let found: Vec<Result<(), String>> =
                choices.iter().map(|choice| self.fits(value, choice)).collect();
            let is_one = found.iter().filter(|it| it.is_ok()).count() == 1;
            return if is_one { Ok(()) } else { Err(format!("{value} is not one of several: {found:?}")) };
        }
        let types = types(schema);
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let is_whole = kind == "integer" && types.contains(&"number");
        if !types.is_empty() && !types.contains(&kind) && !is_whole {
            return Err(format!("{value} is no {types:?}"));
        }
        if let Some(named) = schema["enum"].as_array().filter(|named| !named.contains(value)) {
            return Err(format!("{value} is none of {named:?}"));
        }
        if let (Some(least), Some(number)) = (schema["minimum"].as_f64(), value.as_f64())
            && number < least
        {
            return Err(format!("{value} is less than {least}"));
        }
        match value {
            Value::Array(items) => items.iter().try_for_each(|item| self.fits(item, &schema["items"])),
            Value::Object(fields) => self.fields_fit(fields, schema),
            _ => Ok(()),
        }
    }

    fn fields_fit(&self, fields: &Map<String, Value>, schema: &Value) -> Result<(), String> {
        for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            fields.get(required).ok_or_else(|| format!("{required} is missing in {fields:?}"))?;
        }
        let Some(properties) = schema["properties"].as_object() else { return Ok(()) };
        for (name, value) in fields {
            match properties.get(name) {
                Some(field) => self.fits(value, field).map_err(|error| format!("{name}: {error}"))?,
                None if schema["additionalProperties"].is_object() => {}
                None => return Err(format!("{name} is not described")),
            }
        }
        Ok(())
    }

    /// Remembers what stands in an answer.
    fn meet(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.meet(item)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    if let Value::String(text) = value {
                        let found = self.met.entry(name.clone()).or_default();
                        if found.len() < 50 {
                            found.insert(text.clone());
                        }
                    }
                    self.meet(value);
                }
            }
            _ => {}
        }
    }
}

fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// Asks over a socket; of a stream what comes until it is level.
fn call(address: &str, method: &str, target: &str, body: Option<&str>) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let body = body.map_or_else(String::new, |body| {
        format!("Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    });
    let end = if body.is_empty() { "\r\n" } else { "" };
    // HTTP/1.0: an answer comes in one piece.
    write!(stream, "{method} {target} HTTP/1.0\r\nHost: {address}\r\n{body}{end}").unwrap();
    let mut reader = BufReader::new(stream);
    let (mut line, mut status, mut kind) = (String::new(), String::new(), String::new());
    while reader.read_line(&mut line).unwrap() > 2 {
        if status.is_empty() {
            status = line.split(' ').nth(1).unwrap().to_owned();
        } else if let Some(value) = line.to_lowercase().strip_prefix("content-type:") {
            kind = value.split(';').next().unwrap().trim().to_owned();
        }
        line.clear();
    }
    let mut bytes = Vec::new();
    if kind == "text/event-stream" {
        while !String::from_utf8_lossy(&bytes).contains("event: ready") {
            if reader.read_until(b'\n', &mut bytes).unwrap() == 0 {
                break;
            }
        }
    } else {
        reader.read_to_end(&mut bytes).unwrap();
    }
    Answer { status, kind, body: String::from_utf8_lossy(&bytes).into_owned() }
}

#[test]
fn a_client_made_of_the_description_understands_every_answer() {
    let scratch = TempDir::new().unwrap();
    let (folder, log) = (scratch.path(), scratch.path().join("replay.log"));
    fs::create_dir_all(folder.join("config/topics")).unwrap();
    // More is asked within a minute than anybody needs.
    fs::write(folder.join("config/veille.toml"), "[web]\nlisten = \"127.0.0.1:0\"\napi_a_minute = 1000000\n")
        .unwrap();
    for file in fs::read_dir(root().join("config/topics")).unwrap() {
        let file = file.unwrap().path();
        fs::copy(&file, folder.join("config/topics").join(file.file_name().unwrap())).unwrap();
    }
    let seeds = root().join("seeds");
    let mut replay = Veille::new(folder, ["replay", seeds.to_str().unwrap(), "--serve"]).start(&log);
    let mut client = Client::of(address(&mut replay, &log));
    let operations = client.operations();
    assert!(operations.len() >= 28, "{} operations", operations.len());
    for operation in &operations {
        // What was added meanwhile is known by asking for the list again.
        let list = operation.path.split("/{").next().unwrap();
        let is_list = |it: &&Operation| operation.method == "DELETE" && it.method == "GET" && it.path == list;
        if let Some(list) = operations.iter().find(is_list) {
            client.ask_all(list);
        }
        client.ask_all(operation);
    }
    // Every operation did what it is for, once at least.
    for operation in &operations {
        let name = format!("{} {}", operation.method, operation.path);
        let statuses = &client.answered[&name];
        assert!(statuses.iter().any(|it| it.starts_with('2')), "{name}: {statuses:?}");
    }
    assert_eq!(replay.end_with("INT"), Some(0));
}
