//! A table as a workbook of Excel (XLSX): every cell is text, a count, a date or an address, none is computed.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike};
use rust_xlsxwriter::{ExcelDateTime, Format, Url, Workbook, Worksheet, XlsxError};

/// What browsers are told that it is.
pub(crate) const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Characters that a cell of Excel holds.
const CELL_MAX: usize = 32_000;
/// Characters of an address that Excel makes a link of.
const LINK_MAX: usize = 2_000;
/// Links in a sheet; Excel takes 65,530.
const LINKS_MAX: usize = 60_000;

/// Columns of counts, which Excel is to add up.
const COUNTS: [&str; 8] =
    ["articles", "all_articles", "before", "count", "originals", "outlets", "usual_high", "usual_low"];

/// Columns of days and months.
const DAYS: [&str; 6] = ["date", "day", "month", "first", "last", "latest"];
/// Columns of instants, which Excel knows without a zone: they are told in one, which their heads say.
const INSTANTS: [&str; 6] = ["published", "captured", "at", "last_read", "last_failure", "next_reading"];
/// Of instants as of hours, which are in the zone of the page.
const HOURS: &str = "hour";
/// Excel counts days from here.
const FIRST_YEAR: std::ops::RangeInclusive<i32> = 1900..=9999;

/// A cell of a date: what Excel has for it, and how it shows that.
#[derive(Debug, PartialEq)]
enum Date {
    Day(NaiveDate, &'static str),
    Instant(NaiveDateTime),
}

impl Date {
    /// What stands in a cell of a column; None where it is no date.
    fn read(column: &str, cell: &str) -> Option<Self> {
        let is_held = |day: NaiveDate| FIRST_YEAR.contains(&day.year());
        let day = |text: &str| text.parse::<NaiveDate>().ok().filter(|day| is_held(*day));
        let is_instant = INSTANTS.contains(&column);
        if column == "month" {
            return day(&format!("{cell}-01")).map(|day| Self::Day(day, "yyyy-mm"));
        }
        if column == "latest_article"
            || DAYS.contains(&column)
            || (is_instant && cell.len() == "2025-10-26".len())
        {
            return day(cell).map(|day| Self::Day(day, "yyyy-mm-dd"));
        }
        let instant = match column {
            HOURS => NaiveDateTime::parse_from_str(cell, "%Y-%m-%dT%H:%M").ok(),
            _ if is_instant => DateTime::parse_from_rfc3339(cell).ok().map(|at| at.naive_utc()),
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
        let shown = Format::new().set_num_format(shown);
        sheet.write_datetime_with_format(line, at, &value, &shown)?;
        Ok(())
    }
}

/// The head of a column; that of instants says their zone.
fn head(name: &str) -> String {
    if INSTANTS.contains(&name) { format!("{name} (UTC)") } else { name.to_owned() }
}

/// A workbook with one sheet: the names of the columns stay in view and can be filtered by.
pub(crate) fn written(columns: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let bold = Format::new().set_bold();
    let mut links = 0;
    for (at, name) in (0..).zip(columns) {
        sheet.write_string_with_format(0, at, head(name), &bold)?;
        sheet.set_column_width(at, width(name))?;
    }
    for (line, row) in (1..).zip(rows) {
        for (at, cell) in (0..).zip(row) {
            let cell: String = cell.chars().filter(|it| !is_forbidden(*it)).take(CELL_MAX).collect();
            let column = columns.get(usize::from(at)).copied().unwrap_or_default();
            let is_link = column == "address" && crate::text::link(&cell).is_some();
            let count = COUNTS.contains(&column);
            if let Some(number) = cell.parse::<u32>().ok().filter(|_| count) {
                sheet.write_number(line, at, number)?;
            } else if let Some(date) = Date::read(column, &cell) {
                date.write(sheet, line, at)?;
            } else if is_link && links < LINKS_MAX && cell.len() < LINK_MAX {
                links += 1;
                sheet.write_url(line, at, Url::new(cell))?;
            } else if !cell.is_empty() {
                sheet.write_string(line, at, cell)?;
            }
        }
    }
    let last_row = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let last_column = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last_row, last_column)?;
    workbook.save_to_buffer()
}

/// What XML 1.0 cannot hold.
fn is_forbidden(character: char) -> bool {
    (character.is_control() && !matches!(character, '\t' | '\n'))
        || matches!(character, '\u{fffe}' | '\u{ffff}')
}

/// Columns as wide as what usually stands in them.
fn width(name: &str) -> f64 {
    match name {
        "headline" | "quote" => 60.0,
        "passages" | "quoted" | "address" | "said" => 40.0,
        name if INSTANTS.contains(&name) || name == HOURS => 18.0,
        "outlet" | "origin" | "topics" | "speaker" | "role" => 24.0,
        _ => 14.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_an_instant_are_dates_of_excel_and_all_else_is_what_it_was() {
        let check = |column: &str, cell: &str, expected: Option<Date>| {
            assert_eq!(Date::read(column, cell), expected, "{column} {cell}");
        };
        let day = |text: &str, shown| Some(Date::Day(text.parse().unwrap(), shown));
        let instant = |text: &str| Some(Date::Instant(text.parse().unwrap()));
        check("date", "2025-10-26", day("2025-10-26", "yyyy-mm-dd"));
        check("month", "2025-10", day("2025-10-01", "yyyy-mm"));
        check("published", "2025-10-26", day("2025-10-26", "yyyy-mm-dd"));
        check("published", "2025-10-26T10:00:00+07:00", instant("2025-10-26T03:00:00"));
        check("hour", "2025-10-26T08:00", instant("2025-10-26T08:00:00"));
        check("headline", "2025-10-26", None);
        check("date", "", None);
        check("date", "0001-01-01", None);
        check("captured", "yesterday", None);
        let columns = ["date", "published", "hour", "month"];
        let row = ["2025-10-26", "2025-10-26T10:00:00Z", "2025-10-26T08:00", "2025-10"].map(str::to_owned);
        assert_eq!(&written(&columns, &[row.into()]).unwrap()[..4], b"PK\x03\x04");
    }

    #[test]
    fn whatever_a_page_wrote_goes_into_a_cell() {
        let cells = [
            "=1+1",
            "\u{0}\u{1b}x\u{ffff}",
            "javascript:alert(1)",
            "https://example.org/a b",
            "",
            "河内公约",
        ];
        let mut rows: Vec<Vec<String>> = cells.map(|cell| vec![cell.to_owned(), cell.to_owned()]).into();
        rows.push(vec!["x".repeat(100_000), format!("https://example.org/{}", "x".repeat(100_000))]);
        let bytes = written(&["headline", "address"], &rows).unwrap();
        assert_eq!(&bytes[..4], b"PK\x03\x04");
    }
}
