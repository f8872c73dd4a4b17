//! What stands around every answer: whom we answer, and what a browser may do with it.

use std::sync::Arc;

use axum::extract::{Request, State as Shared};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::uri::{Authority, Uri};
use axum::http::{StatusCode, Version};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use url::form_urlencoded;

use crate::light::Scheme;
use crate::listen::is_loopback;
use crate::state::State;
use crate::words::Words;
use crate::zoned;

/// Nothing is loaded from elsewhere, nothing runs that is not our own file, nobody frames us.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
     font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// How language, zone and light are kept that a reader chose: a year, and told to nobody else.
const KEPT: &str = "Path=/; Max-Age=31536000; SameSite=Strict; HttpOnly";

/// The headers of every answer.
const HEADERS: [(&str, &str); 5] = [
    ("content-security-policy", POLICY),
    // With `no-referrer` browsers send `Origin: null` with our own forms, which then look like another page's.
    ("referrer-policy", "same-origin"),
    // What a page wrote as text, or as CSV, would otherwise be run by a browser that takes it for HTML.
    ("x-content-type-options", "nosniff"),
    // A page elsewhere that opens one of ours in a window keeps no hold of it (HTML, 7.1.3).
    ("cross-origin-opener-policy", "same-origin"),
    // Another site's page loads nothing of ours as its picture or script, of which it would learn whether somebody is logged in.
    ("cross-origin-resource-policy", "same-origin"),
];

/// Answers who speaks to this machine by one of its own names, with our headers.
pub(crate) async fn pass(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    // Read before the request is given away, set after its answer is there.
    let chosen = [
        ("ui", chosen_language(request.uri()).map(str::to_owned)),
        ("zone", zoned::in_address(&request).filter(|zone| is_zone(&state, zone))),
        ("light", chosen_light(request.uri()).map(|light| light.as_str().to_owned())),
    ];
    // Where everybody is asked, a page elsewhere that has its name lead here reads the login page.
    let mut response = match state.access.is_asked || is_ours(&request) {
        true => next.run(request).await,
        false => (
            // RFC 9110, 15.5.20: no client may take the answer for that of the name it asked.
            StatusCode::MISDIRECTED_REQUEST,
            "veille answers at 127.0.0.1, [::1] and localhost, and at no other name\n",
        )
            .into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    // By these the words, the zone and the light are chosen.
    // What has one already is the same for everybody, as a style sheet.
    headers.entry(header::VARY).or_insert(HeaderValue::from_static("accept-language, cookie"));
    for (name, value) in chosen {
        let kept = value.and_then(|value| HeaderValue::try_from(format!("{name}={value}; {KEPT}")).ok());
        if let Some(kept) = kept {
            headers.append(header::SET_COOKIE, kept);
        }
    }
    // Pages change whenever something is stored; what has a digest in its address says so itself.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    response
}

fn is_zone(state: &State, zone: &str) -> bool {
    let zones = state.zones.as_ref();
    zone == state.office_zone.name() || zones.is_some_and(|zones| zones.names().iter().any(|it| it == zone))
}

/// Whether a request names this machine. A page elsewhere can have its own name lead here (DNS rebinding) and would then
/// read what its visitor may; such a request carries that page's name.
pub(crate) fn is_ours(request: &Request) -> bool {
    // It has no headers, and so no name.
    if request.version() == Version::HTTP_09 {
        return false;
    }
    host(request.headers()).is_some_and(|host| is_own_name(host.host()))
}

/// The light that a reader chooses by `?light=`.
fn chosen_light(uri: &Uri) -> Option<Scheme> {
    let asked = form_urlencoded::parse(uri.query()?.as_bytes()).find(|(name, _)| name == "light")?.1;
    Scheme::read(&asked)
}

/// The language that a reader chooses by `?ui=`, if it is one of ours.
fn chosen_language(uri: &Uri) -> Option<&'static str> {
    let asked = form_urlencoded::parse(uri.query()?.as_bytes()).find(|(name, _)| name == "ui")?.1;
    Words::all().map(|(tag, _)| tag).find(|tag| *tag == asked)
}

fn host(headers: &HeaderMap) -> Option<Authority> {
    let mut hosts = headers.get_all(header::HOST).iter();
    // Two are none (RFC 9112, 3.2).
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return None };
    let authority: Authority = host.to_str().ok()?.parse().ok()?;
    // `user@host` is no host.
    (!authority.as_str().contains('@')).then_some(authority)
}

fn is_own_name(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || bare.parse().is_ok_and(is_loopback)
}

/// Where we are reached, for addresses in feeds: `http://127.0.0.1:8420`. Behind a proxy with TLS one without it would send the
/// secret of a feed or a share in clear, before it is led on.
pub(crate) fn base(headers: &HeaderMap, is_over_tls: bool) -> String {
    let scheme = if is_over_tls { "https" } else { "http" };
    host(headers).map_or_else(String::new, |host| format!("{scheme}://{host}"))
}

/// Whether we were reached under a name that leads every other machine to itself: what we give as our address opens here alone.
pub(crate) fn is_here_alone(headers: &HeaderMap) -> bool {
    host(headers).is_some_and(|host| is_own_name(host.host()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_answers_to_its_own_names() {
        for own in ["localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "[::1]"] {
            assert!(is_own_name(own), "{own}");
        }
        for other in [
            "localhost.example.org",
            "evil.example",
            "0.0.0.0",
            "192.168.0.1",
            "[::2]",
            "",
            "127.0.0.1.nip.io",
        ] {
            assert!(!is_own_name(other), "{other}");
        }
    }
}
