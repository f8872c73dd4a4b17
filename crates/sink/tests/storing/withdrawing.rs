//! An article whose page is gone is withdrawn, and is not where it comes back.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use chrono::{DateTime, Utc};
use veille_model::{Batch, Outcome, OutcomeKind, StageName};
use veille_sink::{ChangeKind, Store};
use veille_tests::samples::{Sample, batch};

use crate::places::{Place, both};

both!(
    two_answers_that_there_is_no_page_make_it_withdrawn,
    what_comes_back_is_withdrawn_no_longer,
    answers_count_that_were_there_before_the_article,
    no_other_refusal_withdraws_anything,
);

fn at(sample: Sample, day: i64) -> Sample {
    Sample { captured_at: Some(1_760_000_000 + day * 86_400), ..sample }
}

fn gone(sample: Sample, day: i64) -> Outcome {
    Outcome { input: sample.captured_from(), ..at(sample, day).refused(404) }
}

async fn tell(store: &Store, outcomes: impl Into<Vec<Outcome>>) {
    store.commit(&Batch { outcomes: outcomes.into(), ..Batch::default() }).await.unwrap();
}

async fn withdrawn_at(store: &Store, sample: Sample) -> Option<DateTime<Utc>> {
    let wordings = store.wordings_of(&sample.url()).await.unwrap();
    assert!(wordings.iter().all(|wording| wording.withdrawn_at == wordings[0].withdrawn_at));
    wordings[0].withdrawn_at
}

async fn kinds(store: &Store) -> Vec<ChangeKind> {
    store.changes(0, 100).await.unwrap().into_iter().map(|change| change.kind).collect()
}

async fn two_answers_that_there_is_no_page_make_it_withdrawn(place: Place) {
    let store = place.store().await;
    let page = Sample::page(1);
    store.commit(&batch([page, Sample::page(2)])).await.unwrap();
    tell(&store, [gone(page, 1)]).await;
    assert_eq!(withdrawn_at(&store, page).await, None, "once is an accident");
    tell(&store, [gone(page, 1)]).await;
    assert_eq!(withdrawn_at(&store, page).await, None, "told twice, but once");
    tell(&store, [gone(page, 3), gone(page, 2)]).await;
    assert_eq!(withdrawn_at(&store, page).await, gone(page, 2).at);
    assert_eq!(withdrawn_at(&store, Sample::page(2)).await, None);
    assert_eq!(kinds(&store).await, [ChangeKind::New, ChangeKind::New, ChangeKind::Withdrawn]);
    // It is still there for readers, and counted.
    assert_eq!(store.counts().await.unwrap().articles, 2);
    assert_eq!(store.check().await.unwrap(), []);
}

async fn what_comes_back_is_withdrawn_no_longer(place: Place) {
    let check = async |back: Sample, expected: ChangeKind| {
        let store = place.store().await;
        let page = Sample::page(1);
        store.commit(&batch([page])).await.unwrap();
        tell(&store, [gone(page, 1), gone(page, 2)]).await;
        assert!(withdrawn_at(&store, page).await.is_some());
        store.commit(&batch([back])).await.unwrap();
        assert_eq!(withdrawn_at(&store, page).await, None);
        assert_eq!(kinds(&store).await, [ChangeKind::New, ChangeKind::Withdrawn, expected], "{back:?}");
        // Gone again: the answers before it came back count no longer.
        tell(&store, [gone(page, 4)]).await;
        assert_eq!(withdrawn_at(&store, page).await, None);
        tell(&store, [gone(page, 5)]).await;
        assert_eq!(withdrawn_at(&store, page).await, gone(page, 5).at);
    };
    check(at(Sample::page(1), 3), ChangeKind::Restored).await;
    check(at(Sample { wording: 1, ..Sample::page(1) }, 3), ChangeKind::Revised).await;
}

async fn answers_count_that_were_there_before_the_article(place: Place) {
    let store = place.store().await;
    let mobile = Sample { wording: 2, ..Sample::page(1) };
    // Of the address that it was captured from, which is not the one that it is named by.
    tell(&store, [gone(mobile, 1), gone(mobile, 2)]).await;
    store.commit(&batch([mobile])).await.unwrap();
    assert_eq!(withdrawn_at(&store, mobile).await, gone(mobile, 2).at);
    assert_eq!(kinds(&store).await, [ChangeKind::New, ChangeKind::Withdrawn]);
}

async fn no_other_refusal_withdraws_anything(place: Place) {
    let check = async |change: fn(&mut Outcome)| {
        let store = place.store().await;
        let page = Sample::page(1);
        store.commit(&batch([page])).await.unwrap();
        let mut outcomes = [gone(page, 1), gone(page, 2)];
        outcomes.iter_mut().for_each(change);
        tell(&store, outcomes).await;
        assert_eq!(withdrawn_at(&store, page).await, None);
    };
    check(|outcome| outcome.reason.as_mut().unwrap().code = "http_403".to_owned()).await;
    check(|outcome| outcome.reason.as_mut().unwrap().code = "timeout".to_owned()).await;
    // A feed's entry stands in for the page.
    check(|outcome| outcome.outcome = OutcomeKind::Forwarded).await;
    check(|outcome| outcome.stage = StageName::Clean).await;
    check(|outcome| outcome.at = None).await;
    check(|outcome| outcome.input = "https://example.org/articles/10".to_owned()).await;
}
