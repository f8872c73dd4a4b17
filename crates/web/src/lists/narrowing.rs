//! What a list is narrowed to, and what it could be narrowed to: chips and facets, the same on every page.

use chrono::NaiveDate;
use veille_model::MentionKind;
use veille_query::Query;

use super::list::{Chip, Maker};
use crate::ask::Ask;
use crate::catalogue::Counts;
use crate::cursor::Turn;
use crate::selection::{FilterName, Selection, query_of};
use crate::text::shown;
use crate::triage::TriageFilter;

/// Values of a filter that are shown before "more".
const FEW: usize = 6;
/// Values of a filter that stand behind "more".
const SHOWN: usize = 8;
/// Values of a filter where somebody asks for all of them.
const ALL: usize = 2_000;
/// Names that a search is asked for.
pub(crate) const MANY: usize = 12;

/// What a list can be narrowed to by one filter.
pub(crate) struct Facet {
    /// What it is asked for by, as a whole.
    pub key: &'static str,
    pub name: String,
    pub few: Vec<Value>,
    pub more: Vec<Value>,
    /// How many there are beside the few.
    pub others: String,
    /// The list with all of them, where these are not all.
    pub all: Option<String>,
    pub open: bool,
}

/// The days that a list is narrowed to, as a form asks for others.
pub(crate) struct Period {
    pub action: &'static str,
    /// The other filters, which the form takes along.
    pub kept: Vec<(&'static str, String)>,
    pub from: String,
    pub to: String,
}

/// The same of a list that takes along what is no filter of its own as well.
pub(crate) fn period(maker: &Maker<'_>, also: Vec<(&'static str, String)>) -> Period {
    let Selection { from, to, day, .. } = maker.selection;
    let written = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut kept = maker.selection.pairs();
    // They are what the form asks for, and would be sent twice.
    kept.retain(|(name, _)| !matches!(*name, "day" | "from" | "to"));
    kept.extend(also);
    Period {
        action: maker.root,
        kept,
        from: written(day.flatten().or(*from)),
        to: written(day.flatten().or(*to)),
    }
}

/// A value of a filter with how many articles have it.
pub(crate) struct Value {
    pub chip: Chip,
    pub count: String,
    /// Its share of the most frequent, in percent.
    pub share: usize,
}

/// The title says the filter, so that tabs and bookmarks can be told apart.
pub(crate) fn title(maker: &Maker<'_>, place: String) -> String {
    let mut parts: Vec<String> = maker.selection.query.iter().map(|query| shown(query)).collect();
    parts.extend(chips(maker).into_iter().map(|chip| chip.name));
    parts.push(place);
    parts.join(" · ")
}

/// The filters that are set, each leading to the list without it.
pub(crate) fn chips(maker: &Maker<'_>) -> Vec<Chip> {
    let chip = |name: FilterName| {
        let chip = named(maker, name)?;
        Some(Chip { href: maker.selection.without(name).href(maker.root, &Turn::First), ..chip })
    };
    maker.selection.filters().into_iter().filter_map(chip).collect()
}

/// What the office called not relevant: that it is left out, or that it is not, and the list the other way round.
pub(crate) struct NotRelevant {
    pub said: String,
    pub other: Chip,
}

/// The same, where there is any: of how many articles, with the address of a list.
pub(crate) fn not_relevant(
    maker: &Maker<'_>,
    articles: usize,
    href: impl FnOnce(Selection) -> String,
) -> Option<NotRelevant> {
    let (words, asked) = (maker.words, maker.selection.triage);
    let (said, other, triage) = match asked {
        None => ("not-relevant-left-out", "not-relevant-show", Some(TriageFilter::Any)),
        Some(TriageFilter::Any) => ("not-relevant-shown", "not-relevant-leave-out", None),
        Some(_) => return None,
    };
    let href = href(Selection { triage, ..maker.selection.clone() });
    let other = Chip { name: words.get(other), href, here: false };
    (articles > 0).then(|| NotRelevant { said: words.count(said, articles), other })
}

/// What a filter that is set is set to.
pub(crate) fn named(maker: &Maker<'_>, name: FilterName) -> Option<Chip> {
    let Selection { topic, language, source, day, .. } = maker.selection;
    match name {
        FilterName::Topic => topic.as_ref().map(|topic| maker.topic_chip(topic)),
        FilterName::Language => language.as_ref().map(|tag| maker.language_chip(tag)),
        FilterName::Source => source.as_ref().map(|id| maker.source_chip(id.as_str(), None)),
        FilterName::Origin => maker.selection.origin.as_deref().map(|origin| maker.origin_chip(origin)),
        FilterName::Country => maker.selection.country.as_deref().map(|country| maker.country_chip(country)),
        FilterName::Named(kind) => {
            maker.selection.named[kind as usize].as_deref().map(|name| maker.named_chip(kind, name))
        }
        FilterName::Day => day.as_ref().map(|day| maker.day_chip(*day)),
        FilterName::Period => Some(maker.period_chip()),
        FilterName::Since => maker.selection.since.map(|at| maker.since_chip(at)),
        FilterName::Dated => maker.selection.stated.map(|stated| maker.dated_chip(stated)),
        FilterName::Originals => Some(maker.originals_chip()),
        FilterName::Triage => maker.selection.triage.map(|triage| maker.triage_chip(triage)),
    }
}

/// What a list could be narrowed to; of what is asked for as `more` all values.
pub(crate) fn facets(maker: &Maker<'_>, counts: &Counts, ask: &Ask) -> Vec<Facet> {
    let words = maker.words;
    let facet = |key: &'static str, chips: Vec<(Chip, usize)>| {
        let is_whole = ask.value("more") == Some(key);
        let most = if is_whole { ALL } else { SHOWN };
        let all = (most < chips.len()).then(|| format!("{}#facet-{key}", ask.with("more", key)));
        let facet = facet(maker, words.get(key), chips, most);
        Facet { key, all, open: facet.open || is_whole, ..facet }
    };
    let topics = counts.topics.iter().map(|(id, n)| (maker.topic_chip(&veille_model::TopicId::new(id)), *n));
    let languages = counts
        .languages
        .iter()
        .map(|(tag, n)| (maker.language_chip(&veille_model::LanguageTag::new(tag)), *n));
    let sources = counts.sources.iter().map(|(id, n)| (maker.source_chip(id, None), *n));
    let origins = counts.origins.iter().map(|(name, n)| (maker.origin_chip(name), *n));
    let countries = counts.countries.iter().map(|(country, n)| (maker.country_chip(country), *n));
    let days = counts.days.iter().map(|(day, n)| (maker.day_chip(day.0), *n));
    let triage = counts.triage.iter().map(|(filter, n)| (maker.triage_chip(*filter), *n));
    let named = MentionKind::ALL.into_iter().zip(&counts.named).map(|(kind, named)| {
        let chips = named.iter().filter_map(|(name, n)| Some((name_chip(maker, kind, name)?, *n)));
        let name = words.get(&format!("named-{}", kind.as_str()));
        let name = match counts.named_of {
            Some(first) => words.with("named-of", &[("name", &name), ("articles", &words.number(first))]),
            None => name,
        };
        self::facet(maker, name, chips.collect(), MANY)
    });
    // In the order in which an office narrows: what about, in which language, by whom.
    let facets = [
        facet("topic", topics.collect()),
        facet("language", languages.collect()),
        facet("outlet", sources.collect()),
        facet("origin", origins.collect()),
        facet("country", countries.collect()),
        facet("day", days.collect()),
        facet("triage", triage.collect()),
    ];
    facets.into_iter().chain(named).filter(|facet| !facet.few.is_empty()).collect()
}

/// The same search for those alone who name someone as well; of one that asks for them already, itself. None where no query can.
fn name_chip(maker: &Maker<'_>, kind: MentionKind, name: &str) -> Option<Chip> {
    let (clause, selection) = (query_of(kind, name)?, maker.selection);
    let query = selection.query.as_deref().unwrap_or_default();
    let here = query.contains(&clause);
    let narrower = match query {
        query if here || query.is_empty() => query.to_owned(),
        // A comment at the end would swallow what follows it.
        query if query.contains("//") => format!("{clause} AND ({query}\n)"),
        query => format!("({query}) AND {clause}"),
    };
    // A threshold has to be the last thing in a query, and takes nothing beside it.
    if narrower.contains("SCORE") && Query::parse(&narrower).is_err() {
        return None;
    }
    let narrower = Selection { query: Some(narrower), ..selection.clone() };
    Some(Chip { name: shown(name), href: narrower.href_at(maker.root, None), here })
}

/// The first values, at most so many.
fn facet(maker: &Maker<'_>, name: String, mut counted: Vec<(Chip, usize)>, shown: usize) -> Facet {
    // Nothing divides by nothing, also where no value was counted.
    let most = counted.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let others = maker.words.number(counted.len().saturating_sub(FEW));
    counted.truncate(shown);
    let mut values: Vec<Value> = counted
        .into_iter()
        .map(|(chip, count)| Value {
            chip,
            count: maker.words.number(count),
            share: (count * 100).div_ceil(most),
        })
        .collect();
    let more = values.split_off(values.len().min(FEW));
    // A value that is set must be seen, wherever it stands.
    let open = more.iter().any(|value| value.chip.here);
    Facet { key: "", name, few: values, more, others, all: None, open }
}
