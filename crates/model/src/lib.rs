//! The nouns on the wire.
//!
//! A [`Capture`] is a page as received; the cleaner makes an [`Article`] of it, the classifier a [`TaggedArticle`],
//! and every stage leaves one [`Outcome`] for each of its inputs. All of them travel as JSON, the same on a pipe, on
//! NATS and in the store; [`schema`] prints their JSON Schema.
//!
//! What people write for us, configuration in TOML, is read through [`Written`]; what is wrong with it is a [`Fault`].
//!
//! Nothing here reads a file, a socket or a clock: identity is derived from content, so that a replay next year
//! gives the same bytes.
#![cfg_attr(not(test), forbid(clippy::disallowed_methods, clippy::disallowed_types))]
#![warn(missing_docs)]

mod accident;
mod article;
mod batch;
mod capture;
mod country;
mod entry;
mod fault;
mod flat;
mod identity;
mod language;
mod lenient;
mod mark;
mod moment;
mod outcome;
mod packed;
pub mod plain;
mod route;
pub mod schema;
mod source;
mod tagged;
mod told;
mod url;
mod written;

pub use article::{Article, Block, BlockKind, Credit, CreditKind, Dateline, Text};
pub use batch::{Batch, Superseded};
pub use capture::{Capture, CaptureKind};
pub use entry::FeedEntry;
pub use fault::{Fault, Severity};
pub use identity::{ArticleId, CaptureId, Revision, RuleRevision, hexadecimal};
pub use language::LanguageTag;
pub use mark::Mark;
pub use moment::Moment;
pub use outcome::{Outcome, OutcomeKind, Reason, StageName};
pub use packed::PackedCapture;
pub use source::SourceId;
pub use tagged::{
    Evidence, Field, LanguageGuess, Mention, MentionKind, Origin, OriginKind, Quotation, QuotationKind, Span,
    Tag, TaggedArticle, TopicId,
};
pub use told::{Copied, CopyKind, Joined, Told};
pub use url::{canonical_url, host, registrable_domain, same_site};
pub use written::{Entry, Written};
