//! Text as queries see it: folded words with their places.

mod document;
mod fold;
mod sentence;
mod tokens;

pub use document::{Document, Parts};
pub(crate) use document::{Token, Zone};
pub(crate) use fold::{Folded, fold, fold_keeping_case, is_format, is_hyphen};
pub(crate) use tokens::hash;

#[cfg(test)]
mod tests;
