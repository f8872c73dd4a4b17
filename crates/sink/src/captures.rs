//! Captures as a store keeps them.

use chrono::{DateTime, Utc};
use veille_model::Capture;

/// A capture that was kept, with its bytes as they were received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCapture {
    /// Its row: grows with each new capture.
    pub row: i64,
    /// When it came into the store: what it is kept by.
    pub stored_at: Option<DateTime<Utc>>,
    /// The capture.
    pub capture: Capture,
}

/// How much the captures of a store take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CapturesSize {
    /// Captures.
    pub captures: u64,
    /// Bodies: captures with equal bytes share one.
    pub bodies: u64,
    /// Bytes of the bodies, as received.
    pub bytes: u64,
    /// Bytes of the bodies, as kept.
    pub packed_bytes: u64,
}
