//! One element of the arena.

use std::ops::Range;

use super::{Hints, Tag};

/// An element. Its descendants are the elements from the one after it up to `end`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// Its name.
    pub tag: Tag,
    /// The element around it; the first element is its own.
    pub parent: usize,
    /// One past its last descendant.
    pub end: usize,
    /// Elements around it.
    pub depth: usize,
    /// Its text, as bytes of the page's text.
    pub text: Range<usize>,
    /// The blocks that begin in it.
    pub blocks: Range<usize>,
    /// Its attributes, as bytes of the source.
    pub attributes: Range<usize>,
    /// Digest of its class: elements of one kind share it.
    pub class: u32,
    /// What its class, id, role and item property say.
    pub hints: Hints,
    /// What makes it special beyond its names.
    pub marks: Marks,
}

/// What an element's attributes say for certain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// `itemprop="articleBody"` or the same in RDFa.
    pub article_body: bool,
    /// `hidden`, or a style that shows nothing.
    pub hidden: bool,
    /// Has `itemprop`, `rel` or `property`: structured data may hang on it.
    pub named: bool,
}
