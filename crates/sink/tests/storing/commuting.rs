//! Any order, any repetition and any split into batches of the same inputs leaves the same store, and it is the one
//! that the rules describe.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use proptest::prelude::*;
use proptest::sample::Index;
use veille_model::Batch;
use veille_model::{CaptureKind, Outcome, TaggedArticle, TopicId};
use veille_sink::{Counts, Filter, Store};

use crate::samples;

use crate::places::{Place, PostgresServer};
use samples::Sample;

/// All that a reader can see.
#[derive(Debug, PartialEq)]
struct Seen {
    export: Vec<TaggedArticle>,
    ledger: Vec<Outcome>,
    listed: Vec<TaggedArticle>,
    of_topic: Vec<TaggedArticle>,
    counts: Counts,
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
    }
}

/// One way for samples to arrive: in this order, cut into batches at these places.
#[derive(Clone, Debug)]
struct Delivery {
    samples: Vec<Sample>,
    cuts: Vec<Index>,
}

impl Delivery {
    fn batches(&self) -> Vec<Batch> {
        let mut cuts: Vec<usize> = self.cuts.iter().map(|cut| cut.index(self.samples.len() + 1)).collect();
        cuts.extend([0, self.samples.len()]);
        cuts.sort_unstable();
        cuts.windows(2).map(|cut| samples::batch(self.samples[cut[0]..cut[1]].iter().copied())).collect()
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
        seen
    }
}

/// What a follower of the change feed ends with.
async fn followed(store: &Store) -> Vec<TaggedArticle> {
    let changes = store.changes(0, u32::MAX).await.unwrap();
    store.current(&changes.into_iter().map(|change| change.article).collect::<Vec<_>>()).await.unwrap()
}

fn by_article(mut articles: Vec<TaggedArticle>) -> Vec<TaggedArticle> {
    articles.sort_by(|a, b| a.article.id.cmp(&b.article.id));
    articles
}

/// The rules of the store, spelt out over the whole of what was delivered.
fn expected(samples: &[Sample]) -> (Vec<TaggedArticle>, Vec<TaggedArticle>) {
    let mut wordings: BTreeMap<_, TaggedArticle> = BTreeMap::new();
    let mut latest: BTreeMap<_, _> = BTreeMap::new();
    for sample in samples {
        let tagged = sample.tagged();
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

fn sample() -> impl Strategy<Value = Sample> {
    let kind = prop_oneof![Just(CaptureKind::Page), Just(CaptureKind::Entry)];
    (0..4_u32, 0..3_u32, proptest::option::of(0..4_i64), kind).prop_map(|(article, wording, day, kind)| {
        Sample { article, wording, captured_at: day.map(|day| 1_750_000_000 + day * 86_400), kind }
    })
}

/// The samples in another order, some of them again, cut elsewhere.
fn delivery(samples: Vec<Sample>) -> impl Strategy<Value = Delivery> {
    let again = proptest::collection::vec(any::<Index>(), 0..8);
    let cuts = proptest::collection::vec(any::<Index>(), 0..6);
    (again, cuts).prop_flat_map(move |(again, cuts)| {
        let mut delivered = samples.clone();
        delivered.extend(again.iter().filter(|_| !samples.is_empty()).map(|index| *index.get(&samples)));
        Just(delivered).prop_shuffle().prop_map(move |samples| Delivery { samples, cuts: cuts.clone() })
    })
}

fn deliveries() -> impl Strategy<Value = (Vec<Sample>, Delivery, Delivery)> {
    proptest::collection::vec(sample(), 0..24)
        .prop_flat_map(|samples| (Just(samples.clone()), delivery(samples.clone()), delivery(samples)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_order_of_arrival_does_not_show((samples, one, other) in deliveries()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (one, other) = runtime.block_on(async { (one.store(Place::File).await, other.store(Place::File).await) });
        prop_assert_eq!(&one, &other);
        let (wordings, current) = expected(&samples);
        prop_assert_eq!(one.counts.articles, current.len() as u64);
        prop_assert_eq!(one.counts.revisions, wordings.len() as u64);
        prop_assert_eq!(one.export, wordings);
        prop_assert_eq!(by_article(one.listed), current);
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
