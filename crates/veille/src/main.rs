//! The program: reads its arguments, runs a command, and says how it ended.
// `eprintln!` panics where it cannot write; `shown::say` does not.
#![deny(clippy::print_stderr)]

mod arguments;
mod commands;
mod configuration;
mod context;
mod difference;
mod exit;
mod health;
mod machine;
mod services;
mod shown;
mod signals;
mod telemetry;
mod torn;
mod when;
mod whole;
mod wiring;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match commands::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let cause = exit::cause_of(&error);
            if !cause.is_silent() && !telemetry::told(cause, &exit::message(&error)) {
                shown::say(format_args!("veille: {}", exit::message(&error)));
            }
            cause.into()
        }
    }
}
