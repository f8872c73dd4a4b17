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

use veille_model::{Credit, CreditKind, same_site};

pub(crate) use agency::{agencies_in, agency};
pub(crate) use credit::{agency_credit, agency_line, credit_line, outlet_before_date, trailing_agency};
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

/// Whether one host lies below the other's domain (`news.example.org`, `example.org`): the same house.
fn one_publisher(a: &str, b: &str) -> bool {
    let (Some(a), Some(b)) = (veille_model::host(a), veille_model::host(b)) else { return false };
    // `www.example.org` lies beside `news.example.org`, not above it.
    let (a, b) = (a.trim_start_matches("www."), b.trim_start_matches("www."));
    // `amp.example.org`, `news.example.org`: a house's own sites are no original of each other.
    a.ends_with(&format!(".{b}")) || b.ends_with(&format!(".{a}")) || domain(a) == domain(b)
}

/// The last two labels of a host, three where the last but one is as short as in `co.uk`.
fn domain(host: &str) -> &str {
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let (_, Some(second)) = (dots.next(), dots.next()) else { return host };
    let labels = &host[second + 1..];
    let short = labels.split('.').next().is_some_and(|label| label.len() <= 3);
    match (short, dots.next()) {
        (true, Some(third)) => &host[third + 1..],
        (true, None) => host,
        (false, _) => labels,
    }
}
