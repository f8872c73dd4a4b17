//! An article as programs are told of it, in lists, streams and webhooks: without its text.

use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use veille_model::TaggedArticle;

use crate::evidence::strongest;
use crate::live::Told;
use crate::text::shown;
use crate::watched::Watched;

/// An article without its text.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Brief {
    /// Its name, for ever.
    pub id: String,
    /// The wording that is current.
    pub revision: String,
    /// The address of the page of the press.
    pub url: Option<String>,
    pub headline: Option<String>,
    /// The source that published it.
    pub source: String,
    /// What the source is called.
    pub outlet: String,
    /// BCP 47; `und` where it is not known.
    pub language: String,
    /// As the page says: an instant (RFC 3339) or a day.
    pub published_at: Option<String>,
    /// When the page was received.
    pub captured_at: Option<String>,
    /// Whose text it is, where the page says.
    #[schema(value_type = Option<Object>)]
    pub origin: Option<serde_json::Value>,
    /// Its topics, those with the most passages first.
    pub topics: Vec<String>,
    /// The page about it here.
    pub page: String,
}

impl Brief {
    pub fn of(tagged: &TaggedArticle, watched: &Watched) -> Self {
        let article = &tagged.article;
        let source = article.source.as_str();
        let configured =
            watched.sources.iter().find(|(id, _)| id.as_str() == source).map(|(_, name)| name.as_str());
        Self {
            id: article.id.to_string(),
            revision: article.revision.to_string(),
            url: article.url.clone(),
            headline: article.headline.clone(),
            source: source.to_owned(),
            outlet: shown(configured.or(article.site_name.as_deref()).unwrap_or(source)),
            language: tagged.language.to_string(),
            published_at: article.published_at.map(|moment| moment.to_string()),
            captured_at: article.captured_at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
            origin: tagged.origin.as_ref().and_then(|origin| serde_json::to_value(origin).ok()),
            topics: strongest(tagged).into_iter().map(|tag| tag.topic.to_string()).collect(),
            page: format!("/article/{}", article.id),
        }
    }
}

/// What an event says; put together once for all who hear it.
pub(crate) fn event_data<'t>(told: &'t Told, watched: &Watched) -> &'t str {
    told.data(|told| match &told.article {
        Some(article) => json!({ "change": told.change, "article": Brief::of(article, watched) }).to_string(),
        None => json!({ "change": told.change }).to_string(),
    })
}
