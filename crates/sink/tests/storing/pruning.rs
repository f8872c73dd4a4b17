//! What is old is let go: articles with all that is of them, and the changes that tell nobody anything any more.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use veille_model::{Batch, TaggedArticle};
use veille_sink::{ChangeKind, Paper, Papers, Store, StoreError};
use veille_tests::samples::{Sample, batch};

use crate::places::{Place, both};

both!(
    what_is_old_goes_and_what_people_judged_stays,
    what_was_pruned_is_stored_again_when_it_comes_again,
    changes_are_cut_so_that_whoever_begins_sees_all_and_whoever_is_late_is_told,
);

/// Samples are published a minute apart.
fn before(article: u32) -> DateTime<Utc> {
    DateTime::from_timestamp(1_750_000_000 + i64::from(article) * 60, 0).unwrap()
}

fn with_captures(samples: impl IntoIterator<Item = Sample>) -> Batch {
    let samples: Vec<Sample> = samples.into_iter().collect();
    Batch { captures: samples.iter().map(|sample| sample.packed()).collect(), ..batch(samples) }
}

async fn stored(store: &Store) -> Vec<TaggedArticle> {
    store.export().try_collect().await.unwrap()
}

async fn what_is_old_goes_and_what_people_judged_stays(place: Place) {
    let store = place.store().await;
    store.commit(&with_captures((0..450).map(Sample::page))).await.unwrap();
    let starred = Sample::page(3).article_id().to_string();
    let put = vec![(Paper::Triage, starred.clone(), "{}".to_owned())];
    assert!(store.write_papers(&Papers { put, ..Papers::default() }).await.unwrap());

    assert_eq!(store.count_older_than(before(0), false).await.unwrap(), 0);
    assert_eq!(store.count_older_than(before(420), false).await.unwrap(), 419);
    let mut told = Vec::new();
    let pruned = store.prune(before(420), false, |articles| told.push(articles)).await.unwrap();
    assert_eq!((pruned.articles, pruned.revisions, pruned.captures), (419, 419, 419));
    assert_eq!(told, [200, 400, 419], "in pieces, so that nobody waits long to commit");
    let left: BTreeSet<String> = stored(&store).await.iter().map(|it| it.article.id.to_string()).collect();
    assert_eq!(left.len(), 31);
    assert!(left.contains(&starred));
    assert_eq!(store.captures_size().await.unwrap().captures, 31);
    assert_eq!(store.check().await.unwrap(), []);
    let gone = store.changes(450, 1_000).await.unwrap();
    assert_eq!(gone.iter().filter(|change| change.kind == ChangeKind::Forgotten).count(), 419);
    let why = store.why(&Sample::page(7).url()).await.unwrap();
    assert!(why.iter().any(|outcome| outcome.reason.as_ref().is_some_and(|reason| reason.code == "pruned")));
    assert_eq!(store.prune(before(420), true, |_| {}).await.unwrap().articles, 1);
    assert_eq!(store.check().await.unwrap(), []);
}

async fn what_was_pruned_is_stored_again_when_it_comes_again(place: Place) {
    let store = place.store().await;
    let all = with_captures((0..5).map(Sample::page));
    store.commit(&all).await.unwrap();
    let as_it_was = stored(&store).await;
    store.prune(before(3), false, |_| {}).await.unwrap();
    assert_eq!(stored(&store).await.len(), 2);
    assert_eq!(store.commit(&all).await.unwrap().forgotten, 0);
    assert_eq!(stored(&store).await, as_it_was);
}

async fn changes_are_cut_so_that_whoever_begins_sees_all_and_whoever_is_late_is_told(place: Place) {
    let store = place.store().await;
    store.commit(&with_captures((0..10).map(Sample::page))).await.unwrap();
    // Judged anew three times.
    for round in 1..4_u8 {
        let mut again = batch((0..10).map(Sample::page));
        again.articles.iter_mut().for_each(|it| it.language_confidence = 1.0 / f64::from(round));
        store.commit(&again).await.unwrap();
    }
    store.prune(before(4), false, |_| {}).await.unwrap();
    let last = store.last_change().await.unwrap();
    let before_cut = store.changes(0, 1_000).await.unwrap();
    assert_eq!(before_cut.len(), 44);

    // Behind a follower that has seen the first round alone, little goes.
    assert_eq!(store.prune_changes(10).await.unwrap(), 4, "those of articles that are gone");
    store.go_on_after(10).await.unwrap();
    let pruned = store.prune_changes(last).await.unwrap();
    let left = store.changes(0, 1_000).await.unwrap();
    assert_eq!(left.len() as u64, 40 - pruned);
    assert_eq!(store.last_change().await.unwrap(), last, "the last number stays known");
    let alive: BTreeSet<String> = stored(&store).await.iter().map(|it| it.article.id.to_string()).collect();
    let told: BTreeSet<String> = left
        .iter()
        .filter(|change| change.kind == ChangeKind::New)
        .map(|change| change.article.to_string())
        .collect();
    assert_eq!(told, alive);
    let judged = left.iter().filter(|change| change.kind == ChangeKind::Judged);
    assert_eq!(judged.count(), alive.len(), "the last of each");

    store.go_on_after(0).await.unwrap();
    store.go_on_after(last).await.unwrap();
    let late = store.go_on_after(11).await.unwrap_err();
    assert!(matches!(late, StoreError::ChangesGone { after: 11, .. }), "{late}");
    assert!(late.to_string().contains("begin anew"), "{late}");
    // A cut does not move back.
    store.prune_changes(3).await.unwrap();
    assert!(store.go_on_after(11).await.is_err());
}
