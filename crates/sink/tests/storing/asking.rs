//! Quotations by who said them, coverage by when it was.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use chrono::DateTime;
use futures_util::TryStreamExt;
use veille_model::{Batch, LanguageTag, Quotation, QuotationKind, SourceId, TaggedArticle, TopicId};
use veille_sink::{CoverageFilter, Filter, QuotationFilter, Quoted, Slot, Store};
use veille_tests::samples::{Sample, batch, naming};

use crate::places::{Place, both};

both!(
    a_quotation_comes_back_with_its_article,
    an_article_of_many_quotations_contradicts_nothing,
    a_name_is_found_by_its_words_without_accents_and_capitals,
    an_office_is_found_beside_a_name_and_also_where_nobody_is_named,
    quotations_are_restricted_as_articles_are,
    only_current_wordings_are_quoted,
    whom_articles_name_is_told_without_their_documents,
    a_day_is_that_day_in_every_zone,
    a_day_that_had_begun_somewhere_is_counted_under_itself,
    coverage_counts_current_wordings_by_topic_language_and_source,
);

async fn asked(store: &Store, change: impl FnOnce(&mut QuotationFilter)) -> Vec<Quoted> {
    let mut filter = QuotationFilter::default();
    change(&mut filter);
    store.quotations(&filter).await.unwrap()
}

async fn a_quotation_comes_back_with_its_article(place: Place) {
    let store = place.store().await;
    let mut articles: Vec<TaggedArticle> = (0..9).map(Sample::page).map(Sample::tagged).collect();
    let quotations = articles.iter_mut().flat_map(|article| &mut article.quotations);
    for (quotation, kind) in quotations.zip(QuotationKind::ALL.into_iter().cycle()) {
        quotation.kind = kind;
    }
    store.commit(&Batch { articles: articles.clone(), ..Batch::default() }).await.unwrap();
    let found = asked(&store, |_| {}).await;
    let expected: Vec<_> = articles
        .iter()
        .rev()
        .flat_map(|article| article.quotations.iter().map(move |quotation| (article, quotation)))
        .collect();
    assert_eq!(found.len(), expected.len());
    for (quoted, (article, quotation)) in found.iter().zip(expected) {
        assert_eq!(&quoted.quotation, quotation);
        assert_eq!(quoted.article, article.article.id);
        assert_eq!(quoted.url, article.article.url);
        assert_eq!(quoted.headline, article.article.headline);
        assert_eq!(quoted.source, article.article.source);
        assert_eq!(quoted.language, article.language.token());
        assert_eq!(
            quoted.dated_at.unwrap().to_rfc3339(),
            article.article.published_at.unwrap().to_string().replace('Z', "+00:00")
        );
    }
}

async fn whom_articles_name_is_told_without_their_documents(place: Place) {
    let store = place.store().await;
    let edited = Sample { wording: 1, captured_at: Some(1_770_000_000), ..Sample::page(4) };
    for samples in [(0..24).map(Sample::page).collect(), vec![edited]] {
        store.commit(&naming(batch(samples))).await.unwrap();
    }
    let all = Filter { limit: u32::MAX, ..Filter::default() };
    let check = async |filter: Filter| {
        let named: Vec<TaggedArticle> = store.every_named(&filter).try_collect().await.unwrap();
        let current = store.articles(&filter).await.unwrap();
        let told = |tagged: &TaggedArticle| {
            let roles = |quotation: &Quotation| quotation.speaker.clone().zip(quotation.role.clone());
            let roles: Vec<_> = tagged.quotations.iter().filter_map(roles).collect();
            let names: Vec<_> =
                tagged.mentions.iter().map(|it| (it.kind, it.name.clone(), it.key.clone())).collect();
            let article = &tagged.article;
            let dates = (article.published_at, article.captured_at);
            (article.id.clone(), article.revision.clone(), tagged.language.token(), dates, names, roles)
        };
        assert_eq!(named.iter().map(told).collect::<Vec<_>>(), current.iter().map(told).collect::<Vec<_>>());
        assert!(named.iter().all(|tagged| tagged.mentions.len() == 2 && tagged.article.text.is_empty()));
        named.len()
    };
    assert_eq!(check(all.clone()).await, 24);
    assert!(check(Filter { topic: Some(TopicId::new("signature")), ..all.clone() }).await < 24);
    assert_eq!(check(Filter { language: Some(LanguageTag::new("fr")), ..all.clone() }).await, 12);
    assert_eq!(check(Filter { source: Some(SourceId::new("onu-info")), ..all.clone() }).await, 8);
    let since = DateTime::from_timestamp(1_750_000_600, 0);
    assert_eq!(check(Filter { since, ..all.clone() }).await, 14);
    assert_eq!(check(Filter { limit: 3, ..all }).await, 3);
}

async fn an_article_of_many_quotations_contradicts_nothing(place: Place) {
    let store = place.store().await;
    let mut article = Sample::page(1).tagged();
    let quotation = article.quotations[0].clone();
    // As texts, 10 comes before 2.
    article.quotations = (0..12)
        .map(|number| veille_model::Quotation { exact: format!("Words {number}"), ..quotation.clone() })
        .collect();
    store.commit(&Batch { articles: vec![article], ..Batch::default() }).await.unwrap();
    assert_eq!(store.check().await.unwrap(), []);
}

async fn a_name_is_found_by_its_words_without_accents_and_capitals(place: Place) {
    let store = place.store().await;
    store.commit(&batch((0..9).map(Sample::page))).await.unwrap();
    let check = async |by: &str, expected: usize| {
        let found = asked(&store, |filter| filter.by = Some(by.to_owned())).await;
        assert_eq!(found.len(), expected, "{by}");
    };
    check("Lê Thị Hoa", 3).await;
    check("hoa", 3).await;
    check("HOA LE", 3).await;
    check("barrot", 3).await;
    check("Noel-Barrot", 3).await;
    // The beginning of a word is none of the words of a name.
    check("ho", 0).await;
    check("Hoa Barrot", 0).await;
    // A name without a word names nobody, and not those without a name.
    check("…", 0).await;
    check("", 0).await;
}

async fn an_office_is_found_beside_a_name_and_also_where_nobody_is_named(place: Place) {
    let store = place.store().await;
    let mut article = Sample::page(1).tagged();
    let said = |speaker: Option<&str>, role: Option<&str>| veille_model::Quotation {
        speaker: speaker.map(str::to_owned),
        role: role.map(str::to_owned),
        ..article.quotations[0].clone()
    };
    article.quotations = vec![
        said(Some("Lê Thị Hoa"), Some("ministre de la Justice")),
        said(None, Some("首相")),
        said(Some("Jeanne Ministre"), None),
        said(None, Some("la ministre")),
        said(None, None),
    ];
    store.commit(&Batch { articles: vec![article], ..Batch::default() }).await.unwrap();
    let check = async |by: &str, expected: &[(Option<&str>, Option<&str>)]| {
        let found = asked(&store, |filter| filter.by = Some(by.to_owned())).await;
        let found = found.iter().map(|it| (it.quotation.speaker.as_deref(), it.quotation.role.as_deref()));
        assert_eq!(found.collect::<Vec<_>>(), expected, "{by}");
    };
    let (hoa, jeanne) =
        ((Some("Lê Thị Hoa"), Some("ministre de la Justice")), (Some("Jeanne Ministre"), None));
    check("ministre", &[hoa, jeanne, (None, Some("la ministre"))]).await;
    check("ministre justice", &[hoa]).await;
    check("prime minister", &[(None, Some("首相"))]).await;
    check("jeanne", &[jeanne]).await;
}

async fn quotations_are_restricted_as_articles_are(place: Place) {
    let store = place.store().await;
    store.commit(&batch((0..24).map(Sample::page))).await.unwrap();
    let all = asked(&store, |_| {}).await;
    let check = async |change: fn(&mut QuotationFilter), kept: &dyn Fn(&Quoted) -> bool| {
        for by in [None, Some("barrot".to_owned())] {
            let of_person = |quoted: &&Quoted| {
                by.is_none() || quoted.quotation.speaker.as_deref() == Some("Jean-Noël Barrot")
            };
            let expected: Vec<Quoted> = all.iter().filter(|it| kept(it)).filter(of_person).cloned().collect();
            assert!(!expected.is_empty() && expected.len() < all.len());
            let found = asked(&store, |filter| {
                filter.by = by.clone();
                change(filter);
            })
            .await;
            assert_eq!(found, expected);
        }
    };
    let tagged = |quoted: &Quoted| {
        let samples = (0..24).map(Sample::page).map(Sample::tagged);
        samples.into_iter().any(|it| {
            it.article.id == quoted.article && it.tags.iter().any(|tag| tag.topic.as_str() == "signature")
        })
    };
    check(|filter| filter.topic = Some(TopicId::new("signature")), &tagged).await;
    check(|filter| filter.language = Some(LanguageTag::new("fr")), &|it| it.language.starts_with("fr")).await;
    check(|filter| filter.source = Some(SourceId::new("onu-info")), &|it| it.source.as_str() == "onu-info")
        .await;
    let noon = 1_750_000_000 + 12 * 60;
    check(|filter| filter.since = DateTime::from_timestamp(1_750_000_000 + 12 * 60, 0), &|it| {
        it.dated_at.unwrap().timestamp() >= noon
    })
    .await;
    check(|filter| filter.until = DateTime::from_timestamp(1_750_000_000 + 12 * 60, 0), &|it| {
        it.dated_at.unwrap().timestamp() < noon
    })
    .await;
    assert_eq!(asked(&store, |filter| filter.limit = 5).await, all[..5]);
}

async fn only_current_wordings_are_quoted(place: Place) {
    let store = place.store().await;
    let edited = Sample { wording: 2, captured_at: Some(1_770_000_000), ..Sample::page(1) };
    store.commit(&batch([Sample::page(1)])).await.unwrap();
    assert_eq!(asked(&store, |_| {}).await.len(), 2);
    store.commit(&batch([edited])).await.unwrap();
    assert_eq!(asked(&store, |_| {}).await.len(), 0);
}

fn dated(number: u32, published: &str) -> TaggedArticle {
    let mut article = Sample::page(number).tagged();
    article.article.published_at = published.parse().ok();
    article
}

async fn covered(store: &Store, since: &str, until: &str) -> Vec<String> {
    let instant = |text: &str| DateTime::parse_from_rfc3339(text).ok();
    let filter = CoverageFilter { since: instant(since), until: instant(until), ..CoverageFilter::default() };
    store.coverage(&filter).await.unwrap().into_iter().map(|slot| slot.slot).collect()
}

async fn a_day_is_that_day_in_every_zone(place: Place) {
    let store = place.store().await;
    let articles = vec![
        dated(1, "2025-06-14T23:59:59Z"),
        dated(2, "2025-06-15"),
        dated(3, "2025-06-15T03:59:59Z"),
        dated(4, "2025-06-15T04:00:00Z"),
        dated(5, "2025-06-16"),
        dated(6, "2025-06-16T03:59:59Z"),
    ];
    store.commit(&Batch { articles, ..Batch::default() }).await.unwrap();
    let check = async |since: &str, until: &str, expected: &[&str]| {
        assert_eq!(covered(&store, since, until).await, expected, "{since} to {until}");
    };
    let utc = ["2025-06-15", "2025-06-15T03:45", "2025-06-15T04:00"];
    check("2025-06-15T00:00:00Z", "2025-06-16T00:00:00Z", &utc).await;
    let new_york = ["2025-06-15", "2025-06-15T04:00", "2025-06-16T03:45"];
    check("2025-06-15T00:00:00-04:00", "2025-06-16T00:00:00-04:00", &new_york).await;
    let hanoi = ["2025-06-14T23:45", "2025-06-15", "2025-06-15T03:45", "2025-06-15T04:00"];
    check("2025-06-15T00:00:00+07:00", "2025-06-16T00:00:00+07:00", &hanoi).await;
    // Within a day: the day itself has begun.
    check("2025-06-15T04:00:00Z", "2025-06-15T04:01:00Z", &["2025-06-15", "2025-06-15T04:00"]).await;
    let open = ["2025-06-16", "2025-06-16T03:45"];
    check("2025-06-16T00:00:00Z", "", &open).await;
    check("", "2025-06-15T00:00:00Z", &["2025-06-14T23:45"]).await;
    assert_eq!(covered(&store, "", "").await.len(), 6);
}

/// How many articles are counted under which slot as they are dated.
async fn as_dated(store: &Store, filter: &CoverageFilter) -> Vec<(String, u64)> {
    let mut counted: Vec<(String, u64)> = Vec::new();
    for Slot { slot, articles, .. } in store.coverage_as_dated(filter).await.unwrap() {
        // Of several languages and sources, one after the other.
        match counted.last_mut().filter(|(last, _)| *last == slot) {
            Some((_, count)) => *count += articles,
            None => counted.push((slot, articles)),
        }
    }
    counted
}

async fn a_day_that_had_begun_somewhere_is_counted_under_itself(place: Place) {
    let store = place.store().await;
    let early = |number: u32, captured: &str| {
        let mut article = dated(number, "2025-06-15");
        article.article.captured_at = captured.parse().ok();
        article
    };
    let articles = vec![
        early(1, "2025-06-14T20:13:00Z"),
        early(2, "2025-06-14T09:13:00Z"),
        early(3, "2025-06-15T09:00:00Z"),
    ];
    store.commit(&Batch { articles: articles.clone(), ..Batch::default() }).await.unwrap();
    let all = CoverageFilter::default();
    let expected = [("2025-06-14T09:00".to_owned(), 1), ("2025-06-15".to_owned(), 2)];
    assert_eq!(as_dated(&store, &all).await, expected);
    let instant = |text: &str| DateTime::parse_from_rfc3339(text).ok();
    let of_day = CoverageFilter { since: instant("2025-06-15T00:00:00Z"), ..all.clone() };
    assert_eq!(as_dated(&store, &of_day).await, expected[1..]);
    let before = CoverageFilter { until: instant("2025-06-15T00:00:00Z"), ..all.clone() };
    assert_eq!(as_dated(&store, &before).await, expected[..1]);
    // And one by one they are counted as all are.
    for filter in [all, of_day, before] {
        let mut slots: Vec<String> =
            articles.iter().filter_map(|it| filter.slot_of(it)).map(|slot| slot.slot).collect();
        slots.sort();
        let counted = as_dated(&store, &filter).await;
        let counted: Vec<String> =
            counted.into_iter().flat_map(|(slot, count)| (0..count).map(move |_| slot.clone())).collect();
        assert_eq!(slots, counted);
    }
}

async fn coverage_counts_current_wordings_by_topic_language_and_source(place: Place) {
    let store = place.store().await;
    store.commit(&batch((0..60).map(Sample::page))).await.unwrap();
    let count = async |change: fn(&mut CoverageFilter)| {
        let mut filter = CoverageFilter::default();
        change(&mut filter);
        let slots: Vec<Slot> = store.coverage(&filter).await.unwrap();
        assert!(slots.is_sorted());
        assert!(slots.iter().all(|slot| slot.topic == filter.topic && slot.articles > 0));
        slots.iter().map(|slot| slot.articles).sum::<u64>()
    };
    let counts = store.counts().await.unwrap();
    assert_eq!(count(|_| {}).await, 60);
    assert_eq!(count(|it| it.topic = Some(TopicId::new("signature"))).await, counts.topics["signature"]);
    assert_eq!(count(|it| it.source = Some(SourceId::new("le-monde"))).await, counts.sources["le-monde"]);
    let french = counts.languages["fr"] + counts.languages["fr-ca"];
    assert_eq!(count(|it| it.language = Some(LanguageTag::new("fr"))).await, french);
    assert_eq!(count(|it| it.language = Some(LanguageTag::new("fr-CA"))).await, counts.languages["fr-ca"]);
    assert_eq!(count(|it| it.topic = Some(TopicId::new("unheard-of"))).await, 0);
}
