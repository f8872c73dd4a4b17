//! What was reworded: deletions and additions among the words that stayed, whose long stretches are shortened.
//!
//! On a terminal with colours a deletion is red and struck through, an addition green and underlined, so that both can be
//! told by who sees no colours; without colours they stand in `[-…-]` and `{+…+}`, as wdiff has them.

use console::measure_text_width;

use super::{Line, safe};
use crate::difference::words::{Operation, Stretch};

/// Columns of what stayed, before and after a change.
const AROUND: usize = 72;
/// What an end of a paragraph is within a change.
const PARAGRAPH: &str = "¶";
/// What a blank is that alone was changed.
const BLANK: &str = "␣";

/// How a piece of text is set off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Kept,
    Deleted,
    Inserted,
}

/// A word, or what hangs together.
#[derive(Debug)]
struct Word {
    look: Look,
    text: String,
    /// What stands before it.
    before: Before,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Nothing,
    Blank,
    Paragraph,
}

/// A changed text in lines of at most so many columns; without a width, each paragraph in one.
pub fn reworded(stretches: &[Stretch<'_>], width: Option<usize>) -> Vec<Line> {
    in_lines(stretches, width, width.is_some() && console::colors_enabled())
}

fn in_lines(stretches: &[Stretch<'_>], width: Option<usize>, coloured: bool) -> Vec<Line> {
    let mut text = Words { words: Vec::new(), next: Before::Nothing, coloured };
    let last = stretches.len().saturating_sub(1);
    for (at, stretch) in stretches.iter().enumerate() {
        match stretch.operation {
            Operation::Equal => text.keep(stretch.kept, at == 0, at == last),
            _ => {
                text.change(Look::Deleted, stretch.deleted);
                if coloured && stretch.operation == Operation::Replace {
                    // Struck through and underlined words that touch would be one to the eye.
                    text.next = Before::Blank;
                }
                text.change(Look::Inserted, stretch.inserted);
            }
        }
    }
    laid_out(text.words, width.map_or(usize::MAX, |width| width.max(8)))
}

struct Words {
    words: Vec<Word>,
    /// What stands before the next word.
    next: Before,
    coloured: bool,
}

impl Words {
    /// What stayed, shortened where nothing near it changed.
    fn keep(&mut self, text: &str, is_first: bool, is_last: bool) {
        let wanted = match (is_first, is_last) {
            (true, true) => return self.push(Look::Kept, text),
            (false, false) => AROUND * 2,
            _ => AROUND,
        };
        if measure_text_width(text) <= wanted + AROUND / 2 {
            return self.push(Look::Kept, text);
        }
        let (head, tail) = (if is_first { "" } else { head(text) }, if is_last { "" } else { tail(text) });
        // A sign of several characters (❤️) is wider than these one by one: beginning and end may reach over each other.
        if head.len() + tail.len() >= text.len() {
            return self.push(Look::Kept, text);
        }
        self.push(Look::Kept, head);
        self.push(Look::Kept, if head.ends_with(char::is_whitespace) { "…" } else { " …" });
        let between = &text[head.len()..text.len() - tail.len()];
        // Where paragraphs were left out, what comes behind is another one.
        self.push(Look::Kept, if between.contains('\n') && !is_last { "\n" } else { " " });
        self.push(Look::Kept, tail);
    }

    fn change(&mut self, look: Look, text: &str) {
        if text.is_empty() {
            return;
        }
        let first = self.words.len();
        // A blank at the end of a change parts it from what follows; one at its beginning from what was before.
        if text.trim().is_empty() && !text.contains('\n') {
            self.push(look, BLANK);
        } else {
            let shown = text.replace("\n\n", "\n").replace('\n', &format!(" {PARAGRAPH} "));
            let shown = if text.starts_with('\n') { shown.trim_start() } else { &shown };
            self.push(look, if text.ends_with('\n') { shown.trim_end() } else { shown });
        }
        let (open, close) = match look {
            Look::Deleted => ("[-", "-]"),
            _ => ("{+", "+}"),
        };
        if let (false, Some(words)) = (self.coloured, self.words.get_mut(first..)) {
            if let Some(word) = words.first_mut() {
                word.text.insert_str(0, open);
            }
            if let Some(word) = words.last_mut() {
                word.text.push_str(close);
            }
        }
    }

    fn push(&mut self, look: Look, text: &str) {
        // As it will be shown, before it is measured.
        let text = safe::prose(text);
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let begins = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
            let (blank, words) = rest.split_at(begins);
            if blank.contains('\n') {
                self.next = Before::Paragraph;
            } else if !blank.is_empty() && self.next == Before::Nothing {
                self.next = Before::Blank;
            }
            let end = words.find(char::is_whitespace).unwrap_or(words.len());
            if end > 0 {
                let before = if self.words.is_empty() { Before::Nothing } else { self.next };
                self.words.push(Word { look, text: words[..end].to_owned(), before });
                self.next = Before::Nothing;
            }
            rest = &words[end..];
        }
    }
}

/// The beginning of a text, up to the end of its paragraph or a blank where there is one near.
fn head(text: &str) -> &str {
    let end = reach(text.char_indices().map(|(at, c)| (at + c.len_utf8(), c)));
    if let Some(paragraph) = text[..end].find('\n') {
        return &text[..paragraph];
    }
    let blank = text[..end].rfind(char::is_whitespace).filter(|at| *at >= end / 2);
    &text[..blank.unwrap_or(end)]
}

/// The end of a text, from the beginning of its paragraph or a blank on where there is one near.
fn tail(text: &str) -> &str {
    let begin = reach(text.char_indices().rev());
    let taken = &text[begin..];
    if let Some(paragraph) = taken.rfind('\n') {
        return &taken[paragraph..];
    }
    let blank = taken.find(char::is_whitespace).filter(|at| *at <= taken.len() / 2);
    &taken[blank.unwrap_or(0)..]
}

/// The last place that lies within [`AROUND`] columns.
fn reach(places: impl Iterator<Item = (usize, char)>) -> usize {
    let mut taken = 0;
    let within = places.take_while(|(_, character)| {
        taken += measure_text_width(character.encode_utf8(&mut [0; 4]));
        taken <= AROUND
    });
    within.last().map_or(0, |(at, _)| at)
}

/// Words in lines: those that nothing parts stay together where they fit.
fn laid_out(words: Vec<Word>, width: usize) -> Vec<Line> {
    let mut page = Page { lines: Vec::new(), line: Line::default(), taken: 0, look: Look::Kept, width };
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        let before = word.before;
        let mut group = vec![word];
        while let Some(next) = words.next_if(|next| next.before == Before::Nothing) {
            group.push(next);
        }
        page.put(before, &group);
    }
    page.end_line();
    page.lines
}

struct Page {
    lines: Vec<Line>,
    line: Line,
    taken: usize,
    /// How the last piece on the line looks.
    look: Look,
    width: usize,
}

impl Page {
    fn put(&mut self, before: Before, group: &[Word]) {
        let long: usize = group.iter().map(|word| measure_text_width(&word.text)).sum();
        if before == Before::Paragraph {
            self.end_line();
        }
        let blank = usize::from(self.taken > 0);
        if self.taken.saturating_add(blank + long) <= self.width {
            // Between two words of one change the blank is part of it.
            let look = group.first().map_or(Look::Kept, |word| word.look);
            let look = if look == self.look { look } else { Look::Kept };
            self.text(look, if blank == 1 { " " } else { "" });
            group.iter().for_each(|word| self.text(word.look, &word.text));
            return;
        }
        if long <= self.width {
            self.end_line();
            return group.iter().for_each(|word| self.text(word.look, &word.text));
        }
        // Text without blanks, as Chinese is, breaks anywhere.
        if self.taken + 1 < self.width && blank == 1 {
            self.text(Look::Kept, " ");
        }
        for word in group {
            let mut piece = String::new();
            for character in word.text.chars() {
                let wide = measure_text_width(character.encode_utf8(&mut [0; 4]));
                if self.taken + measure_text_width(&piece) + wide > self.width {
                    self.text(word.look, &std::mem::take(&mut piece));
                    self.end_line();
                }
                piece.push(character);
            }
            self.text(word.look, &piece);
        }
    }

    fn text(&mut self, look: Look, text: &str) {
        let line = std::mem::take(&mut self.line);
        self.line = match look {
            Look::Kept => line.text(text),
            Look::Deleted => line.deleted(text),
            Look::Inserted => line.inserted(text),
        };
        self.look = look;
        self.taken += measure_text_width(text);
    }

    fn end_line(&mut self) {
        if self.taken > 0 {
            self.lines.push(std::mem::take(&mut self.line));
            self.taken = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::difference::words::between;

    fn shown(old: &str, new: &str, width: Option<usize>) -> Vec<String> {
        in_lines(&between(old, new), width, false).iter().map(Line::plain_text).collect()
    }

    #[test]
    fn a_change_is_marked_and_what_stayed_is_shortened() {
        assert_eq!(shown("72 pays ont signé", "71 pays ont signé", None), ["[-72-]{+71+} pays ont signé"]);
        assert_eq!(shown("a b", "a  b", None), ["a[-␣-]{+␣+}b"]);
        assert_eq!(shown("Un.\n\nDeux.", "Un. Deux.", None), ["Un.[-¶-]{+␣+}Deux."]);
        let long = "Les délégations ont parlé longtemps. ".repeat(20);
        let lines =
            shown(&format!("{long}Oui. {long}\n\n{long}"), &format!("{long}Non. {long}\n\n{long}"), None);
        assert_eq!(lines.len(), 1, "{lines:#?}");
        let line = &lines[0];
        assert!(line.starts_with("… ") && line.ends_with(" …") && line.len() < 220, "{line}");
        assert!(line.contains("longtemps. [-Oui-]{+Non+}. Les"), "{line}");
    }

    #[test]
    fn what_stayed_is_shown_whole_where_its_ends_meet() {
        let hearts = "❤️".repeat(91);
        let mut text = Words { words: Vec::new(), next: Before::Nothing, coloured: false };
        text.keep(&hearts, false, false);
        assert_eq!(text.words.iter().map(|word| word.text.as_str()).collect::<String>(), hearts);
    }

    #[test]
    fn no_line_is_longer_than_the_terminal_and_no_word_is_lost() {
        let (old, new) = ("河内公约打击网络犯罪".repeat(12), "河内公约惩治网络犯罪".repeat(12));
        let latin = ("la signature a eu lieu samedi ".repeat(9), "la signature aura lieu lundi ".repeat(9));
        for (old, new) in [(old, new), latin] {
            let whole = shown(&old, &new, None).concat();
            for width in [20, 60, 80, 120] {
                let lines = shown(&old, &new, Some(width));
                assert!(lines.iter().all(|line| measure_text_width(line) <= width), "{lines:#?}");
                assert_eq!(lines.concat().replace(' ', ""), whole.replace(' ', ""));
            }
        }
    }

    #[test]
    fn what_a_page_wrote_moves_no_terminal() {
        let lines = shown("calme", "\u{1b}[2J\u{202e}tempête", Some(60));
        assert_eq!(lines, ["[-calme-]{+tempête+}"]);
    }
}
