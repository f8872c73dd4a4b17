//! `veille story rules`: what people decided about stories as JSON Lines, out of one store and into another that is filled
//! anew.

use std::io::Read;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use veille_model::{ArticleId, Mark, TaggedArticle, plain};
use veille_sink::{ChangeKind, Store, Telling};

use super::Context;
use crate::arguments::Database;
use crate::configuration;
use crate::exit::{Cause, failure};
use crate::shown::{Results, count};
use crate::signals::Signals;
use crate::wiring::{Rule, rules, tell_all};

/// Articles that a line of the trail names.
const NAMED_MAX: usize = 20;

/// A rule as a line: articles are named by their ids, which hang on their addresses and are the same in every store.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Written {
    /// An article begins a story of its own.
    Begins(ArticleId),
    /// Two articles tell one story; each with when it was published, in seconds since 1970.
    Together([(ArticleId, i64); 2]),
}

impl From<Rule> for Written {
    fn from(rule: Rule) -> Self {
        match rule {
            Rule::Begin(article) => Self::Begins(article),
            Rule::Join(first, second) => Self::Together([first, second]),
        }
    }
}

impl From<Written> for Rule {
    fn from(written: Written) -> Self {
        match written {
            Written::Begins(article) => Self::Begin(article),
            Written::Together([first, second]) => Self::Join(first, second),
        }
    }
}

/// Prints the rules of a store, or takes up those of a file.
pub async fn run(take: Option<&Path>, database: &Database, context: &Context) -> Result<()> {
    let Some(file) = take else { return print(database, context).await };
    let taken = read(file)?;
    let store = context.open_store(database).await?;
    let named: Vec<ArticleId> = taken.iter().flat_map(articles).cloned().collect();
    // Who is not there yet is ruled upon when it comes.
    let concerned = store.current(&named).await?;
    let rules = count(taken.len() as u64, "rule", "rules");
    rule(&store, taken, Vec::new(), &concerned, "story rules", context).await?;
    store.close().await;
    context.say(format!("{rules} taken up from {}", file.display()));
    Ok(())
}

/// Writes rules down, and has the stories decided by them; by whoever joins them, where that is somebody else.
pub(super) async fn rule(
    store: &Store,
    made: Vec<Rule>,
    dropped: Vec<Rule>,
    concerned: &[TaggedArticle],
    command: &str,
    context: &Context,
) -> Result<()> {
    let mut marks: Vec<Mark> = dropped.iter().map(|rule| Mark { value: None, ..rule.mark() }).collect();
    marks.extend(made.iter().map(Rule::mark));
    // Whoever is named by a rule that is dropped is decided anew as well.
    let mut named: Vec<ArticleId> = concerned.iter().map(|article| article.article.id.clone()).collect();
    for rule in &dropped {
        match rule {
            Rule::Begin(article) => named.push(article.clone()),
            Rule::Join((first, _), (second, _)) => named.extend([first.clone(), second.clone()]),
        }
    }
    let current = store.current(&named).await?;
    let changes = current
        .iter()
        .map(|article| (ChangeKind::Ruled, article.article.id.clone(), article.article.revision.clone()))
        .collect();
    store.tell(&Telling { marks, changes, ..Telling::default() }).await?;
    let on = match named.len() {
        // A file of rules names thousands.
        many if many > NAMED_MAX => format!("{many} articles"),
        _ => named.iter().map(ArticleId::as_str).collect::<Vec<_>>().join(" "),
    };
    super::access::note(store, "stories-ruled", &on, command).await?;
    let signals = Signals::listen()?;
    let settings = &context.configuration.settings;
    if let Some(other) = tell_all(store, command, settings, |_| {}, &signals.stop).await? {
        context.say(format!("{other} joins the stories, and heeds this in a moment"));
    }
    signals.conclude()
}

async fn print(database: &Database, context: &Context) -> Result<()> {
    let store = super::told::open(database, "story rules", context).await?;
    let mut results = Results::new();
    let rules = rules(&store).await?;
    if rules.is_empty() {
        context.say("no story was split or merged by hand");
    }
    for rule in rules {
        results.json(&serde_json::to_value(Written::from(rule))?)?;
    }
    Ok(results.flush()?)
}

fn read(file: &Path) -> Result<Vec<Rule>> {
    let mut bytes = Vec::new();
    let read = match file.as_os_str() == "-" {
        true => std::io::stdin().read_to_end(&mut bytes).map(drop),
        false => std::fs::read(file).map(|read| bytes = read),
    };
    read.with_context(|| format!("reading {}", file.display()))?;
    let text = configuration::text(&bytes)
        .map_err(|(line, wrong)| failure(Cause::Usage, format!("{}:{line}: {wrong}", file.display())))?;
    let mut rules = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let written: Written = serde_json::from_str(line).map_err(|error| {
            let place = format!("{}:{}", file.display(), number + 1);
            let error = plain::json(&error);
            failure(Cause::Usage, format!("{place}: no rule as `veille story rules` prints them: {error}"))
        })?;
        rules.push(written.into());
    }
    Ok(rules)
}

fn articles(rule: &Rule) -> Vec<&ArticleId> {
    match rule {
        Rule::Begin(article) => vec![article],
        Rule::Join((first, _), (second, _)) => vec![first, second],
    }
}
