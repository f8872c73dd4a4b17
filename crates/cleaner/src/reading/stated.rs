//! Bodies that stand in a page's structured data alone, as behind many a paywall and in pages that scripts fill in.

use crate::body::Verdict;
use crate::body::{Sieve, hash_words};
use crate::metadata::Metadata;
use crate::page::Page;

/// A shorter text is a summary.
const STATED_WORDS_MIN: usize = 80;
/// The page must have shown less than this share of the stated text.
const SHOWN_SHARE_MAX: f32 = 0.5;

/// Whether a stated text is markup: `<div x-show="!show"><svg …`, and not prose in which a tag is named.
pub(super) fn is_markup(text: &str) -> bool {
    text.contains("</p>") || text.contains("</div>") || text.matches("</").count() > 3
}

/// The text that structured data states, where the page shows only a smaller part of it.
pub(crate) fn better_text<'m>(
    page: &Page<'_>,
    verdicts: &[Verdict],
    metadata: &'m Metadata,
) -> Option<&'m str> {
    let stated = metadata.article_body.as_deref()?;
    let kept = page
        .blocks
        .iter()
        .zip(verdicts)
        .filter(|(_, verdict)| verdict.keep)
        .map(|(block, _)| page.block_text(block));
    let shown: usize = kept.clone().map(str::len).sum();
    // Most pages show what they state: told by the lengths, before any word is compared.
    if shown * 10 > stated.len() * 8 {
        return None;
    }
    let mut words = Vec::new();
    hash_words(stated, &mut words);
    let mut shown = Vec::new();
    kept.for_each(|text| hash_words(text, &mut shown));
    // The share of what is stated that is shown, not the other way round: a page may show
    // comments without number besides.
    let found = Sieve::of_shingles(&shown).share_of_shingles(&words);
    (words.len() >= STATED_WORDS_MIN && found < SHOWN_SHARE_MAX).then_some(stated)
}
