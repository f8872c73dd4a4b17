//! What differs: between two texts, between two articles, between two stores.

mod articles;
mod totals;
pub mod words;

pub use articles::{Difference, TopicChange, topic_changes};
pub use totals::{ByTopic, Totals};
