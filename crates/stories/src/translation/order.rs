//! Order as the proof: sentences of two texts aligned in order (dynamic programming) by the keys that they share.
//!
//! Twice. First over both whole texts, to know what two sentences have in common that do *not* stand in each other's place:
//! that much is the topic's, and chance. Then locally (Smith and Waterman 1981), what is more than that against what is
//! skipped: a translation may be cut, and may have paragraphs of another hand before, between and after its own.

use super::beads::Parallels;
use super::keys::Channel;
use super::sentences::{Pair, Sentences};

/// One sentence made into two: the second time less counts.
const AGAIN: f32 = 0.5;
/// What a letter costs that is skipped, in bits.
const SKIPPED: f32 = 0.015;
/// Two sentences that share nothing and stand in each other's place cost half of that, and no more than this.
const UNLIKE: f32 = 1.5;
/// What two sentences share more than texts of one topic, to speak for each other, in bits.
pub(crate) const ENOUGH: f32 = 3.0;

/// What two texts share in one order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Order {
    /// Bits shared along the best path through both texts, and along the best through the second read backwards.
    pub whole: f32,
    pub whole_backwards: f32,
    /// What speaks for the best stretch, in bits, and for the best of the second text read backwards.
    pub stretch: f32,
    pub stretch_backwards: f32,
    /// Pairs of sentences of that stretch.
    pub pairs: Vec<Pair>,
    /// Its letters in either text.
    pub letters: [f32; 2],
    /// Of these, letters of sentences that share enough.
    pub covered: [f32; 2],
    /// Bits of numbers and of meanings in it.
    pub numbers: f32,
    pub meanings: f32,
    /// Bits that all numbers of the stretch say, in either text.
    pub all_numbers: [f32; 2],
    /// What else speaks for it.
    pub parallels: Parallels,
}

/// Tables that are used again from one pair of texts to the next.
#[derive(Debug, Default)]
pub struct Tables {
    /// Bits that two sentences share, all of them, of numbers, and of meanings.
    cells: Vec<[f32; 3]>,
    more: Vec<f32>,
    best: Vec<f32>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Both,
    First,
    Second,
}

/// The two texts and the tables between them.
struct Pass<'p> {
    first: &'p Sentences,
    second: &'p Sentences,
    tables: &'p mut Tables,
}

pub(crate) fn align(first: &Sentences, second: &Sentences, tables: &mut Tables) -> Order {
    let mut order = Order::default();
    // A text without a sentence shares nothing, and the tables below would have no last cell.
    if first.len() == 0 || second.len() == 0 {
        return order;
    }
    let mut pass = Pass { first, second, tables };
    pass.fill();
    // Backwards first, here and below: what comes next walks through the table that was filled last.
    order.whole_backwards = pass.whole(true);
    order.whole = pass.whole(false);
    pass.subtract_topic();
    order.stretch_backwards = pass.stretch(true).1;
    let (end, stretch) = pass.stretch(false);
    order.stretch = stretch;
    if stretch > 0.0 {
        pass.walk(end, &mut order);
    }
    order
}

impl Pass<'_> {
    /// What any two sentences share.
    fn fill(&mut self) {
        let (n, m) = (self.first.len(), self.second.len());
        let cells = &mut self.tables.cells;
        cells.clear();
        cells.resize(n * m, [0.0; 3]);
        let (mut at, mut other) = (0, 0);
        let (masses, others) = (&self.first.masses, &self.second.masses);
        while at < masses.len() && other < others.len() {
            let (here, there) = (&masses[at], &others[other]);
            match here.hash.cmp(&there.hash) {
                std::cmp::Ordering::Less => at += 1,
                std::cmp::Ordering::Greater => other += 1,
                std::cmp::Ordering::Equal => {
                    let (places, other_places) = (self.first.places(here), self.second.places(there));
                    // Whom every sentence names says little of which sentence it is.
                    let often = places.len().max(other_places.len()) as f32;
                    let bits = here.weight.min(there.weight) / often.sqrt();
                    for i in places {
                        for j in other_places {
                            let cell = &mut cells[usize::from(*i) * m + usize::from(*j)];
                            cell[0] += bits;
                            match here.channel {
                                Channel::Number => cell[1] += bits,
                                Channel::Meaning => cell[2] += bits,
                                Channel::Stem | Channel::Skeleton => {}
                            }
                        }
                    }
                    at += 1;
                    other += 1;
                }
            }
        }
    }

    /// Fills the table with the best paths through both whole texts; what the best one has.
    fn whole(&mut self, is_backwards: bool) -> f32 {
        let (n, m) = (self.first.len(), self.second.len());
        let Tables { cells, best, .. } = &mut *self.tables;
        best.clear();
        best.resize(n * m, 0.0);
        for i in 0..n {
            for j in 0..m {
                let there = if is_backwards { m - 1 - j } else { j };
                best[i * m + j] = whole_step(best, cells[i * m + there][0], i, j, m).1;
            }
        }
        best[n * m - 1]
    }

    /// Takes from each cell what cells beside the best path have in the mean, by letters.
    fn subtract_topic(&mut self) {
        let (n, m) = (self.first.len(), self.second.len());
        let letters = |sentences: &Sentences, at: usize| f32::from(sentences.letters[at]);
        let Tables { cells, more, best } = &mut *self.tables;
        let mut bits: f32 = cells.iter().map(|cell| cell[0]).sum();
        // What is on the path is taken out: only what beside it is shared is the topic's.
        let mut area = self.first.total() * self.second.total();
        let (mut i, mut j) = (n - 1, m - 1);
        loop {
            bits -= cells[i * m + j][0];
            area -= letters(self.first, i) * letters(self.second, j);
            match whole_step(best, cells[i * m + j][0], i, j, m).0 {
                Step::Both if i > 0 && j > 0 => (i, j) = (i - 1, j - 1),
                Step::First if i > 0 => i -= 1,
                Step::Second if j > 0 => j -= 1,
                _ => break,
            }
        }
        // On a text of one sentence all cells are on the path.
        let topic = bits.max(0.0) / area.max(1.0);
        more.clear();
        for i in 0..n {
            for j in 0..m {
                more.push(cells[i * m + j][0] - topic * letters(self.first, i) * letters(self.second, j));
            }
        }
    }

    /// Fills the table with the best stretches; where the best one ends, and what it has.
    fn stretch(&mut self, is_backwards: bool) -> (usize, f32) {
        let (n, m) = (self.first.len(), self.second.len());
        self.tables.best.clear();
        self.tables.best.resize(n * m, 0.0);
        let mut most = (0, 0.0);
        for i in 0..n {
            for j in 0..m {
                let more = self.tables.more[i * m + if is_backwards { m - 1 - j } else { j }];
                let best = self.stretch_step(more, i, j).2;
                // A stretch that costs more than it brings begins anew (Smith and Waterman).
                self.tables.best[i * m + j] = best.max(0.0);
                if best > most.1 {
                    most = (i * m + j, best);
                }
            }
        }
        most
    }

    /// At a cell: both sentences stand in each other's place, or one goes on in the other's place, or is skipped.
    fn stretch_step(&self, more: f32, i: usize, j: usize) -> (Step, bool, f32) {
        let m = self.second.len();
        let best = &self.tables.best;
        let diagonal = if i > 0 && j > 0 { best[(i - 1) * m + j - 1] } else { 0.0 };
        let up = if i > 0 { best[(i - 1) * m + j] } else { 0.0 };
        let left = if j > 0 { best[i * m + j - 1] } else { 0.0 };
        let here = f32::from(self.first.letters[i]) * SKIPPED;
        let there = f32::from(self.second.letters[j]) * SKIPPED;
        let choices = [
            (Step::First, true, up + more * AGAIN - here),
            (Step::Second, true, left + more * AGAIN - there),
            (Step::First, false, up - here),
            (Step::Second, false, left - there),
        ];
        // First, so that of equals a pair stands before a skip.
        let mut chosen = (Step::Both, true, diagonal + more - ((here + there) / 2.0).min(UNLIKE));
        for choice in choices {
            if choice.2 > chosen.2 {
                chosen = choice;
            }
        }
        chosen
    }

    /// Walks the best stretch back from its end.
    fn walk(&self, end: usize, order: &mut Order) {
        let m = self.second.len();
        let last = (end / m, end % m);
        let (mut i, mut j) = last;
        let mut begin = last;
        // Back to where it began: where nothing is left of it.
        while self.tables.best[i * m + j] > 0.0 {
            let more = self.tables.more[i * m + j];
            let (step, is_pair, _) = self.stretch_step(more, i, j);
            if is_pair {
                begin = (i, j);
                order.pairs.push(Pair { first: i, second: j, bits: more });
                order.numbers += self.tables.cells[i * m + j][1];
                order.meanings += self.tables.cells[i * m + j][2];
            }
            match step {
                Step::Both if i > 0 && j > 0 => (i, j) = (i - 1, j - 1),
                Step::First if i > 0 => i -= 1,
                Step::Second if j > 0 => j -= 1,
                _ => break,
            }
        }
        order.pairs.reverse();
        order.parallels = Parallels::of(self.first, self.second, &order.pairs);
        self.measure(0, self.first, (begin.0, last.0), order);
        self.measure(1, self.second, (begin.1, last.1), order);
    }

    /// How long the stretch is in one of the texts, how much of it is covered, and what its numbers say.
    fn measure(&self, side: usize, text: &Sentences, (from, to): (usize, usize), order: &mut Order) {
        let mut shared = vec![0.0_f32; text.len()];
        for pair in &order.pairs {
            // What stands on the path and shares less than the topic covers nothing.
            shared[if side == 0 { pair.first } else { pair.second }] += pair.bits.max(0.0);
        }
        for (letters, bits) in text.letters[from..=to].iter().zip(&shared[from..=to]) {
            order.letters[side] += f32::from(*letters);
            order.covered[side] += if *bits >= ENOUGH { f32::from(*letters) } else { 0.0 };
        }
        let is_inside = |at: &u16| (from..=to).contains(&usize::from(*at));
        let numbers = text.masses.iter().filter(|mass| mass.channel == Channel::Number);
        let inside = numbers.filter(|mass| text.places(mass).iter().any(is_inside));
        order.all_numbers[side] = inside.map(|mass| mass.weight).sum();
    }
}

fn whole_step(best: &[f32], bits: f32, i: usize, j: usize, m: usize) -> (Step, f32) {
    let diagonal = if i > 0 && j > 0 { best[(i - 1) * m + j - 1] } else { 0.0 };
    let mut chosen = (Step::Both, diagonal + bits);
    if i > 0 && best[(i - 1) * m + j] + bits * AGAIN > chosen.1 {
        chosen = (Step::First, best[(i - 1) * m + j] + bits * AGAIN);
    }
    if j > 0 && best[i * m + j - 1] + bits * AGAIN > chosen.1 {
        chosen = (Step::Second, best[i * m + j - 1] + bits * AGAIN);
    }
    chosen
}
