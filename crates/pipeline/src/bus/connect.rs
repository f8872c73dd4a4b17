//! Reaching the server, and saying plainly why it could not be reached.

use std::error::Error;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::context::{AccountErrorKind, ContextBuilder};
use async_nats::jetstream::{Context, ErrorCode};
use async_nats::rustls;
use async_nats::{ConnectError, ConnectErrorKind, ConnectOptions, Event};
use tokio::sync::watch;
use tracing::{debug, info, warn};

use super::address::{Credentials, Where, servers};
use super::backpressure::Backpressure;
use super::rights::{Rights, refused};
use super::told::Told;
use super::{Bus, BusError};

/// How long a server may take to answer: longer means that it is gone.
const ANSWER_WAIT: Duration = Duration::from_secs(5);
/// How long it may take to say whether it has JetStream.
const ACCOUNT_WAIT: Duration = Duration::from_millis(1500);

impl Bus {
    /// Connects, and sees to it that the server has JetStream.
    ///
    /// # Errors
    /// [`BusError::Address`], [`BusError::Unreachable`], [`BusError::Refused`], [`BusError::Tls`],
    /// [`BusError::CredentialsFile`], [`BusError::NoJetStream`].
    /// Later losses of the connection are no errors: it is made again for as long as the bus lives.
    pub async fn connect(server: &Where) -> Result<Self, BusError> {
        let (url, servers, credentials) = (server.shown(), servers(&server.url)?, server.who()?);
        let (connected, connections) = watch::channel(0);
        let (refusing, refused) = watch::channel(None);
        let options = with_tls(with_credentials(&credentials).await?, server)
            .await?
            .name(format!("veille {}", server.name))
            .connection_timeout(Duration::from_secs(5))
            .event_callback(move |event| {
                note(&event, &connected, &refusing);
                std::future::ready(())
            });
        let client = options.connect(servers).await.map_err(|error| explain(&error, &url))?;
        let context = ContextBuilder::new().timeout(ANSWER_WAIT).build(client.clone());
        // Both at once: who is not answered waits for the longer of the two, not for their sum.
        let (rights, account) = tokio::join!(
            tokio::time::timeout(ACCOUNT_WAIT, Rights::ask(&client)),
            has_jetstream(&context, url)
        );
        account?;
        let mut rights = rights.unwrap_or_default();
        // A server that does not say who we are was told so by ourselves.
        // It goes into the messages that name the user who lacks a right.
        if let (Credentials::Password { user, .. }, true) = (&credentials, rights.user.is_empty()) {
            rights.user.clone_from(user);
        }
        Ok(Self {
            client,
            context,
            connections,
            refused,
            rights: Arc::new(rights),
            config: Arc::default(),
            backpressure: Backpressure::default(),
            told: Told::default(),
        })
    }

    /// Whether the server can be spoken to at the moment.
    pub fn is_connected(&self) -> bool {
        self.client.connection_state() == async_nats::connection::State::Connected
    }

    /// Sends what is still on its way out. To be called before the program ends.
    pub async fn flush(&self) {
        // Without a connection there is nobody to flush to, and what is unconfirmed will come again.
        let _ = tokio::time::timeout(Duration::from_secs(2), self.client.flush()).await;
    }
}

async fn has_jetstream(context: &Context, url: String) -> Result<(), BusError> {
    // A reader who may publish nothing gets no answer, and must not be kept waiting for it: what it may do shows
    // when it does it. A cluster that has no leader yet is asked again when it is needed.
    match tokio::time::timeout(ACCOUNT_WAIT, context.query_account()).await {
        Ok(Err(error)) if is_for_good(error.kind()) => {
            Err(BusError::NoJetStream { url, cause: error.to_string() })
        }
        _ => Ok(()),
    }
}

fn is_for_good(kind: AccountErrorKind) -> bool {
    match kind {
        AccountErrorKind::TimedOut => false,
        AccountErrorKind::JetStream(error) => error.error_code() != ErrorCode::CLUSTER_NOT_AVAILABLE,
        _ => true,
    }
}

async fn with_credentials(credentials: &Credentials) -> Result<ConnectOptions, BusError> {
    let options = ConnectOptions::new();
    Ok(match credentials {
        Credentials::None => options,
        Credentials::Password { user, password } => options.user_and_password(user.clone(), password.clone()),
        Credentials::Token(token) => options.token(token.clone()),
        Credentials::File(path) => options
            .credentials_file(path)
            .await
            .map_err(|source| BusError::CredentialsFile { path: path.clone(), source })?,
        Credentials::Nkey(path) => options.nkey(seed(path).await?),
    })
}

/// The seed in a file, as `nk` and `nsc` write it.
async fn seed(path: &Path) -> Result<String, BusError> {
    let unreadable = |source| BusError::CredentialsFile { path: path.to_owned(), source };
    let text = tokio::fs::read_to_string(path).await.map_err(unreadable)?;
    let seed = text.lines().map(str::trim).find(|line| line.starts_with("SU"));
    let none =
        || io::Error::new(io::ErrorKind::InvalidData, "no line in it is the seed of a user's nkey, SU…");
    seed.map(str::to_owned).ok_or_else(|| unreadable(none()))
}

async fn with_tls(options: ConnectOptions, server: &Where) -> Result<ConnectOptions, BusError> {
    let mut options = options;
    let own = server.certificate.iter().flat_map(|(certificate, key)| [certificate, key]);
    for path in server.authority.iter().chain(own) {
        // The client would say what failed without naming the file.
        let read = tokio::fs::read(path).await;
        read.map_err(|source| BusError::CredentialsFile { path: path.clone(), source })?;
        options = options.require_tls(true);
    }
    if let Some(authority) = &server.authority {
        options = options.add_root_certificates(authority.clone());
    }
    if let Some((certificate, key)) = &server.certificate {
        options = options.add_client_certificate(certificate.clone(), key.clone());
    }
    Ok(options)
}

fn note(event: &Event, connected: &watch::Sender<u64>, refusing: &watch::Sender<Option<String>>) {
    match event {
        Event::Connected => {
            // A number and no flag, by which a connection that was lost twice in a moment would be the one before.
            connected.send_modify(|count| *count += 1);
            info!("connected to the NATS server");
        }
        Event::Disconnected => warn!("lost the NATS server; connecting again"),
        Event::LameDuckMode => info!("the NATS server is about to stop"),
        Event::SlowConsumer(id) => warn!(subscription = id, "the NATS server sends faster than we read"),
        Event::ServerError(error) => {
            let text = error.to_string();
            if let Some(lacks) = refused(&text) {
                // The first one stays: it is what the stage stopped at, and what the message names.
                refusing.send_if_modified(|first| first.is_none() && first.replace(lacks).is_none());
            } else if text.contains("ermissions Violation") {
                // What is tried on the chance may be refused.
                debug!(%error, "the NATS server refuses");
                return;
            }
            warn!(%error, "the NATS server reports an error");
        }
        // Each attempt at a server that is away is one; that it is away has been said.
        Event::ClientError(error) => debug!(%error, "the NATS client reports an error"),
        _ => {}
    }
}

fn explain(error: &ConnectError, url: &str) -> BusError {
    let url = url.to_owned();
    if let Some(cause) = tls_failure(error) {
        return BusError::Tls { url, cause };
    }
    let kind = error.kind().to_string();
    // The client's text is the kind and the source, which may say the same.
    let cause = match error.source().map(ToString::to_string) {
        Some(source) if source.contains(&kind) => kind,
        _ => error.to_string(),
    };
    match error.kind() {
        ConnectErrorKind::Authentication | ConnectErrorKind::AuthorizationViolation => {
            BusError::Refused { url, cause }
        }
        _ => BusError::Unreachable { url, cause },
    }
}

/// What went wrong with TLS, if that is why. A handshake that fails comes as a failure to read or write.
fn tls_failure(error: &ConnectError) -> Option<String> {
    let mut deepest: &(dyn Error + 'static) = error;
    let mut is_tls = error.kind() == ConnectErrorKind::Tls;
    loop {
        is_tls |= deepest.is::<rustls::Error>();
        // An I/O error passes over what it wraps when it is asked for its source.
        let wrapped = deepest.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        match wrapped.map(|wrapped| wrapped as &(dyn Error + 'static)).or_else(|| deepest.source()) {
            Some(next) => deepest = next,
            None => return is_tls.then(|| deepest.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_do_not_show_in_what_is_printed() {
        let credentials = Credentials::Password { user: "desk".into(), password: "s3cret".into() };
        assert!(!format!("{credentials:?}").contains("s3cret"));
    }

    #[tokio::test]
    async fn what_is_no_address_is_said_to_be_none() {
        for url in
            ["not a url", "nats://[::1", "nats://u:s3cret@h:port", "nats://s3cret@h:port", "nats://a,,"]
        {
            let error = Bus::connect(&Where { url: url.into(), ..Where::default() }).await.unwrap_err();
            assert!(matches!(error, BusError::Address { .. }), "{url}: {error}");
            assert!(!error.to_string().contains("s3cret"));
        }
    }

    #[tokio::test]
    async fn a_dead_address_says_who_and_what_to_try() {
        let nobody = Where { url: "nats://127.0.0.1:1".into(), ..Where::default() };
        let error = Bus::connect(&nobody).await.unwrap_err();
        assert!(matches!(error, BusError::Unreachable { .. }));
        let text = error.to_string();
        assert!(text.contains("127.0.0.1:1") && text.contains("nats-server -js"), "{text}");
        assert_eq!(text.matches("refused").count(), 1, "said once: {text}");
    }
}
