//! Makes the weights that the program comes with, and measures how good they are (training, evaluation).
//!
//! A member of the workspace that nothing depends on and nobody ships: `cargo run --release -p veille-training -- --help`.
//! Annotated pages and texts are not ours to ship; they lie where `VEILLE_SHARED` says ([`places`]).
#![allow(clippy::print_stdout, reason = "a program that prints tables")]

mod blocks;
mod counts;
mod edits;
mod flatten;
mod following;
mod frequencies;
mod language;
mod mix;
mod names;
mod places;
mod press;
mod quality;
mod quotations;
mod search_speed;
mod stories;
mod translations;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Makes the weights that the program comes with, and measures how good they are
#[derive(Debug, Parser)]
#[command(name = "veille-training", max_term_width = 100)]
#[command(after_help = "The annotated sets lie where VEILLE_SHARED says.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Train the trees that tell which blocks of a page are its article
    Blocks(blocks::Options),
    /// Print how good articles are on the annotated pages
    Quality {
        /// The folder that `blocks --cross DIR` left its articles in: a second row for publishers never seen
        #[arg(value_name = "DIR")]
        unseen: Option<PathBuf>,
        /// Measure these weights, which `blocks --to DIR` wrote, in place of those that the cleaner comes with
        #[arg(long, value_name = "DIR")]
        weights: Option<PathBuf>,
    },
    /// Pages as JSON Lines in, the same out as a reader's "select all, copy" gives them
    Flatten,
    /// Count in how many articles words stand
    Frequencies(frequencies::Options),
    /// Train the models that tell languages apart
    Language(language::Options),
    /// Print any number of tagged articles, mixed from the sentences of the topic articles
    Mix(mix::Options),
    /// Print how fast searches are among mixed articles, and how large their index
    SearchSpeed(search_speed::Options),
    /// Print how many edited copies of the topic articles are found, and how fast
    Edits(edits::Options),
    /// Join an annotated set into stories; print ids and stories, or how good these are
    Stories(stories::Options),
    /// Print what following costs: one more article against many recent ones, in processor time and memory
    Following(following::Options),
    /// Print how many translations are found among the annotated ones; fit what they are weighed by
    Translations(translations::Options),
    /// Make the lexicon that translations are found by
    Lexicon(translations::LexiconOptions),
    /// Count how many articles have what translations are found by
    CommonKeys(translations::KeysOptions),
    /// Print how good quotations, indirect speech and their speakers are on the annotated texts
    Quotations(quotations::Options),
    /// Print how good names are on the annotated texts, and how well two spellings of one are known
    Names,
    /// Print how good language tags are on the annotated texts
    LanguageQuality(language::TableOptions),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Blocks(options) => blocks::run(&options),
        Command::Quality { unseen, weights } => quality::print(unseen.as_deref(), weights.as_deref()),
        Command::Flatten => flatten::run(),
        Command::Frequencies(options) => frequencies::run(&options),
        Command::Language(options) => language::run(&options),
        Command::Mix(options) => mix::run(&options),
        Command::SearchSpeed(options) => search_speed::run(&options),
        Command::Edits(options) => edits::run(&options),
        Command::Stories(options) => stories::run(&options),
        Command::Following(options) => following::run(&options),
        Command::Translations(options) => translations::run(&options),
        Command::Lexicon(options) => translations::make_lexicon(&options),
        Command::CommonKeys(options) => translations::count_keys(&options),
        Command::Quotations(options) => quotations::run(&options),
        Command::Names => names::run(),
        Command::LanguageQuality(options) => language::print(&options),
    }
}
