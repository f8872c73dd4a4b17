//! Matches standing queries against articles, and says what it cost:
//! `match_articles QUERIES.tsv ARTICLES.jsonl [--print]`.
//!
//! Queries are lines of `id<TAB>query`; articles are JSON Lines with `id`, `language`, `headline`, `text`.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)] // a program for the command line

use std::io::{BufWriter, Write as _};
use std::time::{Duration, Instant};

use veille_query::Matcher;
use veille_text::{Document, Parts};

#[derive(serde::Deserialize)]
struct Article {
    id: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    headline: String,
    text: String,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [queries, articles, rest @ ..] = arguments.as_slice() else {
        eprintln!("usage: match_articles QUERIES.tsv ARTICLES.jsonl [--print]");
        return;
    };
    let print = rest.iter().any(|argument| argument == "--print");
    let queries = std::fs::read_to_string(queries).unwrap();
    let articles: Vec<Article> = std::fs::read_to_string(articles)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let before = cpu();
    let mut builder = Matcher::builder();
    for line in queries.lines() {
        let (id, query) = line.split_once('\t').unwrap();
        if let Err(error) = builder.add(id, query) {
            eprintln!("{id}: {error}");
        }
    }
    let matcher = builder.build();
    drop(queries);
    eprintln!(
        "loading {} queries: {:.3} CPU s, {} so far",
        matcher.len(),
        (cpu() - before).as_secs_f64(),
        memory()
    );

    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut scratch = matcher.scratch();
    let mut times = Vec::with_capacity(articles.len());
    let (mut matches, mut passages, mut bytes) = (0, 0, 0);
    let before = cpu();
    for article in &articles {
        let start = Instant::now();
        let document = Document::of(&Parts {
            headline: &article.headline,
            text: &article.text,
            language: &article.language,
            ..Parts::default()
        });
        let found = matcher.matches(&document, &mut scratch);
        matches += found.len();
        for found in found.iter() {
            for passage in found.passages() {
                passages += 1;
                bytes += passage.exact.len() + passage.clause.len();
                if print {
                    let (id, start, end) = (&article.id, passage.start, passage.end);
                    writeln!(
                        out,
                        "{id}\t{}\t{:?}\t{start}\t{end}\t{}\t{}",
                        found.id(),
                        passage.field,
                        passage.exact,
                        passage.clause
                    )
                    .unwrap();
                }
            }
        }
        times.push(start.elapsed());
    }
    let spent = cpu() - before;
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    eprintln!(
        "{} articles in {:.3} CPU s: {:.0} a CPU second; {matches} matches, {passages} passages ({bytes} bytes)",
        times.len(),
        spent.as_secs_f64(),
        times.len() as f64 / spent.as_secs_f64(),
    );
    eprintln!(
        "an article: p50 {:.3} ms, p99 {:.3} ms, most {:.3} ms; {}",
        at(0.5),
        at(0.99),
        at(1.0),
        memory()
    );
}

/// The CPU time of this thread, from Linux's scheduler.
fn cpu() -> Duration {
    let statistics = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    Duration::from_nanos(statistics.split(' ').next().and_then(|spent| spent.parse().ok()).unwrap_or(0))
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    format!("peak memory {}", line.unwrap_or("unknown").trim())
}
