//! `veille replay`: captures at rest through everything, then a table of what came out.

use std::time::Instant;

use anyhow::{Result, bail};
use veille_model::StageName;
use veille_pipeline::fused;

use super::Context;
use crate::arguments::Replay;
use crate::hint::Hint;
use crate::report::Report;
use crate::signals::Signals;
use crate::torn::Torn;
use crate::wiring::{self, Reading, StoreRows};

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
    let mut report = Report::of_replay(&arguments, &context)?;
    let stages =
        (wiring::clean_stage(&context.configuration), wiring::classify_stage(&context.configuration));
    let torn = Torn::default();
    let summary = fused::run(
        reading.inputs(done),
        stages.0.into(),
        stages.1.into(),
        &mut StoreRows(store.clone()),
        &wiring::fused_options(&context.configuration.settings.pipeline),
        |batch, tally| {
            torn.note(&batch.outcomes);
            report.take(batch, tally);
        },
        &signals.stop,
    )
    .await?;
    let path = store.path().display().to_string();
    store.close().await;
    report.finish()?;
    conclude(&summary, started, &path, &arguments, &context)?;
    if summary.stopped {
        signals.conclude()?;
    }
    torn.conclude()
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
    if summary.stopped {
        let hint = Hint::new(["replay", "--resume"]).option("--store", arguments.database.path.as_deref());
        context.say(format!("next: {}", hint.with(&context.global).paths(&arguments.paths)));
    } else if let Some(topic) = context.configuration.topics.iter().next() {
        let hint = Hint::new(["topic", "test", topic.id.as_str()]).with(&context.global);
        context.say(format!("next: {}", hint.paths(&arguments.paths)));
    }
    Ok(())
}
