//! What somebody hands in, on its way, and what it became.

use veille_model::{CaptureId, Outcome, StageName};

use crate::adding::Given;
use crate::state::State;
use crate::text::bare;

/// Why nothing became of what was handed in.
pub(crate) enum Handed {
    /// Nobody takes it: the store may only be read.
    Nobody,
    Failed(String),
}

/// Hands something on, by the rules of this moment.
pub(crate) async fn hand(state: &State, given: Given) -> Result<Vec<Outcome>, Handed> {
    let watched = state.watched();
    let rules = (watched.cleaner.clone(), watched.classifier.clone());
    let (Some(add), (Some(cleaner), Some(classifier))) = (&state.add, rules) else {
        return Err(Handed::Nobody);
    };
    add.go(anonymous(given), cleaner, classifier).await.map_err(Handed::Failed)
}

/// A page as received, without the name and the password that its address carries: nobody is sent these any more, and it is stored.
fn anonymous(given: Given) -> Given {
    let Given::Capture(mut capture) = given else { return given };
    if let Some(url) = capture.url.take() {
        let address = bare(&url);
        // An id that somebody gave stays.
        // By default the id is made of the address: left as it was, it would name an address that is not stored.
        if address != url && capture.id == CaptureId::of(Some(&url), &capture.body) {
            capture.id = CaptureId::of(Some(&address), &capture.body);
        }
        capture.url = Some(address);
    }
    Given::Capture(capture)
}

/// The article that it became.
pub(crate) fn article(outcomes: &[Outcome]) -> Option<&String> {
    let stored = outcomes.iter().rev().find(|outcome| outcome.stage == StageName::Store)?;
    stored.outputs.first()
}
