//! Wordings that another cleaner made of the same captures are taken out, and leave the store as if they had never been.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use futures_util::TryStreamExt;
use veille_model::{Batch, Superseded, TaggedArticle};
use veille_sink::{ChangeKind, CoverageFilter, Slot, Store};
use veille_tests::samples::{Sample, batch};

use crate::places::{Place, both};

both!(
    what_takes_the_place_of_a_wording_stands_where_it_stood,
    the_only_wording_is_judged_anew_and_where_nothing_takes_its_place_the_article_is_gone,
    a_wording_that_arrives_in_the_same_batch_or_was_never_there_is_not_taken_out,
);

const EARLY: i64 = 1_760_000_000;

fn sample(wording: u32, seconds: i64) -> Sample {
    Sample { wording, captured_at: Some(EARLY + seconds), ..Sample::page(7) }
}

fn superseded(old: Sample, by: Option<Sample>) -> Superseded {
    Superseded {
        article: old.article_id(),
        revision: old.tagged().article.revision,
        by: by.map(|by| by.tagged().article.revision),
    }
}

/// What a reader sees of a store: its rows, when each was seen last, and the counts.
async fn seen(store: &Store) -> (Vec<TaggedArticle>, Vec<String>, Vec<Slot>) {
    assert_eq!(store.check().await.unwrap(), []);
    let rows = store.export().try_collect().await.unwrap();
    let wordings = store.wordings_of(&sample(0, 0).url()).await.unwrap();
    let places = wordings.iter().map(|wording| format!("{:?} {}", wording.last_captured_at, wording.current));
    (rows, places.collect(), store.coverage(&CoverageFilter::default()).await.unwrap())
}

async fn what_takes_the_place_of_a_wording_stands_where_it_stood(place: Place) {
    let store = place.store().await;
    // Changed, and changed back: what was captured first is current.
    for captured in [sample(0, 0), sample(1, 60), sample(0, 120)] {
        store.commit(&batch([captured])).await.unwrap();
    }
    let known = store.last_change().await.unwrap();
    let again = sample(3, 0);
    let judged = Batch { superseded: vec![superseded(sample(0, 0), Some(again))], ..batch([again]) };
    store.commit(&judged).await.unwrap();
    let changes = store.changes(known, 9).await.unwrap();
    assert_eq!(changes.iter().map(|change| change.kind).collect::<Vec<_>>(), [ChangeKind::Revised]);

    let expected = place.store().await;
    for captured in [again, sample(1, 60), sample(3, 120)] {
        expected.commit(&batch([captured])).await.unwrap();
    }
    assert_eq!(seen(&store).await, seen(&expected).await);
    // Again, as after a kill between the commit and what followed it.
    store.commit(&judged).await.unwrap();
    assert_eq!(seen(&store).await, seen(&expected).await);
}

async fn the_only_wording_is_judged_anew_and_where_nothing_takes_its_place_the_article_is_gone(place: Place) {
    let store = place.store().await;
    store.commit(&batch([sample(0, 0), Sample::page(8)])).await.unwrap();
    let known = store.last_change().await.unwrap();
    let again = sample(1, 0);
    let judged = Batch { superseded: vec![superseded(sample(0, 0), Some(again))], ..batch([again]) };
    store.commit(&judged).await.unwrap();
    let expected = place.store().await;
    expected.commit(&batch([again, Sample::page(8)])).await.unwrap();
    assert_eq!(seen(&store).await, seen(&expected).await);

    let refused = Batch { superseded: vec![superseded(again, None)], ..Batch::default() };
    store.commit(&refused).await.unwrap();
    let expected = place.store().await;
    expected.commit(&batch([Sample::page(8)])).await.unwrap();
    assert_eq!(seen(&store).await, seen(&expected).await);
    assert_eq!(store.current(&[again.article_id()]).await.unwrap(), []);
    let changes = store.changes(known, 9).await.unwrap();
    let told: Vec<_> = changes.iter().map(|change| (change.kind, &change.article)).collect();
    assert_eq!(told, [(ChangeKind::Judged, &again.article_id()), (ChangeKind::Judged, &again.article_id())]);
}

async fn a_wording_that_arrives_in_the_same_batch_or_was_never_there_is_not_taken_out(place: Place) {
    let store = place.store().await;
    store.commit(&batch([sample(0, 0)])).await.unwrap();
    let before = seen(&store).await;
    let arrives = Batch { superseded: vec![superseded(sample(0, 0), None)], ..batch([sample(0, 0)]) };
    store.commit(&arrives).await.unwrap();
    let never = Batch { superseded: vec![superseded(sample(1, 0), Some(sample(0, 0)))], ..Batch::default() };
    store.commit(&never).await.unwrap();
    assert_eq!(seen(&store).await, before);
}
