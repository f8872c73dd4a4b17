//! The store: articles with their revisions, tags and quotations, the ledger of outcomes, what producers want remembered,
//! and the captures that all of it was made from.
//!
//! [`Store::commit`] writes a [`Batch`](veille_model::Batch) in one transaction: articles, outcomes and marks are there together or not at
//! all, so there is nothing to lose between an input and its rows. It is idempotent, and its result does not depend on
//! order, repetition or on how the same inputs were split into batches, because a bus delivers in any order and more
//! than once:
//!
//! - A wording of an article (article, revision) is one row. It holds the tagged article of the wording's *earliest*
//!   capture, by instant and then by the capture's name.
//! - An article's *current* revision is that of its *latest* capture: by instant, then page before feed entry, then by
//!   the revision's name. A text changed back is thus current again. An unknown instant sorts before all others.
//! - Tags and evidence belong to the wording and come with its document. When a capture is judged anew, by other rules
//!   or a better cleaner, the document and all its tags are replaced. Only here does order matter: between two judgements
//!   of the *same* capture the one that arrives last stands.
//! - What is counted, [`Store::coverage`], are the current wordings.
//! - An outcome stands in the ledger once, keyed by its content.
//! - An article is *withdrawn* when the ledger has two answers that its page is gone, both after its last capture.
//! - Of the captures of one name the earliest stands; equal bytes are kept once.
//! - Of the marks of one key the last written stands.
//! - What was forgotten, [`Store::forget`], is not stored again.
//!
//! Whatever follows the commit (search, stories, live streams) reads the *change feed*, [`Store::changes`]: each commit
//! numbers what it changed.
//!
//! [`Store`] is a facade: where its methods are documented. What a batch makes of the store is drawn as a plan in `rules`,
//! free of SQL; each dialect (`sqlite`, `postgres`) loads what the plan asks for and writes down what it says, so that stores of two
//! dialects that were given the same hold the same.
//!
//! What was stored is given back byte for byte as JSON. The store knows nothing of NATS and HTTP.
#![warn(missing_docs)]

mod band;
mod captures;
mod cells;
mod committed;
mod config;
mod copied;
mod counts;
mod coverage;
mod error;
mod filter;
mod finding;
mod forgotten;
mod location;
mod named;
mod papers;
mod partial;
mod postgres;
mod quoted;
mod rules;
mod sqlite;
mod standing;
mod store;
mod told;

pub use band::{Band, Shortfall};
pub use captures::{CapturesSize, StoredCapture};
pub use committed::Committed;
pub use config::Config;
pub use copied::{Copied, Part};
pub use counts::{Counts, Tallied};
pub use coverage::Slot;
pub use error::StoreError;
pub use filter::{CoverageFilter, Filter, OutcomeFilter, QuotationFilter};
pub use finding::Finding;
pub use forgotten::Forgotten;
pub use location::Location;
pub use papers::{Audited, Deed, Paper, Papers};
pub use quoted::Quoted;
pub use rules::changes::{Change, ChangeKind};
pub use standing::{Revised, Standing, StoredWording};
pub use store::{Lock, Store};
pub use told::{Story, Telling};
