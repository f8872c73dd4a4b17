//! Translated copies: what they are weighed by is fitted here, and how many are found is measured, on the annotated half of
//! NTREX (fitted to, by cross-validation over documents) and of WMT (only measured).

mod fit;
mod keys;
mod lexicon;
mod pairs;
mod table;
mod texts;

use std::path::PathBuf;

use clap::Args;

pub use keys::Options as KeysOptions;
pub use keys::run as count_keys;
pub use lexicon::Options as LexiconOptions;
pub use lexicon::run as make_lexicon;

#[derive(Args, Debug)]
pub struct Options {
    /// Fit the weights to NTREX, and write them to crates/stories/data/translation.txt
    #[arg(long)]
    train: bool,
    /// With --train: compare them with the committed file instead
    #[arg(long, requires = "train")]
    check: bool,
    /// Print the pairs of this set that are taken for translations, with their scores, as its `score.py` reads them
    #[arg(long, value_name = "GOLD")]
    print: Option<PathBuf>,
    /// Print what was missed and what was found wrongly
    #[arg(long)]
    show: bool,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    if let Some(gold) = &options.print {
        return table::print(gold);
    }
    let texts = texts::read()?;
    eprintln!("{} texts", texts.len());
    let pairs = pairs::find(&texts);
    eprintln!("{} pairs", pairs.len());
    if options.train {
        fit::run(&texts, &pairs, options.check)?;
    }
    let scores = match options.train {
        // What a document says is weighed by what others said.
        true => fit::crossed(&texts, &pairs),
        false => pairs.iter().map(|pair| pair.likeness.score).collect(),
    };
    table::run(&texts, &pairs, &scores, options.show);
    Ok(())
}
