//! Articles and queries thrown by dice: few words, so that matches, near misses and overlaps are frequent.

use chrono::{DateTime, Duration, Utc};
use veille_model::{
    Article, ArticleId, CaptureId, CaptureKind, LanguageTag, Moment, Revision, RuleRevision, SourceId, Tag,
    TaggedArticle, TopicId,
};

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
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
    "公",
    "内河",
    "河-内",
    "กรุงเทพ",
    "الأمم",
    "Straße",
    "vice-premier-ministre-onu",
];
const GLOBS: &[&str] = &[
    "acc*", "cyber*", "cybere*", "accord*", "*ord", "cyb*pace", "?te", "c*", "*e*", "acc?rd", "c?ur",
    "*attaque", "et?", "vicepre*",
];
const BETWEEN: &[&str] = &[" ", " ", " ", " ", ", ", ". ", "! ", "\n", " - ", "-", "’", " «", "» ", "\u{ad}"];
const HOSTS: &[&str] = &[
    "https://www.onu.org/cyber-attaque/accord",
    "https://vn.example.org/accord-onu",
    "http://example.vn",
    "https://accord.onu.example.vn/公约/ete",
];
const LANGUAGES: &[&str] = &["fr", "en", "zh-Hans", "und"];
const SOURCES: &[&str] = &["onu", "onu-info", "accord-vn"];
const TOPICS: &[&str] = &["cyber", "hanoi", "onu"];

fn text(dice: &mut Dice, words: usize) -> String {
    let mut text = String::new();
    for _ in 0..dice.below(words + 1) {
        text.push_str(dice.pick(WORDS));
        text.push_str(dice.pick(BETWEEN));
    }
    text
}

/// An article of that number. Some have no more than a day, some no date at all.
pub fn article(dice: &mut Dice, number: usize) -> TaggedArticle {
    let url = dice.pick(HOSTS);
    // Short ones, of which much is at their end.
    let length = if dice.below(3) == 0 { 3 } else { 60 };
    let (headline, text, byline) = (text(dice, 6), text(dice, length), text(dice, 3));
    let captured: DateTime<Utc> = "2025-10-25T08:00:00Z".parse().unwrap();
    let captured = captured + Duration::minutes(dice.below(20_000) as i64);
    let published_at = match dice.below(3) {
        0 => None,
        1 => Some(Moment::Day(captured.date_naive())),
        _ => Some(Moment::Instant((captured - Duration::minutes(dice.below(600) as i64)).fixed_offset())),
    };
    let topics = TOPICS.iter().filter(|_| dice.below(4) == 0);
    let tag = |topic: &&str| Tag {
        topic: TopicId::new(topic),
        rule: RuleRevision::of(topic),
        media_topics: Vec::new(),
        evidence: Vec::new(),
    };
    let tags = topics.map(tag).collect();
    TaggedArticle {
        article: Article {
            id: ArticleId::of_url(&format!("https://example.org/{number}")),
            revision: Revision::of(Some(&headline), &text),
            capture: CaptureId::of(None, format!("{number} {headline} {text}").as_bytes()),
            kind: CaptureKind::Page,
            source: SourceId::new(dice.pick(SOURCES)),
            url: Some(url.to_owned()),
            captured_at: (dice.below(10) > 0 || published_at.is_some()).then_some(captured),
            headline: Some(headline),
            standfirst: None,
            byline: vec![byline],
            dateline: None,
            site_name: None,
            canonical_url: None,
            published_at,
            modified_at: None,
            declared_language: None,
            lead_image: None,
            accessible_for_free: None,
            section: None,
            keywords: Vec::new(),
            provenance: Vec::new(),
            flags: Vec::new(),
            text,
            blocks: Vec::new(),
        },
        language: LanguageTag::new(dice.pick(LANGUAGES)),
        language_confidence: 1.0,
        language_runner_up: None,
        block_languages: Vec::new(),
        tags,
        origin: None,
        quotations: Vec::new(),
    }
}

/// Words that articles have as compounds only.
const COMPOUNDS: &[&str] = &["vicepremierministreonu", "viceministre", "vicepremierministre", "lonu"];

fn term(dice: &mut Dice) -> String {
    match dice.below(10) {
        8 => dice.pick(COMPOUNDS).to_owned(),
        9 => format!("\"{} *\"", dice.pick(WORDS)),
        0 => dice.pick(GLOBS).to_owned(),
        1 | 2 => {
            let mut words: Vec<&str> = (0..2 + dice.below(2)).map(|_| dice.pick(WORDS)).collect();
            if dice.below(3) == 0 {
                words.push(dice.pick(GLOBS));
            }
            if dice.below(6) == 0 {
                words.insert(dice.below(words.len() + 1), "*");
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
    match dice.below(11) {
        0..=2 => {
            let near =
                dice.pick(&["NEAR/1", "NEAR/2", "NEAR/5", "NEAR/40", "ONEAR/1", "ONEAR/3", "ONEAR/30"]);
            format!("({} {near} {})", passages(dice, depth - 1), passages(dice, depth - 1))
        }
        3 | 4 => format!("({} OR {})", passages(dice, depth - 1), passages(dice, depth - 1)),
        5 => format!("ATLEAST/{}({})", 1 + dice.below(4), passages(dice, depth - 1)),
        6 => format!("{}({})", dice.pick(&["SENT", "PARA"]), query(dice, depth - 1)),
        7 => format!("{}({})", dice.pick(&["CASE", "EXACT"]), term(dice)),
        8 => format!("{}:{}", dice.pick(&["headline", "lead", "text", "byline", "url"]), term(dice)),
        _ => term(dice),
    }
}

/// A query with every operator somewhere.
pub fn query(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 {
        return passages(dice, 0);
    }
    match dice.below(14) {
        0..=2 => format!("({} AND {})", query(dice, depth - 1), query(dice, depth - 1)),
        3 | 4 => format!("({} OR {})", query(dice, depth - 1), query(dice, depth - 1)),
        5 | 6 => format!("({} AND NOT {})", query(dice, depth - 1), query(dice, depth - 1)),
        7 => {
            let weights = ["2", "1.5", "-1", "3"];
            let mut terms: Vec<String> =
                (0..3).map(|_| format!("{}^{}", passages(dice, depth - 1), dice.pick(&weights))).collect();
            terms.push(format!("({} AND {})^{}", term(dice), term(dice), dice.pick(&weights)));
            format!("SCORE>={}({})", 1 + dice.below(6), terms.join(" OR "))
        }
        8 => format!("({} AND {})", query(dice, depth - 1), metadata(dice)),
        9 => format!("({} AND NOT {})", query(dice, depth - 1), metadata(dice)),
        10 => format!("(CONTEXT({}) AND {})", query(dice, depth - 1), query(dice, depth - 1)),
        11 => {
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
        "lang:z*",
        "source:onu",
        "source:onu*",
        "site:onu.org",
        "site:org",
        "site:vn",
        "site:ex*.vn",
        "site:*.vn",
    ])
    .to_owned()
}
