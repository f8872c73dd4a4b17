//! Where a store lies on a server, read from its URL: how to connect, and in which schema its tables are.

use std::str::FromStr;

use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;

use crate::{Location, StoreError};

/// The schema of a store whose URL names none.
const SCHEMA: &str = "veille";

/// Longest name of a schema: names of partitions and channels are made of it, and PostgreSQL cuts names at 63 bytes.
const SCHEMA_BYTES_MAX: usize = 40;

/// What every connection is opened with, beside the schema.
///
/// A program whose machine went away holds its locks until the server misses it: by the system's defaults after two
/// hours. Statements here are short ones, for which compiling costs more than it saves.
const SETTINGS: [(&str, &str); 5] = [
    // Missed after a minute: thirty seconds without a word, and three times ten without an answer.
    ("tcp_keepalives_idle", "30"),
    ("tcp_keepalives_interval", "10"),
    ("tcp_keepalives_count", "3"),
    ("jit", "off"),
    // Notices, as that a table is there already, would be logged with each connection.
    ("client_min_messages", "warning"),
];

/// How to reach a store.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    pub location: Location,
    pub schema: String,
    pub options: PgConnectOptions,
}

impl Address {
    /// Reads a URL as libpq takes it, with the one parameter more that is ours: `schema`. What it does not say comes from
    /// libpq's environment: the password from PGPASSWORD, or from the file of PGPASSFILE.
    pub fn parse(url: &str) -> Result<Self, StoreError> {
        let location = Location::Url(url.to_owned());
        if !Location::is_postgres(url) {
            let detail = "a store is a file, named by its path, or a PostgreSQL database".to_owned();
            return Err(StoreError::Address { store: location, detail });
        }
        // The driver passes over what it does not know: of `shema=` the store would be another one.
        if let Some(key) = unknown(url) {
            let detail = format!("{key:?} is no parameter that is known");
            return Err(StoreError::Address { store: location, detail });
        }
        let (url, schema) = without_schema(url);
        let schema = schema.unwrap_or(SCHEMA);
        if !is_name(schema) {
            let detail = format!(
                "{schema:?} is no name of a schema: small letters, digits and _, a letter first, at most \
                 {SCHEMA_BYTES_MAX} of them"
            );
            return Err(StoreError::Address { store: location, detail });
        }
        let options = PgConnectOptions::from_str(&url)
            .map_err(|error| StoreError::Address { store: location.clone(), detail: plain(&error) })?;
        let mut options =
            // With each connection, and not once: the pool opens them as it needs them.
            options.options(SETTINGS).options([("search_path", schema)]).disable_statement_logging();
        // It stands in pg_stat_activity, by which an administrator finds out who holds a lock.
        if options.get_application_name().is_none() {
            options = options.application_name("veille");
        }
        Ok(Self { location, schema: schema.to_owned(), options })
    }

    /// The channel on which its changes are announced.
    pub fn channel(&self) -> String {
        format!("{}_changes", self.schema)
    }
}

/// What is wrong with a URL, without the frame that sqlx puts around it.
fn plain(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Configuration(source) => source.to_string(),
        other => other.to_string(),
    }
}

/// What may stand behind the question mark: what the driver knows, and `schema`.
const PARAMETERS: [&str; 19] = [
    "schema",
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "ssl-root-cert",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "statement-cache-capacity",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
];

/// The first parameter that nobody knows.
fn unknown(url: &str) -> Option<&str> {
    let (_, parameters) = url.split_once('?')?;
    let keys = parameters
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split('=').next().unwrap_or(pair));
    let is_known = |key: &str| PARAMETERS.contains(&key) || key.starts_with("options[");
    keys.into_iter().find(|key| !is_known(key))
}

/// Takes `schema=` out of a URL's parameters: to the driver it is unknown.
fn without_schema(url: &str) -> (String, Option<&str>) {
    let Some((address, parameters)) = url.split_once('?') else { return (url.to_owned(), None) };
    // The last of two, as libpq takes it of every other parameter.
    let schema = parameters.split('&').filter_map(|pair| pair.strip_prefix("schema=")).next_back();
    let rest: Vec<&str> = parameters.split('&').filter(|pair| !pair.starts_with("schema=")).collect();
    let rest = if rest.is_empty() { String::new() } else { format!("?{}", rest.join("&")) };
    (format!("{address}{rest}"), schema)
}

/// Names that need no quotes anywhere, and are none of PostgreSQL's own.
fn is_name(name: &str) -> bool {
    let mut letters = name.bytes();
    letters.next().is_some_and(|letter| letter.is_ascii_lowercase())
        && letters.all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'_')
        && name.len() <= SCHEMA_BYTES_MAX
        // PostgreSQL keeps these names for itself, and `public` is everybody's.
        && !name.starts_with("pg_")
        && name != "public"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_its_schema() {
        let check = |url: &str, schema: &str, database: Option<&str>| {
            let address = Address::parse(url).unwrap();
            assert_eq!(address.schema, schema, "{url}");
            assert_eq!(address.options.get_database(), database, "{url}");
        };
        check("postgres://db.example.org/press", "veille", Some("press"));
        check("postgres://veille@db.example.org/press?schema=paris", "paris", Some("press"));
        check("postgres://db/press?sslmode=disable&schema=paris&user=x", "paris", Some("press"));
    }

    #[test]
    fn what_cannot_be_connected_to_is_told_without_its_password() {
        let check = |url: &str, part: &str| {
            let message = Address::parse(url).unwrap_err().to_string();
            assert!(message.contains(part), "{message}");
            assert!(!message.contains("s3cret"), "{message}");
        };
        check("postgres://veille:s3cret@db/press?schema=Paris", "\"Paris\" is no name");
        check("postgres://veille:s3cret@db/press?schema=pg_catalog", "no name of a schema");
        check("postgres://veille:s3cret@db/press?schema=public", "no name of a schema");
        check("postgres://veille:s3cret@db:port/press", "port");
        check("postgres://veille:s3cret@db/press?sslmode=maybe", "maybe");
        check("postgres://veille:s3cret@db/press?shema=paris", "\"shema\" is no parameter");
        check("mysql://veille:s3cret@db/press", "a file, named by its path, or a PostgreSQL database");
    }
}
