//! A line for people: pieces of text, some of them set off. The text is a stranger's, the style (ANSI) is ours.

use std::fmt::{self, Display};

use console::{StyledObject, measure_text_width, style, truncate_str};

use super::safe;

/// A line in the making. Each piece is made safe as it is added; a style is written only where results go to a terminal.
#[derive(Clone, Debug, Default)]
pub struct Line(String);

impl Line {
    /// A line without style.
    pub fn plain(text: impl Display) -> Self {
        Self::default().text(text)
    }

    /// Values with tabs between them, whole and without style.
    pub fn tabbed(values: &[impl AsRef<str>]) -> Self {
        // A tab or a line break within a value would be another column or row.
        let safe: Vec<String> = values.iter().map(|value| safe::line(value.as_ref())).collect();
        Self(safe.join("\t"))
    }

    /// Adds text as it is.
    pub fn text(mut self, text: impl Display) -> Self {
        // Pieces are made safe and not the line: by then its own escapes could not be told from a stranger's.
        self.0.push_str(&safe::line(&text.to_string()));
        self
    }

    /// Adds what the eye should find first.
    pub fn bold(self, text: impl Display) -> Self {
        self.set_off(text, StyledObject::bold)
    }

    /// Adds what is there for whoever looks for it.
    pub fn dim(self, text: impl Display) -> Self {
        self.set_off(text, StyledObject::dim)
    }

    /// Adds good news.
    pub fn green(self, text: impl Display) -> Self {
        self.set_off(text, |it| it.green().bold())
    }

    /// Adds what might have been.
    pub fn yellow(self, text: impl Display) -> Self {
        self.set_off(text, |it| it.yellow().bold())
    }

    /// Adds bad news.
    pub fn red(self, text: impl Display) -> Self {
        self.set_off(text, |it| it.red().bold())
    }

    /// Adds a bar of a chart.
    pub fn bar(self, text: impl Display) -> Self {
        self.set_off(text, StyledObject::cyan)
    }

    /// Adds what is there no longer.
    pub fn deleted(self, text: impl Display) -> Self {
        self.set_off(text, |it| it.red().strikethrough())
    }

    /// Adds what was not there before.
    pub fn inserted(self, text: impl Display) -> Self {
        self.set_off(text, |it| it.green().underlined())
    }

    /// Adds another line's pieces.
    pub fn line(self, other: &Self) -> Self {
        self.styled(&other.0)
    }

    fn set_off(self, text: impl Display, how: fn(StyledObject<String>) -> StyledObject<String>) -> Self {
        let text = safe::line(&text.to_string());
        // Style around nothing would still be written, and a line of it alone is no empty line.
        if text.is_empty() { self } else { self.styled(&how(style(text)).to_string()) }
    }

    fn styled(mut self, styled: &str) -> Self {
        self.0.push_str(styled);
        self
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its words without style.
    pub fn plain_text(&self) -> String {
        console::strip_ansi_codes(&self.0).into_owned()
    }

    /// Columns of a terminal that it takes.
    pub fn width(&self) -> usize {
        measure_text_width(&self.0)
    }

    /// Cut to so many columns, where there are so many.
    pub fn cut(&self, width: usize) -> Self {
        Self(truncate_str(&self.0, width, "…").into_owned())
    }

    /// Filled up with blanks to so many columns.
    pub fn padded(mut self, width: usize) -> Self {
        let missing = width.saturating_sub(self.width());
        self.0.extend(std::iter::repeat_n(' ', missing));
        self
    }
}

impl Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Padding of the last column is invisible, and is copied with the line by whoever selects it.
        f.write_str(self.0.trim_end_matches(' '))
    }
}
