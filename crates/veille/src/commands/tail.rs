//! `veille tail`: follows a subject, and shows each article once.

use anyhow::{Context as _, Result};
use chrono::Utc;
use chrono_tz::Tz;
use veille_model::{Outcome, TaggedArticle};
use veille_pipeline::bus::{Bus, Following, Seen, Start, Tailed};

use super::Context;
use crate::arguments::{Begin, Tail};
use crate::exit::{Cause, failure};
use crate::services;
use crate::shown::{Results, ledger, table, unread};
use crate::signals::Signals;

pub async fn run(arguments: Tail, context: Context) -> Result<()> {
    check_subject(&arguments.subject)?;
    let server = services::place(&arguments.server.nats, "tail", &context);
    // Tokens and credential files name no user that we could read.
    let user = server.user().unwrap_or_else(|| "anyone".to_owned());
    let durable = arguments.durable.as_deref().map(|name| durable_name(&user, name)).transpose()?;
    let signals = Signals::listen()?;
    // A reader may have no right to make streams, so it takes them as they are.
    let bus = Bus::connect(&server).await?;
    let start = match (arguments.since, arguments.from) {
        // As the stamps of the streams, days are in UTC, whatever the zone of the reader.
        (Some(since), _) => Start::Since(since.begin(Utc::now(), Tz::UTC)),
        (None, Begin::New) => Start::New,
        (None, Begin::All) => Start::All,
    };
    let mut following = match &durable {
        Some(name) => bus.follow_as(name, &arguments.subject, start).await?,
        None => bus.follow(&arguments.subject, start).await?,
    };
    let done = follow(&mut following, &arguments, &context, &signals).await;
    following.end().await;
    if done? { Ok(()) } else { signals.conclude() }
}

/// Shows what comes; true where all that was asked for has been shown, or nobody looks any more.
async fn follow(
    following: &mut Following,
    arguments: &Tail,
    context: &Context,
    signals: &Signals,
) -> Result<bool> {
    let mut left = arguments.limit.unwrap_or(usize::MAX);
    let mut seen = Seen::default();
    let mut results = Results::new();
    let unread = unread(&signals.stop);
    while left > 0 {
        let Some(Some(message)) = unread.run_until_cancelled(following.next()).await else {
            // Nobody reading any more is an end as any; told to stop, we leave with the code for that.
            return Ok(unread.is_cancelled() && !signals.stop.is_cancelled());
        };
        // An article is published once for each of its topics: a subject with wildcards has it several times.
        if seen.is_new(&message) {
            match shown(&message, context.global.json) {
                Ok(lines) => {
                    for line in lines.into_iter().take(left) {
                        results.line(line)?;
                        left -= 1;
                    }
                    // One by one: what comes is looked at as it comes, and nobody knows when the next will.
                    results.flush()?;
                    if results.is_closed() {
                        return Ok(true);
                    }
                }
                // It is in nobody's way: what follows is shown.
                Err(error) => {
                    tracing::warn!(subject = message.subject, "left out a message: {error}");
                }
            }
        }
        // Settled after it was shown, and also where it was left out: else it would come again for ever.
        following.settle(&message).await;
    }
    Ok(true)
}

/// The reader's name at the server: `reader-USER-NAME`. A name has no hyphen, so that no two users can meet in one.
fn durable_name(user: &str, name: &str) -> Result<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.is_empty() || name.len() > 64 || !name.chars().all(plain) {
        let expected = "expected up to 64 of A-Z, a-z, 0-9 and _";
        return Err(failure(Cause::Usage, format!("--durable {name:?}: {expected}")));
    }
    let mut written = String::with_capacity(user.len());
    for c in user.chars() {
        match plain(c) || c == '-' {
            true => written.push(c),
            // What a name may not have at the server: dots, spaces, `*`.
            false => written.push_str(&format!("={:x}", u32::from(c))),
        }
    }
    Ok(format!("reader-{written}-{name}"))
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

/// The message itself, or one line for a person; of outcomes that were made together a line each.
fn shown(message: &Tailed, json: bool) -> Result<Vec<String>> {
    let kind = message.subject.split('.').nth(1);
    if kind == Some("outcome") && message.payload.first() == Some(&b'[') {
        let several: Vec<Outcome> =
            serde_json::from_slice(&message.payload).context("it is no list of outcomes")?;
        let of_one = |one: &Outcome| {
            let mut alone = message.clone();
            alone.payload = serde_json::to_vec(one)?;
            line_of(&alone, kind, json)
        };
        return several.iter().map(of_one).collect();
    }
    Ok(vec![line_of(message, kind, json)?])
}

fn line_of(message: &Tailed, kind: Option<&str>, json: bool) -> Result<String> {
    if json {
        return as_json(message, kind == Some("dead"));
    }
    let broken =
        || format!("it is no {}", if kind == Some("outcome") { "outcome" } else { "tagged article" });
    Ok(match kind {
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

/// The publisher's own bytes, with the message's id as one more key. A dead letter may be anything, and often is what
/// could not be read: it comes in an envelope.
fn as_json(message: &Tailed, dead: bool) -> Result<String> {
    let object: Result<serde_json::Map<String, serde_json::Value>, _> =
        serde_json::from_slice(&message.payload);
    if dead && object.is_err() {
        let payload = String::from_utf8_lossy(&message.payload);
        return Ok(serde_json::to_string(&serde_json::json!({
            "subject": message.subject, "headers": message.headers, "payload": payload, "message_id": message.id(),
        }))?);
    }
    let object = object.context("it is no JSON object")?;
    let text = std::str::from_utf8(&message.payload).context("it is no UTF-8")?.trim();
    // The text is kept as it came: parsed and written again, its keys would stand in another order.
    let body = text.strip_suffix('}').context("it is no JSON object")?;
    // Should a publisher ever write this key itself, twice would be no JSON that all readers take alike.
    Ok(match message.id().filter(|_| !object.contains_key("message_id")) {
        Some(id) => {
            let comma = if object.is_empty() { "" } else { "," };
            // A line is one message: breaks stand between values only, where a space does as well.
            format!("{body}{comma}\"message_id\":{}}}", serde_json::to_string(id)?).replace(['\r', '\n'], " ")
        }
        None => text.replace(['\r', '\n'], " "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_has_a_name_that_no_other_user_can_have() {
        let check = |user: &str, name: &str, expected: Option<&str>| {
            assert_eq!(durable_name(user, name).ok().as_deref(), expected, "{name}");
        };
        check("marie", "desk", Some("reader-marie-desk"));
        check("press-office.fr", "desk", Some("reader-press-office=2efr-desk"));
        for wrong in ["", "a.b", "a-b", "a b", "*", ">", "a/b", "é"] {
            check("marie", wrong, None);
        }
    }
}
