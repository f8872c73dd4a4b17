//! From annotated pages to two ensembles, and to five pairs of them that each leave out a fifth of the publishers.

use std::ops::Range;

use serde_json::Value;
use veille_cleaner::Cleaner;
use veille_cleaner::training::SurveyedBlock;
use veille_model::Capture;

use super::boost::{Examples, Settings, train};
use super::corpus::Corpus;
use super::ensemble::{About, Ensemble};
use super::labels::{self, Label};
use crate::quality::sets::Form;

/// What the committed weights were drawn from.
pub const SEED: u64 = 0x5eed;
/// Parts that the publishers are cut into.
pub const FOLDS: usize = 5;
const FIRST: Settings =
    Settings { trees: 100, depth: 5, rate: 0.09, leaf_min: 20.0, ridge: 5.0, columns: 0.3, rows: 0.7 };
const SECOND: Settings =
    Settings { trees: 140, depth: 5, rate: 0.07, leaf_min: 20.0, ridge: 5.0, columns: 0.3, rows: 0.7 };

/// From which score on trees are believed where the annotation says nothing, and how much of a label's weight that has.
const SURE: f32 = 1.5;
const BELIEF: f32 = 0.4;
/// Up to which agreement with the trees a label counts only so much.
const DOUBTS: [(f32, f32); 3] = [(-2.0, 0.03), (-1.0, 0.3), (-0.4, 0.7)];

/// An annotated page, the numbers of its blocks at first look, and what they are by the annotation.
pub struct Annotated {
    fold: usize,
    capture: Capture,
    rows: Vec<Vec<f32>>,
    labels: Vec<Label>,
}

/// Both ensembles.
pub struct Trees {
    pub first: Ensemble,
    pub second: Ensemble,
}

/// What was learnt from all pages, and, where that was asked for, a pair of ensembles for each part left out.
pub struct Learnt {
    held: Vec<Trees>,
    all: Trees,
}

impl Learnt {
    /// Trees that never saw this part of the publishers.
    pub fn without(&self, held: usize) -> &Trees {
        &self.held[held]
    }

    /// Trees that saw them all.
    pub fn of_all(&self) -> &Trees {
        &self.all
    }
}

/// Reads every annotated page, and those of which nothing but the date is known.
pub fn load(corpus: &Corpus, form: Form) -> anyhow::Result<Vec<Annotated>> {
    let cleaner = Cleaner::default();
    corpus.pages()?.map(|page| annotated(&cleaner, &page?, form)).collect()
}

fn annotated(cleaner: &Cleaner, page: &Value, form: Form) -> anyhow::Result<Annotated> {
    let fold = fold(page["url"].as_str().unwrap_or_default());
    let capture = form.capture(page);
    let blocks = cleaner.survey(&capture, None)?;
    let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
    let mut labels = labels::label(&page["gold"], &texts, &blocks.iter().map(mass).collect::<Vec<_>>());
    // Flattened text has no templates, and is better without (body F1 of news .953, with it .950).
    if form == Form::Page {
        labels::weigh_by_page(&mut labels);
    }
    let rows = blocks.into_iter().map(|block| block.row).collect();
    Ok(Annotated { fold, capture, rows, labels })
}

/// Words of a block, comparable across scripts: the first column. A block that is not judged needs none.
fn mass(block: &SurveyedBlock) -> f32 {
    block.row.first().copied().unwrap_or_default()
}

/// The part that a page's publisher is in, so that its pages are never learnt from and judged by at once.
///
/// The publisher is told by the lengths of labels, and not by the public suffix list as elsewhere: of `www.wp.pl` and its like it takes
/// `www`, so that publishers with two letters fall together, which hides none, and apart from their other hosts. The second look
/// learns by these parts as well: another rule would be other weights.
pub fn fold(url: &str) -> usize {
    let host = veille_model::host(url).unwrap_or_default();
    let labels: Vec<&str> = host.rsplit('.').take(3).collect();
    let domain = match labels.as_slice() {
        // `example.co.uk`, `example.com.vn`: of short labels the one before is the publisher's.
        [_, second, third] if second.len() <= 3 => third,
        [_, second, ..] => second,
        _ => "",
    };
    domain.bytes().fold(7usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(usize::from(byte))) % FOLDS
}

/// Learns both ensembles from all pages; with `crossed`, also with every part left out once.
///
/// It learns twice: what the first round makes of pages whose publishers it never saw corrects the annotation for the
/// second (body F1 of articles on unseen publishers .936 without the first round, .949 with it).
pub fn learn(pages: &[Annotated], seed: u64, crossed: bool) -> Learnt {
    let annotated: Vec<Vec<Label>> = pages.iter().map(|page| page.labels.clone()).collect();
    // Stacking: the second look learns from what the first said of pages it never saw, as
    // it will have to judge them.
    let (_, seconds, rows) = round(pages, &annotated, seed, 0..FOLDS, 0..FOLDS);
    let corrected: Vec<Vec<Label>> =
        pages.iter().zip(&rows).map(|(page, rows)| corrected(page, rows, &seconds[page.fold])).collect();
    // The rows of the second look need every first ensemble; only the measure needs every second one.
    let parts = if crossed { 0..FOLDS + 1 } else { FOLDS..FOLDS + 1 };
    let (mut firsts, seconds, _) = round(pages, &corrected, seed, 0..FOLDS + 1, parts.clone());
    let firsts = firsts.drain(parts);
    let mut held: Vec<Trees> = firsts.zip(seconds).map(|(first, second)| Trees { first, second }).collect();
    let all = held.pop().expect("the last part leaves out nothing");
    Learnt { held, all }
}

/// Both ensembles for the parts left out, and the rows that the second ones learnt from.
type Round = (Vec<Ensemble>, Vec<Ensemble>, Vec<Vec<Vec<f32>>>);

fn round(
    pages: &[Annotated],
    labels: &[Vec<Label>],
    seed: u64,
    firsts: Range<usize>,
    seconds: Range<usize>,
) -> Round {
    let rows: Vec<&[Vec<f32>]> = pages.iter().map(|page| page.rows.as_slice()).collect();
    let firsts = fit_all(pages, &rows, labels, &FIRST, seed, firsts);
    let looked = second_rows(pages, &firsts);
    let rows: Vec<&[Vec<f32>]> = looked.iter().map(Vec::as_slice).collect();
    let seconds = fit_all(pages, &rows, labels, &SECOND, seed, seconds);
    (firsts, seconds, looked)
}

/// The rows of each page for the second look, after trees of the first that never saw its publisher.
fn second_rows(pages: &[Annotated], firsts: &[Ensemble]) -> Vec<Vec<Vec<f32>>> {
    let cleaner = Cleaner::default();
    let about = About { columns: first_columns(pages), ..About::default() };
    let firsts: Vec<_> = firsts.iter().map(|first| first.trees(&about)).collect();
    let look = |page: &Annotated| {
        let blocks = cleaner.survey(&page.capture, Some(&firsts[page.fold]));
        blocks.expect("it was read before").into_iter().map(|block| block.row).collect()
    };
    pages.iter().map(look).collect()
}

/// How many columns the first look sees.
pub fn first_columns(pages: &[Annotated]) -> usize {
    pages.iter().flat_map(|page| &page.rows).map(Vec::len).max().unwrap_or(0)
}

/// Annotations err: some stop in the middle of the page, some leave out a list that others keep. Labels that trees which
/// never saw the publisher contradict firmly count little. Where the annotation says nothing, such trees are believed if
/// they are sure.
fn corrected(page: &Annotated, rows: &[Vec<f32>], trees: &Ensemble) -> Vec<Label> {
    let one = |(at, label): (usize, &Label)| {
        if rows[at].is_empty() {
            return *label;
        }
        let score = trees.score(&rows[at]);
        if label.weight == 0.0 {
            // Weighed by its words as `labels` does, or a believed block would count by another measure than a labelled one.
            let weight = if score.abs() > SURE { BELIEF * (1.0 + rows[at][0].powf(0.75)) } else { 0.0 };
            return Label { article: score > 0.0, weight };
        }
        let agreement = if label.article { score } else { -score };
        let share = DOUBTS.iter().find(|(least, _)| agreement < *least).map_or(1.0, |(_, share)| *share);
        Label { weight: label.weight * share, ..*label }
    };
    page.labels.iter().enumerate().map(one).collect()
}

/// Ensembles for all the parts left out, side by side; each is the same as if it were learnt alone.
fn fit_all(
    pages: &[Annotated],
    rows: &[&[Vec<f32>]],
    labels: &[Vec<Label>],
    settings: &Settings,
    seed: u64,
    parts: Range<usize>,
) -> Vec<Ensemble> {
    std::thread::scope(|scope| {
        let fits: Vec<_> =
            parts.map(|held| scope.spawn(move || fit(pages, rows, labels, settings, seed, held))).collect();
        fits.into_iter().map(|fit| fit.join().expect("the training of an ensemble does not fail")).collect()
    })
}

fn fit(
    pages: &[Annotated],
    rows: &[&[Vec<f32>]],
    labels: &[Vec<Label>],
    settings: &Settings,
    seed: u64,
    held: usize,
) -> Ensemble {
    let mut examples = Examples { rows: Vec::new(), labels: Vec::new(), weights: Vec::new() };
    let seen = pages.iter().zip(rows).zip(labels).filter(|((page, _), _)| page.fold != held);
    for ((_, rows), labels) in seen {
        for (row, label) in rows.iter().zip(labels) {
            if label.weight > 0.0 && !row.is_empty() {
                examples.rows.push(row);
                examples.labels.push(if label.article { 1.0 } else { 0.0 });
                examples.weights.push(label.weight);
            }
        }
    }
    // A seed for each part, so that threads side by side draw what they would draw alone.
    train(&examples, settings, seed + held as u64)
}
