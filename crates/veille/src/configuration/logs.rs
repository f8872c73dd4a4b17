//! What is logged, and how.

use serde::{Deserialize, Serialize};
use tracing_subscriber::EnvFilter;

/// `[log]` of veille.toml.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// What is logged, in tracing's filter syntax; VEILLE_LOG overrides it.
    pub filter: String,
    /// Text for people or JSON for collectors.
    pub format: Format,
}

/// How a log line is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Text,
    Json,
}

impl Default for Config {
    fn default() -> Self {
        // async_nats reports every lost connection once more by itself; we log what we do about it.
        Self { filter: "warn,veille=info,async_nats=error".to_owned(), format: Format::Text }
    }
}

/// A filter as written; what is wrong where it is none.
pub fn filter(written: &str) -> Result<EnvFilter, String> {
    EnvFilter::try_new(written).map_err(|_| {
        format!("{written:?} is no filter of log lines; expected levels such as \"warn,veille=info\"")
    })
}
