//! The line that stands for an entry without a title, where people choose among entries.

use veille_model::FeedEntry;

use super::markup::{Child, Element, read};
use super::plain::plain;

/// Letters of a text that stand for a title.
const LETTERS_MAX: usize = 100;
/// Bytes of it that are looked at.
const BYTES_MAX: usize = 4_096;
/// Elements within a line: all others part words, `<p>Hello</p><p>there</p>`.
const INLINE: [&str; 32] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var",
];
/// Those whose text nobody sees.
const UNSEEN: [&str; 3] = ["script", "style", "noscript"];

/// An entry's title; where it has none the beginning of its text, and where it has neither, its address.
pub fn heading(entry: &FeedEntry) -> Option<String> {
    let texts = [entry.content.as_deref(), entry.summary.as_deref()];
    let begun = || texts.into_iter().flatten().map(beginning).find(|begun| !begun.is_empty());
    entry.title.clone().or_else(begun).or_else(|| entry.url.clone())
}

fn beginning(html: &str) -> String {
    let mut text = String::new();
    push(&read(html), &mut text);
    let text = plain(&text);
    match text.char_indices().nth(LETTERS_MAX) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

fn push(element: &Element, text: &mut String) {
    let gap = if INLINE.contains(&element.name.as_str()) { "" } else { " " };
    text.push_str(gap);
    for child in &element.children {
        match child {
            _ if text.len() > BYTES_MAX => return,
            Child::Text(part) => text.push_str(part),
            Child::Element(inside) if UNSEEN.contains(&inside.name.as_str()) => {}
            Child::Element(inside) => push(inside, text),
        }
    }
    text.push_str(gap);
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
        check(summary("<p>Hello</p><p>there</p>"), "Hello there");
        check(summary("Alpha <b>be</b>ta.<br><p>Gamma</p>"), "Alpha beta. Gamma");
        check(summary("<ul><li>a</li><li>b</li></ul>"), "a b");
        check(summary("a<div>b</div><style>c</style><td>d</td>"), "a b d");
        check(summary("<img src=x>"), "https://a.example/1");
        check(summary(&"a ".repeat(80)), &format!("{}…", "a ".repeat(50).trim_end()));
    }
}
