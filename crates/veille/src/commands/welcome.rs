//! `veille` alone: what to do first.

use std::path::Path;

use anyhow::Result;

use crate::shown::{Hint, Results};

/// Proposes the first commands; where a folder of seeds lies here, with it.
pub fn run() -> Result<()> {
    let seeds = Path::new("seeds");
    let replay = match seeds.is_dir() {
        true => Hint::new(["replay"]).paths([seeds]).to_string(),
        false => "veille replay FOLDER".to_owned(),
    };
    let steps = [
        (replay.as_str(), "runs documents through everything and ends with a table"),
        ("veille check", "shows what is configured: who is read, what is watched"),
        ("veille run", "fetches the press, tags and stores it, until Ctrl-C"),
        ("veille --help", "lists every command"),
    ];
    let width = steps.iter().map(|(command, _)| command.chars().count()).max().unwrap_or_default();
    let mut results = Results::new();
    results.line("veille watches what the press writes about an event, in every language. To begin:\n")?;
    for (command, does) in steps {
        results.line(format!("  {command:<width$}  {does}"))?;
    }
    Ok(results.flush()?)
}
