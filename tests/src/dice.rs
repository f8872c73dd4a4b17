//! Texts and queries thrown by dice: few words, so that matches, near misses and overlaps are frequent.
//!
//! What finds faster than looking at every word (the matcher, the index) is held against that on these.

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
#[derive(Debug)]
pub struct Dice {
    state: u64,
    ending_only: bool,
}

impl Dice {
    /// Dice that fall as this number says.
    pub fn new(seed: u64) -> Self {
        Self { state: seed, ending_only: false }
    }

    /// The same, but that all wildcards of their queries end their word.
    pub fn with_wildcards_at_ends(self) -> Self {
        Self { ending_only: true, ..self }
    }

    /// Any number.
    pub fn roll(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 on, less than the bound.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.roll() % bound as u64) as usize
    }

    /// One of several.
    pub fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    fn glob(&mut self) -> &'static str {
        self.pick(if self.ending_only { &GLOBS[..GLOBS_ENDING] } else { GLOBS })
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
    "공약",
    "공약이",
    "공약에서는",
    "بالأمم",
    "أمم",
    "Ханој",
    "hanoj",
    "Đukić",
    "C++",
    "#ete",
    "da&da",
    "ﾊﾟ",
    "パ",
    "ארה״ב",
    "Xaнoj",
];
const GLOBS: &[&str] = &[
    "acc*", "cyber*", "cybere*", "accord*", "*ord", "cyb*pace", "?te", "c*", "*e*", "acc?rd", "c?ur",
    "*attaque", "et?", "vicepre*", "공*", "*مم", "had?j", "c*+",
];
/// How many of them stand for beginnings of at least three letters.
const GLOBS_ENDING: usize = 4;
const BETWEEN: &[&str] =
    &[" ", " ", " ", " ", ", ", ". ", "! ", "\n", " - ", "-", "’", " «", "» ", "\u{ad}", "; ", "\n\n"];
/// Addresses whose hosts and paths have some of the words.
pub const HOSTS: &[&str] = &[
    "https://www.onu.org/cyber-attaque/accord",
    "https://vn.example.org/accord-onu",
    "http://example.vn",
    "https://accord.onu.example.vn/公约/ete",
];
/// Publishers' names that queries ask for.
pub const SOURCES: &[&str] = &["onu", "onu-info", "accord-vn"];

/// A text of at most so many words.
pub fn text(dice: &mut Dice, words: usize) -> String {
    let mut text = String::new();
    for _ in 0..dice.below(words + 1) {
        text.push_str(dice.pick(WORDS));
        text.push_str(dice.pick(BETWEEN));
    }
    text
}

/// Names that share words, sounds and letters, in several scripts; some are known to the world.
const NAMES: &[&str] = &[
    "António Guterres",
    "Антониу Гутерриш",
    "Guterres",
    "Lucio Gutiérrez",
    "António Manuel de Oliveira Guterres",
    "de Oliveira",
    "Xi Jinping",
    "习近平",
    "Siemens AG",
    "Siemens",
    "onu",
    "Hà Nội",
    "Ханой",
    "hanoi",
    "Hanoi Đukić",
];

/// Somebody or something named, at random places: first code points and those past the last.
#[derive(Debug)]
pub(crate) struct Thrown {
    /// Of three.
    pub kind: usize,
    /// As an article has it.
    pub name: &'static str,
    /// The key of what the world knows, as a body, the second kind, or as a place, the third.
    pub known: Option<&'static str>,
    /// Places in the headline.
    pub headline: Vec<(usize, usize)>,
    /// Places in the text.
    pub text: Vec<(usize, usize)>,
}

/// Names of an article, some at several places, some at none.
pub(crate) fn names(dice: &mut Dice, headline: &str, text: &str) -> Vec<Thrown> {
    let places = |dice: &mut Dice, text: &str, most: usize| {
        let letters = text.chars().count().max(1);
        let place = |dice: &mut Dice| {
            let start = dice.below(letters);
            (start, (start + 1 + dice.below(12)).min(letters))
        };
        (0..dice.below(most + 1)).map(|_| place(dice)).collect()
    };
    let thrown = |dice: &mut Dice| {
        let (kind, name) = (dice.below(3), NAMES[dice.below(NAMES.len())]);
        let known = match (kind, name) {
            (1, "onu") => Some("unitednations"),
            (1, "Siemens") => Some("siemens"),
            (2, "Hà Nội" | "Ханой" | "hanoi") => Some("hanoi"),
            _ => None,
        };
        Thrown { kind, name, known, headline: places(dice, headline, 1), text: places(dice, text, 3) }
    };
    (0..4).map(|_| thrown(dice)).collect()
}

/// Words that articles have as compounds only.
const COMPOUNDS: &[&str] =
    &["vicepremierministreonu", "viceministre", "vicepremierministre", "lonu", "djukic", "hanoj", "공약"];

fn term(dice: &mut Dice) -> String {
    match dice.below(10) {
        8 => dice.pick(COMPOUNDS).to_owned(),
        9 => format!("\"{} *\"", dice.pick(WORDS)),
        0 => dice.glob().to_owned(),
        1 | 2 => {
            let mut words: Vec<&str> = (0..2 + dice.below(2)).map(|_| dice.pick(WORDS)).collect();
            if dice.below(3) == 0 {
                words.push(dice.glob());
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
    match dice.below(12) {
        0..=2 => {
            let near =
                dice.pick(&["NEAR/1", "NEAR/2", "NEAR/5", "NEAR/40", "ONEAR/1", "ONEAR/3", "ONEAR/30"]);
            let across = dice.pick(&["", "", "ACROSS"]);
            format!("{across}({} {near} {})", passages(dice, depth - 1), passages(dice, depth - 1))
        }
        3 | 4 => format!("({} OR {})", passages(dice, depth - 1), passages(dice, depth - 1)),
        5 => format!("ATLEAST/{}({})", 1 + dice.below(4), passages(dice, depth - 1)),
        6 => format!("{}({})", dice.pick(&["SENT", "PARA"]), query(dice, depth - 1)),
        7 => format!("{}({})", dice.pick(&["CASE", "EXACT"]), term(dice)),
        8 => format!("{}:{}", dice.pick(&["headline", "lead", "text", "byline", "url"]), term(dice)),
        9 => format!(
            "{}{}:\"{}\"",
            dice.pick(&["", "", "headline:", "lead:"]),
            dice.pick(&["person", "org", "place"]),
            dice.pick(NAMES)
        ),
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

/// The last three have wildcards that do not end their word.
const METADATA: &[&str] = &[
    "lang:fr",
    "lang:zh",
    "lang:zh-Hans",
    "source:onu",
    "source:onu*",
    "site:onu.org",
    "site:org",
    "site:vn",
    "lang:z*",
    "site:ex*.vn",
    "site:*.vn",
];
const METADATA_ENDING: usize = 8;

fn metadata(dice: &mut Dice) -> String {
    let choices = if dice.ending_only { &METADATA[..METADATA_ENDING] } else { METADATA };
    dice.pick(choices).to_owned()
}
