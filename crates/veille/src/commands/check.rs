//! `veille check`: the configuration, without touching the network. Tells everything that is wrong in any file at once, and
//! where each part comes from.

use anyhow::Result;
use serde_json::json;
use veille_classifier::Topic;
use veille_model::Fault;

use crate::arguments::Global;
use crate::configuration::Configuration;
use crate::exit::{Cause, failure};
use crate::shown::{Results, safe, say, unsaid};

/// Shows what was read, and what is wrong with it.
pub fn run(configuration: &Configuration, faults: &[Fault], global: &Global) -> Result<()> {
    let parts = parts(configuration);
    let mut results = Results::new();
    if global.json {
        let origins: serde_json::Map<_, _> =
            parts.iter().map(|part| (part.key.to_owned(), json!(part.origin))).collect();
        results.json(&json!({
            "configuration": configuration.files.origin(),
            "sources": configuration.sources.len(),
            "feeds": feeds(configuration),
            "sites": configuration.sites.len(),
            "outlets": configuration.outlets.len(),
            "topics": configuration.topics.len(),
            "origins": origins,
            "faults": faults,
        }))?;
    } else {
        results.line(format!("configuration  {}", configuration.files.origin()))?;
        for part in &parts {
            results.line(format!("{:<14} {}: {}", part.name, part.holds, part.origin))?;
        }
    }
    results.flush()?;
    if !global.json {
        // Errors are told in any case: they are what was asked for.
        for fault in faults.iter().filter(|fault| fault.is_error() || !global.quiet) {
            say(fault);
        }
    }
    let errors = faults.iter().filter(|fault| fault.is_error()).count();
    // Where something could not be read, that something is absent says nothing.
    if errors == 0 && !global.quiet {
        notes(configuration).for_each(|note| say(safe::prose(&format!("note: {note}"))));
    }
    match errors {
        0 => Ok(()),
        1 => Err(failure(Cause::Configuration, "one mistake in the configuration; nothing runs with it")),
        errors => Err(failure(
            Cause::Configuration,
            format!("{errors} mistakes in the configuration; nothing runs with them"),
        )),
    }
}

/// A part of the configuration: what it holds, and where it comes from.
struct Part {
    key: &'static str,
    name: &'static str,
    holds: String,
    origin: String,
}

fn parts(configuration: &Configuration) -> Vec<Part> {
    let files = &configuration.files;
    let part = |key, name, file: &str, holds| Part { key, name, holds, origin: files.origin_of(file) };
    let plural = if feeds(configuration) == 1 { "" } else { "s" };
    let sources = format!("{} with {} feed{plural}", configuration.sources.len(), feeds(configuration));
    let settings = if files.has("veille.toml") { "read over the defaults" } else { "the defaults" };
    vec![
        part("settings", "settings", "veille.toml", settings.to_owned()),
        part("sources", "sources", "sources.toml", sources),
        part("sites", "site rules", "sites.toml", configuration.sites.len().to_string()),
        part("outlets", "outlets", "outlets.toml", configuration.outlets.len().to_string()),
        part("topics", "topics", "topics/", configuration.topics.len().to_string()),
    ]
}

fn feeds(configuration: &Configuration) -> usize {
    configuration.sources.iter().map(|source| source.watched().count()).sum()
}

/// What is no mistake and may surprise.
fn notes(configuration: &Configuration) -> impl Iterator<Item = String> {
    let absent = [
        (configuration.sources.is_empty(), "no sources: `veille run` would fetch nothing; see sources.toml"),
        (configuration.topics.is_empty(), "no topics: nothing would be tagged; see topics/"),
    ]
    .into_iter()
    .filter(|(empty, _)| *empty)
    .map(|(_, note)| note.to_owned());
    let of_topic = |topic: &Topic| -> Vec<String> {
        let notes = topic.queries.values().flat_map(unsaid);
        notes.map(|note| format!("topic {}: {note}", topic.id)).collect()
    };
    absent.chain(configuration.topics.iter().flat_map(of_topic).collect::<Vec<_>>())
}
