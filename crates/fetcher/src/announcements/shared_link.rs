//! Links that lead to the publisher and not to the page.

use std::collections::HashSet;

use veille_model::{FeedEntry, canonical_url};

/// Titles under one link from which on the link is the feed's mistake, and not a page announced twice.
const SHARED_LINK_MIN: usize = 3;

/// Takes the link from all entries where they share one: some feeds give every entry the address of the front page
/// (taranis-ai#515). The entries are then captured as they are, each by its title.
pub(crate) fn drop_shared_link(found: &mut [FeedEntry]) {
    let first = found.first().and_then(|entry| entry.url.as_deref()).and_then(canonical_url);
    // By the canonical address: a tracking parameter such as `utm_content` may differ from entry to entry.
    let shared = found.iter().all(|entry| entry.url.as_deref().and_then(canonical_url) == first);
    let titles: HashSet<Option<&str>> = found.iter().map(|entry| entry.title.as_deref()).collect();
    if !shared || titles.len() < SHARED_LINK_MIN {
        return;
    }
    for entry in found {
        entry.url = None;
    }
}
