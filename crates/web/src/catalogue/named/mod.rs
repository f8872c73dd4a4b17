//! Who and what articles name and quote: each with all spellings, counted over everything that passes the filters.

mod everybody;
mod people;
mod roles;
mod rung;
mod sayings;
mod tally;

pub(super) use everybody::{Everybody, Naming};
pub(crate) use people::{Person, Whom};
pub(crate) use rung::{Rung, SaidAt};
pub(crate) use sayings::{Saying, Sayings};
pub(super) use tally::Tallied;
