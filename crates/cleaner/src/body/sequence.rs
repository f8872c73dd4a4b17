//! The second look at a block: what the first one made of its neighbours.

use std::collections::HashMap;

use super::features::{COLUMNS, Row};
use super::phrases::Unhashed;
use super::survey::Survey;

/// Names of the columns that a second row has beyond the first.
pub(crate) const NAMES: &[&str] = &[
    "own",
    "previous",
    "previous2",
    "previous3",
    "next",
    "next2",
    "next3",
    "around2",
    "around5",
    "around12",
    "before",
    "after",
    "since-likely",
    "until-likely",
    "parent",
    "grandparent",
    "likely-in-all",
    "rank",
    "run",
    "kind",
    "kind-size",
];

/// Blocks this likely are taken for the article when distances are measured.
const LIKELY: f32 = 0.6;

/// Fills in what the second look sees, given how likely each block seemed at first.
pub(crate) fn look_around(survey: &Survey<'_>, rows: &mut [Row], likely: &[f32]) {
    let sums = Sums::of(survey, likely);
    let distances = distances(survey, likely);
    let kinds = kinds(survey, likely);
    for (row, &at) in rows.iter_mut().zip(&survey.judged) {
        let near = |distance: isize| {
            at.checked_add_signed(distance).and_then(|at| likely.get(at)).copied().unwrap_or(0.0)
        };
        let window = |reach: usize| sums.mean(at.saturating_sub(reach)..(at + reach + 1).min(likely.len()));
        let (parent, grandparent) = parents(survey, at);
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
        ];
        row[COLUMNS..].copy_from_slice(&values);
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
            let mean =
                if count > 1.0 && others > 0.0 { (hoped - weight(at) * likely[at]) / others } else { -1.0 };
            (mean, count)
        })
        .collect()
}

/// Farther than this makes no difference.
const FAR: f32 = 60.0;

/// For each block: blocks since the last likely one, blocks until the next, likely ones in a row before it.
fn distances(survey: &Survey<'_>, likely: &[f32]) -> Vec<(f32, f32, f32)> {
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
