//! What commands say of an article among the others: whose copy it is, which story it tells, and why.

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::{Value, json};
use veille_model::{ArticleId, Copied, CopyKind, TaggedArticle, Told};
use veille_sink::Store;

use super::joined::{Why, why};
use super::told::{self, name};
use crate::shown::Among;
use crate::wiring::rules;

/// `a reprint of https://…: 87 % of it stands there, 80 % of that here`.
pub fn sentences(told: &Told, known: &BTreeMap<ArticleId, TaggedArticle>) -> Vec<String> {
    let sentence = |copied: &Copied| {
        let kind = match copied.kind {
            CopyKind::Twin => "the same article as",
            CopyKind::Identical => "word for word the text of",
            CopyKind::Reprint => "a reprint of",
            CopyKind::Excerpt => "an excerpt from",
            CopyKind::Extended => "a longer version of",
            CopyKind::Merged => "made in part of",
            CopyKind::Translated => "a translation of",
        };
        let original = name(known.get(&copied.original), &copied.original);
        let credited = if copied.credited { ", as it says itself" } else { "" };
        let (of_copy, of_original) = (copied.of_copy, copied.of_original);
        format!("{kind} {original}{credited}: {of_copy} % of it stands there, {of_original} % of that here")
    };
    told.originals.iter().map(sentence).collect()
}

/// The same for programs.
pub fn originals(told: &Told, known: &BTreeMap<ArticleId, TaggedArticle>) -> Value {
    let one = |copied: &Copied| {
        let original = known.get(&copied.original).map(|article| &article.article);
        json!({
            "original": copied.original, "url": original.and_then(|article| article.url.as_ref()),
            "source": original.map(|article| &article.source), "kind": copied.kind, "of_copy": copied.of_copy,
            "of_original": copied.of_original, "credited": copied.credited,
        })
    };
    told.originals.iter().map(one).collect()
}

/// `one of 4 that tell story 6b3f…`.
fn teller(story: &ArticleId, tellers: impl std::fmt::Display) -> String {
    format!("one of {tellers} that tell story {story}")
}

/// What is said of an article's originals and its story, for programs and in words; nothing of one that stands alone.
pub async fn of_article(store: &Store, article: &TaggedArticle) -> Result<Option<(Value, String)>> {
    let told = told::told(store, article).await?;
    let tellers = store.tellers(&told.story).await?.len();
    if told.originals.is_empty() && tellers < 2 {
        return Ok(None);
    }
    let mut ids: Vec<ArticleId> = told.originals.iter().map(|copied| copied.original.clone()).collect();
    ids.extend(told.joined.iter().map(|joined| joined.to.clone()));
    // The reasons want both.
    ids.push(told.article.clone());
    let known = told::by_id(store, &ids).await?;
    let mut said = sentences(&told, &known);
    let why = match tellers {
        0 | 1 => None,
        _ => Some(why(&told, &known, &rules(store).await?)),
    };
    if let Some(why) = &why {
        // The sentence about the copy has said it.
        let is_said = matches!(why, Why::Copy) && !told.originals.is_empty();
        let because = (!is_said).then(|| format!(", {}", why.in_words()));
        said.push(format!("{}{}", teller(&told.story, tellers), because.unwrap_or_default()));
    }
    let value = json!({
        "now": "told", "article": told.article, "originals": originals(&told, &known), "story": told.story,
        "articles": tellers, "joined": told.joined, "why": why.map(|why| why.as_json()),
    });
    Ok(Some((value, said.join("; "))))
}

/// What is known of the articles of lists, as far as they were compared.
pub struct Compared {
    /// Stories that several articles tell, with how many do.
    stories: BTreeMap<ArticleId, u64>,
}

impl Compared {
    /// In a store.
    pub async fn of(store: &Store) -> Result<Self> {
        // Once for the whole list, and not for each of its articles.
        let stories = store.stories(None, None, u32::MAX).await?;
        Ok(Self { stories: stories.into_iter().map(|story| (story.story, story.articles)).collect() })
    }

    /// What these articles are among the others; those that stand alone are left out.
    pub async fn look_up(&self, store: &Store, articles: &[ArticleId]) -> Result<BTreeMap<ArticleId, Among>> {
        let told = store.told(articles).await?;
        let copied = told.iter().flat_map(|told| &told.originals);
        let known = told::by_id(store, &copied.map(|it| it.original.clone()).collect::<Vec<_>>()).await?;
        let standing =
            told.into_iter().filter_map(|told| Some((told.article.clone(), self.among(&told, &known)?)));
        Ok(standing.collect())
    }

    fn among(&self, told: &Told, known: &BTreeMap<ArticleId, TaggedArticle>) -> Option<Among> {
        let tellers = self.stories.get(&told.story);
        if told.originals.is_empty() && tellers.is_none() {
            return None;
        }
        let mut said = sentences(told, known);
        said.extend(tellers.map(|tellers| teller(&told.story, tellers)));
        let address = |copied: &Copied| name(known.get(&copied.original), &copied.original);
        Some(Among {
            story: tellers.map(|_| told.story.clone()),
            copy_of: (!told.originals.is_empty()).then(|| originals(told, known)),
            originals: told.originals.iter().map(address).collect(),
            sentences: said,
        })
    }
}
