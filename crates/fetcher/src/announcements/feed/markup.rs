//! XML as it is found: read to the end, whatever is wrong with it.
//!
//! Blank lines and warnings of PHP before the declaration, bare `&`, `<` in titles, HTML in descriptions, elements never
//! closed, a document cut short. A tree is made of all of it; nothing is an error.

use veille_text::reference::{decode_closed, encode};

use super::cdata::{ENTRIES, Ends};
use super::doctype::Entities;
use super::namespace::{CORE, STRANGER, stands_for};

/// Elements inside one another; deeper ones become siblings, so that nothing that walks the tree can overflow.
const DEPTH_MAX: usize = 100;

/// Tags taken of one document; what follows is left out. A feed of megabytes has some ten thousand.
const TAGS_MAX: usize = 400_000;

/// Attributes kept of one document, and prefixes bound at one place of it: what is beyond them is left out.
const ATTRIBUTES_MAX: usize = 1_000_000;
const BOUND_MAX: usize = 256;

/// Elements in which an entry may hold another whole.
const HOLDERS: [&str; 6] = ["content", "source", "div", "body", "image", "group"];

/// Elements of HTML that hold nothing.
const VOID: &[&str] = &["br", "hr", "img", "input", "wbr", "source", "embed", "col", "area"];

/// An element: names in lower case without their prefix.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// `encoded` of `content:encoded`.
    pub(super) name: String,
    /// Its vocabulary, by the prefix that stands for it here: `content` of `content:encoded`, whatever it is called there;
    /// empty for the words of feeds themselves.
    pub(super) prefix: &'static str,
    /// Names as written but in lower case, values unescaped.
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Child>,
    /// Whether the document ends before it does.
    pub(super) cut_short: bool,
}

#[derive(Debug)]
pub(super) enum Child {
    Element(Element),
    /// Unescaped.
    Text(String),
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// All text inside, in order.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    fn push_text(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Child::Element(element) => element.push_text(text),
                Child::Text(part) => text.push_str(part),
            }
        }
    }

    /// The inside as markup: text as it is where there is only text, elements written out where there are any.
    pub(super) fn inner(&self) -> String {
        if self.elements().next().is_none() {
            return self.text();
        }
        let mut out = String::new();
        self.children.iter().for_each(|child| child.write(&mut out));
        out
    }
}

impl Child {
    fn write(&self, out: &mut String) {
        let element = match self {
            Self::Text(text) => return out.push_str(&encode(text, "\"")),
            Self::Element(element) => element,
        };
        out.push('<');
        out.push_str(&element.name);
        for (name, value) in &element.attributes {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            out.push_str(&encode(value, "\""));
            out.push('"');
        }
        // A closed `<br></br>` would be two of them to a reader of HTML.
        if VOID.contains(&element.name.as_str()) && element.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        element.children.iter().for_each(|child| child.write(out));
        out.push_str("</");
        out.push_str(&element.name);
        out.push('>');
    }
}

/// A document while it is read: the elements open, the innermost last, and what it declared.
struct Open {
    stack: Vec<Element>,
    entities: Entities,
    sections: Ends,
    /// Prefixes bound, with the depth of the element that bound them, and what they stand for.
    bound: Vec<(usize, String, &'static str)>,
    /// Attributes that there is still room for.
    attributes_left: usize,
}

/// Reads a document. The element answered is no part of it: its children are the document's roots.
pub(super) fn read(text: &str) -> Element {
    let mut open = Open {
        stack: vec![Element::default()],
        entities: Entities::default(),
        sections: Ends::default(),
        bound: Vec::new(),
        attributes_left: ATTRIBUTES_MAX,
    };
    let mut rest = text;
    let mut tags = 0;
    while !rest.is_empty() && tags < TAGS_MAX {
        rest = match rest.find('<') {
            None => {
                open.text(rest);
                ""
            }
            Some(0) => {
                tags += 1;
                markup(rest, &mut open)
            }
            Some(at) => {
                open.text(&rest[..at]);
                &rest[at..]
            }
        };
    }
    while open.stack.len() > 1 {
        open.stack.last_mut().expect("there is more than one").cut_short = true;
        close_top(&mut open);
    }
    open.stack.pop().unwrap_or_default()
}

impl Open {
    fn text(&mut self, text: &str) {
        let text = self.decoded(text);
        push_text(&mut self.stack, text);
    }

    fn decoded(&mut self, text: &str) -> String {
        match self.entities.is_empty() || !text.contains('&') {
            true => decode_closed(text).into_owned(),
            false => decode_closed(&self.entities.unfold(text)).into_owned(),
        }
    }

    /// The vocabulary of a prefix where the innermost element stands.
    fn vocabulary(&self, prefix: &str) -> &'static str {
        let bound = self.bound.iter().rev().find(|(_, name, _)| name == prefix);
        bound.map_or_else(|| stands_for(prefix, None), |(_, _, name)| name)
    }
}

/// Takes what begins with `<`, and answers what follows it.
fn markup<'a>(rest: &'a str, to: &mut Open) -> &'a str {
    // As written: references in it belong to the HTML that it holds, and are undone later.
    if let Some(cdata) = cdata(rest) {
        let element = to.stack.last().map_or("", |element| element.name.as_str());
        let (text, after) = to.sections.split(cdata, element);
        push_text(&mut to.stack, text.to_owned());
        return after;
    }
    if let Some(comment) = rest.strip_prefix("<!--") {
        return comment.split_once("-->").map_or("", |(_, after)| after);
    }
    if rest.starts_with("<?") {
        return rest.split_once("?>").map_or("", |(_, after)| after);
    }
    if rest.starts_with("<!") {
        return to.entities.read(rest);
    }
    if let Some(name) = rest.strip_prefix("</") {
        let (name, after) = name.split_once('>').unwrap_or((name, ""));
        close(to, &local(name.trim()).1);
        return after;
    }
    // `1 <2` in a title, or `<3`: a sign, not a tag.
    if !rest[1..].starts_with(|c: char| c.is_alphabetic() || c == '_') {
        push_text(&mut to.stack, "<".to_owned());
        return &rest[1..];
    }
    open(&rest[1..], to)
}

/// What stands in a section of CDATA, and behind it. Some write it in small letters.
fn cdata(rest: &str) -> Option<&str> {
    let (sign, inside) = rest.split_at_checked("<![CDATA[".len())?;
    sign.eq_ignore_ascii_case("<![CDATA[").then_some(inside)
}

fn open<'a>(tag: &'a str, to: &mut Open) -> &'a str {
    let end = tag.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '<')).unwrap_or(tag.len());
    let (prefix, name) = local(&tag[..end]);
    if ENTRIES.contains(&name.as_str()) {
        close_entry_before(to, &name);
    }
    let mut element = Element { name, ..Element::default() };
    let mut rest = &tag[end..];
    let mut closed = false;
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            rest = after;
            break;
        }
        // A tag that never ends ends where the next begins.
        if rest.is_empty() || rest.starts_with('<') {
            break;
        }
        if let Some(after) = rest.strip_prefix('/') {
            // `<a href=/x/y>` without quotes has slashes that close nothing.
            closed = after.trim_start().starts_with('>');
            rest = after;
            continue;
        }
        rest = attribute(rest, &mut element.attributes, to);
    }
    let depth = to.stack.len();
    for (name, address) in &element.attributes {
        let bound = name.strip_prefix("xmlns:").or_else(|| (name == "xmlns").then_some(""));
        if let Some(bound) = bound.filter(|_| to.bound.len() < BOUND_MAX) {
            // Looked up here and once: the address may be megabytes long, and hold for each element of the document.
            to.bound.push((depth, bound.to_owned(), stands_for(bound, Some(&address.to_lowercase()))));
        }
    }
    element.prefix = to.vocabulary(&prefix);
    to.stack.push(element);
    if closed || to.stack.len() > DEPTH_MAX {
        close_top(to);
    }
    rest
}

fn attribute<'a>(rest: &'a str, attributes: &mut Vec<(String, String)>, of: &mut Open) -> &'a str {
    let ends_name = |c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/' | '<');
    let end = rest.find(ends_name).unwrap_or(rest.len());
    // A stray `=` would otherwise never be passed.
    let (name, after) = if end == 0 { ("", &rest[1..]) } else { rest.split_at(end) };
    let Some(value) = after.trim_start().strip_prefix('=').filter(|_| end > 0) else {
        return after;
    };
    let value = value.trim_start();
    let (value, after) = match value.chars().next() {
        // A quotation mark that nobody closes takes the rest: where the value was to end cannot be told.
        Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
        _ => value.split_at(value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len())),
    };
    if let Some(left) = of.attributes_left.checked_sub(1) {
        of.attributes_left = left;
        attributes.push((name.to_lowercase(), of.decoded(value)));
    }
    after
}

/// Prefix and local name in lower case.
fn local(name: &str) -> (String, String) {
    let name = name.to_lowercase();
    match name.split_once(':') {
        Some((prefix, local)) => (prefix.to_owned(), local.to_owned()),
        None => (String::new(), name),
    }
}

/// Closes the innermost element of this name with all that was left open inside; nothing, where there is none.
fn close(to: &mut Open, name: &str) {
    // Never the first, which is the document: it has no name, and `</>` must not close it.
    let Some(at) = to.stack.iter().skip(1).rposition(|element| element.name == name) else { return };
    while to.stack.len() > at + 1 {
        close_top(to);
    }
}

/// Closes an entry that nobody closed before the next begins (`<item>…<item>`, `</itm>`), which would take in all that follow. What an
/// element of another kind holds, a `<content>` or a stranger's, is its own: Atom carries entries in entries.
fn close_entry_before(to: &mut Open, name: &str) {
    let Some(at) = to.stack.iter().rposition(|element| element.name == name) else { return };
    let of_entries =
        |element: &Element| element.prefix != STRANGER && !HOLDERS.contains(&element.name.as_str());
    if to.stack[at].prefix == CORE && to.stack[at + 1..].iter().all(of_entries) {
        while to.stack.len() > at {
            close_top(to);
        }
    }
}

fn close_top(to: &mut Open) {
    if let (Some(element), Some(parent)) = (to.stack.pop(), to.stack.last_mut()) {
        parent.children.push(Child::Element(element));
        while to.bound.last().is_some_and(|(depth, ..)| *depth >= to.stack.len()) {
            to.bound.pop();
        }
    }
}

fn push_text(stack: &mut [Element], text: String) {
    if let Some(element) = stack.last_mut() {
        match element.children.last_mut() {
            Some(Child::Text(before)) => before.push_str(&text),
            _ => element.children.push(Child::Text(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(read(text).inner(), expected, "{text}");
    }

    #[test]
    fn well_formed_markup_is_read_as_it_is() {
        check("<?xml version='1.0'?><!-- c --><a b='1'><dc:C/>t&amp;u</a>", "<a b=\"1\"><c></c>t&amp;u</a>");
        check("<a><![CDATA[<b>&amp;]]></a>", "<a>&lt;b&gt;&amp;amp;</a>");
        check("<!DOCTYPE rss [<!ENTITY x 'y'>]><a>1</a>", "<a>1</a>");
        check("<!DOCTYPE rss PUBLIC 'x' 'y'><a>1</a>", "<a>1</a>");
    }

    #[test]
    fn what_is_wrong_is_read_as_it_was_meant() {
        check("\n\nWarning: x\n<a>1</a>", "\n\nWarning: x\n<a>1</a>");
        check("<a>R&D < 3 &eacute;</a>", "<a>R&amp;D &lt; 3 é</a>");
        check("<a><b>1<br>2</b></a>", "<a><b>1<br>2</br></b></a>");
        check("<a>1<br/>2</a>", "<a>1<br/>2</a>");
        check("<a><b>1</a>2", "<a><b>1</b></a>2");
        check("<a><![cdata[1]]></a>", "<a>1</a>");
        check("<a>1</b></a>", "<a>1</a>");
        check("<a b=c d e='f>1</a>", "<a b=\"c\" e=\"f&gt;1&lt;/a&gt;\"></a>");
        check("<a b=1>x</a>", "<a b=\"1\">x</a>");
        check("<a = >x</a>", "<a>x</a>");
        check("<a<b>x", "<a><b>x</b></a>");
    }

    #[test]
    fn an_entry_ends_where_the_next_begins() {
        let check = |text: &str, expected: &str| {
            let document = read(text);
            let root = document.elements().next().unwrap();
            let found = root.elements().map(|entry| format!("{}:{} ", entry.name, entry.text()));
            assert_eq!(found.collect::<String>().trim_end(), expected, "{text}");
        };
        check("<r><item><title>1</title><item><title>2</title></item></r>", "item:1 item:2");
        check("<r><item><title>1</title></itm><item><title>2</title></item></r>", "item:1 item:2");
        check("<r><item><title>1<item><title>2<item><title>3</r>", "item:1 item:2 item:3");
        check("<r><entry><title>1</title><entry><title>2</title></r>", "entry:1 entry:2");
        check("<r><url><loc>1</loc><url><loc>2</loc></url></r>", "url:1 url:2");
        // Whole entries in another's content, and in what a stranger puts there.
        check("<r><entry>1<content><entry>2</entry></content></entry></r>", "entry:12");
        check("<r xmlns:g='x:y'><entry>1<g:link><entry>2</entry></g:link></entry></r>", "entry:12");
    }

    #[test]
    fn a_section_without_an_end_takes_in_no_other_entry() {
        let check = |slip: &str, others: &str, expected: &str| {
            let one =
                |number: u32, text: &str| format!("<item><title>{number}</title><description>{text}</item>");
            let others = format!("{others}</description>");
            let text = [one(1, &others), one(2, slip), one(3, &others), one(4, &others)].concat();
            let document = read(&format!("<channel>{text}</channel>"));
            let root = document.elements().next().unwrap();
            let found: Vec<String> = root.elements().map(Element::text).collect();
            assert_eq!(found.join(" "), expected, "{slip}");
        };
        check("<![CDATA[abc]></description>", "x", "1x 2abc 3x 4x");
        check("<![CDATA[abc]] ></description>", "x", "1x 2abc 3x 4x");
        check("<![CDATA[abc</description>", "x", "1x 2abc 3x 4x");
        check("<![CDATA[abc", "x", "1x 2abc 3x 4x");
        check("<![CDATA[abc]></description>", "<![CDATA[x]]>", "1x 2abc 3x 4x");
        check("<![CDATA[a</b></description>]]></description>", "x", "1x 2a</b></description> 3x 4x");
    }

    #[test]
    fn no_text_makes_it_fail() {
        for text in [
            "<",
            "</",
            "<!",
            "<?",
            "<![CDATA[",
            "<!DOCTYPE [",
            "<a ",
            "<a b",
            "<a b=",
            "<a b='",
            "<é",
            "</é",
            "<a/",
            "<!é",
        ] {
            read(text);
            read(&format!("<r>{text}"));
        }
    }

    #[test]
    fn size_is_bounded() {
        assert!(read(&"<a/>".repeat(1_000_000)).children.len() <= TAGS_MAX);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "<a>".repeat(200_000);
        assert!(read(&deep).text().is_empty());
    }
}
