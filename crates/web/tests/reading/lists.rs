//! Lists: their order, their days, their filters, their pages.

use veille_model::{Batch, Origin, OriginKind, TaggedArticle};

use super::asking::{Answer, ask};
use super::samples::{Sample, commit, server, store, watched};

/// Articles of several days, languages and outlets; every third touches no topic.
pub fn several() -> Vec<Sample> {
    (0..60)
        .map(|number| {
            let mut sample = Sample::new(number);
            sample.published = Some(
                [
                    "2025-10-26T23:30:00+07:00",
                    // In the zone of the office this is the day after.
                    "2025-10-25T20:00:00Z",
                    "2025-10-25",
                    "2025-10-24T10:00:00Z",
                ][number % 4],
            );
            sample.language = ["fr", "vi", "pt-BR"][number % 3];
            sample.source = ["fleuve", "ben-song"][number % 2].to_owned();
            if number % 3 == 2 {
                sample.topics.clear();
            }
            sample
        })
        .collect()
}

pub fn headlines(answer: &Answer) -> Vec<String> {
    answer.texts("article.item h3")
}

/// All pages of a list from its first, by the link to older ones.
pub async fn walk(server: &veille_web::Server, first: &str, rel: &str) -> Vec<Vec<String>> {
    let (mut address, mut pages) = (first.to_owned(), Vec::new());
    loop {
        let answer = ask(server, &address).await.ok();
        pages.push(headlines(&answer));
        match answer.attributes(&format!("a[rel={rel}]"), "href").pop() {
            Some(next) => address = next,
            None => return pages,
        }
    }
}

#[tokio::test]
async fn a_day_leads_to_itself_and_a_form_asks_for_others() {
    let store = store(&several()).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, "/?all=1&each=1&language=fr").await.ok();
    let days = page.attributes(".day h2 a", "href");
    let day = ask(&server, &days[0]).await.ok();
    assert_eq!(page.texts(".day h2 .count")[0], day.texts(".total")[0]);
    assert!(day.attributes(".day h2 a", "href").is_empty(), "it is there already");
    for (list, others) in
        [("/", "?all=1&language=fr"), ("/coverage", "?language=fr&by=hour"), ("/stories", "?sort=largest")]
    {
        let page = ask(&server, &format!("{list}{others}")).await.ok();
        assert_eq!(page.attributes("form.period", "action"), [list]);
        assert_eq!(page.attributes("form.period input[type=date]", "name"), ["from", "to"]);
        let kept = page.attributes("form.period input[type=hidden]", "name");
        let asked = url::form_urlencoded::parse(others.trim_start_matches('?').as_bytes()).count();
        assert_eq!(kept.len(), asked, "{list} {kept:?}");
    }
    // What it sends is a filter as any other.
    let day = ask(&server, "/?all=1&from=2025-10-24&to=").await.ok();
    assert_eq!(day.attributes("form.period input[name=from]", "value"), ["2025-10-24"]);
}

#[tokio::test]
async fn a_filter_says_how_many_values_it_has_and_all_are_reached() {
    let samples: Vec<Sample> =
        (0..30).map(|number| Sample { source: format!("paper-{number}"), ..Sample::new(number) }).collect();
    let store = store(&samples).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, "/?language=fr").await.ok();
    assert_eq!(page.texts("#facet-outlet details summary"), ["24 more"]);
    let all = page.attributes("#facet-outlet details a.quiet", "href").remove(0);
    assert_eq!(all, "/?language=fr&more=outlet#facet-outlet");
    let all = ask(&server, all.split('#').next().unwrap()).await.ok();
    assert_eq!(all.texts("#facet-outlet li").len(), 30);
    assert!(all.attributes("#facet-outlet details a.quiet", "href").is_empty());
    assert!(all.attributes("#facet-outlet details[open]", "open").len() == 1);
}

#[tokio::test]
async fn whoever_is_quoted_leads_to_what_they_said() {
    let store = store(&[]).await;
    let articles = vec![super::samples::rich()];
    store.commit(&Batch { articles, ..Batch::default() }).await.unwrap();
    let server = server(&store, watched()).await;
    let page = ask(&server, "/").await.ok();
    assert_eq!(page.attributes(".quoted a", "href"), ["/people?by=Amina+Modelo"]);
    assert_eq!(page.texts(".quoted a"), ["Amina Modelo, présidente"]);
}

#[tokio::test]
async fn a_file_that_has_not_all_of_a_list_says_so() {
    let samples: Vec<Sample> = (0..2_001).map(Sample::new).collect();
    let folder = tempfile::tempdir().unwrap();
    let store = veille_sink::Store::open(folder.path().join("veille.db").as_path()).await.unwrap();
    commit(&store, &samples).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, "/").await.ok();
    let said = page.texts(".feeds .quiet");
    assert!(said[0].contains("first 10,000 rows") && said[0].contains("first 2,000 articles"), "{said:?}");
    let lines = ask(&server, "/today.jsonl").await.ok();
    assert!(lines.body.lines().count() == 2_000 && lines.header("link").contains("rel=\"next\""));
    assert!(ask(&server, "/?day=2025-10-25").await.ok().texts(".feeds .quiet").is_empty());
}

#[tokio::test]
async fn an_address_that_is_no_text_leads_nowhere_and_says_so_on_a_page() {
    let store = store(&[]).await;
    let server = server(&store, watched()).await;
    for address in ["/article/%ff", "/topic/%c3%28", "/stories/%FF", "/feeds/%ff", "/article/%ff/how", "/%ff"]
    {
        let page = ask(&server, address).await;
        assert_eq!((page.status, page.texts("h1").len()), (404, 1), "{address}");
    }
    let told = ask(&server, "/api/v1/articles/%ff").await;
    assert_eq!((told.status, told.header("content-type")), (404, "application/problem+json"));
    assert_eq!(ask(&server, "/article/%c3%a9%zz").await.texts("h1").len(), 1);
}

#[tokio::test]
async fn articles_stand_under_their_day_in_the_zone_of_the_office_the_newest_first() {
    let store = store(&several()).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, "/?all=1").await.ok();
    assert_eq!(page.texts(".day h2 time"), ["Sunday 26 October 2025"]);
    assert_eq!(page.texts(".day h2 .count"), ["30 articles"]);
    assert!(page.body.contains("Times in Asia/Ho_Chi_Minh"));
    let times = page.texts("article.item time");
    assert_eq!((times.len(), times[0].as_str(), times[19].as_str()), (20, "23:30", "03:00"));
    // A day alone has no hour.
    let page = ask(&server, "/?all=1&day=2025-10-25").await.ok();
    assert_eq!(page.texts("article.item time"), [""; 0]);
}

#[tokio::test]
async fn every_article_stands_on_one_page_whatever_comes_meanwhile() {
    let store = store(&several()).await;
    let server = server(&store, watched()).await;
    let pages = walk(&server, "/?all=1", "next").await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 20]);
    let mut all = pages.concat();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 60);
    // Articles that arrive between two pages push nothing over their edge.
    let first = ask(&server, "/?all=1").await.ok();
    let next = first.attributes("a[rel=next]", "href").remove(0);
    let mut newest = Sample::new(900);
    newest.published = Some("2025-10-27T00:00:00+07:00");
    commit(&store, &[newest]).await;
    assert_eq!(headlines(&ask(&server, &next).await.ok()), pages[1]);
    assert_eq!(headlines(&ask(&server, "/?all=1").await.ok())[0], "La signature, jour 900");
    // And back again from the last page to the first.
    let back = walk(&server, &ask(&server, &next).await.attributes("a[rel=prev]", "href")[0], "prev").await;
    assert_eq!(back[0], pages[0]);
    assert_eq!((back[1].len(), back[1][0].as_str()), (20, "La signature, jour 900"));
}

#[tokio::test]
async fn filters_narrow_count_and_can_be_taken_off() {
    let store = store(&several()).await;
    let server = server(&store, watched()).await;
    let check = async |address: &str, total: &str| {
        let page = ask(&server, address).await.ok();
        assert_eq!(page.texts(".total"), [total], "{address}");
        page
    };
    check("/", "40 articles").await;
    check("/?all=1", "60 articles").await;
    check("/?topic=hanoi-convention", "40 articles").await;
    check("/?topic=ransomware", "0 articles").await;
    check("/?language=vi", "20 articles").await;
    check("/?language=pt&all=1", "20 articles").await;
    check("/?language=pt-BR&all=1", "20 articles").await;
    check("/?source=ben-song&all=1", "30 articles").await;
    check("/?day=2025-10-24&all=1", "15 articles").await;
    check("/?day=unknown", "0 articles").await;
    let page = check("/?language=vi&source=ben-song", "10 articles").await;
    assert_eq!(page.texts(".chips.set bdi"), ["Vietnamese", "ben-song"]);
    let off = page.attributes(".chips.set a", "href");
    assert_eq!(off, ["/?source=ben-song", "/?language=vi", "/"]);
    assert!(page.texts("title")[0].starts_with("Vietnamese · ben-song · Today"));
    // A filter is counted as if it were not set, so that another value can be chosen; each count is what the link shows.
    let facets: Vec<(String, String)> =
        page.attributes(".facets li a", "href").into_iter().zip(page.texts(".facets li a .n")).collect();
    for (href, count) in &facets {
        let total = ask(&server, href).await.texts(".total").remove(0);
        assert_eq!(total.split(' ').next(), Some(count.as_str()), "{href}");
    }
    assert!(facets.len() >= 6, "only {} filters", facets.len());
    // What touches no topic is said to be left out, and one click away.
    let page = ask(&server, "/").await.ok();
    assert_eq!(page.texts(".untagged"), ["20 articles that touch no topic are left out · show"]);
    let wider = ask(&server, &page.attributes(".untagged a", "href")[0]).await.ok();
    assert_eq!(wider.texts(".untagged"), Vec::<String>::new());
    assert!(wider.texts(".scope")[0].starts_with("Only the "), "{:?}", wider.texts(".scope"));
}

#[tokio::test]
async fn today_and_yesterday_are_called_so() {
    let now = chrono::Utc::now();
    let ago = |days: i64| -> &'static str {
        let at = (now - chrono::TimeDelta::days(days)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        Box::leak(at.into_boxed_str())
    };
    let samples = [0, 1, 2].map(|days| Sample {
        published: Some(ago(days)),
        captured: "2099-01-01T00:00:00Z",
        ..Sample::new(days as usize)
    });
    let server = server(&store(&samples).await, watched()).await;
    let days = ask(&server, "/").await.ok().texts(".day h2 time");
    assert!(days[0].starts_with("Today, ") && days[1].starts_with("Yesterday, "), "{days:?}");
    assert!(!days[2].contains(','), "{days:?}");
    let arabic = ask(&server, "/?ui=ar").await.ok().texts(".day h2 time");
    assert!(arabic[0].starts_with("اليوم، ") && arabic[1].starts_with("أمس، "), "{arabic:?}");
}

#[tokio::test]
async fn what_is_empty_says_what_to_do() {
    let store = store(&[]).await;
    let server = server(&store, watched()).await;
    let bare = ask(&server, "/").await.ok();
    assert!(bare.texts(".empty")[0].contains("No article yet"), "{:?}", bare.texts(".empty"));
    for page in ["/", "/stories", "/coverage", "/people", "/outcomes"] {
        let links = ask(&server, page).await.ok().attributes(".empty .begin a", "href");
        assert_eq!(links, ["/sources"], "{page}");
    }
    commit(&store, &several()).await;
    let narrow = ask(&server, "/?topic=ransomware").await.ok();
    assert!(narrow.texts(".empty")[0].contains("No article fits"));
    assert!(narrow.texts(".begin").is_empty());
    assert_eq!(narrow.texts(".chips.set bdi"), ["Ransomware"]);
}

#[tokio::test]
async fn what_cannot_be_understood_is_told() {
    let store = store(&several()).await;
    let server = server(&store, watched()).await;
    for (address, part) in [
        ("/?day=yesterday", "“yesterday”"),
        ("/?language=french", "“french”"),
        ("/?after=nowhere", "“nowhere”"),
    ] {
        let answer = ask(&server, address).await;
        assert_eq!(answer.status, 400, "{address}");
        assert!(answer.body.contains(part), "{address}");
    }
    let problem = ask(&server, "/today.json?day=yesterday").await;
    assert_eq!((problem.status, problem.header("content-type")), (400, "application/problem+json"));
    assert!(problem.json()["detail"].as_str().unwrap().contains("yesterday"));
}

#[tokio::test]
async fn an_article_without_a_date_is_not_taken_for_one_of_the_day_it_was_captured() {
    let mut undated = Sample::new(1);
    undated.published = None;
    let mut future = Sample::new(2);
    future.published = Some("2031-01-01T00:00:00Z");
    let store = store(&[undated, future]).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, "/").await.ok();
    assert_eq!(page.texts(".day h2 time"), ["Monday 27 October 2025"]);
    assert_eq!(page.body.matches("the page gives no date; captured").count(), 2, "{}", page.body);
}

#[tokio::test]
async fn a_page_says_what_changed_in_the_store_since() {
    let mut sample = Sample::new(1);
    let store = store(std::slice::from_ref(&sample)).await;
    let server = server(&store, watched()).await;
    ask(&server, "/").await.ok();
    // Corrected: another wording, another headline, no topic any more.
    sample.headline = Some("Corrigé".to_owned());
    sample.captured = "2025-10-28T08:00:00Z";
    sample.topics.clear();
    commit(&store, &[sample]).await;
    assert_eq!(ask(&server, "/").await.texts(".empty").len(), 1);
    let page = ask(&server, "/?all=1").await.ok();
    assert_eq!(headlines(&page), ["Corrigé"]);
}

#[tokio::test]
async fn today_says_what_came_since_yesterday_and_since_the_last_visit_and_ranks_by_passages() {
    let mut samples: Vec<Sample> = (1..=3).map(Sample::new).collect();
    let now = (chrono::Utc::now() - chrono::TimeDelta::minutes(1)).to_rfc3339();
    samples[0].captured = now.leak();
    samples[0].paragraphs.push("La Convention de Hanoï, toujours la Convention de Hanoï.".to_owned());
    let store = store(&samples).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, "/").await.ok();
    assert_eq!(page.texts(".since li"), ["Received since yesterday: 1"]);
    let kept = page.header("set-cookie").to_owned();
    assert!(kept.starts_with("visit=0.") && kept.contains("HttpOnly") && kept.contains("SameSite=Strict"));
    let href = page.attributes(".since a", "href").remove(0);
    let narrowed = ask(&server, &href).await.ok();
    assert_eq!(headlines(&narrowed), ["La signature, jour 1"]);
    assert!(narrowed.texts(".chips.set bdi")[0].starts_with("received since"));
    assert_eq!(
        ask(&server, &href.replace("/?", "/today.json?")).await.ok().json()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    // An hour ago somebody was here, before the first came.
    let hour_ago = chrono::Utc::now().timestamp() - 3_600;
    let headers = [("host", "127.0.0.1:8420"), ("cookie", &*format!("visit=0.{hour_ago}"))];
    let again = super::asking::ask_with(&server, "/", &headers).await.ok();
    let lines = again.texts(".since li");
    assert!(
        lines.len() == 2
            && lines[1].starts_with("Received since your last visit (")
            && lines[1].ends_with(": 1")
    );
    assert!(again.header("set-cookie").starts_with(&format!("visit={hour_ago}.")));
    // The one with the most passages first, each with its day; page after page holds each once.
    let ranked = ask(&server, "/?sort=relevant&each=1").await.ok();
    assert_eq!(headlines(&ranked)[0], "La signature, jour 1");
    assert_eq!((ranked.texts(".day h2").len(), ranked.texts("article.item").len()), (0, 3));
    let files = ask(&server, "/today.json?sort=relevant").await.ok().json();
    assert_eq!(files["items"][0]["title"], "La signature, jour 1");
}

#[tokio::test]
async fn what_is_of_yesterday_stands_beside_what_was_received_since_yesterday() {
    let now = chrono::Utc::now();
    let ago = |days: i64| -> &'static str {
        let at = (now - chrono::TimeDelta::days(days)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        Box::leak(at.into_boxed_str())
    };
    let sample = |number: usize, published: i64, captured: i64| Sample {
        published: Some(ago(published)),
        captured: ago(captured),
        ..Sample::new(number)
    };
    let store = store(&[sample(1, 1, 0), sample(2, 1, 0), sample(3, 400, 0)]).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, "/").await.ok();
    assert_eq!(page.texts(".since li"), ["Received since yesterday: 3", "Dated yesterday: 2"]);
    let yesterday = ask(&server, &page.attributes(".since a", "href")[1]).await.ok();
    assert_eq!(headlines(&yesterday).len(), 2);
}

#[tokio::test]
async fn days_are_those_of_the_zone_that_who_looks_chooses() {
    use chrono::FixedOffset;
    let store = store(&[Sample::new(1)]).await;
    // 26 October, ten in the morning in Hanoi.
    let zone = |hours: i32| {
        move |name: &str| {
            let offset = FixedOffset::east_opt(hours * 3600)?;
            (name == "Pacific/Midway").then(|| veille_web::Zone::new(name, move |_| offset))
        }
    };
    let settings = veille_web::Settings {
        watched: watched(),
        zones: Some(veille_web::Zones::new(vec!["Pacific/Midway".to_owned()], zone(-11))),
        ..veille_web::Settings::default()
    };
    let server =
        veille_web::Server::bind("127.0.0.1:0".parse().unwrap(), store.clone(), settings).await.unwrap();
    let day = |page: &super::asking::Answer| page.attributes(".day h2 time", "datetime").remove(0);
    let (own, there) = (ask(&server, "/").await.ok(), ask(&server, "/?zone=Pacific/Midway").await.ok());
    assert_eq!((day(&own), day(&there)), ("2025-10-26".to_owned(), "2025-10-25".to_owned()));
    assert!(there.texts("footer")[0].contains("Times in Pacific/Midway"));
    let kept: Vec<&str> =
        there.headers.get_all("set-cookie").iter().filter_map(|it| it.to_str().ok()).collect();
    assert!(kept.iter().any(|it| it.starts_with("zone=Pacific/Midway; ")), "{kept:?}");
    let by_cookie = [("host", "127.0.0.1:8420"), ("cookie", "ui=en; zone=Pacific/Midway")];
    for (address, headers, found) in [
        ("/?day=2025-10-25", &by_cookie[..], 1),
        ("/?day=2025-10-26", &by_cookie[..], 0),
        ("/?day=2025-10-26&zone=UTC", &by_cookie[..], 1),
        ("/?day=2025-10-26&zone=Nowhere", &by_cookie[..1], 1),
    ] {
        let page = super::asking::ask_with(&server, address, headers).await.ok();
        assert_eq!(page.texts("article.item").len(), found, "{address}");
    }
    assert!(ask(&server, "/zone").await.ok().texts("option").contains(&"Pacific/Midway".to_owned()));
}

#[tokio::test]
async fn lists_are_narrowed_to_a_country_of_their_sources() {
    let (folder, store) = (tempfile::tempdir().unwrap(), store(&several()).await);
    let server = super::samples::searchable(&store, watched(), folder.path()).await;
    let page = ask(&server, "/").await.ok();
    let offered = page.attributes(".facets a[href*='country=']", "href");
    assert_eq!(offered.len(), 2, "{offered:?}");
    for (address, all) in [
        ("/api/v1/articles?all=1", 60),
        ("/api/v1/articles?all=1&country=VN", 30),
        ("/api/v1/articles?all=1&country=fr&source=ben-song", 0),
        ("/api/v1/articles?all=1&country=JP", 0),
        ("/api/v1/search?q=convention&country=VN", 30),
        ("/api/v1/search?q=convention&country=JP", 0),
    ] {
        let told = ask(&server, address).await.ok().json();
        let total = if told["total"].is_object() { &told["total"]["articles"] } else { &told["total"] };
        assert_eq!(total, all, "{address}: {}", told["total"]);
    }
    let facets = ask(&server, "/api/v1/facets?all=1&country=VN").await.ok().json();
    assert_eq!(
        facets["countries"],
        serde_json::json!([{ "value": "FR", "articles": 30 }, { "value": "VN", "articles": 30 }])
    );
    assert_eq!(facets["sources"].as_array().unwrap().len(), 1);
    let narrowed = ask(&server, "/?country=VN").await.ok();
    assert_eq!(narrowed.texts(".chips.set bdi"), ["Viet Nam"]);
    let coverage = ask(&server, "/coverage?country=VN").await.ok();
    assert!(coverage.texts(".multiples h2").contains(&"By country".to_owned()));
}

#[tokio::test]
async fn lists_are_narrowed_to_whose_text_their_articles_are() {
    let (folder, store) = (tempfile::tempdir().unwrap(), store(&[]).await);
    let signed = |number: usize, kind: OriginKind, outlet: Option<&str>| {
        let outlet = outlet.map(str::to_owned);
        let origin = Origin { kind, outlet, url: None, language: None, country: None, words: None };
        TaggedArticle { origin: Some(origin), ..Sample::new(number).tagged() }
    };
    let articles = vec![
        signed(1, OriginKind::Agency, Some("Agence Delta")),
        signed(2, OriginKind::Translated, Some("Agencia Delta")),
        signed(3, OriginKind::Republished, Some("Le Fleuve")),
        signed(4, OriginKind::Original, Some("Agence Delta")),
        signed(5, OriginKind::Agency, None),
        signed(6, OriginKind::Agency, Some("Associated Press")),
    ];
    store.commit(&Batch { articles, ..Batch::default() }).await.unwrap();
    let server = super::samples::searchable(&store, watched(), folder.path()).await;
    for (address, all) in [
        ("/api/v1/articles?all=1", 6),
        ("/api/v1/articles?all=1&origin=Agence+Delta", 2),
        ("/api/v1/articles?all=1&origin=delta+news+agency", 2),
        ("/api/v1/articles?all=1&origin=Le+Fleuve", 1),
        ("/api/v1/articles?all=1&origin=Nobody", 0),
        ("/api/v1/articles?all=1&origin=Associated+Press", 1),
        ("/api/v1/articles?all=1&origin=agency+associated+press", 1),
        ("/api/v1/search?q=convention&origin=Associated+Press", 1),
        ("/api/v1/search?q=convention&origin=agence-delta", 2),
        ("/api/v1/search?q=convention&origin=Nobody", 0),
    ] {
        let told = ask(&server, address).await.ok().json();
        let total = if told["total"].is_object() { &told["total"]["articles"] } else { &told["total"] };
        assert_eq!(total, all, "{address}: {}", told["total"]);
    }
    for address in ["/?all=1", "/search?q=convention"] {
        let page = ask(&server, address).await.ok();
        let offered = page.attributes(".facets a[href*='origin=']", "href");
        assert_eq!(offered.len(), 3, "{offered:?}");
        assert!(offered[0].contains("origin=Agence+Delta"), "{offered:?}");
        // What is offered is what is found, whoever's it is.
        assert!(page.texts(".facets a[href*='origin=Associated']")[0].starts_with("Associated Press"));
        for href in offered {
            let found = ask(&server, &href).await.ok().texts("article.item").len();
            assert_eq!(found, if href.contains("Delta") { 2 } else { 1 }, "{href}");
        }
    }
    let facets = ask(&server, "/api/v1/facets?all=1").await.ok().json();
    let values: Vec<&str> =
        facets["origins"].as_array().unwrap().iter().filter_map(|it| it["value"].as_str()).collect();
    assert_eq!(values, ["Agence Delta", "Associated Press", "Le Fleuve"]);
    let narrowed = ask(&server, "/?all=1&origin=Agencia+Delta").await.ok();
    assert_eq!(narrowed.texts(".chips.set bdi"), ["Agence Delta"]);
    assert_eq!(narrowed.texts("article.item").len(), 2);
}

#[tokio::test]
async fn a_year_of_no_calendar_is_refused_and_forged_visits_are_forgotten() {
    let store = store(&[Sample::new(1)]).await;
    let server = server(&store, watched()).await;
    for path in [
        "/",
        "/today.json",
        "/coverage",
        "/stories",
        "/people",
        "/streams",
        "/api/v1/articles",
        "/api/v1/coverage",
    ] {
        for wrong in [
            "since=%2B262142-12-31T23:59:59Z",
            "since=-262143-01-01T00:00:00Z",
            "day=%2B262142-12-31",
            "from=0000-01-01",
            "to=%2B10000-01-01",
        ] {
            let answer = ask(&server, &format!("{path}?{wrong}")).await;
            assert_eq!(answer.status, 400, "{path}?{wrong} {}", answer.body);
        }
        for last in ["from=0001-01-01&to=9999-12-31", "day=9999-12-31", "day=0001-01-01"] {
            let answer = ask(&server, &format!("{path}?{last}")).await;
            // Of days to come nothing is drawn, and why is said.
            let is_ahead = path.ends_with("/coverage") && last == "day=9999-12-31";
            assert_eq!(answer.status, if is_ahead { 400 } else { 200 }, "{path}?{last} {}", answer.body);
        }
    }
    for address in ["/?since=9999-12-31T23:59:59Z", "/?since=0001-01-01T00:00:00Z"] {
        assert_eq!(ask(&server, address).await.status, 200, "{address}");
    }
    for forged in ["8210266876799.8210266876799", "8210266876799.1761433200", "1.-8334601228800"] {
        let headers = [("host", "127.0.0.1:8420"), ("cookie", &*format!("visit={forged}"))];
        let page = super::asking::ask_with(&server, "/", &headers).await.ok();
        assert!(
            !page.header("set-cookie").contains("8210266876799"),
            "{forged}: {}",
            page.header("set-cookie")
        );
    }
}

#[tokio::test]
async fn the_most_relevant_to_a_topic_are_those_that_are_most_about_it() {
    let mut samples: Vec<Sample> = (1..=2).map(Sample::new).collect();
    // One mentions the Convention, and is about something else; the other is about the Convention.
    samples[0].paragraphs =
        vec!["La Convention de Hanoï : rançongiciel, rançongiciel, rançongiciel.".to_owned()];
    samples[0].topics = vec![("hanoi-convention", "Convention de Hanoï"), ("ransomware", "rançongiciel")];
    let store = store(&samples).await;
    let server = server(&store, watched()).await;
    for (address, first) in [
        ("/?sort=relevant&each=1", 1),
        ("/?sort=relevant&each=1&topic=hanoi-convention", 2),
        ("/?sort=relevant&topic=hanoi-convention", 2),
        ("/?sort=relevant&each=1&topic=ransomware", 1),
    ] {
        let page = ask(&server, address).await.ok();
        assert_eq!(headlines(&page)[0], format!("La signature, jour {first}"), "{address}");
    }
    let file = ask(&server, "/today.json?sort=relevant&topic=hanoi-convention").await.ok().json();
    assert_eq!(file["items"][0]["title"], "La signature, jour 2");
}

#[tokio::test]
async fn zones_are_of_whom_the_gate_lets_in() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::body::Body;
    use tower::ServiceExt;

    let store = store(&[Sample::new(1)]).await;
    let accounts = veille_web::Accounts::new(store.clone());
    accounts.add_user("rita", veille_web::Role::Reader, Some("a long password"), "a test").await.unwrap();
    let made = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&made);
    let of = move |name: &str| {
        count.fetch_add(1, Ordering::SeqCst);
        let hours: i32 = name.strip_prefix("Etc/")?.parse().ok()?;
        let offset = chrono::FixedOffset::east_opt(hours * 60)?;
        Some(veille_web::Zone::new(name, move |_| offset))
    };
    let settings = veille_web::Settings {
        watched: watched(),
        web: veille_web::Config { login: veille_web::Login::Always, ..veille_web::Config::default() },
        zones: Some(veille_web::Zones::new(vec!["Etc/1".to_owned()], of)),
        ..veille_web::Settings::default()
    };
    let server = veille_web::Server::bind("127.0.0.1:0".parse().unwrap(), store, settings).await.unwrap();
    for address in ["/?zone=Etc/1", "/login?zone=Etc/1", "/feeds/x.atom?zone=Etc/1", "/nowhere?zone=Etc/1"] {
        ask(&server, address).await;
    }
    assert_eq!(made.load(Ordering::SeqCst), 0, "who was not let in chose a zone");

    let cookie = super::access::log_in(&server, "rita").await;
    let request = |zone: usize, path: &str| {
        let request = axum::http::Request::get(format!("{path}?zone=Etc/{zone}"));
        request.header("host", "127.0.0.1:8420").header("cookie", &cookie).body(Body::empty()).unwrap()
    };
    // Pages come and go; streams stay, and keep no more than they need of it.
    for path in ["/", "/api/v1/stream"] {
        let mut answers = Vec::new();
        for zone in 0..40 {
            answers.push(server.router().oneshot(request(zone, path)).await.unwrap());
        }
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status().as_u16()).collect();
        assert_eq!(statuses, [200; 40], "{path}");
    }
}
