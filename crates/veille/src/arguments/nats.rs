//! Commands that look into a NATS server.

use clap::{Args, Subcommand, ValueEnum};

use crate::when::When;

/// The server that a command cannot do without.
#[derive(Args, Debug)]
pub struct Server {
    /// The NATS server
    // The variable's value is not for the help to show: it may hold a password.
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "VEILLE_NATS",
        hide_env_values = true,
        default_value = "nats://127.0.0.1:4222"
    )]
    pub nats: String,
}

#[derive(Args, Debug)]
pub struct Tail {
    /// A subject, with `*` for one token and `>` for the rest: 'veille.topic.*.fr.>'
    #[arg(default_value = "veille.topic.>")]
    pub subject: String,
    #[command(flatten)]
    pub server: Server,
    /// Where to begin
    #[arg(long, value_enum, default_value_t = Begin::New)]
    pub from: Begin,
    /// Begin with what was published since an instant (2025-10-25, 2025-10-25T08:00:00Z) or for so long (90s, 30m, 2h,
    /// 7d)
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true, value_parser = When::parse, conflicts_with = "from")]
    pub since: Option<When>,
    /// Have the server keep your place under this name, so that nothing published while you are away is missed
    #[arg(long, value_name = "NAME")]
    pub durable: Option<String>,
    /// End after so many lines
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

#[derive(Args, Debug)]
pub struct Streams {
    /// For `serve`: answer /healthz, /readyz and /metrics (Prometheus) there, such as 127.0.0.1:9464 [env: VEILLE_METRICS]
    /// [default: metrics.listen of veille.toml]
    #[arg(long, global = true, value_name = "ADDRESS")]
    pub metrics: Option<veille_web::Listen>,
    /// What to do; without it, show how they stand beside veille.toml
    #[command(subcommand)]
    pub action: Option<StreamsAction>,
    #[command(flatten)]
    pub server: Server,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum StreamsAction {
    /// Make the streams as veille.toml has them, and change those that are otherwise
    Apply,
    /// Stay, and make room in streams that fill up: the oldest go that every stage has settled
    Serve,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Begin {
    /// With what is published from now on
    New,
    /// With the oldest that the stream still holds
    All,
}
