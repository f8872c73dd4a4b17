//! Fingerprints of a text, by which candidates are found: winnowing (Schleimer, Wilkerson, Aiken 2003).
//!
//! Of each window of consecutive shingles the least is kept. Which is the least depends on the shingles alone, so two texts
//! with as many shingles in common as a window is long have a fingerprint in common, wherever in them that stands.

/// Shingles in a window at the head of a text, where a lead that is printed alone must be known by few of them.
const HEAD_WINDOW: usize = 4;
/// How far the head goes.
const HEAD: usize = 64;
/// Shingles in a window of the rest.
const WINDOW: usize = 12;
/// Most fingerprints of the rest of a text: a book has as many as a long article.
const MOST: usize = 140;

/// The fingerprints of a text, each once, sorted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prints {
    pub hashes: Box<[u32]>,
    /// In which sixteenth of the text each stands.
    places: Box<[u8]>,
}

impl Prints {
    /// In how many sixteenths of either text stands what both have, whichever are more.
    pub(crate) fn spread(&self, other: &Self) -> u32 {
        let (mut at, mut there, mut seen) = (0, 0, [0_u16; 2]);
        while at < self.hashes.len() && there < other.hashes.len() {
            match self.hashes[at].cmp(&other.hashes[there]) {
                std::cmp::Ordering::Less => at += 1,
                std::cmp::Ordering::Greater => there += 1,
                std::cmp::Ordering::Equal => {
                    seen[0] |= 1 << self.places[at];
                    seen[1] |= 1 << other.places[there];
                    at += 1;
                    there += 1;
                }
            }
        }
        seen[0].count_ones().max(seen[1].count_ones())
    }
}

/// A shingle and where it stands.
type Print = (u32, u32);

pub(crate) fn of(shingles: &[u32]) -> Prints {
    let mut prints: Vec<Print> = Vec::with_capacity(shingles.len() / 4 + 4);
    winnow(shingles, WINDOW, &mut prints);
    prints.sort_unstable_by_key(|(print, at)| (mixed(*print), *at));
    prints.dedup_by_key(|(print, _)| *print);
    // The least of all: what another text of which this is a part would keep as well.
    prints.truncate(MOST);
    // After the cut: a lead that is printed alone is known by its own, however long the rest.
    winnow(&shingles[..shingles.len().min(HEAD)], HEAD_WINDOW, &mut prints);
    prints.sort_unstable();
    prints.dedup_by_key(|(print, _)| *print);
    let place = |at: u32| (u64::from(at) * 16 / shingles.len() as u64) as u8;
    Prints {
        hashes: prints.iter().map(|(print, _)| *print).collect(),
        places: prints.iter().map(|(_, at)| place(*at)).collect(),
    }
}

fn winnow(shingles: &[u32], window: usize, prints: &mut Vec<Print>) {
    let print = |at: usize| (shingles[at], at as u32);
    if shingles.len() <= window {
        prints.extend((0..shingles.len()).min_by_key(|at| mixed(shingles[*at])).map(print));
        return;
    }
    // The least of the window, the rightmost of equals; looked for anew only when it has left.
    let mut least: Option<usize> = None;
    for end in window..=shingles.len() {
        let start = end - window;
        let newest = end - 1;
        least = match least.filter(|at| *at >= start) {
            Some(at) if mixed(shingles[newest]) > mixed(shingles[at]) => Some(at),
            Some(_) => {
                prints.push(print(newest));
                Some(newest)
            }
            None => {
                let at = (start..end).rev().min_by_key(|at| mixed(shingles[*at])).unwrap_or(start);
                prints.push(print(at));
                Some(at)
            }
        };
    }
}

/// What is called less. Not the hash itself: a text's least hashes would all begin alike.
fn mixed(shingle: u32) -> u32 {
    shingle.wrapping_mul(0x85eb_ca6b).rotate_left(13).wrapping_mul(0xc2b2_ae35)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(seed: u32, length: u32) -> Vec<u32> {
        (0..length).map(|at| (seed * 100_003 + at).wrapping_mul(2_654_435_761)).collect()
    }

    #[test]
    fn a_run_as_long_as_a_window_is_found_wherever_it_stands() {
        for seed in 0..200 {
            let (mut first, mut second) = (text(seed, 300), text(seed + 1000, 200));
            let run = text(seed + 5000, WINDOW as u32 + HEAD_WINDOW as u32);
            let (at, there) = ((seed * 7 % 280) as usize, (seed * 13 % 190) as usize);
            first.splice(at..at, run.iter().copied());
            second.splice(there..there, run);
            let (first, second) = (of(&first), of(&second));
            let is_shared = |print: &u32| second.hashes.binary_search(print).is_ok();
            assert!(first.hashes.iter().any(is_shared), "{seed}");
            assert!(first.spread(&second) < 5, "{seed}");
        }
    }

    #[test]
    fn what_has_nothing_in_common_shares_no_fingerprint() {
        let (first, second) = (of(&text(1, 400)), of(&text(2, 400)));
        assert!(!first.hashes.iter().any(|print| second.hashes.contains(print)));
        assert_eq!(first.spread(&second), 0);
        assert_eq!(first.spread(&first), 16);
        assert!(first.hashes.len() < 110, "{}", first.hashes.len());
    }
}
