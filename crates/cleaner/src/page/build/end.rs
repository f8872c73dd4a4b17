//! What ends where: end tags, and start tags that end what is open.

use crate::page::{Page, Tag};

use super::{Builder, is_formatting};

/// A link's words are not longer. The longest on 1,427 pages, cards of other articles and wares with a dozen lines, have up
/// to 2,168 bytes.
const LINK_BYTES_MAX: usize = 2400;
/// Where it has no address, nobody links so much.
const ANCHOR_BYTES_MAX: usize = 160;

/// How far up an end tag looks for its start tag.
const REACH: usize = 64;

impl Builder<'_> {
    pub(super) fn end(&mut self, tag: Tag, name: &str) {
        // `</br>` is read as `<br>` (HTML standard, 13.2.6.4.7).
        if tag == Tag::Br {
            return self.break_line(true);
        }
        // `</img>` and a second `</script>` are mistakes that browsers pass over, too.
        if tag.is_void() || tag.is_raw() {
            return;
        }
        // Elements too deep to be kept are counted only, so any end tag down there closes one of them.
        if self.beyond > 0 {
            self.beyond -= 1;
            if tag.breaks_lines() {
                self.break_line(false);
            }
            return;
        }
        let is_closed = self.close_open(tag, name);
        if !is_closed && tag == Tag::P {
            // A paragraph's end without its start is an empty paragraph; other stray end tags are nothing.
            self.break_line(false);
        }
    }

    /// Closes the element that an end tag means; answers whether there is one.
    fn close_open(&mut self, tag: Tag, name: &str) -> bool {
        // `<h1>…</h2>` closes the heading: any end tag of h1 to h6 does (13.2.6.4.7).
        let heading = tag.is_heading();
        if !heading && !self.is_open(tag) {
            return false;
        }
        let kind = kind(tag, name);
        // Asked before the stack is looked through: soups of stray end tags would make it quadratic.
        let place = Vain::place_of_end(tag, kind);
        if self.vain.was(place) {
            return false;
        }
        let inline = !tag.breaks_lines();
        let mut around_blocks = false;
        for at in (self.stack.len().saturating_sub(REACH)..self.stack.len()).rev() {
            let open = &self.stack[at];
            if open.kind == kind || heading && open.tag.is_heading() {
                if around_blocks {
                    self.dissolve(at);
                } else {
                    self.close_down_to(at);
                }
                return true;
            }
            // `<span><p></span>` does not end the paragraph, `<td></div>` not the cell.
            around_blocks |= inline && open.tag.breaks_lines();
            // The scopes of list items and buttons (13.2.4.2): `</li>` ends no item outside of its own list.
            let is_barrier = match tag {
                Tag::Li => matches!(open.tag, Tag::Ul | Tag::Ol),
                Tag::P => open.tag == Tag::Button,
                _ => false,
            };
            let is_scope = open.tag.is_scope() && !reaches_past_scopes(tag);
            if around_blocks && !dissolves(tag) || is_barrier || is_scope {
                break;
            }
        }
        self.vain.note(place);
        false
    }

    /// Ends a link or a formatting element around blocks that stay open: `<a><h2>un</a> deux` is one heading, and half a link.
    fn dissolve(&mut self, at: usize) {
        self.vain.forget();
        if let (Tag::A, Some(element)) = (self.stack[at].tag, self.stack[at].element) {
            self.doubt_link(element);
        }
        let open = &mut self.stack[at];
        self.open[open.tag as usize] -= 1;
        // What the adoption agency does to text: the element stays where it is on the stack
        // and takes no further part.
        (open.tag, open.kind) = (Tag::Other, DISSOLVED);
        self.open[Tag::Other as usize] += 1;
    }

    /// Whoever links so much did not mean a link's words, but a place to jump to that nobody closed (`<a name="top">`), or a
    /// card around the whole article.
    fn doubt_link(&mut self, element: usize) {
        let (text, blocks) =
            (self.page.elements[element].text.start, self.page.elements[element].blocks.start);
        let length = self.page.text.len() - text;
        let leads_somewhere = |page: &Page<'_>| page.attribute(element, "href").is_some();
        // Left as links, the paragraphs of the article would be taken for teasers and dropped.
        if length <= ANCHOR_BYTES_MAX || length <= LINK_BYTES_MAX && leads_somewhere(&self.page) {
            return;
        }
        let inside = self.page.blocks[blocks..].iter_mut().chain([&mut self.block]);
        inside.filter(|block| block.text.start >= text).for_each(|block| block.link_bytes = 0);
    }

    pub(super) fn close_down_to(&mut self, depth: usize) {
        while self.stack.len() > depth {
            let Some(open) = self.stack.pop() else { return };
            self.vain.forget();
            self.open[open.tag as usize] -= 1;
            // The end of a cell breaks no line: what is in the next one may stand beside it.
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
            if open.tag == Tag::A {
                self.doubt_link(at);
            }
        }
    }

    /// Ends what a start tag ends without saying so.
    pub(super) fn close_implied(&mut self, tag: Tag, name: &str) {
        // HTML inside a drawing that nobody closed (13.2.6.5): without this the article would be a part of
        // the logo, unseen. `<image>` is SVG's own.
        if self.is_open(Tag::Svg) && tag.breaks_out() && !name.eq_ignore_ascii_case("image") {
            self.close_nearest(&[Tag::Svg], |open| open == Tag::ForeignObject);
        }
        if tag.closes_paragraph() && self.is_open(Tag::P) {
            self.close_nearest(&[Tag::P], |open| open.is_scope() || open == Tag::Button);
        }
        if tag.breaks_lines() && self.is_open(Tag::Rt) {
            // The standard would let a reading that nobody closed swallow the paragraphs behind it.
            self.close_nearest(&[Tag::Rt], |_| false);
        }
        match tag {
            Tag::Li => self.close_nearest(&[Tag::Li], ends_items),
            Tag::Rt => self.close_nearest(&[Tag::Rt], Tag::breaks_lines),
            Tag::Dd | Tag::Dt => self.close_nearest(&[Tag::Dd, Tag::Dt], ends_items),
            // Only where it is the current node (13.2.6.4.7).
            Tag::Option => self.close_nearest(&[Tag::Option], |t| t != Tag::Option),
            // No link in a link: the second start tag ends the first (13.2.6.4.7).
            Tag::A if self.is_open(Tag::A) => self.end(Tag::A, "a"),
            Tag::Button => self.close_nearest(&[Tag::Button], Tag::is_scope),
            Tag::Td | Tag::Th => self.close_nearest(&[Tag::Td, Tag::Th, Tag::Caption], ends_rows),
            Tag::Tr => self.close_nearest(&[Tag::Tr, Tag::Caption], ends_rows),
            Tag::Tbody | Tag::Thead | Tag::Tfoot => {
                self.close_nearest(&[Tag::Tbody, Tag::Thead, Tag::Tfoot, Tag::Caption], ends_rows);
            }
            // Only where it is the current node: `<h2><span><h3>` nests (13.2.6.4.7).
            _ if tag.is_heading() && self.stack.last().is_some_and(|open| open.tag.is_heading()) => {
                self.close_down_to(self.stack.len() - 1);
            }
            _ => {}
        }
    }

    fn close_nearest(&mut self, tags: &[Tag], stops: impl Fn(Tag) -> bool) {
        let place = Vain::place_of_start(tags[0]);
        if self.vain.was(place) || !tags.iter().any(|tag| self.is_open(*tag)) {
            return;
        }
        for at in (self.stack.len().saturating_sub(REACH)..self.stack.len()).rev() {
            let open = self.stack[at].tag;
            if tags.contains(&open) {
                return self.close_down_to(at);
            }
            if stops(open) {
                break;
            }
        }
        self.vain.note(place);
    }
}

/// The kind of what was dissolved: no end tag has it.
const DISSOLVED: u32 = u32::MAX >> 1;

/// Elements that end without ending the blocks in them (the standard's adoption agency).
fn dissolves(tag: Tag) -> bool {
    tag == Tag::A || is_formatting(tag)
}

/// Past these an item of a list does not reach to end the one before it.
fn ends_items(tag: Tag) -> bool {
    let is_passed = matches!(tag, Tag::Address | Tag::Div | Tag::P | Tag::Option | Tag::Legend | Tag::Dialog);
    tag.is_scope() || tag == Tag::Select || tag.breaks_lines() && !is_passed
}

fn ends_rows(tag: Tag) -> bool {
    matches!(tag, Tag::Table | Tag::Html | Tag::Template)
}

fn reaches_past_scopes(tag: Tag) -> bool {
    tag.is_scope() || matches!(tag, Tag::Body | Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot)
}

/// What an element is called, as a number: its tag, or a digest of a name that the standard does not know.
pub(super) fn kind(tag: Tag, name: &str) -> u32 {
    if tag != Tag::Other {
        return tag as u32;
    }
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193);
    // FNV-1a. The top bit keeps digests apart from numbers of tags; DISSOLVED is the
    // largest number without it.
    name.bytes().fold(0x811c_9dc5, mix) | 1 << 31
}

/// Tags that were looked for in vain among the open elements. To look again for each of 300,000 stray end tags would cost
/// more than everything else, and while no element is opened or closed the answer stays the same.
pub(super) struct Vain {
    /// By place, the turn in which it was in vain.
    turns: [u32; Self::PLACES],
    turn: u32,
}

impl Default for Vain {
    fn default() -> Self {
        Self { turns: [0; Self::PLACES], turn: 1 }
    }
}

impl Vain {
    const PLACES: usize = 512;

    fn place_of_start(tag: Tag) -> usize {
        tag as usize
    }

    fn place_of_end(tag: Tag, kind: u32) -> usize {
        let places = Self::PLACES - 2 * Tag::COUNT;
        // Names that share a place share an answer: `</x-b>` may be passed over because `</x-a>` was in vain.
        // Both are unknown elements and break no lines.
        if tag == Tag::Other { 2 * Tag::COUNT + kind as usize % places } else { Tag::COUNT + tag as usize }
    }

    fn was(&self, place: usize) -> bool {
        self.turns[place] == self.turn
    }

    fn note(&mut self, place: usize) {
        self.turns[place] = self.turn;
    }

    /// An element is opened or closed.
    pub(super) fn forget(&mut self) {
        self.turn = self.turn.wrapping_add(1);
    }
}
