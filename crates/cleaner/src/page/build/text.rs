//! The lines that a reader sees: white space collapsed, references decoded, a block for each.

use crate::page::plain::{is_blank, is_invisible, plain_length};
use crate::page::{Tag, reference};

use super::Builder;

/// A table's row is put on one line up to this length.
const ROW_BYTES_MAX: usize = 400;

impl Builder<'_> {
    pub(super) fn text(&mut self, text: &str) {
        if self.unseen > 0 {
            return;
        }
        let before = self.page.text.len();
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let plain = plain_length(&bytes[at..]);
            if plain > 0 {
                self.push(&text[at..at + plain]);
                at += plain;
            // `AT&T`, `R&D`: not every ampersand opens a reference.
            } else if bytes[at] == b'&' {
                at += self.push_reference(&text[at..]);
            } else if bytes[at].is_ascii() {
                // A space is written before the next word only, so that blocks neither
                // begin nor end with one.
                self.space = true;
                at += 1;
            } else {
                at += text[at..].chars().next().map_or(1, |c| self.push_special(c));
            }
        }
        let added = self.page.text.len() - before;
        if added > 0 {
            // The share of a block that is links tells menus and teasers from text.
            if self.is_open(Tag::A) {
                self.block.link_bytes += added;
            }
            if self.is_open(Tag::B) || self.is_open(Tag::Strong) {
                self.block.bold_bytes += added;
            }
        }
    }

    /// Appends words.
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

    /// Appends what the text's first reference stands for; answers how many bytes it took.
    fn push_reference(&mut self, text: &str) -> usize {
        // A loose ampersand is text (HTML standard, 13.2.5.72).
        if !reference::may_open(text.as_bytes()) {
            self.push("&");
            return 1;
        }
        let mut decoded = std::mem::take(&mut self.decoded);
        decoded.clear();
        let taken = reference::push(text, &mut decoded);
        for character in decoded.chars() {
            let mut bytes = [0; 4];
            let written = character.encode_utf8(&mut bytes);
            // A reference may stand for white space (`&nbsp;`) or for nothing (`&shy;`): it is read
            // as that character would be.
            if plain_length(written.as_bytes()) > 0 || character == '&' {
                self.push(written);
            } else {
                self.push_special(character);
            }
        }
        self.decoded = decoded;
        taken
    }

    /// White space is remembered, what nobody sees (soft hyphens, joiners of width zero) is left out.
    fn push_special(&mut self, character: char) -> usize {
        if is_blank(character) {
            // No-break and ideographic spaces part words as well, and so do stray control characters.
            self.space = true;
        } else if !is_invisible(character) {
            self.push(character.encode_utf8(&mut [0; 4]));
        }
        character.len_utf8()
    }

    fn block_is_empty(&self) -> bool {
        self.block.text.is_empty()
    }

    /// Whether a cell goes on with the line that its row began, as when a reader copies a table of figures. Cells with
    /// lines of their own do not.
    pub(super) fn continues_row(&self) -> bool {
        self.row && self.block.text.len() < ROW_BYTES_MAX
    }

    /// Ends the block in hand, if it holds anything.
    pub(super) fn break_line(&mut self, by_br: bool) {
        self.space = false;
        self.row = false;
        if self.block_is_empty() {
            // Only breaks since the last text count: in `<br></p><p>` the paragraph is what parts the lines.
            self.block.after_br &= by_br;
            return;
        }
        self.page.text.push('\n');
        self.page.blocks.push(std::mem::take(&mut self.block));
        self.block.text = self.page.text.len()..self.page.text.len();
        self.block.after_br = by_br;
    }
}
