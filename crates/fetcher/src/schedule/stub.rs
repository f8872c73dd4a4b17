//! Pages that send the browser on instead of saying something: `<meta http-equiv=refresh>`, a `Refresh` header, a script of
//! one line.

use std::collections::BTreeMap;

use url::Url;
use veille_text::reference::decode_closed;

use crate::letters;

/// A page that is longer says something itself.
const STUB_BYTES_MAX: usize = 60_000;
/// Letters outside of markup of a page that says nothing.
const STUB_LETTERS_MAX: usize = 300;
/// Who waits longer is shown a page first.
const SECONDS_MAX: u64 = 10;
/// How scripts send on.
const SCRIPTS: [&str; 6] = [
    "location.replace(",
    "location.assign(",
    "location.href=",
    "location.href =",
    "window.location=",
    "window.location =",
];

/// Where a page sends the browser on to, if it does nothing else.
pub(crate) fn leads_to(headers: &BTreeMap<String, String>, body: &[u8], url: &Url) -> Option<Url> {
    let header = headers.get("refresh").and_then(|value| refresh(value));
    if header.is_none() && body.len() > STUB_BYTES_MAX {
        return None;
    }
    let media_type = headers.get("content-type").map(String::as_str);
    let text = letters::of_page(&body[..body.len().min(STUB_BYTES_MAX)], media_type);
    letters::within(&text, STUB_LETTERS_MAX)?;
    let target = header.or_else(|| in_meta(&text)).or_else(|| in_script(&text))?;
    let target = url.join(&decode_closed(&target).replace("\\/", "/")).ok()?;
    // A page that reloads itself says what it says.
    (matches!(target.scheme(), "http" | "https") && target != *url).then_some(target)
}

/// `0; url=/story`
fn refresh(value: &str) -> Option<String> {
    // With a comma too, as browsers take it (HTML, shared declarative refresh steps).
    let (seconds, target) = value.split_once([';', ',']).unwrap_or((value, ""));
    let seconds: f64 = seconds.trim().parse().ok()?;
    let target = target.trim();
    let bare = target.get(..4).filter(|name| name.eq_ignore_ascii_case("url=")).map(|_| &target[4..])?;
    let bare = bare.trim().trim_matches(['"', '\'']);
    (seconds <= SECONDS_MAX as f64 && !bare.is_empty()).then(|| bare.to_owned())
}

fn in_meta(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower[from..].find("<meta").map(|at| from + at) {
        let end = lower[at..].find('>').map_or(lower.len(), |end| at + end);
        from = end;
        // `refresh` may be a keyword of the page as well.
        if !(lower[at..end].contains("http-equiv") && lower[at..end].contains("refresh")) {
            continue;
        }
        // ASCII alone was folded, so places are the same in both.
        let content = lower[at..end].find("content").map(|found| at + found)?;
        let value = text[content..end].split_once('=')?.1.trim_start();
        let value = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next()?,
            _ => value,
        };
        return refresh(value);
    }
    None
}

fn in_script(text: &str) -> Option<String> {
    SCRIPTS.iter().find_map(|call| {
        let after = text.split_once(call)?.1.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let target = after[1..].split(quote).next()?;
        // What a script puts together of other things begins with neither.
        (target.starts_with('/') || target.starts_with("http")).then(|| target.to_owned())
    })
}

/// Whether a page says nothing by itself and has programs that would fill it.
pub(super) fn needs_browser(text: &str) -> bool {
    text.to_ascii_lowercase().contains("<script") && letters::within(text, STUB_LETTERS_MAX).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_shell_needs_a_browser() {
        let told = "<noscript>You need to enable JavaScript to run this app.</noscript>";
        assert!(needs_browser(&format!("<div id=root></div><script src=/app.js></script>{told}")));
        assert!(!needs_browser("<p>Page not found</p>"));
        assert!(!needs_browser(&format!("<script src=/a.js></script><p>{}</p>", "word ".repeat(100))));
    }

    #[test]
    fn a_page_that_only_sends_on_says_where_to() {
        let url = Url::parse("https://a.example/1").unwrap();
        let check = |html: &str, expected: Option<&str>| {
            let found = leads_to(&BTreeMap::new(), html.as_bytes(), &url);
            assert_eq!(found.as_ref().map(Url::as_str), expected, "{html}");
        };
        check(
            "<META HTTP-EQUIV='Refresh' CONTENT='0; URL=/2?a=1&amp;b=2'>",
            Some("https://a.example/2?a=1&b=2"),
        );
        check(
            "<meta http-equiv=refresh content='0;url=/2?a=1&#38;b=2&#x26;copy=3'>",
            Some("https://a.example/2?a=1&b=2&copy=3"),
        );
        check(
            "<meta content=\"1;url='https://b.example/'\" http-equiv=refresh><p>Moved",
            Some("https://b.example/"),
        );
        check(
            "<meta name=keywords content=refresh><meta http-equiv=refresh content='0;url=/6'>",
            Some("https://a.example/6"),
        );
        check("<script>window.location = \"/3\";</script>", Some("https://a.example/3"));
        check("<script>location.replace('https:\\/\\/a.example\\/4')</script>", Some("https://a.example/4"));
        check("<meta http-equiv=refresh content='300'>", None);
        check("<meta http-equiv=refresh content='600;url=/2'>", None);
        check("<meta http-equiv=refresh content='0;url=/1'>", None);
        check("<meta http-equiv=refresh content='0;url=javascript:x'>", None);
        check(&format!("<script>location.href='/2'</script><p>{}", "many words ".repeat(60)), None);
        // Of windows-1251 no letter is one of UTF-8.
        let cyrillic =
            [b"<script>location.href='/login'</script><p>".as_slice(), &[0xcc, 0xee, 0xf1, b' '].repeat(200)];
        let headers =
            BTreeMap::from([("content-type".to_owned(), "text/html; charset=windows-1251".to_owned())]);
        assert_eq!(leads_to(&headers, &cyrillic.concat(), &url), None);
        let wide: Vec<u8> =
            "<script>location.href='/2'</script>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(leads_to(&BTreeMap::new(), &wide, &url).unwrap().as_str(), "https://a.example/2");
        let headers = BTreeMap::from([("refresh".to_owned(), "0;url=/5".to_owned())]);
        assert_eq!(leads_to(&headers, b"", &url).unwrap().as_str(), "https://a.example/5");
    }
}
