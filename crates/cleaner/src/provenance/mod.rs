//! Where a text says it was taken from: credit lines, outlets before a date, agencies, datelines.
//!
//! Everything here works on lines of text, so flattened text and pages share it. Each finding repeats the words that
//! said so.

mod agency;
mod credit;
mod dateline;
mod openings;
mod republished;

#[cfg(test)]
mod tests;

use veille_model::{Credit, CreditKind, registrable_domain, same_site};

pub(crate) use agency::{agencies_in, agency};
pub(crate) use credit::{
    agency_credit, agency_line, credit_line, is_vietnamese, outlet_before_date, source_field, trailing_agency,
};
pub(crate) use dateline::split_dateline;
pub(crate) use openings::Openings;
pub(crate) use republished::republished;

/// The original that structured data names (`isBasedOn`).
pub(crate) fn based_on(url: &str) -> Option<Credit> {
    let words = url.trim();
    // The `@id` of a node may be a mere `#original`.
    veille_model::host(words)?;
    Some(Credit {
        kind: CreditKind::BasedOn,
        url: Some(words.to_owned()),
        outlet: None,
        words: words.to_owned(),
    })
}

/// A canonical link that leads to another site than the page's own.
pub(crate) fn canonical_elsewhere(canonical: &str, page_url: &str) -> Option<Credit> {
    // Nearly every page names itself: no need to take two addresses apart for that.
    if authority(canonical).is_some_and(|own| Some(own) == authority(page_url)) {
        return None;
    }
    let elsewhere = veille_model::host(canonical).is_some()
        && veille_model::host(page_url).is_some()
        && !same_site(canonical, page_url)
        && !one_publisher(canonical, page_url);
    elsewhere.then(|| Credit {
        kind: CreditKind::CanonicalLink,
        url: Some(canonical.to_owned()),
        outlet: None,
        words: canonical.to_owned(),
    })
}

/// Host and port as written, without parsing the address.
fn authority(url: &str) -> Option<&str> {
    url.split_once("://")?.1.split(['/', '?', '#']).next()
}

/// Whether two addresses lie below one registrable domain (`amp.example.org`, `news.example.org`): a house's own sites are no
/// originals of each other.
fn one_publisher(a: &str, b: &str) -> bool {
    let (Some(a), Some(b)) = (veille_model::host(a), veille_model::host(b)) else { return false };
    registrable_domain(&a).is_some_and(|domain| registrable_domain(&b) == Some(domain))
}
