//! Commands that make articles: all stages at once, or one of them.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::when::When;

use super::{Columns, Database, Observed, Outcomes, Serving, Traced};

#[derive(Args, Debug)]
pub struct Replay {
    /// Seed files (.txt, .html, feeds), directories of them, .warc(.gz), .jsonl(.gz)
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub database: Database,
    #[command(flatten)]
    pub outcomes: Outcomes,
    #[command(flatten)]
    pub columns: Columns,
    /// Go on where the last replay of the same paths into the same store was interrupted
    #[arg(long, conflicts_with = "nats")]
    pub resume: bool,
    /// Publish to the services at this NATS server instead of working in this process; ends when they have
    /// settled everything
    #[arg(long, value_name = "URL", conflicts_with = "serve")]
    pub nats: Option<String>,
    #[command(flatten)]
    pub traced: Traced,
    #[command(flatten)]
    pub serving: Serving,
}

#[derive(Args, Debug)]
pub struct Run {
    #[command(flatten)]
    pub observed: Observed,
    #[command(flatten)]
    pub traced: Traced,
    #[command(flatten)]
    pub database: Database,
    /// Poll what is due, fetch what it announces, and end
    #[arg(long)]
    pub once: bool,
    #[command(flatten)]
    pub columns: Columns,
    #[command(flatten)]
    pub serving: Serving,
}

#[derive(Args, Debug)]
#[command(mut_arg("otlp", |it| it.requires("nats")))]
pub struct Capture {
    /// Seed files, directories, .warc(.gz), .jsonl(.gz)
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Write a WARC file instead of printing (.warc or .warc.gz; appends)
    #[arg(long, value_name = "FILE", conflicts_with = "nats")]
    pub warc: Option<PathBuf>,
    /// Publish to this NATS server instead of printing
    #[arg(long, value_name = "URL")]
    pub nats: Option<String>,
    #[command(flatten)]
    pub traced: Traced,
}

// By itself it is a filter, which nobody watches.
#[derive(Args, Debug)]
#[command(mut_arg("metrics", |it| it.requires("nats")), mut_arg("otlp", |it| it.requires("nats")))]
pub struct Fetch {
    #[command(flatten)]
    pub observed: Observed,
    #[command(flatten)]
    pub traced: Traced,
    /// Fetch these pages and feeds once, as politely as all others, and end [default: watch the configured sources]
    #[arg(value_name = "URL", conflicts_with_all = ["once", "store", "nats"])]
    pub urls: Vec<String>,
    /// Write the captures of these pages to a file: JSON Lines, or what its name says (.warc or .warc.gz; appends)
    #[arg(long, short, value_name = "FILE", requires = "urls")]
    pub output: Option<PathBuf>,
    /// Poll what is due, fetch what it announces, and end
    #[arg(long)]
    pub once: bool,
    /// Remember in this store what was fetched [default: forgotten at the end]
    #[arg(long, value_name = "FILE", conflicts_with = "nats")]
    pub store: Option<PathBuf>,
    /// Publish to this NATS server instead of printing
    #[arg(long, value_name = "URL")]
    pub nats: Option<String>,
}

#[derive(Args, Debug)]
#[command(mut_arg("metrics", |it| it.requires("nats")), mut_arg("otlp", |it| it.requires("nats")))]
pub struct Stage {
    #[command(flatten)]
    pub observed: Observed,
    #[command(flatten)]
    pub traced: Traced,
    #[command(flatten)]
    pub outcomes: Outcomes,
    /// Serve at this NATS server instead of filtering stdin
    #[arg(long, value_name = "URL")]
    pub nats: Option<String>,
}

#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    mut_arg("metrics", |it| it.requires("nats")),
    mut_arg("otlp", |it| it.requires("nats")),
    after_help = "Lines on stdin are tagged articles, outcomes (`--outcomes FILE` of a stage writes them) or captures, in any order. \
                  Captures do not come through the stages: `veille capture PATH | tee pages.jsonl | veille clean | veille classify \
                  | veille store && veille store < pages.jsonl` keeps the pages too, which `explain` and `reclean` read."
)]
pub struct Store {
    /// What to do with a store; without it, tagged articles are stored
    #[command(subcommand)]
    pub action: Option<StoreAction>,
    #[command(flatten)]
    pub database: Database,
    #[command(flatten)]
    pub observed: Observed,
    #[command(flatten)]
    pub traced: Traced,
    /// Serve at this NATS server instead of reading stdin
    #[arg(long, value_name = "URL")]
    pub nats: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum StoreAction {
    /// Look for what contradicts itself, and say how much room everything takes; 1 where something was found
    Check {
        #[command(flatten)]
        database: Database,
    },
    /// Copy the store into a new file, while others read and write
    Backup {
        /// The file to make
        file: PathBuf,
        #[command(flatten)]
        database: Database,
    },
    /// Move an office: copy all of a store into an empty one, file or database, and compare; goes on where it was interrupted
    Copy {
        /// The store to copy: a file, or a database as postgres://USER@HOST/DATABASE
        #[arg(value_name = "FROM")]
        from: PathBuf,
        /// Where to; made where there is none
        #[arg(value_name = "TO")]
        to: PathBuf,
    },
    /// Give room that is no longer needed back to the disk
    Vacuum {
        #[command(flatten)]
        database: Database,
    },
    /// Remove what is older, with its wordings and captures, and changes that nobody needs any more; the ledger stays
    Prune(Prune),
    /// Remove an article for good, with all its wordings and captures; it is not stored again
    Forget(Forget),
}

#[derive(Args, Debug)]
pub struct Prune {
    /// Articles from before an instant (2025-10-25), or from longer ago (90d, 52w), by the day that they are listed under
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true, value_parser = When::parse)]
    pub older_than: When,
    /// Also what people starred, judged, noted or assigned
    #[arg(long)]
    pub judged: bool,
    /// Only say how many there are
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Args, Debug)]
pub struct Forget {
    /// Its address, or its id
    #[arg(value_name = "URL|ID")]
    pub what: String,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
    #[command(flatten)]
    pub database: Database,
}
