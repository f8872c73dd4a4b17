//! `veille people`: who and what is named, in how many articles, and as what they are introduced.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use futures_util::TryStreamExt;
use serde::Serialize;
use veille_model::{Mention, MentionKind, TaggedArticle};
use veille_sink::Filter;
use veille_text::name::{self, Register, Wanted};

use super::{Context, judged};
use crate::arguments::People;
use crate::shown::{self, Line, Progress, Results, count};
use crate::when::Period;

/// The names above the values, where no terminal is told.
const NAMES: [&str; 5] = ["kind", "name", "articles", "roles", "spellings"];
/// Roles and spellings of one that are shown.
const SHOWN_MAX: usize = 3;
/// Columns that the longest name takes.
const NAME_MAX: usize = 40;

/// Somebody or something, in all articles.
#[derive(Debug, Serialize)]
struct Named {
    kind: MentionKind,
    /// The spelling of most articles.
    name: String,
    key: String,
    articles: u64,
    /// As what the articles introduce whom they quote, most often first.
    roles: Vec<Counted>,
    spellings: Vec<Counted>,
}

#[derive(Default)]
struct Gathered {
    /// Two mentions of one are one article.
    articles: BTreeSet<u32>,
    roles: BTreeMap<String, u64>,
    spellings: BTreeMap<String, u64>,
}

/// A value and how many articles have it.
#[derive(Debug, Serialize)]
struct Counted {
    text: String,
    articles: u64,
}

pub async fn run(arguments: &People, context: &Context) -> Result<()> {
    let store = context.open_existing_store(&arguments.database).await?;
    let period = arguments.selection.period(&context.configuration)?;
    let mut everybody = Everybody::default();
    // As queries ask: `person:"…"`, `org:"…"`, `place:"…"`.
    let wanted = |name: &String| MentionKind::ALL.map(|kind| Wanted::new(kind, name));
    let wanted = arguments.named.as_ref().map(wanted);
    let is_wanted = |mention: &Mention| {
        let is = |wanted: &Wanted| wanted.is(mention.kind, &mention.name, &mention.key);
        wanted.as_ref().is_none_or(|wanted| wanted.iter().any(is))
    };
    let unwanted = judged::left_out(&store, &arguments.judged).await?;
    let mut left_out = 0;
    // One pass over all: which spellings are one's shows only when all of them were met.
    let progress = Progress::silent(context.global.quiet, "reading", store.location());
    let mut articles = store.every_named(&filter(arguments, &period));
    while let Some(tagged) = articles.try_next().await? {
        // The store knows days in UTC, and the office its own: what lies at the ends is looked at here.
        if !period.holds_article(&tagged.article) {
            continue;
        }
        if unwanted.contains(&tagged.article.id) {
            left_out += 1;
        } else {
            everybody.take(&tagged, |mention| {
                arguments.kind.is_none_or(|kind| mention.kind == kind.of()) && is_wanted(mention)
            });
        }
    }
    let named = everybody.finish();
    drop(progress);
    judged::say(left_out, context);
    let mut results = Results::new();
    if named.is_empty() {
        let of = arguments.named.as_ref().map(|name| format!(" of {name:?}")).unwrap_or_default();
        context.say(arguments.selection.nothing(&format!("name{of}"), &context.configuration)?);
        return Ok(());
    }
    let limit = arguments.limit as usize;
    print(&named[..named.len().min(limit)], context, &mut results)?;
    results.flush()?;
    if named.len() > limit {
        let all = count(named.len() as u64, "name", "names");
        context.say(format!("these are {limit} of {all}; --limit takes more"));
    }
    Ok(())
}

fn print(named: &[Named], context: &Context, results: &mut Results) -> Result<()> {
    let width = shown::width();
    if width.is_none() && !context.global.json {
        // Headings only where a program reads: people see what the columns are.
        results.styled(&Line::tabbed(&NAMES))?;
    }
    let longest = named.iter().map(|named| console::measure_text_width(&named.name)).max();
    let column = longest.unwrap_or_default().min(NAME_MAX) + 2;
    for named in named {
        match (context.global.json, width) {
            (true, _) => results.json(named)?,
            (false, None) => results.styled(&values(named))?,
            (false, Some(width)) => results.styled(&line(named, column).cut(width))?,
        }
    }
    Ok(())
}

/// Which articles are asked for; of the period, somewhat more.
fn filter(arguments: &People, period: &Period) -> Filter {
    let selection = &arguments.selection;
    Filter {
        topic: selection.topic(),
        language: selection.language(),
        source: selection.source(),
        since: period.since_any_day(),
        limit: u32::MAX,
    }
}

/// All that were met.
#[derive(Default)]
struct Everybody {
    register: Register,
    /// By the number of a spelling.
    spelled: Vec<Spelled>,
    articles: u32,
}

/// What was found of a spelling.
struct Spelled {
    kind: MentionKind,
    /// The articles that have it, by the order in which they were read.
    articles: Vec<u32>,
    roles: BTreeMap<String, u64>,
}

impl Everybody {
    fn take(&mut self, tagged: &TaggedArticle, is_asked: impl Fn(&Mention) -> bool) {
        self.articles += 1;
        let roles = roles(tagged);
        for mention in tagged.mentions.iter().filter(|mention| is_asked(mention)) {
            let number = self.register.meet(mention.kind, &mention.name, &mention.key) as usize;
            // The register numbers spellings in the order in which it meets them.
            if number == self.spelled.len() {
                let (articles, roles) = (Vec::new(), BTreeMap::new());
                self.spelled.push(Spelled { kind: mention.kind, articles, roles });
            }
            let spelled = &mut self.spelled[number];
            spelled.articles.push(self.articles);
            for (_, role) in roles.iter().filter(|(speaker, _)| *speaker == mention) {
                *spelled.roles.entry((*role).to_owned()).or_default() += 1;
            }
        }
    }

    fn finish(mut self) -> Vec<Named> {
        self.register.settle();
        let mut ones: BTreeMap<u32, Gathered> = BTreeMap::new();
        for (number, spelled) in (0..).zip(&self.spelled) {
            let gathered = ones.entry(self.register.whose(number)).or_default();
            gathered.articles.extend(&spelled.articles);
            for (role, count) in &spelled.roles {
                *gathered.roles.entry(role.clone()).or_default() += count;
            }
            let name = self.register.name(number).to_owned();
            *gathered.spellings.entry(name).or_default() += spelled.articles.len() as u64;
        }
        let named = |(number, gathered): (u32, Gathered)| {
            let (roles, spellings) = (most(gathered.roles), most(gathered.spellings));
            Named {
                kind: self.spelled[number as usize].kind,
                name: spellings.first().map(|most| most.text.clone()).unwrap_or_default(),
                key: self.register.key(number).to_owned(),
                articles: gathered.articles.len() as u64,
                roles,
                spellings,
            }
        };
        let mut named: Vec<Named> = ones.into_iter().map(named).collect();
        // Then by name, so that two runs print the same.
        named.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
        named
    }
}

/// As what an article introduces those of its mentions whom it quotes, each role once.
fn roles(tagged: &TaggedArticle) -> Vec<(&Mention, &str)> {
    let told: BTreeSet<(&str, &str)> = tagged
        .quotations
        .iter()
        .filter_map(|quotation| quotation.speaker.as_deref().zip(quotation.role.as_deref()))
        .collect();
    let whose = |(speaker, role)| Some((name::mention(&tagged.mentions, speaker)?, role));
    let mut roles: Vec<(&Mention, &str)> = told.into_iter().filter_map(whose).collect();
    // Two spellings of a speaker are one article's.
    roles.sort_unstable_by(|one, other| (&one.0.name, one.1).cmp(&(&other.0.name, other.1)));
    roles.dedup();
    roles
}

fn most(counts: BTreeMap<String, u64>) -> Vec<Counted> {
    let mut counted: Vec<Counted> =
        counts.into_iter().map(|(text, articles)| Counted { text, articles }).collect();
    // Then by their letters, so that two runs print the same.
    counted.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.text.cmp(&b.text)));
    counted
}

/// The first few, and how many more there are.
fn few(counted: &[Counted]) -> String {
    let shown: Vec<&str> = counted.iter().take(SHOWN_MAX).map(|counted| &*counted.text).collect();
    let more = counted.len().saturating_sub(SHOWN_MAX);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join("; "))
}

fn values(named: &Named) -> Line {
    Line::tabbed(&[
        named.kind.as_str().to_owned(),
        named.name.clone(),
        named.articles.to_string(),
        few(&named.roles),
        few(&named.spellings),
    ])
}

fn line(named: &Named, column: usize) -> Line {
    let articles = count(named.articles, "article", "articles");
    let line = Line::default().bold(&named.name).padded(column).text(format!("{articles:<14}"));
    let said = match (named.roles.is_empty(), named.spellings.len() > 1) {
        (false, _) => few(&named.roles),
        (true, true) => format!("also {}", few(&named.spellings[1..])),
        (true, false) => String::new(),
    };
    line.dim(said)
}

#[cfg(test)]
mod tests {
    use veille_model::{Quotation, QuotationKind};

    use super::*;
    use crate::shown::samples::article;

    #[test]
    fn who_is_quoted_in_other_letters_keeps_the_role() {
        let mention = |name: &str| Mention {
            kind: MentionKind::Person,
            name: name.to_owned(),
            key: name::key(name),
            headline: Vec::new(),
            text: Vec::new(),
        };
        let said = |speaker: &str, role: &str| Quotation {
            kind: QuotationKind::Direct,
            start: 0,
            end: 0,
            exact: String::new(),
            speaker: Some(speaker.to_owned()),
            role: Some(role.to_owned()),
            cue: None,
        };
        let mut tagged = TaggedArticle::unjudged(article());
        tagged.mentions = vec![mention("Lê Thị Hoa"), mention("Ban Ki-moon")];
        tagged.quotations = vec![
            said("LÊ THỊ HOA", "minister"),
            said("Le Thi Hoa", "minister"),
            said("Hoa", "nurse"),
            said("Ban Kimoon", "secretary"),
        ];
        let told = roles(&tagged).into_iter().map(|(mention, role)| (mention.name.as_str(), role));
        assert_eq!(told.collect::<Vec<_>>(), [("Ban Ki-moon", "secretary"), ("Lê Thị Hoa", "minister")]);
    }
}
