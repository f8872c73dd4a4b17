//! What several commands take.

use std::path::PathBuf;

use clap::Args;

use super::Column;

#[derive(Args, Debug)]
pub struct Database {
    /// The store: an SQLite file, or a database as postgres://USER@HOST/DATABASE [env: VEILLE_STORE_URL] [default: that of
    /// veille.toml]
    #[arg(long = "store", value_name = "FILE|URL")]
    pub path: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Judged {
    /// Also what the office called not relevant, which lists, files and counts leave out, here as on the pages
    #[arg(long, help_heading = "Which articles")]
    pub not_relevant: bool,
}

#[derive(Args, Debug)]
pub struct Outcomes {
    /// Write one JSON line for each input: what became of it and why
    #[arg(long = "outcomes", value_name = "FILE")]
    pub file: Option<PathBuf>,
}

impl Outcomes {
    /// The file's name for people.
    pub fn shown(&self) -> String {
        self.file.as_ref().map(|path| path.display().to_string()).unwrap_or_default()
    }
}

#[derive(Args, Debug)]
pub struct Columns {
    #[arg(long, value_name = "COLUMN,…", value_enum, value_delimiter = ',', hide_possible_values = true)]
    #[arg(
        help = "What to show of an article: date, language, source, origin, headline, topics, address [default: all]"
    )]
    pub columns: Vec<Column>,
}
