//! The whole cleaner on pages of publishers that its trees never saw.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use veille_cleaner::Cleaner;
use veille_cleaner::training::Judges;

use super::Weights;
use super::learn::{FOLDS, Learnt, fold};
use crate::quality::score::Score;
use crate::quality::sets;

/// Prints the rows of the sets that nothing was learnt from.
pub fn measure_others(judges: &Judges, weights: &Weights<'_>) -> anyhow::Result<()> {
    let cleaner = Cleaner::default().with_judges(judges.clone());
    for set in sets::SETS
        .iter()
        .filter(|set| set.form == weights.form && !weights.corpus.has(set.file) && has_text(set))
    {
        let mut sums = Score::default();
        for page in sets::pages(set.file)? {
            let page = page?;
            sums.add(&page["gold"], cleaner.clean(&weights.form.capture(&page)).ok().as_ref());
        }
        println!("other set: {}", sums.row(set.name));
    }
    Ok(())
}

/// Prints the table; writes the articles to a folder where one is named.
pub fn measure(learnt: &Learnt, weights: &Weights<'_>, folder: Option<&Path>) -> anyhow::Result<()> {
    let cleaners: Vec<Cleaner> =
        (0..FOLDS).map(|held| Cleaner::default().with_judges(weights.judges(learnt.without(held)))).collect();
    let form = weights.form;
    for set in sets::SETS.iter().filter(|set| set.form == form && has_text(set)) {
        let mut sums = Score::default();
        let mut out = match folder {
            Some(folder) => {
                fs::create_dir_all(folder)?;
                Some(File::create(folder.join(format!("{}-{}.jsonl", set.file, form.name())))?)
            }
            None => None,
        };
        for page in sets::pages(set.file)? {
            let page = page?;
            // The fold that learning used: this cleaner's trees were grown without the page's publisher.
            let cleaner = &cleaners[fold(page["url"].as_str().unwrap_or_default())];
            let article = cleaner.clean(&form.capture(&page)).ok();
            sums.add(&page["gold"], article.as_ref());
            if let (Some(out), Some(article)) = (&mut out, &article) {
                serde_json::to_writer(&mut *out, article)?;
                out.write_all(b"\n")?;
            }
        }
        println!("unseen: {}", sums.row(set.name));
        let reached = sums.body().or(sums.segments()).unwrap_or_default();
        anyhow::ensure!(reached >= set.floor, "{}: {reached:.4} is under {}", set.name, set.floor);
    }
    Ok(())
}

/// Whether a set says which text is the article's.
fn has_text(set: &sets::Set) -> bool {
    !["dates", "fields"].contains(&set.file)
}
