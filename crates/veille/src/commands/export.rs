//! `veille export`: what the store holds.

use std::pin::pin;

use anyhow::Result;
use futures_util::{Stream, TryStreamExt};
use serde::Serialize;
use veille_model::{ArticleId, TaggedArticle};
use veille_sink::{Filter, Store, StoreError};
use veille_text::name::outlet;

use super::among::Compared;
use super::{Context, judged, told};
use crate::arguments::{Export, Selection};
use crate::shown::{Among, Results};
use crate::when::Period;

pub async fn run(arguments: Export, context: &Context) -> Result<()> {
    let store = match arguments.originals {
        true => told::open(&arguments.database, "export", context).await?,
        false => context.open_existing_store(&arguments.database).await?,
    };
    let mut results = Results::new();
    if arguments.ledger {
        print(store.ledger(), &mut results).await?;
    } else if arguments.revisions {
        print(store.export(), &mut results).await?;
    } else {
        let selection = &arguments.selection;
        let period = selection.period(&context.configuration)?;
        let mut articles = store.articles(&filter(selection, &period)).await?;
        articles.retain(|tagged| period.holds_article(&tagged.article));
        if let Some(asked) = arguments.origin.as_deref().map(outlet) {
            let credited = |tagged: &TaggedArticle| tagged.origin.as_ref()?.credited().map(outlet);
            articles.retain(|tagged| credited(tagged).as_ref() == Some(&asked));
        }
        if arguments.originals {
            let copies = told::copies(&store, &articles).await?;
            articles.retain(|tagged| !copies.contains(&tagged.article.id));
        }
        let unwanted = judged::left_out(&store, &arguments.judged).await?;
        let asked = articles.len();
        articles.retain(|tagged| !unwanted.contains(&tagged.article.id));
        judged::say(asked - articles.len(), context);
        if articles.is_empty() {
            context.say(selection.nothing("article", &context.configuration)?);
        }
        print_among(&store, &articles, &mut results).await?;
    }
    Ok(results.flush()?)
}

/// What the store is asked for; what it cannot tell, days of the office and the end of a period, is looked at afterwards.
fn filter(selection: &Selection, period: &Period) -> Filter {
    Filter {
        topic: selection.topic(),
        language: selection.language(),
        source: selection.source(),
        since: period.since_any_day(),
        limit: u32::MAX,
    }
}

/// Articles that are looked up at once.
const AT_ONCE: usize = 500;

/// An article, and behind what it is itself what it is among the others.
#[derive(Serialize)]
struct Exported<'a> {
    #[serde(flatten)]
    article: &'a TaggedArticle,
    #[serde(flatten)]
    among: &'a Among,
}

/// Articles with whose copies they are and which story they tell, as far as they were compared.
async fn print_among(store: &Store, articles: &[TaggedArticle], results: &mut Results) -> Result<()> {
    let compared = Compared::of(store).await?;
    for piece in articles.chunks(AT_ONCE) {
        let ids: Vec<ArticleId> = piece.iter().map(|article| article.article.id.clone()).collect();
        let among = compared.look_up(store, &ids).await?;
        for article in piece {
            match among.get(&article.article.id) {
                Some(among) => results.json(&Exported { article, among })?,
                None => results.json(article)?,
            }
        }
        // `| head` has what it wanted, and a store of a million articles is not read to its end for nobody.
        if results.is_closed() {
            break;
        }
    }
    Ok(())
}

async fn print<T: Serialize>(
    rows: impl Stream<Item = Result<T, StoreError>>,
    results: &mut Results,
) -> Result<()> {
    let mut rows = pin!(rows);
    while let Some(row) = rows.try_next().await? {
        results.json(&row)?;
        if results.is_closed() {
            break;
        }
    }
    Ok(())
}
