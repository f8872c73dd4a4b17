//! From tokens to the arena: which element holds what, and where a reader sees a new line.
//!
//! The tree is that of the HTML standard wherever this changes the text or its lines: implied end tags, stray end
//! tags, links inside links, raw text. Formatting elements left open are not reopened in later paragraphs, which
//! changes how a word looks and not what it says.

use memchr::memchr;

use super::element::Marks;
use super::token::{Attributes, Token, Tokens};
use super::{Block, Element, Hints, Link, Meta, Page, Script, Tag, reference};

/// Deeper elements are taken for part of the one around them, as browsers do.
const DEPTH_MAX: usize = 512;
/// A table's row is put on one line up to this length.
const ROW_BYTES_MAX: usize = 400;
/// How far up an end tag looks for its start tag. It keeps 100,000 stray end tags at linear cost.
const REACH: usize = 64;

pub(super) fn read(source: &str) -> Page<'_> {
    let mut builder = Builder::new(source);
    for token in Tokens::of(source) {
        builder.take(&token);
    }
    builder.finish()
}

/// An element that is still open.
struct Open<'a> {
    tag: Tag,
    name: &'a str,
    element: Option<usize>,
}

struct Builder<'a> {
    source: &'a str,
    page: Page<'a>,
    stack: Vec<Open<'a>>,
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
    /// Open elements within a line whose text nobody sees.
    unseen: usize,
    /// The row of a table that the block in hand is, if it is one.
    row: bool,
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
        page.elements.reserve(source.len() / 96);
        page.blocks.reserve(source.len() / 512);
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
        }
    }

    fn take(&mut self, token: &Token) {
        match *token {
            Token::Text(start, end) => self.text(&self.source[start..end]),
            Token::Start { tag, name, attributes, self_closing } => {
                let name = &self.source[name.0..name.1];
                self.start(tag, name, attributes, self_closing);
            }
            Token::Raw(start, end) => self.raw(&self.source[start..end]),
            Token::End { tag, name } => self.end(tag, &self.source[name.0..name.1]),
        }
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

    // Text

    fn is_open(&self, tag: Tag) -> bool {
        self.open[tag as usize] > 0
    }

    /// Elements whose text a reader does not see in the page's flow.
    fn is_silent(&self) -> bool {
        self.unseen > 0 || [Tag::Svg, Tag::Template, Tag::Select].iter().any(|tag| self.is_open(*tag))
    }

    fn text(&mut self, text: &str) {
        if self.is_silent() {
            return;
        }
        let before = self.page.text.len();
        let mut rest = text;
        while !rest.is_empty() {
            let plain = plain_length(rest.as_bytes());
            if plain > 0 {
                self.push(&rest[..plain]);
                rest = &rest[plain..];
            } else if rest.as_bytes()[0] == b'&' {
                let mut decoded = String::new();
                let taken = reference::push(rest, &mut decoded);
                self.push_decoded(&decoded);
                rest = &rest[taken..];
            } else {
                let character = rest.chars().next().map_or(1, |c| self.push_special(c));
                rest = &rest[character..];
            }
        }
        let added = self.page.text.len() - before;
        if added > 0 {
            if self.is_open(Tag::A) {
                self.block.link_bytes += added;
            }
            if self.is_open(Tag::B) || self.is_open(Tag::Strong) {
                self.block.bold_bytes += added;
            }
        }
    }

    /// Appends characters that are neither white space nor special.
    fn push(&mut self, text: &str) {
        if self.block_is_empty() {
            self.block.text.start = self.page.text.len();
            self.block.element = self.lines.last().copied().unwrap_or(0);
        } else if self.space {
            self.page.text.push(' ');
        }
        self.space = false;
        self.page.text.push_str(text);
        self.block.text.end = self.page.text.len();
    }

    fn push_decoded(&mut self, decoded: &str) {
        for character in decoded.chars() {
            if plain_length(character.encode_utf8(&mut [0; 4]).as_bytes()) > 0 || character == '&' {
                self.push(character.encode_utf8(&mut [0; 4]));
            } else {
                self.push_special(character);
            }
        }
    }

    /// White space is remembered, what nobody sees (soft hyphens, joiners of width zero) is left out.
    fn push_special(&mut self, character: char) -> usize {
        match character {
            '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}' => {}
            _ if character.is_whitespace() || character.is_control() => self.space = true,
            _ => self.push(character.encode_utf8(&mut [0; 4])),
        }
        character.len_utf8()
    }

    fn block_is_empty(&self) -> bool {
        self.block.text.is_empty()
    }

    /// Whether a cell goes on with the line that its row began, as when a reader copies a table of figures. Cells with
    /// lines of their own do not.
    fn continues_row(&self) -> bool {
        self.row && self.block.text.len() < ROW_BYTES_MAX
    }

    /// Ends the block in hand, if it holds anything.
    fn break_line(&mut self, by_br: bool) {
        self.space = false;
        self.row = false;
        if self.block_is_empty() {
            self.block.after_br &= by_br;
            return;
        }
        self.page.text.push('\n');
        self.page.blocks.push(std::mem::take(&mut self.block));
        self.block.text = self.page.text.len()..self.page.text.len();
        self.block.after_br = by_br;
    }

    fn raw(&mut self, content: &'a str) {
        match std::mem::take(&mut self.raw) {
            Raw::Title if self.page.title.is_none() => {
                let title = reference::decode(content).split_whitespace().collect::<Vec<_>>().join(" ");
                self.page.title = (!title.is_empty()).then_some(title);
            }
            Raw::Script(script) if !content.is_empty() => {
                self.page.scripts.push(Script { body: content, ..script });
            }
            _ => {}
        }
    }

    // Elements

    fn start(&mut self, tag: Tag, name: &'a str, attributes: (usize, usize), self_closing: bool) {
        self.close_implied(tag);
        if matches!(tag, Tag::Td | Tag::Th) && self.continues_row() {
            self.space = true;
        } else if tag.breaks_lines() || tag == Tag::Hr {
            self.break_line(false);
        }
        self.row |= tag == Tag::Tr;
        match tag {
            Tag::Br => return self.break_line(true),
            Tag::Meta => return self.meta(attributes),
            Tag::Link => return self.link(attributes),
            Tag::Img => self.block.images += 1,
            Tag::Html => self.page.language = self.page.language.or(self.written(attributes, "lang")),
            _ => {}
        }
        if tag.is_raw() {
            return self.start_raw(tag, attributes);
        }
        let closes_itself = self_closing && (tag == Tag::Svg || self.is_open(Tag::Svg));
        if tag.is_void() || closes_itself {
            return;
        }
        if tag == Tag::A {
            self.block.links += 1;
        }
        self.open(tag, name, attributes);
    }

    fn start_raw(&mut self, tag: Tag, attributes: (usize, usize)) {
        self.raw = match tag {
            Tag::Title if !self.is_open(Tag::Svg) => Raw::Title,
            Tag::Script => Raw::Script(Script {
                media_type: self.written(attributes, "type").unwrap_or_default(),
                id: self.written(attributes, "id").unwrap_or_default(),
                body: "",
            }),
            _ => Raw::Nothing,
        };
    }

    fn open(&mut self, tag: Tag, name: &'a str, attributes: (usize, usize)) {
        if self.stack.len() >= DEPTH_MAX {
            self.beyond += 1;
            return;
        }
        self.open[tag as usize] += 1;
        let element = (!is_formatting(tag)).then(|| self.place(tag, attributes));
        self.unseen += usize::from(element.is_some_and(|at| self.is_unseen(at)));
        self.stack.push(Open { tag, name, element });
    }

    /// Whether an element within a line is hidden. What breaks lines may be shown later, a paywalled body for one.
    fn is_unseen(&self, element: usize) -> bool {
        let element = &self.page.elements[element];
        element.marks.hidden && !element.tag.breaks_lines()
    }

    /// Gives an element its place in the arena.
    fn place(&mut self, tag: Tag, attributes: (usize, usize)) -> usize {
        let at = self.page.elements.len();
        let (hints, marks, class) = read_names(&self.source[attributes.0..attributes.1]);
        let text = self.page.text.len();
        let blocks = self.page.blocks.len();
        self.page.elements.push(Element {
            tag,
            parent: self.element,
            end: at + 1,
            depth: self.page.elements[self.element].depth + 1,
            text: text..text,
            blocks: blocks..blocks,
            attributes: attributes.0..attributes.1,
            class,
            hints,
            marks,
        });
        self.element = at;
        if tag.breaks_lines() {
            self.lines.push(at);
        }
        at
    }

    fn end(&mut self, tag: Tag, name: &str) {
        if tag == Tag::Br {
            return self.break_line(true);
        }
        if tag.is_void() || tag.is_raw() {
            return;
        }
        if self.beyond > 0 {
            self.beyond -= 1;
            if tag.breaks_lines() {
                self.break_line(false);
            }
            return;
        }
        if tag.breaks_lines() && !matches!(tag, Tag::Td | Tag::Th) {
            self.break_line(false);
        }
        let heading = tag.is_heading();
        if !heading && !self.is_open(tag) {
            return;
        }
        let inline = !tag.breaks_lines();
        for at in (self.stack.len().saturating_sub(REACH)..self.stack.len()).rev() {
            let open = &self.stack[at];
            let same = open.tag == tag && (tag != Tag::Other || open.name.eq_ignore_ascii_case(name));
            if same || heading && open.tag.is_heading() {
                return self.close_down_to(at);
            }
            // `<b><p></b>` does not end the paragraph, `<td></div>` not the cell.
            if inline && open.tag.breaks_lines() || open.tag.is_scope() && !reaches_past_scopes(tag) {
                return;
            }
        }
    }

    fn close_down_to(&mut self, depth: usize) {
        while self.stack.len() > depth {
            let Some(open) = self.stack.pop() else { return };
            self.open[open.tag as usize] -= 1;
            if open.tag.breaks_lines() && !matches!(open.tag, Tag::Td | Tag::Th) {
                self.break_line(false);
            }
            let Some(at) = open.element else { continue };
            self.unseen -= usize::from(self.is_unseen(at));
            if self.lines.last() == Some(&at) {
                self.lines.pop();
            }
            let (text, blocks) = (self.page.text.len(), self.page.blocks.len());
            let count = self.page.elements.len();
            let element = &mut self.page.elements[at];
            element.end = count;
            element.text.end = text;
            element.blocks.end = blocks;
            self.element = element.parent;
        }
    }

    /// Ends what a start tag ends without saying so.
    fn close_implied(&mut self, tag: Tag) {
        if tag.closes_paragraph() && self.is_open(Tag::P) {
            self.close_nearest(&[Tag::P], Tag::is_scope);
        }
        match tag {
            Tag::Li => {
                self.close_nearest(&[Tag::Li], |t| t.is_scope() || matches!(t, Tag::Ul | Tag::Ol | Tag::Menu))
            }
            Tag::Dd | Tag::Dt => self.close_nearest(&[Tag::Dd, Tag::Dt], |t| t.is_scope() || t == Tag::Dl),
            Tag::Option => self.close_nearest(&[Tag::Option], |t| t != Tag::Option),
            Tag::A => self.close_nearest(&[Tag::A], Tag::is_scope),
            Tag::Button => self.close_nearest(&[Tag::Button], Tag::is_scope),
            Tag::Td | Tag::Th => self.close_nearest(&[Tag::Td, Tag::Th, Tag::Caption], ends_rows),
            Tag::Tr => self.close_nearest(&[Tag::Tr, Tag::Caption], ends_rows),
            Tag::Tbody | Tag::Thead | Tag::Tfoot => {
                self.close_nearest(&[Tag::Tbody, Tag::Thead, Tag::Tfoot, Tag::Caption], ends_rows);
            }
            _ if tag.is_heading() && self.stack.last().is_some_and(|open| open.tag.is_heading()) => {
                self.close_down_to(self.stack.len() - 1);
            }
            _ => {}
        }
    }

    fn close_nearest(&mut self, tags: &[Tag], stops: impl Fn(Tag) -> bool) {
        if !tags.iter().any(|tag| self.is_open(*tag)) {
            return;
        }
        for at in (self.stack.len().saturating_sub(REACH)..self.stack.len()).rev() {
            let open = self.stack[at].tag;
            if tags.contains(&open) {
                return self.close_down_to(at);
            }
            if stops(open) {
                return;
            }
        }
    }

    // What the head says

    fn written(&self, attributes: (usize, usize), name: &str) -> Option<&'a str> {
        Attributes::of(&self.source[attributes.0..attributes.1])
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    fn meta(&mut self, attributes: (usize, usize)) {
        let (mut key, mut content) = (None, None);
        for (name, value) in Attributes::of(&self.source[attributes.0..attributes.1]) {
            match name.to_ascii_lowercase().as_str() {
                "property" | "name" | "itemprop" | "http-equiv" => key = key.or(Some(value.trim())),
                "content" => content = content.or(Some(value)),
                _ => {}
            }
        }
        if let (Some(key), Some(content)) = (key, content) {
            self.page.metas.push(Meta { key, content: reference::decode(content), element: self.element });
        }
    }

    fn link(&mut self, attributes: (usize, usize)) {
        let rel = self.written(attributes, "rel").or_else(|| self.written(attributes, "itemprop"));
        if let (Some(rel), Some(href)) = (rel, self.written(attributes, "href")) {
            let language = self.written(attributes, "hreflang");
            self.page.links.push(Link { rel, href: reference::decode(href), language });
        }
    }
}

/// Bytes from the front that are neither white space, `&`, nor the start of a character that may be special.
fn plain_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            0..=b' ' | b'&' | 0x7f => break,
            // U+0080-U+00BF: no-break space, soft hyphen. U+2000-U+2FFF: spaces. U+F000-U+FFFF: the byte-order mark.
            0xc2 | 0xe2 | 0xe3 | 0xef if is_special(&bytes[at..]) => break,
            _ => at += 1,
        }
    }
    at
}

fn is_special(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xc2, 0x80..=0xa0 | 0xad, ..]
            | [0xe2, 0x80, 0x80..=0x8b | 0xa8 | 0xa9 | 0xaf, ..]
            | [0xe2, 0x81, 0x9f | 0xa0, ..]
            | [0xe3, 0x80, 0x80, ..]
            | [0xef, 0xbb, 0xbf, ..]
    )
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

fn ends_rows(tag: Tag) -> bool {
    matches!(tag, Tag::Table | Tag::Html | Tag::Template)
}

fn reaches_past_scopes(tag: Tag) -> bool {
    tag.is_scope() || matches!(tag, Tag::Body | Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot)
}

/// What an element's attributes say about it.
fn read_names(attributes: &str) -> (Hints, Marks, u32) {
    let (mut hints, mut marks, mut class) = (Hints::NONE, Marks::default(), 0);
    // The shortest that says anything is ` id=a`.
    if attributes.len() < 5 {
        marks.hidden = attributes.trim().eq_ignore_ascii_case("hidden");
        return (hints, marks, class);
    }
    for (name, value) in Attributes::of(attributes) {
        match name.len() {
            2 | 4 | 5 | 6 | 8 | 3 | 11 => {}
            _ => continue,
        }
        match name.to_ascii_lowercase().as_str() {
            "class" => {
                hints = hints.with(Hints::of(value));
                class = digest(value);
            }
            "id" | "role" | "data-testid" => hints = hints.with(Hints::of(value)),
            "itemprop" | "property" => {
                marks.named = true;
                marks.article_body |=
                    memchr(b'B', value.as_bytes()).is_some() && value.contains("articleBody");
                hints = hints.with(Hints::of(value));
            }
            "rel" => marks.named = true,
            "hidden" => marks.hidden = true,
            "style" => marks.hidden |= hides(value),
            _ => {}
        }
    }
    if marks.hidden {
        hints = hints.with(Hints::HIDDEN);
    }
    (hints, marks, class)
}

/// FNV-1a over a class attribute; numbers in it (`item-17`) make no difference.
fn digest(class: &str) -> u32 {
    class
        .bytes()
        .filter(|byte| !byte.is_ascii_digit())
        .fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Whether a style shows nothing: `display: none`.
pub(super) fn hides(style: &str) -> bool {
    let Some(at) = style.find("display") else { return false };
    style[at + 7..].trim_start().strip_prefix(':').is_some_and(|value| value.trim_start().starts_with("none"))
}
