//! Which blocks of a page are its article.
//!
//! A page is surveyed as a whole ([`survey`]), each block becomes a row of numbers ([`features`]), and two small
//! ensembles of trees ([`trees`]) judge the rows one after the other: the second sees what the first made of a block's
//! neighbours ([`sequence`]). Flattened text takes the same path with weights of its own, since it has no tags to look
//! at. What no single block can know is [settled](settle) at the end.
//!
//! The weights are made by `examples/train_blocks` and lie in `data/`. On publishers that the trees never saw (five-fold
//! cross-validation by domain, the program's `--cross`), the body F1 of annotated news pages is .974 as pages and .940 as
//! flattened text; of articles of every kind .948 and .931.

pub(crate) mod features;
pub(crate) mod phrases;
mod reason;
mod scan;
pub(crate) mod sequence;
pub(crate) mod settle;
mod stats;
pub(crate) mod survey;
pub(crate) mod trees;
pub(crate) mod words;

use std::sync::LazyLock;

use serde::Serialize;
use veille_model::BlockKind;

use crate::page::{Block, Page, Tag};
use features::Row;
use survey::Survey;
use trees::{Trees, likelihood};

/// What is known of an article before its blocks are judged.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Context<'a> {
    /// The headline.
    pub headline: Option<&'a str>,
    /// The paragraph under it, as the page's metadata gives it.
    pub standfirst: Option<&'a str>,
    /// The text as the page's structured data gives it.
    pub article_body: Option<&'a str>,
    /// schema.org type of the article's node.
    pub kind: Option<&'a str>,
}

/// What became of one block, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Verdict {
    /// Whether it is part of the article.
    pub keep: bool,
    /// Its kind, where it is.
    pub kind: BlockKind,
    /// How likely it is part of the article, 0 to 1.
    pub score: f32,
    /// Why, in words; filled in where an explanation is asked for.
    pub reason: String,
}

/// Fewer words than this are hardly an article.
const LITTLE_MASS: f32 = 30.0;
/// What passes where hardly anything passed: as likely as not, or a little less.
const SECOND_CHANCE: f32 = 0.25;

/// What passes as a heading between two paragraphs of the article.
const SUBHEADING_CHANCE: f32 = 0.1;

impl Verdict {
    /// Takes a block out of the article.
    pub(crate) fn drop(&mut self, reason: &str) {
        self.keep = false;
        reason.clone_into(&mut self.reason);
    }
}

/// The two ensembles for one form of document.
#[derive(Clone, Debug)]
pub(crate) struct Judges {
    pub first: Trees,
    pub second: Trees,
    /// The score that a block must pass: what costs the least of both mistakes on pages never seen.
    pub threshold: f32,
}

/// The score that a block must pass, see [`Judges::threshold`].
const PAGE_THRESHOLD: f32 = 0.3;
const TEXT_THRESHOLD: f32 = 0.6;

static FOR_PAGES: LazyLock<Judges> = LazyLock::new(|| {
    Judges::read(
        include_str!("../../data/blocks-page-1.txt"),
        include_str!("../../data/blocks-page-2.txt"),
        PAGE_THRESHOLD,
    )
});
static FOR_TEXT: LazyLock<Judges> = LazyLock::new(|| {
    Judges::read(
        include_str!("../../data/blocks-text-1.txt"),
        include_str!("../../data/blocks-text-2.txt"),
        TEXT_THRESHOLD,
    )
});

impl Judges {
    fn read(first: &str, second: &str, threshold: f32) -> Self {
        let read = |text: &str| text.parse().expect("the weights in data/ are trees, as a test asserts");
        Self { first: read(first), second: read(second), threshold }
    }

    /// The ensembles in `data/`.
    pub(crate) fn of_form(markup: bool) -> &'static Self {
        if markup { &FOR_PAGES } else { &FOR_TEXT }
    }

    /// Ensembles in the making.
    #[cfg(feature = "training")]
    pub(crate) fn new(first: Trees, second: Trees, markup: bool) -> Self {
        Self { first, second, threshold: if markup { PAGE_THRESHOLD } else { TEXT_THRESHOLD } }
    }
}

/// Judges every block of a page.
pub(crate) fn judge(
    page: &Page<'_>,
    context: &Context<'_>,
    judges: &Judges,
    explained: bool,
) -> Vec<Verdict> {
    let survey = Survey::of(page, context);
    let mut rows = survey.rows();
    let likely = first_look(&survey, &rows, &judges.first);
    sequence::look_around(&survey, &mut rows, &likely);
    let mut scores = vec![0.0; page.blocks.len()];
    for (score, &at) in judges.second.score_all(&rows).into_iter().zip(&survey.judged) {
        scores[at] = likelihood(score - judges.threshold);
    }
    let mut keep: Vec<bool> = scores.iter().map(|score| *score > 0.5).collect();
    if survey.mass_of(&keep) < LITTLE_MASS {
        // A page that shows so little: a second chance for what nearly passed, before it is taken for no article.
        keep = scores.iter().map(|score| *score > SECOND_CHANCE).collect();
    }
    for at in subheadings(&survey, &keep) {
        keep[at] |= scores[at] > SUBHEADING_CHANCE;
    }
    let settled = settle::settle(&mut keep, &survey.reads, page.markup);
    let mut verdicts: Vec<Verdict> = (0..keep.len())
        .map(|at| Verdict {
            keep: keep[at],
            kind: kind(page, &page.blocks[at]),
            score: scores[at],
            reason: String::new(),
        })
        .collect();
    if explained {
        give_reasons(&mut verdicts, &survey, &rows, judges, &settled);
    }
    verdicts
}

/// Headings right between two kept paragraphs beside them.
fn subheadings(survey: &Survey<'_>, keep: &[bool]) -> Vec<usize> {
    let page = survey.page;
    let parent = |at: usize| page.elements[page.blocks[at].element].parent;
    let carries =
        |at: usize, beside: usize| keep[beside] && survey.reads[beside].long && parent(beside) == parent(at);
    let is_heading = |at: usize| {
        page.elements[page.blocks[at].element].tag.is_heading() && survey.reads[at].link_share < 0.5
    };
    let inner = 1..keep.len().saturating_sub(1);
    inner.filter(|at| is_heading(*at) && carries(*at, at - 1) && carries(*at, at + 1)).collect()
}

fn give_reasons(
    verdicts: &mut [Verdict],
    survey: &Survey<'_>,
    rows: &[Row],
    judges: &Judges,
    settled: &[(usize, settle::Settled)],
) {
    for verdict in verdicts.iter_mut() {
        "it has no words of its own, or is a short line of links".clone_into(&mut verdict.reason);
    }
    for (row, &at) in rows.iter().zip(&survey.judged) {
        verdicts[at].reason = reason::reason(judges, row, verdicts[at].keep);
    }
    for (at, why) in settled {
        why.words().clone_into(&mut verdicts[*at].reason);
    }
}

/// What a picture's alternative text adds to the headline that it repeats: ` - Photo 1.`
const CAPTION_BYTES: usize = 16;

/// Whether a line is nothing but the headline again.
pub(crate) fn repeats_headline(line: &str, headline: &str) -> bool {
    if line.len() > headline.len() + CAPTION_BYTES || headline.len() < CAPTION_BYTES {
        return false;
    }
    let mut said = letters(line);
    letters(headline).all(|letter| said.next() == Some(letter))
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Verdicts on blocks that somebody else chose: a site rule, or a feed. All of them are kept.
pub(crate) fn trust(page: &Page<'_>) -> Vec<Verdict> {
    let reason = "it was chosen by the rule for this site, or by the feed";
    let verdict =
        |block| Verdict { keep: true, kind: kind(page, block), score: 1.0, reason: reason.to_owned() };
    page.blocks.iter().map(verdict).collect()
}

/// Verdicts on the text that a page's structured data states: all of it is kept.
pub(crate) fn judge_stated(page: &Page<'_>) -> Vec<Verdict> {
    let reason =
        "the page's structured data gives it as the article's text, which the page itself does not show";
    let verdict =
        |block| Verdict { keep: true, kind: kind(page, block), score: 1.0, reason: reason.to_owned() };
    page.blocks.iter().map(verdict).collect()
}

/// How likely each block is by itself.
pub(crate) fn first_look(survey: &Survey<'_>, rows: &[Row], trees: &Trees) -> Vec<f32> {
    let mut likely = vec![0.0; survey.reads.len()];
    for (score, &at) in trees.score_all(rows).into_iter().zip(&survey.judged) {
        likely[at] = likelihood(score);
    }
    likely
}

fn kind(page: &Page<'_>, block: &Block) -> BlockKind {
    for at in page.ancestors(block.element).take(3) {
        match page.elements[at].tag {
            tag if tag.is_heading() => return BlockKind::Heading,
            Tag::Li => return BlockKind::ListItem,
            Tag::Blockquote => return BlockKind::Quote,
            _ => {}
        }
    }
    BlockKind::Paragraph
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_repeats_the_headline_is_known() {
        let check = |line: &str, expected: bool| {
            assert_eq!(repeats_headline(line, "La convention signée à Hanoï"), expected, "{line}");
        };
        check("La convention signée à Hanoï", true);
        check("La Convention signée à Hanoï - Photo 1.", true);
        check("La convention signée à Hanoï entrera en vigueur dans un an.", false);
        check("La convention", false);
    }

    #[test]
    fn the_weights_are_trees() {
        for judges in [&FOR_PAGES, &FOR_TEXT] {
            assert!(judges.first.len() > 10 && judges.second.len() > 10);
        }
    }
}
