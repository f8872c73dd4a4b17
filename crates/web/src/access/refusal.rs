//! Why the gate lets somebody not through: problem details for programs; for people a page is made of it outside, where words are.

use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::format::Format;

/// Marks an answer to who posts to the API what is no JSON: whoever knows its addresses says what they take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoJson;

/// Why somebody is not let through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Who they are may not do this.
    Right,
    /// A form that is none of ours, or was shown before we were started anew.
    Form,
    /// More than so many KB.
    Size(usize),
    /// Nobody that we know wants to change something.
    Stranger,
    /// Others look in too many other time zones.
    Zones,
    /// The store cannot say who somebody is.
    Store(String),
}

impl Refusal {
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Right | Self::Form => StatusCode::FORBIDDEN,
            Self::Size(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Stranger => StatusCode::UNAUTHORIZED,
            Self::Zones | Self::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The answer, in the format that the address asks for.
    pub fn answer(self, uri: &Uri) -> Response {
        let (title, detail) = self.in_english();
        let mut response = match is_for_programs(uri) {
            true => problem(self.status(), title, &detail),
            false => (self.status(), format!("{detail}\n")).into_response(),
        };
        let mut set =
            |name, value| drop(response.headers_mut().insert(name, HeaderValue::from_static(value)));
        match self {
            // RFC 9110, 11.6.1 wants one with every 401; a browser is sent to the login page instead, and would open a window of
            // its own.
            Self::Stranger if is_for_programs(uri) => set(header::WWW_AUTHENTICATE, "Bearer"),
            // A zone goes as soon as nobody reads in it any more (`zoned.rs`): a moment later there may be room.
            Self::Zones => set(header::RETRY_AFTER, "10"),
            _ => {}
        }
        if !is_for_programs(uri) {
            // The page around it is in the reader's language, which is known outside the gate only.
            response.extensions_mut().insert(self);
        }
        response
    }

    fn in_english(&self) -> (&'static str, String) {
        match self {
            Self::Right => (
                "not allowed",
                "who you are may not do this; an admin gives roles and tokens with `veille user` and `veille token`"
                    .to_owned(),
            ),
            Self::Form => (
                "not allowed",
                "this form was not shown by this server, or before it was started anew: load the page again"
                    .to_owned(),
            ),
            Self::Size(most) => ("too large", format!("{most} KB at most")),
            Self::Stranger => (
                "who are you?",
                "send `Authorization: Bearer TOKEN`; `veille token add` makes one, and feeds take it as `?token=`"
                    .to_owned(),
            ),
            Self::Zones => (
                "too many time zones",
                "others look in too many other time zones now: try again, or look in the office\u{2019}s".to_owned(),
            ),
            Self::Store(error) => ("the store cannot be read", error.clone()),
        }
    }
}

/// Whether a program reads the answer.
pub(super) fn is_for_programs(uri: &Uri) -> bool {
    uri.path().starts_with("/api/") || Format::split(uri.path()).1 != Format::Html
}

/// Problem details (RFC 9457).
pub(super) fn problem(status: StatusCode, title: &str, detail: &str) -> Response {
    let body = serde_json::json!({ "title": title, "status": status.as_u16(), "detail": detail });
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}
