//! An index finds what looking at every word of every article finds: on generated queries with every operator.
//!
//! `VEILLE_ROUNDS=100` compares some two million pairs; the default is quick.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tempfile::tempdir;
use veille_model::{ArticleId, Batch, LanguageTag, SourceId, TaggedArticle, TopicId};
use veille_pipeline::Stop;
use veille_query::Query;
use veille_search::{Answer, Counting, Request, Search, Sort, catch_up};
use veille_sink::{Location, Store};
use veille_text::Document;

use veille_tests::PostgresServer;
use veille_tests::dice::{Dice, query};

use veille_tests::thrown::article;

const QUERIES: usize = 120;

fn credited(article: &TaggedArticle) -> Option<&str> {
    article.origin.as_ref()?.credited()
}
const ARTICLES: usize = 120;
const ROUNDS: u64 = 2;
/// What the engine may gather.
pub const MEMORY: usize = 15_000_000;

/// Stores articles, follows after each of several batches, so that there are several segments, and edits some.
async fn stored(dice: &mut Dice, store: &Store, index: &Path) -> Vec<TaggedArticle> {
    let mut articles: Vec<TaggedArticle> = (0..ARTICLES).map(|number| article(dice, number)).collect();
    for batch in articles.chunks(ARTICLES / 4) {
        keep(store, index, batch).await;
    }
    for number in (0..ARTICLES).step_by(5) {
        let mut edited = article(dice, number);
        edited.article.captured_at = Some("2026-01-01T00:00:00Z".parse().unwrap());
        articles[number] = edited;
    }
    keep(store, index, &articles).await;
    articles
}

pub async fn keep(store: &Store, index: &Path, articles: &[TaggedArticle]) {
    store.commit(&Batch { articles: articles.to_vec(), ..Batch::default() }).await.unwrap();
    let keeper = catch_up(store, index, "a test", MEMORY, |_| {}, &Stop::new()).await.unwrap();
    assert_eq!(keeper, None);
}

fn ids(answer: &Answer) -> Vec<ArticleId> {
    answer.results.iter().map(|found| found.article.article.id.clone()).collect()
}

/// All pages of a request, one after the other.
async fn every_page(search: &Search, store: &Store, request: &Request) -> Vec<ArticleId> {
    let mut request = Request { counting: Counting::Nothing, ..request.clone() };
    let mut found = Vec::new();
    loop {
        let answer = search.ask(store, &request).await.unwrap();
        assert!(answer.results.len() <= request.limit);
        found.extend(ids(&answer));
        match answer.next {
            // As it is printed and read again.
            Some(next) => request.after = Some(next.to_string().parse().unwrap()),
            None => return found,
        }
    }
}

fn newest_first(mut articles: Vec<&TaggedArticle>) -> Vec<Option<chrono::DateTime<chrono::Utc>>> {
    articles.sort_by_key(|article| std::cmp::Reverse(article.article.dated_at()));
    articles.iter().map(|article| article.article.dated_at()).collect()
}

/// What was asked and compared.
#[derive(Debug, Default)]
struct Compared {
    pairs: u64,
    matched: u64,
    exact: u64,
    asked: u64,
}

impl Compared {
    fn means_something(&self) {
        let Self { pairs, matched, exact, asked } = self;
        eprintln!("{pairs} pairs, {matched} matched; {exact} of {asked} queries looked up exactly");
        assert!(matched * 20 > *pairs, "too few of the generated queries match for the test to mean much");
        assert!(exact * 5 > *asked && exact * 5 < asked * 4, "both ways of answering are to be tested");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_finds_what_looking_at_everything_finds() {
    let rounds = std::env::var("VEILLE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let mut compared = Compared::default();
    for round in 0..rounds {
        compare(&Store::open_in_memory().await.unwrap(), round, QUERIES, &mut compared).await;
    }
    compared.means_something();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_of_a_store_on_a_server_finds_the_same() {
    let Some(server) = PostgresServer::shared() else { return };
    let url = PostgresServer::with_password(&server.store());
    let mut compared = Compared::default();
    compare(&Store::open(Location::Url(url)).await.unwrap(), 0, QUERIES / 4, &mut compared).await;
    compared.means_something();
}

/// Asks generated queries of a new store and its index, and looks at every word beside.
async fn compare(store: &Store, round: u64, queries: usize, compared: &mut Compared) {
    let folder = tempdir().unwrap();
    let mut dice = Dice::new(round);
    let articles = stored(&mut dice, store, folder.path()).await;
    let documents: Vec<Document> = articles.iter().map(Document::of_tagged).collect();
    let search = Search::open(folder.path()).unwrap();
    let queries: Vec<Query> = std::iter::repeat_with(|| query(&mut dice, 3))
        .filter_map(|query| Query::parse(&query).ok())
        .take(queries)
        .collect();
    for query in queries {
        let mut request = Request::new(query.clone());
        request.counting = Counting::Facets;
        request.limit = 1 + dice.below(20);
        let filtered: Box<dyn Fn(&TaggedArticle) -> bool> = match dice.below(8) {
            0 => {
                request.languages = vec![LanguageTag::new("zh")];
                Box::new(|article| article.language.as_str().starts_with("zh"))
            }
            1 => {
                request.topics = vec![TopicId::new("cyber"), TopicId::new("onu")];
                Box::new(|article| article.tags.iter().any(|tag| tag.topic.as_str() != "hanoi"))
            }
            2 => {
                request.sources = vec![SourceId::new("onu")];
                Box::new(|article| article.article.source.as_str() == "onu")
            }
            3 => {
                let (since, until) = ("2025-10-28T00:00:00Z", "2025-11-03T06:00:00Z");
                let (since, until) = (since.parse().unwrap(), until.parse().unwrap());
                (request.since, request.until) = (Some(since), Some(until));
                Box::new(move |article| {
                    article.article.dated_at().is_some_and(|at| at >= since && at < until)
                })
            }
            4 => {
                request.undated = true;
                Box::new(|article| article.article.dated_at().is_none())
            }
            5 => {
                request.origins = vec!["delta news agency".to_owned()];
                Box::new(|article| credited(article).is_some_and(|outlet| outlet != "Le Fleuve"))
            }
            _ => Box::new(|_| true),
        };
        let expected: Vec<&TaggedArticle> = articles
            .iter()
            .zip(&documents)
            .filter(|(article, document)| filtered(article) && query.matches(document).is_some())
            .map(|(article, _)| article)
            .collect();
        let wanted: BTreeSet<ArticleId> = expected.iter().map(|article| article.article.id.clone()).collect();
        let what = format!("round {round}: {} as {:?}", query.source(), query.plan());

        let answer = search.ask(store, &request).await.unwrap();
        let total = answer.total.unwrap();
        assert_eq!((total.articles, total.at_least), (wanted.len() as u64, false), "{what}");
        for found in &answer.results {
            let document = Document::of_tagged(&found.article);
            assert_eq!(Some(&found.passages), query.matches(&document).as_ref(), "{what}");
        }
        let facets = answer.facets.clone().unwrap();
        let by_name = |names: Vec<String>| {
            let mut counts = BTreeMap::<String, u64>::new();
            names.into_iter().for_each(|name| *counts.entry(name).or_default() += 1);
            counts
        };
        let named = |counts: Vec<(String, u64)>| counts.into_iter().collect::<BTreeMap<_, _>>();
        let languages = expected.iter().map(|it| it.language.token()).collect();
        assert_eq!(named(facets.languages), by_name(languages), "{what}");
        let sources = expected.iter().map(|it| it.article.source.to_string()).collect();
        assert_eq!(named(facets.sources), by_name(sources), "{what}");
        let origins = expected.iter().filter_map(|it| credited(it)).map(|name| match name {
            "Le Fleuve" => "le fleuve".to_owned(),
            _ => "agency delta".to_owned(),
        });
        assert_eq!(named(facets.origins), by_name(origins.collect()), "{what}");
        let topics = expected.iter().flat_map(|it| it.tags.iter().map(|tag| tag.topic.to_string()));
        assert_eq!(named(facets.topics), by_name(topics.collect()), "{what}");
        let days: u64 = facets.days.iter().map(|(_, count)| count).sum();
        assert_eq!(days + facets.undated, total.articles, "{what}");
        let pages = every_page(&search, store, &request).await;
        assert_eq!(pages.len(), wanted.len(), "each once: {what}");
        assert_eq!(pages.iter().cloned().collect::<BTreeSet<_>>(), wanted, "{what}");
        let dated = |id: &ArticleId| {
            articles.iter().find(|article| article.article.id == *id).unwrap().article.dated_at()
        };
        assert_eq!(pages.iter().map(dated).collect::<Vec<_>>(), newest_first(expected), "{what}");
        assert_eq!(ids(&answer), pages[..request.limit.min(pages.len())], "{what}");
        assert_eq!(answer.first, pages, "{what}");

        request.sort = Sort::Relevant;
        let ranked = every_page(&search, store, &request).await;
        assert_eq!(ranked.len(), wanted.len(), "each once: {what}");
        assert_eq!(ranked.into_iter().collect::<BTreeSet<_>>(), wanted, "{what}");
        compared.pairs += articles.len() as u64;
        compared.matched += wanted.len() as u64;
        compared.exact += u64::from(query.plan().exact);
        compared.asked += 1;
    }
}
