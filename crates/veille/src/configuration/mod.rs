//! What the program runs by: settings, sources, site rules, topics.
//!
//! Each crate has its own `Config`; `veille.toml` is their composition. The other files are data: who is read, how a
//! site is taken apart, what is watched.

mod files;

pub use files::Files;

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use veille_classifier::{Outlets, Topics};
use veille_cleaner::SiteRules;
use veille_fetcher::Sources;

use crate::exit::{Cause, failure};
use crate::telemetry;

/// `veille.toml`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    pub log: telemetry::Config,
    pub fetcher: veille_fetcher::Config,
    pub cleaner: veille_cleaner::Config,
    pub store: StoreSettings,
    pub pipeline: PipelineSettings,
    pub nats: veille_pipeline::bus::Config,
}

/// `[store]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StoreSettings {
    /// The SQLite file, from the folder the program is started in.
    pub path: PathBuf,
}

impl Default for StoreSettings {
    fn default() -> Self {
        Self { path: PathBuf::from("veille.db") }
    }
}

/// `[pipeline]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PipelineSettings {
    /// Threads that clean and classify; 0 for one a core.
    pub cores: usize,
    /// Inputs in one commit.
    pub batch_inputs: usize,
    /// How long a batch that is not full waits, in milliseconds.
    pub batch_wait_ms: u64,
    /// How often a stage is asked about one input before it is quarantined.
    pub tries: u32,
}

impl Default for PipelineSettings {
    fn default() -> Self {
        Self { cores: 0, batch_inputs: 500, batch_wait_ms: 200, tries: 5 }
    }
}

impl PipelineSettings {
    /// How long a batch that is not full waits.
    pub fn batch_wait(&self) -> Duration {
        Duration::from_millis(self.batch_wait_ms)
    }

    /// Threads to use on this machine.
    pub fn cores(&self) -> usize {
        match self.cores {
            0 => std::thread::available_parallelism().map_or(2, usize::from),
            cores => cores,
        }
    }
}

/// Everything, parsed.
pub struct Configuration {
    pub files: Files,
    pub settings: Settings,
    pub sources: Sources,
    pub sites: SiteRules,
    pub topics: Topics,
    pub outlets: Outlets,
}

impl Configuration {
    /// Parses every file.
    ///
    /// # Errors
    /// All that is wrong, each pointing at its file and line; [`Cause::Configuration`].
    pub fn parse(files: Files) -> anyhow::Result<Self> {
        let mut faults = Vec::new();
        let settings = keep(&mut faults, &files, "veille.toml", |text| {
            let settings = toml::from_str::<Settings>(text).map_err(|error| pointed(text, &error))?;
            settings.nats.check()?;
            Ok::<_, String>(settings)
        });
        let sources = keep(&mut faults, &files, "sources.toml", Sources::parse);
        let sites = keep(&mut faults, &files, "sites.toml", SiteRules::parse);
        let topics =
            Topics::parse(&files.below("topics")).map_err(|error| faults.push(error.to_string())).ok();
        let outlets = Outlets::parse(&files.shown("outlets.toml"), files.text("outlets.toml"));
        let outlets = outlets.map_err(|error| faults.push(error.to_string())).ok();
        match (settings, sources, sites, topics, outlets) {
            (Some(settings), Some(sources), Some(sites), Some(topics), Some(outlets)) => {
                Ok(Self { files, settings, sources, sites, topics, outlets })
            }
            _ => Err(failure(Cause::Configuration, faults.join("\n"))),
        }
    }
}

/// Parses one file; what is wrong with it is kept under the file's name.
fn keep<T, E: std::fmt::Display>(
    faults: &mut Vec<String>,
    files: &Files,
    name: &str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Option<T> {
    parse(files.text(name)).map_err(|error| faults.push(format!("{}: {error}", files.shown(name)))).ok()
}

/// `line 3, column 1: unknown field …`, with the line itself.
fn pointed(text: &str, error: &toml::de::Error) -> String {
    let at = error.span().map_or(0, |span| span.start).min(text.len());
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let (line, column) = (before.matches('\n').count() + 1, before[start..].chars().count() + 1);
    let shown = text[start..].lines().next().unwrap_or_default();
    format!("line {line}, column {column}: {}\n  {shown}", error.message())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_in_parses() {
        let configuration = Configuration::parse(Files::builtin()).unwrap();
        assert!(!configuration.topics.is_empty());
        assert!(!configuration.sources.is_empty());
    }

    #[test]
    fn veille_toml_holds_every_key_at_its_default() {
        let written: toml::Table = Files::builtin().text("veille.toml").parse().unwrap();
        let defaults = toml::Table::try_from(Settings::default()).unwrap();
        assert_eq!(written, defaults);
    }

    #[test]
    fn an_unknown_key_is_shown_with_its_line() {
        let text = "[store]\npath = \"a.db\"\nfolder = 1\n";
        let shown = pointed(text, &toml::from_str::<Settings>(text).unwrap_err());
        assert!(shown.starts_with("line 3, column 1: unknown field `folder`"), "{shown}");
    }
}
