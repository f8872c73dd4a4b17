//! Where the store lies.

use std::path::PathBuf;

use serde::Deserialize;

/// The `[sink]` section of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The database file; created where there is none. Its folder must exist.
    pub path: PathBuf,
}

impl Default for Config {
    fn default() -> Self {
        Self { path: PathBuf::from("veille.db") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_key_is_refused() {
        assert_eq!(toml::from_str::<Config>("").unwrap(), Config::default());
        assert!(toml::from_str::<Config>("pth = 'x'").unwrap_err().to_string().contains("pth"));
    }
}
