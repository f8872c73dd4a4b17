//! A list of articles whole: JSON Lines of what is stored, and ninjs 3.0 (IPTC's News in JSON) for newsrooms' systems.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::SecondsFormat;
use serde_json::{Map, Value, json};
use veille_model::{ArticleId, Moment, Tag, TaggedArticle};
use veille_sink::StoreError;

use crate::format::Format;
use crate::lists::Maker;
use crate::text::{link, shown};
use crate::told::{self, Kin};

/// Articles in one file; a header names the rest.
pub(crate) const DOCUMENTS_MAX: usize = 2_000;

/// A file of articles under construction.
pub(crate) struct Documents {
    format: Format,
    items: Vec<String>,
}

impl Documents {
    pub fn new(format: Format) -> Self {
        Self { format, items: Vec::new() }
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Adds articles, each with what it is to others.
    pub async fn add(&mut self, articles: &[TaggedArticle], maker: &Maker<'_>) -> Result<(), StoreError> {
        let ids: Vec<ArticleId> = articles.iter().map(|tagged| tagged.article.id.clone()).collect();
        let kin = told::kin(&maker.state.store, &ids).await?;
        for tagged in articles {
            let kin = kin.get(&tagged.article.id);
            self.items.push(match self.format {
                Format::Ninjs => ninjs(tagged, kin, maker).to_string(),
                _ => stored(tagged, kin, maker).to_string(),
            });
        }
        Ok(())
    }

    /// The file; `next` is where the list goes on.
    pub fn answer(self, name: &str, next: Option<String>) -> Response {
        let (media_type, text) = match self.format {
            Format::Ninjs => ("application/json; charset=utf-8", format!("[{}]\n", self.items.join(",\n"))),
            _ => (JSON_LINES, self.items.iter().map(|item| format!("{item}\n")).collect()),
        };
        let headers = [
            (header::CONTENT_TYPE, media_type.to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}{}\"", self.format.ending())),
        ];
        let mut answer = (headers, text).into_response();
        let next = next.and_then(|next| HeaderValue::try_from(format!("<{next}>; rel=\"next\"")).ok());
        if let Some(next) = next {
            answer.headers_mut().insert(header::LINK, next);
        }
        answer
    }
}

/// JSON values, one a line (jsonlines.org).
pub(crate) const JSON_LINES: &str = "application/jsonl; charset=utf-8";
/// Where IPTC has its Media Topics.
const MEDIA_TOPICS: &str = "http://cv.iptc.org/newscodes/mediatopic/";

/// An article as it is stored, with what tables say of its story as well.
fn stored(tagged: &TaggedArticle, kin: Option<&Kin>, maker: &Maker<'_>) -> Value {
    let mut article = json!(tagged);
    if let (Some(kin), Some(fields)) = (kin, article.as_object_mut()) {
        fields.insert("story".to_owned(), json!(kin.story));
        if let Some(original) = &kin.original {
            fields.insert("copy_of".to_owned(), json!(maker.copied(original)));
            fields.insert("original".to_owned(), json!(original.url));
        }
    }
    article
}

/// An article as ninjs 3.0 has it. What a property wants and the article does not say is left out.
pub(crate) fn ninjs(tagged: &TaggedArticle, kin: Option<&Kin>, maker: &Maker<'_>) -> Value {
    let article = &tagged.article;
    let mut item = Map::new();
    let mut put = |name: &str, value: Value| {
        let is_empty = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        if !is_empty {
            item.insert(name.to_owned(), value);
        }
    };
    let instant = |moment: Option<Moment>| match moment? {
        Moment::Instant(at) => Some(at.to_rfc3339()),
        // A day is no instant, and a property of this type wants one.
        Moment::Day(_) => None,
    };
    let captured = article.captured_at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
    let published = instant(article.published_at);
    put("uri", json!(format!("urn:veille:article:{}", article.id)));
    put("type", json!("text"));
    put("pubStatus", json!("usable"));
    put("contentCreated", json!(published));
    put("versionCreated", json!(instant(article.modified_at).or(published).or(captured)));
    put("language", json!((!tagged.language.is_und()).then(|| tagged.language.to_string())));
    let headline = article.headline.as_deref().map(|text| json!([{ "role": "main", "value": shown(text) }]));
    put("headlines", json!(headline));
    let standfirst = article.standfirst.as_deref();
    put(
        "descriptions",
        json!(standfirst.map(|text| json!([{ "role": "standfirst", "value": shown(text) }]))),
    );
    put("by", json!(article.byline.iter().map(|name| shown(name)).collect::<Vec<_>>().join(", ")));
    put("located", json!(article.dateline.as_ref().map(|dateline| shown(&dateline.text))));
    put(
        "bodies",
        json!([{
            "role": "main", "contentType": "text/plain", "charCount": article.text.chars().count(),
            "wordCount": article.text.split_whitespace().count(), "value": shown(&article.text),
        }]),
    );
    put("subjects", json!(subjects(tagged, maker)));
    let mut people: Vec<String> =
        tagged.quotations.iter().filter_map(|it| it.speaker.as_deref()).map(shown).collect();
    // Somebody who is quoted five times is one person of the item.
    people.sort_unstable();
    people.dedup();
    let person = |name: String| json!({ "name": name, "rel": "quoted" });
    put("people", json!(people.into_iter().map(person).collect::<Vec<_>>()));
    put("infoSources", json!(sources(tagged, kin, maker)));
    put("altIds", json!(other_ids(tagged, kin)));
    let page = article.url.as_deref().and_then(link);
    put(
        "renditions",
        json!(page.map(|page| json!([{ "name": "page", "href": page, "contentType": "text/html" }]))),
    );
    put(
        "standard",
        json!({
            "name": "ninjs", "version": "3.0", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json#",
        }),
    );
    Value::Object(item)
}

/// The topics, and the Media Topics that stand for them.
fn subjects(tagged: &TaggedArticle, maker: &Maker<'_>) -> Vec<Value> {
    let mut subjects: Vec<Value> = Vec::new();
    for tag in &tagged.tags {
        let label = maker.watched.label(tag.topic.as_str(), maker.words.tag());
        subjects.push(json!({
            "name": shown(label), "rel": relation(tag), "uri": format!("urn:veille:topic:{}", tag.topic), "creator": "veille",
        }));
        // Of the codes that a topic may have, ninjs knows those of IPTC by an address.
        for code in tag.media_topics.iter().filter_map(|code| code.strip_prefix("medtop:")) {
            let subject = json!({ "rel": relation(tag), "uri": format!("{MEDIA_TOPICS}{code}") });
            // Two topics may stand for one Media Topic.
            if !subjects.contains(&subject) {
                subjects.push(subject);
            }
        }
    }
    subjects
}

/// In the words of ninjs: what an item is about, or only mentions. What was judged before there were weights is not told apart.
fn relation(tag: &Tag) -> &'static str {
    if tag.weight == 0 || tag.is_about() { "about" } else { "mentions" }
}

/// Its wording, its story, and the page of the text that it is a copy of.
fn other_ids(tagged: &TaggedArticle, kin: Option<&Kin>) -> Vec<Value> {
    let revision = Some(("veille-revision", tagged.article.revision.to_string()));
    let story = kin.map(|kin| ("veille-story", kin.story.to_string()));
    let original = kin.and_then(|kin| kin.original.as_ref()?.url.as_deref().and_then(link));
    let ids = [revision, story, original.map(|page| ("veille-original", page))];
    ids.into_iter().flatten().map(|(role, value)| json!({ "role": role, "value": value })).collect()
}

/// Who published it, and whose text it is where the page says or others had it before.
fn sources(tagged: &TaggedArticle, kin: Option<&Kin>, maker: &Maker<'_>) -> Vec<Value> {
    let article = &tagged.article;
    let outlet = maker.outlet(article.source.as_str(), article.site_name.as_deref());
    let mut sources = vec![json!({ "name": outlet, "role": "publisher", "literal": article.source })];
    if let Some(origin) = &tagged.origin
        && let Some(outlet) = &origin.outlet
    {
        let mut source = json!({ "name": shown(outlet), "role": "originator" });
        if let Some(url) = origin.url.as_deref().and_then(link) {
            source["uri"] = json!(url);
        }
        sources.push(source);
    }
    if let Some(original) = kin.and_then(|kin| kin.original.as_ref()) {
        sources.push(json!({ "name": maker.copied(original), "role": "copied", "literal": original.source }));
    }
    sources
}
