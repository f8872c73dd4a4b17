//! Links within the texts of entries, made whole: whoever is handed an entry no longer knows what they were relative to.

use url::Url;
use veille_text::reference::{decode_closed, encode};

use super::context::Context;

/// Attributes that hold an address.
const ADDRESSES: [&str; 4] = ["href", "src", "poster", "cite"];
/// Bytes that addresses may add to a text beside twice its own: a base may be long, and a text full of links.
const ADDED_BYTES: usize = 1_000;

/// The markup with its links as they are from anywhere. A place of the text itself (`#note`) stays one.
pub(super) fn with_whole_links(html: String, context: &Context) -> String {
    let Some(base) = &context.base else { return html };
    if !html.contains('=') {
        return html;
    }
    let mut out =
        Whole { base, text: &html, taken: 0, out: String::new(), room: 2 * html.len() + ADDED_BYTES };
    let mut at = 0;
    while let Some(open) = html[at..].find('<') {
        at += open + 1;
        if html[at..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            at = out.tag(at);
        }
    }
    match out.taken {
        0 => html,
        taken => out.out + &html[taken..],
    }
}

/// A text on its way.
struct Whole<'t> {
    base: &'t Url,
    text: &'t str,
    /// Bytes of it that are in `out`, as they were or made whole.
    taken: usize,
    out: String,
    room: usize,
}

impl Whole<'_> {
    /// Goes through the tag whose name begins here, and answers where it ends.
    fn tag(&mut self, at: usize) -> usize {
        let text = self.text;
        let ends_name = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/' | '<');
        let past = |at: usize, skips: &dyn Fn(char) -> bool| {
            text[at..].find(|c: char| !skips(c)).map_or(text.len(), |length| at + length)
        };
        let mut at = past(at, &|c| !ends_name(c));
        loop {
            at = past(at, &|c| c.is_ascii_whitespace() || matches!(c, '/' | '='));
            if text[at..].is_empty() || text[at..].starts_with(['>', '<']) {
                return at;
            }
            let named = at;
            at = past(at, &|c| !ends_name(c));
            let name = &text[named..at];
            let equals = past(at, &|c| c.is_ascii_whitespace());
            if !text[equals..].starts_with('=') {
                continue;
            }
            let begins = past(equals + 1, &|c| c.is_ascii_whitespace());
            let (value, ends) = match text[begins..].chars().next() {
                Some(quote @ ('"' | '\'')) => match text[begins + 1..].find(quote) {
                    Some(length) => (&text[begins + 1..begins + 1 + length], begins + length + 2),
                    // Nobody closes it: what is the rest cannot be told.
                    None => return text.len(),
                },
                _ => {
                    let ends = past(begins, &|c| !c.is_ascii_whitespace() && c != '>');
                    (&text[begins..ends], ends)
                }
            };
            self.attribute(name, value, begins, ends);
            at = ends;
        }
    }

    fn attribute(&mut self, name: &str, value: &str, begins: usize, ends: usize) {
        let whole = if name.eq_ignore_ascii_case("srcset") {
            self.candidates(value)
        } else if ADDRESSES.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            self.whole(&decode_closed(value))
        } else {
            None
        };
        let Some(whole) = whole.map(|whole| encode(&whole, "\"")) else { return };
        let Some(room) = self.room.checked_sub(whole.len()) else { return };
        self.room = room;
        self.out.push_str(&self.text[self.taken..begins]);
        self.out.push_str(&format!("\"{whole}\""));
        self.taken = ends;
    }

    /// An address that is relative, from anywhere.
    fn whole(&self, written: &str) -> Option<String> {
        let written = written.trim();
        let is_of_here = written.is_empty() || written.starts_with('#');
        if is_of_here || Url::parse(written).is_ok() {
            return None;
        }
        let joined = self.base.join(written).ok()?;
        matches!(joined.scheme(), "http" | "https").then(|| joined.into())
    }

    /// `small.jpg 1x, large.jpg 2x`: commas with a blank behind them part pictures, others belong to addresses.
    fn candidates(&self, value: &str) -> Option<String> {
        let value = decode_closed(value);
        let mut is_changed = false;
        let one = |candidate: &str| {
            let candidate = candidate.trim();
            let (url, size) = candidate.split_once(char::is_whitespace).unwrap_or((candidate, ""));
            let whole = self.whole(url);
            is_changed |= whole.is_some();
            format!("{} {size}", whole.as_deref().unwrap_or(url)).trim_end().to_owned()
        };
        let candidates: Vec<String> = value.split(", ").map(one).collect();
        is_changed.then(|| candidates.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(base: &str) -> Context {
        Context { base: Url::parse(base).ok(), states_base: false, language: None }
    }

    #[test]
    fn links_of_a_text_are_whole() {
        let check = |html: &str, expected: &str| {
            let found = with_whole_links(html.to_owned(), &of("https://a.example/dir/feed"));
            assert_eq!(found, expected, "{html}");
        };
        check("<a href=\"x\">k</a>", "<a href=\"https://a.example/dir/x\">k</a>");
        check("<A HREF='/x?a=1&amp;b=2'>", "<A HREF=\"https://a.example/x?a=1&amp;b=2\">");
        check("<img alt=a src=y.png>", "<img alt=a src=\"https://a.example/dir/y.png\">");
        check("<a href=../x/>k", "<a href=\"https://a.example/x/\">k");
        check("<img src=\"//b.example/y\"/>", "<img src=\"https://b.example/y\"/>");
        check(
            "<img srcset=\"s.jpg 1x, https://b.example/l,w_2.jpg 2x\">",
            "<img srcset=\"https://a.example/dir/s.jpg 1x, https://b.example/l,w_2.jpg 2x\">",
        );
    }

    #[test]
    fn all_else_stays_as_it_is() {
        for html in [
            "<a href=\"https://b.example/x\">k</a>",
            "<a href=\"#note\">1</a> <a href=\"mailto:a@b.example\"> <a href=''> <a href=\"data:x\">",
            "a < b = c",
            "<b>href=\"x\"</b>",
            "<a title='href=x'>",
            "<a href=\"x",
            "<a href",
            "<",
            "<é href=x>",
        ] {
            assert_eq!(with_whole_links(html.to_owned(), &of("https://a.example/")), html);
        }
        let nowhere = Context { base: None, states_base: false, language: None };
        assert_eq!(with_whole_links("<a href=x>".to_owned(), &nowhere), "<a href=x>");
    }

    #[test]
    fn a_text_full_of_links_grows_no_more_than_by_twice_its_length() {
        let base = of(&format!("https://a.example/{}/", "x".repeat(1_900)));
        let html = "<a href=x>".repeat(10_000);
        assert!(with_whole_links(html.clone(), &base).len() <= 3 * html.len() + ADDED_BYTES);
        for open in ["<a ", "<a href=\"", "<a =", "<a href='x' ", "<a/"] {
            with_whole_links(open.repeat(200_000), &base);
        }
    }
}
