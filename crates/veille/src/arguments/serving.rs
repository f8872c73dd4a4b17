//! Where something is served: pages for readers, and for operators how a process is.

use clap::Args;
use veille_web::Listen;

use super::Database;

/// For what stays at work.
#[derive(Args, Clone, Copy, Debug)]
pub struct Observed {
    /// Answer /healthz, /readyz and /metrics (Prometheus) there, such as 127.0.0.1:9464 [env: VEILLE_METRICS] [default:
    /// metrics.listen of veille.toml]
    #[arg(long, value_name = "ADDRESS")]
    pub metrics: Option<Listen>,
}

/// For what articles go through.
#[derive(Args, Clone, Debug)]
pub struct Traced {
    /// Send traces to this OpenTelemetry collector, such as http://127.0.0.1:4318 (OTLP over HTTP) [env:
    /// OTEL_EXPORTER_OTLP_ENDPOINT] [default: telemetry.otlp of veille.toml]
    #[arg(long, value_name = "URL")]
    pub otlp: Option<String>,
}

#[derive(Args, Debug)]
pub struct Serve {
    #[command(flatten)]
    pub observed: Observed,
    #[command(flatten)]
    pub database: Database,
    /// Where; others than this machine need users. Port 0 takes any that is free [default: web.listen of veille.toml]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<Listen>,
}

/// For commands that do something else beside.
#[derive(Args, Debug)]
pub struct Serving {
    /// Show what is stored as pages, until Ctrl-C
    #[arg(long)]
    pub serve: bool,
    /// Where; others than this machine need users. Port 0 takes any that is free [default: web.listen of veille.toml]
    #[arg(long, value_name = "ADDRESS", requires = "serve")]
    pub listen: Option<Listen>,
}
