//! `veille diff`: what became of the articles between two stores or two replays, by other rules, other code or time.

use std::cmp::Ordering;
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::json;
use veille_model::TaggedArticle;
use veille_sink::{Location, Store};

use super::Context;
use crate::arguments::{Database, Diff};
use crate::difference::{Difference, Totals};
use crate::exit::{Cause, failure};
use crate::shown::{self, Line, Results, count};
use crate::signals::Signals;
use crate::wiring::{Compared, Lines, is_store};

pub async fn run(arguments: &Diff, context: &Context) -> Result<()> {
    let signals = Signals::listen()?;
    let old = Side::open(&arguments.old, context).await?;
    let new = Side::open(&arguments.new, context).await?;
    let (mut results, mut totals) = (Results::new(), Totals::default());
    let json = context.global.json;
    let (mut ours, mut theirs) = (old.articles()?, new.articles()?);
    let (mut one, mut other) = (ours.next().await?, theirs.next().await?);
    while !results.is_closed() && !signals.stop.is_cancelled() {
        let order = match (&one, &other) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(one), Some(other)) => one.article.id.cmp(&other.article.id),
        };
        // Both sides come in the order of their ids: the lower of two that stand next is missing on the other side.
        let lost = if order.is_le() { std::mem::replace(&mut one, ours.next().await?) } else { None };
        let gained = if order.is_ge() { std::mem::replace(&mut other, theirs.next().await?) } else { None };
        let told = Told { results: &mut results, json, totals: &mut totals };
        told.tell(lost.as_ref(), gained.as_ref())?;
    }
    // Without totals: those of a part would be taken for those of all.
    if signals.stop.is_cancelled() {
        results.flush()?;
        return signals.conclude();
    }
    conclude(results, &totals, arguments, context)
}

/// What is compared.
enum Side {
    Store(Store),
    Lines(PathBuf),
}

impl Side {
    async fn open(path: &Path, context: &Context) -> Result<Self> {
        // A database's URL is no file, and is none of lines either.
        if !is_store(path) {
            return Ok(Self::Lines(path.to_owned()));
        }
        let database = Database { path: Some(path.to_owned()) };
        // Nobody means to make the one of two that is not there.
        if matches!(context.store_location(&database)?, Location::Path(path) if !path.try_exists().unwrap_or(true))
        {
            anyhow::bail!("{}: there is no such store, nor a file of lines", path.display());
        }
        Ok(Self::Store(context.open_existing_store(&database).await?))
    }

    fn articles(&self) -> Result<Compared<'_>> {
        Ok(match self {
            Self::Store(store) => Compared::store(store),
            Self::Lines(path) => Compared::Lines(Lines::open(path)?),
        })
    }
}

/// Where differences are told, and counted.
pub struct Told<'r> {
    pub results: &'r mut Results,
    pub json: bool,
    pub totals: &'r mut Totals,
}

impl Told<'_> {
    /// Tells what became of one article.
    pub fn tell(self, old: Option<&TaggedArticle>, new: Option<&TaggedArticle>) -> Result<()> {
        let width = shown::width();
        let lines = match (old, new) {
            (None, Some(new)) => {
                self.totals.gained(new);
                if self.json {
                    return Ok(self.results.json(&json!({ "change": "gained", "article": new }))?);
                }
                shown::difference::whole(&Line::default().green("gained"), new, width)
            }
            (Some(old), None) => {
                self.totals.lost(old);
                if self.json {
                    return Ok(self.results.json(&json!({ "change": "lost", "article": old }))?);
                }
                shown::difference::whole(&Line::default().red("lost"), old, width)
            }
            (Some(old), Some(new)) => {
                let Some(difference) = self.totals.compare(old, new) else { return Ok(()) };
                if self.json {
                    return Ok(self.results.json(&changed(new, &difference))?);
                }
                shown::difference::changed(&Line::default().yellow("changed"), (old, new), &difference, width)
            }
            (None, None) => return Ok(()),
        };
        for line in lines {
            self.results.styled(&line)?;
        }
        Ok(())
    }
}

fn conclude(mut results: Results, totals: &Totals, arguments: &Diff, context: &Context) -> Result<()> {
    if context.global.json {
        results.json(&json!({ "summary": totals }))?;
    } else if !totals.topics.is_empty() {
        results.styled(&Line::default())?;
        shown::difference::by_topic(&totals.topics, &mut results)?;
    }
    results.flush()?;
    context.tell(summary(totals));
    if arguments.exit_code && !totals.is_same() {
        return Err(failure(Cause::Different, "they differ"));
    }
    Ok(())
}

/// An article that changed, for a program.
fn changed(new: &TaggedArticle, difference: &Difference) -> serde_json::Value {
    let article = &new.article;
    json!({
        "change": "changed", "id": article.id, "url": article.url, "headline": article.headline,
        "source": article.source, "parts": difference.parts(), "difference": difference,
    })
}

/// `20 articles the same, 3 gained, 1 lost, 4 changed (text 2, topics 3)`
pub fn summary(totals: &Totals) -> String {
    let Totals { same, gained, lost, changed, parts, .. } = totals;
    let parts: Vec<String> = parts.iter().map(|(part, many)| format!("{part} {many}")).collect();
    let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
    let same = count(*same, "article is the same", "articles are the same");
    format!("{same}, {gained} gained, {lost} lost, {changed} changed{parts}")
}
