//! A table as a workbook of Excel (XLSX), for people: heads, languages and topics in the words of who looks, dates and counts as
//! such, addresses as links. Every cell is what it says, none is computed.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Url, Workbook, Worksheet, XlsxError,
};

use crate::lists::Maker;
use crate::state::State;
use crate::text::shown;
use crate::words::{Said, Words};

/// What browsers are told that it is.
pub(crate) const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Characters that a cell of Excel holds.
// Excel's own limit is 32,767 UTF-16 units; a longer text fails the whole workbook.
const CELL_MAX: usize = 32_000;
/// Characters of an address that Excel makes a link of.
// 2,079 in the library's limits; a longer one fails the whole workbook.
const LINK_MAX: usize = 2_000;
/// Links in a sheet; Excel takes 65,530.
const LINKS_MAX: usize = 60_000;
/// Characters of the name of a sheet.
const NAME_MAX: usize = 31;

/// Columns of counts, which Excel is to add up.
const COUNTS: [&str; 11] = [
    "articles",
    "all_articles",
    "before",
    "count",
    "last_14_days",
    "languages",
    "number",
    "originals",
    "outlets",
    "usual_high",
    "usual_low",
];
/// Columns of days and months.
const DAYS: [&str; 7] = ["date", "day", "month", "first", "last", "latest", "latest_article"];
/// Columns of instants, which Excel knows without a zone: they are told in one, which their heads say.
const INSTANTS: [&str; 6] = ["published", "captured", "at", "last_read", "last_failure", "next_reading"];
/// Of instants as of hours, which are in the zone of the page.
const HOURS: &str = "hour";
/// Columns of addresses, which can be opened.
const LINKS: [&str; 2] = ["address", "original"];
/// Columns of prose, which goes over several lines.
const PROSE: [&str; 6] = ["headline", "quote", "passages", "quoted", "story_headline", "detail"];
/// Excel counts days from here.
const FIRST_YEAR: std::ops::RangeInclusive<i32> = 1900..=9999;

/// Whoever reads a workbook: the words and the zone of their pages, and what topics are called.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'r> {
    pub words: Words,
    pub state: &'r State,
}

/// A cell of a date: what Excel has for it, and how it shows that.
#[derive(Debug, PartialEq)]
enum Date {
    Day(NaiveDate, &'static str),
    Instant(NaiveDateTime),
}

impl Date {
    /// What stands in a cell of a column, instants as a clock shows them whose time `local` tells; None where it is no date.
    fn read(
        column: &str,
        cell: &str,
        local: impl Fn(DateTime<chrono::Utc>) -> NaiveDateTime,
    ) -> Option<Self> {
        let is_held = |day: NaiveDate| FIRST_YEAR.contains(&day.year());
        let day = |text: &str| text.parse::<NaiveDate>().ok().filter(|day| is_held(*day));
        let is_instant = INSTANTS.contains(&column);
        if column == "month" {
            return day(&format!("{cell}-01")).map(|day| Self::Day(day, "yyyy-mm"));
        }
        // A day among instants shows no hour, which nobody said, and is a date all the same: Excel orders and filters texts apart.
        if DAYS.contains(&column) || (is_instant && day(cell).is_some()) {
            return day(cell).map(|day| Self::Day(day, "yyyy-mm-dd"));
        }
        let instant = match column {
            HOURS => NaiveDateTime::parse_from_str(cell, "%Y-%m-%dT%H:%M").ok(),
            _ if is_instant => DateTime::parse_from_rfc3339(cell).ok().map(|at| local(at.to_utc())),
            _ => None,
        };
        instant.filter(|at| is_held(at.date())).map(Self::Instant)
    }

    fn write(&self, sheet: &mut Worksheet, line: u32, at: u16) -> Result<(), XlsxError> {
        let (day, time, shown) = match self {
            Self::Day(day, shown) => (*day, None, *shown),
            Self::Instant(instant) => (instant.date(), Some(instant.time()), "yyyy-mm-dd hh:mm"),
        };
        let year = u16::try_from(day.year()).unwrap_or_default();
        let mut value = ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8)?;
        if let Some(time) = time {
            value = value.and_hms(time.hour() as u16, time.minute() as u8, f64::from(time.second()))?;
        }
        let shown = Format::new().set_num_format(shown).set_align(FormatAlign::Top);
        sheet.write_datetime_with_format(line, at, &value, &shown)?;
        Ok(())
    }
}

impl<'r> Reader<'r> {
    /// Whoever looks at the lists that are made here.
    pub fn of(maker: &Maker<'r>) -> Self {
        Self { words: maker.words, state: maker.state }
    }

    /// The head of a column; that of instants says their zone.
    fn head(&self, column: &str) -> String {
        let name = self.words.get(&format!("column-{}", column.replace('_', "-")));
        match INSTANTS.contains(&column) || column == HOURS {
            true => format!("{name} ({})", self.state.zone.name()),
            false => name,
        }
    }

    /// A cell as people read it: languages, topics, stages by their names.
    fn told(&self, column: &str, cell: &str) -> String {
        let watched = self.state.watched();
        let words = self.words;
        let each = |told: &dyn Fn(&str) -> String| cell.split("; ").map(told).collect::<Vec<_>>().join("; ");
        match column {
            _ if cell.is_empty() => String::new(),
            "language" | "languages" => each(&|tag| words.language(tag)),
            "topics" => each(&|topic| shown(watched.label(topic, words.tag()))),
            "stage" => words.get(&format!("stage-{cell}")),
            "outcome" => words.get(&format!("outcome-{cell}")),
            "reason" => words.failure(cell).unwrap_or_else(|| cell.to_owned()),
            "configured" | "paused" => words.get(if cell == "yes" { "yes" } else { "no" }),
            "speech" => words.get(&format!("speech-{cell}")),
            "unusual" => words.get(&format!("unusual-{cell}")),
            _ => cell.to_owned(),
        }
    }
}

/// A workbook with one sheet of this name: the heads of the columns stay in view and can be filtered by. Below the last row, where its list
/// goes on.
pub(crate) fn written(
    name: &str,
    columns: &[&str],
    rows: &[Vec<String>],
    next: Option<&str>,
    reader: Reader<'_>,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_title(name).set_author("veille"));
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(name))?;
    sheet.set_right_to_left(reader.words.direction() == "rtl");
    let bold = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let top = Format::new().set_align(FormatAlign::Top);
    let prose = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let mut links = 0;
    for (at, column) in (0..).zip(columns) {
        let head = reader.head(column);
        sheet.set_column_width(
            at,
            width(column, &head, rows.iter().filter_map(|row| row.get(usize::from(at)))),
        )?;
        sheet.write_string_with_format(0, at, head, &bold)?;
    }
    for (line, row) in (1..).zip(rows) {
        for (at, cell) in (0..).zip(row) {
            let column = columns.get(usize::from(at)).copied().unwrap_or_default();
            let cell: String = cell.chars().filter(|it| !is_forbidden(*it)).take(CELL_MAX).collect();
            // As it is read, not as it is written: `https:/example.org` is an address too, and none for the writer of workbooks.
            let link = LINKS.contains(&column).then(|| crate::text::link(&cell)).flatten();
            let link = link.filter(|link| links < LINKS_MAX && link.len() < LINK_MAX);
            let local = |at: DateTime<chrono::Utc>| reader.state.zone.local(at).naive_local();
            if let Some(number) = cell.parse::<u32>().ok().filter(|_| COUNTS.contains(&column)) {
                sheet.write_number_with_format(line, at, number, &top)?;
            } else if let Some(date) = Date::read(column, &cell, local) {
                date.write(sheet, line, at)?;
            } else if let Some(link) = link {
                links += 1;
                sheet.write_url(line, at, Url::new(link).set_text(cell))?;
            } else if !cell.is_empty() {
                let format = if PROSE.contains(&column) { &prose } else { &top };
                sheet.write_string_with_format(line, at, reader.told(column, &cell), format)?;
            }
        }
    }
    let last_row = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let last_column = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last_row, last_column)?;
    if let Some(next) = next.filter(|next| next.len() < LINK_MAX) {
        // A row apart: filters and orders leave it alone.
        sheet.write_url(last_row + 2, 0, Url::new(next).set_text(reader.words.get("goes-on")))?;
    }
    workbook.save_to_buffer()
}

/// What XML 1.0 cannot hold.
fn is_forbidden(character: char) -> bool {
    (character.is_control() && !matches!(character, '\t' | '\n'))
        || matches!(character, '\u{fffe}' | '\u{ffff}')
}

/// A name that Excel takes for a sheet.
fn sheet_name(name: &str) -> String {
    // What Excel forbids in them; a name with one of these fails the whole workbook.
    let name: String = name.chars().filter(|it| !r"[]:*?/\'".contains(*it)).take(NAME_MAX).collect();
    if name.trim().is_empty() { "veille".to_owned() } else { name }
}

/// Columns as wide as their longest cell, within what is read at a glance.
fn width<'c>(column: &str, head: &str, cells: impl Iterator<Item = &'c String>) -> f64 {
    let most = match column {
        "headline" | "quote" => 60,
        _ if PROSE.contains(&column) || LINKS.contains(&column) => 40,
        _ => 28,
    };
    if INSTANTS.contains(&column) || column == HOURS {
        return 18.0;
    }
    let longest = cells.map(|cell| cell.chars().count()).max().unwrap_or_default();
    // A head goes over two lines, and has the sign of the filter beside it.
    let least = (head.chars().count() / 2 + 6).clamp(10, most);
    (longest + 2).clamp(least, most) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_an_instant_are_dates_of_excel_and_all_else_is_what_it_was() {
        let check = |column: &str, cell: &str, expected: Option<Date>| {
            let east = |at: DateTime<chrono::Utc>| (at + chrono::TimeDelta::hours(7)).naive_utc();
            assert_eq!(Date::read(column, cell, east), expected, "{column} {cell}");
        };
        let day = |text: &str, shown| Some(Date::Day(text.parse().unwrap(), shown));
        let instant = |text: &str| Some(Date::Instant(text.parse().unwrap()));
        check("date", "2025-10-26", day("2025-10-26", "yyyy-mm-dd"));
        check("month", "2025-10", day("2025-10-01", "yyyy-mm"));
        check("published", "2025-10-26", day("2025-10-26", "yyyy-mm-dd"));
        check("published", "2025-10-26T10:00:00+02:00", instant("2025-10-26T15:00:00"));
        check("hour", "2025-10-26T08:00", instant("2025-10-26T08:00:00"));
        check("headline", "2025-10-26", None);
        check("date", "", None);
        check("date", "0001-01-01", None);
        check("captured", "yesterday", None);
    }

    #[test]
    fn a_sheet_has_a_name_that_excel_takes() {
        assert_eq!(sheet_name("Qui a fait quoi"), "Qui a fait quoi");
        assert_eq!(sheet_name("a/b [c]: d?*\\"), "ab c d");
        assert_eq!(sheet_name("/"), "veille");
        assert_eq!(sheet_name(&"é".repeat(50)).chars().count(), 31);
    }

    #[test]
    fn a_column_is_as_wide_as_what_stands_in_it_and_no_wider_than_one_reads() {
        let check = |column: &str, cell: usize, expected: f64| {
            assert_eq!(width(column, "Date", [&"x".repeat(cell)].into_iter()), expected, "{column} {cell}");
        };
        check("headline", 500, 60.0);
        check("outlet", 500, 28.0);
        check("outlet", 18, 20.0);
        check("outlet", 0, 10.0);
    }
}
