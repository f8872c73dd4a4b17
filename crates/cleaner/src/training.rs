//! What the program that trains the judges of blocks shares with the cleaner: how both see a block, and the trees' format.
//!
//! A page surveyed ([`Cleaner::survey`](crate::Cleaner::survey)) is its blocks with a number for each of the [`columns`]; [`Trees`]
//! judge these, and two of them are the [`Judges`] that a cleaner is [given](crate::Cleaner::with_judges).

pub use crate::body::{Judges, Trees, WeightsError};
pub use crate::survey::{SurveyedBlock, columns, flatten, words};
