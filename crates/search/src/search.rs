//! Asking an index: what it answers alone, and what is read from the store to be sure.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use tantivy::{IndexReader, ReloadPolicy, Searcher, TantivyError};
use veille_model::{ArticleId, Evidence, TaggedArticle};
use veille_query::{Lookup, Matcher, Plan, Sought};
use veille_sink::Store;
use veille_text::Document;

use crate::SearchError;
use crate::fields::Fields;
use crate::home::Home;
use crate::labels::Labels;
use crate::order::{Cursor, Sort};
use crate::request::{Answer, Counting, Facets, Found, Request, Total};
use crate::walk::{self, Hit, Walked, Wanted};

/// Candidates that are read from the store to tell how many of them match, the newest.
const CANDIDATES_MAX: usize = 10_000;
/// Articles that are told beside facets.
const FIRST_MAX: usize = 2_000;
/// Words that are told what each finds by itself. Whoever asks for thousands is helped by none.
const APART_MAX: usize = 30;
/// Candidates read at once.
const READ_AT_ONCE: usize = 200;

/// An index as it is asked.
pub struct Search {
    home: Home,
    reader: IndexReader,
    fields: Arc<Fields>,
    labels: Arc<Labels>,
    candidates_max: usize,
}

/// A request that is being answered.
#[derive(Clone)]
struct Asked<'a> {
    request: Arc<Request>,
    plan: Arc<Plan>,
    matcher: Arc<Matcher>,
    searcher: Searcher,
    store: &'a Store,
}

impl Search {
    /// Opens the index at this path, to ask it.
    ///
    /// # Errors
    /// [`SearchError::NoIndex`] where nobody has made one; where it cannot be read.
    pub fn open(path: &Path) -> Result<Self, SearchError> {
        let home = Home::new(path);
        let Some((index, _)) = home.open()? else {
            return Err(SearchError::NoIndex { path: path.to_owned() });
        };
        let reader = home.guarded(|| {
            // Looked at anew by each who asks: what is found is then never older than the position that is told.
            let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
            reader.map_err(|error: TantivyError| home.failed(error))
        })?;
        let (fields, labels) = (Arc::new(Fields::new()), Arc::new(Labels::default()));
        Ok(Self { home, reader, fields, labels, candidates_max: CANDIDATES_MAX })
    }

    /// Answers a request by what the index knows now. `store` is the one that it is the index of.
    ///
    /// # Errors
    /// Where index or store cannot be read.
    pub async fn ask(&self, store: &Store, request: &Request) -> Result<Answer, SearchError> {
        // Asked first: what is committed meanwhile may be found, and is not promised.
        let (home, reader, query) = (self.home.clone(), self.reader.clone(), request.query.clone());
        let prepared = tokio::task::spawn_blocking(move || {
            let position = home.standing(reader.searcher().index())?.position;
            home.guarded(|| reader.reload().map_err(|error| home.failed(error)))?;
            // Built for each request, for a query is asked once; a topic's matcher serves thousands of articles.
            let matcher = Matcher::build([("", query.source())]).expect("a query that was parsed parses");
            Ok::<_, SearchError>((position, Arc::new(query.plan()), Arc::new(matcher)))
        });
        let prepared = prepared.await.map_err(|error| SearchError::BrokenOff(error.to_string()))?;
        let (position, plan, matcher) = prepared?;
        let searcher = self.reader.searcher();
        self.labels.keep_those_of(&searcher);
        let asked = Asked { request: Arc::new(request.clone()), plan, matcher, searcher, store };
        let mut answer = self.answer(&asked).await?;
        answer.position = position;
        // Asked for only where nothing was found: each word costs a walk of its own.
        if answer.results.is_empty() && answer.total.is_some_and(|total| total.articles == 0) {
            answer.apart = self.apart(&asked).await?;
        }
        Ok(answer)
    }

    /// The number of the last change that it knows.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn position(&self) -> Result<u64, SearchError> {
        Ok(self.home.standing(self.reader.searcher().index())?.position)
    }

    /// How many articles it holds, and the bytes of its files.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn size(&self) -> Result<(u64, u64), SearchError> {
        let failed = |error| self.home.failed(error);
        self.reader.reload().map_err(failed)?;
        let searcher = self.reader.searcher();
        let bytes = searcher.space_usage().map_err(|error| failed(error.into()))?.total().get_bytes();
        Ok((searcher.num_docs(), bytes))
    }

    async fn answer(&self, asked: &Asked<'_>) -> Result<Answer, SearchError> {
        let request = &asked.request;
        if asked.plan.exact {
            // One more than is shown tells whether there is another page.
            let limit = if request.limit == 0 { 0 } else { request.limit.saturating_add(1) };
            let walked = self.walk(asked, limit, request.after.clone(), request.counting).await?;
            if walked.exact {
                let first = match request.counting {
                    // From the beginning, for the page may be the tenth and who is named is counted over all that is found.
                    Counting::Facets => self.walk(asked, FIRST_MAX, None, Counting::Nothing).await?.hits,
                    _ => Vec::new(),
                };
                let first = first.into_iter().map(|(_, id)| id).collect();
                return Ok(Answer { first, ..exact(asked, walked).await? });
            }
        }
        self.verified(asked).await
    }

    /// Answers by reading candidates, in the order of results.
    async fn verified(&self, asked: &Asked<'_>) -> Result<Answer, SearchError> {
        let request = &asked.request;
        let mut answer = Answer::default();
        let (last, full) = (request.after.clone(), request.limit == 0);
        let mut page = Page { request, results: Vec::new(), last, full, has_more: false };
        let (mut left, mut is_end) = (self.candidates_max, false);
        if request.counting > Counting::Nothing {
            let candidates = self.walk(asked, self.candidates_max, None, Counting::Total).await?;
            // Only so many were taken, so what lies behind them was counted and not read.
            let at_least = candidates.total > candidates.hits.len() as u64;
            let mut matched = Vec::new();
            for piece in candidates.hits.chunks(READ_AT_ONCE) {
                for (hit, cursor, found) in verify(asked, piece).await? {
                    let Some(found) = found else { continue };
                    matched.push(hit);
                    if answer.first.len() < FIRST_MAX && request.counting == Counting::Facets {
                        answer.first.push(found.article.article.id.clone());
                    }
                    page.take(cursor, Some(found));
                }
            }
            answer.total = Some(Total { articles: matched.len() as u64, at_least });
            if request.counting == Counting::Facets {
                answer.facets = Some(self.facets(asked, matched).await?);
            }
            // Further pages of more candidates than were counted begin behind those.
            let last = candidates.hits.last().map(|(hit, id)| cursor(request.sort, hit, id));
            match at_least {
                // A full page goes on behind its own last: most that match lie between the two.
                true if page.full => {}
                true => page.last = page.last.max(last),
                false => (left, is_end) = (0, true),
            }
        }
        while !page.full && left > 0 {
            let limit = READ_AT_ONCE.min(left);
            let candidates = self.walk(asked, limit, page.last.clone(), Counting::Nothing).await?;
            for (_, cursor, found) in verify(asked, &candidates.hits).await? {
                page.take(cursor, found);
            }
            is_end = candidates.hits.len() < limit;
            left = if is_end { 0 } else { left - limit };
            answer.next = page.last.clone().filter(|_| left == 0 && !is_end);
        }
        if page.full {
            answer.next = page.last.filter(|_| page.has_more || !is_end);
        }
        answer.results = page.results;
        Ok(answer)
    }

    async fn walk(
        &self,
        asked: &Asked<'_>,
        limit: usize,
        after: Option<Cursor>,
        counting: Counting,
    ) -> Result<Walked, SearchError> {
        let (request, plan, labels) = (asked.request.clone(), asked.plan.clone(), self.labels.clone());
        self.off_thread(asked, move |searcher, fields| {
            let wanted =
                Wanted { request: &request, lookup: &plan.root, limit, after: after.as_ref(), counting };
            walk::walk(searcher, fields, &labels, &wanted)
        })
        .await
    }

    async fn facets(&self, asked: &Asked<'_>, hits: Vec<Hit>) -> Result<Facets, SearchError> {
        let (days, labels) = (asked.request.days.clone(), self.labels.clone());
        self.off_thread(asked, move |searcher, _| walk::facets(searcher, &labels, &days, &hits)).await
    }

    /// What each of the first words finds by itself.
    async fn apart(&self, asked: &Asked<'_>) -> Result<Vec<(Sought, u64)>, SearchError> {
        let mut apart: Vec<(Sought, u64)> = Vec::new();
        let sought: Vec<Sought> = asked.plan.root.sought().into_iter().cloned().collect();
        for sought in sought {
            if apart.len() == APART_MAX {
                break;
            }
            if apart.iter().any(|(known, _)| *known == sought) {
                continue;
            }
            let plan = Plan { root: Lookup::Sought(sought.clone()), exact: true };
            let asked = Asked { plan: Arc::new(plan), ..asked.clone() };
            apart.push((sought, self.walk(&asked, 0, None, Counting::Total).await?.total));
        }
        Ok(apart)
    }

    /// Reads the index off the async threads.
    async fn off_thread<T: Send + 'static>(
        &self,
        asked: &Asked<'_>,
        read: impl FnOnce(&Searcher, &Fields) -> Result<T, TantivyError> + Send + 'static,
    ) -> Result<T, SearchError> {
        let (searcher, fields) = (asked.searcher.clone(), self.fields.clone());
        let done = tokio::task::spawn_blocking(move || read(&searcher, &fields)).await;
        done.map_err(|error| SearchError::BrokenOff(error.to_string()))?
            .map_err(|error| self.home.failed(error))
    }
}

/// A page that is being filled.
struct Page<'r> {
    request: &'r Request,
    results: Vec<Found>,
    /// The last candidate that was looked at, or the last of a full page.
    last: Option<Cursor>,
    full: bool,
    /// Whether something matches behind the last of a full page, as far as was looked at.
    has_more: bool,
}

impl Page<'_> {
    /// Takes the next candidate, which matches where it comes with its article.
    fn take(&mut self, cursor: Cursor, found: Option<Found>) {
        // Candidates of the count begin before the page does.
        if self.last.as_ref().is_some_and(|last| cursor <= *last) {
            return;
        }
        if self.full {
            self.has_more |= found.is_some();
            return;
        }
        self.last = Some(cursor);
        self.results.extend(found);
        self.full = self.results.len() >= self.request.limit;
    }
}

fn cursor(sort: Sort, hit: &Hit, id: &ArticleId) -> Cursor {
    Cursor { sort, score: hit.score, order: hit.order, id: id.clone() }
}

/// The answer where the index knows it all.
async fn exact(asked: &Asked<'_>, mut walked: Walked) -> Result<Answer, SearchError> {
    let limit = asked.request.limit;
    let has_more = walked.hits.len() > limit;
    // The one too many only says that there is another page.
    walked.hits.truncate(limit);
    let last = walked.hits.last().filter(|_| has_more);
    let next = last.map(|(hit, id)| cursor(asked.request.sort, hit, id));
    let mut results = Vec::new();
    // Read all the same: passages are in no index.
    for piece in walked.hits.chunks(READ_AT_ONCE) {
        results.extend(verify(asked, piece).await?.into_iter().filter_map(|(_, _, found)| found));
    }
    let counted = asked.request.counting > Counting::Nothing;
    let total = counted.then_some(Total { articles: walked.total, at_least: false });
    Ok(Answer { results, next, total, facets: walked.facets, ..Answer::default() })
}

/// Asks the query itself about candidates, as the store has them now. One that was edited since it was indexed may match no
/// more; one that was forgotten is not there.
async fn verify(
    asked: &Asked<'_>,
    candidates: &[(Hit, ArticleId)],
) -> Result<Vec<(Hit, Cursor, Option<Found>)>, SearchError> {
    let ids: Vec<ArticleId> = candidates.iter().map(|(_, id)| id.clone()).collect();
    let articles = asked.store.current(&ids).await?;
    let matcher = asked.matcher.clone();
    let matched = tokio::task::spawn_blocking(move || matches(&matcher, articles)).await;
    let mut matched = matched.map_err(|error| SearchError::BrokenOff(error.to_string()))?;
    Ok(candidates
        .iter()
        .map(|(hit, id)| (*hit, cursor(asked.request.sort, hit, id), matched.remove(id)))
        .collect())
}

fn matches(matcher: &Matcher, articles: Vec<TaggedArticle>) -> BTreeMap<ArticleId, Found> {
    let mut scratch = matcher.scratch();
    let mut found = BTreeMap::new();
    for article in articles {
        let document = Document::of_tagged(&article);
        let matches = matcher.matches(&document, &mut scratch);
        let passages: Option<Vec<Evidence>> = matches.iter().next().map(|matched| matched.evidence());
        if let Some(passages) = passages {
            found.insert(article.article.id.clone(), Found { article, passages });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use veille_model::Batch;
    use veille_pipeline::Stop;
    use veille_query::Query;

    use super::*;
    use veille_tests::dice::Dice;

    use veille_tests::thrown::article;

    #[tokio::test]
    async fn beyond_the_candidates_that_are_read_the_total_is_at_least_so_many_and_pages_go_on() {
        let (folder, store) = (tempfile::tempdir().unwrap(), Store::open_in_memory().await.unwrap());
        let mut dice = Dice::new(3);
        let mut articles: Vec<TaggedArticle> = (0..90).map(|number| article(&mut dice, number)).collect();
        for (number, article) in articles.iter_mut().enumerate() {
            article.article.text =
                if number % 3 == 0 { "a Polish man" } else { "polish the shoes" }.to_owned();
        }
        store.commit(&Batch { articles, ..Batch::default() }).await.unwrap();
        let stop = Stop::new();
        crate::catch_up(&store, folder.path(), "a test", 15_000_000, |_| {}, &stop).await.unwrap();
        let mut search = Search::open(folder.path()).unwrap();
        let mut request = Request::new(Query::parse("CASE(Polish)").unwrap());
        (request.limit, request.counting) = (7, Counting::Facets);
        let whole = search.ask(&store, &request).await.unwrap();
        assert_eq!(whole.total, Some(Total { articles: 30, at_least: false }));
        search.candidates_max = 20;
        let answer = search.ask(&store, &request).await.unwrap();
        let total = answer.total.unwrap();
        assert!(total.at_least && total.articles < 20, "{total:?}");
        assert_eq!(answer.facets.unwrap().languages.iter().map(|it| it.1).sum::<u64>(), total.articles);
        // A page may have fewer than its limit, and still another behind it; and one is full long before all candidates
        // were looked at.
        for limit in [7, 2] {
            (request.limit, request.after) = (limit, None);
            let (mut found, mut pages) = (BTreeSet::new(), 0);
            loop {
                let answer = search.ask(&store, &request).await.unwrap();
                for result in answer.results {
                    assert!(found.insert(result.article.article.id), "twice");
                }
                pages += 1;
                match answer.next {
                    Some(next) => request.after = Some(next),
                    None => break,
                }
            }
            assert_eq!(found.len(), 30, "{limit} on a page");
            assert!(pages > 4);
        }
    }

    #[tokio::test]
    async fn of_words_without_end_that_find_nothing_some_are_told() {
        let (folder, store) = (tempfile::tempdir().unwrap(), Store::open_in_memory().await.unwrap());
        let stop = Stop::new();
        crate::catch_up(&store, folder.path(), "a test", 15_000_000, |_| {}, &stop).await.unwrap();
        let search = Search::open(folder.path()).unwrap();
        let words: Vec<String> = (0..5_000).map(|number| format!("unknown{number}")).collect();
        let mut request = Request::new(Query::parse(&words.join(" OR ")).unwrap());
        request.counting = Counting::Total;
        assert_eq!(search.ask(&store, &request).await.unwrap().apart.len(), APART_MAX);
    }
}
