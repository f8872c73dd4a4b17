//! The record that is filled in: what is known of an article beside its text, and everything that was found on the way.

use chrono::{DateTime, Utc};
use veille_model::{Credit, Dateline, Moment};

use super::candidate::{Candidate, Field, Spot};
use crate::dates;

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
    /// Agencies, desks and houses that the markup names where people would stand, as written.
    pub organisations: Vec<String>,
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
    /// The text as JSON-LD gives it (`articleBody`), as written: what the judges have learnt from.
    pub article_body: Option<String>,
    /// schema.org type of the article's node: `LiveBlogPosting` is a live blog.
    pub kind: Option<String>,
    /// What is doubtful: `date_after_capture`, `date_before_web`.
    pub flags: Vec<String>,
    /// Whether the markup names a house, or nobody, where people would stand.
    pub(super) is_signed_by_house: bool,
    /// The identifier of an entry that has no address of its own.
    pub entry_id: Option<String>,
    /// Everything found, chosen or not.
    pub candidates: Vec<Candidate>,
}

impl Metadata {
    /// Who signed: people, and where nobody did the organisations in their place; whether it is these.
    pub(crate) fn signed(&self) -> (&[String], bool) {
        if self.byline.is_empty() {
            (&self.organisations, !self.organisations.is_empty())
        } else {
            (&self.byline, false)
        }
    }

    pub(super) fn note(&mut self, candidate: Candidate) {
        if !candidate.value.is_empty() && !self.candidates.contains(&candidate) {
            self.candidates.push(candidate);
        }
    }

    pub(super) fn flag(&mut self, flag: &str) {
        if !self.flags.iter().any(|known| known == flag) {
            self.flags.push(flag.to_owned());
        }
    }

    pub(super) fn credit(&mut self, credit: Credit) {
        // The words may differ (`AFP`, `(AFP)`): one agency is credited once.
        let same = |known: &Credit| {
            known.kind == credit.kind && known.url == credit.url && known.outlet == credit.outlet
        };
        if !self.provenance.iter().any(same) {
            self.provenance.push(credit);
        }
    }

    /// Notes what the rule for the site found in the place of what was chosen, which stays on the list: an explanation shows what
    /// was overruled.
    pub(crate) fn overrule(&mut self, field: Field, value: &str) {
        self.candidates
            .iter_mut()
            .filter(|known| known.field == field)
            .for_each(|known| known.chosen = false);
        self.candidates.push(Candidate::new(field, Spot::SiteRule, value).chosen());
    }

    /// Takes the date that the rule for the site found, unless it cannot be true.
    pub(crate) fn overrule_date(&mut self, words: &str, moment: Moment, input: &Input<'_>) {
        match dates::doubt(&moment, input.captured_at) {
            Some(doubt) => {
                let mut candidate = Candidate::new(Field::Published, Spot::SiteRule, words);
                candidate.flag = Some(doubt.flag());
                self.flag(doubt.flag());
                self.note(candidate);
            }
            None => {
                self.overrule(Field::Published, words);
                self.published_at = Some(moment);
            }
        }
    }

    /// Takes a date from a visible line where the markup gave none.
    pub(super) fn take_date(&mut self, input: &Input<'_>, field: Field, words: &str, moment: Moment) {
        let mut candidate = Candidate::new(field, Spot::VisibleText, words);
        let target = if field == Field::Modified { &mut self.modified_at } else { &mut self.published_at };
        if let Some(doubt) = dates::doubt(&moment, input.captured_at) {
            candidate.flag = Some(doubt.flag());
            self.flag(doubt.flag());
        } else if target.is_none() {
            candidate.chosen = true;
            *target = Some(moment);
        }
        self.note(candidate);
    }
}
