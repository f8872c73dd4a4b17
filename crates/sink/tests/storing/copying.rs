//! An office moves from one store to another, of either kind, interrupted anywhere, and nothing is lost on the way.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::time::Duration;

use futures_util::TryStreamExt;
use veille_model::{Batch, CaptureKind, FeedEntry, PackedCapture};
use veille_sink::{CoverageFilter, Part, Store, StoreError};
use veille_tests::samples::{Sample, batch, mark, naming};

use crate::places::{NOTHING, Place, PostgresServer};

/// An office that has seen everything: edits, texts changed back, entries, pages that are gone, something forgotten.
async fn furnished(place: Place) -> Store {
    let store = place.lasting().open_kept().await;
    for piece in 0..6_u32 {
        let samples: Vec<Sample> = (piece * 40..piece * 40 + 40)
            .flat_map(|article| {
                let first = Sample::page(article);
                let edited = Sample { wording: 1, captured_at: Some(1_770_000_000), ..first };
                let back =
                    Sample { captured_at: Some(1_775_000_000 + i64::from(article % 3) * 86_400), ..first };
                let entry = Sample { kind: CaptureKind::Entry, captured_at: None, ..first };
                [first, edited, back, entry].into_iter().take(1 + article as usize % 4)
            })
            .collect();
        let mut captures: Vec<PackedCapture> = samples.iter().map(|sample| sample.packed()).collect();
        // What no server should send, and some file has.
        captures[0].capture.media_type = Some("text/\0html".to_owned());
        captures[0].capture.url = Some(format!("https://paper.example/\0/{piece}"));
        let title = Some(format!("Hà Nội\0 {piece}"));
        captures[1].capture.entry = Some(Box::new(FeedEntry { title, ..FeedEntry::default() }));
        let marks = vec![mark("replay/office", piece), mark(&format!("page/{piece}"), piece)];
        store.commit(&Batch { captures, marks, ..naming(batch(samples)) }).await.unwrap();
    }
    let gone =
        |seconds: i64| Sample { captured_at: Some(1_790_000_000 + seconds), ..Sample::page(3) }.refused(404);
    store.commit(&Batch { outcomes: vec![gone(0), gone(1)], ..Batch::default() }).await.unwrap();
    store.forget(&Sample::page(7).url(), NOTHING).await.unwrap();
    store
}

async fn check(from: &Store, to: &Store) {
    assert_eq!(to.check().await.unwrap(), []);
    assert_eq!(
        to.export().try_collect::<Vec<_>>().await.unwrap(),
        from.export().try_collect::<Vec<_>>().await.unwrap()
    );
    assert_eq!(
        to.ledger().try_collect::<Vec<_>>().await.unwrap(),
        from.ledger().try_collect::<Vec<_>>().await.unwrap()
    );
    assert_eq!(to.marks("").await.unwrap(), from.marks("").await.unwrap());
    assert_eq!(to.changes(0, u32::MAX).await.unwrap(), from.changes(0, u32::MAX).await.unwrap());
    assert_eq!(to.identity().await.unwrap(), from.identity().await.unwrap());
    let all = CoverageFilter::default();
    assert_eq!(to.coverage(&all).await.unwrap(), from.coverage(&all).await.unwrap());
    for article in [3, 5, 9] {
        let url = Sample::page(article).url();
        assert_eq!(to.wordings_of(&url).await.unwrap(), from.wordings_of(&url).await.unwrap());
        let captures = async |store: &Store| {
            let captures = store.captures_of(&Sample::page(article).article_id()).await.unwrap();
            captures.into_iter().map(|stored| (stored.stored_at, stored.capture)).collect::<Vec<_>>()
        };
        assert_eq!(captures(to).await, captures(from).await);
    }
    // What was forgotten stays away there too, and numbers go on.
    let last = to.last_change().await.unwrap();
    let committed = to.commit(&batch([Sample::page(7), Sample::page(900)])).await.unwrap();
    assert_eq!((committed.new, committed.forgotten), (1, 1));
    assert!(to.changes(last, 10).await.unwrap().len() == 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_moves_to_a_server_and_back_and_is_the_same() {
    let Some(server) = PostgresServer::shared() else { return };
    let from = furnished(Place::File).await;
    let there = Place::Server(server).store().await;
    let copied = from.copy_to(&there, |_, _| {}).await.unwrap();
    assert_eq!((copied.counts.articles, copied.marks), (239, 7));
    let back = Place::File.lasting().open_kept().await;
    assert_eq!(there.copy_to(&back, |_, _| {}).await.unwrap(), copied);
    let again = Place::Server(server).store().await;
    assert_eq!(there.copy_to(&again, |_, _| {}).await.unwrap(), copied);
    for to in [&there, &back, &again] {
        check(&from, to).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_is_interrupted_anywhere_goes_on() {
    let places = [Some(Place::File), PostgresServer::shared().map(Place::Server)];
    for place in places.into_iter().flatten() {
        let from = furnished(Place::File).await;
        let to = place.lasting().open_kept().await;
        let mut interrupted = 0;
        let mut patience = 2;
        let copied = loop {
            assert!(patience < 60_000, "the copy does not end");
            match tokio::time::timeout(Duration::from_millis(patience), from.copy_to(&to, |_, _| {})).await {
                Ok(copied) => break copied.unwrap(),
                Err(_) => interrupted += 1,
            }
            // A little further each time, however slow the machine is.
            patience += patience / 2 + 1;
        };
        assert!(interrupted > 2, "interrupted only {interrupted} times");
        assert_eq!(copied.counts, from.counts().await.unwrap());
        // Whoever was interrupted between the last mark and the answer is told the same.
        assert_eq!(from.copy_to(&to, |_, _| {}).await.unwrap(), copied);
        check(&from, &to).await;
        // What was written to one of them since is not taken for a copy.
        to.forget(&Sample::page(9).url(), NOTHING).await.unwrap();
        let (feed, marks) = (to.changes(0, 10_000).await.unwrap(), to.marks("").await.unwrap());
        let since = from.copy_to(&to, |_, _| {}).await.unwrap_err();
        assert!(matches!(since, StoreError::Differs { .. }), "{since:?}");
        // And it stays as whoever works with it left it.
        assert_eq!((to.changes(0, 10_000).await.unwrap(), to.marks("").await.unwrap()), (feed, marks));
        assert_eq!(to.commit(&batch([Sample::page(9)])).await.unwrap().forgotten, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_holds_something_else_is_no_target() {
    let from = furnished(Place::File).await;
    let other = Place::File.store().await;
    other.commit(&batch([Sample::page(1)])).await.unwrap();
    let refused = from.copy_to(&other, |_, _| {}).await.unwrap_err();
    assert!(matches!(refused, StoreError::NotEmpty { .. }), "{refused:?}");
    // Nor is one that a copy of another store was begun in.
    let half = Place::File.lasting().open_kept().await;
    let begun = tokio::time::timeout(Duration::from_millis(30), from.copy_to(&half, |_, _| {})).await;
    // On a busy machine it may not even have come to its first mark.
    if begun.is_err() && half.mark("copy").await.unwrap().is_some() {
        let refused = other.copy_to(&half, |_, _| {}).await.unwrap_err();
        assert!(matches!(refused, StoreError::NotEmpty { .. }), "{refused:?}");
    }
}

/// Stores one of these articles each time that changes are copied.
fn writing(from: &Store, mut articles: std::ops::Range<u32>) -> impl FnMut(Part, u64) + Send + use<> {
    let (from, mut before) = (from.clone(), Part::Ledger);
    move |part, _| {
        let begins = std::mem::replace(&mut before, part) != Part::Changes && part == Part::Changes;
        if let Some(article) = begins.then(|| articles.next()).flatten() {
            let (from, other) = (from.clone(), batch([Sample::page(article)]));
            let wrote = std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(from.commit(&other)).unwrap();
            });
            wrote.join().unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_stored_meanwhile_is_copied_too_and_who_goes_on_storing_is_told() {
    let from = furnished(Place::File).await;
    let to = Place::File.lasting().open_kept().await;
    from.copy_to(&to, writing(&from, 1_000..1_001)).await.unwrap();
    assert_eq!(to.counts().await.unwrap(), from.counts().await.unwrap());
    check(&from, &to).await;
    let place = Place::File.lasting();
    let to = Store::open(place.location.clone()).await.unwrap();
    let told = from.copy_to(&to, writing(&from, 1_001..1_003)).await.unwrap_err();
    assert!(matches!(told, StoreError::Differs { .. }), "{told:?}");
    to.close().await;
    // Nobody takes it for a store that has everything, before it does.
    for opened in
        [Store::open(place.location.clone()).await, Store::open_to_read(place.location.clone()).await]
    {
        assert!(matches!(opened, Err(StoreError::HalfCopied { .. })), "{opened:?}");
    }
    let to = Store::open_to_copy_into(place.location.clone()).await.unwrap();
    from.copy_to(&to, |_, _| {}).await.unwrap();
    to.close().await;
    check(&from, &Store::open(place.location.clone()).await.unwrap()).await;
}
