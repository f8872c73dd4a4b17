//! The set of topics in the store, where the instances of an office share one (`topics.in_store`): taken from `config/topics`,
//! written back there, and taken over by every instance when somebody changes it.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use veille_classifier::Topics;
use veille_sink::{Deed, Paper, Papers, Store};

use crate::configuration::{Configuration, Files};

/// The one set that there is.
const KEY: &str = "current";
/// Others may write it in the same moment.
const TRIES: usize = 20;

/// The files of the topics, by their names in `topics/`.
pub type TopicFiles = BTreeMap<String, String>;

/// The set as it lies in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct TopicSet {
    at: DateTime<Utc>,
    by: String,
    files: TopicFiles,
}

/// The files of the set in the store; None where none was put there yet.
pub async fn files(store: &Store) -> Result<Option<TopicFiles>> {
    let document = store.paper(Paper::TopicSet, KEY).await?;
    let set = document.as_deref().map(serde_json::from_str::<TopicSet>).transpose();
    Ok(set.context("the set of topics in the store cannot be read")?.map(|set| set.files))
}

/// The configuration's files with the topics of the store in place of those of the folder, where there are any.
pub async fn overlaid(files: Files, store: &Store) -> Result<Files> {
    Ok(match self::files(store).await? {
        Some(topics) => files.with_topics(topics),
        None => files,
    })
}

/// Puts another set into the store, which `change` makes of the one that is there; what it says of that. All topics together can
/// be read, or none is written.
pub async fn change<T>(
    store: &Store,
    by: &str,
    mut change: impl FnMut(&mut TopicFiles) -> Result<(T, Option<Deed>)>,
) -> Result<T> {
    for _ in 0..TRIES {
        let before = store.paper(Paper::TopicSet, KEY).await?;
        let known = before.as_deref().map(serde_json::from_str::<TopicSet>).transpose();
        let known = known.context("the set of topics in the store cannot be read")?;
        let mut files = known.as_ref().map(|set| set.files.clone()).unwrap_or_default();
        let (said, deed) = change(&mut files)?;
        // A set that stays as it is leaves no line in the trail, and no instance reads it anew.
        if known.is_some_and(|known| known.files == files) {
            return Ok(said);
        }
        let named: Vec<(String, String)> =
            files.iter().map(|(name, text)| (name.clone(), text.clone())).collect();
        let topics = Topics::parse(&named)?;
        let deed = deed.unwrap_or_else(|| Deed::now(by, "topics-published", &topics.revision(), ""));
        let set = TopicSet { at: Utc::now(), by: by.to_owned(), files };
        let document = serde_json::to_string(&set).expect("texts and an instant are plain JSON");
        let papers = Papers {
            // Written only where it is still what was read: otherwise another was faster, and the change is made of theirs.
            seen: vec![(Paper::TopicSet, KEY.to_owned(), before)],
            put: vec![(Paper::TopicSet, KEY.to_owned(), document)],
            deeds: vec![deed],
            ..Papers::default()
        };
        if store.write_papers(&papers).await? {
            return Ok(said);
        }
    }
    anyhow::bail!("others write the topics of the store all the time; try again")
}

/// What a set lacks, has anew, and has otherwise than another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differing {
    pub added: Vec<String>,
    pub changed: Vec<String>,
    pub removed: Vec<String>,
}

impl Differing {
    /// What becomes of one set where another takes its place.
    pub fn between(old: &TopicFiles, new: &TopicFiles) -> Self {
        let mut differing = Self::default();
        for (name, text) in new {
            match old.get(name) {
                None => differing.added.push(name.clone()),
                Some(known) if known != text => differing.changed.push(name.clone()),
                Some(_) => {}
            }
        }
        differing.removed.extend(old.keys().filter(|name| !new.contains_key(*name)).cloned());
        differing
    }

    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// Puts the topics of the folder into a store that holds none, unless another does so first; whether there are any to put.
pub async fn begin(store: &Store, configuration: &Configuration, by: &str) -> Result<bool> {
    let own = configuration.files.own_topics();
    if own.is_empty() {
        return Ok(false);
    }
    change(store, by, |files| {
        // Two instances that are started together both find none: the second leaves the first one's.
        if files.is_empty() {
            files.clone_from(&own);
        }
        Ok(((), None))
    })
    .await?;
    Ok(true)
}

/// Puts the topics of the folder into the store, for every instance; what changes by it.
pub async fn publish(
    store: &Store,
    configuration: &Configuration,
    by: &str,
    dry_run: bool,
) -> Result<Differing> {
    let own = configuration.files.own_topics();
    ensure!(!own.is_empty(), "{} holds no topics", configuration.files.shown("topics"));
    if dry_run {
        // Publishing refuses a set that cannot be read, so its rehearsal does.
        Topics::parse(&own.clone().into_iter().collect::<Vec<_>>())?;
        return Ok(Differing::between(&files(store).await?.unwrap_or_default(), &own));
    }
    let mut differing = Differing::default();
    change(store, by, |files| {
        differing = Differing::between(files, &own);
        files.clone_from(&own);
        Ok(((), None))
    })
    .await?;
    Ok(differing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(id: &str, query: &str) -> String {
        format!("id = \"{id}\"\nlabels = {{ en = \"{id}\" }}\nquery = '{query}'\n")
    }

    #[tokio::test]
    async fn a_set_is_swapped_whole_or_not_at_all_and_told_in_the_trail() {
        let store = Store::open_in_memory().await.unwrap();
        assert_eq!(files(&store).await.unwrap(), None);
        let put = async |name: &str, text: String| {
            change(&store, "ada", |files| Ok((files.insert(name.to_owned(), text.clone()), None))).await
        };
        put("a.toml", topic("a", "hanoi")).await.unwrap();
        put("b.toml", topic("b", "nairobi")).await.unwrap();
        // A mistake, and an id that another file has.
        assert!(put("c.toml", topic("c", "(")).await.is_err());
        assert!(put("c.toml", topic("a", "x")).await.is_err());
        let names: Vec<String> = files(&store).await.unwrap().unwrap().into_keys().collect();
        assert_eq!(names, ["a.toml", "b.toml"]);
        // Nothing changes where nothing differs.
        let lines = store.last_audit().await.unwrap();
        put("b.toml", topic("b", "nairobi")).await.unwrap();
        assert_eq!((lines, store.last_audit().await.unwrap()), (2, 2));
        let overlaid = overlaid(Files::builtin(), &store).await.unwrap();
        let configuration = Configuration::parse(overlaid.again().unwrap()).unwrap();
        let ids: Vec<&str> = configuration.topics.iter().map(|topic| topic.id.as_str()).collect();
        assert_eq!(ids, ["a", "b"]);
    }

    #[tokio::test]
    async fn two_who_write_at_once_lose_nothing() {
        let store = Store::open_in_memory().await.unwrap();
        let write = |number: usize| {
            let store = store.clone();
            async move {
                let name = format!("t{number}");
                change(&store, "ada", |files| {
                    files.insert(format!("{name}.toml"), topic(&name, "hanoi"));
                    Ok(((), None))
                })
                .await
            }
        };
        let (a, b, c, d) = tokio::join!(write(1), write(2), write(3), write(4));
        for done in [a, b, c, d] {
            done.unwrap();
        }
        assert_eq!(files(&store).await.unwrap().unwrap().len(), 4);
    }

    #[test]
    fn sets_have_one_name_where_they_judge_alike() {
        let of = |files: &[(&str, String)]| {
            let files: Vec<(String, String)> =
                files.iter().map(|(name, text)| ((*name).to_owned(), text.clone())).collect();
            Topics::parse(&files).unwrap().revision()
        };
        let one = of(&[("a.toml", topic("a", "hanoi"))]);
        assert_eq!(one, of(&[("other.toml", format!("# ours\n{}", topic("a", "hanoi")))]));
        assert_ne!(one, of(&[("a.toml", topic("a", "nairobi"))]));
        assert_ne!(one, of(&[("a.toml", topic("a", "hanoi")), ("b.toml", topic("b", "hanoi"))]));
    }
}
