//! Why an article is there, or is not: all outcomes on the way of one address, capture or article.

use std::collections::BTreeSet;

use veille_model::{ArticleId, Outcome, canonical_url};

use super::{Store, either};
use crate::rules::ledger::ByDocument;
use crate::{Standing, StoreError};

impl Store {
    /// What somebody typed, as it is known here: what it is called, its outcomes ([`why`](Store::why)) and what is stored of it
    /// ([`standing`](Store::standing)). An address may be written without its scheme.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn known_as(&self, typed: &str) -> Result<(String, Vec<Outcome>, Vec<Standing>), StoreError> {
        for name in readings(typed) {
            let outcomes = self.why(&name).await?;
            let standings = self.standing(&name, &outcomes).await?;
            if !outcomes.is_empty() || !standings.is_empty() {
                return Ok((name, outcomes, standings));
            }
        }
        Ok((typed.to_owned(), Vec::new(), Vec::new()))
    }

    /// Every outcome of a URL, a file, a capture's id or an article's id, in the order of events.
    ///
    /// A URL gives all that happened at that address (tracking parameters apart) and to every capture of the article
    /// there. A capture's or an article's id gives the way that led to it, and what followed. A file, or a record of one
    /// (`pages.jsonl#7`), gives what became of the captures in it; it may be named by the end of its path.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn why(&self, url_or_id: &str) -> Result<Vec<Outcome>, StoreError> {
        let canonical = canonical_url(url_or_id);
        if canonical.is_none() {
            let files = self.files_named(url_or_id).await?;
            if !files.is_empty() {
                return self.followed(files).await;
            }
        }
        let address = canonical.as_deref().unwrap_or(url_or_id);
        let article = canonical.as_deref().map(ArticleId::of_url);
        let article = article.as_ref().map_or(url_or_id, ArticleId::as_str);

        let captures = either!(self, store => store.captured_as(article).await)?;
        let mut inputs = BTreeSet::from([url_or_id.to_owned()]);
        let mut addresses = BTreeSet::from([address.to_owned()]);
        for (capture, url) in captures {
            inputs.insert(capture);
            addresses.extend(url.map(|url| canonical_url(&url).unwrap_or(url)));
        }
        let mut found = self.of_inputs(&inputs).await?;
        // A capture that came to no article stands in no wording; the ledger alone has its address.
        addresses.extend(found.values().filter_map(crate::rules::ledger::address));
        found.append(&mut either!(self, store => store.outcomes_at(&addresses).await)?);
        // The one is the name that was asked for: no capture has an address, so only a file can have led here.
        let nowhere = addresses.len() == 1 && !found.is_empty();
        let mut outcomes: Vec<Outcome> = found.into_values().collect();
        if canonical.is_none() && nowhere {
            outcomes.extend(self.files_of(&inputs).await?);
        }
        if canonical.is_none() {
            keep_the_way_of(url_or_id, &mut outcomes);
        }
        in_the_order_of_events(&mut outcomes);
        Ok(outcomes)
    }

    /// Of a file that holds several records, one of them and how many were read; None where none was. [`why`](Store::why)
    /// tells of each.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn records_of(&self, file: &str) -> Result<Option<(String, u64)>, StoreError> {
        let file = file.strip_prefix("./").unwrap_or(file);
        let (one, records) = either!(self, store => store.records_of(file).await)?;
        Ok(one.map(|one| (one, records.unsigned_abs())))
    }

    /// The files, or records of files, that captures were read from and that are meant by this name.
    async fn files_named(&self, name: &str) -> Result<BTreeSet<String>, StoreError> {
        let name = name.strip_prefix("./").unwrap_or(name);
        let exact = either!(self, store => store.files_exactly(name).await)?;
        if !exact.is_empty() || name.is_empty() {
            return Ok(exact.into_iter().collect());
        }
        // Whoever asks stands in another folder than whoever replayed.
        Ok(either!(self, store => store.files_ending(name).await)?.into_iter().collect())
    }

    /// What became of these inputs, and of what was made of them, stage by stage.
    async fn followed(&self, mut inputs: BTreeSet<String>) -> Result<Vec<Outcome>, StoreError> {
        let (mut found, mut known) = (ByDocument::new(), BTreeSet::new());
        while !inputs.is_empty() {
            found.append(&mut self.of_inputs(&inputs).await?);
            known.append(&mut inputs);
            let outputs = found.values().flat_map(|outcome: &Outcome| outcome.outputs.iter().cloned());
            inputs = outputs.filter(|output| !known.contains(output)).collect();
        }
        let mut outcomes: Vec<Outcome> = found.into_values().collect();
        in_the_order_of_events(&mut outcomes);
        Ok(outcomes)
    }

    async fn of_inputs(&self, inputs: &BTreeSet<String>) -> Result<ByDocument, StoreError> {
        either!(self, store => store.outcomes_of(inputs).await)
    }

    /// What the ledger says of the files that captures without an address were read from. No index leads from a capture to
    /// its file, so all outcomes of files are looked at: asked by a person, and rarely.
    async fn files_of(&self, captures: &BTreeSet<String>) -> Result<Vec<Outcome>, StoreError> {
        let mut outcomes = Vec::new();
        for capture in captures {
            outcomes.extend(either!(self, store => store.files_with(capture).await)?);
        }
        Ok(outcomes)
    }
}

/// As it is written, and an address as people write it down.
fn readings(typed: &str) -> Vec<String> {
    let is_bare = !typed.contains("://") && typed.contains('.') && !typed.contains(char::is_whitespace);
    let schemes: &[&str] = if is_bare { &["https://", "http://"] } else { &[] };
    let whole = schemes.iter().map(|scheme| format!("{scheme}{typed}"));
    [typed.to_owned()].into_iter().chain(whole).collect()
}

fn in_the_order_of_events(outcomes: &mut [Outcome]) {
    outcomes.sort_by(|a, b| (a.at, a.stage, a.outcome, &a.input).cmp(&(b.at, b.stage, b.outcome, &b.input)));
}

/// Of all that happened at an address, keeps what led to `id` and what became of it. Outputs lead back to inputs:
/// article to captures, capture to the address it was fetched from.
fn keep_the_way_of(id: &str, outcomes: &mut Vec<Outcome>) {
    let mut way = BTreeSet::from([id.to_owned()]);
    loop {
        // Until nothing comes: the outcomes lie in no order, and a way has several steps.
        let before = way.len();
        for outcome in outcomes.iter() {
            if outcome.outputs.iter().any(|output| way.contains(output)) {
                way.insert(outcome.input.clone());
            }
        }
        if way.len() == before {
            break;
        }
    }
    // Two articles may have come from one address, a page and its entry; the other's fate is not this one's.
    outcomes.retain(|outcome| way.contains(&outcome.input));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_asked_for_as_people_write_it_down() {
        let check = |typed: &str, expected: &[&str]| assert_eq!(readings(typed), expected, "{typed}");
        check(
            "fleuve.example/a",
            &["fleuve.example/a", "https://fleuve.example/a", "http://fleuve.example/a"],
        );
        check("https://fleuve.example/a", &["https://fleuve.example/a"]);
        check("La signature. Jour 1", &["La signature. Jour 1"]);
    }
}
