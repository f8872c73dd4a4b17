//! Where a store lies, as people name it: a file, or a database by its URL.

use std::convert::Infallible;
use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The schemes of a database server's URL, as libpq takes them.
const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

/// Where a store lies. Shown without the password that a URL may hold.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// An SQLite file.
    Path(PathBuf),
    /// A PostgreSQL database: `postgres://veille@db.example.org/press`.
    Url(String),
}

impl Location {
    /// Reads what a person wrote: a URL is a database (of another kind than PostgreSQL it is refused when it is opened), all
    /// else is a path.
    pub fn parse(written: &OsStr) -> Self {
        match written.to_str() {
            // Also of another kind, so that `mysql://…` is refused as that and no file of the name is made.
            Some(text) if scheme(text).is_some() => Self::Url(text.to_owned()),
            _ => Self::Path(written.into()),
        }
    }

    /// Whether a URL is that of a PostgreSQL database.
    pub(crate) fn is_postgres(url: &str) -> bool {
        SCHEMES.iter().any(|scheme| url.starts_with(scheme))
    }

    /// Whether a password is written in it, where others may read it.
    pub fn has_password(&self) -> bool {
        matches!(self, Self::Url(url) if without_password(url) != *url)
    }
}

impl FromStr for Location {
    type Err = Infallible;

    fn from_str(written: &str) -> Result<Self, Infallible> {
        Ok(Self::parse(written.as_ref()))
    }
}

impl From<&Path> for Location {
    fn from(path: &Path) -> Self {
        Self::Path(path.to_owned())
    }
}

impl From<&PathBuf> for Location {
    fn from(path: &PathBuf) -> Self {
        Self::Path(path.clone())
    }
}

impl From<&Location> for Location {
    fn from(location: &Location) -> Self {
        location.clone()
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => path.display().fmt(f),
            Self::Url(url) => f.write_str(&without_password(url)),
        }
    }
}

/// As it is shown: what is printed for debugging may be printed to anyone.
impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The scheme of a URL (RFC 3986, 3.1).
fn scheme(written: &str) -> Option<&str> {
    let (scheme, _) = written.split_once("://")?;
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "+-.".contains(letter);
    (scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.chars().all(is_part))
        .then_some(scheme)
}

/// The URL with neither the password after the user's name nor one among the parameters.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    // The last sign: a password that was not escaped may hold others, and slashes and question marks.
    let rest = match rest.rsplit_once('@') {
        // The user's name ends at the first colon; a password may hold more of them.
        Some((user, rest)) => format!("{}@{rest}", user.split(':').next().unwrap_or_default()),
        None => rest.to_owned(),
    };
    let (address, parameters) = rest.split_once('?').map_or((rest.as_str(), None), |(a, p)| (a, Some(p)));
    let kept: Vec<&str> = parameters
        .into_iter()
        .flat_map(|parameters| parameters.split('&'))
        // libpq takes it as a parameter as well (`?password=`), in capitals or not it is one.
        .filter(|pair| !pair.to_ascii_lowercase().starts_with("password="))
        .collect();
    let parameters = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    format!("{scheme}://{address}{parameters}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_shown_without_its_password() {
        let check = |written: &str, shown: &str| {
            let location: Location = written.parse().unwrap();
            assert_eq!(location.to_string(), shown);
            assert_eq!(format!("{location:?}"), shown);
            assert_eq!(location.has_password(), written != shown);
        };
        check("veille.db", "veille.db");
        check("postgres://db.example.org/press", "postgres://db.example.org/press");
        check("postgresql://veille:s3cret@db/press", "postgresql://veille@db/press");
        check(
            "postgres://veille:a@b/c:d@db:5433/press?sslmode=require",
            "postgres://veille@db:5433/press?sslmode=require",
        );
        check("postgres://veille@db/press?password=s3cret&user=x", "postgres://veille@db/press?user=x");
        check("postgres://veille@db/press?password=s3cret", "postgres://veille@db/press");
    }

    #[test]
    fn what_is_no_database_is_a_path() {
        let check = |written: &str| assert_eq!(written.parse(), Ok(Location::Path(written.into())));
        check("veille.db");
        check("postgres.db");
        check("file:veille.db");
    }
}
