//! Who is named and quoted: the filters of the pages, as the catalogue is asked.

use std::str::FromStr;

use chrono::NaiveDate;
use veille_model::{ArticleId, MentionKind, Quotation, TaggedArticle};
use veille_sink::{Quoted, StoreError};

use crate::ask::Ask;
use crate::catalogue::{Person, Rung, SaidAt, Saying, Sayings, Whom};
use crate::dated::Dated;
use crate::selection::{Misread, Selection};
use crate::state::State;
use crate::told::by_id;

/// Somebody or something named, with what was found of it.
pub(crate) struct Known {
    pub person: Person,
    /// As the latest article that quotes them has it.
    pub role: Option<String>,
    /// The latest quotation, and when it was.
    pub quoted: Option<(Quoted, Dated)>,
    /// The latest article that names them.
    pub latest: TaggedArticle,
}

/// A quotation where it stands first, and how many papers have it.
pub(crate) struct Printed {
    pub quoted: Quoted,
    pub dated: Dated,
    pub day: Option<NaiveDate>,
    pub articles: usize,
}

/// Documents in memory at a time.
const AT_ONCE: usize = 200;

/// What those said whom [`named`] finds, how much there is in all, and where it goes on: each once however many printed it, that of the
/// newest articles first.
pub(crate) async fn quotations(
    state: &State,
    by: Option<&str>,
    selection: &Selection,
    after: Option<&SaidAt>,
    limit: usize,
) -> Result<(Vec<Printed>, usize, Option<SaidAt>), StoreError> {
    let selection = of_names(selection);
    let Sayings { sayings, total, next } = state.catalogue.read().sayings(&selection, by, after, limit);
    let mut printed = Vec::new();
    for sayings in sayings.chunks(AT_ONCE) {
        let mut articles: Vec<ArticleId> = sayings.iter().map(|saying| saying.article.clone()).collect();
        // Sayings come by their articles, so that equals stand side by side.
        articles.dedup();
        let articles = by_id(&state.store, &articles).await?;
        for Saying { article, day, at, printed: articles_with } in sayings {
            // It is another one now, or has gone.
            let Some(tagged) = articles.get(article) else { continue };
            let Some(quotation) = tagged.quotations.get(*at) else { continue };
            let quoted = quoted(tagged, quotation.clone());
            let dated = Dated::of(&tagged.article, &state.zone);
            printed.push(Printed { quoted, dated, day: *day, articles: *articles_with });
        }
    }
    Ok((printed, total, next))
}

/// A name needs no topic, and is looked for without a query.
fn of_names(selection: &Selection) -> Selection {
    Selection { untagged_too: true, query: None, relevant_first: false, ..selection.clone() }
}

/// Of which kind those are who are asked for.
pub(crate) fn kind(ask: &Ask) -> Result<Option<MentionKind>, Misread> {
    let misread = |value: &str| Misread { name: "kind", value: value.to_owned() };
    let known = |value: &str| MentionKind::ALL.into_iter().find(|kind| kind.as_str() == value);
    ask.value("kind").map(|value| known(value).ok_or_else(|| misread(value))).transpose()
}

/// The place that a request goes on after.
pub(crate) fn after<P: FromStr>(ask: &Ask) -> Result<Option<P>, Misread> {
    let misread = |place: &str| Misread { name: "after", value: place.to_owned() };
    ask.value("after").map(|place| place.parse().map_err(|_| misread(place))).transpose()
}

/// Those in most articles that pass the filters, how many there are of each kind, and where they go on.
pub(crate) async fn named(
    state: &State,
    selection: &Selection,
    whom: Whom<'_>,
    after: Option<&Rung>,
    limit: usize,
) -> Result<(Vec<Known>, [usize; 3], Option<Rung>), StoreError> {
    let selection = of_names(selection);
    let found = state.catalogue.read().people(&selection, whom, after, limit);
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
            let dated = Dated::of(&tagged.article, &state.zone);
            (theirs.first().map(|quotation| (quoted(tagged, (*quotation).clone()), dated)), role)
        });
        let (quoted, role) = said.unwrap_or_default();
        Some(Known { person, role, quoted, latest })
    };
    Ok((found.people.into_iter().filter_map(known).collect(), found.totals, found.next))
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
