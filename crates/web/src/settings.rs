//! What is served beside the store, and by whose hands.

use std::path::PathBuf;
use std::sync::Arc;

use veille_cleaner::Cleaner;

use crate::{Add, Callback, Compare, Config, KeepTopic, SignIn, SourceDesk, Watched, Zone, Zones};

/// Reads the text of a file: as it stands, or of a PDF, a DOCX, a message or a page what a cleaner keeps of it. Why not, where it is none.
pub(crate) type ReadText = fn(Vec<u8>, &Cleaner) -> Result<String, String>;

/// What pages show beside the store.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The time zone that days are told in.
    pub zone: Zone,
    /// Those that who looks may choose instead; without them everybody looks in the one above.
    pub zones: Option<Zones>,
    /// What is watched.
    pub watched: Watched,
    /// Where the index of the store lies, if somebody keeps one: without it there is no search.
    pub index: Option<PathBuf>,
    /// What tells two wordings apart; without it they are shown and not compared.
    pub compare: Option<Compare>,
    /// What reads files that are followed into the press; without it they are texts.
    pub read_text: Option<ReadText>,
    /// Who is asked who they are.
    pub web: Config,
    /// The way that goes what readers hand in; without it they hand in nothing.
    pub add: Option<Add>,
    /// Who subscribes to feeds at hubs; without it no hub is answered.
    pub callback: Option<Callback>,
    /// Who has the list of those that are read; without it nobody is added, and of their feeds nothing is known.
    pub sources: Option<Arc<dyn SourceDesk>>,
    /// What keeps topics that readers write; without it they only try them.
    pub keep_topic: Option<KeepTopic>,
    /// How the identity provider is spoken to; without it nobody logs in there.
    pub sign_in: Option<SignIn>,
    /// Whether the store may only be read: what readers say cannot be kept then.
    pub is_read_only: bool,
}
