//! What an article is to others, as the store knows it: whose text it is, who copied it, and how it came to its story.

use std::collections::HashMap;

use veille_model::{Article, ArticleId, Copied, CopyKind, Moment, SourceId, TaggedArticle, Told};
use veille_sink::{Store, StoreError};
use veille_stories::{Beside, Reasons, beside, reasons};

/// Where whoever joins stories is in the changes.
const MARK: &str = "follow/stories";
/// What people decided about stories.
const RULES: &str = "stories/rule/";

/// Why an article belongs to its story.
#[derive(Debug)]
pub(crate) enum Why {
    /// A person had it begin its story.
    Begins,
    /// It is what the others are like, the earliest or not.
    Middle,
    Copy,
    ByHand {
        with: ArticleId,
    },
    Like {
        with: ArticleId,
        score: f64,
        reasons: Reasons,
    },
}

/// What people decided about the stories of a store.
#[derive(Debug, Default)]
pub(crate) struct Ruled(Vec<String>);

impl Ruled {
    pub async fn read(store: &Store) -> Result<Self, StoreError> {
        let marks = store.marks(RULES).await?;
        Ok(Self(
            marks.into_iter().filter_map(|mark| Some(mark.key.strip_prefix(RULES)?.to_owned())).collect(),
        ))
    }

    fn begins(&self, article: &ArticleId) -> bool {
        self.0.iter().any(|rule| rule.strip_prefix("begin/") == Some(article.as_str()))
    }

    fn joins(&self, first: &ArticleId, second: &ArticleId) -> bool {
        let ends = [(first, second), (second, first)].map(|(one, other)| format!("join/{one}/{other}"));
        self.0.iter().any(|rule| ends.contains(rule))
    }
}

/// Why an article belongs to its story; the reasons want both articles.
pub(crate) fn why(told: &Told, known: &HashMap<ArticleId, TaggedArticle>, ruled: &Ruled) -> Why {
    let Some(joined) = &told.joined else {
        return if ruled.begins(&told.article) { Why::Begins } else { Why::Middle };
    };
    if ruled.joins(&told.article, &joined.to) {
        return Why::ByHand { with: joined.to.clone() };
    }
    // What a person joined has the same score, and was asked for before.
    if joined.score == 1000 {
        return Why::Copy;
    }
    let reasons = match (known.get(&told.article), known.get(&joined.to)) {
        (Some(article), Some(to)) => reasons(article, to),
        _ => Reasons::default(),
    };
    Why::Like { with: joined.to.clone(), score: f64::from(joined.score) / 1000.0, reasons }
}

/// The earliest of these by what their pages say; None where none is before all others that say something.
pub(crate) fn earliest<'t>(
    tellers: impl Iterator<Item = &'t TaggedArticle> + Clone,
) -> Option<&'t ArticleId> {
    let dated = tellers.filter_map(|it| Some((&it.article.id, it.article.published_at?)));
    let is_first = |(id, at): &(&ArticleId, Moment)| {
        // Strictly before all: of a day and an hour of that day none is the earlier.
        dated.clone().all(|(other, there)| other == *id || at.is_before(&there))
    };
    dated.clone().find(is_first).map(|(id, _)| id)
}

/// How far whoever joins stories is behind the store, in changes.
pub(crate) async fn behind(store: &Store) -> Result<usize, StoreError> {
    // Without a mark nobody has begun: all is still to be joined.
    let mark = store.mark(MARK).await?.and_then(|number| number.parse().ok()).unwrap_or(0);
    Ok(usize::try_from(store.last_change().await?.saturating_sub(mark)).unwrap_or(usize::MAX))
}

/// What an article is to others; alone where nobody compared it yet.
pub(crate) async fn of_article(store: &Store, article: &Article) -> Result<Told, StoreError> {
    let told = store.told(std::slice::from_ref(&article.id)).await?.into_iter().next();
    let at = article.dated_at().map(|at| at.timestamp());
    Ok(told.unwrap_or_else(|| Told::alone(article.id.clone(), article.revision.clone(), at)))
}

/// What an article is to others, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kin {
    /// Its story: its own name where nobody else tells it.
    pub story: ArticleId,
    /// The text that it is a copy of.
    pub original: Option<Original>,
}

/// A text that others printed again: whose it is, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Original {
    pub source: SourceId,
    pub site_name: Option<String>,
    pub url: Option<String>,
}

/// What each of these is to others, as far as somebody compared them.
pub(crate) async fn kin(store: &Store, ids: &[ArticleId]) -> Result<HashMap<ArticleId, Kin>, StoreError> {
    let told = store.told(ids).await?;
    let mut originals: Vec<ArticleId> = told.iter().filter_map(|told| told.original().cloned()).collect();
    originals.sort_unstable();
    originals.dedup();
    let originals = by_id(store, &originals).await?;
    let original = |TaggedArticle { article, .. }: &TaggedArticle| Original {
        source: article.source.clone(),
        site_name: article.site_name.clone(),
        url: article.url.clone(),
    };
    let kin = |told: Told| {
        let original = told.original().and_then(|id| originals.get(id)).map(original);
        (told.article, Kin { story: told.story, original })
    };
    Ok(told.into_iter().map(kin).collect())
}

/// These articles by their ids.
pub(crate) async fn by_id(
    store: &Store,
    ids: &[ArticleId],
) -> Result<HashMap<ArticleId, TaggedArticle>, StoreError> {
    let found = store.current(ids).await?;
    Ok(found.into_iter().map(|article| (article.article.id.clone(), article)).collect())
}

/// What a copy says of its original, of the two of them.
pub(crate) fn copied<'t>(copy: &'t Told, original: &ArticleId) -> Option<&'t Copied> {
    copy.originals.iter().find(|copied| copied.original == *original)
}

/// The paragraphs of an article beside those of another: of what is no copy of it, by whether both write one language.
pub(crate) fn paragraphs<'t>(
    article: &'t TaggedArticle,
    other: &'t TaggedArticle,
    copied: Option<&Copied>,
) -> Vec<Beside<'t>> {
    let is_translation = match copied {
        Some(copied) => copied.kind == CopyKind::Translated,
        None => article.language.primary() != other.language.primary(),
    };
    beside(article, other, is_translation)
}
