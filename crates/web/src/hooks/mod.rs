//! Where changes are sent to (webhooks): endpoints with a filter and a queue each, as they lie in the store.
//!
//! An endpoint has its own place in the change feed, written in one transaction with its queue: nothing is lost between the
//! two, and nothing waits twice. Deliveries are signed as Standard Webhooks has it, one after the other in the feed's
//! order, and again with pauses that grow until they are taken. Who opens connections is whoever holds these: nothing here does.

mod queue;
mod records;
mod signing;

pub use queue::{Due, Outcome};
pub use records::{Delivery, Endpoint, HookError};

use chrono::{DateTime, Utc};
use serde_json::json;
use url::Url;
use veille_query::Query;
use veille_sink::{Deed, Paper, Papers, Store, StoreError};
use veille_text::Document;

use crate::access::Secret;
use crate::brief::briefs;
use crate::live::{Told, told};
use crate::selection::Selection;
use crate::text::bare;
use crate::watched::Watching;
use crate::{Watched, Zone};
use queue::Queue;
use records::Waiting;

/// Changes read from the feed at a time.
const CHANGES_AT_ONCE: u32 = 200;
/// Others may write the same endpoint in the same moment.
const TRIES: usize = 20;

/// The endpoints of a store.
#[derive(Clone, Debug)]
pub struct Hooks {
    store: Store,
    zone: Zone,
    watching: Watching,
}

impl Hooks {
    /// Those of a store; filters by day go by the zone, outlets are called as they are watched.
    pub fn new(store: Store, zone: Zone, watched: Watched) -> Self {
        Self::over(store, zone, Watching::new(watched))
    }

    /// The same of what is watched whenever they are asked.
    pub(crate) fn over(store: Store, zone: Zone, watching: Watching) -> Self {
        Self { store, zone, watching }
    }

    /// What is watched from now on, for all clones as well.
    pub fn watch(&self, watched: Watched) {
        self.watching.replace(watched);
    }

    /// All of them, by when they were made.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn list(&self) -> Result<Vec<Endpoint>, HookError> {
        let queues = self.store.papers(Paper::Deliveries).await?;
        let queue = |id: &str| {
            let found = queues.iter().find(|(known, _)| known == id);
            found.and_then(|(_, document)| Queue::read(document)).unwrap_or_default()
        };
        let papers = self.store.papers(Paper::Endpoint).await?;
        let mut endpoints: Vec<Endpoint> = papers
            .iter()
            .filter_map(|(id, document)| Some(Endpoint::read(id, document)?.with(&queue(id))))
            .collect();
        endpoints.sort_by_key(|endpoint| endpoint.created_at);
        Ok(endpoints)
    }

    /// Adds one that is sent, from now on, each change of an article that passes `filters`, written as in an address; what it
    /// is called, and the secret that its deliveries are signed with, which nobody can say again. It is greeted first.
    ///
    /// # Errors
    /// Where the address is none of the web, or the filters cannot be understood or name a topic that is not watched.
    pub async fn add(&self, address: &str, filters: &str, by: &str) -> Result<(Endpoint, String), HookError> {
        let refused = || HookError::Address(bare(address));
        let url = Url::parse(address.trim()).map_err(|_| refused())?;
        // Credentials in an address would stand in lists, logs and the trail; deliveries have their signature.
        if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() || url.password().is_some()
        {
            return Err(refused());
        }
        let filters = records::filters(filters)?;
        let topic = records::selection(&filters).topic;
        let watched = self.watching.now();
        // Nothing would ever come, and a slip of the pen would be noticed months later.
        if let Some(topic) = topic.filter(|topic| watched.topic(topic.as_str()).is_none()) {
            let known: Vec<&str> = watched.topics.iter().map(|topic| topic.id.as_str()).collect();
            return Err(HookError::NoTopic { topic: topic.to_string(), known: known.join(", ") });
        }
        // Short enough to be typed, and no secret.
        let id: String = Secret::random().as_str().chars().take(12).collect();
        let endpoint = Endpoint::new(&id, url.as_str(), filters, by);
        let key = signing::Key::random();
        // From now on: from the first change it would be sent the whole archive.
        let mut queue = Queue { position: self.store.last_change().await?, ..Queue::default() };
        queue.waiting.push_back(Waiting::greeting(&id));
        let papers = Papers {
            put: vec![
                (Paper::Endpoint, id.clone(), endpoint.written(&key.shown())),
                (Paper::Deliveries, id.clone(), queue.written()),
            ],
            deeds: vec![Deed::now(by, "webhook-added", &id, format!("{url} {}", endpoint.filters))],
            ..Papers::default()
        };
        self.store.write_papers(&papers).await?;
        Ok((endpoint.with(&queue), key.shown()))
    }

    /// Removes one, with what waits for it.
    ///
    /// # Errors
    /// Where there is none of the name.
    pub async fn remove(&self, id: &str, by: &str) -> Result<(), HookError> {
        self.known(id).await?;
        let gone = vec![(Paper::Endpoint, id.to_owned()), (Paper::Deliveries, id.to_owned())];
        let deeds = vec![Deed::now(by, "webhook-removed", id, "")];
        self.store.write_papers(&Papers { gone, deeds, ..Papers::default() }).await?;
        Ok(())
    }

    /// What was sent to one, and what waits for it: the latest first.
    ///
    /// # Errors
    /// Where there is none of the name.
    pub async fn deliveries(&self, id: &str) -> Result<Vec<Delivery>, HookError> {
        self.known(id).await?;
        let queue = self.queue(id).await?.ok_or_else(|| HookError::NotThere(id.to_owned()))?;
        Ok(queue.1.deliveries())
    }

    /// Has one delivery sent again, or all that waits sent at once where one was given up.
    ///
    /// # Errors
    /// Where there is no such endpoint or delivery.
    pub async fn again(&self, id: &str, delivery: Option<&str>, by: &str) -> Result<(), HookError> {
        self.known(id).await?;
        let deeds = vec![Deed::now(by, "webhook-sent-again", id, delivery.unwrap_or("all that waits"))];
        let found = self.change(id, deeds, |queue| queue.again(delivery)).await?;
        if found { Ok(()) } else { Err(HookError::NotThere(delivery.unwrap_or(id).to_owned())) }
    }

    /// Puts what changed since into the queues.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn fill(&self) -> Result<(), HookError> {
        for (id, document) in self.store.papers(Paper::Endpoint).await? {
            let Some(endpoint) = Endpoint::read(&id, &document) else { continue };
            self.fill_one(&endpoint).await?;
        }
        Ok(())
    }

    async fn fill_one(&self, endpoint: &Endpoint) -> Result<(), HookError> {
        let selection = records::selection(&endpoint.filters);
        let query = selection.query.as_deref().and_then(|query| Query::parse(query).ok());
        loop {
            // Removed since the endpoints were listed.
            let Some((_, queue)) = self.queue(&endpoint.id).await? else { return Ok(()) };
            // The feed keeps what there is no room for; so it does for one that is sent nothing more, until it is pruned.
            if queue.is_full() || queue.disabled_at.is_some() {
                return Ok(());
            }
            // One that was disabled did not hold up the pruning. What went meanwhile, articles forgotten among it, nobody can
            // tell it any more; that it has a gap it can hear. What is left it is told as ever.
            let gone = self.store.go_on_after(queue.position).await;
            if let Err(StoreError::ChangesGone { up_to, .. }) = gone
                && queue.gap != up_to
            {
                let gap = Waiting::gap(&endpoint.id, up_to);
                self.change(&endpoint.id, Vec::new(), |queue| {
                    let is_news = std::mem::replace(&mut queue.gap, up_to) != up_to;
                    if is_news {
                        queue.waiting.push_back(gap.clone());
                    }
                    is_news
                })
                .await?;
                continue;
            }
            let news = told(&self.store, queue.position, CHANGES_AT_ONCE).await?;
            // The position moves on also where nothing passed: the next look begins behind it.
            let Some(last) = news.last().map(|told| told.change.number) else { return Ok(()) };
            let passed = news.iter().filter(|told| self.admits(&selection, query.as_ref(), told));
            let passed: Vec<Waiting> = passed.map(|told| Waiting::of(&endpoint.id, &told.change)).collect();
            let position = queue.position;
            self.change(&endpoint.id, Vec::new(), |queue| {
                // Another instance may have come before.
                let is_next = queue.position == position;
                if is_next {
                    queue.position = last;
                    queue.waiting.extend(passed.iter().cloned());
                }
                is_next
            })
            .await?;
        }
    }

    /// The number of the last change that all endpoints have looked at; those that are sent nothing more wait for nothing. None
    /// where there are no others.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn slowest(&self) -> Result<Option<u64>, HookError> {
        let mut slowest = None;
        for (id, _) in self.store.papers(Paper::Endpoint).await? {
            let Some((_, queue)) = self.queue(&id).await? else { continue };
            // One that nobody mends would keep changes from being pruned for ever.
            if queue.disabled_at.is_none() {
                slowest = Some(slowest.map_or(queue.position, |slowest: u64| slowest.min(queue.position)));
            }
        }
        Ok(slowest)
    }

    fn admits(&self, selection: &Selection, query: Option<&Query>, told: &Told) -> bool {
        // What has gone no filter can judge, and whoever was sent it once has to hear of it.
        let Some(article) = &told.article else { return true };
        let watched = self.watching.now();
        // A query may ask for anything; without topics nothing is ever tagged. Else an endpoint hears of what some topic tags.
        let untagged_too = query.is_some() || watched.topics.is_empty();
        selection.admits(article, &self.zone, &watched, untagged_too)
            && query.is_none_or(|query| query.matches(&Document::of_tagged(article)).is_some())
    }

    /// What is to be sent now, one of each endpoint.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn due(&self, now: DateTime<Utc>) -> Result<Vec<Due>, HookError> {
        let mut due = Vec::new();
        for (id, document) in self.store.papers(Paper::Endpoint).await? {
            let Some((_, queue)) = self.queue(&id).await? else { continue };
            let first = queue.waiting.front().filter(|it| queue.disabled_at.is_none() && it.next_at <= now);
            let (Some(waiting), Some((endpoint, key))) = (first, Endpoint::with_key(&id, &document)) else {
                continue;
            };
            let body = self.body(waiting).await?;
            due.push(Due::new(endpoint, waiting.clone(), body, &key, now));
        }
        Ok(due)
    }

    /// What is told of a change: the article as it is now.
    async fn body(&self, waiting: &Waiting) -> Result<String, StoreError> {
        // As it is now and not as it was: an article that was forgotten meanwhile must not leave the house.
        let article = self.store.current(waiting.article.as_slice()).await?;
        let article = briefs(&self.store, article.iter(), &self.watching.now()).await?.pop();
        Ok(json!({
            "type": waiting.kind,
            "timestamp": waiting.at,
            "data": { "change": waiting.change, "article_id": waiting.article, "article": article },
        })
        .to_string())
    }

    /// Writes down what came of a delivery: what was taken waits no longer, what was not waits for its next turn, and an
    /// endpoint that takes nothing for five days, or says that it is gone, is sent nothing more.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn settle(&self, due: &Due, outcome: &Outcome, now: DateTime<Utc>) -> Result<(), HookError> {
        let mut is_disabled = false;
        self.change(&due.endpoint.id, Vec::new(), |queue| {
            // Again at each try: another instance may have written the queue, and the flag is that of the write that held.
            is_disabled = queue.settle(&due.waiting, outcome, now);
            true
        })
        .await?;
        if is_disabled {
            tracing::warn!(endpoint = %due.endpoint.id, "a webhook is disabled: it has taken nothing for too long");
            let deeds = vec![Deed::now("veille", "webhook-disabled", &due.endpoint.id, outcome.said())];
            self.store.write_papers(&Papers { deeds, ..Papers::default() }).await?;
        }
        Ok(())
    }

    async fn known(&self, id: &str) -> Result<(), HookError> {
        let known = self.store.paper(Paper::Endpoint, id).await?;
        known.map(drop).ok_or_else(|| HookError::NotThere(id.to_owned()))
    }

    /// A queue and how it is written; None where there is none any more, or none that can be read: it would begin at the first
    /// change of the archive.
    async fn queue(&self, id: &str) -> Result<Option<(String, Queue)>, StoreError> {
        let Some(document) = self.store.paper(Paper::Deliveries, id).await? else { return Ok(None) };
        let queue = Queue::read(&document);
        if queue.is_none() {
            tracing::warn!(endpoint = %id, "the queue of a webhook cannot be read; nothing is sent to it");
        }
        Ok(queue.map(|queue| (document, queue)))
    }

    /// Changes a queue as it is by then; what the change says.
    async fn change(
        &self,
        id: &str,
        deeds: Vec<Deed>,
        mut change: impl FnMut(&mut Queue) -> bool,
    ) -> Result<bool, HookError> {
        for _ in 0..TRIES {
            // Removed meanwhile.
            let Some((document, mut queue)) = self.queue(id).await? else { return Ok(false) };
            if !change(&mut queue) {
                return Ok(false);
            }
            let papers = Papers {
                seen: vec![(Paper::Deliveries, id.to_owned(), Some(document))],
                put: vec![(Paper::Deliveries, id.to_owned(), queue.written())],
                deeds: deeds.clone(),
                ..Papers::default()
            };
            if self.store.write_papers(&papers).await? {
                return Ok(true);
            }
        }
        Err(HookError::Busy)
    }
}
