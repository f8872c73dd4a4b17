//! Standing queries against one article at a time, evidence included.
//!
//! Queries and articles are generated: words of a vocabulary by Zipf's law, queries in the shapes of press offices
//! (names, phrases, context, exclusions, proximity, wildcards, fields), half of whose names never occur.

#![allow(missing_docs)] // benches

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use veille_query::Matcher;
use veille_text::{Document, Parts};

const WORDS: usize = 30_000;
const ARTICLES: usize = 200;
const ARTICLE_WORDS: usize = 600;

struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// A rank by Zipf's law: the logarithm of ranks is even.
    fn rank(&mut self) -> usize {
        let even = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        ((WORDS as f64).powf(even) as usize).min(WORDS - 1)
    }
}

fn word(number: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "de", "fi", "go", "hu", "ja", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu", "za"];
    let mut rest = number + 16;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SYLLABLES[rest % 16]);
        rest /= 16;
    }
    word
}

/// A name or a phrase; half of them never occur.
fn name(dice: &mut Dice) -> String {
    let rare = |dice: &mut Dice| word(WORDS / 2 + dice.below(WORDS / 2));
    match dice.below(4) {
        0 => rare(dice),
        1 => format!("\"{} {}\"", word(dice.rank()), rare(dice)),
        2 => format!("\"{} {}\"", word(dice.rank()), word(WORDS + dice.below(WORDS))),
        _ => word(WORDS + dice.below(WORDS)),
    }
}

fn any_of(dice: &mut Dice, count: usize, term: impl Fn(&mut Dice) -> String) -> String {
    let terms: Vec<String> = (0..1 + dice.below(count)).map(|_| term(dice)).collect();
    format!("({})", terms.join(" OR "))
}

fn query(dice: &mut Dice) -> String {
    let context = |dice: &mut Dice| word(100 + dice.below(3_000));
    let query = match dice.below(10) {
        0 => format!("({} NEAR/{} {})", context(dice), [5, 10, 20][dice.below(3)], context(dice)),
        1 => format!("{}* AND {}", word(5_000 + dice.below(WORDS)), context(dice)),
        2 => format!("{} OR (headline:{} AND {}*)", any_of(dice, 5, name), context(dice), context(dice)),
        3..=5 => format!("{} AND {}", any_of(dice, 5, name), any_of(dice, 7, context)),
        6 => format!("{} AND NOT {}", any_of(dice, 5, name), any_of(dice, 3, context)),
        _ => any_of(dice, 5, name),
    };
    if dice.below(10) < 3 { format!("({query}) AND lang:{}", ["fr", "en"][dice.below(2)]) } else { query }
}

fn articles(dice: &mut Dice) -> Vec<(String, String)> {
    let text = |dice: &mut Dice, words: usize| {
        let words: Vec<String> = (0..words).map(|_| word(dice.rank())).collect();
        words.chunks(15).map(|sentence| sentence.join(" ") + ".").collect::<Vec<_>>().join("\n")
    };
    (0..ARTICLES).map(|_| (text(dice, 10), text(dice, ARTICLE_WORDS))).collect()
}

fn matching(criterion: &mut Criterion) {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let articles = articles(&mut dice);
    let mut group = criterion.benchmark_group("match");
    group.throughput(Throughput::Elements(ARTICLES as u64));
    group.sample_size(10);
    for count in [1_000, 10_000, 100_000] {
        let mut builder = Matcher::builder();
        for number in 0..count {
            // The generator now and then excludes what it asks for; the parser refuses that.
            let _ = builder.add(&number.to_string(), &query(&mut dice));
        }
        let matcher = builder.build();
        let mut scratch = matcher.scratch();
        group.bench_function(format!("{count} queries"), |bencher| {
            bencher.iter(|| {
                for (headline, text) in &articles {
                    let document =
                        Document::of(&Parts { headline, text, language: "fr", ..Parts::default() });
                    for found in matcher.matches(&document, &mut scratch).iter() {
                        found.passages().for_each(|passage| {
                            black_box(passage);
                        });
                    }
                }
            });
        });
    }
    group.finish();
    criterion.bench_function("load 10000 queries", |bencher| {
        let queries: Vec<String> = (0..10_000).map(|_| query(&mut dice)).collect();
        bencher.iter(|| {
            let mut builder = Matcher::builder();
            for query in &queries {
                let _ = builder.add("q", query);
            }
            builder.build().len()
        });
    });
}

criterion_group!(benches, matching);
criterion_main!(benches);
