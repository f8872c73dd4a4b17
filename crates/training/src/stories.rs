//! How good stories are on an annotated set (B-cubed, pairs): figures for the README of this crate.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use serde_json::Value;
use veille_model::Moment;
use veille_stories::{Stories, Telling};

use crate::edits::telling;
use crate::mix::Dice;
use crate::places;

#[derive(Args, Debug)]
pub struct Options {
    /// Sets as gzipped JSON Lines (id, headline, text, published_at, story) [default: those of VEILLE_SHARED]
    #[arg(value_name = "FILE")]
    sets: Vec<PathBuf>,
    /// Print each article's id and story, as `score.py` reads them, and not how good that is
    #[arg(long)]
    print: bool,
    /// Bring the articles in so many orders by chance, one by one, and say whether the stories are the same
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    orders: u64,
    /// Print the likeness of every pair that is within three days: what the weights are fitted to
    #[arg(long)]
    pairs: bool,
    /// Copies alone: what is one text with another, not what tells of one event; pairs instead of B-cubed
    #[arg(long)]
    copies: bool,
    /// Print what was joined wrongly or not at all
    #[arg(long)]
    show: bool,
}

/// An annotated article.
struct Annotated {
    id: String,
    source: String,
    story: String,
    headline: String,
    text: String,
    at: Option<i64>,
    lead: String,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let mut sets = options.sets.clone();
    if sets.is_empty() {
        let folder = places::shared()?.join("data/stories");
        sets = vec![folder.join("vietnamese.jsonl.gz"), folder.join("ecbplus.jsonl.gz")];
    }
    for path in &sets {
        let set = read(path)?;
        if options.pairs {
            pairs(&set);
            continue;
        }
        let stories = join(&set, None, options.copies)?;
        for order in 0..options.orders {
            let again = join(&set, Some(order), options.copies)?;
            let differ = set.iter().filter(|article| stories[&article.id] != again[&article.id]).count();
            println!("order {order}: {differ} articles are of another story");
        }
        if options.print {
            set.iter().for_each(|article| println!("{}\t{}", article.id, stories[&article.id]));
            continue;
        }
        println!("{}: {}", path.display(), score(&set, &stories));
        if options.copies {
            println!("{}", score_of_pairs(&set, &stories));
        }
        if options.show {
            show(&set, &stories);
        }
    }
    Ok(())
}

fn read(path: &std::path::Path) -> anyhow::Result<Vec<Annotated>> {
    let mut set = Vec::new();
    for line in places::lines(path)? {
        let article: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| article[key].as_str().unwrap_or_default().to_owned();
        let at = article["published_at"].as_str().map(|at| at.parse::<Moment>()).transpose();
        let at = at.ok().context("published_at is no instant and no day")?;
        set.push(Annotated {
            id: text("id"),
            // Where nobody says who published it, each is its own.
            source: article["source"].as_str().unwrap_or(&text("id")).to_owned(),
            story: text("story"),
            headline: text("headline"),
            lead: text("text").chars().take(120).collect(),
            text: text("text"),
            at: at.map(|moment| match moment {
                // Somewhere in the day.
                Moment::Day(day) => day.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc().timestamp(),
                Moment::Instant(instant) => instant.timestamp(),
            }),
        });
    }
    Ok(set)
}

/// The story of each article: brought all at once, or one by one in an order by chance.
fn join(set: &[Annotated], order: Option<u64>, copies: bool) -> anyhow::Result<BTreeMap<String, String>> {
    let mut tellings: Vec<(Telling, _)> = Vec::new();
    for article in set {
        let (mut telling, shingles) =
            telling(&article.id, &article.source, 0, &article.headline, &article.text);
        telling.at = article.at;
        tellings.push((telling, shingles));
    }
    let mut stories = Stories::of_a_set();
    let mut found = BTreeMap::new();
    if let Some(seed) = order {
        let mut dice = Dice(seed + 1);
        for at in (1..tellings.len()).rev() {
            // Fisher and Yates: each order as likely as every other.
            tellings.swap(at, dice.below(at as u64 + 1) as usize);
        }
    }
    let whole = order.is_none();
    let pieces: Vec<Vec<_>> = match whole {
        true => vec![tellings],
        false => tellings.into_iter().map(|one| vec![one]).collect(),
    };
    for piece in pieces {
        piece.into_iter().for_each(|(telling, shingles)| stories.put(telling, shingles));
        let decided =
            stories.settle().map_err(|wanted| anyhow::anyhow!("a whole set asks for {wanted:?}"))?;
        for (standing, _) in decided.told {
            let of = match copies {
                true => standing.original().unwrap_or(&standing.article),
                false => &standing.story,
            };
            found.insert(standing.article.to_string(), of.to_string());
        }
    }
    // A copy of a copy is one of the first.
    for article in found.keys().cloned().collect::<Vec<_>>().into_iter().filter(|_| copies) {
        let mut of = article.clone();
        while found[&of] != of {
            of = found[&of].clone();
        }
        found.insert(article, of);
    }
    Ok(found)
}

fn pairs(set: &[Annotated]) {
    let read = |article: &Annotated| {
        let (mut telling, _) = telling(&article.id, &article.id, 0, &article.headline, &article.text);
        telling.at = article.at;
        telling
    };
    let tellings: Vec<Telling> = set.iter().map(read).collect();
    for (at, first) in tellings.iter().enumerate() {
        for (there, second) in tellings.iter().enumerate().skip(at + 1) {
            let like = first.likeness(second);
            // Three days, beyond which the program joins nothing.
            let is_near = first.at.zip(second.at).is_none_or(|(a, b)| (a - b).abs() <= 72 * 3600);
            if is_near && like.words + like.lead + like.names > 0.1 {
                let same = u8::from(set[at].story == set[there].story);
                let (a, b) = (&set[at].id, &set[there].id);
                println!("{a}\t{b}\t{same}\t{}\t{}\t{}\t{}", like.words, like.lead, like.names, like.numbers);
            }
        }
    }
}

/// B-cubed: precision, recall and their harmonic mean.
fn b_cubed(set: &[Annotated], stories: &BTreeMap<String, String>) -> (f64, f64, f64) {
    let (mut both, mut ours, mut theirs) =
        (BTreeMap::<_, f64>::new(), BTreeMap::<_, f64>::new(), BTreeMap::<_, f64>::new());
    for article in set {
        let (story, gold) = (&stories[&article.id], &article.story);
        *both.entry((story, gold)).or_default() += 1.0;
        *ours.entry(story).or_default() += 1.0;
        *theirs.entry(gold).or_default() += 1.0;
    }
    let all = set.len() as f64;
    let precision = both.iter().map(|((story, _), n)| n * n / ours[story]).sum::<f64>() / all;
    let recall = both.iter().map(|((_, gold), n)| n * n / theirs[gold]).sum::<f64>() / all;
    (precision, recall, 2.0 * precision * recall / (precision + recall))
}

fn score(set: &[Annotated], stories: &BTreeMap<String, String>) -> String {
    let count = |names: BTreeSet<&String>| names.len();
    let (precision, recall, both) = b_cubed(set, stories);
    format!(
        "{} articles, {} stories, {} found; B-cubed {both:.3} (precision {precision:.3}, recall {recall:.3})",
        set.len(),
        count(set.iter().map(|article| &article.story).collect()),
        count(stories.values().collect()),
    )
}

/// How many of the pairs that are said to be one are, and how many of those that are one are said to be.
fn score_of_pairs(set: &[Annotated], stories: &BTreeMap<String, String>) -> String {
    let mut groups: [BTreeMap<(&str, &str), f64>; 3] = Default::default();
    for article in set {
        let (story, gold) = (stories[&article.id].as_str(), article.story.as_str());
        for (groups, name) in groups.iter_mut().zip([(story, gold), (story, ""), ("", gold)]) {
            *groups.entry(name).or_default() += 1.0;
        }
    }
    let [both, ours, theirs] = groups.map(|groups| groups.values().map(|n| n * (n - 1.0) / 2.0).sum::<f64>());
    format!(
        "pairs: precision {:.4}, recall {:.4} ({both} of {ours} and {theirs})",
        both / ours,
        both / theirs
    )
}

fn show(set: &[Annotated], stories: &BTreeMap<String, String>) {
    let mut by_gold: BTreeMap<&str, BTreeMap<&str, Vec<&Annotated>>> = BTreeMap::new();
    let mut by_story: BTreeMap<&str, BTreeMap<&str, Vec<&Annotated>>> = BTreeMap::new();
    for article in set {
        let story = stories[&article.id].as_str();
        by_gold.entry(&article.story).or_default().entry(story).or_default().push(article);
        by_story.entry(story).or_default().entry(&article.story).or_default().push(article);
    }
    for (what, groups) in [("not joined", by_gold), ("joined", by_story)] {
        for (name, parts) in groups.iter().filter(|(_, parts)| parts.len() > 1) {
            println!("{what}: {name}");
            for articles in parts.values() {
                let first = articles[0];
                println!(
                    "  {:>3} {} {:?} {} | {:?}",
                    articles.len(),
                    first.id,
                    first.at,
                    first.headline,
                    first.lead
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_are_as_good_as_they_were() {
        let Some(shared) = places::shared_if_any() else { return };
        for (name, floor) in [("vietnamese", 0.952), ("ecbplus", 0.963)] {
            let set = read(&shared.join(format!("data/stories/{name}.jsonl.gz"))).unwrap();
            let stories = join(&set, None, false).unwrap();
            assert!(b_cubed(&set, &stories).2 >= floor, "{name}: {}", score(&set, &stories));
            assert_eq!(join(&set, Some(1), false).unwrap(), stories, "{name} in another order");
        }
    }
}
