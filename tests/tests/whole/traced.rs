//! Traces: one an article from the request for its page until it is stored, by each service that did something, at an
//! OpenTelemetry collector.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

use std::collections::BTreeSet;
use std::path::Path;

use tempfile::TempDir;
use veille_tests::SpanKind::{self, Consumer, Producer};
use veille_tests::press::{Press, rss, wait_until};
use veille_tests::{Collector, Exported, NatsServer, Running, Veille};

const PAGES: [&str; 3] = ["/1", "/2", "/3"];
const STAGES: [&str; 4] = ["fetch", "clean", "classify", "store"];
const TEXT: &str = "<p>Les délégations de soixante-douze pays ont signé la Convention des Nations unies contre la \
    cybercriminalité, ouverte à la signature à Hanoï les 25 et 26 octobre 2025.</p><p>Le texte entrera en vigueur quand \
    quarante États l'auront ratifié, a rappelé la présidente de séance.</p>";

fn press(folder: &Path) -> Press {
    let page = |path: &str| {
        format!("<html><body><article><h1>La Convention signée {path}</h1>{TEXT}</article></body></html>")
    };
    let press = Press::open(move |path| match path {
        "/rss" => Some(rss(&PAGES)),
        "/robots.txt" => None,
        path => Some(page(path)),
    });
    press.configure(folder);
    press.sources(folder, &[("a", "/rss")]);
    press
}

/// The spans of one page, from the first to the last.
fn trace(collector: &Collector, url: &str) -> Vec<Exported> {
    let spans = collector.spans();
    let of_page =
        spans.into_iter().filter(|span| span.attributes.get("url.full").is_some_and(|it| it == url));
    let mut spans: Vec<Exported> = of_page.collect();
    spans.sort_by_key(|span| STAGES.iter().position(|stage| *stage == span.name));
    spans
}

/// That these stages, and they alone, told of each page in one trace of its own, each under the one before.
fn check(collector: &Collector, press: &Press, stages: &[&str], services: &[&str], kinds: &[SpanKind]) {
    let mut traces = BTreeSet::new();
    for path in PAGES {
        let spans = trace(collector, &press.url(path));
        let names: Vec<&str> = spans.iter().map(|span| span.name.as_str()).collect();
        assert_eq!(names, stages, "{path}: {spans:#?}");
        let by: Vec<&str> = spans.iter().map(|span| span.service.as_str()).collect();
        assert_eq!(by, services);
        assert_eq!(spans.iter().map(|span| span.kind).collect::<Vec<_>>(), kinds);
        let mut before: Option<&Exported> = None;
        for span in &spans {
            assert_eq!((span.trace.len(), span.id.len()), (32, 16));
            assert_eq!(span.trace, spans[0].trace, "{spans:#?}");
            assert_eq!(span.parent, before.map(|before| before.id.clone()).unwrap_or_default(), "{spans:#?}");
            assert!(span.began_ns <= span.ended_ns && span.began_ns > 0, "{span:#?}");
            assert!(before.is_none_or(|before| before.began_ns <= span.began_ns), "{spans:#?}");
            let said = |key: &str| span.attributes.get(key).map(String::as_str);
            assert_eq!(said("veille.outcome"), Some("forwarded"), "{span:#?}");
            assert_eq!(said("veille.stage"), Some(span.name.as_str()));
            assert_eq!(said("veille.source"), Some("a"));
            before = Some(span);
        }
        traces.insert(spans[0].trace.clone());
    }
    assert_eq!(traces.len(), PAGES.len(), "a trace an article");
}

fn stored(folder: &Path, store: &str) -> usize {
    let export = Veille::new(folder, ["export", "--store", store]).finish();
    if export.code == Some(0) { export.stdout.lines().count() } else { 0 }
}

#[test]
fn an_article_is_one_trace_across_services() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let server = NatsServer::start(folder);
    let (press, collector, url) = (press(folder), Collector::open(), server.url());
    let start = |arguments: &[&str]| -> Running {
        let veille = Veille::new(folder, [arguments, &["--nats", &url]].concat());
        // The environment says it as well as an argument.
        let veille = veille.env("OTEL_EXPORTER_OTLP_ENDPOINT", &collector.url());
        veille.start(&folder.join(format!("{}.log", arguments[0])))
    };
    let services = [start(&["clean"]), start(&["classify"]), start(&["store", "--store", "nats.db"])];
    let otlp = collector.url();
    Veille::new(folder, ["fetch", "--once", "--nats", &url, "--otlp", &otlp]).finish().ok();
    wait_until("all are stored", || stored(folder, "nats.db") == PAGES.len());
    // What waits for more is sent when a service ends.
    for service in services {
        service.end_with("TERM");
    }
    let by = STAGES.map(|stage| format!("veille-{stage}"));
    check(
        &collector,
        &press,
        &STAGES,
        &by.each_ref().map(String::as_str),
        &[Producer, Consumer, Consumer, Consumer],
    );
}

#[test]
fn a_service_that_exports_nothing_does_not_cut_a_trace_in_two() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let server = NatsServer::start(folder);
    let (press, collector, url) = (press(folder), Collector::open(), server.url());
    let otlp = collector.url();
    let start = |arguments: &[&str]| -> Running {
        let veille = Veille::new(folder, [arguments, &["--nats", &url]].concat());
        veille.start(&folder.join(format!("{}.log", arguments[0])))
    };
    let services = [
        start(&["clean", "--otlp", &otlp]),
        start(&["classify"]),
        start(&["store", "--store", "nats.db", "--otlp", &otlp]),
    ];
    Veille::new(folder, ["fetch", "--once", "--nats", &url, "--otlp", &otlp]).finish().ok();
    wait_until("all are stored", || stored(folder, "nats.db") == PAGES.len());
    for service in services {
        service.end_with("TERM");
    }
    let by = ["veille-fetch", "veille-clean", "veille-store"];
    check(&collector, &press, &["fetch", "clean", "store"], &by, &[Producer, Consumer, Consumer]);
}

#[test]
fn an_article_is_one_trace_in_one_process() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let (press, collector) = (press(folder), Collector::open());
    Veille::new(folder, ["run", "--once", "--otlp", &collector.url()]).finish().ok();
    check(&collector, &press, &STAGES, &["veille-run"; 4], &[SpanKind::Internal; 4]);
}

#[test]
fn who_we_are_and_which_traces_are_kept_the_environment_says() {
    let run = |variable, said| {
        let scratch = TempDir::new().unwrap();
        let folder = scratch.path();
        let (_press, collector) = (press(folder), Collector::open());
        let veille = Veille::new(folder, ["run", "--once", "--otlp", &collector.url()]);
        veille.env(variable, said).finish().ok();
        collector.spans()
    };
    assert_eq!(run("OTEL_TRACES_SAMPLER", "always_off"), []);
    let named = run("OTEL_SERVICE_NAME", "press-office");
    assert_eq!(named.len(), PAGES.len() * STAGES.len());
    assert!(named.iter().all(|span| span.service == "press-office"), "{named:#?}");
}

#[test]
fn a_collector_that_is_away_costs_spans_and_no_article_and_one_that_is_none_is_told() {
    let scratch = TempDir::new().unwrap();
    let folder = scratch.path();
    let _press = press(folder);
    let ran = Veille::new(folder, ["run", "--once", "--otlp", "http://127.0.0.1:1"]).finish().ok();
    assert!(ran.stderr.contains("spans were not taken"), "{}", ran.stderr);
    assert_eq!(stored(folder, "veille.db"), PAGES.len());
    let refused = Veille::new(folder, ["run", "--once", "--otlp", "127.0.0.1:4318"]).finish();
    assert_eq!(refused.code, Some(78), "{}", refused.stderr);
    assert!(refused.stderr.contains("http://127.0.0.1:4318"), "{}", refused.stderr);
}
