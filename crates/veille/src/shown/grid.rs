//! Numbers and words in columns, on terminals of any width: what matters least goes first where there is no room.

use console::{measure_text_width, truncate_str};

use super::{Line, safe};

/// Between two columns.
const GAP: usize = 2;

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Heading {
    pub name: &'static str,
    shape: Shape,
    /// Where there is no room, those with the highest go first; 0 never goes.
    dispensable: u8,
}

/// What stands in a column, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Names and numbers: whole, for half of one is another.
    Left,
    Right,
    /// Sentences and addresses, that may be cut to so many columns of the terminal.
    Words {
        least: usize,
    },
}

impl Heading {
    /// Narrowest that sentences may stand.
    const WORDS_MIN: usize = 16;

    /// Names, whole.
    pub const fn left(name: &'static str) -> Self {
        Self { name, shape: Shape::Left, dispensable: 0 }
    }

    /// Numbers, whole.
    pub const fn right(name: &'static str) -> Self {
        Self { name, shape: Shape::Right, dispensable: 0 }
    }

    /// Sentences, that may be cut.
    pub const fn words(name: &'static str) -> Self {
        Self { name, shape: Shape::Words { least: Self::WORDS_MIN }, dispensable: 0 }
    }

    /// The same, of which so much at least must stand to say anything.
    pub const fn least(self, least: usize) -> Self {
        Self { shape: Shape::Words { least }, ..self }
    }

    /// The same, left out where there is no room, before those with a lower number.
    pub const fn dispensable(self, dispensable: u8) -> Self {
        Self { dispensable, ..self }
    }
}

/// Rows of cells under headings.
#[derive(Clone, Debug)]
pub struct Grid {
    headings: Vec<Heading>,
    rows: Vec<Vec<String>>,
}

/// Which columns stand, and how wide.
#[derive(Clone, Debug)]
pub struct Layout(Vec<(usize, usize)>);

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

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The rows, which are taken out.
    pub fn take(&mut self) -> Vec<Vec<String>> {
        std::mem::take(&mut self.rows)
    }

    /// As lines that are no wider than this; without a width as wide as they are.
    pub fn lines(self, width: Option<usize>) -> Vec<Line> {
        let layout = self.layout(width);
        let mut lines = vec![self.head(&layout, width)];
        lines.extend(self.body(&layout, width));
        lines
    }

    /// How its rows stand in so much room: words are cut first, then columns go that can be done without.
    pub fn layout(&self, width: Option<usize>) -> Layout {
        let mut columns: Vec<(usize, usize)> =
            (0..self.headings.len()).map(|at| (at, self.widest(at))).collect();
        let Some(room) = width else { return Layout(columns) };
        loop {
            let least: usize = columns.iter().map(|(at, width)| self.least(*at, *width) + GAP).sum();
            if least.saturating_sub(GAP) <= room {
                break;
            }
            let dispensable =
                columns.iter().enumerate().filter(|(_, (at, _))| self.headings[*at].dispensable > 0);
            let Some((place, _)) = dispensable.max_by_key(|(_, (at, _))| self.headings[*at].dispensable)
            else {
                break;
            };
            columns.remove(place);
        }
        // The widest gives first, so that what is short stays whole.
        loop {
            let needed: usize =
                columns.iter().map(|(_, width)| width + GAP).sum::<usize>().saturating_sub(GAP);
            let excess = needed.saturating_sub(room);
            let giving = columns.iter_mut().filter(|(at, width)| *width > self.least(*at, *width));
            let Some((at, widest)) = giving.max_by_key(|(_, width)| *width).filter(|_| excess > 0) else {
                break;
            };
            // By halves of what is too much, so that two that are as wide share the loss.
            *widest = widest.saturating_sub(excess.div_ceil(2)).max(self.least(*at, *widest));
        }
        Layout(columns)
    }

    /// The names of the columns.
    pub fn head(&self, layout: &Layout, width: Option<usize>) -> Line {
        let names: Vec<String> = self.headings.iter().map(|heading| heading.name.to_owned()).collect();
        Line::default().dim(self.line(&names, layout, width))
    }

    /// The rows.
    pub fn body(&self, layout: &Layout, width: Option<usize>) -> Vec<Line> {
        self.rows.iter().map(|row| Line::plain(self.line(row, layout, width))).collect()
    }

    fn widest(&self, at: usize) -> usize {
        let cells = self.rows.iter().map(|row| measure_text_width(&row[at])).max().unwrap_or_default();
        cells.max(measure_text_width(self.headings[at].name))
    }

    fn least(&self, at: usize, width: usize) -> usize {
        match self.headings[at].shape {
            Shape::Words { least } => least.min(width),
            Shape::Left | Shape::Right => width,
        }
    }

    fn line(&self, cells: &[String], Layout(columns): &Layout, room: Option<usize>) -> String {
        let mut line = String::new();
        for (at, width) in columns {
            let heading = &self.headings[*at];
            let cell = truncate_str(&cells[*at], *width, "…");
            let blanks = " ".repeat(width.saturating_sub(measure_text_width(&cell)));
            match heading.shape {
                Shape::Right => line.extend([blanks.as_str(), cell.as_ref()]),
                Shape::Left | Shape::Words { .. } => line.extend([cell.as_ref(), blanks.as_str()]),
            }
            line.push_str("  ");
        }
        let line = line.trim_end();
        room.map_or_else(|| line.to_owned(), |room| truncate_str(line, room, "…").into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let mut grid = Grid::new(&[
            Heading::left("STAGE"),
            Heading::right("RATE"),
            Heading::right("SEEN").dispensable(2),
            Heading::words("SAID").dispensable(1),
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
            "STAGE  RATE    SEEN  SAID\nclean  12.5  41,112  the clean stage pa…\nstore     -       7"
        );
        assert_eq!(text(Some(30)), "STAGE  RATE  SAID\nclean  12.5  the clean stage …\nstore     -");
        assert_eq!(text(Some(20)), "STAGE  RATE\nclean  12.5\nstore     -");
        for width in 1..100 {
            assert!(text(Some(width)).lines().all(|line| measure_text_width(line) <= width), "{width}");
        }
    }

    #[test]
    fn what_a_page_wrote_moves_no_terminal() {
        let mut grid = Grid::new(&[Heading::words("SAID")]);
        grid.row(["\u{1b}[2Jgone\nand more".to_owned()]);
        let lines = grid.lines(None);
        assert!(!lines[1].to_string().contains('\u{1b}') && !lines[1].to_string().contains('\n'));
    }

    #[test]
    fn names_stay_whole_and_the_widest_words_give_first() {
        let mut grid =
            Grid::new(&[Heading::left("ID"), Heading::words("NAME"), Heading::words("ADDRESS").least(8)]);
        let address = "https://www.fleuve.example/fr/la-longue-route-des-ratifications/";
        grid.row(["vnexpress-international", "七十二国在河内签署公约", address].map(str::to_owned));
        for width in 72..120 {
            let lines: Vec<String> = grid.clone().lines(Some(width)).iter().map(Line::plain_text).collect();
            assert!(lines.iter().all(|line| measure_text_width(line) <= width), "{width}: {lines:?}");
            assert!(
                lines[1].contains("vnexpress-international  七十二国在河内签署公约"),
                "{width}: {lines:?}"
            );
        }
        let lines: Vec<String> = grid.lines(Some(51)).iter().map(Line::plain_text).collect();
        assert_eq!(lines[1], "vnexpress-international  七十二国在河内…   https:/…");
    }
}
