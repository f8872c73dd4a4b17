//! What the program that trains the weights shares with the tagger: how both see a text, and the model's format.
//!
//! A text is a stream of symbols ([`read_symbols`]); a model looks at its features ([`each_feature`]) by their keys, one to
//! a slot; at rest it is [`Weights`], which [`encode`] writes and [`Tagger::with_weights`](crate::Tagger::with_weights)
//! reads. What only one of the two does stays with it: the tagger's modules are private.

pub use crate::confidence::Verdict;
pub use crate::features::{Feature, Key, each_feature, word_key};
pub use crate::letters::{APOSTROPHE, Counts, GAP, latin_letters, read_symbols};
pub use crate::linear::{Linear, SLOTS, WEIGHT_MAX, slot};
pub use crate::tags::tag_of;
pub use crate::weights::{BadWeights, Calibration, Weights, encode};
