//! What every command works with: the global arguments and the configuration, and through them the store.

use anyhow::Result;

use veille_pipeline::Stop;
use veille_sink::{Location, StoreError};

use crate::arguments::{Database, Global};
use crate::configuration::Configuration;
use crate::exit::{Cause, failure};
use crate::machine::holder;

/// What every command that does something works with.
pub struct Context {
    pub global: Global,
    pub configuration: Configuration,
}

impl Context {
    /// Where the store lies: by the arguments, else by VEILLE_STORE_URL, else by the configuration.
    pub fn store_location(&self, database: &Database) -> Result<Location> {
        if let Some(named) = &database.path {
            let location = Location::parse(named.as_os_str());
            // Everyone on this machine may read a command line.
            let refusal = "a password does not stand on a command line: take it out of --store, and set PGPASSWORD, name a \
                           password file in PGPASSFILE, or set VEILLE_STORE_URL to the whole";
            return if location.has_password() { Err(failure(Cause::Usage, refusal)) } else { Ok(location) };
        }
        // A file may be named as well, as it may after --store.
        let named = std::env::var_os("VEILLE_STORE_URL").filter(|named| !named.is_empty());
        Ok(named
            .map_or_else(|| self.configuration.settings.store.location(), |named| Location::parse(&named)))
    }

    /// Opens the store that the arguments or the configuration name.
    pub async fn open_store(&self, database: &Database) -> Result<veille_sink::Store> {
        Ok(veille_sink::Store::open(self.store_location(database)?).await?)
    }

    /// Opens a store to read it: one that is not there is not created.
    pub async fn open_existing_store(&self, database: &Database) -> Result<veille_sink::Store> {
        let location = self.store_location(database)?;
        if let Location::Path(path) = &location {
            // A file without a byte is what `touch` or a full disk leaves; a store that is opened to write begins in it.
            // SQLite makes the file where there is none: a misspelt `--store` would be read as an empty archive.
            let is_empty = std::fs::metadata(path).map_or(true, |file| file.is_file() && file.len() == 0);
            if is_empty && !cannot_tell(path) {
                return Err(StoreError::NoStore { store: location }.into());
            }
        }
        match veille_sink::Store::open_to_read(&location).await {
            // Whoever upgrades asks first and stores later: the schema is brought up to date on the way, where we may.
            Err(StoreError::OlderSchema { .. }) => {
                veille_sink::Store::open(&location).await?.close().await;
                Ok(veille_sink::Store::open_to_read(location).await?)
            }
            opened => Ok(opened?),
        }
    }

    /// Opens a store that is there to be shown, and written to where we may: by whoever joins its stories, by its readers.
    /// Another user's store is shown all the same.
    pub async fn open_store_to_serve(&self, database: &Database) -> Result<(veille_sink::Store, bool)> {
        // First as readers do: a store that is not there is not made.
        let reading = self.open_existing_store(database).await?;
        match veille_sink::Store::open(self.store_location(database)?).await {
            Ok(writing) => {
                reading.close().await;
                Ok((writing, true))
            }
            Err(error) => {
                self.say(format!("the store is shown and not written to: {error}"));
                Ok((reading, false))
            }
        }
    }

    /// Takes a store for fetching, alone, and stops where a server loses the place: another may have it then.
    pub async fn fetch_alone(
        &self,
        store: &veille_sink::Store,
        command: &str,
        stop: &Stop,
    ) -> Result<veille_sink::Lock> {
        let place = store.lock("fetch", &holder(command)).await.map_err(|error| match error {
            StoreError::Held { store, holder, .. } => {
                let other = "end that one first, or name another store with --store";
                failure(Cause::Unavailable, format!("{holder} fetches into {store} already; {other}"))
            }
            error => anyhow::Error::from(error),
        })?;
        // PostgreSQL drops an advisory lock with its session: a restart of the server is enough.
        let (lost, stop) = (place.lost(), stop.clone());
        tokio::spawn(async move {
            lost.await;
            tracing::error!("the place of the fetcher in the store was lost with its connection; stopping");
            stop.cancel();
        });
        Ok(place)
    }
}

/// Whether a path cannot even be looked at, which the store says better than "there is none".
fn cannot_tell(path: &std::path::Path) -> bool {
    path.try_exists().is_err()
}

/// What an error of a store means to whoever started us, where there is one in the chain: a server that is away or lets us
/// not in is a service that cannot be reached.
pub fn cause_of(error: &anyhow::Error) -> Option<Cause> {
    error.chain().find_map(|link| match link.downcast_ref()? {
        StoreError::Address { .. } => Some(Cause::Usage),
        StoreError::Unreachable { .. }
        | StoreError::Refused { .. }
        | StoreError::NoDatabase { .. }
        | StoreError::Forbidden { .. }
        | StoreError::TooOld { .. }
        | StoreError::NotUtf8 { .. }
        | StoreError::Busy { .. } => Some(Cause::Unavailable),
        _ => None,
    })
}
