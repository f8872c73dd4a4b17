//! Which blocks of a page are its article.
//!
//! A page is surveyed as a whole ([`survey`]), each block becomes a row of numbers ([`features`]), and two small
//! ensembles of trees ([`trees`]) judge the rows one after the other: the second sees what the first made of a block's
//! neighbours ([`sequence`]). Flattened text takes the same path with weights of its own, since it has no tags to look
//! at. What no single block can know is [settled](settle) at the end.
//!
//! The weights are made by `crates/training` and lie in `data/`, whose README says how good they are on sets that nothing was
//! learnt from.

mod apart;
mod aside;
mod beside;
mod columns;
mod features;
mod hash;
mod judge;
mod judges;
mod next_article;
mod phrases;
mod places;
mod reason;
mod records;
mod scan;
mod sequence;
mod settle;
mod siblings;
mod stamp;
mod stats;
mod survey;
mod trees;
mod twice;
mod verdict;
mod words;

pub(crate) use aside::Aside;
pub(crate) use columns::{FIRST_LOOK, SECOND_LOOK, names as column_names};
pub(crate) use hash::{Sieve, hash_words};
pub(crate) use judge::{judge, look_twice};
pub use judges::Judges;
pub(crate) use phrases::{Phrases, Sign, Signs};
pub(crate) use survey::{Context, Survey};
pub use trees::{Trees, WeightsError};
pub(crate) use verdict::{Verdict, chosen};
