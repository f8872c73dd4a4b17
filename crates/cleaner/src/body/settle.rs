//! The last word on a page as a whole: what no single block can know.

use super::survey::Read;

/// Blocks that part two stretches of text.
const GAP: usize = 8;
/// A stretch with less than this share of the longest is an island.
const ISLAND_SHARE: f32 = 0.2;
/// Longer lines that stand twice are no captions.
const CAPTION_MASS: f32 = 40.0;

/// What was settled against a block's own score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    /// It says the same as the block beside it, as captions do that also stand as the picture's alternative text.
    Twice,
    /// It is far from the rest of the article.
    Island,
}

impl Settled {
    /// The reason in words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Twice => "it says the same as the line beside it, as captions do",
            Self::Island => "it lies far from the rest of the article",
        }
    }
}

/// Takes back what was kept, where the page as a whole speaks against it; answers what was taken back.
pub(crate) fn settle(keep: &mut [bool], reads: &[Read], markup: bool) -> Vec<(usize, Settled)> {
    let mut settled = Vec::new();
    if !markup {
        for at in 0..keep.len() {
            let beside = |other: usize| reads.get(other).is_some_and(|it| it.digest == reads[at].digest);
            if keep[at] && reads[at].mass < CAPTION_MASS && (beside(at + 1) || at > 0 && beside(at - 1)) {
                settled.push((at, Settled::Twice));
            }
        }
    }
    settled.iter().for_each(|(at, _)| keep[*at] = false);
    let stretches = stretches(keep, reads);
    let longest = stretches.iter().map(|it| it.mass).fold(0.0, f32::max);
    for stretch in stretches.iter().filter(|it| it.mass < ISLAND_SHARE * longest) {
        for at in stretch.first..=stretch.last {
            if std::mem::take(&mut keep[at]) {
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
    fn what_lies_far_from_the_article_is_no_part_of_it() {
        let mut blocks = vec![(true, 100.0, 1), (true, 100.0, 2)];
        blocks.extend((0..8).map(|at| (false, 5.0, 10 + at)));
        blocks.push((true, 30.0, 3));
        assert_eq!(settled(&blocks, true), "++---------");
        blocks.push((true, 30.0, 4));
        assert_eq!(settled(&blocks, true), "++--------++");
    }
}
