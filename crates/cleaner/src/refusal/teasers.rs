//! Section pages: headlines that lead elsewhere, each with a teaser, and no text of the page's own.

use veille_text::letter;

use crate::page::Block;
use crate::reading::Cleaned;

/// Headlines with teasers that make a list.
const HEADLINES_MIN: usize = 6;
/// Letters of a headline, at least; a menu's entries have fewer.
const HEADLINE_LETTERS: usize = 16;
/// Blocks kept one after the other, with no linked headline between them, that make a text.
const TEXT_BLOCKS: usize = 3;
/// A single paragraph that is longer is a text too.
const TEASER_LETTERS_MAX: usize = 450;
/// Words in the last part of an article's address, at least: `the-river-rises-again`.
const SLUG_WORDS: usize = 4;
/// Digits that number an article in its address.
const NUMBER_DIGITS: usize = 4;

/// Headlines that lead elsewhere, where the page says nothing else.
pub(crate) fn listed(cleaned: &Cleaned<'_>, url: Option<&str>) -> Option<usize> {
    let metadata = &cleaned.metadata;
    let address = metadata.canonical_url.as_deref().or(url)?;
    // A page without `og:type` counts as a website: the other signs of a single article still speak for it.
    let kind = cleaned.page.meta("og:type").unwrap_or("website");
    let is_section = cleaned.page.markup
        && kind.eq_ignore_ascii_case("website")
        && metadata.article_body.is_none()
        && !metadata.kind.as_deref().is_some_and(|kind| kind.contains("Article") || kind.contains("Posting"))
        && cleaned.page.meta("article:published_time").is_none()
        && !names_article(address);
    is_section.then(|| headlines(cleaned)).flatten()
}

/// The linked headlines among what was kept, unless text stands between two of them.
fn headlines(cleaned: &Cleaned<'_>) -> Option<usize> {
    let page = &cleaned.page;
    let kept = |at: &usize| cleaned.verdicts[*at].keep;
    let first = (0..page.blocks.len()).find(kept)?;
    let last = (first..page.blocks.len()).rfind(kept)?;
    let (mut headlines, mut row) = (0, 0);
    // Two before: the first teaser's headline may not have been kept.
    for at in first.saturating_sub(2)..=last {
        let block = &page.blocks[at];
        let text = page.block_text(block);
        if is_linked(block) && letter::count(text) >= HEADLINE_LETTERS {
            headlines += 1;
            row = 0;
        } else if kept(&at) {
            row += 1;
            // Text between the headlines: a newsletter, a press review, a live page are articles.
            if row >= TEXT_BLOCKS || letter::count(text) > TEASER_LETTERS_MAX {
                return None;
            }
        }
    }
    (headlines >= HEADLINES_MIN).then_some(headlines)
}

fn is_linked(block: &Block) -> bool {
    block.link_bytes * 10 > block.text.len() * 9
}

/// Whether the path ends as an article's does, in a slug, a number or a file, and not as a section's: `/monde/`.
fn names_article(address: &str) -> bool {
    let path =
        address.split_once("://").map_or(address, |(_, rest)| rest.split_once('/').map_or("", |it| it.1));
    let path = path.split('#').next().unwrap_or_default();
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let words = last.split(['-', '_', '+']).filter(|word| !word.is_empty()).count();
    let digits = last.bytes().filter(u8::is_ascii_digit).count();
    // `/monde/`, `/world/asia` have none of these; `?id=1` may be an article of an old system.
    words >= SLUG_WORDS || digits >= NUMBER_DIGITS || last.contains('.') || last.contains('?')
}
