//! Text as everyone here who reads letters must agree on it: words folded, with their places, sentences and paragraphs.
//!
//! ```
//! use veille_text::{Document, Parts, Zone};
//!
//! let text = "Le vice-ministre est à Hà Nội. Il signera.";
//! let document = Document::of(&Parts { text, ..Parts::default() });
//! let words = document.zone(Zone::Text);
//! let folded: Vec<&str> = words
//!     .clone()
//!     .map(|at| &document.tokens()[at as usize])
//!     .map(|word| document.folded(word.folded_start, word.folded_end))
//!     .collect();
//! assert_eq!(folded, ["le", "vice", "ministre", "est", "a", "ha", "noi", "il", "signera"]);
//! assert_eq!(document.written(5, 7), "Hà Nội");
//! assert_eq!(document.units(|word| word.starts_sentence), [0..7, 7..9]);
//! ```
//!
//! A [`Document`] is an article's fields as one sequence of words (tokens); [`fold`] says when two spellings are one
//! word, [`frequency`] how common a word is in the press. Queries and mentions stand on these: what a query finds,
//! a quotation's speaker and a search later mean the same by *a word*.
#![warn(missing_docs)]

mod document;
pub mod fold;
pub mod frequency;
mod sentence;
mod tokens;

#[cfg(test)]
mod tests;

pub use document::{Alias, Document, Parts, Token, Zone};
pub use tokens::hash;
