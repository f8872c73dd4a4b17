//! Any order, any repetition and any split into batches of the same inputs leaves the same store, and it is the one
//! that the rules describe.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use proptest::prelude::*;
use proptest::sample::Index;
use veille_model::{ArticleId, Batch, Capture, CaptureKind, Outcome, TaggedArticle, TopicId};
use veille_sink::{
    ChangeKind, Counts, CoverageFilter, Filter, QuotationFilter, Quoted, Revised, Slot, Store,
};
use veille_tests::samples::{self, Sample};

use crate::places::{Place, PostgresServer};

/// All that a reader can see.
#[derive(Debug, PartialEq)]
struct Seen {
    export: Vec<TaggedArticle>,
    ledger: Vec<Outcome>,
    listed: Vec<TaggedArticle>,
    of_topic: Vec<TaggedArticle>,
    counts: Counts,
    revised: Vec<Revised>,
    quoted: Vec<Quoted>,
    named: Vec<TaggedArticle>,
    coverage: Vec<Slot>,
    captures: Vec<Capture>,
}

async fn seen(store: &Store) -> Seen {
    let all = Filter { limit: u32::MAX, ..Filter::default() };
    let topic = Filter { topic: Some(TopicId::new("signature")), ..all.clone() };
    Seen {
        export: store.export().try_collect().await.unwrap(),
        ledger: store.ledger().try_collect().await.unwrap(),
        listed: store.articles(&all).await.unwrap(),
        of_topic: store.articles(&topic).await.unwrap(),
        counts: store.counts().await.unwrap(),
        revised: revised(store).await,
        quoted: store.quotations(&QuotationFilter::default()).await.unwrap(),
        named: store.every_named(&all).try_collect().await.unwrap(),
        coverage: store.coverage(&CoverageFilter::default()).await.unwrap(),
        captures: captures(store).await,
    }
}

async fn revised(store: &Store) -> Vec<Revised> {
    let mut revised = Vec::new();
    for article in 0..ARTICLES {
        revised.extend(store.wordings_of(&Sample::page(article).url()).await.unwrap());
    }
    revised
}

async fn captures(store: &Store) -> Vec<Capture> {
    let stored = store.captures_after(0, 100, usize::MAX).await.unwrap();
    let mut captures: Vec<Capture> = stored.into_iter().map(|stored| stored.capture).collect();
    captures.sort_by(|a, b| a.id.cmp(&b.id));
    captures
}

/// Articles that samples are of.
const ARTICLES: u32 = 4;

/// What arrives: a capture with its article, or a server's answer that there is no such page.
#[derive(Clone, Copy, Debug)]
enum Item {
    Captured(Sample),
    Gone(Sample),
}

impl Item {
    fn captured(&self) -> Option<Sample> {
        match self {
            Self::Captured(sample) => Some(*sample),
            Self::Gone(_) => None,
        }
    }
}

fn batch(items: &[Item]) -> Batch {
    let mut batch = samples::naming(samples::batch(items.iter().filter_map(Item::captured)));
    batch.captures = items.iter().filter_map(Item::captured).map(Sample::packed).collect();
    batch.outcomes.extend(items.iter().filter_map(|item| match item {
        Item::Captured(_) => None,
        Item::Gone(sample) => {
            let gone = sample.refused(if sample.kind == CaptureKind::Page { 404 } else { 410 });
            Some(Outcome { input: sample.captured_from(), ..gone })
        }
    }));
    batch
}

/// One way for samples to arrive: in this order, cut into batches at these places.
#[derive(Clone, Debug)]
struct Delivery {
    items: Vec<Item>,
    cuts: Vec<Index>,
}

impl Delivery {
    fn batches(&self) -> Vec<Batch> {
        let mut cuts: Vec<usize> = self.cuts.iter().map(|cut| cut.index(self.items.len() + 1)).collect();
        cuts.extend([0, self.items.len()]);
        cuts.sort_unstable();
        cuts.windows(2).map(|cut| batch(&self.items[cut[0]..cut[1]])).collect()
    }

    async fn store(&self, place: Place) -> Seen {
        let store = place.store().await;
        for batch in self.batches() {
            let committed = store.commit(&batch).await.unwrap();
            assert_eq!(committed.new + committed.revised + committed.unchanged, batch.articles.len());
        }
        let seen = seen(&store).await;
        assert_eq!(
            followed(&store).await,
            by_article(seen.listed.clone()),
            "the change feed leads elsewhere"
        );
        assert_eq!(announced(&store).await, withdrawn(&seen.revised), "a follower has others as withdrawn");
        assert_eq!(store.check().await.unwrap(), []);
        seen
    }
}

/// What a follower of the change feed ends with.
async fn followed(store: &Store) -> Vec<TaggedArticle> {
    let changes = store.changes(0, u32::MAX).await.unwrap();
    store.current(&changes.into_iter().map(|change| change.article).collect::<Vec<_>>()).await.unwrap()
}

/// The articles that a follower takes for withdrawn: by the last change of each that says so or otherwise.
async fn announced(store: &Store) -> BTreeSet<ArticleId> {
    let mut withdrawn = BTreeSet::new();
    for change in store.changes(0, u32::MAX).await.unwrap() {
        match change.kind {
            ChangeKind::Withdrawn => withdrawn.insert(change.article),
            // Another wording may be written of one that stays withdrawn: captured before.
            ChangeKind::Judged | ChangeKind::Forgotten | ChangeKind::Told | ChangeKind::Ruled => false,
            ChangeKind::New | ChangeKind::Restored => withdrawn.remove(&change.article),
            ChangeKind::Revised => {
                let now = store.wordings_of(change.article.as_str()).await.unwrap();
                now[0].withdrawn_at.is_none() && withdrawn.remove(&change.article)
            }
        };
    }
    withdrawn
}

fn withdrawn(revised: &[Revised]) -> BTreeSet<ArticleId> {
    let withdrawn = revised.iter().filter(|wording| wording.withdrawn_at.is_some());
    withdrawn.map(|wording| wording.article.article.id.clone()).collect()
}

fn by_article(mut articles: Vec<TaggedArticle>) -> Vec<TaggedArticle> {
    articles.sort_by(|a, b| a.article.id.cmp(&b.article.id));
    articles
}

/// The rules of the store, spelt out over the whole of what was delivered.
fn expected(samples: &[Sample]) -> (Vec<TaggedArticle>, Vec<TaggedArticle>) {
    let mut wordings: BTreeMap<_, TaggedArticle> = BTreeMap::new();
    let mut latest: BTreeMap<_, _> = BTreeMap::new();
    for tagged in samples::naming(samples::batch(samples.iter().copied())).articles {
        let article = &tagged.article;
        let key = (article.id.clone(), article.revision.clone());
        let when = (article.captured_at, article.kind, article.revision.clone());
        let last = latest.entry(article.id.clone()).or_insert_with(|| when.clone());
        *last = when.max(last.clone());
        let first = wordings.entry(key).or_insert_with(|| tagged.clone());
        if (article.captured_at, &article.capture) < (first.article.captured_at, &first.article.capture) {
            *first = tagged;
        }
    }
    let current =
        latest.into_iter().map(|(id, (_, _, revision))| wordings[&(id, revision)].clone()).collect();
    (wordings.into_values().collect(), current)
}

/// When each article was withdrawn: spelt out, as above.
fn expected_withdrawals(items: &[Item]) -> BTreeMap<ArticleId, DateTime<Utc>> {
    let captured: Vec<Sample> = items.iter().filter_map(Item::captured).collect();
    let mut withdrawals = BTreeMap::new();
    for article in 0..ARTICLES {
        let of_article: Vec<&Sample> = captured.iter().filter(|sample| sample.article == article).collect();
        // The document is that of the earliest capture; all of one wording are from one address.
        let addresses: BTreeSet<String> = of_article.iter().map(|sample| sample.captured_from()).collect();
        let last = of_article.iter().map(|sample| sample.tagged().article.captured_at).max();
        let answers: BTreeSet<DateTime<Utc>> = items
            .iter()
            .filter_map(|item| match item {
                Item::Gone(gone) if addresses.contains(&gone.captured_from()) => gone.refused(404).at,
                _ => None,
            })
            .filter(|at| last.is_some_and(|last| Some(*at) > last))
            .collect();
        // One answer may be a slip of the server: the second withdraws it.
        if let Some(second) = answers.into_iter().nth(1) {
            withdrawals.insert(Sample::page(article).article_id(), second);
        }
    }
    withdrawals
}

fn item() -> impl Strategy<Value = Item> {
    prop_oneof![3 => sample().prop_map(Item::Captured), 2 => sample().prop_map(Item::Gone)]
}

fn sample() -> impl Strategy<Value = Sample> {
    let kind = prop_oneof![Just(CaptureKind::Page), Just(CaptureKind::Entry)];
    (0..ARTICLES, 0..3_u32, proptest::option::weighted(0.8, 0..4_i64), kind).prop_map(
        |(article, wording, day, kind)| Sample {
            article,
            wording,
            captured_at: day.map(|day| 1_750_000_000 + day * 86_400),
            kind,
        },
    )
}

/// The samples in another order, some of them again, cut elsewhere.
fn delivery(items: Vec<Item>) -> impl Strategy<Value = Delivery> {
    let again = proptest::collection::vec(any::<Index>(), 0..8);
    let cuts = proptest::collection::vec(any::<Index>(), 0..6);
    (again, cuts).prop_flat_map(move |(again, cuts)| {
        let mut delivered = items.clone();
        delivered.extend(again.iter().filter(|_| !items.is_empty()).map(|index| *index.get(&items)));
        Just(delivered).prop_shuffle().prop_map(move |items| Delivery { items, cuts: cuts.clone() })
    })
}

fn deliveries() -> impl Strategy<Value = (Vec<Item>, Delivery, Delivery)> {
    proptest::collection::vec(item(), 0..28)
        .prop_flat_map(|items| (Just(items.clone()), delivery(items.clone()), delivery(items)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_order_of_arrival_does_not_show((items, one, other) in deliveries()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (one, other) = runtime.block_on(async { (one.store(Place::File).await, other.store(Place::File).await) });
        prop_assert_eq!(&one, &other);
        let samples: Vec<Sample> = items.iter().filter_map(Item::captured).collect();
        let (wordings, current) = expected(&samples);
        prop_assert_eq!(one.counts.articles, current.len() as u64);
        prop_assert_eq!(one.counts.revisions, wordings.len() as u64);
        prop_assert_eq!(one.export, wordings);
        prop_assert_eq!(by_article(one.listed), current);
        let withdrawals = one.revised.iter().filter_map(|wording| {
            Some((wording.article.article.id.clone(), wording.withdrawn_at?))
        });
        prop_assert_eq!(withdrawals.collect::<BTreeMap<_, _>>(), expected_withdrawals(&items));
        let counted: u64 = one.coverage.iter().map(|slot| slot.articles).sum();
        prop_assert_eq!(counted, one.counts.articles);
    }
}

proptest! {
    // A store on a server is some hundred times as long in the making as one in memory.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_server_holds_what_a_file_holds((_, one, other) in deliveries()) {
        let Some(server) = PostgresServer::shared() else { return Ok(()) };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (one, other) =
            runtime.block_on(async { (one.store(Place::File).await, other.store(Place::Server(server)).await) });
        prop_assert_eq!(&one, &other);
    }
}
