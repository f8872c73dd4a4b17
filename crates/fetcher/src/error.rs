//! Why a run could not start or had to end.

/// Why a frontier could not answer, in the words of whoever keeps it.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the fetcher's memory could not be {doing}: {cause}")]
pub struct FrontierError {
    /// `read` or `written`.
    pub doing: &'static str,
    /// What its keeper said.
    pub cause: String,
}

/// Why a run could not start or had to end.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// `proxy` is no address of an HTTP proxy.
    #[error("expected the URL of an HTTP proxy, such as http://127.0.0.1:8080, found {0:?}")]
    Proxy(String),
    /// The HTTP client could not be set up: user agent with a line break, no certificates.
    #[error("the HTTP client could not be set up: {0}")]
    Client(String),
    /// The fetcher's memory failed.
    #[error(transparent)]
    Frontier(#[from] FrontierError),
    /// Whoever received deliveries is gone.
    #[error("downstream is gone, so nothing can be handed on")]
    Downstream,
    /// A visit ended in a way that it should not.
    #[error("a visit broke off: {0}")]
    Visit(String),
}
