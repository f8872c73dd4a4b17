//! Stories as lists show them: the original that most have printed stands for all, and under it who else tells it.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use chrono::{NaiveDate, TimeDelta, Utc};
use veille_model::{ArticleId, TaggedArticle};

use super::Problem;
use super::coverage::small;
use super::list::{Group, Item, Listed, Maker};
use crate::catalogue::{Bundle, Counts, Teller};
use crate::evidence::passages;
use crate::state::State;
use crate::text::{beginning, direction, shown};
use crate::words::Words;

/// Others who tell a story that are named beside it.
const OTHERS: usize = 3;
/// Copies of a story whose originals are asked for.
const COPIES_MAX: usize = 300;
/// Characters of what stands for a missing headline.
const LEAD: usize = 140;
/// Days that the small picture of a story has at most.
const DAYS_MAX: usize = 60;

/// What stands behind an article that is shown for its story.
#[derive(Debug)]
pub(crate) struct StoryLine {
    pub href: String,
    /// `12 outlets ran it`, `14 articles`, `3 originals`, …
    pub said: Vec<String>,
    /// How much of it was written when; empty where that is not shown.
    pub svg: String,
    pub others: Vec<Other>,
}

/// Somebody else who tells it.
#[derive(Debug)]
pub(crate) struct Other {
    pub headline: String,
    pub lang: String,
    pub dir: &'static str,
    pub href: String,
    pub outlet: String,
    pub when: String,
}

/// The article that stands for a story, and whoever printed it again.
#[derive(Clone, Debug)]
pub(crate) struct Lead {
    pub id: ArticleId,
    /// Outlets that copied it.
    pub ran: usize,
}

/// The address of a story's page.
pub(crate) fn href(story: &ArticleId) -> String {
    format!("/stories/{story}")
}

/// What stands for each of these stories: of the originals that pass the filters the one that most have copied, of equals the
/// newest; where only copies pass, the newest of them.
pub(crate) async fn leads(state: &State, bundles: &[Bundle]) -> Result<Vec<Lead>, Problem> {
    let copies: Vec<ArticleId> = bundles
        .iter()
        .flat_map(|bundle| bundle.tellers.iter().filter(|it| it.copy).take(COPIES_MAX))
        .map(|teller| teller.id.clone())
        .collect();
    let mut ran: HashMap<ArticleId, BTreeSet<&str>> = HashMap::new();
    let sources: HashMap<&ArticleId, &str> = bundles
        .iter()
        .flat_map(|bundle| &bundle.tellers)
        .map(|teller| (&teller.id, teller.source.as_str()))
        .collect();
    for ids in copies.chunks(500) {
        for told in state.store.told(ids).await? {
            let Some(source) = sources.get(&told.article) else { continue };
            for copied in told.originals {
                ran.entry(copied.original).or_default().insert(source);
            }
        }
    }
    let lead = |bundle: &Bundle| {
        let fitting = || bundle.tellers.iter().filter(|teller| teller.fits);
        let of = |teller: &Teller| ran.get(&teller.id).map_or(0, BTreeSet::len);
        // The first of those with the most: the newest stand first.
        let most = fitting().filter(|teller| !teller.copy).min_by_key(|teller| Reverse(of(teller)));
        let lead = most.or_else(|| fitting().next()).or_else(|| bundle.tellers.first());
        let lead = lead.expect("a story has somebody who tells it");
        Lead { id: lead.id.clone(), ran: of(lead) }
    };
    Ok(bundles.iter().map(lead).collect())
}

/// Stories as items under the days of their newest articles; with the number of each day's articles where that is known, and
/// with pictures where it is not.
pub(crate) async fn by_day(
    maker: &Maker<'_>,
    bundles: &[Bundle],
    counts: Option<&Counts>,
) -> Result<Vec<Group>, Problem> {
    let mut groups: Vec<(Option<NaiveDate>, Vec<Item>)> = Vec::new();
    for (day, item) in items(maker, bundles, counts.is_none()).await? {
        match groups.last_mut() {
            Some((known, items)) if *known == day => items.push(item),
            _ => groups.push((day, vec![item])),
        }
    }
    let group = |(day, items)| match counts {
        Some(counts) => maker.group(day, items, counts),
        None => Group { count: String::new(), ..maker.group(day, items, &Counts::default()) },
    };
    Ok(groups.into_iter().map(group).collect())
}

/// Stories as items, each with the day that it stands under.
pub(crate) async fn items(
    maker: &Maker<'_>,
    bundles: &[Bundle],
    with_picture: bool,
) -> Result<Vec<(Option<NaiveDate>, Item)>, Problem> {
    let leads = leads(maker.state, bundles).await?;
    let others: Vec<Vec<&Teller>> = bundles.iter().zip(&leads).map(|(it, lead)| others(it, lead)).collect();
    let mut ids: Vec<ArticleId> = leads.iter().map(|lead| lead.id.clone()).collect();
    ids.extend(others.iter().flatten().map(|teller| teller.id.clone()));
    let documents = maker.state.catalogue.documents(&ids).await?;
    let known: HashMap<&ArticleId, &TaggedArticle> =
        documents.iter().map(|article| (&article.article.id, article)).collect();
    let mut items = Vec::new();
    for ((bundle, lead), others) in bundles.iter().zip(&leads).zip(&others) {
        // Forgotten meanwhile.
        let Some(article) = known.get(&lead.id) else { continue };
        let listed = Listed { passages: passages(article), article: (*article).clone() };
        let mut item = maker.item(&listed);
        let own_day = bundle.tellers.iter().find(|teller| teller.id == lead.id).and_then(|it| it.day);
        let day = bundle.place.day();
        item.other_day = own_day.filter(|own| Some(*own) != day).map(|day| maker.words.short_day(day));
        if bundle.tellers.len() > 1 {
            let other = |teller: &&Teller| known.get(&teller.id).map(|article| other(maker, article, teller));
            item.story = Some(StoryLine {
                href: href(&bundle.story),
                said: said(bundle, lead.ran, maker.words),
                svg: if with_picture { picture(bundle) } else { String::new() },
                others: others.iter().filter_map(other).collect(),
            });
        }
        items.push((day, item));
    }
    Ok(items)
}

/// Other originals that pass the filters, the newest first: each of another outlet as far as there are some.
fn others<'b>(bundle: &'b Bundle, lead: &Lead) -> Vec<&'b Teller> {
    let all = bundle.tellers.iter().filter(|it| it.fits && !it.copy && it.id != lead.id);
    let mut met: BTreeSet<&str> = BTreeSet::new();
    let (mut first, again): (Vec<&Teller>, Vec<&Teller>) = all.partition(|it| met.insert(&it.source));
    first.extend(again);
    first.truncate(OTHERS);
    first
}

fn other(maker: &Maker<'_>, tagged: &TaggedArticle, teller: &Teller) -> Other {
    let (article, lang) = (&tagged.article, tagged.language.to_string());
    Other {
        headline: headline(tagged),
        dir: direction(&lang),
        lang,
        href: format!("/article/{}", article.id),
        outlet: maker.outlet(article.source.as_str(), article.site_name.as_deref()),
        when: teller.day.map(|day| maker.words.short_day(day)).unwrap_or_default(),
    }
}

/// A headline, or the beginning of the text that stands for it.
pub(crate) fn headline(tagged: &TaggedArticle) -> String {
    let article = &tagged.article;
    article.headline.as_deref().map_or_else(|| shown(&beginning(&article.text, LEAD)), shown)
}

/// How large a story is: who printed the lead again, articles, originals, outlets, languages, what came lately.
pub(crate) fn said(bundle: &Bundle, ran: usize, words: Words) -> Vec<String> {
    let Size { articles, originals, outlets, languages } = Size::of(bundle);
    let mut said = Vec::new();
    said.extend((ran > 0).then(|| words.count("ran-it", ran)));
    said.push(words.count("articles", articles));
    said.extend((originals < articles).then(|| words.count("originals-count", originals)));
    said.push(words.count("outlets-count", outlets.len()));
    said.extend((languages.len() > 1).then(|| words.count("languages-count", languages.len())));
    let since = Utc::now() - TimeDelta::days(1);
    let fresh = bundle.tellers.iter().filter(|it| it.at.is_some_and(|at| at >= since)).count();
    said.extend((fresh > 0 && fresh < articles).then(|| words.count("grew", fresh)));
    said
}

/// What a story is counted in.
#[derive(Debug)]
pub(crate) struct Size<'b> {
    pub articles: usize,
    pub originals: usize,
    pub outlets: BTreeSet<&'b str>,
    pub languages: BTreeSet<&'b str>,
}

impl<'b> Size<'b> {
    pub fn of(bundle: &'b Bundle) -> Self {
        let tellers = &bundle.tellers;
        Self {
            articles: tellers.len(),
            originals: tellers.iter().filter(|teller| !teller.copy).count(),
            outlets: tellers.iter().map(|teller| teller.source.as_str()).collect(),
            languages: tellers.iter().map(|teller| teller.language.as_str()).collect(),
        }
    }
}

/// The first and the last day of a story.
pub(crate) fn days(bundle: &Bundle) -> Option<(NaiveDate, NaiveDate)> {
    let days = || bundle.tellers.iter().filter_map(|teller| teller.day);
    Some((days().min()?, days().max()?))
}

/// How much of it was written on which day; nothing of a single day.
pub(crate) fn picture(bundle: &Bundle) -> String {
    let Some((first, last)) = days(bundle).filter(|(first, last)| first < last) else { return String::new() };
    let length = usize::try_from((last - first).num_days() + 1).unwrap_or(DAYS_MAX);
    let mut slots = vec![0; length.min(DAYS_MAX)];
    for day in bundle.tellers.iter().filter_map(|teller| teller.day) {
        let at = usize::try_from((day - first).num_days()).unwrap_or_default();
        // Longer ones are drawn together.
        let slot = at * slots.len() / length;
        slots[slot] += 1;
    }
    small(&slots)
}
