//! An index that is interrupted, damaged, or of another store ends as the undisturbed one does.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone, Utc};
use tempfile::tempdir;
use veille_model::{ArticleId, Batch, Mark, Moment, TaggedArticle};
use veille_pipeline::Stop;
use veille_query::Query;
use veille_search::{Answer, Counting, Day, Days, Request, Search, SearchError, catch_up, follow};
use veille_sink::Store;

use crate::equal::{MEMORY, keep};
use veille_tests::dice::{Dice, query};

use veille_tests::thrown::article;

/// Names store and index to the process that will be killed.
const STORE: &str = "VEILLE_TEST_STORE";
const INDEX: &str = "VEILLE_TEST_INDEX";

/// What an index answers to queries of every kind: two that answer alike hold alike.
async fn answers(store: &Store, index: &Path) -> Vec<(String, u64, Vec<ArticleId>, String)> {
    let search = Search::open(index).unwrap();
    let mut dice = Dice::new(4711);
    let mut answers = Vec::new();
    let queries =
        std::iter::repeat_with(|| query(&mut dice, 2)).filter_map(|query| Query::parse(&query).ok());
    let queries: Vec<Query> = queries.take(150).collect();
    for query in queries {
        let source = query.source().to_owned();
        let mut request = Request::new(query);
        (request.counting, request.limit) = (Counting::Facets, 1_000);
        let Answer { results, total, facets, .. } = search.ask(store, &request).await.unwrap();
        let ids = results.into_iter().map(|found| found.article.article.id).collect();
        answers.push((source, total.unwrap().articles, ids, format!("{facets:?}")));
    }
    answers
}

/// Batches with new articles, edits of old ones, and the same again.
fn batches(seed: u64) -> Vec<Vec<TaggedArticle>> {
    let mut dice = Dice::new(seed);
    let mut batches = Vec::new();
    for batch in 0..12 {
        let mut articles: Vec<TaggedArticle> =
            (batch * 40..batch * 40 + 40).map(|number| article(&mut dice, number)).collect();
        for _ in 0..10.min(batch * 40) {
            let known = dice.below(batch * 40);
            articles.push(article(&mut dice, known));
        }
        batches.push(articles);
    }
    batches
}

async fn commit(store: &Store, articles: &[TaggedArticle]) {
    store.commit(&Batch { articles: articles.to_vec(), ..Batch::default() }).await.unwrap();
}

/// Not a test of its own: the process that the test below starts and kills.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "follows until it is killed"]
async fn follows_until_killed() {
    let (Some(store), Some(index)) = (std::env::var_os(STORE), std::env::var_os(INDEX)) else { return };
    let store = Store::open(Path::new(&store)).await.unwrap();
    eprintln!("ready");
    follow(&store, Path::new(&index), "a test", MEMORY, &Stop::new()).await;
}

fn start_follower(store: &Path, index: &Path) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "following::follows_until_killed", "--ignored", "--nocapture"])
        .env(STORE, store)
        .env(INDEX, index)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("ready")), "the follower ended before it followed");
    child
}

/// `VEILLE_KILLS=200` kills more often.
#[tokio::test(flavor = "multi_thread")]
async fn a_killed_follower_ends_with_the_index_of_an_undisturbed_one() {
    let kills = std::env::var("VEILLE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(12);
    let folder = tempdir().unwrap();
    let (path, index) = (folder.path().join("veille.db"), folder.path().join("index"));
    let store = Store::open(path.as_path()).await.unwrap();
    let mut dice = Dice::new(1);
    let (mut position, mut advanced, none) = (0, 0, Request::new(Query::parse("nobodysword").unwrap()));
    for (number, batch) in (0..kills).zip(batches(3).iter().cycle()) {
        let mut follower = start_follower(&path, &index);
        // While it follows: it is killed in the middle of its work, before, and after.
        commit(&store, &batch[..25]).await;
        tokio::time::sleep(Duration::from_millis(dice.below(120) as u64)).await;
        commit(&store, &batch[25..]).await;
        tokio::time::sleep(Duration::from_millis(dice.below(60) as u64)).await;
        let reached = async || match Search::open(&index) {
            Ok(search) => search.ask(&store, &none).await.unwrap().position,
            Err(_) => 0,
        };
        // On a machine with much else to do it may not have begun: the first of four is waited for.
        let has_work = number % 4 == 0 && store.last_change().await.unwrap() > position;
        while has_work && reached().await == position && follower.try_wait().unwrap().is_none() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        follower.kill().unwrap();
        follower.wait().unwrap();
        let reached = reached().await;
        advanced += u64::from(reached > position);
        position = reached;
        if number % 4 == 3 {
            let keeper = catch_up(&store, &index, "a test", MEMORY, |_| {}, &Stop::new()).await.unwrap();
            assert_eq!(keeper, None, "the place of one that was killed is free");
            position = store.last_change().await.unwrap();
        }
    }
    assert_eq!(catch_up(&store, &index, "a test", MEMORY, |_| {}, &Stop::new()).await.unwrap(), None);
    let undisturbed = folder.path().join("undisturbed");
    assert_eq!(catch_up(&store, &undisturbed, "a test", MEMORY, |_| {}, &Stop::new()).await.unwrap(), None);
    let (of_killed, of_undisturbed) = (answers(&store, &index).await, answers(&store, &undisturbed).await);
    assert!(of_undisturbed.iter().any(|answer| answer.1 > 20), "some queries find much");
    assert_eq!(of_killed, of_undisturbed);
    eprintln!("{advanced} of {kills} had done something when they were killed");
    assert!(advanced > 0);
    let count = |index| Search::open(index).unwrap().size().unwrap().0;
    assert_eq!(count(&index), count(&undisturbed), "each article once");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_whichever_pieces_it_followed_the_index_is_the_same() {
    let folder = tempdir().unwrap();
    let store = Store::open_in_memory().await.unwrap();
    let (pieces, whole) = (folder.path().join("pieces"), folder.path().join("whole"));
    for batch in batches(5) {
        keep(&store, &pieces, &batch).await;
    }
    keep(&store, &whole, &[]).await;
    assert_eq!(answers(&store, &pieces).await, answers(&store, &whole).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_index_or_one_of_another_store_is_built_anew() {
    let folder = tempdir().unwrap();
    let (index, fresh) = (folder.path().join("index"), folder.path().join("fresh"));
    let (store, other) = (Store::open_in_memory().await.unwrap(), Store::open_in_memory().await.unwrap());
    let batches = batches(6);
    keep(&store, &index, &batches[0]).await;
    keep(&other, &fresh, &batches[1]).await;

    // Another store, which has as many changes.
    keep(&other, &index, &[]).await;
    assert_eq!(answers(&other, &index).await, answers(&other, &fresh).await);

    let files = || fs::read_dir(index.join("index")).unwrap().map(|entry| entry.unwrap().path());
    let is = |path: &Path, ending: &str| path.extension().is_some_and(|found| found == ending);
    let damages: [&dyn Fn(); 5] = [
        &|| fs::write(index.join("index/meta.json"), "{").unwrap(),
        &|| files().filter(|path| is(path, "term")).for_each(|path| fs::remove_file(path).unwrap()),
        // Which nobody looks for before a query asks where words stand.
        &|| files().filter(|path| is(path, "pos")).for_each(|path| fs::remove_file(path).unwrap()),
        &|| files().filter(|path| is(path, "idx")).for_each(|path| fs::write(path, "torn").unwrap()),
        // As a program of another format would have left it.
        &|| {
            let meta = fs::read_to_string(index.join("index/meta.json")).unwrap();
            let older = meta.replace(r#"\"format\":"#, r#"\"format\":9"#);
            assert_ne!(meta, older);
            fs::write(index.join("index/meta.json"), older).unwrap();
        },
    ];
    for (number, damage) in damages.iter().enumerate() {
        damage();
        keep(&other, &index, &[]).await;
        assert_eq!(answers(&other, &index).await, answers(&other, &fresh).await, "damage {number}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_at_a_time_keeps_an_index_and_others_ask_it() {
    let folder = tempdir().unwrap();
    let index = folder.path().join("index");
    let store = Store::open_in_memory().await.unwrap();
    assert!(matches!(Search::open(&index), Err(SearchError::NoIndex { .. })));
    let batches = batches(7);
    commit(&store, &batches[0]).await;
    let stop = Stop::new();
    let following = {
        let (store, index, stop) = (store.clone(), index.clone(), stop.clone());
        tokio::spawn(async move { follow(&store, &index, "the keeper", MEMORY, &stop).await })
    };
    let wanted = Request::new(Query::parse("onu OR cyber* OR accord*").unwrap());
    let reached = async |change: u64| {
        let since = Instant::now();
        loop {
            // At first there is none yet.
            let position = match Search::open(&index) {
                Ok(search) => search.ask(&store, &wanted).await.map_or(0, |answer| answer.position),
                Err(_) => 0,
            };
            if position >= change {
                return;
            }
            assert!(since.elapsed() < Duration::from_secs(60), "at change {position} of {change}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    reached(store.last_change().await.unwrap()).await;
    let keeper = catch_up(&store, &index, "another", MEMORY, |_| {}, &Stop::new()).await.unwrap();
    assert_eq!(keeper.as_deref(), Some("the keeper"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |name: &str| fs::metadata(index.join(name)).unwrap().permissions().mode();
        assert_eq!(mode("index/meta.json"), mode("lock"), "who may read the one may read the other");
    }
    // Whoever asks sees what comes, without opening the index again.
    let search = Search::open(&index).unwrap();
    let before = search.ask(&store, &wanted).await.unwrap().total.unwrap().articles;
    commit(&store, &batches[1]).await;
    reached(store.last_change().await.unwrap()).await;
    assert!(search.ask(&store, &wanted).await.unwrap().total.unwrap().articles > before);
    // An index that is taken away is told as such, and is there again with the next change.
    fs::rename(index.join("index"), folder.path().join("taken")).unwrap();
    let taken = search.ask(&store, &wanted).await.unwrap_err();
    assert!(matches!(taken, SearchError::NoIndex { .. }), "{taken}");
    commit(&store, &batches[2]).await;
    reached(store.last_change().await.unwrap()).await;
    stop.cancel();
    assert!(following.await.unwrap() >= 80);
    let keeper = catch_up(&store, &index, "another", MEMORY, |_| {}, &Stop::new()).await.unwrap();
    assert_eq!(keeper, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_forgotten_is_found_no_more_and_its_words_are_gone() {
    let folder = tempdir().unwrap();
    let index = folder.path().join("index");
    let store = Store::open(folder.path().join("veille.db").as_path()).await.unwrap();
    let mut batch = batches(8).remove(0);
    batch[3].article.text.push_str(" schibboleth");
    let id = batch[3].article.id.clone();
    keep(&store, &index, &batch).await;
    let files = || -> BTreeSet<PathBuf> {
        fs::read_dir(index.join("index")).unwrap().map(|entry| entry.unwrap().path()).collect()
    };
    let with_words: Vec<PathBuf> = files()
        .into_iter()
        .filter(|path| path.extension().is_some_and(|it| it == "term" || it == "pos"))
        .collect();
    let request = Request::new(Query::parse("schibboleth").unwrap());
    let search = Search::open(&index).unwrap();
    assert_eq!(search.ask(&store, &request).await.unwrap().results.len(), 1);
    store.forget(id.as_str(), |_| |_: &Mark| None).await.unwrap();
    // Before the index knows: what the store no longer has is not shown.
    assert!(search.ask(&store, &request).await.unwrap().results.is_empty());
    keep(&store, &index, &[]).await;
    assert_eq!(search.ask(&store, &request).await.unwrap().total.unwrap().articles, 0);
    assert!(!with_words.is_empty());
    assert!(
        with_words.iter().all(|path| !files().contains(path)),
        "the words lie in files that were written anew"
    );
    assert!(files().iter().all(|path| path.extension().is_none_or(|it| it != "del")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_that_is_only_a_day_is_that_day_in_any_zone() {
    let folder = tempdir().unwrap();
    let store = Store::open_in_memory().await.unwrap();
    let mut dice = Dice::new(9);
    let moments = ["2025-10-24", "2025-10-25", "2025-10-26", "2025-10-25T02:00:00Z", "2025-10-25T20:00:00Z"];
    let mut articles: Vec<TaggedArticle> =
        (0..moments.len()).map(|number| article(&mut dice, number)).collect();
    for (article, moment) in articles.iter_mut().zip(moments) {
        article.article.text = "onu".to_owned();
        article.article.captured_at = Some("2025-12-01T00:00:00Z".parse().unwrap());
        article.article.published_at = Some(match moment.parse::<NaiveDate>() {
            Ok(day) => Moment::Day(day),
            Err(_) => Moment::Instant(moment.parse().unwrap()),
        });
    }
    keep(&store, folder.path(), &articles).await;
    let search = Search::open(folder.path()).unwrap();
    // What is of the 25th, and how many each day has, where clocks are so many hours ahead of UTC.
    for (hours, found, days) in [
        (0, &moments[..][1..2], [1, 3, 1]),
        (7, &moments[..][1..2], [1, 2, 2]),
        (-5, &moments[..][1..2], [2, 2, 1]),
    ] {
        let zone = FixedOffset::east_opt(hours * 3600).unwrap();
        let begins =
            move |day: NaiveDate| zone.from_local_datetime(&day.and_time(NaiveTime::MIN)).unwrap().to_utc();
        let of = move |at: DateTime<Utc>| {
            let date = at.with_timezone(&zone).date_naive();
            Day { date, begins: begins(date), ends: begins(date.succ_opt().unwrap()) }
        };
        let day: NaiveDate = "2025-10-25".parse().unwrap();
        let mut request = Request::new(Query::parse("onu").unwrap());
        (request.counting, request.days) = (Counting::Facets, Days::new(format!("UTC{hours:+}"), of));
        let answer = search.ask(&store, &request).await.unwrap();
        let mut counts: Vec<u64> = answer.facets.unwrap().days.iter().map(|(_, count)| *count).collect();
        counts.reverse();
        assert_eq!(counts, days, "{hours}");
        (request.since, request.until) = (Some(begins(day)), Some(begins(day.succ_opt().unwrap())));
        let answer = search.ask(&store, &request).await.unwrap();
        assert_eq!(answer.total.unwrap().articles, days[1], "{hours}");
        let published = |moment: &str| {
            let is_it = |found: &veille_search::Found| {
                found.article.article.published_at.unwrap().to_string() == moment
            };
            answer.results.iter().any(is_it)
        };
        assert!(found.iter().all(|moment| published(moment)), "{hours}");
        assert!(!published("2025-10-24") && !published("2025-10-26"), "{hours}");
    }
}
