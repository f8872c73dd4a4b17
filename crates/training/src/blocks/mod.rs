//! Trains the block classifier on the annotated pages in `$VEILLE_SHARED/data/extraction` and writes its weights into
//! `data/`.
//!
//! Every page is first judged by trees that never saw its publisher (five-fold cross-validation by domain), which gives
//! the second ensemble honest neighbours to learn from, and says where the annotation errs. With `--cross` the whole
//! cleaner is measured so: each page is cleaned with trees that never saw its publisher, and the table that `--example
//! quality` prints for the finished weights is printed for those; `--cross DIR` writes the articles to
//! `DIR/{news,articles,segments}-{page,text}.jsonl`, too. `--dry` leaves `data/` alone, `--only page` or `--only text`
//! trains one form.
//!
//! `cargo run --release --features training --example train_blocks -- [--cross [DIR]] [--dry] [--only FORM]`

mod boost;
mod held;
mod labels;
mod learn;
#[path = "../quality/score.rs"]
#[allow(dead_code)]
mod score;
#[path = "../quality/sets.rs"]
mod sets;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let place = |name: &str| arguments.iter().position(|it| it == name);
    let value =
        |name: &str| place(name).and_then(|at| arguments.get(at + 1)).filter(|it| !it.starts_with("--"));
    let shared = score::shared().ok_or("VEILLE_SHARED is not set: the annotated pages lie there")?;
    for form in ["page", "text"] {
        if value("--only").is_some_and(|only| only != form) {
            continue;
        }
        let flat = form == "text";
        let learnt = learn::learn(&learn::load(&shared, flat));
        if place("--cross").is_some() {
            held::measure(&shared, &learnt, flat, value("--cross").map(PathBuf::from).as_deref())?;
        }
        if place("--dry").is_none() {
            let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
            let all = learnt.of_all();
            fs::write(home.join(format!("blocks-{form}-1.txt")), all.first.write())?;
            fs::write(home.join(format!("blocks-{form}-2.txt")), all.second.write())?;
        }
    }
    Ok(())
}
