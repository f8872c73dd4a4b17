//! The API: it answers as its description says, goes on from page to page, and says what is wrong.

use std::collections::BTreeSet;

use serde_json::Value;
use tempfile::tempdir;
use veille_classifier::{Classifier, Topics};
use veille_model::Batch;
use veille_web::{Server, Watched};

use super::asking::{ask, ask_with, post, say, send};
use super::lists::several;
use super::samples::{Sample, commit, rich, searchable, server, store, watched};

/// Whether a value is as a schema says: types, what is required, what is in lists. Enough for a client to be made of it.
fn fits(value: &Value, schema: &Value, described: &Value) -> Result<(), String> {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return fits(value, &described["components"]["schemas"][name], described);
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        fits(value, part, described)?;
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fitting = choices.iter().filter(|choice| fits(value, choice, described).is_ok()).count();
        return if fitting == 1 { Ok(()) } else { Err(format!("{value} is none of {choices:?}")) };
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.contains(&kind(value)) {
        return Err(format!("{value} is no {types:?}"));
    }
    if !schema["const"].is_null() && schema["const"] != *value {
        return Err(format!("{value} is not {}", schema["const"]));
    }
    if let Value::Array(items) = value {
        items.iter().try_for_each(|item| fits(item, &schema["items"], described))?;
    }
    if let Value::Object(fields) = value {
        for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            fields.get(required).ok_or_else(|| format!("{required} is missing in {value}"))?;
        }
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            if let Some(value) = fields.get(name) {
                fits(value, field, described).map_err(|error| format!("{name}: {error}"))?;
            }
        }
    }
    Ok(())
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Asks, and holds the answer against the description.
async fn described(server: &Server, described: &Value, path: &str, address: &str) {
    let answer = ask(server, address).await;
    let documented = &described["paths"][path]["get"]["responses"][answer.status.to_string()];
    assert!(documented.is_object(), "{address}: {} is not described", answer.status);
    let kind = answer.header("content-type").split(';').next().unwrap();
    let schema = &documented["content"][kind]["schema"];
    assert!(schema.is_object(), "{address}: {kind} is not described");
    fits(&answer.json(), schema, described).unwrap_or_else(|error| panic!("{address}: {error}"));
}

#[tokio::test]
async fn what_an_address_does_not_take_is_refused_by_name() {
    let server = server(&store(&[Sample::new(1)]).await, watched()).await;
    for (path, name) in [
        ("/api/v1/articles?lang=fr", "lang"),
        ("/api/v1/articles?topic=hanoi-convention&until=2025-10-20", "until"),
        ("/api/v1/articles?cursor=x", "cursor"),
        ("/api/v1/sources?limit=3", "limit"),
        ("/today.csv?lang=vi", "lang=vi"),
        ("/today.atom?topics=x", "topics=x"),
        ("/stories.jsonl?outlet=x", "outlet=x"),
        ("/today.csv?sort=foo", "foo"),
    ] {
        let told = ask(&server, path).await;
        assert_eq!(told.status, 400, "{path}");
        let detail = told.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(name), "{path}: {detail}");
    }
    for path in [
        "/api/v1/articles?language=fr&sort=relevant&ui=fr",
        "/today.csv?language=fr&token=x",
        "/stories.csv?sort=largest",
        "/coverage.csv?by=hour&show=share",
        // What a newsletter puts behind addresses is nothing to a page.
        "/?utm_source=letter",
    ] {
        assert_eq!(ask(&server, path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn every_answer_is_as_described() {
    let (folder, store) = (tempdir().unwrap(), store(&several()).await);
    let outcomes = vec![Sample::new(2).set_aside()];
    store.commit(&Batch { articles: vec![rich()], outcomes, ..Batch::default() }).await.unwrap();
    let server = searchable(&store, watched(), folder.path()).await;
    let description = ask(&server, "/api/v1/openapi.json").await.ok().json();
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
    let id = rich().article.id;
    let paths: Vec<String> = description["paths"].as_object().unwrap().keys().cloned().collect();
    assert!(paths.len() >= 17, "{paths:?}");
    for path in &paths {
        for (method, operation) in description["paths"][path].as_object().unwrap() {
            let words = operation["summary"].as_str().or(operation["description"].as_str());
            assert!(words.is_some_and(|words| words.len() > 8), "{method} {path}: {words:?}");
        }
        // What is only written to is tried where it is written to.
        let is_bytes = path == "/api/v1/captures/{id}";
        if path.ends_with("/stream") || is_bytes || description["paths"][path]["get"].is_null() {
            continue;
        }
        let address = match path.as_str() {
            "/api/v1/topics/{id}" => "/api/v1/topics/ransomware".to_owned(),
            path => path.replace("{id}", id.as_str()),
        };
        for query in [
            "?q=convention",
            "",
            "?q=convention&language=fr&from=2025-10-01&limit=3",
            "?q=zanzibar+AND+convention",
            // What cannot be understood.
            "?day=yesterday&q=a",
            "?limit=0&q=a",
            "?q=hanoi+AND",
            "?language=french",
            "?stage=x",
            "?q=",
        ] {
            described(&server, &description, path, &format!("{address}{query}")).await;
        }
        if path.contains("{id}") {
            described(&server, &description, path, &path.replace("{id}", "nobody")).await;
        }
    }
}

#[tokio::test]
async fn a_place_in_another_order_is_refused_and_leads_nowhere_in_silence() {
    let (folder, store) = (tempdir().unwrap(), store(&several()).await);
    let server = searchable(&store, watched(), folder.path()).await;
    for (sort, other) in [("", "&sort=relevant"), ("&sort=relevant", "")] {
        for list in ["/api/v1/search?q=convention", "/api/v1/articles?q=convention", "/search?q=convention"] {
            let page = ask(&server, &format!("/api/v1/search?q=convention&limit=2{sort}")).await.ok().json();
            let after = page["next"].as_str().unwrap();
            ask(&server, &format!("{list}{sort}&after={after}")).await.ok();
            let refused = ask(&server, &format!("{list}{other}&after={after}")).await;
            assert_eq!(refused.status, 400, "{list} {sort}");
            if list.starts_with("/api/") {
                let detail = refused.json()["detail"].as_str().unwrap().to_owned();
                assert!(detail.contains("the same `sort`"), "{detail}");
            }
        }
    }
    // Places of lists and of searches are two kinds.
    let page = ask(&server, "/api/v1/articles?all=1&limit=2").await.ok().json();
    let after = page["next"].as_str().unwrap();
    assert_eq!(ask(&server, &format!("/api/v1/search?q=convention&after={after}")).await.status, 400);
}

#[tokio::test]
async fn pages_miss_and_repeat_nothing_while_articles_arrive() {
    let (folder, store) = (tempdir().unwrap(), store(&several()).await);
    let server = searchable(&store, watched(), folder.path()).await;
    for list in ["/api/v1/articles?all=1", "/api/v1/search?q=convention"] {
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let page = ask(&server, &format!("{list}&limit=7{after}")).await.ok().json();
            let ids =
                page["articles"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned());
            found.extend(ids);
            let mut newest = Sample::new(5_000 + found.len());
            newest.published = Some("2025-10-27T00:00:00+07:00");
            commit(&store, &[newest]).await;
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        let all: BTreeSet<&String> = found.iter().collect();
        assert_eq!(all.len(), found.len(), "{list} repeats");
        let known: BTreeSet<String> = several().iter().map(|sample| sample.id().to_string()).collect();
        assert!(known.iter().all(|id| all.contains(id)), "{list} misses");
    }
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let store = store(&several()).await;
    let server = server(&store, watched()).await;
    let first = ask(&server, "/api/v1/articles").await.ok();
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.len() > 10, "{tag}");
    let again = async |tag: &str| {
        ask_with(&server, "/api/v1/articles", &[("host", "127.0.0.1"), ("if-none-match", tag)]).await
    };
    let same = again(&tag).await;
    assert_eq!((same.status, same.body.as_str(), same.header("etag")), (304, "", tag.as_str()));
    assert_eq!(again(&format!("\"other\", W/{tag}")).await.status, 304);
    assert_eq!(again("\"other\"").await.status, 200);
    commit(&store, &[Sample::new(900)]).await;
    assert_eq!(again(&tag).await.status, 200);
}

#[tokio::test]
async fn problems_say_what_to_try() {
    let store = store(&several()).await;
    let server = server(&store, watched()).await;
    for (address, status, part) in [
        ("/api/v1/nothing", 404, "/api/v1/openapi.json"),
        ("/api/v1/articles/nobody", 404, "nobody is not stored"),
        ("/api/v1/articles?limit=5000", 400, "`limit`"),
        ("/api/v1/articles?after=x", 400, "`after`"),
        ("/api/v1/search", 400, "`q` is missing"),
        ("/api/v1/search?q=(a", 400, "never closed"),
        ("/api/v1/search?q=a", 404, "search.keep"),
        ("/api/v1/why", 400, "`q` is missing"),
        ("/api/v1/outcomes?stage=press", 400, "`stage`"),
        ("/api/v1/outcomes?after=x", 400, "`after`"),
        // What an address does not heed it refuses.
        ("/api/v1/coverage?q=hanoi", 400, "/api/v1/search"),
        ("/api/v1/coverage?dated=no", 400, "`dated`"),
        ("/api/v1/coverage?by=week", 400, "`by`"),
        ("/api/v1/stories?q=hanoi", 400, "/api/v1/search"),
        ("/api/v1/people?q=hanoi", 400, "/api/v1/search"),
        ("/api/v1/quotations?q=hanoi", 400, "/api/v1/search"),
        ("/api/v1/articles?zone=Asia/Atlantis", 400, "`zone`"),
        ("/api/v1/stream?originals=1", 400, "`originals`"),
        ("/api/v1/stream?triage=starred", 400, "`triage`"),
    ] {
        let problem = ask(&server, address).await;
        let kind = (problem.status, problem.header("content-type"));
        assert_eq!(kind, (status, "application/problem+json"), "{address}");
        let body = problem.json();
        assert_eq!(body["status"], status, "{address}");
        assert!(body["detail"].as_str().unwrap().contains(part), "{address}: {body}");
    }
    assert_eq!(ask(&server, "/api/v1/search?q=(a").await.json()["column"], 1);
}

#[tokio::test]
async fn an_article_can_be_cut_by_its_evidence_and_explained() {
    let store = store(&[Sample::new(1)]).await;
    let file =
        |name: &str, query: &str| (format!("{name}.toml"), format!("id = '{name}'\nquery = '''{query}'''\n"));
    let topics = [file("hanoi-convention", "\"convention de hanoi\""), file("rivers", "pays AND zanzibar")];
    let classifier = Some(Classifier::new(Topics::parse(&topics).unwrap()));
    let server = server(&store, Watched { classifier, ..watched() }).await;
    let address = format!("/api/v1/articles/{}", Sample::new(1).id());
    let article = ask(&server, &address).await.ok().json();
    let text: Vec<char> = article["text"].as_str().unwrap().chars().collect();
    let passages = ask(&server, &format!("{address}/evidence")).await.ok().json();
    assert_eq!(passages.as_array().unwrap().len(), 2);
    for passage in passages.as_array().unwrap() {
        let place = |name: &str| usize::try_from(passage[name].as_u64().unwrap()).unwrap();
        let cut: String = text[place("start")..place("end")].iter().collect();
        assert_eq!(cut, passage["exact"].as_str().unwrap());
        assert_eq!(passage["topics"][0]["topic"], "hanoi-convention");
    }
    let explained = ask(&server, &format!("{address}/explain")).await.ok().json();
    assert_eq!(explained["classification"]["topics"][0]["topic"], "hanoi-convention");
    assert_eq!(explained["classification"]["topics"][0]["matched"], true);
    assert_eq!(explained["classification"]["topics"][1]["lacked"][0]["clause"], "zanzibar");
    let revisions = ask(&server, &format!("{address}/revisions")).await.ok().json();
    assert_eq!(revisions[0]["current"], true);
    assert_eq!(revisions[0]["article"]["headline"], article["headline"]);
}

/// A schema of a model refers into itself.
fn fits_model(value: &Value, schema: &Value) -> Result<(), String> {
    let definitions = serde_json::json!({ "components": { "schemas": schema["$defs"] } });
    fits(value, schema, &definitions)
}

#[tokio::test]
async fn what_is_published_is_as_its_description_says() {
    let store = store(&[Sample::new(1)]).await;
    let server = server(&store, watched()).await;
    let description = ask(&server, "/api/v1/asyncapi.json").await.ok().json();
    assert_eq!(description["asyncapi"], "3.0.0");
    let payload = |message: &str| description["components"]["messages"][message]["payload"]["schema"].clone();
    // What is referred to is there.
    for channel in description["channels"].as_object().unwrap().values() {
        for message in channel["messages"].as_object().unwrap().keys() {
            assert!(payload(message).is_object(), "{message}");
        }
        let named = channel["servers"][0]["$ref"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        assert!(description["servers"][&named].is_object(), "{named}");
    }
    // An event of the stream, as it is heard.
    let mut reader = super::live::Reader::of(&server, "/api/v1/stream?after=0", None).await;
    let heard = reader.next().await.unwrap().data;
    assert_eq!(heard["article"]["headline"], "La signature, jour 1");
    fits(&heard, &payload("event"), &description).unwrap();
    // A delivery, as it is sent.
    let hooks = veille_web::Hooks::new(store.clone(), veille_web::Zone::default(), watched());
    hooks.add("https://there.example/hook", "", "a test").await.unwrap();
    commit(&store, &[Sample::new(2)]).await;
    let (mut sent, now) = (Vec::new(), chrono::Utc::now());
    hooks.fill().await.unwrap();
    while let Some(due) = hooks.due(now).await.unwrap().pop() {
        sent.push(serde_json::from_str::<Value>(&due.body).unwrap());
        hooks.settle(&due, &veille_web::HookOutcome::Answered(200), now).await.unwrap();
    }
    assert!(sent.iter().any(|body| body["data"]["article"].is_object()), "{sent:?}");
    for body in &sent {
        fits(body, &payload("delivery"), &description).unwrap_or_else(|error| panic!("{error}: {body}"));
    }
    // What goes over NATS is the model's JSON; its subjects are those that ARCHITECTURE.md lists.
    fits_model(&serde_json::to_value(Sample::new(1).tagged()).unwrap(), &payload("tagged-article")).unwrap();
    fits_model(&serde_json::to_value(Sample::new(1).set_aside()).unwrap(), &payload("outcome")).unwrap();
    let listed = include_str!("../../../../ARCHITECTURE.md").lines().filter_map(|line| {
        let subject = line.strip_prefix("| `veille.")?.split('`').next()?;
        subject.contains('<').then(|| format!("veille.{}", subject.replace('<', "{").replace('>', "}")))
    });
    let addresses: BTreeSet<String> = description["channels"]
        .as_object()
        .unwrap()
        .values()
        .map(|channel| channel["address"].as_str().unwrap().replace("{language}", "{lang}"))
        .collect();
    for subject in listed.filter(|subject| !subject.starts_with("veille.dead")) {
        assert!(addresses.contains(&subject), "{subject} is not among {addresses:?}");
    }
}

#[tokio::test]
async fn a_capture_is_given_out_byte_for_byte_and_never_as_a_page() {
    let store = store(&[]).await;
    let page = veille_model::Capture {
        media_type: Some("text/html; charset=utf-8".to_owned()),
        ..veille_model::Capture::page(
            Some("https://paper.example/a".to_owned()),
            b"<script>alert(1)</script>\xff".to_vec(),
        )
    };
    store
        .commit(&Batch { captures: vec![super::pages::packed(page.clone())], ..Batch::default() })
        .await
        .unwrap();
    let server = server(&store, watched()).await;
    let answer = ask(&server, &format!("/api/v1/captures/{}", page.id)).await.ok();
    assert_eq!(answer.body, String::from_utf8_lossy(&page.body));
    for (name, value) in [
        ("content-type", "application/octet-stream"),
        ("content-disposition", "attachment"),
        ("veille-media-type", "text/html; charset=utf-8"),
        ("veille-address", "https://paper.example/a"),
    ] {
        assert_eq!(answer.header(name), value);
    }
    let nothing = ask(&server, "/api/v1/captures/nothing").await;
    assert_eq!((nothing.status, nothing.header("content-type")), (404, "application/problem+json"));
}

#[test]
fn no_two_bodies_are_described_by_one_name() {
    let mut names = BTreeSet::new();
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for derived in text.split("ToSchema)]").skip(1) {
            let (_, named) = derived.split_once("struct ").or_else(|| derived.split_once("enum ")).unwrap();
            let name = named.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned();
            assert!(names.insert(name.clone()), "{name} is two bodies, and the description has one of them");
        }
    }
    assert!(names.len() > 40, "{names:?}");
}

#[tokio::test]
async fn by_relevance_older_goes_on_where_a_place_stood_that_is_gone() {
    let store = store(&several()).await;
    let server = server(&store, watched()).await;
    let list = "/api/v1/articles?sort=relevant&all=1&limit=10";
    let ids = |page: &Value| -> Vec<String> {
        page["articles"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
    };
    let first = ask(&server, list).await.ok().json();
    let next = first["next"].as_str().unwrap();
    let second = ids(&ask(&server, &format!("{list}&after={next}")).await.ok().json());
    assert!(second.iter().all(|id| !ids(&first).contains(id)));
    // The place itself is called not relevant: it stands in the list no more.
    let page = ask(&server, "/?each=1&all=1&sort=relevant").await.ok();
    let older = page.attributes("a[rel=next]", "href").remove(0);
    let form = page.attributes("input[name=form]", "value").remove(0);
    for last in [ids(&first).pop().unwrap(), page.attributes("article.item", "id").pop().unwrap()] {
        let id = last.trim_start_matches("i-");
        let fields = [("form", &*form), ("back", "/"), ("irrelevant", id)];
        assert_eq!(super::asking::send(&server, "/triage", &[], &fields).await.status, 303);
    }
    let again = ids(&ask(&server, &format!("{list}&after={next}")).await.ok().json());
    // The last of these was called so, too.
    assert_eq!(again[..9], second[..9]);
    let [before, after] =
        [page.texts("article.item h3"), ask(&server, &older).await.ok().texts("article.item h3")];
    assert!(after.iter().all(|headline| !before.contains(headline)) && !after.is_empty());
    // A place of the other order is none.
    assert_eq!(ask(&server, &format!("/api/v1/articles?all=1&after={next}")).await.status, 400);
}

#[tokio::test]
async fn outcomes_go_on_from_page_to_page() {
    let store = store(&several()).await;
    let server = server(&store, watched()).await;
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = ask(&server, &format!("/api/v1/outcomes?stage=clean&limit=25{after}")).await.ok().json();
        found.extend(page["outcomes"].as_array().unwrap().iter().map(|it| it["input"].to_string()));
        commit(&store, &[Sample::new(900 + found.len())]).await;
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    let all: BTreeSet<&String> = found.iter().collect();
    assert_eq!((found.len(), all.len()), (60, 60));
    let page = ask(&server, "/outcomes?outcome=forwarded").await.ok();
    let older = ask(&server, &page.attributes("a[rel=next]", "href")[0]).await.ok();
    assert!(!older.texts("time").is_empty());
    assert_eq!(older.attributes("a[rel=prev]", "href"), ["/outcomes?outcome=forwarded"]);
}

#[tokio::test]
async fn filters_that_the_index_does_not_know_are_heeded_by_searches_too() {
    let mut samples: Vec<Sample> = (1..=4).map(Sample::new).collect();
    samples[0].captured = "2025-11-02T08:00:00Z";
    samples[1].published = None;
    let (folder, store) = (tempdir().unwrap(), store(&samples).await);
    let server = searchable(&store, watched(), folder.path()).await;
    for (filter, expected) in [
        ("since=2025-11-01T00:00:00Z", 1),
        ("since=2025-10-01T00:00:00Z", 4),
        ("since=2025-12-01T00:00:00Z", 0),
        ("dated=no", 1),
        ("dated=yes", 3),
        ("dated=yes&since=2025-11-01T00:00:00Z", 1),
    ] {
        let api = ask(&server, &format!("/api/v1/search?q=convention&{filter}")).await.ok().json();
        assert_eq!(api["total"]["articles"], expected, "{filter}");
        let page = ask(&server, &format!("/search?q=convention&{filter}")).await.ok();
        assert_eq!(page.texts("article.item").len(), expected, "{filter}");
        assert!(!page.texts(".chips.set li").is_empty(), "{filter}");
        let list = ask(&server, &format!("/api/v1/articles?{filter}")).await.ok().json();
        assert_eq!(list["total"], expected, "{filter}");
    }
    let coverage = ask(&server, "/api/v1/coverage?since=2025-11-01T00:00:00Z").await.ok().json();
    let articles: u64 =
        coverage["slots"].as_array().unwrap().iter().map(|it| it["articles"].as_u64().unwrap()).sum();
    assert_eq!(articles, 1);
}

#[tokio::test]
async fn the_description_has_each_filter_where_it_is_heeded() {
    let server = server(&store(&[]).await, watched()).await;
    let described = ask(&server, "/api/v1/openapi.json").await.ok().json();
    let names = |path: &str| -> Vec<String> {
        let parameters = described["paths"][path]["get"]["parameters"].as_array().unwrap();
        parameters.iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect()
    };
    for path in ["articles", "search", "facets", "coverage", "stories", "people", "quotations", "stream"] {
        let names = names(&format!("/api/v1/{path}"));
        for filter in ["zone", "dated", "since", "origin"] {
            assert!(names.iter().any(|name| name == filter), "{path} {filter}");
        }
        let asks = matches!(path, "articles" | "search" | "facets" | "stream");
        assert_eq!(names.iter().any(|name| name == "q"), asks, "{path}");
    }
}

#[tokio::test]
async fn a_method_or_a_kind_that_is_not_taken_is_named() {
    let server = server(&store(&[Sample::new(1)]).await, watched()).await;
    let check = |answer: &super::asking::Answer, status: u16, said: &str, allowed: &str| {
        assert_eq!((answer.status, answer.header("allow")), (status, allowed), "{}", answer.body);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{said}");
        assert!(answer.body.contains(said), "{}", answer.body);
    };
    for method in ["PUT", "DELETE", "OPTIONS", "POST"] {
        let refused = say(&server, method, "/api/v1/articles", "", "").await;
        check(&refused, 405, &format!("does not take {method}: it takes GET, HEAD"), "GET, HEAD");
    }
    check(
        &send(&server, "/api/v1/articles", &[], &[("a", "b")]).await,
        405,
        "does not take POST",
        "GET, HEAD",
    );
    let plain = [("content-type", "text/plain")];
    check(&post(&server, "/api/mcp", &plain, "{}").await, 415, "application/json", "");
    check(&post(&server, "/api/v1/trace", &plain, "{}").await, 415, "application/json", "");
    check(&post(&server, "/api/v1/nothing", &plain, "{}").await, 404, "is not of this API", "GET,HEAD");
    // What another page sends stays a form that is none of ours.
    let foreign = [("content-type", "text/plain"), ("origin", "http://evil.example")];
    assert_eq!(post(&server, "/api/v1/trace", &foreign, "{}").await.status, 403);
}
