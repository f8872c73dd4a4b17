//! What of an outcome stands in columns.

use std::borrow::Cow;

use veille_model::{Outcome, canonical_url};

/// Where to find the outcome by address. The fetcher's inputs are addresses themselves.
pub(crate) fn address(outcome: &Outcome) -> Option<String> {
    match &outcome.url {
        Some(url) => Some(canonical_url(url).unwrap_or_else(|| url.clone())),
        None => canonical_url(&outcome.input),
    }
}

/// The outcomes with their addresses. The stages speak of one capture one after the other, so its address is read once.
pub(crate) fn addressed<'o>(outcomes: &'o [Cow<'_, Outcome>]) -> Vec<(&'o Outcome, Option<String>)> {
    let mut addressed: Vec<(&Outcome, Option<String>)> = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        let address = match addressed.last() {
            Some((last, address)) if outcome.url.is_some() && last.url == outcome.url => address.clone(),
            _ => address(outcome),
        };
        addressed.push((outcome, address));
    }
    addressed
}
