//! `veille dead`: messages that no stage could settle, over NATS.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use serde_json::json;
use veille_model::{Outcome, StageName};
use veille_pipeline::bus::{Bus, DeadLetter};
use veille_pipeline::{Stage, Stop, filter};

use super::Context;
use crate::arguments::{Dead, DeadAction, Which};
use crate::exit::{Cause, failure};
use crate::shown::{Heading, Hint, Listing, Results, count, ledger, size};
use crate::{services, wiring};

/// Of what a message holds, so many characters are shown.
const SHOWN: usize = 1_000;

pub async fn run(arguments: Dead, context: Context) -> Result<()> {
    let bus = Bus::connect(&services::place(&arguments.server.nats, "dead", &context)).await?;
    match &arguments.action {
        DeadAction::List { stage, limit } => list(&bus, stage.as_deref(), *limit, &arguments, &context).await,
        DeadAction::Show { number, untried } => show(&bus, *number, !untried, &context).await,
        DeadAction::Requeue(which) => {
            // All are looked up before the first is touched: with a wrong number nothing is changed.
            let mut done = 0;
            for (number, stage) in chosen(&bus, which).await? {
                // Somebody else may have been quicker.
                let Some(letter) = bus.dead_letter_at(number).await? else { continue };
                // Not broken off halfway: a letter that is given back is to be gone from here.
                bus.requeue(&letter, &Stop::new()).await?;
                tell(number, &stage, "requeued", &context)?;
                done += 1;
            }
            let given = "message was given to its stage again";
            context.say(count(done, given, "messages were given to their stages again"));
            Ok(())
        }
        DeadAction::Drop(which) => {
            let letters = chosen(&bus, which).await?;
            for (number, stage) in &letters {
                bus.drop_dead(*number).await?;
                tell(*number, stage, "deleted", &context)?;
            }
            context.say(format!("{} deleted", count(letters.len() as u64, "message", "messages")));
            Ok(())
        }
    }
}

async fn list(
    bus: &Bus,
    stage: Option<&str>,
    limit: usize,
    arguments: &Dead,
    context: &Context,
) -> Result<()> {
    let letters = bus.dead_letters(stage, limit).await?;
    let headings = [
        Heading::right("NUMBER"),
        Heading::left("STAGE"),
        Heading::left("AT").dispensable(2),
        Heading::right("TRIES").dispensable(3),
        Heading::left("CODE").dispensable(1),
        Heading::words("CAUSE"),
    ];
    let mut list = Listing::new(&headings, context.global.json);
    for letter in &letters {
        let at = letter.at.map_or_else(|| "-".to_owned(), |at| at.format("%Y-%m-%d %H:%M:%SZ").to_string());
        let (number, tries) = (letter.number.to_string(), letter.attempts.to_string());
        let cells = [number, letter.stage.clone(), at, tries, letter.code.clone(), letter.cause.clone()];
        list.row(&of(letter), cells)?;
    }
    list.flush()?;
    match letters.last() {
        None => context.say(match stage {
            Some(stage) => format!("there is no dead letter of {stage}: it has settled every message"),
            None => "there are no dead letters: every message was settled by its stage".to_owned(),
        }),
        Some(last) => {
            let number = last.number.to_string();
            let hint =
                Hint::new(["dead", "show", &number, "--nats", &services::shown(&arguments.server.nats)]);
            context.say(format!("next: {}", hint.with(&context.global)));
        }
    }
    Ok(())
}

async fn show(bus: &Bus, number: u64, is_tried: bool, context: &Context) -> Result<()> {
    let letter = one(bus, number).await?;
    // Only asked for: rules that take minutes may be what it died of.
    let today = match is_tried {
        true => today(&letter, context),
        false => None,
    };
    let mut results = Results::new();
    if context.global.json {
        let mut value = of(&letter);
        value["holds"] = json!(letter.payload().as_deref().map(String::from_utf8_lossy));
        value["today"] = json!(today);
        results.json(&value)?;
        return Ok(results.flush()?);
    }
    let at = letter.at.map_or_else(|| "unknown".to_owned(), |at| at.format("%Y-%m-%d %H:%M:%SZ").to_string());
    results.line(format!(
        "died at      {}, {at}, after {}",
        letter.stage,
        count(u64::from(letter.attempts), "try", "tries")
    ))?;
    results.line(format!("of           {} ({})", letter.cause, letter.code))?;
    results.line(format!("came from    {}, {} at {}", letter.subject, letter.stream, letter.sequence))?;
    match letter.payload() {
        Some(payload) => {
            results.line(format!("holds        {}", size(payload.len() as u64)))?;
            // As text, whatever it is: most died of what is none.
            let text: String = String::from_utf8_lossy(&payload).chars().take(SHOWN).collect();
            results.line(format!("             {text}"))?;
        }
        None => {
            results.line("holds        more than fits beside its cause; it was left where it came from")?
        }
    }
    match (&today, is_tried) {
        (Some(outcome), _) => results.line(format!("today        {}", ledger::line(outcome)))?,
        (None, true) => results
            .line("today        its stage is not asked: only cleaner and classifier are, of what is whole")?,
        (None, false) => {}
    }
    Ok(results.flush()?)
}

/// What its stage answers by the program and the rules as they are here and now.
fn today(letter: &DeadLetter, context: &Context) -> Option<Outcome> {
    let payload = letter.payload()?;
    match letter.stage.as_str() {
        stage if stage == StageName::Clean.as_str() => {
            ask(wiring::clean_stage(&context.configuration), &payload, context)
        }
        stage if stage == StageName::Classify.as_str() => {
            ask(wiring::classify_stage(&context.configuration), &payload, context)
        }
        _ => None,
    }
}

fn ask<S: Stage>(stage: S, payload: &[u8], context: &Context) -> Option<Outcome> {
    let options = wiring::filter_options(&context.configuration.settings);
    // One line, as a filter reads it.
    let line: Vec<u8> = payload.iter().map(|byte| if *byte == b'\n' { b' ' } else { *byte }).collect();
    let mut answered = None;
    let (input, mut nowhere) = (std::io::Cursor::new(line), std::io::sink());
    let run = || {
        filter::run(stage.into(), input, &mut nowhere, &options, |_, outcome| {
            answered = Some(outcome.clone())
        })
    };
    tokio::task::block_in_place(run).ok()?;
    answered
}

/// Those that were named, all of them there: number and stage of each, since fifty thousand pages fit into no memory.
async fn chosen(bus: &Bus, which: &Which) -> Result<Vec<(u64, String)>> {
    let mut letters = Vec::new();
    if which.all {
        let mut codes = BTreeSet::new();
        bus.each_dead_letter(1, None, |letter| {
            if which.cause.as_ref().is_none_or(|cause| *cause == letter.code) {
                letters.push((letter.number, letter.stage));
            }
            codes.insert(letter.code);
        })
        .await?;
        // Only where there are others: of an empty list no name is wrong.
        if let Some(cause) = which.cause.as_ref().filter(|cause| !codes.is_empty() && !codes.contains(*cause))
        {
            let codes = codes.into_iter().collect::<Vec<_>>().join(", ");
            return Err(failure(
                Cause::Usage,
                format!("nothing died of {cause:?}; what there is died of {codes}"),
            ));
        }
        return Ok(letters);
    }
    for number in &which.numbers {
        letters.push((*number, one(bus, *number).await?.stage));
    }
    ensure!(!letters.is_empty(), "no number was given");
    Ok(letters)
}

async fn one(bus: &Bus, number: u64) -> Result<DeadLetter> {
    let none = || {
        failure(Cause::Usage, format!("nothing dead has the number {number}; `veille dead list` has them"))
    };
    bus.dead_letter_at(number).await?.ok_or_else(none)
}

fn tell(number: u64, stage: &str, what: &str, context: &Context) -> Result<()> {
    if context.global.json {
        let mut results = Results::new();
        results.json(&json!({ "number": number, "stage": stage, "done": what }))?;
        results.flush()?;
    }
    Ok(())
}

fn of(letter: &DeadLetter) -> serde_json::Value {
    json!({
        "number": letter.number, "stage": letter.stage, "at": letter.at, "code": letter.code, "cause": letter.cause,
        "attempts": letter.attempts, "subject": letter.subject, "stream": letter.stream, "sequence": letter.sequence,
    })
}
