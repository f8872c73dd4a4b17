//! What can go wrong with serving, in words that say what to try.

use std::io;
use std::net::SocketAddr;

/// Why pages cannot be served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WebError {
    /// Another program listens there.
    #[error(
        "{address} is taken, perhaps by another `veille serve`; --listen 127.0.0.1:0 takes any port that is free"
    )]
    Taken {
        /// The address.
        address: SocketAddr,
    },
    /// The system does not let us listen there.
    #[error("cannot listen at {address}: {source}; --listen names another address")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// Connections cannot be taken any more.
    #[error("serving at {address} has ended: {source}")]
    Serve {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
}
