//! The NATS server, and who we are to it: connecting, waiting for it, and what its errors mean to whoever started us.

use std::time::{Duration, Instant};

use anyhow::Result;
use veille_model::StageName;
use veille_pipeline::bus::{Bus, BusError, Credentials, Where};

use crate::context::Context;
use crate::exit::Cause;
use crate::signals::Signals;

/// Connects as whoever the environment says we are, and sees to it that the streams are there.
pub async fn connect(url: &str, name: &str, context: &Context) -> Result<Bus> {
    let bus = Bus::connect(&place(url, name)).await?;
    bus.ensure_streams(&context.configuration.settings.nats).await?;
    Ok(bus)
}

/// Connects as [`connect`] does, but as a service that may be there before its server, or before its streams: they are
/// waited for a while. None where we are told to stop meanwhile.
pub async fn await_server(
    url: &str,
    name: &str,
    context: &Context,
    signals: &Signals,
) -> Result<Option<Bus>> {
    let patience = context.configuration.settings.nats.start_wait();
    let until = Instant::now() + patience;
    let mut told = false;
    let mut wait = async |error: BusError| {
        if !may_come(&error) || Instant::now() >= until {
            return Err(error);
        }
        // Once: a server that takes minutes to start need not fill the log.
        if !std::mem::replace(&mut told, true) {
            tracing::warn!(%error, wait_secs = patience.as_secs(), "not ready yet; waiting");
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        Ok(())
    };
    let trying = async {
        let bus = loop {
            match Bus::connect(&place(url, name)).await {
                Ok(bus) => break bus,
                Err(error) => wait(error).await?,
            }
        };
        // On the same connection: only the streams are missing, which somebody with the right to will make.
        while let Err(error) = bus.ensure_streams(&context.configuration.settings.nats).await {
            wait(error).await?;
        }
        Ok::<_, BusError>(bus)
    };
    Ok(signals.stop.run_until_cancelled(trying).await.transpose()?)
}

/// Whether an error at the start may pass: the server, or whoever makes its streams, may start a moment later.
fn may_come(error: &BusError) -> bool {
    matches!(error, BusError::Unreachable { .. } | BusError::NoStream { .. })
}

/// A server, and who we are to it.
pub fn place(url: &str, name: &str) -> Where {
    Where { url: url.to_owned(), credentials: credentials(), name: name.to_owned() }
}

/// The address of a server as it is shown in a hint: a secret that stood in it is for the reader to write.
pub fn shown(url: &str) -> String {
    Where { url: url.to_owned(), ..Where::default() }.shown()
}

/// Secrets come from the environment, or from the address, and are printed nowhere.
fn credentials() -> Credentials {
    let read = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if let Some(path) = read("VEILLE_NATS_CREDENTIALS") {
        return Credentials::File(path.into());
    }
    if let Some(token) = read("VEILLE_NATS_TOKEN") {
        return Credentials::Token(token);
    }
    match (read("VEILLE_NATS_USER"), read("VEILLE_NATS_PASSWORD")) {
        // A user without a password has an empty one; a password without a user is nobody's.
        (Some(user), password) => Credentials::Password { user, password: password.unwrap_or_default() },
        _ => Credentials::None,
    }
}

/// What an error of the broker means to whoever started us, where there is one in the chain.
pub fn cause_of(error: &anyhow::Error) -> Option<Cause> {
    error.chain().find_map(|link| match link.downcast_ref()? {
        BusError::Address { .. } => Some(Cause::Usage),
        BusError::Replicas { .. } => Some(Cause::Configuration),
        BusError::Unreachable { .. }
        | BusError::Refused { .. }
        | BusError::Tls { .. }
        | BusError::NoJetStream { .. }
        | BusError::NoStream { .. }
        | BusError::Forbidden { .. } => Some(Cause::Unavailable),
        _ => None,
    })
}

/// An error where the server has refused us a right that a stage needs.
pub fn not_refused(bus: &Bus, stage: StageName) -> Result<()> {
    bus.refusal(stage.as_str()).map_or(Ok(()), |error| Err(error.into()))
}
