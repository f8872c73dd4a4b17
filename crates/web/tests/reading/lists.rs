//! Lists: their order, their days, their filters, their pages.

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
    // What touches no topic is one click away.
    let scope = ask(&server, "/").await.texts(".scope");
    assert_eq!(scope, ["Show also 20 articles that touch no topic"]);
}

#[tokio::test]
async fn what_is_empty_says_what_to_do() {
    let store = store(&[]).await;
    let server = server(&store, watched()).await;
    let bare = ask(&server, "/").await.ok();
    assert!(bare.texts(".empty")[0].contains("veille replay seeds --serve"), "{:?}", bare.texts(".empty"));
    commit(&store, &several()).await;
    let narrow = ask(&server, "/?topic=ransomware").await.ok();
    assert!(narrow.texts(".empty")[0].contains("No article fits"));
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
