//! Topics as somebody writes them: what a wording would gain and lose of everything stored, and whether it may be kept.

use std::collections::BTreeMap;
use std::time::Duration;

use veille_model::{RuleRevision, TopicId};
use veille_query::Query;
use veille_search::{Counting, Found, Request};

use crate::ask::Ask;
use crate::keeping::{self, TopicDraft};
use crate::problem::Problem;
use crate::state::State;
use crate::text::shown;
use crate::watched::Topic;

/// Longer ids are no names of files everywhere.
const ID_MAX: usize = 100;
/// Whoever saves waits so long for the archive; a larger one is judged on behind the page.
const PATIENCE: Duration = Duration::from_secs(2);

/// A topic as a form holds it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub id: String,
    pub language: String,
    pub query: String,
    /// Queries of other languages that are changed with it: an article has a topic by any of them.
    pub also: Vec<(String, String)>,
    pub label: String,
}

impl Draft {
    /// The queries that are written, each with its language.
    pub fn queries(&self) -> impl Iterator<Item = (&str, &str)> {
        let also = self.also.iter().map(|(language, query)| (language.as_str(), query.as_str()));
        std::iter::once((self.language.as_str(), self.query.as_str())).chain(also)
    }

    /// Whether it has another query than the topic in any language.
    pub fn changes(&self, topic: &Topic) -> bool {
        let has = |language: &str, query: &str| {
            topic.queries.get(language).is_some_and(|known| known.trim() == lines(query).trim())
        };
        self.queries().any(|(language, query)| !has(language, query))
    }

    /// Whether its query is not `own`, that of its language, but that of another language as the topic has it.
    pub fn is_left_over(&self, own: &str, topic: &Topic) -> bool {
        let query = lines(&self.query);
        let is_other = |(language, known): (&String, &String)| {
            *language != self.language && known.trim() == query.trim()
        };
        query.trim() != own && topic.queries.iter().any(is_other)
    }
}

/// What a draft changes of what is stored.
#[derive(Default)]
pub(crate) struct Trial {
    pub gained: Changed,
    /// None of a topic that is not there yet.
    pub lost: Option<Changed>,
    /// How many it finds that it found before.
    pub stays: u64,
}

/// Articles that a topic gains or loses.
#[derive(Default)]
pub(crate) struct Changed {
    pub total: u64,
    pub at_least: bool,
    pub found: Vec<Found>,
    /// What finds them.
    pub query: Option<Query>,
}

/// Why a draft is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The id is none; one that is like it would be.
    Id { proper: String },
    /// There is a topic of this id.
    Taken,
    /// Somebody wrote it since it was read.
    Changed,
    /// The query cannot be read.
    Query,
    /// Whoever keeps topics says so.
    Told(String),
}

/// The queries of a topic that can be read, by their languages.
pub(crate) fn readable(queries: &BTreeMap<String, String>) -> BTreeMap<String, Query> {
    let parsed = |(tag, text): (&String, &String)| Some((tag.clone(), Query::parse(text).ok()?));
    queries.iter().filter_map(parsed).collect()
}

/// What a topic would gain and lose of everything stored, with these queries in place of those of their languages.
pub(crate) async fn tried(
    state: &State,
    old: &BTreeMap<String, String>,
    written: &BTreeMap<String, Query>,
    limit: usize,
) -> Result<Trial, Problem> {
    let old = readable(old);
    let mut new = old.clone();
    new.extend(written.clone());
    let (before, after) = (Query::any(old.values()), Query::any(new.values()));
    // A new topic loses nothing: there was none.
    let Some(before) = before else {
        return Ok(Trial { gained: found(state, after, limit).await?, lost: None, stays: 0 });
    };
    // Too long together to be asked: then nothing is known.
    let Some(after) = after else { return Ok(Trial::default()) };
    let gained = found(state, after.but_not(&before), limit).await?;
    let lost = found(state, before.but_not(&after), limit).await?;
    let all = found(state, Some(after), 0).await?;
    Ok(Trial { stays: all.total.saturating_sub(gained.total), gained, lost: Some(lost) })
}

/// What a query finds of everything stored.
pub(crate) async fn found(state: &State, query: Option<Query>, limit: usize) -> Result<Changed, Problem> {
    let Some(query) = query else { return Ok(Changed::default()) };
    let request = Request { limit, counting: Counting::Total, ..Request::new(query) };
    let answer = state.search(&request).await?;
    let (total, at_least) = answer.total.map_or((0, false), |total| (total.articles, total.at_least));
    Ok(Changed { total, at_least, found: answer.results, query: Some(request.query) })
}

/// A name for the queries of a topic as they are.
pub(crate) fn revision(topic: &Topic) -> String {
    // Between signs that no query has, so that one that is cut otherwise is another.
    let all: Vec<String> = topic.queries.iter().map(|(tag, query)| format!("{tag}\u{1f}{query}")).collect();
    RuleRevision::of(&all.join("\u{1e}")).to_string()
}

/// Why a draft is not kept; nothing where it is.
pub(crate) async fn kept(
    state: &State,
    ask: &Ask,
    draft: &Draft,
    was: &str,
) -> Result<Option<Refused>, Problem> {
    let words = ask.words;
    let watched = state.watched();
    let known = watched.topic(&draft.id);
    let proper = TopicId::new(&draft.id);
    // An id is the name of a file and a token of subjects: what would be written otherwise is proposed.
    if draft.id.is_empty() || proper.as_str() != draft.id || draft.id.len() > ID_MAX {
        return Ok(Some(Refused::Id { proper: proper.to_string() }));
    }
    match known {
        Some(_) if was.is_empty() => return Ok(Some(Refused::Taken)),
        // What somebody saved meanwhile would be overwritten by a form that was loaded before.
        Some(topic) if was != revision(topic) => return Ok(Some(Refused::Changed)),
        None if !was.is_empty() => return Ok(Some(Refused::Changed)),
        _ => {}
    }
    if draft.queries().any(|(_, query)| Query::parse(query).is_err()) {
        return Ok(Some(Refused::Query));
    }
    let label = (!draft.label.is_empty()).then(|| (words.tag().to_owned(), draft.label.clone()));
    let wanted = TopicDraft::Query {
        id: draft.id.clone(),
        language: draft.language.clone(),
        query: lines(&draft.query),
        also: draft.also.iter().map(|(tag, query)| (tag.clone(), lines(query))).collect(),
        label,
    };
    Ok(hand_over(state, ask, &draft.id, wanted).await?.map(Refused::Told))
}

/// A form's lines end with CRLF (HTML, 4.10.21.7), those of a topic's file with LF: each line would look changed.
fn lines(query: &str) -> String {
    query.replace("\r\n", "\n")
}

/// Keeps a topic and writes down who did; why not, in words, where it is not kept.
pub(crate) async fn hand_over(
    state: &State,
    ask: &Ask,
    id: &str,
    wanted: TopicDraft,
) -> Result<Option<String>, Problem> {
    let Some(way) = &state.keep_topic else { return Err(Problem::NotThere(ask.path.clone())) };
    let kept = match way.keep(wanted).await {
        Ok(kept) => kept,
        Err(why) => return Ok(Some(shown(&why))),
    };
    // Saved as it was: neither a version nor a line in the trail.
    if kept.before.as_ref() != Some(&kept.after) {
        let who = ask.who.as_ref().map_or("local", |who| who.name.as_str());
        if !keeping::remember(&state.store, id, &kept, who).await? {
            return Err(Problem::Busy);
        }
    }
    // Most archives are judged within it, and the page that follows shows the new counts.
    drop(tokio::time::timeout(PATIENCE, way.settled()).await);
    Ok(None)
}
