//! Passages that say why an article is here.

use serde::Serialize;
use utoipa::ToSchema;
use veille_model::Field;

use crate::evidence::Passage;

/// A passage that earned an article a topic.
#[derive(Serialize, ToSchema)]
pub(crate) struct PassageBody {
    /// As the article's page numbers it.
    number: usize,
    /// Where it stands: `headline`, `text`, `url`, `source`, `byline`, `language`.
    #[schema(value_type = String)]
    field: Field,
    /// In Unicode code points of that field.
    start: usize,
    end: usize,
    /// The words.
    exact: String,
    /// The topics that it belongs to, each with the clauses of the query that it satisfied.
    topics: Vec<Clauses>,
}

/// The clauses of a topic's query.
#[derive(Serialize, ToSchema)]
pub(crate) struct Clauses {
    topic: String,
    clauses: Vec<String>,
}

impl PassageBody {
    pub fn of(passage: Passage) -> Self {
        let clauses = |(topic, clauses): (String, Vec<String>)| Clauses { topic, clauses };
        Self {
            number: passage.number,
            field: passage.field,
            start: passage.start,
            end: passage.end,
            exact: passage.exact,
            topics: passage.topics.into_iter().map(clauses).collect(),
        }
    }
}
