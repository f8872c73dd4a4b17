//! Rules that change while the program runs: the whole set is swapped, or, where the new one does not parse, kept.

use std::time::Duration;

use veille_pipeline::Stop;

use super::{Classify, Clean};
use crate::configuration::{Configuration, Files};

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Looks at the configuration's files until `stop`, and swaps site rules and topics when they change. Sources and
/// settings are read at the start only.
pub fn follow_changes(files: Files, clean: Option<Clean>, classify: Option<Classify>, stop: Stop) {
    tokio::spawn(async move {
        let mut known = files;
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
            if seen == known {
                continue;
            }
            known = seen;
            swap(known.clone(), clean.as_ref(), classify.as_ref());
        }
    });
}

fn swap(files: Files, clean: Option<&Clean>, classify: Option<&Classify>) {
    let configuration = match Configuration::parse(files) {
        Ok(configuration) => configuration,
        Err(error) => {
            tracing::error!("the changed configuration is not used, the old rules stay: {error}");
            return;
        }
    };
    if let Some(Clean(cleaner)) = clean {
        cleaner.replace(super::cleaner(&configuration));
    }
    if let Some(Classify(classifier)) = classify {
        classifier.replace(super::classifier(&configuration));
    }
    tracing::info!(topics = configuration.topics.len(), "the changed rules hold from now on");
}
