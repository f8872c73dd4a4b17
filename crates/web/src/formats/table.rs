//! A list as CSV, for spreadsheets: nothing that a page wrote is taken for a formula.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// A table under construction.
#[derive(Debug)]
pub(crate) struct Table {
    writer: csv::Writer<Vec<u8>>,
}

/// What tells Excel that the file is UTF-8; others skip it.
const BYTE_ORDER_MARK: &str = "\u{feff}";

impl Table {
    /// A table with these columns.
    pub fn new(columns: &[&str]) -> Self {
        let writer = csv::WriterBuilder::new()
            // As RFC 4180 has it.
            .terminator(csv::Terminator::CRLF)
            .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
        let mut table = Self { writer };
        table.write(columns);
        table
    }

    /// Adds a row.
    pub fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c String>) {
        let cells: Vec<String> = cells.into_iter().map(|cell| harmless(cell)).collect();
        self.write(&cells);
    }

    fn write(&mut self, cells: &[impl AsRef<[u8]>]) {
        self.writer.write_record(cells).expect("rows have the length of the first, and memory takes them");
    }

    /// The file.
    pub fn answer(self, name: &str) -> Response {
        let bytes = self.writer.into_inner().unwrap_or_default();
        let headers = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
        ];
        (headers, bytes).into_response()
    }
}

/// A cell of one line that no spreadsheet computes: those that could be a formula begin with an apostrophe (OWASP, CSV
/// injection). Passages go over the ends of paragraphs, and half of what reads CSV takes a line for a row.
fn harmless(cell: &str) -> String {
    let line = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        true => format!("'{line}"),
        false => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"] {
            assert_eq!(harmless(cell), format!("'{}", cell.trim()));
        }
        assert_eq!(harmless("La Convention = un début"), "La Convention = un début");
        assert_eq!(harmless(""), "");
    }

    #[test]
    fn a_cell_holds_what_it_is_given() {
        let mut table = Table::new(&["a", "b"]);
        table.row([&"x, \"y\"\nz".to_owned(), &"=1".to_owned()]);
        let text = String::from_utf8(table.writer.into_inner().unwrap()).unwrap();
        assert_eq!(text, "\u{feff}a,b\r\n\"x, \"\"y\"\" z\",'=1\r\n");
    }
}
