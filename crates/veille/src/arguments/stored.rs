//! Commands that ask what is stored.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};
use veille_model::MentionKind;
use veille_search::Cursor;

use super::{Database, Judged, Observed, Selection};

#[derive(Args, Debug)]
pub struct Explain {
    /// A file; an http(s) address, whose capture is taken from the store where one is kept, and fetched otherwise; the id of
    /// a capture or an article
    #[arg(value_name = "PATH|URL|ID")]
    pub document: OsString,
    /// Fetch the address, whatever is stored of it
    #[arg(long)]
    pub fetch: bool,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Args, Debug)]
pub struct Export {
    #[command(flatten)]
    pub database: Database,
    #[command(flatten)]
    pub selection: Selection,
    #[command(flatten)]
    pub judged: Judged,
    /// Only originals: no article that is a copy of another
    #[arg(long, conflicts_with_all = ["revisions", "ledger"])]
    pub originals: bool,
    /// Only texts that their pages say are of this outlet: an agency, in whatever spelling
    #[arg(long, value_name = "OUTLET", value_parser = NonEmptyStringValueParser::new(), conflicts_with_all = ["revisions", "ledger"])]
    pub origin: Option<String>,
    /// Every revision, in the store's canonical order
    #[arg(long, conflicts_with_all = ["Selection", "Judged"])]
    pub revisions: bool,
    /// The ledger instead: what became of every input, in canonical order
    #[arg(long, conflicts_with_all = ["Selection", "Judged", "revisions"])]
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
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, conflicts_with = "follow", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// Go on where the follower of this name stopped, and wait for what comes; one at a time has the name
    #[arg(long, value_name = "NAME", value_parser = follower)]
    pub follow: Option<String>,
    /// With --follow: end when everything that is there has been printed
    #[arg(long, requires = "follow")]
    pub once: bool,
}

/// Who follows in the program itself: with its name one would take its place, and what it is there for would not be done.
const OWN: [&str; 3] = ["search", "stories", "webhooks"];

/// A follower's name: part of a file's name and of a key.
fn follower(name: &str) -> Result<String, String> {
    // The name is a key of a mark and a part of a lock file's name, on any file system.
    let is_plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
    if OWN.contains(&name) {
        return Err(
            "search, stories and webhooks are followers of the program itself; take another name".to_owned()
        );
    }
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
pub struct Search {
    /// What to look for, as a topic's query: '(convention OR traité) NEAR/3 hanoi AND NOT football'
    #[arg(required_unless_present = "serve")]
    pub query: Option<String>,
    #[command(flatten)]
    pub database: Database,
    #[command(flatten)]
    pub selection: Selection,
    /// What comes first
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = SearchSort::Newest)]
    pub sort: SearchSort,
    /// At most so many articles
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, default_value_t = 25)]
    pub limit: usize,
    /// Go on where a page ended
    #[arg(long, value_name = "CURSOR")]
    pub after: Option<Cursor>,
    /// Only originals: no article that is a copy of another
    #[arg(long)]
    pub originals: bool,
    /// Only texts that their pages say are of this outlet: an agency, in whatever spelling
    #[arg(long, value_name = "OUTLET", value_parser = NonEmptyStringValueParser::new())]
    pub origin: Option<String>,
    /// Count by topic, language, source, origin and day
    #[arg(long)]
    pub facets: bool,
    /// Make a topic of the query, topics/ID.toml of the configuration, and judge all that is stored by it
    #[arg(long, value_name = "ID", conflicts_with_all = ["Selection", "after"])]
    pub save: Option<String>,
    /// Keep the index level with its store until told to stop, and answer nothing
    #[arg(long, conflicts_with_all = ["query", "Selection", "after", "facets", "save"])]
    pub serve: bool,
    #[command(flatten)]
    pub observed: Observed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SearchSort {
    /// The newest
    Newest,
    /// What has most of the query's rarer words, above all in its headline
    Relevant,
}

#[derive(Args, Debug)]
pub struct Why {
    /// An address, a feed's too; a file, or a record of one (pages.jsonl#7); the id of a capture or an article
    #[arg(value_name = "URL|PATH|ID")]
    pub what: OsString,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Args, Debug)]
pub struct Revisions {
    /// An address, or the id of an article or a capture
    #[arg(value_name = "URL|ID")]
    pub what: String,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Args, Debug)]
#[command(
    after_help = "Articles are compared in their current wordings: headline, text, date, language, origin, topics with \
    their passages, quotations. By which capture an article came is no difference, and neither is a rule that finds the \
    same passages in other words."
)]
pub struct Diff {
    /// As it was: a store, or a file of lines that `veille export --revisions` printed
    #[arg(value_name = "A")]
    pub old: PathBuf,
    /// As it is: a store, or such a file
    #[arg(value_name = "B")]
    pub new: PathBuf,
    /// End with 3 where the two differ, instead of 0; 1 is that the work failed
    #[arg(long)]
    pub exit_code: bool,
}

#[derive(Args, Debug)]
pub struct People {
    /// Only with all of these words in the name, in any spelling and script; a last name will do
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub named: Option<String>,
    /// Only people, only organisations or only places
    #[arg(long, value_name = "KIND", value_enum)]
    pub kind: Option<Kind>,
    #[command(flatten)]
    pub selection: Selection,
    #[command(flatten)]
    pub judged: Judged,
    /// At most so many
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,
    #[command(flatten)]
    pub database: Database,
}

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Person,
    Organisation,
    Place,
}

impl Kind {
    /// As articles say it.
    pub fn of(self) -> MentionKind {
        match self {
            Self::Person => MentionKind::Person,
            Self::Organisation => MentionKind::Organisation,
            Self::Place => MentionKind::Place,
        }
    }
}

#[derive(Args, Debug)]
pub struct Quotes {
    /// Only of people with all of these words in their name, in any spelling and script (a last name will do), and of whoever holds
    /// the office that they are (minister), named or not
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub by: Option<String>,
    #[command(flatten)]
    pub selection: Selection,
    #[command(flatten)]
    pub judged: Judged,
    /// At most so many
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Args, Debug)]
pub struct Coverage {
    /// What to count by; what no page dates is of no day, and counted as "no date". Articles without a topic count too: the
    /// page *Coverage* and the API leave them out unless they are asked for all (`all=1`)
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = Axis::Day)]
    pub by: Axis,
    /// Count originals alone: no article that is a copy of another
    #[arg(long)]
    pub originals: bool,
    #[command(flatten)]
    pub selection: Selection,
    #[command(flatten)]
    pub judged: Judged,
    #[command(flatten)]
    pub database: Database,
}

/// What articles are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Axis {
    Hour,
    Day,
    Week,
    Month,
    Topic,
    Language,
    Source,
}

impl Axis {
    pub fn name(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Topic => "topic",
            Self::Language => "language",
            Self::Source => "source",
        }
    }

    pub fn is_time(self) -> bool {
        matches!(self, Self::Hour | Self::Day | Self::Week | Self::Month)
    }
}

#[derive(Args, Debug)]
#[command(
    after_help = "What a capture gives takes the place of what it gave; what captures gave that are kept no longer \
    (store.captures_days) stays as it is. Copy the store first (veille store backup), or look with --dry-run."
)]
pub struct Reclean {
    /// Show what would change, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub database: Database,
}
