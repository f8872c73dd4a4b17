//! Every decision about one capture, for a press officer who asks why.

use std::fmt;

use serde::Serialize;
use veille_model::{BlockKind, Capture};

use crate::reading::Cleaned;
use crate::{Cleaner, Unclean};
use veille_text::charset::Charset;

/// How a capture was read: charset, kind of document, every block with its verdict, metadata with their origins, and
/// what came of it. [`fmt::Display`] writes it for people, [`Serialize`] for machines.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Explanation {
    /// The capture's name.
    pub capture: String,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its charset and what spoke for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charset: Option<Charset>,
    /// What it was read as: `page`, `text`, `feed entry`, `page filled in from the data of its scripts`.
    pub document: &'static str,
    /// The site rule that was used, by its domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_rule: Option<String>,
    /// Every block in the order of the page.
    pub blocks: Vec<BlockExplanation>,
    /// Everything found that could be a field of the article.
    pub metadata: Vec<MetadataExplanation>,
    /// Where the text says it was taken from: the words that say so.
    pub provenance: Vec<String>,
    /// What the reader of the article should know: `paywall_stub`, `live_blog`, `date_after_capture`.
    pub flags: Vec<String>,
    /// Why there is no article, where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discarded: Option<Discarded>,
}

/// Why a capture gave no article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Discarded {
    /// The token: `too_short`.
    pub code: &'static str,
    /// The sentence.
    pub because: String,
}

/// What became of one block.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BlockExplanation {
    /// Whether it is part of the article.
    pub kept: bool,
    /// What it is, where it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<BlockKind>,
    /// How likely it is part of the article, 0 to 1, by its features.
    pub score: f32,
    /// What decided, in words.
    pub because: String,
    /// Its text.
    pub text: String,
}

/// Something found that could be a field's value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MetadataExplanation {
    /// The field: `headline`, `published_at`.
    pub field: &'static str,
    /// Where it was found: `JSON-LD`, `visible text`.
    pub origin: &'static str,
    /// As found.
    pub value: String,
    /// Whether it was taken.
    pub chosen: bool,
    /// What speaks against it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flag: Option<&'static str>,
}

impl Cleaner {
    /// Every decision on the way from this capture to its article.
    pub fn explain(&self, capture: &Capture) -> Explanation {
        let mut explanation = Explanation {
            capture: capture.id.to_string(),
            url: capture.url.clone(),
            ..Explanation::default()
        };
        if let Err(why) = self.fill(capture, &mut explanation) {
            // What was found until then stays in it: a refused page is the one that needs explaining most.
            explanation.discarded = Some(Discarded { code: why.code(), because: why.to_string() });
        }
        explanation
    }

    fn fill(&self, capture: &Capture, explanation: &mut Explanation) -> Result<(), Unclean> {
        let prepared = self.prepare(capture)?;
        let cleaned = prepared.read(self.judging(true));
        explanation.describe(&cleaned);
        let article = self.better(capture, self.article(capture, &cleaned))?;
        explanation.flags = article.flags;
        Ok(())
    }
}

impl Explanation {
    fn describe(&mut self, cleaned: &Cleaned<'_>) {
        self.charset = Some(cleaned.charset);
        self.document = cleaned.document;
        self.site_rule = cleaned.site_rule.clone();
        self.flags = cleaned.metadata.flags.clone();
        self.provenance = cleaned.metadata.provenance.iter().map(|credit| credit.words.clone()).collect();
        for (block, verdict) in cleaned.page.blocks.iter().zip(&cleaned.verdicts) {
            self.blocks.push(BlockExplanation {
                kept: verdict.keep,
                kind: verdict.keep.then_some(verdict.kind),
                score: verdict.score,
                because: verdict.reason.clone(),
                text: cleaned.page.block_text(block).to_owned(),
            });
        }
        for candidate in &cleaned.metadata.candidates {
            self.metadata.push(MetadataExplanation {
                field: candidate.field.name(),
                origin: candidate.spot.name(),
                value: candidate.value.clone(),
                chosen: candidate.chosen,
                flag: candidate.flag,
            });
        }
    }
}

/// Longer texts are cut in the rendering for people.
const SHOWN_CHARS: usize = 96;

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.url.as_deref().unwrap_or(&self.capture))?;
        if let Some(charset) = &self.charset {
            writeln!(f, "read as a {}, in {}: {}", self.document, charset.name, charset.because.words())?;
        }
        if let Some(rule) = &self.site_rule {
            writeln!(f, "by the site rule for {rule}")?;
        }
        self.write_metadata(f)?;
        self.write_blocks(f)?;
        match &self.discarded {
            Some(why) => writeln!(f, "\nno article: {} ({})", why.because, why.code),
            None => writeln!(f, "\nan article"),
        }
    }
}

impl Explanation {
    fn write_metadata(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.metadata.is_empty() {
            writeln!(f, "\nmetadata (* taken)")?;
        }
        for it in &self.metadata {
            let mark = if it.chosen { '*' } else { ' ' };
            let flag = it.flag.map(|flag| format!(" [{flag}]")).unwrap_or_default();
            writeln!(f, "{mark} {:<18} {:<20} {}{flag}", it.field, it.origin, cut(&it.value))?;
        }
        for words in &self.provenance {
            writeln!(f, "* {:<18} {}", "taken from", cut(words))?;
        }
        for flag in &self.flags {
            writeln!(f, "* {:<18} {flag}", "note")?;
        }
        Ok(())
    }

    fn write_blocks(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = self.blocks.iter().filter(|block| block.kept).count();
        let blocks = if self.blocks.len() == 1 { "block" } else { "blocks" };
        writeln!(
            f,
            "\n{} {blocks}, {kept} kept; in front, how likely each is part of the article",
            self.blocks.len()
        )?;
        for block in &self.blocks {
            let mark = if block.kept { '+' } else { '-' };
            writeln!(f, "{mark} {:>3.0} % {}", block.score * 100.0, cut(&block.text))?;
            writeln!(f, "        {}", in_words(&block.because))?;
        }
        Ok(())
    }
}

/// A reason without the features in brackets, `[Chars 275.00, Stops 1.00]`: their numbers are for programs.
fn in_words(because: &str) -> &str {
    because.split_once(" [").map_or(because, |(words, _)| words)
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
