//! How a topic could be changed so that it leaves out an article which somebody calls not relevant, and what else of everything stored
//! each change would take away. What is evidently wanted none may: what the office called relevant, and what is about the topic.

use std::collections::BTreeMap;

use veille_model::{ArticleId, Field, SourceId, Tag, TaggedArticle};
use veille_query::Query;
use veille_search::{Among, Counting, Request};
use veille_text::{Document, Parts};

use super::contrast::telling;
use super::topics::readable;
use crate::problem::Problem;
use crate::state::State;
use crate::watched::Topic;

/// Articles of a topic that are compared: wanted, unwanted, and of which nobody knows.
const WANTED: usize = 120;
const UNWANTED: usize = 20;
const REST: usize = 60;
/// Words and names whose effect is asked of the index.
const TRIED: usize = 6;
/// Exclusions that are proposed.
const SHOWN: usize = 3;
/// A topic that an article has by more passages than this is not only mentioned there.
const PASSAGES: usize = 4;
/// What nobody judged may go with the article: of the topic so large a part, one of so many, and where something is excluded no more
/// than one article beyond as many as nobody wants. Who asks for more of the same asks for a smaller topic, and is shown what that is.
const EXCLUDED: u64 = 5;
const NARROWED: u64 = 3;
/// Articles of a source that nobody wants, before the source is proposed to be left out.
const OF_SOURCE: usize = 2;

/// A change of all queries that bring an article.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// Without what satisfies this clause.
    Without(String),
    /// With at least so many passages.
    AtLeast(usize),
    /// In the headline, or the beginning of the text.
    Prominent,
}

/// A change, the queries that come of it by their languages, and what they take away.
#[derive(Debug)]
pub(crate) struct Remedy {
    pub change: Change,
    pub queries: Vec<(String, String)>,
    pub effect: Effect,
}

/// What a change takes from a topic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Effect {
    pub lost: u64,
    /// Of these the office called relevant, …
    pub relevant: u64,
    /// … are about the topic, and nobody called them not relevant, …
    pub about: u64,
    /// … did it call not relevant.
    pub unwanted: u64,
}

/// What can be done about a topic that brings an article.
#[derive(Debug, Default)]
pub(crate) struct Remedies {
    pub found: Vec<Remedy>,
    /// How many articles the topic has.
    pub of: usize,
    /// The languages whose queries bring the article; none where the topic as it is does not.
    pub brought_by: Vec<String>,
}

impl Change {
    /// A query as it is then; None where the language has no such query.
    fn of(&self, query: &Query) -> Option<String> {
        let written = query.source().trim();
        // A comment at the end would swallow what follows it.
        let group = if written.contains("//") { format!("{written}\n") } else { written.to_owned() };
        let changed = match self {
            Self::Without(clause) => {
                let (plain, grouped) =
                    (format!("{group}\nAND NOT {clause}"), format!("({group})\nAND NOT {clause}"));
                let meant = Query::parse(&grouped).ok()?.canonical();
                // `a OR b AND NOT c` takes c from b alone: only a query that means the same stands without parentheses.
                let is_plain = Query::parse(&plain).is_ok_and(|it| it.canonical() == meant);
                if is_plain { plain } else { grouped }
            }
            Self::AtLeast(times) => format!("ATLEAST/{times}({group})"),
            Self::Prominent => format!("headline:({group})\nOR lead:({group})"),
        };
        // A threshold, as in `a^2 OR b SCORE>=2`, is of a whole query and stands in no group.
        Query::parse(&changed).is_ok().then_some(changed)
    }
}

/// What a change may not take away, and what it should.
struct Marked {
    relevant: Vec<ArticleId>,
    about: Vec<ArticleId>,
    unwanted: Vec<ArticleId>,
}

/// What could be changed about a topic that an article has by this tag.
pub(crate) async fn remedies(
    state: &State,
    tagged: &TaggedArticle,
    tag: &Tag,
    topic: &Topic,
) -> Result<Remedies, Problem> {
    let own = &tagged.article.id;
    let standing = state.catalogue.read().of_topic(topic.id.as_str());
    let of = standing.len();
    let (mut marked, mut rest) =
        (Marked { relevant: Vec::new(), about: Vec::new(), unwanted: Vec::new() }, Vec::new());
    for it in standing.into_iter().filter(|it| it.id != *own) {
        match it.relevant {
            Some(true) => marked.relevant.push(it.id),
            Some(false) => marked.unwanted.push(it.id),
            None if it.weight >= Tag::ABOUT => marked.about.push(it.id),
            None => rest.push(it.id),
        }
    }
    let document = Document::of_tagged(tagged);
    let now = readable(&topic.queries);
    let brought_by: Vec<String> = now
        .iter()
        .filter(|(_, query)| query.matches(&document).is_some())
        .map(|(language, _)| language.clone())
        .collect();
    let mut remedies = Remedies { found: Vec::new(), of, brought_by };
    // Without an index nobody can say what a change would take, and none is proposed blindly.
    if remedies.brought_by.is_empty() || !state.index.is_kept() {
        return Ok(remedies);
    }
    let read =
        async |ids: &[ArticleId], most: usize| state.catalogue.documents(&ids[..ids.len().min(most)]).await;
    let unwanted = read(&marked.unwanted, UNWANTED).await?;
    // What people called relevant comes first; what only looks wanted fills what room is left.
    let mut wanted = read(&marked.relevant, WANTED).await?;
    wanted.extend(read(&marked.about, WANTED - wanted.len()).await?);
    let rest = read(&rest, REST).await?;
    let is_own = |text: &str| is_of_topic(text, tagged, topic, &now);
    let mut changes: Vec<Change> = telling(tagged, &unwanted, &wanted, &rest)
        .into_iter()
        .filter(|telling| !is_own(&telling.clause))
        .take(TRIED)
        .map(|telling| Change::Without(telling.clause))
        .collect();
    let source = &tagged.article.source;
    let is_of_source = |it: &&TaggedArticle| it.article.source == *source;
    // Of an unknown source are all that were handed in without an address: they have nothing in common.
    if *source != SourceId::unknown() && unwanted.iter().filter(is_of_source).count() + 1 >= OF_SOURCE {
        changes.push(Change::Without(format!("source:{source}")));
    }
    let mut excluded = 0;
    changes.extend(narrower(tag));
    let trying = Trying { state, own, of, now: &now, brought_by: &remedies.brought_by, marked: &marked };
    for change in changes {
        let is_exclusion = matches!(&change, Change::Without(clause) if !clause.starts_with("source:"));
        if is_exclusion && excluded == SHOWN {
            // Not an end: those that ask for more, or leave out a source, come after these.
            continue;
        }
        if let Some(remedy) = trying.effect_of(change).await? {
            excluded += usize::from(is_exclusion);
            remedies.found.push(remedy);
        }
    }
    Ok(remedies)
}

/// How more of the same can be asked for, where an article only mentions a topic.
fn narrower(tag: &Tag) -> Vec<Change> {
    let mut changes = Vec::new();
    // Who has it as its subject is not told from others by asking for more of it.
    if tag.is_about() {
        return changes;
    }
    if !tag.evidence.iter().any(|it| it.field == Field::Headline) {
        changes.push(Change::Prominent);
    }
    if tag.evidence.len() <= PASSAGES {
        changes.push(Change::AtLeast(tag.evidence.len() + 1));
    }
    changes
}

/// Whether words are of what the topic asks for, or of its name: without them it would not be the topic.
fn is_of_topic(
    clause: &str,
    tagged: &TaggedArticle,
    topic: &Topic,
    queries: &BTreeMap<String, Query>,
) -> bool {
    let text = clause.split_once(":\"").map_or(clause, |(_, name)| name).replace('"', " ");
    let parts = Parts { text: text.trim(), language: tagged.language.as_str(), ..Parts::default() };
    let document = Document::of(&parts);
    let named: Vec<String> = topic.labels.values().map(|label| words(label)).collect();
    let is_named = words(&text).split(' ').any(|word| {
        // `le`, `of`: two letters say nothing of a topic's name.
        word.chars().count() > 2 && named.iter().any(|label| label.split(' ').any(|it| it == word))
    });
    // Also what the query almost asks for, as one of two words that it wants together.
    is_named || queries.values().any(|query| query.near_miss(&document).closeness > 0.0)
}

/// The words of a text as they are compared.
fn words(text: &str) -> String {
    let document = Document::of(&Parts { text, ..Parts::default() });
    let word = |token: &veille_text::Token| document.folded(token.folded_start, token.folded_end).to_owned();
    document.tokens().iter().map(word).collect::<Vec<_>>().join(" ")
}

/// Changes tried over everything stored.
struct Trying<'a> {
    state: &'a State,
    own: &'a ArticleId,
    of: usize,
    now: &'a BTreeMap<String, Query>,
    brought_by: &'a [String],
    marked: &'a Marked,
}

impl Trying<'_> {
    /// What a change takes away; None where it does not take away the article, or takes what is wanted or too much.
    async fn effect_of(&self, change: Change) -> Result<Option<Remedy>, Problem> {
        let mut then = self.now.clone();
        let mut queries = Vec::new();
        for language in self.brought_by {
            let Some(written) = change.of(&self.now[language]) else { return Ok(None) };
            let Ok(query) = Query::parse(&written) else { return Ok(None) };
            then.insert(language.clone(), query);
            queries.push((language.clone(), written));
        }
        let (before, after) = (Query::any(self.now.values()), Query::any(then.values()));
        let Some(less) = before.zip(after).and_then(|(before, after)| before.but_not(&after)) else {
            return Ok(None);
        };
        // A change that leaves the article where it is mends nothing: it may have the topic by another language's query.
        if self.count(&less, std::slice::from_ref(self.own)).await? == 0 {
            return Ok(None);
        }
        let effect = Effect {
            lost: self.found(&less, Among::All).await?,
            relevant: self.count(&less, &self.marked.relevant).await?,
            about: self.count(&less, &self.marked.about).await?,
            // The article itself is.
            unwanted: self.count(&less, &self.marked.unwanted).await? + 1,
        };
        let unknown = effect.lost.saturating_sub(effect.unwanted);
        let (part, most) = match change {
            Change::Without(_) => (EXCLUDED, effect.unwanted + 1),
            Change::AtLeast(_) | Change::Prominent => (NARROWED, u64::MAX),
        };
        let is_much = unknown * part > self.of as u64 || unknown > most;
        let ruins = effect.relevant + effect.about > 0 || is_much;
        Ok((!ruins).then_some(Remedy { change, queries, effect }))
    }

    async fn count(&self, query: &Query, among: &[ArticleId]) -> Result<u64, Problem> {
        match among.is_empty() {
            // An empty list would have the index look through everything for nothing.
            true => Ok(0),
            false => self.found(query, Among::These(among.to_vec())).await,
        }
    }

    async fn found(&self, query: &Query, among: Among) -> Result<u64, Problem> {
        let request = Request { among, limit: 0, counting: Counting::Total, ..Request::new(query.clone()) };
        Ok(self.state.search(&request).await?.total.map_or(0, |total| total.articles))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_written_into_a_query_as_a_person_would() {
        let check = |change: Change, query: &str, expected: &str| {
            assert_eq!(change.of(&Query::parse(query).unwrap()).as_deref().unwrap_or_default(), expected);
        };
        let without = || Change::Without("petanque".to_owned());
        check(without(), "a AND b", "a AND b\nAND NOT petanque");
        check(without(), "a OR b", "(a OR b)\nAND NOT petanque");
        check(without(), "(a OR b)\nAND NOT c", "(a OR b)\nAND NOT c\nAND NOT petanque");
        check(without(), "a OR b // remark", "(a OR b // remark\n)\nAND NOT petanque");
        check(without(), "a^2 OR b SCORE>=2", "");
        check(Change::AtLeast(2), "a OR b", "ATLEAST/2(a OR b)");
        check(
            Change::Prominent,
            "a AND CONTEXT(b)",
            "headline:(a AND CONTEXT(b))\nOR lead:(a AND CONTEXT(b))",
        );
    }
}
