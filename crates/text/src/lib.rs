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
//! word, [`letter`] when two lines of a page are one, [`frequency`] how common a word is in the press. Queries and
//! mentions stand on these: what a query finds and whom a quotation is from mean the same by *a word*. [`name`] says when two
//! spellings may be one name, whatever their scripts, [`is_stop`] what may end a sentence, and [`Traits`] what a language does
//! with capitals, spaces and cases.
//!
//! Before there are words there are bytes: [`charset`] decodes them, [`reference`] the character references (entities)
//! of their markup, [`dates`] the dates that machines wrote into it, and [`control`] takes out what is no text.
#![cfg_attr(not(test), forbid(clippy::disallowed_methods, clippy::disallowed_types))]
#![warn(missing_docs)]

pub mod charset;
pub mod control;
pub mod dates;
mod digit;
mod document;
pub mod fold;
pub mod forms;
pub mod frequency;
pub mod letter;
pub mod name;
pub mod reference;
pub mod roman;
mod sentence;
mod tokens;
mod traits;
mod undecomposed;

#[cfg(test)]
mod tests;

pub use digit::digit;
pub use document::{Document, Name, Parts, Zone};
pub use sentence::{ends_always, is_question_mark, is_stop};
pub use tokens::{Form, Token, hash};
pub use traits::Traits;
