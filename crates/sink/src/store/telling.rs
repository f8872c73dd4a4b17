//! What articles are to others: whose copies they are, which stories they tell.

use chrono::{DateTime, Utc};
use veille_model::{ArticleId, TaggedArticle, Told};

use super::{Store, either};
use crate::coverage::Of;
use crate::{CoverageFilter, Slot, StoreError, Story, Telling};

impl Store {
    /// Writes down what came of comparing articles, in one transaction with how far that is.
    ///
    /// # Errors
    /// Nothing of it was stored.
    pub async fn tell(&self, telling: &Telling) -> Result<(), StoreError> {
        either!(self, store => store.tell(telling).await)
    }

    /// What is known of these articles, by article; of those that were not compared yet nothing is.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn told(&self, articles: &[ArticleId]) -> Result<Vec<Told>, StoreError> {
        either!(self, store => store.told(articles).await)
    }

    /// What is known of the articles after this name, in the order of names; the empty name is before all.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn told_after(&self, article: &str, limit: u32) -> Result<Vec<Told>, StoreError> {
        either!(self, store => store.told_after(article, limit).await)
    }

    /// The articles of a story, the earliest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn tellers(&self, story: &ArticleId) -> Result<Vec<Told>, StoreError> {
        either!(self, store => store.tellers(story).await)
    }

    /// The articles that have this one for an original, the earliest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn copies_of(&self, original: &ArticleId) -> Result<Vec<Told>, StoreError> {
        either!(self, store => store.copies_of(original).await)
    }

    /// Stories that were told within a period, those told last first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn stories(
        &self,
        since: Option<DateTime<Utc>>,
        until: Option<DateTime<Utc>>,
        limit: u32,
    ) -> Result<Vec<Story>, StoreError> {
        // A story without a date counts as one of 1970, so an open bound must lie before that.
        let bound = |at: Option<DateTime<Utc>>, open: i64| at.map_or(open, |at| at.timestamp());
        either!(self, store => store.stories(bound(since, i64::MIN), bound(until, i64::MAX), limit).await)
    }

    /// The current wordings of all articles that are dated from the first of these instants to before the second, by date
    /// and article; with those that have no date at all where the first is 1970 or before.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn dated_between(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<TaggedArticle>, StoreError> {
        either!(self, store => store.dated_between(from, until).await)
    }

    /// As [`Store::coverage`], of those articles alone that are copies of others.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn coverage_of_copies(&self, filter: &CoverageFilter) -> Result<Vec<Slot>, StoreError> {
        self.counted(filter, Of::Copies).await
    }
}
