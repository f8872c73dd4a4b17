//! What pages of the press wrote, made fit to be shown: never markup, never an address that runs something.

use url::Url;

/// A text without what cannot be seen and moves what can: control characters, and overrides of the direction of
/// writing, which would turn the line around it.
pub(crate) fn shown(text: &str) -> String {
    text.chars().filter(|character| is_shown(*character)).collect()
}

fn is_shown(character: char) -> bool {
    match character {
        '\n' | '\t' => true,
        // Embeddings and overrides; isolates close themselves at the end of their block.
        '\u{202a}'..='\u{202e}' => false,
        // No character at all in XML 1.0.
        '\u{fffe}' | '\u{ffff}' => false,
        // Tags: letters that nobody sees.
        '\u{e0000}'..='\u{e007f}' => false,
        character => !character.is_control(),
    }
}

/// An address that may stand in a link: of the web, and nothing that a browser would run.
pub(crate) fn link(address: &str) -> Option<String> {
    // As browsers read it, who pass over tabs and line ends: `java\nscript:` is a scheme like another to them.
    let url = Url::parse(address.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

/// An address as it stands between quotation marks in HTML. A sign before a parameter is left as it is: before `name=` it begins
/// no reference (HTML, 13.2.5.73), and a list has a thousand of them.
pub(crate) fn in_attribute(address: &str) -> String {
    let mut written = String::with_capacity(address.len());
    for (at, character) in address.char_indices() {
        match character {
            '&' => {
                let rest = address[at + 1..].trim_start_matches(|it: char| it.is_ascii_alphanumeric());
                let is_parameter = rest.starts_with('=') && rest.len() < address.len() - at - 1;
                written.push_str(if is_parameter { "&" } else { "&amp;" });
            }
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&#39;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            _ => written.push(character),
        }
    }
    written
}

/// An address without name and password, which are sent to whom they are for, and neither written down nor shown: with a scheme
/// or without, as people write addresses.
pub(crate) fn bare(address: &str) -> String {
    let (scheme, rest) = match address.trim().split_once("://") {
        // Only to be parsed: what is shown is as it was written.
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), address.trim()),
    };
    let whole = if scheme.is_empty() { format!("https://{rest}") } else { format!("{scheme}{rest}") };
    // A sign in a path, as of a profile, names nobody who asks; in what is no address it may be anything.
    let ends = match Url::parse(&whole) {
        Ok(_) => rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len()),
        Err(_) => rest.len(),
    };
    // The last: a password may hold one too.
    let begins = rest[..ends].rfind('@').map_or(0, |at| at + 1);
    format!("{scheme}{}", &rest[begins..])
}

/// The host of an address, as readers know it.
pub(crate) fn host(address: &str) -> Option<String> {
    let host = veille_model::host(address)?;
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

/// In which direction a language is written; a browser finds out where we do not know.
pub(crate) fn direction(language: &str) -> &'static str {
    match language.split('-').next().unwrap_or_default() {
        "ar" | "fa" | "he" | "ur" | "ps" | "sd" | "ug" | "yi" | "dv" | "ckb" => "rtl",
        "und" | "" => "auto",
        _ => "ltr",
    }
}

/// The beginning of a text, whole words, at most so many characters.
pub(crate) fn beginning(text: &str, chars_max: usize) -> String {
    let text = text.trim();
    let Some((end, _)) = text.char_indices().nth(chars_max) else { return text.to_owned() };
    let cut = &text[..end];
    // Text without blanks, as Chinese is, ends anywhere.
    // A blank in its first half would leave next to nothing, as of a very long word.
    let whole = cut.rfind(char::is_whitespace).filter(|at| *at > end / 2).unwrap_or(end);
    format!("{}…", cut[..whole].trim_end())
}

/// Whether an address leads away from here: what is no path of ours, also as browsers read it.
pub(crate) fn foreign(address: &str) -> bool {
    // `//evil.example` keeps the scheme and changes the host (RFC 3986, 4.2).
    let is_path = address.starts_with('/') && !address.starts_with("//");
    // A backslash is a slash to browsers (WHATWG URL), and a tab or line end between two is left out: `/\evil.example`.
    !is_path || address.contains('\\') || address.chars().any(char::is_control)
}

/// Words as a sentence of its own: with a capital, where its script has them, and a full stop.
pub(crate) fn sentence(words: &str) -> String {
    let is_ended = words.ends_with(['.', '!', '?', '\u{2026}', '/']) || words.is_empty();
    format!("{}{}", capital(words), if is_ended { "" } else { "." })
}

/// Words with a capital, where their script has them.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_the_text_around_it_is_left_out() {
        assert_eq!(shown("a\u{202e}b\u{0}c\u{1b}[31m\nd\u{85}"), "abc[31m\nd");
        assert_eq!(shown("Hà Nội, اتفاقية\u{200d}, 河内"), "Hà Nội, اتفاقية\u{200d}, 河内");
    }

    #[test]
    fn an_address_in_an_attribute_ends_and_refers_nowhere() {
        let check = |address: &str, expected: &str| assert_eq!(in_attribute(address), expected);
        check("/?topic=a&language=fr&copy=1", "/?topic=a&language=fr&copy=1");
        check("/a?b&c", "/a?b&amp;c");
        check("/a?b&=c", "/a?b&amp;=c");
        check("/a?b&amp;c=d", "/a?b&amp;amp;c=d");
        check("/\"><script>'", "/&quot;&gt;&lt;script&gt;&#39;");
    }

    #[test]
    fn a_link_leads_to_the_web() {
        let check = |address: &str, expected: Option<&str>| assert_eq!(link(address).as_deref(), expected);
        check(" https://example.org/a b ", Some("https://example.org/a%20b"));
        check("javascript:alert(1)", None);
        check("JaVaScRiPt:alert(1)", None);
        check("java\nscript:alert(1)", None);
        check("data:text/html,<script>", None);
        check("//example.org", None);
        check("http://x/\" onmouseover=alert(1)", Some("http://x/%22%20onmouseover=alert(1)"));
    }

    #[test]
    fn an_address_is_shown_without_the_password_that_it_carries() {
        let check = |address: &str, expected: &str| assert_eq!(bare(address), expected);
        check("https://user:pw@paper.example/rss?a=b@c", "https://paper.example/rss?a=b@c");
        check("https://user:p@w@paper.example", "https://paper.example");
        check(" user:pw@paper.example/rss ", "paper.example/rss");
        check("https://key@paper.example/", "https://paper.example/");
        check("https://paper.example/@name/rss", "https://paper.example/@name/rss");
        check("paper.example/rss?to=a@b", "paper.example/rss?to=a@b");
        check("https://user:pw@pa per.example/", "https://pa per.example/");
        check("https://user:p/w@paper.example/", "https://paper.example/");
        check("https://paper.example/", "https://paper.example/");
    }

    #[test]
    fn a_beginning_ends_with_a_word() {
        assert_eq!(beginning("Soixante pays ont signé", 16), "Soixante pays…");
        assert_eq!(beginning("河内公约打击网络犯罪", 4), "河内公约…");
        assert_eq!(beginning(" court ", 10), "court");
    }

    #[test]
    fn nothing_leads_away_from_here() {
        for path in ["/", "/article/x?y=%2F%2Fz", "/search?q=a"] {
            assert!(!foreign(path), "{path}");
        }
        for elsewhere in
            ["//evil.example", "/\\evil.example", "https://evil.example", "evil", "", "/\t/evil", "\\/evil"]
        {
            assert!(foreign(elsewhere), "{elsewhere}");
        }
    }
}
