//! How the crates meet: each knows only the model, and here they are joined.

mod adding;
mod answers;
mod archiving;
mod aside;
pub mod bands;
mod beats;
mod callback;
mod changes;
mod compared;
mod deliveries;
mod desk;
mod documents;
pub mod finding;
mod frontier;
mod inputs;
pub mod listing;
mod pages;
mod reload;
pub mod reported;
mod retention;
mod rows;
mod searching;
mod sending;
pub mod shared;
mod spoken;
mod stages;
mod telling;

pub use archiving::{Archive, Archiving};
pub use beats::{Share, colleagues};
pub use changes::StoreFeed;
pub use compared::{Compared, Lines, is_store};
pub use deliveries::{Requests, inputs_of_deliveries};
pub use documents::{Content, Document, documents, text_of};
pub use frontier::{BUCKET, BucketFrontier, StoreFrontier};
pub use inputs::{Reading, expand, opened_as_feed};
pub use pages::Pages;
pub use reload::{Followers, follow_changes, take_over};
pub use retention::{Pruned, Retention, prune};
pub use rows::StoreRows;
pub use searching::{Keeping, office_days};
pub use sending::{Sending, hooks};
pub use stages::{Classify, Clean, Swap, lister, reason};
pub use telling::{Joining, Rule, follow_stories, rules, seconds, stories_behind, tell_all};

use std::sync::Arc;

use veille_classifier::Classifier;
use veille_cleaner::Cleaner;
use veille_fetcher::Asked;
use veille_pipeline::{Metrics, filter, fused};

use crate::configuration::{Configuration, Settings};

/// The cleaning stage that a configuration describes.
pub fn clean_stage(configuration: &Configuration) -> Clean {
    Clean::new(cleaner(configuration))
}

/// The classifying stage that a configuration describes.
pub fn classify_stage(configuration: &Configuration) -> Classify {
    Classify(Arc::new(Swap::new(classifier(configuration))))
}

/// The classifier that a configuration describes.
pub fn classifier(configuration: &Configuration) -> Classifier {
    Classifier::new(configuration.topics.clone()).with_outlets(configuration.outlets.clone())
}

/// The cleaner that a configuration describes.
pub fn cleaner(configuration: &Configuration) -> Cleaner {
    Cleaner::new(configuration.settings.cleaner.clone(), configuration.sites.clone())
}

/// Counts what the fetcher asks for.
pub fn counting(metrics: Metrics, requests: Requests) -> impl Fn(&Asked) + Send + Sync + 'static {
    move |asked| {
        metrics.fetched(asked.kind, asked.status.as_str(), asked.is_slow, asked.took);
        requests.note(asked);
    }
}

/// Bounds of the fused runner.
pub fn fused_options(settings: &Settings) -> fused::Options {
    let keep_captures = settings.store.captures_days > 0;
    let settings = &settings.pipeline;
    fused::Options {
        cores: settings.cores(),
        // Zero would gather for ever, or commit nothing.
        batch_inputs: settings.batch_inputs.max(1),
        batch_wait: settings.batch_wait(),
        tries: settings.tries.max(1),
        keep_captures,
        ..fused::Options::default()
    }
}

/// Bounds of a filter.
pub fn filter_options(settings: &Settings) -> filter::Options {
    filter::Options {
        cores: settings.pipeline.cores(),
        tries: settings.pipeline.tries.max(1),
        keep_captures: settings.store.captures_days > 0,
        ..filter::Options::default()
    }
}
