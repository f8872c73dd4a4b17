//! Opening says whose file it is, and what to do when it is not ours.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, raw_sql};
use veille_model::Batch;
use veille_sink::{ChangeKind, Committed, Filter, Store, StoreError};
use veille_tests::samples::{Sample, batch};

async fn raw(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    SqliteConnection::connect_with(&options).await.unwrap()
}

/// Opens a file that is refused, and stays as it was; gives the message without the path.
async fn refusal(path: &Path) -> (StoreError, String) {
    let before = std::fs::read(path).ok();
    let error = Store::open(path).await.unwrap_err();
    assert_eq!(std::fs::read(path).ok(), before, "a refused file was changed");
    let message = error.to_string();
    let to_read = Store::open_to_read(path).await.unwrap_err();
    assert_eq!(to_read.to_string(), message, "readers are told the same");
    assert!(message.contains(&*path.to_string_lossy()), "{message}");
    (error, message)
}

#[tokio::test]
async fn a_reader_sees_what_is_committed_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("veille.db");
    assert!(Store::open_to_read(&path).await.is_err());
    assert!(!path.exists(), "a reader makes no store");
    let writer = Store::open(&path).await.unwrap();
    let reader = Store::open_to_read(&path).await.unwrap();
    writer.commit(&batch([Sample::page(1)])).await.unwrap();
    assert_eq!(reader.articles(&Filter { limit: 9, ..Filter::default() }).await.unwrap().len(), 1);
    let refused = reader.commit(&batch([Sample::page(2)])).await.unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly { .. }), "{refused:?}");
    // One that nobody writes to and whose log is folded in can be read where nothing can be written beside it.
    writer.close().await;
    reader.close().await;
    let again = Store::open_to_read(&path).await.unwrap();
    assert_eq!(again.articles(&Filter { limit: 9, ..Filter::default() }).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_file_of_another_kind_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "Not a database, but long enough to be taken for one. ".repeat(40)).unwrap();
    let (error, message) = refusal(&path).await;
    assert!(matches!(error, StoreError::NotADatabase { .. }), "{error:?}");
    assert!(message.contains("name another path"), "{message}");
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("places.sqlite");
    let mut other = raw(&path).await;
    raw_sql("CREATE TABLE bookmarks (url TEXT)").execute(&mut other).await.unwrap();
    other.close().await.unwrap();
    let (error, _) = refusal(&path).await;
    assert!(matches!(error, StoreError::Foreign { .. }), "{error:?}");
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("veille.db");
    Store::open(&path).await.unwrap().close().await;
    let mut newer = raw(&path).await;
    raw_sql("INSERT INTO _sqlx_migrations VALUES (99, 'from the future', '2031-01-01', true, x'00', 1)")
        .execute(&mut newer)
        .await
        .unwrap();
    newer.close().await.unwrap();
    let (error, message) = refusal(&path).await;
    assert!(matches!(error, StoreError::NewerSchema { found: 99, .. }), "{error:?}");
    assert!(message.contains("upgrade veille"), "{message}");
}

#[tokio::test]
async fn a_missing_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (error, message) = refusal(&folder.path().join("missing/veille.db")).await;
    assert!(matches!(error, StoreError::CannotOpen { .. }), "{error:?}");
    assert!(message.contains("folder exists"), "{message}");
    assert!(matches!(Store::open(folder.path()).await.unwrap_err(), StoreError::CannotOpen { .. }));
}

#[tokio::test]
async fn a_damaged_file_is_called_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("veille.db");
    Store::open(&path).await.unwrap().close().await;
    // What an empty store has is its schema, which is read when opening.
    let schema = std::fs::metadata(&path).unwrap().len() as usize;
    let store = Store::open(&path).await.unwrap();
    store.commit(&batch((0..200).map(Sample::page))).await.unwrap();
    store.close().await;
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[schema..].fill(0xee);
    std::fs::write(&path, bytes).unwrap();

    let store = Store::open(&path).await.unwrap();
    let error = store.articles(&Filter::default()).await.unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    assert!(error.to_string().contains("restore a copy"), "{error}");
}

#[tokio::test]
async fn what_is_damaged_is_not_copied_as_if_it_were_whole() {
    const PAGE: usize = 8192;
    // Of an index, which a copy would be given anew.
    const LEAF_OF_AN_INDEX: u8 = 0x0a;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("veille.db");
    Store::open(&path).await.unwrap().close().await;
    let schema = std::fs::metadata(&path).unwrap().len() as usize;
    let store = Store::open(&path).await.unwrap();
    store.commit(&batch((0..2_000).map(Sample::page))).await.unwrap();
    store.close().await;
    let mut bytes = std::fs::read(&path).unwrap();
    let page = bytes[schema..].chunks_mut(PAGE).find(|page| page[0] == LEAF_OF_AN_INDEX).unwrap();
    page[3..PAGE / 2].fill(0xee);
    std::fs::write(&path, bytes).unwrap();

    let store = Store::open(&path).await.unwrap();
    let copy = folder.path().join("copy.db");
    let refused = store.backup(&copy).await.unwrap_err();
    assert!(matches!(refused, StoreError::Damaged { .. }), "{refused:?}");
    assert!(!copy.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_that_create_the_same_store_at_once_wait_for_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("veille.db");
    let opened = (0..8).map(|number| {
        let path = path.clone();
        tokio::spawn(async move {
            let store = Store::open(&path).await?;
            store.commit(&batch([Sample::page(number)])).await
        })
    });
    for task in opened.collect::<Vec<_>>() {
        assert_eq!(task.await.unwrap().unwrap().new, 1);
    }
    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.counts().await.unwrap().articles, 8);
}

#[tokio::test]
async fn a_store_of_the_first_schema_is_read_and_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("veille.db");
    let mut first = raw(&path).await;
    raw_sql(include_str!("schema-1.sql")).execute(&mut first).await.unwrap();
    first.close().await.unwrap();

    let store = Store::open(&path).await.unwrap();
    let articles = store.articles(&Filter::default()).await.unwrap();
    let headlines: Vec<&str> =
        articles.iter().filter_map(|article| article.article.headline.as_deref()).collect();
    assert_eq!(headlines, ["Wording 0 of article 3", "Wording 0 of article 2", "Wording 0 of article 1"]);
    assert_eq!(store.why(&Sample::page(2).url()).await.unwrap(), Sample::page(2).outcomes());
    assert_eq!(store.mark("replay/seeds").await.unwrap().as_deref(), Some("3"));
    let before = store.counts().await.unwrap();
    assert_eq!((before.articles, before.topics["convention"], before.topics["signature"]), (3, 2, 2));

    let announced = store.changes(0, 10).await.unwrap();
    assert_eq!(announced.len(), 3, "what was stored before there was a feed is announced too");
    assert!(announced.iter().all(|change| change.kind == ChangeKind::New));

    let again = Batch { articles, ..Batch::default() };
    assert_eq!(store.commit(&again).await.unwrap(), Committed { unchanged: 3, ..Committed::default() });
    assert_eq!(store.counts().await.unwrap(), before);
    store.commit(&batch([Sample::page(4)])).await.unwrap();
    assert_eq!(store.counts().await.unwrap().articles, 4);
}
