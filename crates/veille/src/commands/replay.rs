//! `veille replay`: captures at rest through everything, then a table of what came out.

use std::time::Instant;

use anyhow::{Result, bail};
use veille_model::StageName;
use veille_pipeline::{Batch, Tally, fused};

use super::Context;
use crate::arguments::Replay;
use crate::ledger::Ledger;
use crate::output::{self, Results};
use crate::progress::Progress;
use crate::signals::Signals;
use crate::table::{self, Row};
use crate::wiring::{self, Reading, StoreRows};

/// Rows that a terminal is shown; the rest is one command away.
const ROWS_ON_TERMINAL_MAX: usize = 100;

pub async fn run(arguments: Replay, context: Context) -> Result<()> {
    let reading = Reading::open(&arguments.paths)?;
    if let Some(url) = &arguments.nats {
        return super::service::replay(url, reading, &arguments, &context).await;
    }
    let started = Instant::now();
    let signals = Signals::listen()?;
    let store = context.open_store(&arguments.database).await?;
    let done = match arguments.resume {
        true => store.mark(reading.key()).await?.and_then(|number| number.parse().ok()).unwrap_or(0),
        false => 0,
    };
    let mut report = Report::new(&arguments, &context)?;
    let stages =
        (wiring::clean_stage(&context.configuration), wiring::classify_stage(&context.configuration));
    let summary = fused::run(
        reading.inputs(done),
        stages.0.into(),
        stages.1.into(),
        &mut StoreRows(store.clone()),
        &wiring::fused_options(&context.configuration.settings.pipeline),
        |batch, tally| report.take(batch, tally),
        &signals.stop,
    )
    .await?;
    let path = store.path().display().to_string();
    store.close().await;
    report.finish(&summary.tally)?;
    conclude(&summary, started, &path, &arguments, &context)?;
    signals.conclude()
}

/// What a replay shows while it runs and when it ends.
struct Report {
    json: bool,
    results: Results,
    progress: Progress,
    ledger: Ledger,
    rows: Vec<Row>,
    rows_max: usize,
    unshown_rows: usize,
    failed: Option<anyhow::Error>,
}

impl Report {
    fn new(arguments: &Replay, context: &Context) -> Result<Self> {
        Ok(Self {
            json: context.global.json,
            results: Results::new(),
            progress: Progress::start(context.global.quiet, "replaying"),
            ledger: Ledger::brief(&arguments.outcomes)?,
            rows: Vec::new(),
            rows_max: output::width().map_or(usize::MAX, |_| ROWS_ON_TERMINAL_MAX),
            unshown_rows: 0,
            failed: None,
        })
    }

    /// Called for each batch that is stored; the first failure is kept for the end.
    fn take(&mut self, batch: &Batch, tally: &Tally) {
        if let Err(error) = self.show(batch, tally) {
            self.failed.get_or_insert(error);
        }
    }

    fn show(&mut self, batch: &Batch, tally: &Tally) -> Result<()> {
        for outcome in &batch.outcomes {
            if let Some(line) = self.ledger.note(outcome)? {
                self.progress.note(&line);
            }
        }
        for article in &batch.articles {
            if self.json {
                self.results.json(article)?;
            } else if self.rows.len() < self.rows_max {
                self.rows.push(Row::of(article));
            } else {
                self.unshown_rows += 1;
            }
        }
        self.progress.at(tally.of(StageName::Capture).settled(), tally.of(StageName::Classify).forwarded);
        Ok(())
    }

    fn finish(mut self, tally: &Tally) -> Result<()> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        if self.ledger.unshown() > 0 {
            self.progress
                .note(&format!("… and {} more; --outcomes FILE keeps them all", self.ledger.unshown()));
        }
        drop(self.progress);
        self.ledger.finish()?;
        if !self.json && tally.of(StageName::Classify).forwarded > 0 {
            self.results.line(table::render(&self.rows, output::width()))?;
            if self.unshown_rows > 0 {
                self.results.line(format!("… and {} more: veille export", self.unshown_rows))?;
            }
        }
        Ok(self.results.flush()?)
    }
}

/// Counts, time, and what to type next.
fn conclude(
    summary: &fused::Summary,
    started: Instant,
    store: &str,
    arguments: &Replay,
    context: &Context,
) -> Result<()> {
    let tally = &summary.tally;
    let documents = tally.of(StageName::Capture);
    context.say("");
    for (stage, counts) in tally.stages() {
        let mut parts = vec![format!("{} passed on", counts.forwarded)];
        let others = [
            (counts.discarded, "discarded"),
            (counts.quarantined, "quarantined"),
            (counts.retried, "retried"),
        ];
        parts.extend(
            others.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")),
        );
        context.say(format!("{:<9} {:>6} in: {}", stage.as_str(), counts.inputs, parts.join(", ")));
    }
    let seconds = started.elapsed().as_secs_f64();
    context.say(format!(
        "{} articles of {} documents stored in {store}, {seconds:.1} s",
        tally.of(StageName::Classify).forwarded,
        documents.inputs,
    ));
    if documents.forwarded == 0 && !summary.stopped {
        bail!("nothing was read: no document under these paths could be opened");
    }
    let paths: Vec<String> = arguments.paths.iter().map(|path| path.display().to_string()).collect();
    match summary.stopped {
        true => context.say(format!("next: veille replay --resume {}", paths.join(" "))),
        false => context.say(format!("next: veille topic test hanoi-convention {}", paths.join(" "))),
    }
    Ok(())
}
