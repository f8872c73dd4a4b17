//! What readers hand in, on the way that everything goes: fetched with the same manners, cleaned, judged and stored, with what
//! each stage decided in the ledger.

use std::sync::Arc;

use anyhow::Result;
use chrono::Utc;
use futures_util::stream;
use tokio::sync::{Mutex, Semaphore};
use veille_archive::unpacked;
use veille_classifier::Classifier;
use veille_cleaner::Cleaner;
use veille_fetcher::{Credentials, Fetcher, InMemory};
use veille_model::{Batch, Capture, Outcome, OutcomeKind, Reason, SourceId, StageName};
use veille_pipeline::{Input, Stop, fused};
use veille_sink::Store;
use veille_web::{Add, Given};

use super::stages::{Classify, Clean, Swap};
use super::{Archive, StoreRows, fused_options};
use crate::configuration::{Configuration, Settings};

/// So many at a time: each may take a page's memory and a core.
const AT_ONCE: usize = 2;

struct Way {
    store: Store,
    settings: Settings,
    fetcher: Fetcher<InMemory>,
    turns: Semaphore,
    archive: Option<Mutex<Archive>>,
}

/// The way into a store.
pub fn adding(store: &Store, configuration: &Configuration) -> Result<Add> {
    let settings = configuration.settings.clone();
    let fetcher = Fetcher::new(settings.fetcher.clone(), configuration.sources.clone(), InMemory::default())?;
    let archive = Archive::of(&settings)?.map(Mutex::new);
    let way =
        Arc::new(Way { store: store.clone(), settings, fetcher, turns: Semaphore::new(AT_ONCE), archive });
    Ok(Add::new(move |given, cleaner, classifier| {
        let way = Arc::clone(&way);
        Box::pin(
            async move { way.go(given, cleaner, classifier).await.map_err(|error| format!("{error:#}")) },
        )
    }))
}

/// A document as the page within; off the async threads, for a long one takes seconds.
async fn read(capture: Capture) -> Result<Result<Capture, Reason>> {
    let read = tokio::task::spawn_blocking(move || unpacked(capture)).await?;
    Ok(read.map_err(|why| Reason::new("unreadable", why)))
}

impl Way {
    async fn go(&self, given: Given, cleaner: Cleaner, classifier: Classifier) -> Result<Vec<Outcome>> {
        // Held until it is stored: a hundred forms at once would hold a hundred pages.
        let _turn = self.turns.acquire().await?;
        let (stage, address, name) = match &given {
            // Name and password are the fetcher's to send, and the ledger keeps what it is told.
            Given::Address(address) => {
                let bare = Credentials::of(address).1;
                (StageName::Fetch, Some(bare.clone()), bare)
            }
            Given::Capture(capture) => (StageName::Capture, capture.url.clone(), capture.id.to_string()),
        };
        let input = address.clone().unwrap_or(name);
        let got = match given {
            Given::Capture(capture) => read(*capture).await?,
            Given::Address(address) => {
                let got = self.fetcher.page(&address).await;
                if let (Ok(capture), Some(archive)) = (&got, &self.archive) {
                    // In the archive before anybody else has it, as everything that is fetched.
                    archive.lock().await.keep([capture])?;
                }
                got
            }
        };
        let mut outcome = Outcome {
            stage,
            outcome: OutcomeKind::Forwarded,
            input,
            source: SourceId::unknown(),
            url: None,
            at: Some(Utc::now()),
            reason: None,
            outputs: Vec::new(),
        };
        let capture = match got {
            Ok(capture) => capture,
            Err(reason) => {
                outcome.url = address;
                outcome.source = outcome.url.as_deref().map_or_else(SourceId::unknown, SourceId::of_url);
                (outcome.outcome, outcome.reason) = (OutcomeKind::Discarded, Some(reason));
                let outcomes = vec![outcome];
                // What came to nothing is told in the ledger as well, or nobody could ask why.
                self.store.commit(&Batch { outcomes: outcomes.clone(), ..Batch::default() }).await?;
                return Ok(outcomes);
            }
        };
        (outcome.source, outcome.url) = (capture.source.clone(), capture.url.clone());
        outcome.outputs = vec![capture.id.to_string()];
        self.store_one(capture, outcome, cleaner, classifier).await
    }

    async fn store_one(
        &self,
        capture: Capture,
        outcome: Outcome,
        cleaner: Cleaner,
        classifier: Classifier,
    ) -> Result<Vec<Outcome>> {
        let mut outcomes = Vec::new();
        let input = Input { capture: Some(capture), outcomes: vec![outcome], ..Input::default() };
        // By the runner that a replay has, and not by a way of its own: what comes of it is the same.
        fused::run(
            stream::iter([input]),
            Arc::new(Clean::new(cleaner)),
            Arc::new(Classify(Arc::new(Swap::new(classifier)))),
            &mut StoreRows::new(&self.store, &self.settings.store),
            &fused_options(&self.settings),
            |batch, _| outcomes.extend(batch.outcomes.iter().cloned()),
            &Stop::new(),
        )
        .await?;
        Ok(outcomes)
    }
}
