//! What a producer wants remembered once its input is safe.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A key and its new value, written in the same transaction as the rows of the input that it belongs to.
///
/// The fetcher marks validators, seen URLs and due times; a replay marks how far it has read. To everyone between
/// producer and store a mark is opaque.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mark {
    /// Unique among all producers: `feed/https://…`, `replay/seeds`.
    pub key: String,
    /// The value, usually JSON; None forgets the key.
    pub value: Option<String>,
}
