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

use anyhow::Context;
use veille_cleaner::Cleaner;
use veille_cleaner::training::{Judges, Trees};
use veille_model::Article;

use self::score::Score;
use self::sets::Form;

/// Prints the table: for the articles in a folder too, and for the weights in another.
pub fn print(folder: Option<&Path>, weights: Option<&Path>) -> anyhow::Result<()> {
    let [pages, texts] = Form::ALL.map(|form| cleaner(form, weights));
    let (pages, texts) = (pages?, texts?);
    for set in sets::SETS {
        let cleaner = if set.form == Form::Page { &pages } else { &texts };
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

/// A cleaner with the weights in a folder, where it has some for this form.
fn cleaner(form: Form, weights: Option<&Path>) -> anyhow::Result<Cleaner> {
    let paths = [1, 2].map(|look| Some(weights?.join(format!("blocks-{}-{look}.txt", form.name()))));
    let [Some(first), Some(second)] = paths.map(|path| path.filter(|path| path.exists())) else {
        return Ok(Cleaner::default());
    };
    let trees = |path: &Path| -> anyhow::Result<Trees> {
        let shown = || path.display().to_string();
        Trees::read(&std::fs::read_to_string(path).with_context(shown)?).with_context(shown)
    };
    Ok(Cleaner::default().with_judges(Judges::new(trees(&first)?, trees(&second)?)))
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
