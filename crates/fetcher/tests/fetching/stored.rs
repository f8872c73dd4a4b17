//! What is stored of a page stays where less of it comes: walls, notices, beginnings.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use veille_fetcher::{Config, Lacks};
use veille_model::{Capture, Reason};

use crate::press::{Hands, Press, Reply, fetcher, once_confirming, rss, sources};

/// Somebody who reads pages: `came to soft_404` is a page that came to that, and one to subscribe to shows its beginning.
fn reader(page: &Capture) -> Result<Lacks, Reason> {
    let text = String::from_utf8_lossy(&page.body).into_owned();
    match text.split_once("came to ").and_then(|(_, code)| code.split('<').next()) {
        Some(code) => Err(Reason::new(code.to_owned(), "it is no article")),
        None => Ok(Lacks { text: text.contains("subscribe").then_some(40), ..Lacks::default() }),
    }
}

/// How a page comes to be asked for again.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Again {
    /// It is looked at.
    Look,
    /// Its feed calls it otherwise.
    Corrected,
}

/// An article's page that is there, then this for so long, and there again: what came of each visit.
async fn visits(less: &str, times: usize, again: Again) -> Vec<Vec<String>> {
    let (hour, less) = (Arc::new(AtomicUsize::new(0)), Reply::page(less));
    let now = Arc::clone(&hour);
    let server = Press::open(move |asked| {
        let visit = now.load(Ordering::Relaxed);
        match asked.path.as_str() {
            "/robots.txt" => Reply::status(404),
            "/rss" if again == Again::Look => rss(&[("Sixty states sign", "/1")]),
            "/rss" => {
                let states = if visit == 0 { "Sixty" } else { "Sixty-five" };
                rss(&[(&format!("{states} states sign"), "/1"), ("Other", &format!("/other/{visit}"))])
            }
            "/1" if (1..=times).contains(&visit) => less.clone(),
            path => Reply::page(path),
        }
    })
    .await;
    let looks = if again == Again::Look { vec![3_600, 28_800, 50_400, 72_000] } else { Vec::new() };
    let config = Config { look_again_secs: looks, ..server.config() };
    let (memory, hands) = (Arc::default(), Hands::default());
    let fetcher = fetcher(config, sources(&["http://a.test/rss"]), &memory, &hands).read_by(reader);
    let mut seen = Vec::new();
    for _ in 0..times + 2 {
        let harvest = once_confirming(&fetcher, |_| true).await;
        let captured = harvest.captured().into_iter().filter(|what| !what.contains("/other"));
        seen.push(captured.chain(harvest.reasons()).collect());
        hour.fetch_add(1, Ordering::Relaxed);
        hands.forward(6 * 3_600);
    }
    seen
}

#[tokio::test]
async fn a_page_that_is_stored_is_not_replaced_by_less_at_a_look_nor_under_a_corrected_title() {
    let page = "page http://a.test/1".to_owned();
    for (less, told) in [
        ("came to blocked", "blocked"),
        ("came to consent_wall", "consent_wall"),
        ("came to elsewhere", "elsewhere"),
        ("came to empty_shell", "empty_shell"),
        ("came to no_body", "no_body"),
        ("came to section_page", "section_page"),
        ("came to unavailable", "unavailable"),
        ("came to soft_404", "http_404"),
        ("subscribe to go on", "paywall_stub"),
    ] {
        let set_aside = vec![format!("discarded {told}")];
        let looked = visits(less, 1, Again::Look).await;
        assert_eq!(looked, [vec![page.clone()], set_aside.clone(), vec!["discarded unchanged".to_owned()]]);
        let corrected = visits(less, 1, Again::Corrected).await;
        assert_eq!(corrected, [vec![page.clone()], set_aside, vec![page.clone()]], "{less}");
    }
}

#[tokio::test]
async fn a_page_that_says_twice_that_it_is_not_there_is_told_as_gone_and_not_asked_for_again() {
    let seen = visits("came to soft_404", 3, Again::Look).await;
    let gone = vec!["discarded http_404".to_owned()];
    assert_eq!(seen[1..], [gone.clone(), gone, vec![], vec![]]);
}
