//! How long pages take, whole path with metadata: `cargo bench -p veille-cleaner`.
//!
//! Always measured: a page made here of the size of a news page, the same as flattened text, a page in Vietnamese, an
//! empty shell with its data. With `VEILLE_SHARED` set also the annotated sets, one pass over all pages an iteration. Where
//! the time goes is written at the head of `src/page/mod.rs`.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use flate2::read::GzDecoder;
use veille_cleaner::Cleaner;
use veille_model::Capture;

/// The pages of an annotated set.
fn set(shared: &str, name: &str) -> Vec<Capture> {
    let path = Path::new(shared).join("data/extraction").join(format!("{name}.jsonl.gz"));
    let lines =
        BufReader::new(GzDecoder::new(File::open(path).expect("VEILLE_SHARED holds the data"))).lines();
    let read = |line: std::io::Result<String>| {
        serde_json::from_str(&line.expect("a line")).expect("a page is a capture in JSON")
    };
    lines.map(read).collect()
}

fn capture(media_type: &str, body: String) -> Capture {
    Capture { media_type: Some(media_type.to_owned()), ..Capture::page(None, body.into_bytes()) }
}

const FRENCH: &str = "Les délégués de soixante pays ont signé, à Hanoï, un texte que leurs gouvernements négociaient \
                      depuis cinq ans ; il entrera en vigueur après quarante ratifications.";
const VIETNAMESE: &str = "Đại biểu của sáu mươi nước đã ký tại Hà Nội, ngày 25 tháng 10, một công ước mà các chính phủ \
                          đàm phán trong năm năm; công ước sẽ có hiệu lực sau bốn mươi lần phê chuẩn.";

/// Paragraphs of the same words, each in an order of its own: what repeats itself is no article.
fn paragraphs(sentence: &str) -> Vec<String> {
    let words: Vec<&str> = sentence.split(' ').collect();
    let ordered =
        |step: usize| (0..words.len()).map(|at| words[at * step % words.len()]).collect::<Vec<_>>().join(" ");
    (1..=20)
        .map(|step| format!("{} ({step} / 20, {} km, {} %).", ordered(step), step * 7, step * step))
        .collect()
}

/// A page with what real ones are made of: head, scripts, menus, an article, teasers, comments.
fn page(sentence: &str) -> Capture {
    let mut html =
        String::from("<!doctype html><html lang=fr><head><title>La convention signée - Le Journal</title>");
    html.push_str("<meta property='og:title' content='La convention signée'><style>");
    html.push_str(&".a-very-long-class{margin:0;padding:0 1px}".repeat(600));
    html.push_str("</style><script>");
    html.push_str(&"var state=[1,2,3];if(a<b){push('</div>')}".repeat(1200));
    html.push_str("</script></head><body><nav class=menu><ul>");
    html.push_str(&"<li class='menu__item'><a href='/rubrique'>Une rubrique</a></li>".repeat(150));
    html.push_str("</ul></nav><article class=story><h1>La convention signée</h1><div class='story-body'>");
    for paragraph in paragraphs(sentence) {
        html.push_str(&format!("<p class='text'><a href='/pays'>Hanoï</a> {paragraph}</p>"));
    }
    html.push_str("</div></article><aside class=related>");
    let teaser = "<div class='teaser card'><a href='/x'><img src=a.jpg alt=''><h3>Un autre titre</h3><p>Un résumé \
                  court.</p></a></div>";
    html.push_str(&teaser.repeat(150));
    html.push_str("</aside></body></html>");
    capture("text/html", html)
}

/// A line for each block, as a copied page has them.
fn text() -> Capture {
    let mut lines = "Une rubrique\n".repeat(150);
    lines.push_str("La convention signée\nPar Ana Lima\n25 octobre 2025\n");
    lines.push_str(&paragraphs(FRENCH).join("\n"));
    lines.push_str(&"\nUn autre titre\nUn résumé court.\n".repeat(150));
    capture("text/plain", lines)
}

/// A page that shows nothing until its script has run.
fn shell() -> Capture {
    let other =
        r#"{"id":17,"url":"https://example.org/b","title":"Un autre titre","flag":true},"#.repeat(1500);
    let paragraphs: String = paragraphs(FRENCH).iter().map(|text| format!("<p>{text}</p>")).collect();
    let data = format!(
        r#"{{"list":[{other}null],"article":{{"title":"La convention signée","body":"{paragraphs}"}}}}"#
    );
    capture(
        "text/html",
        format!(
            "<!doctype html><title>La convention signée</title><div id=app></div>\
             <script id=__NEXT_DATA__ type=application/json>{data}</script>"
        ),
    )
}

fn clean(c: &mut Criterion) {
    let mut groups = vec![
        ("a made page".to_owned(), vec![page(FRENCH)]),
        ("a made page in Vietnamese".to_owned(), vec![page(VIETNAMESE)]),
        ("a made text".to_owned(), vec![text()]),
        ("a made shell".to_owned(), vec![shell()]),
    ];
    if let Ok(shared) = std::env::var("VEILLE_SHARED") {
        for name in ["news", "articles"] {
            let pages = set(&shared, name);
            groups.push((format!("{name} ({})", pages.len()), pages));
        }
    }
    let cleaner = Cleaner::default();
    let mut group = c.benchmark_group("clean");
    for (name, pages) in groups {
        assert!(pages.iter().any(|page| cleaner.clean(page).is_ok()), "{name} holds an article");
        let bytes: usize = pages.iter().map(|page| page.body.len()).sum();
        group.sample_size(10);
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(name, |b| {
            b.iter(|| pages.iter().filter(|page| black_box(cleaner.clean(page)).is_ok()).count());
        });
    }
    group.finish();
}

criterion_group!(benches, clean);
criterion_main!(benches);
