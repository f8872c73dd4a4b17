//! The scorer's figures (`data/extraction/score.py` beside the annotated pages): body F1 over rows of four words, passages
//! kept and avoided, headline, byline, day.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use veille_model::Article;

/// Sums over the pages of one set.
#[derive(Clone, Debug, Default)]
pub struct Score {
    hit: usize,
    have: usize,
    want: usize,
    bodies: usize,
    poor: usize,
    wanted: usize,
    kept: usize,
    leaked: usize,
    headlines: (usize, usize),
    days: (usize, usize),
    names: (usize, usize),
}

impl Score {
    /// Adds a page; one that gave no article counts as an empty one.
    pub fn add(&mut self, gold: &Value, article: Option<&Article>) {
        let own = words(article.map_or("", |article| &article.text));
        self.add_body(gold, &own);
        self.add_passages(gold, &own);
        if let Some(title) = gold["title"].as_str().filter(|title| !title.is_empty()) {
            let found = article.and_then(|article| article.headline.as_deref()).unwrap_or_default();
            // Sets differ in their quotation marks and dashes, which nobody would call an error.
            count(&mut self.headlines, fold(found) == fold(title));
        }
        // Sets call it differently: `published` has a time behind the day, `date` has none.
        let day =
            gold["published"].as_str().or_else(|| gold["date"].as_str()).and_then(|date| date.get(..10));
        if let Some(day) = day {
            let found = article.and_then(|article| article.published_at);
            count(&mut self.days, found.is_some_and(|found| found.day().to_string() == day));
        }
        self.add_names(gold, article);
    }

    fn add_body(&mut self, gold: &Value, own: &[String]) {
        let Some(body) = gold["articleBody"].as_str().filter(|body| !body.is_empty()) else { return };
        let body = words(body);
        let (want, have) = (rows(&body), rows(own));
        let shared = want.iter().map(|(row, count)| (*count).min(have.get(row).copied().unwrap_or(0)));
        let hit: usize = shared.sum();
        let (want, have): (usize, usize) = (want.values().sum(), have.values().sum());
        self.bodies += 1;
        // The average hides them: a cleaner may be perfect on most pages and give menus on the rest.
        self.poor += usize::from(f1(hit, have, want) < 0.8);
        self.hit += hit;
        self.have += have;
        self.want += want;
    }

    fn add_passages(&mut self, gold: &Value, own: &[String]) {
        let flat = own.join(" ");
        let count = |key: &str| {
            let passages = gold[key].as_array().map(Vec::as_slice).unwrap_or_default();
            // Passages are parts of blocks, and blocks are cut otherwise by each cleaner: where they stand is not asked.
            let held = |it: &&Value| flat.contains(&words(it.as_str().unwrap_or_default()).join(" "));
            (passages.iter().filter(held).count(), passages.len())
        };
        let (kept, wanted) = count("with");
        self.kept += kept;
        self.wanted += wanted;
        self.leaked += count("without").0;
    }

    fn add_names(&mut self, gold: &Value, article: Option<&Article>) {
        let fold_all = |names: &mut dyn Iterator<Item = &str>| -> HashSet<String> {
            names.map(fold).filter(|name| !name.is_empty()).collect()
        };
        let authors = gold["authors"].as_array().map(Vec::as_slice).unwrap_or_default();
        let wanted = fold_all(&mut authors.iter().filter_map(Value::as_str));
        if !wanted.is_empty() {
            let byline = article.map_or(&[][..], |article| &article.byline);
            let said = fold_all(&mut byline.iter().map(String::as_str));
            self.names.0 += wanted.intersection(&said).count();
            self.names.1 += said.len() + wanted.len();
        }
    }

    /// F1 over rows of four words, if the set has bodies.
    pub fn body(&self) -> Option<f64> {
        (self.bodies > 0).then(|| f1(self.hit, self.have, self.want))
    }

    /// Precision and recall of the same.
    pub fn precision_and_recall(&self) -> (f64, f64) {
        (share((self.hit, self.have)), share((self.hit, self.want)))
    }

    /// Share of pages with a body F1 under 0.8.
    pub fn poor(&self) -> f64 {
        share((self.poor, self.bodies))
    }

    /// F1 over wanted passages kept and unwanted ones leaked, if the set has any.
    pub fn segments(&self) -> Option<f64> {
        (self.wanted > 0).then(|| f1(self.kept, self.kept + self.leaked, self.wanted))
    }

    /// Share of headlines that are exact but for case and punctuation, if the set has any.
    pub fn headline(&self) -> Option<f64> {
        (self.headlines.1 > 0).then(|| share(self.headlines))
    }

    /// F1 over names, if the set has any.
    pub fn byline(&self) -> Option<f64> {
        // F1 in full: twice the hits, over what was said and what was wanted.
        (self.names.1 > 0).then(|| 2.0 * share(self.names))
    }

    /// Share of right days, if the set has any.
    pub fn day(&self) -> Option<f64> {
        (self.days.1 > 0).then(|| share(self.days))
    }

    /// A row of the table; `-` where the set says nothing.
    pub fn row(&self, name: &str) -> String {
        let cell = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.4}"));
        let (precision, recall) = self.precision_and_recall();
        let body = self.body().map_or("-".to_owned(), |f1| {
            format!("{f1:.4} ({precision:.3}/{recall:.3}), under .8 {:.3}", self.poor())
        });
        format!(
            "{name:<18} body {body:<36} segments {:<7} headline {:<7} byline {:<7} day {}",
            cell(self.segments()),
            cell(self.headline()),
            cell(self.byline()),
            cell(self.day())
        )
    }
}

fn count((hits, all): &mut (usize, usize), hit: bool) {
    *all += 1;
    *hits += usize::from(hit);
}

fn share((hit, all): (usize, usize)) -> f64 {
    hit as f64 / all.max(1) as f64
}

fn f1(hit: usize, have: usize, want: usize) -> f64 {
    2.0 * hit as f64 / (have + want).max(1) as f64
}

fn rows(words: &[String]) -> HashMap<&[String], usize> {
    let mut rows = HashMap::new();
    if !words.is_empty() {
        // A text of fewer words is one row of its own, or it could never be hit.
        for row in words.windows(words.len().min(4)) {
            *rows.entry(row).or_default() += 1;
        }
    }
    rows
}

/// Words in lower case; letters of scripts without spaces are words.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    // Soft hyphens and zero-width spaces stand inside words, and part none.
    for character in text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}')) {
        // Thai and Lao, Burmese, Khmer, kana, Han: the ranges of `score.py`, not those of the
        // cleaner, so that figures compare.
        let alone = matches!(character, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
            | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
        if character.is_alphanumeric() && !alone {
            word.extend(character.to_lowercase());
            continue;
        }
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if alone {
            words.push(character.to_string());
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

fn fold(text: &str) -> String {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    parts.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
