//! What a page would cost a parser that follows the standard to the letter.
//!
//! The arena reads any page in the time that its bytes take. Selectors need a tree, and the tree of the standard has two ways to be
//! greater than its page: formatting elements left open are made anew in each paragraph that follows (13.2.4.3), so that 100 KB of
//! `<b id=1>…<b id=4000>` and `<p>x<p>x…` are fifty million nodes; and where elements are nested deeply, each paragraph looks through all
//! of them for one to close. Both are counted here first, tag by tag.

use std::collections::HashMap;

use super::Tag;
use super::attribute::Attributes;
use super::token::{Token, Tokens};

/// Formatting elements made anew or looked through, at most: some 100 MB of nodes. News pages that forget an end tag or two make some ten thousand.
const REOPENED_MAX: u64 = 500_000;
/// Open elements that all start tags together look through; a page of 60,000 elements on 500 levels has half.
const LOOKED_THROUGH_MAX: u64 = 60_000_000;
/// Attributes of one tag, each of which is compared to all before it.
const ATTRIBUTES_MAX: usize = 1_000;
/// Raw elements inside raw elements that are looked into.
const RAW_DEPTH_MAX: usize = 3;

/// Whether a page costs out of all proportion to its length.
pub(crate) fn is_out_of_proportion(source: &str) -> bool {
    let mut weight = Weight::default();
    weight.read(source, 0);
    weight.is_too_much()
}

#[derive(Default)]
struct Weight {
    /// Open formatting elements by name, and all of them.
    formatting: HashMap<String, u64>,
    open_formatting: u64,
    /// The same of elements that only their own end tag ends.
    nesting: HashMap<String, u64>,
    open: u64,
    /// Whether something was begun inside a drawing that may keep its end tag from ending it.
    is_mixed: bool,
    reopened: u64,
    looked_through: u64,
    is_crowded: bool,
}

impl Weight {
    fn read(&mut self, source: &str, depth: usize) {
        for token in Tokens::of(source) {
            match token {
                Token::Text(..) => self.reopened += self.open_formatting,
                Token::Start { tag, name, attributes, self_closing } => {
                    let attributes = &source[attributes.0..attributes.1];
                    // Looked at where there can be so many: each takes two bytes.
                    self.is_crowded |= attributes.len() > 2 * ATTRIBUTES_MAX
                        && Attributes::all(attributes).take(ATTRIBUTES_MAX + 1).count() > ATTRIBUTES_MAX;
                    self.start(tag, &source[name.0..name.1].to_ascii_lowercase(), self_closing);
                }
                Token::End { name, .. } => self.end(&source[name.0..name.1].to_ascii_lowercase()),
                // In drawings, formulas and lists to choose from the standard reads `<style>` and `<script>` as markup.
                Token::Raw(start, end) => {
                    if (self.is_mixed || self.is_in(&DRAWINGS) || self.is_in(&["select"]))
                        && depth < RAW_DEPTH_MAX
                    {
                        self.read(&source[start..end], depth + 1);
                    }
                }
            }
            if self.is_too_much() {
                return;
            }
        }
    }

    fn is_too_much(&self) -> bool {
        self.reopened > REOPENED_MAX || self.looked_through > LOOKED_THROUGH_MAX || self.is_crowded
    }

    fn is_in(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.nesting.get(*name).is_some_and(|open| *open > 0))
    }

    fn start(&mut self, tag: Tag, name: &str, self_closing: bool) {
        self.looked_through += self.open;
        // Each of them is compared to a new one, too (Noah's Ark, 13.2.4.3).
        self.reopened += self.open_formatting;
        let in_drawing = self.is_in(&DRAWINGS);
        let in_text = self.is_in(&TEXTS);
        self.is_mixed |= in_drawing && (in_text || tag != Tag::Other && !tag.is_raw());
        if is_formatting(name) {
            self.open_formatting += 1;
            *self.formatting.entry(name.to_owned()).or_default() += 1;
            return;
        }
        // The slash of `<path/>` ends it in a drawing, and nowhere else.
        let is_whole = self_closing && (in_drawing && !self.is_mixed || DRAWINGS.contains(&name));
        // `<a>` ends the one before.
        if !is_whole && !tag.is_void() && tag != Tag::A && !ENDED.contains(&name) {
            self.open += 1;
            *self.nesting.entry(name.to_owned()).or_default() += 1;
        }
    }

    fn end(&mut self, name: &str) {
        self.looked_through += self.open;
        self.reopened += self.open_formatting;
        let (all, open) = match is_formatting(name) {
            true => (&mut self.open_formatting, self.formatting.get_mut(name)),
            false => (&mut self.open, self.nesting.get_mut(name)),
        };
        if let Some(open) = open.filter(|open| **open > 0) {
            *open -= 1;
            *all -= 1;
        }
    }
}

/// What holds elements of another vocabulary, and what holds text of the page's own in these (13.2.6, integration points).
const DRAWINGS: [&str; 2] = ["svg", "math"];
const TEXTS: [&str; 8] = ["foreignobject", "desc", "mi", "mo", "mn", "ms", "mtext", "annotation-xml"];
/// Elements that the next of their kind ends, or what is around them.
const ENDED: [&str; 16] = [
    "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "caption", "colgroup", "option",
    "html", "head", "body",
];

/// The standard's formatting elements (13.2.4.3), but the link, of which one alone is open.
fn is_formatting(name: &str) -> bool {
    let names = ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
    names.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_make_more_of_themselves_are_told() {
        let bold: String = (0..4_000).map(|at| format!("<b id={at}>")).collect();
        let paragraphs = "<p>x".repeat(13_000);
        let check = |html: &str, expected: bool| {
            assert_eq!(is_out_of_proportion(html), expected, "{html:.60} {}", html.len());
        };
        check(&format!("<p>{bold}{paragraphs}"), true);
        check(&bold, true);
        // Hidden where one reader of tags sees none and another does.
        check(&format!("<svg><style>{bold}{paragraphs}</style></svg>"), true);
        check(
            &format!("<svg><foreignObject><div></svg></div></foreignObject><style>{bold}{paragraphs}"),
            true,
        );
        check(&format!("<p>{}{paragraphs}", bold.replace('>', "><!--</b>-->")), true);
        check(&format!("<p>{}{paragraphs}", bold.replace('>', "><style></b></style>")), true);
        check(&format!("<select><style><input>{bold}{paragraphs}</style>"), true);
        check(&format!("<svg><foreignObject><x></foreignObject>{}", "<x/>".repeat(100_000)), true);
        check(&"<div>".repeat(100_000), true);
        check(&"<a-b>".repeat(100_000), true);
        check(&format!("<div {}>", "a=b ".repeat(100_000)), true);
        // Pages as they are.
        check(&"<p>Un <b>mot</b> et un <a href=/x>lien</a>.".repeat(30_000), false);
        check(&format!("<p><b><i><font color=red>{}", "<p>Un mot<br>".repeat(20_000)), false);
        check(&format!("<div>{}", "<li><a href=x>Un<td><option>lien<img><br>".repeat(20_000)), false);
        check(&format!("<svg><style>.a{{}}</style></svg><script>{bold}{paragraphs}</script><p>x"), false);
        check(&format!("{}{}", "<div>".repeat(300), "<p>x".repeat(30_000)), false);
        let icon = "<SVG><desc>Un dessin</desc><path d=x /><g><circle/></g></svg><B>gras</b>";
        check(&icon.repeat(20_000), false);
        check(&format!("<div title='{}'>", "a b ".repeat(100_000)), false);
    }
}
