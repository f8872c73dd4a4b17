//! How long a page takes, whole path with metadata.
//!
//! With `VEILLE_SHARED` set the annotated news pages are measured, one pass over all of them an iteration; without it a
//! page made here, of the size of a news page (174 KB).
//!
//! Where the time goes (perf, news pages of 294 KB on average, 1.2-1.3 ms each): reading the markup into the arena a
//! quarter, of which names of classes 5 %; the trees a fifth; counting words and looking up phrases a fifth; metadata
//! and dates a fifth; JSON, UTF-8 and memory the rest. Scripts and styles, most of the bytes, cost next to nothing.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use flate2::read::GzDecoder;
use veille_cleaner::Cleaner;
use veille_model::Capture;

fn news() -> Option<Vec<Capture>> {
    let shared = std::env::var("VEILLE_SHARED").ok()?;
    let path = Path::new(&shared).join("data/extraction/news.jsonl.gz");
    let lines =
        BufReader::new(GzDecoder::new(File::open(path).expect("VEILLE_SHARED holds the data"))).lines();
    let read = |line: std::io::Result<String>| {
        serde_json::from_str(&line.expect("a line")).expect("a page is a capture in JSON")
    };
    Some(lines.map(read).collect())
}

/// A page with what real ones are made of: head, scripts, menus, an article, teasers, comments.
fn made() -> Capture {
    let mut html =
        String::from("<!doctype html><html lang=fr><head><title>La convention signée - Le Journal</title>");
    html.push_str("<meta property='og:title' content='La convention signée'><style>");
    html.push_str(&".a-very-long-class{margin:0;padding:0 1px}".repeat(600));
    html.push_str("</style><script>");
    html.push_str(&"var state=[1,2,3];if(a<b){push('</div>')}".repeat(1200));
    html.push_str("</script></head><body><nav class=menu><ul>");
    html.push_str(&"<li class='menu__item'><a href='/rubrique'>Une rubrique</a></li>".repeat(150));
    html.push_str("</ul></nav><article class=story><h1>La convention signée</h1><div class='story-body'>");
    let paragraph = "<p class='text'>Les délégués de <a href='/pays'>soixante pays</a> ont signé, à Hanoï, un texte que \
                     leurs gouvernements négociaient depuis cinq ans ; il entrera en vigueur après quarante \
                     ratifications.</p>";
    html.push_str(&paragraph.repeat(20));
    html.push_str("</div></article><aside class=related>");
    let teaser = "<div class='teaser card'><a href='/x'><img src=a.jpg alt=''><h3>Un autre titre</h3><p>Un résumé \
                  court.</p></a></div>";
    html.push_str(&teaser.repeat(150));
    html.push_str("</aside></body></html>");
    Capture { media_type: Some("text/html".to_owned()), ..Capture::page(None, html.into_bytes()) }
}

fn clean(c: &mut Criterion) {
    let cleaner = Cleaner::default();
    let (name, pages) = match news() {
        Some(pages) => ("news pages", pages),
        None => ("a made page", vec![made()]),
    };
    let bytes: usize = pages.iter().map(|page| page.body.len()).sum();
    let mut group = c.benchmark_group("clean");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function(format!("{name} ({})", pages.len()), |b| {
        b.iter(|| pages.iter().filter(|page| black_box(cleaner.clean(page)).is_ok()).count());
    });
    group.finish();
}

criterion_group!(benches, clean);
criterion_main!(benches);
