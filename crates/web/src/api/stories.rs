//! Events that several articles tell, and what is a copy of what.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, State as Shared};
use serde::Serialize;
use utoipa::ToSchema;
use veille_model::{ArticleId, Copied, TaggedArticle};

use super::answer::{json, known, limit, limit_or};
use super::filters::Filters;
use super::problem::{Answered, Failure, ProblemBody};
use crate::ask::Ask;
use crate::asking::stories::{self as asking, Lead, Seat, Size};
use crate::brief::Brief;
use crate::catalogue::Bundle;
use crate::cursor::Turn;
use crate::evidence::headline;
use crate::selection::Misread;
use crate::state::State;
use crate::told::{self, Ruled, Why, by_id, copied, of_article, paragraphs};

/// Articles of one story that are told at a time.
const MEMBERS_MAX: usize = 500;

/// A story.
#[derive(Serialize, ToSchema)]
pub(crate) struct StoryBody {
    /// Its name: the id of its earliest article. The id of any article of it leads to it.
    id: String,
    /// Of the article that stands for it.
    headline: Option<String>,
    /// The original that most outlets printed.
    lead: Option<Brief>,
    /// Outlets that printed the lead again.
    ran: usize,
    /// How many articles tell it.
    articles: usize,
    /// How many of them are no copies.
    originals: usize,
    /// How many articles of it the office called not relevant: left out unless `triage` asks for them.
    not_relevant: usize,
    /// Who tells it.
    sources: Vec<String>,
    /// BCP 47.
    languages: Vec<String>,
    /// Those of most articles first.
    topics: Vec<String>,
    /// The first and the last day, in the time zone that is asked for.
    first: Option<String>,
    last: Option<String>,
    /// The page about it here.
    page: String,
}

/// A page of the list of stories.
#[derive(Serialize, ToSchema)]
pub(crate) struct Stories {
    stories: Vec<StoryBody>,
    /// How many the whole list has.
    total: usize,
    /// What `after` is for the page after this one; null at the end.
    next: Option<String>,
}

/// Stories of which an article passes the filters; those that are told last first.
#[utoipa::path(
    get, path = "/api/v1/stories", tag = "stories",
    params(Filters, ("sort" = Option<String>, Query, description = "`newest`, or `largest` first: one page then"),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 500, description = "Stories on a page; 50 where it is not given"),
        ("after" = Option<String>, Query, description = "Where the page before ended: its `next`")),
    responses(
        (status = 200, body = Stories, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "A parameter that cannot be understood"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn stories(Shared(state): Shared<Arc<State>>, ask: Ask) -> Answered {
    let (selection, order, turn) = asking::asked(&state, &ask)?;
    state.catalogue.catch_up().await?;
    known(&state, &selection)?;
    // The API has no way back: who holds an older `next` asks again by it.
    let turn = if matches!(turn, Turn::Before(_)) { Turn::First } else { turn };
    let limit = limit(&ask)?;
    let found = state.catalogue.read().stories(&selection, order, &turn, limit);
    json(&Stories {
        stories: bodies(&state, &found.bundles).await?,
        total: found.total,
        next: found.older.map(|place| place.to_string()),
    })
}

async fn bodies(state: &State, bundles: &[Bundle]) -> Result<Vec<StoryBody>, Failure> {
    let leads = asking::leads(state, bundles).await?;
    let ids: Vec<ArticleId> = leads.iter().map(|lead| lead.id.clone()).collect();
    let (known, kin) = (by_id(&state.store, &ids).await?, told::kin(&state.store, &ids).await?);
    let watched = state.watched();
    let body = |(bundle, lead): (&Bundle, &Lead)| {
        let (size, lead_article) = (Size::of(bundle), known.get(&lead.id));
        let owned =
            |names: &std::collections::BTreeSet<&str>| names.iter().map(|name| (*name).to_owned()).collect();
        let days = || bundle.tellers.iter().filter_map(|teller| teller.day);
        StoryBody {
            id: bundle.story.to_string(),
            headline: lead_article.map(headline),
            lead: lead_article.map(|article| Brief::of(article, kin.get(&lead.id), &watched)),
            ran: lead.ran,
            articles: size.articles,
            originals: size.originals,
            not_relevant: bundle.not_relevant,
            sources: owned(&size.outlets),
            languages: owned(&size.languages),
            topics: asking::topics(bundle),
            first: days().min().map(|day| day.to_string()),
            last: days().max().map(|day| day.to_string()),
            page: format!("/stories/{}", bundle.story),
        }
    };
    Ok(bundles.iter().zip(&leads).map(body).collect())
}

/// Of what an article is a copy.
#[derive(Serialize, ToSchema)]
pub(crate) struct CopyBody {
    /// The article that it is a copy of.
    original: String,
    url: Option<String>,
    /// `twin`, `identical`, `reprint`, `excerpt`, `extended`, `merged` or `translated`.
    kind: String,
    /// How much of the copy stands in the original, in percent.
    of_copy: u8,
    /// How much of the original stands in the copy, in percent.
    of_original: u8,
    /// Whether the copy says that its text is the original's.
    credited: bool,
}

impl CopyBody {
    fn of(copied: &Copied, known: &HashMap<ArticleId, TaggedArticle>) -> Self {
        Self {
            original: copied.original.to_string(),
            url: known.get(&copied.original).and_then(|original| original.article.url.clone()),
            kind: copied.kind.as_str().to_owned(),
            of_copy: copied.of_copy,
            of_original: copied.of_original,
            credited: copied.credited,
        }
    }
}

/// Why an article belongs to its story.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct WhyBody {
    /// `middle` of what the others are like, `copy`, `likeness` or `hand`.
    by: &'static str,
    /// The article that it is like, or was put beside.
    with: Option<String>,
    /// How like it is to the story, from 0 to 1.
    score: Option<f64>,
    /// What both have: names, numbers, rare words.
    names: Vec<String>,
    numbers: Vec<String>,
    words: Vec<String>,
}

impl From<Why> for WhyBody {
    fn from(why: Why) -> Self {
        match why {
            Why::Begins => Self { by: "hand", ..Self::default() },
            Why::Middle => Self { by: "middle", ..Self::default() },
            Why::Copy => Self { by: "copy", ..Self::default() },
            Why::ByHand { with } => Self { by: "hand", with: Some(with.to_string()), ..Self::default() },
            Why::Like { with, score, reasons } => Self {
                by: "likeness",
                with: Some(with.to_string()),
                score: Some(score),
                names: reasons.names,
                numbers: reasons.numbers,
                words: reasons.words,
            },
        }
    }
}

/// An article of a story.
#[derive(Serialize, ToSchema)]
pub(crate) struct Member {
    article: Brief,
    copy_of: Vec<CopyBody>,
    why: WhyBody,
}

/// A story with who tells it.
#[derive(Serialize, ToSchema)]
pub(crate) struct StoryDetail {
    story: StoryBody,
    /// The earliest first; those without a date last.
    members: Vec<Member>,
    /// What `after` is for the members after these; null at the end.
    next: Option<String>,
}

/// One story, by its name or the id of any article that tells it, with the reason of each join.
#[utoipa::path(
    get, path = "/api/v1/stories/{id}", tag = "stories",
    params(("id" = String, Path, description = "A story, or an article that tells it"),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 500, description = "Members at a time; 500 where it is not given"),
        ("after" = Option<String>, Query, description = "Where those before ended: their `next`"),
        ("triage" = Option<String>, Query, description = "`any`: with what was called not relevant, which is left out otherwise")),
    responses(
        (status = 200, body = StoryDetail, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "A parameter that cannot be understood"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "It is not stored, or no longer"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn story(Shared(state): Shared<Arc<State>>, Path(id): Path<String>, ask: Ask) -> Answered {
    let (triage, limit) = (ask.filters()?.triage, limit_or(&ask, MEMBERS_MAX)?);
    let misread = |place: &str| Misread { name: "after", value: place.to_owned() };
    let after: Option<Seat> =
        ask.value("after").map(|place| place.parse().map_err(|()| misread(place))).transpose()?;
    let (bundle, mut told) =
        asking::read(&state, &id, triage).await?.ok_or_else(|| Failure::not_there(&id))?;
    // By its place and not by a number: who joins the story meanwhile moves nobody.
    told.retain(|told| after.as_ref().is_none_or(|after| Seat::of(told) > *after));
    let is_more = told.len() > limit;
    told.truncate(limit);
    let next = told.last().filter(|_| is_more).map(|told| Seat::of(told).to_string());
    // All in one question to the store: those on the page, what they are like, and what they copied.
    let mut ids: Vec<ArticleId> = told.iter().map(|told| told.article.clone()).collect();
    ids.extend(told.iter().filter_map(|told| told.joined.as_ref()).map(|joined| joined.to.clone()));
    ids.extend(told.iter().flat_map(|told| &told.originals).map(|copied| copied.original.clone()));
    ids.sort_unstable();
    ids.dedup();
    let (known, kin) = (by_id(&state.store, &ids).await?, told::kin(&state.store, &ids).await?);
    let (ruled, watched) = (Ruled::read(&state.store).await?, state.watched());
    let mut bodies = bodies(&state, std::slice::from_ref(&bundle)).await?;
    let story = bodies.pop().ok_or_else(|| Failure::not_there(&id))?;
    let member = |told: &veille_model::Told| {
        Some(Member {
            article: Brief::of(known.get(&told.article)?, kin.get(&told.article), &watched),
            copy_of: told.originals.iter().map(|copied| CopyBody::of(copied, &known)).collect(),
            why: told::why(told, &known, &ruled).into(),
        })
    };
    json(&StoryDetail { story, members: told.iter().filter_map(member).collect(), next })
}

/// A paragraph of a copy.
#[derive(Serialize, ToSchema)]
pub(crate) struct ParagraphBody {
    copy: String,
    /// What of the original stands in its place: paragraphs, a line each.
    original: Option<String>,
    /// How much of it stands there, in percent.
    percent: u8,
    /// Of a translation: what both write alike in it, as the copy writes it and as the original does.
    same: Vec<(String, String)>,
}

/// A text that an article is a copy of.
#[derive(Serialize, ToSchema)]
pub(crate) struct OriginalBody {
    copy: CopyBody,
    /// The paragraphs of the copy, each beside that of the original.
    paragraphs: Vec<ParagraphBody>,
}

/// Somebody who copied an article.
#[derive(Serialize, ToSchema)]
pub(crate) struct CopiedBy {
    article: Brief,
    copy: CopyBody,
}

/// What an article is a copy of, and who copied it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Copies {
    /// Its story.
    story: String,
    originals: Vec<OriginalBody>,
    /// The earliest first; at most 500.
    copies: Vec<CopiedBy>,
}

/// Of what an article is a copy, paragraph beside paragraph, and who copied it.
#[utoipa::path(
    get, path = "/api/v1/articles/{id}/copies", tag = "stories", params(("id" = String, Path, description = "An article")),
    responses(
        (status = 200, body = Copies, content_type = "application/json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "It is not stored, or no longer"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn copies(Shared(state): Shared<Arc<State>>, Path(id): Path<String>) -> Answered {
    let tagged = super::articles::current(&state, &id).await?.article;
    let own = of_article(&state.store, &tagged.article).await?;
    let mut copied_by = state.store.copies_of(&own.article).await?;
    // An agency's text may have thousands of copies.
    copied_by.truncate(MEMBERS_MAX);
    let mut ids: Vec<ArticleId> = own.originals.iter().map(|copied| copied.original.clone()).collect();
    ids.extend(copied_by.iter().map(|copy| copy.article.clone()));
    let (mut known, kin) = (by_id(&state.store, &ids).await?, told::kin(&state.store, &ids).await?);
    // Its copies name it as their original.
    known.insert(own.article.clone(), tagged);
    let watched = state.watched();
    let copies = copied_by.iter().filter_map(|copy| {
        let article = Brief::of(known.get(&copy.article)?, kin.get(&copy.article), &watched);
        Some(CopiedBy { article, copy: CopyBody::of(copied(copy, &own.article)?, &known) })
    });
    let copies: Vec<CopiedBy> = copies.collect();
    let story = own.story.to_string();
    let compare = move || {
        let original = |copied: &Copied| {
            let (ours, theirs) = (known.get(&own.article)?, known.get(&copied.original)?);
            let paragraphs = paragraphs(ours, theirs, Some(copied)).into_iter().map(|it| ParagraphBody {
                copy: it.text.to_owned(),
                original: (!it.others.is_empty()).then(|| it.others.join("\n")),
                percent: it.percent,
                same: it.same().into_iter().cloned().collect(),
            });
            Some(OriginalBody { copy: CopyBody::of(copied, &known), paragraphs: paragraphs.collect() })
        };
        own.originals.iter().filter_map(original).collect::<Vec<_>>()
    };
    // Comparing is work for a core, and each original is compared by itself.
    let originals = tokio::task::spawn_blocking(compare).await.expect("comparing two texts does not panic");
    json(&Copies { story, originals, copies })
}
