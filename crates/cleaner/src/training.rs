//! What the trainer sees of the cleaner: rows of features and the trees that judge them.
//!
//! Only built with the feature `training`; no part of the public interface.
#![allow(missing_docs)]

use veille_model::Capture;

use crate::Cleaner;
use crate::body::features::{COLUMNS, column_name};
use crate::body::sequence::{self, look_around};
use crate::body::settle::settle;
use crate::body::survey::Survey;
use crate::body::trees::{Node, Trees};
use crate::body::words::hash_words;
use crate::body::{Context, Judges, first_look};
use crate::metadata::{self, Input};
use crate::page::Page;

/// One page as the classifier sees it.
pub struct PageRows {
    pub rows: Vec<Vec<f32>>,
    pub texts: Vec<String>,
    pub mass: Vec<f32>,
    pub hopeless: Vec<bool>,
    html: String,
    markup: bool,
    headline: Option<String>,
    standfirst: Option<String>,
    article_body: Option<String>,
    kind: Option<String>,
}

/// A page's text line by line, as a reader who selects and copies everything gets it.
pub fn flatten(html: &str) -> String {
    flat(&Page::of_html(html))
}

/// The lines of a page that a reader sees; all of them where most are hidden until a script shows them.
fn flat(page: &Page<'_>) -> String {
    let seen: Vec<&str> = page
        .blocks
        .iter()
        .filter(|block| !page.is_hidden(block))
        .map(|block| page.block_text(block))
        .collect();
    let seen = seen.join("\n");
    if seen.len() * 2 > page.text.len() { seen } else { page.text.clone() }
}

impl PageRows {
    /// Reads a page, or the text flattened from it.
    pub fn of(capture: &Capture, html: &str, flat: bool) -> Self {
        let page = Page::of_html(html);
        let input = Input { url: capture.url.as_deref(), captured_at: capture.captured_at };
        let mut read = Self {
            rows: Vec::new(),
            texts: Vec::new(),
            mass: Vec::new(),
            hopeless: Vec::new(),
            html: if flat { self::flat(&page) } else { html.to_owned() },
            markup: !flat,
            headline: None,
            standfirst: None,
            article_body: None,
            kind: None,
        };
        if !flat {
            let metadata = metadata::read(&page, &input);
            read.headline = metadata.headline;
            read.standfirst = metadata.standfirst;
            read.article_body = metadata.article_body;
            read.kind = metadata.kind;
        }
        let (rows, texts, mass, hopeless) = read.with_survey(|survey| {
            (
                spread(survey, survey.rows().iter().map(|row| row[..COLUMNS].to_vec())),
                survey.page.blocks.iter().map(|block| survey.page.block_text(block).to_owned()).collect(),
                survey.reads.iter().map(|it| it.mass).collect(),
                (0..survey.reads.len()).map(|at| survey.judged.binary_search(&at).is_err()).collect(),
            )
        });
        Self { rows, texts, mass, hopeless, ..read }
    }

    fn with_survey<T>(&self, answer: impl FnOnce(&Survey<'_>) -> T) -> T {
        let page = if self.markup { Page::of_html(&self.html) } else { Page::of_text(&self.html) };
        let context = Context {
            headline: self.headline.as_deref(),
            standfirst: self.standfirst.as_deref(),
            article_body: self.article_body.as_deref(),
            kind: self.kind.as_deref(),
        };
        answer(&Survey::of(&page, &context))
    }

    /// How likely each block seems at first.
    pub fn first_look(&self, trees: &Ensemble) -> Vec<f32> {
        self.with_survey(|survey| first_look(survey, &survey.rows(), &trees.0))
    }

    /// The blocks that are kept in the end, given those that pass by their scores.
    pub fn settle(&self, keep: &mut [bool]) {
        self.with_survey(|survey| settle(keep, &survey.reads, self.markup));
    }

    /// The rows for the second look.
    pub fn second_rows(&self, likely: &[f32]) -> Vec<Vec<f32>> {
        self.with_survey(|survey| {
            let mut rows = survey.rows();
            look_around(survey, &mut rows, likely);
            spread(survey, rows.iter().map(|row| row.to_vec()))
        })
    }
}

/// Rows by block; blocks that are not judged have an empty one.
fn spread(survey: &Survey<'_>, rows: impl Iterator<Item = Vec<f32>>) -> Vec<Vec<f32>> {
    let mut all = vec![Vec::new(); survey.reads.len()];
    for (row, &at) in rows.zip(&survey.judged) {
        all[at] = row;
    }
    all
}

/// A cleaner that judges by these trees; `markup` says whether they are for pages or for flattened text.
pub fn cleaner(first: &Ensemble, second: &Ensemble, markup: bool) -> Cleaner {
    let judges = Judges::new(first.0.clone(), second.0.clone(), markup);
    Cleaner { judges: Some(std::sync::Arc::new(judges)), ..Cleaner::default() }
}

/// Hashes of a text's words.
pub fn words(text: &str) -> Vec<u32> {
    let mut words = Vec::new();
    hash_words(text, &mut words);
    words
}

/// A column's name.
pub fn column(at: usize) -> String {
    if at < COLUMNS { column_name(at) } else { sequence::NAMES[at - COLUMNS].to_owned() }
}

/// Trees in the making.
#[derive(Clone, Default)]
pub struct Ensemble(Trees);

/// A node in the making: column, next, threshold, value.
pub type RawNode = (u16, u16, f32, f32);

impl Ensemble {
    pub fn constant(bias: f32) -> Self {
        Self(Trees::constant(bias))
    }

    pub fn push(&mut self, tree: &[RawNode]) {
        let nodes: Vec<Node> = tree
            .iter()
            .map(|&(column, next, threshold, value)| Node { column, next, threshold, value })
            .collect();
        self.0.push(&nodes);
    }

    pub fn score(&self, row: &[f32]) -> f32 {
        self.0.score(row)
    }

    pub fn write(&self) -> String {
        self.0.write()
    }
}
