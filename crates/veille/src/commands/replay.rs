//! `veille replay`: captures at rest through everything, then a table of what came out.

use std::time::Instant;

use anyhow::{Result, bail};
use veille_model::{Outcome, OutcomeKind, StageName, TopicId};
use veille_pipeline::fused;

use super::keeping::Keeper;
use super::{Context, told};
use crate::arguments::Replay;
use crate::shown::{self, Digest, Held, Hint, Report, count};
use crate::signals::Signals;
use crate::telemetry::Export;
use crate::torn::Torn;
use crate::wiring::{self, Pages, Reading, StoreRows};

pub async fn run(arguments: Replay, context: Context) -> Result<()> {
    let reading = Reading::open(&arguments.paths)?;
    if let Some(url) = &arguments.nats {
        return crate::services::replay(url, reading, &arguments, &context).await;
    }
    let started = Instant::now();
    let signals = Signals::listen()?;
    let store = context.open_store(&arguments.database).await?;
    // Before the work, so that an address that is taken is told now.
    let keeper = arguments.serving.serve.then(|| Keeper::new(&store, &context.configuration, &signals.stop));
    let pages = match &keeper {
        Some(keeper) => {
            let (listen, keep) = (arguments.serving.listen, Some(keeper.way()));
            Some((
                Pages::open(listen, &store, &context.configuration, keep, None, &signals.stop).await?,
                keeper,
            ))
        }
        None => None,
    };
    let settings = &context.configuration.settings;
    let keeping = pages.as_ref().map(|_| wiring::Keeping::begin(&store, "replay --serve", settings));
    let joining = pages.as_ref().map(|_| wiring::Joining::begin(&store, "replay --serve", settings));
    // Before the first article is stored: what an endpoint is to be told begins where the store is now.
    let sending = match &pages {
        Some(_) => Some(wiring::Sending::begin(&store, "replay --serve", &context.configuration)?),
        None => None,
    };
    let done = match arguments.resume {
        // The mark is there only where a replay of these paths has not come to its end.
        true => store.mark(reading.key()).await?.and_then(|number| number.parse().ok()).unwrap_or(0),
        false => 0,
    };
    // Counted now: the sentence at the end tells what of this replay is new.
    let before = store.counts().await?.articles;
    let mut report = Report::of_replay(&arguments, &context)?.without(store.known_as_forgotten().await?);
    let stages =
        (wiring::clean_stage(&context.configuration), wiring::classify_stage(&context.configuration));
    let torn = Torn::default();
    let export = Export::begin("replay", arguments.traced.otlp.as_deref(), &context)?;
    // What is in hand lies where it was read: `--resume` goes on with it.
    let options =
        fused::Options { traces: export.traces(), leaves_at_stop: true, ..wiring::fused_options(settings) };
    // Of what there was nothing to be made, to be told where nothing else was.
    let mut unread = None;
    let summary = fused::run(
        reading.inputs(done),
        stages.0.into(),
        stages.1.into(),
        &mut StoreRows::new(&store, &context.configuration.settings.store),
        &options,
        |batch, tally| {
            torn.note(&batch.outcomes);
            unread = unread.take().or_else(|| first_unread(&batch.outcomes));
            report.take(batch, tally);
        },
        &signals.stop,
    )
    .await;
    // Before an error is handed on: the traces tell of what went wrong.
    export.end().await;
    let summary = summary?;
    let path = store.location().to_string();
    let digest = report.finish()?;
    // Beside the pages somebody joins them already.
    if joining.is_none() && settings.stories.keep && !summary.stopped {
        told::join(&store, "replay", &context, &signals).await?;
    }
    let is_cut = summary.stopped || joining.is_none() && signals.stop.is_cancelled();
    let held = Held { before, now: store.counts().await?.articles };
    conclude(&summary, &digest, started, (&path, held), &arguments, &context)?;
    // Zero is never silently fine: the folder was another one, or its files are of no kind that we read.
    let documents = summary.tally.of(StageName::Capture);
    if documents.forwarded == 0 && !summary.stopped {
        match unread {
            Some((place, reason)) => {
                let others = match documents.inputs.saturating_sub(1) {
                    0 => String::new(),
                    others => format!(" (nor {})", count(others, "other document", "other documents")),
                };
                bail!("nothing was read: {place}: {reason}{others}")
            }
            None if documents.inputs == 0 => {
                bail!("nothing was read: there is no document under these paths")
            }
            None => bail!("nothing was read: no document under these paths could be opened"),
        }
    }
    if let Some((pages, keeper)) = pages {
        look(
            pages,
            keeper,
            sending.as_ref().map(wiring::Sending::hooks),
            &store,
            &summary,
            &context,
            &signals,
        )
        .await?;
    }
    if let Some(sending) = sending {
        sending.end().await;
    }
    if let Some(keeping) = keeping {
        keeping.end().await;
    }
    if let Some(joining) = joining {
        joining.end().await;
    }
    store.close().await;
    if is_cut {
        signals.conclude()?;
    }
    torn.conclude()
}

/// Leaves the pages open until a person has looked enough.
async fn look(
    pages: Pages,
    keeper: &Keeper,
    webhooks: Option<veille_web::Hooks>,
    store: &veille_sink::Store,
    summary: &fused::Summary,
    context: &Context,
    signals: &Signals,
) -> Result<()> {
    let followers =
        wiring::Followers { pages: Some(pages.server()), webhooks, ..wiring::Followers::default() };
    keeper.tell(&followers);
    let shared = context.configuration.settings.topics.in_store.then(|| store.clone());
    wiring::follow_changes(context.configuration.files.clone(), followers, shared, signals.stop.clone());
    if !summary.stopped {
        context.say("");
        context.say(pages.invitation());
    }
    pages.end().await
}

fn topics_of(context: &Context) -> impl Iterator<Item = &TopicId> {
    context.configuration.topics.iter().map(|topic| &topic.id)
}

/// The first document of which there is no capture: its place, and why.
fn first_unread(outcomes: &[Outcome]) -> Option<(String, String)> {
    let is_unread = |it: &&Outcome| it.stage == StageName::Capture && it.outcome != OutcomeKind::Forwarded;
    let first = outcomes.iter().find(is_unread)?;
    Some((first.input.clone(), first.reason.as_ref()?.detail.clone()))
}

/// What was done, what to read first, and what to type next.
fn conclude(
    summary: &fused::Summary,
    digest: &Digest,
    started: Instant,
    store: (&str, Held),
    arguments: &Replay,
    context: &Context,
) -> Result<()> {
    context.say("");
    let database = arguments.database.path.as_deref();
    let ledger = Hint::new(["export", "--ledger"]).option("--store", database).with(&context.global);
    let topics = Hint::new(["topic", "list"]).with(&context.global);
    let width = shown::prose_width();
    for line in shown::done(&summary.tally, digest, store, started.elapsed(), (&ledger, &topics), width) {
        context.say(line);
    }
    context.say("");
    let picks = if context.global.json { Vec::new() } else { digest.lines(width) };
    if !picks.is_empty() {
        context.say_lines(&picks);
        context.say("");
    }
    if summary.stopped {
        let hint = Hint::new(["replay", "--resume"]).option("--store", database);
        context.say(format!("next: {}", hint.with(&context.global).paths(&arguments.paths)));
    // Why nothing was read is said next, as an error.
    } else if summary.tally.of(StageName::Capture).forwarded == 0 {
        return Ok(());
    } else if digest.articles() == 0 {
        let hint = Hint::new(["explain"]).with(&context.global);
        context.say(format!("next: {}", hint.paths(arguments.paths.first())));
    } else if let Some(topic) = digest.foremost().or_else(|| topics_of(context).next()) {
        let hint = Hint::new(["topic", "test", topic.as_str()]).with(&context.global);
        context.say(format!("next: {}", hint.paths(&arguments.paths)));
    }
    Ok(())
}
