//! `veille check`: the configuration, without touching the network. That it parses was seen before we came here.

use anyhow::Result;
use serde_json::json;

use super::Context;
use crate::shown::Results;

pub fn run(context: &Context) -> Result<()> {
    let configuration = &context.configuration;
    let feeds: usize = configuration.sources.iter().map(|source| source.feeds.len()).sum();
    let mut results = Results::new();
    if context.global.json {
        results.json(&json!({
            "configuration": configuration.files.origin(),
            "sources": configuration.sources.len(),
            "feeds": feeds,
            "sites": configuration.sites.len(),
            "topics": configuration.topics.len(),
        }))?;
    } else {
        results.line(format!("configuration  {}", configuration.files.origin()))?;
        results.line(format!("sources        {} with {feeds} feeds", configuration.sources.len()))?;
        results.line(format!("site rules     {}", configuration.sites.len()))?;
        results.line(format!("topics         {}", configuration.topics.len()))?;
    }
    results.flush()?;
    for (empty, what) in [
        (configuration.sources.is_empty(), "no sources: `veille run` would fetch nothing; see sources.toml"),
        (configuration.topics.is_empty(), "no topics: nothing would be tagged; see topics/"),
    ] {
        if empty {
            context.say(format!("note: {what}"));
        }
    }
    Ok(())
}
