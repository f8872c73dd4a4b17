//! Who is named, and who said what: people, bodies and places in any language, quotations with their speakers in
//! thirty-three.
//!
//! ```
//! use veille_mentions::mentions;
//! use veille_model::LanguageTag;
//! use veille_text::{Document, Parts};
//!
//! let text = "Claire Aubertin est à Hanoï. Mme Aubertin y signera.";
//! let document = Document::of(&Parts { text, ..Parts::default() });
//! let found = mentions(&document, &LanguageTag::new("fr"));
//! assert_eq!((found[0].name.as_str(), found[0].text.len()), ("Claire Aubertin", 2));
//! assert_eq!((found[1].name.as_str(), found[1].key.as_str()), ("Hanoï", "hanoi"));
//! ```
//!
//! ```
//! use veille_mentions::quotations;
//! use veille_model::LanguageTag;
//! use veille_text::{Document, Parts};
//!
//! let text = "« Nous signerons ce traité à Hanoï cet automne », a déclaré le ministre Paul Verdier devant la presse.";
//! let document = Document::of(&Parts { text, ..Parts::default() });
//! let found = quotations(&document, &LanguageTag::new("fr"));
//! assert_eq!(found.len(), 1);
//! assert_eq!(found[0].speaker.as_deref(), Some("Paul Verdier"));
//! assert_eq!(found[0].exact, "Nous signerons ce traité à Hanoï cet automne");
//! ```
//!
//! Precision first: a passage between quotation marks is a quotation only where a verb of reporting, a colon or its own
//! length says so, and it has a speaker only where a name or a role stands in the right place. No speaker is better than
//! a wrong one.
//!
//! One look finds the marks (`marks`), one what each word may be (`hints`), one the names (`names`, `han`, `arabic`) and
//! whose they are (`people`); then each passage looks around itself for its cue (`after`, `before`) and its
//! speaker (`voice`), no
//! further than a sentence. All of it takes time in proportion to the text.

#![cfg_attr(not(test), forbid(clippy::disallowed_methods, clippy::disallowed_types))]
#![warn(missing_docs)]

mod after;
mod arabic;
mod before;
mod bodies;
mod cues;
mod described;
mod dialogue;
mod eastern;
mod final_verbs;
mod firms;
mod han;
mod hearers;
mod hints;
mod hyphenated;
mod institutions;
mod kinds;
mod lexicon;
mod lists;
mod marks;
mod named;
mod names;
mod nicknames;
mod people;
mod phrase_kind;
mod phrases;
mod places;
mod quotations;
mod quotative;
mod roles;
mod scene;
mod speakers;
mod syllables;
#[cfg(test)]
mod tests;
mod titled;
mod titles;
mod told;
mod turns;
mod unsaid;
mod vietnamese;
mod voice;
mod words;

pub use named::mentions;
pub use quotations::quotations;
