//! What a replay and a run show: outcomes as they come; articles as lines, as JSON, or as a table at the end.

use std::path::Path;

use anyhow::Result;
use veille_model::{Batch, Outcome, StageName, TaggedArticle};
use veille_pipeline::Tally;

use super::commands::Context;
use crate::arguments::{Outcomes, Replay};
use crate::hint::Hint;
use crate::ledger::Ledger;
use crate::output::{self, Results};
use crate::progress::Progress;
use crate::table::{self, Row};

/// Rows that a terminal is shown; the rest is one command away.
const ROWS_ON_TERMINAL_MAX: usize = 100;

/// Hears every batch that is stored.
pub struct Report {
    view: View,
    results: Results,
    progress: Progress,
    ledger: Ledger,
    /// The stage that inputs come from: its settled ones are the progress.
    source: StageName,
    failed: Option<anyhow::Error>,
    /// The command that shows all articles.
    everything: Hint,
}

/// How articles are shown.
enum View {
    Json,
    Lines,
    Table { rows: Vec<Row>, rows_max: usize, unshown: usize },
}

impl Report {
    /// Of work that ends: a table at its end.
    pub fn of_replay(arguments: &Replay, context: &Context) -> Result<Self> {
        let rows_max = output::width().map_or(usize::MAX, |_| ROWS_ON_TERMINAL_MAX);
        let table = View::Table { rows: Vec::new(), rows_max, unshown: 0 };
        let store = arguments.database.path.as_deref();
        Self::new(table, "replaying", StageName::Capture, &arguments.outcomes, store, context)
    }

    /// Of work that does not: a line for each article.
    pub fn of_run(context: &Context) -> Result<Self> {
        Self::new(View::Lines, "watching", StageName::Fetch, &Outcomes { file: None }, None, context)
    }

    fn new(
        view: View,
        verb: &'static str,
        source: StageName,
        outcomes: &Outcomes,
        store: Option<&Path>,
        context: &Context,
    ) -> Result<Self> {
        let everything = Hint::new(["export"]).option("--store", store).with(&context.global);
        Ok(Self {
            view: if context.global.json { View::Json } else { view },
            results: Results::new(),
            progress: Progress::start(context.global.quiet, verb),
            ledger: Ledger::brief(outcomes)?,
            source,
            failed: None,
            everything,
        })
    }

    /// Called for each batch that is stored; the first failure is kept for the end.
    pub fn take(&mut self, batch: &Batch, tally: &Tally) {
        if let Err(error) = self.show(batch, tally) {
            self.failed.get_or_insert(error);
        }
    }

    fn show(&mut self, batch: &Batch, tally: &Tally) -> Result<()> {
        for outcome in &batch.outcomes {
            self.note(outcome)?;
        }
        for article in &batch.articles {
            self.article(article)?;
        }
        self.results.flush()?;
        self.progress.at(tally.of(self.source).settled(), tally.of(StageName::Classify).forwarded);
        Ok(())
    }

    fn note(&mut self, outcome: &Outcome) -> Result<()> {
        match self.ledger.note(outcome)? {
            // What runs for days is read with its time of day.
            Some(line) if self.source == StageName::Fetch => {
                tracing::info!(stage = %outcome.stage, "{line}");
            }
            Some(line) => self.progress.note(&line),
            None => {}
        }
        Ok(())
    }

    fn article(&mut self, article: &TaggedArticle) -> Result<()> {
        match &mut self.view {
            View::Json => self.results.json(article)?,
            View::Lines => self.results.line(table::line_of(article))?,
            View::Table { rows, rows_max, .. } if rows.len() < *rows_max => rows.push(Row::of(article)),
            View::Table { unshown, .. } => *unshown += 1,
        }
        Ok(())
    }

    /// Ends the progress, says what was not shown, prints the table.
    pub fn finish(mut self) -> Result<()> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        if self.ledger.unshown() > 0 && self.source != StageName::Fetch {
            self.progress
                .note(&format!("… and {} more; --outcomes FILE keeps them all", self.ledger.unshown()));
        }
        drop(self.progress);
        self.ledger.finish()?;
        if let View::Table { rows, unshown, .. } = &self.view
            && !rows.is_empty()
        {
            self.results.line(table::render(rows, output::width()))?;
            if *unshown > 0 {
                self.results.line(format!("… and {unshown} more: {}", self.everything))?;
            }
        }
        Ok(self.results.flush()?)
    }
}
