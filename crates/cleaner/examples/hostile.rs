//! How long pages take that were made to take long: `cargo run --release --example hostile [-- WORDS]`, where only inputs with
//! these words in their name are read.
//!
//! No page of 2 MB may take more than 20 ms. A timing is no test, so this prints a table and leaves the judgement to its reader;
//! `tests/cleaning/hostile.rs` reads the same inputs for what must hold.

use std::io::{self, Write};

use cpu_time::ThreadTime;
use veille_cleaner::Cleaner;
use veille_model::Capture;

#[path = "../tests/cleaning/inputs/mod.rs"]
mod inputs;

/// The quickest of several runs is the least disturbed by what else runs on the machine.
const RUNS: usize = 5;

fn main() -> io::Result<()> {
    let wanted = std::env::args().skip(1).collect::<Vec<_>>().join(" ");
    let mut out = io::stdout().lock();
    let cleaner = Cleaner::default();
    for input in inputs::all().into_iter().filter(|input| input.name.contains(&wanted)) {
        let capture =
            Capture { media_type: Some(input.media_type.to_owned()), ..Capture::page(None, input.body) };
        let mut best = f64::MAX;
        let mut answer = "";
        for _ in 0..RUNS {
            let start = ThreadTime::now();
            let cleaned = cleaner.clean(&capture);
            best = best.min(start.elapsed().as_secs_f64());
            answer = cleaned.map_or_else(|why| why.code(), |_| "an article");
        }
        let bytes = capture.body.len() as f64;
        let lost = if input.has_article && answer != "an article" { ", though one stands there" } else { "" };
        writeln!(
            out,
            "{:8.2} ms {:8.0} MB/s  {:<45} {answer}{lost}",
            best * 1e3,
            bytes / best / 1e6,
            input.name
        )?;
    }
    Ok(())
}
