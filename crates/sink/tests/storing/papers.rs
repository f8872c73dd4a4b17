//! What people write: kept beside what the press writes, with a trail that tells who did it and that nobody changed.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use chrono::DateTime;
use sqlx::{Connection, SqliteConnection};
use veille_sink::{Audited, Deed, Location, Paper, Papers, Store};
use veille_tests::samples::{Sample, batch};

use crate::places::{NOTHING, Place, both};

both!(
    papers_are_put_replaced_and_thrown_away_with_their_deeds,
    deeds_of_many_at_once_are_one_trail,
    what_was_changed_meanwhile_is_not_written_over,
    a_copy_of_the_store_has_the_papers_and_the_trail,
    what_was_thought_of_an_article_is_forgotten_with_it,
);

fn deed(what: &str) -> Deed {
    let at = DateTime::from_timestamp(1_760_000_000, 0).unwrap();
    // A zero byte may come in a header.
    Deed { at, who: "hoa".to_owned(), what: what.to_owned(), on: "a\0b".to_owned(), detail: "é".to_owned() }
}

fn user(name: &str, document: &str, what: &str) -> Papers {
    Papers {
        put: vec![(Paper::User, name.to_owned(), document.to_owned())],
        deeds: vec![deed(what)],
        ..Papers::default()
    }
}

/// The trail, of which every line follows the one before.
async fn trail(store: &Store) -> Vec<Audited> {
    let lines = store.audit(0, 10_000).await.unwrap();
    let (mut number, mut digest) = (0, Audited::BEGINNING.to_owned());
    for line in &lines {
        assert!(line.follows(number, &digest), "{line:?}");
        (number, digest) = (line.number, line.digest.clone());
    }
    lines
}

async fn papers_are_put_replaced_and_thrown_away_with_their_deeds(place: Place) {
    let store = place.store().await;
    store.write_papers(&user("hoa", "1", "added")).await.unwrap();
    store.write_papers(&user("an", "2", "added")).await.unwrap();
    store.write_papers(&user("hoa", "3", "changed")).await.unwrap();
    assert_eq!(store.paper(Paper::User, "hoa").await.unwrap().as_deref(), Some("3"));
    assert_eq!(store.paper(Paper::Token, "hoa").await.unwrap(), None);
    let gone = Papers {
        gone: vec![(Paper::User, "hoa".to_owned())],
        deeds: vec![deed("removed")],
        ..Papers::default()
    };
    store.write_papers(&gone).await.unwrap();
    assert_eq!(store.papers(Paper::User).await.unwrap(), [("an".to_owned(), "2".to_owned())]);
    let what: Vec<String> = trail(&store).await.iter().map(|line| line.deed().unwrap().what).collect();
    assert_eq!(what, ["added", "added", "changed", "removed"]);
    assert_eq!(store.audit(2, 1).await.unwrap()[0].number, 3);
    assert_eq!(store.check().await.unwrap(), []);
}

async fn deeds_of_many_at_once_are_one_trail(place: Place) {
    let store = place.store().await;
    let writers = (0..8).map(|writer| {
        let store = store.clone();
        tokio::spawn(async move {
            for number in 0..10 {
                store
                    .write_papers(&user(&format!("{writer}"), &number.to_string(), "changed"))
                    .await
                    .unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    assert_eq!(trail(&store).await.len(), 80);
}

async fn what_was_changed_meanwhile_is_not_written_over(place: Place) {
    let store = place.store().await;
    let seen = |document: Option<&str>| vec![(Paper::User, "hoa".to_owned(), document.map(str::to_owned))];
    let first = Papers { seen: seen(None), ..user("hoa", "1", "added") };
    assert!(store.write_papers(&first).await.unwrap());
    assert!(!store.write_papers(&first).await.unwrap(), "it is there by now");
    let late = Papers { seen: seen(Some("0")), ..user("hoa", "2", "changed") };
    assert!(!store.write_papers(&late).await.unwrap());
    assert_eq!((trail(&store).await.len(), store.last_audit().await.unwrap()), (1, 1));
    assert!(store.write_papers(&Papers { seen: seen(Some("1")), ..late }).await.unwrap());
    assert_eq!(store.paper(Paper::User, "hoa").await.unwrap().as_deref(), Some("2"));
}

async fn a_copy_of_the_store_has_the_papers_and_the_trail(place: Place) {
    let store = place.store().await;
    store.write_papers(&user("hoa", "1", "added")).await.unwrap();
    store.commit(&batch([Sample::page(1)])).await.unwrap();
    let copy = Store::open_in_memory().await.unwrap();
    store.copy_to(&copy, |_, _| {}).await.unwrap();
    assert_eq!(copy.papers(Paper::User).await.unwrap(), store.papers(Paper::User).await.unwrap());
    assert_eq!(trail(&copy).await, trail(&store).await);
    // It goes on from there, and what people wrote is no empty store.
    copy.write_papers(&user("an", "2", "added")).await.unwrap();
    assert_eq!(trail(&copy).await.len(), 2);
    let written = Store::open_in_memory().await.unwrap();
    written.write_papers(&user("an", "2", "added")).await.unwrap();
    assert!(store.copy_to(&written, |_, _| {}).await.is_err());
}

async fn what_was_thought_of_an_article_is_forgotten_with_it(place: Place) {
    let store = place.store().await;
    store.commit(&batch([Sample::page(1), Sample::page(2)])).await.unwrap();
    let put = [1, 2].map(|it| (Paper::Triage, Sample::page(it).article_id().to_string(), "{}".to_owned()));
    store.write_papers(&Papers { put: put.into(), ..Papers::default() }).await.unwrap();
    store.forget(&Sample::page(1).url(), NOTHING).await.unwrap();
    let left = store.papers(Paper::Triage).await.unwrap();
    assert_eq!(
        left.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(),
        [Sample::page(2).article_id().as_str()]
    );
}

#[tokio::test]
async fn a_line_that_was_changed_or_taken_out_is_found() {
    for (statement, expected) in [
        ("UPDATE audit SET document = replace(document, 'hoa', 'an') WHERE number = 2", "line 2"),
        ("DELETE FROM audit WHERE number = 2", "line 3"),
        ("DELETE FROM audit WHERE number = 1", "line 2"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("veille.db");
        let store = Store::open(Location::from(path.as_path())).await.unwrap();
        for what in ["login", "export", "logout"] {
            store.write_papers(&Papers { deeds: vec![deed(what)], ..Papers::default() }).await.unwrap();
        }
        let mut raw = SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
        sqlx::query(sqlx::AssertSqlSafe(statement.to_owned())).execute(&mut raw).await.unwrap();
        let findings = store.check().await.unwrap();
        assert!(findings[0].to_string().starts_with(&format!("audit: {expected} ")), "{findings:?}");
    }
}
