//! Sources in, captures out: a polite crawler of announcements and of the pages that they lead to.
//!
//! A [`Fetcher`] reads the feeds of its [`Sources`] when they are due, fetches the pages that they announce, and hands
//! each to an [`Outlet`]. It knows nothing of what becomes of a capture; it only waits until it is safe, and moves its
//! memory, the [`Frontier`], on no sooner.
//!
//! The only crate that opens connections to strangers, so also the one that is careful: robots.txt first, one request
//! at a time to a host, limits on size and time, and no address that is not on the public internet.
//!
//! Its rooms, each knowing those above it alone:
//!
//! | room | answers |
//! | --- | --- |
//! | `web` | how an address is read: robots.txt, turns, guard, HTTP, limits, refusals |
//! | `sources` | who is read |
//! | `announcements` | what a document announces |
//! | `memory` | what is known from before |
//! | `schedule` | what is read when, and how it gets downstream |
//!
//! Beside them `backoff`, `beats`, `config`, `clock`, `letters`, `stop` and `error`, which any room may use, and `fetcher`, which is made of all;
//! `finding` looks for what a publisher announces.
//!
//! A feed can be read without any of this:
//!
//! ```
//! let feed = b"<rss version='2.0'><channel><item><title>65 pays ont sign&#xe9;</title><link>/1</link></item></channel></rss>";
//! let found = veille_fetcher::entries(feed, None, Some("https://a.example/rss"))?;
//! assert_eq!(found[0].title.as_deref(), Some("65 pays ont signé"));
//! assert_eq!(found[0].url.as_deref(), Some("https://a.example/1"));
//! # Ok::<(), veille_fetcher::FeedError>(())
//! ```
#![warn(missing_docs)]

// The rooms, in the order of the table.
mod web;

mod sources;

mod announcements;

mod memory;

mod schedule;

mod address;
mod backoff;
mod beats;
mod clock;
mod config;
mod credentials;
mod error;
mod fetcher;
mod finding;
mod letters;
mod stop;

pub use announcements::{Advertised, Feed, FeedError, entries, feed, heading};
pub use beats::Beats;
pub use clock::Clock;
pub use config::Config;
pub use credentials::Credentials;
pub use error::{Error, FrontierError};
pub use fetcher::Fetcher;
pub use finding::{Findings, FoundFeed};
pub use memory::forgetting::forgetting;
pub use memory::frontier::{Frontier, InMemory};
pub use memory::record::FeedRecord;
pub use memory::told::Lacks;
pub use schedule::{Delivery, Fetched, Lister, Outlet, Subscriptions, Tally};
pub use sources::{Roster, Section, Source, Sources};
pub use web::Asked;
pub use web::post::Poster;
