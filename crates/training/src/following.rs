//! What it costs to find copies and join stories: one more article against many of the same week, in processor time and
//! memory.
//!
//! Articles are those of a made press, or mixed ones, which share sentences with hundreds of others. A flood is one text that a
//! thousand papers print with a word changed here and there.

use std::cell::Cell;
use std::collections::HashMap;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use veille_model::{ArticleId, TaggedArticle};
use veille_stories::{Decided, Shingles, Stories, Telling};

use crate::edits::{article, telling_of};
use crate::mix::{Dice, Mix};
use crate::press::{Press, Written};
use crate::search_speed::processor_time;

/// Articles that the follower works on at once.
const AT_ONCE: usize = 2_000;
/// How far back those mixed articles lie that are told again or copied.
const BACK: u64 = 3_000;

#[derive(Args, Debug)]
pub struct Options {
    /// Against how many
    #[arg(long, value_name = "COUNT", default_value_t = 100_000)]
    articles: u64,
    /// How many more, one by one
    #[arg(long, value_name = "COUNT", default_value_t = 1_000)]
    more: u64,
    /// Published in so many days
    #[arg(long, value_name = "COUNT", default_value_t = 7)]
    days: u64,
    /// Mixed articles, which share whole sentences by the hundred, in no order of time
    #[arg(long)]
    mixed: bool,
    /// So many of those mixed print one text in nearly the same words
    #[arg(long, value_name = "COUNT", default_value_t = 0, requires = "mixed")]
    flood: u64,
    /// Other numbers give other articles
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let week = Week::of(options)?;
    let mut stories = Stories::of_a_set();
    let mut aside = Aside::new()?;
    let begins = memory("VmRSS");
    // Apart: reading is done on every core, deciding by one alone, which is what bounds a follower.
    let (mut reading, mut deciding, mut number) = (Duration::ZERO, Duration::ZERO, 0);
    while number < options.articles {
        let until = (number + AT_ONCE as u64).min(options.articles);
        let written: Vec<Written> = (number..until).map(|number| week.article(number)).collect();
        let mixed = processor_time();
        let read: Vec<_> = written.iter().map(read).collect();
        let there = processor_time();
        for (telling, shingles) in read {
            aside.lay(&telling, &shingles)?;
            stories.put(telling, shingles);
        }
        settle(&mut stories, &aside)?;
        reading += there - mixed;
        deciding += processor_time() - there;
        number = until;
    }
    println!(
        "{} articles of {} days, {AT_ONCE} at once: {} to read one, {} to decide; {} bytes of memory each, {} MB resident, \
         at most {} MB; {} MB of texts aside, {} taken up again",
        options.articles,
        options.days,
        each(reading, options.articles),
        each(deciding, options.articles),
        (memory("VmRSS").saturating_sub(begins) << 10) / options.articles.max(1),
        memory("VmRSS") >> 10,
        memory("VmHWM") >> 10,
        aside.bytes >> 20,
        aside.taken_up.get(),
    );
    let written: Vec<Written> =
        (options.articles..options.articles + options.more).map(|number| week.article(number)).collect();
    let begun = processor_time();
    let read: Vec<_> = written.iter().map(read).collect();
    let there = processor_time();
    let (mut told, mut copies, before) = (0, 0, aside.taken_up.get());
    for (telling, shingles) in read {
        aside.lay(&telling, &shingles)?;
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

/// Texts laid aside in a file, as the follower does.
struct Aside {
    file: File,
    places: HashMap<ArticleId, (u64, usize)>,
    bytes: u64,
    /// How often one was asked for.
    taken_up: Cell<u64>,
}

impl Aside {
    fn new() -> anyhow::Result<Self> {
        let path = std::env::temp_dir().join(format!("veille-following-{}", std::process::id()));
        let file = File::options().create_new(true).read(true).write(true).open(&path);
        let file = file.with_context(|| format!("opening {}", path.display()))?;
        // Without a name at once: it goes with the process however that ends.
        std::fs::remove_file(&path)?;
        Ok(Self { file, places: HashMap::new(), bytes: 0, taken_up: Cell::new(0) })
    }

    fn lay(&mut self, telling: &Telling, text: &Shingles) -> anyhow::Result<()> {
        let packed = text.packed();
        self.file.write_all_at(&packed, self.bytes)?;
        self.places.insert(telling.article.clone(), (self.bytes, packed.len()));
        self.bytes += packed.len() as u64;
        Ok(())
    }

    fn take_up(&self, article: &ArticleId) -> Option<Shingles> {
        self.taken_up.set(self.taken_up.get() + 1);
        let (start, bytes) = *self.places.get(article)?;
        let mut packed = vec![0; bytes];
        self.file.read_exact_at(&mut packed, start).ok()?;
        Shingles::unpacked(&packed)
    }
}

fn settle(stories: &mut Stories, aside: &Aside) -> anyhow::Result<Decided> {
    // A whole set has all texts at hand, so nothing may be left to ask for.
    let settled = stories.settle_with(&mut |article| aside.take_up(article));
    settled.map_err(|wanted| anyhow::anyhow!("a whole set asks for {wanted:?}"))
}

fn read(written: &Written) -> (Telling, Shingles) {
    telling_of(&written.article, written.at)
}

/// What articles are made by.
enum Week<'o> {
    Press(Press),
    Mixed(Mix, &'o Options),
}

impl<'o> Week<'o> {
    fn of(options: &'o Options) -> anyhow::Result<Self> {
        let all = options.articles + options.more;
        Ok(match options.mixed {
            true => Self::Mixed(Mix::read(options.seed)?, options),
            false => Self::Press(Press::read(options.seed, all, options.days)?),
        })
    }

    fn article(&self, number: u64) -> Written {
        match self {
            Self::Press(press) => press.article(number),
            Self::Mixed(mix, options) => mixed(mix, options, number),
        }
    }
}

/// Of ten articles, two tell what an earlier one tells in other words, and one is a copy of an earlier one.
fn mixed(mix: &Mix, options: &Options, number: u64) -> Written {
    // By the number alone, so that articles may be made in any order, and again.
    let mut dice = Dice(options.seed ^ number.wrapping_mul(0x9e37_79b9));
    let is_flood = dice.below(options.articles + options.more) < options.flood;
    let told = match dice.below(10) {
        _ if is_flood => 0,
        0..=2 if number > BACK => number - 1 - dice.below(BACK),
        _ => number,
    };
    let of = mix.article(told);
    let (mut language, headline) = (of.language, of.article.headline.unwrap_or_default());
    let mut text = of.article.text.to_string();
    if is_flood {
        // All of them tell number 0: one text in the words of a thousand papers.
        text = changed(&text, &mut dice);
    } else if told != number && dice.below(3) > 0 {
        // Another telling: the lead, and a text of its own.
        let lead = text.lines().next().unwrap_or_default();
        let own = mix.article(number);
        text = format!("{lead}\n{}", own.article.text);
        language = own.language;
    }
    let source = format!("paper{}", dice.below(1_200));
    let at = 1_700_000_000 + dice.below(options.days * 86_400) as i64;
    let article = article(&format!("{number:016x}"), &source, &headline, &text);
    Written { article: TaggedArticle { language, ..article }, at }
}

/// One word of thirty is another.
fn changed(text: &str, dice: &mut Dice) -> String {
    let word = |word: &str| if dice.below(30) == 0 { word.chars().rev().collect() } else { word.to_owned() };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn each(spent: Duration, articles: u64) -> String {
    format!("{:.3} ms", spent.as_secs_f64() * 1000.0 / articles.max(1) as f64)
}

/// What Linux says of this process, in kilobytes; zero elsewhere.
fn memory(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or_default()
}
