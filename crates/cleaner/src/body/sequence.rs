//! The second look at a block: what the first one made of its neighbours.

use std::collections::HashMap;

use super::columns::{FIRST_LOOK, Row, SECOND_LOOK};
use super::hash::Unhashed;
use super::survey::Survey;

/// Blocks this likely are taken for the article when distances are measured.
const LIKELY: f32 = 0.6;

/// Fills in what the second look sees, given how likely each block seemed at first.
pub(crate) fn look_around(survey: &Survey<'_>, rows: &mut [Row], likely: &[f32]) {
    let sums = Sums::of(survey, likely);
    let distances = distances(survey, likely);
    let kinds = kinds(survey, likely);
    let vocabulary = Vocabulary::of(survey, likely);
    for (row, &at) in rows.iter_mut().zip(&survey.judged) {
        let near = |distance: isize| {
            at.checked_add_signed(distance).and_then(|at| likely.get(at)).copied().unwrap_or(0.0)
        };
        let window = |reach: usize| sums.mean(at.saturating_sub(reach)..(at + reach + 1).min(likely.len()));
        let (parent, grandparent) = parents(survey, at);
        let (above, branch) = farther(survey, at);
        let (cohesion, cohesion3) = vocabulary.shared_by(survey, at, likely[at]);
        let values = [
            likely[at],
            near(-1),
            near(-2),
            near(-3),
            near(1),
            near(2),
            near(3),
            window(2),
            window(5),
            window(12),
            sums.part(0..at),
            sums.part(at + 1..likely.len()),
            distances[at].0,
            distances[at].1,
            parent.map_or(0.0, |blocks| sums.mean(blocks)),
            grandparent.map_or(0.0, |blocks| sums.mean(blocks)),
            sums.all(),
            sums.part(0..at) / sums.all().max(1.0),
            distances[at].2,
            kinds[at].0,
            kinds[at].1,
            above.map_or(0.0, |blocks| sums.mean(blocks)),
            branch.map_or(0.0, |blocks| sums.mean(blocks)),
            cohesion,
            cohesion3,
        ];
        row[FIRST_LOOK..SECOND_LOOK].copy_from_slice(&values);
    }
}

type Blocks = std::ops::Range<usize>;

fn parents(survey: &Survey<'_>, at: usize) -> (Option<Blocks>, Option<Blocks>) {
    let page = survey.page;
    if !page.markup {
        return (None, None);
    }
    let parent = page.elements[page.blocks[at].element].parent;
    let grandparent = page.elements[parent].parent;
    (Some(page.elements[parent].blocks.clone()), Some(page.elements[grandparent].blocks.clone()))
}

/// The blocks of the element three levels up, and of the branch of the densest element that holds the block.
fn farther(survey: &Survey<'_>, at: usize) -> (Option<Blocks>, Option<Blocks>) {
    let page = survey.page;
    if !page.markup {
        return (None, None);
    }
    let element = page.blocks[at].element;
    let blocks = |element: usize| page.elements[element].blocks.clone();
    let branch = page.ancestors(element).find(|above| page.elements[*above].parent == survey.roots.dense);
    (page.ancestors(element).nth(3).map(blocks), branch.map(blocks))
}

/// In how many likely blocks each word stands: other articles' teasers have other words.
struct Vocabulary {
    counts: HashMap<u32, u32, Unhashed>,
}

/// Words of a block that are looked up.
const WORDS_MAX: usize = 60;

impl Vocabulary {
    fn of(survey: &Survey<'_>, likely: &[f32]) -> Self {
        let mut counts: HashMap<u32, u32, Unhashed> = HashMap::default();
        for (at, _) in likely.iter().enumerate().filter(|(at, likely)| speaks(survey, *at, **likely)) {
            for word in content(survey, at) {
                *counts.entry(word).or_default() += 1;
            }
        }
        Self { counts }
    }

    /// The shares of a block's words that stand in one, and in three other likely blocks.
    fn shared_by(&self, survey: &Survey<'_>, at: usize, likely: f32) -> (f32, f32) {
        let own = u32::from(speaks(survey, at, likely));
        let (mut all, mut once, mut thrice) = (0.0f32, 0.0, 0.0);
        for word in content(survey, at) {
            let others = self.counts.get(&word).copied().unwrap_or(0).saturating_sub(own);
            all += 1.0;
            once += f32::from(u8::from(others >= 1));
            thrice += f32::from(u8::from(others >= 3));
        }
        // A line of little words alone (`More from us`) shares nothing because it has nothing:
        // told apart from sharing none.
        if all == 0.0 { (-1.0, -1.0) } else { (once / all, thrice / all) }
    }
}

/// Whether a block is likely enough to speak for the article.
fn speaks(survey: &Survey<'_>, at: usize, likely: f32) -> bool {
    // Twelve words, as for a paragraph of running text: buttons and dates would fill the
    // vocabulary with menu words.
    likely >= LIKELY && survey.reads[at].mass >= 12.0
}

/// A block's different words but for the little ones; of scripts without spaces, pairs of letters.
fn content(survey: &Survey<'_>, at: usize) -> Vec<u32> {
    let words = survey.words.of(at);
    let unspaced = survey.reads[at].stats.unspaced as usize * 2 > words.len();
    let mut content: Vec<u32> = match unspaced {
        // A single Chinese character stands in any text on anything; two in a row are
        // about as telling as a word.
        true => words.windows(2).take(WORDS_MAX).map(|pair| pair[0].rotate_left(9) ^ pair[1]).collect(),
        false => words.iter().copied().filter(|word| !survey.little.has(*word)).take(WORDS_MAX).collect(),
    };
    content.sort_unstable();
    content.dedup();
    content
}

/// Running sums of mass and of likely mass.
struct Sums {
    mass: Vec<f32>,
    likely: Vec<f32>,
}

impl Sums {
    fn of(survey: &Survey<'_>, likely: &[f32]) -> Self {
        let mut sums = Self { mass: vec![0.0], likely: vec![0.0] };
        let (mut mass, mut hoped) = (0.0, 0.0);
        for (it, likely) in survey.reads.iter().zip(likely) {
            // A line of one word still counts a little.
            let own = it.mass + 2.0;
            mass += own;
            hoped += own * likely;
            sums.mass.push(mass);
            sums.likely.push(hoped);
        }
        sums
    }

    fn part(&self, blocks: Blocks) -> f32 {
        if blocks.start >= blocks.end { 0.0 } else { self.likely[blocks.end] - self.likely[blocks.start] }
    }

    fn mean(&self, blocks: Blocks) -> f32 {
        let mass = self.mass[blocks.end] - self.mass[blocks.start];
        if mass > 0.0 { self.part(blocks) / mass } else { 0.0 }
    }

    fn all(&self) -> f32 {
        self.likely[self.likely.len() - 1]
    }
}

/// For each block: how likely the others of its kind are, and how many there are.
fn kinds(survey: &Survey<'_>, likely: &[f32]) -> Vec<(f32, f32)> {
    if !survey.page.markup {
        return vec![(0.0, 0.0); likely.len()];
    }
    let weight = |at: usize| survey.reads[at].mass + 2.0;
    let mut sums: HashMap<u32, (f32, f32, f32), Unhashed> = HashMap::default();
    for (at, likely) in likely.iter().enumerate() {
        let sum = sums.entry(survey.kind_of(at)).or_default();
        sum.0 += weight(at) * likely;
        sum.1 += weight(at);
        sum.2 += 1.0;
    }
    (0..likely.len())
        .map(|at| {
            let (hoped, all, count) = sums.get(&survey.kind_of(at)).copied().unwrap_or_default();
            let others = all - weight(at);
            // Leave one out: a block must not vouch for itself. Alone of its kind it has no others, which
            // is not the same as bad ones.
            let mean =
                if count > 1.0 && others > 0.0 { (hoped - weight(at) * likely[at]) / others } else { -1.0 };
            (mean, count.min(FAR))
        })
        .collect()
}

/// Farther than this makes no difference.
const FAR: f32 = 60.0;

/// For each block: blocks since the last likely one, blocks until the next, likely ones in a row before it.
fn distances(survey: &Survey<'_>, likely: &[f32]) -> Vec<(f32, f32, f32)> {
    // Six words: a subheading carries on the article, a likely button of two words between teasers does not.
    let is_likely = |at: usize| likely[at] >= LIKELY && survey.reads[at].mass >= 6.0;
    let mut all = vec![(FAR, FAR, 0.0); likely.len()];
    let (mut since, mut run) = (FAR, 0.0f32);
    for (at, found) in all.iter_mut().enumerate() {
        (found.0, found.2) = (since, run.min(FAR));
        (since, run) = if is_likely(at) { (1.0, run + 1.0) } else { ((since + 1.0).min(FAR), 0.0) };
    }
    let mut until = FAR;
    for (at, found) in all.iter_mut().enumerate().rev() {
        found.1 = until;
        until = if is_likely(at) { 1.0 } else { (until + 1.0).min(FAR) };
    }
    all
}
