//! How long the cleaner takes for pages in JSON Lines, one core.
//!
//! `zcat news.jsonl.gz | cargo run --release --example measure -- 10` cleans them ten times. Time of the processor alone
//! counts, and of each page's rounds the quickest: the one that the least came in between.

use std::io::{self, BufRead};

use cpu_time::ThreadTime;
use veille_cleaner::Cleaner;
use veille_model::Capture;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rounds: usize = std::env::args().nth(1).map_or(Ok(5), |it| it.parse())?;
    let mut pages: Vec<Capture> = Vec::new();
    for line in io::stdin().lock().lines() {
        pages.push(serde_json::from_str(&line?)?);
    }
    let cleaner = Cleaner::default();
    let bytes: usize = pages.iter().map(|page| page.body.len()).sum();
    // Each page's best time: pages are short enough to be left in peace now and then.
    let mut best = vec![f64::MAX; pages.len()];
    let mut articles = 0;
    for _ in 0..rounds {
        for (page, best) in pages.iter().zip(&mut best) {
            let start = ThreadTime::now();
            articles += usize::from(cleaner.clean(page).is_ok());
            *best = best.min(start.elapsed().as_secs_f64());
        }
    }
    let each = best.iter().sum::<f64>() / pages.len() as f64;
    let size = bytes as f64 / pages.len() as f64;
    eprintln!(
        "{} pages of {:.0} KB, {} articles: {:.3} ms a page, {:.0} MB/s",
        pages.len(),
        size / 1e3,
        articles / rounds,
        each * 1e3,
        size / each / 1e6
    );
    Ok(())
}
