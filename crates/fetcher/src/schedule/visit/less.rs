//! A page that came and is less than what was captured of it before: a wall, a login, a notice that is no status (soft 404), the
//! beginning that is left for those who do not pay. What is stored stays, as where the page is refused.

use veille_model::{FeedEntry, Reason};

use super::super::run::Run;
use super::settled::{refused_memory, set_aside};
use super::{After, Announced, End};
use crate::memory::frontier::Frontier;
use crate::memory::page::PageMemory;
use crate::memory::told::{Lacks, Told};

/// Why what came is less than what is stored; None where it takes its place.
pub(super) fn less(
    stored: &PageMemory,
    entry: &FeedEntry,
    came_to: &Result<Lacks, Reason>,
) -> Option<Reason> {
    let told = stored.told.as_deref();
    match came_to {
        // The page shows a beginning, and its entry says more of it than stands there.
        Err(_) if told.is_some_and(|told| told.has_less_text_than(entry)) => None,
        // It counts as the answer that it should have been (RFC 9110, 15.5.5).
        Err(reason) if reason.code == "soft_404" => {
            let told = "the server answered 200 with a page that says that it is not there";
            Some(Reason::new("http_404", told))
        }
        Err(reason) => {
            let told = "what came is no article, so what was captured before stays; it is asked for again";
            Some(Reason::new(reason.code.clone(), told))
        }
        Ok(lacks) if lacks.text.is_some() && told.is_none_or(Told::has_text) => {
            let told = "it shows a beginning of its text alone, so what was captured before stays; it is asked for again";
            Some(Reason::new("paywall_stub", told))
        }
        Ok(_) => None,
    }
}

/// Sets aside what came.
pub(super) async fn kept<F: Frontier>(run: &Run<F>, page: &Announced, less: Reason) -> End {
    let is_gone = less.code == "http_404";
    let memory = refused_memory(run, page, less.code.clone(), false);
    let after = if is_gone { After::Gone } else { After::Kept { fresh_secs: 0 } };
    // The ledger is to say it of the article's address, and not of one that only led there.
    let stood_at = page.memory.as_ref().filter(|_| is_gone).and_then(PageMemory::stands_at);
    set_aside(run, page, stood_at.as_ref(), less, memory, after).await
}
