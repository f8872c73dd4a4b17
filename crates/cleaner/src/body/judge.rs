//! The two looks at every block of a page, and what is settled after them.

use crate::page::Page;

use super::columns::{FIRST_LOOK, Row};
use super::judges::Judges;
use super::survey::{Context, Survey};
use super::trees::{Trees, likelihood};
use super::verdict::{Verdict, kind};
use super::{beside, places, reason, sequence, settle, siblings};

/// Fewer words than this are hardly an article.
const LITTLE_MASS: f32 = 30.0;
/// What passes where hardly anything passed: as likely as not, or a little less.
const SECOND_CHANCE: f32 = 0.25;

/// Up to which likelihood at first look a block is beyond hope: odds of one to ten. Looking at those again
/// changes no figure of any annotated set.
const HOPELESS: f32 = 0.15;

/// What passes as a heading between two paragraphs of the article.
const SUBHEADING_CHANCE: f32 = 0.1;
/// What passes as a standfirst between headline and text.
const STANDFIRST_CHANCE: f32 = 0.02;

/// What passes as a paragraph right below one of the article, in text without tags: a bar that was left at the end of a line
/// (`…en espagnol et en arabe. |`) is not enough to lose it.
const BELOW_CHANCE: f32 = 0.4;
/// Words of a paragraph, at least.
const PARAGRAPH_MASS: f32 = 20.0;

/// Judges every block of a page.
pub(crate) fn judge(
    page: &Page<'_>,
    context: &Context<'_>,
    judges: &Judges,
    explained: bool,
) -> Vec<Verdict> {
    let survey = Survey::of(page, context);
    let rows = look_twice(&survey, &judges.first);
    let scores = likely_again(&survey, &rows, &judges.second);
    let mut keep: Vec<bool> = scores.iter().map(|score| *score > 0.5).collect();
    if survey.mass_of(&keep) < LITTLE_MASS {
        // A page that shows so little: a second chance for what nearly passed, before it is taken for no article.
        keep = scores.iter().map(|score| *score > SECOND_CHANCE).collect();
    }
    if !page.markup {
        for at in 1..keep.len() {
            let (above, own) = (&survey.reads[at - 1], &survey.reads[at]);
            let is_below = keep[at - 1] && above.long && own.mass > PARAGRAPH_MASS && own.stats.stops > 0;
            keep[at] |= is_below && scores[at] > BELOW_CHANCE;
        }
    }
    // A heading of two words looks like a menu's entry by itself; between two paragraphs of the article it is none.
    for at in places::subheadings(&survey, &keep) {
        keep[at] |= scores[at] > SUBHEADING_CHANCE;
    }
    for at in beside::carried_on(&survey, &keep, &scores) {
        keep[at] = true;
    }
    for at in siblings::put_back(&survey, &keep, &scores) {
        keep[at] = true;
    }
    for at in places::standfirst(&survey, &keep) {
        keep[at] |= scores[at] > STANDFIRST_CHANCE;
    }
    // Last, because it needs to know what is kept: stretches and gaps are of kept blocks.
    let mut settled = settle::settle(&mut keep, &survey.reads, page.markup);
    settled.extend(settle::settle_page(&mut keep, &survey));
    let mut verdicts: Vec<Verdict> = (0..keep.len())
        .map(|at| Verdict {
            keep: keep[at],
            kind: kind(page, &page.blocks[at]),
            score: scores[at],
            reason: String::new(),
            signs: survey.reads[at].signs_looked_for(),
        })
        .collect();
    if explained {
        give_reasons(&mut verdicts, &survey, &rows, judges, &settled);
    }
    verdicts
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

/// The rows that the second look judges: those of the first, and what its trees made of the blocks around.
pub(crate) fn look_twice(survey: &Survey<'_>, first: &Trees) -> Vec<Row> {
    let mut rows = survey.rows();
    let likely = likely(survey, &rows, first);
    sequence::look_around(survey, &mut rows, &likely);
    rows
}

/// How likely each block is part of the article; a block that is not worth judging is not.
fn likely(survey: &Survey<'_>, rows: &[Row], trees: &Trees) -> Vec<f32> {
    let mut likely = vec![0.0; survey.reads.len()];
    for (row, &at) in rows.iter().zip(&survey.judged) {
        likely[at] = likelihood(trees.passes_by(trees.score(row)));
    }
    likely
}

/// The same at the second look. What the first is sure of is not looked at again: most blocks of a page are menus and teasers.
fn likely_again(survey: &Survey<'_>, rows: &[Row], trees: &Trees) -> Vec<f32> {
    let mut likely = vec![0.0; survey.reads.len()];
    for (row, &at) in rows.iter().zip(&survey.judged) {
        likely[at] = row[FIRST_LOOK];
        if likely[at] > HOPELESS {
            likely[at] = likelihood(trees.passes_by(trees.score(row)));
        }
    }
    likely
}
