//! Which articles are one text printed several times, and which tell of one event.
//!
//! - **Copies** (syndication). Candidates are found by winnowed fingerprints, and decided by how much of one text's
//!   three-word shingles stands in the other: identical, a reprint, an excerpt, extended, merged of two; in percent both
//!   ways. The original is the text that a credit line names, else an agency's own, else the earliest that is not said to be
//!   another paper's. Who prints an agency's text is not its origin, credited or not: of these the first counts.
//! - **Stories**. Of those within 72 hours that are like it in headline, lead, names and numbers an article is joined to the
//!   nearest that tells the event more plainly, where that is near by the measure of how closely the event is told; what hangs
//!   together is a story, and has the name of its earliest article.
//!
//! How like two articles are depends on these two alone; which of those that come into question is chosen, on the set of
//! articles, and not on the order in which they came. What thousands have in common costs no more than what some have:
//! those are looked at that are nearest in time, or first. [`Stories`] keeps that up while articles come and go; the
//! store remembers each [`Told`](veille_model::Told), and memory only a window of days.
//!
//! A translated copy is a [`Copied`](veille_model::Copied) of kind `translated`; what proves it is another comparison than
//! that of shingles: [`translation`]. An article is asked for it that is no copy in its own language.
#![cfg_attr(not(test), forbid(clippy::disallowed_methods, clippy::disallowed_types))]
#![warn(missing_docs)]

mod beside;
mod copies;
mod copying;
mod credit;
mod headings;
mod labels;
mod likeness;
mod neighbours;
mod packed;
mod postings;
mod prints;
mod reasons;
mod rules;
mod shingles;
mod stories;
mod telling;
mod telling_stories;
#[cfg(test)]
mod tests;
mod texts;
mod trace;
mod translating;
pub mod translation;
mod words;

pub use beside::{Beside, beside};
pub use copies::compare;
pub use likeness::Likeness;
pub use reasons::{Reasons, reasons};
pub use rules::Rules;
pub use shingles::Shingles;
pub use stories::{Decided, Stories, Wanted};
pub use telling::Telling;
pub use trace::{Trace, Traced};
