//! *Stories*: events that several papers tell, who tells each, whose text each is, and by what each was joined.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::Response;
use serde_json::json;
use veille_model::{ArticleId, TaggedArticle, Told, TopicId};

use super::judging::attach;
use super::telling::{self, href, picture, said};
use super::{Shell, html};
use crate::ask::Ask;
use crate::asking::stories::{Lead, Size, asked, days, leads, read, topics, unfiltered};
use crate::catalogue::{Bundle, Order};
use crate::cursor::Turn;
use crate::evidence::headline;
use crate::format::Format;
use crate::formats::{Entry, Feed, Reader, Table};
use crate::lists::{self, Facet, NotRelevant, Period, chips, facets, not_relevant, title};
use crate::lists::{Chip, Group, List, Maker, PAGE};
use crate::problem::Problem;
use crate::selection::{FilterName, Selection};
use crate::state::State;
use crate::text::{beginning, direction, shown};
use crate::told::{self, Ruled, Why, copied, why};
use crate::words::{Said, Words};

/// Rows of a table of stories.
const ROWS_MAX: usize = 10_000;
/// Stories on a page: each is several articles.
const STORIES: usize = 16;
/// Texts on the page of one story, without their copies.
const TEXTS: usize = 60;
/// Copies that are named under a text.
const COPIES: usize = 60;

/// Characters of the headline of an article that another one is like.
const HEADLINE: usize = 80;

#[derive(Template)]
#[template(path = "stories.html", whitespace = "minimize")]
struct StoriesPage {
    shell: Shell,
    list: List,
    facets: Vec<Facet>,
    period: Period,
    chips: Vec<Chip>,
    /// What was called not relevant, left out or not.
    not_relevant: Option<NotRelevant>,
    unfiltered: String,
    orders: [Chip; 2],
    behind: Option<String>,
    narrow: bool,
}

#[derive(Template)]
#[template(path = "story.html", whitespace = "minimize")]
struct StoryPage {
    shell: Shell,
    headline: String,
    lang: String,
    dir: &'static str,
    said: Vec<String>,
    period: String,
    /// The day that it is narrowed to.
    chips: Vec<Chip>,
    unfiltered: String,
    /// What was called not relevant, left out or not.
    not_relevant: Option<NotRelevant>,
    svg: String,
    topics: Vec<Chip>,
    texts: Vec<Text>,
    newer: Option<String>,
    older: Option<String>,
    json: String,
}

/// A text that tells the story, with whoever printed it again.
struct Text {
    by: By,
    /// Where it is the earliest: that it is, of all or of those with a date.
    earliest: Option<String>,
    because: Because,
    /// Where it is a copy of what stands elsewhere.
    copies_of: Vec<Copy>,
    ran: Option<String>,
    copies: Vec<(By, Copy)>,
    more: Option<String>,
}

/// An article as a story names it.
struct By {
    headline: String,
    lang: String,
    dir: &'static str,
    href: String,
    outlet: Chip,
    language: String,
    when: String,
    datetime: String,
}

/// Of what a text is a copy.
pub(super) struct Copy {
    pub said: String,
    pub original: String,
    pub shares: String,
    pub credited: bool,
    pub beside: String,
}

/// Why a text belongs to the story, in words.
#[derive(Default)]
struct Because {
    said: String,
    /// The article that it is like, or was put beside.
    href: Option<String>,
    /// `names`, `numbers`, `words`, each with those.
    parts: Vec<(String, String)>,
}

/// Stories, in whichever format.
pub(crate) async fn stories(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    list(&state, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn list(state: &State, ask: &Ask) -> Result<Response, Problem> {
    let (selection, order, turn) = asked(state, ask)?;
    state.catalogue.catch_up().await?;
    let (words, watched) = (ask.words, state.watched());
    let maker = Maker { root: "/stories", state, watched: &watched, words, selection: &selection };
    let limit = match ask.format {
        Format::Html => STORIES,
        format if format.is_table() => ROWS_MAX,
        _ => PAGE,
    };
    let found = state.catalogue.read().stories(&selection, order, &turn, limit);
    let sort = (order == Order::Largest).then_some(("sort", "largest"));
    let here = |path: &str, turn: &Turn| match sort {
        // The largest are one page, so that no place goes with it.
        Some(sort) => selection.href_at(path, Some(sort)),
        None => selection.href(path, turn),
    };
    let older = found.older.clone().map(Turn::After);
    if ask.format != Format::Html {
        let known = known_leads(state, &found.bundles).await?;
        let next = |ending: &str| {
            older.as_ref().map(|turn| format!("{}{}", ask.base, here(&format!("/stories{ending}"), turn)))
        };
        if ask.format.is_table() {
            let table = table(&maker, &found.bundles, &known);
            return Ok(table.goes_on(next(ask.format.ending())).answer(
                &maker.file_name("stories"),
                ask.format,
                Reader::of(&maker),
            ));
        }
        let feed = Feed {
            title: format!("veille · {}", title(&maker, words.get("stories"))),
            page: format!("{}{}", ask.base, here("/stories", &turn)),
            address: format!("{}{}", ask.base, here(&ask.path, &turn)),
            next: next(ask.format.ending()),
            language: words.tag(),
            entries: entries(&maker, &found.bundles, &known, &ask.base),
            ..Feed::default()
        };
        return Ok(feed.answer(ask.format));
    }
    let counts = state.catalogue.read().story_counts(&selection);
    let mut groups = match order {
        Order::Newest => telling::by_day(&maker, &found.bundles, None).await?,
        // A group without articles would be a heading over nothing.
        Order::Largest if found.bundles.is_empty() => Vec::new(),
        Order::Largest => {
            let items = telling::items(&maker, &found.bundles, true).await?;
            let day = |(day, mut item): (Option<chrono::NaiveDate>, crate::lists::Item)| {
                item.other_day = item.other_day.or_else(|| day.map(|day| words.short_day(day)));
                item
            };
            vec![Group::of_any_day(items.into_iter().map(day).collect())]
        }
    };
    attach(&mut groups, ask, state);
    let chip = |key: &str, largest: bool| Chip {
        name: words.get(key),
        href: selection.href_at("/stories", largest.then_some(("sort", "largest"))),
        here: (order == Order::Largest) == largest,
    };
    let behind = told::behind(&state.store).await?;
    let page = StoriesPage {
        facets: facets(&maker, &counts, ask),
        period: lists::period(
            &maker,
            sort.map(|(name, value)| (name, value.to_owned())).into_iter().collect(),
        ),
        chips: chips(&maker),
        not_relevant: not_relevant(&maker, counts.not_relevant, |it| it.href("/stories", &Turn::First)),
        unfiltered: "/stories".to_owned(),
        orders: [chip("newest-first", false), chip("largest-first", true)],
        behind: (behind > 0).then(|| words.count("stories-behind", behind)),
        narrow: selection.is_narrow(),
        list: List {
            groups,
            total: words.count("stories-count", found.total),
            newer: found.newer.map(|place| here("/stories", &Turn::Before(place))),
            older: older.map(|turn| here("/stories", &turn)),
        },
        shell: Shell::new(ask, state, title(&maker, words.get("stories")))
            .with_entries(|ending| here(&format!("/stories{ending}"), &turn))
            .with_rows(found.total),
    };
    Ok(html(&page))
}

/// The articles that stand for stories, in the order of these.
async fn known_leads(
    state: &State,
    bundles: &[Bundle],
) -> Result<Vec<(Lead, Option<TaggedArticle>)>, Problem> {
    let mut known = Vec::new();
    // A table has ten thousand stories, and the store takes so many names at a time.
    for bundles in bundles.chunks(100) {
        let leads = leads(state, bundles).await?;
        let ids: Vec<ArticleId> = leads.iter().map(|lead| lead.id.clone()).collect();
        let mut found = told::by_id(&state.store, &ids).await?;
        known.extend(leads.into_iter().map(|lead| {
            let article = found.remove(&lead.id);
            (lead, article)
        }));
    }
    Ok(known)
}

fn entries(
    maker: &Maker<'_>,
    bundles: &[Bundle],
    known: &[(Lead, Option<TaggedArticle>)],
    base: &str,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (bundle, (lead, article)) in bundles.iter().zip(known) {
        // Forgotten since the list was cut.
        let Some(article) = article else { continue };
        let size = Size::of(bundle);
        let newest = bundle.tellers.first();
        entries.push(Entry {
            id: format!("urn:veille:story:{}", bundle.story),
            title: headline(article),
            page: format!("{base}{}", href(&bundle.story)),
            original: article.article.url.as_deref().and_then(crate::text::link),
            text: said(bundle, lead.ran, maker.words).join(" · "),
            at: newest.and_then(|teller| teller.at).map(|at| maker.state.zone.local(at)),
            categories: topics(bundle),
            language: Some(article.language.to_string()),
            more: json!({
                "story": bundle.story, "articles": size.articles, "originals": size.originals,
                "outlets": size.outlets, "languages": size.languages, "lead": lead.id,
                "told_by": bundle.tellers.iter().map(|teller| &teller.id).collect::<Vec<_>>(),
            }),
            ..Entry::default()
        });
    }
    entries
}

fn table(maker: &Maker<'_>, bundles: &[Bundle], known: &[(Lead, Option<TaggedArticle>)]) -> Table {
    let mut table = Table::new(
        "stories",
        &[
            "first",
            "last",
            "headline",
            "articles",
            "originals",
            "outlets",
            "languages",
            "topics",
            "address",
            "lead",
            "story",
        ],
    );
    for (bundle, (lead, article)) in bundles.iter().zip(known) {
        let size = Size::of(bundle);
        let days = days(bundle);
        let outlets: Vec<String> = size.outlets.iter().map(|source| maker.outlet(source, None)).collect();
        table.row(&[
            days.map(|(first, _)| first.to_string()).unwrap_or_default(),
            days.map(|(_, last)| last.to_string()).unwrap_or_default(),
            article.as_ref().map(headline).unwrap_or_default(),
            size.articles.to_string(),
            size.originals.to_string(),
            outlets.join("; "),
            size.languages.into_iter().collect::<Vec<_>>().join("; "),
            topics(bundle).join("; "),
            article.as_ref().and_then(|it| it.article.url.clone()).unwrap_or_default(),
            lead.id.to_string(),
            bundle.story.to_string(),
        ]);
    }
    table
}

/// One story, by its name or that of any article that tells it.
pub(crate) async fn story(Shared(state): Shared<Arc<State>>, Path(name): Path<String>, ask: Ask) -> Response {
    one(&state, &name, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn one(state: &State, name: &str, ask: &Ask) -> Result<Response, Problem> {
    let (id, format) = Format::split(name);
    if format != Format::Html {
        return Err(Problem::NotThere(name.to_owned()));
    }
    let Selection { triage, day, .. } = ask.selection()?.0;
    let Some((bundle, mut told)) = read(state, id, triage).await? else {
        return Err(Problem::NotThere(id.to_owned()));
    };
    if let Some(day) = day {
        let of_day: HashSet<&ArticleId> =
            bundle.tellers.iter().filter(|teller| teller.day == day).map(|teller| &teller.id).collect();
        told.retain(|told| of_day.contains(&told.article));
    }
    let (words, watched) = (ask.words, state.watched());
    let selection = Selection::default();
    // Where all of it is not relevant nothing is left out.
    let is_whole = bundle.tellers.iter().all(|teller| teller.is_unwanted);
    let asked = Selection { triage: unfiltered(state, triage).triage, day, ..Selection::default() };
    let maker = Maker { root: "/", state, watched: &watched, words, selection: &selection };
    let lead = leads(state, std::slice::from_ref(&bundle)).await?.remove(0);
    let here: HashMap<&ArticleId, &Told> = told.iter().map(|told| (&told.article, told)).collect();
    // A copy stands under its original, where that tells the story too.
    let head = |told: &Told| told.original().filter(|original| here.contains_key(original)).cloned();
    let mut under: HashMap<ArticleId, Vec<&Told>> = HashMap::new();
    let mut heads: Vec<&Told> = Vec::new();
    for told in &told {
        match head(told) {
            Some(original) => under.entry(original).or_default().push(told),
            None => heads.push(told),
        }
    }
    // Copies of copies stand under what stands by itself.
    let by_itself: Vec<ArticleId> = heads.iter().map(|told| told.article.clone()).collect();
    let lost = under.keys().filter(|original| !by_itself.contains(original)).cloned().collect::<Vec<_>>();
    for original in lost {
        heads.extend(under.remove(&original).unwrap_or_default());
    }
    // Who says no date stands last.
    heads.sort_by_key(|told| (told.at.is_none(), told.at, told.article.clone()));
    let total = heads.len();
    // One past the last is empty; what lies beyond is no page, and no number to count with.
    let page = ask.value("page").and_then(|page| page.parse::<usize>().ok()).unwrap_or(1);
    let page = page.clamp(1, total.div_ceil(TEXTS) + 1);
    let heads: Vec<&Told> = heads.into_iter().skip((page - 1) * TEXTS).take(TEXTS).collect();
    let mut ids: Vec<ArticleId> = vec![lead.id.clone()];
    for told in &heads {
        ids.push(told.article.clone());
        ids.extend(told.joined.iter().map(|joined| joined.to.clone()));
        ids.extend(told.originals.iter().map(|copied| copied.original.clone()));
        ids.extend(under.get(&told.article).into_iter().flatten().take(COPIES).map(|it| it.article.clone()));
    }
    // One article is asked for once, however many name it.
    ids.sort_unstable();
    ids.dedup();
    let known = told::by_id(&state.store, &ids).await?;
    let ruled = Ruled::read(&state.store).await?;
    // Known are the texts of this page alone; they stand in the order of time.
    let earliest = earliest_of(&told, &known, words).filter(|_| page == 1 && day.is_none());
    let texts = heads.iter().filter_map(|told| {
        let copies = under.get(&told.article).map(Vec::as_slice).unwrap_or_default();
        let mut text = text(&maker, told, copies, &known, &ruled)?;
        // Of what stands alone nobody is like it, whoever else is left out.
        if total == 1 && copies.is_empty() {
            text.because = Because::default();
        }
        let said = earliest.as_ref().filter(|(id, _)| *id == told.article).map(|(_, said)| said.clone());
        Some(Text { earliest: said, ..text })
    });
    let first = known.get(&lead.id);
    let at_page = |page: usize| asked.href_at(&href(&bundle.story), Some(("page", &page.to_string())));
    let lang = first.map(|article| article.language.to_string()).unwrap_or_default();
    let headline = first.map(headline).unwrap_or_default();
    let view = StoryPage {
        shell: Shell::new(ask, state, format!("{headline} · {}", words.get("stories"))),
        headline,
        dir: direction(&lang),
        lang,
        said: said(&bundle, lead.ran, words),
        period: period(&bundle, words),
        chips: day
            .map(|day| Chip {
                href: asked.without(FilterName::Day).href(&href(&bundle.story), &Turn::First),
                ..maker.day_chip(day)
            })
            .into_iter()
            .collect(),
        unfiltered: href(&bundle.story),
        not_relevant: not_relevant(
            &Maker { selection: &asked, ..maker },
            if is_whole { 0 } else { bundle.not_relevant },
            |it| it.href(&href(&bundle.story), &Turn::First),
        ),
        svg: picture(&bundle),
        topics: topics(&bundle).iter().map(|topic| maker.topic_chip(&TopicId::new(topic))).collect(),
        texts: texts.collect(),
        newer: (page > 1).then(|| at_page(page - 1)),
        older: (page * TEXTS < total).then(|| at_page(page + 1)),
        json: format!("/api/v1/stories/{}", bundle.story),
    };
    Ok(html(&view))
}

/// Who told it first as far as the pages say, and how that is called; nobody tells it first alone.
fn earliest_of(
    told: &[Told],
    known: &HashMap<ArticleId, TaggedArticle>,
    words: Words,
) -> Option<(ArticleId, String)> {
    let tellers = told.iter().filter_map(|told| known.get(&told.article));
    // Those on later pages are not known, and who says no date stands there.
    let all_dated =
        told.iter().all(|told| known.get(&told.article).is_some_and(|it| it.article.published_at.is_some()));
    let id = told::earliest(tellers).filter(|_| told.len() > 1)?;
    Some((id.clone(), words.get(if all_dated { "story-first" } else { "story-first-dated" })))
}

fn period(bundle: &Bundle, words: Words) -> String {
    match days(bundle) {
        None => words.get("day-unknown"),
        Some((first, last)) if first == last => words.day(first),
        Some((first, last)) => {
            let (from, to) = (words.short_day(first), words.short_day(last));
            words.with("period", &[("from", &from), ("to", &to)])
        }
    }
}

fn text(
    maker: &Maker<'_>,
    told: &Told,
    copies: &[&Told],
    known: &HashMap<ArticleId, TaggedArticle>,
    ruled: &Ruled,
) -> Option<Text> {
    let words = maker.words;
    let row = |copy: &&Told| {
        let article = known.get(&copy.article)?;
        Some((by(maker, article), copy_of(maker, copy, &told.article, known)?))
    };
    let outlets: std::collections::BTreeSet<_> =
        copies.iter().filter_map(|copy| Some(&known.get(&copy.article)?.article.source)).collect();
    Some(Text {
        by: by(maker, known.get(&told.article)?),
        earliest: None,
        because: because(maker, &why(told, known, ruled), known),
        copies_of: told.originals.iter().filter_map(|it| copy_of(maker, told, &it.original, known)).collect(),
        // Those whose source is not known any more are somebody all the same.
        ran: (!copies.is_empty()).then(|| words.count("ran-it", outlets.len().max(1))),
        copies: copies.iter().take(COPIES).filter_map(row).collect(),
        more: copies
            .len()
            .checked_sub(COPIES)
            .filter(|more| *more > 0)
            .map(|more| words.count("copies-more", more)),
    })
}

fn by(maker: &Maker<'_>, tagged: &TaggedArticle) -> By {
    let (article, words) = (&tagged.article, maker.words);
    let dated = crate::dated::Dated::of(article, &maker.state.zone);
    let lang = tagged.language.to_string();
    By {
        headline: headline(tagged),
        dir: direction(&lang),
        href: format!("/article/{}", article.id),
        outlet: maker.source_chip(article.source.as_str(), article.site_name.as_deref()),
        language: words.language(&lang),
        when: words.when(dated, true),
        datetime: dated.instant().map(|at| at.to_rfc3339()).unwrap_or_default(),
        lang,
    }
}

/// What a copy is to one of its originals.
pub(super) fn copy_of(
    maker: &Maker<'_>,
    copy: &Told,
    original: &ArticleId,
    known: &HashMap<ArticleId, TaggedArticle>,
) -> Option<Copy> {
    let (copied, words) = (copied(copy, original)?, maker.words);
    let outlet = known.get(original).map_or_else(
        || original.to_string(),
        |it| maker.outlet(it.article.source.as_str(), it.article.site_name.as_deref()),
    );
    let (here, there) = (percent(copied.of_copy, words), percent(copied.of_original, words));
    Some(Copy {
        said: words.with(&format!("copy-{}", copied.kind.as_str()), &[("outlet", &outlet)]),
        original: format!("/article/{original}"),
        shares: words.with("shares", &[("here", &here), ("there", &there)]),
        credited: copied.credited,
        beside: format!("/article/{}/beside/{original}", copy.article),
    })
}

/// `82 %`, as the language writes it.
pub(super) fn percent(share: u8, words: Words) -> String {
    words.with("percent", &[("share", &words.number(usize::from(share)))])
}

fn because(maker: &Maker<'_>, why: &Why, known: &HashMap<ArticleId, TaggedArticle>) -> Because {
    let words = maker.words;
    let name = |id: &ArticleId| {
        known.get(id).map_or_else(
            || id.to_string(),
            |it| {
                // An agency has several articles in a story: its name alone says of none which.
                let outlet = maker.outlet(it.article.source.as_str(), it.article.site_name.as_deref());
                let named = [("outlet", outlet.as_str()), ("headline", &beginning(&headline(it), HEADLINE))];
                words.with("story-which", &named)
            },
        )
    };
    let said = |said: String| Because { said, ..Because::default() };
    let href = |id: &ArticleId| known.contains_key(id).then(|| format!("/article/{id}"));
    match why {
        Why::Begins => said(words.get("story-first-by-hand")),
        Why::Middle => said(words.get("story-middle")),
        Why::Copy => said(words.get("story-copy")),
        Why::ByHand { with } => {
            Because { href: href(with), ..said(words.with("story-by-hand", &[("outlet", &name(with))])) }
        }
        Why::Like { with, reasons, .. } => {
            let kinds = [
                ("story-names", &reasons.names),
                ("story-numbers", &reasons.numbers),
                ("story-words", &reasons.words),
            ];
            let kinds = kinds.into_iter().filter(|(_, found)| !found.is_empty());
            Because {
                said: words.with("story-like", &[("outlet", &name(with))]),
                href: href(with),
                parts: kinds.map(|(key, found)| (words.get(key), shown(&found.join(", ")))).collect(),
            }
        }
    }
}
