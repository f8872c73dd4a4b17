//! A terminal taken as a whole and written over again and again (alternate screen), given back as it was.

use std::io;

use console::Term;

use super::Line;

/// The screen, ours until it is dropped.
pub struct Screen(Term);

const ENTER: &str = "\u{1b}[?1049h\u{1b}[?25l";
const LEAVE: &str = "\u{1b}[?25h\u{1b}[?1049l";
const HOME: &str = "\u{1b}[H";
const REST_OF_LINE: &str = "\u{1b}[K";
const REST_OF_SCREEN: &str = "\u{1b}[J";

impl Screen {
    /// Takes it.
    pub fn take() -> io::Result<Self> {
        let term = Term::buffered_stdout();
        term.write_str(ENTER)?;
        term.flush()?;
        Ok(Self(term))
    }

    /// Shows these in the place of what was there; what has no room is counted. In one write, so that it does not flicker.
    pub fn show(&mut self, lines: &[Line]) -> io::Result<()> {
        let rows = match usize::from(self.0.size().0) {
            0 => 24,
            rows => rows,
        };
        let mut text = HOME.to_owned();
        let fitting = if lines.len() > rows { rows.saturating_sub(1) } else { lines.len() };
        let mut shown: Vec<String> = lines[..fitting].iter().map(Line::to_string).collect();
        if fitting < lines.len() {
            shown.push(format!("… {} more lines", lines.len() - fitting));
        }
        // No line end after the last, which would push the first out of the screen.
        text.push_str(&shown.join(&format!("{REST_OF_LINE}\r\n")));
        text.push_str(REST_OF_LINE);
        text.push_str(REST_OF_SCREEN);
        self.0.write_str(&text)?;
        self.0.flush()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.0.write_str(LEAVE);
        let _ = self.0.flush();
    }
}
