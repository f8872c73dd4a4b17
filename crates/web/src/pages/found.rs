//! What a topic has found lately: how much on which day, by language and by words; and, where somebody asks, what came near it.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use veille_classifier::TopicExplanation;
use veille_model::{Evidence, LanguageTag, TaggedArticle, TopicId};
use veille_sink::StoreError;

use super::coverage::small;
use crate::cursor::Turn;
use crate::evidence::headline;
use crate::lists::{Chip, Maker};
use crate::selection::Selection;
use crate::text::{direction, shown};

/// Days that are drawn.
const DAYS: usize = 30;
/// Languages that are drawn.
const LANGUAGES: usize = 8;
/// The latest articles of a topic whose passages are counted, and how many words of them are shown.
const LATEST: usize = 100;
const TERMS: usize = 10;
/// The latest articles of other topics, or of none, that are looked at for near misses; how many are shown.
const OTHERS: usize = 150;
const NEAR: usize = 10;
/// The least share of a query that is near.
const NEAR_MIN: f64 = 0.3;
/// Passages and lacking clauses of a near miss.
const PASSAGES: usize = 3;

/// How much was found in the days up to the latest article.
pub(crate) struct Lately {
    /// `12 articles, 7 Oct 2025 to 5 Nov 2025`, leading to Coverage; nothing where no article has a date.
    pub drawn: Option<(Chip, String)>,
    /// Those that are drawn nowhere, leading to their list.
    pub undated: Option<Chip>,
    pub languages: Vec<(Chip, String, String)>,
    /// Words that earned the topic, each with its language, and how many of the latest articles in that have it.
    pub terms: Vec<(String, String, String)>,
}

/// An article that nearly has the topic.
pub(crate) struct NearMiss {
    pub headline: String,
    pub href: String,
    pub lang: String,
    pub dir: &'static str,
    pub share: String,
    pub has: Vec<String>,
    pub lacks: Vec<String>,
}

/// What was found lately, by the dates that pages give, as *Coverage* draws it; nothing of a topic that has found nothing.
pub(crate) fn lately(maker: &Maker<'_>, topic: &str) -> Option<Lately> {
    let words = maker.words;
    let undated =
        maker.state.catalogue.read().timeline(maker.selection).filter(|it| it.fits && !it.stated).count();
    let listed = Selection { stated: Some(false), ..maker.selection.clone() };
    let undated = (undated > 0).then(|| Chip {
        name: words.count("undated-not-drawn", undated),
        href: listed.href("/", &Turn::First),
        here: false,
    });
    let Some((first, last, by_language)) = drawn(maker) else {
        let lately = Lately { drawn: None, undated, languages: Vec::new(), terms: terms(maker, topic) };
        return lately.undated.is_some().then_some(lately);
    };
    let mut languages: Vec<(String, [usize; DAYS])> = by_language.into_iter().collect();
    languages.sort_by_key(|(_, days)| std::cmp::Reverse(days.iter().sum::<usize>()));
    let mut all = [0; DAYS];
    languages.iter().for_each(|(_, days)| all.iter_mut().zip(days).for_each(|(all, day)| *all += day));
    let period = words.with("period", &[("from", &words.short_day(first)), ("to", &words.short_day(last))]);
    let (from, to) = (Some(first), Some(last));
    let drawn = Selection { from, to, ..maker.selection.clone() };
    Some(Lately {
        drawn: Some((
            Chip {
                name: format!("{} · {period}", words.count("articles", all.iter().sum())),
                href: drawn.href("/coverage", &Turn::First),
                here: false,
            },
            small(&all),
        )),
        undated,
        languages: languages
            .iter()
            .take(LANGUAGES)
            .map(|(tag, days)| {
                (maker.language_chip(&LanguageTag::new(tag)), small(days), words.number(days.iter().sum()))
            })
            .collect(),
        terms: terms(maker, topic),
    })
}

type Drawn = (NaiveDate, NaiveDate, BTreeMap<String, [usize; DAYS]>);

fn drawn(maker: &Maker<'_>) -> Option<Drawn> {
    let shelf = maker.state.catalogue.read();
    let fitting = || shelf.timeline(maker.selection).filter(|article| article.fits && article.stated);
    let last = fitting().filter_map(|article| article.day).max()?;
    let first = last.checked_sub_days(Days::new(DAYS as u64 - 1))?;
    let mut by_language: BTreeMap<u32, [usize; DAYS]> = BTreeMap::new();
    for article in fitting() {
        // What is older than the first of the drawn days has no slot.
        let slot = article.day.and_then(|day| usize::try_from((day - first).num_days()).ok());
        if let Some(day) =
            slot.and_then(|slot| by_language.entry(article.language).or_insert([0; DAYS]).get_mut(slot))
        {
            *day += 1;
        }
    }
    let named = by_language.into_iter().map(|(number, days)| (shelf.name(number).to_owned(), days));
    Some((first, last, named.filter(|(_, days)| days.iter().any(|day| *day > 0)).collect()))
}

/// The words of the latest articles that earned the topic: with their language, and how many articles have them.
fn terms(maker: &Maker<'_>, topic: &str) -> Vec<(String, String, String)> {
    let shelf = maker.state.catalogue.read();
    let terms = shelf.terms_of(topic, maker.selection, LATEST).into_iter().take(TERMS);
    terms
        .map(|(word, language, count)| (shown(word), language.to_owned(), maker.words.number(count)))
        .collect()
}

/// Which of the latest other articles nearly have the topic, the nearest first.
pub(crate) async fn near(maker: &Maker<'_>, topic: &TopicId) -> Result<Vec<NearMiss>, StoreError> {
    let Some(classifier) = maker.watched.classifier.clone() else { return Ok(Vec::new()) };
    let others = maker.state.catalogue.read().without_topic(topic.as_str(), OTHERS);
    let others = maker.state.catalogue.documents(&others).await?;
    let topic = topic.clone();
    // Off the async threads: every clause of every query is looked at.
    let looked = tokio::task::spawn_blocking(move || {
        let mut found: Vec<(TopicExplanation, TaggedArticle)> = Vec::new();
        for article in others {
            let explained = classifier.explain(&article.article).topics.into_iter();
            let near = explained.filter(|it| it.topic == topic && !it.matched && it.closeness >= NEAR_MIN);
            found.extend(near.map(|it| (it, article.clone())));
        }
        found.sort_by(|a, b| b.0.closeness.total_cmp(&a.0.closeness));
        found.truncate(NEAR);
        found
    });
    // An article that breaks a query costs the near misses, and not the page.
    let looked = looked.await.unwrap_or_default();
    Ok(looked.iter().map(|(near, article)| miss(near, article, maker)).collect())
}

fn miss(near: &TopicExplanation, article: &TaggedArticle, maker: &Maker<'_>) -> NearMiss {
    let lang = article.language.to_string();
    let exact = |evidence: &[Evidence]| {
        let mut exact: Vec<String> = evidence.iter().map(|passage| shown(&passage.exact)).collect();
        exact.dedup();
        exact.truncate(PASSAGES);
        exact
    };
    NearMiss {
        headline: headline(article),
        href: format!("/article/{}", article.article.id),
        dir: direction(&lang),
        lang,
        share: maker.words.percent((near.closeness * 100.0).floor()),
        has: exact(&near.evidence),
        lacks: near.lacked.iter().take(PASSAGES).map(|it| shown(&it.clause)).collect(),
    }
}
