//! The quality of the cleaner on annotated pages: the table in the README of `$VEILLE_SHARED/data`, for our cleaner.
//!
//! The weights have learnt from most of these pages. What holds for publishers never seen is printed under each row where the
//! folder is named that `blocks --cross DIR` left its articles in. Floors under the table are tests ([`floors`]).

#[cfg(test)]
mod floors;
pub mod score;
pub mod sets;

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use veille_cleaner::Cleaner;
use veille_model::Article;

use self::score::Score;

pub fn print(folder: Option<&Path>) -> anyhow::Result<()> {
    let cleaner = Cleaner::default();
    for set in sets::SETS {
        let unseen = folder.map(|folder| unseen(folder, set)).transpose()?.flatten();
        let (mut sums, mut unseen_sums) = (Score::default(), Score::default());
        for page in sets::pages(set.file)? {
            let page = page?;
            let capture = set.form.capture(&page);
            sums.add(&page["gold"], cleaner.clean(&capture).ok().as_ref());
            if let Some(unseen) = &unseen {
                unseen_sums.add(&page["gold"], unseen.get(capture.id.as_str()));
            }
        }
        println!("learnt from  {}", sums.row(set.name));
        if unseen.is_some() {
            println!("never seen   {}", unseen_sums.row(set.name));
        }
    }
    Ok(())
}

/// The articles of a set, by capture, that trees gave which never saw their publishers; nothing for a set that was left out.
fn unseen(folder: &Path, set: &sets::Set) -> anyhow::Result<Option<HashMap<String, Article>>> {
    let path = folder.join(format!("{}-{}.jsonl", set.file, set.form.name()));
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
