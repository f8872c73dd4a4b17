//! Where the tests store: in a file, and on a server. What holds of one holds of the other.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::collections::BTreeSet;

use tempfile::TempDir;
use veille_model::Mark;
use veille_sink::{Location, Store};

pub use veille_tests::PostgresServer;

/// For a store in whose marks nothing is said of articles.
pub const NOTHING: fn(&BTreeSet<String>) -> OfMark = |_| |_| None;
type OfMark = fn(&Mark) -> Option<Mark>;

/// A kind of store.
#[derive(Clone, Copy)]
pub enum Place {
    File,
    Server(&'static PostgresServer),
}

/// Where a store lies that is opened more than once; a file's folder goes with it.
pub struct Lasting {
    pub location: Location,
    folder: Option<TempDir>,
}

impl Place {
    /// A new store for one handle.
    pub async fn store(self) -> Store {
        match self {
            Self::File => Store::open_in_memory().await.unwrap(),
            Self::Server(_) => self.lasting().open().await,
        }
    }

    /// A place for a new store.
    pub fn lasting(self) -> Lasting {
        match self {
            Self::File => {
                let folder = tempfile::tempdir().unwrap();
                Lasting { location: folder.path().join("veille.db").as_path().into(), folder: Some(folder) }
            }
            Self::Server(server) => {
                let url = PostgresServer::with_password(&server.store());
                Lasting { location: Location::Url(url), folder: None }
            }
        }
    }
}

impl Lasting {
    pub async fn open(&self) -> Store {
        Store::open(&self.location).await.unwrap()
    }

    /// The store, whose folder is left to the system to clean.
    pub async fn open_kept(self) -> Store {
        let store = self.open().await;
        self.folder.map(TempDir::keep);
        store
    }

    /// The file's folder.
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.folder.as_ref().map(TempDir::path)
    }
}

/// Makes of each function over a place two tests: in a file, and on a server where one is to be had.
macro_rules! both {
    ($($(#[$attribute:meta])* $name:ident),+ $(,)?) => {
        mod in_a_file {
            $(#[tokio::test(flavor = "multi_thread")] $(#[$attribute])* async fn $name() {
                super::$name(crate::places::Place::File).await;
            })+
        }
        mod on_a_server {
            $(#[tokio::test(flavor = "multi_thread")] $(#[$attribute])* async fn $name() {
                let Some(server) = crate::places::PostgresServer::shared() else { return };
                super::$name(crate::places::Place::Server(server)).await;
            })+
        }
    };
}
pub(crate) use both;
