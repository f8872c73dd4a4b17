//! A search that somebody keeps.

use veille_query::Query;

use crate::access::Who;
use crate::ask::Ask;
use crate::lists::{Maker, title};
use crate::problem::Problem;
use crate::selection::{Misread, Selection};
use crate::state::State;
use crate::unknown::{Unknown, unknown};
use crate::watches;

/// Whether who asks may keep searches.
pub(crate) fn may_add(state: &State, ask: &Ask) -> bool {
    !state.is_read_only && ask.who.as_ref().is_some_and(Who::may_keep)
}

/// Keeps a search for who asks; the secret of its feed.
pub(crate) async fn add(
    state: &State,
    ask: &Ask,
    filters: &str,
    name: Option<&str>,
) -> Result<String, Problem> {
    if !may_add(state, ask) {
        return Err(Problem::Forbidden);
    }
    let who = ask.reader();
    let selection = Selection { reader: who.clone(), ..Selection::read_kept(filters)? };
    if let Some(query) = &selection.query {
        Query::parse(query).map_err(Problem::Query)?;
    }
    let watched = state.watched();
    // A topic that was found in an article just now is a name that somebody has.
    state.catalogue.catch_up().await?;
    let nobody = unknown(&selection, &watched, &state.catalogue.read()).into_iter().map(Unknown::pair).next();
    if let Some((name, value)) = nobody {
        return Err(Misread { name, value }.into());
    }
    let maker = Maker { root: "/", state, watched: &watched, words: ask.words, selection: &selection };
    let told = title(&maker, ask.words.get("today"));
    // A name of blanks alone is none.
    // As the list's own heading says it, in the words of who keeps it.
    let name = name.map(str::trim).filter(|name| !name.is_empty()).map_or(told, str::to_owned);
    Ok(watches::add(&state.store, &name, &selection, &who).await?)
}
