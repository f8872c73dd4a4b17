//! How much was written when.

use std::sync::Arc;

use axum::extract::State as Shared;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{json, known};
use super::filters::Filters;
use super::problem::{Answered, Failure, ProblemBody};
use crate::ask::Ask;
use crate::asking::coverage::{self as asking, Counted};
use crate::state::State;

/// The articles of a period by time.
#[derive(Serialize, ToSchema)]
pub(crate) struct Coverage {
    /// `hour`, `day` or `month`.
    step: Option<String>,
    /// The time zone that days and hours are of.
    zone: String,
    /// The first day, and the last, which is in it; null where no article is dated.
    from: Option<String>,
    to: Option<String>,
    /// What is not told of the period that was asked for, and why, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    cut: Option<String>,
    slots: Vec<SlotBody>,
    /// The first day that anything stored is dated on: of the time before it nothing is known, and its zeros are none.
    begins: Option<String>,
    /// Articles that were captured in the period and whose pages give no date: in no slot.
    undated: usize,
    /// Articles of the period that touch no topic: left out, unless `all=1` or a topic is asked for.
    untagged: usize,
    /// What happens on known days of the period, as the configuration has it.
    events: Vec<EventBody>,
    /// Articles of the period of which only the day is known, where slots are hours.
    hourless: usize,
}

/// Something that happens on known days.
#[derive(Serialize, ToSchema)]
pub(crate) struct EventBody {
    name: String,
    /// Its first day, and its last, which is in it.
    from: String,
    to: String,
}

/// One hour, day or month.
#[derive(Serialize, ToSchema)]
pub(crate) struct SlotBody {
    /// `2025-10-26T08:00`, `2025-10-26` or `2025-10`.
    slot: String,
    articles: usize,
    /// Everything stored, whatever the filters: what a share is of.
    all_articles: usize,
    /// The same slot of the period just before, which is as long.
    before: usize,
}

/// How many articles are of which hour, day or month, beside the time just before. Without `from` and `to`: the last thirty days
/// of which there is something.
#[utoipa::path(
    get, path = "/api/v1/coverage", tag = "coverage",
    params(Filters, ("by" = Option<String>, Query, description = "`day`, or `hour` for two weeks at most; months where there are more than 186 days")),
    responses(
        (status = 200, body = Coverage, content_type = "application/json"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "A parameter that cannot be understood"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "The store cannot be read"),
    )
)]
pub(crate) async fn coverage(Shared(state): Shared<Arc<State>>, ask: Ask) -> Answered {
    if let Some(by) = ask.value("by").filter(|by| !matches!(*by, "day" | "hour")) {
        let detail = format!("`by` cannot be {:?}: it is `day` or `hour`", crate::text::shown(by));
        return Err(Failure::new(StatusCode::BAD_REQUEST, "a parameter cannot be understood", detail));
    }
    if ask.value("dated").is_some() {
        return Err(Failure::unheeded("dated", "what is undated is counted beside the slots"));
    }
    state.catalogue.catch_up().await?;
    let (selection, asked) = asking::asked(&state, &ask)?;
    known(&state, &selection)?;
    let axis = asked.axis;
    let Counted { slots, before, all, undated, untagged, hourless, begins, .. } = match &axis {
        Some(axis) => asking::count(&state.catalogue.read(), &selection, axis, asking::running(&state, axis)),
        None => asking::undated(&state.catalogue.read(), &selection),
    };
    let slot = |(slot, articles): (usize, &usize)| SlotBody {
        slot: axis.map(|axis| axis.key(slot)).unwrap_or_default(),
        articles: *articles,
        all_articles: all.get(slot).copied().unwrap_or_default(),
        before: before.get(slot).copied().unwrap_or_default(),
    };
    let is_shown =
        |event: &&crate::Event| axis.is_some_and(|axis| axis.slots(event.from, event.to).is_some());
    let event = |event: &crate::Event| EventBody {
        name: event.name.clone(),
        from: event.from.to_string(),
        to: event.to.to_string(),
    };
    json(&Coverage {
        events: state.watched().events.iter().filter(is_shown).map(event).collect(),
        step: axis.map(|axis| axis.step.as_str().to_owned()),
        zone: state.zone.name().to_owned(),
        from: axis.map(|axis| axis.from.to_string()),
        to: axis.map(|axis| axis.to.to_string()),
        cut: axis.and_then(|axis| cut(&asked, &axis)),
        slots: slots.iter().enumerate().map(slot).collect(),
        begins: begins.map(|begins| begins.to_string()),
        undated,
        untagged,
        hourless,
    })
}

/// What is not told of the period that was asked for.
fn cut(asked: &asking::Asked, axis: &asking::Axis) -> Option<String> {
    let earlier = asked.from.filter(|from| *from < axis.from).map(|from| {
        format!(
            "{from} to {}: no more than 20 years are counted at once",
            axis.from.pred_opt().unwrap_or(from)
        )
    });
    let later = asked.to.filter(|to| axis.to < *to).map(|to| format!("what is still to come up to {to}"));
    let cut: Vec<String> = [earlier, later].into_iter().flatten().collect();
    (!cut.is_empty()).then(|| cut.join("; "))
}
