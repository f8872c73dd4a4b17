//! Trains the trees that judge blocks (gradient boosting) on the annotated pages in `$VEILLE_SHARED/data/extraction` and writes
//! their weights into the cleaner's `data/`.
//!
//! Every page is first judged by trees that never saw its publisher (five-fold cross-validation by domain), which gives
//! the second ensemble honest neighbours to learn from, and says where the annotation errs. With `--cross` the whole
//! cleaner is measured so: each page is cleaned with trees that never saw its publisher, and the table that `quality`
//! prints for the finished weights is printed for those.
//!
//! The same pages give the same bytes: nothing is drawn but from a generator with a seed of its own for each ensemble, and
//! whatever runs side by side is put together in a fixed order.

mod boost;
mod corpus;
mod ensemble;
mod held;
mod labels;
mod learn;

use std::path::PathBuf;

use clap::Args;

use self::corpus::Corpus;
use self::ensemble::{About, Ensemble};
use crate::places;
use crate::quality::sets::Form;

#[derive(Args, Debug)]
pub struct Options {
    /// Measure the cleaner on publishers that its trees never saw; with DIR, write its articles there
    #[arg(long, value_name = "DIR", num_args = 0..=1)]
    cross: Option<Option<PathBuf>>,
    /// Learn from these sets alone and measure the others, whole kinds of pages that the trees never saw; writes nothing
    /// but to a folder that --to names
    #[arg(long, value_name = "SET", value_delimiter = ',', conflicts_with_all = ["cross", "check"])]
    sets: Option<Vec<String>>,
    /// Write nothing: fail unless the weights have the bytes that training gives
    #[arg(long, conflicts_with = "dry")]
    check: bool,
    /// Write nothing
    #[arg(long)]
    dry: bool,
    /// Train for pages or for flattened text alone
    #[arg(long, value_enum, value_name = "FORM")]
    only: Option<Form>,
    /// Draw otherwise than the committed weights did: how much of a figure is chance
    #[arg(long, default_value_t = learn::SEED)]
    seed: u64,
    /// The folder of the weights [default: that of the cleaner]
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let sets = options.sets.clone().unwrap_or_else(|| corpus::SETS.map(str::to_owned).to_vec());
    let corpus = Corpus::find(&sets)?;
    let digest = corpus.digest()?;
    let folder = options.to.clone().unwrap_or_else(|| places::data(places::CLEANER_DATA));
    for form in Form::ALL.into_iter().filter(|form| options.only.is_none_or(|only| only == *form)) {
        let pages = learn::load(&corpus, form)?;
        let learnt = learn::learn(&pages, options.seed, options.cross.is_some());
        let weights =
            Weights { form, corpus: &corpus, digest: &digest, first_columns: learn::first_columns(&pages) };
        if let Some(articles) = &options.cross {
            held::measure(&learnt, &weights, articles.as_deref())?;
        }
        if options.sets.is_some() {
            // Of the other sets no publisher was left out, so the trees of all are what is measured.
            held::measure_others(&weights.judges(learnt.of_all()), &weights)?;
        }
        if options.dry || options.sets.is_some() && options.to.is_none() {
            continue;
        }
        let all = learnt.of_all();
        for (look, ensemble) in [(1, &all.first), (2, &all.second)] {
            let path = folder.join(format!("blocks-{}-{look}.txt", form.name()));
            places::put(ensemble.write(&weights.about(look)).as_bytes(), &path, options.check)?;
        }
    }
    Ok(())
}

/// The score that a block must pass: what costs the least of both mistakes on publishers never seen. A look that only
/// prepares the next one takes the odds as they are.
fn threshold(form: Form, look: usize) -> f32 {
    match (form, look) {
        (_, 1) => 0.0,
        (Form::Page, _) => 0.3,
        (Form::Text, _) => 0.6,
    }
}

/// What the weights of one form have in common.
struct Weights<'a> {
    form: Form,
    corpus: &'a Corpus,
    digest: &'a str,
    first_columns: usize,
}

impl Weights<'_> {
    fn about(&self, look: usize) -> About {
        let document = match self.form {
            Form::Page => "pages",
            Form::Text => "text flattened from pages",
        };
        let columns =
            if look == 1 { self.first_columns } else { veille_cleaner::training::columns().count() };
        About {
            title: format!("Which blocks of {document} are the article: the trees of look {look} of 2."),
            corpus: self.corpus.names(),
            digest: self.digest.to_owned(),
            threshold: threshold(self.form, look),
            columns,
        }
    }

    fn judges(&self, trees: &learn::Trees) -> veille_cleaner::training::Judges {
        let read = |ensemble: &Ensemble, look| ensemble.trees(&self.about(look));
        veille_cleaner::training::Judges::new(read(&trees.first, 1), read(&trees.second, 2))
    }
}
