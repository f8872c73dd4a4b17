//! Numbers and words in columns, on terminals of any width: what matters least goes first where there is no room.

use console::{measure_text_width, truncate_str};

use super::{Line, safe};

/// Between two columns.
const GAP: usize = 2;
/// Narrowest that the last column, of sentences, may stand.
const WORDS_MIN: usize = 16;

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Heading {
    pub name: &'static str,
    /// Numbers stand at the right.
    pub at_right: bool,
    /// Where there is no room, those with the highest go first; 0 never goes.
    pub dispensable: u8,
}

/// Rows of cells under headings. The last column may be cut; no other is.
#[derive(Clone, Debug)]
pub struct Grid {
    headings: Vec<Heading>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    pub fn new(headings: &[Heading]) -> Self {
        Self { headings: headings.to_vec(), rows: Vec::new() }
    }

    /// A row; what strangers wrote is made safe here.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> = cells.into_iter().map(|cell| safe::line(&cell)).collect();
        assert_eq!(cells.len(), self.headings.len(), "a row has a cell for each heading");
        self.rows.push(cells);
    }

    /// As lines that are no wider than this; without a width as wide as they are.
    pub fn lines(mut self, width: Option<usize>) -> Vec<Line> {
        let mut widths = self.widths();
        let room = width.unwrap_or(usize::MAX);
        loop {
            let last = widths.len() - 1;
            let fixed: usize = widths[..last].iter().map(|width| width + GAP).sum();
            let needed =
                if self.headings[last].at_right { widths[last] } else { widths[last].min(WORDS_MIN) };
            if fixed.saturating_add(needed) <= room {
                widths[last] = widths[last].min(room - fixed);
                break;
            }
            let least = self.headings.iter().enumerate().filter(|(_, heading)| heading.dispensable > 0);
            let Some((at, _)) = least.max_by_key(|(_, heading)| heading.dispensable) else { break };
            self.headings.remove(at);
            self.rows.iter_mut().for_each(|row| drop(row.remove(at)));
            widths = self.widths();
        }
        let names: Vec<String> = self.headings.iter().map(|heading| heading.name.to_owned()).collect();
        let cut = |text: String| match width {
            Some(width) => truncate_str(&text, width, "…").into_owned(),
            None => text,
        };
        let mut lines = vec![Line::default().dim(cut(self.line(&names, &widths)))];
        lines.extend(self.rows.iter().map(|row| Line::plain(cut(self.line(row, &widths)))));
        lines
    }

    fn widths(&self) -> Vec<usize> {
        let widest = |at: usize| {
            let cells = self.rows.iter().map(|row| measure_text_width(&row[at])).max().unwrap_or_default();
            cells.max(measure_text_width(self.headings[at].name))
        };
        (0..self.headings.len()).map(widest).collect()
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for ((cell, width), heading) in cells.iter().zip(widths).zip(&self.headings) {
            let cell = truncate_str(cell, *width, "…");
            let blanks = " ".repeat(width.saturating_sub(measure_text_width(&cell)));
            match heading.at_right {
                true => line.extend([blanks.as_str(), cell.as_ref()]),
                false => line.extend([cell.as_ref(), blanks.as_str()]),
            }
            line.push_str("  ");
        }
        line.trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let heading = |name, at_right, dispensable| Heading { name, at_right, dispensable };
        let mut grid = Grid::new(&[
            heading("STAGE", false, 0),
            heading("RATE", true, 0),
            heading("SEEN", true, 2),
            heading("SAID", false, 1),
        ]);
        let said = "the clean stage panicked: byte 120 is wrong";
        grid.row(["clean", "12.5", "41,112", said].map(str::to_owned));
        grid.row(["store", "-", "7", ""].map(str::to_owned));
        grid
    }

    fn text(width: Option<usize>) -> String {
        let lines: Vec<String> = grid()
            .lines(width)
            .iter()
            .map(|line| console::strip_ansi_codes(&line.to_string()).into_owned())
            .collect();
        lines.join("\n")
    }

    #[test]
    fn what_has_room_is_told_whole() {
        let whole = "STAGE  RATE    SEEN  SAID\n\
                     clean  12.5  41,112  the clean stage panicked: byte 120 is wrong\n\
                     store     -       7";
        assert_eq!(text(None), whole);
        assert_eq!(text(Some(80)), whole);
    }

    #[test]
    fn words_are_cut_first_and_what_is_dispensable_goes_then() {
        assert_eq!(
            text(Some(40)),
            "STAGE  RATE    SEEN  SAID\nclean  12.5  41,112  the clean stage pan…\nstore     -       7"
        );
        assert_eq!(text(Some(30)), "STAGE  RATE  SAID\nclean  12.5  the clean stage …\nstore     -");
        assert_eq!(text(Some(20)), "STAGE  RATE\nclean  12.5\nstore     -");
        for width in 1..100 {
            assert!(text(Some(width)).lines().all(|line| measure_text_width(line) <= width), "{width}");
        }
    }

    #[test]
    fn what_a_page_wrote_moves_no_terminal() {
        let mut grid = Grid::new(&[Heading { name: "SAID", at_right: false, dispensable: 0 }]);
        grid.row(["\u{1b}[2Jgone\nand more".to_owned()]);
        let lines = grid.lines(None);
        assert!(!lines[1].to_string().contains('\u{1b}') && !lines[1].to_string().contains('\n'));
    }
}
