//! What could be changed about a topic that brought an article which somebody calls not relevant, as its page shows it.

use std::collections::BTreeSet;

use url::form_urlencoded;
use veille_model::{Tag, TaggedArticle};

use crate::asking::mending::{Change, Effect, Remedies, Remedy, remedies};
use crate::evidence::strongest;
use crate::lists::Maker;
use crate::problem::Problem;
use crate::text::shown;
use crate::watched::Topic;
use crate::words::Words;

/// Topics of an article for which something is proposed.
const TOPICS: usize = 3;

/// What is proposed for one topic.
pub(crate) struct Mending {
    pub topic: String,
    /// The clauses that the article satisfied.
    pub clauses: Vec<String>,
    /// Says that the article is about the topic, as far as its rule can tell.
    pub about: Option<String>,
    pub proposals: Vec<Proposal>,
    /// Where the topic is edited, with what brought the article marked; nowhere where the topic as it is does not bring it.
    pub edit: Option<String>,
}

/// A change of the query, and what it takes away.
pub(crate) struct Proposal {
    /// What is changed, in words, where its writing does not say it.
    pub said: Option<String>,
    /// What is added, as it is written.
    pub written: String,
    /// How many articles the topic loses by it, and of which.
    pub effect: String,
    /// Where it is tried, and kept.
    pub href: String,
}

/// What is proposed for the topics of an article.
pub(crate) async fn mendings(tagged: &TaggedArticle, maker: &Maker<'_>) -> Result<Vec<Mending>, Problem> {
    let mut mendings = Vec::new();
    for tag in strongest(tagged).into_iter().take(TOPICS) {
        // A topic that is watched no more has no query to mend.
        let Some(topic) = maker.watched.topic(tag.topic.as_str()) else { continue };
        let remedies = remedies(maker.state, tagged, tag, topic).await?;
        mendings.push(mending(tagged, tag, topic, &remedies, maker.words));
    }
    Ok(mendings)
}

fn mending(tagged: &TaggedArticle, tag: &Tag, topic: &Topic, remedies: &Remedies, words: Words) -> Mending {
    let article = tagged.article.id.as_str();
    let clauses: BTreeSet<String> = tag.evidence.iter().map(|it| shown(&it.clause)).collect();
    let edit = |language: &String| draft(topic, article, &[(language.clone(), String::new())]) + "#brought";
    Mending {
        topic: shown(topic.label(words.tag())),
        clauses: clauses.into_iter().collect(),
        about: tag.is_about().then(|| words.with("mend-about", &[("weight", &tag.weight.to_string())])),
        proposals: remedies.found.iter().map(|it| proposal(it, topic, article, remedies.of, words)).collect(),
        edit: remedies.brought_by.first().map(edit),
    }
}

fn proposal(remedy: &Remedy, topic: &Topic, article: &str, of: usize, words: Words) -> Proposal {
    let (said, written) = match &remedy.change {
        Change::Without(clause) => (None, format!("AND NOT {clause}")),
        Change::AtLeast(times) => (
            Some(words.with("mend-at-least", &[("times", &words.number(*times))])),
            format!("ATLEAST/{times}(…)"),
        ),
        Change::Prominent => (Some(words.get("mend-prominent")), "headline:(…) OR lead:(…)".to_owned()),
    };
    Proposal {
        said,
        written: shown(&written),
        effect: effect(remedy.effect, of, words),
        href: draft(topic, article, &remedy.queries),
    }
}

fn effect(effect: Effect, of: usize, words: Words) -> String {
    let number = |count: u64| words.number(usize::try_from(count).unwrap_or(usize::MAX));
    // The catalogue and the index are read one after the other, and the second may know more by then.
    let of = words.number(of.max(usize::try_from(effect.lost).unwrap_or(of)));
    words.with(
        "mend-loses",
        &[
            ("loses", &number(effect.lost)),
            ("of", &of),
            ("relevant", &number(effect.relevant)),
            ("about", &number(effect.about)),
            ("unwanted", &number(effect.unwanted)),
        ],
    )
}

/// Where queries of a topic are tried, coming from an article.
fn draft(topic: &Topic, article: &str, queries: &[(String, String)]) -> String {
    let mut address = form_urlencoded::Serializer::new(String::new());
    address.append_pair("id", topic.id.as_str());
    for (at, (language, query)) in queries.iter().enumerate() {
        let names = if at == 0 { ("language", "q") } else { ("also", "also-q") };
        address.append_pair(names.0, language).append_pair(names.1, query);
    }
    format!("/topics/draft?{}", address.append_pair("from", article).finish())
}
