//! `veille quotes`: who said what, the newest first.

use anyhow::Result;
use chrono::{DateTime, NaiveTime, Utc};
use serde_json::json;
use veille_model::Moment;
use veille_sink::{QuotationFilter, Quoted, Store};

use super::Context;
use crate::arguments::Quotes;
use crate::shown::{self, Line, Results, count, safe, spoken, who, wrapped};
use crate::when::Period;

/// The names above the values, where no terminal is told.
const NAMES: [&str; 9] =
    ["date", "speaker", "role", "kind", "words", "language", "source", "headline", "address"];
/// Before what belongs to a quotation: as wide as a day and a gap.
const INDENT: &str = "            ";
/// Lines of a quotation on a terminal.
const LINES_MAX: usize = 6;

pub async fn run(arguments: &Quotes, context: &Context) -> Result<()> {
    let store = context.open_existing_store(&arguments.database).await?;
    let period = arguments.selection.period(&context.configuration)?;
    let (found, more) = found(&store, arguments, &period).await?;
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
            None => results.styled(&values(quoted, &period))?,
            Some(width) => {
                if at > 0 {
                    results.styled(&Line::default())?;
                }
                for line in lines(quoted, &period, width) {
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
async fn found(store: &Store, arguments: &Quotes, period: &Period) -> Result<(Vec<Quoted>, bool)> {
    let selection = &arguments.selection;
    let wanted = arguments.limit as usize;
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
        let mut found = store.quotations(&filter).await?;
        let is_all = found.len() < limit as usize;
        // The store knows days in UTC, and the office its own: what lies at the ends is looked at here.
        found.retain(|quoted| match dated(quoted) {
            Some(moment) => period.holds(moment),
            None => period.is_open(),
        });
        let more = found.len() > wanted;
        if more || is_all {
            found.truncate(wanted);
            return Ok((found, more));
        }
        // What fell out at the ends left fewer than were wanted.
        limit = limit.saturating_mul(2);
    }
}

/// When the article was published. The store orders a date that is only a day by its midnight, and nobody publishes at
/// midnight to the nanosecond.
fn dated(quoted: &Quoted) -> Option<Moment> {
    quoted.dated_at.map(|at: DateTime<Utc>| match at.time() == NaiveTime::MIN {
        true => Moment::Day(at.date_naive()),
        false => Moment::Instant(at.fixed_offset()),
    })
}

/// The day of the office.
fn day(quoted: &Quoted, period: &Period) -> String {
    match dated(quoted) {
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

fn values(quoted: &Quoted, period: &Period) -> Line {
    let quotation = &quoted.quotation;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    Line::tabbed(&[
        day(quoted, period),
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

fn lines(quoted: &Quoted, period: &Period, width: usize) -> Vec<Line> {
    let inside = width.saturating_sub(INDENT.len());
    let quotation = &quoted.quotation;
    let who = who(quotation).unwrap_or_else(|| "the text does not say who".to_owned());
    let mut speaker = wrapped(&safe::line(&who), Some(inside), 2).into_iter();
    let begin = Line::plain(day(quoted, period)).padded(INDENT.len());
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
