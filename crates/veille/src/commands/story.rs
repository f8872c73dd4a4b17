//! `veille story`: events that several articles tell, why each belongs to one, and what people know better.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::Utc;
use serde_json::{Value, json};
use veille_model::{ArticleId, TaggedArticle, Told};
use veille_sink::Store;

use super::among::{originals, sentences};
use super::joined::{Why, why};
use super::{Context, story_rules, told};
use crate::arguments::{Database, Observed, Story};
use crate::exit::{Cause, failure};
use crate::health::Health;
use crate::shown::{self, Line, Progress, Results, shares};
use crate::signals::Signals;
use crate::when::{Period, When};
use crate::wiring::{Rule, follow_stories, rules, seconds, tell_all};

/// Before what belongs to an article.
const INDENT: &str = "    ";

pub async fn run(arguments: Story, context: Context) -> Result<()> {
    match arguments {
        Story::List { since, until, limit, database } => {
            list((since, until), limit, &database, &context).await
        }
        Story::Show { story, database } => show(&story, &database, &context).await,
        Story::Split { article, others, database } => split(&article, &others, &database, &context).await,
        Story::Merge { first, second, database } => merge((&first, &second), &database, &context).await,
        Story::Rules { take, database } => story_rules::run(take.as_deref(), &database, &context).await,
        Story::Follow { database, observed, once } => follow(&database, observed, once, &context).await,
    }
}

async fn list(
    (since, until): (Option<When>, Option<When>),
    limit: u32,
    database: &Database,
    context: &Context,
) -> Result<()> {
    let store = told::open(database, "story list", context).await?;
    let zone = context.configuration.settings.office.time_zone();
    let Period { since, until, .. } = Period::between(since, until, zone)?;
    let stories = store.stories(since, until, limit).await?;
    let ids: Vec<ArticleId> = stories.iter().map(|story| story.story.clone()).collect();
    let known = told::by_id(&store, &ids).await?;
    let mut results = Results::new();
    if stories.is_empty() {
        let of_period =
            if since.is_some() || until.is_some() { " in the time that is asked for" } else { "" };
        context.say(format!("no story is told by several articles{of_period}"));
    }
    let width = shown::width();
    if width.is_none() && !context.global.json && !stories.is_empty() {
        results.styled(&Line::tabbed(&["story", "articles", "originals", "first", "last", "headline"]))?;
    }
    for story in &stories {
        let headline = known.get(&story.story).and_then(|first| first.article.headline.as_deref());
        if context.global.json {
            results.json(&json!({
                "story": story.story, "articles": story.articles, "originals": story.originals,
                "first_at": story.first_at, "last_at": story.last_at, "headline": headline,
            }))?;
            continue;
        }
        let day = |at: Option<chrono::DateTime<Utc>>| {
            at.map(|at| at.with_timezone(&zone).date_naive().to_string()).unwrap_or_default()
        };
        let (first, last) = (day(story.first_at), day(story.last_at));
        let headline = headline.unwrap_or("no headline");
        match width {
            None => results.styled(&Line::tabbed(&[
                story.story.to_string(),
                story.articles.to_string(),
                story.originals.to_string(),
                first,
                last,
                headline.to_owned(),
            ]))?,
            Some(width) => {
                results.styled(&Line::default().bold(headline).cut(width))?;
                let days = if first == last { first } else { format!("{first} to {last}") };
                let copies = shares(story.articles, story.originals);
                results.styled(&Line::plain(INDENT).dim(format!("{}  {days}, {copies}", story.story)))?;
            }
        }
    }
    Ok(results.flush()?)
}

async fn show(named: &str, database: &Database, context: &Context) -> Result<()> {
    let store = told::open(database, "story show", context).await?;
    let tellers = tellers(&store, named).await?;
    let mut ids: Vec<ArticleId> = tellers.iter().map(|told| told.article.clone()).collect();
    ids.extend(tellers.iter().flat_map(|told| &told.originals).map(|copied| copied.original.clone()));
    let known = told::by_id(&store, &ids).await?;
    let ruled = rules(&store).await?;
    let mut results = Results::new();
    if !context.global.json {
        let first = known.get(&tellers[0].story).and_then(|first| first.article.headline.as_deref());
        results.styled(&Line::default().bold(first.unwrap_or("no headline")))?;
        let originals = tellers.iter().filter(|told| told.originals.is_empty()).count();
        let story = &tellers[0].story;
        results.line(format!("{story}, {}", shares(tellers.len() as u64, originals as u64)))?;
    }
    for told in &tellers {
        let article = known.get(&told.article);
        let why = why(told, &known, &ruled);
        if context.global.json {
            results.json(&as_json(told, article, &known, &why))?;
            continue;
        }
        results.styled(&Line::default())?;
        if let Some(article) = article {
            let row = shown::Row::of(article, None);
            for line in row.title_lines(shown::width().unwrap_or(usize::MAX), 2) {
                results.styled(&line)?;
            }
            results.styled(&row.address_line(0, shown::width()))?;
            results.line(row.provenance())?;
        } else {
            results.line(&told.article)?;
        }
        for sentence in sentences(told, &known).into_iter().chain([why.in_words()]) {
            let inside = shown::width().map(|width| width.saturating_sub(INDENT.len()));
            for line in shown::wrapped(&sentence, inside, usize::MAX) {
                results.styled(&Line::plain(INDENT).text(line))?;
            }
        }
    }
    Ok(results.flush()?)
}

fn as_json(
    told: &Told,
    article: Option<&TaggedArticle>,
    known: &BTreeMap<ArticleId, TaggedArticle>,
    why: &Why,
) -> Value {
    let written = article.map(|article| &article.article);
    json!({
        "story": told.story, "article": told.article, "url": written.and_then(|article| article.url.as_ref()),
        "headline": written.and_then(|article| article.headline.as_ref()),
        "source": written.map(|article| &article.source), "language": article.map(|article| &article.language),
        "published_at": written.and_then(|article| article.published_at),
        "originals": originals(told, known), "joined": told.joined.as_ref().map(|joined| &joined.to),
        "why": why.as_json(),
    })
}

/// The articles of the story that an article tells; where the article is gone, of the one that was named after it.
async fn tellers(store: &Store, named: &str) -> Result<Vec<Told>> {
    let by_name = store.tellers(&ArticleId::from(named.to_owned())).await?;
    if !by_name.is_empty() {
        return Ok(by_name);
    }
    let article = told::article(store, named).await?;
    let told = told::told(store, &article).await?;
    let tellers = store.tellers(&told.story).await?;
    // Not compared yet, it tells its story alone.
    Ok(if tellers.is_empty() { vec![told] } else { tellers })
}

async fn split(article: &str, others: &[String], database: &Database, context: &Context) -> Result<()> {
    let store = context.open_store(database).await?;
    let first = told::article(&store, article).await?;
    let mut made = vec![Rule::Begin(first.article.id.clone())];
    let mut concerned = vec![first.clone()];
    for other in others {
        let other = told::article(&store, other).await?;
        if other.article.id == first.article.id {
            return Err(failure(
                Cause::Usage,
                format!("{article}: an article does not tell a story with itself"),
            ));
        }
        made.push(join(&first, &other));
        concerned.push(other);
    }
    // What was joined by hand before is parted by hand now.
    let parted = |rule: &Rule| match rule {
        Rule::Join((a, _), (b, _)) => {
            let inside = |id: &ArticleId| concerned.iter().any(|article| article.article.id == *id);
            inside(a) != inside(b)
        }
        Rule::Begin(_) => false,
    };
    let dropped: Vec<Rule> = rules(&store).await?.into_iter().filter(parted).collect();
    story_rules::rule(&store, made, dropped, &concerned, "story split", context).await?;
    store.close().await;
    show(first.article.id.as_str(), database, context).await
}

async fn merge((first, second): (&str, &str), database: &Database, context: &Context) -> Result<()> {
    let store = context.open_store(database).await?;
    let first = told::article(&store, first).await?;
    let second = told::article(&store, second).await?;
    // The two stories' earliest: what follows them goes with them.
    let mut heads = Vec::new();
    for article in [&first, &second] {
        let told = told::told(&store, article).await?;
        heads.extend(store.current(std::slice::from_ref(&told.story)).await?);
    }
    let [one, other] = &heads[..] else { anyhow::bail!("a story's earliest article is stored no longer") };
    if one.article.id == other.article.id {
        context.say("these are one story already");
        return Ok(());
    }
    let ids = [&one.article.id, &other.article.id];
    // What was parted by hand before is joined by hand now.
    let parted = |rule: &Rule| matches!(rule, Rule::Begin(article) if ids.contains(&article));
    let dropped: Vec<Rule> = rules(&store).await?.into_iter().filter(parted).collect();
    story_rules::rule(&store, vec![join(one, other)], dropped, &heads, "story merge", context).await?;
    let shown = one.article.id.to_string();
    store.close().await;
    show(&shown, database, context).await
}

fn join(first: &TaggedArticle, second: &TaggedArticle) -> Rule {
    let end = |article: &TaggedArticle| (article.article.id.clone(), seconds(article.article.dated_at()));
    Rule::Join(end(first), end(second))
}

async fn follow(database: &Database, observed: Observed, once: bool, context: &Context) -> Result<()> {
    let signals = Signals::listen()?;
    let settings = &context.configuration.settings;
    let mut health = match once {
        // Nobody watches what ends by itself.
        true => None,
        // Before the store: who brings a large one up to date is alive.
        false => Some(Health::begin("story", &[], observed.metrics, context, &signals.stop).await?),
    };
    let store = context.open_store(database).await?;
    if once {
        let progress = Progress::start(context.global.quiet, "comparing");
        let last = store.last_change().await?;
        let on_work = |at| progress.indexed(at, last);
        if let Some(other) = tell_all(&store, "story follow", settings, on_work, &signals.stop).await? {
            drop(progress);
            context.say(format!("{other} joins the stories of this store already"));
        }
    } else {
        tracing::info!(store = %store.location(), "joining stories");
        if let Some(health) = &mut health {
            health.writes_to(&store, settings);
            health.ready();
        }
        follow_stories(&store, "story follow", settings, &signals.stop).await;
    }
    if let Some(health) = health {
        health.end().await;
    }
    store.close().await;
    if once && !signals.stop.is_cancelled() { Ok(()) } else { signals.conclude() }
}
