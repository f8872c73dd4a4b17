//! How captures travel: what a stage is, and the three ways to run the same stages.
//!
//! A [`Stage`] answers each message with one [`Verdict`]; everything else follows from it, alike in one process
//! ([`fused`]), through pipes ([`filter`]) and over NATS ([`bus`]). What a stage computes is not known here.
//!
//! Behind the commit, whoever needs every change of the store [`follow`]s its feed.
#![warn(missing_docs)]

mod backoff;
pub mod bus;
mod counts;
mod digest;
pub mod filter;
mod follow;
pub mod fused;
mod in_hand;
mod input;
mod message;
mod metrics;
mod pack;
mod rows;
mod stage;
mod standing;
mod tally;
mod topology;
mod traces;

pub use counts::Counts;
pub use follow::{Feed, FollowOptions, Follower, follow};
pub use input::Input;
pub use message::Message;
pub use metrics::{Failure, Metrics};
pub use rows::{CommitError, Rows, RowsError};
pub use stage::{Stage, Verdict};
pub use tally::Tally;
/// Tells a runner to stop taking: what is in hand is still settled.
pub use tokio_util::sync::CancellationToken as Stop;
pub use traces::{Span, Traces};
