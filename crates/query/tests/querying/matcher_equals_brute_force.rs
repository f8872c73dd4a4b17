//! The matcher finds what looking at everything finds: on generated queries with every operator, over generated
//! articles whose few words make matches, near misses and overlaps frequent.
//!
//! `VEILLE_ROUNDS=200` compares some four million pairs; the default is quick.

#![allow(clippy::unwrap_used)] // tests

use veille_query::{Matcher, Query};
use veille_tests::dice::{Dice, HOSTS, SOURCES, query, text};
use veille_tests::thrown::mentions;
use veille_text::{Document, Parts};

const QUERIES: usize = 200;
const ARTICLES: usize = 100;
const ROUNDS: u64 = 2;

/// Not even a tag of an unknown one, too.
const LANGUAGES: &[&str] = &["fr", "en", "zh-Hans", ""];

fn article(dice: &mut Dice) -> Document {
    let (headline, body, byline) = (text(dice, 6), text(dice, 60), text(dice, 3));
    Document::of(&Parts {
        headline: &headline,
        text: &body,
        url: dice.pick(HOSTS),
        source: dice.pick(SOURCES),
        byline: &byline,
        language: dice.pick(LANGUAGES),
    })
    .with_names(&mentions(dice, &headline, &body))
}

#[test]
fn the_matcher_finds_what_looking_at_everything_finds() {
    let rounds = std::env::var("VEILLE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let (mut pairs, mut matched) = (0_u64, 0_u64);
    for round in 0..rounds {
        // Where all wildcards end their word, other words are passed over sooner: every other round is of that kind.
        let dice = Dice::new(round);
        let mut dice = if round % 2 == 0 { dice } else { dice.with_wildcards_at_ends() };
        let queries: Vec<Query> = std::iter::repeat_with(|| query(&mut dice, 3))
            .filter_map(|q| Query::parse(&q).ok())
            .take(QUERIES)
            .collect();
        let named: Vec<(String, &str)> =
            queries.iter().enumerate().map(|(number, query)| (number.to_string(), query.source())).collect();
        let matcher = Matcher::build(named.iter().map(|(id, query)| (id.as_str(), *query))).unwrap();
        let mut scratch = matcher.scratch();
        for _ in 0..ARTICLES {
            let document = article(&mut dice);
            let matches = matcher.matches(&document, &mut scratch);
            let mut found = matches.iter().peekable();
            for (number, query) in queries.iter().enumerate() {
                let expected = query.matches(&document);
                let actual = found.next_if(|found| found.index() == number).map(|found| found.evidence());
                assert_eq!(actual, expected, "round {round}: {} on {document:?}", query.source());
                pairs += 1;
                matched += u64::from(expected.is_some());
            }
        }
    }
    eprintln!("{pairs} pairs, {matched} matched");
    assert!(matched * 20 > pairs, "too few of the generated queries match for the test to mean much");
}
