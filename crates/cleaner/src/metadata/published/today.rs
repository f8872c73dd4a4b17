//! The day of the capture, which sites show at the head of all their pages.

use super::lines::is_date_alone;
use super::rank::{Rank, Zone};
use super::{Dated, Dates};
use crate::dates;
use crate::metadata::candidate::Spot;
use crate::metadata::date_words::{names_weekday, says_published};

impl Dates<'_, '_> {
    /// Takes away the day of the capture where it stands with its day of the week beside a date of the article:
    /// `Tuesday, 1 December 2026` above `Published: 30 October 2017`.
    pub(super) fn without_today(&mut self) {
        let Some(today) = self.input.captured_at.map(|at| at.date_naive()) else { return };
        let shown = [Spot::VisibleText, Spot::DateElement, Spot::TimeElement];
        let candidates = &self.metadata.candidates;
        let words = |dated: &Dated| candidates[dated.candidate].value.as_str();
        let is_shown = |dated: &Dated| shown.contains(&candidates[dated.candidate].spot);
        let age = |dated: &Dated| (today - dated.moment.day()).num_days();
        // The hour is told of news, and never of today.
        let is_today = |dated: &Dated| {
            is_shown(dated)
                && age(dated).abs() <= 1
                && names_weekday(words(dated))
                && !says_published(words(dated))
                && dates::find_local(words(dated), self.hints).is_none()
        };
        let is_of_article = |dated: &Dated| {
            let is_near = dated.rank == Rank::AtHead || dated.rank == Rank::AboveHead;
            is_shown(dated)
                && age(dated) > 1
                && dated.nearness.zone != Zone::Apart
                && (says_published(words(dated)) || is_near && is_date_alone(words(dated), self.hints))
        };
        let is_stated = |dated: &Dated| dated.rank <= Rank::Meta && age(dated).abs() <= 1;
        if self.published.iter().any(is_stated) || !self.published.iter().any(is_of_article) {
            return;
        }
        let todays: Vec<usize> =
            self.published.iter().filter(|dated| is_today(dated)).map(|dated| dated.candidate).collect();
        self.published.retain(|dated| !todays.contains(&dated.candidate));
    }
}
