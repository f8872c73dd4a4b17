//! How much was written when: the period that is asked for in slots, and what falls into each.

mod axis;
mod counted;

pub(crate) use axis::{Axis, Running, Step};
pub(crate) use counted::{Counted, Value, count, undated};

use chrono::{NaiveDate, Timelike, Utc};

use crate::ask::Ask;
use crate::problem::Problem;
use crate::selection::{Misread, Selection};
use crate::state::State;

/// Days that are shown where nobody asks for others.
const DAYS: u64 = 30;

/// What is asked: a period in slots, and what the bars show.
pub(crate) struct Asked {
    pub axis: Option<Axis>,
    pub hourly: bool,
    pub share: bool,
    /// The first day that was asked for, and the last.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// The last day of which there is something, whatever the period.
    pub latest: Option<NaiveDate>,
}

/// The filters of a request, and its period: the days that are asked for, or else the last thirty of which there is something.
pub(crate) fn asked(state: &State, ask: &Ask) -> Result<(Selection, Asked), Problem> {
    let (mut selection, _) = ask.selection()?;
    selection.untagged_too |= state.watched().topics.is_empty();
    // A day among the filters, as a link from a list has it, is a period of one day.
    if let Some(Some(day)) = selection.day {
        (selection.from, selection.to) = (Some(day), Some(day));
    }
    // The period says it from here on; undated articles are counted beside it.
    (selection.day, selection.stated, selection.each) = (None, None, false);
    let (hourly, share) = (ask.value("by") == Some("hour"), ask.value("show") == Some("share"));
    let ends = counted::ends(&state.catalogue.read(), &selection);
    let axis = match (selection.from, selection.to, ends) {
        (None, None, None) => None,
        (from, to, ends) => {
            let (first, last) = ends.unwrap_or_else(|| {
                let day = from.or(to).unwrap_or_default();
                (day, day)
            });
            // Of days that are still to come nothing can be told: they are no zeros.
            let end = ends.map_or(today(state), |(_, last)| last.max(today(state)));
            if let Some(from) = from.filter(|from| *from > end) {
                return Err(Misread { name: Misread::AHEAD, value: from.to_string() }.into());
            }
            let to = to.unwrap_or_else(|| last_day(state, last).max(from.unwrap_or(last))).min(end);
            let thirty = to.checked_sub_days(chrono::Days::new(DAYS - 1)).unwrap_or(to);
            // A period that ends before the first article is empty, and not what lies between the two.
            Some(Axis::new(from.unwrap_or(thirty.max(first).min(to)), to, hourly))
        }
    };
    let (from, to) = (selection.from, selection.to);
    let latest = ends.map(|(_, last)| last);
    Ok((selection, Asked { axis, hourly, share, from, to, latest }))
}

/// The day that it is where whoever asks is.
pub(crate) fn today(state: &State) -> NaiveDate {
    state.zone.local(Utc::now()).date_naive()
}

/// The slot of a period that time is still running in.
pub(crate) fn running(state: &State, axis: &Axis) -> Option<Running> {
    let now = state.zone.local(Utc::now());
    axis.running(now.date_naive(), now.hour())
}

/// Up to today where the latest article is not old: a silence of some days is what one looks for.
fn last_day(state: &State, latest: NaiveDate) -> NaiveDate {
    let today = today(state);
    if (today - latest).num_days() <= 7 { today.max(latest) } else { latest }
}
