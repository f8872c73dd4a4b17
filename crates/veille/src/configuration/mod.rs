//! What the program runs by: settings, sources, site rules, topics.
//!
//! Each crate has its own `Config`; `veille.toml` is their composition. The other files are data: who is read, how a
//! site is taken apart, what is watched.

mod alone;
mod beside;
mod encoding;
mod files;
pub mod logs;
pub mod metrics;
mod office;
mod settings;
pub mod traces;

pub use beside::{beside, index_path};
pub use encoding::text;
pub use files::Files;
pub use office::{Event, Office};

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use veille_classifier::{Outlets, Topics};
use veille_cleaner::SiteRules;
use veille_fetcher::Sources;
use veille_model::{Fault, Severity};

use crate::exit::{Cause, failure};

/// `veille.toml`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    pub office: Office,
    pub log: logs::Config,
    pub metrics: metrics::Config,
    pub telemetry: traces::Config,
    pub fetcher: veille_fetcher::Config,
    pub cleaner: veille_cleaner::Config,
    pub store: veille_sink::Config,
    pub archive: ArchiveSettings,
    pub search: veille_search::Config,
    pub stories: StoriesSettings,
    pub topics: TopicsSettings,
    pub pipeline: PipelineSettings,
    pub nats: veille_pipeline::bus::Config,
    pub web: veille_web::Config,
}

/// `[archive]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ArchiveSettings {
    /// Where all that is fetched is kept as WARC; nowhere where it is empty.
    pub folder: PathBuf,
}

/// `[stories]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StoriesSettings {
    /// Whether what writes to a store joins its stories as well.
    pub keep: bool,
    /// Articles that are held in memory to be compared with.
    pub articles_max: usize,
}

impl Default for StoriesSettings {
    fn default() -> Self {
        Self { keep: true, articles_max: 100_000 }
    }
}

/// `[topics]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TopicsSettings {
    /// Whether the set that counts lies in the store, for all who share it, and not in the folder.
    pub in_store: bool,
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
            // It heeds a container's limit of processors; where nothing can be told, two.
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
    /// What is hardly meant as it is written.
    pub warnings: Vec<Fault>,
}

impl Configuration {
    /// Parses every file.
    ///
    /// # Errors
    /// All that is wrong, each pointing at its file and line; [`Cause::Configuration`].
    pub fn parse(files: Files) -> anyhow::Result<Self> {
        let (configuration, faults) = Self::read(files);
        match refusal(&faults) {
            Some(refusal) => Err(failure(Cause::Configuration, refusal)),
            None => Ok(Self { warnings: faults, ..configuration }),
        }
    }

    /// Reads every file to its end: what can be used of them, and everything that is wrong with any.
    pub fn read(files: Files) -> (Self, Vec<Fault>) {
        let file = |name: &str| (files.shown(name), files.text(name));
        // Each file to its end, so that all that is wrong is told at once.
        let mut faults = files.faults().to_vec();
        let (name, text) = file("veille.toml");
        let (settings, found) = Settings::read(&name, text);
        faults.extend(found);
        let (name, text) = file("sources.toml");
        let (sources, found) = Sources::read(&name, text, &settings.fetcher);
        faults.extend(found);
        faults.extend(wrong_selectors(&name, text, &sources));
        let (name, text) = file("sites.toml");
        let (sites, found) = SiteRules::read(&name, text);
        faults.extend(found);
        let (name, text) = file("outlets.toml");
        let (outlets, found) = Outlets::read(&name, text);
        faults.extend(found);
        let (topics, found) = Topics::read(&files.below("topics"));
        faults.extend(found);
        (Self { files, settings, sources, sites, topics, outlets, warnings: Vec::new() }, faults)
    }
}

/// Selectors of section pages that are none: the fetcher, which reads the list, reads no pages.
fn wrong_selectors(name: &str, text: &str, sources: &Sources) -> Vec<Fault> {
    let selectors =
        sources.iter().flat_map(|source| &source.sections).filter_map(|section| section.selector.as_deref());
    let wrong = |selector: &str| {
        let message = veille_cleaner::Links::parse(None, Some(selector)).err()?;
        // A selector that stands there twice is pointed at where it stands first.
        let at = text.find(selector).unwrap_or_default();
        Some(Fault::at(Severity::Error, name, text, at, message))
    };
    selectors.filter_map(wrong).collect()
}

/// All errors of a configuration as one message; None where it can be used.
fn refusal(faults: &[Fault]) -> Option<String> {
    let errors: Vec<String> = faults.iter().filter(|fault| fault.is_error()).map(Fault::to_string).collect();
    match errors.as_slice() {
        [] => None,
        [error] => Some(error.clone()),
        errors => Some(format!("{} mistakes in the configuration\n{}", errors.len(), errors.join("\n"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_in_parses() {
        let configuration = Configuration::parse(Files::builtin()).unwrap();
        assert!(!configuration.topics.is_empty());
        assert!(!configuration.sources.is_empty());
        let warnings: Vec<_> = configuration.warnings.iter().map(Fault::to_string).collect();
        assert_eq!(warnings.len(), 1, "nothing but the contact, which is to be filled in: {warnings:#?}");
        assert!(warnings[0].contains("contact"), "{warnings:?}");
    }

    #[test]
    fn veille_toml_holds_every_key_at_its_default() {
        let written: toml::Table = Files::builtin().text("veille.toml").parse().unwrap();
        let defaults = toml::Table::try_from(Settings::default()).unwrap();
        assert_eq!(written, defaults);
    }
}
