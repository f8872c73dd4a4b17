//! Commands about stories and copies.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Database, Observed};
use crate::when::When;

#[derive(Debug, Subcommand)]
pub enum Story {
    /// List the stories that several articles tell, those told last first
    List {
        /// Only what was told since then: an instant, a day, or so long ago (30m, 2h, 7d)
        #[arg(long, value_name = "WHEN", allow_hyphen_values = true, value_parser = When::parse)]
        since: Option<When>,
        /// Only what was told until then; a day is in it whole
        #[arg(long, value_name = "WHEN", allow_hyphen_values = true, value_parser = When::parse)]
        until: Option<When>,
        /// At most so many
        #[arg(long, value_name = "COUNT", allow_negative_numbers = true, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
        limit: u32,
        #[command(flatten)]
        database: Database,
    },
    /// Show a story: who tells it, whose text each is, and why each belongs to it
    Show {
        /// The story, or any article of it, also one that it was named after before: an id or an address
        #[arg(value_name = "ID|URL")]
        story: String,
        #[command(flatten)]
        database: Database,
    },
    /// Have an article begin a story of its own, and others tell it; what follows them goes with them. That stays so,
    /// whatever arrives
    Split {
        /// The article that begins it: an id or an address
        #[arg(value_name = "ID|URL")]
        article: String,
        /// Others that tell the same
        #[arg(value_name = "ID|URL")]
        others: Vec<String>,
        #[command(flatten)]
        database: Database,
    },
    /// Have two stories be one. That stays so, whatever arrives
    Merge {
        /// A story, or an article of it: an id or an address
        #[arg(value_name = "ID|URL")]
        first: String,
        /// The other
        #[arg(value_name = "ID|URL")]
        second: String,
        #[command(flatten)]
        database: Database,
    },
    /// Print what was split and merged by hand as JSON Lines, or take that up in a store that is filled anew, before or after
    Rules {
        /// Take up the rules of this file; `-` for standard input
        #[arg(long, value_name = "FILE")]
        take: Option<PathBuf>,
        #[command(flatten)]
        database: Database,
    },
    /// Find copies and join stories as articles come, until told to stop
    Follow {
        #[command(flatten)]
        database: Database,
        #[command(flatten)]
        observed: Observed,
        /// End when everything that is there has been looked at
        #[arg(long)]
        once: bool,
    },
}

#[derive(Args, Debug)]
pub struct Copies {
    /// An article: its address or its id
    #[arg(value_name = "URL|ID")]
    pub article: String,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Args, Debug)]
pub struct Trace {
    /// A text, a page, a PDF or a DOCX, such as a communiqué; `-` for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Only in what was published since then: an instant, a day, or so long ago (30m, 2h, 7d)
    #[arg(long, visible_alias = "from", value_name = "WHEN", allow_hyphen_values = true, value_parser = When::parse)]
    pub since: Option<When>,
    /// Only in what was published until then
    #[arg(long, visible_alias = "to", value_name = "WHEN", allow_hyphen_values = true, value_parser = When::parse)]
    pub until: Option<When>,
    #[command(flatten)]
    pub database: Database,
}
