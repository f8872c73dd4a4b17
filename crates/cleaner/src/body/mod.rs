//! Which blocks of a page are its article.

mod phrases;
mod stats;

use serde::Serialize;
use veille_model::BlockKind;

use crate::page::{Block, Hints, Page, Tag};
use phrases::{Sign, Signs};
use stats::Stats;

/// What became of one block, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Verdict {
    /// Whether it is part of the article.
    pub keep: bool,
    /// Its kind, where it is.
    pub kind: BlockKind,
    /// How likely it is part of the article, 0 to 1.
    pub score: f32,
    /// Why, in words.
    pub reason: String,
}

/// Judges every block of a page.
pub(crate) fn judge(page: &Page<'_>) -> Vec<Verdict> {
    let read: Vec<Read> = page.blocks.iter().map(|block| Read::of(page, block)).collect();
    let root = best_root(page, &read);
    let end = end_of_text(&read, root.clone());
    let first = read[root.clone()].iter().position(|it| it.is_long()).map_or(root.end, |at| root.start + at);
    let last = (first..end).rev().find(|at| read[*at].is_long()).map_or(first, |at| at + 1);
    let mut verdicts = Vec::with_capacity(read.len());
    for (at, it) in read.iter().enumerate() {
        let (keep, reason) = if at < first {
            (false, "before the first paragraph")
        } else if at >= end {
            (false, "after what announces other articles")
        } else if at >= last {
            (false, "after the last paragraph")
        } else if it.is_caption() {
            (false, "reads as a caption")
        } else if it.is_list_of_links() {
            (false, "most of it is links")
        } else if it.signs.has(Sign::Source) || it.signs.has(Sign::More) && !it.is_long() {
            (false, "credit, or an invitation to read something else")
        } else if repeats_neighbour(page, at) {
            (false, "repeats its neighbour")
        } else {
            (true, "running text")
        };
        let score = if keep { 1.0 } else { 0.0 };
        verdicts.push(Verdict { keep, kind: kind(page, &page.blocks[at]), score, reason: reason.to_owned() });
    }
    verdicts
}

/// What a block's text says of it.
struct Read {
    stats: Stats,
    signs: Signs,
    link_share: f32,
}

impl Read {
    fn of(page: &Page<'_>, block: &Block) -> Self {
        let text = page.block_text(block);
        let link_share = block.link_bytes as f32 / text.len().max(1) as f32;
        Self { stats: Stats::of(text), signs: Signs::of(text), link_share }
    }

    fn is_long(&self) -> bool {
        let mass = self.stats.mass();
        self.link_share < 0.5 && !self.is_caption() && (mass >= 12.0 && self.stats.stops > 0 || mass >= 40.0)
    }

    fn is_caption(&self) -> bool {
        let short = self.stats.mass() < 60.0;
        short && (self.signs.has(Sign::Caption) || self.stats.last == '|' && self.stats.mass() < 40.0)
    }

    fn is_list_of_links(&self) -> bool {
        self.link_share > 0.6
    }

    fn is_anchor(&self) -> bool {
        self.signs.has(Sign::Anchor) || self.signs.has(Sign::Source) && self.stats.mass() < 40.0
    }
}

/// The blocks of the element that holds most of the running text, as directly as possible.
fn best_root(page: &Page<'_>, read: &[Read]) -> std::ops::Range<usize> {
    let mut mass = vec![0f32; page.elements.len()];
    for (block, it) in page.blocks.iter().zip(read).filter(|(_, it)| it.is_long()) {
        for (level, at) in page.ancestors(block.element).take(4).enumerate() {
            let named = page.elements[at].hints.has(Hints::BODY) || page.elements[at].marks.article_body;
            mass[at] += it.stats.mass() * 0.8f32.powi(level as i32) * if named { 1.3 } else { 1.0 };
        }
    }
    let best = (0..mass.len()).max_by(|a, b| mass[*a].total_cmp(&mass[*b])).unwrap_or(0);
    if page.markup { page.elements[best].blocks.clone() } else { 0..read.len() }
}

/// Where the tail begins: the first announcement of other articles after at least half of the running text before the
/// next one.
fn end_of_text(read: &[Read], root: std::ops::Range<usize>) -> usize {
    let mut before = 0.0;
    for at in root.clone() {
        if read[at].is_long() {
            before += read[at].stats.mass();
        }
        if read[at].is_anchor() && before > 100.0 {
            return at;
        }
    }
    root.end
}

fn repeats_neighbour(page: &Page<'_>, at: usize) -> bool {
    let letters = |at: usize| -> String {
        page.block_text(&page.blocks[at]).chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let own = letters(at);
    at > 0 && letters(at - 1) == own || at + 1 < page.blocks.len() && letters(at + 1) == own
}

fn kind(page: &Page<'_>, block: &Block) -> BlockKind {
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
