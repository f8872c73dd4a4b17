//! The annotated pages that the trees learn from, and the digest by which their weights name them.

use std::path::PathBuf;

use serde_json::Value;
use sha2::{Digest, Sha256};
use veille_model::hexadecimal;

use crate::places;

/// The sets, in the order in which they are read. Of `dates` nothing but the date is known: what trees that never saw their
/// publishers are sure of is believed there. `daniel` and `handmade` are not learnt from, as their terms do not say that
/// weights made of them may be given away; so they show what holds on pages of another kind.
pub const SETS: [&str; 6] = ["news", "articles", "segments", "dates", "press", "earlier"];

/// Annotated pages at rest.
pub struct Corpus {
    sets: Vec<String>,
    files: Vec<PathBuf>,
}

impl Corpus {
    pub fn find(sets: &[String]) -> anyhow::Result<Self> {
        let folder = places::shared()?.join("data/extraction");
        let files = sets.iter().map(|set| folder.join(format!("{set}.jsonl.gz"))).collect();
        Ok(Self { sets: sets.to_vec(), files })
    }

    /// The names of the sets.
    pub fn names(&self) -> String {
        self.sets.join(" ")
    }

    /// Whether its pages are among those learnt from.
    pub fn has(&self, set: &str) -> bool {
        self.sets.iter().any(|own| own == set)
    }

    /// SHA-256 of all lines, unpacked.
    pub fn digest(&self) -> anyhow::Result<String> {
        let mut hash = Sha256::new();
        for file in &self.files {
            for line in places::lines(file)? {
                hash.update(line?);
                hash.update(b"\n");
            }
        }
        Ok(hexadecimal(&hash.finalize()))
    }

    /// The pages: captures, each with its `gold`.
    pub fn pages(&self) -> anyhow::Result<impl Iterator<Item = anyhow::Result<Value>>> {
        let files: Vec<_> = self.files.iter().map(|file| places::lines(file)).collect::<Result<_, _>>()?;
        Ok(files.into_iter().flatten().map(|line| Ok(serde_json::from_str(&line?)?)))
    }
}
