//! What was stored is read back: byte for byte, filtered, counted, explained, also while others write.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use chrono::DateTime;
use futures_util::{StreamExt, TryStreamExt};
use veille_model::Batch;
use veille_model::{
    ArticleId, CaptureKind, LanguageTag, Mark, Moment, Outcome, OutcomeKind, SourceId, StageName,
    TaggedArticle, TopicId,
};
use veille_sink::{Committed, Filter, OutcomeFilter, Store};
use veille_tests::samples::{Sample, batch, mark};

use crate::places::{Place, both};

both!(
    an_article_comes_back_byte_for_byte,
    a_batch_tells_new_revised_and_unchanged_apart,
    a_text_changed_back_is_current_again,
    a_page_is_preferred_to_the_entry_captured_with_it,
    other_rules_replace_all_tags_of_a_capture,
    a_filter_restricts_and_the_newest_come_first,
    the_current_articles_come_one_by_one_in_the_same_order,
    an_article_is_never_newer_than_its_capture,
    a_mark_is_set_read_and_forgotten,
    the_same_outcome_stands_in_the_ledger_once,
    what_was_last_fetched_of_each_source_is_told_once_for_each_reason,
    why_follows_an_article_back_to_its_address,
    an_article_under_another_canonical_address_is_found_by_both,
    articles_whose_names_end_alike_are_two,
    outcomes_are_counted_by_kind_however_they_come,
    a_reader_sees_whole_batches_and_holds_no_one_up,
);

async fn holding(place: Place, batch: &Batch) -> Store {
    let store = place.store().await;
    store.commit(batch).await.unwrap();
    store
}

fn numbers(articles: &[TaggedArticle]) -> Vec<u32> {
    let number = |url: &str| url.rsplit('/').next().unwrap().parse().unwrap();
    articles.iter().map(|article| number(article.article.url.as_deref().unwrap())).collect()
}

async fn an_article_comes_back_byte_for_byte(place: Place) {
    let check = async |change: fn(&mut TaggedArticle)| {
        let mut article = Sample::page(1).tagged();
        change(&mut article);
        let store = holding(place, &Batch { articles: vec![article.clone()], ..Batch::default() }).await;
        let read: Vec<TaggedArticle> = store.export().try_collect().await.unwrap();
        assert_eq!(serde_json::to_string(&read[0]).unwrap(), serde_json::to_string(&article).unwrap());
    };
    check(|_| {}).await;
    // The shortest digits of these are read one unit off by a parser that takes no care.
    check(|a| a.language_confidence = 0.917_437_627_285_105_6).await;
    check(|a| a.language_confidence = 0.1 + 0.2).await;
    check(|a| a.language_confidence = 5e-324).await;
    check(|a| a.article.captured_at = DateTime::from_timestamp(1, 1)).await;
    // The first second of the year 10,000, which has a digit more than RFC 3339 writes.
    check(|a| a.article.captured_at = DateTime::from_timestamp(253_402_300_800, 0)).await;
    check(|a| a.article.published_at = "2025-10-07".parse::<Moment>().ok()).await;
    check(|a| a.article.published_at = "2025-10-07T10:48:47+07:00".parse::<Moment>().ok()).await;
    check(|a| {
        // PostgreSQL has no zero byte in text.
        a.article.text = "NUL \0, separator \u{2028}, \u{1f1fb}\u{1f1f3}, e\u{301}, \"quotes\"".to_owned()
    })
    .await;
    check(|a| a.article.headline = None).await;
    check(|a| a.tags.clear()).await;
}

async fn a_batch_tells_new_revised_and_unchanged_apart(place: Place) {
    let store = place.store().await;
    let first = Sample::page(1);
    let edited = Sample { wording: 1, ..first };
    let check = async |samples: &[Sample], new, revised, unchanged| {
        let committed = store.commit(&batch(samples.iter().copied())).await.unwrap();
        assert_eq!(committed, Committed { new, revised, unchanged, forgotten: 0 }, "{samples:?}");
    };
    check(&[], 0, 0, 0).await;
    check(&[first, first], 1, 0, 1).await;
    check(&[first, edited, Sample::page(2)], 1, 1, 1).await;
    check(&[first, edited], 0, 0, 2).await;
}

async fn a_text_changed_back_is_current_again(place: Place) {
    let first = Sample::page(1);
    let edited = Sample { wording: 1, captured_at: Some(1_770_000_000), ..first };
    let changed_back = Sample { captured_at: Some(1_780_000_000), ..first };
    let check = async |samples: &[Sample], expected: Sample| {
        let store = holding(place, &batch(samples.iter().copied())).await;
        assert_eq!(store.articles(&Filter::default()).await.unwrap(), [expected.tagged()], "{samples:?}");
    };
    check(&[first, edited], edited).await;
    check(&[first, edited, changed_back], first).await;
    check(&[changed_back, edited, first], first).await;
}

async fn a_page_is_preferred_to_the_entry_captured_with_it(place: Place) {
    let page = Sample { wording: 1, ..Sample::page(1) };
    let entry = Sample { kind: CaptureKind::Entry, ..Sample::page(1) };
    let later_entry = Sample { wording: 2, captured_at: Some(1_770_000_000), ..entry };
    let check = async |samples: &[Sample], expected: Sample| {
        let store = holding(place, &batch(samples.iter().copied())).await;
        assert_eq!(store.articles(&Filter::default()).await.unwrap(), [expected.tagged()], "{samples:?}");
    };
    check(&[entry, page], page).await;
    check(&[page, entry], page).await;
    check(&[page, later_entry], later_entry).await;
}

async fn other_rules_replace_all_tags_of_a_capture(place: Place) {
    let store = holding(place, &batch([Sample::page(1), Sample::page(3)])).await;
    let mut judged_anew = Sample::page(1).tagged();
    judged_anew.tags = Sample::page(2).tagged().tags;
    let topic = |name| Filter { topic: Some(TopicId::new(name)), ..Filter::default() };
    assert_eq!(numbers(&store.articles(&topic("convention")).await.unwrap()), [3, 1]);
    assert_eq!(numbers(&store.articles(&topic("signature")).await.unwrap()), [3]);

    store.commit(&Batch { articles: vec![judged_anew.clone()], ..Batch::default() }).await.unwrap();
    assert_eq!(numbers(&store.articles(&topic("convention")).await.unwrap()), [3]);
    assert_eq!(store.articles(&topic("signature")).await.unwrap()[1], judged_anew);
    assert_eq!(store.counts().await.unwrap().topics["signature"], 2);
}

async fn a_filter_restricts_and_the_newest_come_first(place: Place) {
    let store = holding(place, &batch((0..12).map(Sample::page))).await;
    let check = async |filter: Filter, expected: &[u32]| {
        assert_eq!(numbers(&store.articles(&filter).await.unwrap()), expected, "{filter:?}");
    };
    let all = Filter::default;
    check(all(), &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]).await;
    check(Filter { limit: 3, ..all() }, &[11, 10, 9]).await;
    check(Filter { language: Some(LanguageTag::new("FR")), ..all() }, &[11, 8, 7, 4, 3, 0]).await;
    check(Filter { language: Some(LanguageTag::new("fr-CA")), ..all() }, &[11, 7, 3]).await;
    // Subtags are compared, and not letters (RFC 4647).
    check(Filter { language: Some(LanguageTag::new("f")), ..all() }, &[]).await;
    check(Filter { source: Some(SourceId::new("nhan-dan")), ..all() }, &[10, 7, 4, 1]).await;
    check(Filter { topic: Some(TopicId::new("ransomware")), ..all() }, &[7, 6, 5, 4]).await;
    let since = DateTime::from_timestamp(1_750_000_000 + 10 * 60, 0);
    check(Filter { since, ..all() }, &[11, 10]).await;
    let topic = Some(TopicId::new("signature"));
    check(Filter { topic, since, source: Some(SourceId::new("nhan-dan")), ..all() }, &[10]).await;
}

async fn the_current_articles_come_one_by_one_in_the_same_order(place: Place) {
    let edited = Sample { wording: 1, captured_at: Some(1_770_000_000), ..Sample::page(2) };
    let samples = [Sample::page(1), Sample::page(2), edited, Sample::page(3)];
    let store = holding(place, &batch(samples)).await;
    let current: Vec<TaggedArticle> = store.every_current().try_collect().await.unwrap();
    assert_eq!(current, store.articles(&Filter::default()).await.unwrap());
    assert_eq!(numbers(&current), [3, 2, 1]);
}

async fn an_article_is_never_newer_than_its_capture(place: Place) {
    let mut of_2203 = Sample::page(1).tagged();
    of_2203.article.published_at = "2203-01-01".parse().ok();
    let mut captured_later = Sample { captured_at: Some(1_770_000_000), ..Sample::page(2) }.tagged();
    captured_later.article.published_at = None;
    let mut undated = Sample { captured_at: None, ..Sample::page(3) }.tagged();
    undated.article.published_at = None;
    let store =
        holding(place, &Batch { articles: vec![undated, of_2203, captured_later], ..Batch::default() }).await;
    assert_eq!(numbers(&store.articles(&Filter::default()).await.unwrap()), [2, 1, 3]);
}

async fn a_mark_is_set_read_and_forgotten(place: Place) {
    let forget = |key: &str| Mark { key: key.to_owned(), value: None };
    let store = place.store().await;
    let set = async |marks: Vec<Mark>| {
        store.commit(&Batch { marks, ..Batch::default() }).await.unwrap();
    };
    set(vec![mark("feed/a", 1), mark("feed/b", 2), mark("feed", 3), mark("feee", 4), mark("feed/a", 5)])
        .await;
    assert_eq!(store.mark("feed/a").await.unwrap().as_deref(), Some("5"));
    assert_eq!(store.marks("feed/").await.unwrap(), [mark("feed/a", 5), mark("feed/b", 2)]);
    assert_eq!(store.marks("").await.unwrap().len(), 4);

    set(vec![forget("feed/a"), forget("never/set"), forget("feed/b"), mark("feed/b", 6)]).await;
    assert_eq!(store.mark("feed/a").await.unwrap(), None);
    assert_eq!(store.marks("feed/").await.unwrap(), [mark("feed/b", 6)]);
}

async fn what_was_last_fetched_of_each_source_is_told_once_for_each_reason(place: Place) {
    let fetched = |page: u32, status: u16| Batch {
        outcomes: [vec![Sample::page(page).refused(status)], Sample::page(page).outcomes()].concat(),
        ..Batch::default()
    };
    let store = holding(place, &fetched(1, 403)).await;
    store.commit(&fetched(2, 403)).await.unwrap();
    store.commit(&fetched(3, 404)).await.unwrap();
    let (first, row) = store.last_fetched(0).await.unwrap();
    let last = [Sample::page(2).refused(403), Sample::page(3).refused(404)];
    assert_eq!(sorted(&first), sorted(&last));

    assert_eq!(store.last_fetched(row).await.unwrap(), (Vec::new(), row));
    store.commit(&fetched(4, 403)).await.unwrap();
    let (then, later) = store.last_fetched(row).await.unwrap();
    assert_eq!(then, [Sample::page(4).refused(403)]);
    assert!(later > row);
}

fn sorted(outcomes: &[Outcome]) -> Vec<&str> {
    let mut inputs: Vec<&str> = outcomes.iter().map(|outcome| outcome.input.as_str()).collect();
    inputs.sort_unstable();
    inputs
}

async fn the_same_outcome_stands_in_the_ledger_once(place: Place) {
    let sample = Sample::page(1);
    let outcomes =
        [sample.outcomes(), sample.outcomes(), vec![sample.refused(403), sample.refused(404)]].concat();
    let store = holding(place, &Batch { outcomes: outcomes.clone(), ..Batch::default() }).await;
    store.commit(&Batch { outcomes, ..Batch::default() }).await.unwrap();
    assert_eq!(store.ledger().count().await, 5);

    let check = async |filter: OutcomeFilter, expected: usize| {
        assert_eq!(store.outcomes(&filter).await.unwrap().len(), expected, "{filter:?}");
    };
    let all = OutcomeFilter::default;
    check(all(), 5).await;
    check(OutcomeFilter { limit: 2, ..all() }, 2).await;
    check(OutcomeFilter { stage: Some(StageName::Fetch), ..all() }, 2).await;
    check(OutcomeFilter { outcome: Some(OutcomeKind::Forwarded), ..all() }, 3).await;
    check(OutcomeFilter { reason: Some("http_403".to_owned()), ..all() }, 1).await;
    check(OutcomeFilter { source: Some(SourceId::new("another")), ..all() }, 0).await;
    check(OutcomeFilter { since: DateTime::from_timestamp(1_760_000_000, 0), ..all() }, 5).await;
    check(OutcomeFilter { since: DateTime::from_timestamp(1_760_000_001, 0), ..all() }, 0).await;
    // Page after page has each once.
    let (mut filter, mut paged) = (OutcomeFilter { limit: 2, ..all() }, Vec::new());
    loop {
        let page = store.outcomes_by_row(&filter).await.unwrap();
        filter.before = page.last().map(|(row, _)| *row);
        if page.is_empty() {
            break;
        }
        paged.extend(page.into_iter().map(|(_, outcome)| outcome));
    }
    assert_eq!(paged, store.outcomes(&all()).await.unwrap());
    let counts = store.counts().await.unwrap();
    assert_eq!(counts.outcomes[&("fetch".to_owned(), "discarded".to_owned())], 2);
    assert_eq!(counts.outcomes[&("store".to_owned(), "forwarded".to_owned())], 1);
}

async fn why_follows_an_article_back_to_its_address(place: Place) {
    let (sample, other) = (Sample::page(1), Sample::page(2));
    let edited = Sample { wording: 1, captured_at: Some(1_770_000_000), ..sample };
    let refused = Outcome { at: DateTime::from_timestamp(1_750_000_000, 0), ..sample.refused(403) };
    let mut everything = batch([edited, other, sample]);
    everything.outcomes.extend([edited.fetched(), sample.fetched(), refused.clone(), other.fetched()]);
    let store = holding(place, &everything).await;

    let first: Vec<Outcome> = [vec![refused, sample.fetched()], sample.outcomes()].concat();
    let second: Vec<Outcome> = [vec![edited.fetched()], edited.outcomes()].concat();
    let both = [first.clone(), second.clone()].concat();
    let check = async |asked: &str, expected: &[Outcome]| {
        assert_eq!(store.why(asked).await.unwrap(), expected, "{asked}");
    };
    check(&sample.url(), &both).await;
    check(&format!("{}/?utm_source=letter#comments", sample.url()), &both).await;
    check(sample.article_id().as_str(), &both).await;
    check("https://example.org/never-seen", &[]).await;
    check("", &[]).await;
    // Its own way, with all attempts at the address; not what later became of the article.
    let of_capture = store.why(sample.capture().as_str()).await.unwrap();
    assert_eq!(of_capture[..5], first);
    assert_eq!(of_capture[5..], [edited.fetched()]);
}

async fn an_article_under_another_canonical_address_is_found_by_both(place: Place) {
    let captured_from = "https://amp.example.org/x/1";
    let mut article = Sample::page(1).tagged();
    article.article.url = Some(captured_from.to_owned());
    let outcomes: Vec<Outcome> = Sample::page(1)
        .outcomes()
        .into_iter()
        .map(|outcome| Outcome { url: Some(captured_from.to_owned()), ..outcome })
        .collect();
    let store =
        holding(place, &Batch { articles: vec![article], outcomes: outcomes.clone(), ..Batch::default() })
            .await;
    assert_eq!(store.why(captured_from).await.unwrap(), outcomes);
    assert_eq!(store.why(&Sample::page(1).url()).await.unwrap(), outcomes);
}

async fn articles_whose_names_end_alike_are_two(place: Place) {
    let named = |name: &str, sample: Sample| {
        let mut tagged = sample.tagged();
        tagged.article.id = ArticleId::from(name.to_owned());
        tagged
    };
    // Ids are looked up by their last eight characters first; these share them, or have fewer.
    let names = ["0011223344556677", "ffeeddcc44556677", "44556677", "é4556677", ""];
    let articles: Vec<TaggedArticle> = names
        .iter()
        .zip(1..)
        .map(|(name, number)| named(name, Sample { wording: 1, ..Sample::page(number) }))
        .collect();
    let store = holding(place, &Batch { articles: articles.clone(), ..Batch::default() }).await;
    let again = Batch { articles: articles.clone(), ..Batch::default() };
    let unchanged = Committed { unchanged: names.len(), ..Committed::default() };
    assert_eq!(store.commit(&again).await.unwrap(), unchanged);
    for article in &articles {
        let current = store.current(std::slice::from_ref(&article.article.id)).await.unwrap();
        assert_eq!(current.iter().collect::<Vec<_>>(), [article]);
        let wordings = store.wordings_of(article.article.id.as_str()).await.unwrap();
        assert_eq!(wordings.iter().map(|wording| &wording.article).collect::<Vec<_>>(), [article]);
    }
    let ids: Vec<ArticleId> = articles.iter().map(|article| article.article.id.clone()).collect();
    assert_eq!(store.current(&[ids.clone(), ids].concat()).await.unwrap().len(), names.len());
}

async fn outcomes_are_counted_by_kind_however_they_come(place: Place) {
    let refused = Sample::page(9).refused(403);
    let first = [Sample::page(1).outcomes(), vec![refused.clone()]].concat();
    let store = holding(place, &Batch { outcomes: first.clone(), ..Batch::default() }).await;
    // Some stand there already, some come twice.
    let second = [first.clone(), Sample::page(2).outcomes(), Sample::page(2).outcomes(), first].concat();
    store.commit(&Batch { outcomes: second, ..Batch::default() }).await.unwrap();
    store.commit(&Batch { outcomes: Sample::page(3).outcomes(), ..Batch::default() }).await.unwrap();
    let mut tally: Vec<(u64, Outcome)> =
        store.tally().await.unwrap().into_iter().map(|tallied| (tallied.count, tallied.latest)).collect();
    tally.sort_by_key(|(_, outcome)| outcome.stage);
    let latest = Sample::page(3).outcomes().into_iter().map(|outcome| (3, outcome));
    let expected: Vec<(u64, Outcome)> = std::iter::once((1, refused)).chain(latest).collect();
    assert_eq!(tally, expected);
}

async fn a_reader_sees_whole_batches_and_holds_no_one_up(place: Place) {
    const BATCH: u32 = 20;
    let lasting = place.lasting();
    let store = lasting.open().await;
    let numbered = |number: u32| batch((number * BATCH..(number + 1) * BATCH).map(Sample::page));
    store.commit(&numbered(0)).await.unwrap();

    // Begun and not read on, it holds its reader's transaction open all the while.
    let mut slow = store.export();
    slow.next().await.unwrap().unwrap();
    let writer = tokio::spawn({
        let store = store.clone();
        async move {
            for number in 1..=40 {
                store.commit(&numbered(number)).await.unwrap();
            }
        }
    });
    let mut states = Vec::new();
    while !writer.is_finished() {
        let counts = store.counts().await.unwrap();
        assert_eq!(counts.articles % u64::from(BATCH), 0);
        assert_eq!(counts.outcomes[&("clean".to_owned(), "forwarded".to_owned())], counts.articles);
        states.push(counts.articles);
    }
    writer.await.unwrap();
    assert!(states.is_sorted());
    states.dedup();
    assert!(states.len() > 2, "the reader saw nothing of the writing: {states:?}");
    assert_eq!(slow.count().await, BATCH as usize - 1, "an export is as of one commit");
    assert_eq!(store.counts().await.unwrap().articles, 41 * u64::from(BATCH));
}
