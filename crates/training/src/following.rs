//! What it costs to find copies and join stories: one more article against many of the same week, in processor time and
//! memory.
//!
//! Articles are mixed, so they are events of their own; of ten, two tell what an earlier one tells in other words, and one is
//! a copy of an earlier one. A flood is one text that a thousand papers print with a word changed here and there.

use std::cell::Cell;
use std::collections::HashMap;
use std::time::Duration;

use clap::Args;
use veille_model::{ArticleId, TaggedArticle};
use veille_stories::{Decided, Shingles, Stories, Telling};

use crate::edits::{article, telling_of};
use crate::mix::{Dice, Mix};
use crate::search_speed::processor_time;

const WEEK_SECONDS: u64 = 7 * 86_400;
/// Articles that the follower works on at once.
const AT_ONCE: usize = 2_000;
/// How far back those lie that are told again or copied.
const BACK: u64 = 3_000;

#[derive(Args, Debug)]
pub struct Options {
    /// Against how many
    #[arg(long, value_name = "COUNT", default_value_t = 100_000)]
    articles: u64,
    /// How many more, one by one
    #[arg(long, value_name = "COUNT", default_value_t = 1_000)]
    more: u64,
    /// So many of them print one text in nearly the same words
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    flood: u64,
    /// Other numbers give other articles
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let week = Week { mix: Mix::read(options.seed)?, options };
    let mut stories = Stories::of_a_set();
    let mut aside = Aside::default();
    let (mut reading, mut deciding, mut number) = (Duration::ZERO, Duration::ZERO, 0);
    while number < options.articles {
        let until = (number + AT_ONCE as u64).min(options.articles);
        let written: Vec<Written> = (number..until).map(|number| week.article(number)).collect();
        let mixed = processor_time();
        let read: Vec<_> = written.iter().map(Written::read).collect();
        let there = processor_time();
        for (telling, shingles) in read {
            aside.lay(&telling, &shingles);
            stories.put(telling, shingles);
        }
        settle(&mut stories, &aside)?;
        reading += there - mixed;
        deciding += processor_time() - there;
        number = until;
    }
    println!(
        "{} articles of one week, {AT_ONCE} at once: {} to read one, {} to decide; {} MB resident, at most {} MB; {} MB of texts aside, {} taken up again",
        options.articles,
        each(reading, options.articles),
        each(deciding, options.articles),
        memory("VmRSS"),
        memory("VmHWM"),
        aside.bytes >> 20,
        aside.taken_up.get(),
    );
    let written: Vec<Written> =
        (options.articles..options.articles + options.more).map(|number| week.article(number)).collect();
    let begun = processor_time();
    let read: Vec<_> = written.iter().map(Written::read).collect();
    let there = processor_time();
    let (mut told, mut copies, before) = (0, 0, aside.taken_up.get());
    for (telling, shingles) in read {
        aside.lay(&telling, &shingles);
        stories.put(telling, shingles);
        let decided = settle(&mut stories, &aside)?;
        told += decided.told.len();
        copies += decided.told.iter().filter(|(told, _)| !told.originals.is_empty()).count();
    }
    println!(
        "{} more, one by one: {} to read one, {} to decide; {told} told anew, {copies} of them copies; \
         {} texts taken up again",
        options.more,
        each(there - begun, options.more),
        each(processor_time() - there, options.more),
        aside.taken_up.get() - before,
    );
    Ok(())
}

struct Week<'o> {
    mix: Mix,
    options: &'o Options,
}

/// Texts laid aside, as the follower does in a file.
#[derive(Default)]
struct Aside {
    texts: HashMap<ArticleId, Vec<u8>>,
    bytes: usize,
    /// How often one was asked for.
    taken_up: Cell<u64>,
}

impl Aside {
    fn lay(&mut self, telling: &Telling, text: &Shingles) {
        let packed = text.packed();
        self.bytes += packed.len();
        self.texts.insert(telling.article.clone(), packed);
    }

    fn take_up(&self, article: &ArticleId) -> Option<Shingles> {
        self.taken_up.set(self.taken_up.get() + 1);
        Shingles::unpacked(self.texts.get(article)?)
    }
}

fn settle(stories: &mut Stories, aside: &Aside) -> anyhow::Result<Decided> {
    let settled = stories.settle_with(&mut |article| aside.take_up(article));
    settled.map_err(|wanted| anyhow::anyhow!("a whole set asks for {wanted:?}"))
}

struct Written {
    article: TaggedArticle,
    at: i64,
}

impl Written {
    fn read(&self) -> (Telling, Shingles) {
        telling_of(&self.article, self.at)
    }
}

impl Week<'_> {
    fn article(&self, number: u64) -> Written {
        let mut dice = Dice(self.options.seed ^ number.wrapping_mul(0x9e37_79b9));
        let is_flood = dice.below(self.options.articles + self.options.more) < self.options.flood;
        let told = match dice.below(10) {
            _ if is_flood => 0,
            0..=2 if number > BACK => number - 1 - dice.below(BACK),
            _ => number,
        };
        let of = self.mix.article(told);
        let (mut language, headline) = (of.language, of.article.headline.unwrap_or_default());
        let mut text = of.article.text.to_string();
        if is_flood {
            text = changed(&text, &mut dice);
        } else if told != number && dice.below(3) > 0 {
            // Another telling: the lead, and a text of its own.
            let lead = text.lines().next().unwrap_or_default();
            let own = self.mix.article(number);
            text = format!("{lead}\n{}", own.article.text);
            language = own.language;
        }
        let source = format!("paper{}", dice.below(1_200));
        let at = 1_700_000_000 + dice.below(WEEK_SECONDS) as i64;
        let article = article(&format!("{number:08}"), &source, &headline, &text);
        Written { article: TaggedArticle { language, ..article }, at }
    }
}

/// One word of thirty is another.
fn changed(text: &str, dice: &mut Dice) -> String {
    let word = |word: &str| if dice.below(30) == 0 { word.chars().rev().collect() } else { word.to_owned() };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn each(spent: Duration, articles: u64) -> String {
    format!("{:.3} ms", spent.as_secs_f64() * 1000.0 / articles.max(1) as f64)
}

/// What Linux says of this process, in megabytes; zero elsewhere.
fn memory(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    let kilobytes =
        line.and_then(|line| line.split_whitespace().nth(1)).and_then(|number| number.parse().ok());
    kilobytes.map_or(0, |kilobytes: u64| kilobytes / 1024)
}
