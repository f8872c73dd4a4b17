//! The last word on a page as a whole: what no single block can know.

use super::phrases::Sign;
use super::survey::Read;

/// Blocks that part two stretches of text.
const GAP: usize = 6;
/// A stretch with less than this share of the longest is an island.
const ISLAND_SHARE: f32 = 0.2;
/// Longer lines that stand twice are no captions.
const CAPTION_MASS: f32 = 40.0;

/// What was settled against a block's own score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    /// It says the same as the block beside it, as captions do that also stand as the picture's alternative text.
    Twice,
    /// It is far from the rest of the article, after what announces other articles.
    Island,
}

impl Settled {
    /// The reason in words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Twice => "it says the same as the line beside it, as captions do",
            Self::Island => "it lies far from the article, after what announces other articles",
        }
    }
}

/// Takes back what was kept, where the page as a whole speaks against it; answers what was taken back.
pub(crate) fn settle(keep: &mut [bool], reads: &[Read], markup: bool) -> Vec<(usize, Settled)> {
    let mut settled = Vec::new();
    if !markup {
        for at in 0..keep.len() {
            // Copying a page flattens a picture's alternative text to a line above its caption: the
            // same words twice in a row.
            let beside = |other: usize| reads.get(other).is_some_and(|it| it.digest == reads[at].digest);
            if keep[at] && reads[at].mass < CAPTION_MASS && (beside(at + 1) || at > 0 && beside(at - 1)) {
                settled.push((at, Settled::Twice));
            }
        }
    }
    settled.iter().for_each(|(at, _)| keep[*at] = false);
    // On a page, tags and names have told what is apart: to take islands back there loses more than it gains (F1 .965
    // instead of .967 on news, .930 instead of .937 on articles, cross-validated).
    if markup {
        return settled;
    }
    let stretches = stretches(keep, reads);
    // Flattened text has no element that holds the article: its longest stretch stands for it.
    let Some(longest) = stretches.iter().max_by(|a, b| a.mass.total_cmp(&b.mass)) else { return settled };
    // Only behind `Related news` and the like: a long box or a list of links inside an
    // article makes as wide a gap.
    let announced = |until: usize| reads[longest.last + 1..until].iter().any(|it| it.signs.is(Sign::Anchor));
    let island = |it: &&Stretch| {
        it.mass < ISLAND_SHARE * longest.mass && it.first > longest.last && announced(it.first)
    };
    for stretch in stretches.iter().filter(island) {
        for (at, keep) in keep.iter_mut().enumerate().take(stretch.last + 1).skip(stretch.first) {
            if std::mem::take(keep) {
                settled.push((at, Settled::Island));
            }
        }
    }
    settled
}

/// Kept blocks with no wide gap between them.
struct Stretch {
    first: usize,
    last: usize,
    mass: f32,
}

fn stretches(keep: &[bool], reads: &[Read]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for at in (0..keep.len()).filter(|at| keep[*at]) {
        let mass = reads[at].mass;
        match stretches.last_mut().filter(|it| at - it.last <= GAP) {
            Some(stretch) => {
                stretch.last = at;
                stretch.mass += mass;
            }
            None => stretches.push(Stretch { first: at, last: at, mass }),
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::super::phrases::Signs;
    use super::*;

    fn settled(blocks: &[(bool, f32, u64)], markup: bool) -> String {
        let reads: Vec<Read> =
            blocks.iter().map(|&(_, mass, digest)| Read { mass, digest, ..Read::default() }).collect();
        let mut keep: Vec<bool> = blocks.iter().map(|block| block.0).collect();
        settle(&mut keep, &reads, markup);
        keep.iter().map(|keep| if *keep { '+' } else { '-' }).collect()
    }

    #[test]
    fn a_line_that_stands_twice_is_a_caption() {
        let blocks = [
            (true, 60.0, 1),
            (true, 9.0, 2),
            (true, 9.0, 2),
            (true, 70.0, 3),
            (true, 60.0, 4),
            (true, 60.0, 4),
        ];
        assert_eq!(settled(&blocks, false), "+--+++");
        assert_eq!(settled(&blocks, true), "++++++");
    }

    #[test]
    fn what_lies_far_behind_an_announcement_is_no_part_of_the_article() {
        let check = |between: &str, mass: f32, expected: &str| {
            let long = |mass: f32, digest: u64| Read { mass, digest, ..Read::default() };
            let mut reads =
                vec![long(100.0, 1), long(100.0, 2), Read { signs: Signs::of(between), ..long(2.0, 3) }];
            reads.extend((0..6).map(|at| long(5.0, 10 + at)));
            reads.push(long(mass, 4));
            let mut keep: Vec<bool> = reads.iter().map(|it| it.mass > 20.0).collect();
            settle(&mut keep, &reads, false);
            let kept: String = keep.iter().map(|keep| if *keep { '+' } else { '-' }).collect();
            assert_eq!(kept, expected, "{between}");
        };
        check("Nouvelles connexes", 30.0, "++--------");
        check("Nouvelles connexes", 60.0, "++-------+");
        check("Deux ans plus tard", 30.0, "++-------+");
    }
}
