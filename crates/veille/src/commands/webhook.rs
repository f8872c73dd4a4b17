//! `veille webhook`: where changes are sent to, and what came of it.

use anyhow::Result;
use serde_json::json;
use veille_fetcher::Poster;
use veille_web::{Delivery, Endpoint, HookError, Hooks};

use super::Context;
use super::access::{by, minute};
use crate::arguments::{Database, Webhook};
use crate::exit::{Cause, failure};
use crate::shown::{Heading, Listing, Results};
use crate::wiring;

pub async fn run(arguments: Webhook, context: &Context) -> Result<()> {
    let mut results = Results::new();
    match arguments {
        Webhook::Add { url, filter, database } => {
            let hooks = writing(&database, context).await?;
            // While somebody reads why: its first message would be refused too, and only a log would tell.
            if let Some(reason) = Poster::new(&context.configuration.settings.fetcher)?.refuses(&url).await {
                return Err(failure(Cause::Usage, format!("nothing is sent there: {}", reason.detail)));
            }
            let (endpoint, secret) = hooks.add(&url, &filter, &by()).await.map_err(usage)?;
            match context.global.json {
                true => results.json(&json!({ "id": endpoint.id, "secret": secret }))?,
                false => results.line(&secret)?,
            }
            results.flush()?;
            context.say(format!(
                "messages are signed with this (Standard Webhooks), which is shown once only; `veille serve` or `veille run` \
                 sends them, `veille webhook remove {}` ends it",
                endpoint.id
            ));
        }
        Webhook::List { database } => {
            let endpoints = reading(&database, context).await?.list().await?;
            if endpoints.is_empty() {
                context.say("nothing is sent anywhere; `veille webhook add URL` adds an endpoint");
            }
            let headings = [
                Heading::left("WEBHOOK"),
                Heading::words("STATE").least(24),
                Heading::right("WAITING"),
                Heading::words("URL").least(30),
                Heading::words("FILTERS").dispensable(1),
            ];
            let mut list = Listing::new(&headings, context.global.json);
            for endpoint in &endpoints {
                list.row(endpoint, cells(endpoint))?;
            }
            list.flush()?;
        }
        Webhook::Remove { id, database } => {
            writing(&database, context).await?.remove(&id, &by()).await.map_err(usage)?;
            context.say("nothing more is sent there");
        }
        Webhook::Deliveries { id, again: Some(again), database } => {
            let delivery = (again != "all").then_some(again.as_str());
            writing(&database, context).await?.again(&id, delivery, &by()).await.map_err(usage)?;
            context.say("it is sent again");
        }
        Webhook::Deliveries { id, again: None, database } => {
            let deliveries = reading(&database, context).await?.deliveries(&id).await.map_err(usage)?;
            let headings = [
                Heading::left("AT"),
                Heading::left("KIND").dispensable(2),
                Heading::words("OUTCOME"),
                Heading::right("TRIES").dispensable(3),
                Heading::left("DELIVERY"),
                Heading::left("ARTICLE").dispensable(4),
            ];
            let mut list = Listing::new(&headings, context.global.json);
            for delivery in &deliveries {
                list.row(delivery, told(delivery))?;
            }
            list.flush()?;
        }
    }
    Ok(results.flush()?)
}

async fn writing(database: &Database, context: &Context) -> Result<Hooks> {
    // Opened to read first: an empty store of a misspelt name is sent nowhere.
    context.open_existing_store(database).await?.close().await;
    Ok(wiring::hooks(&context.open_store(database).await?, &context.configuration))
}

async fn reading(database: &Database, context: &Context) -> Result<Hooks> {
    Ok(wiring::hooks(&context.open_existing_store(database).await?, &context.configuration))
}

fn cells(endpoint: &Endpoint) -> [String; 5] {
    let state = match (endpoint.disabled_at, endpoint.failing_since, &endpoint.last) {
        (Some(at), ..) => format!("disabled {}", minute(at)),
        (None, Some(since), _) => format!("takes nothing since {}", minute(since)),
        (None, None, Some(last)) => format!("last {}", minute(last.at)),
        (None, None, None) => "nothing sent yet".to_owned(),
    };
    let filters = if endpoint.filters.is_empty() { "-" } else { &endpoint.filters };
    [endpoint.id.clone(), state, endpoint.waiting.to_string(), endpoint.url.clone(), filters.to_owned()]
}

fn told(delivery: &Delivery) -> [String; 6] {
    let outcome = delivery.outcome.clone().unwrap_or_else(|| "waits".to_owned());
    let article = delivery.article.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
    let (at, kind) = (minute(delivery.at), delivery.kind.clone());
    [at, kind, outcome, delivery.tries.to_string(), delivery.id.clone(), article]
}

/// What is wrong with what was typed, and what is wrong with the store.
fn usage(error: HookError) -> anyhow::Error {
    match error {
        HookError::Store(error) => error.into(),
        error => failure(Cause::Usage, error),
    }
}
