//! What somebody says of an article, written down where they may say it.

use serde_json::json;
use veille_model::ArticleId;

use crate::access::Who;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::selection::Misread;
use crate::state::State;
use crate::triage::{self, Said, Triage};

/// As programs are told it.
pub(crate) fn written(triage: &Triage, reader: &str) -> serde_json::Value {
    json!({
        "relevant": triage.relevant, "starred": triage.starred, "note": triage.note, "assigned": triage.assigned,
        "read": triage.read_by.contains(reader),
    })
}

/// Writes down what somebody says, where they may and where there is such an article.
pub(crate) async fn say(
    state: &State,
    ask: &Ask,
    article: &ArticleId,
    said: &[Said],
) -> Result<Triage, Problem> {
    // Whoever may look says what they have read: nobody else sees it.
    let may = ask.who.as_ref().is_some_and(Who::may_triage) || said.iter().all(Said::is_own);
    if !may {
        return Err(Problem::Forbidden);
    }
    if let Some(Said::Assigned(Some(name))) = said.iter().find(|said| matches!(said, Said::Assigned(Some(_))))
    {
        // Where nobody is asked there may be no users; elsewhere it is given to somebody who is there.
        let is_known = state.access.accounts.user(name).await?.is_some();
        let is_name = !name.is_empty() && name.chars().count() <= 64 && !name.chars().any(char::is_control);
        if !is_name || (state.access.is_asked && !is_known) {
            return Err(Misread { name: "assigned", value: name.clone() }.into());
        }
    }
    // Else a paper would lie there for an article that is not, and be met when one of that id came.
    if state.store.current(std::slice::from_ref(article)).await?.is_empty() {
        return Err(Problem::NotThere(article.to_string()));
    }
    let who = ask.who.as_ref().map_or("local", |who| who.name.as_str());
    let triage = triage::say(&state.store, article, said, &ask.reader(), who).await?;
    triage.ok_or(Problem::Busy)
}
