//! A page, read in one pass into a flat arena.
//!
//! The visible text lies in one string, a line for each block; elements stand in document order with the stretch of
//! that text they hold, so that any element's text is a slice. A page of flattened text is the same arena with blocks
//! alone. Nothing is nested, so nothing recurses.
//!
//! Where the time of a whole page goes (perf, 143 news pages of 294 KB on average, 0.85 ms each with all metadata, before 1.2):
//! reading the markup 28 % (tokens 12, names 7, text 5), of which scripts and styles, most of the bytes, are next to nothing;
//! judging the blocks 42 % (the trees 16, counting words 5, phrases 6, rows of features 6, the second look 6); metadata
//! 23 %; charset 3 %; putting the article together 3 %. What made it a third faster: each text is read once for all counts, with
//! tables in the place of Unicode's searches; attributes are parsed once, into places and not strings; lists of classes
//! that came before are remembered; trees are walked side by side. Since then the trees are heaps, and lines are folded only
//! where their first letter fits: an eighth less (callgrind, instructions).
//!
//! Nothing costs more than its bytes do, whatever the page: what is looked for in vain is not looked for again, and what follows
//! so many elements, blocks, `<meta>`s or scripts is not read. `tests/cleaning/hostile.rs` says how long pages take that try.

mod attribute;
mod build;
mod element;
mod flat;
mod hint;
mod plain;
mod tag;
mod token;
mod weight;

use std::borrow::Cow;
use std::ops::Range;

pub(crate) use element::Element;
pub(crate) use hint::Hints;
pub(crate) use tag::Tag;
use veille_text::reference;
pub(crate) use veille_text::reference::decode as decode_references;
pub(crate) use weight::is_out_of_proportion;

/// A page as read. Ranges into `text` and `source` are bytes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page<'a> {
    /// Whether there was markup; flattened text has none.
    pub markup: bool,
    /// The decoded source.
    pub source: &'a str,
    /// What a reader sees: white space collapsed, references decoded, each block on a line of its own.
    pub text: String,
    /// Elements in document order; the first is the page itself. Empty of markup but that one for flattened text.
    pub elements: Vec<Element>,
    /// Blocks in document order: the lines of `text`.
    pub blocks: Vec<Block>,
    /// `<meta>` elements, in order.
    pub metas: Vec<Meta<'a>>,
    /// `<link>` elements, in order.
    pub links: Vec<Link<'a>>,
    /// Scripts that may hold structured data, in order.
    pub scripts: Vec<Script<'a>>,
    /// The first `<title>`, white space collapsed.
    pub title: Option<String>,
    /// `lang` of the `<html>` element.
    pub language: Option<&'a str>,
}

/// A stretch of text that a reader sees as one: a paragraph, a heading, a list item, a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Block {
    /// Where it lies in the page's text.
    pub text: Range<usize>,
    /// The innermost line-breaking element around it.
    pub element: usize,
    /// Bytes of it inside links.
    pub link_bytes: usize,
    /// Bytes of it in bold.
    pub bold_bytes: usize,
    /// Links in it.
    pub links: usize,
    /// Images between the block before and the end of this one.
    pub images: usize,
    /// Empty lines before it, in flattened text.
    pub gap: usize,
    /// Whether a mere `<br>` parts it from the block before.
    pub after_br: bool,
}

/// A `<meta>` element that says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meta<'a> {
    /// Its `property`, `name`, `itemprop` or `http-equiv`, as written.
    pub key: &'a str,
    /// Its `content`, references decoded.
    pub content: Cow<'a, str>,
    /// The element it stands in.
    pub element: usize,
}

/// A `<link>` element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link<'a> {
    /// Its `rel` or `itemprop`, as written.
    pub rel: &'a str,
    /// Its `href`, references decoded.
    pub href: Cow<'a, str>,
    /// Its `hreflang`.
    pub language: Option<&'a str>,
}

/// A `<script>` with something between its tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Script<'a> {
    /// Its `type`, as written; empty where it has none.
    pub media_type: &'a str,
    /// Its `id`.
    pub id: &'a str,
    /// What stands between its tags.
    pub body: &'a str,
}

impl<'a> Page<'a> {
    /// Whether a block stands in an element that shows nothing until a script says otherwise.
    pub(crate) fn is_hidden(&self, block: &Block) -> bool {
        self.ancestors(block.element).any(|at| self.elements[at].marks.hidden)
    }

    /// A block's text.
    pub(crate) fn block_text(&self, block: &Block) -> &str {
        &self.text[block.text.clone()]
    }

    /// An element's text; its blocks are lines.
    pub(crate) fn element_text(&self, element: usize) -> &str {
        self.text[self.elements[element].text.clone()].trim()
    }

    /// An attribute's value, references decoded. The name is lower case.
    pub(crate) fn attribute(&self, element: usize, name: &str) -> Option<Cow<'a, str>> {
        let attributes = &self.source[self.elements[element].attributes.clone()];
        attribute::Attributes::of(attributes)
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| attribute::decoded(value))
    }

    /// An element and those around it, from the inside out.
    pub(crate) fn ancestors(&self, element: usize) -> impl Iterator<Item = usize> {
        // The first element is its own parent: the walk has to stop there.
        std::iter::successors(Some(element), |&at| (at > 0).then(|| self.elements[at].parent))
    }

    /// Places of the elements with this name, in document order.
    pub(crate) fn elements_named(&self, tag: Tag) -> impl Iterator<Item = usize> {
        self.elements.iter().enumerate().filter(move |(_, element)| element.tag == tag).map(|(at, _)| at)
    }

    /// The content of the first `<meta>` with this key, in any case, that is not empty.
    pub(crate) fn meta(&self, key: &str) -> Option<&str> {
        self.metas
            .iter()
            .filter(|meta| meta.key.eq_ignore_ascii_case(key))
            .map(|meta| meta.content.trim())
            // Templates write `content=""` for a field that nobody filled in; another `<meta>`
            // of the same key may say it.
            .find(|content| !content.is_empty())
    }
}

#[cfg(test)]
mod standard;
#[cfg(test)]
mod tests;
