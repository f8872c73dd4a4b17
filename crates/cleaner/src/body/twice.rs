//! The article a second time: a copy for printing, one that a script shows, the whole of it as one block.

use std::collections::HashMap;

use super::hash::{Unhashed, shingle};
use super::survey::Survey;

/// Shorter blocks may well be said twice: `He laughed.`
const MASS_MIN: f32 = 10.0;
/// The share of a block's rows of four words that stand in another block.
const SHARE_MIN: f32 = 0.85;
/// A second copy is so large a part of what is kept: a refrain, a summary, a quotation set large beside its paragraph are less, and
/// annotators keep them.
const COPY_SHARE: f32 = 0.4;
/// Bits of the coarse look: a few for each row of a long article.
const BITS: usize = 1 << 15;

/// The blocks of a second copy of the article, one behind the other: of two alike the later one, unless the other is hidden.
pub(super) fn copies(survey: &Survey<'_>, keep: &[bool]) -> Vec<usize> {
    let weighed = |at: &usize| keep[*at] && survey.reads[*at].mass >= MASS_MIN;
    let kept: Vec<usize> = (0..keep.len()).filter(weighed).collect();
    // Hardly any page says a paragraph twice: told by a coarse look before any place is remembered.
    let bits: Vec<Vec<(u16, u64)>> = kept.iter().map(|at| rows(survey, *at).map(bit).collect()).collect();
    if !is_repeated(bits.iter()) && !is_repeated(bits.iter().rev()) {
        return Vec::new();
    }
    let mass = |at: &usize| survey.reads[*at].mass;
    let all: f32 = kept.iter().map(mass).sum();
    let repeated = repeated(survey, &kept, keep.len());
    let copy = kept.chunk_by(|a, b| repeated[*a] == repeated[*b]).filter(|run| repeated[run[0]]);
    copy.filter(|run| run.iter().map(mass).sum::<f32>() > COPY_SHARE * all).flatten().copied().collect()
}

/// Which blocks say nothing that one other block does not say, which is not such a block itself.
fn repeated(survey: &Survey<'_>, kept: &[usize], blocks: usize) -> Vec<bool> {
    let mut places: HashMap<u32, Places, Unhashed> = HashMap::default();
    for &at in kept {
        rows(survey, at).for_each(|row| places.entry(row).or_default().add(at));
    }
    let hidden = |at: usize| survey.page.is_hidden(&survey.page.blocks[at]);
    let mut repeated = vec![false; blocks];
    // From the end, so that of two alike the later one goes.
    for &at in kept.iter().rev() {
        let (mut all, mut others) = (0u32, Vec::<(usize, u32)>::new());
        for row in rows(survey, at) {
            all += 1;
            for other in places.get(&row).into_iter().flat_map(|places| places.others(at, &repeated)) {
                match others.iter_mut().find(|(known, _)| *known == other) {
                    Some((_, rows)) => *rows += 1,
                    None => others.push((other, 1)),
                }
            }
        }
        // Treaties and minutes say sentence after sentence again, each where another one stands: that is no copy.
        repeated[at] = others.iter().any(|&(other, there)| {
            let is_longer = survey.reads[at].mass > 1.3 * survey.reads[other].mass;
            there as f32 >= SHARE_MIN * all as f32 && !is_longer && (hidden(at) || !hidden(other))
        });
    }
    repeated
}

/// The first two blocks that hold a row of words.
#[derive(Clone, Copy, Debug, Default)]
struct Places(Option<usize>, Option<usize>);

impl Places {
    fn add(&mut self, at: usize) {
        match self {
            Self(None, _) => self.0 = Some(at),
            Self(Some(first), None) if *first != at => self.1 = Some(at),
            _ => {}
        }
    }

    /// Other blocks than this one that are not repeated themselves.
    fn others(self, at: usize, repeated: &[bool]) -> impl Iterator<Item = usize> {
        [self.0, self.1].into_iter().flatten().filter(move |other| *other != at && !repeated[*other])
    }
}

/// The place of a row's bit.
fn bit(row: u32) -> (u16, u64) {
    ((row >> 6) as u16 % (BITS / 64) as u16, 1 << (row % 64))
}

/// Whether the rows of some block were seen in those before it, as far as a bit for each can tell.
fn is_repeated<'b>(blocks: impl Iterator<Item = &'b Vec<(u16, u64)>>) -> bool {
    let mut seen = vec![0u64; BITS / 64];
    for rows in blocks {
        let known = rows.iter().filter(|(word, bit)| seen[usize::from(*word)] & bit != 0).count();
        if !rows.is_empty() && known as f32 >= SHARE_MIN * rows.len() as f32 {
            return true;
        }
        rows.iter().for_each(|(word, bit)| seen[usize::from(*word)] |= bit);
    }
    false
}

fn rows<'s>(survey: &'s Survey<'_>, at: usize) -> impl Iterator<Item = u32> + 's {
    survey.words.of(at).windows(4).map(shingle)
}
