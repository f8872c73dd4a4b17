//! From tokens to the arena: which element holds what.
//!
//! The tree is that of the HTML standard wherever this changes the text or its lines: implied end tags, stray end
//! tags, links inside links, raw text. Formatting elements left open are not reopened in later paragraphs, which
//! changes how a word looks and not what it says.
//!
//! [`text`] makes lines of what a reader sees, [`end`] says what ends where, [`head`] keeps what is said to machines, [`names`]
//! reads what elements are called.

mod end;
mod head;
mod names;
mod text;

use super::attribute::{Name, Named};
use super::token::{Token, Tokens};
use super::{Block, Element, Page, Script, Tag};
use names::Names;

#[cfg(test)]
pub(super) use names::hides;

/// Deeper elements are taken for part of the one around them, as browsers do.
const DEPTH_MAX: usize = 512;
/// What follows so many elements is not read. The longest pages seen, live blogs with their comments, have a tenth.
const ELEMENTS_MAX: usize = 60_000;
/// What follows so many blocks is not read: no article has as many. The most seen on a page were 2,617.
pub(super) const BLOCKS_MAX: usize = 10_000;

impl<'a> Page<'a> {
    /// Reads an HTML page, or a fragment of one.
    pub(crate) fn of_html(source: &'a str) -> Self {
        let mut builder = Builder::new(source);
        let mut tokens = Tokens::of(source);
        while let Some(token) = tokens.next() {
            builder.take(&token, &tokens);
            if builder.is_full() {
                break;
            }
        }
        builder.finish()
    }

    /// Reads a fragment of HTML that is not kept, in the place of this page's visible text.
    pub(crate) fn filled_in(self, html: &str) -> Self {
        let Page { text, mut elements, blocks, .. } = Page::of_html(html);
        elements.iter_mut().for_each(|element| element.attributes = 0..0);
        Self { text, elements, blocks, ..self }
    }
}

/// An element that is still open.
struct Open {
    tag: Tag,
    /// What it is called: see [`end::kind`].
    kind: u32,
    element: Option<usize>,
}

struct Builder<'a> {
    source: &'a str,
    page: Page<'a>,
    stack: Vec<Open>,
    /// How many of each name are open: a stray end tag is known without looking.
    open: [u32; Tag::COUNT],
    /// Start tags beyond the depth that is kept.
    beyond: usize,
    /// The innermost element that has a place in the arena.
    element: usize,
    /// The open elements that break lines, innermost last.
    lines: Vec<usize>,
    block: Block,
    /// White space was seen since the last character.
    space: bool,
    raw: Raw<'a>,
    /// Open elements whose text nobody sees in the page's flow.
    unseen: usize,
    /// The row of a table that the block in hand is, if it is one.
    row: bool,
    names: Names<'a>,
    /// Tags that were looked for in vain among the open elements.
    vain: end::Vain,
    /// What references stand for, one at a time.
    decoded: String,
}

/// What the raw content that comes next is.
#[derive(Default)]
enum Raw<'a> {
    #[default]
    Nothing,
    Title,
    Script(Script<'a>),
}

impl<'a> Builder<'a> {
    fn new(source: &'a str) -> Self {
        let mut page = Page { markup: true, source, ..Page::default() };
        page.text.reserve(source.len() / 8);
        page.elements.reserve((source.len() / 128).min(ELEMENTS_MAX));
        page.blocks.reserve((source.len() / 1024).min(BLOCKS_MAX));
        page.elements.push(Element::default());
        Self {
            source,
            page,
            stack: Vec::with_capacity(64),
            open: [0; Tag::COUNT],
            beyond: 0,
            element: 0,
            lines: Vec::new(),
            block: Block::default(),
            space: false,
            raw: Raw::Nothing,
            unseen: 0,
            row: false,
            names: Names::default(),
            vain: end::Vain::default(),
            decoded: String::new(),
        }
    }

    fn take(&mut self, token: &Token, tokens: &Tokens<'a>) {
        match *token {
            Token::Text(start, end) => self.text(&self.source[start..end]),
            Token::Start { tag, name, attributes, self_closing } => {
                let name = &self.source[name.0..name.1];
                self.start(Start { tag, name, attributes, self_closing, named: tokens.named() });
            }
            Token::Raw(start, end) => self.raw(&self.source[start..end]),
            Token::End { tag, name } => self.end(tag, &self.source[name.0..name.1]),
        }
    }

    fn is_full(&self) -> bool {
        self.page.blocks.len() >= BLOCKS_MAX || self.page.elements.len() >= ELEMENTS_MAX
    }

    fn finish(mut self) -> Page<'a> {
        self.close_down_to(0);
        self.break_line(false);
        let (blocks, text, count) = (self.page.blocks.len(), self.page.text.len(), self.page.elements.len());
        if let Some(root) = self.page.elements.first_mut() {
            root.end = count;
            root.text = 0..text;
            root.blocks = 0..blocks;
        }
        self.page
    }

    fn is_open(&self, tag: Tag) -> bool {
        self.open[tag as usize] > 0
    }

    fn start(&mut self, start: Start<'a, '_>) {
        let tag = start.tag;
        self.close_implied(tag, start.name);
        // A table of results is read row by row, as a copied one is: `Hanoi 12 3`, not a line for each figure.
        if matches!(tag, Tag::Td | Tag::Th) && self.continues_row() {
            self.space = true;
        } else if tag.breaks_lines() || tag == Tag::Hr {
            self.break_line(false);
        }
        // Set after the line was broken for the row itself, which resets it.
        self.row |= tag == Tag::Tr;
        match tag {
            Tag::Br => return self.break_line(true),
            Tag::Meta => return self.meta(start.named),
            Tag::Link => return self.link(start.named),
            // Many pictures and few words make a gallery.
            Tag::Img => self.block.images += 1,
            Tag::Html => {
                // A second `<html>` tag, from a template that was included whole, adds its attributes and
                // replaces none (13.2.6.4.7).
                self.page.language = self.page.language.or(start.named.get(Name::Lang, self.source));
            }
            _ => {}
        }
        if tag.is_raw() {
            return self.start_raw(tag, start.named);
        }
        // `<div/>` opens an element, as in browsers; only pictures drawn in the page (`<svg><path/></svg>`) close themselves.
        let closes_itself = start.self_closing && (tag == Tag::Svg || self.is_open(Tag::Svg));
        if tag.is_void() || closes_itself {
            return;
        }
        if tag == Tag::A {
            self.block.links += 1;
        }
        self.open(&start);
    }

    fn open(&mut self, start: &Start<'a, '_>) {
        // Pages made to break parsers nest a hundred thousand deep; what is deeper keeps its text and loses its place.
        if self.stack.len() >= DEPTH_MAX {
            self.beyond += 1;
            return;
        }
        self.open[start.tag as usize] += 1;
        // Formatting elements stand on the stack, for end tags to find, and not in the arena:
        // nothing asks for them there.
        let element = (!is_formatting(start.tag)).then(|| self.place(start));
        self.unseen += usize::from(element.is_some_and(|at| self.is_unseen(at)));
        self.stack.push(Open { tag: start.tag, kind: end::kind(start.tag, start.name), element });
        self.vain.forget();
    }

    /// Whether a reader sees nothing of an element in the page's flow. What breaks lines and is hidden may be shown later, a
    /// paywalled body for one. How a word is read stands above it: `<ruby>東京<rt>とうきょう</ruby>`.
    fn is_unseen(&self, element: usize) -> bool {
        let element = &self.page.elements[element];
        // A `<select>` shows one of its options and a `<template>` nothing: a form's list of
        // countries is no text of the page.
        matches!(element.tag, Tag::Rt | Tag::Svg | Tag::Template | Tag::Select)
            || element.marks.hidden && !element.tag.breaks_lines()
    }

    /// Gives an element its place in the arena.
    fn place(&mut self, start: &Start<'a, '_>) -> usize {
        let at = self.page.elements.len();
        let said = self.names.read(start.named, self.source);
        let text = self.page.text.len();
        let blocks = self.page.blocks.len();
        self.page.elements.push(Element {
            tag: start.tag,
            parent: self.element,
            end: at + 1,
            depth: self.page.elements[self.element].depth + 1,
            text: text..text,
            blocks: blocks..blocks,
            attributes: start.attributes.0..start.attributes.1,
            class: said.class,
            hints: said.hints,
            marks: said.marks,
        });
        self.element = at;
        if start.tag.breaks_lines() {
            self.lines.push(at);
        }
        at
    }
}

/// A start tag.
struct Start<'a, 't> {
    tag: Tag,
    name: &'a str,
    attributes: (usize, usize),
    self_closing: bool,
    named: &'t Named,
}

/// Elements that only change how words look; they get no place in the arena.
fn is_formatting(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::B
            | Tag::Em
            | Tag::Font
            | Tag::I
            | Tag::S
            | Tag::Small
            | Tag::Strong
            | Tag::Sub
            | Tag::Sup
            | Tag::U
    )
}
