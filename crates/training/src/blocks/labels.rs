//! Which blocks of an annotated page are the article, by the annotation.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use veille_cleaner::training::words;

/// A block's label and how much it matters; a weight of zero means that nothing is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Label {
    pub article: bool,
    pub weight: f32,
}

/// A page whose annotation is a handful of passages has few labels; each weighs as much as a long paragraph.
const PASSAGE_WEIGHT: f32 = 18.0;

/// What the labels of a page weigh together, usually and at least.
const PAGE_WEIGHT: f32 = 600.0;
const PAGE_WEIGHT_MIN: f32 = 100.0;

/// Labels for the blocks of a page.
pub fn label(gold: &Value, texts: &[&str], mass: &[f32]) -> Vec<Label> {
    let blocks: Vec<Vec<u32>> = texts.iter().map(|text| words(text)).collect();
    match gold["articleBody"].as_str().filter(|body| !body.trim().is_empty()) {
        Some(body) => by_body(body, &blocks, mass),
        None => by_passages(gold, &blocks),
    }
}

/// A page of twenty times the text is as much as four or five pages, not as twenty: its blocks are judged by the same few habits of
/// one template and one annotator. Passages, of which a page has a handful, count for more.
pub fn weigh_by_page(labels: &mut [Label]) {
    let all: f32 = labels.iter().map(|label| label.weight).sum();
    let share = (all.max(PAGE_WEIGHT_MIN) / PAGE_WEIGHT).powf(-0.5);
    labels.iter_mut().for_each(|label| label.weight *= share);
}

/// Blocks whose rows of four words stand in the annotated body; short ones together with what surrounds them.
fn by_body(body: &str, blocks: &[Vec<u32>], mass: &[f32]) -> Vec<Label> {
    let gold = words(body);
    let rows: HashSet<&[u32]> = gold.windows(4).collect();
    let lines: HashMap<Vec<u32>, usize> = body.lines().fold(HashMap::new(), |mut lines, line| {
        *lines.entry(words(line)).or_default() += 1;
        lines
    });
    let mut shares: Vec<f32> = blocks.iter().map(|own| share(own, &rows)).collect();
    for at in 0..blocks.len() {
        // Shorter than a row of four words: a subheading or an item is known as a line of its
        // own or by what surrounds it.
        if blocks[at].len() < 4 && !blocks[at].is_empty() {
            let whole_line = lines.contains_key(&blocks[at]);
            shares[at] = if whole_line || spans(at, blocks, &rows) { 1.0 } else { 0.0 };
        }
    }
    drop_copies(&mut shares, blocks, &lines);
    (0..blocks.len())
        .map(|at| {
            // Half found is a guess: a block that the annotator cut in two teaches little either way.
            let sure = (shares[at] - 0.5).abs() * 2.0;
            // Less than by its length: a paragraph of two hundred words is not forty times
            // a subheading to a reader.
            Label { article: shares[at] >= 0.5, weight: (1.0 + mass[at].powf(0.75)) * (0.2 + 0.8 * sure) }
        })
        .collect()
}

fn share(own: &[u32], rows: &HashSet<&[u32]>) -> f32 {
    if own.len() < 4 {
        return 0.0;
    }
    own.windows(4).filter(|row| rows.contains(row)).count() as f32 / (own.len() - 3) as f32
}

/// Whether a short block and the words before or after it stand together in the annotated body.
fn spans(at: usize, blocks: &[Vec<u32>], rows: &HashSet<&[u32]>) -> bool {
    let own = &blocks[at];
    let need = 4 - own.len();
    let after: Vec<u32> = blocks[at + 1..].iter().flatten().copied().take(need).collect();
    let mut before: Vec<u32> =
        blocks[..at].iter().rev().flat_map(|block| block.iter().rev()).copied().take(need).collect();
    before.reverse();
    let with_after: Vec<u32> = own.iter().copied().chain(after).collect();
    let with_before: Vec<u32> = before.into_iter().chain(own.iter().copied()).collect();
    // Both ways: `Read more` before a paragraph of the body has only the one after it there.
    rows.contains(with_after.as_slice()) && rows.contains(with_before.as_slice())
}

/// Of blocks that say the same, as many stay labelled as the annotated body has of them: those among most others.
fn drop_copies(shares: &mut [f32], blocks: &[Vec<u32>], lines: &HashMap<Vec<u32>, usize>) {
    let mut places: HashMap<&[u32], Vec<usize>> = HashMap::new();
    // Only what passes for article: elsewhere a copy has the right label already.
    for (at, own) in blocks.iter().enumerate().filter(|(at, own)| shares[*at] >= 0.5 && !own.is_empty()) {
        places.entry(own).or_default().push(at);
    }
    let known = shares.to_vec();
    // Six blocks to either side: the copy in the article lies among its paragraphs, that
    // of a teaser among teasers.
    let company = |at: usize| -> f32 { known[at.saturating_sub(6)..(at + 7).min(known.len())].iter().sum() };
    for (own, mut copies) in places.into_iter().filter(|(_, copies)| copies.len() > 1) {
        let count = lines.get(own).copied().unwrap_or(1).max(1);
        // Then by place: the order of equals would be that of a hash table otherwise.
        copies.sort_by(|a, b| company(*b).total_cmp(&company(*a)).then(a.cmp(b)));
        for at in copies.into_iter().skip(count) {
            shares[at] = 0.0;
        }
    }
}

/// Blocks that hold a wanted passage, and blocks that are little more than an unwanted one.
fn by_passages(gold: &Value, blocks: &[Vec<u32>]) -> Vec<Label> {
    let passages = |key: &str| -> Vec<Vec<u32>> {
        let list = gold[key].as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(Value::as_str).map(words).filter(|words| !words.is_empty()).collect()
    };
    let (wanted, unwanted) = (passages("with"), passages("without"));
    blocks
        .iter()
        .map(|own| {
            let holds = |passage: &Vec<u32>| own.windows(passage.len()).any(|window| window == passage);
            if wanted.iter().any(holds) {
                return Label { article: true, weight: PASSAGE_WEIGHT };
            }
            // A paragraph that merely quotes an unwanted line may be the article's: nothing is known of it.
            let refused = unwanted.iter().any(|passage| holds(passage) && passage.len() * 3 >= own.len());
            Label { article: false, weight: if refused { PASSAGE_WEIGHT } else { 0.0 } }
        })
        .collect()
}
