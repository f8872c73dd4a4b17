//! The NATS server, and who we are to it: connecting, waiting for it, and what its errors mean to whoever started us.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Result;
use veille_model::StageName;
use veille_pipeline::bus::{Bucket, Bus, BusError, Credentials, Where};

use crate::context::Context;
use crate::exit::Cause;
use crate::signals::Signals;

/// Connects as whoever the environment says we are, and sees to it that the streams are there.
pub async fn connect(url: &str, name: &str, context: &Context) -> Result<Bus> {
    let bus = Bus::connect(&place(url, name, context)).await?;
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
    let mut patience = Patience::of(context);
    let trying = async {
        let bus = loop {
            match Bus::connect(&place(url, name, context)).await {
                Ok(bus) => break bus,
                Err(error) => patience.wait(error).await?,
            }
        };
        // On the same connection: only the streams are missing, which somebody with the right to will make.
        while let Err(error) = bus.ensure_streams(&context.configuration.settings.nats).await {
            patience.wait(error).await?;
        }
        Ok::<_, BusError>(bus)
    };
    Ok(signals.stop.run_until_cancelled(trying).await.transpose()?)
}

/// The bucket of this name, waited for as the streams are: whoever makes those makes it after them. None where we are told to
/// stop meanwhile.
pub async fn await_bucket(
    bus: &Bus,
    name: &str,
    context: &Context,
    signals: &Signals,
) -> Result<Option<Bucket>> {
    let mut patience = Patience::of(context);
    let trying = async {
        loop {
            match bus.bucket(name).await {
                Ok(bucket) => return Ok::<_, BusError>(bucket),
                Err(error) => patience.wait(error).await?,
            }
        }
    };
    Ok(signals.stop.run_until_cancelled(trying).await.transpose()?)
}

/// How long a service waits for what somebody else starts or makes.
struct Patience {
    wait: Duration,
    until: Instant,
    told: bool,
}

impl Patience {
    fn of(context: &Context) -> Self {
        let wait = context.configuration.settings.nats.start_wait();
        Self { wait, until: Instant::now() + wait, told: false }
    }

    /// A moment, where it may come yet.
    async fn wait(&mut self, error: BusError) -> Result<(), BusError> {
        if !may_come(&error) || Instant::now() >= self.until {
            return Err(error);
        }
        // Once: a server that takes minutes to start need not fill the log.
        if !std::mem::replace(&mut self.told, true) {
            tracing::warn!(%error, wait_secs = self.wait.as_secs(), "not ready yet; waiting");
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        Ok(())
    }
}

/// Whether an error at the start may pass: the server, or whoever makes its streams, may start a moment later.
fn may_come(error: &BusError) -> bool {
    matches!(error, BusError::Unreachable { .. } | BusError::NoStream { .. })
}

/// A server, and who we are to it.
pub fn place(url: &str, name: &str, context: &Context) -> Where {
    let nats = &context.configuration.settings.nats;
    let file = |variable: &str, configured: &Path| {
        let named = read(variable).map(PathBuf::from);
        named.or_else(|| (!configured.as_os_str().is_empty()).then(|| configured.to_owned()))
    };
    let certificate = file("VEILLE_NATS_CERTIFICATE", &nats.certificate_file);
    // One file may hold both.
    let key = file("VEILLE_NATS_KEY", &nats.key_file).or_else(|| certificate.clone());
    Where {
        url: url.to_owned(),
        credentials: credentials(nats),
        authority: file("VEILLE_NATS_AUTHORITY", &nats.authority_file),
        certificate: certificate.zip(key),
        name: name.to_owned(),
    }
}

/// The address of a server as it is shown in a hint: a secret that stood in it is for the reader to write.
pub fn shown(url: &str) -> String {
    Where { url: url.to_owned(), ..Where::default() }.shown()
}

/// Secrets come from the environment, from files that it or veille.toml names, or from the address, and are printed nowhere.
fn credentials(nats: &veille_pipeline::bus::Config) -> Credentials {
    if let Some(path) = read("VEILLE_NATS_CREDENTIALS") {
        return Credentials::File(path.into());
    }
    if let Some(path) = read("VEILLE_NATS_NKEY") {
        return Credentials::Nkey(path.into());
    }
    if let Some(token) = read("VEILLE_NATS_TOKEN") {
        return Credentials::Token(token);
    }
    match (read("VEILLE_NATS_USER"), read("VEILLE_NATS_PASSWORD")) {
        // A user without a password has an empty one; a password without a user is nobody's.
        (Some(user), password) => Credentials::Password { user, password: password.unwrap_or_default() },
        _ if !nats.credentials_file.as_os_str().is_empty() => {
            Credentials::File(nats.credentials_file.clone())
        }
        _ if !nats.nkey_file.as_os_str().is_empty() => Credentials::Nkey(nats.nkey_file.clone()),
        _ => Credentials::None,
    }
}

/// A variable that says something.
fn read(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// What an error of the broker means to whoever started us, where there is one in the chain.
pub fn cause_of(error: &anyhow::Error) -> Option<Cause> {
    error.chain().find_map(|link| match link.downcast_ref()? {
        BusError::Address { .. } => Some(Cause::Usage),
        BusError::Replicas { .. } => Some(Cause::Configuration),
        BusError::Unreachable { .. }
        | BusError::Unanswered { .. }
        | BusError::Refused { .. }
        | BusError::Taken { .. }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_without_its_majority_is_unavailable_and_one_that_is_too_small_a_mistake() {
        let (asked, cause) = ("looking at the stream DEAD".to_owned(), "no leader".to_owned());
        let unanswered = BusError::Unanswered { asked, cause: cause.clone() };
        assert!(
            unanswered
                .to_string()
                .starts_with("looking at the stream DEAD: the NATS server has had no answer")
        );
        assert_eq!(cause_of(&unanswered.into()), Some(Cause::Unavailable));
        assert_eq!(cause_of(&BusError::Replicas { replicas: 3, cause }.into()), Some(Cause::Configuration));
    }
}
