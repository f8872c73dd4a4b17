//! What is wrong with a store.

use std::fmt;

/// Something that contradicts itself in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at, as a stable token: `integrity`, `current`, `columns`, `counts`, `withdrawals`, `captures`,
    /// `audit`.
    pub check: &'static str,
    /// What was found there.
    pub detail: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.check, self.detail)
    }
}
