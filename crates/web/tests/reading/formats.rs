//! The same list for programs and spreadsheets.

use std::collections::BTreeSet;

use super::asking::{Answer, ask, ask_with};
use super::samples::{Sample, server, store, watched};

/// The names of articles in the order in which an answer has them.
pub fn ids(answer: &Answer) -> Vec<String> {
    let id = |text: &str| text.rsplit([':', '/']).next().unwrap().to_owned();
    match answer.header("content-type").split(';').next().unwrap() {
        "text/html" => answer.attributes("article.item h3 a", "href").iter().map(|href| id(href)).collect(),
        "application/feed+json" => {
            let feed = answer.json();
            feed["items"].as_array().unwrap().iter().map(|item| id(item["id"].as_str().unwrap())).collect()
        }
        "application/atom+xml" | "application/rss+xml" => {
            let feed = feed_rs::parser::parse(answer.body.as_bytes()).unwrap();
            feed.entries.iter().map(|entry| id(&entry.id)).collect()
        }
        "application/jsonl" => {
            let line = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
            answer.body.lines().map(|it| line(it)["id"].as_str().unwrap().to_owned()).collect()
        }
        "application/json" => {
            answer.json().as_array().unwrap().iter().map(|item| id(item["uri"].as_str().unwrap())).collect()
        }
        "text/csv" => {
            let body = answer.body.strip_prefix('\u{feff}').unwrap();
            let mut table = csv::Reader::from_reader(body.as_bytes());
            table.records().map(|row| id(row.unwrap().iter().next_back().unwrap())).collect()
        }
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn every_format_has_the_articles_of_the_page_in_its_order() {
    let mut samples: Vec<Sample> = (0..12).map(Sample::new).collect();
    samples[3].language = "vi";
    samples[4].language = "vi";
    let store = store(&samples).await;
    let server = server(&store, watched()).await;
    for (page, formats) in [
        ("/", "/today"),
        ("/?language=vi", "/today"),
        ("/?topic=ransomware", "/today"),
        ("/topic/hanoi-convention", "/topic/hanoi-convention"),
    ] {
        let query = page.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
        let shown = ask(&server, page).await.ok();
        let named: BTreeSet<String> = shown.attributes("link[rel=alternate]", "href").into_iter().collect();
        for ending in ["json", "atom", "rss", "csv", "jsonl", "ninjs"] {
            let address = format!("{formats}.{ending}{query}");
            assert!(named.contains(&address), "{page} does not name {address}");
            assert_eq!(ids(&ask(&server, &address).await.ok()), ids(&shown), "{address}");
        }
    }
}

#[tokio::test]
async fn newsrooms_systems_read_an_article_as_ninjs() {
    let store = store(&[]).await;
    let tagged = super::samples::rich();
    let batch = veille_model::Batch { articles: vec![tagged.clone()], ..veille_model::Batch::default() };
    store.commit(&batch).await.unwrap();
    let server = server(&store, watched()).await;
    let item = ask(&server, &format!("/article/{}.ninjs", tagged.article.id)).await.ok().json();
    assert_eq!(ask(&server, "/today.ninjs").await.ok().json()[0], item);
    assert_eq!(item["headlines"][0]["value"], "La signature, jour 100");
    assert_eq!((&item["language"], &item["by"]), (&"fr".into(), &"Lê Thị Hoa".into()));
    assert_eq!(item["contentCreated"], "2025-10-26T10:00:00+07:00");
    assert_eq!(item["bodies"][0]["charCount"], tagged.article.text.chars().count());
    assert_eq!(item["people"][0]["name"], "Amina Modelo");
    assert_eq!(item["infoSources"][1]["uri"], "https://nhandan.example/goc");
    assert_eq!(item["subjects"][0]["uri"], "urn:veille:topic:hanoi-convention");
    // No property that the standard has not, and none that is empty.
    let known = "uri type pubStatus contentCreated versionCreated language headlines descriptions by located bodies subjects \
                 people infoSources altIds renditions standard";
    for (name, value) in item.as_object().unwrap() {
        assert!(known.split_whitespace().any(|it| it == name) && !value.is_null(), "{name}");
    }
    // Rows of other lists are objects, one a line.
    for list in ["/people", "/sources", "/coverage", "/topics", "/outcomes", "/stories"] {
        let answer = ask(&server, &format!("{list}.jsonl")).await.ok();
        for line in answer.body.lines() {
            assert!(serde_json::from_str::<serde_json::Value>(line).unwrap().is_object(), "{list}: {line}");
        }
    }
    assert_eq!(ask(&server, "/topics.ninjs").await.status, 404);
}

#[tokio::test]
async fn a_list_is_a_workbook_too() {
    let store = store(&[Sample::new(1)]).await;
    let server = server(&store, watched()).await;
    for list in ["today", "topics", "outcomes", "topic/hanoi-convention"] {
        let book = ask(&server, &format!("/{list}.xlsx")).await.ok();
        assert!(book.header("content-type").ends_with("spreadsheetml.sheet"), "{list}");
        assert!(book.header("content-disposition").ends_with(".xlsx\""), "{list}");
        assert!(book.body.starts_with("PK"), "{list}");
    }
}

#[tokio::test]
async fn a_workbook_bears_addresses_as_the_press_writes_them() {
    let written =
        ["https:/example.org/a", "http:example.org/b", r"https:\\example.org\c", "https://例.example/d"];
    let samples = written.map(|url| Sample { url: url.to_owned(), ..Sample::new(1) });
    let store = store(&samples).await;
    let server = server(&store, watched()).await;
    let book = parts(&server, "/today.xlsx?each=1").await;
    let links = &book["xl/worksheets/_rels/sheet1.xml.rels"];
    for target in ["https://example.org/a", "http://example.org/b", "https://example.org/c"] {
        assert!(links.contains(&format!("\"{target}\"")), "{target}: {links}");
    }
}

/// The parts of a workbook, by their names.
async fn parts(server: &veille_web::Server, address: &str) -> std::collections::BTreeMap<String, String> {
    use tower::ServiceExt;
    let request = axum::http::Request::builder().uri(address).header("host", "127.0.0.1:8420");
    let answer = server.router().oneshot(request.body(axum::body::Body::empty()).unwrap()).await.unwrap();
    let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
    let length = book.len();
    let mut read = |at: usize| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut book.by_index(at).unwrap(), &mut text).unwrap_or_default();
        (book.by_index(at).unwrap().name().unwrap().into_owned(), text)
    };
    (0..length).map(&mut read).collect()
}

#[tokio::test]
async fn a_workbook_is_in_a_readers_order_and_words() {
    let mut sample = Sample::new(1);
    sample.headline = Some("=HYPERLINK(1)".to_owned());
    let store = store(&[sample]).await;
    let server = server(&store, watched()).await;
    let book = parts(&server, "/today.xlsx?ui=fr").await;
    let strings = &book["xl/sharedStrings.xml"];
    let told: Vec<&str> = strings.split("<t").skip(1).filter_map(|it| it.split(['>', '<']).nth(1)).collect();
    let heads = ["Date", "Média", "Titre", "Langue", "Sujets", "Lien", "Histoire"];
    assert_eq!(told[..7], heads, "{told:?}");
    assert_eq!(told[14..17], ["Source (identifiant)", "Histoire (identifiant)", "Article (identifiant)"]);
    assert!(told[12].starts_with("Publié (Asia/Ho_Chi_Minh"), "{told:?}");
    // Names, and not tags; what looks like a formula is text.
    for told_so in ["Le Fleuve", "français", "Convention de Hanoï", "=HYPERLINK(1)"] {
        assert!(told.contains(&told_so), "{told_so}: {told:?}");
    }
    let (sheet, workbook) = (&book["xl/worksheets/sheet1.xml"], &book["xl/workbook.xml"]);
    assert!(workbook.contains("<sheet name=\"Articles\""), "{workbook}");
    assert!(sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter ref=\"A1:Q2\""), "{sheet}");
    assert!(!sheet.contains("<f>") && !sheet.contains("rightToLeft"), "{sheet}");
    // 26 October 2025, as Excel counts days.
    assert!(sheet.contains("<c r=\"A2\"") && sheet.contains("<v>45956</v>"), "{sheet}");
    assert!(book["xl/worksheets/_rels/sheet1.xml.rels"].contains("https://www.fleuve.example/articles/1"));
    let arabic = parts(&server, "/topics.xlsx?ui=ar").await;
    assert!(arabic["xl/workbook.xml"].contains("المواضيع"), "{}", arabic["xl/workbook.xml"]);
    assert!(arabic["xl/worksheets/sheet1.xml"].contains("rightToLeft=\"1\""));
    // Every head of every workbook has words.
    for list in ["today", "stories", "topics", "outcomes", "sources", "people", "coverage"] {
        for split in ["", "?split=language", "?stage=clean"] {
            let book = parts(&server, &format!("/{list}.xlsx{split}")).await;
            let strings = book.get("xl/sharedStrings.xml").cloned().unwrap_or_default();
            assert!(!strings.contains("column-") && !strings.contains("unusual-"), "{list}: {strings}");
        }
    }
    // Programs read the same names in every language.
    let [english, french] =
        [ask(&server, "/today.csv?ui=en").await.ok().body, ask(&server, "/today.csv?ui=fr").await.ok().body];
    assert_eq!(english.lines().next(), french.lines().next());
    assert!(english.contains("\u{feff}date,outlet,headline,language,topics,address,"), "{english}");
}

#[tokio::test]
async fn the_day_of_a_capture_is_no_date_in_a_file_and_a_day_alone_is_one() {
    let of = |number: usize, published| Sample { published, ..Sample::new(number) };
    let store = store(&[of(1, Some("2025-10-26")), of(2, None)]).await;
    let server = server(&store, watched()).await;
    let table = ask(&server, "/today.csv").await.ok();
    let mut reader = csv::Reader::from_reader(table.body.trim_start_matches('\u{feff}').as_bytes());
    let mut dates: Vec<String> = reader.records().map(|row| row.unwrap()[0].to_owned()).collect();
    dates.sort();
    assert_eq!(dates, ["", "2025-10-26"]);
    let sheet = parts(&server, "/today.xlsx").await["xl/worksheets/sheet1.xml"].clone();
    // As date and as published, and nowhere else.
    assert_eq!(sheet.matches("<v>45956</v>").count(), 2, "{sheet}");
    assert!(!parts(&server, "/today.xlsx").await["xl/sharedStrings.xml"].contains("2025-10-26"));
}

#[tokio::test]
async fn a_feed_goes_on_where_it_ends_and_a_table_is_whole() {
    let samples: Vec<Sample> = (0..45).map(Sample::new).collect();
    let store = store(&samples).await;
    let server = server(&store, watched()).await;
    let mut found = Vec::new();
    let mut address = Some("/today.json".to_owned());
    while let Some(asked) = address {
        let answer = ask(&server, &asked).await.ok();
        found.extend(ids(&answer));
        let next = answer.json()["next_url"].as_str().map(str::to_owned);
        address = next.map(|next| next.strip_prefix("http://127.0.0.1:8420").unwrap().to_owned());
    }
    assert_eq!(found.len(), 45);
    assert_eq!(ids(&ask(&server, "/today.csv").await.ok()), found);
}

#[tokio::test]
async fn feeds_say_where_they_are_and_whom_they_are_of() {
    let store = store(&[Sample::new(1)]).await;
    let server = server(&store, watched()).await;
    let address = "/today.json?language=fr";
    let feed = ask_with(&server, address, &[("host", "localhost:9000")]).await.ok().json();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["feed_url"], format!("http://localhost:9000{address}"));
    assert_eq!(feed["home_page_url"], "http://localhost:9000/?language=fr");
    let item = &feed["items"][0];
    assert_eq!(item["external_url"], "https://www.fleuve.example/articles/1");
    assert_eq!(item["date_published"], "2025-10-26T10:00:00+07:00");
    assert!(item["content_text"].as_str().unwrap().contains("Convention de Hanoï"));
    assert_eq!(item["_veille"]["passages"][0]["exact"], "Convention de Hanoï");
    assert_eq!(item["tags"], serde_json::json!(["hanoi-convention"]));

    let atom = ask(&server, "/today.atom").await.ok();
    let feed = feed_rs::parser::parse(atom.body.as_bytes()).unwrap();
    let entry = &feed.entries[0];
    assert_eq!(entry.title.as_ref().unwrap().content, "La signature, jour 1");
    assert_eq!(entry.authors[0].name.as_deref(), Some("Lê Thị Hoa"));
    assert_eq!(entry.categories[0].term, "hanoi-convention");
    let rels: Vec<_> = entry.links.iter().filter_map(|link| link.rel.as_deref()).collect();
    assert_eq!(rels, ["alternate", "via"]);
}

#[tokio::test]
async fn topics_and_outcomes_are_lists_too() {
    let sample = Sample::new(1);
    let store = store(std::slice::from_ref(&sample)).await;
    let refused = veille_model::Batch { outcomes: vec![Sample::new(2).set_aside()], ..Default::default() };
    store.commit(&refused).await.unwrap();
    let server = server(&store, watched()).await;
    for (list, rows) in [("topics", 2), ("outcomes", 4)] {
        let json = ask(&server, &format!("/{list}.json")).await.ok().json();
        assert_eq!(json["items"].as_array().unwrap().len(), rows, "{list}");
        let atom = ask(&server, &format!("/{list}.atom")).await.ok();
        let atom = feed_rs::parser::parse(atom.body.as_bytes()).unwrap();
        let ids = |item: &serde_json::Value| item["id"].as_str().unwrap().to_owned();
        let items = json["items"].as_array().unwrap().iter().map(ids).collect::<Vec<_>>();
        assert_eq!(atom.entries.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>(), items, "{list}");
        assert_eq!(items.iter().collect::<BTreeSet<_>>().len(), rows, "{list}: {items:?}");
        let table = ask(&server, &format!("/{list}.csv")).await.ok();
        assert_eq!(table.body.lines().count(), rows + 1, "{list}");
    }
    let narrow = ask(&server, "/outcomes.csv?stage=clean&reason=no_body").await.ok();
    assert!(narrow.body.contains("no block of the page reads like an article"), "{}", narrow.body);
}
