//! Plain text out of fields that hold a little markup: references, tags, white space.

use std::borrow::Cow;

use crate::page::decode_references;

/// What a page says in one field beyond this is not read.
const FIELD_BYTES_MAX: usize = 20_000;

/// A field's text on one line: tags dropped, references decoded (twice, as many a system encodes twice), white space
/// collapsed. None where nothing is left.
pub(super) fn plain(text: &str) -> Option<String> {
    let untagged = without_tags(&text[..text.floor_char_boundary(FIELD_BYTES_MAX)]);
    let once = decode_references(&untagged);
    // `&amp;quot;` from systems that escape what is escaped already.
    let twice = if once.contains('&') { decode_references(&once).into_owned() } else { once.into_owned() };
    // Soft hyphens and joiners would part a name from itself in every comparison.
    let visible = twice.replace(['\u{ad}', '\u{200b}', '\u{feff}', '\u{2060}'], "");
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// Text without tags. A `<` that no letter or slash follows is one of the text's own.
pub(super) fn without_tags(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        kept.push_str(&rest[..open]);
        rest = &rest[open..];
        let is_tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match rest.find('>').filter(|_| is_tag) {
            Some(close) => {
                let inline = [
                    "<i>",
                    "</i>",
                    "<b>",
                    "</b>",
                    "<em>",
                    "</em>",
                    "<strong>",
                    "</strong>",
                    "<span",
                    "</span",
                    "<a ",
                    "</a>",
                ];
                // `Ha<b>noi</b>` is one word, `one<br>two` are two.
                if !inline.iter().any(|tag| rest.starts_with(tag)) {
                    kept.push(' ');
                }
                rest = &rest[close + 1..];
            }
            None => {
                kept.push('<');
                rest = &rest[1..];
            }
        }
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_becomes_one_plain_line() {
        let check = |text: &str, expected: &str| assert_eq!(plain(text).as_deref(), Some(expected), "{text}");
        check(" A &amp;quot;B&amp;quot;\n C ", "A \"B\" C");
        check("Why <i>Dune</i>'s sand", "Why Dune's sand");
        check("<p>One</p><p>Two</p>", "One Two");
        check("1 < 2 & 3", "1 < 2 & 3");
        check("un\u{ad}broken", "unbroken");
        assert_eq!(plain(" <br/> "), None);
    }
}
