//! Translated copies: an article in another language that is a translation of one that is stored (cross-language text
//! reuse), found without a network and proved sentence by sentence.
//!
//! Two languages write a few things alike, the *keys*: numbers by their values, names by how they begin in Latin letters and by
//! their consonants in any script, and words of which a small lexicon knows what they mean. Few rare keys of each article, the
//! [`Sketch`], find the candidates; all keys, by the sentences that they stand in, decide: in a translation they stand in one
//! *order*. Two papers that report one match share names and results, and each tells them in its own.
//!
//! What two articles are to each other depends on these two alone: how rare a key is, and how much of what makes a
//! translation, was counted and fitted elsewhere (`data/README.md`).

mod across;
mod agreement;
mod beads;
mod finders;
mod keys;
mod lexicon;
mod model;
mod numbers;
mod order;
mod sentences;
mod sketch;
mod word;

pub(crate) use across::Across;
pub use agreement::Agreement;
pub(crate) use agreement::Proof;
pub use keys::Reading;
pub use lexicon::{Kind, stem};
pub use model::{Likeness, NAMES};
pub use order::Tables;
pub use sentences::Sentences;
pub(crate) use sketch::{Alike, Nearest};
pub use sketch::{Sketch, nearest};
