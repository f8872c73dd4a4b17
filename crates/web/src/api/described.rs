//! What the description says of every operation: who may ask, and what everybody else is told.

use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, Ref, Response};

/// The name of the token there.
const TOKEN: &str = "token";

/// What the gate answers before an operation is reached.
const AT_THE_GATE: [(&str, &str, bool); 5] = [
    ("400", "A parameter that the address does not take, or a value that it cannot have", false),
    ("401", "Whoever asks is asked who they are, and the token is missing, unknown or over", false),
    ("403", "What the token or its owner may is not this", false),
    ("429", "More requests a minute than web.api_a_minute allows; Retry-After says how long to wait", false),
    ("413", "The body is too large", true),
];

/// Says it.
pub(crate) fn at_the_gate(api: &mut OpenApi) {
    let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    api.components.get_or_insert_default().add_security_scheme(TOKEN, scheme);
    // On this machine's own address nobody is asked.
    api.security =
        Some(vec![SecurityRequirement::default(), SecurityRequirement::new(TOKEN, Vec::<String>::new())]);
    for path in api.paths.paths.values_mut() {
        let operations = [&mut path.get, &mut path.put, &mut path.post, &mut path.delete, &mut path.patch];
        for operation in operations.into_iter().flatten() {
            for (status, said, with_body) in AT_THE_GATE {
                if !with_body || operation.request_body.is_some() {
                    let known = &mut operation.responses.responses;
                    known.entry(status.to_owned()).or_insert_with(|| problem(said).into());
                }
            }
        }
    }
}

fn problem(said: &str) -> Response {
    let mut response = Response::new(said);
    let body = Content::new(Some(Ref::from_schema_name("ProblemBody")));
    response.content.insert("application/problem+json".to_owned(), body.into());
    response
}
