//! What was said, the words of one however many papers have them.

use chrono::NaiveDate;
use veille_model::ArticleId;

use super::everybody::NOBODY;
use super::rung::SaidAt;
use crate::catalogue::asked::Asked;
use crate::catalogue::shelf::Shelf;
use crate::selection::Selection;

/// What those said who are asked for, and how much that is in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sayings {
    pub sayings: Vec<Saying>,
    pub total: usize,
    /// After which the others stand, if there are any.
    pub next: Option<SaidAt>,
}

/// Something that was said, however often it was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Saying {
    /// Where it stands first: of the originals that have it the earliest.
    pub article: ArticleId,
    pub day: Option<NaiveDate>,
    /// Which of that article's quotations it is.
    pub at: usize,
    /// How many articles have it.
    pub printed: usize,
}

/// The same while it is looked for.
struct Found {
    one: u32,
    /// The article, by its place in the list, and which of its quotations it is.
    place: u32,
    at: u32,
    is_copy: bool,
    printed: u32,
    /// The same words of somebody else, by their place among what was found.
    next: u32,
}

impl Shelf {
    /// What those said who are asked for, in what passes the filters: the words of one however many papers have them. Those that
    /// stood last in a paper first, so many of them at most of what stands behind another, and how many there are.
    pub fn sayings(
        &self,
        selection: &Selection,
        by: Option<&str>,
        after: Option<&SaidAt>,
        limit: usize,
    ) -> Sayings {
        let everybody = &self.everybody;
        let (asked, whose) = (Asked::new(selection, self), everybody.asked(by));
        let mut found: Vec<Found> = Vec::new();
        // By what was said, where in `found` that stands.
        let mut of_text = vec![NOBODY; everybody.texts.len()];
        for (place, entry) in (0..).zip(&self.entries) {
            if entry.naming.said.is_empty() || !asked.admits(entry) {
                continue;
            }
            for uttered in &entry.naming.said {
                let one = if uttered.speaker == NOBODY { NOBODY } else { everybody.one(uttered.speaker) };
                if whose.as_ref().is_some_and(|whose| !whose.contains(&one)) {
                    continue;
                }
                let first = &mut of_text[uttered.text as usize];
                let mut at = *first;
                // Few have said the same words: a chain from the last that was found.
                while let Some(other) = found.get(at as usize).filter(|other| other.one != one) {
                    at = other.next;
                }
                match found.get_mut(at as usize) {
                    // Twice in one article.
                    Some(known) if known.place == place => {}
                    Some(known) => {
                        known.printed += 1;
                        // Entries come from the newest on, so that what is met last is the earliest; a copy never takes an
                        // original's place.
                        if known.is_copy || !entry.copy {
                            (known.place, known.at, known.is_copy) = (place, uttered.at, entry.copy);
                        }
                    }
                    None => {
                        let next = std::mem::replace(first, found.len() as u32);
                        let (at, is_copy) = (uttered.at, entry.copy);
                        found.push(Found { one, place, at, is_copy, printed: 1, next });
                    }
                }
            }
        }
        let total = found.len();
        if let Some(after) = after {
            let is_behind =
                |it: &Found| (&self.entries[it.place as usize].place, it.at) > (&after.place, after.at);
            found.retain(is_behind);
        }
        let stands = |it: &Found| (it.place, it.at);
        let is_more = limit < found.len();
        if is_more {
            found.select_nth_unstable_by_key(limit, stands);
            found.truncate(limit);
        }
        found.sort_unstable_by_key(stands);
        let said_at = |it: &Found| SaidAt { place: self.entries[it.place as usize].place.clone(), at: it.at };
        let next = found.last().filter(|_| is_more).map(said_at);
        let saying = |it: Found| {
            let place = &self.entries[it.place as usize].place;
            Saying {
                article: place.id().clone(),
                day: place.day(),
                at: it.at as usize,
                printed: it.printed as usize,
            }
        };
        Sayings { sayings: found.into_iter().map(saying).collect(), total, next }
    }
}
