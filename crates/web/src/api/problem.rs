//! What the API says where it cannot answer: problem details (RFC 9457) with what to try.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use veille_query::QueryError;
use veille_search::SearchError;
use veille_sink::StoreError;

use crate::AccessError;
use crate::problem::Problem;
use crate::selection::Misread;

/// Why there is no answer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ProblemBody {
    /// What it is, in few words.
    pub title: String,
    /// The status of the answer.
    pub status: u16,
    /// What is wrong and what to try.
    pub detail: String,
    /// Where a query goes wrong, in characters from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
}

/// An answer, or why there is none.
pub(crate) type Answered = Result<Response, Failure>;

/// Why there is no answer.
#[derive(Debug)]
pub(crate) struct Failure(ProblemBody);

/// A problem as an answer.
pub(crate) fn problem(status: StatusCode, title: &str, detail: impl Into<String>) -> Response {
    Failure::new(status, title, detail).into_response()
}

impl Failure {
    pub fn new(status: StatusCode, title: &str, detail: impl Into<String>) -> Self {
        let (title, detail) = (title.to_owned(), detail.into());
        Self(ProblemBody { title, status: status.as_u16(), detail, column: None })
    }

    /// A filter that an address cannot keep to: a program that asked by it would take what it gets for all there is.
    pub fn unheeded(name: &str, instead: &str) -> Self {
        let detail = format!("`{name}` is not heeded here: {instead}");
        Self::new(StatusCode::BAD_REQUEST, "a filter that is not heeded", detail)
    }

    /// Nothing of this name.
    pub fn not_there(what: &str) -> Self {
        let what = crate::text::shown(what);
        Self::new(StatusCode::NOT_FOUND, "not there", format!("{what} is not stored, or no longer"))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&self.0).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    }
}

impl From<Misread> for Failure {
    fn from(misread: Misread) -> Self {
        let (name, value) = (misread.name, misread.said());
        let example =
            misread.example().map(|example| format!("; written like {example}")).unwrap_or_default();
        let detail = match value.is_empty() {
            _ if name == Misread::REVERSED => {
                format!("{value} ends before it begins: `from` is the earlier day")
            }
            _ if name == Misread::AHEAD => {
                format!("`from` is {value}, which is still to come: nothing can be of it")
            }
            false if name == "after" => format!(
                "`after` cannot be {value:?}: it is the `next` of the page before, asked with the same `q` and the same \
                 `sort`; begin without it"
            ),
            true => format!("`{name}` is missing; /api/v1/openapi.json says what it may be"),
            false => {
                format!("`{name}` cannot be {value:?}{example}; /api/v1/openapi.json says what it may be")
            }
        };
        Self::new(StatusCode::BAD_REQUEST, "a parameter cannot be understood", detail)
    }
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Self {
        let mut failure = Self::new(StatusCode::BAD_REQUEST, "the query cannot be read", error.to_string());
        failure.0.column = Some(error.column);
        failure
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store cannot be read");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "the store cannot be read", error.to_string())
    }
}

impl From<SearchError> for Failure {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Store(error) => error.into(),
            SearchError::NoIndex { .. } => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "the index is being built",
                "searches are answered in a moment; try again, or read /api/v1/articles",
            ),
            error => {
                tracing::error!(%error, "the index cannot be asked");
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "the index cannot be asked", error.to_string())
            }
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::NotThere(what) => Self::not_there(&what),
            Problem::LinkGone => {
                Self::new(StatusCode::NOT_FOUND, "not there", "this link opens nothing, or nothing any more")
            }
            Problem::Misread(misread) => misread.into(),
            Problem::Query(error) => error.into(),
            Problem::Forbidden => Self::new(
                StatusCode::FORBIDDEN,
                "not allowed",
                "readers say what they have read, editors the rest",
            ),
            Problem::Told(why) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "not done", why),
            Problem::Failed(why) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "not done", why.detail),
            Problem::Busy => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "not done", "others write the same; try again")
            }
            Problem::NoSearch => Self::new(
                StatusCode::NOT_FOUND,
                "there is no search here",
                "nobody keeps an index of this store: search.keep is off in veille.toml",
            ),
            Problem::Search(error) => error.into(),
            Problem::Store(error) | Problem::Access(AccessError::Store(error)) => error.into(),
            Problem::Access(error) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "not done", error.to_string())
            }
        }
    }
}
