//! Stories as lists show them: the original that most have printed stands for all, and under it who else tells it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{NaiveDate, TimeDelta, Utc};
use veille_model::{ArticleId, TaggedArticle};

use super::coverage::small;
use crate::asking::stories::{Lead, Size, days, leads, unfiltered};
use crate::catalogue::{Bundle, Counts, Teller};
use crate::cursor::Turn;
use crate::dated::Dated;
use crate::evidence::headline;
use crate::lists::{Chip, Group, Item, Listed, Maker, Other, StoryLine};
use crate::problem::Problem;
use crate::selection::Selection;
use crate::text::direction;
use crate::words::{Said, Words};

/// Days of a story that are told beside it: its latest.
const DAYS_TOLD: usize = 7;
/// Others who tell a story that are named beside it.
const OTHERS: usize = 3;
/// Days that the small picture of a story has at most.
const DAYS_MAX: usize = 60;

/// The address of a story's page.
pub(crate) fn href(story: &ArticleId) -> String {
    format!("/stories/{story}")
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
        let listed = Listed::of((*article).clone());
        let mut item = maker.item(&listed);
        let own_day = bundle.tellers.iter().find(|teller| teller.id == lead.id).and_then(|it| it.day);
        let day = bundle.place.day();
        // It stands under the day of the story's newest article, which is not its own.
        item.other_day = own_day.filter(|own| Some(*own) != day).map(|own| {
            let own = maker.words.short_day(own);
            let last = day.map(|day| maker.words.short_day(day)).unwrap_or_default();
            maker.words.with("told-until", &[("day", &own), ("last", &last)])
        });
        if bundle.tellers.len() > 1 {
            let other = |teller: &&Teller| known.get(&teller.id).map(|article| other(maker, article));
            item.story = Some(StoryLine {
                href: href(&bundle.story),
                said: said(bundle, lead.ran, maker.words),
                svg: if with_picture { picture(bundle) } else { String::new() },
                days: told_on(maker, bundle),
                others: others.iter().filter_map(other).collect(),
            });
        }
        items.push((day, item));
    }
    Ok(items)
}

/// The days of a story, the latest first, each with how many told it then, and leading to these on its page; none of a single day.
fn told_on(maker: &Maker<'_>, bundle: &Bundle) -> Vec<(Chip, String)> {
    let mut days: BTreeMap<Reverse<Option<NaiveDate>>, usize> = BTreeMap::new();
    for teller in &bundle.tellers {
        *days.entry(Reverse(teller.day)).or_default() += 1;
    }
    if days.len() < 2 {
        return Vec::new();
    }
    let told = |(day, count): (Reverse<Option<NaiveDate>>, usize)| {
        let of_day = Selection { day: Some(day.0), ..unfiltered(maker.state, maker.selection.triage) };
        let address = Selection { untagged_too: false, ..of_day }.href(&href(&bundle.story), &Turn::First);
        (Chip { href: address, here: false, ..maker.day_chip(day.0) }, maker.words.number(count))
    };
    days.into_iter().take(DAYS_TOLD).map(told).collect()
}

/// Other originals that pass the filters, the newest first: each of another outlet as far as there are some.
fn others<'b>(bundle: &'b Bundle, lead: &Lead) -> Vec<&'b Teller> {
    let all = bundle.tellers.iter().filter(|it| it.fits && !it.copy && it.id != lead.id);
    let mut met: BTreeSet<&str> = BTreeSet::new();
    // The second of an outlet only where there are too few others: a reader wants to know who else tells it.
    let (mut first, again): (Vec<&Teller>, Vec<&Teller>) = all.partition(|it| met.insert(&it.source));
    first.extend(again);
    first.truncate(OTHERS);
    first
}

fn other(maker: &Maker<'_>, tagged: &TaggedArticle) -> Other {
    let (article, lang) = (&tagged.article, tagged.language.to_string());
    let dated = Dated::of(article, &maker.state.zone);
    Other {
        headline: headline(tagged),
        dir: direction(&lang),
        lang,
        href: format!("/article/{}", article.id),
        outlet: maker.outlet(article.source.as_str(), article.site_name.as_deref()),
        when: maker.words.when(dated, dated.is_stated()),
    }
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
    // Where all of it came since yesterday, saying so says nothing.
    said.extend((fresh > 0 && fresh < articles).then(|| words.count("grew", fresh)));
    said
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
