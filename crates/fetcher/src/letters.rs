//! The letters of a page or an entry, whatever its charset, and how many it shows; without reading it.

use std::borrow::Cow;

use veille_text::charset::{Inside, Labels, decode};

/// A page as text, by the type that it came with and what it says itself.
pub(crate) fn of_page<'b>(body: &'b [u8], media_type: Option<&str>) -> Cow<'b, str> {
    decode(body, &Labels { content_types: [media_type, None], inside: Inside::Meta }).0
}

/// Letters of a text outside of its tags, scripts and styles; None where there are more than `most`.
pub(crate) fn within(text: &str, most: usize) -> Option<usize> {
    let (mut letters, mut rest) = (0, text);
    while !rest.is_empty() {
        let (before, tag) = rest.split_once('<').unwrap_or((rest, ""));
        letters += before.chars().filter(|c| c.is_alphanumeric()).count();
        if letters > most {
            return None;
        }
        let hidden = ["script", "style", "noscript", "title"];
        let name =
            // By its beginning: `<script>`, `<script src=…>`.
            hidden.iter().find(|name| tag.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name)));
        rest = match name {
            Some(name) => behind(tag, &format!("</{name}")),
            None => tag.split_once('>').map_or("", |(_, after)| after),
        };
    }
    Some(letters)
}

fn behind<'a>(text: &'a str, end: &str) -> &'a str {
    // Bytes, for a letter may have another length in capitals.
    let at = text.as_bytes().windows(end.len()).position(|part| part.eq_ignore_ascii_case(end.as_bytes()));
    let after = at.and_then(|at| text.get(at..)).unwrap_or("");
    after.split_once('>').map_or("", |(_, after)| after)
}
