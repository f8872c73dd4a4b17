//! Flattened text: what "select all, copy" leaves of a page.

use super::{Block, Element, Page};

/// Reads text; each line is a block.
pub(super) fn read(source: &str) -> Page<'_> {
    let mut page = Page { source, ..Page::default() };
    let mut gap = 0;
    for line in source.lines().flat_map(|line| line.split(['\u{2028}', '\u{2029}', '\u{b}', '\u{c}'])) {
        let start = page.text.len();
        push_collapsed(line, &mut page.text);
        if page.text.len() == start {
            gap += 1;
            continue;
        }
        page.blocks.push(Block { text: start..page.text.len(), gap, ..Block::default() });
        page.text.push('\n');
        gap = 0;
    }
    page.elements.push(Element {
        end: 1,
        text: 0..page.text.len(),
        blocks: 0..page.blocks.len(),
        ..Element::default()
    });
    page
}

/// Appends a line with its white space collapsed, without what nobody sees (soft hyphens, marks of width zero).
fn push_collapsed(line: &str, into: &mut String) {
    let start = into.len();
    let mut space = false;
    for character in line.chars() {
        match character {
            '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}' => {}
            _ if character.is_whitespace() || character.is_control() => space = true,
            _ => {
                if space && into.len() > start {
                    into.push(' ');
                }
                space = false;
                into.push(character);
            }
        }
    }
}
