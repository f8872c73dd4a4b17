//! Hosts that many publishers have their feeds on, told apart by their paths.

use std::collections::HashSet;
use std::sync::LazyLock;

use url::Url;
use veille_model::{SourceId, host};

static HOSTS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../data/shared-hosts.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

/// Whether feeds of an address's host are of one publisher each.
pub(super) fn is_shared(url: &Url) -> bool {
    host(url.as_str()).is_some_and(|host| HOSTS.contains(host.trim_start_matches("www.")))
}

/// What tells a feed of such a host from the others: the page that it is said to be of, else its own address.
pub(super) fn apart(url: &Url, site: Option<&Url>) -> String {
    // `https://www.youtube.com/` is nobody's own.
    let is_own = |site: &&Url| !is_shared(site) || site.path().len() > 1 || site.query().is_some();
    site.filter(is_own).unwrap_or(url).to_string()
}

/// The id of whom such a feed is of: of the site that it is said to be of; by its name, where that is free; or by its whole address.
pub(super) fn id(
    url: &Url,
    site: Option<&Url>,
    name: Option<&str>,
    is_free: impl Fn(&SourceId) -> bool,
) -> SourceId {
    let of_site = site.filter(|site| !is_shared(site)).map(|site| SourceId::of_url(site.as_str()));
    let of_name = name.map(SourceId::new).filter(|id| *id != SourceId::unknown());
    let of_address = || {
        let place = &url[url::Position::BeforeHost..];
        SourceId::new(place.trim_start_matches("www."))
    };
    of_site.or(of_name.filter(is_free)).unwrap_or_else(of_address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_of_a_shared_host_are_told_apart() {
        let check = |url: &str, site: Option<&str>, name: Option<&str>, expected: &str| {
            let url = Url::parse(url).unwrap();
            assert!(is_shared(&url), "{url}");
            let site = site.map(|site| Url::parse(site).unwrap());
            assert_eq!(id(&url, site.as_ref(), name, |_| true).as_str(), expected, "{url}");
        };
        let channel = "https://www.youtube.com/feeds/videos.xml?channel_id=UC1";
        check(channel, Some("https://www.youtube.com/channel/UC1"), Some("Alpha TV"), "alpha-tv");
        check(channel, None, None, "youtube-com-feeds-videos-xml-channel_id-uc1");
        check(
            "https://feeds.feedburner.com/alpha",
            Some("https://www.alpha.example/"),
            Some("A"),
            "alpha-example",
        );
        let taken = id(&Url::parse("https://medium.com/feed/@a").unwrap(), None, Some("A"), |_| false);
        assert_eq!(taken.as_str(), "medium-com-feed-a");
        for own in ["https://alpha.substack.com/feed", "https://www.alpha.example/rss"] {
            assert!(!is_shared(&Url::parse(own).unwrap()), "{own}");
        }
    }
}
