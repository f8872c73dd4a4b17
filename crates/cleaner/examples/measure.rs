//! CPU time of the cleaner on pages in JSON Lines, one core: what a benchmark on a busy machine cannot tell.
//!
//! `zcat news.jsonl.gz | cargo run --release --example measure -- 10` cleans them ten times.

use std::fs;
use std::io::{self, BufRead};

use veille_cleaner::Cleaner;
use veille_model::Capture;

/// CPU seconds of this process in user mode, from `/proc` (Linux, ticks of 10 ms).
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = |field: usize| after_name.split_whitespace().nth(field).and_then(|it| it.parse::<f64>().ok());
    ticks(11).unwrap_or(0.0) / 100.0
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rounds: usize = std::env::args().nth(1).map_or(Ok(5), |it| it.parse())?;
    let mut pages: Vec<Capture> = Vec::new();
    for line in io::stdin().lock().lines() {
        pages.push(serde_json::from_str(&line?)?);
    }
    let cleaner = Cleaner::default();
    let bytes: usize = pages.iter().map(|page| page.body.len()).sum();
    let start = cpu_seconds();
    let articles =
        (0..rounds).map(|_| pages.iter().filter(|page| cleaner.clean(page).is_ok()).count()).sum::<usize>();
    let each = (cpu_seconds() - start) / (rounds * pages.len()) as f64;
    let size = bytes as f64 / pages.len() as f64;
    eprintln!(
        "{} pages of {:.0} KB, {articles} articles: {:.3} ms a page, {:.0} MB/s",
        pages.len(),
        size / 1e3,
        each * 1e3,
        size / each / 1e6
    );
    Ok(())
}
