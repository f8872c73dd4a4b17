//! The filters that every list of the API takes: those of the pages, under the same names.

use utoipa::IntoParams;

/// Which articles.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)] // read as `Selection`; this says it to people and programs
pub(crate) struct Filters {
    /// With this topic.
    pub topic: Option<String>,
    /// In this language, by its BCP 47 tag, or a variety of it.
    pub language: Option<String>,
    /// Of this source.
    pub source: Option<String>,
    /// Whose texts their pages say are of this outlet, an agency mostly, in whatever spelling: `Agencia Delta` is `Agence Delta`.
    pub origin: Option<String>,
    /// Of sources of this country (ISO 3166-1, `VN`).
    pub country: Option<String>,
    /// Of this day in the office's time zone, `2025-10-26`, or `unknown`.
    pub day: Option<String>,
    /// Of this day or later.
    pub from: Option<String>,
    /// Of this day or earlier.
    pub to: Option<String>,
    /// Received at this instant or later (RFC 3339). A search, quotations and stories do not heed it.
    pub since: Option<String>,
    /// Found by this query, in the language of topics.
    pub q: Option<String>,
    /// `1` for articles too that touch no topic. A query and a topic ask all of them anyway.
    pub all: Option<String>,
    /// Of which the office thinks so: `unread`, `read`, `starred`, `relevant`, `irrelevant`, `unjudged`, `noted`, `assigned`, `mine`.
    /// Where it is not given, what the office called not relevant is left out; `any` has all. The stream does not heed it.
    pub triage: Option<String>,
    /// `1` without copies of other articles. The stream, quotations and stories do not heed it.
    pub originals: Option<String>,
}
