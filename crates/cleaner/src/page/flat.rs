//! Flattened text: what "select all, copy" leaves of a page.

use memchr::{memchr, memchr3};

use super::build::BLOCKS_MAX;
use super::plain::{is_blank, is_invisible, plain_length};
use super::{Block, Element, Page};

impl<'a> Page<'a> {
    /// Reads text flattened from a page: each line is a block.
    pub(crate) fn of_text(source: &'a str) -> Self {
        read(source)
    }

    /// Reads the text that a page's structured data states; it is not kept.
    pub(crate) fn of_stated(text: &str) -> Self {
        let Page { text, elements, blocks, .. } = read(text);
        Self { text, elements, blocks, ..Self::default() }
    }
}

fn read(source: &str) -> Page<'_> {
    let mut page = Page { source, ..Page::default() };
    page.text.reserve(source.len() + 1);
    let mut gap = 0;
    let mut rest = source;
    while !rest.is_empty() && page.blocks.len() < BLOCKS_MAX {
        if let Some(after) = rest.strip_prefix('\n') {
            gap += 1;
            rest = after;
            continue;
        }
        // A carriage return before it is white space at the line's end and goes with that.
        let end = memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = &rest[..end];
        rest = rest.get(end + 1..).unwrap_or_default();
        // Editors of some publishing systems part lines with U+2028 and not with a line feed.
        // U+2028 and U+2029 begin with E2.
        match memchr3(0x0b, 0x0c, 0xe2, line.as_bytes()) {
            None => push_line(line, &mut gap, &mut page),
            Some(_) => line
                .split(['\u{2028}', '\u{2029}', '\u{b}', '\u{c}'])
                .for_each(|line| push_line(line, &mut gap, &mut page)),
        }
    }
    page.elements.push(Element {
        end: 1,
        text: 0..page.text.len(),
        blocks: 0..page.blocks.len(),
        ..Element::default()
    });
    page
}

fn push_line(line: &str, gap: &mut usize, page: &mut Page<'_>) {
    let start = page.text.len();
    push_collapsed(line, &mut page.text);
    if page.text.len() == start {
        *gap += 1;
        return;
    }
    let gap = std::mem::take(gap);
    page.blocks.push(Block { text: start..page.text.len(), gap, ..Block::default() });
    page.text.push('\n');
}

/// Appends a line with its white space collapsed, without what nobody sees (soft hyphens, marks of width zero).
fn push_collapsed(line: &str, into: &mut String) {
    let start = into.len();
    let mut space = false;
    let mut at = 0;
    while at < line.len() {
        let plain = match plain_length(&line.as_bytes()[at..]) {
            // References were decoded when the page was flattened: what is left of `&` is an ampersand.
            0 if line.as_bytes()[at] == b'&' => 1,
            plain => plain,
        };
        let end =
            if plain > 0 { at + plain } else { at + line[at..].chars().next().map_or(1, char::len_utf8) };
        let piece = &line[at..end];
        at = end;
        if plain == 0 && piece.chars().all(is_blank) {
            space = true;
        } else if plain > 0 || !piece.chars().all(is_invisible) {
            if space && into.len() > start {
                into.push(' ');
            }
            space = false;
            into.push_str(piece);
        }
    }
}
