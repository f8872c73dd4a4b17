//! A copy beside its original, paragraph by paragraph: what stands there, and how much of it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::Response;
use veille_model::{ArticleId, TaggedArticle};
use veille_stories::Beside;

use super::story::{Copy, copy_of, percent};
use super::{Shell, html};
use crate::ask::Ask;
use crate::evidence::headline;
use crate::lists::{Chip, Maker};
use crate::problem::Problem;
use crate::selection::Selection;
use crate::state::State;
use crate::text::{direction, shown};
use crate::told;
use crate::words::Words;

/// Most that is named of what a paragraph and its translation write alike.
const ALIKE: usize = 10;

#[derive(Template)]
#[template(path = "beside.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    /// The copy, and the other.
    sides: [Side; 2],
    /// None where the two are no copies of each other.
    copy: Option<Copy>,
    rows: Vec<Row>,
}

struct Side {
    headline: String,
    href: String,
    outlet: Chip,
    lang: String,
    dir: &'static str,
}

struct Row {
    here: String,
    /// Paragraphs of the other that stand in its place.
    there: Vec<String>,
    percent: String,
    /// Whether both are word for word the same.
    is_same: bool,
    /// Of a translation, what both write alike.
    alike: String,
    /// Whether nothing but the order puts the two beside each other.
    by_order: bool,
}

impl Row {
    fn of(beside: &Beside<'_>, words: Words) -> Self {
        let alike = beside.same().into_iter().take(ALIKE).map(|(here, there)| match here == there {
            true => here.clone(),
            false => format!("{here} = {there}"),
        });
        Self {
            here: shown(beside.text),
            there: beside.others.iter().map(|other| shown(other)).collect(),
            percent: percent(beside.percent, words),
            is_same: beside.others == [beside.text],
            alike: shown(&alike.collect::<Vec<_>>().join(" · ")),
            // Two paragraphs without a word in common stand beside each other by what stands around them.
            by_order: beside.percent == 0 && !beside.others.is_empty(),
        }
    }
}

/// Two articles side by side.
pub(crate) async fn beside(
    Shared(state): Shared<Arc<State>>,
    Path((copy, original)): Path<(String, String)>,
    ask: Ask,
) -> Response {
    let answer = answer(&state, [copy, original], &ask).await;
    answer.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn answer(state: &State, names: [String; 2], ask: &Ask) -> Result<Response, Problem> {
    let ids = names.clone().map(ArticleId::from);
    let mut known = told::by_id(&state.store, &ids).await?;
    let missing = names.into_iter().zip(&ids).find(|(_, id)| !known.contains_key(id));
    if let Some((missing, _)) = missing {
        return Err(Problem::NotThere(missing));
    }
    let (watched, words, selection) = (state.watched(), ask.words, Selection::default());
    let maker = Maker { root: "/", state, watched: &watched, words, selection: &selection };
    let [first, second] = &ids;
    let told = told::of_article(&state.store, &known[first].article).await?;
    let copy = copy_of(&maker, &told, second, &known);
    let side = |tagged: &TaggedArticle| {
        let (article, lang) = (&tagged.article, tagged.language.to_string());
        Side {
            headline: headline(tagged),
            href: format!("/article/{}", article.id),
            outlet: maker.source_chip(article.source.as_str(), article.site_name.as_deref()),
            dir: direction(&lang),
            lang,
        }
    };
    let sides = [side(&known[first]), side(&known[second])];
    let copied = told::copied(&told, second).cloned();
    // Taken out of the map, for another thread compares them.
    let [Some(ours), Some(theirs)] = [known.remove(first), known.remove(second)] else {
        // An article beside itself.
        return Err(Problem::NotThere(second.to_string()));
    };
    let read = move || {
        let paragraphs = told::paragraphs(&ours, &theirs, copied.as_ref());
        paragraphs.iter().map(|beside| Row::of(beside, words)).collect::<Vec<Row>>()
    };
    let rows = tokio::task::spawn_blocking(read).await.expect("comparing two texts does not panic");
    let title = format!("{} · {}", sides[0].headline, words.get("beside"));
    Ok(html(&Page { shell: Shell::new(ask, state, title), sides, copy, rows }))
}
