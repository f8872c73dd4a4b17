//! What could be changed about a topic that brought an article which somebody calls not relevant, and what else of everything
//! stored that would take away.

use std::collections::{BTreeMap, BTreeSet};

use url::form_urlencoded;
use veille_model::{Tag, TaggedArticle};
use veille_query::Query;
use veille_text::{Document, Zone, frequency};

use crate::ask::Ask;
use crate::asking::topics::found as found_by;
use crate::evidence::strongest;
use crate::lists::Maker;
use crate::problem::Problem;
use crate::selection::Selection;
use crate::state::State;
use crate::text::shown;
use crate::watched::Topic;

/// Topics of an article for which something is proposed.
const TOPICS: usize = 3;
/// Words of it that are proposed to be what a topic does not mean.
const WORDS: usize = 2;
/// A word that so many articles have says nothing of this one.
const COMMON: f32 = 0.01;
/// A shorter word is part of too much.
const LETTERS: usize = 4;

/// What is proposed for one topic.
pub(crate) struct Mending {
    pub topic: String,
    /// The clauses that the article satisfied.
    pub clauses: Vec<String>,
    pub proposals: Vec<Proposal>,
}

/// A change of the query, and what it takes away.
pub(crate) struct Proposal {
    /// What is added, as it is written.
    pub added: String,
    /// How many articles the topic loses by it, and of how many.
    pub effect: String,
    /// Where it is tried, and kept.
    pub href: String,
}

/// What is proposed for the topics of an article.
pub(crate) async fn mendings(
    tagged: &TaggedArticle,
    maker: &Maker<'_>,
    ask: &Ask,
) -> Result<Vec<Mending>, Problem> {
    let mut mendings = Vec::new();
    for tag in strongest(tagged).into_iter().take(TOPICS) {
        let Some(topic) = maker.watched.topic(tag.topic.as_str()) else { continue };
        let clauses: BTreeSet<String> = tag.evidence.iter().map(|it| shown(&it.clause)).collect();
        mendings.push(Mending {
            topic: shown(topic.label(maker.words.tag())),
            clauses: clauses.into_iter().collect(),
            proposals: proposals(tagged, tag, topic, maker.state, ask).await?,
        });
    }
    Ok(mendings)
}

async fn proposals(
    tagged: &TaggedArticle,
    tag: &Tag,
    topic: &Topic,
    state: &State,
    ask: &Ask,
) -> Result<Vec<Proposal>, Problem> {
    let primary = tagged.language.primary();
    let of = [tagged.language.as_str(), &primary, ""];
    let found = of.iter().find_map(|language| Some((*language, topic.queries.get(*language)?)));
    let Some((language, written)) = found.filter(|_| state.index.is_kept()) else { return Ok(Vec::new()) };
    let mut excluded = words(tagged, tag);
    excluded.push(format!("source:{}", tagged.article.source));
    let parsed = |(tag, text): (&String, &String)| Some((tag.clone(), Query::parse(text).ok()?));
    let now: BTreeMap<String, Query> = topic.queries.iter().filter_map(parsed).collect();
    let Some(before) = Query::any(now.values()) else { return Ok(Vec::new()) };
    let found = Selection { topic: Some(topic.id.clone()), ..Selection::default() };
    let all = state.catalogue.read().count(&found);
    let mut proposals = Vec::new();
    for what in excluded {
        let query = format!("({})\nAND NOT {what}", written.trim());
        // Where a threshold ends the query nothing can follow it: people know better what they mean there.
        let Ok(parsed) = Query::parse(&query) else { continue };
        // What is taken from a query brings it nothing.
        let mut then = now.clone();
        then.insert(language.to_owned(), parsed);
        let less = Query::any(then.values()).and_then(|after| before.but_not(&after));
        let lost = usize::try_from(found_by(state, less, 0).await?.total).unwrap_or(usize::MAX);
        // Not even this article: its words are those of another language's query.
        if lost == 0 {
            continue;
        }
        let number = |count: usize| ask.words.number(count);
        let mut address = form_urlencoded::Serializer::new(String::new());
        address
            .append_pair("id", topic.id.as_str())
            .append_pair("language", language)
            .append_pair("q", &query);
        proposals.push(Proposal {
            added: format!("AND NOT {what}"),
            effect: ask.words.with("mend-loses", &[("loses", &number(lost)), ("of", &number(all.max(lost)))]),
            href: format!("/topics/draft?{}", address.finish()),
        });
    }
    Ok(proposals)
}

/// The words that say most of what this article is about, and nothing of what the topic asks for.
fn words(tagged: &TaggedArticle, tag: &Tag) -> Vec<String> {
    let document = Document::of_article(&tagged.article, &tagged.language);
    let asked: String = tag.evidence.iter().map(|it| veille_text::fold::compact(&it.exact)).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for zone in [Zone::Headline, Zone::Text].map(|zone| document.zone(zone)) {
        for token in &document.tokens()[zone.start as usize..zone.end as usize] {
            *counts.entry(document.folded(token.folded_start, token.folded_end)).or_default() += 1;
        }
    }
    let says = |word: &str| {
        word.chars().count() >= LETTERS
            && word.chars().all(char::is_alphabetic)
            && frequency::of_word(word) < COMMON
            && !asked.contains(word)
    };
    let mut words: Vec<(usize, &str)> =
        counts.into_iter().filter(|(word, _)| says(word)).map(|(word, count)| (count, word)).collect();
    words.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    words.into_iter().take(WORDS).map(|(_, word)| word.to_owned()).collect()
}
