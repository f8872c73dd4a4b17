//! Files and folders that lie beside a store: its index, what was fetched for it.

use std::path::PathBuf;

use veille_sink::{Location, Store};

use super::Settings;

/// Where the index of a store lies: where the configuration says, if it is the configured store, else beside it.
pub fn index_path(store: &Store, settings: &Settings) -> PathBuf {
    let configured = &settings.search.path;
    // One folder for two stores would be built anew each time the other is asked.
    let is_configured = store.location() == settings.store.location();
    if is_configured && !configured.as_os_str().is_empty() {
        return configured.clone();
    }
    beside(store, "search")
}

/// What lies beside a store under this ending; of a database in the working folder.
pub fn beside(store: &Store, ending: &str) -> PathBuf {
    let mut path = match store.location() {
        Location::Path(path) => path.into_os_string(),
        Location::Url(url) => database_name(&url).into(),
    };
    path.push(format!(".{ending}"));
    path.into()
}

/// The name of what lies beside a database: `db.example.org-press`. Who asks for it and by which way is not part of it.
fn database_name(url: &str) -> String {
    let (address, parameters) = url.split_once('?').unwrap_or((url, ""));
    let schema = parameters.split('&').filter_map(|pair| pair.strip_prefix("schema="));
    let place = address.rsplit(['@']).next().unwrap_or_default();
    let place = place.split_once("://").map_or(place, |(_, place)| place);
    let parts: Vec<&str> = place.split(['/', ':']).chain(schema).filter(|part| !part.is_empty()).collect();
    let plain = |letter: char| if letter.is_alphanumeric() || letter == '.' { letter } else { '-' };
    let name: String = parts.join("-").chars().map(plain).collect();
    if name.is_empty() { "veille".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_database_has_an_index_of_its_own() {
        let check = |url: &str, expected: &str| assert_eq!(database_name(url), expected, "{url}");
        check("postgres://veille:secret@db.example.org/press", "db.example.org-press");
        check(
            "postgresql://db.example.org:5433/press?sslmode=require&schema=ngo",
            "db.example.org-5433-press-ngo",
        );
        check("postgres:///press?host=/run/postgresql", "press");
        check("postgres://", "veille");
    }
}
