//! What a person sees: articles as a table, as lines and as passages, progress, outcomes, and what to read first.
//!
//! Everything that goes to a terminal passes through here, because most of it was written by strangers: [`safe`] takes
//! escape sequences and control characters out of it. JSON goes out as it is.

mod among;
mod answered;
pub mod difference;
mod digest;
mod documents;
mod done;
mod explained;
mod grid;
mod hint;
mod lead;
pub mod ledger;
mod line;
mod listing;
mod named;
mod output;
mod paced;
mod passages;
mod progress;
mod prose;
mod report;
mod reworded;
pub mod safe;
mod said;
#[cfg(test)]
pub mod samples;
mod screen;
pub mod standing;
pub mod table;
mod words;

pub use among::Among;
pub use answered::Answered;
pub use digest::{Digest, spoken, who};
pub use documents::Documents;
pub use done::{Held, done};
pub use explained::explained;
pub use grid::Heading;
pub use hint::Hint;
pub use ledger::{Ledger, line as outcome_line};
pub use line::Line;
pub use listing::Listing;
pub use output::{Results, prose_width, unread, width};
pub use passages::{distinct, found_by, in_context, missed};
pub use progress::Progress;
pub use prose::{Forgiving, say};
pub use report::Report;
pub use reworded::reworded;
pub use said::unsaid;
pub use screen::Screen;
pub use table::{Row, Table};
pub use words::{count, folded, grouped, shares, size, wrapped};
