//! The command line: its commands here, what each takes in a file for its kind.

mod access;
mod columns;
mod feeds;
mod nats;
mod operating;
mod selection;
mod serving;
mod shared;
mod stages;
mod stored;
mod told;
mod topics;
mod webhooks;

pub use access::{Audit, Token, User};
pub use columns::Column;
pub use feeds::{Feed, Source};
pub use nats::{Begin, Streams, StreamsAction, Tail};
pub use operating::{Dead, DeadAction, Status, Which};
pub use selection::Selection;
pub use serving::{Observed, Serve, Serving, Traced};
pub use shared::{Columns, Database, Judged, Outcomes};
pub use stages::{Capture, Fetch, Forget, Prune, Replay, Run, Stage, Store, StoreAction};
pub use stored::{
    Axis, Changes, Coverage, Diff, Explain, Export, People, Quotes, Reclean, Retag, Revisions, Search,
    SearchSort, Why,
};
pub use told::{Copies, Story, Trace};
pub use topics::{Language, Match, QueryDialect, Topic};
pub use webhooks::Webhook;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Watches what the press writes about an event, in every language.
#[derive(Debug, Parser)]
#[command(name = "veille", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "Results go to stdout, progress and prose to stderr.\n\
    Exit codes: 0 done, 1 failed, 2 usage, 69 a service is unavailable, 78 bad configuration,\n    130 told to stop before the work was done.\n\
    `diff --exit-code` ends with 3 where the two differ.")]
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
    /// Show what is stored as pages: to a browser on this machine, or to others who log in
    Serve(Serve),
    /// Who may look, where others than this machine can
    #[command(subcommand)]
    User(User),
    /// What programs and feed readers show instead of a password
    #[command(subcommand)]
    Token(Token),
    /// Where changes are sent to, signed, as they are stored
    #[command(subcommand)]
    Webhook(Webhook),
    /// Print who did what, and check that nobody changed it
    Audit(Audit),
    /// Read captures at rest; print them as JSON Lines, or publish them
    Capture(Capture),
    /// Sources: who is read; find, add, test and pause them
    #[command(subcommand)]
    Source(Source),
    /// Print what a feed says, as JSON
    Feed(Feed),
    /// Fetch pages by their addresses, or the configured sources; print captures as JSON Lines, or publish them
    Fetch(Fetch),
    /// Turn captures into articles: a filter, or with --nats a service
    Clean(Stage),
    /// Tag articles with language and topics: a filter, or with --nats a service
    Classify(Stage),
    /// Store tagged articles: a filter, or with --nats a service; check, back up, vacuum and prune a store, and forget
    Store(Store),
    /// Follow a subject: each article once, with its topics
    Tail(Tail),
    /// The streams of a NATS server: how they stand; make, change and trim them
    Streams(Streams),
    /// Who is at work, how fast, how far behind, what went wrong; the streams, the store and who follows it
    Status(Status),
    /// Messages that no stage could settle: list them, look at one, give them to their stage again, delete them
    Dead(Dead),
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
    /// Show every wording of an article, and what changed from one to the next
    Revisions(Revisions),
    /// Search what is stored, in the language of topics
    Search(Search),
    /// Say what became of an address, a feed or a file
    Why(Why),
    /// Compare two stores or two replays: articles gained, lost and changed, by other rules, code or time
    Diff(Diff),
    /// Who said what, the newest first: each time that it was printed. The page and the API have the same words of one once
    Quotes(Quotes),
    /// Who and what is named, in how many articles, in which roles and spellings. Whoever is named in one article by one word, of whom
    /// nothing else is told, is here and not on the page
    People(People),
    /// Stories: events that several articles tell
    #[command(subcommand)]
    Story(Story),
    /// Of what an article is a copy, and who copied it, paragraph beside paragraph
    Copies(Copies),
    /// Follow a text into what is stored: where each of its sentences stands as it is, altered or shortened
    Trace(Trace),
    /// How much was published when, in which language and by whom
    Coverage(Coverage),
    /// Print what became new or changed in the store, in order; with --follow NAME go on where NAME stopped
    Changes(Changes),
    /// Judge all that is stored by the topics as they are now; goes on where it was interrupted
    Retag(Retag),
    /// Clean all captures that are kept anew, by the program and the rules as they are now; goes on where it was interrupted
    Reclean(Reclean),
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
