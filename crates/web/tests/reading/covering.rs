//! Coverage: what is drawn is what the lists have, and what is not drawn is said.

use chrono::{FixedOffset, Utc};

use super::asking::{Answer, ask};
use super::lists::several;
use super::samples::{Sample, server, store, watched};

/// The numbers of the picture: slot, articles, all articles, before.
fn numbers(table: &Answer) -> Vec<(String, usize, usize, usize)> {
    let body = table.body.strip_prefix('\u{feff}').unwrap();
    let number = |row: &csv::StringRecord, at: usize| row[at].parse().unwrap();
    let rows = csv::Reader::from_reader(body.as_bytes()).into_records();
    rows.map(|row| row.unwrap())
        .map(|row| (row[0].to_owned(), number(&row, 1), number(&row, 2), number(&row, 3)))
        .collect()
}

fn undated(number: usize) -> Sample {
    Sample { published: None, ..Sample::new(number) }
}

#[tokio::test]
async fn each_bar_is_as_high_as_its_list_is_long() {
    let mut samples = several();
    samples.extend([undated(900), undated(901)]);
    let store = store(&samples).await;
    let server = server(&store, watched()).await;
    for filter in ["all=1", "", "language=vi", "source=ben-song&all=1", "topic=hanoi-convention"] {
        let table = ask(&server, &format!("/coverage.csv?{filter}")).await.ok();
        let rows = numbers(&table);
        assert_eq!(
            rows.iter().map(|row| row.0.as_str()).collect::<Vec<_>>(),
            ["2025-10-24", "2025-10-25", "2025-10-26"]
        );
        for (day, articles, all, _) in &rows {
            let list = ask(&server, &format!("/?{filter}&day={day}&dated=yes")).await.ok();
            assert_eq!(
                list.texts(".total")[0].split(' ').next(),
                Some(articles.to_string().as_str()),
                "{filter} {day}"
            );
            assert!(articles <= all);
        }
        let page = ask(&server, &format!("/coverage?{filter}")).await.ok();
        for (href, row) in
            page.attributes(".numbers tbody a", "href").iter().zip(rows.iter().rev().filter(|row| row.1 > 0))
        {
            let list = ask(&server, href).await.ok();
            assert_eq!(list.texts(".total")[0].split(' ').next(), Some(row.1.to_string().as_str()), "{href}");
        }
        assert_eq!(page.attributes(".bars a", "tabindex").len(), rows.iter().filter(|row| row.1 > 0).count());
    }
    // All of it, by whatever it is divided.
    let page = ask(&server, "/coverage?all=1").await.ok();
    assert_eq!(page.texts(".total"), ["60 articles · 24 Oct 2025 to 26 Oct 2025"]);
    let languages: usize = page
        .texts(".multiples section:nth-child(2) .n:nth-of-type(2)")
        .iter()
        .map(|n| n.parse::<usize>().unwrap())
        .sum();
    assert_eq!(languages, 60, "{:?}", page.texts(".multiples section:nth-child(2) li"));
}

#[tokio::test]
async fn what_is_not_drawn_is_said_and_leads_to_its_list() {
    let store = store(&[Sample::new(1), undated(2), undated(3)]).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, "/coverage").await.ok();
    assert!(page.body.contains("2 articles whose pages give no date are not drawn"));
    // Captured in another time, they are none of it.
    for other in ["from=2025-10-20&to=2025-10-25", "from=2025-10-28&to=2025-10-29"] {
        let page = ask(&server, &format!("/coverage?{other}")).await.ok();
        assert!(!page.body.contains("give no date"), "{other}");
        let told = ask(&server, &format!("/api/v1/coverage?{other}")).await.ok().json();
        assert_eq!(told["undated"], 0, "{other}");
    }
    let href = page.attributes("figcaption a", "href").remove(0);
    assert_eq!(ask(&server, &href).await.ok().texts(".total"), ["2 articles"]);
    assert!(page.body.contains("Times in Asia/Ho_Chi_Minh"));
    // A topic's page draws no more, and says so; a list that has them under the day they came says how many.
    let topic = ask(&server, "/topic/hanoi-convention").await.ok();
    let lately = topic.texts(".lately p");
    assert!(lately[0].starts_with("1 article ·"), "{lately:?}");
    assert_eq!(lately[1], "2 articles whose pages give no date are not drawn");
    let today = ask(&server, "/").await.ok();
    let days = today.texts(".day h2, .day .count").join(" ");
    assert!(days.contains("2 articles · 2 of them have no date"), "{days}");
    // Nothing of it is drawn on the day on which it was captured.
    assert_eq!(numbers(&ask(&server, "/coverage.csv").await.ok()), [("2025-10-26".to_owned(), 1, 1, 0)]);
    let none = ask(&server, "/coverage?topic=ransomware").await.ok();
    assert!(none.texts(".empty")[0].contains("Nothing to draw"));
}

#[tokio::test]
async fn hours_are_those_of_the_office_and_a_day_alone_is_in_none() {
    let mut day = Sample::new(2);
    day.published = Some("2025-10-25");
    let mut early = Sample::new(3);
    early.published = Some("2025-10-25T20:15:00Z");
    let store = store(&[Sample::new(1), day, early]).await;
    let server = server(&store, watched()).await;
    let address = "/coverage.csv?by=hour&from=2025-10-25&to=2025-10-26";
    let hours = numbers(&ask(&server, address).await.ok());
    assert_eq!(hours.len(), 48);
    let some: Vec<_> = hours.iter().filter(|row| row.1 > 0).map(|row| row.0.as_str()).collect();
    assert_eq!(some, ["2025-10-26T03:00", "2025-10-26T10:00"]);
    let page = ask(&server, &address.replace(".csv", "")).await.ok();
    assert!(page.body.contains("1 article with a day and no hour is not drawn"));
}

#[tokio::test]
async fn the_time_before_is_as_long_and_the_slot_that_still_runs_is_shaded() {
    let now = Utc::now().with_timezone(&FixedOffset::east_opt(7 * 3600).unwrap());
    let ago = |days: i64| -> &'static str {
        let at = (now - chrono::TimeDelta::days(days)).format("%Y-%m-%d").to_string();
        Box::leak(at.into_boxed_str())
    };
    let samples: Vec<Sample> = [0, 1, 1, 2, 3, 3, 3]
        .into_iter()
        .enumerate()
        .map(|(number, days)| Sample {
            published: Some(ago(days)),
            captured: "2099-01-01T00:00:00Z",
            ..Sample::new(number)
        })
        .collect();
    let store = store(&samples).await;
    let server = server(&store, watched()).await;
    let address = format!("/coverage.csv?from={}&to={}", ago(1), ago(0));
    let rows = numbers(&ask(&server, &address).await.ok());
    assert_eq!(rows.iter().map(|row| (row.1, row.3)).collect::<Vec<_>>(), [(2, 3), (1, 1)]);
    let page = ask(&server, &address.replace(".csv", "")).await.ok();
    assert_eq!((page.texts(".bars .now").len(), page.texts(".bars .bar-before").len()), (1, 1));
    // A day alone is in no hour of today: of today, and of the day that it is set against, nothing is compared.
    assert!(page.body.contains("1 fewer than in the time before. Compared up to "), "{}", page.body);
    let earlier = page.attributes(".pages [rel=prev]", "href").remove(0);
    let earlier = ask(&server, &earlier).await.ok();
    assert!(earlier.texts(".total")[0].starts_with("4 articles"));
    assert_eq!(earlier.texts(".bars .now").len(), 0);
    // The picture says by itself what it shows.
    let picture = ask(&server, &address.replace(".csv", ".svg")).await.ok();
    assert_eq!(picture.header("content-type"), "image/svg+xml; charset=utf-8");
    for part in ["3 articles", "Asia/Ho_Chi_Minh", "stroke-dasharray", "<title>"] {
        assert!(picture.body.contains(part), "{part}");
    }
    let workbook = ask(&server, &address.replace(".csv", ".xlsx")).await.ok();
    assert!(workbook.body.starts_with("PK"));
}

#[tokio::test]
async fn each_split_is_a_table_and_a_picture() {
    let store = store(&several()).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, "/coverage?all=1&from=2025-10-20&to=2025-10-27").await.ok();
    for (at, group) in page.texts(".multiples section h2").iter().enumerate() {
        let section = format!(".multiples section:nth-child({})", at + 1);
        let shown = page.texts(&format!("{section} li .n:not(.change)"));
        let of =
            |kind: &str| page.attributes(&format!("{section} .feeds a[type='{kind}']"), "href").remove(0);
        let table = ask(&server, &of("text/csv")).await.ok();
        let numbers: Vec<String> =
            table.body.lines().skip(1).map(|line| line.split(',').nth(1).unwrap().to_owned()).collect();
        assert_eq!(numbers[..shown.len()], shown, "{group}");
        let picture = ask(&server, &of("image/svg+xml")).await.ok();
        assert_eq!(picture.header("content-type"), "image/svg+xml; charset=utf-8");
        assert!(picture.body.contains(group.as_str()), "{group}: {}", picture.body);
        assert_eq!(picture.body.matches("height=\"18\"").count(), shown.len(), "{group}");
        assert!(page.attributes(&format!("{section} [data-picture]"), "data-picture").len() == 1);
    }
    assert!(page.texts(".multiples section h2").contains(&"By language".to_owned()));
    let arabic = ask(&server, "/coverage.svg?all=1&split=language&ui=ar").await.ok();
    assert!(arabic.body.contains("direction=\"rtl\"") && arabic.body.contains("الفرنسية"), "{}", arabic.body);
    assert_eq!(ask(&server, "/coverage.csv?split=weather").await.status, 400);
}

#[tokio::test]
async fn a_share_is_of_everything_stored_in_that_slot() {
    let store = store(&several()).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, "/coverage?language=fr&show=share&all=1").await.ok();
    assert!(
        page.texts(".dials")[0].contains("Share of everything stored: 33 %"),
        "{:?}",
        page.texts(".dials")
    );
    let shares = page.texts(".numbers td:nth-child(3)");
    assert_eq!(shares, ["33 %", "33 %", "33 %"]);
}

#[tokio::test]
async fn the_filters_go_along_from_page_to_page() {
    let store = store(&several()).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, "/?language=vi&from=2025-10-24&to=2025-10-25").await.ok();
    let places = page.attributes("nav[aria-label=veille] a", "href");
    for path in ["/coverage", "/people"] {
        let href = format!("{path}?language=vi&from=2025-10-24&to=2025-10-25");
        assert!(places.contains(&href), "{places:?}");
        assert_eq!(
            ask(&server, &href).await.ok().texts(".chips.set bdi"),
            ["Vietnamese", "24 Oct 2025 to 25 Oct 2025"]
        );
    }
}

#[tokio::test]
async fn a_filter_that_is_set_leaves_the_period_and_says_when_the_latest_was() {
    let old = Sample {
        language: "ru",
        published: Some("2025-03-01T10:00:00+07:00"),
        captured: "2025-03-01T08:00:00Z",
        ..Sample::new(700)
    };
    let store = store(&[vec![old], several()].concat()).await;
    let server = server(&store, watched()).await;
    let page = ask(&server, "/coverage?all=1").await.ok();
    let drawn = page.texts(".total")[0].split(" · ").nth(1).unwrap().to_owned();
    for href in page.attributes(".multiples li a", "href") {
        let narrowed = ask(&server, &href).await.ok();
        assert!(narrowed.texts(".total")[0].ends_with(&drawn), "{href}: {:?}", narrowed.texts(".total"));
        // And so does one that is taken off.
        let off = narrowed.attributes(".chips.set a", "href").remove(0);
        assert!(ask(&server, &off).await.ok().texts(".total")[0].ends_with(&drawn), "{off}");
    }
    let russian = "/coverage?all=1&language=ru&from=2025-09-27&to=2025-10-26";
    let page = ask(&server, russian).await.ok();
    assert!(page.texts(".total")[0].starts_with("0 articles"), "{:?}", page.texts(".total"));
    assert!(page.texts("figcaption p.quiet").contains(&"The latest is of 1 Mar 2025.".to_owned()));
}

#[tokio::test]
async fn what_happens_on_known_days_is_marked_in_the_picture_and_said_beside_it() {
    let store = store(&several()).await;
    let event = |name: &str, from: &str, to: &str| veille_web::Event {
        name: name.to_owned(),
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
    };
    let events = vec![
        event("Signing <in> Hanoi", "2025-10-25", "2025-10-26"),
        event("Adoption", "2024-12-24", "2024-12-24"),
    ];
    let server = server(&store, veille_web::Watched { events, ..watched() }).await;
    let page = ask(&server, "/coverage?all=1&from=2025-10-20&to=2025-10-26").await.ok();
    assert_eq!(page.texts(".events li"), ["25 Oct 2025 to 26 Oct 2025: Signing <in> Hanoi"]);
    // Slots are ten units wide; the sixth day and the seventh.
    assert_eq!(page.attributes(".bars .event", "x"), ["50"]);
    assert_eq!(page.attributes(".bars .event", "width"), ["20"]);
    let picture = ask(&server, "/coverage.svg?all=1&from=2025-10-20&to=2025-10-26").await.ok();
    assert!(picture.body.contains(">Signing &lt;in&gt; Hanoi</text>"), "{}", picture.body);
    let told = ask(&server, "/api/v1/coverage?all=1&from=2024-12-20&to=2024-12-30").await.ok().json();
    let adopted = serde_json::json!([{ "name": "Adoption", "from": "2024-12-24", "to": "2024-12-24" }]);
    assert_eq!(told["events"], adopted);
    let before = ask(&server, "/coverage?all=1&from=2025-10-01&to=2025-10-05").await.ok();
    assert!(before.texts(".events li").is_empty());
}

#[tokio::test]
async fn a_period_that_is_not_drawn_as_it_was_asked_for_says_so() {
    let server = server(&store(&[Sample::new(1)]).await, watched()).await;
    let said = async |query: &str| {
        let page = ask(&server, &format!("/coverage?{query}&to=2025-10-27")).await.ok();
        page.texts("figcaption .quiet").join(" ")
    };
    assert!(
        said("from=1990-01-01").await.contains("Drawn from 1 Nov 2005 on"),
        "{}",
        said("from=1990-01-01").await
    );
    assert!(said("from=2025-01-01").await.contains("By month: days are drawn for half a year at most."));
    assert!(said("from=2025-10-01&by=hour").await.contains("Hours are drawn for two weeks at most"));
    for as_asked in ["from=2025-10-20&by=hour", "from=2025-10-01"] {
        let said = said(as_asked).await;
        assert!(!["Drawn", "By month", "Hours"].iter().any(|it| said.contains(it)), "{as_asked}: {said}");
    }
    let table = ask(&server, "/coverage.csv?from=2025-10-20&to=2025-10-27&by=hour").await.ok();
    assert!(table.body.starts_with("\u{feff}hour,articles"), "{}", table.body);
    assert!(table.header("content-disposition").contains("veille-coverage-2025-10-20-2025-10-27.csv"));
}

#[tokio::test]
async fn what_is_still_to_come_is_neither_drawn_nor_led_to() {
    let server = server(&store(&[Sample::new(1)]).await, watched()).await;
    let today = Utc::now().with_timezone(&FixedOffset::east_opt(7 * 3600).unwrap()).date_naive();
    let ahead = |days: u64| today.checked_add_days(chrono::Days::new(days)).unwrap();
    let (yesterday, later) = (today.pred_opt().unwrap(), ahead(20));
    let page = ask(&server, &format!("/coverage?from={yesterday}&to={later}")).await.ok();
    assert_eq!(
        numbers(&ask(&server, &format!("/coverage.csv?from={yesterday}&to={later}")).await.ok()).len(),
        2
    );
    assert!(page.texts("figcaption .quiet").join(" ").contains("is still to come"));
    assert!(page.attributes(".pages [rel=next]", "href").is_empty());
    let past = ask(&server, "/coverage?from=2025-10-20&to=2025-10-26").await.ok();
    assert_eq!(past.attributes(".pages [rel=next]", "href").len(), 1);
    let never = format!("from={}&to={later}", ahead(10));
    for (query, why) in
        [(never.as_str(), "still to come"), ("from=2026-12-31&to=2026-01-01", "ends before it begins")]
    {
        for path in ["/coverage", "/api/v1/coverage"] {
            let refused = ask(&server, &format!("{path}?{query}")).await;
            assert_eq!(refused.status, 400, "{path} {query}");
            assert!(refused.body.contains(why), "{}", refused.body);
        }
    }
    for path in ["/", "/api/v1/articles", "/today.csv", "/stories"] {
        assert_eq!(
            ask(&server, &format!("{path}?from=2026-12-31&to=2026-01-01")).await.status,
            400,
            "{path}"
        );
    }
    let told = ask(&server, "/api/v1/coverage?from=0001-01-01&to=9999-12-31").await.ok().json();
    assert_eq!(told["to"], today.to_string());
    let cut = told["cut"].as_str().unwrap();
    assert!(cut.starts_with("0001-01-01 to ") && cut.ends_with("up to 9999-12-31"), "{cut}");
}

#[tokio::test]
async fn the_time_before_is_named_and_where_nothing_is_stored_of_it_nothing_has_grown() {
    let mut early = Sample::new(2);
    early.published = Some("2025-10-18T10:00:00+07:00");
    let store = store(&[Sample::new(1), early]).await;
    let server = server(&store, watched()).await;
    let check = async |from: &str, said: &str, change: &str| {
        let page = ask(&server, &format!("/coverage?from={from}&to=2025-10-26")).await.ok();
        let caption = page.texts("figcaption p").remove(0);
        assert!(caption.contains(said) && caption.contains("before: "), "{from}: {caption}");
        assert_eq!(page.texts(".multiples .change").first().map(String::as_str), Some(change), "{from}");
    };
    check("2025-10-25", "1 more than in the time before.", "+1").await;
    check("2025-10-20", "What is stored begins on 18 Oct 2025: the time before is not whole.", "=").await;
    check("2025-10-10", "Nothing is stored from the time before.", "").await;
    let told = ask(&server, "/api/v1/coverage").await.ok().json();
    assert_eq!(told["begins"], "2025-10-18");
}

#[tokio::test]
async fn months_are_marked_where_they_are_drawn_and_values_without_a_row_are_a_click_away() {
    let samples: Vec<Sample> =
        (0..12).map(|number| Sample { source: format!("paper-{number}"), ..Sample::new(number) }).collect();
    let server = server(&store(&samples).await, watched()).await;
    let page = ask(&server, "/coverage?from=2024-10-01&to=2025-10-27").await.ok();
    let marked = |page: &Answer| page.texts(".dials [aria-current]");
    assert!(marked(&page).contains(&"By month".to_owned()), "{:?}", marked(&page));
    assert!(!marked(&page).contains(&"By day".to_owned()), "{:?}", marked(&page));
    let days = ask(&server, "/coverage?from=2025-10-01&to=2025-10-27").await.ok();
    assert!(marked(&days).contains(&"By day".to_owned()) && !days.body.contains("By month"));
    assert_eq!(page.texts("#split-source li").len(), 8);
    let more = page.attributes("#split-source .feeds a:first-child", "href").remove(0);
    assert_eq!(page.texts("#split-source .feeds a:first-child"), ["4 more, By outlet"]);
    let whole = ask(&server, more.split('#').next().unwrap()).await.ok();
    assert_eq!(whole.texts("#split-source li").len(), 12);
    assert!(!whole.texts("#split-source .feeds").join(" ").contains("more"));
}
