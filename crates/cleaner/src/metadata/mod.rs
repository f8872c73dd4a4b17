//! What a page says about its article: headline, byline, dates, addresses, provenance.
//!
//! Reading has two steps. [`read`] takes everything that the markup says before the body is known: JSON-LD, `<meta>`,
//! microdata, `<time>`, byline elements, headings, the address. [`Metadata::complete`] is told which blocks became the body and
//! adds what only the visible lines say: the headline of flattened text, `Hoàng Văn Minh |`, `Báo Nhân dânBáo Nhân dân11/10/2025`, the
//! dateline, the credit line. Feed entries have [`of_entry`]. Every candidate is kept with its origin.

mod byline;
mod candidate;
mod date_words;
mod document;
mod entry;
mod flat_headline;
mod head;
mod headline;
pub(crate) mod json;
mod linked;
mod plain;
mod published;
mod signatures;
mod visible;

use chrono::{DateTime, Utc};
use veille_model::{Credit, Dateline, Moment};

use crate::page::Page;

pub use candidate::{Candidate, Field, Origin};
pub(crate) use entry::of_entry;

/// What is known beside the page.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Input<'a> {
    /// Address of the capture.
    pub url: Option<&'a str>,
    /// Instant of the capture: dates after it are flagged.
    pub captured_at: Option<DateTime<Utc>>,
}

/// What a page says about its article.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Metadata {
    /// Without the site's name.
    pub headline: Option<String>,
    /// The paragraph that stands under the headline, as the page's metadata gives it.
    pub standfirst: Option<String>,
    /// People.
    pub byline: Vec<String>,
    /// Place, day and agency that open the first paragraph.
    pub dateline: Option<Dateline>,
    /// The site's name for itself.
    pub site_name: Option<String>,
    /// Absolute, as the page gives it.
    pub canonical_url: Option<String>,
    /// When it was published.
    pub published_at: Option<Moment>,
    /// When it was last changed.
    pub modified_at: Option<Moment>,
    /// BCP 47, as declared.
    pub declared_language: Option<String>,
    /// Address of the lead image.
    pub lead_image: Option<String>,
    /// What `isAccessibleForFree` says.
    pub accessible_for_free: Option<bool>,
    /// The section it was filed under.
    pub section: Option<String>,
    /// Keywords that the page gives itself.
    pub keywords: Vec<String>,
    /// Where the text says it was taken from.
    pub provenance: Vec<Credit>,
    /// The text as JSON-LD gives it (`articleBody`), lines kept, references decoded.
    pub article_body: Option<String>,
    /// schema.org type of the article's node: `LiveBlogPosting` is a live blog.
    pub kind: Option<String>,
    /// What is doubtful: `date_after_capture`, `date_before_web`.
    pub flags: Vec<String>,
    /// Whether the markup names a house, or nobody, where people would stand.
    is_signed_by_house: bool,
    /// Everything found, chosen or not.
    pub candidates: Vec<Candidate>,
}

/// Reads what a page's markup says. For flattened text, which has none, the answer is empty.
pub(crate) fn read(page: &Page<'_>, input: &Input<'_>) -> Metadata {
    let mut metadata = Metadata::default();
    if page.markup {
        document::read(page, input, &mut metadata);
    }
    metadata
}

impl Metadata {
    /// Adds what the visible lines say, now that the body is known: `body` holds the places of its blocks, ascending. Answers
    /// the places of blocks that turned out to be metadata, and therefore no part of the body.
    pub(crate) fn complete(&mut self, page: &Page<'_>, input: &Input<'_>, body: &[usize]) -> Vec<usize> {
        visible::complete(self, page, input, body)
    }

    fn note(&mut self, candidate: Candidate) {
        if !candidate.value.is_empty() && !self.candidates.contains(&candidate) {
            self.candidates.push(candidate);
        }
    }

    fn flag(&mut self, flag: &str) {
        if !self.flags.iter().any(|known| known == flag) {
            self.flags.push(flag.to_owned());
        }
    }

    fn credit(&mut self, credit: Credit) {
        let same = |known: &Credit| {
            known.kind == credit.kind && known.url == credit.url && known.outlet == credit.outlet
        };
        if !self.provenance.iter().any(same) {
            self.provenance.push(credit);
        }
    }
}

#[cfg(test)]
mod tests;
