//! Which of the sitemaps that an index lists to read.

/// The sitemap to look at first: of news, then of the latest, then any.
pub(crate) fn likeliest(waiting: &[String]) -> Option<usize> {
    let rank = |url: &String| {
        let name = url.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
        match (says(&["news", "actu", "tin-tuc"]), says(&["latest", "recent", "article", "post"])) {
            (true, _) => 0,
            (_, true) => 1,
            _ => 2,
        }
    };
    (0..waiting.len()).min_by_key(|at| rank(&waiting[*at]))
}
