//! `veille quotes`: who said what, the newest first.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use serde_json::json;
use veille_model::{ArticleId, Moment};
use veille_sink::{QuotationFilter, Quoted, Store};

use super::{Context, judged};
use crate::arguments::Quotes;
use crate::shown::{self, Line, Results, count, safe, spoken, who, wrapped};
use crate::when::{self, Period};

/// The names above the values, where no terminal is told.
const NAMES: [&str; 9] =
    ["date", "speaker", "role", "kind", "words", "language", "source", "headline", "address"];
/// Before what belongs to a quotation: as wide as a day and a gap.
const INDENT: &str = "            ";
/// Lines of a quotation on a terminal.
const LINES_MAX: usize = 6;
/// Articles that are looked up at once.
const AT_ONCE: usize = 500;

/// When articles were published, by their ids.
type Dates = BTreeMap<ArticleId, Option<Moment>>;

/// What is asked for.
struct Found {
    quotations: Vec<Quoted>,
    dates: Dates,
    /// Whether there is more of it.
    more: bool,
    /// Articles that the office called not relevant.
    left_out: usize,
}

pub async fn run(arguments: &Quotes, context: &Context) -> Result<()> {
    let store = context.open_existing_store(&arguments.database).await?;
    let period = arguments.selection.period(&context.configuration)?;
    let Found { quotations: found, dates, more, left_out } = found(&store, arguments, &period).await?;
    judged::say(left_out, context);
    let mut results = Results::new();
    if found.is_empty() {
        let of = arguments.by.as_ref().map(|name| format!(" of {name:?}")).unwrap_or_default();
        context.say(arguments.selection.nothing(&format!("quotation{of}"), &context.configuration)?);
        return Ok(());
    }
    let width = shown::width();
    if width.is_none() && !context.global.json {
        results.styled(&Line::tabbed(&NAMES))?;
    }
    for (at, quoted) in found.iter().enumerate() {
        if context.global.json {
            results.json(&as_json(quoted))?;
            continue;
        }
        match width {
            None => results.styled(&values(quoted, &day(quoted, &dates, &period)))?,
            Some(width) => {
                if at > 0 {
                    results.styled(&Line::default())?;
                }
                for line in lines(quoted, &day(quoted, &dates, &period), width) {
                    results.styled(&line)?;
                }
            }
        }
    }
    results.flush()?;
    if more {
        context.say(format!(
            "these are the newest {}; --limit takes more",
            count(found.len(), "quotation", "quotations")
        ));
    }
    Ok(())
}

/// What is asked for, and whether there is more of it.
async fn found(store: &Store, arguments: &Quotes, period: &Period) -> Result<Found> {
    let selection = &arguments.selection;
    let wanted = arguments.limit as usize;
    let unwanted = judged::left_out(store, &arguments.judged).await?;
    // One more, which tells that there is more.
    let mut limit = arguments.limit.saturating_add(1);
    loop {
        let filter = QuotationFilter {
            by: arguments.by.clone(),
            topic: selection.topic(),
            language: selection.language(),
            source: selection.source(),
            since: period.since_any_day(),
            until: period.until_any_day(),
            limit,
        };
        let mut quotations = store.quotations(&filter).await?;
        let is_all = quotations.len() < limit as usize;
        // The store knows days in UTC, and the office its own: what lies at the ends is looked at here.
        let dates = dates(store, &quotations).await?;
        quotations.retain(|quoted| match dates.get(&quoted.article).copied().flatten() {
            Some(moment) => period.holds(moment),
            None => period.is_open(),
        });
        let mut left_out = BTreeSet::new();
        quotations.retain(|quoted| {
            let is_unwanted = unwanted.contains(&quoted.article);
            if is_unwanted {
                left_out.insert(quoted.article.clone());
            }
            !is_unwanted
        });
        let more = quotations.len() > wanted;
        if more || is_all {
            quotations.truncate(wanted);
            return Ok(Found { quotations, dates, more, left_out: left_out.len() });
        }
        // What fell out left fewer than were wanted.
        limit = limit.saturating_mul(2);
    }
}

/// When the articles of quotations were published, as their documents say it: the store orders a date that is only a day by an instant.
async fn dates(store: &Store, quotations: &[Quoted]) -> Result<Dates> {
    let mut ids: Vec<ArticleId> = quotations.iter().map(|quoted| quoted.article.clone()).collect();
    ids.dedup();
    let mut dates = Dates::new();
    for piece in ids.chunks(AT_ONCE) {
        let articles = store.current(piece).await?.into_iter().map(|tagged| tagged.article);
        dates.extend(articles.map(|article| (article.id.clone(), when::dated(&article))));
    }
    Ok(dates)
}

/// The day of the office.
fn day(quoted: &Quoted, dates: &Dates, period: &Period) -> String {
    match dates.get(&quoted.article).copied().flatten() {
        Some(Moment::Instant(at)) => at.with_timezone(&period.zone).date_naive().to_string(),
        Some(Moment::Day(day)) => day.to_string(),
        None => String::new(),
    }
}

fn as_json(quoted: &Quoted) -> serde_json::Value {
    let Quoted { article, url, headline, source, language, dated_at, quotation } = quoted;
    json!({
        "dated_at": dated_at, "article": article, "url": url, "headline": headline, "source": source,
        "language": language, "quotation": quotation,
    })
}

fn values(quoted: &Quoted, day: &str) -> Line {
    let quotation = &quoted.quotation;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    Line::tabbed(&[
        day.to_owned(),
        text(&quotation.speaker),
        text(&quotation.role),
        quotation.kind.as_str().to_owned(),
        quotation.exact.clone(),
        quoted.language.clone(),
        quoted.source.to_string(),
        text(&quoted.headline),
        quoted.url.clone().unwrap_or_else(|| quoted.article.to_string()),
    ])
}

fn lines(quoted: &Quoted, day: &str, width: usize) -> Vec<Line> {
    let inside = width.saturating_sub(INDENT.len());
    let quotation = &quoted.quotation;
    let who = who(quotation).unwrap_or_else(|| "the text does not say who".to_owned());
    let mut speaker = wrapped(&safe::line(&who), Some(inside), 2).into_iter();
    let begin = Line::plain(day).padded(INDENT.len());
    let mut lines = vec![begin.bold(speaker.next().unwrap_or_default())];
    lines.extend(speaker.map(|line| Line::plain(INDENT).bold(line)));
    let words = wrapped(&spoken(quotation), Some(inside), LINES_MAX);
    lines.extend(words.into_iter().map(|line| Line::plain(INDENT).text(line)));
    let headline = quoted.headline.as_deref().unwrap_or("no headline");
    let article = format!("{}, {}: {headline}", quoted.source, quoted.language);
    lines.push(Line::plain(INDENT).dim(article).cut(width));
    let address = quoted.url.as_deref().unwrap_or(quoted.article.as_str());
    // As in tables: an address that does not fit stands alone, so that it is copied whole.
    let fits = INDENT.len() + console::measure_text_width(address) <= width;
    lines.push(Line::plain(if fits { INDENT } else { "" }).dim(address));
    lines
}
