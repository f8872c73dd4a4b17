//! The article further down: pages that load the next one below the first (infinite scroll).
//!
//! A second headline with an article of its own ends the first. It is known by how it is set, not by what it says: called as
//! the page's own headline is, in a place of its own, with running text above and below.

use crate::page::Tag;

use super::survey::Survey;

/// Words of running text that make an article, or a brief.
const ARTICLE_MASS: f32 = 60.0;
/// A heading that shares as many of its words with the page's headline says it again.
const SAME_HEADLINE: f32 = 0.5;

/// Where another article than the page's own begins among the blocks that are kept, if one does.
pub(super) fn begins(survey: &Survey<'_>, keep: &[bool]) -> Option<usize> {
    let page = survey.page;
    let own = survey.roots.headline.filter(|_| page.markup)?;
    let element = |at: usize| page.blocks[at].element;
    // The headline of an article is the only one of its kind above its text: where it is no `<h1>`, teasers are set like it.
    if page.elements[element(own)].tag != Tag::H1 {
        return None;
    }
    let parent = |at: usize| page.elements[element(at)].parent;
    let kind = survey.kind_of(own);
    let kept = |blocks: std::ops::Range<usize>| -> f32 {
        blocks.filter(|at| keep[*at] && survey.reads[*at].long).map(|at| survey.reads[at].mass).sum()
    };
    let is_headline = |at: &usize| {
        page.elements[element(*at)].tag == Tag::H1
            && parent(*at) != parent(own)
            && (survey.kind_of(*at) == kind || is_of_another(survey, *at))
            && survey.headline.share_of(survey.words.of(*at)) < SAME_HEADLINE
            // Subheadings that are set as `<h1>` stand among the paragraphs.
            && !(at.saturating_sub(2)..(*at + 3).min(keep.len()))
                .any(|beside| beside != *at && keep[beside] && parent(beside) == parent(*at) && beside < *at)
    };
    (own + 1..keep.len())
        .filter(is_headline)
        .find(|at| kept(own + 1..*at) >= ARTICLE_MASS && kept(*at + 1..keep.len()) >= ARTICLE_MASS / 2.0)
}

/// Whether a heading opens an `<article>` that lies outside the headline's own.
fn is_of_another(survey: &Survey<'_>, at: usize) -> bool {
    let elements = &survey.page.elements;
    let around = survey.roots.headline_article.map(|article| elements[article].blocks.clone());
    survey.article_around(at).is_some_and(|article| {
        let own = &elements[article].blocks;
        let is_apart = around.is_none_or(|around| !around.contains(&own.start));
        is_apart && survey.roots.headline < Some(own.start) && at < own.start + OPENING_BLOCKS
    })
}

/// Blocks of an article among which its headline stands.
const OPENING_BLOCKS: usize = 4;
