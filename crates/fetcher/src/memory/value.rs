//! Values of the frontier: JSON, so that a person can read them where they lie.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What a value says; None where it cannot be read, which is as good as forgotten.
pub(crate) fn recall<T: DeserializeOwned>(value: Option<&String>) -> Option<T> {
    serde_json::from_str(value?).ok()
}

pub(crate) fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("it has no map with other keys than text")
}
