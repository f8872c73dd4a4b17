//! What a replay and a run show: outcomes as they come; articles as lines, as JSON, or as a table at the end.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use veille_model::{Batch, Outcome, StageName, TaggedArticle};
use veille_pipeline::Tally;

use super::paced::Paced;
use super::{Digest, Hint, Ledger, Line, Progress, Results, Row, Table, width};
use crate::arguments::{Column, Outcomes, Replay};
use crate::context::Context;

/// Rows that a terminal is shown, the newest; the rest is one command away.
const ROWS_ON_TERMINAL_MAX: usize = 50;
/// Rows that a pipe is given: they are sorted, so they are held until the end.
const ROWS_PIPED_MAX: usize = 100_000;

/// Hears every batch that is stored.
pub struct Report {
    view: View,
    columns: Vec<Column>,
    results: Results,
    progress: Progress,
    ledger: Ledger,
    /// Of what runs for days, in the place of a ledger that falls silent after its first lines.
    paced: Option<Paced>,
    digest: Digest,
    /// Of what came, what the store was told to forget.
    is_forgotten: Box<dyn Fn(&TaggedArticle) -> bool + Send>,
    /// The stage that inputs come from: its settled ones are the progress.
    source: StageName,
    failed: Option<anyhow::Error>,
    /// The command that shows all articles.
    everything: Hint,
}

/// How articles are shown.
enum View {
    Json,
    /// Each as it comes.
    Lines {
        table: Table,
        begun: bool,
    },
    /// All at the end, the newest first.
    Table {
        rows: Vec<Row>,
        rows_max: usize,
        seen: usize,
    },
}

impl Report {
    /// Of work that ends: a table at its end.
    pub fn of_replay(arguments: &Replay, context: &Context) -> Result<Self> {
        let rows_max = width().map_or(ROWS_PIPED_MAX, |_| ROWS_ON_TERMINAL_MAX);
        let table = View::Table { rows: Vec::new(), rows_max, seen: 0 };
        let store = arguments.database.path.as_deref();
        let columns = &arguments.columns.columns;
        Self::new(table, "replaying", StageName::Capture, &arguments.outcomes, columns, store, context)
    }

    /// Of work that does not: a line for each article.
    pub fn of_run(columns: &[Column], context: &Context) -> Result<Self> {
        let view = View::Lines { table: Table::new(width(), columns), begun: false };
        Self::new(view, "watching", StageName::Fetch, &Outcomes { file: None }, columns, None, context)
    }

    /// Leaves out what the store does not take again.
    pub fn without(self, is_forgotten: impl Fn(&TaggedArticle) -> bool + Send + 'static) -> Self {
        Self { is_forgotten: Box::new(is_forgotten), ..self }
    }

    fn new(
        view: View,
        verb: &'static str,
        source: StageName,
        outcomes: &Outcomes,
        columns: &[Column],
        store: Option<&Path>,
        context: &Context,
    ) -> Result<Self> {
        let paced = (source == StageName::Fetch).then(|| Paced::new(Instant::now()));
        let everything = Hint::new(["export"]).option("--store", store).with(&context.global);
        Ok(Self {
            view: if context.global.json { View::Json } else { view },
            columns: columns.to_vec(),
            results: Results::new(),
            progress: Progress::start(context.global.quiet, verb),
            ledger: if paced.is_some() { Ledger::full(outcomes)? } else { Ledger::brief(outcomes)? },
            paced,
            digest: Digest::default(),
            is_forgotten: Box::new(|_| false),
            source,
            failed: None,
            everything,
        })
    }

    /// Called for each batch that is stored; the first failure is kept for the end.
    pub fn take(&mut self, batch: &Batch, tally: &Tally) {
        if let Err(error) = self.show(batch, tally) {
            // The batch is stored already, and who stores cannot be told: a full disk under `--outcomes` ends no replay midway.
            self.failed.get_or_insert(error);
        }
    }

    fn show(&mut self, batch: &Batch, tally: &Tally) -> Result<()> {
        for outcome in &batch.outcomes {
            self.note(outcome)?;
        }
        if let Some(paced) = &mut self.paced {
            paced.left_out(Instant::now()).iter().for_each(|line| tracing::info!("{line}"));
        }
        for article in &batch.articles {
            self.article(article)?;
        }
        // After its articles, whose files the ledger still knows until then.
        self.ledger.settle(batch);
        // Results and the bar may share a terminal: what is written beside it would tear it.
        let results = &mut self.results;
        self.progress.aside(|| results.flush())?;
        self.progress.at(tally.of(self.source).settled(), tally.of(StageName::Classify).forwarded);
        Ok(())
    }

    fn note(&mut self, outcome: &Outcome) -> Result<()> {
        let Some(line) = self.ledger.note(outcome)? else { return Ok(()) };
        match &mut self.paced {
            // What runs for days is read with its time of day.
            Some(paced) => {
                if paced.tells(outcome) {
                    tracing::info!(stage = %outcome.stage, "{line}");
                }
            }
            None => self.progress.note(&line),
        }
        Ok(())
    }

    fn article(&mut self, article: &TaggedArticle) -> Result<()> {
        if (self.is_forgotten)(article) {
            self.digest.leave_out();
            return Ok(());
        }
        let place = self.ledger.place_of(article);
        self.digest.take(article, place);
        match &mut self.view {
            View::Json => self.results.json(article)?,
            View::Lines { table, begun } => {
                let head = if *begun { None } else { table.head() };
                let gap = (*begun && table.is_spaced()).then(Line::default);
                *begun = true;
                for line in head.into_iter().chain(gap).chain(table.lines(&Row::of(article, place))) {
                    self.results.styled(&line)?;
                }
            }
            View::Table { rows, rows_max, seen } => {
                *seen += 1;
                rows.push(Row::of(article, place));
                // Twice as many are held before the oldest go, so that sorting costs little.
                if rows.len() >= *rows_max * 2 {
                    Row::sort(rows);
                    rows.truncate(*rows_max);
                }
            }
        }
        Ok(())
    }

    /// Ends the progress, says what was not shown, prints the table; hands back what to read first.
    pub fn finish(mut self) -> Result<Digest> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        if let Some(paced) = &mut self.paced {
            paced.end(Instant::now()).iter().for_each(|line| tracing::info!("{line}"));
        }
        if self.ledger.unshown() > 0 {
            self.progress
                .note(&format!("… and {} more; --outcomes FILE keeps them all", self.ledger.unshown()));
        }
        // It clears the bar from the terminal: the table must not begin behind it.
        drop(self.progress);
        self.ledger.finish()?;
        if let View::Table { rows, rows_max, seen } = &mut self.view
            && !rows.is_empty()
        {
            Row::sort(rows);
            rows.truncate(*rows_max);
            let table = Table::new(width(), &self.columns).fitted(rows);
            for line in table.all(rows) {
                self.results.styled(&line)?;
            }
            let unshown = *seen - rows.len();
            if unshown > 0 {
                self.results.styled(&Line::plain(format!("… and {unshown} older: {}", self.everything)))?;
            }
        }
        self.results.flush()?;
        Ok(self.digest)
    }
}
