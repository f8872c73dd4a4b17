//! A topic as somebody tries it: what it would gain and lose of everything stored, before it is kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use veille_query::Query;

use super::brought::Brought;
use super::search::{Fault, fault, listed};
use super::spellings::total;
use super::{Shell, html};
use crate::access::Filled;
use crate::ask::Ask;
use crate::asking::topics::{Changed, Draft, Refused, hand_over, kept, revision, tried};
use crate::keeping::{self, TopicDraft};
use crate::lists::{Item, Maker};
use crate::problem::Problem;
use crate::selection::Selection;
use crate::state::State;
use crate::text::{direction, shown};
use crate::watched::Topic;
use crate::words::Words;

/// Articles shown of what is gained, and of what is lost.
const SHOWN: usize = 5;
/// Languages that a query may be written in, beside those that the topic has.
const LANGUAGES: [&str; 18] = [
    "ar", "de", "en", "es", "fa", "fr", "he", "id", "it", "ja", "ko", "pt", "ru", "th", "tr", "uk", "vi",
    "zh",
];

#[derive(Template)]
#[template(path = "draft.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    draft: Draft,
    /// Whether the topic is there already.
    is_known: bool,
    languages: Vec<Choice>,
    dir: &'static str,
    also: Vec<Also>,
    /// The article that somebody came from, and what brought it.
    from: Option<String>,
    brought: Option<Brought>,
    fault: Option<Fault>,
    /// Why it is not kept.
    refusal: Option<String>,
    understood: String,
    trial: Option<Shown>,
    may_keep: bool,
    /// The queries of the topic as they were when this was shown.
    was: String,
}

struct Choice {
    tag: String,
    name: String,
    chosen: bool,
}

/// A query of another language that is changed with the first.
struct Also {
    tag: String,
    name: String,
    dir: &'static str,
    query: String,
}

/// What a draft changes, as it is shown.
struct Shown {
    stays: Option<String>,
    gained: Side,
    lost: Option<Side>,
}

struct Side {
    total: String,
    items: Vec<Item>,
    /// All of them, as a search; nothing where all are shown.
    all: Option<String>,
}

/// The form, with what the draft in its address would change.
pub(crate) async fn draft(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    let asked = |name: &str| ask.value(name).unwrap_or_default().to_owned();
    let draft = Draft {
        id: asked("id"),
        language: asked("language"),
        query: asked("q"),
        also: also(&ask.pairs),
        label: asked("label"),
    };
    let is_new = ask.value("new").is_some();
    page(&state, &ask, draft, is_new, None).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

/// The form; one that `is_new` changes no topic that is there, whatever it is called.
async fn page(
    state: &State,
    ask: &Ask,
    draft: Draft,
    is_new: bool,
    refusal: Option<String>,
) -> Result<Response, Problem> {
    let words = ask.words;
    state.catalogue.catch_up().await?;
    let watched = state.watched();
    let topic = watched.topic(&draft.id).filter(|_| !is_new);
    let draft = completed(draft, topic, words);
    let (mut wrong, mut understood, mut trial) = (None, String::new(), None);
    let mut written = BTreeMap::new();
    if !draft.query.is_empty() {
        for (language, query) in draft.queries() {
            match Query::parse(query) {
                // The first fault: one after the other is mended.
                Err(error) => wrong = wrong.or_else(|| Some(fault(query, &error, words))),
                Ok(query) => drop(written.insert(language.to_owned(), query)),
            }
        }
        if let (Some(query), None) = (written.get(&draft.language), &wrong) {
            understood = words.asked(query);
            let old = topic.map(|topic| topic.queries.clone()).unwrap_or_default();
            // Only where all can be read: half of a change gains and loses something else.
            let tried = tried(state, &old, &written, SHOWN).await?;
            let selection = Selection::default();
            let maker = Maker { root: "/search", state, watched: &watched, words, selection: &selection };
            trial = Some(Shown {
                stays: topic.map(|_| words.count("articles", number(tried.stays))),
                gained: side(tried.gained, &maker),
                lost: tried.lost.map(|lost| side(lost, &maker)),
            });
        }
    }
    let status = match (&wrong, &refusal) {
        (None, None) => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let title = match topic {
        Some(topic) => words.with("draft-of", &[("topic", &shown(topic.label(words.tag())))]),
        None => words.get("draft-new"),
    };
    let brought = match (topic, ask.value("from")) {
        (Some(topic), Some(article)) => Brought::of(state, topic, article, &written, words).await?,
        _ => None,
    };
    let name = |(tag, query): &(String, String)| Also {
        name: if tag.is_empty() { words.get("any-language") } else { words.language(tag) },
        dir: direction(if tag.is_empty() { "und" } else { tag }),
        tag: tag.clone(),
        query: shown(query),
    };
    let page = Page {
        also: draft.also.iter().map(name).collect(),
        from: brought.is_some().then(|| ask.value("from").map(shown)).flatten(),
        brought,
        is_known: topic.is_some(),
        languages: choices(topic, &draft.language, words),
        dir: direction(if draft.language.is_empty() { "und" } else { &draft.language }),
        fault: wrong,
        refusal,
        understood,
        trial,
        may_keep: state.keep_topic.is_some() && ask.who.as_ref().is_some_and(crate::access::Who::may_keep),
        was: topic.map(revision).unwrap_or_default(),
        shell: Shell::new(ask, state, title),
        draft: Draft {
            id: shown(&draft.id),
            language: draft.language,
            query: shown(&draft.query),
            also: Vec::new(),
            label: shown(&draft.label),
        },
    };
    Ok((status, html(&page)).into_response())
}

/// The queries of other languages that stand in an address or a form.
fn also(pairs: &[(String, String)]) -> Vec<(String, String)> {
    let all = |wanted: &'static str| pairs.iter().filter(move |(name, _)| name == wanted);
    let also = all("also").zip(all("also-q")).map(|((_, tag), (_, query))| (tag.clone(), query.clone()));
    // A field that is empty changes no query: its language keeps what it has.
    also.filter(|(_, query)| !query.trim().is_empty()).collect()
}

/// A draft with what its topic has where nothing was written. Whoever chooses another language that has a query leaves that of the
/// first in the box.
fn completed(draft: Draft, topic: Option<&Topic>, words: Words) -> Draft {
    let Some(topic) = topic else { return draft };
    let mut draft = draft;
    let is_one = topic.queries.contains_key("");
    if is_one {
        draft.language.clear();
    } else if draft.language.is_empty() {
        let own = topic.queries.contains_key(words.tag()).then(|| words.tag().to_owned());
        draft.language = own.or_else(|| topic.queries.keys().next().cloned()).unwrap_or_default();
    }
    let own = topic.queries.get(&draft.language).map(|query| query.trim());
    if let Some(own) = own.filter(|own| draft.query.is_empty() || draft.is_left_over(own, topic)) {
        draft.query = own.to_owned();
    }
    draft
}

fn choices(topic: Option<&Topic>, chosen: &str, words: Words) -> Vec<Choice> {
    let mut tags: Vec<String> = LANGUAGES.map(str::to_owned).into();
    match topic {
        // A file has one query for all, or one a language.
        Some(topic) if topic.queries.contains_key("") => tags = vec![String::new()],
        Some(topic) => tags.extend(topic.queries.keys().cloned()),
        None => tags.push(String::new()),
    }
    let choice = |tag: String| Choice {
        name: if tag.is_empty() { words.get("any-language") } else { words.language(&tag) },
        chosen: tag == chosen,
        tag,
    };
    let mut choices: Vec<Choice> = tags.into_iter().map(choice).collect();
    choices.sort_by(|a, b| {
        let key = |it: &Choice| (!it.tag.is_empty(), it.name.clone());
        key(a).cmp(&key(b))
    });
    // A language of the topic may be one of ours as well.
    choices.dedup_by(|a, b| a.tag == b.tag);
    choices
}

fn side(changed: Changed, maker: &Maker<'_>) -> Side {
    let (counted, at_least) = (changed.total, changed.at_least);
    let more = at_least || counted > changed.found.len() as u64;
    let all = changed.query.filter(|_| more).map(|query| {
        Selection { query: Some(query.source().to_owned()), ..Selection::default() }.href_at("/search", None)
    });
    Side {
        total: total(Some(veille_search::Total { articles: counted, at_least }), maker.words),
        items: listed(changed.found).iter().map(|listed| maker.item_with_day(listed)).collect(),
        // A browser cannot follow an address of any length.
        // Servers and proxies on the way take 8 KB of a request's first line (RFC 9112, 3 asks them for 8,000 octets).
        all: all.filter(|href| href.len() < 6_000),
    }
}

fn number(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// Keeps a draft: from then on it is a topic, and what is stored is judged by it.
pub(crate) async fn keep(Shared(state): Shared<Arc<State>>, ask: Ask, filled: Filled) -> Response {
    let filled_in = |name: &str| filled.value(name).unwrap_or_default().trim().to_owned();
    let draft = Draft {
        id: filled_in("id"),
        language: filled_in("language"),
        query: filled_in("q"),
        also: also(&filled.0),
        label: filled_in("label"),
    };
    let was = filled.value("was").unwrap_or_default();
    let (watched, is_new) = (state.watched(), was.is_empty());
    let known = watched.topic(&draft.id).filter(|_| !is_new);
    let draft = completed(draft, known, ask.words);
    if known.is_some_and(|topic| was == revision(topic) && !draft.changes(topic)) {
        return to_topic(&draft.id, SAME);
    }
    match kept(&state, &ask, &draft, was).await {
        Ok(None) => to_topic(&draft.id, KEPT),
        Ok(Some(refused)) => {
            let page = page(&state, &ask, draft, is_new, Some(refused.in_words(ask.words))).await;
            page.unwrap_or_else(|problem| problem.answer(&ask, &state))
        }
        Err(problem) => problem.answer(&ask, &state),
    }
}

/// What became of a form, as the address of the topic's page says it.
const KEPT: &str = "yes";
const SAME: &str = "same";

fn to_topic(id: &str, kept: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, format!("/topic/{id}?kept={kept}"))]).into_response()
}

/// What became of the form that led to a topic's page.
pub(super) fn told(ask: &Ask) -> Option<String> {
    match ask.value("kept")? {
        KEPT => Some(ask.words.get("topic-kept")),
        SAME => Some(ask.words.get("topic-same")),
        _ => None,
    }
}

impl Refused {
    fn in_words(self, words: Words) -> String {
        match self {
            Self::Id { proper } => words.with("topic-bad-id", &[("proper", &proper)]),
            Self::Taken => words.get("topic-taken"),
            Self::Changed => words.get("topic-changed"),
            Self::Query => words.get("topic-bad-query"),
            Self::Told(why) => why,
        }
    }
}

/// Takes a topic back to a wording that it had.
pub(crate) async fn restore(Shared(state): Shared<Arc<State>>, ask: Ask, filled: Filled) -> Response {
    let id = filled.value("id").unwrap_or_default().to_owned();
    let named = filled.value("version").unwrap_or_default();
    let restored = async {
        let versions = keeping::versions(&state.store, &id).await?;
        let version = versions.into_iter().find(|version| version.name() == named);
        let Some(version) = version else { return Err(Problem::NotThere(id.clone())) };
        // The whole file of then, with labels and all: a query alone would be a wording that never was.
        let wanted = TopicDraft::Text { id: id.clone(), text: version.text };
        hand_over(&state, &ask, &id, wanted).await
    };
    match restored.await {
        Ok(None) => to_topic(&id, KEPT),
        Ok(Some(refusal)) => {
            let draft = Draft { id, ..Draft::default() };
            let page = page(&state, &ask, draft, false, Some(refusal)).await;
            page.unwrap_or_else(|problem| problem.answer(&ask, &state))
        }
        Err(problem) => problem.answer(&ask, &state),
    }
}
