//! The time zone that who looks wants days and hours in.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;

use super::{Shell, html};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::state::State;

#[derive(Template)]
#[template(path = "zone.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    /// By the part of the world, as zones are named.
    names: Vec<(String, bool)>,
    /// The office's own.
    office: String,
}

/// The zones to choose from.
pub(crate) async fn zone(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    let Some(zones) = &state.zones else { return Problem::NotThere(ask.path.clone()).answer(&ask, &state) };
    let here = state.zone.name();
    let names = zones.names().iter().map(|name| (name.clone(), name == here)).collect();
    let shell = Shell::new(&ask, &state, ask.words.get("zone-title"));
    html(&Page { shell, names, office: state.office_zone.name().to_owned() })
}
