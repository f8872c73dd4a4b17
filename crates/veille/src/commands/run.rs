//! `veille run`: fetch, clean, classify and store, continuously, in one process.

use anyhow::Result;
use tokio::sync::mpsc;
use veille_fetcher::Fetcher;
use veille_model::StageName;
use veille_pipeline::{Batch, Tally, fused};

use super::Context;
use crate::arguments::{Outcomes, Run};
use crate::exit::{Cause, failure};
use crate::ledger::Ledger;
use crate::output::Results;
use crate::progress::Progress;
use crate::signals::Signals;
use crate::table;
use crate::wiring::{self, StoreFrontier, StoreRows};

/// Deliveries that wait between fetcher and cleaner.
const DELIVERIES_WAITING: usize = 64;

pub async fn run(arguments: Run, context: Context) -> Result<()> {
    let configuration = &context.configuration;
    if configuration.sources.is_empty() {
        let file = configuration.files.shown("sources.toml");
        return Err(failure(
            Cause::Configuration,
            format!("{file}: no sources, so there is nothing to fetch"),
        ));
    }
    let signals = Signals::listen()?;
    let store = context.open_store(&arguments.database).await?;
    let settings = &configuration.settings;
    let fetcher =
        Fetcher::new(settings.fetcher.clone(), configuration.sources.clone(), StoreFrontier(store.clone()))?;
    let (clean, classify) = (wiring::clean_stage(configuration), wiring::classify_stage(configuration));
    let stop = signals.stop.clone();
    wiring::follow_changes(
        configuration.files.clone(),
        Some(clean.clone()),
        Some(classify.clone()),
        stop.clone(),
    );
    tracing::info!(sources = configuration.sources.len(), store = %store.path().display(), "running");

    let (outlet, deliveries) = mpsc::channel(DELIVERIES_WAITING);
    let told = async move { stop.cancelled().await };
    let fetching = async {
        match arguments.once {
            true => fetcher.once(outlet, told).await,
            false => fetcher.run(outlet, told).await,
        }
    };
    let mut live = Live::new(&context)?;
    let mut rows = StoreRows(store.clone());
    let options = wiring::fused_options(&settings.pipeline);
    // The runner ends with its inputs, and those with the fetcher: what was fetched is stored before we stop.
    let inputs = wiring::inputs_of_deliveries(deliveries);
    let never = veille_pipeline::Stop::new();
    let running = fused::run(
        inputs,
        clean.into(),
        classify.into(),
        &mut rows,
        &options,
        |batch, tally| live.take(batch, tally),
        &never,
    );
    let (fetched, summary) = tokio::join!(fetching, running);
    live.finish()?;
    store.close().await;
    let (fetched, summary) = (fetched?, summary?);
    context.say(format!(
        "{} feeds read, {} unchanged, {} failed; {} articles stored",
        fetched.feeds_read,
        fetched.feeds_unchanged,
        fetched.feeds_failed,
        summary.tally.of(StageName::Classify).forwarded,
    ));
    signals.conclude()
}

/// Articles as they are stored, one line each.
struct Live {
    json: bool,
    results: Results,
    progress: Progress,
    ledger: Ledger,
    failed: Option<anyhow::Error>,
}

impl Live {
    fn new(context: &Context) -> Result<Self> {
        Ok(Self {
            json: context.global.json,
            results: Results::new(),
            progress: Progress::start(context.global.quiet, "watching"),
            ledger: Ledger::brief(&Outcomes { file: None })?,
            failed: None,
        })
    }

    fn take(&mut self, batch: &Batch, tally: &Tally) {
        if let Err(error) = self.show(batch, tally) {
            self.failed.get_or_insert(error);
        }
    }

    fn show(&mut self, batch: &Batch, tally: &Tally) -> Result<()> {
        for outcome in &batch.outcomes {
            if let Some(line) = self.ledger.note(outcome)? {
                tracing::info!(stage = %outcome.stage, "{line}");
            }
        }
        for article in &batch.articles {
            match self.json {
                true => self.results.json(article)?,
                false => self.results.line(table::line_of(article))?,
            }
        }
        self.results.flush()?;
        self.progress.at(tally.of(StageName::Fetch).settled(), tally.of(StageName::Classify).forwarded);
        Ok(())
    }

    fn finish(self) -> Result<()> {
        self.failed.map_or(Ok(()), Err)
    }
}
