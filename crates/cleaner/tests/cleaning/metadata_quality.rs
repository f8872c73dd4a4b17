//! Headlines, bylines and dates on annotated pages, and floors under them that only rise.
//!
//! The pages are not ours to ship: their place is read from `VEILLE_SHARED`. Scored as `data/extraction/score.py` there does.

use crate::score::{self, Score, shared};
use veille_cleaner::Cleaner;
use veille_model::Capture;

fn score(set: &str) -> Option<Score> {
    let cleaner = Cleaner::default();
    let mut score = Score::default();
    for mut page in score::pages(&shared()?, set) {
        let gold = page["gold"].take();
        let capture: Capture = serde_json::from_value(page).expect("a page is a capture");
        score.add(&gold, cleaner.clean(&capture).ok().as_ref());
    }
    eprintln!("{}", score.row(set));
    Some(score)
}

#[test]
fn news_pages_give_headline_byline_and_day() {
    let Some(score) = score("news") else { return };
    assert!(score.headline() >= Some(0.944), "{score:?}");
    assert!(score.byline() >= Some(0.905), "{score:?}");
    assert!(score.day() >= Some(0.99), "{score:?}");
}

#[test]
fn pages_of_every_kind_give_their_day() {
    let Some(score) = score("dates") else { return };
    assert!(score.day() >= Some(0.94), "{score:?}");
}

#[test]
fn the_seeds_give_what_their_lines_say() {
    let Some(shared) = shared() else { return };
    let check = |file: &str,
                 headline: Option<&str>,
                 byline: &[&str],
                 day: Option<&str>,
                 original: Option<&str>| {
        let body = std::fs::read(shared.join("seeds").join(file)).unwrap();
        let article = Cleaner::default().clean(&Capture::page(None, body)).unwrap();
        let opens =
            article.headline.as_deref().map(|found| found.split(' ').take(4).collect::<Vec<_>>().join(" "));
        assert_eq!(opens.as_deref(), headline, "{file}");
        assert_eq!(article.byline, byline, "{file}");
        assert_eq!(article.published_at.map(|moment| moment.to_string()).as_deref(), day, "{file}");
        let found =
            article.provenance.iter().find_map(|credit| credit.url.as_deref()).and_then(veille_model::host);
        assert_eq!(found.as_deref(), original, "{file}");
    };
    check(
        "000_f3e0cf35bd431295.txt",
        Some("Garantir une sécurité absolue"),
        &[],
        Some("2025-10-07"),
        Some("baochinhphu.vn"),
    );
    check("001_f476c9c9c21bd325.txt", None, &[], None, Some("vietnamnet.vn"));
    check("002_42c8d7f61be4680c.txt", None, &[], None, None);
    check(
        "003_581da9367ebe28dd.txt",
        Some("Partage des responsabilités pour"),
        &[],
        Some("2025-10-11"),
        Some("nhandan.vn"),
    );
    check("004_c96011937c91e991.txt", Some("La Convention de Hanoï"), &["Hoàng Văn Minh"], None, None);
}
