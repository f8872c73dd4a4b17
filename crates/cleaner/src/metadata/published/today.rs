//! The day of the capture, which sites show at the head of all their pages.

use chrono::{Datelike, NaiveDate};
use veille_model::Moment;

use super::lines::is_date_alone;
use super::rank::{Rank, Zone};
use super::{Dated, Dates};
use crate::dates;
use crate::metadata::candidate::Spot;
use crate::metadata::date_words::{names_weekday, says_published, says_today};

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
        // The hour is told of news, and of today by clocks alone, above the headline.
        let tells_hour = |dated: &Dated| dates::find_local(words(dated), self.hints).is_some();
        let is_above = |dated: &Dated| dated.rank == Rank::AboveHead || dated.nearness.is_line_above;
        let is_today = |dated: &Dated| {
            is_shown(dated)
                && !says_published(words(dated))
                && (age(dated).abs() <= 1
                    && names_weekday(words(dated))
                    && (!tells_hour(dated) || is_above(dated))
                    || says_today(words(dated)) && (age(dated).abs() <= 1 || is_turned(&dated.moment, today)))
        };
        let is_of_article = |dated: &Dated| {
            let is_near = dated.rank == Rank::AtHead || dated.rank == Rank::AboveHead;
            is_shown(dated)
                && age(dated) > 1
                && dated.nearness.zone != Zone::Apart
                && (says_published(words(dated)) || is_near && is_date_alone(words(dated), self.hints))
        };
        let is_stated = |dated: &Dated| dated.rank <= Rank::Meta && age(dated).abs() <= 1;
        // `Updated: 12/05/2016` under the headline is of the article as well.
        let is_change = |dated: &Dated| is_shown(dated) && dated.rank == Rank::AtHead && age(dated) > 1;
        let is_dated = self.published.iter().any(is_of_article) || self.modified.iter().any(is_change);
        if self.published.iter().any(is_stated) || !is_dated {
            return;
        }
        let todays: Vec<usize> =
            self.published.iter().filter(|dated| is_today(dated)).map(|dated| dated.candidate).collect();
        self.published.retain(|dated| !todays.contains(&dated.candidate));
    }
}

/// Whether a day is another with day and month the other way round: `12/01/2026` on the first of December.
fn is_turned(moment: &Moment, other: NaiveDate) -> bool {
    let day = moment.day();
    day.year() == other.year() && day.month() == other.day() && day.day() == other.month()
}
