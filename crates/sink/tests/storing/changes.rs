//! The change feed: each change once, in order, whoever writes; a follower of it knows what the store holds.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::collections::BTreeMap;

use veille_model::{ArticleId, Batch, TaggedArticle};
use veille_sink::{ChangeKind, Filter, Store};
use veille_tests::samples::{self, Sample, batch};

use crate::places::{Place, both};

both!(
    an_article_is_new_then_revised_then_judged_anew,
    wordings_that_arrive_together_are_announced_in_the_order_of_their_captures,
    a_batch_without_articles_is_no_change,
    a_follower_misses_nothing_while_two_programs_write,
);

/// What a follower has made of the changes so far: the current wording of each article.
#[derive(Default)]
struct Follower {
    mark: u64,
    known: BTreeMap<ArticleId, TaggedArticle>,
    seen: Vec<u64>,
}

impl Follower {
    /// Reads on by so many changes at a time until there are none.
    async fn catch_up(&mut self, store: &Store, limit: u32) {
        loop {
            let changes = store.changes(self.mark, limit).await.unwrap();
            let Some(last) = changes.last() else { return };
            assert!(changes.len() <= limit as usize);
            self.mark = last.number;
            self.seen.extend(changes.iter().map(|change| change.number));
            let articles: Vec<ArticleId> = changes.into_iter().map(|change| change.article).collect();
            for article in store.current(&articles).await.unwrap() {
                self.known.insert(article.article.id.clone(), article);
            }
        }
    }

    async fn check(&self, store: &Store) {
        let all = Filter { limit: u32::MAX, ..Filter::default() };
        let mut listed = store.articles(&all).await.unwrap();
        listed.sort_by(|a, b| a.article.id.cmp(&b.article.id));
        assert_eq!(self.known.values().cloned().collect::<Vec<_>>(), listed);
        assert!(self.seen.is_sorted_by(|a, b| a < b), "a change came twice or out of order");
        assert_eq!(store.last_change().await.unwrap(), self.mark);
    }
}

async fn kinds(store: &Store, after: u64) -> Vec<(ChangeKind, String)> {
    let changes = store.changes(after, 100).await.unwrap();
    changes.into_iter().map(|change| (change.kind, change.revision.to_string())).collect()
}

async fn an_article_is_new_then_revised_then_judged_anew(place: Place) {
    let store = place.store().await;
    let first = Sample::page(1);
    let second = Sample { wording: 1, captured_at: Some(1_770_000_000), ..first };
    let revision = |sample: Sample| sample.tagged().article.revision.to_string();

    store.commit(&batch([first])).await.unwrap();
    assert_eq!(kinds(&store, 0).await, [(ChangeKind::New, revision(first))]);
    // The same again changes nothing, so nothing is announced.
    store.commit(&batch([first])).await.unwrap();
    assert_eq!(store.last_change().await.unwrap(), 1);
    store.commit(&batch([second])).await.unwrap();
    assert_eq!(kinds(&store, 1).await, [(ChangeKind::Revised, revision(second))]);
    // The text is changed back: no row is new, but another is current.
    store.commit(&batch([Sample { captured_at: Some(1_780_000_000), ..first }])).await.unwrap();
    assert_eq!(kinds(&store, 2).await, [(ChangeKind::Revised, revision(first))]);
    // Other rules give the same capture other tags.
    let mut judged = first.tagged();
    judged.tags.clear();
    store.commit(&Batch { articles: vec![judged], ..Batch::default() }).await.unwrap();
    assert_eq!(kinds(&store, 3).await, [(ChangeKind::Judged, revision(first))]);
}

async fn wordings_that_arrive_together_are_announced_in_the_order_of_their_captures(place: Place) {
    let store = place.store().await;
    let early = Sample { wording: 2, captured_at: Some(1_700_000_000), ..Sample::page(1) };
    let late = Sample::page(1);
    store.commit(&batch([late, early])).await.unwrap();
    let revision = |sample: Sample| sample.tagged().article.revision.to_string();
    let expected = [(ChangeKind::New, revision(early)), (ChangeKind::Revised, revision(late))];
    assert_eq!(kinds(&store, 0).await, expected);
}

async fn a_batch_without_articles_is_no_change(place: Place) {
    let store = place.store().await;
    store.commit(&Batch { marks: vec![samples::mark("a", 1)], ..Batch::default() }).await.unwrap();
    assert_eq!(store.last_change().await.unwrap(), 0);
    assert!(store.changes(0, 10).await.unwrap().is_empty());
}

async fn a_follower_misses_nothing_while_two_programs_write(place: Place) {
    let lasting = place.lasting();
    let reader = lasting.open().await;
    let writers: Vec<_> = (0..2)
        .map(|writer| {
            let location = lasting.location.clone();
            tokio::spawn(async move {
                // A program of its own has connections of its own, and on a busy machine waits for them in vain.
                let store = loop {
                    match Store::open(location.clone()).await {
                        Ok(store) => break store,
                        Err(error) => assert!(error.is_temporary(), "{error}"),
                    }
                };
                for round in 0..40 {
                    let samples = (0..5).map(|n| Sample {
                        wording: round % 3,
                        captured_at: Some(1_760_000_000 + i64::from(round)),
                        ..Sample::page(writer * 3 + n)
                    });
                    let batch = batch(samples);
                    // On a busy machine the other may have the file for longer than a commit waits.
                    while let Err(error) = store.commit(&batch).await {
                        assert!(error.is_temporary(), "{error}");
                    }
                }
            })
        })
        .collect();
    let mut follower = Follower::default();
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        follower.catch_up(&reader, 7).await;
    }
    for writer in writers {
        writer.await.unwrap();
    }
    follower.catch_up(&reader, 7).await;
    follower.check(&reader).await;
    assert_eq!(follower.known.len(), 8);
}
