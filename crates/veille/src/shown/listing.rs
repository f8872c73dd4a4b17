//! Lists: rows under the names of their columns, fitted to a terminal; elsewhere whole values with tabs between them, or JSON.

use std::io;

use serde::Serialize;

use super::grid::{Grid, Heading, Layout};
use super::{Line, Results, width};

/// Rows whose widths are looked at before the first is printed: more of them stand as these do.
const MEASURED: usize = 1_000;

/// A list that is printed as it is made.
pub struct Listing {
    results: Results,
    json: bool,
    /// The terminal's, None off one.
    width: Option<usize>,
    headings: Vec<Heading>,
    grid: Grid,
    /// Once the first rows are printed.
    layout: Option<Layout>,
    named: bool,
}

impl Listing {
    /// A list on standard output, as JSON Lines or for people.
    pub fn new(headings: &[Heading], json: bool) -> Self {
        Self {
            results: Results::new(),
            json,
            width: width(),
            headings: headings.to_vec(),
            grid: Grid::new(headings),
            layout: None,
            named: false,
        }
    }

    /// The same without the names of its columns where no person looks: its lines join those of another time.
    pub fn continued(mut self) -> Self {
        self.named = self.width.is_none();
        self
    }

    /// Whether somebody looks at a terminal.
    pub fn is_shown(&self) -> bool {
        self.width.is_some() && !self.json
    }

    /// Whether the reader went away.
    pub fn is_closed(&self) -> bool {
        self.results.is_closed()
    }

    /// An element: as JSON this value, for people these cells.
    pub fn row(&mut self, value: &impl Serialize, cells: impl IntoIterator<Item = String>) -> io::Result<()> {
        if self.json {
            return self.results.json(value);
        }
        self.cells(cells)
    }

    /// A row for people alone.
    pub fn cells(&mut self, cells: impl IntoIterator<Item = String>) -> io::Result<()> {
        self.grid.row(cells);
        if self.grid.len() >= MEASURED { self.print() } else { Ok(()) }
    }

    /// Prints what there is.
    pub fn flush(&mut self) -> io::Result<()> {
        self.print()?;
        self.results.flush()
    }

    fn print(&mut self) -> io::Result<()> {
        // A list of nothing has no names of columns: that there is nothing is said beside it.
        if self.grid.len() == 0 {
            return Ok(());
        }
        let is_named = std::mem::replace(&mut self.named, true);
        let Some(width) = self.width else {
            if !is_named {
                let names: Vec<String> =
                    self.headings.iter().map(|heading| heading.name.to_lowercase()).collect();
                self.results.styled(&Line::tabbed(&names))?;
            }
            for row in self.grid.take() {
                self.results.styled(&Line::tabbed(&row))?;
            }
            return Ok(());
        };
        let layout = self.layout.get_or_insert_with(|| self.grid.layout(Some(width)));
        if !is_named {
            self.results.styled(&self.grid.head(layout, Some(width)))?;
        }
        for line in self.grid.body(layout, Some(width)) {
            self.results.styled(&line)?;
        }
        self.grid.take();
        Ok(())
    }
}
