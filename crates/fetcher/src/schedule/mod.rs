//! When what is read (polling, recrawl): the feeds of a run, each watched by a task of its own while there is something to do, and
//! asleep otherwise; the pages that they announce, each visited; and the hand-over of what came, which waits for whoever stores it
//! (back-pressure).

mod delivery;
mod feeds;
mod hubs;
mod readings;
mod run;
mod speaks;
mod stub;
mod visit;
mod watch;

pub use delivery::{Delivery, Fetched, Outlet};
pub(crate) use feeds::Feeds;
pub use hubs::Subscriptions;
pub(crate) use readings::Readings;
pub(crate) use run::{Answers, Budget, Claims, Counters, Hubs, Reader, Run};
pub use run::{Lister, Tally};
pub(crate) use stub::leads_to;
