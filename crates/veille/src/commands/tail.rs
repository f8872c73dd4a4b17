//! `veille tail`: follows a subject.

use anyhow::{Context as _, Result};
use futures_util::StreamExt;
use veille_model::{Outcome, TaggedArticle};
use veille_pipeline::bus::{Bus, Start, Tailed, Where};

use super::{Context, service};
use crate::arguments::{Begin, Tail};
use crate::exit::{Cause, failure};
use crate::shown::Results;
use crate::shown::{ledger, table};
use crate::signals::Signals;

pub async fn run(arguments: Tail, context: Context) -> Result<()> {
    check_subject(&arguments.subject)?;
    let signals = Signals::listen()?;
    // A reader may have no right to make streams, so it takes them as they are.
    let bus = Bus::connect(&Where {
        url: arguments.nats.clone(),
        credentials: service::credentials(),
        name: "tail".to_owned(),
    })
    .await?;
    let start = match arguments.from {
        Begin::New => Start::New,
        Begin::All => Start::All,
    };
    let mut messages = bus.tail(&arguments.subject, start).await?;
    let mut left = arguments.limit.unwrap_or(usize::MAX);
    while left > 0 {
        let Some(Some(message)) = signals.stop.run_until_cancelled(messages.next()).await else { break };
        let mut results = Results::new();
        results.line(shown(&message?, context.global.json)?)?;
        results.flush()?;
        if results.is_closed() {
            return Ok(());
        }
        left -= 1;
    }
    signals.conclude()
}

/// Refuses what can never be published, rather than wait for it.
fn check_subject(subject: &str) -> Result<()> {
    let tokens: Vec<&str> = subject.split('.').collect();
    let last = tokens.len() - 1;
    let sound = tokens.iter().enumerate().all(|(place, token)| {
        !token.is_empty() && !token.contains(char::is_whitespace) && (*token != ">" || place == last)
    });
    if sound && tokens[0] == "veille" && tokens.len() > 1 {
        return Ok(());
    }
    let expected =
        "expected a subject below veille, such as 'veille.topic.*.fr.>'; `*` is one token, `>` the rest";
    Err(failure(Cause::Usage, format!("{subject:?} is no subject of ours: {expected}")))
}

/// The message itself, or one line for a person.
fn shown(message: &Tailed, json: bool) -> Result<String> {
    if json {
        return Ok(String::from_utf8_lossy(&message.payload).into_owned());
    }
    let broken = || format!("reading a message on {}", message.subject);
    Ok(match message.subject.split('.').nth(1) {
        Some("tagged" | "topic") => {
            let article: TaggedArticle = serde_json::from_slice(&message.payload).with_context(broken)?;
            table::line_of(&article)
        }
        Some("outcome") => {
            let outcome: Outcome = serde_json::from_slice(&message.payload).with_context(broken)?;
            ledger::line(&outcome)
        }
        _ => {
            let headers: String =
                message.headers.iter().map(|(name, value)| format!("  {name}: {value}")).collect();
            format!("{}  {} bytes{headers}", message.subject, message.payload.len())
        }
    })
}
