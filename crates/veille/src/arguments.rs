//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::shown::Column;
use crate::since::Since;

/// Watches what the press writes about an event, in every language.
#[derive(Debug, Parser)]
#[command(name = "veille", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "Results go to stdout, progress and prose to stderr.\n\
    Exit codes: 0 done, 1 failed, 2 usage, 69 a service is unavailable, 78 bad configuration,\n    130 told to stop before the work was done.")]
pub struct Arguments {
    // Absent, what to do first is said.
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub global: Global,
}

#[derive(Args, Clone, Debug)]
pub struct Global {
    /// Folder with veille.toml, sources.toml, sites.toml and topics/ [env: VEILLE_CONFIG] [default: ./config if there,
    /// else built in]
    #[arg(long, global = true, value_name = "DIR")]
    pub config: Option<PathBuf>,
    /// Print results as JSON Lines
    #[arg(long, global = true)]
    pub json: bool,
    /// Say less: no progress, no prose
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run seed files, directories, WARC or JSON Lines through everything; print; exit
    Replay(Replay),
    /// Run all stages continuously in one process
    Run(Run),
    /// Read captures at rest; print them as JSON Lines, or publish them
    Capture(Capture),
    /// Fetch the configured sources; print captures as JSON Lines, or publish them
    Fetch(Fetch),
    /// Turn captures into articles: a filter, or with --nats a service
    Clean(Stage),
    /// Tag articles with language and topics: a filter, or with --nats a service
    Classify(Stage),
    /// Store tagged articles: a filter, or with --nats a service
    Store(Store),
    /// Follow a subject: each article once, with its topics
    Tail(Tail),
    /// The streams of a NATS server: how they stand; make, change and trim them
    Streams(Streams),
    /// Topics: what is watched, and what a topic matches
    #[command(subcommand)]
    Topic(Topic),
    /// Show every decision about one document
    Explain(Explain),
    /// Tell the language of texts, one a line
    Language(Language),
    /// Match articles against many standing queries at once
    Match(Match),
    /// Print what the store holds, one article a line
    Export(Export),
    /// Say what became of an address, a feed or a file
    Why(Why),
    /// Print what became new or changed in the store, in order; with --follow NAME go on where NAME stopped
    Changes(Changes),
    /// Judge all that is stored by the topics as they are now; goes on where it was interrupted
    Retag(Retag),
    /// Check the configuration without touching the network
    Check,
    /// Print the JSON Schema of what travels
    Schema {
        /// capture, article, tag, evidence, tagged-article, outcome or feed-entry
        name: String,
    },
    /// Print a shell's completions
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

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
    #[arg(long, value_name = "URL")]
    pub nats: Option<String>,
}

#[derive(Args, Debug)]
pub struct Run {
    #[command(flatten)]
    pub database: Database,
    /// Poll what is due, fetch what it announces, and end
    #[arg(long)]
    pub once: bool,
    #[command(flatten)]
    pub columns: Columns,
}

#[derive(Args, Debug)]
pub struct Columns {
    #[arg(long, value_name = "COLUMN,…", value_enum, value_delimiter = ',', hide_possible_values = true)]
    #[arg(
        help = "What to show of an article: date, language, source, origin, headline, topics, address [default: all]"
    )]
    pub columns: Vec<Column>,
}

#[derive(Args, Debug)]
pub struct Database {
    /// The store: an SQLite file, or a database as postgres://USER@HOST/DATABASE [default: that of veille.toml]
    #[arg(long = "store", value_name = "FILE|URL")]
    pub path: Option<PathBuf>,
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
}

#[derive(Args, Debug)]
pub struct Fetch {
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
pub struct Stage {
    #[command(flatten)]
    pub outcomes: Outcomes,
    /// Serve at this NATS server instead of filtering stdin
    #[arg(long, value_name = "URL")]
    pub nats: Option<String>,
}

#[derive(Args, Debug)]
pub struct Store {
    #[command(flatten)]
    pub database: Database,
    /// Serve at this NATS server instead of reading stdin
    #[arg(long, value_name = "URL")]
    pub nats: Option<String>,
}

#[derive(Args, Debug)]
pub struct Tail {
    /// A subject, with `*` for one token and `>` for the rest: 'veille.topic.*.fr.>'
    #[arg(default_value = "veille.topic.>")]
    pub subject: String,
    /// The NATS server
    #[arg(long, value_name = "URL", env = "VEILLE_NATS", default_value = "nats://127.0.0.1:4222")]
    pub nats: String,
    /// Where to begin
    #[arg(long, value_enum, default_value_t = Begin::New)]
    pub from: Begin,
    /// Begin with what was published since an instant (2025-10-25, 2025-10-25T08:00:00Z) or for so long (90s, 30m, 2h,
    /// 7d)
    #[arg(long, value_name = "WHEN", value_parser = Since::parse, conflicts_with = "from")]
    pub since: Option<Since>,
    /// Have the server keep your place under this name, so that nothing published while you are away is missed
    #[arg(long, value_name = "NAME")]
    pub durable: Option<String>,
    /// End after so many lines
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

#[derive(Args, Debug)]
pub struct Streams {
    /// What to do; without it, show how they stand beside veille.toml
    #[command(subcommand)]
    pub action: Option<StreamsAction>,
    /// The NATS server
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "VEILLE_NATS",
        default_value = "nats://127.0.0.1:4222"
    )]
    pub nats: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum StreamsAction {
    /// Make the streams as veille.toml has them, and change those that are otherwise
    Apply,
    /// Stay, and make room in streams that fill up: the oldest go that every stage has settled
    Serve,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Begin {
    /// With what is published from now on
    New,
    /// With the oldest that the stream still holds
    All,
}

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
    /// Articles as JSON Lines: id, headline, text, language, url, source, byline [default: standard input]
    pub articles: Option<PathBuf>,
    /// Print counts, CPU seconds and peak memory on stderr
    #[arg(long)]
    pub stats: bool,
}

#[derive(Args, Debug)]
pub struct Explain {
    /// A file, or an http(s) address to fetch
    #[arg(value_name = "PATH|URL")]
    pub document: OsString,
}

#[derive(Args, Debug)]
pub struct Export {
    #[command(flatten)]
    pub database: Database,
    /// Only this topic
    #[arg(long)]
    pub topic: Option<String>,
    /// Only this language (BCP 47)
    #[arg(long)]
    pub language: Option<String>,
    /// Every revision, in the store's canonical order
    #[arg(long, conflicts_with_all = ["topic", "language"])]
    pub revisions: bool,
    /// The ledger instead: what became of every input, in canonical order
    #[arg(long, conflicts_with_all = ["topic", "language", "revisions"])]
    pub ledger: bool,
}

#[derive(Args, Debug)]
pub struct Changes {
    #[command(flatten)]
    pub database: Database,
    /// Only changes after this number
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub after: u64,
    /// At most so many
    #[arg(long, value_name = "COUNT", conflicts_with = "follow")]
    pub limit: Option<u32>,
    /// Go on where the follower of this name stopped, and wait for what comes; one at a time has the name
    #[arg(long, value_name = "NAME", value_parser = follower)]
    pub follow: Option<String>,
    /// With --follow: end when everything that is there has been printed
    #[arg(long, requires = "follow")]
    pub once: bool,
}

/// A follower's name: part of a file's name and of a key.
fn follower(name: &str) -> Result<String, String> {
    // The name is a key of a mark and a part of a lock file's name, on any file system.
    let is_plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
    match !name.is_empty() && name.len() <= 64 && name.bytes().all(is_plain) {
        true => Ok(name.to_owned()),
        false => Err("expected 1 to 64 of a-z, 0-9, - and _".to_owned()),
    }
}

#[derive(Args, Debug)]
pub struct Retag {
    #[command(flatten)]
    pub database: Database,
}

#[derive(Args, Debug)]
pub struct Why {
    /// An address, a feed's too; a file, or a record of one (pages.jsonl#7); the id of a capture or an article
    #[arg(value_name = "URL|PATH|ID")]
    pub what: OsString,
    #[command(flatten)]
    pub database: Database,
}
