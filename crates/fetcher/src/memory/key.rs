//! Under which key something is remembered (URL deduplication), and the digests by which a change of it is seen.

use sha2::{Digest as _, Sha256};
use url::Url;
use veille_model::{ArticleId, FeedEntry, canonical_url, hexadecimal};

/// The key of a feed, by its address as configured.
pub(crate) fn feed_key(url: &str) -> String {
    format!("feed/{}", digest(&[url.as_bytes()]))
}

/// The key of a page: that of the article at its address, by whatever route.
pub(crate) fn page_key(url: &str) -> String {
    let article = ArticleId::of_url(canonical_url(url).as_deref().unwrap_or(url));
    format!("page/{}", digest(&[article.as_str().as_bytes()]))
}

/// The key of an entry: its page's, or one made of what it is called where it has no page of its own.
pub(crate) fn entry_key(feed: &Url, entry: &FeedEntry) -> String {
    match &entry.url {
        Some(url) if !entry.shares_page => page_key(url),
        _ => {
            let name = entry.id.as_deref().or(entry.title.as_deref()).unwrap_or_default();
            // With its feed: two papers print the same headline.
            format!("page/{}", digest(&[feed.as_str().as_bytes(), name.as_bytes()]))
        }
    }
}

/// An entry that has nothing to be called by: neither a page of its own, nor an identifier or a title, of which RSS asks for none
/// where there is a description. It is called by what it says, behind the address of its feed.
pub(crate) fn named_by_text(feed: &Url, entry: FeedEntry) -> FeedEntry {
    let is_named = entry.url.is_some() && !entry.shares_page || entry.id.is_some() || entry.title.is_some();
    if is_named || entry.content.is_none() && entry.summary.is_none() {
        return entry;
    }
    // Absent or empty, it says the same.
    let part = |text: &Option<String>| text.clone().unwrap_or_default();
    let date = entry.published_at.map(|moment| moment.to_string()).unwrap_or_default();
    let said = [part(&entry.content), part(&entry.summary), date];
    let digest = digest(&said.each_ref().map(String::as_bytes));
    FeedEntry { id: Some(format!("{feed}#{digest}")), ..entry }
}

/// Under which key it lies where a page on its way has led to.
pub(crate) fn led_key(page_key: &str) -> String {
    page_key.replacen("page/", "led/", 1)
}

/// The key of what was answered to a question.
pub(crate) fn answer_key(question: &str) -> String {
    format!("answer/{}", digest(&[question.as_bytes()]))
}

/// What tells one wording of an entry from another: title and dates, without the texts, which carry counters and ads. Where an
/// entry is all that there is of an article, its texts count.
pub(crate) fn fingerprint(entry: &FeedEntry) -> String {
    let changed = entry.updated_at.or(entry.published_at).map(|moment| moment.to_string());
    let title = entry.title.as_deref().unwrap_or_default().as_bytes();
    if entry.shares_page {
        let text = entry.content.as_deref().or(entry.summary.as_deref()).unwrap_or_default();
        return digest(&[title, text.as_bytes()]);
    }
    digest(&[title, changed.unwrap_or_default().as_bytes()])
}

/// What tells one title of an entry from another; None where it has none.
pub(crate) fn title_digest(entry: &FeedEntry) -> Option<String> {
    entry.title.as_ref().map(|title| digest(&[title.as_bytes()]))
}

/// The first 128 bits of a SHA-256 over the parts and their lengths, as 32 hexadecimal digits.
pub(crate) fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hexadecimal(&hash.finalize()[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_one_key_however_a_reader_came() {
        assert_eq!(page_key("https://a.example/x?utm_source=rss#top"), page_key("https://a.example/x"));
        assert_eq!(page_key("http://www.a.example/x/index.html"), page_key("https://m.a.example/x?amp=1"));
        assert_ne!(page_key("https://a.example/x?id=1"), page_key("https://a.example/x?id=2"));
    }
}
