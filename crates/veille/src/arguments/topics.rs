//! Commands that try topics, languages and queries.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Database;

#[derive(Debug, Subcommand)]
pub enum Topic {
    /// List the topics
    List,
    /// Show what a topic matches, with the passages, and what came near
    Test {
        /// The topic's id, or a .toml file
        topic: String,
        /// Documents: seed files, directories, .warc(.gz), .jsonl(.gz), what `export` printed; without any, the articles
        /// of the store
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        database: Database,
    },
    /// Show what a change of a topic's rule gains, loses and moves
    Diff {
        /// The topic as it was: an id, or a .toml file
        old: String,
        /// The topic as it shall be: an id, or a .toml file
        new: String,
        /// Documents; without any, the articles of the store
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        database: Database,
    },
    /// Put the topics of config/topics into the store, for all who share it (topics.in_store)
    Publish {
        /// Say what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        database: Database,
    },
    /// Write the topics of the store as files, as config/topics has them
    Export {
        /// The folder, which is made where there is none; files of other names in it are left alone
        folder: PathBuf,
        #[command(flatten)]
        database: Database,
    },
    /// Translate a query of another system into ours
    Import {
        /// The language it is written in
        #[arg(long, value_enum, value_name = "DIALECT")]
        from: QueryDialect,
        /// The query; without it, one a line from standard input
        query: Option<String>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum QueryDialect {
    /// Lucene, Elasticsearch, OpenSearch
    Lucene,
    /// Meltwater
    Meltwater,
}

#[derive(Args, Debug)]
pub struct Language {
    /// Texts, one a line [default: standard input]
    pub file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Match {
    /// Queries, one a line: id, tab, query
    #[arg(long, value_name = "FILE")]
    pub queries: PathBuf,
    /// Articles as JSON Lines: id, headline, text, language, url, source, byline, mentions [default: standard input]
    pub articles: Option<PathBuf>,
    /// Print counts, CPU seconds and peak memory on stderr
    #[arg(long)]
    pub stats: bool,
}
