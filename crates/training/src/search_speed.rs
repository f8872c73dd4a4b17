//! How fast a search is among how many articles, and how large its index: figures for the README, on mixed articles.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use chrono::TimeDelta;
use clap::Args;
use veille_model::Batch;
use veille_pipeline::Stop;
use veille_query::Query;
use veille_search::{Counting, Request, Search, catch_up, follow};
use veille_sink::Store;
use veille_text::{Document, Zone};

use crate::mix::{Dice, Mix};

/// Articles in one commit.
const BATCH: u64 = 1_000;
/// Queries of each kind.
const QUERIES: usize = 100;
/// How long articles are stored while somebody waits for them.
const LIVE_SECS: u64 = 20;
/// What the engine gathers.
const MEMORY: usize = 64_000_000;

#[derive(Args, Debug)]
pub struct Options {
    /// How many articles are stored and indexed; those that are there already are kept
    #[arg(long, value_name = "COUNT", default_value_t = 100_000)]
    articles: u64,
    /// Where the store and its index lie, and stay
    #[arg(long, value_name = "DIR")]
    folder: PathBuf,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(measure(options))
}

async fn measure(options: &Options) -> anyhow::Result<()> {
    let mix = Mix::read(1)?;
    std::fs::create_dir_all(&options.folder).with_context(|| options.folder.display().to_string())?;
    let store = Store::open(options.folder.join("mix.db").as_path()).await?;
    let index = options.folder.join("mix.db.search");
    let begun = store.last_change().await?;
    fill(&store, &mix, begun, options.articles).await?;

    let (before, spent) = (Instant::now(), processor_time());
    let keeper = catch_up(&store, &index, "search-speed", MEMORY, |_| {}, &Stop::new()).await?;
    ensure!(keeper.is_none(), "somebody else keeps this index");
    let search = Search::open(&index)?;
    let (articles, bytes) = search.size()?;
    let indexed = articles.saturating_sub(begun).max(1);
    println!(
        "{articles} articles, {:.0} bytes of index an article; {indexed} indexed in {:.0} s, {:.0} a second, \
         {:.0} a second of processor",
        bytes as f64 / articles as f64,
        before.elapsed().as_secs_f64(),
        indexed as f64 / before.elapsed().as_secs_f64(),
        indexed as f64 / (processor_time() - spent).as_secs_f64(),
    );
    println!("{:<28} {:>9} {:>17} {:>17} {:>17}", "ms, p50 / p95", "found", "page", "total", "facets");
    for (kind, queries) in kinds(&mix, articles) {
        ask(&store, &search, kind, &queries).await?;
    }
    visible(&store, &index, &mix, options.articles).await
}

/// How long after its commit an article is found, while a thousand a second are stored.
async fn visible(store: &Store, index: &Path, mix: &Mix, first: u64) -> anyhow::Result<()> {
    let (stop, search) = (Stop::new(), Search::open(index)?);
    let following = {
        let (store, index, stop) = (store.clone(), index.to_owned(), stop.clone());
        tokio::spawn(async move { follow(&store, &index, "search-speed", MEMORY, &stop).await })
    };
    // Found by nothing, so that asking costs next to nothing and only the position is waited for.
    let mut request = Request::new(Query::parse("nobodyswordatall")?);
    request.counting = Counting::Nothing;
    let (begun, mut waiting, mut took) = (Instant::now(), VecDeque::new(), Vec::new());
    let mut batch = 0;
    while batch < LIVE_SECS * 2 || !waiting.is_empty() {
        // By the clock, not by a pause after each: a slow commit must not lower the rate that is promised.
        if batch < LIVE_SECS * 2 && begun.elapsed() >= Duration::from_millis(500) * batch as u32 {
            let numbers = first + batch * 500..first + batch * 500 + 500;
            let articles = numbers.map(|number| mix.article(number)).collect();
            store.commit(&Batch { articles, ..Batch::default() }).await?;
            waiting.push_back((store.last_change().await?, Instant::now()));
            batch += 1;
        }
        let position = search.ask(store, &request).await?.position;
        while let Some((_, committed)) = waiting.pop_front_if(|(change, _)| *change <= position) {
            // From the commit on: what mixing and storing take is not the index's.
            took.push(committed.elapsed());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    stop.cancel();
    following.await?;
    took.sort_unstable();
    let at = |share: usize| took.get(took.len() * share / 100).map_or(0.0, Duration::as_secs_f64);
    println!(
        "found after its commit, with 1,000 stored a second: p50 {:.2} s, p95 {:.2} s, at most {:.2} s",
        at(50),
        at(95),
        took.last().map_or(0.0, Duration::as_secs_f64)
    );
    Ok(())
}

async fn fill(store: &Store, mix: &Mix, from: u64, to: u64) -> anyhow::Result<()> {
    let before = Instant::now();
    let mut number = from;
    while number < to {
        let end = to.min(number + BATCH);
        let articles = (number..end).map(|number| mix.article(number)).collect();
        store.commit(&Batch { articles, ..Batch::default() }).await?;
        number = end;
    }
    if to > from {
        println!("{} articles mixed and stored in {:.0} s", to - from, before.elapsed().as_secs_f64());
    }
    Ok(())
}

/// Asks each query three ways, and prints how long the answers took, passages of the page included.
async fn ask(store: &Store, search: &Search, kind: &str, queries: &[Request]) -> anyhow::Result<()> {
    let mut line = format!("{kind:<28}");
    let mut found = Vec::new();
    let mut times = String::new();
    for counting in [Counting::Nothing, Counting::Total, Counting::Facets] {
        let mut took = Vec::new();
        for request in queries {
            let request = Request { counting, ..request.clone() };
            let before = Instant::now();
            let answer = search.ask(store, &request).await?;
            took.push(before.elapsed());
            if counting == Counting::Total {
                found.extend(answer.total.map(|total| total.articles));
            }
        }
        took.sort_unstable();
        let at = |share: usize| took.get(took.len() * share / 100).map_or(0.0, |it| it.as_secs_f64() * 1e3);
        times.push_str(&format!(" {:>8.2} /{:>7.2}", at(50), at(95)));
    }
    found.sort_unstable();
    line.push_str(&format!(" {:>9}", found.get(found.len() / 2).copied().unwrap_or_default()));
    println!("{line}{times}");
    Ok(())
}

/// Queries of each kind, from words that stand together in mixed articles.
fn kinds(mix: &Mix, articles: u64) -> Vec<(&'static str, Vec<Request>)> {
    // The same queries each time, or two versions could not be compared.
    let mut dice = Dice(99);
    let mut words = |count: usize| -> Vec<String> {
        loop {
            let article = mix.article(dice.below(articles));
            let document = Document::of_article(&article.article, &article.language);
            let text = document.zone(Zone::Text);
            let start = text.start + dice.below(u64::from(text.end - text.start)) as u32;
            let end = start + count as u32;
            let word = |at: u32| {
                let token = &document.tokens()[at as usize];
                document.folded(token.folded_start, token.folded_end).to_owned()
            };
            if end <= text.end {
                let words: Vec<String> = (start..end).map(word).collect();
                if words.iter().all(|word| word.chars().count() > 3) {
                    return words;
                }
            }
        }
    };
    let mut common = Vec::new();
    while common.len() < 200 {
        let word = words(1).remove(0);
        let share = veille_text::frequency::of_word(&word);
        if share > 0.02 && !common.contains(&word) {
            common.push(word);
        }
    }
    let many = |make: &mut dyn FnMut(usize) -> String| -> Vec<Request> {
        let parsed = (0..).filter_map(|number| Query::parse(&make(number)).ok()).take(QUERIES);
        parsed.map(Request::new).collect()
    };
    let since = "2024-03-01T00:00:00Z".parse().ok();
    let until = since.map(|since: chrono::DateTime<chrono::Utc>| since + TimeDelta::days(31));
    let mut month = many(&mut |number| common[number % common.len()].clone());
    for request in &mut month {
        (request.since, request.until) = (since, until);
        request.topics = vec![veille_model::TopicId::new("watched")];
        request.languages = vec![veille_model::LanguageTag::new("en")];
    }
    vec![
        ("a common word", many(&mut |number| common[number % common.len()].clone())),
        ("any word", many(&mut |_| words(1).remove(0))),
        ("3 words", many(&mut |_| words(3).join(" AND "))),
        ("a phrase of 2", many(&mut |_| format!("\"{}\"", words(2).join(" ")))),
        ("2 words NEAR/5", many(&mut |_| words(2).join(" NEAR/5 "))),
        (
            "2 common words NEAR/5",
            many(&mut |number| format!("{} NEAR/5 {}", common[number % 200], common[(number * 7 + 1) % 200])),
        ),
        (
            "a beginning of 5",
            many(&mut |_| {
                let word = words(1).remove(0);
                format!("{}*", word.chars().take(5).collect::<String>())
            }),
        ),
        (
            "OR of 20",
            many(&mut |_| {
                let words: Vec<String> = (0..20).map(|_| words(1).remove(0)).collect();
                words.join(" OR ")
            }),
        ),
        ("a word, topic, lang, month", month),
        ("SENT of 2 words (read)", many(&mut |_| format!("SENT({})", words(2).join(" AND ")))),
    ]
}

/// What this process has had of the processors, from Linux; zero elsewhere.
pub fn processor_time() -> Duration {
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the last bracket: the program's name stands in brackets, and may hold blanks and brackets itself.
    let fields: Vec<&str> = status.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok()).unwrap_or_default();
    // User and system, in the hundredths of a second that Linux counts for programs.
    Duration::from_millis((ticks(11) + ticks(12)) * 10)
}
