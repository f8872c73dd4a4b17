//! What can go wrong with serving, in words that say what to try.

use std::io;
use std::net::SocketAddr;

use crate::AccessError;

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
    /// Nobody can ask how the process is: another program listens there, or the system does not let us.
    #[error(
        "cannot listen at {address} for /healthz, /readyz and /metrics: {source}; each process needs an address of its own, \
         by --metrics, VEILLE_METRICS or metrics.listen"
    )]
    NoHealth {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// Others could look, and nobody has a password.
    #[error(
        "{address} can be reached by others (or web.login says that everybody is asked), and there are no users; \
         `veille user add NAME` adds one, and at 127.0.0.1 nobody is asked (from elsewhere: `ssh -L`)"
    )]
    NoUsers {
        /// The address.
        address: SocketAddr,
    },
    /// Who may look cannot be read.
    #[error(transparent)]
    Access(#[from] AccessError),
}
