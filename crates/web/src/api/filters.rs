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
    /// That name or quote this person, in any spelling: `Guterres`, `Гутерриш`. A name that articles write just so is meant alone, with its
    /// other spellings, and not whoever has its words in a longer one: as often as `/api/v1/people` and `/api/v1/facets` count it.
    pub person: Option<String>,
    /// That name or quote this organisation.
    pub org: Option<String>,
    /// That name this place.
    pub place: Option<String>,
    /// Of this day, `2025-10-26`, or `unknown`.
    pub day: Option<String>,
    /// Published on this day or later, by its page or else by its capture: what the command calls `--since`.
    pub from: Option<String>,
    /// Published on this day or earlier: what the command calls `--until`.
    pub to: Option<String>,
    /// The time zone in which days and hours are meant and told, by its IANA name: `Asia/Ho_Chi_Minh`. Where it is not given, that of the
    /// cookie `zone`, which the pages set; where there is none either, the office's.
    pub zone: Option<String>,
    /// Received at this instant or later (RFC 3339), whenever it was published; for that see `from`.
    pub since: Option<String>,
    /// `yes` for those whose pages give a date, `no` for those that stand under the day they came. The coverage, which counts the undated
    /// beside its slots, refuses it.
    pub dated: Option<String>,
    /// `1` for articles too that touch no topic. A query and a topic ask all of them anyway.
    pub all: Option<String>,
    /// Of which the office thinks so: `unread`, `read`, `starred`, `relevant`, `irrelevant`, `unjudged`, `noted`, `assigned`, `mine`.
    /// Where it is not given, what the office called not relevant is left out; `any` has all. The stream tells all, and refuses every
    /// value but `any`.
    pub triage: Option<String>,
    /// `1` without copies of other articles. The stream, which tells of an article before that is known, refuses it.
    pub originals: Option<String>,
}

/// What they are found by.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)] // read as `Selection`; this says it to people and programs
pub(crate) struct Queried {
    /// Found by this query, in the language of topics.
    pub q: Option<String>,
}
