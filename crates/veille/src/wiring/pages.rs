//! The pages over a store, beside whatever else a command does.

use anyhow::Result;
use chrono::{Offset, TimeZone};
use chrono_tz::Tz;
use tokio::task::JoinHandle;
use veille_classifier::Topic;
use veille_cleaner::Cleaner;
use veille_fetcher::{Poster, Subscriptions};
use veille_pipeline::Stop;
use veille_sink::Store;
use veille_web::{KeepTopic, Listen, Server, Settings, SignIn, Watched, WebError, Zone, Zones};

use super::text_of;
use crate::configuration::{Configuration, Event, index_path};
use crate::difference::words;
use crate::exit::{Cause, failure};

/// Pages that are served until we are told to stop.
pub struct Pages {
    server: Server,
    serving: JoinHandle<()>,
}

impl Pages {
    /// Serves from now on, at `listen` or where `veille.toml` says; without a way to keep topics the store is shown and not
    /// written to; hubs are answered where somebody subscribes to feeds.
    pub async fn open(
        listen: Option<Listen>,
        store: &Store,
        configuration: &Configuration,
        keep_topic: Option<KeepTopic>,
        subscriptions: Option<&Subscriptions>,
        stop: &Stop,
    ) -> Result<Self> {
        let is_read_only = keep_topic.is_none();
        let listen = listen.unwrap_or(configuration.settings.web.listen);
        let index = index_path(store, &configuration.settings);
        let settings = Settings {
            zone: zone(configuration),
            zones: Some(zones()),
            watched: watched(configuration),
            // Kept by us, or once by another: what nobody keeps is not asked.
            index: (configuration.settings.search.keep || index.exists()).then_some(index),
            compare: Some(compare),
            read_text: Some(read_text),
            web: configuration.settings.web.clone(),
            add: if is_read_only { None } else { Some(super::adding::adding(store, configuration)?) },
            callback: subscriptions.map(super::callback::callback),
            sources: Some(super::desk::desk(store, configuration, is_read_only)?),
            keep_topic,
            sign_in: sign_in(configuration)?,
            is_read_only,
        };
        let server = Server::bind(listen, store.clone(), settings).await.map_err(|error| match error {
            WebError::Taken { .. } => failure(Cause::Unavailable, error),
            WebError::NoUsers { .. } => failure(Cause::Configuration, error),
            error => error.into(),
        })?;
        let stop = stop.clone();
        // Bound above, so that a port that is taken ends the command before it begins to fetch.
        let serving = tokio::spawn(server.clone().serve(async move { stop.cancelled().await }));
        Ok(Self { server, serving })
    }

    /// Where to look.
    pub fn address(&self) -> String {
        self.server.address()
    }

    /// What a person is told.
    pub fn invitation(&self) -> String {
        format!("look at it: {} (Ctrl-C ends)", self.address())
    }

    /// The server, to be told when what is watched changes.
    pub fn server(&self) -> Server {
        self.server.clone()
    }

    /// Waits until everybody has been answered, which begins when we are told to stop.
    pub async fn end(self) -> Result<()> {
        Ok(self.serving.await?)
    }
}

/// How the identity provider is spoken to, where the configuration names one: through the fetcher's guard.
fn sign_in(configuration: &Configuration) -> Result<Option<SignIn>> {
    if configuration.settings.web.oidc.issuer.is_empty() {
        return Ok(None);
    }
    let poster = Poster::new(&configuration.settings.fetcher)?;
    // From the environment, as every secret: a file of the configuration is shown to others.
    let secret = std::env::var("VEILLE_OIDC_SECRET").unwrap_or_default();
    Ok(Some(SignIn::new(secret, move |address, headers, body| {
        let poster = poster.clone();
        Box::pin(async move {
            let answered = poster.ask(&address, &headers, body).await;
            answered.map_err(|reason| format!("{}: {}", reason.code, reason.detail))
        })
    })))
}

/// The text of a file that somebody follows into the press.
fn read_text(bytes: Vec<u8>, cleaner: &Cleaner) -> Result<String, String> {
    text_of(bytes, cleaner).map_err(|error| format!("{error:#}"))
}

/// Two wordings, word by word.
fn compare(old: &str, new: &str) -> Vec<veille_web::Changed> {
    let changed = |stretch: words::Stretch<'_>| veille_web::Changed {
        kept: stretch.kept.to_owned(),
        deleted: stretch.deleted.to_owned(),
        inserted: stretch.inserted.to_owned(),
    };
    words::between(old, new).into_iter().map(changed).collect()
}

/// The office's time zone.
pub fn zone(configuration: &Configuration) -> Zone {
    zone_of(configuration.settings.office.time_zone())
}

/// Those that who looks may choose.
fn zones() -> Zones {
    let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name().to_owned()).collect();
    Zones::new(names, |name| name.parse().ok().map(zone_of))
}

fn zone_of(zone: Tz) -> Zone {
    Zone::new(zone.name(), move |at| zone.offset_from_utc_datetime(&at.naive_utc()).fix())
}

/// What pages show of a configuration.
pub fn watched(configuration: &Configuration) -> Watched {
    Watched {
        topics: configuration.topics.iter().map(topic).collect(),
        sources: configuration
            .sources
            .iter()
            .map(|source| (source.id.clone(), source.name.clone()))
            .collect(),
        countries: configuration
            .sources
            .iter()
            .filter_map(|source| Some((source.id.clone(), source.country.clone()?)))
            .collect(),
        classifier: Some(super::classifier(configuration)),
        cleaner: Some(super::cleaner(configuration)),
        events: configuration.settings.office.events().iter().map(event).collect(),
    }
}

fn event(event: &Event) -> veille_web::Event {
    veille_web::Event { name: event.name.clone(), from: event.from, to: event.to.unwrap_or(event.from) }
}

fn topic(topic: &Topic) -> veille_web::Topic {
    let written = topic.queries.iter().map(|(language, query)| (language.clone(), query.source().to_owned()));
    veille_web::Topic {
        id: topic.id.clone(),
        labels: topic.labels.clone(),
        queries: written.collect(),
        media_topics: topic.media_topics.clone(),
        author: topic.author.clone(),
        note: topic.note.clone(),
    }
}
