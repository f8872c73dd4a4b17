//! Captures as JSON Lines on standard input, articles as JSON Lines on standard output: what a scorer reads.
//!
//! `zcat news.jsonl.gz | cargo run --release --example clean_lines > out.jsonl`

use std::io::{self, BufRead, Write};

use veille_cleaner::Cleaner;
use veille_model::Capture;

fn main() -> io::Result<()> {
    let cleaner = Cleaner::default();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let capture: Capture = serde_json::from_str(&line?)?;
        match cleaner.clean(&capture) {
            Ok(article) => {
                serde_json::to_writer(&mut out, &article)?;
                out.write_all(b"\n")?;
            }
            Err(why) => eprintln!("{}\t{}\t{why}", capture.id, why.code()),
        }
    }
    out.flush()
}
