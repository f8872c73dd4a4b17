//! `veille language`: one text a line in, one tag a line out.

use std::fs::File;
use std::io::{BufRead, BufReader};

use anyhow::{Context as _, Result};
use veille_classifier::language::Tagger;

use super::Context;
use crate::arguments::Language;
use crate::shown::Results;

pub fn run(arguments: &Language, context: &Context) -> Result<()> {
    let mut input: Box<dyn BufRead> = match &arguments.file {
        Some(path) => {
            let file = File::open(path).with_context(|| path.display().to_string())?;
            Box::new(BufReader::with_capacity(1 << 16, file))
        }
        None => Box::new(BufReader::with_capacity(1 << 16, std::io::stdin())),
    };
    let tagger = Tagger::new();
    let mut results = Results::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line).context("reading texts")? == 0 {
            return Ok(results.flush()?);
        }
        // A broken byte must not cost the line its answer: answers stand in the order of the lines.
        let text = String::from_utf8_lossy(&line);
        let guess = tagger.detect(text.trim_end_matches(['\r', '\n']));
        match context.global.json {
            true => results.json(&guess)?,
            false => results.line(&guess.tag)?,
        }
        if results.is_closed() {
            return Ok(());
        }
    }
}
