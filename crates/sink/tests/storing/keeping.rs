//! Captures are kept and let go; what is forgotten is gone and stays away; a store is copied and checked.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, raw_sql};
use veille_model::{Batch, Capture, CaptureId, Mark, OutcomeKind, TaggedArticle, canonical_url};
use veille_sink::{CapturesSize, ChangeKind, CoverageFilter, Forgotten, QuotationFilter, Store, StoreError};
use veille_tests::samples::{Sample, batch, naming, packed};

use crate::places::{NOTHING, Place, both};

both!(
    a_capture_comes_back_byte_for_byte,
    equal_bytes_are_kept_once_and_of_one_name_the_earliest,
    captures_are_read_on_from_a_row_within_bounds,
    the_captures_of_an_article_are_those_of_all_its_addresses,
    old_captures_are_let_go_with_the_bytes_that_no_other_has,
    bytes_of_a_capture_that_gave_way_to_another_of_its_name_go_too,
    what_is_forgotten_is_gone_from_everywhere,
    what_is_forgotten_is_not_stored_again,
    a_page_of_which_no_article_was_made_is_forgotten_too,
    what_marks_say_of_the_forgotten_goes_with_it,
    stores_have_names_of_their_own_and_keep_them,
);

fn with_captures(samples: impl IntoIterator<Item = Sample>) -> Batch {
    let samples: Vec<Sample> = samples.into_iter().collect();
    Batch { captures: samples.iter().map(|sample| sample.packed()).collect(), ..batch(samples) }
}

fn in_the_future() -> DateTime<Utc> {
    Utc::now() + chrono::Duration::days(1)
}

async fn a_capture_comes_back_byte_for_byte(place: Place) {
    let store = place.store().await;
    let mut given = Vec::new();
    for (number, body) in
        [&b""[..], &[0xff, 0xfe, 0, b'a'][..], &b"x".repeat(100_000)[..], "Hà Nội".as_bytes()]
            .into_iter()
            .enumerate()
    {
        let mut capture =
            Capture::page(Some(format!("https://example.org/{number}?utm_source=x")), Vec::new());
        capture.id = CaptureId::from(format!("capture {number}"));
        capture.captured_at = DateTime::from_timestamp(1_760_000_000, 123_456_789);
        capture.status = (number > 0).then_some(200);
        capture.media_type = (number > 1).then(|| "text/html".to_owned());
        capture.headers.insert("etag".to_owned(), "\"é\"".to_owned());
        let kept = packed(capture.clone(), body);
        store.commit(&Batch { captures: vec![kept], ..Batch::default() }).await.unwrap();
        capture.body = body.to_vec();
        given.push(capture);
    }
    for capture in &given {
        let stored = store.capture(&capture.id).await.unwrap().unwrap();
        assert_eq!(&stored.capture, capture);
        assert!((Utc::now() - stored.stored_at.unwrap()).num_seconds() < 600);
    }
    assert_eq!(store.capture(&CaptureId::from("none".to_owned())).await.unwrap(), None);
    let bytes = given.iter().map(|capture| capture.body.len() as u64).sum();
    let size = store.captures_size().await.unwrap();
    assert_eq!((size.captures, size.bodies, size.bytes), (4, 4, bytes));
    assert!(size.packed_bytes > 0 && size.packed_bytes < bytes / 10);
}

async fn equal_bytes_are_kept_once_and_of_one_name_the_earliest(place: Place) {
    let capture = |id: &str, captured_at: Option<i64>| {
        let mut capture = Capture::page(Some("https://example.org/a".to_owned()), Vec::new());
        capture.id = CaptureId::from(id.to_owned());
        capture.captured_at = captured_at.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        capture
    };
    let given = [
        packed(capture("one", Some(2)), b"the same"),
        packed(capture("two", Some(3)), b"the same"),
        packed(capture("two", Some(1)), b"the same"),
        packed(capture("three", Some(1)), b"later bytes"),
        packed(capture("three", None), b"first bytes"),
    ];
    for together in [true, false] {
        let store = place.store().await;
        let pieces = if together { vec![&given[..]] } else { given.chunks(1).collect() };
        for piece in pieces {
            store.commit(&Batch { captures: piece.to_vec(), ..Batch::default() }).await.unwrap();
        }
        let stored = async |id: &str| {
            let id = CaptureId::from(id.to_owned());
            store.capture(&id).await.unwrap().unwrap().capture
        };
        assert_eq!(stored("two").await.captured_at, DateTime::from_timestamp(1, 0));
        assert_eq!(stored("two").await.body, b"the same");
        assert_eq!(stored("three").await.captured_at, None);
        assert_eq!(stored("three").await.body, b"first bytes");
        assert_eq!(store.captures_size().await.unwrap().captures, 3);
        assert_eq!(store.check().await.unwrap(), []);
    }
}

async fn captures_are_read_on_from_a_row_within_bounds(place: Place) {
    let store = place.store().await;
    store.commit(&with_captures((0..10).map(Sample::page))).await.unwrap();
    let mut rows = Vec::new();
    let mut after = 0;
    loop {
        let read = store.captures_after(after, 4, usize::MAX).await.unwrap();
        let Some(last) = read.last() else { break };
        assert!(read.len() <= 4);
        after = last.row;
        rows.extend(read.iter().map(|stored| stored.row));
    }
    assert!(rows.len() == 10 && rows.is_sorted_by(|a, b| a < b));
    let bytes = store.captures_after(0, 1, usize::MAX).await.unwrap()[0].capture.body.len();
    assert_eq!(store.captures_after(0, 10, bytes + 1).await.unwrap().len(), 2, "one more than fits");
    assert_eq!(store.captures_after(0, 10, 0).await.unwrap().len(), 1, "one at least");
}

async fn the_captures_of_an_article_are_those_of_all_its_addresses(place: Place) {
    let store = place.store().await;
    let first = Sample::page(1);
    let edited = Sample { wording: 1, captured_at: Some(1_770_000_000), ..first };
    let mobile = Sample { wording: 2, captured_at: Some(1_750_000_000), ..first };
    store.commit(&with_captures([first, edited, mobile, Sample::page(2), Sample::page(10)])).await.unwrap();
    let found = store.captures_of(&first.article_id()).await.unwrap();
    let ids: Vec<CaptureId> = found.into_iter().map(|stored| stored.capture.id).collect();
    assert_eq!(ids, [mobile.capture(), first.capture(), edited.capture()]);
}

async fn old_captures_are_let_go_with_the_bytes_that_no_other_has(place: Place) {
    let store = place.store().await;
    // More than are let go in one transaction, and all with the same bytes.
    store.commit(&with_captures((0..600).map(Sample::page))).await.unwrap();
    let before_all = Utc::now() - chrono::Duration::days(1);
    assert_eq!(store.expire_captures(before_all).await.unwrap(), 0);
    assert_eq!(store.captures_size().await.unwrap().captures, 600);
    let middle = Utc::now();
    store
        .commit(&with_captures([Sample::page(1000), Sample { wording: 1, ..Sample::page(1000) }]))
        .await
        .unwrap();
    assert_eq!(store.expire_captures(middle).await.unwrap(), 600);
    let size = store.captures_size().await.unwrap();
    assert_eq!((size.captures, size.bodies), (2, 2));
    assert_eq!(store.expire_captures(in_the_future()).await.unwrap(), 2);
    assert_eq!(store.captures_size().await.unwrap(), CapturesSize::default());
    // The articles stay.
    assert_eq!(store.counts().await.unwrap().articles, 601);
}

/// Whether these bytes stand anywhere in the files of a store.
fn is_on_disk(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|file| {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

async fn bytes_of_a_capture_that_gave_way_to_another_of_its_name_go_too(place: Place) {
    let store = place.store().await;
    let named = |seconds: i64, body: &str| {
        let mut capture = Capture::page(Some("https://example.org/a".to_owned()), Vec::new());
        capture.id = CaptureId::from("given".to_owned());
        capture.captured_at = DateTime::from_timestamp(seconds, 0);
        Batch { captures: vec![packed(capture, body.as_bytes())], ..Batch::default() }
    };
    let bodies = async || store.captures_size().await.unwrap().bodies;
    // The second stands before the first, the third after both.
    for (seconds, body) in [(1_760_000_000, "one"), (1_750_000_000, "two"), (1_770_000_000, "three")] {
        store.commit(&named(seconds, body)).await.unwrap();
    }
    assert_eq!(store.expire_captures(DateTime::UNIX_EPOCH).await.unwrap(), 0);
    assert_eq!(bodies().await, 1);
    store.commit(&named(1_740_000_000, "four")).await.unwrap();
    assert_eq!(store.forget("https://example.org/a", NOTHING).await.unwrap().captures, 1);
    assert_eq!(bodies().await, 0);
}

async fn what_is_forgotten_is_gone_from_everywhere(place: Place) {
    let lasting = place.lasting();
    let store = lasting.open().await;
    // What a server's files hold is packed, and its log its own affair.
    let is_there = |text: &str, there: bool| match lasting.folder() {
        Some(folder) => is_on_disk(folder, text) == there,
        None => true,
    };
    let (kept, lost) = (Sample::page(1), Sample::page(2));
    let mobile = Sample { wording: 2, captured_at: Some(1_770_000_000), ..lost };
    store.commit(&with_captures([kept, lost, mobile])).await.unwrap();
    let gone = |seconds: i64| Sample { captured_at: Some(1_780_000_000 + seconds), ..lost }.refused(404);
    store.commit(&Batch { outcomes: vec![gone(0), gone(1)], ..Batch::default() }).await.unwrap();
    assert!(is_there("Wording 2 of article 2", true));

    assert_eq!(store.forget("https://example.org/nowhere", NOTHING).await.unwrap(), Forgotten::default());
    let forgotten = store.forget(&format!("{}?utm_source=x", lost.url()), NOTHING).await.unwrap();
    assert_eq!(forgotten, Forgotten { articles: 1, revisions: 2, captures: 2 });
    assert!(is_there("Wording 2 of article 2", false));
    assert!(is_there("Wording 0 of article 2", false));
    assert!(is_there("Wording 0 of article 1", true));

    assert_eq!(store.export().try_collect::<Vec<_>>().await.unwrap(), [kept.tagged()]);
    assert!(store.wordings_of(&lost.url()).await.unwrap().is_empty());
    let quoted = store.quotations(&QuotationFilter::default()).await.unwrap();
    assert!(quoted.len() == 2 && quoted.iter().all(|it| it.article == kept.article_id()));
    let covered = store.coverage(&CoverageFilter::default()).await.unwrap();
    assert_eq!(covered.iter().map(|slot| slot.articles).sum::<u64>(), 1);
    assert_eq!(store.captures_size().await.unwrap().captures, 1);
    assert_eq!(store.check().await.unwrap(), []);

    let last = store.changes(0, 100).await.unwrap().pop().unwrap();
    assert_eq!((last.kind, last.article), (ChangeKind::Forgotten, lost.article_id()));
    for name in [lost.url(), lost.article_id().to_string()] {
        let why = store.why(&name).await.unwrap();
        let codes = why.iter().filter_map(|outcome| Some(outcome.reason.as_ref()?.code.as_str()));
        assert_eq!(codes.filter(|code| *code == "forgotten").count(), 1, "{name}");
    }
}

async fn a_page_of_which_no_article_was_made_is_forgotten_too(place: Place) {
    let (refused, kept) = (Sample::page(1), Sample::page(2));
    let captures = vec![refused.packed(), kept.packed()];
    let page = Batch { captures, outcomes: vec![refused.refused(404)], ..Batch::default() };
    for name in [refused.url(), refused.capture().to_string()] {
        let store = place.store().await;
        store.commit(&page).await.unwrap();
        assert_eq!(store.captures_at(&name).await.unwrap().len(), 1, "{name}");
        let forgotten = store.forget(&name, NOTHING).await.unwrap();
        assert_eq!(forgotten, Forgotten { captures: 1, ..Forgotten::default() }, "{name}");
        // Neither the page comes again nor an article that is made of it at last.
        store.commit(&page).await.unwrap();
        assert_eq!(store.commit(&batch([refused])).await.unwrap().forgotten, 1, "{name}");
        assert!(store.captures_at(&name).await.unwrap().is_empty(), "{name}");
        assert_eq!(store.captures_size().await.unwrap().captures, 1, "{name}");
        let why = store.why(&refused.url()).await.unwrap();
        let mut codes = why.iter().filter_map(|outcome| Some(outcome.reason.as_ref()?.code.as_str()));
        assert!(codes.any(|code| code == "forgotten"), "{why:?}");
        assert_eq!(store.check().await.unwrap(), [], "{name}");
    }
}

async fn what_marks_say_of_the_forgotten_goes_with_it(place: Place) {
    let lasting = place.lasting();
    let store = lasting.open().await;
    let (kept, lost) = (Sample::page(1), Sample::page(2));
    let mobile = Sample { wording: 2, ..lost };
    let mark = |key: &str, value: &str| Mark { key: key.to_owned(), value: Some(value.to_owned()) };
    // More than are asked for at once, and one that is to be gone.
    let mut marks: Vec<Mark> = (0..600).map(|page| mark(&format!("page/{page:03}"), "words of 2")).collect();
    let wall = format!("words of 2 that a feed told {}", "x".repeat(9_000));
    marks.extend([mark("list", "words of 2"), mark("other", "words of 1"), mark("wall", &wall)]);
    store.commit(&Batch { marks, ..with_captures([kept, lost, mobile]) }).await.unwrap();
    let asked = std::sync::Mutex::new(BTreeSet::new());
    let memory = |addresses: &BTreeSet<String>| {
        asked.lock().unwrap().extend(addresses.iter().cloned());
        |mark: &Mark| {
            let is_list = mark.key == "list";
            let value = || (!is_list).then(|| "nothing".to_owned());
            let is_it = mark.value.as_ref().is_some_and(|value| value.starts_with("words of 2"));
            is_it.then(|| Mark { key: mark.key.clone(), value: value() })
        }
    };
    // By its name: where it was captured the store knows.
    store.forget(lost.article_id().as_str(), memory).await.unwrap();
    let addresses = [lost, mobile].map(|sample| canonical_url(&sample.captured_from()).unwrap());
    assert_eq!(asked.into_inner().unwrap(), BTreeSet::from(addresses));
    let pages = store.marks("page/").await.unwrap();
    assert_eq!(pages.len(), 600);
    assert!(pages.iter().all(|page| page.value.as_deref() == Some("nothing")), "{pages:?}");
    assert_eq!(store.mark("list").await.unwrap(), None);
    assert_eq!(store.mark("other").await.unwrap().as_deref(), Some("words of 1"));
    assert_eq!(store.mark("wall").await.unwrap().as_deref(), Some("nothing"));
    assert!(lasting.folder().is_none_or(|folder| !is_on_disk(folder, "that a feed told")));
}

async fn what_is_forgotten_is_not_stored_again(place: Place) {
    let store = place.store().await;
    let (kept, lost) = (Sample::page(1), Sample::page(2));
    let mobile = Sample { wording: 2, ..lost };
    store.commit(&with_captures([kept, lost, mobile])).await.unwrap();
    store.forget(lost.article_id().as_str(), NOTHING).await.unwrap();

    let edited = Sample { wording: 1, captured_at: Some(1_770_000_000), ..lost };
    // Another article by its name, but from an address that one was forgotten at.
    let mut renamed = mobile.tagged();
    renamed.article.id = Sample::page(77).article_id();
    let mut arriving = with_captures([edited, mobile, Sample::page(3)]);
    arriving.articles.push(renamed);
    let committed = store.commit(&arriving).await.unwrap();
    assert_eq!((committed.new, committed.forgotten), (1, 3));
    let stored: Vec<TaggedArticle> = store.export().try_collect().await.unwrap();
    assert_eq!(stored.len(), 2);
    assert!(stored.iter().all(|it| it.article.id != lost.article_id()));
    assert_eq!(store.captures_size().await.unwrap().captures, 2);
    assert_eq!(store.capture(&edited.capture()).await.unwrap(), None);
    assert_eq!(store.check().await.unwrap(), []);
    // The ledger does not say that it was stored, but why not.
    let why = store.why(edited.capture().as_str()).await.unwrap();
    let said: Vec<_> = why
        .iter()
        .filter(|it| it.stage == veille_model::StageName::Store)
        .map(|it| (it.outcome, it.reason.as_ref().map(|reason| reason.code.as_str())))
        .collect();
    assert_eq!(said, [(OutcomeKind::Discarded, Some("forgotten"))]);
    // Its capture alone is not kept either.
    let capture = Batch { captures: vec![lost.packed()], ..Batch::default() };
    store.commit(&capture).await.unwrap();
    assert_eq!(store.captures_size().await.unwrap().captures, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_one_commit_while_others_write() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("veille.db")).await.unwrap();
    store.commit(&with_captures((0..50).map(Sample::page))).await.unwrap();
    let writer = store.clone();
    let writing = tokio::spawn(async move {
        for round in 1..20 {
            writer.commit(&with_captures((round * 50..round * 50 + 50).map(Sample::page))).await.unwrap();
        }
    });
    let path = folder.path().join("copy.db");
    store.backup(&path).await.unwrap();
    writing.await.unwrap();
    let refused = store.backup(&path).await.unwrap_err();
    assert!(matches!(refused, StoreError::Exists { .. }), "{refused:?}");
    let copy = Store::open(&path).await.unwrap();
    assert_eq!(copy.check().await.unwrap(), []);
    let articles = copy.counts().await.unwrap().articles;
    assert!(articles >= 50 && articles % 50 == 0, "{articles}");
    assert_eq!(copy.captures_size().await.unwrap().captures, articles);
    assert_eq!(copy.identity().await.unwrap(), store.identity().await.unwrap());
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("partial")), "{left:?}");
    let nowhere = store.backup(&folder.path().join("missing/copy.db")).await.unwrap_err();
    assert!(nowhere.to_string().contains("missing"), "{nowhere}");
}

#[tokio::test]
async fn room_that_is_not_needed_is_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("veille.db");
    let store = Store::open(&path).await.unwrap();
    let noise: Vec<u8> =
        (0..2_000_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
    let large = packed(Capture::page(None, Vec::new()), &noise);
    store.commit(&Batch { captures: vec![large], ..with_captures([Sample::page(1)]) }).await.unwrap();
    store.vacuum().await.unwrap();
    let before = std::fs::metadata(&path).unwrap().len();
    store.expire_captures(in_the_future()).await.unwrap();
    store.vacuum().await.unwrap();
    let after = std::fs::metadata(&path).unwrap().len();
    assert!(after < before / 4, "{before} to {after}");
    assert_eq!(store.counts().await.unwrap().articles, 1);
}

async fn stores_have_names_of_their_own_and_keep_them(place: Place) {
    let lasting = place.lasting();
    let store = lasting.open().await;
    let name = store.identity().await.unwrap();
    store.close().await;
    assert_eq!(lasting.open().await.identity().await.unwrap(), name);
    assert_ne!(place.store().await.identity().await.unwrap(), name);
}

#[tokio::test]
async fn a_contradiction_is_found() {
    let check = async |damage: &'static str, expected: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("veille.db");
        let store = Store::open(&path).await.unwrap();
        let first = Sample::page(1);
        let gone = |seconds: i64| Sample { captured_at: Some(1_780_000_000 + seconds), ..first }.refused(404);
        let outcomes = vec![gone(0), gone(1)];
        let samples = [first, Sample::page(2), Sample { wording: 1, ..first }];
        store.commit(&naming(with_captures(samples))).await.unwrap();
        store.commit(&Batch { outcomes, ..Batch::default() }).await.unwrap();
        assert_eq!(store.check().await.unwrap(), []);
        let options = SqliteConnectOptions::new().filename(&path).foreign_keys(false);
        let mut other = SqliteConnection::connect_with(&options).await.unwrap();
        raw_sql(damage).execute(&mut other).await.unwrap();
        let mut found: Vec<&str> = store.check().await.unwrap().iter().map(|finding| finding.check).collect();
        found.dedup();
        assert_eq!(found, expected, "{damage}");
    };
    check("UPDATE counts SET articles = 2 WHERE topic = 'signature'", &["counts"]).await;
    check("DELETE FROM counts WHERE topic = ''", &["counts"]).await;
    check("INSERT INTO counts VALUES ('x', '', 'fr', 'x', 1)", &["counts"]).await;
    check("UPDATE tallies SET number = 9 WHERE stage = 'fetch'", &["tallies"]).await;
    check("UPDATE tallies SET latest = 1", &["tallies"]).await;
    check("DELETE FROM tallies WHERE stage = 'clean'", &["tallies"]).await;
    check("UPDATE revisions SET current = 0", &["current", "counts"]).await;
    check(
        "CREATE TEMP TABLE again AS SELECT * FROM revisions WHERE id = 1; UPDATE again SET id = 99, current = 0; \
         INSERT INTO revisions SELECT * FROM again",
        &["wordings", "columns"],
    )
    .await;
    check("UPDATE revisions SET headline = 'x' WHERE id = 1", &["columns"]).await;
    check("UPDATE revisions SET digest = x'00' WHERE id = 1", &["columns"]).await;
    check("UPDATE revisions SET document = '{' WHERE id = 1", &["columns"]).await;
    check("UPDATE tags SET weight = 9", &["columns"]).await;
    check("DELETE FROM quotations WHERE ordinal = 1", &["columns"]).await;
    check("DELETE FROM mentions WHERE ordinal = 1", &["columns"]).await;
    check("INSERT INTO mentions VALUES (99, 0, 'person', 'x', 'x', 0, 0)", &["integrity"]).await;
    check("UPDATE quotations SET speaker_key = 'x'", &["columns"]).await;
    check("DELETE FROM withdrawals", &["withdrawals"]).await;
    check("UPDATE withdrawals SET withdrawn_at = 'x'", &["withdrawals"]).await;
    check("INSERT INTO withdrawals SELECT article, 'x' FROM revisions WHERE article NOT IN (SELECT article FROM withdrawals)", &["withdrawals"]).await;
    check("DELETE FROM bodies WHERE rowid = 1", &["captures"]).await;
    check("DELETE FROM revisions WHERE id = 1", &["integrity"]).await;
}

#[tokio::test]
async fn what_was_forgotten_before_an_article_had_one_id_by_any_route_stays_forgotten() {
    let store = Store::open_in_memory().await.unwrap();
    let canonical = veille_model::canonical_url("https://www.example.org/articles/1").unwrap();
    let [today, before] = veille_model::ArticleId::at_url(&canonical);
    assert_ne!(today, before);
    // As a store of before has it.
    let old = |tagged: TaggedArticle| TaggedArticle {
        article: veille_model::Article { id: before.clone(), url: Some(canonical.clone()), ..tagged.article },
        ..tagged
    };
    let one = old(Sample::page(1).tagged());
    let batch = Batch { articles: vec![one.clone()], ..Batch::default() };
    store.commit(&batch).await.unwrap();
    assert_eq!(store.check().await.unwrap(), []);
    assert_eq!(store.forget(&canonical, NOTHING).await.unwrap().articles, 1);
    let again = TaggedArticle { article: veille_model::Article { id: today, ..one.article.clone() }, ..one };
    let batch = Batch { articles: vec![again], ..Batch::default() };
    assert_eq!(store.commit(&batch).await.unwrap().forgotten, 1);
}
