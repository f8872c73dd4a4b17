//! Logs: to stderr, by level and consequence, as text or JSON.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::configuration::logs::{Config, Format, filter};
use crate::exit::Cause;
use crate::shown::Forgiving;

/// Whether logs are for a program.
static IS_STRUCTURED: AtomicBool = AtomicBool::new(false);

/// Logs what the program ends with, where logs are for a program that reads every line as JSON; whether it was.
pub fn told(cause: Cause, message: &str) -> bool {
    let is_told = IS_STRUCTURED.load(Ordering::Relaxed) && tracing::enabled!(tracing::Level::ERROR);
    if is_told {
        tracing::error!(exit_code = cause.code(), error = message, "ended with an error");
    }
    is_told
}

/// Starts logging; once a process.
pub fn start(config: &Config, quiet: bool) -> anyhow::Result<()> {
    // An empty variable is how a shell script unsets one for a single command.
    let environment = std::env::var("VEILLE_LOG").ok().filter(|text| !text.is_empty());
    let from_environment = environment.is_some();
    let chosen =
        environment.unwrap_or_else(|| if quiet { "error".to_owned() } else { config.filter.clone() });
    let filter = filter(&chosen).map_err(|message| {
        let place = if from_environment { "VEILLE_LOG" } else { "log.filter" };
        crate::exit::failure(crate::exit::Cause::Configuration, format!("{place}: {message}"))
    })?;
    let colour = std::io::stderr().is_terminal() && console::colors_enabled_stderr();
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(Forgiving::new)
        // It would report them on the standard error that cannot be written to.
        .log_internal_errors(false)
        .with_ansi(colour);
    IS_STRUCTURED.store(config.format == Format::Json, Ordering::Relaxed);
    // A second start in one process (tests) keeps the first subscriber.
    let _ = match config.format {
        Format::Text => builder.with_target(false).compact().try_init(),
        Format::Json => builder.json().flatten_event(true).try_init(),
    };
    Ok(())
}
