//! Makes the lexicon of translations: words of many languages, each with the English word of its meaning.
//!
//! From names and words that are published in many languages for interfaces (CLDR, the presets of OpenStreetMap's editor), and
//! from parallel sentences (FLORES-200). What names a territory, a city, a language, a month or a day is taken whole; single
//! words are found by what stands together more often than not (IBM model 1, Brown and others 1993).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use serde_json::Value;
use veille_stories::translation::{Kind, stem};
use veille_text::{Document, Parts, Zone, frequency, letter};

use crate::places;

/// Languages by their codes in the annotated sets and in CLDR.
pub const LANGUAGES: [(&str, &str); 30] = [
    ("eng", "en"),
    ("ara", "ar"),
    ("ben", "bn"),
    ("ces", "cs"),
    ("deu", "de"),
    ("ell", "el"),
    ("spa", "es"),
    ("fas", "fa"),
    ("fra", "fr"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("ind", "id"),
    ("isl", "is"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("nld", "nl"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("swe", "sv"),
    ("swa", "sw"),
    ("tha", "th"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("vie", "vi"),
    ("zho", "zh"),
];
/// Rounds of expectation and maximisation.
const ROUNDS: usize = 6;
/// A word means what it stands for so probably, what stands with so much of both, and in so much of its own.
const PROBABLE: f32 = 0.35;
const TOGETHER: f32 = 0.2;
const OFTEN: f32 = 0.4;
/// Words that more articles have mean too much, in their language and in English.
const COMMON: f32 = 0.12;
const COMMON_ENGLISH: f32 = 0.2;

#[derive(Args, Debug)]
pub struct Options {
    /// Where cldr-localenames-full, cldr-dates-full, cldr-annotations-full and id-tagging-schema are unpacked: makes
    /// lexicon-names.txt
    #[arg(long, value_name = "DIR")]
    names: Option<PathBuf>,
    /// From the parallel sentences of VEILLE_SHARED: makes lexicon-parallel.txt
    #[arg(long)]
    parallel: bool,
    /// Make it, and compare it with the committed file
    #[arg(long)]
    check: bool,
}

/// What says one thing in many languages.
#[derive(Default)]
struct Said {
    /// A name, which means one thing as a whole.
    is_name: bool,
    by_language: BTreeMap<String, Vec<String>>,
}

/// By their source and their name there.
type All = BTreeMap<String, Said>;

pub fn run(options: &Options) -> anyhow::Result<()> {
    if let Some(folder) = &options.names {
        let mut all = All::new();
        for (_, language) in LANGUAGES {
            cldr(folder, language, &mut all)?;
            presets(folder, language, &mut all)?;
        }
        english_cities(&mut all);
        write("lexicon-names.txt", NAMES_HEAD, &all, options.check)?;
    }
    if options.parallel {
        let mut all = All::new();
        for file in ["sent_core.tsv.gz", "sent_extra.tsv.gz"] {
            for line in places::lines(&places::shared()?.join("data/language").join(file))? {
                let line = line?;
                let mut fields = line.splitn(3, '\t');
                let (Some(code), Some(id), Some(text)) = (fields.next(), fields.next(), fields.next()) else {
                    continue;
                };
                if let Some((_, language)) = LANGUAGES.iter().find(|(long, _)| *long == code) {
                    say(&mut all, id, false, language, text);
                }
            }
        }
        write("lexicon-parallel.txt", PARALLEL_HEAD, &all, options.check)?;
    }
    Ok(())
}

const NAMES_HEAD: &str = "\
# What words mean, by English words: first how rare these are, then by language which of them (by its place, from 0).
# Made by `veille-training lexicon --names` of names and words in Unicode CLDR 48.2 (territories, cities, languages, months, days,
# annotations of characters) and in id-tagging-schema 6.19.2 (names of presets).
# CLDR: (c) 1991-2026 Unicode, Inc., Unicode-3.0. id-tagging-schema: (c) 2020 contributors, ISC.
";
const PARALLEL_HEAD: &str = "\
# What words mean, by English words: first how rare these are, then by language which of them (by its place, from 0).
# Made by `veille-training lexicon --parallel` of 497 sentences of FLORES-200 (NLLB Team, 2022), which is under CC BY-SA 4.0
# (https://creativecommons.org/licenses/by-sa/4.0/); so is this file, and it alone. It may be left out: see README.md.
";

fn say(all: &mut All, id: &str, is_name: bool, language: &str, text: &str) {
    let text = text.trim();
    // CLDR's mark for what is as it is in the parent locale.
    if !text.is_empty() && !text.contains('↑') {
        let said = all.entry(id.to_owned()).or_default();
        said.is_name |= is_name;
        said.by_language.entry(language.to_owned()).or_default().push(text.to_owned());
    }
}

fn json(path: &Path) -> anyhow::Result<Value> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))
}

fn each<'v>(value: &'v Value, path: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    value.pointer(path).and_then(Value::as_object).into_iter().flatten()
}

fn cldr(folder: &Path, language: &str, all: &mut All) -> anyhow::Result<()> {
    let names = folder.join("cldr-localenames-full/main").join(language);
    let territories = json(&names.join("territories.json"))?;
    let path = format!("/main/{language}/localeDisplayNames/territories");
    // No territories: unknown ones, test locales, outlying Oceania, the eurozone.
    for (code, name) in
        each(&territories, &path).filter(|(code, _)| !["ZZ", "XA", "XB", "QO", "EZ"].contains(&&***code))
    {
        // `HK-alt-short` is `Hong Kong` beside `HK`'s longer name.
        let code = code.split("-alt").next().unwrap_or(code);
        say(all, &format!("territory {code}"), true, language, name.as_str().unwrap_or_default());
    }
    let languages = json(&names.join("languages.json"))?;
    for (code, name) in each(&languages, &format!("/main/{language}/localeDisplayNames/languages")) {
        // The others have three letters: languages that the press hardly names.
        if code.len() == 2 {
            say(all, &format!("language {code}"), true, language, name.as_str().unwrap_or_default());
        }
    }
    let dates = folder.join("cldr-dates-full/main").join(language);
    let calendar = json(&dates.join("ca-gregorian.json"))?;
    for kind in ["months", "days"] {
        // Slavic languages write months in the genitive within dates, and in the nominative alone.
        for form in ["format", "stand-alone"] {
            let path = format!("/main/{language}/dates/calendars/gregorian/{kind}/{form}/wide");
            for (number, name) in each(&calendar, &path) {
                say(all, &format!("{kind} {number}"), true, language, name.as_str().unwrap_or_default());
            }
        }
    }
    let zones = json(&dates.join("timeZoneNames.json"))?;
    for (area, zones) in each(&zones, &format!("/main/{language}/dates/timeZoneNames/zone")) {
        cities(all, &format!("city {area}"), language, zones);
    }
    let annotations =
        json(&folder.join("cldr-annotations-full/annotations").join(language).join("annotations.json"))?;
    for (character, said) in each(&annotations, "/annotations/annotations") {
        let words = |key: &str| said[key].as_array().into_iter().flatten().filter_map(Value::as_str);
        words("tts").for_each(|name| say(all, &format!("annotation {character}"), false, language, name));
        let keywords = words("default").collect::<Vec<_>>().join(" | ");
        say(all, &format!("keywords {character}"), false, language, &keywords);
    }
    Ok(())
}

fn cities(all: &mut All, id: &str, language: &str, zone: &Value) {
    if let Some(city) = zone["exemplarCity"].as_str() {
        say(all, id, true, language, city);
    }
    for (name, zone) in zone.as_object().into_iter().flatten().filter(|(_, zone)| zone.is_object()) {
        cities(all, &format!("{id}/{name}"), language, zone);
    }
}

/// Where CLDR has no English name of a city, its zone is named by it.
fn english_cities(all: &mut All) {
    for (id, said) in all.iter_mut().filter(|(id, _)| id.starts_with("city ")) {
        let name = id.rsplit('/').next().unwrap_or(id).replace('_', " ");
        said.by_language.entry("en".to_owned()).or_insert_with(|| vec![name]);
    }
}

fn presets(folder: &Path, language: &str, all: &mut All) -> anyhow::Result<()> {
    let name = match language {
        // As the presets name their files.
        "zh" => "zh-CN",
        "pt" => "pt-BR",
        other => other,
    };
    let path = folder.join(format!("id-tagging-schema/dist/translations/{name}.json"));
    if !path.exists() {
        return Ok(());
    }
    for (id, preset) in each(&json(&path)?, &format!("/{name}/presets/presets")) {
        say(all, &format!("preset {id}"), false, language, preset["name"].as_str().unwrap_or_default());
    }
    Ok(())
}

/// What of a text may be a word, and the whole of it where it is short.
fn units(language: &str, text: &str) -> (BTreeSet<String>, Option<String>) {
    let kind = Kind::of(language);
    let document = Document::of(&Parts { text, ..Parts::default() });
    let mut words: Vec<(&str, u32, u32)> = Vec::new();
    for at in document.zone(Zone::Text) {
        let token = &document.tokens()[at as usize];
        words.push((document.folded(token.folded_start, token.folded_end), token.start, token.end));
    }
    let is_unspaced = |word: &str| word.chars().next().is_some_and(letter::is_unspaced);
    let mut units = BTreeSet::new();
    for (at, (word, ..)) in words.iter().enumerate() {
        if word.chars().all(char::is_numeric) {
            continue;
        }
        let (lengths, most_between, between) = match kind {
            // A Thai letter is a part of a syllable; a character of Chinese or Japanese is one, or a word.
            _ if is_unspaced(word) && language == "th" => (3..=10, 0, ""),
            _ if is_unspaced(word) => (2..=5, 0, ""),
            Kind::Syllables => (1..=3, 1, " "),
            Kind::Particled => {
                let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]).skip(2).take(3);
                units.extend(ends.map(|end| word[..end].to_owned()));
                // Korean words carry particles at their end: their beginnings are tried at several lengths.
                continue;
            }
            Kind::Spaced | Kind::Prefixed | Kind::Unspaced => {
                units.insert(stem(kind, word).to_owned());
                continue;
            }
        };
        let mut unit = String::new();
        for (before, (word, start, _)) in words[at..].iter().take(*lengths.end()).enumerate() {
            if before > 0 && *start > words[at + before - 1].2 + most_between {
                break;
            }
            if before > 0 {
                unit.push_str(between);
            }
            unit.push_str(word);
            if lengths.contains(&(before + 1)) {
                units.insert(unit.clone());
            }
        }
    }
    let all_unspaced = words.iter().all(|(word, ..)| is_unspaced(word));
    let whole = match words.len() {
        2..=12 if all_unspaced => Some(words.iter().map(|(word, ..)| *word).collect()),
        1..=4 if !words.iter().any(|(word, ..)| is_unspaced(word)) => {
            Some(words.iter().map(|(word, ..)| stem(kind, word)).collect::<Vec<_>>().join(" "))
        }
        _ => None,
    };
    (units, whole)
}

/// A language's entries, each with its English word and how sure that is.
type Entries = BTreeMap<String, (String, f32)>;

fn write(file: &str, head: &str, all: &All, check: bool) -> anyhow::Result<()> {
    let rarity = rarity(all);
    let mut languages: BTreeMap<&str, Entries> = BTreeMap::new();
    for (_, language) in LANGUAGES.iter().filter(|(_, language)| *language != "en") {
        languages.insert(language, entries(language, all, &rarity));
    }
    let meanings: BTreeSet<&str> = languages.values().flatten().map(|(_, (meaning, _))| &**meaning).collect();
    let mut out = format!("{head}[en]\n");
    for meaning in &meanings {
        let rare = meaning.split(' ').map(|word| rarity.get(word).copied().unwrap_or(frequency::UNLISTED));
        let share = rare.fold(1.0_f32, f32::min);
        writeln!(out, "{meaning}\t{}", (-share.log2()).round().clamp(1.0, 10.0) as u8)?;
    }
    let place: BTreeMap<&str, usize> =
        meanings.iter().enumerate().map(|(at, meaning)| (*meaning, at)).collect();
    for (language, entries) in &languages {
        writeln!(out, "[{language}]")?;
        for (entry, (meaning, _)) in entries {
            writeln!(out, "{entry}\t{}", place[&**meaning])?;
        }
        println!("{file} {language}: {}", entries.len());
    }
    places::put(out.as_bytes(), &places::data(places::STORIES_DATA).join(file), check)
}

/// The share of articles that have the commonest word of each English stem.
fn rarity(all: &All) -> BTreeMap<String, f32> {
    let mut rarity: BTreeMap<String, f32> = BTreeMap::new();
    for text in all.values().filter_map(|said| said.by_language.get("en")).flatten() {
        let document = Document::of(&Parts { text, ..Parts::default() });
        for at in document.zone(Zone::Text) {
            let token = &document.tokens()[at as usize];
            let word = document.folded(token.folded_start, token.folded_end);
            let most = rarity.entry(stem(Kind::Spaced, word).to_owned()).or_insert(0.0);
            *most = most.max(frequency::of_word(word));
        }
    }
    rarity
}

fn entries(language: &str, all: &All, rarity: &BTreeMap<String, f32>) -> Entries {
    let mut pairs: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for said in all.values() {
        let (Some(english), Some(theirs)) = (said.by_language.get("en"), said.by_language.get(language))
        else {
            continue;
        };
        let (mut words, mut others) = (BTreeSet::new(), BTreeSet::new());
        let mut name = None;
        for text in english {
            let (units, whole) = units("en", text);
            words.extend(units);
            name = name.or(whole);
        }
        for text in theirs {
            let (units, whole) = units(language, text);
            others.extend(units);
            if let (true, Some(whole), Some(name)) = (said.is_name, whole, &name)
                && whole.chars().count() >= 2
            {
                names.entry(whole).or_insert_with(|| name.clone());
            }
        }
        words.retain(|word| rarity.get(word).is_none_or(|share| *share < COMMON_ENGLISH));
        pairs.push((words.into_iter().collect(), others.into_iter().collect()));
    }
    let mut entries = aligned(&pairs);
    if matches!(Kind::of(language), Kind::Unspaced | Kind::Syllables | Kind::Particled) {
        shortest(&mut entries);
    }
    for (name, meaning) in names {
        let entry = entries.entry(name).or_insert_with(|| (meaning.clone(), 1.0));
        if entry.1 < 0.9 {
            *entry = (meaning, 1.0);
        }
    }
    // What both write alike is known by its letters.
    entries.retain(|entry, (meaning, _)| entry != meaning);
    entries
}

/// Words and what they mean, by IBM model 1.
fn aligned(pairs: &[(Vec<String>, Vec<String>)]) -> Entries {
    let (mut english, mut other): (BTreeMap<&str, f32>, BTreeMap<&str, f32>) = Default::default();
    let mut both: BTreeMap<(&str, &str), f32> = BTreeMap::new();
    for (words, others) in pairs {
        words.iter().for_each(|word| *english.entry(word).or_default() += 1.0);
        others.iter().for_each(|word| *other.entry(word).or_default() += 1.0);
        for word in words {
            others.iter().for_each(|there| *both.entry((word, there)).or_default() += 1.0);
        }
    }
    let mut means: BTreeMap<(&str, &str), f32> =
        // What stood together once is chance.
        both.iter().filter(|(_, count)| **count >= 2.0).map(|(pair, _)| (*pair, 1.0)).collect();
    for _ in 0..ROUNDS {
        let mut counts: BTreeMap<(&str, &str), f32> = BTreeMap::new();
        for (words, others) in pairs {
            for word in words {
                let known =
                    others.iter().filter_map(|there| Some((there, *means.get(&(&**word, &**there))?)));
                let known: Vec<(&String, f32)> = known.collect();
                // Something that is never seen may have made it as well.
                let sum = known.iter().map(|(_, probability)| probability).sum::<f32>() + 0.02;
                for (there, probability) in known {
                    *counts.entry((word, there)).or_default() += probability / sum;
                }
            }
        }
        let mut totals: BTreeMap<&str, f32> = BTreeMap::new();
        counts.iter().for_each(|((_, there), count)| *totals.entry(there).or_default() += count);
        means = counts
            .into_iter()
            .map(|(pair, count)| (pair, count / (totals[pair.1] + 0.1)))
            // What is that improbable comes to nothing, and the table would hold every word with every other.
            .filter(|(_, probability)| *probability > 0.01)
            .collect();
    }
    let mut entries = Entries::new();
    for ((word, there), probability) in means {
        let count = both[&(word, there)];
        let together = 2.0 * count / (english[word] + other[there]);
        let is_sure = probability >= PROBABLE && together >= TOGETHER && count / other[there] >= OFTEN;
        // One letter alone is a part of too many words.
        if !is_sure || frequency::of_word(there) > COMMON || there.chars().nth(1).is_none() {
            continue;
        }
        let best = entries.entry(there.to_owned()).or_default();
        if together * probability > best.1 {
            *best = (word.to_owned(), together * probability);
        }
    }
    entries
}

/// Leaves out what holds a shorter entry of the same meaning.
fn shortest(entries: &mut Entries) {
    let all = entries.clone();
    entries.retain(|entry, (meaning, _)| {
        let places: Vec<usize> = entry.char_indices().map(|(at, _)| at).chain([entry.len()]).collect();
        let parts = places
            .iter()
            .enumerate()
            .flat_map(|(at, from)| places[at + 1..].iter().map(|to| &entry[*from..*to]));
        let is_same = |part: &str| {
            part.len() < entry.len()
                && part.chars().nth(1).is_some()
                && all.get(part).is_some_and(|(other, _)| other == meaning)
        };
        !parts.into_iter().any(is_same)
    });
}
