//! A search that is saved is a topic: its file among the topics, in the folder or in the store, and all that is stored judged by it.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail, ensure};
use veille_classifier::Topics;
use veille_model::TopicId;
use veille_sink::Deed;

use super::{Context, access, retag};
use crate::arguments::{Database, Retag};
use crate::configuration::{Configuration, Files};
use crate::exit::{Cause, failure};
use crate::wiring::shared;

/// Longer ones are no names of files everywhere.
const ID_BYTES_MAX: usize = 100;

/// Whether a search can be saved under this id.
///
/// # Errors
/// Where the id is none, where it is taken, and where there is no folder to write to.
pub fn check(id: &str, context: &Context) -> Result<()> {
    if id.len() > ID_BYTES_MAX {
        return Err(failure(
            Cause::Usage,
            format!("--save: a topic's id has at most {ID_BYTES_MAX} letters"),
        ));
    }
    let proper = TopicId::new(id);
    if proper.as_str() != id {
        return Err(failure(
            Cause::Usage,
            format!("--save {id}: a topic's id is made of a-z, 0-9, - and _; try {proper}"),
        ));
    }
    if context.configuration.topics.get(id).is_some() {
        let told = format!("--save {id}: there is a topic of this name already; choose another");
        return Err(failure(Cause::Usage, told));
    }
    // Whether a file of this name is in the store is told when it is put there, in the same write.
    if context.configuration.settings.topics.in_store {
        return Ok(());
    }
    let file = file(id, context)?;
    if file.exists() {
        let told = format!("--save {id}: {} is there already; choose another name", file.display());
        return Err(failure(Cause::Usage, told));
    }
    Ok(())
}

/// Writes the topic's file, and judges what is stored by all topics as they are then.
pub async fn run(id: &str, query: &str, database: &Database, context: Context) -> Result<()> {
    let text = topic(id, query);
    // Before it is written: with a topic that cannot be read no command would start any more.
    let (_, faults) = Topics::read(&[(format!("{id}.toml"), text.clone())]);
    if let Some(fault) = faults.iter().find(|fault| fault.is_error()) {
        bail!("{fault}");
    }
    let files = match context.configuration.settings.topics.in_store {
        true => put(id, &text, database, &context).await?,
        false => write(id, &text, &context)?,
    };
    let configuration = Configuration::parse(files)?;
    let context = Context { global: context.global, configuration };
    let database = Database { path: database.path.clone() };
    retag::run(&Retag { database }, &context).await
}

/// Writes it into the folder; the files as they are then.
fn write(id: &str, text: &str, context: &Context) -> Result<Files> {
    let file = file(id, context)?;
    // A folder with settings alone has no `topics` yet.
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    let _alone = context.configuration.files.alone()?;
    // Never over what somebody has written meanwhile.
    let mut to = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&file)
        .with_context(|| format!("writing {}", file.display()))?;
    if let Err(error) = to.write_all(text.as_bytes()) {
        // A full disk leaves it empty, and no command reads a folder of topics with an empty one among them.
        let _ = std::fs::remove_file(&file);
        return Err(error).with_context(|| format!("writing {}", file.display()));
    }
    context.say(format!("saved as {}", file.display()));
    context.configuration.files.again()
}

/// Puts it among the topics of the store; the files as they are then.
async fn put(id: &str, text: &str, database: &Database, context: &Context) -> Result<Files> {
    let store = context.open_store(database).await?;
    let (by, name) = (access::by(), format!("{id}.toml"));
    shared::change(&store, &by, |files| {
        ensure!(!files.contains_key(&name), "{name} is there already; choose another name");
        files.insert(name.clone(), text.to_owned());
        Ok(((), Some(Deed::now(&by, "topic-set-changed", id, ""))))
    })
    .await?;
    context.say(format!("saved as {name} among the topics in {}", store.location()));
    let files = shared::overlaid(context.configuration.files.again()?, &store).await?;
    store.close().await;
    Ok(files)
}

fn file(id: &str, context: &Context) -> Result<PathBuf> {
    let folder = context.configuration.files.folder().ok_or_else(|| {
        let told = "--save: the topics are built into the program; copy the project's config/ to ./config, or name a folder \
                    with --config, and the topic is written there";
        failure(Cause::Usage, told)
    })?;
    Ok(folder.join("topics").join(format!("{id}.toml")))
}

/// The file of a topic with one query.
fn topic(id: &str, query: &str) -> String {
    written(&Written { id, queries: Some(&[(String::new(), query.to_owned())].into()), ..Written::default() })
}

/// What stands in a topic's file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Written<'t> {
    pub id: &'t str,
    pub labels: Option<&'t BTreeMap<String, String>>,
    /// By language; under `""` where there is one for all.
    pub queries: Option<&'t BTreeMap<String, String>>,
    pub media_topics: &'t [String],
    pub author: Option<&'t str>,
    pub note: Option<&'t str>,
}

/// A topic's file.
pub fn written(topic: &Written<'_>) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let mut text = format!("id = {}\n", quoted(topic.id));
    if !topic.media_topics.is_empty() {
        let codes: Vec<String> = topic.media_topics.iter().map(|code| quoted(code)).collect();
        text.push_str(&format!("media_topics = [{}]\n", codes.join(", ")));
    }
    for (key, value) in [("author", topic.author), ("note", topic.note)] {
        if let Some(value) = value {
            text.push_str(&format!("{key} = {}\n", quoted(value)));
        }
    }
    let none = BTreeMap::new();
    let (queries, labels) = (topic.queries.unwrap_or(&none), topic.labels.unwrap_or(&none));
    // Above the tables, where it is a key of the topic.
    if let Some(query) = queries.get("") {
        text.push_str(&format!("query = {}\n", as_typed(query)));
    }
    if !labels.is_empty() {
        text.push_str("\n[labels]\n");
        for (language, label) in labels {
            text.push_str(&format!("{language} = {}\n", quoted(label)));
        }
    }
    // `query` and `[query]` are one key, and TOML takes a key once.
    if !queries.is_empty() && !queries.contains_key("") {
        text.push_str("\n[query]\n");
        for (language, query) in queries {
            text.push_str(&format!("{language} = {}\n", as_typed(query)));
        }
    }
    text
}

/// A query as it was typed, where TOML takes it so: queries have quotation marks and backslashes of their own.
fn as_typed(query: &str) -> String {
    // What is read back ends with the line break before `'''`: it would grow by one whenever the file is written.
    let query = query.trim_matches('\n');
    match query.contains("'''") || query.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        false => format!("'''\n{query}\n'''"),
        true => toml::Value::from(query).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_read_as_it_was_written() {
        let queries = [("fr", "\"convention de hanoï\"\nOR a // note"), ("zh-Hans", "河内公约")];
        let labels = [("en", "Hanoi \"Convention\""), ("ar", "اتفاقية هانوي")];
        let owned = |pairs: [(&str, &str); 2]| pairs.map(|(a, b)| (a.to_owned(), b.to_owned())).into();
        let (queries, labels): (BTreeMap<_, _>, BTreeMap<_, _>) = (owned(queries), owned(labels));
        let codes = ["medtop:20000641".to_owned()];
        let text = written(&Written {
            id: "hanoi",
            labels: Some(&labels),
            queries: Some(&queries),
            media_topics: &codes,
            author: Some("The \\ office"),
            note: Some("Two\nlines.\n"),
        });
        let (topics, faults) = Topics::read(&[("x.toml".to_owned(), text.clone())]);
        assert!(faults.is_empty(), "{faults:?}\n{text}");
        let topic = topics.get("hanoi").unwrap();
        assert_eq!((&topic.labels, &topic.media_topics[..]), (&labels, &codes[..]));
        assert_eq!(topic.note.as_deref(), Some("Two\nlines."));
        assert_eq!(topic.author.as_deref(), Some("The \\ office"));
        let read: BTreeMap<String, String> = topic
            .queries
            .iter()
            .map(|(tag, query)| (tag.clone(), query.source().trim().to_owned()))
            .collect();
        assert_eq!(read, queries);
    }

    #[test]
    fn a_saved_query_is_read_as_it_was_typed() {
        for query in [
            "hanoi",
            "\"convention de hanoï\" AND NOT foot\\ball",
            "a\nOR b // note",
            "a OR \"b'''c\"",
            "'a'",
        ] {
            let (topics, faults) = Topics::read(&[("x.toml".to_owned(), topic("x", query))]);
            assert!(faults.is_empty(), "{faults:?}");
            let read = topics.get("x").unwrap().queries.values().next().unwrap().canonical();
            assert_eq!(read, veille_query::Query::parse(query).unwrap().canonical());
        }
    }
}
