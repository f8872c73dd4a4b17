//! Precision and recall of what is found in texts, apart from what it is.

/// Hits, what is found and what is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub hit: usize,
    pub found: usize,
    pub wanted: usize,
}

impl Counts {
    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        2.0 * self.hit as f64 / (self.found + self.wanted).max(1) as f64
    }

    /// F1, precision and recall, as they are printed.
    pub fn row(self) -> String {
        let share = |whole: usize| self.hit as f64 / whole.max(1) as f64;
        format!("F1 {:.3}  P {:.3}  R {:.3}", self.f1(), share(self.found), share(self.wanted))
    }
}
