//! A copy beside its original: for each paragraph what stands in its place there, how much of it, and what shows that.
//!
//! One answer for pages, programs and the terminal, whatever kind of copy it is: of a copy in one language by the words that
//! both have, of a translation by the proof that made it one ([`translation`](crate::translation)).

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};
use veille_model::TaggedArticle;

use crate::copies::percent;
use crate::shingles::Shingles;
use crate::translation::{Agreement, Proof};

/// Less is chance: three words of forty.
const LEAST: u8 = 12;

/// A paragraph of a text, or of a translation its headline, and what of the other text stands in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside<'t> {
    /// The paragraph.
    pub text: &'t str,
    /// Paragraphs of the other text, in their order. Of a translation also where nothing but the order puts them there.
    pub others: Vec<&'t str>,
    /// How much of the paragraph stands in the other text, in percent.
    pub percent: u8,
    /// Of a translation, sentence by sentence what is the same in both.
    pub agreements: Vec<Agreement>,
}

impl Beside<'_> {
    /// What is the same in both, as each writes it, each once; round by round, the surest of each sentence first.
    pub fn same(&self) -> Vec<&(String, String)> {
        let mut same: Vec<&(String, String)> = Vec::new();
        let longest = self.agreements.iter().map(|agreement| agreement.same.len()).max().unwrap_or(0);
        for round in 0..longest {
            for pair in self.agreements.iter().filter_map(|agreement| agreement.same.get(round)) {
                if !same.contains(&pair) {
                    same.push(pair);
                }
            }
        }
        same
    }
}

/// Lays the paragraphs of an article beside those of another, of which it is a translation or a copy in its own language.
pub fn beside<'t>(
    article: &'t TaggedArticle,
    other: &'t TaggedArticle,
    is_translation: bool,
) -> Vec<Beside<'t>> {
    match is_translation {
        true => translated(article, other),
        false => printed_again(&article.article.text, &other.article.text),
    }
}

fn printed_again<'t>(text: &'t str, other: &'t str) -> Vec<Beside<'t>> {
    let lines = |text: &'t str| text.lines().filter(|line| !line.trim().is_empty());
    let mut met = FxHashSet::default();
    // A line that the other has twice is named once.
    let there: Vec<&str> = lines(other).filter(|line| met.insert(*line)).collect();
    // By shingle the lines that have it: texts of thousands of lines have few in common.
    let mut having: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (at, line) in (0..).zip(&there) {
        for shingle in Shingles::of_text(line).hashes() {
            let lines = having.entry(*shingle).or_default();
            if lines.last() != Some(&at) {
                lines.push(at);
            }
        }
    }
    let beside = |text: &'t str| {
        let here = Shingles::of_text(text);
        let mut shared: FxHashMap<u32, u32> = FxHashMap::default();
        for line in here.hashes().iter().filter_map(|shingle| having.get(shingle)).flatten() {
            *shared.entry(*line).or_default() += 1;
        }
        let share = |count: u32| percent(count as f32 / here.hashes().len() as f32);
        let shares = shared.into_iter().map(|(line, count)| (share(count), Reverse(line)));
        // The most; of equals the first.
        let best = shares.max().filter(|(share, _)| *share >= LEAST);
        Beside {
            text,
            others: best.iter().map(|(_, Reverse(line))| there[*line as usize]).collect(),
            percent: best.map_or(0, |(share, _)| share),
            agreements: Vec::new(),
        }
    };
    lines(text).map(beside).collect()
}

fn translated<'t>(article: &'t TaggedArticle, other: &'t TaggedArticle) -> Vec<Beside<'t>> {
    let mut proof = Proof::of(written(article), written(other));
    let [ours, theirs] = [article, other].map(lines_of);
    let paragraphs = ours.into_iter().filter(|(_, text)| !text.trim().is_empty());
    let beside = |(line, text): (Option<usize>, &'t str)| {
        let found = proof.lines.remove(&line).unwrap_or_default();
        let others = found.others.iter().filter_map(|at| theirs.iter().find(|(line, _)| line == at));
        Beside {
            text,
            others: others.map(|(_, text)| *text).collect(),
            // A paragraph without a letter has nothing to be covered.
            percent: percent(found.covered / found.letters.max(1.0)),
            agreements: found.agreements,
        }
    };
    paragraphs.map(beside).collect()
}

/// An article's lines by their numbers, after its headline, which has none.
fn lines_of(tagged: &TaggedArticle) -> Vec<(Option<usize>, &str)> {
    let (headline, text, _) = written(tagged);
    let lines = text.split('\n').enumerate().map(|(at, line)| (Some(at), line));
    std::iter::once((None, headline)).chain(lines).collect()
}

/// Headline, text and language.
fn written(tagged: &TaggedArticle) -> (&str, &str, &str) {
    let article = &tagged.article;
    (article.headline.as_deref().unwrap_or_default(), &article.text, tagged.language.as_str())
}
