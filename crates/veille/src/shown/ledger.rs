//! What a person and a file are told of outcomes, while the ledger itself lies in the store.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write};

use anyhow::{Context, Result};
use veille_model::{Outcome, OutcomeKind, StageName};

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
        self.documents.note(outcome);
        if outcome.outcome == OutcomeKind::Forwarded {
            return Ok(None);
        }
        self.shown += 1;
        Ok((self.shown <= self.shown_max).then(|| self.documents.line(outcome)))
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

/// The files of documents that have no address, by the name of the capture that was made of each.
#[derive(Default)]
pub struct Documents(HashMap<String, String>);

impl Documents {
    /// Files remembered. What became of a document is told soon after it was read.
    const MAX: usize = 10_000;

    /// Learns from an outcome which file a capture was read from.
    pub fn note(&mut self, outcome: &Outcome) {
        if outcome.stage != StageName::Capture || outcome.url.is_some() {
            return;
        }
        if self.0.len() >= Self::MAX {
            self.0.clear();
        }
        self.0.extend(outcome.outputs.iter().map(|output| (output.clone(), outcome.input.clone())));
    }

    /// The line of an outcome, with the file's name in the place of a capture's.
    pub fn line(&self, outcome: &Outcome) -> String {
        match self.0.get(&outcome.input).filter(|_| outcome.url.is_none()) {
            Some(file) => line(&Outcome { input: file.clone(), ..outcome.clone() }),
            None => line(outcome),
        }
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
