//! Gradient boosting of small trees over binned columns: logistic loss, level by level, one thread, no surprises.

use super::ensemble::{self, Ensemble, GRAIN, Node};

/// How an ensemble is grown.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub trees: usize,
    pub depth: usize,
    pub rate: f32,
    /// Least sum of second derivatives in a leaf.
    pub leaf_min: f32,
    /// Pulls leaves towards zero.
    pub ridge: f32,
    /// Share of the columns that a tree may ask for.
    pub columns: f32,
    /// Share of the rows that a tree sees.
    pub rows: f32,
}

/// Rows to learn from: columns of bins, with labels and weights.
pub struct Examples<'a> {
    pub rows: Vec<&'a [f32]>,
    pub labels: Vec<f32>,
    pub weights: Vec<f32>,
}

const BINS: usize = 64;

/// Grows an ensemble.
pub fn train(examples: &Examples<'_>, settings: &Settings, seed: u64) -> Ensemble {
    let width = examples.rows.first().map_or(0, |row| row.len());
    let columns: Vec<Binned> = (0..width).map(|column| Binned::of(&examples.rows, column)).collect();
    let positive: f32 = examples.labels.iter().zip(&examples.weights).map(|(y, w)| y * w).sum();
    let all: f32 = examples.weights.iter().sum();
    // The logarithm of the odds over all blocks: the best constant to begin with (Friedman 2001).
    let bias = (positive / (all - positive).max(1.0)).max(1e-3).ln();
    let mut ensemble = Ensemble::constant(bias);
    let mut scores = vec![bias; examples.rows.len()];
    // Xorshift stays at zero forever where it begins there.
    let mut random = Random(seed | 1);
    for _ in 0..settings.trees {
        let tree = Grower::new(examples, &columns, settings, &scores, &mut random).grow();
        // Added up as the cleaner adds: what the next tree corrects is what these will answer, rounding included.
        for (score, row) in scores.iter_mut().zip(&examples.rows) {
            *score += ensemble::answer(&tree, row);
        }
        ensemble.push(tree);
    }
    ensemble
}

/// One column: for each row its bin, for each bin its upper bound.
struct Binned {
    bins: Vec<u8>,
    bounds: Vec<f32>,
}

impl Binned {
    fn of(rows: &[&[f32]], column: usize) -> Self {
        let mut values: Vec<f32> = rows.iter().map(|row| row[column]).collect();
        values.sort_unstable_by(f32::total_cmp);
        let mut bounds: Vec<f32> = Vec::new();
        let mut distinct = values.clone();
        distinct.dedup();
        // Flags and small counts get a bound between any two values; only true
        // quantities are cut at quantiles.
        if distinct.len() <= BINS {
            bounds.extend(distinct.windows(2).map(|pair| pair[0] + (pair[1] - pair[0]) / 2.0));
        } else {
            for bin in 1..BINS {
                let at = values.len() * bin / BINS;
                let (low, high) = (values[at.saturating_sub(1)], values[at]);
                let bound = low + (high - low) / 2.0;
                // A value that fills several quantiles gives one bound, not several equal ones.
                if bounds.last().is_none_or(|last| bound > *last) {
                    bounds.push(bound);
                }
            }
        }
        let bins =
            // Up to the bound left, above it right: the question that the cleaner asks, `row > threshold`.
            rows.iter().map(|row| bounds.partition_point(|bound| *bound < row[column]) as u8).collect();
        Self { bins, bounds }
    }
}

struct Grower<'a> {
    columns: &'a [Binned],
    settings: &'a Settings,
    gradients: Vec<(f32, f32)>,
    rows: Vec<u32>,
    asked: Vec<usize>,
}

/// A leaf that may still be split.
struct Leaf {
    node: usize,
    rows: Vec<u32>,
    depth: usize,
    /// What its rows add up to; nothing for a leaf that is deep enough.
    sums: Vec<Sums>,
}

/// Both derivatives, summed in the bins of one column.
type Sums = [(f64, f64); BINS];

struct Split {
    gain: f64,
    column: usize,
    bin: usize,
}

impl<'a> Grower<'a> {
    fn new(
        examples: &Examples<'_>,
        columns: &'a [Binned],
        settings: &'a Settings,
        scores: &[f32],
        random: &mut Random,
    ) -> Self {
        let gradients = (0..scores.len())
            .map(|at| {
                let likely = 1.0 / (1.0 + (-scores[at]).exp());
                let weight = examples.weights[at];
                // First and second derivative of the logistic loss; the second is kept from
                // zero, as it is divided by.
                (weight * (likely - examples.labels[at]), (weight * likely * (1.0 - likely)).max(1e-6))
            })
            .collect();
        // Stochastic gradient boosting: each tree sees other rows and columns, so that
        // none is learnt by heart.
        let rows = (0..scores.len() as u32).filter(|_| random.unit() < settings.rows).collect();
        let asked = (0..columns.len())
            .filter(|column| !columns[*column].bounds.is_empty() && random.unit() < settings.columns)
            .collect();
        Self { columns, settings, gradients, rows, asked }
    }

    fn grow(mut self) -> Vec<Node> {
        let rows = std::mem::take(&mut self.rows);
        let mut nodes = vec![self.leaf(&rows)];
        let sums = self.sums(&rows);
        let mut leaves = vec![Leaf { node: 0, rows, depth: 0, sums }];
        while let Some(leaf) = leaves.pop() {
            let Some(split) = self.best_split(&leaf) else { continue };
            let column = &self.columns[split.column];
            let (left, right): (Vec<u32>, Vec<u32>) =
                leaf.rows.iter().partition(|row| usize::from(column.bins[**row as usize]) <= split.bin);
            let next = nodes.len();
            nodes[leaf.node] = Node {
                column: split.column as u16,
                next: next as u16,
                threshold: column.bounds[split.bin],
                // The question keeps its answer as a leaf: explanations tell what the question changed.
                value: nodes[leaf.node].value,
            };
            let depth = leaf.depth + 1;
            let (for_left, for_right) = self.sums_below(leaf, &left, &right);
            for (offset, (rows, sums)) in [(left, for_left), (right, for_right)].into_iter().enumerate() {
                nodes.push(self.leaf(&rows));
                leaves.push(Leaf { node: next + offset, rows, depth, sums });
            }
        }
        nodes
    }

    /// What rows add up to in the bins of each column that is asked for.
    fn sums(&self, rows: &[u32]) -> Vec<Sums> {
        // Laid side by side once, for all columns read them in this order.
        let gradients: Vec<(f32, f32)> = rows.iter().map(|row| self.gradients[*row as usize]).collect();
        let of_column = |column: &usize| {
            let bins = &self.columns[*column].bins;
            // In double precision: the larger half is a difference, and would gather the errors of single ones.
            let mut sums = [(0.0f64, 0.0f64); BINS];
            for (row, (g, h)) in rows.iter().zip(&gradients) {
                let slot = &mut sums[usize::from(bins[*row as usize])];
                slot.0 += f64::from(*g);
                slot.1 += f64::from(*h);
            }
            sums
        };
        self.asked.iter().map(of_column).collect()
    }

    /// The sums of both halves of a leaf: the smaller one is counted, the other is what is left (LightGBM does the same).
    fn sums_below(&self, leaf: Leaf, left: &[u32], right: &[u32]) -> (Vec<Sums>, Vec<Sums>) {
        if leaf.depth + 1 >= self.settings.depth {
            return (Vec::new(), Vec::new());
        }
        let is_left = left.len() < right.len();
        let smaller = self.sums(if is_left { left } else { right });
        let mut larger = leaf.sums;
        for (larger, smaller) in larger.iter_mut().flatten().zip(smaller.iter().flatten()) {
            larger.0 -= smaller.0;
            larger.1 -= smaller.1;
        }
        if is_left { (smaller, larger) } else { (larger, smaller) }
    }

    fn leaf(&self, rows: &[u32]) -> Node {
        let (g, h) = rows.iter().fold((0.0f64, 0.0f64), |(g, h), row| {
            let (a, b) = self.gradients[*row as usize];
            (g + f64::from(a), h + f64::from(b))
        });
        // A Newton step with an L2 penalty, shrunk by the rate (XGBoost, Chen & Guestrin 2016, eq. 5).
        let value = (-g / (h + f64::from(self.settings.ridge))) as f32 * self.settings.rate;
        Node { value: (value * GRAIN).round() / GRAIN, ..Node::default() }
    }

    fn best_split(&self, leaf: &Leaf) -> Option<Split> {
        if leaf.depth >= self.settings.depth {
            return None;
        }
        let mut best: Option<Split> = None;
        for (&column, sums) in self.asked.iter().zip(&leaf.sums) {
            self.scan(column, &sums[..=self.columns[column].bounds.len()], &mut best);
        }
        best
    }

    fn scan(&self, column: usize, sums: &[(f64, f64)], best: &mut Option<Split>) {
        let (all_g, all_h) = sums.iter().fold((0.0, 0.0), |(g, h), slot| (g + slot.0, h + slot.1));
        let ridge = f64::from(self.settings.ridge);
        let least = f64::from(self.settings.leaf_min);
        let worth = |g: f64, h: f64| g * g / (h + ridge);
        let (mut g, mut h) = (0.0, 0.0);
        // The last bin has nothing to its right.
        for (bin, slot) in sums[..sums.len() - 1].iter().enumerate() {
            g += slot.0;
            h += slot.1;
            if h < least || all_h - h < least {
                continue;
            }
            // The same paper's equation 7, without the half and without a price for a leaf.
            let gain = worth(g, h) + worth(all_g - g, all_h - h) - worth(all_g, all_h);
            // What gains next to nothing is the rounding of these sums.
            if gain > 1e-3 && best.as_ref().is_none_or(|known| gain > known.gain) {
                *best = Some(Split { gain, column, bin });
            }
        }
    }
}

/// A small generator (xorshift64*): the same seed grows the same trees.
struct Random(u64);

impl Random {
    fn unit(&mut self) -> f32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 40) as f32 / (1u64 << 24) as f32
    }
}
