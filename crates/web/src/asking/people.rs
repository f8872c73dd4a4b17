//! Who is named and quoted: the filters of the pages, as the store and the catalogue are asked.

use std::collections::HashSet;

use veille_model::{ArticleId, MentionKind, Quotation, TaggedArticle};
use veille_sink::{QuotationFilter, Quoted, StoreError};

use crate::ask::Ask;
use crate::catalogue::{Person, Whom};
use crate::selection::{Misread, Selection};
use crate::state::State;
use crate::told::by_id;
use crate::triage::{self, Triage};

/// Somebody or something named, with what was found of it.
pub(crate) struct Known {
    pub person: Person,
    /// As the latest article that quotes them has it.
    pub role: Option<String>,
    /// The latest quotation.
    pub quoted: Option<Quoted>,
    /// The latest article that names them.
    pub latest: TaggedArticle,
}

/// What is asked of the store: the filters of the pages, and a name.
fn filter(state: &State, by: Option<&str>, selection: &Selection, limit: u32) -> QuotationFilter {
    let day = selection.day.flatten();
    let after = |day: chrono::NaiveDate| state.zone.begins(day.succ_opt().unwrap_or(day));
    QuotationFilter {
        by: by.map(str::to_owned),
        topic: selection.topic.clone(),
        language: selection.language.clone(),
        source: selection.source.clone(),
        since: day.max(selection.from).map(|day| state.zone.begins(day)),
        until: [day, selection.to].into_iter().flatten().min().map(after),
        limit,
    }
}

/// Quotations that pass the filters, those of the newest articles first: what the office thinks of their articles the store does not
/// know.
pub(crate) async fn quotations(
    state: &State,
    by: Option<&str>,
    selection: &Selection,
    limit: u32,
) -> Result<Vec<Quoted>, StoreError> {
    let is_shown = |triage: &Triage| triage::admits(selection.triage, Some(triage), &selection.reader);
    let left_out: HashSet<ArticleId> = {
        let shelf = state.catalogue.read();
        shelf.thought_of(|triage| !is_shown(triage)).into_iter().collect()
    };
    let mut asked = limit;
    loop {
        let mut found = state.store.quotations(&filter(state, by, selection, asked)).await?;
        let is_all = found.len() < asked as usize;
        found.retain(|quoted| !left_out.contains(&quoted.article));
        if is_all || found.len() >= limit as usize {
            found.truncate(limit as usize);
            return Ok(found);
        }
        // Among the latest were some that are left out: others stand behind them.
        asked = asked.saturating_mul(2);
    }
}

/// Of which kind those are who are asked for.
pub(crate) fn kind(ask: &Ask) -> Result<Option<MentionKind>, Misread> {
    let misread = |value: &str| Misread { name: "kind", value: value.to_owned() };
    let known = |value: &str| MentionKind::ALL.into_iter().find(|kind| kind.as_str() == value);
    ask.value("kind").map(|value| known(value).ok_or_else(|| misread(value))).transpose()
}

/// Those in most articles that pass the filters, and how many there are of each kind.
pub(crate) async fn named(
    state: &State,
    selection: &Selection,
    whom: Whom<'_>,
    limit: usize,
) -> Result<(Vec<Known>, [usize; 3]), StoreError> {
    // A name needs no topic.
    let selection = Selection { untagged_too: true, query: None, ..selection.clone() };
    let found = state.catalogue.read().people(&selection, whom, limit);
    let articles = found.people.iter().flat_map(|it| [Some(&it.latest), it.quoted_in.as_ref()]);
    let mut articles: Vec<ArticleId> = articles.flatten().cloned().collect();
    articles.sort_unstable();
    articles.dedup();
    let articles = by_id(&state.store, &articles).await?;
    let shelf = state.catalogue.read();
    let known = |person: Person| {
        let latest = articles.get(&person.latest)?.clone();
        let quoting = person.quoted_in.as_ref().and_then(|article| articles.get(article));
        let said = quoting.map(|tagged| {
            let is_theirs = |quotation: &&Quotation| shelf.speaker(tagged, quotation) == Some(person.number);
            let theirs: Vec<_> = tagged.quotations.iter().filter(is_theirs).collect();
            let role = theirs.iter().find_map(|quotation| quotation.role.clone());
            (theirs.first().map(|quotation| quoted(tagged, (*quotation).clone())), role)
        });
        let (quoted, role) = said.unwrap_or_default();
        Some(Known { person, role, quoted, latest })
    };
    Ok((found.people.into_iter().filter_map(known).collect(), found.totals))
}

fn quoted(tagged: &TaggedArticle, quotation: Quotation) -> Quoted {
    let article = &tagged.article;
    Quoted {
        article: article.id.clone(),
        url: article.url.clone(),
        headline: article.headline.clone(),
        source: article.source.clone(),
        language: tagged.language.token(),
        dated_at: article.dated_at(),
        quotation,
    }
}
