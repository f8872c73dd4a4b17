//! What a person and a file are told of outcomes, while the ledger itself lies in the store.

use std::fs::File;
use std::io::{BufWriter, Write};

use anyhow::{Context, Result};
use veille_model::{Batch, Outcome, OutcomeKind, TaggedArticle};

use super::documents::Documents;
use super::safe;
use crate::arguments::Outcomes;

/// Lines of prose before the rest is only counted.
const SHOWN_MAX: u64 = 20;

/// Hears every outcome: writes it to the file of `--outcomes`, and says in prose what was not passed on.
pub struct Ledger {
    file: Option<BufWriter<File>>,
    shown: u64,
    shown_max: u64,
    documents: Documents,
}

impl Ledger {
    /// A ledger for a person, who wants the first few in full and the rest counted.
    pub fn brief(outcomes: &Outcomes) -> Result<Self> {
        Self::open(outcomes, SHOWN_MAX)
    }

    /// A ledger for a filter: a line on stderr for everything that gave none on stdout.
    pub fn full(outcomes: &Outcomes) -> Result<Self> {
        Self::open(outcomes, u64::MAX)
    }

    fn open(outcomes: &Outcomes, shown_max: u64) -> Result<Self> {
        let create = |path| File::create(path).with_context(|| format!("creating {}", outcomes.shown()));
        let file = outcomes.file.as_ref().map(create).transpose()?.map(BufWriter::new);
        Ok(Self { file, shown: 0, shown_max, documents: Documents::default() })
    }

    /// Takes note of an outcome; the line to show, where there is one.
    pub fn note(&mut self, outcome: &Outcome) -> Result<Option<String>> {
        if let Some(file) = &mut self.file {
            serde_json::to_writer(&mut *file, outcome).context("writing outcomes")?;
            file.write_all(b"\n").context("writing outcomes")?;
        }
        self.documents.learn(outcome);
        if outcome.outcome == OutcomeKind::Forwarded {
            return Ok(None);
        }
        self.shown += 1;
        Ok((self.shown <= self.shown_max).then(|| line_of(outcome, &self.documents)))
    }

    /// Where an article was read from.
    pub fn place_of(&self, article: &TaggedArticle) -> Option<&str> {
        self.documents.of_article(article)
    }

    /// Everything that a batch has settled is told: where it was read from is forgotten.
    pub fn settle(&mut self, batch: &Batch) {
        self.documents.forget(batch);
    }

    /// How many were not shown.
    pub fn unshown(&self) -> u64 {
        self.shown.saturating_sub(self.shown_max)
    }

    /// Everything is in the file.
    pub fn finish(mut self) -> Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush).context("writing outcomes")
    }
}

/// The line of an outcome, with the file's name in the place of a capture's.
pub fn line_of(outcome: &Outcome, documents: &Documents) -> String {
    match documents.of(outcome) {
        Some(file) => line(&Outcome { input: file.to_owned(), ..outcome.clone() }),
        None => line(outcome),
    }
}

/// `clean: discarded https://example.org/: a list of headlines, not an article (section_page)`
pub fn line(outcome: &Outcome) -> String {
    let reason = outcome.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    let what = match &outcome.url {
        // What the fetcher takes in is an address already.
        Some(url) if *url != outcome.input => format!("{} {url}", outcome.input),
        _ => outcome.input.clone(),
    };
    safe::line(&format!("{}: {} {what}{reason}", outcome.stage, outcome.outcome))
}
