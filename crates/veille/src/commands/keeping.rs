//! Topics that readers write on the pages: into their files as people write them, taken over at once, and everything stored
//! judged by them as `veille retag` does.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use tokio::sync::{Mutex, watch};
use veille_classifier::{Topic, Topics};
use veille_pipeline::Stop;
use veille_sink::{Deed, Store};
use veille_web::{KeepTopic, TopicDraft, TopicKept};

use super::retag::{Retagging, rules};
use super::review::{self, Position, Review};
use super::save::{Written, written};
use crate::configuration::{Configuration, Files};
use crate::whole;
use crate::wiring::shared::{self, TopicFiles};
use crate::wiring::{Followers, take_over};

/// What was judged by the old topics when they changed is stored by then, and judged once more.
const LATE: Duration = Duration::from_secs(5);

/// Who keeps topics that are written on the pages.
pub struct Keeper {
    way: KeepTopic,
    followers: Arc<OnceLock<Followers>>,
}

impl Keeper {
    /// Over a store and the folder of a configuration.
    pub fn new(store: &Store, configuration: &Configuration, stop: &Stop) -> Self {
        let (progress, judged) = watch::channel(None);
        let followers = Arc::<OnceLock<Followers>>::default();
        let desk = Arc::new(TopicDesk {
            store: store.clone(),
            files: configuration.files.clone(),
            in_store: configuration.settings.topics.in_store,
            // Whoever reads pages, or fetches, has one of them.
            cores: (configuration.settings.pipeline.cores() / 2).max(1),
            followers: Arc::clone(&followers),
            progress,
            asked: AtomicU64::new(0),
            writing: Mutex::default(),
            judging: Mutex::default(),
            stop: stop.clone(),
        });
        let keep = move |draft| -> std::pin::Pin<Box<dyn Future<Output = _> + Send>> {
            let desk = Arc::clone(&desk);
            Box::pin(async move { desk.keep(draft).await.map_err(|error| format!("{error:#}")) })
        };
        Self { way: KeepTopic::new(keep, judged), followers }
    }

    /// For the pages.
    pub fn way(&self) -> KeepTopic {
        self.way.clone()
    }

    /// Who takes over what is kept from now on.
    pub fn tell(&self, followers: &Followers) {
        drop(self.followers.set(followers.clone()));
    }
}

/// What writes topics and has the archive judged by them.
struct TopicDesk {
    store: Store,
    files: Files,
    /// Whether the topics that count lie in the store.
    in_store: bool,
    cores: usize,
    followers: Arc<OnceLock<Followers>>,
    progress: watch::Sender<Option<(u64, u64)>>,
    /// How often judging was asked for: the last one says when all is done.
    asked: AtomicU64,
    writing: Mutex<()>,
    judging: Mutex<()>,
    stop: Stop,
}

impl TopicDesk {
    async fn keep(self: Arc<Self>, draft: TopicDraft) -> Result<TopicKept> {
        // Held until the number below is taken: whoever writes last also has the last number, by whose topics all is judged.
        let _turn = self.writing.lock().await;
        let files = self.files.clone();
        let kept = match self.in_store {
            // Who it was stands in the trail beside it, with the wordings of the topic.
            true => shared::change(&self.store, "pages", |files| put(files, &draft)).await?,
            false => tokio::task::spawn_blocking(move || write(&files, &draft)).await??,
        };
        // Saved as it was: nothing has to be judged anew.
        if kept.before.as_ref() == Some(&kept.after) {
            return Ok(kept);
        }
        // From the disk again: another process may have changed other topics meanwhile.
        let files = self.files.again()?;
        let files = if self.in_store { shared::overlaid(files, &self.store).await? } else { files };
        let configuration = Configuration::parse(files)?;
        if let Some(followers) = self.followers.get() {
            take_over(&configuration, followers);
        }
        let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        self.progress.send_replace(Some((0, self.store.count_after(0).await?)));
        tokio::spawn(Arc::clone(&self).judge(configuration, number));
        Ok(kept)
    }

    /// Judges everything stored; one at a time, and none that a later one takes the place of.
    async fn judge(self: Arc<Self>, configuration: Configuration, number: u64) {
        let _turn = self.judging.lock().await;
        if self.asked.load(Ordering::SeqCst) != number {
            return;
        }
        let done = self.judge_all(&configuration, number).await;
        if let Err(error) = done {
            tracing::error!(
                "the archive could not be judged by the changed topics; `veille retag` does: {error:#}"
            );
        }
        // Also where it failed: nothing goes on any more.
        self.told(number, None);
    }

    async fn judge_all(&self, configuration: &Configuration, number: u64) -> Result<()> {
        let review = Arc::new(Retagging::of(configuration));
        let all = review.all(&self.store, 0, 0).await?;
        let position = Position::anew(&rules(configuration));
        let go = async |position, on_piece: &(dyn Fn(u64) + Sync)| {
            let (store, stop) = (&self.store, &self.stop);
            review::go(&review, store, true, self.cores, position, stop, |done, _| on_piece(done)).await
        };
        let (position, finished) = go(position, &|done| self.told(number, Some((done, all)))).await?;
        self.told(number, None);
        if finished && self.stop.run_until_cancelled(tokio::time::sleep(LATE)).await.is_some() {
            go(position, &|_| {}).await?;
        }
        Ok(())
    }

    /// Unless another one is asked for by now.
    fn told(&self, number: u64, progress: Option<(u64, u64)>) {
        if self.asked.load(Ordering::SeqCst) == number {
            self.progress.send_replace(progress);
        }
    }
}

/// Writes a topic into its file, once it is known that all topics can be read with it.
fn write(files: &Files, draft: &TopicDraft) -> Result<TopicKept> {
    // Before they are read: another process may keep the same topic.
    let _alone = files.alone()?;
    let files = files.again()?;
    let Some(folder) = files.folder() else {
        bail!(
            "the topics are built into the program; copy the project's config/ to ./config, or name a folder with --config, \
             and topics are written there"
        );
    };
    let id = id(draft).to_owned();
    let known = known(files.below("topics"), &id);
    let text = text(draft, known.as_ref().map(|(_, _, topic)| topic))?;
    let (path, before) = match known {
        Some((file, text, _)) => (PathBuf::from(file), Some(text)),
        None => (folder.join("topics").join(format!("{id}.toml")), None),
    };
    // A file of this name may hold a topic of another id.
    ensure!(before.is_some() || !path.exists(), "{} is there already; choose another name", path.display());
    let shown = path.display().to_string();
    let mut all: Vec<_> = files.below("topics").into_iter().filter(|(file, _)| *file != shown).collect();
    all.push((shown, text.clone()));
    let topics = Topics::parse(&all)?;
    ensure!(topics.get(&id).is_some(), "the file is of another topic than {id}");
    if before.as_ref() != Some(&text) {
        let folder = path.parent().unwrap_or(Path::new("."));
        let written = fs::create_dir_all(folder).and_then(|()| whole::write(&path, &text));
        written.with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(TopicKept { before, after: text })
}

/// Puts a topic among those of the store.
fn put(files: &mut TopicFiles, draft: &TopicDraft) -> Result<(TopicKept, Option<Deed>)> {
    let id = id(draft).to_owned();
    let known = known(files.clone(), &id);
    let text = text(draft, known.as_ref().map(|(_, _, topic)| topic))?;
    let (name, before) = match known {
        Some((name, text, _)) => (name, Some(text)),
        None => (format!("{id}.toml"), None),
    };
    ensure!(before.is_some() || !files.contains_key(&name), "{name} is there already; choose another name");
    // This one alone; `shared::change` reads all of them together before it writes any.
    let topics = Topics::parse(&[(name.clone(), text.clone())])?;
    ensure!(topics.get(&id).is_some(), "the file is of another topic than {id}");
    files.insert(name, text.clone());
    let deed = Deed::now("pages", "topic-set-changed", &id, "");
    Ok((TopicKept { before, after: text }, Some(deed)))
}

/// The file that a topic stands in: its name, its text, and the topic.
fn known(files: impl IntoIterator<Item = (String, String)>, id: &str) -> Option<(String, String, Topic)> {
    files.into_iter().find_map(|(file, text)| {
        let topics = Topics::parse(&[(file.clone(), text.clone())]).ok()?;
        let topic = topics.get(id)?.clone();
        Some((file, text, topic))
    })
}

fn id(draft: &TopicDraft) -> &str {
    match draft {
        TopicDraft::Query { id, .. } | TopicDraft::Text { id, .. } => id,
    }
}

/// The file as it will be.
fn text(draft: &TopicDraft, known: Option<&Topic>) -> Result<String> {
    let (id, language, query, also, label) = match draft {
        TopicDraft::Text { text, .. } => return Ok(text.clone()),
        TopicDraft::Query { id, language, query, also, label } => (id, language, query, also, label),
    };
    let mut labels = known.map(|topic| topic.labels.clone()).unwrap_or_default();
    labels.extend(label.clone());
    let queries = known.map(|topic| &topic.queries).into_iter().flatten();
    let mut queries: std::collections::BTreeMap<String, String> =
        queries.map(|(language, query)| (language.clone(), query.source().to_owned())).collect();
    queries.insert(language.clone(), query.clone());
    queries.extend(also.iter().cloned());
    // A file has one query for all languages or some by language: beside the one the others would be gone without a word.
    if queries.contains_key("") && queries.len() > 1 {
        let tags: Vec<&str> = queries.keys().map(String::as_str).filter(|tag| !tag.is_empty()).collect();
        let tags = tags.join(", ");
        match language.is_empty() {
            true => bail!("{id} has queries by language ({tags}); say with `language` whose this one is"),
            false => {
                bail!("{id} has one query for all languages; leave `language` ({tags}) out to change it")
            }
        }
    }
    Ok(written(&Written {
        id,
        labels: Some(&labels),
        queries: Some(&queries),
        media_topics: known.map_or(&[], |topic| &topic.media_topics),
        author: known.and_then(|topic| topic.author.as_deref()),
        note: known.and_then(|topic| topic.note.as_deref()),
    }))
}
