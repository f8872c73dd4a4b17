//! When an article counts as withdrawn: its publisher answered twice that it is not there.
//!
//! Once is an accident: a site under repair, a load balancer that does not know yet. So it takes two answers, at two
//! instants, both after the article's last capture; a later capture takes it back. All of it is a function of the
//! ledger and of the captures, so the order in which they arrive does not show.

use std::collections::{BTreeMap, BTreeSet};

use veille_model::{Batch, Outcome, OutcomeKind, StageName};

use super::ledger::address;
use super::wordings::Wordings;

/// What a server says of a page that is gone (RFC 9110, 15.5.5 and 15.5.11), as the fetcher's reasons have it.
pub(crate) const REASONS: [&str; 2] = ["http_404", "http_410"];

/// Answers that a page is gone: the instants, by address.
pub(crate) type Gone = BTreeMap<String, BTreeSet<String>>;

/// The addresses that a batch says are gone.
pub(crate) fn addresses(batch: &Batch) -> BTreeSet<String> {
    batch.outcomes.iter().filter(|outcome| is_gone(outcome)).filter_map(address).collect()
}

/// An entry that stands in for a page that is gone is *forwarded*, with the same reason: that is no withdrawal.
fn is_gone(outcome: &Outcome) -> bool {
    outcome.stage == StageName::Fetch
        && outcome.outcome == OutcomeKind::Discarded
        && outcome.reason.as_ref().is_some_and(|reason| REASONS.contains(&reason.code.as_str()))
}

/// When the article was withdrawn: the instant of the second answer after its last capture.
pub(crate) fn of(wordings: &Wordings<'_>, gone: &Gone) -> Option<String> {
    let last = wordings.values().map(|wording| &wording.latest.captured_at).max()?;
    let addresses: BTreeSet<&str> = wordings.values().filter_map(|wording| wording.address()).collect();
    // By instant: one answer that is delivered twice is one.
    let answers: BTreeSet<&String> =
        addresses.into_iter().filter_map(|address| gone.get(address)).flatten().collect();
    answers.into_iter().filter(|at| *at > last).nth(1).cloned()
}
