//! Where on a page the head of its article lies: the lines around the headline, where byline and date stand.

use std::ops::Range;

use super::letters::letters;
use crate::page::{Block, Hints as Names, Page, Tag};

/// Bytes of text before the headline that may belong to it: a kicker, a date.
const BEFORE_BYTES: usize = 400;
/// Bytes of text after it: standfirst, captions, byline, sharing buttons.
const AFTER_BYTES: usize = 2500;

/// The head of a page's article.
#[derive(Clone, Debug, Default)]
pub(super) struct ArticleHead {
    /// The element that shows the headline.
    pub heading: Option<usize>,
    /// Its text, as bytes of the page's text.
    place: Option<Range<usize>>,
}

impl ArticleHead {
    /// Finds the heading that shows `headline`; without one the line of another kind that does, as on old pages; without that the
    /// first `<h1>` with words in it.
    pub(super) fn find(page: &Page<'_>, headline: Option<&str>) -> Self {
        let wanted = headline.map(letters).filter(|letters| !letters.is_empty());
        let headings = || (0..page.elements.len()).filter(|at| page.elements[*at].tag.is_heading());
        let shows = |at: &usize, whole: bool| {
            let shown = page.element_text(*at);
            wanted.as_ref().is_some_and(|wanted| {
                // Told by the lengths before any letter is folded: a page may have thousands of headings.
                shown.len() < 3 * wanted.len() + 60 && {
                    let shown = letters(shown);
                    // With a kicker glued to it, or an anchor's sign, the heading only holds the headline.
                    shown == *wanted || (!whole && wanted.len() > 12 && shown.contains(wanted.as_str()))
                }
            })
        };
        let heading =
            headings().find(|at| shows(at, true)).or_else(|| headings().find(|at| shows(at, false)));
        let line = || {
            let wanted = wanted.as_ref()?;
            let is_line = |block: &&Block| {
                let shown = page.block_text(block);
                block.links == 0 && shown.len() < 3 * wanted.len() + 60 && letters(shown) == *wanted
            };
            page.blocks.iter().find(is_line).map(|block| block.text.clone())
        };
        if heading.is_none()
            && let Some(place) = line()
        {
            return Self { heading: None, place: Some(place) };
        }
        let heading = heading
            // A short `<h1>` is the site's name: `BBC`, `RTL`.
            .or_else(|| page.elements_named(Tag::H1).find(|at| page.element_text(*at).len() > 8))
            .or_else(|| page.elements_named(Tag::H1).next());
        Self { heading, place: heading.map(|at| page.elements[at].text.clone()) }
    }

    /// Whether the headline comes after a stretch of text.
    pub(super) fn is_after(&self, text: &Range<usize>) -> bool {
        self.place.as_ref().is_some_and(|place| text.start < place.start)
    }

    /// Whether a stretch of text is the headline's own.
    pub(super) fn is_headline(&self, text: &Range<usize>) -> bool {
        self.place.as_ref().is_some_and(|place| text.start < place.end && text.end > place.start)
    }

    /// How far a stretch of text is from the headline, in bytes; None beyond the head. What stands before it counts double: it
    /// may belong to the page.
    pub(super) fn distance(&self, text: &Range<usize>) -> Option<usize> {
        let place = self.place.as_ref()?;
        if text.start >= place.start {
            let after = text.start.saturating_sub(place.end);
            return (after <= AFTER_BYTES).then_some(after);
        }
        let before = place.start.saturating_sub(text.end);
        (before <= BEFORE_BYTES).then_some(2 * before + 1)
    }
}

/// Whether an element's attributes have these letters anywhere: asked before they are taken apart.
pub(super) fn mentions(page: &Page<'_>, element: usize, letters: &[u8]) -> bool {
    let attributes = &page.source.as_bytes()[page.elements[element].attributes.clone()];
    memchr::memmem::find(attributes, letters).is_some()
}

/// Whether an element stands among readers' comments or what is said of other articles.
pub(super) fn is_of_others(page: &Page<'_>, element: usize) -> bool {
    let others = Names::COMMENT.with(Names::RELATED).with(Names::TEASER);
    page.ancestors(element).take(7).any(|at| page.elements[at].hints.has(others))
}

/// Whether an element stands among teasers, comments, menus or figures: what it says, it says of something else.
///
/// Some names are sure, others are given away by what stands around them: `<aside class="meta">` and
/// `<div class="gutter-half-bottom">` inside `blog-post__meta` belong to the article.
pub(super) fn is_apart(page: &Page<'_>, element: usize) -> bool {
    let sure = Names::COMMENT.with(Names::RELATED).with(Names::TEASER);
    let unsure = Names::FOOTER.with(Names::ASIDE).with(Names::CAPTION).with(Names::NEWSLETTER);
    let own = Names::HEADLINE.with(Names::BYLINE).with(Names::META);
    let (mut is_unsure, mut is_own) = (false, false);
    for at in page.ancestors(element).take(7) {
        let element = &page.elements[at];
        let is_body = element.hints.has(Names::ARTICLE.with(Names::BODY));
        if matches!(element.tag, Tag::Figure | Tag::Figcaption | Tag::Nav | Tag::Footer) {
            return true;
        }
        // `<div id="__next">` is the whole page of one that was built with Next.js, and no next article.
        let is_root =
            || mentions(page, at, b"__next") && page.attribute(at, "id").as_deref() == Some("__next");
        if element.hints.has(sure) && !element.hints.has(own) && !is_body && !is_root() {
            return true;
        }
        is_own |= element.hints.has(own);
        is_unsure |= element.tag == Tag::Aside || (element.hints.has(unsure) && !is_body);
    }
    is_unsure && !is_own
}
