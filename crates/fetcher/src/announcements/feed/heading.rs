//! The line that stands for an entry without a title, where people choose among entries.

use veille_model::FeedEntry;

use super::markup::read;
use super::plain::plain;

/// Letters of a text that stand for a title.
const LETTERS_MAX: usize = 100;

/// An entry's title; where it has none the beginning of its text, and where it has neither, its address.
pub fn heading(entry: &FeedEntry) -> Option<String> {
    let texts = [entry.content.as_deref(), entry.summary.as_deref()];
    let begun = || texts.into_iter().flatten().map(beginning).find(|begun| !begun.is_empty());
    entry.title.clone().or_else(begun).or_else(|| entry.url.clone())
}

fn beginning(html: &str) -> String {
    let text = plain(&read(html).text());
    match text.char_indices().nth(LETTERS_MAX) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_without_a_title_is_called_by_its_text_or_its_address() {
        let url = Some("https://a.example/1".to_owned());
        let check = |entry: FeedEntry, expected: &str| assert_eq!(heading(&entry).as_deref(), Some(expected));
        let summary = |text: &str| FeedEntry {
            summary: Some(text.to_owned()),
            url: url.clone(),
            ..FeedEntry::default()
        };
        check(summary("<p>AT&amp;T bought <b>by SBC</b>!</p>"), "AT&T bought by SBC!");
        check(summary("<img src=x>"), "https://a.example/1");
        check(summary(&"a ".repeat(80)), &format!("{}…", "a ".repeat(50).trim_end()));
    }
}
