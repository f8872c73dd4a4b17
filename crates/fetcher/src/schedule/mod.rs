//! When what is read: a run, the feeds that it watches, the pages that it visits, and the way of what was fetched downstream.

pub(crate) mod delivery;
pub(crate) mod run;
mod single;
pub(crate) mod visit;
pub(crate) mod watch;
