//! Who joins stories: a follower of the store's changes that brings what `stories` asks for, and writes down what it
//! decides, with its own place in the changes, in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{DateTime, Utc};
use tokio::task::JoinHandle;
use veille_model::{ArticleId, Mark, TaggedArticle, Told};
use veille_pipeline::{FollowOptions, Follower, RowsError, Stop};
use veille_sink::{Change, ChangeKind, Store, StoreError, Telling};
use veille_stories::{Decided, Rules, Shingles, Stories, Wanted};

use super::StoreFeed;
use super::aside::Aside;
use crate::configuration::{Settings, index_path};
use crate::machine::holder;

/// Its name as a follower.
const NAME: &str = "stories";
/// Where it is in the changes.
const MARK: &str = "follow/stories";
/// What a person decided: marks that go wherever the store goes.
const RULES: &str = "stories/rule/";
/// Changes worked on at once.
const CHANGES_AT_ONCE: u32 = 2_000;
/// Articles read from the store at once.
const READ_AT_ONCE: usize = 500;
/// Texts laid aside of articles that are not held any more.
const KEPT_TOO_MANY: usize = 1_000;
const DAY_SECONDS: i64 = 86_400;

/// A change of what people decided about stories.
#[derive(Debug)]
pub enum Rule {
    /// An article begins a story of its own.
    Begin(ArticleId),
    /// Two articles tell one story; each with when it was published.
    Join((ArticleId, i64), (ArticleId, i64)),
}

impl Rule {
    /// As the store remembers it.
    pub fn mark(&self) -> Mark {
        match self {
            Self::Begin(article) => {
                Mark { key: format!("{RULES}begin/{article}"), value: Some("1".to_owned()) }
            }
            Self::Join((first, at), (second, there)) => {
                Mark { key: format!("{RULES}join/{first}/{second}"), value: Some(format!("{at} {there}")) }
            }
        }
    }

    fn of(mark: &Mark) -> Option<Self> {
        let id = |text: &str| ArticleId::from(text.to_owned());
        let rule = mark.key.strip_prefix(RULES)?;
        if let Some(article) = rule.strip_prefix("begin/") {
            return Some(Self::Begin(id(article)));
        }
        let (first, second) = rule.strip_prefix("join/")?.split_once('/')?;
        let (at, there) = mark.value.as_deref()?.split_once(' ')?;
        Some(Self::Join((id(first), at.parse().ok()?), (id(second), there.parse().ok()?)))
    }
}

/// What people decided about a store's stories.
pub async fn rules(store: &Store) -> Result<Vec<Rule>, StoreError> {
    Ok(store.marks(RULES).await?.iter().filter_map(Rule::of).collect())
}

/// Keeps the stories of a store.
pub struct Teller {
    store: Store,
    articles_max: usize,
    stories: Stories,
    /// The texts of those that are held.
    aside: Aside,
    /// By which it leaves what it thinks about: nothing of that is written yet, and it is done again.
    stop: Stop,
}

impl Teller {
    /// Nothing is read yet. Told to stop it leaves what it thinks about: somebody waits for it to end.
    pub fn new(store: Store, settings: &Settings, stop: &Stop) -> Self {
        // Beside the index, which is beside the store: where there is room for what is as large as they are.
        let mut folder = index_path(&store, settings);
        folder.pop();
        if folder.as_os_str().is_empty() {
            folder.push(".");
        }
        Self {
            store,
            articles_max: settings.stories.articles_max.max(1_000),
            stories: Stories::default(),
            aside: Aside::in_folder(&folder),
            stop: stop.clone(),
        }
    }

    fn unless_stopped(&self) -> Result<(), RowsError> {
        if self.stop.is_cancelled() { Err("told to stop".into()) } else { Ok(()) }
    }

    async fn rules(&self) -> Result<Rules, StoreError> {
        let mut all = Rules::default();
        for rule in rules(&self.store).await? {
            match rule {
                Rule::Begin(article) => all.begin(article),
                Rule::Join(first, second) => all.join(first, second),
            }
        }
        Ok(all)
    }

    /// Takes in what became of these articles.
    async fn take_in(&mut self, changes: &[Change]) -> Result<(), RowsError> {
        // What we wrote ourselves, and what says nothing of an article's words, date or origin.
        let is_passed_over = |kind: ChangeKind| {
            matches!(kind, ChangeKind::Told | ChangeKind::Withdrawn | ChangeKind::Restored)
        };
        let mut kinds: BTreeMap<ArticleId, BTreeSet<ChangeKind>> = BTreeMap::new();
        for change in changes.iter().filter(|change| !is_passed_over(change.kind)) {
            kinds.entry(change.article.clone()).or_default().insert(change.kind);
        }
        if kinds.values().any(|kinds| kinds.contains(&ChangeKind::Ruled)) {
            let ruled = kinds.iter().filter(|(_, kinds)| kinds.contains(&ChangeKind::Ruled));
            let ruled: Vec<ArticleId> = ruled.map(|(article, _)| article.clone()).collect();
            let concerned = self.store.told(&ruled).await?;
            let rules = self.rules().await?;
            self.stories.rule(rules, &concerned);
        }
        // Of a decision alone no word changed: it need not be read again.
        kinds.retain(|_, kinds| kinds.iter().any(|kind| *kind != ChangeKind::Ruled));
        let ids: Vec<ArticleId> = kinds.keys().cloned().collect();
        for ids in ids.chunks(READ_AT_ONCE) {
            self.unless_stopped()?;
            let told = self.store.told(ids).await?;
            let mut told: BTreeMap<ArticleId, Told> =
                told.into_iter().map(|told| (told.article.clone(), told)).collect();
            let mut current = self.store.current(ids).await?;
            // New once more: the work was done, and the follower was killed before it knew.
            current.retain(|article| {
                let known = told.get(&article.article.id);
                let is_same = known.is_some_and(|told| told.revision == article.article.revision);
                let only_new = kinds[&article.article.id].iter().all(|kind| *kind == ChangeKind::New);
                if is_same && only_new {
                    told.remove(&article.article.id);
                }
                !(is_same && only_new)
            });
            for told in told.into_values() {
                self.aside.forget(&told.article);
                self.stories.take_away(told);
            }
            for (telling, shingles) in self.read(current).await {
                self.stories.put(telling, shingles);
            }
        }
        Ok(())
    }

    /// Both, to be worked with off the async threads.
    fn taken(&mut self) -> (Stories, Aside) {
        (std::mem::take(&mut self.stories), std::mem::take(&mut self.aside))
    }

    async fn decide(&mut self) -> Result<Decided, RowsError> {
        loop {
            self.unless_stopped()?;
            // A long piece of thinking, off the async threads.
            let (mut stories, mut aside) = self.taken();
            let (stories, aside, settled) = tokio::task::spawn_blocking(move || {
                let settled = stories.settle_with(&mut |article| aside.take_up(article));
                (stories, aside, settled)
            })
            .await
            .expect("thinking about stories does not panic");
            (self.stories, self.aside) = (stories, aside);
            match settled {
                Ok(decided) => return Ok(decided),
                Err(wanted) => self.bring(wanted).await?,
            }
        }
    }

    /// Reads articles and lays their texts aside, off the async threads.
    async fn read(&mut self, articles: Vec<TaggedArticle>) -> Vec<(veille_stories::Telling, Shingles)> {
        let mut aside = std::mem::take(&mut self.aside);
        let read = move || {
            let read: Vec<_> = articles.iter().map(telling).collect();
            read.iter().for_each(|(telling, text)| aside.lay(&telling.article, text));
            (aside, read)
        };
        let (aside, read) =
            tokio::task::spawn_blocking(read).await.expect("reading an article does not panic");
        self.aside = aside;
        read
    }

    /// Brings what is asked for.
    async fn bring(&mut self, wanted: Wanted) -> Result<(), RowsError> {
        for day in wanted.days {
            self.unless_stopped()?;
            let instant = |day: i64| DateTime::from_timestamp(day * DAY_SECONDS, 0);
            let articles = match (instant(day), instant(day + 1)) {
                (Some(from), Some(until)) => self.store.dated_between(from, until).await?,
                // Beyond what a calendar has.
                _ => Vec::new(),
            };
            let ids: Vec<ArticleId> = articles.iter().map(|article| article.article.id.clone()).collect();
            let mut told: BTreeMap<ArticleId, Told> = BTreeMap::new();
            for ids in ids.chunks(READ_AT_ONCE) {
                told.extend(self.store.told(ids).await?.into_iter().map(|told| (told.article.clone(), told)));
            }
            // What was not compared yet comes with its own change.
            let known = articles.into_iter().filter(|article| told.contains_key(&article.article.id));
            let known = self.read(known.collect()).await.into_iter();
            let known = known.map(|(telling, _)| {
                let told = told.remove(&telling.article);
                (telling, told)
            });
            self.stories.bring(day, known.collect());
        }
        for story in wanted.stories {
            let tellers = self.store.tellers(&story).await?;
            self.stories.recall(story, tellers);
        }
        let texts: Vec<ArticleId> = wanted.texts.into_iter().collect();
        for ids in texts.chunks(READ_AT_ONCE) {
            self.unless_stopped()?;
            let mut missing: BTreeSet<ArticleId> = ids.iter().cloned().collect();
            for (article, shingles) in read_texts(self.store.current(ids).await?).await {
                missing.remove(&article);
                self.stories.read(article, shingles);
            }
            // Forgotten meanwhile: its change will come.
            for article in missing {
                self.stories.read(article, Shingles::default());
            }
        }
        Ok(())
    }
}

/// Reads their texts alone.
async fn read_texts(articles: Vec<TaggedArticle>) -> Vec<(ArticleId, Shingles)> {
    let text = |article: &TaggedArticle| (article.article.id.clone(), Shingles::of_article(article));
    let read = move || articles.iter().map(text).collect();
    tokio::task::spawn_blocking(read).await.expect("reading a text does not panic")
}

/// An article to be compared. What has no date at all stands at the beginning of time, with others that have none.
fn telling(article: &TaggedArticle) -> (veille_stories::Telling, Shingles) {
    let (mut telling, shingles) = veille_stories::Telling::of(article);
    telling.at = Some(telling.at.unwrap_or(0));
    (telling, shingles)
}

impl Follower for Teller {
    type Change = Change;

    fn name(&self) -> &str {
        NAME
    }

    async fn position(&mut self) -> Result<u64, RowsError> {
        // What was in memory may be ahead of what was written, or behind what another wrote.
        self.stories = Stories::new(self.rules().await?);
        self.aside.keep(|_| false);
        let mark = self.store.mark(MARK).await?;
        Ok(mark.and_then(|number| number.parse().ok()).unwrap_or(0))
    }

    async fn work(&mut self, changes: &[Change], up_to: u64) -> Result<(), RowsError> {
        self.take_in(changes).await?;
        let decided = self.decide().await?;
        let mut telling = Telling {
            marks: vec![Mark { key: MARK.to_owned(), value: Some(up_to.to_string()) }],
            ..Telling::default()
        };
        for (told, before) in decided.told {
            let is_other = match &before {
                Some(before) => before.story != told.story || before.originals != told.originals,
                None => told.story != told.article || !told.originals.is_empty(),
            };
            if is_other {
                telling.changes.push((ChangeKind::Told, told.article.clone(), told.revision.clone()));
            }
            // The story that it left may have lost its first article, and is named after it.
            telling.left.extend(before.map(|before| before.story));
            telling.told.push(told);
        }
        for gone in decided.gone {
            telling.left.push(gone.story);
            telling.gone.push(gone.article);
        }
        self.store.tell(&telling).await?;
        self.stories.shrink(self.articles_max);
        if self.aside.len() > self.stories.len() + KEPT_TOO_MANY {
            self.aside.keep(|article| self.stories.holds(article));
        }
        Ok(())
    }
}

/// Joins stories until told to stop.
pub async fn follow_stories(store: &Store, command: &str, settings: &Settings, stop: &Stop) -> u64 {
    let feed = StoreFeed { store: store.clone(), holder: holder(command) };
    // Beside other work, which does not wait for it, what was begun is finished.
    let mut teller = Teller::new(store.clone(), settings, &Stop::new());
    let options = FollowOptions { changes: CHANGES_AT_ONCE, ..FollowOptions::default() };
    veille_pipeline::follow(&feed, &mut teller, &options, |_| {}, stop).await
}

/// How far a store's stories are behind it.
pub async fn stories_behind(store: &Store) -> Result<u64, StoreError> {
    let mark = store.mark(MARK).await?.and_then(|number| number.parse().ok()).unwrap_or(0);
    Ok(store.last_change().await?.saturating_sub(mark))
}

/// Joins the stories of all that is stored, and ends; who does so, where somebody else does and nothing was done. `on_work`
/// sees the number of the last change that was worked on.
pub async fn tell_all(
    store: &Store,
    command: &str,
    settings: &Settings,
    mut on_work: impl FnMut(u64) + Send,
    stop: &Stop,
) -> Result<Option<String>> {
    let _place = match store.lock(&format!("follow-{NAME}"), &holder(command)).await {
        Ok(place) => place,
        Err(StoreError::Held { holder, .. }) => return Ok(Some(holder)),
        Err(error) => return Err(error.into()),
    };
    let mut teller = Teller::new(store.clone(), settings, stop);
    let failed = |error: RowsError| anyhow::anyhow!("{error}");
    let mut position = teller.position().await.map_err(failed)?;
    while !stop.is_cancelled() {
        let changes = store.changes(position, CHANGES_AT_ONCE).await?;
        let Some(last) = changes.last() else { break };
        let up_to = last.number;
        match teller.work(&changes, up_to).await {
            Err(_) if stop.is_cancelled() => break,
            worked => worked.map_err(failed)?,
        }
        position = up_to;
        on_work(position);
    }
    Ok(None)
}

/// Stories that are joined beside other work, until that ends.
pub struct Joining {
    stop: Stop,
    task: Option<JoinHandle<u64>>,
}

impl Joining {
    /// Begins to join the stories of a store, where the configuration wants that.
    pub fn begin(store: &Store, command: &'static str, settings: &Settings) -> Self {
        let stop = Stop::new();
        let task = settings.stories.keep.then(|| {
            let (store, settings, stop) = (store.clone(), settings.clone(), stop.clone());
            tokio::spawn(async move { follow_stories(&store, command, &settings, &stop).await })
        });
        Self { stop, task }
    }

    /// Ends it once what is in hand is safe.
    pub async fn end(self) {
        self.stop.cancel();
        if let Some(task) = self.task
            && let Err(error) = task.await
        {
            tracing::error!(%error, "joining stories failed");
        }
    }
}

/// When an article was published, in seconds, as stories have it.
pub fn seconds(at: Option<DateTime<Utc>>) -> i64 {
    at.map_or(0, |at| at.timestamp())
}
