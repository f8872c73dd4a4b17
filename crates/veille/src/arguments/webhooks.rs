//! Commands about webhooks: where changes are sent to.

use clap::Subcommand;

use super::Database;

#[derive(Debug, Subcommand)]
pub enum Webhook {
    /// Send what changes from now on to an address; the secret that messages are signed with is printed once
    Add {
        /// Where to: http:// or https://
        url: String,
        /// Only what passes these filters, written as in the address of a list: `topic=…&language=fr&q=…`
        #[arg(long, value_name = "FILTERS", default_value = "")]
        filter: String,
        #[command(flatten)]
        database: Database,
    },
    /// List where changes are sent to, with what waits
    List {
        #[command(flatten)]
        database: Database,
    },
    /// Send nothing more there
    Remove {
        /// As `veille webhook list` calls it
        id: String,
        #[command(flatten)]
        database: Database,
    },
    /// Print what was sent and what waits, the latest first
    Deliveries {
        /// As `veille webhook list` calls it
        id: String,
        /// Send this one again, or `all` that waits at once, also where it was given up
        #[arg(long, value_name = "DELIVERY")]
        again: Option<String>,
        #[command(flatten)]
        database: Database,
    },
}
