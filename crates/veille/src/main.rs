//! The program: reads its arguments, runs a command, and says how it ended.

mod arguments;
mod commands;
mod configuration;
mod exit;
mod ledger;
mod output;
mod progress;
mod report;
mod signals;
mod supervisor;
mod table;
mod telemetry;
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
            if cause != exit::Cause::Interrupted {
                eprintln!("veille: {}", exit::message(&error));
            }
            cause.into()
        }
    }
}
