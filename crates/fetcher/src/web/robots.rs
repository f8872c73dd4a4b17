//! robots.txt as RFC 9309 has it: groups, the longest match, `*` and `$`; and Crawl-delay, which it leaves out.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::config::is_of_a_product;

/// What is read of a robots.txt; the RFC asks for at least 500 KiB.
pub(crate) const BYTES_READ: u64 = 512 * 1024;

/// Sitemaps taken of one robots.txt.
const SITEMAPS_MAX: usize = 100;

/// What one host's robots.txt says to us.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Robots {
    rules: Vec<Rule>,
    /// Time that the host wants between two requests.
    pub(crate) crawl_delay: Option<Duration>,
    /// The sitemaps that it names, which are nobody's in particular (sitemaps.org).
    pub(crate) sitemaps: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Rule {
    allow: bool,
    pattern: Pattern,
}

/// `/*.pdf$`: any characters, and the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Pattern {
    /// Normal, but for the `*` that stand for any characters.
    text: String,
    /// Whether the path ends with it.
    anchored: bool,
}

impl Robots {
    /// What an absent robots.txt (any 4xx) means.
    pub(crate) fn allow_all() -> Self {
        Self::default()
    }

    /// The rules of the groups that name `product`, or else of those for `*`. Never fails: what is not understood is
    /// skipped, and rules before the first User-agent belong to nobody.
    pub(crate) fn parse(text: &str, product: &str) -> Self {
        let (mut ours, mut everyones) = (None::<Self>, None::<Self>);
        let (mut names_us, mut names_all, mut in_rules) = (false, false, false);
        let mut sitemaps = Vec::new();
        // Editors on Windows leave a byte order mark, and old Macs ended lines with a bare CR.
        for line in text.trim_start_matches('\u{feff}').lines().flat_map(|line| line.split('\r')) {
            let Some((key, value)) = record(line) else { continue };
            if key == "user-agent" {
                // A name right after rules begins another group; names in a row share one, and a `Sitemap:` between them
                // changes nothing (RFC 9309, 2.2).
                if std::mem::take(&mut in_rules) {
                    (names_us, names_all) = (false, false);
                }
                names_all |= value == "*";
                names_us |= names(value, product);
                if names_all {
                    everyones.get_or_insert_default();
                }
                if names_us {
                    // Also without rules: a group that names us and forbids nothing frees us from what `*` forbids.
                    ours.get_or_insert_default();
                }
                continue;
            }
            if key == "sitemap" && sitemaps.len() < SITEMAPS_MAX {
                sitemaps.push(value.to_owned());
            }
            // `Sitemap:`, `Host:`, `Clean-param:`: other records say nothing about a group (RFC 9309, 2.2.4).
            if !matches!(key.as_str(), "allow" | "disallow" | "crawl-delay") {
                continue;
            }
            in_rules = true;
            // To both: one line may name us and everybody.
            for (named, group) in [(names_us, &mut ours), (names_all, &mut everyones)] {
                if let (true, Some(group)) = (named, group.as_mut()) {
                    group.add(&key, value);
                }
            }
        }
        Self { sitemaps, ..ours.or(everyones).unwrap_or_default() }
    }

    fn add(&mut self, key: &str, value: &str) {
        match key {
            "crawl-delay" => {
                // `1e300` and `-1` are numbers too, of which `Duration` panics.
                let seconds = value.parse::<f64>().ok().filter(|seconds| (0.0..=1e6).contains(seconds));
                self.crawl_delay = seconds.map(Duration::from_secs_f64).or(self.crawl_delay);
            }
            // An empty pattern matches nothing: `Disallow:` allows everything.
            _ if value.is_empty() => {}
            _ => self.rules.push(Rule { allow: key == "allow", pattern: Pattern::parse(value) }),
        }
    }

    /// Whether a path with its query may be asked for. The longest pattern decides, and Allow wins a draw.
    pub(crate) fn allows(&self, path: &str) -> bool {
        // Even under `Disallow: /` (RFC 9309, 2.2.2).
        if path == "/robots.txt" {
            return true;
        }
        // In a path a `*` is one. `%2A` and `%24` are the ways to write `*` and `$` in a pattern (RFC 9309, 2.2.3).
        let path = normal(path).replace('*', "%2A");
        let matching = self.rules.iter().filter(|rule| rule.pattern.matches(&path));
        matching.max_by_key(|rule| (rule.pattern.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }
}

impl Pattern {
    fn parse(value: &str) -> Self {
        let (text, anchored) = match value.strip_suffix('$') {
            Some(text) => (text, true),
            None => (value, false),
        };
        Self { text: normal(text), anchored }
    }

    fn len(&self) -> usize {
        self.text.len() + usize::from(self.anchored)
    }

    /// Whether it matches the beginning of a path, or all of it where it is anchored.
    fn matches(&self, path: &str) -> bool {
        let mut parts = self.text.split('*');
        let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
        let mut parts = parts.peekable();
        if parts.peek().is_none() {
            return !self.anchored || rest.is_empty();
        }
        while let Some(part) = parts.next() {
            // At the end, and not at its first place: `/*.pdf$` holds for `/a.pdf.pdf`.
            if parts.peek().is_none() && self.anchored {
                return rest.ends_with(part);
            }
            // The first place leaves most to the parts behind it, so
            // nothing is tried twice: no pattern costs more than a pass.
            match rest.find(part) {
                Some(found) => rest = &rest[found + part.len()..],
                None => return false,
            }
        }
        true
    }
}

/// `Key: value # comment`; sloppy files leave out the colon or write the key in any case.
fn record(line: &str) -> Option<(String, &str)> {
    let line = line.split('#').next().unwrap_or_default().trim();
    // The colon first, for a value may hold blanks, and a key with a blank none.
    let (key, value) = line.split_once(':').or_else(|| line.split_once(char::is_whitespace))?;
    Some((key.trim().to_ascii_lowercase(), value.trim()))
}

/// A group's name is compared as a product token, without regard to case or to what follows it (`Veille/1.0`).
fn names(value: &str, product: &str) -> bool {
    let token_end = value.find(|c| !is_of_a_product(c)).unwrap_or(value.len());
    !product.is_empty() && value[..token_end].eq_ignore_ascii_case(product)
}

/// Percent-encoding made equal on both sides: `%7E` and `~` are the same, `é` and `%C3%A9` too, `$` and `%24`; `%2F` stays.
fn normal(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        // `+1` is a number to the standard library.
        let escaped = escaped.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                push_normal(&mut out, byte, true);
                at += 3;
            }
            None => {
                push_normal(&mut out, bytes[at], false);
                at += 1;
            }
        }
    }
    out
}

fn push_normal(out: &mut String, byte: u8, was_escaped: bool) {
    let plain = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    // A reserved character means something else when it is escaped (RFC 3986, 2.2): `%2F` parts no folders.
    if plain || (byte.is_ascii_graphic() && byte != b'$' && !was_escaped) {
        out.push(char::from(byte));
    } else {
        out.push_str(&format!("%{byte:02X}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, path: &str, expected: bool) {
        assert_eq!(Robots::parse(text, "veille").allows(path), expected, "{path} by {text:?}");
    }

    #[test]
    fn the_longest_pattern_decides_and_allow_wins_a_draw() {
        let text = "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\n";
        check(text, "/", true);
        check(text, "/a", false);
        check(text, "/ab", false);
        check(text, "/a/b", true);
        check(text, "/a/b/c/d", false);
        check("User-agent: *\nDisallow: /p\nAllow: /p\n", "/p", true);
    }

    #[test]
    fn wildcards_and_the_end_anchor_are_understood() {
        let text = "User-agent: *\nDisallow: /*.pdf$\nDisallow: /*?print=\nDisallow: /a*b*c$\n";
        check(text, "/x/y.pdf", false);
        check(text, "/x/y.pdf?z", true);
        check(text, "/x?print=1", false);
        check(text, "/a1b2c", false);
        check(text, "/abcc", false);
        check(text, "/a1b2cd", true);
        check("User-agent: *\nDisallow: *", "/x", false);
        check("User-agent: *\nDisallow: /x$", "/xy", true);
        check("User-agent: *\nDisallow: /$", "/", false);
        check("User-agent: *\nDisallow: /$", "/x", true);
    }

    #[test]
    fn the_group_that_names_us_silences_the_one_for_everyone() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: Veille/2.0\nDisallow: /x\n";
        check(text, "/y", true);
        check(text, "/x", false);
        check("User-agent: veillebot\nDisallow: /\n", "/y", true);
        check("User-agent: *\nDisallow: /\nUser-agent: veille\nDisallow:\n", "/y", true);
    }

    #[test]
    fn groups_of_one_name_are_one_group() {
        let text = "User-agent: veille\nDisallow: /a\n\nUser-agent: other\nDisallow: /\n\nUser-agent: veille\nDisallow: /b";
        check(text, "/a", false);
        check(text, "/b", false);
        check(text, "/c", true);
        check("User-agent: other\nUser-agent: veille\nDisallow: /a", "/a", false);
    }

    #[test]
    fn a_rule_before_any_user_agent_is_nobodys() {
        check("Disallow: /\nUser-agent: *\nDisallow: /x", "/y", true);
        check("Disallow: /", "/y", true);
    }

    #[test]
    fn a_sitemap_line_does_not_end_the_names_of_a_group() {
        check(
            "User-agent: veille\nSitemap: https://example.org/s.xml\nUser-agent: other\nDisallow: /a",
            "/a",
            false,
        );
    }

    #[test]
    fn sloppy_files_are_read() {
        check("\u{feff}USER-AGENT : *\r\nDISALLOW :/a # not here\r\n", "/a", false);
        check("User-agent: *\rDisallow: /a\r", "/a", false);
        check("<html>not found</html>", "/a", true);
        check("User-agent *\nDisallow /a", "/a", false);
    }

    #[test]
    fn percent_encoding_is_compared_by_what_it_encodes() {
        check("User-agent: *\nDisallow: /%7Ejoe", "/~joe", false);
        check("User-agent: *\nDisallow: /tin-tức", "/tin-t%E1%BB%A9c/1", false);
        check("User-agent: *\nDisallow: /a%2Fb", "/a/b", true);
        check("User-agent: *\nDisallow: /a%2fb", "/a%2Fb", false);
        // A sign is no digit: this is no escape, and another path than `/a%01`.
        check("User-agent: *\nDisallow: /a%+1", "/a%01", true);
        check("User-agent: *\nDisallow: /a%+1", "/a%+1", false);
    }

    #[test]
    fn a_star_and_a_dollar_are_written_in_percents() {
        let text = "User-agent: *\nDisallow: /a%2Ab\nDisallow: /price%24\nDisallow: /c%2a*d$";
        check(text, "/a*b", false);
        check(text, "/a%2ab", false);
        check(text, "/aXb", true);
        check(text, "/price$", false);
        check(text, "/price$/1", false);
        check(text, "/price%24", false);
        check(text, "/price", true);
        check(text, "/c*/x/d", false);
        check(text, "/c*/x/de", true);
        // Unescaped, one matches any characters, and the other is the end where it comes last.
        check("User-agent: *\nDisallow: /a*b", "/a*b", false);
        check("User-agent: *\nDisallow: /a$b", "/a$b", false);
        check("User-agent: *\nDisallow: /a$", "/a$", true);
    }

    #[test]
    fn robots_txt_itself_is_always_allowed() {
        check("User-agent: *\nDisallow: /", "/robots.txt", true);
    }

    #[test]
    fn a_crawl_delay_is_read_where_it_is_a_time() {
        let check = |value: &str, expected: Option<Duration>| {
            let robots = Robots::parse(&format!("User-agent: *\nCrawl-delay: {value}"), "veille");
            assert_eq!(robots.crawl_delay, expected, "{value}");
        };
        check("10", Some(Duration::from_secs(10)));
        check("0.5", Some(Duration::from_millis(500)));
        check("-1", None);
        check("soon", None);
        check("1e300", None);
    }
}
