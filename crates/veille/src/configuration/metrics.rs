//! Where a process answers how it is.

use serde::{Deserialize, Serialize};
use veille_web::Listen;

/// `[metrics]` of veille.toml.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where /healthz, /readyz and /metrics are answered; nowhere where it is empty.
    pub listen: String,
}

impl Config {
    /// What is wrong with it.
    pub fn fault(&self) -> Option<String> {
        place(&self.listen).err()
    }
}

/// The address that somebody wrote; none of an empty text.
pub fn place(written: &str) -> Result<Option<Listen>, String> {
    match written.trim() {
        "" | "off" => Ok(None),
        written => written.parse().map(Some).map_err(|error: veille_web::NoPlace| error.to_string()),
    }
}
