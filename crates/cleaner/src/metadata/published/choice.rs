//! Which of the dates that were noted is told: the best by its spot, corrected by what readers are told under the headline.

use chrono::{FixedOffset, Offset, Timelike};
use veille_model::Moment;

use super::rank::Rank;
use super::{Dated, Dates};
use crate::dates::{self, Hints};
use crate::metadata::candidate::Spot;
use crate::metadata::date_words::says_published;
use crate::metadata::record::Metadata;

/// Days that a page which was written anew is older than its new text, at least.
const ANEW_DAYS: i64 = 365;

impl Dates<'_, '_> {
    pub(super) fn choose(mut self) {
        self.without_today();
        self.metadata.published_at = pick(&mut self.published, self.metadata, self.hints);
        self.metadata.modified_at = pick(&mut self.modified, self.metadata, self.hints);
        if let Some((candidate, moment)) = self.told().map(|dated| (dated.candidate, dated.moment)) {
            self.tell(candidate, moment);
        }
        let rank = |found: &[Dated]| found.first().map_or(Rank::Slug, |dated| dated.rank);
        // A date of publication found far from the headline is weaker than a change that the
        // head of the article states.
        let is_vague = self.published.is_empty()
            || self.is_written_anew()
            || (rank(&self.published) >= Rank::TimeElsewhere && rank(&self.modified) <= Rank::InHead);
        if is_vague && self.metadata.modified_at.is_some() {
            // `Letzte Aktualisierung: 18.01.2018` and nothing else: the day readers are told, and marked as what it is.
            self.metadata.published_at = self.metadata.modified_at;
            self.metadata.flag("published_is_last_change");
        }
    }

    /// Whether the head of the article states a change long after the only date of publication, which the page has of itself alone:
    /// a page that was written anew on an old address.
    fn is_written_anew(&self) -> bool {
        let (Some(first), Some(change)) = (self.published.first(), self.modified.first()) else {
            return false;
        };
        let spot = self.metadata.candidates[change.candidate].spot;
        first.rank == Rank::PageStated
            && self.metadata.candidates[first.candidate].spot == Spot::JsonLdPage
            && change.rank <= Rank::InHead
            && matches!(spot, Spot::VisibleText | Spot::DateElement)
            && days_between(&first.moment, &change.moment) > ANEW_DAYS
    }

    /// The date under the headline, where it is another than the one chosen and stands for more.
    ///
    /// A page that was written anew keeps its first date in its metadata and shows its readers the day of the new text; news that tells
    /// the minute keeps its first. A page that states instants in UTC shows the day of its own zone. Where the chosen day is
    /// shown or filed anywhere, it stays.
    fn told(&self) -> Option<&Dated> {
        let best = self.published.first()?;
        let chosen = self.metadata.published_at?;
        let is_stated = best.rank < Rank::AtHead || best.rank == Rank::PageStated;
        let is_live = self.kind.is_some_and(|kind| kind.contains("Live"));
        let spot = |dated: &Dated| self.metadata.candidates[dated.candidate].spot;
        let stated =
            [Spot::JsonLd, Spot::JsonLdPage, Spot::OpenGraph, Spot::Meta, Spot::Microdata, Spot::Script];
        let is_shown = |dated: &&Dated| !stated.contains(&spot(dated)) && dated.moment.day() == chosen.day();
        if !is_stated || is_live || self.published.iter().any(|dated| is_shown(&dated)) {
            return None;
        }
        if let Some(shown) = self.before_stamp(&chosen) {
            return Some(shown);
        }
        let line = self.published.iter().find(|dated| {
            matches!(dated.rank, Rank::AtHead | Rank::InHead)
                && spot(dated) == Spot::VisibleText
                && !dated.nearness.is_line_above
        })?;
        let later = days_between(&chosen, &line.moment);
        let words = &self.metadata.candidates[line.candidate].value;
        let tells_minute = dates::find_local(words, self.hints).is_some() && !says_published(words);
        (later >= 1 && !tells_minute || later == -1 && is_in_utc(&chosen)).then_some(line)
    }

    /// The earlier date under the headline, where publication and last change are stated to be the same second: such a page was stamped as it
    /// was saved, and who saved it last told nothing of its first day.
    fn before_stamp(&self, chosen: &Moment) -> Option<&Dated> {
        // By the clock: one of the two may have lost its zone.
        let clock = |moment: &Moment| match moment {
            Moment::Instant(instant) => Some(instant.naive_local()),
            Moment::Day(_) => None,
        };
        let stamp = clock(chosen)?;
        let is_stamp = self.modified.iter().any(|modified| clock(&modified.moment) == Some(stamp));
        let is_earlier = |dated: &&Dated| dated.rank == Rank::AtHead && dated.moment.day() < chosen.day();
        self.published.iter().filter(|_| is_stamp).find(is_earlier)
    }

    /// Takes the date that readers are told.
    fn tell(&mut self, candidate: usize, moment: Moment) {
        for dated in &self.published {
            self.metadata.candidates[dated.candidate].chosen = dated.candidate == candidate;
        }
        if self.metadata.modified_at.is_some_and(|modified| modified.day() == moment.day())
            && self.metadata.published_at.is_some_and(|stated| days_between(&stated, &moment) > 1)
        {
            self.metadata.flag("published_is_last_change");
        }
        self.metadata.published_at = Some(moment);
    }
}

/// Days from one date to another.
fn days_between(from: &Moment, to: &Moment) -> i64 {
    (to.day() - from.day()).num_days()
}

fn is_in_utc(moment: &Moment) -> bool {
    matches!(moment, Moment::Instant(instant) if instant.offset().fix().local_minus_utc() == 0)
}

/// The best of the dates of one field. An instant in UTC gives way to the same instant in the zone of the page.
fn pick(found: &mut [Dated], metadata: &mut Metadata, hints: Hints<'_>) -> Option<Moment> {
    found.sort_by_key(|dated| (dated.rank, dated.nearness));
    let best = found.first()?;
    // Many systems write UTC for machines and the zone of the house elsewhere: the day that
    // readers know is the latter's.
    let local = found.iter().find(|dated| is_same_in_local_zone(&best.moment, &dated.moment));
    let chosen = local.unwrap_or(best);
    metadata.candidates[chosen.candidate].chosen = true;
    let shown = found.iter().filter(|dated| dated.rank == Rank::AtHead);
    let told = shown
        .filter_map(|dated| in_zone_of(&chosen.moment, &metadata.candidates[dated.candidate].value, hints))
        .next();
    Some(told.unwrap_or(chosen.moment))
}

/// An instant in UTC, in the zone that a visible time gives away: `2020-02-25T02:25:54Z` beside `February 24, 2020 | 9:25pm` is
/// five hours west. Only where the reader's day is another than that of UTC; the instant stays the same.
fn in_zone_of(moment: &Moment, shown: &str, hints: Hints<'_>) -> Option<Moment> {
    let Moment::Instant(utc) = moment else { return None };
    let local = dates::find_local(shown, hints)?;
    if utc.offset().fix().local_minus_utc() != 0 || local.date() == utc.date_naive() {
        return None;
    }
    // Zones lie between -12:00 and +14:00, at quarters of an hour (Nepal +05:45): any other
    // difference is another event.
    let minutes = (local - utc.naive_utc().with_second(0)?).num_minutes();
    let is_offset = (-12 * 60..=14 * 60).contains(&minutes) && minutes % 15 == 0;
    let zone = FixedOffset::east_opt(i32::try_from(minutes).ok()? * 60).filter(|_| is_offset)?;
    Some(Moment::Instant(utc.with_timezone(&zone)))
}

fn is_same_in_local_zone(utc: &Moment, other: &Moment) -> bool {
    match (utc, other) {
        (Moment::Instant(utc), Moment::Instant(other)) => {
            utc == other
                && utc.offset().fix().local_minus_utc() == 0
                && other.offset().fix().local_minus_utc() != 0
        }
        _ => false,
    }
}
