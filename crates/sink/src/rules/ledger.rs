//! What of an outcome stands in columns.

use veille_model::{Outcome, canonical_url};

/// Where to find the outcome by address. The fetcher's inputs are addresses themselves.
pub(crate) fn address(outcome: &Outcome) -> Option<String> {
    match &outcome.url {
        Some(url) => Some(canonical_url(url).unwrap_or_else(|| url.clone())),
        None => canonical_url(&outcome.input),
    }
}
