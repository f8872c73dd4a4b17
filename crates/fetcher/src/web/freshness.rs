//! For how long a publisher says that an answer holds (HTTP caching, RFC 9111, 4.2.1: freshness lifetime).
//!
//! Who keeps an answer that is fresh need not ask, not even whether it has changed. We read for one office, as a private cache:
//! `s-maxage` is not for us. Counted from when we received it, whatever its `Age`: a little later than was asked, never sooner.

use std::collections::BTreeMap;

use super::client::http_date;

/// Seconds for which an answer with these headers is fresh; None where they do not say.
pub(crate) fn fresh_secs(headers: &BTreeMap<String, String>) -> Option<u64> {
    if let Some(directives) = headers.get("cache-control") {
        let directives = directives.to_ascii_lowercase();
        let named = |name: &str| directives.split(',').find_map(|it| value(it, name));
        // Kept or not, it is to be asked for again each time.
        if named("no-cache").is_some() || named("no-store").is_some() {
            return Some(0);
        }
        // Before `Expires`, which is for caches that do not know it (RFC 9111, 5.3).
        if let Some(secs) = named("max-age").and_then(|secs| secs.parse().ok()) {
            return Some(secs);
        }
    }
    let expires = headers.get("expires")?;
    let date = headers.get("date").and_then(|date| http_date(date));
    // `Expires: 0` and all else that is no date is in the past.
    let lifetime = http_date(expires).zip(date).map(|(expires, date)| (expires - date).num_seconds());
    Some(lifetime.and_then(|secs| u64::try_from(secs).ok()).unwrap_or_default())
}

/// What stands behind a directive's name: nothing behind that of `no-cache`.
fn value<'d>(directive: &'d str, name: &str) -> Option<&'d str> {
    let rest = directive.trim().strip_prefix(name)?.trim_start();
    match rest.strip_prefix('=') {
        Some(value) => Some(value.trim().trim_matches('"')),
        None => rest.is_empty().then_some(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_fresh_for_as_long_as_its_publisher_says() {
        let check = |headers: &[(&str, &str)], expected: Option<u64>| {
            let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            assert_eq!(fresh_secs(&headers.collect()), expected);
        };
        let date = ("date", "Tue, 25 Nov 2025 08:00:00 GMT");
        check(&[], None);
        check(&[("cache-control", "public, max-age=7200")], Some(7_200));
        check(&[("cache-control", "Max-Age = \"60\", must-revalidate")], Some(60));
        check(&[("cache-control", "max-age=7200, no-cache")], Some(0));
        check(&[("cache-control", "no-store")], Some(0));
        // Of a field only, of caches that many share, and of what is served when it is stale.
        check(&[("cache-control", "no-cache=\"set-cookie\", max-age=60")], Some(0));
        check(&[("cache-control", "s-maxage=60, stale-while-revalidate=30")], None);
        check(
            &[("cache-control", "public"), date, ("expires", "Tue, 25 Nov 2025 09:00:00 GMT")],
            Some(3_600),
        );
        check(
            &[("cache-control", "max-age=60"), date, ("expires", "Tue, 25 Nov 2025 09:00:00 GMT")],
            Some(60),
        );
        check(&[date, ("expires", "0")], Some(0));
        check(&[date, ("expires", "Thu, 01 Jan 1970 00:00:00 GMT")], Some(0));
        check(&[("cache-control", "max-age=-1")], None);
    }
}
