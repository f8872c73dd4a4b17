//! The pages, one a file: what is asked of the store, and what its template shows of the answer.

mod account;
mod add;
mod article;
mod audit;
mod beside;
mod brought;
mod coverage;
mod draft;
mod finding;
mod found;
mod how;
mod judging;
mod listening;
mod login;
mod mending;
mod names;
mod outcomes;
mod people;
mod problem;
mod search;
mod sharing;
mod shell;
mod source;
mod sources;
mod spellings;
mod story;
mod streams;
mod telling;
mod today;
mod topics;
mod trace;
mod why;
mod zone;

pub(crate) use account::{account, change as change_account};
pub(crate) use add::{add, hand_in};
pub(crate) use article::article;
pub(crate) use audit::audit;
pub(crate) use beside::beside;
pub(crate) use coverage::coverage;
pub(crate) use draft::{draft, keep as keep_topic, restore as restore_topic};
pub(crate) use finding::{change as change_sources, opml};
pub(crate) use how::how;
pub(crate) use judging::judge;
pub(crate) use login::{come_back, go_out, log_in, log_out, login};
pub(crate) use outcomes::outcomes;
pub(crate) use people::people;
pub(crate) use problem::{heeded, nothing_there, refused};
pub(crate) use search::search;
pub(crate) use sharing::{change as change_shares, shared};
pub(crate) use source::source;
pub(crate) use sources::sources;
pub(crate) use story::{stories, story};
pub(crate) use streams::{
    change as change_streams, change_hooks, deliveries as hook_deliveries, feed as watch_feed, streams,
};
pub(crate) use today::today;
pub(crate) use topics::{topic, topics};
pub(crate) use trace::{follow as follow_text, form as trace};
pub(crate) use why::why;
pub(crate) use zone::zone;

use shell::{Shell, html};
