//! What articles are to others: written with how far that is, read back, copied with the store.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use chrono::DateTime;
use veille_model::{ArticleId, Copied, CopyKind, Joined, Mark, Told};
use veille_sink::{ChangeKind, CoverageFilter, Store, Telling};
use veille_tests::samples::{Sample, batch};

use crate::places::{Place, both};

both!(
    what_was_told_is_read_back,
    a_story_of_one_is_none,
    a_copy_of_the_store_knows_it_too,
    days_are_read_by_what_articles_are_dated_by,
);

fn alone(number: u32) -> Told {
    let tagged = Sample::page(number).tagged();
    let at = tagged.article.dated_at().unwrap().timestamp();
    Told::alone(tagged.article.id, tagged.article.revision, Some(at))
}

fn copy(number: u32, original: u32) -> Told {
    let original = Sample::page(original).article_id();
    let copied = Copied {
        original: original.clone(),
        kind: CopyKind::Excerpt,
        of_copy: 97,
        of_original: 41,
        credited: true,
    };
    let joined = Some(Joined { to: original.clone(), score: 1000 });
    Told { originals: vec![copied], story: original, joined, ..alone(number) }
}

/// Three articles, the third a copy of the first.
async fn filled(place: Place) -> (Store, Vec<Told>) {
    let store = place.store().await;
    store.commit(&batch((1..4).map(Sample::page))).await.unwrap();
    let told = vec![alone(1), alone(2), copy(3, 1)];
    let last = told[2].clone();
    let telling = Telling {
        told: told.clone(),
        marks: vec![Mark { key: "follow/stories".to_owned(), value: Some("3".to_owned()) }],
        changes: vec![(ChangeKind::Told, last.article, last.revision)],
        ..Telling::default()
    };
    store.tell(&telling).await.unwrap();
    (store, told)
}

async fn what_was_told_is_read_back(place: Place) {
    let (store, told) = filled(place).await;
    let ids: Vec<ArticleId> = told.iter().map(|told| told.article.clone()).collect();
    let mut sorted = told.clone();
    sorted.sort_by(|a, b| a.article.cmp(&b.article));
    assert_eq!(store.told(&ids).await.unwrap(), sorted);
    assert_eq!(store.told_after("", 10).await.unwrap(), sorted);
    assert_eq!(store.tellers(&ids[0]).await.unwrap(), [told[0].clone(), told[2].clone()]);
    assert_eq!(store.copies_of(&ids[0]).await.unwrap(), [told[2].clone()]);
    let stories = store.stories(None, None, 10).await.unwrap();
    assert_eq!((stories.len(), &stories[0].story), (1, &ids[0]));
    assert_eq!((stories[0].articles, stories[0].originals), (2, 1));
    assert!(
        store
            .stories(stories[0].last_at.map(|at| at + chrono::TimeDelta::days(1)), None, 10)
            .await
            .unwrap()
            .is_empty()
    );
    let last = store.changes(3, 10).await.unwrap();
    assert_eq!(
        last.iter().map(|change| (change.kind, &change.article)).collect::<Vec<_>>(),
        [(ChangeKind::Told, &ids[2])]
    );
    assert_eq!(store.mark("follow/stories").await.unwrap().as_deref(), Some("3"));
    let copies = store.coverage_of_copies(&CoverageFilter::default()).await.unwrap();
    assert_eq!(copies.iter().map(|slot| slot.articles).sum::<u64>(), 1);
}

async fn a_story_of_one_is_none(place: Place) {
    let (store, told) = filled(place).await;
    let parted =
        Told { story: told[2].article.clone(), originals: Vec::new(), joined: None, ..told[2].clone() };
    let telling = Telling { told: vec![parted], left: vec![told[0].article.clone()], ..Telling::default() };
    store.tell(&telling).await.unwrap();
    assert!(store.stories(None, None, 10).await.unwrap().is_empty());
    assert!(store.coverage_of_copies(&CoverageFilter::default()).await.unwrap().is_empty());
    store.tell(&Telling { gone: vec![told[1].article.clone()], ..Telling::default() }).await.unwrap();
    assert_eq!(store.told_after("", 10).await.unwrap().len(), 2);
}

async fn a_copy_of_the_store_knows_it_too(place: Place) {
    let (store, _) = filled(place).await;
    let to = Store::open_in_memory().await.unwrap();
    let copied = store.copy_to(&to, |_, _| {}).await.unwrap();
    assert!(copied.digests.contains_key("stories"));
    assert_eq!(to.told_after("", 10).await.unwrap(), store.told_after("", 10).await.unwrap());
    assert_eq!(to.stories(None, None, 10).await.unwrap(), store.stories(None, None, 10).await.unwrap());
}

async fn days_are_read_by_what_articles_are_dated_by(place: Place) {
    let (store, told) = filled(place).await;
    let at = |seconds: i64| DateTime::from_timestamp(seconds, 0).unwrap();
    let second = told[1].at.unwrap();
    let found = store.dated_between(at(second), at(second + 1)).await.unwrap();
    assert_eq!(found.iter().map(|found| &found.article.id).collect::<Vec<_>>(), [&told[1].article]);
    assert!(store.dated_between(at(0), at(1)).await.unwrap().is_empty());
}
