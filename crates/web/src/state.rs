//! What all requests share.

use std::sync::Arc;

use serde::Serialize;
use tokio::sync::{Mutex, watch};
use veille_model::TaggedArticle;
use veille_search::{Answer, Request};
use veille_sink::{Store, StoreError};

use crate::access::Access;
use crate::catalogue::Catalogue;
use crate::fetched::Fetched;
use crate::index::Index;
use crate::live::Live;
use crate::problem::Problem;
use crate::publishers::{FeedStanding, Short};
use crate::remembered::{Remembered, Tally};
use crate::settings::{ReadText, Settings};
use crate::trail::Trail;
use crate::watched::Watching;
use crate::{Add, Callback, Compare, KeepTopic, SourceDesk, Watched, Zone, Zones};

/// An article with how it was read and judged.
#[derive(Debug, Serialize)]
pub(crate) struct Explained {
    /// How its page was read; None where it is kept no longer.
    pub cleaning: Option<veille_cleaner::Explanation>,
    /// What each topic found or lacked.
    pub classification: Option<veille_classifier::Explanation>,
    #[serde(skip)]
    pub article: TaggedArticle,
}

/// What all requests share.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub store: Store,
    pub access: Arc<Access>,
    pub catalogue: Arc<Catalogue>,
    pub tally: Arc<Tally>,
    pub trail: Arc<Trail>,
    /// What the fetcher last had of each source.
    pub fetched: Arc<Mutex<Fetched>>,
    pub feeds: Arc<Remembered<[FeedStanding]>>,
    /// Who brings less than is usual of them.
    pub short: Arc<Remembered<[Short]>>,
    pub index: Arc<Index>,
    pub live: Arc<Live>,
    /// Set once the server is told to end: streams end then.
    pub ended: watch::Sender<bool>,
    /// The zone of who looks.
    pub zone: Zone,
    /// The office's, in which those look who have chosen none.
    pub office_zone: Zone,
    /// Those that one may choose.
    pub zones: Option<Zones>,
    /// Whether nothing can be written.
    pub is_read_only: bool,
    /// The way of what readers hand in.
    pub add: Option<Add>,
    /// The way of what hubs tell.
    pub callback: Option<Callback>,
    /// Who has the list of those that are read.
    pub desk: Option<Arc<dyn SourceDesk>>,
    /// What keeps topics that readers write.
    pub keep_topic: Option<KeepTopic>,
    /// What tells two wordings apart.
    pub compare: Option<Compare>,
    pub read_text: Option<ReadText>,
    pub watching: Watching,
}

impl State {
    pub fn new(store: Store, settings: Settings, is_open: bool) -> Self {
        let watching = Watching::new(settings.watched);
        Self {
            access: Arc::new(Access::new(store.clone(), &settings.web, is_open, settings.sign_in)),
            catalogue: Arc::new(Catalogue::new(store.clone(), settings.zone.clone(), watching.clone())),
            store,
            tally: Arc::default(),
            trail: Arc::default(),
            fetched: Arc::default(),
            feeds: Arc::default(),
            short: Arc::default(),
            index: Arc::new(Index::new(settings.index)),
            live: Arc::default(),
            ended: watch::Sender::new(false),
            office_zone: settings.zone.clone(),
            zone: settings.zone,
            zones: settings.zones,
            is_read_only: settings.is_read_only,
            add: settings.add,
            callback: settings.callback,
            desk: settings.sources,
            keep_topic: settings.keep_topic,
            compare: settings.compare,
            read_text: settings.read_text,
            watching,
        }
    }

    /// The same in another zone: all is shared but what days decide.
    pub fn in_zone(&self, zone: Zone) -> Self {
        let catalogue = Arc::new(Catalogue::new(self.store.clone(), zone.clone(), self.watching.clone()));
        Self { catalogue, zone, ..self.clone() }
    }

    /// How an article was read and judged, by the rules as they are now; off the async threads, for all of a page and every
    /// clause of every query are looked at.
    pub async fn explain(&self, tagged: TaggedArticle) -> Result<Explained, StoreError> {
        let watched = self.watched();
        // Without a cleaner nobody reads the page, and it need not be unpacked.
        let capture = match watched.cleaner {
            Some(_) => self.store.capture(&tagged.article.capture).await?,
            None => None,
        };
        let explain = move || Explained {
            cleaning: watched.cleaner.as_ref().zip(capture).map(|(it, stored)| it.explain(&stored.capture)),
            classification: watched.classifier.as_ref().map(|it| it.explain(&tagged.article)),
            article: tagged,
        };
        // A page that breaks our reading of it has been quarantined, and is no article.
        Ok(tokio::task::spawn_blocking(explain).await.expect("a page that was read once can be read again"))
    }

    /// Asks the index.
    pub async fn search(&self, request: &Request) -> Result<Answer, Problem> {
        self.index.ask(&self.store, request).await?.ok_or(Problem::NoSearch)
    }

    pub fn watch(&self, watched: Watched) {
        self.watching.replace(watched);
    }

    pub fn watched(&self) -> Arc<Watched> {
        self.watching.now()
    }
}
