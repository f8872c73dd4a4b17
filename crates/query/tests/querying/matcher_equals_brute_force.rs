//! The matcher finds what looking at everything finds: on generated queries with every operator, over generated
//! articles whose few words make matches, near misses and overlaps frequent.
//!
//! `VEILLE_ROUNDS=200` compares some four million pairs; the default is quick.

#![allow(clippy::unwrap_used)] // tests

use veille_query::{Matcher, Query};
use veille_text::{Document, Parts};

const QUERIES: usize = 200;
const ARTICLES: usize = 100;
const ROUNDS: u64 = 2;

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
struct Dice {
    state: u64,
    globs: &'static [&'static str],
}

impl Dice {
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

/// Words that share beginnings and ends, letters that fold, compounds, scripts without spaces.
const WORDS: &[&str] = &[
    "accord",
    "accords",
    "Accord",
    "été",
    "ete",
    "ÉTÉ",
    "cyber",
    "cyberespace",
    "cyber-attaque",
    "cyberattaque",
    "l'ONU",
    "onu",
    "Đà",
    "Nẵng",
    "da",
    "cœur",
    "coeur",
    "vice-ministre",
    "64",
    "2.500",
    "河内公约",
    "公约",
    "กรุงเทพ",
    "الأمم",
    "Straße",
];
const GLOBS: &[&str] = &[
    "acc*", "cyber*", "cybere*", "accord*", "*ord", "cyb*pace", "?te", "c*", "*e*", "acc?rd", "c?ur",
    "*attaque", "et?",
];
/// How many of them stand for beginnings of at least three letters.
const PREFIXES: usize = 4;
const BETWEEN: &[&str] = &[" ", " ", " ", " ", ", ", ". ", "! ", "\n", " - ", "-", "’", " «", "» ", "\u{ad}"];
const HOSTS: &[&str] =
    &["https://www.onu.org/cyber", "https://vn.example.org/accord-onu", "http://example.vn"];
const LANGUAGES: &[&str] = &["fr", "en", "zh-Hans", ""];

fn text(dice: &mut Dice, words: usize) -> String {
    let mut text = String::new();
    for _ in 0..dice.below(words + 1) {
        text.push_str(dice.pick(WORDS));
        text.push_str(dice.pick(BETWEEN));
    }
    text
}

fn article(dice: &mut Dice) -> Document {
    let (headline, body, byline) = (text(dice, 6), text(dice, 60), text(dice, 3));
    Document::of(&Parts {
        headline: &headline,
        text: &body,
        url: dice.pick(HOSTS),
        source: dice.pick(&["onu", "onu-info", "accord-vn"]),
        byline: &byline,
        language: dice.pick(LANGUAGES),
    })
}

fn term(dice: &mut Dice) -> String {
    match dice.below(8) {
        0 => dice.pick(dice.globs).to_owned(),
        1 | 2 => {
            let mut words: Vec<&str> = (0..2 + dice.below(2)).map(|_| dice.pick(WORDS)).collect();
            if dice.below(3) == 0 {
                words.push(dice.pick(dice.globs));
            }
            if dice.below(6) == 0 {
                words.insert(1, "*");
            }
            format!("\"{}\"", words.join(" "))
        }
        _ => dice.pick(WORDS).to_owned(),
    }
}

fn passages(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 {
        return term(dice);
    }
    match dice.below(9) {
        0 | 1 => {
            let near =
                dice.pick(&["NEAR/1", "NEAR/2", "NEAR/5", "NEAR/40", "ONEAR/1", "ONEAR/3", "ONEAR/30"]);
            format!("({} {near} {})", passages(dice, depth - 1), passages(dice, depth - 1))
        }
        2 | 3 => format!("({} OR {})", passages(dice, depth - 1), passages(dice, depth - 1)),
        4 => format!("ATLEAST/{}({})", 1 + dice.below(4), passages(dice, depth - 1)),
        5 => format!("{}({})", dice.pick(&["SENT", "PARA"]), query(dice, depth - 1)),
        6 if dice.below(2) == 0 => {
            let field = dice.pick(&["text", "lead", "headline"]);
            format!("{}({field}:{} AND {})", dice.pick(&["SENT", "PARA"]), term(dice), term(dice))
        }
        6 => format!("{}({})", dice.pick(&["CASE", "EXACT"]), term(dice)),
        7 => format!("{}:{}", dice.pick(&["headline", "lead", "text", "byline", "url"]), term(dice)),
        _ => term(dice),
    }
}

fn query(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 {
        return passages(dice, 0);
    }
    match dice.below(12) {
        0..=2 => format!("({} AND {})", query(dice, depth - 1), query(dice, depth - 1)),
        3 | 4 => format!("({} OR {})", query(dice, depth - 1), query(dice, depth - 1)),
        5 => format!("({} AND NOT {})", query(dice, depth - 1), query(dice, depth - 1)),
        6 => {
            let weights = ["2", "1.5", "-1", "3"];
            let mut terms: Vec<String> =
                (0..3).map(|_| format!("{}^{}", passages(dice, depth - 1), dice.pick(&weights))).collect();
            terms.push(format!("({} AND {})^{}", term(dice), term(dice), dice.pick(&weights)));
            format!("SCORE>={}({})", 1 + dice.below(6), terms.join(" OR "))
        }
        7 => format!("({} AND {})", query(dice, depth - 1), metadata(dice)),
        8 => format!("(CONTEXT({}) AND {})", query(dice, depth - 1), query(dice, depth - 1)),
        9 => {
            let group = format!("({} AND NOT {})", term(dice), term(dice));
            format!("({group} NEAR/{} {})", 1 + dice.below(9), passages(dice, depth - 1))
        }
        _ => passages(dice, depth),
    }
}

fn metadata(dice: &mut Dice) -> String {
    dice.pick(&[
        "lang:fr",
        "lang:zh",
        "lang:zh-Hans",
        "source:onu",
        "source:onu*",
        "site:onu.org",
        "site:org",
        "site:vn",
    ])
    .to_owned()
}

#[test]
fn the_matcher_finds_what_looking_at_everything_finds() {
    let rounds = std::env::var("VEILLE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let (mut pairs, mut matched) = (0_u64, 0_u64);
    for round in 0..rounds {
        // Where all wildcards end their word, other words are passed over sooner: every other round is of that kind.
        let mut dice = Dice { state: round, globs: if round % 2 == 0 { GLOBS } else { &GLOBS[..PREFIXES] } };
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
