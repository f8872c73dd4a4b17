//! Where the store lies.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::Location;

/// The `[store]` section of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The SQLite file, from the folder the program is started in; created where there is none. Its folder must exist.
    pub path: PathBuf,
    /// The URL of a PostgreSQL database, `postgres://USER@HOST/DATABASE`, which then holds the store; empty for none. Its
    /// password does not stand here: it comes from the environment.
    pub url: String,
    /// How many days a capture is kept beside the rows after it was stored; 0 keeps none.
    pub captures_days: u32,
    /// After how many days an article is taken out, as `veille store prune` does; 0 for never.
    pub keep_days: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self { path: PathBuf::from("veille.db"), url: String::new(), captures_days: 30, keep_days: 0 }
    }
}

impl Config {
    /// Where the store lies by these settings.
    pub fn location(&self) -> Location {
        if self.url.is_empty() { Location::Path(self.path.clone()) } else { Location::Url(self.url.clone()) }
    }

    /// What is wrong with a key's value.
    pub fn faults(&self) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        if self.path.as_os_str().is_empty() {
            faults.push(("path", "expected the path of a file, such as \"veille.db\"".to_owned()));
        }
        if self.url.is_empty() {
            return faults;
        }
        if !Location::is_postgres(&self.url) {
            let expected =
                "expected the URL of a database, such as \"postgres://veille@db.example.org/press\"";
            faults.push(("url", expected.to_owned()));
        } else if self.location().has_password() {
            let told = "a password does not stand in a file: take it out, and set PGPASSWORD, or name a password file in \
                        PGPASSFILE";
            faults.push(("url", told.to_owned()));
        }
        faults
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

    #[test]
    fn a_url_comes_before_the_path_and_brings_no_password() {
        let config = |url: &str| Config { url: url.to_owned(), ..Config::default() };
        assert_eq!(config("").location(), Location::Path("veille.db".into()));
        assert_eq!(config("postgres://db/press").location(), Location::Url("postgres://db/press".to_owned()));
        let check = |url: &str, part: &str| {
            let faults = config(url).faults();
            assert!(faults.len() == 1 && faults[0].0 == "url" && faults[0].1.contains(part), "{faults:?}");
            assert!(!faults[0].1.contains("s3cret"));
        };
        assert!(config("").faults().is_empty() && config("postgresql://veille@db/press").faults().is_empty());
        check("mysql://db/press", "postgres://");
        check("postgres://veille:s3cret@db/press", "PGPASSWORD");
        check("postgres://veille@db/press?password=s3cret", "PGPASSFILE");
    }
}
