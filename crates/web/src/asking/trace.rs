//! A text followed into what is stored: what became of each of its sentences in each article that has anything of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use veille_language::Tagger;
use veille_model::{ArticleId, TaggedArticle};
use veille_stories::translation::Tables;
use veille_stories::{Trace, Traced};

use crate::cursor::Turn;
use crate::problem::Problem;
use crate::selection::Selection;
use crate::state::State;
use crate::triage::TriageFilter;

/// Characters of a text that may be followed: a communiqué, and no book. Whoever asks for more is told so.
pub(crate) const TEXT_MAX: usize = 60_000;
/// Articles that are looked at, the newest: a sentence may stand anywhere, and no index knows sentences.
const ARTICLES_MAX: usize = 20_000;
/// Articles that are read by one thread at once.
const READ_AT_ONCE: usize = 200;
/// Whoever waits longer thinks that nothing happens.
const PATIENCE: Duration = Duration::from_secs(20);

/// A text with where it went.
pub(crate) struct Followed {
    pub sentences: Vec<String>,
    /// Those that have something of it, by their days.
    pub taken: Vec<Taken>,
    /// How many articles were looked at, the newest first, and how many the filters leave.
    pub looked_at: usize,
    pub of: usize,
}

/// An article that has something of a text.
pub(crate) struct Taken {
    pub article: TaggedArticle,
    /// Of each sentence.
    pub traces: Vec<Trace>,
}

/// Follows a text into the articles that pass the filters. None where it has no sentence.
pub(crate) async fn followed(
    state: &State,
    text: &str,
    selection: &Selection,
) -> Result<Option<Followed>, Problem> {
    let text = text.to_owned();
    let traced = on_a_thread(move || {
        let language = Tagger::new().detect(&text).tag;
        Arc::new(Traced::in_language(&text, language.as_str()))
    })
    .await;
    if traced.sentences().next().is_none() {
        return Ok(None);
    }
    // Who prints a communiqué may touch no topic with it, and is no less of its echo where nobody wants the article.
    let triage = selection.triage.or(Some(TriageFilter::Any));
    let wider = Selection { untagged_too: true, triage, ..selection.clone() };
    // The query narrows what is looked through by a search; here every article that the filters leave is read.
    let selection = Selection { query: None, relevant_first: false, ..wider };
    let cut = state.catalogue.read().cut(&selection, &Turn::First, ARTICLES_MAX);
    let begun = Instant::now();
    let (mut looked_at, mut taken) = (0, Vec::new());
    // In pieces, so that the time can be looked at between them, and the newest are had when it is over.
    for ids in cut.ids.chunks(READ_AT_ONCE) {
        if begun.elapsed() > PATIENCE {
            break;
        }
        taken.extend(look(state, &traced, ids).await?);
        looked_at += ids.len();
    }
    // Those of one instant by their ids: else a page that is loaded again has them in another order.
    taken.sort_by_key(|taken| (taken.article.article.dated_at(), taken.article.article.id.clone()));
    let sentences = traced.sentences().map(str::to_owned).collect();
    Ok(Some(Followed { sentences, taken, looked_at, of: cut.total }))
}

async fn look(state: &State, traced: &Arc<Traced>, ids: &[ArticleId]) -> Result<Vec<Taken>, Problem> {
    let (articles, traced) = (state.catalogue.documents(ids).await?, Arc::clone(traced));
    let look = move || {
        let mut tables = Tables::default();
        let trace = |article: TaggedArticle| {
            let traces = traced.follow(&article, &mut tables)?;
            Some(Taken { article, traces })
        };
        articles.into_iter().filter_map(trace).collect()
    };
    Ok(on_a_thread(look).await)
}

/// Work that would hold up everybody else.
async fn on_a_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.expect("sentences are compared without a panic")
}
