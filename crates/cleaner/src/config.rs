//! What can be set.

use serde::{Deserialize, Serialize};

/// Limits of the cleaner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// A longer capture is refused, in bytes.
    pub page_bytes_max: usize,
    /// A page whose text has fewer letters is no article; a letter of Chinese, Japanese or Thai counts three.
    pub text_letters_min: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self { page_bytes_max: 32 << 20, text_letters_min: 80 }
    }
}
