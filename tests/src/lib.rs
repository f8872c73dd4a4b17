//! What the tests share: the program as a user runs it, a NATS server, a scratch folder, articles.

mod browser;
mod collector;
pub mod corpus;
pub mod dice;
pub mod edited;
pub mod metrics;
mod nats;
pub mod ports;
mod postgres;
pub mod press;
mod program;
pub mod samples;
pub mod thrown;

pub use browser::Browser;
pub use collector::{Collector, Exported, SpanKind};
pub use nats::{Held, NatsCluster, NatsServer, held};
pub use postgres::PostgresServer;
pub use program::{Finished, Running, Veille};

use std::path::{Path, PathBuf};

/// The top of the checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the checkout").to_owned()
}

/// The folder of annotated sets and original seeds, where there is one; says so where there is none.
pub fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("VEILLE_SHARED").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("left out: VEILLE_SHARED is not set");
    }
    // Tests run in their package's folder; a relative path is meant from the top of the checkout.
    folder.map(|folder| if folder.is_relative() { root().join(folder) } else { folder })
}
