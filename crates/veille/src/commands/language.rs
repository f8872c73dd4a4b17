//! `veille language`: one text a line in, one tag a line out.

use std::fs::File;
use std::io::{BufRead, BufReader};

use anyhow::{Context as _, Result};
use veille_language::{Guess, Tagger};
use veille_model::LanguageTag;

use super::Context;
use crate::arguments::Language;
use crate::shown::Results;

/// Words of a line that may be a line of many languages.
const FEW_WORDS: usize = 4;
/// With less confidence two of three answers to such lines are wrong, as measured on 28,000 beginnings of sentences.
const CONFIDENCE_MIN: f64 = 0.4;

pub fn run(arguments: &Language, context: &Context) -> Result<()> {
    let mut input: Box<dyn BufRead> = match &arguments.file {
        Some(path) => {
            let file = File::open(path).with_context(|| path.display().to_string())?;
            Box::new(BufReader::with_capacity(1 << 16, file))
        }
        None => Box::new(BufReader::with_capacity(1 << 16, std::io::stdin())),
    };
    let name = arguments.file.as_ref().map_or("standard input".to_owned(), |path| path.display().to_string());
    let tagger = Tagger::new();
    let mut results = Results::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line).with_context(|| format!("reading {name}"))? == 0 {
            return Ok(results.flush()?);
        }
        // A broken byte must not cost the line its answer: answers stand in the order of the lines.
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\r', '\n']);
        let guess = tagger.detect(text);
        match context.global.json {
            true => results.json(&guess)?,
            false if is_anyones_guess(text, &guess) => results.line(LanguageTag::und())?,
            false => results.line(&guess.tag)?,
        }
        if results.is_closed() {
            return Ok(());
        }
    }
}

/// Whether a line says too little for the one tag of a plain answer: `Radio`, `Le Monde`, `Hanoi Convention`.
fn is_anyones_guess(text: &str, guess: &Guess) -> bool {
    guess.confidence < CONFIDENCE_MIN && text.split_whitespace().count() <= FEW_WORDS
}
