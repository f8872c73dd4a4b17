//! The scorer's figures, close enough to steer by: body F1 over rows of four words, passages kept and avoided.

use std::collections::HashMap;

use serde_json::Value;
use veille_cleaner::training::words;

/// Sums over the pages of one set.
#[derive(Default)]
pub struct Score {
    hit: usize,
    have: usize,
    want: usize,
    pages: usize,
    poor: usize,
    wanted: usize,
    kept: usize,
    leaked: usize,
}

impl Score {
    /// Adds a page.
    pub fn add(&mut self, gold: &Value, text: &str) {
        let own = words(text);
        if let Some(body) = gold["articleBody"].as_str().filter(|body| !body.is_empty()) {
            let body = words(body);
            let (want, have) = (rows(&body), rows(&own));
            let hit: usize =
                want.iter().map(|(row, count)| (*count).min(have.get(row).copied().unwrap_or(0))).sum();
            let (want, have): (usize, usize) = (want.values().sum(), have.values().sum());
            self.hit += hit;
            self.want += want;
            self.have += have;
            self.pages += 1;
            self.poor += usize::from(f1(hit, have, want) < 0.8);
        }
        let holds = |passage: &Value| {
            let passage = words(passage.as_str().unwrap_or_default());
            !passage.is_empty() && own.windows(passage.len()).any(|window| window == passage)
        };
        for passage in gold["with"].as_array().into_iter().flatten() {
            self.wanted += 1;
            self.kept += usize::from(holds(passage));
        }
        for passage in gold["without"].as_array().into_iter().flatten() {
            self.leaked += usize::from(holds(passage));
        }
    }

    /// The figures on one line.
    pub fn line(&self) -> String {
        let body = format!(
            "body F1 {:.4} P {:.4} R {:.4} poor {:.3}",
            f1(self.hit, self.have, self.want),
            share(self.hit, self.have),
            share(self.hit, self.want),
            share(self.poor, self.pages)
        );
        let segments = format!("segments F1 {:.4}", f1(self.kept, self.kept + self.leaked, self.wanted));
        match (self.pages, self.wanted) {
            (0, _) => segments,
            (_, 0) => body,
            _ => format!("{body}  {segments}"),
        }
    }
}

fn rows(words: &[u32]) -> HashMap<&[u32], usize> {
    let mut rows = HashMap::new();
    let size = words.len().min(4);
    for row in words.windows(size.max(1)) {
        *rows.entry(row).or_default() += 1;
    }
    rows
}

fn share(part: usize, all: usize) -> f64 {
    part as f64 / all.max(1) as f64
}

fn f1(hit: usize, have: usize, want: usize) -> f64 {
    let (p, r) = (share(hit, have), share(hit, want));
    if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
}
