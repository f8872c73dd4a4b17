//! Pages as JSON Lines in, the same with their text as a reader's "select all, copy" gives it out: `body` instead of
//! `html`, media type `text/plain`.
//!
//! `zcat news.jsonl.gz | cargo run --release -p veille-training -- flatten > flat.jsonl`

use std::io::{self, BufRead, Write};

use serde_json::{Value, json};
use veille_cleaner::training::flatten;

pub fn run() -> anyhow::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let page: Value = serde_json::from_str(&line?)?;
        let html = page["html"].as_str().unwrap_or_default();
        let flat = json!({ "id": page["id"], "media_type": "text/plain", "body": flatten(html) });
        serde_json::to_writer(&mut out, &flat)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}
