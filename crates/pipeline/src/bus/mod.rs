//! Each stage a service, linked by JetStream subjects (async-nats, nats-server 2.15).
//!
//! The broker delivers at least once: acknowledged messages may come back after a crash. So ids are made of content,
//! a message is acknowledged after the next hop has confirmed and never before, and the sink's upsert is idempotent.

mod address;
mod advisories;
mod ask;
mod backpressure;
mod bucket;
mod codec;
mod colleagues;
mod config;
mod connect;
mod dead;
mod dead_letter;
mod deal;
mod delivery;
mod direct;
mod direct_get;
mod drain;
mod durable;
mod lag;
mod manage;
mod presence;
mod produce;
mod publish;
mod pull;
mod redelivery;
mod request;
mod rights;
mod room;
mod seen;
mod serve;
mod silence;
mod store;
mod streams;
mod tail;
mod tailed;
mod told;
mod trim;
mod unsettled;
mod worker;

use std::sync::{Arc, OnceLock};

use async_nats::Client;
use async_nats::jetstream::Context;
use tokio::sync::watch;

use self::backpressure::Backpressure;
use self::rights::Rights;
use self::told::Told;

pub use crate::standing::{Held, Lag};
pub use address::{Credentials, Where};
pub use bucket::Bucket;
pub use config::{Config, Keep};
pub use dead::DeadLetter;
pub use deal::{Deal, Hand};
pub use drain::Waiting;
pub use manage::StreamState;
pub use produce::ProduceOptions;
pub use seen::Seen;
pub use store::StoreOptions;
pub use tail::Following;
pub use tailed::{Start, Tailed};
pub use worker::ServeOptions;

use crate::CommitError;

/// A connection to the subjects and streams of the pipeline. Clones share it; it reconnects for as long as it lives.
#[derive(Clone, Debug)]
pub struct Bus {
    client: Client,
    context: Context,
    /// Counts connections made: what was asked of the server before a reconnect was asked of one that is gone.
    connections: watch::Receiver<u64>,
    /// The first thing that the server refused us.
    refused: watch::Receiver<Option<String>>,
    rights: Arc<Rights>,
    /// How the streams are to be, once somebody has said it.
    config: Arc<OnceLock<Config>>,
    backpressure: Backpressure,
    told: Told,
}

/// What can go wrong between us and the broker.
#[derive(Debug, thiserror::Error)]
pub enum BusError {
    /// What was given is no address of a server.
    #[error("{url:?} is no address of a NATS server: {cause}; it looks like nats://127.0.0.1:4222")]
    Address {
        /// What was given, without its secrets.
        url: String,
        /// What is wrong with it.
        cause: String,
    },
    /// Nobody answers there.
    #[error(
        "no NATS server answers at {url}: {cause}; start one with `nats-server -js`, or name another with --nats"
    )]
    Unreachable {
        /// The address as given, without its secrets.
        url: String,
        /// What the system or the server said.
        cause: String,
    },
    /// Somebody has a place that one alone can have.
    #[error(
        "{holder} has the place {place:?} on the server already; end that one first, or name another server with --nats"
    )]
    Taken {
        /// Its key.
        place: String,
        /// Who has it, in its own words.
        holder: String,
    },
    /// The server does not know us.
    #[error(
        "the NATS server at {url} refused us: {cause}; check the user, password, token, nkey or credentials file"
    )]
    Refused {
        /// The address as given, without its secrets.
        url: String,
        /// What the server said.
        cause: String,
    },
    /// We and the server cannot speak to each other under TLS.
    #[error(
        "no secure connection to the NATS server at {url} could be made: {cause}; check the address, the server's certificate and who signed it (the system's certificates, or nats.authority_file), and write nats:// for a server without TLS"
    )]
    Tls {
        /// The address as given, without its secrets.
        url: String,
        /// What is wrong with the certificate or the handshake.
        cause: String,
    },
    /// A file with credentials or certificates that cannot be read.
    #[error("reading {path}, a file for the NATS server: {source}")]
    CredentialsFile {
        /// The file.
        path: std::path::PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The server has no streams.
    #[error(
        "the NATS server at {url} has no JetStream: {cause}; start it with `-js`, or with deploy/nats.conf"
    )]
    NoJetStream {
        /// The address as given, without its secrets.
        url: String,
        /// What the server said.
        cause: String,
    },
    /// We lack rights that we need.
    #[error(
        "the NATS server does not let the user {user} {lacks}, which {whose} needs; give it the permissions of deploy/nats.conf, or name another user in VEILLE_NATS_USER"
    )]
    Forbidden {
        /// Who we are to the server.
        user: String,
        /// What for: a stage's name.
        whose: String,
        /// What is refused: `publish to` and subjects, or `subscribe to` them.
        lacks: String,
    },
    /// More copies of streams are configured than the server can keep.
    #[error(
        "[nats] replicas = {replicas} in veille.toml, and the NATS server cannot keep as many copies: {cause}; set replicas = 1, or name a server of a cluster that is large enough"
    )]
    Replicas {
        /// Copies of each stream, as configured.
        replicas: usize,
        /// What the server said.
        cause: String,
    },
    /// A stream is missing that we do not make.
    #[error(
        "the NATS server has no stream {name}, and the user {user} does not make it: run `veille streams apply` as one who may"
    )]
    NoStream {
        /// The stream.
        name: String,
        /// Who we are to the server.
        user: String,
    },
    /// A request to JetStream was refused.
    #[error("{asked}: {cause}")]
    JetStream {
        /// What was asked: `creating the stream CAPTURES`.
        asked: String,
        /// What the server said.
        cause: String,
    },
    /// A request to JetStream that nobody has answered, however often it was made.
    #[error(
        "{asked}: the NATS server has had no answer for {} s: {cause}; a cluster has one while most of its servers are up",
        ask::ASKED_MAX.as_secs()
    )]
    Unanswered {
        /// What was asked: `creating the stream CAPTURES`.
        asked: String,
        /// What the server said last.
        cause: String,
    },
    /// A stage does not come back from a message. Its thread is lost until the process ends.
    #[error(
        "the {stage} stage has worked on one message for more than {} s; ending, for nothing else frees its core. The message is tried again, alone, and is a dead letter after `pipeline.tries` and twice more (`veille dead list`)",
        .work_max.as_secs()
    )]
    Stuck {
        /// The stage.
        stage: veille_model::StageName,
        /// How long it may take.
        work_max: std::time::Duration,
    },
    /// The store refused a batch for good.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl BusError {
    fn jetstream(asked: impl Into<String>, cause: impl std::fmt::Display) -> Self {
        Self::JetStream { asked: asked.into(), cause: cause.to_string() }
    }
}
