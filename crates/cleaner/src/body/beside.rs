//! Other articles and comments beside a text that is too short, or set too plainly, to be told from them by its looks (teasers).
//!
//! A brief of two sentences has no more to say for itself than the teasers below it; an old page sets its side column, its article and
//! its comments in cells of one table. What tells is where the headline stands, and which links stand before a sentence.

use crate::page::{Hints, Tag};

use super::phrases::Sign;
use super::survey::Survey;

/// Words of a sentence that can be an article by itself.
const SENTENCE_MASS: f32 = 8.0;
/// Words of a linked headline, at least.
const HEADLINE_MASS: f32 = 2.0;
/// Blocks of a teaser: a section, a headline, a sentence or two, a day.
const TEASER_BLOCKS: usize = 5;
/// Teasers that make a column.
const COLUMN_MIN: usize = 3;
/// Blocks of a column; what has more is the page, and thousands of elements may lie in one another.
const COLUMN_BLOCKS_MAX: usize = 100;
/// Words of a teaser's sentence, at most.
const TEASER_MASS: f32 = 45.0;
/// Names of what stands beside an article.
const APART: Hints =
    Hints::RELATED.with(Hints::TEASER).with(Hints::ASIDE).with(Hints::FOOTER).with(Hints::COMMENT);
/// How far up the element is that holds headline and text.
const LEVELS: usize = 5;
/// What passes as a sentence of a brief behind another.
const CARRIED_CHANCE: f32 = 0.05;
/// Words above the comments that make an article.
const ABOVE_MASS: f32 = 40.0;

/// Sentences of other articles outside the `<article>` or `<main>` that holds the headline and a sentence: each stands in an element of
/// its own with a headline that is a link.
///
/// ```html
/// <main><article><h1>…</h1><p>25 words.</p></article></main>
/// <div class="card"><a href="/x"><h3>Other story</h3></a><p>Its teaser.</p></div>
/// ```
pub(super) fn outside(survey: &Survey<'_>, keep: &[bool]) -> Vec<usize> {
    let page = survey.page;
    let Some(headline) = survey.roots.headline else { return Vec::new() };
    let around = |at: usize| page.elements[at].blocks.contains(&headline);
    let main = survey.roots.main.filter(|at| around(*at));
    let Some(home) = survey.roots.headline_article.or(main) else { return Vec::new() };
    let home = &page.elements[home].blocks;
    let says = |at: usize| survey.reads[at].mass >= SENTENCE_MASS && survey.reads[at].stats.stops > 0;
    // Named `main`, and nothing in it but the headline: then the text is what stands outside.
    if !(headline + 1..home.end).any(|at| keep[at] && says(at)) {
        return Vec::new();
    }
    (0..keep.len()).filter(|at| keep[*at] && !home.contains(at) && is_beside_headline(survey, *at)).collect()
}

/// Whether a block stands in an element of few blocks, one of which is a linked headline.
fn is_beside_headline(survey: &Survey<'_>, block: usize) -> bool {
    let page = survey.page;
    // Three levels: the sentence's own `<p>`, the card around sentence and headline, a box that some put between both.
    page.ancestors(page.blocks[block].element).take(3).any(|at| {
        let blocks = &page.elements[at].blocks;
        blocks.len() <= TEASER_BLOCKS
            && blocks.clone().any(|other| other != block && is_headline(survey, other))
    })
}

fn is_headline(survey: &Survey<'_>, at: usize) -> bool {
    survey.reads[at].link_share > 0.9 && survey.reads[at].mass >= HEADLINE_MASS
}

/// Sentences in a column of teasers: an element beside the text in which linked headlines and single sentences take turns.
///
/// ```html
/// <td width=200><b><a href="?id=1">Grève des cantines</a></b><br><font size=1>Dans trois écoles …</font><br>…</td><td>article</td>
/// ```
pub(super) fn columns(survey: &Survey<'_>, keep: &[bool]) -> Vec<usize> {
    let page = survey.page;
    let is_kept = |at: &usize| keep[*at];
    let all = mass(survey, (0..keep.len()).filter(is_kept));
    let mut found = Vec::new();
    for (at, element) in page.elements.iter().enumerate() {
        let blocks = &element.blocks;
        // A column is a cell or a box; the page as a whole has columns.
        let is_column = matches!(element.tag, Tag::Td | Tag::Div | Tag::Aside | Tag::Section | Tag::Ul)
            && (2 * COLUMN_MIN..COLUMN_BLOCKS_MAX).contains(&blocks.len())
            && survey.roots.headline.is_none_or(|headline| !blocks.contains(&headline))
            && at != survey.roots.dense;
        let own: Vec<usize> = if is_column { blocks.clone().filter(is_kept).collect() } else { Vec::new() };
        let is_teaser = |at: &usize| {
            *at > blocks.start && is_headline(survey, at - 1) && survey.reads[*at].mass <= TEASER_MASS
        };
        // What is kept of it is teasers and nothing else, and the rest of the page has more to say.
        if own.len() >= COLUMN_MIN
            && own.iter().all(is_teaser)
            && mass(survey, own.iter().copied()) * 2.0 < all
        {
            found.extend(own);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Sentences that carry on a brief: one `<p>` behind the other, of which the trees know the first, the standfirst, and nothing else.
///
/// ```html
/// <div><div><p class="ingress"><strong>…</strong></p></div></div> <div><div><p class="normal">…</p><p class="normal">…</p></div></div>
/// ```
pub(super) fn carried_on(survey: &Survey<'_>, keep: &[bool], scores: &[f32]) -> Vec<usize> {
    let page = survey.page;
    let mut kept = (0..keep.len()).filter(|at| keep[*at]);
    // Where the trees keep two blocks they have known the text, and where it ends.
    let (Some(last), None) = (kept.next(), kept.next()) else { return Vec::new() };
    let Some(headline) = survey.roots.headline.filter(|at| page.markup && *at < last) else {
        return Vec::new();
    };
    let is_paragraph = |at: usize| page.elements[page.blocks[at].element].tag == Tag::P;
    let is_sentence = |at: usize| {
        let it = &survey.reads[at];
        is_paragraph(at)
            && it.mass >= SENTENCE_MASS
            && it.link_share == 0.0
            && (veille_text::is_stop(it.stats.last) || matches!(it.stats.last, '”' | '»'))
            && !it.signs.is_boilerplate()
            && !it.stamped
            && !page.is_hidden(&page.blocks[at])
            && scores[at] > CARRIED_CHANCE
            && !survey.inherited[page.blocks[at].element].has(APART)
            && page.ancestors(page.blocks[at].element).take(LEVELS).any(|above| {
                let blocks = &page.elements[above].blocks;
                blocks.contains(&headline) && blocks.contains(&last)
            })
            && !is_beside_headline(survey, at)
    };
    if !is_paragraph(last) {
        Vec::new()
    } else {
        (last + 1..keep.len()).take_while(|at| is_sentence(*at)).collect()
    }
}

/// Readers' comments below a heading that says so, in cells or boxes that no name gives away: `<b>Vos réactions</b><table>…`.
pub(super) fn comments(survey: &Survey<'_>, keep: &[bool]) -> Vec<usize> {
    let page = survey.page;
    let first = survey.roots.headline.map_or(0, |headline| headline + 1);
    let (mut above, mut heading) = (0.0, None);
    for (at, is_kept) in keep.iter().enumerate().skip(first) {
        let it = &survey.reads[at];
        // `0 comments` above a text is a link to what stands below it.
        if it.signs.is(Sign::Remarks) && it.link_share < 0.5 && above >= ABOVE_MASS {
            heading = Some(at);
            break;
        }
        above += if *is_kept && it.long { it.mass } else { 0.0 };
    }
    let Some(heading) = heading else { return Vec::new() };
    let parent = |at: usize| page.elements[page.blocks[at].element].parent;
    let Some(last) = (first..heading).rfind(|at| keep[*at] && survey.reads[*at].long) else {
        return Vec::new();
    };
    let behind: Vec<usize> = (heading..keep.len()).filter(|at| keep[*at]).collect();
    // The text may go on behind the number of its comments: there it stands as it stood before.
    let goes_on = behind.iter().any(|at| survey.reads[*at].long && parent(*at) == parent(last));
    if goes_on || mass(survey, behind.iter().copied()) > above { Vec::new() } else { behind }
}

fn mass(survey: &Survey<'_>, blocks: impl Iterator<Item = usize>) -> f32 {
    blocks.map(|at| survey.reads[at].mass).sum()
}
