//! Which parameters an address takes: those that its description names. A program that misspells one would take what it gets for all
//! there is.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State as Shared};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use url::form_urlencoded;
use utoipa::openapi::path::ParameterIn;
use utoipa::openapi::{OpenApi, RefOr};

use super::problem::problem;
use crate::text::{beginning, shown};

/// What every address takes: who asks, and how they read.
const EVERYWHERE: [&str; 4] = ["token", "ui", "zone", "light"];
/// Characters of a name that is said again.
const SAID: usize = 40;

/// The names of parameters, by the path that they stand behind.
#[derive(Clone, Debug)]
pub(crate) struct Parameters(Arc<HashMap<String, Vec<String>>>);

impl Parameters {
    /// Those of every address that is asked with GET.
    pub fn of(described: &OpenApi) -> Self {
        let paths = described.paths.paths.iter().filter_map(|(path, item)| {
            let parameters = item.get.as_ref()?.parameters.iter().flatten();
            let asked = parameters.filter_map(|parameter| match parameter {
                RefOr::T(it) if matches!(it.parameter_in, ParameterIn::Query) => Some(it.name.clone()),
                _ => None,
            });
            Some((path.clone(), asked.collect()))
        });
        Self(Arc::new(paths.collect()))
    }

    /// The first of these names that this address does not take, and those that it does; None where it takes them all.
    fn unknown<'q>(
        &self,
        path: &str,
        names: impl Iterator<Item = Cow<'q, str>>,
    ) -> Option<(String, &[String])> {
        let known = self.0.get(path)?;
        let mut names = names.filter(|name| !EVERYWHERE.contains(&name.as_ref()));
        let unknown = names.find(|name| !known.iter().any(|it| it == name))?;
        Some((unknown.into_owned(), known))
    }
}

/// Refuses what an address does not take.
pub(crate) async fn taken(Shared(known): Shared<Parameters>, request: Request, next: Next) -> Response {
    let query = request.uri().query().filter(|_| request.method() == Method::GET).unwrap_or_default();
    let names = form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name);
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
    let Some((unknown, known)) = known.unknown(path, names) else { return next.run(request).await };
    let name = shown(&beginning(&unknown, SAID));
    let known = match known {
        [] => "it takes none".to_owned(),
        known => format!("it takes {}", known.join(", ")),
    };
    let instead = match name.as_str() {
        "q" => "; /api/v1/search and /api/v1/facets answer a query, and a topic of it can be asked for here",
        _ => "",
    };
    let detail = format!("`{name}` is no parameter of this address: {known}{instead}");
    problem(StatusCode::BAD_REQUEST, "an unknown parameter", detail)
}
