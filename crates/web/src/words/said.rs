//! Sentences about articles, put together from the words.

use chrono::NaiveDate;
use veille_model::{Field, Origin, OriginKind, OutcomeKind, Quotation, StageName};

use super::Words;
use crate::dated::Dated;
use crate::text::shown;

/// Sentences in one language.
pub(crate) trait Said {
    /// `translated from Nhân Dân (Vietnamese)`; nothing where the text is the outlet's own.
    fn origin(self, origin: &Origin) -> Option<String>;
    /// `Amina Modelo, présidente de séance`.
    fn speaker(self, quotation: &Quotation) -> Option<String>;
    /// The hour of an instant, a day alone as nothing.
    fn hour(self, dated: Dated) -> Option<String>;
    /// `26 Oct 2025, 10:05`, or without the hour; what its page does not date says that it was captured then.
    fn when(self, dated: Dated, with_hour: bool) -> String;
    /// `26 Oct 2025`; where no page says so, that it was captured then.
    fn day_known(self, day: NaiveDate, stated: bool) -> String;
    /// `passed on`, `set aside`.
    fn outcome(self, outcome: OutcomeKind) -> String;
    /// `fetching`, `cleaning`.
    fn stage(self, stage: StageName) -> String;
    /// Where a passage stands, that stands in neither headline nor text.
    fn field(self, field: Field) -> String;
    /// Why something came to nothing, by the token of the reason; None where its own sentence has to do.
    fn failure(self, code: &str) -> Option<String>;
}

impl Said for Words {
    fn origin(self, origin: &Origin) -> Option<String> {
        let outlet = origin.outlet.as_deref().map(shown).unwrap_or_default();
        let language = origin.language.as_ref().map(|language| self.language(language.as_str()));
        let key = match (origin.kind, outlet.is_empty()) {
            (OriginKind::Original, _) => return None,
            (OriginKind::Republished, false) => "origin-republished",
            (OriginKind::Republished, true) => "origin-republished-unnamed",
            (OriginKind::Translated, false) => "origin-translated",
            (OriginKind::Translated, true) => "origin-translated-unnamed",
            (OriginKind::Agency, false) => "origin-agency",
            (OriginKind::Agency, true) => "origin-agency-unnamed",
        };
        let said = self.with(key, &[("outlet", &outlet)]);
        Some(match (origin.kind, language) {
            (OriginKind::Translated, Some(language)) => format!("{said} ({language})"),
            _ => said,
        })
    }

    fn speaker(self, quotation: &Quotation) -> Option<String> {
        let said = match (&quotation.speaker, &quotation.role) {
            (Some(speaker), Some(role)) => format!("{speaker}{}{role}", self.get("comma")),
            (Some(who), None) | (None, Some(who)) => who.clone(),
            (None, None) => return None,
        };
        Some(shown(&said))
    }

    fn hour(self, dated: Dated) -> Option<String> {
        match dated {
            Dated::Instant(at) | Dated::Captured(at) => Some(at.format("%H:%M").to_string()),
            Dated::Day(_) | Dated::Unknown => None,
        }
    }

    fn when(self, dated: Dated, with_hour: bool) -> String {
        let when = match dated {
            Dated::Instant(at) | Dated::Captured(at) if with_hour => self.clock(at),
            _ => {
                let day = dated.day().map(|day| self.day_known(day, dated.is_stated()));
                return day.unwrap_or_else(|| self.get("day-unknown"));
            }
        };
        if dated.is_stated() { when } else { self.with("captured-when", &[("when", &when)]) }
    }

    fn day_known(self, day: NaiveDate, stated: bool) -> String {
        let day = self.short_day(day);
        if stated { day } else { self.with("captured-when", &[("when", &day)]) }
    }

    fn outcome(self, outcome: OutcomeKind) -> String {
        self.get(&format!("outcome-{outcome}"))
    }

    fn stage(self, stage: StageName) -> String {
        self.get(&format!("stage-{stage}"))
    }

    fn field(self, field: Field) -> String {
        let key = match field {
            Field::Headline => "field-headline",
            Field::Text => "field-text",
            Field::Url => "field-url",
            Field::Source => "field-source",
            Field::Byline => "field-byline",
            Field::Language => "field-language",
        };
        self.get(key)
    }

    fn failure(self, code: &str) -> Option<String> {
        let key = match code {
            // 402 and 407 too: who reads cannot do more about them than about a login.
            "http_401" | "http_402" | "http_407" => "failed-login",
            "http_403" => "failed-forbidden",
            "http_404" => "failed-not-there",
            "http_410" => "failed-gone",
            "http_429" => "failed-too-often",
            "http_451" => "failed-legal",
            _ if code.starts_with("http_5") => "failed-theirs",
            "dns" => "failed-name",
            "connect" => "failed-connect",
            "tls" => "failed-tls",
            "timeout" | "slow" => "failed-slow",
            "broken" => "failed-broken",
            "robots" => "failed-robots",
            "robots_unreachable" => "failed-robots-unreachable",
            "resting" => "failed-resting",
            "too_large" | "unfolds" => "failed-large",
            "not_a_feed" | "media_type" | "content_encoding" => "failed-kind",
            "nothing_announced" => "failed-nothing",
            "no_feed" => "failed-no-feed",
            "redirects_max" | "redirect_lost" | "shared_target" => "failed-led-away",
            "private_address" => "failed-private",
            "scheme" => "failed-scheme",
            // What became of a page, and of anything else.
            _ => return self.find(&format!("reason-{}", code.replace('_', "-")), None),
        };
        Some(self.get(key))
    }
}
