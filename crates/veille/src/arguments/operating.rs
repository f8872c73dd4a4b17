//! Commands for whoever keeps the services running.

use clap::{Args, Subcommand};

use super::Database;
use super::nats::Server;

#[derive(Args, Debug)]
pub struct Status {
    #[command(flatten)]
    pub database: Database,
    /// The NATS server that the services work at; without one, the store alone is asked [env: VEILLE_NATS]
    #[arg(long, value_name = "URL")]
    pub nats: Option<String>,
    /// Stay, and show it again every two seconds
    #[arg(long)]
    pub watch: bool,
}

#[derive(Args, Debug)]
pub struct Dead {
    /// What to do with messages that no stage could settle
    #[command(subcommand)]
    pub action: DeadAction,
    #[command(flatten)]
    pub server: Server,
}

#[derive(Debug, Subcommand)]
pub enum DeadAction {
    /// List them, the newest last: number, stage, when, how often it was tried, and why it could not be settled
    List {
        /// Those of one stage: clean, classify or store
        #[arg(long, value_name = "STAGE", value_parser = ["clean", "classify", "store"])]
        stage: Option<String>,
        /// At most so many, the newest ones
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: usize,
    },
    /// Show one: its cause, where it came from, what it holds, and what its stage would answer today
    Show {
        /// Its number, as `list` has it
        number: u64,
        /// Do not ask its stage: a message that kills its process kills this one too
        #[arg(long)]
        untried: bool,
    },
    /// Give messages to their stage again, once what they died of has been mended, and take them out of the dead
    Requeue(Which),
    /// Delete messages for good
    Drop(Which),
}

#[derive(Args, Debug)]
pub struct Which {
    /// Numbers, as `list` has them
    #[arg(required_unless_present = "all", value_name = "NUMBER")]
    pub numbers: Vec<u64>,
    /// All of them
    #[arg(long, conflicts_with = "numbers")]
    pub all: bool,
    /// Of all, those of one cause, by its code: panic, unreadable, too_large, max_deliveries
    #[arg(long, value_name = "CODE", requires = "all")]
    pub cause: Option<String>,
}
