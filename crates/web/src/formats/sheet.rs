//! A table as a workbook of Excel (XLSX): every cell is text, a count or an address, none is computed.

use rust_xlsxwriter::{Format, Url, Workbook, XlsxError};

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

/// A workbook with one sheet: the names of the columns stay in view and can be filtered by.
pub(crate) fn written(columns: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let bold = Format::new().set_bold();
    let mut links = 0;
    for (at, name) in (0..).zip(columns) {
        sheet.write_string_with_format(0, at, *name, &bold)?;
        sheet.set_column_width(at, width(name))?;
    }
    for (line, row) in (1..).zip(rows) {
        for (at, cell) in (0..).zip(row) {
            let cell: String = cell.chars().filter(|it| !is_forbidden(*it)).take(CELL_MAX).collect();
            let is_link =
                columns.get(usize::from(at)) == Some(&"address") && crate::text::link(&cell).is_some();
            let count = COUNTS.contains(&columns.get(usize::from(at)).copied().unwrap_or_default());
            if let Some(number) = cell.parse::<u32>().ok().filter(|_| count) {
                sheet.write_number(line, at, number)?;
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
        "outlet" | "origin" | "topics" | "speaker" | "role" => 24.0,
        _ => 14.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
