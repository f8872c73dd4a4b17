//! Trains the block classifier on the annotated pages in `$VEILLE_SHARED/data/extraction` and writes its weights into
//! `data/`.
//!
//! Every page is first judged by trees that never saw its publisher (cross-validation by host), which gives the second
//! ensemble honest neighbours to learn from, and with `--cross DIR` the texts so extracted are written to
//! `DIR/{news,articles,segments}-{page,text}.jsonl` for the scorer.
//!
//! `cargo run --release --features training --example train_blocks -- [--cross DIR] [--dry]`

mod boost;
mod labels;
mod score;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use boost::{Examples, Settings, train};
use flate2::read::GzDecoder;
use labels::Label;
use serde_json::{Value, json};
use veille_cleaner::training::{Ensemble, PageRows};
use veille_model::Capture;

const FOLDS: usize = 5;
const FIRST: Settings =
    Settings { trees: 100, depth: 5, rate: 0.09, leaf_min: 20.0, ridge: 5.0, columns: 0.3, rows: 0.7 };
const SECOND: Settings =
    Settings { trees: 140, depth: 5, rate: 0.07, leaf_min: 20.0, ridge: 5.0, columns: 0.3, rows: 0.7 };

struct Annotated {
    set: &'static str,
    id: String,
    fold: usize,
    gold: Value,
    read: PageRows,
    labels: Vec<Label>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let cross = arguments
        .iter()
        .position(|it| it == "--cross")
        .and_then(|at| arguments.get(at + 1))
        .map(PathBuf::from);
    let dry = arguments.iter().any(|it| it == "--dry");
    let only = arguments.iter().position(|it| it == "--only").and_then(|at| arguments.get(at + 1));
    let shared = std::env::var("VEILLE_SHARED")
        .map_err(|_| "VEILLE_SHARED is not set: the annotated pages lie there")?;
    let data = Path::new(&shared).join("data/extraction");
    for form in ["page", "text"] {
        if only.is_some_and(|only| only != form) {
            continue;
        }
        let pages = load(&data, form == "text")?;
        let (first, second) = learn(&pages, form, cross.as_deref(), dry)?;
        if !dry {
            let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
            fs::write(home.join(format!("blocks-{form}-1.txt")), first.write())?;
            fs::write(home.join(format!("blocks-{form}-2.txt")), second.write())?;
        }
    }
    Ok(())
}

fn load(data: &Path, flat: bool) -> Result<Vec<Annotated>, Box<dyn Error>> {
    let mut pages = Vec::new();
    for set in ["news", "articles", "segments"] {
        let file = BufReader::new(GzDecoder::new(File::open(data.join(format!("{set}.jsonl.gz")))?));
        for line in file.lines() {
            let page: Value = serde_json::from_str(&line?)?;
            let url = page["url"].as_str().map(str::to_owned);
            let html = page["html"].as_str().unwrap_or_default();
            let fold = fold(url.as_deref().unwrap_or_default());
            let read = PageRows::of(&Capture::page(url, Vec::new()), html, flat);
            let labels = labels::label(&page["gold"], &read.texts, &read.mass);
            let id = page["id"].as_str().unwrap_or_default().to_owned();
            pages.push(Annotated { set, id, fold, gold: page["gold"].clone(), read, labels });
        }
    }
    Ok(pages)
}

/// Pages of one publisher are never learnt from and judged by at once.
fn fold(url: &str) -> usize {
    let host = veille_model::host(url).unwrap_or_default();
    let labels: Vec<&str> = host.rsplit('.').take(3).collect();
    let domain = match labels.as_slice() {
        [_, second, third] if second.len() <= 3 => third,
        [_, second, ..] => second,
        _ => "",
    };
    domain.bytes().fold(7usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(usize::from(byte))) % FOLDS
}

fn learn(
    pages: &[Annotated],
    form: &str,
    cross: Option<&Path>,
    dry: bool,
) -> Result<(Ensemble, Ensemble), Box<dyn Error>> {
    let rows: Vec<&[Vec<f32>]> = pages.iter().map(|page| page.read.rows.as_slice()).collect();
    let mut likely: Vec<Vec<f32>> = vec![Vec::new(); pages.len()];
    for held in 0..FOLDS {
        let trees = fit(pages, &rows, &FIRST, Some(held));
        for (at, page) in pages.iter().enumerate().filter(|(_, page)| page.fold == held) {
            likely[at] = page.read.first_look(&trees);
        }
    }
    eprintln!("{form}: first look done");
    let second: Vec<Vec<Vec<f32>>> =
        pages.iter().zip(&likely).map(|(page, it)| page.read.second_rows(it)).collect();
    let rows_second: Vec<&[Vec<f32>]> = second.iter().map(Vec::as_slice).collect();
    if let Some(folder) = cross {
        let mut scores: Vec<Vec<f32>> = vec![Vec::new(); pages.len()];
        for held in 0..FOLDS {
            let trees = fit(pages, &rows_second, &SECOND, Some(held));
            for (at, _) in pages.iter().enumerate().filter(|(_, page)| page.fold == held) {
                scores[at] = scores_of(rows_second[at], &trees);
            }
        }
        report(form, pages, &scores);
        let texts: Vec<String> =
            pages.iter().zip(&scores).map(|(page, scores)| kept(page, scores, 0.0)).collect();
        write_texts(folder, form, pages, &texts)?;
        if dry {
            return Ok(Default::default());
        }
    }
    Ok((fit(pages, &rows, &FIRST, None), fit(pages, &rows_second, &SECOND, None)))
}

/// Scores by block; blocks that are not judged score zero and are never kept.
fn scores_of(rows: &[Vec<f32>], trees: &Ensemble) -> Vec<f32> {
    rows.iter().map(|row| if row.is_empty() { 0.0 } else { trees.score(row) }).collect()
}

fn fit(pages: &[Annotated], rows: &[&[Vec<f32>]], settings: &Settings, held: Option<usize>) -> Ensemble {
    let mut examples = Examples { rows: Vec::new(), labels: Vec::new(), weights: Vec::new() };
    for (page, rows) in pages.iter().zip(rows).filter(|(page, _)| Some(page.fold) != held) {
        for (at, row) in rows.iter().enumerate() {
            let label = page.labels[at];
            if label.weight > 0.0 && !page.read.hopeless[at] {
                examples.rows.push(row);
                examples.labels.push(if label.article { 1.0 } else { 0.0 });
                examples.weights.push(label.weight);
            }
        }
    }
    train(&examples, settings, 0x5eed + held.unwrap_or(FOLDS) as u64)
}

/// Prints the figures of the cross-validation at several thresholds.
fn report(form: &str, pages: &[Annotated], scores: &[Vec<f32>]) {
    for set in ["news", "articles", "segments"] {
        for threshold in [-0.4, 0.0, 0.4, 0.8] {
            let mut sums = score::Score::default();
            for (page, scores) in pages.iter().zip(scores).filter(|(page, _)| page.set == set) {
                sums.add(&page.gold, &kept(page, scores, threshold));
            }
            eprintln!("{form} {set:<8} {threshold:>4}  {}", sums.line());
        }
    }
}

fn kept(page: &Annotated, scores: &[f32], threshold: f32) -> String {
    let mut keep: Vec<bool> =
        (0..scores.len()).map(|at| !page.read.hopeless[at] && scores[at] > threshold).collect();
    if std::env::var("NOSETTLE").is_err() {
        page.read.settle(&mut keep);
    }
    let kept: Vec<&str> =
        page.read.texts.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(text, _)| text.as_str()).collect();
    kept.join("\n\n")
}

fn write_texts(
    folder: &Path,
    form: &str,
    pages: &[Annotated],
    texts: &[String],
) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    for set in ["news", "articles", "segments"] {
        let mut file = File::create(folder.join(format!("{set}-{form}.jsonl")))?;
        for (page, text) in pages.iter().zip(texts).filter(|(page, _)| page.set == set) {
            writeln!(file, "{}", json!({ "capture": page.id, "text": text }))?;
        }
    }
    Ok(())
}
