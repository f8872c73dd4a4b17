//! `veille status`: who is at work, how fast, how far behind, what went wrong last; the streams, the store and who follows it.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use anyhow::Result;
use chrono::{DateTime, Utc};
use veille_model::{OutcomeKind, StageName};
use veille_pipeline::bus::Bus;
use veille_sink::Store;

use super::Context;
use crate::arguments::Status;
use crate::exit::{Cause, failure};
use crate::health::behind;
use crate::health::presence::{Presence, signed_in};
use crate::services;
use crate::shown::standing::{Ledgered, Standing, Stored, Streamed};
use crate::shown::{Results, Screen, unread, width};
use crate::signals::Signals;

/// How long services may take to answer.
const ANSWER_WAIT: Duration = Duration::from_millis(400);
/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// All of the ledger is counted: not with every look.
const COUNT_EVERY: Duration = Duration::from_secs(20);
/// Whoever has not said for so long that it is there has been killed, or hangs.
const SILENT_AFTER: chrono::TimeDelta = chrono::TimeDelta::seconds(35);

/// Whom to ask.
struct Asked {
    bus: Option<Bus>,
    store: Option<Store>,
    counted: Option<(Instant, Stored)>,
}

pub async fn run(arguments: Status, context: Context) -> Result<()> {
    let named = std::env::var("VEILLE_NATS").ok().filter(|url| !url.is_empty());
    let url = arguments.nats.clone().or(named);
    // Named and not reached is an error: whoever asks of a server wants to know of it.
    let bus = match &url {
        Some(url) => Some(Bus::connect(&services::place(url, "status", &context)).await?),
        None => None,
    };
    // Services may have their store on another machine; who names one here means it.
    let store = match context.open_existing_store(&arguments.database).await {
        Ok(store) => Some(store),
        Err(error) if bus.is_none() || arguments.database.path.is_some() => return Err(error),
        Err(_) => None,
    };
    let mut asked = Asked { bus, store, counted: None };
    if arguments.watch {
        return watch(&mut asked, &context).await;
    }
    let standing = asked.ask(&context).await?;
    let mut results = Results::new();
    match context.global.json {
        true => results.json(&standing)?,
        false => {
            for line in standing.lines(width(), Utc::now()) {
                results.styled(&line)?;
            }
        }
    }
    results.flush()?;
    if url.is_none() && !context.global.json {
        context.say("of services at a NATS server, ask with --nats URL");
    }
    Ok(())
}

async fn watch(asked: &mut Asked, context: &Context) -> Result<()> {
    let signals = Signals::listen()?;
    let unread = unread(&signals.stop);
    let mut results = Results::new();
    let is_screen = std::io::stdout().is_terminal() && !context.global.json;
    let mut screen = is_screen.then(Screen::take).transpose()?;
    // A pipe that is closed ends it: nobody reads on.
    while !unread.is_cancelled() && !results.is_closed() {
        let Some(standing) = unread.run_until_cancelled(asked.ask(context)).await else { break };
        // A server that is away now is one of the things that are watched for.
        let lines = match &standing {
            Ok(standing) if context.global.json => {
                results.json(standing)?;
                Vec::new()
            }
            Ok(standing) => standing.lines(width(), Utc::now()),
            Err(error) => {
                vec![crate::shown::Line::plain(format!("cannot be told: {}", crate::exit::message(error)))]
            }
        };
        match &mut screen {
            Some(screen) => screen.show(&lines)?,
            None => lines.iter().try_for_each(|line| results.styled(line))?,
        }
        results.flush()?;
        if unread.run_until_cancelled(tokio::time::sleep(LOOK_EVERY)).await.is_none() {
            break;
        }
    }
    Ok(())
}

impl Asked {
    async fn ask(&mut self, context: &Context) -> Result<Standing> {
        let settings = &context.configuration.settings;
        let mut standing = Standing::default();
        // A server that is asked without a connection would wait for one.
        if let Some(bus) = &self.bus {
            if !bus.is_connected() {
                return Err(failure(Cause::Unavailable, "the NATS server is away"));
            }
            for answer in bus.ask_status(ANSWER_WAIT).await? {
                standing.at_work.extend(serde_json::from_slice::<Presence>(&answer));
            }
            let states = bus.stream_states(&settings.nats).await?;
            let held =
                states.iter().filter_map(|state| Some(Streamed { name: state.name, held: state.held? }));
            standing.streams = held.collect();
            // Where nobody has made the streams yet there is nothing behind and nothing dead.
            if standing.streams.len() == states.len() {
                standing.lags = bus.lags().await?;
                standing.dead = bus.dead_by_stage().await?;
            }
        }
        if let Some(store) = &self.store {
            let left = signed_in(store).await?;
            // After those who answered: an answer is newer than a word that was left.
            join(&mut standing, left, Utc::now() - SILENT_AFTER);
            standing.followers = behind(store, settings).await?;
            if self.counted.as_ref().is_none_or(|(at, _)| at.elapsed() >= COUNT_EVERY) {
                self.counted = Some((Instant::now(), count(store).await?));
            }
            if let Some((_, stored)) = &self.counted {
                // Asked each time: it costs one look at the file, and the counts beside it are of a while ago.
                standing.store = Some(Stored { bytes: store.bytes().await?, ..stored.clone() });
            }
        }
        for told in [&mut standing.at_work, &mut standing.silent] {
            // Answers come in the order of the network.
            told.sort_by(|one, other| (&one.command, &one.instance).cmp(&(&other.command, &other.instance)));
        }
        Ok(standing)
    }
}

/// Joins to those who have just answered those who left word in the store. Only a word that was left can be old: the clock of
/// another machine may go a minute behind ours.
fn join(standing: &mut Standing, left: Vec<Presence>, silent_before: DateTime<Utc>) {
    for presence in left {
        // Who answered has said more lately.
        if standing.at_work.iter().any(|other| other.instance == presence.instance) {
            continue;
        }
        match presence.at < silent_before {
            true => standing.silent.push(presence),
            false => standing.at_work.push(presence),
        }
    }
}

async fn count(store: &Store) -> Result<Stored> {
    let (counts, tally) = (store.counts().await?, store.tally().await?);
    let mut ledger = Vec::new();
    for stage in
        [StageName::Capture, StageName::Fetch, StageName::Clean, StageName::Classify, StageName::Store]
    {
        let of = |kind: OutcomeKind| -> u64 {
            let of_kind = tally.iter().filter(|it| (it.latest.stage, it.latest.outcome) == (stage, kind));
            // That a feed was read is no input that was passed on: its entries are.
            of_kind.filter(|it| !it.latest.is_reading()).map(|it| it.count).sum()
        };
        let (forwarded, discarded, quarantined) =
            (of(OutcomeKind::Forwarded), of(OutcomeKind::Discarded), of(OutcomeKind::Quarantined));
        if forwarded + discarded + quarantined > 0 {
            ledger.push(Ledgered { stage, forwarded, discarded, quarantined });
        }
    }
    Ok(Stored {
        location: store.location().to_string(),
        bytes: store.bytes().await?,
        articles: counts.articles,
        wordings: counts.revisions,
        last_change: store.last_change().await?,
        ledger,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_answers_is_not_silent_whatever_its_clock_says() {
        let presence = |instance: &str, seconds_ago: i64| -> Presence {
            serde_json::from_value(serde_json::json!({
                "instance": instance, "command": "clean", "version": "1", "stages": [],
                "since": "2025-10-25T08:00:00Z", "at": Utc::now() - chrono::TimeDelta::seconds(seconds_ago),
            }))
            .expect("a presence")
        };
        let mut standing = Standing { at_work: vec![presence("a:1", 90)], ..Standing::default() };
        let left = vec![presence("a:1", 5), presence("b:2", 5), presence("c:3", 90)];
        join(&mut standing, left, Utc::now() - SILENT_AFTER);
        let names = |who: &[Presence]| who.iter().map(|it| it.instance.clone()).collect::<Vec<_>>();
        assert_eq!(
            (names(&standing.at_work), names(&standing.silent)),
            (vec!["a:1".into(), "b:2".into()], vec!["c:3".into()])
        );
    }
}
