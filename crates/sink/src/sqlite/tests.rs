//! Failures that need a hand on the connection that writes.

use std::future::{Future, poll_fn};
use std::task::Poll;
use std::time::Duration;

use sqlx::{Connection, query};
use veille_model::{Batch, Mark};

use super::{Store, error, open};
use crate::StoreError;

fn large(key: &str) -> Batch {
    let marks = vec![Mark { key: key.to_owned(), value: Some("x".repeat(1 << 20)) }];
    Batch { marks, ..Batch::default() }
}

async fn store(folder: &tempfile::TempDir) -> Store {
    Store::open(&folder.path().join("veille.db")).await.unwrap()
}

/// Runs a PRAGMA on the connection that writes.
async fn pragma(store: &Store, pragma: &'static str) {
    query(pragma).execute(&store.writer).await.unwrap();
}

/// A batch that must fail; nothing of it is left, and what was there is.
async fn refusal(store: &Store) -> StoreError {
    let error = store.commit(&large("second")).await.unwrap_err();
    assert_eq!(store.mark("second").await.unwrap(), None);
    assert!(store.mark("first").await.unwrap().is_some());
    let message = error.to_string();
    assert!(message.contains("veille.db"), "{message}");
    error
}

#[tokio::test]
async fn what_is_confirmed_has_reached_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let said: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(&store.writer).await.unwrap();
    // 2 is FULL: the log is written through with each commit.
    assert_eq!(said, 2);
    let said: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&store.writer).await.unwrap();
    assert_eq!(said, "wal");
}

#[tokio::test]
async fn a_full_disk_is_called_full_and_the_next_batch_may_succeed() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    store.commit(&large("first")).await.unwrap();
    pragma(&store, "PRAGMA max_page_count = 200").await;
    let error = refusal(&store).await;
    assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
    assert!(error.is_temporary());
    assert!(error.to_string().contains("free some"), "{error}");
    // The limit went with the connection that met it.
    store.commit(&large("second")).await.unwrap();
}

#[tokio::test]
async fn a_disk_that_was_full_for_whatever_is_written_leaves_the_next_batch_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    store.commit(&large("first")).await.unwrap();
    let keys: Vec<String> = (0..40).map(|n| format!("{n}{}", "x".repeat(1 << 16))).collect();
    pragma(&store, "PRAGMA max_page_count = 200").await;
    let error = store.adopt("another", &keys).await.unwrap_err();
    assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
    store.commit(&large("second")).await.unwrap();
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_called_so() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    store.commit(&large("first")).await.unwrap();
    pragma(&store, "PRAGMA query_only = ON").await;
    let error = refusal(&store).await;
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
    assert!(!error.is_temporary());
    assert!(error.to_string().contains("check who owns"), "{error}");
}

#[tokio::test]
async fn a_store_locked_by_another_program_is_called_locked() {
    let folder = tempfile::tempdir().unwrap();
    let short = Duration::from_millis(50);
    let store = open::file(&folder.path().join("veille.db"), short).await.unwrap();
    store.commit(&large("first")).await.unwrap();
    let mut other = store.writer.acquire().await.unwrap().detach();
    let lock = other.begin_with("BEGIN EXCLUSIVE").await.unwrap();

    let error = refusal(&store).await;
    assert!(matches!(error, StoreError::Locked { .. }), "{error:?}");
    assert!(error.is_temporary());
    let error = open::file(&store.path, short).await.unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error:?}");

    lock.rollback().await.unwrap();
    store.commit(&large("second")).await.unwrap();
}

#[tokio::test]
async fn a_commit_given_up_half_way_leaves_nothing_or_all() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let marks = |round: usize| {
        ["a", "b"].map(|key| Mark { key: format!("{round}/{key}"), value: Some(String::new()) })
    };
    let mut given_up = 0;
    for round in 0..60 {
        let batch = Batch { marks: marks(round).into(), ..Batch::default() };
        let mut commit = Box::pin(store.commit(&batch));
        let mut polls = round % 6;
        let finished = poll_fn(|context| match commit.as_mut().poll(context) {
            Poll::Ready(result) => Poll::Ready(Some(result)),
            Poll::Pending if polls == 0 => Poll::Ready(None),
            Poll::Pending => {
                polls -= 1;
                Poll::Pending
            }
        })
        .await;
        drop(commit);
        given_up += usize::from(finished.is_none());
        let left = store.marks(&format!("{round}/")).await.unwrap().len();
        assert!(left == 2 || (left == 0 && finished.is_none()), "round {round}: {left} of 2 marks");
    }
    assert!(given_up >= 5, "only {given_up} commits were given up");
    store.commit(&large("after")).await.unwrap();
    assert!(store.mark("after").await.unwrap().is_some());
}

#[tokio::test]
async fn readers_cannot_write() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let error = query("DELETE FROM marks").execute(&store.readers).await.unwrap_err();
    assert!(matches!(error::of(&store.path, error), StoreError::ReadOnly { .. }));
}

#[tokio::test]
async fn a_store_in_memory_outlasts_the_connection_that_works_on_it() {
    let store = Store::open_in_memory().await.unwrap();
    store.commit(&large("first")).await.unwrap();
    store.writer.acquire().await.unwrap().close().await.unwrap();
    assert!(store.mark("first").await.unwrap().is_some());
}
