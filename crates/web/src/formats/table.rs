//! A list as a table: nothing that a page wrote is taken for a formula. CSV and JSON Lines are for programs: their columns have the same
//! English names in every language, and hold what the API holds. Who reads takes the workbook (`sheet`).

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::sheet::{self, Reader};
use crate::format::Format;

/// A table under construction.
#[derive(Debug)]
pub(crate) struct Table {
    /// The key of what it is called.
    name: &'static str,
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    next: Option<String>,
}

/// What tells Excel that the file is UTF-8; others skip it.
const BYTE_ORDER_MARK: &str = "\u{feff}";

impl Table {
    /// A table that is called by this key, with these columns: in a reader's order, ids last.
    pub fn new(name: &'static str, columns: &[&'static str]) -> Self {
        Self { name, columns: columns.to_vec(), rows: Vec::new(), next: None }
    }

    /// Adds a row.
    pub fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c String>) {
        self.rows.push(cells.into_iter().map(|cell| in_one_line(cell)).collect());
    }

    /// Says in a header, and below a workbook's last row, where a list goes on that is longer than a table may be.
    pub fn goes_on(mut self, next: Option<String>) -> Self {
        self.next = next;
        self
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The file of this name.
    pub fn answer(self, name: &str, format: Format, reader: Reader<'_>) -> Response {
        let called = reader.words.get(self.name);
        let (media_type, bytes) = match format {
            Format::Xlsx => {
                match sheet::written(&called, &self.columns, &self.rows, self.next.as_deref(), reader) {
                    Ok(bytes) => (sheet::MEDIA_TYPE, bytes),
                    Err(error) => {
                        tracing::error!(%error, "a table could not be put together");
                        return axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response();
                    }
                }
            }
            Format::Jsonl => (super::documents::JSON_LINES, self.json_lines()),
            _ => ("text/csv; charset=utf-8; header=present", self.csv()),
        };
        let headers = [
            (header::CONTENT_TYPE, media_type.to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}{}\"", format.ending())),
        ];
        let mut answer = (headers, bytes).into_response();
        let link = self.next.and_then(|next| HeaderValue::try_from(format!("<{next}>; rel=\"next\"")).ok());
        if let Some(link) = link {
            answer.headers_mut().insert(header::LINK, link);
        }
        answer
    }

    /// A row as an object, one a line: programs compute nothing of it.
    fn json_lines(&self) -> Vec<u8> {
        let mut text = String::new();
        for row in &self.rows {
            let cells =
                self.columns.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), cell.as_str().into()));
            text.push_str(&serde_json::Value::Object(cells.collect()).to_string());
            text.push('\n');
        }
        text.into_bytes()
    }

    fn csv(&self) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new()
            // As RFC 4180 has it.
            .terminator(csv::Terminator::CRLF)
            .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
        let holds = "rows have the length of the first, and memory takes them";
        writer.write_record(&self.columns).expect(holds);
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| harmless(cell))).expect(holds);
        }
        writer.into_inner().unwrap_or_default()
    }
}

/// Passages go over the ends of paragraphs, and half of what reads CSV takes a line for a row.
fn in_one_line(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A cell that no spreadsheet computes: those that could be a formula begin with an apostrophe (OWASP, CSV injection).
fn harmless(line: &str) -> String {
    match line.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        true => format!("'{line}"),
        false => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"] {
            assert_eq!(harmless(&in_one_line(cell)), format!("'{}", cell.trim()));
        }
        assert_eq!(harmless("La Convention = un début"), "La Convention = un début");
        assert_eq!(harmless(""), "");
    }

    #[test]
    fn a_cell_holds_what_it_is_given() {
        let mut table = Table::new("articles", &["a", "b"]);
        table.row([&"x, \"y\"\nz".to_owned(), &"=1".to_owned()]);
        let text = String::from_utf8(table.csv()).unwrap();
        assert_eq!(text, "\u{feff}a,b\r\n\"x, \"\"y\"\" z\",'=1\r\n");
    }
}
