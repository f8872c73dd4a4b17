//! Webhooks: what passes the filters waits in the store, signed, until it is taken; and where that is seen.

use chrono::{TimeDelta, Utc};
use veille_sink::{Paper, Papers};
use veille_web::{Accounts, Config, HookError, HookOutcome, Hooks, Role, Zone};

use super::asking::{ask, ask_with, send};
use super::samples::{Sample, commit, guarded, server, store, watched};

fn hooks(store: &veille_sink::Store) -> Hooks {
    Hooks::new(store.clone(), Zone::default(), watched())
}

#[tokio::test]
async fn what_passes_the_filters_is_sent_in_order_and_again_until_it_is_taken() {
    let store = store(&[Sample::new(1)]).await;
    let hooks = hooks(&store);
    let (endpoint, key) =
        hooks.add("https://example.org/hook", "?topic=hanoi-convention", "a test").await.unwrap();
    assert!(key.starts_with("whsec_") && endpoint.waiting == 1);
    let now = Utc::now();
    let greeting = hooks.due(now).await.unwrap().remove(0);
    assert!(greeting.body.contains("\"webhook.greeting\""));
    hooks.settle(&greeting, &HookOutcome::Answered(204), now).await.unwrap();
    assert!(hooks.due(now).await.unwrap().is_empty());
    // What was stored before is not told; what came since is, whatever was down meanwhile.
    commit(&store, &[Sample::new(2)]).await;
    commit(&store, &[Sample::new(3)]).await;
    let (other, _) = hooks.add("https://example.org/other", "topic=ransomware", "a test").await.unwrap();
    hooks.fill().await.unwrap();
    hooks.fill().await.unwrap();
    let waiting = |id: String| {
        let hooks = hooks.clone();
        async move { hooks.deliveries(&id).await.unwrap().iter().filter(|it| it.outcome.is_none()).count() }
    };
    assert_eq!((waiting(endpoint.id.clone()).await, waiting(other.id.clone()).await), (2, 1));
    let first = hooks.due(now).await.unwrap().into_iter().find(|due| due.endpoint.id == endpoint.id).unwrap();
    let told: serde_json::Value = serde_json::from_str(&first.body).unwrap();
    assert_eq!(
        (&told["type"], &told["data"]["article"]["id"]),
        (&"article.new".into(), &Sample::new(2).id().to_string().into())
    );
    let header = |name: &str| first.headers.iter().find(|(known, _)| *known == name).unwrap().1.clone();
    assert!(header("webhook-signature").starts_with("v1,") && header("webhook-id").starts_with("msg_"));
    assert_eq!(header("webhook-timestamp"), now.timestamp().to_string());
    // Not taken: the others wait behind it, and it comes again under the same id.
    hooks.settle(&first, &HookOutcome::Failed("connect: refused".to_owned()), now).await.unwrap();
    assert!(!hooks.due(now).await.unwrap().iter().any(|due| due.endpoint.id == endpoint.id));
    let later = now + TimeDelta::minutes(1);
    let again =
        hooks.due(later).await.unwrap().into_iter().find(|due| due.endpoint.id == endpoint.id).unwrap();
    assert_eq!(again.headers[1], first.headers[1]);
    hooks.settle(&again, &HookOutcome::Answered(200), later).await.unwrap();
    let second =
        hooks.due(later).await.unwrap().into_iter().find(|due| due.endpoint.id == endpoint.id).unwrap();
    assert!(second.body.contains(Sample::new(3).id().as_str()));
    // Five days without an answer: nothing more is sent, somebody is told, nothing is lost.
    let much_later = later + TimeDelta::days(6);
    hooks.settle(&second, &HookOutcome::Answered(500), later).await.unwrap();
    hooks.settle(&second, &HookOutcome::Answered(500), much_later).await.unwrap();
    let listed = hooks.list().await.unwrap();
    assert!(listed[0].disabled_at == Some(much_later) && listed[0].waiting == 1);
    assert!(!hooks.due(much_later).await.unwrap().iter().any(|due| due.endpoint.id == endpoint.id));
    hooks.again(&endpoint.id, None, "a test").await.unwrap();
    assert!(hooks.due(much_later).await.unwrap().iter().any(|due| due.endpoint.id == endpoint.id));
    let trail: Vec<String> =
        store.audit(0, 100).await.unwrap().iter().filter_map(|line| Some(line.deed()?.what)).collect();
    assert_eq!(trail, ["webhook-added", "webhook-added", "webhook-disabled", "webhook-sent-again"]);
    let said = format!("{:?}", store.audit(0, 100).await.unwrap());
    assert!(!said.contains(&key));
    hooks.remove(&endpoint.id, "a test").await.unwrap();
    assert!(matches!(hooks.deliveries(&endpoint.id).await, Err(HookError::NotThere(_))));
    assert_eq!(store.papers(Paper::Deliveries).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_endpoint_whose_queue_is_gone_or_unreadable_holds_up_no_other() {
    let store = store(&[]).await;
    let hooks = hooks(&store);
    let (gone, _) = hooks.add("https://example.org/gone", "", "a test").await.unwrap();
    let (torn, _) = hooks.add("https://example.org/torn", "", "a test").await.unwrap();
    let (whole, _) = hooks.add("https://example.org/whole", "", "a test").await.unwrap();
    let papers = Papers {
        gone: vec![(Paper::Deliveries, gone.id.clone())],
        put: vec![(Paper::Deliveries, torn.id.clone(), "{".to_owned())],
        ..Papers::default()
    };
    store.write_papers(&papers).await.unwrap();
    commit(&store, &[Sample::new(1)]).await;
    tokio::time::timeout(std::time::Duration::from_secs(60), hooks.fill()).await.unwrap().unwrap();
    let due = hooks.due(Utc::now()).await.unwrap();
    assert_eq!(due.iter().map(|due| &due.endpoint.id).collect::<Vec<_>>(), [&whole.id]);
    assert_eq!(hooks.deliveries(&whole.id).await.unwrap().len(), 2);
    // Nothing is written over what cannot be read.
    assert_eq!(store.paper(Paper::Deliveries, &torn.id).await.unwrap().as_deref(), Some("{"));
}

#[tokio::test]
async fn an_endpoint_that_was_disabled_while_changes_were_let_go_hears_of_the_gap() {
    let store = store(&[Sample::new(1)]).await;
    let hooks = hooks(&store);
    let (endpoint, _) = hooks.add("https://example.org/hook", "", "a test").await.unwrap();
    let now = Utc::now();
    let greeting = hooks.due(now).await.unwrap().remove(0);
    hooks.settle(&greeting, &HookOutcome::Answered(410), now).await.unwrap();
    commit(&store, &[Sample::new(2)]).await;
    assert_eq!(hooks.slowest().await.unwrap(), None, "it holds up no pruning");
    store.prune_changes(store.last_change().await.unwrap()).await.unwrap();
    commit(&store, &[Sample::new(3)]).await;
    hooks.again(&endpoint.id, None, "a test").await.unwrap();
    hooks.fill().await.unwrap();
    hooks.fill().await.unwrap();
    let waiting = hooks.deliveries(&endpoint.id).await.unwrap();
    let kinds: Vec<&str> =
        waiting.iter().filter(|it| it.outcome.is_none()).map(|it| it.kind.as_str()).collect();
    assert_eq!(kinds, ["article.new", "article.new", "webhook.gap", "webhook.greeting"]);
}

#[tokio::test]
async fn what_is_watched_now_is_what_deliveries_say_and_go_by() {
    let store = store(&[]).await;
    let hooks = hooks(&store);
    for filters in ["origin=Agence+Delta", "country=VN", "topic=hanoi-convention"] {
        let (added, _) = hooks.add("https://example.org/hook", filters, "a test").await.unwrap();
        assert_eq!(added.filters, filters);
    }
    let clone = hooks.clone();
    let mut changed = watched();
    changed.sources.insert(veille_model::SourceId::new("fleuve"), "Le Grand Fleuve".to_owned());
    changed.countries.insert(veille_model::SourceId::new("fleuve"), "VN".to_owned());
    hooks.watch(changed);
    commit(&store, &[Sample::new(1)]).await;
    clone.fill().await.unwrap();
    let now = Utc::now();
    for due in clone.due(now).await.unwrap() {
        clone.settle(&due, &HookOutcome::Answered(200), now).await.unwrap();
    }
    let sent = clone.due(now).await.unwrap();
    let mut filters: Vec<&str> = sent.iter().map(|due| due.endpoint.filters.as_str()).collect();
    filters.sort_unstable();
    assert_eq!(filters, ["country=VN", "topic=hanoi-convention"]);
    assert!(sent.iter().all(|due| due.body.contains("\"outlet\":\"Le Grand Fleuve\"")), "{sent:?}");
}

#[tokio::test]
async fn the_program_to_copy_takes_what_is_signed_and_nothing_else() {
    let store = store(&[]).await;
    let (endpoint, key) = hooks(&store).add("https://example.org/hook", "", "a test").await.unwrap();
    let due = hooks(&store).due(Utc::now()).await.unwrap().remove(0);
    assert_eq!(due.endpoint.id, endpoint.id);
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let program = include_str!("../../data/clients/receiver.txt")
        .replace("{key}", &key)
        .replace("8421", &port.to_string());
    let mut python = std::process::Command::new("python3")
        .args(["-c", &program])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let send = |body: &str| {
        use std::io::{Read, Write};
        let mut head = format!("POST /hook HTTP/1.0\r\ncontent-length: {}\r\n", body.len());
        due.headers.iter().for_each(|(name, value)| head += &format!("{name}: {value}\r\n"));
        let begun = std::time::Instant::now();
        let mut stream = loop {
            match std::net::TcpStream::connect(("127.0.0.1", port)) {
                Ok(stream) => break stream,
                Err(error) => assert!(begun.elapsed().as_secs() < 60, "{error}"),
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        };
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().to_owned()
    };
    let statuses = [send(&due.body), send(&due.body.replace("greeting", "gap"))];
    python.kill().unwrap();
    python.wait().unwrap();
    assert_eq!(statuses, ["204", "403"]);
}

#[tokio::test]
async fn the_page_of_streams_names_a_subject_where_one_is_the_same() {
    let store = store(&super::lists::several()).await;
    let server = server(&store, watched()).await;
    for (filter, expected) in [
        ("", Some("veille.tagged.*.*")),
        ("?topic=hanoi-convention&language=fr", Some("veille.topic.hanoi-convention.fr.*")),
        ("?country=VN", None),
        ("?q=hanoi", None),
        // `pt-BR` would be missing.
        ("?language=pt&all=1", None),
    ] {
        let page = ask(&server, &format!("/streams{filter}")).await.ok();
        let subject = page.texts(".listen h3 ~ p code").pop();
        assert_eq!(subject.as_deref(), expected, "{filter}");
        let programs = page.texts(".listen h3 ~ details summary");
        assert_eq!(programs.is_empty(), expected.is_none(), "{filter} {programs:?}");
    }
    let page = ask(&server, "/streams?originals=1&topic=ransomware").await.ok();
    assert_eq!(page.texts(".listen > p > code")[0], "/api/v1/stream?topic=ransomware");
    let said = page.texts(".listen > p.quiet");
    assert!(said.iter().any(|said| said.contains("originals only")), "{said:?}");
}

#[tokio::test]
async fn programs_to_copy_say_who_they_are_where_that_is_asked() {
    let store = store(&[Sample::new(1)]).await;
    let here = ask(&server(&store, watched()).await, "/streams").await.ok();
    assert!(!here.body.contains("TOKEN"));
    let accounts = Accounts::new(store.clone());
    accounts.add_user("rita", Role::Reader, Some("a long password"), "a test").await.unwrap();
    let server = guarded(&store, Config::default()).await;
    let cookie = super::access::log_in(&server, "rita").await;
    let page = ask_with(&server, "/streams", &[("host", "127.0.0.1:8420"), ("cookie", &cookie)]).await.ok();
    let programs = page.texts(".listen details pre");
    let asking: Vec<bool> = programs.iter().map(|program| program.contains("TOKEN")).collect();
    // The sample of an event and the programs over NATS apart.
    assert_eq!(asking.iter().filter(|asks| **asks).count(), 5, "{programs:?}");
    assert_eq!(page.attributes(".listen > p.quiet > a", "href"), ["/account"]);
}

#[tokio::test]
async fn what_cannot_be_sent_to_or_understood_is_refused() {
    let hooks = hooks(&store(&[]).await);
    for (url, filters) in [
        ("ftp://example.org/", ""),
        ("https://user:secret@example.org/", ""),
        ("nowhere", ""),
        ("https://example.org/", "language=french"),
        ("https://example.org/", "topic=nowhere"),
        ("https://example.org/", "q=a AND"),
        ("https://example.org/", "triage=starred"),
    ] {
        assert!(hooks.add(url, filters, "a test").await.is_err(), "{url} {filters}");
    }
    assert!(hooks.list().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_page_of_streams_adds_shows_and_removes_them_for_admins() {
    let store = store(&[Sample::new(1)]).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, "/streams").await.ok();
    let form = page.attributes("input[name=form]", "value").remove(0);
    let add = [("form", &*form), ("url", "https://example.org/<b>"), ("filters", "language=fr")];
    let added = send(&server, "/streams/hooks/add", &[], &add).await.ok();
    assert!(added.texts(".notice code")[0].starts_with("whsec_"));
    let refused = [("form", &*form), ("url", "nowhere"), ("filters", "")];
    let refused = send(&server, "/streams/hooks/add", &[], &refused).await;
    assert_eq!((refused.status, refused.texts(".fault").len()), (422, 1));
    let id = hooks(&store).list().await.unwrap()[0].id.clone();
    let page = ask(&server, &format!("/streams/hooks/{id}")).await.ok();
    assert_eq!(
        (page.texts("tbody th code")[0].as_str(), page.texts("tbody form").len()),
        ("webhook.greeting", 0)
    );
    let due = hooks(&store).due(Utc::now()).await.unwrap().remove(0);
    hooks(&store).settle(&due, &HookOutcome::Failed("dns: <b>".to_owned()), Utc::now()).await.unwrap();
    let page = ask(&server, &format!("/streams/hooks/{id}")).await.ok();
    assert_eq!(page.texts("tbody strong.bad"), ["dns: <b>"]);
    let delivery = page.attributes("input[name=delivery]", "value").remove(0);
    let again = [("form", &*form), ("id", &*id), ("delivery", &*delivery)];
    let again = send(&server, "/streams/hooks/again", &[], &again).await;
    assert_eq!((again.status, again.header("location")), (303, &*format!("/streams/hooks/{id}")));
    assert_eq!(hooks(&store).due(Utc::now()).await.unwrap().len(), 1);
    assert_eq!(
        send(&server, "/streams/hooks/remove", &[], &[("form", &form), ("id", &id)]).await.status,
        303
    );
    assert_eq!(ask(&server, &format!("/streams/hooks/{id}")).await.status, 404);

    let accounts = Accounts::new(store.clone());
    for (name, role) in [("edda", Role::Editor), ("ada", Role::Admin)] {
        accounts.add_user(name, role, Some("a long password"), "a test").await.unwrap();
    }
    let server = guarded(&store, Config::default()).await;
    for (name, status) in [("edda", 403), ("ada", 200)] {
        let cookie = super::access::log_in(&server, name).await;
        let page =
            ask_with(&server, "/streams", &[("host", "127.0.0.1:8420"), ("cookie", &cookie)]).await.ok();
        assert_eq!(page.texts("#hooks").len(), usize::from(name == "ada"));
        let account =
            ask_with(&server, "/account", &[("host", "127.0.0.1:8420"), ("cookie", &cookie)]).await.ok();
        let form = account.attributes("input[name=form]", "value").remove(0);
        let add = [("form", &*form), ("url", "https://example.org/"), ("filters", "")];
        assert_eq!(
            send(&server, "/streams/hooks/add", &[("cookie", &cookie)], &add).await.status,
            status,
            "{name}"
        );
    }
}
