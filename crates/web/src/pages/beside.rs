//! A copy beside its original, paragraph by paragraph: what stands there, and how much of it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::Response;
use veille_model::{ArticleId, TaggedArticle};

use super::list::{Chip, Maker};
use super::story::{Copy, copy_of, percent};
use super::telling::headline;
use super::{Ask, Problem, Shell, html};
use crate::selection::Selection;
use crate::state::State;
use crate::text::{direction, shown};
use crate::told;

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
    there: Option<String>,
    percent: String,
    /// Whether both are word for word the same.
    same: bool,
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
    let texts = [known.remove(first), known.remove(second)].map(|it| it.map(|it| it.article));
    let [Some(ours), Some(theirs)] = texts else {
        // An article beside itself.
        return Err(Problem::NotThere(second.to_string()));
    };
    let read = move || {
        let rows = told::paragraphs(&ours, &theirs).into_iter().map(|it| Row {
            here: shown(it.here),
            there: it.there.map(shown),
            percent: percent(it.percent, words),
            same: it.there == Some(it.here),
        });
        rows.collect::<Vec<Row>>()
    };
    let rows = tokio::task::spawn_blocking(read).await.expect("comparing two texts does not panic");
    let title = format!("{} · {}", sides[0].headline, words.get("beside"));
    Ok(html(&Page { shell: Shell::new(ask, state, title), sides, copy, rows }))
}
