//! An article as programs are told of it, in lists, streams and webhooks: without its text.

use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use veille_model::{ArticleId, SourceId, TaggedArticle};
use veille_sink::{Store, StoreError};

use crate::evidence::strongest;
use crate::live::Told;
use crate::text::shown;
use crate::told::{self, Kin};
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
    /// The outlet whose text it is a copy of, as whoever joins stories found; null where it is an original, or was not compared yet.
    pub copy_of: Option<String>,
    /// The address of the page of that text.
    pub original: Option<String>,
    /// The story that it tells: the same for all articles of one event, and its own id where nobody else tells it.
    pub story: String,
    /// Its topics, the one that it is most about first.
    pub topics: Vec<String>,
    /// The page about it here.
    pub page: String,
}

impl Brief {
    /// Of an article, and of what it is to others where that is known.
    pub fn of(tagged: &TaggedArticle, kin: Option<&Kin>, watched: &Watched) -> Self {
        let article = &tagged.article;
        let original = kin.and_then(|kin| kin.original.as_ref());
        Self {
            id: article.id.to_string(),
            revision: article.revision.to_string(),
            url: article.url.clone(),
            headline: article.headline.clone(),
            source: article.source.to_string(),
            outlet: outlet(&article.source, article.site_name.as_deref(), watched),
            language: tagged.language.to_string(),
            published_at: article.published_at.map(|moment| moment.to_string()),
            captured_at: article.captured_at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
            origin: tagged.origin.as_ref().and_then(|origin| serde_json::to_value(origin).ok()),
            copy_of: original.map(|it| outlet(&it.source, it.site_name.as_deref(), watched)),
            original: original.and_then(|it| it.url.clone()),
            story: kin.map_or(&article.id, |kin| &kin.story).to_string(),
            topics: strongest(tagged).into_iter().map(|tag| tag.topic.to_string()).collect(),
            page: format!("/article/{}", article.id),
        }
    }
}

/// Several articles, each with what it is to others.
pub(crate) async fn briefs<'a>(
    store: &Store,
    articles: impl Iterator<Item = &'a TaggedArticle> + Clone,
    watched: &Watched,
) -> Result<Vec<Brief>, StoreError> {
    let ids: Vec<ArticleId> = articles.clone().map(|tagged| tagged.article.id.clone()).collect();
    let kin = told::kin(store, &ids).await?;
    Ok(articles.map(|tagged| Brief::of(tagged, kin.get(&tagged.article.id), watched)).collect())
}

/// What a source is called: as it is configured, as its page calls itself, or by its token.
fn outlet(source: &SourceId, site_name: Option<&str>, watched: &Watched) -> String {
    let configured = watched.sources.get(source).map(String::as_str);
    shown(configured.or(site_name).unwrap_or(source.as_str()))
}

/// What an event says; put together once for all who hear it.
pub(crate) fn event_data<'t>(told: &'t Told, watched: &Watched) -> &'t str {
    told.data(|told| match &told.article {
        Some(article) => {
            let article = Brief::of(article, told.kin.as_ref(), watched);
            json!({ "change": told.change, "article": article }).to_string()
        }
        None => json!({ "change": told.change }).to_string(),
    })
}
