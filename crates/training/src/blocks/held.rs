//! The whole cleaner on pages of publishers that its trees never saw.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use veille_cleaner::Cleaner;
use veille_cleaner::training;

use crate::learn::{FOLDS, Learnt, fold};
use crate::score::{self, Score};
use crate::sets;

/// Prints the table; writes the articles to a folder where one is named.
pub fn measure(shared: &Path, learnt: &Learnt, flat: bool, folder: Option<&Path>) -> io::Result<()> {
    let cleaners: Vec<Cleaner> = (0..FOLDS)
        .map(|held| {
            let trees = learnt.without(held);
            training::cleaner(&trees.first, &trees.second, !flat)
        })
        .collect();
    let form = sets::form(flat);
    for set in sets::SETS.iter().filter(|set| set.flat == flat && set.file != "dates") {
        let mut sums = Score::default();
        let mut out = match folder {
            Some(folder) => {
                fs::create_dir_all(folder)?;
                Some(File::create(folder.join(format!("{}-{form}.jsonl", set.file)))?)
            }
            None => None,
        };
        for page in score::pages(shared, set.file) {
            let cleaner = &cleaners[fold(page["url"].as_str().unwrap_or_default())];
            let article = cleaner.clean(&sets::capture(&page, flat)).ok();
            sums.add(&page["gold"], article.as_ref());
            if let (Some(out), Some(article)) = (&mut out, &article) {
                serde_json::to_writer(&mut *out, article)?;
                out.write_all(b"\n")?;
            }
        }
        writeln!(io::stdout(), "unseen: {}", sums.row(set.name))?;
        let reached = sums.body().or(sums.segments()).unwrap_or_default();
        if reached < set.floor {
            return Err(io::Error::other(format!("{}: {reached:.4} is under {}", set.name, set.floor)));
        }
    }
    Ok(())
}
