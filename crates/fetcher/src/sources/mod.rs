//! Who is read: publishers and their feeds, and how the list of them changes while a run goes on.

pub(crate) mod roster;
pub(crate) mod source;
