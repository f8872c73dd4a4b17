//! The time zone that days and hours are told in.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, Offset, Utc};

/// A time zone: its name, and how far it is from UTC at an instant. Whoever configures it has the tables.
#[derive(Clone)]
pub struct Zone {
    name: String,
    offset_at: Arc<dyn Fn(DateTime<Utc>) -> FixedOffset + Send + Sync>,
}

impl Zone {
    /// A zone of this name.
    pub fn new(
        name: impl Into<String>,
        offset_at: impl Fn(DateTime<Utc>) -> FixedOffset + Send + Sync + 'static,
    ) -> Self {
        Self { name: name.into(), offset_at: Arc::new(offset_at) }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// An instant as a clock in this zone shows it.
    pub(crate) fn local(&self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        at.with_timezone(&(self.offset_at)(at))
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::new("UTC", |_| Utc.fix())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zone").field(&self.name).finish()
    }
}
