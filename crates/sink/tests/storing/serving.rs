//! What only a server can do, and what only there can go wrong: several programs that write at once, places that are lost,
//! followers that are woken, and a server that does not let us in.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, Connection, raw_sql};
use veille_model::{Batch, Outcome, TaggedArticle};
use veille_sink::{Filter, Location, Store, StoreError};
use veille_tests::samples::{Sample, batch, mark, naming};

use crate::places::{Place, PostgresServer};

/// The server and a new store on it.
async fn begin() -> Option<(&'static PostgresServer, Location, Store)> {
    let server = PostgresServer::shared()?;
    let location = Place::Server(server).lasting().location;
    let store = Store::open(&location).await.unwrap();
    Some((server, location, store))
}

/// A connection of our own, to do what no store does.
pub async fn raw(location: &Location) -> PgConnection {
    let Location::Url(url) = location else { panic!("a server's store has a URL") };
    let (url, schema) = url.split_once("?schema=").unwrap();
    let options: PgConnectOptions = url.parse().unwrap();
    PgConnection::connect_with(&options.options([("search_path", schema)])).await.unwrap()
}

async fn everything(store: &Store) -> (Vec<TaggedArticle>, Vec<Outcome>) {
    (store.export().try_collect().await.unwrap(), store.ledger().try_collect().await.unwrap())
}

/// What a bus may deliver of 60 articles to one of several writers: all of them, in an order of its own, in batches.
fn delivered(writer: u32) -> Vec<Batch> {
    let mut samples: Vec<Sample> = (0..60)
        .flat_map(|article| {
            let late = Sample { wording: 1, captured_at: Some(1_770_000_000), ..Sample::page(article) };
            [Sample::page(article), late]
        })
        .collect();
    samples.sort_by_key(|sample| (sample.article * (2 * writer + 7) + sample.wording * 13) % 61);
    if writer % 2 == 1 {
        samples.reverse();
    }
    let shared = |number: usize| vec![mark("shared/a", number as u32), mark("shared/b", number as u32)];
    let numbered = samples.chunks(17).enumerate();
    numbered
        .map(|(number, samples)| {
            let mut marks = shared(number);
            marks.rotate_left(number % 2);
            let mut batch = batch(samples.iter().copied());
            // In another order for each writer: the ledger is where their batches meet.
            batch.outcomes.rotate_left(number * 5 % 17);
            Batch { marks, ..batch }
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn four_writers_of_the_same_articles_leave_what_one_leaves() {
    let Some((server, location, store)) = begin().await else { return };
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let location = location.clone();
            tokio::spawn(async move {
                let store = Store::open(location).await.unwrap();
                for batch in delivered(writer) {
                    // Not tried again: no order of their waits is a circle.
                    store.commit(&batch).await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let alone = Place::Server(server).store().await;
    for batch in delivered(0) {
        alone.commit(&batch).await.unwrap();
    }
    let file = Place::File.store().await;
    for batch in delivered(3) {
        file.commit(&batch).await.unwrap();
    }
    assert_eq!(everything(&store).await, everything(&alone).await);
    assert_eq!(everything(&store).await, everything(&file).await);
    assert_eq!(store.counts().await.unwrap(), file.counts().await.unwrap());
    let changes = store.changes(0, u32::MAX).await.unwrap();
    let new = changes.iter().filter(|change| change.kind == veille_sink::ChangeKind::New).count();
    assert_eq!((changes.len(), new), (120, 60), "each article is new once, each wording announced once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_of_rows_misses_none_that_was_numbered_before_it_was_committed() {
    let Some((_, location, store)) = begin().await else { return };
    store.commit(&batch([Sample::page(1)])).await.unwrap();
    // A writer in the middle: it waits for an article that another holds, its rows numbered already.
    let mut other = raw(&location).await;
    let mut holding = other.begin().await.unwrap();
    raw_sql("SELECT FROM anchors FOR UPDATE").execute(&mut *holding).await.unwrap();
    let early = tokio::spawn({
        let store = store.clone();
        async move {
            let again = Sample { wording: 1, captured_at: Some(1_770_000_000), ..Sample::page(1) };
            store.commit(&batch([again, Sample::page(2)])).await.unwrap();
        }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let later = Store::open(&location).await.unwrap();
    later.commit(&batch([Sample::page(3)])).await.unwrap();

    let reading = tokio::spawn(async move {
        let (mut row, mut read) = (0, Vec::new());
        loop {
            let held = later.wordings_after(row, 10, usize::MAX).await.unwrap();
            let Some(last) = held.last() else { return read };
            row = last.row;
            read.extend(held.into_iter().map(|held| held.article.article.revision));
        }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!reading.is_finished(), "a batch is under way");
    holding.rollback().await.unwrap();
    early.await.unwrap();
    assert_eq!(reading.await.unwrap().len(), 4);
}

/// Two writers, of whom the one that began first is held up before its rows are written: the store of the second, which has
/// committed, and what lets the first go on.
async fn one_before_another(location: &Location, store: &Store) -> (Store, impl Future<Output = ()> + use<>) {
    store.commit(&batch([Sample::page(1)])).await.unwrap();
    let mut other = raw(location).await;
    raw_sql("BEGIN; SELECT FROM anchors FOR UPDATE").execute(&mut other).await.unwrap();
    let early = tokio::spawn({
        let store = store.clone();
        async move {
            let again = Sample { wording: 1, captured_at: Some(1_770_000_000), ..Sample::page(1) };
            let outcomes = vec![Sample::page(2).refused(403)];
            store.commit(&Batch { outcomes, ..batch([again]) }).await.unwrap();
        }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let later = Store::open(location).await.unwrap();
    later.commit(&Batch { outcomes: vec![Sample::page(3).refused(404)], ..Batch::default() }).await.unwrap();
    let go_on = async move {
        raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
        early.await.unwrap();
    };
    (later, go_on)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_fetched_is_told_also_where_it_is_committed_late() {
    let Some((_, location, store)) = begin().await else { return };
    let (_, row) = store.last_fetched(0).await.unwrap();
    let (later, go_on) = one_before_another(&location, &store).await;
    let reading = tokio::spawn(async move {
        let (mut told, row) = later.last_fetched(row).await.unwrap();
        told.extend(later.last_fetched(row).await.unwrap().0);
        told.into_iter().filter_map(|outcome| Some(outcome.reason?.code)).collect::<Vec<_>>()
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    go_on.await;
    let mut told = reading.await.unwrap();
    told.sort_unstable();
    assert_eq!(told, ["http_403", "http_404"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_has_the_outcomes_that_are_committed_late_and_begins_no_second_round_for_them() {
    let Some((_, location, store)) = begin().await else { return };
    let (later, go_on) = one_before_another(&location, &store).await;
    let copying = tokio::spawn(async move {
        let (to, mut parts) = (Store::open_in_memory().await.unwrap(), Vec::new());
        later.copy_to(&to, |part, _| parts.push(part.to_string())).await.unwrap();
        parts.dedup();
        (parts, to)
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    go_on.await;
    let (parts, to) = copying.await.unwrap();
    assert_eq!(parts, ["ledger", "captures", "wordings", "changes", "marks", "done"]);
    assert_eq!(everything(&to).await, everything(&store).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_read_all_wordings_reads_those_that_come_after_outcomes_and_captures() {
    let Some((_, _, store)) = begin().await else { return };
    store.commit(&batch([Sample::page(1)])).await.unwrap();
    let captures = vec![Sample::page(5).packed()];
    let outcomes = vec![Sample::page(5).refused(404)];
    store.commit(&Batch { captures, outcomes, ..Batch::default() }).await.unwrap();
    let row = store.wordings_after(0, 10, usize::MAX).await.unwrap().last().unwrap().row;
    assert!(store.wordings_after(row, 10, usize::MAX).await.unwrap().is_empty());
    store.commit(&batch([Sample::page(2)])).await.unwrap();
    assert_eq!(store.wordings_after(row, 10, usize::MAX).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_appears_behind_nobodys_back() {
    let Some((_, location, store)) = begin().await else { return };
    // The first of two writers is stopped between numbering its change and committing it.
    let mut first = raw(&location).await;
    let mut numbering = first.begin().await.unwrap();
    let lock = "SELECT pg_advisory_xact_lock(('x' || substr(encode(sha256(convert_to('veille/' || current_schema() || \
                '/numbers', 'UTF8')), 'hex'), 1, 16))::bit(64)::bigint)";
    raw_sql(lock).execute(&mut *numbering).await.unwrap();
    raw_sql("INSERT INTO changes (kind, article, revision) VALUES ('new', 'a', 'b')")
        .execute(&mut *numbering)
        .await
        .unwrap();
    let second = tokio::spawn({
        let store = store.clone();
        async move { store.commit(&batch([Sample::page(1)])).await.unwrap() }
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!second.is_finished());
    assert_eq!(store.last_change().await.unwrap(), 0, "the second may not be seen before the first");
    numbering.commit().await.unwrap();
    second.await.unwrap();
    let numbers: Vec<u64> = store.changes(0, 10).await.unwrap().iter().map(|change| change.number).collect();
    assert_eq!(numbers, [1, 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_is_woken_by_the_commit() {
    let Some((_, location, store)) = begin().await else { return };
    let reader = Store::open_to_read(&location).await.unwrap();
    // Far longer than it takes, and far shorter than a follower waits that hears nothing.
    let soon = Duration::from_secs(3);
    reader.wait_for_change(0, Duration::from_secs(60)).await;
    for number in 1..=3 {
        let waiting = reader.wait_for_change(number - 1, Duration::from_secs(60));
        let begun = Instant::now();
        let committed = async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            store.commit(&batch([Sample::page(number as u32)])).await.unwrap();
        };
        tokio::join!(waiting, committed);
        assert!(begun.elapsed() < soon, "change {number} was heard of after {:?}", begun.elapsed());
        assert_eq!(reader.last_change().await.unwrap(), number);
    }
    // What is there already is not waited for.
    let begun = Instant::now();
    reader.wait_for_change(1, Duration::from_secs(60)).await;
    assert!(begun.elapsed() < soon);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_is_given_back_and_its_loss_is_noticed() {
    let Some((_, location, store)) = begin().await else { return };
    let place = store.lock("fetch", "the first").await.unwrap();
    let other = Store::open(&location).await.unwrap();
    let held = other.lock("fetch", "the second").await.unwrap_err();
    assert!(matches!(&held, StoreError::Held { holder, .. } if holder == "the first"), "{held:?}");
    let follower = other.lock("follow-desk", "the second").await.unwrap();
    drop(place);
    let again = eventually(|| other.lock("fetch", "the second")).await;
    assert!(!again.is_lost() && !follower.is_lost());

    // The server ends the session, as it does when it starts again.
    let mut raw = raw(&location).await;
    raw_sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'veille fetch'")
        .execute(&mut raw)
        .await
        .unwrap();
    tokio::time::timeout(Duration::from_secs(20), again.lost()).await.expect("the loss is noticed");
    assert!(again.is_lost());
    eventually(|| store.lock("fetch", "the third")).await;
}

/// A place that another has just given back: the server notices a moment later.
async fn eventually<F: Future<Output = Result<veille_sink::Lock, StoreError>>>(
    mut lock: impl FnMut() -> F,
) -> veille_sink::Lock {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        match lock().await {
            Ok(lock) => return lock,
            Err(StoreError::Held { .. }) if Instant::now() < deadline => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_writer_whose_connection_is_cut_leaves_nothing_and_writes_again() {
    let Some((_, location, store)) = begin().await else { return };
    store.commit(&batch([Sample::page(1)])).await.unwrap();
    let mut raw = raw(&location).await;
    let mut holding = raw.begin().await.unwrap();
    raw_sql("SELECT FROM anchors FOR UPDATE").execute(&mut *holding).await.unwrap();
    let again = Sample { wording: 1, captured_at: Some(1_770_000_000), ..Sample::page(1) };
    let stuck = tokio::spawn({
        let store = store.clone();
        async move { store.commit(&batch([again, Sample::page(2)])).await }
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE wait_event_type = 'Lock' AND query LIKE '%anchors%' AND pid <> pg_backend_pid() \
               AND (SELECT count(*) FROM pg_locks AS l WHERE l.pid = pg_stat_activity.pid \
                    AND l.relation = 'anchors'::regclass) > 0";
    raw_sql(cut).execute(&mut *holding).await.unwrap();
    let error = stuck.await.unwrap().unwrap_err();
    assert!(error.is_temporary(), "{error:?}");
    holding.rollback().await.unwrap();
    assert_eq!(store.counts().await.unwrap().revisions, 1);
    store.commit(&batch([again, Sample::page(2)])).await.unwrap();
    assert_eq!(store.counts().await.unwrap().revisions, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_given_up_half_way_leaves_nothing_or_all() {
    let Some((_, _, store)) = begin().await else { return };
    let mut given_up = 0;
    for round in 0..30_u32 {
        let samples = (round * 5..round * 5 + 5).map(Sample::page);
        let one = batch(samples);
        let given =
            tokio::time::timeout(Duration::from_micros(u64::from(round) * 400), store.commit(&one)).await;
        given_up += usize::from(given.is_err());
        let counts = store.counts().await.unwrap();
        assert_eq!(counts.articles % 5, 0);
        assert!(given.is_err() || counts.articles >= 5);
    }
    assert!(given_up >= 5, "only {given_up} commits were given up");
    store.commit(&batch((0..150).map(Sample::page))).await.unwrap();
    let (export, _) = everything(&store).await;
    assert_eq!(export.len(), 150);
}

/// Opens what is refused: what is said.
async fn refusal(url: &str) -> String {
    let location = Location::Url(url.to_owned());
    let error = Store::open(&location).await.unwrap_err();
    let message = error.to_string();
    assert!(!message.contains(PostgresServer::PASSWORD) && !message.contains("wrong-pass"), "{message}");
    assert!(!format!("{error:?}").contains(PostgresServer::PASSWORD), "{error:?}");
    message
}

#[tokio::test]
async fn what_a_server_refuses_is_told_in_our_words_and_without_the_password() {
    let Some((server, location, _store)) = begin().await else { return };
    let url = PostgresServer::with_password(&server.store());
    let check = async |url: String, part: &str| {
        let message = refusal(&url).await;
        assert!(message.contains(part), "{message}");
    };
    check(url.replace(PostgresServer::PASSWORD, "wrong-pass"), "PGPASSWORD").await;
    check(url.replace("/postgres?", "/nowhere?"), "createdb").await;
    check(url.replace("127.0.0.1", "127.0.0.1:1,").replace(",:", ":"), "expected postgres://").await;
    // Nobody listens on port 1.
    let (before, _) = url.split_once("127.0.0.1:").unwrap();
    check(format!("{before}127.0.0.1:1/postgres"), "does not answer").await;

    let none = Store::open_to_read(Location::Url(url.clone())).await.unwrap_err();
    assert!(matches!(none, StoreError::NoStore { .. }), "{none:?}");

    // Another program's tables.
    let schema = url.split_once("?schema=").unwrap().1.to_owned();
    let mut raw = raw(&location).await;
    let make = format!("CREATE SCHEMA {schema}; CREATE TABLE {schema}.bookmarks (url TEXT)");
    raw_sql(AssertSqlSafe(make)).execute(&mut raw).await.unwrap();
    check(url.clone(), "another program").await;
    let foreign = Store::open_to_read(Location::Url(url)).await.unwrap_err();
    assert!(matches!(foreign, StoreError::Foreign { .. }), "{foreign:?}");

    // A newer program's.
    let newer = "INSERT INTO _sqlx_migrations VALUES (99, 'from the future', now(), true, '', 1)";
    raw_sql(newer).execute(&mut raw).await.unwrap();
    for newer in [Store::open(&location).await, Store::open_to_read(&location).await] {
        let newer = newer.unwrap_err();
        assert!(matches!(newer, StoreError::NewerSchema { found: 99, .. }), "{newer:?}");
    }
}

#[tokio::test]
async fn a_reader_sees_what_is_committed_and_changes_nothing() {
    let Some((_, location, store)) = begin().await else { return };
    store.commit(&batch([Sample::page(1)])).await.unwrap();
    let reader = Store::open_to_read(&location).await.unwrap();
    let refused = reader.commit(&batch([Sample::page(2)])).await.unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly { .. }), "{refused:?}");

    // Somebody with no more than the right to read.
    let Location::Url(url) = &location else { panic!() };
    let schema = url.split_once("?schema=").unwrap().1;
    let role = format!("{schema}_reader");
    let grant = format!(
        "CREATE ROLE {role} LOGIN PASSWORD '{}'; GRANT USAGE ON SCHEMA {schema} TO {role}; \
         GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}",
        PostgresServer::PASSWORD
    );
    raw_sql(AssertSqlSafe(grant)).execute(&mut raw(&location).await).await.unwrap();
    let as_reader = Location::Url(url.replace(&format!("{}:", PostgresServer::USER), &format!("{role}:")));
    let reader = Store::open_to_read(&as_reader).await.unwrap();
    // A month that came after the grant is read too.
    let next = Sample { captured_at: Some(1_790_000_000), ..Sample::page(3) };
    store.commit(&batch([next])).await.unwrap();
    assert_eq!(reader.articles(&Filter::default()).await.unwrap().len(), 2);
    assert_eq!(reader.wordings_after(0, 10, usize::MAX).await.unwrap().len(), 2);
    let refused = Store::open(&as_reader).await.unwrap_err();
    assert!(matches!(refused, StoreError::Forbidden { .. }), "{refused:?}");
    // And somebody with none.
    let stranger = format!("{schema}_stranger");
    let make = format!("CREATE ROLE {stranger} LOGIN PASSWORD '{}'", PostgresServer::PASSWORD);
    raw_sql(AssertSqlSafe(make)).execute(&mut raw(&location).await).await.unwrap();
    let url = url.replace(&format!("{}:", PostgresServer::USER), &format!("{stranger}:"));
    let stranger = Location::Url(url);
    for refused in [Store::open(&stranger).await, Store::open_to_read(&stranger).await] {
        let refused = refused.unwrap_err();
        assert!(matches!(refused, StoreError::Forbidden { .. }), "{refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_that_make_the_same_store_at_once_wait_for_each_other() {
    let Some(server) = PostgresServer::shared() else { return };
    let location = Place::Server(server).lasting().location;
    let opened = (0..8).map(|number| {
        let location = location.clone();
        tokio::spawn(async move {
            let store = Store::open(&location).await?;
            store.commit(&batch([Sample::page(number)])).await
        })
    });
    for task in opened.collect::<Vec<_>>() {
        assert_eq!(task.await.unwrap().unwrap().new, 1);
    }
    assert_eq!(Store::open(&location).await.unwrap().counts().await.unwrap().articles, 8);
}

#[tokio::test]
async fn what_an_index_cannot_hold_and_text_cannot_is_stored_all_the_same() {
    let Some((_, _, store)) = begin().await else { return };
    // Random letters, so that nothing is won by compressing them.
    let long: String = (0..40_000_u32)
        .map(|n| char::from(b'a' + (n.wrapping_mul(2_654_435_761) >> 27) as u8 % 26))
        .collect();
    let mut article = Sample::page(1).tagged();
    article.article.url = Some(format!("https://example.org/{long}"));
    article.article.headline = Some(format!("zero \0 and {long}"));
    article.quotations = vec![veille_model::Quotation {
        kind: veille_model::QuotationKind::Direct,
        start: 0,
        end: 1,
        exact: "P\0".to_owned(),
        speaker: Some(format!("{long} \0 {long}")),
        role: None,
        cue: None,
    }];
    let outcome = Outcome {
        input: format!("https://example.org/{long}"),
        url: Some(format!("https://example.org/{long}")),
        ..Sample::page(1).fetched()
    };
    // A mark too: the fetcher remembers feeds and pages by their addresses.
    let marks = vec![mark(&long, 1)];
    let batch =
        Batch { articles: vec![article.clone()], outcomes: vec![outcome.clone()], marks, ..Batch::default() };
    store.commit(&batch).await.unwrap();
    assert_eq!(store.marks(&long[..100]).await.unwrap(), [mark(&long, 1)]);
    assert_eq!(everything(&store).await, (vec![article], vec![outcome.clone()]));
    assert_eq!(store.why(&outcome.input).await.unwrap(), [outcome]);
}

#[tokio::test]
async fn a_contradiction_is_found() {
    let check = async |damage: &'static str, expected: &[&str]| {
        let Some((_, location, store)) = begin().await else { return };
        let first = Sample::page(1);
        let gone = |seconds: i64| Sample { captured_at: Some(1_780_000_000 + seconds), ..first }.refused(404);
        let samples = [first, Sample::page(2), Sample { wording: 1, ..first }];
        let captures = samples.iter().map(|sample| sample.packed()).collect();
        store.commit(&Batch { captures, ..naming(batch(samples)) }).await.unwrap();
        store.commit(&Batch { outcomes: vec![gone(0), gone(1)], ..Batch::default() }).await.unwrap();
        assert_eq!(store.check().await.unwrap(), []);
        raw_sql(damage).execute(&mut raw(&location).await).await.unwrap();
        let mut found: Vec<&str> = store.check().await.unwrap().iter().map(|finding| finding.check).collect();
        found.dedup();
        assert_eq!(found, expected, "{damage}");
    };
    check("UPDATE counts SET articles = 2 WHERE topic = 'signature'", &["counts"]).await;
    check("DELETE FROM counts WHERE topic = ''", &["counts"]).await;
    check("UPDATE tallies SET number = 9 WHERE stage = 'fetch'", &["tallies"]).await;
    check("UPDATE tallies SET latest = 1", &["tallies"]).await;
    check("DELETE FROM tallies WHERE stage = 'fetch'", &["tallies"]).await;
    check("UPDATE revisions SET current = false", &["current", "counts"]).await;
    check("UPDATE revisions SET headline = 'x' WHERE id = (SELECT min(id) FROM revisions)", &["columns"])
        .await;
    check("UPDATE documents SET packed = '' WHERE revision = (SELECT min(id) FROM revisions)", &["columns"])
        .await;
    check("DELETE FROM documents", &["columns"]).await;
    check("UPDATE tags SET weight = 9", &["columns"]).await;
    check("DELETE FROM quotations WHERE ordinal = 1", &["columns"]).await;
    check("UPDATE mentions SET in_text = 9 WHERE ordinal = 0", &["columns"]).await;
    check("INSERT INTO mentions VALUES (-1, 0, 0, 0, 'person', 'x', 'x')", &["integrity"]).await;
    check("DELETE FROM withdrawals", &["withdrawals"]).await;
    check("DELETE FROM bodies", &["captures"]).await;
    check("DELETE FROM revisions WHERE month > 0", &["integrity", "counts"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn captures_that_are_let_go_while_others_write_the_same_bytes_keep_theirs() {
    let Some((_, location, store)) = begin().await else { return };
    let sample = |number: u32| {
        // All of the same bytes, under names of their own.
        let mut packed = Sample::page(0).packed();
        packed.capture.id = veille_model::CaptureId::from(format!("capture {number}"));
        packed
    };
    let writing = tokio::spawn(async move {
        let store = Store::open(location).await.unwrap();
        for number in 0..60 {
            let captures = vec![sample(number)];
            store.commit(&Batch { captures, ..Batch::default() }).await.unwrap();
        }
    });
    while !writing.is_finished() {
        store.expire_captures(chrono::Utc::now() + chrono::Duration::days(1)).await.unwrap();
    }
    writing.await.unwrap();
    assert_eq!(store.check().await.unwrap(), []);
    store.expire_captures(chrono::Utc::now() + chrono::Duration::days(1)).await.unwrap();
    assert_eq!(store.captures_size().await.unwrap(), veille_sink::CapturesSize::default());
}

#[tokio::test]
async fn room_is_given_back() {
    let Some((_, _, store)) = begin().await else { return };
    store.commit(&batch((0..20).map(Sample::page))).await.unwrap();
    store.vacuum().await.unwrap();
    assert_eq!(everything(&store).await.0.len(), 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_holds_what_was_stored_when_it_began_and_is_put_back_by_a_copy() {
    let Some((server, _, store)) = begin().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.db");
    let samples: Vec<Sample> = (0..300).map(Sample::page).collect();
    let captures = samples.iter().map(|sample| sample.packed()).collect();
    let marks = vec![mark("presence", 0)];
    store.commit(&Batch { captures, marks, ..batch(samples) }).await.unwrap();
    let before = everything(&store).await;
    // As an office does all day, in commits of its own.
    let (writing, stop) = (store.clone(), std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false)));
    let told = std::sync::Arc::clone(&stop);
    let writer = tokio::spawn(async move {
        let mut number = 0;
        while !told.load(std::sync::atomic::Ordering::Relaxed) {
            number += 1;
            let marks = vec![mark("presence", number)];
            writing.commit(&Batch { marks, ..batch([Sample::page(1_000 + number)]) }).await.unwrap();
        }
        number
    });
    store.backup(&file).await.unwrap();
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(writer.await.unwrap() > 3);
    let backup = Store::open(&file).await.unwrap();
    let held = everything(&backup).await;
    assert!(held.0.len() >= before.0.len() && before.0.iter().all(|article| held.0.contains(article)));
    assert_eq!(backup.captures_size().await.unwrap().captures, 300);
    assert_eq!(backup.check().await.unwrap(), []);
    // As many articles as commits, by the mark that each wrote: it is as of one.
    let written: usize = backup.mark("presence").await.unwrap().unwrap().parse().unwrap();
    assert_eq!(held.0.len(), before.0.len() + written);
    let again = store.backup(&file).await.unwrap_err();
    assert!(matches!(again, StoreError::Exists { .. }), "{again:?}");
    assert!(!folder.path().join("backup.db.partial").exists());

    let back = Place::Server(server).store().await;
    backup.copy_to(&back, |_, _| {}).await.unwrap();
    assert_eq!(everything(&back).await, held);
    assert_eq!(back.identity().await.unwrap(), store.identity().await.unwrap());
}
