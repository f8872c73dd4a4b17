//! From annotated pages to two ensembles, and to five pairs of them that each leave out a fifth of the publishers.

use std::path::Path;

use serde_json::Value;
use veille_cleaner::training::{Ensemble, PageRows};
use veille_model::Capture;

use crate::boost::{Examples, Settings, train};
use crate::labels::{self, Label};
use crate::score;

/// Parts that the publishers are cut into.
pub const FOLDS: usize = 5;
const FIRST: Settings =
    Settings { trees: 100, depth: 5, rate: 0.09, leaf_min: 20.0, ridge: 5.0, columns: 0.3, rows: 0.7 };
const SECOND: Settings =
    Settings { trees: 140, depth: 5, rate: 0.07, leaf_min: 20.0, ridge: 5.0, columns: 0.3, rows: 0.7 };

/// Up to which agreement with the trees a label counts only so much.
const DOUBTS: [(f32, f32); 3] = [(-2.0, 0.03), (-1.0, 0.3), (-0.4, 0.7)];

/// An annotated page as the classifier sees it.
pub struct Annotated {
    fold: usize,
    read: PageRows,
    labels: Vec<Label>,
}

/// Both ensembles.
pub struct Trees {
    pub first: Ensemble,
    pub second: Ensemble,
}

/// One pair of ensembles for each part left out; the last is learnt from all.
pub struct Learnt(Vec<Trees>);

impl Learnt {
    /// Trees that never saw this part of the publishers.
    pub fn without(&self, held: usize) -> &Trees {
        &self.0[held]
    }

    /// Trees that saw them all.
    pub fn of_all(&self) -> &Trees {
        &self.0[FOLDS]
    }
}

/// Reads every annotated page.
pub fn load(shared: &Path, flat: bool) -> Vec<Annotated> {
    let sets = ["news", "articles", "segments"];
    sets.into_iter().flat_map(|set| score::pages(shared, set)).map(|page| annotated(&page, flat)).collect()
}

fn annotated(page: &Value, flat: bool) -> Annotated {
    let url = page["url"].as_str().map(str::to_owned);
    let fold = fold(url.as_deref().unwrap_or_default());
    let html = page["html"].as_str().unwrap_or_default();
    let read = PageRows::of(&Capture::page(url, Vec::new()), html, flat);
    let labels = labels::label(&page["gold"], &read.texts, &read.mass);
    Annotated { fold, read, labels }
}

/// Pages of one publisher are never learnt from and judged by at once.
pub fn fold(url: &str) -> usize {
    let host = veille_model::host(url).unwrap_or_default();
    let labels: Vec<&str> = host.rsplit('.').take(3).collect();
    let domain = match labels.as_slice() {
        [_, second, third] if second.len() <= 3 => third,
        [_, second, ..] => second,
        _ => "",
    };
    domain.bytes().fold(7usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(usize::from(byte))) % FOLDS
}

/// Learns both ensembles, each with every part left out once and with none.
pub fn learn(pages: &[Annotated]) -> Learnt {
    let rows: Vec<&[Vec<f32>]> = pages.iter().map(|page| page.read.rows.as_slice()).collect();
    let mut doubts: Vec<Vec<f32>> = pages.iter().map(|page| vec![1.0; page.labels.len()]).collect();
    let naive: Vec<Ensemble> = (0..FOLDS).map(|held| fit(pages, &rows, &doubts, &FIRST, held)).collect();
    for (page, doubts) in pages.iter().zip(&mut doubts) {
        doubt(page, &naive[page.fold], doubts);
    }
    let firsts: Vec<Ensemble> = (0..=FOLDS).map(|held| fit(pages, &rows, &doubts, &FIRST, held)).collect();
    let second: Vec<Vec<Vec<f32>>> =
        pages.iter().map(|page| page.read.second_rows(&page.read.first_look(&firsts[page.fold]))).collect();
    let rows: Vec<&[Vec<f32>]> = second.iter().map(Vec::as_slice).collect();
    let pairs = firsts.into_iter().enumerate();
    Learnt(
        pairs
            .map(|(held, first)| Trees { first, second: fit(pages, &rows, &doubts, &SECOND, held) })
            .collect(),
    )
}

/// Annotations err: some stop in the middle of the page, some leave out a list that others keep. Labels that trees which
/// never saw the publisher contradict firmly count little (body F1 of articles .936 without this, .942 with it).
fn doubt(page: &Annotated, trees: &Ensemble, doubts: &mut [f32]) {
    for ((row, label), doubt) in page.read.rows.iter().zip(&page.labels).zip(doubts) {
        if row.is_empty() {
            continue;
        }
        let agreement = trees.score(row) * if label.article { 1.0 } else { -1.0 };
        *doubt = DOUBTS.iter().find(|(least, _)| agreement < *least).map_or(1.0, |(_, weight)| *weight);
    }
}

fn fit(
    pages: &[Annotated],
    rows: &[&[Vec<f32>]],
    doubts: &[Vec<f32>],
    settings: &Settings,
    held: usize,
) -> Ensemble {
    let mut examples = Examples { rows: Vec::new(), labels: Vec::new(), weights: Vec::new() };
    for ((page, rows), doubts) in
        pages.iter().zip(rows).zip(doubts).filter(|((page, _), _)| page.fold != held)
    {
        for (at, row) in rows.iter().enumerate() {
            let label = page.labels[at];
            if label.weight > 0.0 && !page.read.hopeless[at] {
                examples.rows.push(row);
                examples.labels.push(if label.article { 1.0 } else { 0.0 });
                examples.weights.push(label.weight * doubts[at]);
            }
        }
    }
    train(&examples, settings, 0x5eed + held as u64)
}
