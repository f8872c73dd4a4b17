//! Where the store lies.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The `[store]` section of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The SQLite file, from the folder the program is started in; created where there is none. Its folder must exist.
    pub path: PathBuf,
    /// How many days a capture is kept beside the rows after it was stored; 0 keeps none.
    pub captures_days: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self { path: PathBuf::from("veille.db"), captures_days: 30 }
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
