//! Publishers that are read: found and added, paused, carried in and out as OPML, and how their feeds stand. Whoever serves us
//! knows how; the list is theirs, and so is whoever goes out into the web.

use std::fmt;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use veille_model::{Reason, SourceId};

/// When something was published, as far as it says, and its headline.
type Announced = (Option<String>, String);

/// A publisher as it was found.
#[derive(Clone, Debug)]
pub struct FoundSource {
    /// What it would be called in addresses.
    pub id: SourceId,
    /// What it calls itself.
    pub name: String,
    /// What it writes in, as far as its newest entries say.
    pub language: Option<String>,
    /// The feeds that would be read, each with what it announces now: dates and headlines.
    pub feeds: Vec<(String, Vec<Announced>)>,
    /// The source of the list that reads the same already.
    pub known: Option<String>,
}

/// How a feed stands, or a page that lists articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedStanding {
    /// The source of the list that it is of.
    pub source: SourceId,
    /// Its address, without a password.
    pub url: String,
    /// Whether its source is read at the moment.
    pub paused: bool,
    /// When it was last asked for.
    pub asked_at: Option<DateTime<Utc>>,
    /// When it is to be read next; None where nobody has read it yet.
    pub due: Option<DateTime<Utc>>,
    /// How often in a row it could not be read.
    pub failures: u32,
    /// The code of the reason for that.
    pub refused: Option<String>,
    /// Where it says that it has moved to, for good.
    pub moved_to: Option<String>,
}

/// What becomes of a request, or why nothing does: the code of the reason, by which readers are told in their language, and its own
/// sentence.
type Done<T> = BoxFuture<'static, Result<T, Reason>>;

/// What of a list is not taken, by its address or its name, and why.
type LeftOut = (String, Reason);

/// A source that brings less than it uses to, why (`silent`, `broken`, `moved`, `unread`) with the whole as a sentence, and how many
/// articles are missing as far as one can tell.
pub(crate) type Short = (SourceId, Reason, u64);

/// Who has the list of sources.
pub trait SourceDesk: fmt::Debug + Send + Sync {
    /// Whether the list can be changed; why not, where it cannot.
    fn is_written(&self) -> Result<(), String>;
    /// Looks at a publisher, politely, and writes it into the list where that is wanted.
    fn look(&self, address: &str, is_wanted: bool) -> Done<FoundSource>;
    /// Has a source read no more, or again.
    fn pause(&self, id: &SourceId, paused: bool) -> Done<()>;
    /// Reads OPML and writes those into the list that are not there, where that is wanted: their names, and what was left out and
    /// why.
    fn import(&self, opml: &str, is_wanted: bool) -> Done<(Vec<String>, Vec<LeftOut>)>;
    /// The list as OPML, without passwords.
    fn export(&self) -> Done<String>;
    /// Why nothing is sent to an address: no webhook goes where no page is fetched from. None where something may be.
    fn refuses(&self, address: &str) -> BoxFuture<'static, Option<String>>;
    /// Whether somebody reads the sources of the list at the moment: whoever serves pages may do nothing else.
    fn is_read(&self) -> BoxFuture<'static, bool>;
    /// How each feed of the list stands.
    fn feeds(&self) -> Done<Vec<FeedStanding>>;
    /// The sources that bring less than is usual of them.
    fn short(&self) -> Done<Vec<Short>>;
    /// What was asked of a source lately and what came of it, in words that one can send to whoever runs it.
    fn report(&self, id: &SourceId) -> Done<String>;
}
