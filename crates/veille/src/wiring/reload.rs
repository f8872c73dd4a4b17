//! Files that change while the program runs: a whole set is taken over, or, where the new one does not parse, none of it.

use std::time::Duration;

use anyhow::Result;
use veille_fetcher::Roster;
use veille_pipeline::Stop;
use veille_sink::Store;
use veille_web::{Hooks, Server};

use super::{Classify, Clean, shared};
use crate::configuration::{Configuration, Files};
use crate::health::Revised;

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Who takes changes over.
#[derive(Clone, Default)]
pub struct Followers {
    /// Site rules.
    pub clean: Option<Clean>,
    /// Topics and outlets.
    pub classify: Option<Classify>,
    /// Sources.
    pub sources: Option<Roster>,
    /// What pages show of topics and sources.
    pub pages: Option<Server>,
    /// What is sent to webhooks of them.
    pub webhooks: Option<Hooks>,
    /// What is said of this process.
    pub said: Option<Revised>,
}

/// Looks at the configuration's files until `stop`, and at the topics of a store that has these, and has sources, site rules and
/// topics taken over when they change. Settings are read at the start only.
pub fn follow_changes(files: Files, followers: Followers, store: Option<Store>, stop: Stop) {
    tokio::spawn(async move {
        let mut known = files;
        let mut line = None;
        while stop.run_until_cancelled(tokio::time::sleep(LOOK_EVERY)).await.is_some() {
            // An editor replaces a file in several steps; what cannot be read now is read the next time.
            let Ok(Ok(seen)) = tokio::task::spawn_blocking({
                let known = known.clone();
                move || known.again()
            })
            .await
            else {
                continue;
            };
            let seen = match &store {
                Some(store) => match with_topics(seen, store, &mut line).await {
                    Ok(seen) => seen,
                    Err(error) => {
                        tracing::warn!(
                            "the topics of the store cannot be read, and stay as they are: {error:#}"
                        );
                        continue;
                    }
                },
                None => seen,
            };
            if seen == known {
                continue;
            }
            if seen.text("veille.toml") != known.text("veille.toml") {
                tracing::warn!(
                    "veille.toml has changed; its settings are read at the start, so start again to use them"
                );
            }
            // Before it is parsed: a mistake is told once, not every two seconds until it is mended.
            known = seen;
            match Configuration::parse(known.clone()) {
                Ok(configuration) => take_over(&configuration, &followers),
                Err(error) => {
                    tracing::error!("the changed configuration is not used, the old one stays: {error}");
                }
            }
        }
    });
}

/// The files with the topics of the store, which are read where the trail has a line more than at the look before.
async fn with_topics(files: Files, store: &Store, line: &mut Option<u64>) -> Result<Files> {
    // One number, instead of all topics every two seconds: whoever writes these writes a line of the trail with them.
    let last = store.last_audit().await?;
    if *line == Some(last) {
        return Ok(files);
    }
    let files = shared::overlaid(files, store).await?;
    *line = Some(last);
    Ok(files)
}

/// Has a configuration taken over by all of them.
pub fn take_over(configuration: &Configuration, followers: &Followers) {
    if let Some(Clean { rules: cleaner, .. }) = &followers.clean {
        cleaner.replace(super::cleaner(configuration));
    }
    if let Some(Classify(classifier)) = &followers.classify {
        classifier.replace(super::classifier(configuration));
    }
    if let Some(said) = &followers.said {
        said.say(configuration.topics.revision());
    }
    if let Some(server) = &followers.pages {
        server.watch(super::pages::watched(configuration));
    }
    if let Some(webhooks) = &followers.webhooks {
        webhooks.watch(super::pages::watched(configuration));
    }
    if let Some(roster) = &followers.sources {
        // Taken over nevertheless: whoever empties the file may mean it.
        if configuration.sources.is_empty() {
            tracing::warn!(
                "{}: no sources, so nothing is fetched",
                configuration.files.shown("sources.toml")
            );
        }
        roster.replace(configuration.sources.clone());
    }
    tracing::info!(
        sources = configuration.sources.len(),
        topics = configuration.topics.len(),
        "the changed configuration holds from now on"
    );
}
