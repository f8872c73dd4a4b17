//! The few stretches of a text that show best why an article is here.

use std::collections::HashSet;

use veille_model::{Field, TaggedArticle};

use super::{Passage, Piece, of_field, pieces};
use crate::text::direction;

/// A stretch of the text with its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Snippet {
    pub language: String,
    pub direction: &'static str,
    /// Whether its block has more before it.
    pub cut_before: bool,
    pub pieces: Vec<Piece>,
    pub cut_after: bool,
}

/// Characters before and after the passage that a stretch is chosen for.
const BEFORE: usize = 60;
const AFTER: usize = 120;

/// A stretch before it is cut.
struct Window {
    block: usize,
    from: usize,
    to: usize,
    topics: usize,
    passages: usize,
}

/// The stretches of the text with the most topics, then with the most passages; at most so many, in the order of the text.
/// Where the text has none, none: the headline is shown anyway.
pub(crate) fn snippets(tagged: &TaggedArticle, passages: &[Passage], most: usize) -> Vec<Snippet> {
    let in_text = of_field(passages, Field::Text);
    let blocks: Vec<(usize, Vec<char>)> = tagged
        .article
        .blocks
        .iter()
        .zip(tagged.article.paragraphs())
        .map(|(block, (_, text))| (block.start, text.chars().collect()))
        .collect();
    let mut windows: Vec<Window> =
        in_text.iter().filter_map(|passage| window(passage, &blocks, &in_text)).collect();
    // Of equals the first of the text.
    windows.sort_by_key(|window| std::cmp::Reverse((window.topics, window.passages)));
    let mut chosen: Vec<Window> = Vec::new();
    for window in windows {
        let overlaps =
            |known: &Window| known.block == window.block && known.from < window.to && window.from < known.to;
        if chosen.len() < most && !chosen.iter().any(overlaps) {
            chosen.push(window);
        }
    }
    chosen.sort_by_key(|window| (window.block, window.from));
    chosen.iter().map(|window| snippet(window, tagged, &blocks, &in_text)).collect()
}

fn window(passage: &Passage, blocks: &[(usize, Vec<char>)], all: &[&Passage]) -> Option<Window> {
    let inside = |(start, text): &(usize, Vec<char>)| {
        // Within one block: what reaches over its end has no stretch of its own, and is marked on the page.
        *start <= passage.start && passage.start < passage.end && passage.end <= start + text.len()
    };
    let block = blocks.iter().position(inside)?;
    let (offset, text) = &blocks[block];
    let from = at_a_word((passage.start - offset).saturating_sub(BEFORE), passage.start - offset, text, true);
    let to = at_a_word((passage.end - offset + AFTER).min(text.len()), passage.end - offset, text, false);
    let (first, last) = (offset + from, offset + to);
    let within = all.iter().filter(|other| first <= other.start && other.end <= last);
    let topics: HashSet<&str> =
        within.clone().flat_map(|other| other.topics.iter().map(|(topic, _)| topic.as_str())).collect();
    Some(Window { block, from, to, topics: topics.len(), passages: within.count() })
}

/// The nearest place to cut on the way to `limit`: beside a blank, or where it is where there is none.
fn at_a_word(at: usize, limit: usize, text: &[char], forwards: bool) -> usize {
    if at == 0 || at == text.len() {
        return at;
    }
    let found = match forwards {
        true => (at..limit).find(|at| text[at - 1].is_whitespace()),
        false => (limit..at).rev().find(|at| text[*at].is_whitespace()),
    };
    found.unwrap_or(at)
}

fn snippet(
    window: &Window,
    tagged: &TaggedArticle,
    blocks: &[(usize, Vec<char>)],
    all: &[&Passage],
) -> Snippet {
    let (offset, text) = &blocks[window.block];
    let language = tagged.block_languages.get(window.block).unwrap_or(&tagged.language).to_string();
    let cut: String = text[window.from..window.to].iter().collect();
    Snippet {
        direction: direction(&language),
        language,
        cut_before: window.from > 0,
        pieces: pieces(&cut, offset + window.from, all),
        cut_after: window.to < text.len(),
    }
}
