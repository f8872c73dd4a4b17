//! What reading an archive gives: captures, each with its place.

use veille_model::Capture;

use crate::{ArchiveError, Place};

/// A capture, and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The capture.
    pub capture: Capture,
    /// Its file and record.
    pub place: Place,
}

/// What one file of captures holds.
pub(crate) type Items = Box<dyn Iterator<Item = Result<Found, ArchiveError>> + Send>;
