//! Entries that lead to one page, told apart from one page that is announced twice.

use std::collections::{HashMap, HashSet};

use url::Url;
use veille_model::{FeedEntry, canonical_url};

/// Wordings under one address from which on the address is the feed's mistake, and not a page announced twice.
const SHARED_LINK_MIN: usize = 3;

/// Marks the entries that are articles of their own though others have their address.
///
/// Items of a live page differ behind `#` alone (fraidycat#74); some feeds give every entry the address of the front page
/// (taranis-ai#515). Each is captured as it is, by its identifier. What says the same twice is one page.
pub(crate) fn tell_apart(found: &mut [FeedEntry]) {
    let mut pages: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, entry) in found.iter().enumerate() {
        // By the canonical address: a tracking parameter such as `utm_content` may differ from entry to entry.
        if let Some(page) = entry.url.as_deref().and_then(canonical_url) {
            pages.entry(page).or_default().push(at);
        }
    }
    for shared in pages.into_values().filter(|shared| shared.len() > 1) {
        let entries = || shared.iter().map(|at| &found[*at]);
        let wordings: HashSet<_> = entries().map(|it| (&it.title, &it.summary, &it.content)).collect();
        let places: HashSet<_> = entries().filter_map(fragment).collect();
        let is_live = places.len() > 1 && wordings.len() > 1;
        if !is_live && wordings.len() < SHARED_LINK_MIN {
            continue;
        }
        for at in shared {
            let entry = &mut found[at];
            entry.shares_page = true;
            // Without an identifier its place on the page is one.
            entry.id =
                entry.id.take().or_else(|| if is_live { entry.url.clone() } else { entry.title.clone() });
        }
    }
}

/// What stands behind `#`, unless a tracker put it there (`#xtor=RSS-1`).
fn fragment(entry: &FeedEntry) -> Option<String> {
    let url = Url::parse(entry.url.as_deref()?).ok()?;
    let fragment = url.fragment().filter(|it| !it.is_empty() && !it.contains('='))?;
    Some(fragment.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(entries: &[(&str, &str)], expected: &[bool]) {
        let entry = |(url, title): &(&str, &str)| FeedEntry {
            url: Some(format!("https://a.example/{url}")),
            title: Some((*title).to_owned()),
            ..FeedEntry::default()
        };
        let mut found: Vec<FeedEntry> = entries.iter().map(entry).collect();
        tell_apart(&mut found);
        let shares: Vec<bool> = found.iter().map(|entry| entry.shares_page).collect();
        assert_eq!(shares, expected, "{entries:?}");
        assert!(found.iter().all(|entry| !entry.shares_page || entry.id.is_some()));
    }

    #[test]
    fn items_of_a_live_page_are_articles_and_a_page_announced_twice_is_one() {
        check(&[("live#1", "A"), ("live#2", "B"), ("3", "C")], &[true, true, false]);
        check(&[("1", "A"), ("1?utm_source=x", "A")], &[false, false]);
        check(&[("1", "A"), ("1", "A, corrected")], &[false, false]);
        check(&[("", "A"), ("", "B"), ("", "C")], &[true, true, true]);
        check(&[("1#xtor=RSS-1", "A"), ("1#xtor=RSS-2", "B")], &[false, false]);
    }
}
