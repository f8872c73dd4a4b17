//! Arguments of what looks at feeds and sources.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Database;

/// Prints one JSON object: title, link, description and language of the feed, and its entries, each with id, link, title,
/// summary, content, authors, published_at and updated_at. An entry without a title is called by the beginning of its text,
/// or by its address.
#[derive(Args, Debug)]
pub struct Feed {
    /// A file, an address, or - for standard input
    #[arg(value_name = "FILE|URL")]
    pub place: String,
    /// The address to which links of the feed are relative [default: the one that it was fetched from]
    #[arg(long, value_name = "URL")]
    pub base: Option<String>,
    /// The Content-Type that the feed was served with
    #[arg(long, value_name = "TYPE")]
    pub content_type: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Source {
    /// Find the feeds of a publisher from an address of its, show what they announce, and add it to sources.toml
    Add {
        /// A page of the publisher, or a feed
        url: String,
        /// Show what would be added, and add nothing
        #[arg(long)]
        dry_run: bool,
        /// What to call it in subjects and rows [default: after its host]
        #[arg(long)]
        id: Option<String>,
        /// What to call it for people [default: as its feed is called]
        #[arg(long)]
        name: Option<String>,
        /// These of the feeds found, and no others [default: the first, and the news sitemap]
        #[arg(long = "feed", value_name = "URL")]
        feeds: Vec<String>,
    },
    /// List the sources
    List,
    /// Read the feeds of a source, or of all, once; show what each says, and keep nothing
    Test {
        /// Ids of sources [default: all that are not paused]
        ids: Vec<String>,
    },
    /// Read a source no more for the time being
    Pause { id: String },
    /// Read a paused source again
    Resume { id: String },
    /// How each feed stands: when it was read, what it brought, why it could not be read, when it is next
    Health {
        #[command(flatten)]
        database: Database,
    },
    /// What was asked of a host, when, and what came of it: a page to send to a publisher
    Report {
        host: String,
        /// No more than so many requests, the newest first
        #[arg(long, default_value_t = 1000)]
        limit: u32,
        #[command(flatten)]
        database: Database,
    },
    /// Add the feeds of an OPML file to sources.toml
    Import {
        file: PathBuf,
        /// Show what would be added, and add nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Print the sources as OPML
    Export,
}
