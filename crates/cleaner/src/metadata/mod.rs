//! What a page says about its article: headline, byline, dates, addresses, provenance.
//!
//! Reading has two steps. [`read`] takes everything that the markup says before the body is known: JSON-LD, `<meta>`,
//! microdata, `<time>`, byline elements, headings, the address. [`Metadata::complete`] is told which blocks became the body and
//! adds what only the visible lines say: the headline of flattened text, `Hoàng Văn Minh |`, `Báo Nhân dânBáo Nhân dân11/10/2025`, the
//! dateline, the credit line. Feed entries have [`of_entry`]. Every candidate is kept with the spot where it stood.

mod beside_date;
mod byline;
mod candidate;
mod date_words;
mod document;
mod elsewhere;
mod entry;
mod flat_headline;
mod head;
mod headline;
pub(crate) mod json;
mod letters;
mod linked;
mod plain;
mod published;
mod record;
mod signatures;
mod titles;
mod visible;

use crate::page::Page;

pub(crate) use candidate::{Field, Spot};
pub(crate) use entry::of_entry;
pub(crate) use record::{Input, Metadata};
pub(crate) use titles::shares_words;

/// Reads what a page's markup says. For flattened text, which has none, the answer is empty.
pub(crate) fn read(page: &Page<'_>, input: &Input<'_>) -> Metadata {
    let mut metadata = Metadata::default();
    if page.markup {
        document::read(page, input, &mut metadata);
    }
    metadata
}

#[cfg(test)]
mod tests;
