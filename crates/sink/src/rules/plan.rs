//! What a batch makes of a store: rows to insert, documents to replace, what is current, what is counted, what changed.
//!
//! A dialect loads what the draft asks for, and writes down what the plan says. Nothing is decided on the way, which is
//! why two stores that were given the same hold the same:
//!
//! 1. [`Draft::new`] from the stored wordings of [`Asked::articles`], which the dialect has locked where others write too;
//! 2. [`Draft::describe`] until it is done;
//! 3. [`Draft::plan`] with the topics of [`Draft::rows_that_move`] and, where [`Draft::addresses`] have answers that the
//!    page is gone (this batch's among them: the ledger is written first), these and the withdrawals that stand.

use std::collections::{BTreeMap, BTreeSet};

use veille_model::Batch;

use super::changes::{self, ChangeKind};
use super::columns::Columns;
use super::forgotten::{self, Forgotten};
use super::tally::{self, CountKey, Topics};
use super::withdrawal::{self, Gone};
use super::wordings::{self, Arrival, Latest, Stored, StoredRow, Wording, Wordings};
use crate::Committed;

/// Whose stored wordings a batch is about.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    /// These articles, in the order of their names.
    pub articles: BTreeSet<String>,
    /// And those captured from these addresses: a server said that they are gone.
    pub addresses: BTreeSet<String>,
}

impl Asked {
    pub(crate) fn by(batch: &Batch, forgotten: &Forgotten) -> Self {
        let addresses = withdrawal::addresses(batch);
        let arriving = batch.articles.iter().filter(|tagged| !forgotten::holds(forgotten, tagged));
        let mut articles: BTreeSet<String> = arriving.map(|tagged| tagged.article.id.to_string()).collect();
        // An answer that a page is gone is about what earlier batches stored from there.
        articles.extend(addresses.iter().flat_map(|address| forgotten::of_address(address)));
        articles.extend(batch.superseded.iter().map(|superseded| superseded.article.to_string()));
        Self { articles, addresses }
    }
}

/// What is written down.
#[derive(Debug, Default)]
pub(crate) struct Plan<'b> {
    pub committed: Committed,
    pub insert: Vec<NewRow<'b>>,
    /// Rows that are taken out, with their tags, quotations and names.
    pub remove: Vec<i64>,
    /// Rows whose document, columns, tags, quotations and names become these.
    pub replace: Vec<(i64, Columns<'b>)>,
    pub latest: Vec<NewLatest>,
    /// When each of these articles was withdrawn; None where it is no longer.
    pub withdrawals: Vec<(String, Option<String>)>,
    /// What is added to the counts; never 0. A count that comes to 0 has no row.
    pub counts: BTreeMap<CountKey, i64>,
    /// Kind, article and revision, in the order in which they are numbered.
    pub changes: Vec<(ChangeKind, String, String)>,
}

/// A wording that has no row yet.
#[derive(Debug)]
pub(crate) struct NewRow<'b> {
    pub latest: Latest,
    pub current: bool,
    pub columns: Columns<'b>,
}

/// A wording that was captured again, became current or is so no longer.
#[derive(Debug)]
pub(crate) struct NewLatest {
    pub id: i64,
    pub latest: Latest,
    pub current: bool,
}

/// A batch among the stored wordings of its articles.
#[derive(Debug)]
pub(crate) struct Draft<'b> {
    known: BTreeMap<String, Wordings<'b>>,
    /// Wordings that are taken out: article, revision, and what is stored of them.
    superseded: Vec<(String, String, Stored)>,
    committed: Committed,
}

impl<'b> Draft<'b> {
    pub(crate) fn new(rows: Vec<StoredRow>, batch: &'b Batch, forgotten: &Forgotten) -> Self {
        let mut known: BTreeMap<String, Wordings<'b>> = BTreeMap::new();
        for row in rows {
            let wording = Wording::of_row(row.earliest, row.stored);
            known.entry(row.article).or_default().insert(row.revision, wording);
        }
        let mut committed = Committed::default();
        for arriving in &batch.articles {
            if forgotten::holds(forgotten, arriving) {
                committed.forgotten += 1;
                continue;
            }
            let wordings = known.entry(arriving.article.id.to_string()).or_default();
            match wordings::take(wordings, arriving) {
                Arrival::New => committed.new += 1,
                Arrival::Revised => committed.revised += 1,
                Arrival::Unchanged => committed.unchanged += 1,
            }
        }
        // Once all of the batch is known, so that its order decides nothing.
        let superseded = supersede(&mut known, batch);
        known.values_mut().for_each(wordings::choose_current);
        Self { known, superseded, committed }
    }

    /// Makes the columns of so many arriving articles; whether some are left. Documents are written as JSON here, so
    /// whoever runs this among others does it in pieces.
    pub(crate) fn describe(&mut self, most: usize) -> bool {
        let arriving = |wording: &&mut Wording<'_>| wording.article.is_some();
        let mut left = self.known.values_mut().flat_map(BTreeMap::values_mut).filter(arriving);
        left.by_ref().take(most).for_each(Wording::describe);
        left.next().is_some()
    }

    /// The stored rows whose topics the plan asks for.
    pub(crate) fn rows_that_move(&self) -> Vec<i64> {
        let taken_out =
            self.superseded.iter().filter(|(.., stored)| stored.current).map(|(.., stored)| stored.id);
        self.known.values().flat_map(tally::rows_that_move).chain(taken_out).collect()
    }

    /// The articles.
    pub(crate) fn articles(&self) -> Vec<&str> {
        self.known.keys().map(String::as_str).collect()
    }

    /// Where they were captured, before the batch or after it.
    pub(crate) fn addresses(&self) -> BTreeSet<&str> {
        let wordings = self.known.values().flat_map(BTreeMap::values);
        wordings
            .flat_map(|wording| {
                let before = wording.stored.as_ref().and_then(|stored| stored.address.as_deref());
                [before, wording.address()]
            })
            .flatten()
            .collect()
    }

    /// The plan. `withdrawn` has when articles were withdrawn as it is written now; it may be empty where `gone` is.
    pub(crate) fn plan(self, topics: &Topics, gone: &Gone, withdrawn: &BTreeMap<String, String>) -> Plan<'b> {
        let mut plan = Plan { committed: self.committed, ..Plan::default() };
        let revised: BTreeSet<&str> = self.superseded.iter().map(|(article, ..)| article.as_str()).collect();
        for (article, wordings) in self.known {
            tally::count(&wordings, topics, &mut plan.counts);
            let mut changed: Vec<(ChangeKind, String)> = changes::of(&wordings)
                .into_iter()
                .map(|(kind, revision)| (kind, revision.to_owned()))
                // Its only wording took the place of another one: the article was there.
                .map(|(kind, revision)| match kind {
                    ChangeKind::New if revised.contains(article.as_str()) => (ChangeKind::Judged, revision),
                    kind => (kind, revision),
                })
                .collect();
            // Where nobody says that the page is gone, none stands as withdrawn either: the ledger never loses a line.
            if !gone.is_empty() {
                let (before, now) = (withdrawn.get(&article), withdrawal::of(&wordings, gone));
                if before != now.as_ref() {
                    changed.extend(changes::of_withdrawal(&wordings, now.is_some(), &changed));
                    plan.withdrawals.push((article.clone(), now));
                }
            }
            let announced = changed.into_iter().map(|(kind, revision)| (kind, article.clone(), revision));
            plan.changes.extend(announced);
            let is_gone = wordings.is_empty();
            wordings.into_values().for_each(|wording| plan.write(wording));
            let taken_out = self.superseded.iter().filter(|(of, ..)| *of == article);
            for (_, revision, stored) in taken_out {
                plan.remove.push(stored.id);
                if stored.current {
                    tally::take_away(stored, topics, &mut plan.counts);
                }
                // Whoever follows looks at what stands there now, and finds nothing.
                if is_gone && stored.current {
                    plan.changes.push((ChangeKind::Judged, article.clone(), revision.clone()));
                    plan.withdrawals.push((article.clone(), None));
                }
            }
        }
        // What is judged anew mostly keeps its topics and its quarter of an hour.
        plan.counts.retain(|_, by| *by != 0);
        plan
    }
}

/// Takes the wordings out that their captures give no longer. What takes the place of one was captured last when that was.
fn supersede(known: &mut BTreeMap<String, Wordings<'_>>, batch: &Batch) -> Vec<(String, String, Stored)> {
    let mut taken_out = Vec::new();
    for superseded in &batch.superseded {
        let Some(wordings) = known.get_mut(superseded.article.as_str()) else { continue };
        let revision = superseded.revision.as_str();
        // The same batch brings it: some capture gives it still.
        if wordings.get(revision).is_none_or(|wording| wording.article.is_some()) {
            continue;
        }
        let Some(Wording { stored: Some(stored), latest, .. }) = wordings.remove(revision) else { continue };
        if let Some(by) = superseded.by.as_ref().and_then(|by| wordings.get_mut(by.as_str())) {
            by.latest = by.latest.clone().max(latest);
        }
        taken_out.push((superseded.article.to_string(), revision.to_owned(), stored));
    }
    taken_out
}

impl<'b> Plan<'b> {
    fn write(&mut self, wording: Wording<'b>) {
        let Wording { stored, latest, columns, current, .. } = wording;
        match (stored, columns) {
            (None, Some(columns)) => self.insert.push(NewRow { latest, current, columns }),
            (Some(stored), columns) => {
                if stored.latest != latest || stored.current != current {
                    self.latest.push(NewLatest { id: stored.id, latest, current });
                }
                self.replace.extend(columns.map(|columns| (stored.id, columns)));
            }
            (None, None) => {}
        }
    }
}
