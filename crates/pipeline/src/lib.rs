//! How captures travel: what a stage is, and the three ways to run the same stages.
//!
//! A [`Stage`] answers each message with one [`Verdict`]; everything else follows from it, alike in one process
//! ([`fused`]), through pipes ([`filter`]) and over NATS ([`bus`]). What a stage computes is not known here.
#![warn(missing_docs)]

mod batch;
pub mod bus;
mod counts;
pub mod filter;
pub mod fused;
mod message;
mod stage;

pub use batch::{Batch, CommitError, Rows, RowsError};
pub use counts::{Counts, Tally};
pub use message::Message;
pub use stage::{Stage, Verdict};
/// Tells a runner to stop taking: what is in hand is still settled.
pub use tokio_util::sync::CancellationToken as Stop;
