//! What an article of a list is among the others: whose copy, and of which story it tells.

use serde::Serialize;
use serde_json::Value;
use veille_model::ArticleId;

/// What stands beside an article; in JSON nothing where nothing is known.
#[derive(Debug, Serialize)]
pub struct Among {
    /// Its story, where several articles tell it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<ArticleId>,
    /// The texts that it is a copy of, with the proof.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<Value>,
    /// These, by their addresses.
    #[serde(skip)]
    pub originals: Vec<String>,
    /// All of it in words.
    #[serde(skip)]
    pub sentences: Vec<String>,
}
