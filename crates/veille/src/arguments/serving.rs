//! Pages for readers: where they are served.

use clap::Args;
use veille_web::Listen;

use super::Database;

#[derive(Args, Debug)]
pub struct Serve {
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
