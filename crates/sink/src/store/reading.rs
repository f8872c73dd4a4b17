//! What is asked of a store.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::stream::BoxStream;
use veille_model::{ArticleId, Mark, Outcome, TaggedArticle, canonical_url};

use super::{Store, either};
use crate::coverage::Of;
use crate::rules::forgotten::of_address;
use crate::rules::speaker::Asked;
use crate::standing::Named;
use crate::{
    Counts, CoverageFilter, Filter, OutcomeFilter, QuotationFilter, Quoted, Revised, Slot, Standing,
    StoreError, Tallied,
};

impl Store {
    /// The current revisions of the articles that pass the filter, newest first; undated ones last.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn articles(&self, filter: &Filter) -> Result<Vec<TaggedArticle>, StoreError> {
        either!(self, store => store.articles(filter).await)
    }

    /// The current revisions of all articles, newest first, one by one: however many there are, few are in memory.
    pub fn every_current(&self) -> BoxStream<'_, Result<TaggedArticle, StoreError>> {
        either!(self, store => store.every_current())
    }

    /// The current revisions of the articles that pass the filter, newest first, as rows have them: with dates, language, address and
    /// headline, all whom and what they name, and of quotations the speakers that they introduce, with their roles. Without texts,
    /// places, tags and evidence: these stand in the document, which is not looked into.
    pub fn every_named(&self, filter: &Filter) -> BoxStream<'_, Result<TaggedArticle, StoreError>> {
        either!(self, store => store.every_named(filter))
    }

    /// Every revision of every article in canonical order, by article and then by revision: two stores that hold the
    /// same give the same stream. All of it is as of one commit, however long the reading takes.
    pub fn export(&self) -> BoxStream<'_, Result<TaggedArticle, StoreError>> {
        either!(self, store => store.export())
    }

    /// The current wordings of these articles, by article; those that are not stored are left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn current(&self, articles: &[ArticleId]) -> Result<Vec<TaggedArticle>, StoreError> {
        either!(self, store => store.current(articles).await)
    }

    /// What is stored now of an address, a capture or an article, and of all that its outcomes name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn standing(&self, url_or_id: &str, outcomes: &[Outcome]) -> Result<Vec<Standing>, StoreError> {
        let of_url = canonical_url(url_or_id).map(|canonical| of_address(&canonical));
        // Each once: an outcome's output is often the id that was asked for.
        let mut names: BTreeSet<&str> = BTreeSet::from([url_or_id]);
        names.extend(of_url.iter().flatten().map(String::as_str));
        names.extend(outcomes.iter().flat_map(|outcome| &outcome.outputs).map(String::as_str));
        let names: Vec<&str> = names.into_iter().collect();
        Ok(Named::standings(either!(self, store => store.named(&names).await)?))
    }

    /// The outcomes that pass the filter, those stored last first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn outcomes(&self, filter: &OutcomeFilter) -> Result<Vec<Outcome>, StoreError> {
        Ok(self.outcomes_by_row(filter).await?.into_iter().map(|(_, outcome)| outcome).collect())
    }

    /// The same, each with its row, [before](OutcomeFilter::before) which the next ones stand.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn outcomes_by_row(&self, filter: &OutcomeFilter) -> Result<Vec<(i64, Outcome)>, StoreError> {
        either!(self, store => store.outcomes(filter).await)
    }

    /// What the fetcher last had of each source, once for each outcome and reason, as of what was entered after row `after` (0:
    /// all of it); and the last row that was looked at, from which the next question goes on.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn last_fetched(&self, after: i64) -> Result<(Vec<Outcome>, i64), StoreError> {
        either!(self, store => store.last_fetched(after).await)
    }

    /// The whole ledger in one order, by digests of input and content: two stores that hold the same give the same
    /// stream. All of it is as of one commit.
    pub fn ledger(&self) -> BoxStream<'_, Result<Outcome, StoreError>> {
        either!(self, store => store.ledger())
    }

    /// Counts everything, as of one commit.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        either!(self, store => store.counts().await)
    }

    /// The ledger counted by stage, outcome and the code of the reason, those that something was added to first first. All of
    /// the ledger is looked at: asked by people, and not for every page.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn tally(&self) -> Result<Vec<Tallied>, StoreError> {
        either!(self, store => store.tally().await)
    }

    /// The value of a mark, as of the last commit.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn mark(&self, key: &str) -> Result<Option<String>, StoreError> {
        either!(self, store => store.mark(key).await)
    }

    /// All marks whose key begins with `prefix`, by key. An empty prefix gives them all.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn marks(&self, prefix: &str) -> Result<Vec<Mark>, StoreError> {
        either!(self, store => store.marks(prefix).await)
    }

    /// All wordings of the articles of an address, a capture or an article's id: article by article, those captured first
    /// before the others.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn wordings_of(&self, url_or_id: &str) -> Result<Vec<Revised>, StoreError> {
        either!(self, store => store.wordings_of(url_or_id).await)
    }

    /// The quotations that pass the filter, those of the newest articles first; of one article in the order of its text.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn quotations(&self, filter: &QuotationFilter) -> Result<Vec<Quoted>, StoreError> {
        let asked = match &filter.by {
            Some(by) => Some(self.asked(by).await?),
            None => None,
        };
        either!(self, store => store.quotations(filter, asked.as_ref()).await)
    }

    /// Whose quotations are asked for by these words: of a name, in any spelling, or of an office.
    async fn asked(&self, by: &str) -> Result<Asked, StoreError> {
        // Who is meant is decided here and not in a dialect: spellings and scripts are compared by the same rules in both.
        let speakers = either!(self, store => store.speakers().await)?;
        let roles = either!(self, store => store.roles().await)?;
        Ok(Asked::find(&speakers, &roles, by))
    }

    /// How many articles pass the filter, by time, language and publisher, in this order. The counts are kept with each
    /// commit, so years are answered without a look at an article.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn coverage(&self, filter: &CoverageFilter) -> Result<Vec<Slot>, StoreError> {
        self.counted(filter, Of::All).await
    }

    /// As [`Store::coverage`], with each article whose page says a day under this day, also where UTC had not reached it when the page was
    /// captured: what pages and files put it under. These are counted anew.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn coverage_as_dated(&self, filter: &CoverageFilter) -> Result<Vec<Slot>, StoreError> {
        let counted = self.counted(filter, Of::All).await?;
        let key = |slot: &Slot| (slot.slot.clone(), slot.language.clone(), slot.source.clone());
        let mut slots: BTreeMap<_, Slot> = counted.into_iter().map(|slot| (key(&slot), slot)).collect();
        for early in self.counted(filter, Of::Early).await? {
            if let Some(slot) = slots.get_mut(&key(&early)) {
                slot.articles = slot.articles.saturating_sub(early.articles);
            }
        }
        for moved in self.counted(filter, Of::OnTheirDay).await? {
            let articles = moved.articles;
            slots.entry(key(&moved)).or_insert(Slot { articles: 0, ..moved }).articles += articles;
        }
        Ok(slots.into_values().filter(|slot| slot.articles > 0).collect())
    }

    /// As [`Store::coverage`], of those articles alone whose pages give no date: they are counted under their capture.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn coverage_of_undated(&self, filter: &CoverageFilter) -> Result<Vec<Slot>, StoreError> {
        self.counted(filter, Of::Undated).await
    }

    /// The same of what is counted, by time, language and publisher.
    pub(super) async fn counted(&self, filter: &CoverageFilter, of: Of) -> Result<Vec<Slot>, StoreError> {
        let rows = either!(self, store => store.counted(filter, of).await)?;
        Ok(rows.into_iter().map(|row| Slot::of(filter.topic.as_ref(), row)).collect())
    }
}
