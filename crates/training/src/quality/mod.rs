//! The quality of the cleaner on annotated pages: the table of `data/README.md` in `$VEILLE_SHARED`, for our cleaner.
//!
//! The weights have learnt from most of these pages. What holds for publishers never seen is printed under each row where the
//! folder is named that `train_blocks --cross DIR` left its articles in.
//!
//! `cargo run --release --features training --example quality [DIR]`

mod score;
#[allow(dead_code)]
mod sets;

use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use veille_cleaner::Cleaner;
use veille_model::Article;

fn main() -> Result<(), Box<dyn Error>> {
    let Some(shared) = score::shared() else { return Ok(()) };
    let folder = std::env::args().nth(1).map(PathBuf::from);
    let cleaner = Cleaner::default();
    let mut out = std::io::stdout().lock();
    for set in sets::SETS {
        let unseen = folder.as_deref().map(|folder| unseen(folder, set)).transpose()?.flatten();
        let (mut sums, mut unseen_sums) = (score::Score::default(), score::Score::default());
        for page in score::pages(&shared, set.file) {
            let capture = sets::capture(&page, set.flat);
            sums.add(&page["gold"], cleaner.clean(&capture).ok().as_ref());
            if let Some(unseen) = &unseen {
                unseen_sums.add(&page["gold"], unseen.get(capture.id.as_str()));
            }
        }
        writeln!(out, "learnt from  {}", sums.row(set.name))?;
        if unseen.is_some() {
            writeln!(out, "never seen   {}", unseen_sums.row(set.name))?;
        }
    }
    Ok(())
}

/// The articles of a set, by capture, that trees gave which never saw their publishers; nothing for a set that was left out.
fn unseen(folder: &Path, set: &sets::Set) -> Result<Option<HashMap<String, Article>>, Box<dyn Error>> {
    let path = folder.join(format!("{}-{}.jsonl", set.file, sets::form(set.flat)));
    if !path.exists() {
        return Ok(None);
    }
    let mut articles = HashMap::new();
    for line in BufReader::new(File::open(path)?).lines() {
        let article: Article = serde_json::from_str(&line?)?;
        articles.insert(article.capture.to_string(), article);
    }
    Ok(Some(articles))
}
