//! What became of a block, and why.

use serde::Serialize;
use veille_model::BlockKind;

use super::phrases::Signs;
use crate::page::{Block, Page, Tag};

/// What became of one block, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Verdict {
    /// Whether it is part of the article.
    pub keep: bool,
    /// Its kind, where it is.
    pub kind: BlockKind,
    /// How likely it is part of the article, 0 to 1.
    pub score: f32,
    /// Why, in words; filled in where an explanation is asked for.
    pub reason: String,
    /// The signs of boilerplate in its text, where they were looked for.
    #[serde(skip)]
    pub signs: Option<Signs>,
}

impl Verdict {
    /// Takes a block out of the article.
    pub(crate) fn drop(&mut self, reason: &str) {
        self.keep = false;
        reason.clone_into(&mut self.reason);
    }
}

/// Verdicts on a text that somebody else chose, for that reason: all of it is kept.
pub(crate) fn chosen(page: &Page<'_>, reason: &str) -> Vec<Verdict> {
    let verdict = |block| Verdict {
        keep: true,
        kind: kind(page, block),
        score: 1.0,
        reason: reason.to_owned(),
        signs: None,
    };
    page.blocks.iter().map(verdict).collect()
}

/// What a block is, by the elements around it: `<li><p>` is an item of a list.
pub(super) fn kind(page: &Page<'_>, block: &Block) -> BlockKind {
    // Three levels reach over `<blockquote><div><p>`; farther up, a list of the page's layout
    // would make items of paragraphs.
    for at in page.ancestors(block.element).take(3) {
        match page.elements[at].tag {
            tag if tag.is_heading() => return BlockKind::Heading,
            Tag::Li => return BlockKind::ListItem,
            Tag::Blockquote => return BlockKind::Quote,
            _ => {}
        }
    }
    BlockKind::Paragraph
}
