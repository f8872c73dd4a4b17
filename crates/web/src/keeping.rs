//! Topics that readers write: how one is kept, which whoever serves us knows, and the wordings that it had.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use veille_model::RuleRevision;
use veille_sink::{Deed, Paper, Papers, Store, StoreError};

/// A topic as somebody wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TopicDraft {
    /// With another query in one language; a topic that is not there yet has no other.
    Query {
        /// Its id.
        id: String,
        /// Of the query; empty where it is for all.
        language: String,
        /// As written.
        query: String,
        /// Queries of other languages that are written at once, each with its language.
        also: Vec<(String, String)>,
        /// What readers see, with the language of it.
        label: Option<(String, String)>,
    },
    /// As its whole file.
    Text {
        /// Its id.
        id: String,
        /// TOML.
        text: String,
    },
}

/// A topic that was kept: its file as it was, if it was there, and as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicKept {
    /// As it was.
    pub before: Option<String>,
    /// As it is.
    pub after: String,
}

/// A topic on its way into its file; everything that is stored is judged by it from then on.
pub(crate) type Keeping = Pin<Box<dyn Future<Output = Result<TopicKept, String>> + Send>>;

/// How much of what is stored was judged by the topics as they are now, and how much there is; None where all is.
pub(crate) type Judged = watch::Receiver<Option<(u64, u64)>>;

type Way = dyn Fn(TopicDraft) -> Keeping + Send + Sync;

/// Keeps topics.
#[derive(Clone)]
pub struct KeepTopic {
    way: Arc<Way>,
    judged: Judged,
}

impl fmt::Debug for KeepTopic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeepTopic")
    }
}

impl KeepTopic {
    /// The way that `keep` goes; `judged` tells how far the archive is judged.
    pub fn new(keep: impl Fn(TopicDraft) -> Keeping + Send + Sync + 'static, judged: Judged) -> Self {
        Self { way: Arc::new(keep), judged }
    }

    pub(crate) fn keep(&self, draft: TopicDraft) -> Keeping {
        (self.way)(draft)
    }

    pub(crate) fn judged(&self) -> Option<(u64, u64)> {
        *self.judged.borrow()
    }

    /// Waits until all is judged; whoever asks gives up after a while.
    pub(crate) async fn settled(&self) {
        let mut judged = self.judged.clone();
        drop(judged.wait_for(Option::is_none).await);
    }
}

/// A wording that a topic had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Version {
    pub at: DateTime<Utc>,
    /// Who wrote it; nobody where it was found in the file.
    pub by: Option<String>,
    /// The whole file.
    pub text: String,
}

impl Version {
    /// What it is called where a topic is taken back to it: two may be of one moment.
    pub fn name(&self) -> String {
        RuleRevision::of(&self.text).to_string()
    }
}

/// Of a topic so many are kept.
const VERSIONS_MAX: usize = 100;
/// Others may write the same topic in the same moment.
const TRIES: usize = 20;

/// The wordings of a topic, the latest first.
pub(crate) async fn versions(store: &Store, id: &str) -> Result<Vec<Version>, StoreError> {
    let document = store.paper(Paper::Topic, id).await?;
    Ok(document.as_deref().map(read).unwrap_or_default())
}

fn read(document: &str) -> Vec<Version> {
    // What a newer program wrote cannot be shown; the topic itself lies in its file and is none the worse.
    serde_json::from_str(document).unwrap_or_default()
}

/// Writes down that somebody wrote a topic; false where others always came before.
pub(crate) async fn remember(
    store: &Store,
    id: &str,
    kept: &TopicKept,
    who: &str,
) -> Result<bool, StoreError> {
    for _ in 0..TRIES {
        let before = store.paper(Paper::Topic, id).await?;
        let mut versions = before.as_deref().map(read).unwrap_or_default();
        let now = Utc::now();
        // Somebody wrote the file by hand.
        if let Some(text) = kept.before.clone()
            && versions.first().is_none_or(|latest| latest.text != text)
        {
            versions.insert(0, Version { at: now, by: None, text });
        }
        versions.insert(0, Version { at: now, by: Some(who.to_owned()), text: kept.after.clone() });
        // Each holds the whole file, and all of them are one paper.
        versions.truncate(VERSIONS_MAX);
        let document = serde_json::to_string(&versions).expect("texts and instants are plain JSON");
        let what = if kept.before.is_some() { "topic-changed" } else { "topic-added" };
        let papers = Papers {
            seen: vec![(Paper::Topic, id.to_owned(), before)],
            put: vec![(Paper::Topic, id.to_owned(), document)],
            deeds: vec![Deed::now(who, what, id, "")],
            ..Papers::default()
        };
        // With the trail's line in one write: neither is without the other.
        if store.write_papers(&papers).await? {
            return Ok(true);
        }
    }
    Ok(false)
}
