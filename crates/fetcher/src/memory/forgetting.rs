//! What is to be remembered of pages whose articles somebody had forgotten (erasure): nothing that feeds told of them, and that they
//! are not asked for again.

use std::collections::BTreeSet;

use veille_model::{FeedEntry, Mark};

use super::key::page_key;
use super::looks::Look;
use super::page::PageMemory;
use super::pending::Pending;
use super::value::{recall, written};

/// What such a page is refused for.
const REASON: &str = "forgotten";

/// Tells of each mark of a frontier how it is to be once the articles at these addresses are forgotten; None of one that says nothing
/// of them.
pub fn forgetting(addresses: &BTreeSet<String>) -> impl Fn(&Mark) -> Option<Mark> + Send + Sync + use<> {
    let pages = Pages(addresses.iter().map(|address| page_key(address)).collect());
    move |mark| {
        let value = mark.value.as_ref()?;
        match mark.key.split_once('/')?.0 {
            "page" => pages.remembered(&mark.key, value),
            "looks" => pages.to_look_at(&mark.key, value),
            "pending" => pages.under_way(&mark.key, value),
            _ => None,
        }
    }
}

/// Keys of pages that are forgotten.
struct Pages(BTreeSet<String>);

impl Pages {
    fn have(&self, url: Option<&String>) -> bool {
        url.is_some_and(|url| self.0.contains(&page_key(url)))
    }

    /// A page: also under an address that only led to a forgotten one, where feeds told something of it.
    fn remembered(&self, key: &str, value: &String) -> Option<Mark> {
        let is_it = self.0.contains(key);
        // Before it is read as JSON: most marks hold nothing of the kind, and there are many.
        if !is_it && !value.contains("\"told\"") {
            return None;
        }
        let PageMemory { url, at, found, stood_at, .. } = recall(Some(value))?;
        let is_it =
            is_it || [Some(&url), found.as_ref(), stood_at.as_ref()].iter().any(|url| self.have(*url));
        let rests =
            PageMemory { url, at, refused: Some(REASON.to_owned()), lasting: true, ..PageMemory::default() };
        is_it.then(|| rests.mark(key))
    }

    fn to_look_at(&self, key: &str, value: &String) -> Option<Mark> {
        let looks: Vec<Look> = recall(Some(value))?;
        let left: Vec<&Look> = looks.iter().filter(|look| !self.is_looked_at(look)).collect();
        let value = || (!left.is_empty()).then(|| written(&left));
        (left.len() < looks.len()).then(|| Mark { key: key.to_owned(), value: value() })
    }

    /// A list of open pages. Entries keep their places in it, by which whoever works through it goes on.
    fn under_way(&self, key: &str, value: &String) -> Option<Mark> {
        let mut pending: Pending = recall(Some(value))?;
        let before = pending.clone();
        pending.looks.retain(|look| !self.is_looked_at(look));
        for entry in pending.entries.iter_mut().filter(|entry| self.have(entry.url.as_ref())) {
            let FeedEntry { id, shares_page, url, .. } = std::mem::take(entry);
            *entry = FeedEntry { id, shares_page, url, ..FeedEntry::default() };
        }
        (pending != before).then(|| Mark { key: key.to_owned(), value: Some(written(&pending)) })
    }

    fn is_looked_at(&self, look: &Look) -> bool {
        self.0.contains(&look.key) || self.have(look.entry.url.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::super::looks::{self, looks_key};
    use super::super::page::{Said, Wanted};
    use super::super::told::{Lacks, Told};
    use super::*;
    use crate::config::Config;

    const LOST: &str = "https://a.example/walled";

    fn entry(url: &str) -> FeedEntry {
        let summary = Some("What the feed told".to_owned());
        FeedEntry {
            url: Some(url.to_owned()),
            title: Some("Title".to_owned()),
            summary,
            ..FeedEntry::default()
        }
    }

    fn walled(url: &str) -> PageMemory {
        let (refused, told) = (Some("http_403".to_owned()), Told::of(&entry(url), Lacks::ALL));
        PageMemory { url: url.to_owned(), refused, refusals: 1, told, ..PageMemory::default() }
    }

    fn forgot(mark: &Mark) -> Option<Mark> {
        forgetting(&[LOST.to_owned()].into())(mark)
    }

    #[test]
    fn nothing_that_a_feed_told_of_a_forgotten_page_is_remembered_and_it_is_not_asked_for_again() {
        let short = "https://a.example/s/1";
        let led = PageMemory { found: Some(LOST.to_owned()), ..walled(short) };
        for (memory, key) in [(walled(LOST), page_key(LOST)), (led, page_key(short))] {
            let mark = forgot(&memory.mark(&key)).unwrap();
            let value = mark.value.as_ref().unwrap();
            assert!(mark.key == key && !value.contains("told") && !value.contains("Title"), "{mark:?}");
            let left: PageMemory = recall(Some(value)).unwrap();
            let again = entry(LOST);
            let said = Said { feed: "f", entry: &again, fingerprint: "corrected", title: None };
            assert_eq!(left.wants_visit(&said, left.at, &Config::default()), Wanted::No);
        }
        let other = "https://a.example/other";
        assert_eq!(forgot(&walled(other).mark(&page_key(other))), None);
        assert_eq!(forgot(&Mark { key: "stories/at".to_owned(), value: Some("7".to_owned()) }), None);
    }

    #[test]
    fn a_forgotten_page_is_not_looked_at_and_one_under_way_keeps_its_place_alone() {
        let other = "https://a.example/other";
        let at = chrono::DateTime::UNIX_EPOCH;
        let look = |url: &str| Look::first(&page_key(url), &entry(url), true, at);
        let both = forgot(&looks::mark("feed", 7, &[look(LOST), look(other)])).unwrap();
        assert_eq!(recall::<Vec<Look>>(both.value.as_ref()), Some(vec![look(other)]));
        let alone = forgot(&looks::mark("feed", 7, &[look(LOST)])).unwrap();
        assert_eq!(alone, Mark { key: looks_key("feed", 7), value: None });
        assert_eq!(forgot(&looks::mark("feed", 7, &[look(other)])), None);

        let entries = vec![entry(LOST), entry(other)];
        let pending = Pending { entries, looks: vec![look(LOST)], ..Pending::default() };
        let left = forgot(&pending.mark("feed")).unwrap();
        let left: Pending = recall(left.value.as_ref()).unwrap();
        let bare = FeedEntry { url: Some(LOST.to_owned()), ..FeedEntry::default() };
        assert_eq!((left.entries, left.looks), (vec![bare, entry(other)], vec![]));
    }
}
