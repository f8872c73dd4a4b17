//! The pages, one a file: what is asked of the store, and what its template shows of the answer.

mod account;
mod add;
mod article;
mod ask;
mod asked;
mod audit;
mod band;
mod beside;
mod coverage;
mod draft;
mod finding;
mod found;
mod how;
mod judging;
mod list;
mod listening;
mod login;
mod mending;
mod names;
mod narrowing;
mod outcomes;
mod people;
mod problem;
mod remembered;
mod search;
mod sharing;
mod shell;
mod source;
mod sources;
mod story;
mod streams;
mod telling;
mod today;
mod topics;
mod why;
mod zone;

pub(crate) use account::{account, change as change_account};
pub(crate) use add::{Handed, add, article as added_article, hand, hand_in};
pub(crate) use article::article;
pub(crate) use audit::audit;
pub(crate) use beside::beside;
pub(crate) use coverage::{Counted, asked as coverage_asked, count as count_coverage, coverage};
pub(crate) use draft::{
    Changed as TopicChanged, Draft as TopicWanted, Refused as TopicRefused, draft, keep as keep_topic,
    kept as topic_kept, restore as restore_topic, revision as topic_revision, tried as topic_tried,
};
pub(crate) use finding::{change as change_sources, opml};
pub(crate) use how::how;
pub(crate) use judging::{judge, say, written as triage_written};
pub(crate) use login::{come_back, go_out, log_in, log_out, login};
pub(crate) use outcomes::{filter as outcome_filter, outcomes};
pub(crate) use people::{Known, filter as quotation_filter, kind as kind_asked, named, people, query_of};
pub(crate) use problem::nothing_there;
pub(crate) use remembered::{Remembered, Tally};
pub(crate) use search::search;
pub(crate) use sharing::{change as change_shares, shared};
pub(crate) use source::source;
pub(crate) use sources::{Row as SourceRow, Standings, rows as source_rows, sources};
pub(crate) use story::{asked as stories_asked, read as read_story, stories, story, topics as story_topics};
pub(crate) use streams::{
    add_watch, change as change_streams, change_hooks, deliveries as hook_deliveries, feed as watch_feed,
    streams,
};
pub(crate) use telling::{Lead, Size, headline, leads};
pub(crate) use today::today;
pub(crate) use topics::{topic, topics};
pub(crate) use why::{Known as WhyKnown, Meant as WhyMeant, known as why_known, why};
pub(crate) use zone::zone;

pub(crate) use ask::{Ask, Format, Visit};
pub(crate) use asked::{counts as search_counts, request as search_request};
pub(crate) use list::{Listed, Maker, PAGE, strongest};
pub(crate) use problem::Problem;

use shell::Shell;

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// A template as a page.
fn html(template: &impl askama::Template) -> Response {
    match template.render() {
        Ok(page) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response(),
        Err(error) => {
            // Writing into memory does not fail, and neither do our filters.
            tracing::error!(%error, "a page could not be put together");
            axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
