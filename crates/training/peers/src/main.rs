//! The cleaner beside other extractors: time of the processor for the full result with metadata, on the same pages in the same run.
//!
//! `zcat news.jsonl.gz | cargo run --release -- ROUNDS [FOLDER]`; see README.md.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufWriter, Write};
use std::path::Path;

use cpu_time::ThreadTime;
use serde_json::{Value, json};
use veille_cleaner::Cleaner;
use veille_model::Capture;

struct Page {
    id: Value,
    url: Option<String>,
    html: String,
    capture: Capture,
}

/// What an extractor found; only finding it is timed.
enum Found {
    Veille(veille_model::Article),
    Trafilatura(trafilatura::ExtractResult),
    Libreadability(libreadability::Article),
    DomSmoothie(dom_smoothie::Article),
}

type Extract = Box<dyn Fn(&Page) -> Option<Found>>;

fn peers() -> [(&'static str, Extract); 4] {
    let cleaner = Cleaner::default();
    [
        ("veille", Box::new(move |page| cleaner.clean(&page.capture).ok().map(Found::Veille))),
        ("trafilatura", Box::new(trafilatura)),
        ("libreadability", Box::new(libreadability)),
        ("dom_smoothie", Box::new(dom_smoothie)),
    ]
}

fn trafilatura(page: &Page) -> Option<Found> {
    let mut options = trafilatura::Options::default().with_fallback(true);
    options.original_url = page.url.as_deref().and_then(|url| url.parse().ok());
    trafilatura::extract(&page.html, &options).ok().map(Found::Trafilatura)
}

fn libreadability(page: &Page) -> Option<Found> {
    libreadability::extract(&page.html, page.url.as_deref()).ok().map(Found::Libreadability)
}

fn dom_smoothie(page: &Page) -> Option<Found> {
    let config = dom_smoothie::Config { text_mode: dom_smoothie::TextMode::Formatted, ..Default::default() };
    let url = page.url.as_deref();
    let mut readability = dom_smoothie::Readability::new(page.html.as_str(), url, Some(config)).ok()?;
    readability.parse().ok().map(Found::DomSmoothie)
}

impl Found {
    /// As `score.py` reads it.
    fn json(&self) -> Value {
        match self {
            Self::Veille(it) => json!({
                "text": it.text, "headline": it.headline, "byline": it.byline, "published_at": it.published_at,
            }),
            Self::Trafilatura(it) => json!({
                "text": it.content_text, "headline": it.metadata.title, "byline": it.metadata.author,
                "published_at": it.metadata.date.map(|day| day.to_string()),
            }),
            Self::Libreadability(it) => json!({
                "text": it.text_content, "headline": it.title, "byline": it.byline,
                "published_at": it.published_time,
            }),
            Self::DomSmoothie(it) => json!({
                "text": it.text_content.to_string(), "headline": it.title, "byline": it.byline,
                "published_at": it.published_time,
            }),
        }
    }
}

fn read_pages() -> Result<Vec<Page>, Box<dyn Error>> {
    let mut pages = Vec::new();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let page: Value = serde_json::from_str(&line)?;
        pages.push(Page {
            id: page["id"].clone(),
            url: page["url"].as_str().map(str::to_owned),
            html: page["html"].as_str().unwrap_or_default().to_owned(),
            capture: serde_json::from_str(&line)?,
        });
    }
    Ok(pages)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let rounds: usize = arguments.next().map_or(Ok(3), |it| it.parse())?;
    let folder = arguments.next();
    if let Some(folder) = &folder {
        std::fs::create_dir_all(folder)?;
    }
    let pages = read_pages()?;
    let peers = peers();
    let mut seconds = vec![vec![f64::MAX; pages.len()]; peers.len()];
    for _ in 0..rounds {
        for ((_, extract), seconds) in peers.iter().zip(&mut seconds) {
            for (page, best) in pages.iter().zip(seconds) {
                let start = ThreadTime::now();
                std::hint::black_box(extract(page));
                // Each page's best time of all rounds: pages are short enough to be left
                // in peace now and then.
                *best = best.min(start.elapsed().as_secs_f64());
            }
        }
    }
    let bytes: usize = pages.iter().map(|page| page.html.len()).sum();
    let mut out = io::stdout().lock();
    let own: f64 = seconds[0].iter().sum();
    writeln!(out, "{} pages of {} KB", pages.len(), bytes / pages.len().max(1) / 1000)?;
    for ((name, extract), seconds) in peers.iter().zip(&seconds) {
        let all: f64 = seconds.iter().sum();
        let slowest = seconds.iter().copied().fold(0.0, f64::max);
        writeln!(
            out,
            "{:<15} {:7.3} ms a page {:6.1} MB/s  {:5.1} times ours  slowest page {:8.1} ms",
            name,
            all * 1e3 / pages.len() as f64,
            bytes as f64 / all / 1e6,
            all / own,
            slowest * 1e3
        )?;
        if let Some(folder) = &folder {
            let file = Path::new(folder).join(name).with_extension("jsonl");
            write_results(extract, &pages, &file)?;
        }
    }
    Ok(())
}

fn write_results(extract: &Extract, pages: &[Page], path: &Path) -> Result<(), Box<dyn Error>> {
    let mut file = BufWriter::new(File::create(path)?);
    for page in pages {
        let mut result = extract(page).map_or_else(|| json!({}), |found| found.json());
        result["capture"] = page.id.clone();
        writeln!(file, "{result}")?;
    }
    Ok(())
}
