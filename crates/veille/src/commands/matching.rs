//! `veille match`: articles against many standing queries at once.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use serde::{Deserialize, Serialize};
use veille_mentions::mentions;
use veille_model::{Evidence, LanguageTag, Mention, Reason, plain};
use veille_query::{Matcher, Scratch};
use veille_text::{Document, Parts};

use crate::arguments::Match;
use crate::configuration;
use crate::exit::{Cause, failure};
use crate::shown::{Results, count, say};
use crate::torn::{TORN, Torn};

/// Queries that are named at the end; each was when it was left out.
const NAMED: usize = 10;
/// Articles matched between two looks at the clock.
// The clock itself costs something: looked at for each article it would be measured with it.
const CHUNK: usize = 256;

/// What of an article a query can ask about; unknown keys are ignored.
#[derive(Deserialize)]
struct Article {
    #[serde(default)]
    id: serde_json::Value,
    #[serde(default)]
    headline: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    byline: Vec<String>,
    /// Whom and what it names, where it is a tagged article.
    mentions: Option<Vec<Mention>>,
}

/// One line of output.
#[derive(Serialize)]
struct Matched {
    id: serde_json::Value,
    matches: Vec<Found>,
}

#[derive(Serialize)]
struct Found {
    query: String,
    evidence: Vec<Evidence>,
}

pub fn run(arguments: &Match) -> Result<()> {
    let before = cpu();
    let Loaded { matcher, queries, left_out } = load(&arguments.queries)?;
    let mut spent = Spent { loading: cpu().saturating_sub(before), ..Spent::default() };
    let mut articles = Articles::open(arguments.articles.as_deref())?;
    let mut results = Results::new();
    let mut scratch = matcher.scratch();
    while let Some(chunk) = articles.chunk()? {
        if results.is_closed() {
            break;
        }
        // The clock runs from the articles' parts to their evidence; reading and writing JSON is not matching.
        let found = spent.on(&chunk, |article| found(&matcher, article, &mut scratch));
        for (article, found) in chunk.into_iter().zip(found) {
            results.json(&Matched { id: article.id, matches: found })?;
        }
    }
    results.flush()?;
    if arguments.stats {
        spent.say(matcher.len());
    }
    // A file without a single article was hardly meant.
    ensure!(
        spent.articles() > 0 || articles.refused == 0,
        "{}: none of {} lines is an article",
        articles.name,
        articles.refused
    );
    articles.torn.conclude()?;
    // The others were asked; whoever looks at the exit code alone must not take that for all.
    if !left_out.is_empty() {
        let queries = count(queries, "query", "queries");
        let told = format!(
            "{} of {queries} cannot be read and {} not asked: {}",
            left_out.len(),
            if left_out.len() == 1 { "was" } else { "were" },
            named(&left_out)
        );
        return Err(failure(Cause::Usage, told).context(shown(&arguments.queries)));
    }
    let lines = count(spent.articles() + articles.refused, "line", "lines");
    ensure!(
        articles.refused == 0,
        "{}: {} of {lines} left out, that are no article",
        articles.name,
        articles.refused
    );
    Ok(())
}

/// Names, the first few of many.
fn named(names: &[String]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", names[..names.len().min(NAMED)].join(", "))
}

/// What matching took.
#[derive(Default)]
struct Spent {
    loading: Duration,
    matching: Duration,
    matches: usize,
    passages: usize,
    /// Of each article, by the clock.
    waits: Vec<Duration>,
}

impl Spent {
    fn articles(&self) -> usize {
        self.waits.len()
    }

    fn on(&mut self, chunk: &[Article], mut found: impl FnMut(&Article) -> Vec<Found>) -> Vec<Vec<Found>> {
        let before = cpu();
        let timed = |article: &Article| {
            let begun = Instant::now();
            let found = found(article);
            self.waits.push(begun.elapsed());
            found
        };
        let found: Vec<Vec<Found>> = chunk.iter().map(timed).collect();
        self.matching += cpu().saturating_sub(before);
        self.matches += found.iter().map(Vec::len).sum::<usize>();
        self.passages += found.iter().flatten().map(|found| found.evidence.len()).sum::<usize>();
        found
    }

    fn say(&mut self, queries: usize) {
        let Self { matches, passages, .. } = *self;
        let articles = self.articles();
        let seconds = self.matching.as_secs_f64();
        say(format_args!("queries {queries}, articles {articles}, matches {matches}, passages {passages}"));
        say(format_args!("loading {:.3} CPU-s, matching {seconds:.3} CPU-s", self.loading.as_secs_f64()));
        let rate = if seconds > 0.0 { articles as f64 / seconds } else { 0.0 };
        say(format_args!("{rate:.0} articles per CPU-second, peak memory {}", peak_memory()));
        self.waits.sort_unstable();
        let at = |share: f64| {
            let place = (articles as f64 * share) as usize;
            self.waits.get(place).map_or(0.0, |wait| wait.as_secs_f64() * 1000.0)
        };
        say(format_args!(
            "an article took {:.2} ms, one in a hundred {:.2} ms or more (wall clock)",
            at(0.5),
            at(0.99)
        ));
    }
}

/// Articles as they are read, a line each.
struct Articles {
    name: String,
    lines: Lines,
    /// Lines that were left out.
    refused: usize,
    torn: Torn,
}

impl Articles {
    /// Of a file, or of what is typed or piped.
    fn open(path: Option<&Path>) -> Result<Self> {
        let name = path.map_or("standard input".to_owned(), shown);
        let input: Box<dyn BufRead> = match path {
            Some(path) => Box::new(BufReader::new(File::open(path).with_context(|| shown(path))?)),
            None => Box::new(BufReader::new(std::io::stdin())),
        };
        Ok(Self { name, lines: Lines { input, number: 0 }, refused: 0, torn: Torn::default() })
    }

    /// The next of them; None at the end. What is no article is told and left out.
    fn chunk(&mut self) -> Result<Option<Vec<Article>>> {
        let mut chunk = Vec::with_capacity(CHUNK);
        let mut some = false;
        for line in self.lines.by_ref().take(CHUNK) {
            some = true;
            let Line { number, text, ended } = line.with_context(|| format!("reading {}", self.name))?;
            match serde_json::from_slice(&text) {
                Ok(article) => chunk.push(article),
                Err(error) => {
                    self.refused += 1;
                    let place = format!("{}:{number}", self.name);
                    say(format_args!("{place}: left out: {}", plain::json(&error)));
                    // A last line without its end that breaks off is a file cut in transfer,
                    // not a writer's mistake.
                    if error.is_eof() && !ended {
                        self.torn.note_reason(&place, &Reason::new(TORN, ""));
                    }
                }
            }
        }
        Ok(some.then_some(chunk))
    }
}

/// A path as people know it.
fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// A line that is not blank.
struct Line {
    number: u64,
    text: Vec<u8>,
    /// Whether it ended as lines do.
    ended: bool,
}

struct Lines {
    input: Box<dyn BufRead>,
    number: u64,
}

impl Iterator for Lines {
    type Item = std::io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut text = Vec::new();
            match self.input.read_until(b'\n', &mut text) {
                Ok(0) => return None,
                Ok(_) => self.number += 1,
                Err(error) => return Some(Err(error)),
            }
            // Spreadsheets and editors on Windows write a byte order mark, which no JSON begins with.
            if self.number == 1 && text.starts_with("\u{feff}".as_bytes()) {
                text.drain(.."\u{feff}".len());
            }
            if !text.iter().all(u8::is_ascii_whitespace) {
                let ended = text.ends_with(b"\n");
                return Some(Ok(Line { number: self.number, text, ended }));
            }
        }
    }
}

fn found(matcher: &Matcher, article: &Article, scratch: &mut Scratch) -> Vec<Found> {
    let byline = article.byline.join(", ");
    let document = Document::of(&Parts {
        headline: &article.headline,
        text: &article.text,
        language: &article.language,
        url: &article.url,
        source: &article.source,
        byline: &byline,
    });
    let document = match matcher.asks_for_names() {
        true => {
            let found = || mentions(&document, &LanguageTag::new(&article.language));
            let named = article.mentions.clone().unwrap_or_else(found);
            document.with_names(&named)
        }
        false => document,
    };
    let matches = matcher.matches(&document, scratch);
    matches.iter().map(|found| Found { query: found.id().to_owned(), evidence: found.evidence() }).collect()
}

/// The queries of a file.
struct Loaded {
    matcher: Matcher,
    /// How many there are, with those that were left out.
    queries: usize,
    /// The names of those, or their lines where they have none.
    left_out: Vec<String>,
}

/// Reads the queries. A malformed one is named and left out: the others are still worth asking.
fn load(path: &Path) -> Result<Loaded> {
    let bytes = fs::read(path).with_context(|| shown(path))?;
    let text = configuration::text(&bytes)
        .map_err(|(line, wrong)| failure(Cause::Usage, format!("{}, line {line}: {wrong}", shown(path))))?;
    let mut builder = Matcher::builder();
    let text = text.trim_start_matches('\u{feff}');
    let (mut ids, mut queries, mut left_out) = (HashSet::new(), 0, Vec::new());
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        queries += 1;
        match line.split_once('\t') {
            Some((id, query)) => {
                if !ids.insert(id) {
                    say(format_args!(
                        "{}:{number}: a second query with the id {id}; both are asked",
                        path.display()
                    ));
                }
                if let Err(error) = builder.add(id, query) {
                    say(format_args!("{}:{number}: left out {id}: {error}", path.display()));
                    left_out.push(id.to_owned());
                }
            }
            None => {
                say(format_args!("{}:{number}: left out: expected an id, a tab and a query", path.display()));
                left_out.push(format!("line {number}"));
            }
        }
    }
    let matcher = builder.build();
    if matcher.is_empty() {
        return Err(failure(Cause::Usage, format!("{}: no query that can be used", path.display())));
    }
    Ok(Loaded { matcher, queries, left_out })
}

/// CPU time of this thread, from Linux's scheduler; zero elsewhere.
fn cpu() -> Duration {
    let statistics = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(statistics.split(' ').next().and_then(|spent| spent.parse().ok()).unwrap_or(0))
}

fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}
