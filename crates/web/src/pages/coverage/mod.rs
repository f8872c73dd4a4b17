//! *Coverage*: how much was written when, about what, in which language and by whom, beside the time just before.

mod chart;
mod splits;

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;

use super::{Shell, html};
use crate::ask::Ask;
use crate::asking::coverage::{Asked, Axis, Counted, Step, asked, count, running, today, undated};
use crate::cursor::Turn;
use crate::format::Format;
use crate::formats::{Reader, Table};
use crate::lists::{Chip, Maker};
use crate::lists::{NotRelevant, Period, named, not_relevant, period, title};
use crate::problem::Problem;
use crate::selection::{FilterName, Selection};
use crate::state::State;
use crate::text::{direction, shown};
use crate::words::Words;

pub(crate) use chart::small;

use chart::{Around, Bar, Hit, Mark};
use splits::{Group, Split};

/// Topics, languages, outlets that are shown.
const VALUES: usize = 8;

#[derive(Template)]
#[template(path = "coverage.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    chips: Vec<Chip>,
    /// What was called not relevant, left out or not.
    not_relevant: Option<NotRelevant>,
    unfiltered: String,
    period: Period,
    /// None where no article is dated.
    chart: Option<Chart>,
    undated: Option<Chip>,
    /// What is left out as it touches no topic.
    untagged: Option<Chip>,
    hourless: Option<String>,
    groups: Vec<Group>,
    /// The picture by itself.
    picture: String,
}

/// The picture and what stands around it.
struct Chart {
    total: String,
    period: String,
    change: String,
    svg: String,
    ticks: [String; 3],
    ends: Vec<String>,
    has_before: bool,
    before: String,
    unfinished: bool,
    /// What of the period that was asked for is drawn otherwise, or not at all.
    cut: Vec<String>,
    /// What happened in the period, as the configuration has it.
    events: Vec<String>,
    steps: Vec<Chip>,
    shows: Vec<Chip>,
    /// Originals alone, or their copies too.
    only: Chip,
    spans: Vec<Chip>,
    earlier: String,
    /// None where it would lie ahead.
    later: Option<String>,
    rows: Vec<Row>,
    /// For the brush: the first day, how many days, and the address without them; nothing to brush where slots are months.
    brush: Option<(NaiveDate, i64, String)>,
}

/// A slot as the table has it.
struct Row {
    name: String,
    href: String,
    count: String,
    share: String,
    before: String,
}

/// How much was written when: as a page, as tables, or as a picture.
pub(crate) async fn coverage(Shared(state): Shared<Arc<State>>, ask: Ask) -> Response {
    answer(&state, &ask).await.unwrap_or_else(|problem| problem.answer(&ask, &state))
}

async fn answer(state: &State, ask: &Ask) -> Result<Response, Problem> {
    state.catalogue.catch_up().await?;
    let (selection, asked) = asked(state, ask)?;
    let watched = state.watched();
    let maker =
        Maker { root: "/coverage", state, watched: &watched, words: ask.words, selection: &selection };
    let counted = match &asked.axis {
        Some(axis) => count(&state.catalogue.read(), &selection, axis, running(state, axis)),
        None => undated(&state.catalogue.read(), &selection),
    };
    // A filter that is set or taken off leaves the period as it is drawn: the thirty days before another's latest article are another
    // period, and its one article would be read as this month's.
    let drawn = Selection {
        from: selection.from.or(asked.axis.map(|axis| axis.from)),
        to: selection.to.or(asked.axis.map(|axis| axis.to)),
        ..selection.clone()
    };
    let within = Maker { selection: &drawn, ..maker };
    let page = Drawing { maker: &maker, within: &within, asked: &asked, counted };
    let split = Split::asked(ask)?;
    if ask.path.ends_with(".svg") {
        return Ok(split.map_or_else(|| page.picture(), |split| page.split_picture(split)));
    }
    if let Some(split) = split.filter(|_| ask.format.is_table()) {
        let table = page.split_table(split);
        return Ok(table.answer(&page.split_file(split), ask.format, Reader::of(&maker)));
    }
    if ask.format.is_table() {
        return Ok(page.table().answer(&maker.file_name("coverage"), ask.format, Reader::of(&maker)));
    }
    if ask.format != Format::Html {
        return Err(Problem::NotThere(ask.path.clone()));
    }
    Ok(html(&page.page(ask)))
}

/// What is drawn.
struct Drawing<'a> {
    maker: &'a Maker<'a>,
    /// The same with the period that is drawn among the filters: for what leads to the same period.
    within: &'a Maker<'a>,
    asked: &'a Asked,
    counted: Counted,
}

impl Drawing<'_> {
    fn words(&self) -> Words {
        self.maker.words
    }

    fn page(&self, ask: &Ask) -> Page {
        let (words, selection) = (self.words(), self.maker.selection);
        let here = |ending: &str| {
            self.href(&format!("/coverage{ending}"), selection, self.asked.hourly, self.asked.share)
        };
        let shell =
            Shell::new(ask, self.maker.state, title(self.maker, words.get("coverage"))).with_formats(&[
                ("CSV", "text/csv", here(".csv")),
                ("Excel", crate::formats::XLSX, here(".xlsx")),
                ("JSON Lines", "application/jsonl", here(".jsonl")),
                ("SVG", "image/svg+xml", here(".svg")),
            ]);
        let left_out = self.maker.state.catalogue.read().not_relevant(selection);
        let from = self.asked.axis.map(|axis| axis.from);
        let undated = Selection { from, stated: Some(false), ..selection.clone() };
        let with_untagged = Selection { untagged_too: true, ..selection.clone() };
        Page {
            shell,
            chips: self.chips(),
            not_relevant: not_relevant(self.maker, left_out, |it| {
                self.href("/coverage", &it, self.asked.hourly, self.asked.share)
            }),
            unfiltered: "/coverage".to_owned(),
            period: period(self.maker, self.dials()),
            undated: (self.counted.undated > 0).then(|| Chip {
                name: words.count("undated-not-drawn", self.counted.undated),
                href: undated.href("/", &Turn::First),
                here: false,
            }),
            untagged: (self.counted.untagged > 0).then(|| Chip {
                name: words.count("untagged-not-drawn", self.counted.untagged),
                href: self.href("/coverage", &with_untagged, self.asked.hourly, self.asked.share),
                here: false,
            }),
            hourless: (self.counted.hourless > 0)
                .then(|| words.count("hourless-not-drawn", self.counted.hourless)),
            groups: self.groups(ask),
            picture: here(".svg"),
            chart: self.asked.axis.map(|axis| self.chart(&axis)),
        }
    }

    /// The filters that are set, each with the address of the same period without it.
    fn chips(&self) -> Vec<Chip> {
        let (set, within) = (self.maker.selection.filters(), self.within.selection);
        let chip = |name: FilterName| {
            let selection = if name == FilterName::Period { self.maker.selection } else { within };
            let href = selection.without(name).href(self.maker.root, &Turn::First);
            Some(Chip { href, ..named(self.maker, name)? })
        };
        set.into_iter().filter_map(chip).collect()
    }

    /// What is asked beside the filters.
    fn dials(&self) -> Vec<(&'static str, String)> {
        let dials = [("by", "hour", self.asked.hourly), ("show", "share", self.asked.share)];
        dials.into_iter().filter(|dial| dial.2).map(|(name, value, _)| (name, value.to_owned())).collect()
    }

    /// The address of the same with something else.
    fn href(&self, path: &str, selection: &Selection, hourly: bool, share: bool) -> String {
        let mut href = selection.href(path, &Turn::First);
        for (name, is_set) in [("by=hour", hourly), ("show=share", share)] {
            if is_set {
                href.push(if href.contains('?') { '&' } else { '?' });
                href.push_str(name);
            }
        }
        href
    }

    fn share(count: usize, all: usize) -> f64 {
        if all == 0 { 0.0 } else { count as f64 * 100.0 / all as f64 }
    }

    /// The values of the slots, in articles or in percent.
    fn bars(&self, axis: &Axis) -> Vec<Bar> {
        let Counted { slots, before, all, .. } = &self.counted;
        let words = self.words();
        let bar = |slot: usize| {
            let share = Self::share(slots[slot], all[slot]);
            let articles = words.count("articles", slots[slot]);
            Bar {
                value: if self.asked.share { share } else { slots[slot] as f64 },
                // Of what there was then in all nothing is known here.
                before: if self.asked.share {
                    0.0
                } else {
                    before.get(slot).copied().unwrap_or_default() as f64
                },
                said: format!("{}: {articles} ({})", axis.name(slot, words), words.percent(share)),
                hit: self.hit(axis, slot),
            }
        };
        (0..slots.len()).map(bar).collect()
    }

    /// Where a slot leads; hours lead to their day together.
    fn hit(&self, axis: &Axis, slot: usize) -> Option<Hit> {
        let span = if axis.step == Step::Hour { 24 } else { 1 };
        let articles: usize =
            // The last day of a period may be today, and have fewer hours in its slots.
            self.counted.slots[slot..slot + span.min(self.counted.slots.len() - slot)].iter().sum();
        if !slot.is_multiple_of(span) || articles == 0 {
            return None;
        }
        let (first, _) = axis.days(slot);
        let name = if span == 1 { axis.name(slot, self.words()) } else { self.words().short_day(first) };
        let said = format!("{name}: {}", self.words().count("articles", articles));
        Some(Hit { href: self.list_of(axis, slot), span, said })
    }

    /// The list of what is drawn in a slot; of an hour, on its day.
    fn list_of(&self, axis: &Axis, slot: usize) -> String {
        let (first, last) = axis.days(slot);
        let (day, from, to) = match axis.step {
            Step::Month => (None, Some(first), Some(last)),
            _ => (Some(Some(first)), None, None),
        };
        // As the bar counts: what stands under the day that it came is not drawn.
        let selection = Selection { day, from, to, stated: Some(true), ..self.maker.selection.clone() };
        selection.href("/", &Turn::First)
    }

    fn top(bars: &[Bar]) -> f64 {
        chart::top(bars.iter().flat_map(|bar| [bar.value, bar.before]))
    }

    /// The slot that time is still running in.
    fn unfinished(&self, axis: &Axis) -> Option<usize> {
        running(self.maker.state, axis).map(|running| running.slot)
    }

    fn tick(&self, value: f64) -> String {
        match self.asked.share {
            true => self.words().percent(value),
            // Half an article is no mark of an axis.
            false if value.fract() > 0.0 => String::new(),
            false => self.words().number(value as usize),
        }
    }

    fn chart(&self, axis: &Axis) -> Chart {
        let (words, selection, counted) = (self.words(), self.maker.selection, &self.counted);
        let bars = self.bars(axis);
        let top = Self::top(&bars);
        let marks = self.marks(axis);
        let (total, before): (usize, usize) = (counted.slots.iter().sum(), counted.before.iter().sum());
        let earlier = axis.before();
        let all: usize = counted.all.iter().sum();
        let over = |from: NaiveDate, to: NaiveDate| {
            let selection = Selection { from: Some(from), to: Some(to), ..selection.clone() };
            self.href("/coverage", &selection, self.asked.hourly, self.asked.share)
        };
        let other = |name: &str, hourly: bool, share: bool| Chip {
            name: words.get(name),
            href: self.href("/coverage", selection, hourly, share),
            here: (hourly, share) == (axis.step == Step::Hour, self.asked.share),
        };
        let step = |name: &str, step: Step| Chip {
            here: axis.step == step,
            ..other(name, step == Step::Hour, self.asked.share)
        };
        // Months are drawn where there are too many days, and cannot be chosen.
        let by_month = (axis.step == Step::Month).then(|| Chip {
            href: self.href("/coverage", selection, false, self.asked.share),
            ..step("by-month", Step::Month)
        });
        let span = |days: u64| Chip {
            name: words.count("last-days", days as usize),
            href: over(axis.to.checked_sub_days(chrono::Days::new(days - 1)).unwrap_or(axis.to), axis.to),
            here: axis.step != Step::Month && (axis.to - axis.from).num_days() + 1 == days as i64,
        };
        let last = axis.len().saturating_sub(1);
        let mut ends = vec![axis.name(0, words)];
        // Few slots have no room for a word in the middle.
        ends.extend((last > 4).then(|| axis.name(last / 2, words)));
        ends.extend((last > 0).then(|| axis.name(last, words)));
        let later = axis.after();
        Chart {
            total: words.count("articles", total),
            period: self.period(axis),
            change: self.change(axis, &earlier),
            svg: chart::inline(&bars, top, self.unfinished(axis), &marks),
            events: marks.into_iter().map(|mark| mark.said).collect(),
            ticks: [self.tick(top), self.tick(top / 2.0), "0".to_owned()],
            ends,
            has_before: !self.asked.share && before > 0,
            before: words.with("before", &[("period", &self.period(&earlier))]),
            unfinished: self.unfinished(axis).is_some(),
            cut: self.cut(axis),
            steps: by_month
                .into_iter()
                .chain([step("by-day", Step::Day), step("by-hour", Step::Hour)])
                .collect(),
            only: self.only(),
            shows: vec![
                other("show-count", axis.step == Step::Hour, false),
                Chip {
                    name: words.with("show-share", &[("share", &words.percent(Self::share(total, all)))]),
                    ..other("show-count", axis.step == Step::Hour, true)
                },
            ],
            spans: [1, 7, 30, 90].map(span).into(),
            earlier: over(earlier.from, earlier.to),
            later: (later.from <= today(self.maker.state)).then(|| over(later.from, later.to)),
            rows: self.rows(axis),
            brush: (axis.step != Step::Month).then(|| {
                let whole = Selection { from: None, to: None, ..selection.clone() };
                let href = self.href("/coverage", &whole, self.asked.hourly, self.asked.share);
                (axis.from, (axis.to - axis.from).num_days() + 1, href)
            }),
        }
    }

    /// What of the period that was asked for is drawn otherwise, or not at all.
    fn cut(&self, axis: &Axis) -> Vec<String> {
        let words = self.words();
        let begins_later = self.asked.from.is_some_and(|from| from < axis.from);
        let from = words.short_day(axis.from);
        let is_empty = self.counted.slots.iter().all(|articles| *articles == 0);
        let latest = self.asked.latest.filter(|_| is_empty).map(|day| words.short_day(day));
        let cut = [
            latest.map(|day| words.with("coverage-latest", &[("day", &day)])),
            begins_later.then(|| words.with("coverage-cut", &[("from", &from)])),
            self.asked
                .to
                .filter(|to| axis.to < *to)
                .map(|_| words.with("coverage-ahead", &[("to", &words.short_day(axis.to))])),
            (axis.step == Step::Month).then(|| words.get("coverage-months")),
            (self.asked.hourly && axis.step != Step::Hour).then(|| words.get("coverage-no-hours")),
        ];
        cut.into_iter().flatten().collect()
    }

    /// What happens on known days of the period, the earliest first.
    fn marks(&self, axis: &Axis) -> Vec<Mark> {
        let mark = |event: &crate::Event| {
            let days = self.period(&Axis { from: event.from, to: event.to, ..*axis });
            let name = shown(&event.name);
            Some(Mark { slots: axis.slots(event.from, event.to)?, said: format!("{days}: {name}"), name })
        };
        let mut marks: Vec<Mark> = self.maker.watched.events.iter().filter_map(mark).collect();
        marks.sort_by_key(|mark| mark.slots);
        marks
    }

    fn only(&self) -> Chip {
        let selection =
            Selection { originals: !self.maker.selection.originals, ..self.maker.selection.clone() };
        let href = self.href("/coverage", &selection, self.asked.hourly, self.asked.share);
        Chip { href, ..self.maker.originals_chip() }
    }

    fn period(&self, axis: &Axis) -> String {
        let words = self.words();
        match axis.from == axis.to {
            true => words.short_day(axis.from),
            false => {
                let (from, to) = (words.short_day(axis.from), words.short_day(axis.to));
                words.with("period", &[("from", &from), ("to", &to)])
            }
        }
    }

    /// `3 more than before`, as far as the two can be compared.
    fn change(&self, axis: &Axis, earlier: &Axis) -> String {
        let words = self.words();
        let [now, before] = self.counted.compared;
        if !self.is_comparable() {
            return words.get("before-unknown");
        }
        let change = match now.cmp(&before) {
            std::cmp::Ordering::Equal => words.get("as-before"),
            std::cmp::Ordering::Greater => words.count("more-than-before", now - before),
            std::cmp::Ordering::Less => words.count("fewer-than-before", before - now),
        };
        let begins = self.counted.begins.filter(|begins| earlier.from < *begins);
        let partly = begins.map(|day| words.with("before-partly", &[("day", &words.short_day(day))]));
        let until = running(self.maker.state, axis).map(|now| {
            let day = words.short_day(now.day);
            let until = match axis.step {
                Step::Month => day,
                Step::Day | Step::Hour => format!("{day}, {:02}:00", now.hour),
            };
            words.with("compared-until", &[("until", &until)])
        });
        [Some(change), until, partly].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Whether anything is known of the time before: where nothing was stored from it, whatever came after is no growth.
    fn is_comparable(&self) -> bool {
        let before = self.asked.axis.map(|axis| axis.before());
        before.is_none_or(|before| self.counted.begins.is_some_and(|begins| begins <= before.to))
    }

    /// The newest first; of hours those with something.
    fn rows(&self, axis: &Axis) -> Vec<Row> {
        let Counted { slots, before, all, .. } = &self.counted;
        let words = self.words();
        let slots = (0..slots.len()).rev().filter(|slot| axis.step != Step::Hour || slots[*slot] > 0);
        let row = |slot: usize| Row {
            name: axis.name(slot, words),
            href: match axis.step {
                // Hours have no list of their own; their days are a click on the chart, or on "By day".
                Step::Hour => String::new(),
                _ if self.counted.slots[slot] == 0 => String::new(),
                _ => self.list_of(axis, slot),
            },
            count: words.number(self.counted.slots[slot]),
            share: words.percent(Self::share(self.counted.slots[slot], all[slot])),
            before: words.number(before.get(slot).copied().unwrap_or_default()),
        };
        slots.map(row).collect()
    }

    /// What the picture shows, in numbers; programs compute the rest.
    fn table(&self) -> Table {
        let slot = self.asked.axis.map_or("day", |axis| axis.step.as_str());
        let mut table = Table::new("coverage", &[slot, "articles", "all_articles", "before"]);
        if let Some(axis) = &self.asked.axis {
            let Counted { slots, before, all, .. } = &self.counted;
            for slot in 0..slots.len() {
                let before = before.get(slot).copied().unwrap_or_default();
                let numbers = [slots[slot], all[slot], before].map(|number| number.to_string());
                table.row([axis.key(slot)].iter().chain(&numbers));
            }
        }
        table
    }

    /// What stands under the title of a picture: how much, when, in which zone.
    fn below(&self, axis: &Axis) -> String {
        let words = self.words();
        let total = words.count("articles", self.counted.slots.iter().sum());
        let zone = words.with("zone", &[("zone", self.maker.state.zone.name())]);
        [total, self.period(axis), zone, "veille".to_owned()].join(" · ")
    }

    fn picture(&self) -> Response {
        let words = self.words();
        let mut around = Around {
            title: title(self.maker, words.get("coverage")),
            below: words.get("nothing-drawn"),
            rtl: direction(words.tag()) == "rtl",
            ..Around::default()
        };
        let svg = match &self.asked.axis {
            None => chart::picture(&[], 1.0, None, &around),
            Some(axis) => {
                let bars = self.bars(axis);
                let top = Self::top(&bars);
                around.below = self.below(axis);
                around.before = words.with("before", &[("period", &self.period(&axis.before()))]);
                around.ticks = [self.tick(top / 2.0), self.tick(top)];
                let last = axis.len().saturating_sub(1);
                around.slots = [0, last / 2, last].map(|slot| (slot, axis.name(slot, words))).into();
                // Of one slot, first, middle and last are the same.
                around.slots.dedup();
                around.marks = self.marks(axis);
                chart::picture(&bars, top, self.unfinished(axis), &around)
            }
        };
        let headers = [
            (header::CONTENT_TYPE, "image/svg+xml; charset=utf-8"),
            (header::CONTENT_DISPOSITION, "attachment; filename=\"veille-coverage.svg\""),
        ];
        (headers, svg).into_response()
    }
}
