//! The texts that translations are looked for in: two annotated sets, each copy also cut and with paragraphs added, and
//! articles that are nobody's translation.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use veille_stories::translation::{Reading, Sentences, Sketch};

use crate::mix::Dice;
use crate::places;

/// Paragraphs that are added to a copy, and letters of each at most (of Han, kana and Hangul fewer).
const ADDED: usize = 4;
const LETTERS: [usize; 2] = [300, 130];

/// Where a text is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Set {
    Ntrex,
    Wmt,
    Others,
}

/// What was done to a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    Whole,
    Cut,
    Added,
}

/// A text.
pub struct Text {
    pub id: String,
    pub doc: String,
    pub language: String,
    pub is_original: bool,
    pub set: Set,
    pub form: Form,
    /// Documents that paragraphs were taken from.
    pub from: Vec<String>,
    pub sentences: Sentences,
    pub sketch: Sketch,
}

struct Written {
    id: String,
    doc: String,
    language: String,
    is_original: bool,
    set: Set,
    headline: String,
    text: String,
}

impl Written {
    fn read(&self, form: Form, text: &str, from: Vec<String>) -> Text {
        let sentences = Sentences::of(&Reading::of(&self.headline, text, &self.language));
        Text {
            id: self.id.clone(),
            doc: self.doc.clone(),
            language: self.language.clone(),
            is_original: self.is_original,
            set: self.set,
            form,
            from,
            sketch: Sketch::of(&sentences, &self.language),
            sentences,
        }
    }
}

/// All of them.
pub fn read() -> anyhow::Result<Vec<Text>> {
    let data = places::shared()?.join("data");
    let mut written = Vec::new();
    for (set, path) in [
        (Set::Ntrex, "translations/ntrex.jsonl.gz"),
        (Set::Wmt, "translations/wmt.jsonl.gz"),
        (Set::Others, "topics/articles.jsonl.gz"),
        (Set::Others, "stories/vietnamese.jsonl.gz"),
        (Set::Others, "stories/ecbplus.jsonl.gz"),
    ] {
        written.extend(read_set(&data.join(path), set)?);
    }
    let mut texts: Vec<Text> =
        written.iter().map(|one| one.read(Form::Whole, &one.text, Vec::new())).collect();
    let mut by_language: BTreeMap<&str, Vec<&Written>> = BTreeMap::new();
    for one in &written {
        by_language.entry(&one.language).or_default().push(one);
    }
    // Always the same, for the weights are compared by their bytes.
    let mut dice = Dice(7);
    for one in written.iter().filter(|one| one.set != Set::Others && !one.is_original) {
        texts.push(one.read(Form::Cut, cut(&one.text), Vec::new()));
        let (text, from) = added(one, &by_language[&*one.language], &mut dice);
        texts.push(one.read(Form::Added, &text, from));
    }
    Ok(texts)
}

/// One annotated set and the topic articles, as they are: what is printed for a scorer.
pub fn read_gold(gold: &Path) -> anyhow::Result<Vec<Text>> {
    let mut written = read_set(gold, Set::Ntrex)?;
    written.extend(read_set(&places::shared()?.join("data/topics/articles.jsonl.gz"), Set::Others)?);
    Ok(written.iter().map(|one| one.read(Form::Whole, &one.text, Vec::new())).collect())
}

fn read_set(path: &Path, set: Set) -> anyhow::Result<Vec<Written>> {
    let mut written = Vec::new();
    for line in places::lines(path)? {
        let article: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| article[key].as_str().unwrap_or_default().to_owned();
        let language = if article["lang"].is_string() { text("lang") } else { text("language") };
        written.push(Written {
            id: text("id"),
            doc: if article["doc"].is_string() { text("doc") } else { format!("other {}", text("id")) },
            language: match &*language {
                "vie" => "vi".to_owned(),
                "eng" => "en".to_owned(),
                _ => language,
            },
            is_original: text("kind") == "original",
            set,
            headline: text("headline"),
            text: text("text"),
        });
    }
    Ok(written)
}

/// The first two thirds, to the end of a sentence.
fn cut(text: &str) -> &str {
    let letters = text.chars().count() * 2 / 3;
    let end = text.char_indices().nth(letters).map_or(text.len(), |(at, _)| at);
    // Not further back than the half: one sentence alone would be another kind of copy.
    let sentence = text[..end].rfind(['.', '。', '\n', '।', '؟', '!', '?']).filter(|at| *at > end / 2);
    let after = |at: usize| at + text[at..].chars().next().map_or(0, char::len_utf8);
    &text[..sentence.map_or(end, after)]
}

/// With paragraphs of others at its end, or after its first.
fn added(one: &Written, others: &[&Written], dice: &mut Dice) -> (String, Vec<String>) {
    // A letter of these says what two or three of an alphabet do.
    let most = LETTERS[usize::from(matches!(&*one.language, "zh" | "ja" | "ko"))];
    let mut lines: Vec<String> = one.text.lines().map(str::to_owned).collect();
    let at = if dice.below(3) == 0 { 1.min(lines.len()) } else { lines.len() };
    let mut from = Vec::new();
    while from.len() < ADDED {
        let other = others[dice.below(others.len() as u64) as usize];
        let paragraphs: Vec<&str> = other.text.lines().filter(|line| !line.trim().is_empty()).collect();
        // A paragraph of the same document in the same language would be no addition.
        if other.doc == one.doc || paragraphs.is_empty() {
            continue;
        }
        let paragraph = paragraphs[dice.below(paragraphs.len() as u64) as usize];
        lines.insert(at, paragraph.chars().take(most).collect());
        from.push(other.doc.clone());
    }
    (lines.join("\n"), from)
}
