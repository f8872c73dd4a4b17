//! From glyphs at their places to words, lines and paragraphs, as the eye does it.

use veille_text::fold::without_forms;

use super::Part;

/// A glyph; lengths are in the units of its page.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub page: u32,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub size: f64,
    pub text: String,
}

/// A line of a page.
struct Line {
    page: u32,
    y: f64,
    size: f64,
    text: String,
}

/// Glyphs this much of their size higher or lower stand on another line.
const OTHER_LINE: f64 = 0.5;
/// A gap of so much of the size is a space where nobody draws spaces; fonts mistake their widths by less than a character.
const GAP: f64 = 0.2;
const GAP_BESIDE_SPACES: f64 = 0.9;
/// One glyph of so many is a space where they are drawn.
const GLYPHS_A_SPACE: usize = 20;
/// Lines this much further apart than their size begin another paragraph.
const PARAGRAPH: f64 = 1.75;
/// Type so much larger than the rest is a heading.
const HEADING: f64 = 1.25;

/// The headings and paragraphs of a document.
pub(super) fn parts(glyphs: &[Glyph]) -> Vec<Part> {
    let spaces = glyphs.iter().filter(|glyph| glyph.text.trim().is_empty()).count();
    let gap = if spaces * GLYPHS_A_SPACE > glyphs.len() { GAP_BESIDE_SPACES } else { GAP };
    let is_same =
        |a: &Glyph, b: &Glyph| a.page == b.page && (a.y - b.y).abs() <= OTHER_LINE * a.size.max(b.size);
    let lines: Vec<Line> = glyphs.chunk_by(is_same).filter_map(|glyphs| line(glyphs, gap)).collect();
    let usual = usual_size(&lines);
    let goes_on = |a: &Line, b: &Line| {
        let apart = (a.y - b.y).abs() > PARAGRAPH * a.size.max(b.size);
        let sentence_ends = a.text.ends_with(['.', '!', '?', '»', '”', ':']);
        // Across pages the distance says nothing: there the end of a sentence does.
        (a.size - b.size).abs() < 0.1 * usual && if a.page == b.page { !apart } else { !sentence_ends }
    };
    lines.chunk_by(goes_on).map(|lines| paragraph(lines, usual)).collect()
}

fn line(glyphs: &[Glyph], gap: f64) -> Option<Line> {
    let mut glyphs: Vec<&Glyph> = glyphs.iter().collect();
    let is_from_right = |glyph: &&&Glyph| glyph.text.chars().any(is_from_right);
    let from_right = glyphs.iter().filter(is_from_right).count();
    let from_left =
        glyphs.iter().filter(|glyph| glyph.text.chars().any(|c| c.is_alphabetic())).count() - from_right;
    if from_right > from_left {
        // Some draw them as they are read, others as they stand; the place tells, and of those whose font hides their widths, so
        // that two stand at one place, the order.
        if glyphs.first().zip(glyphs.last()).is_some_and(|(first, last)| first.x < last.x) {
            glyphs.reverse();
        }
        glyphs.sort_by(|a, b| b.x.total_cmp(&a.x));
    }
    let mut text = String::new();
    for (at, glyph) in glyphs.iter().enumerate() {
        if at > 0 && between(glyphs[at - 1], glyph) > gap * glyph.size && !text.ends_with(' ') {
            text.push(' ');
        }
        text.push_str(&glyph.text);
    }
    if from_right > from_left {
        text = runs_from_left(&text);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let first = glyphs.first().filter(|_| !words.is_empty())?;
    let size = glyphs.iter().map(|glyph| glyph.size).fold(0.0, f64::max);
    let text = without_forms(&words.join(" ")).replace('\u{ad}', "");
    Some(Line { page: first.page, y: first.y, size, text })
}

/// How much stands free between two glyphs; drawn over each other, or far back on the line, they are two words all the same.
fn between(one: &Glyph, next: &Glyph) -> f64 {
    let (left, right) = if one.x <= next.x { (one, next) } else { (next, one) };
    right.x - left.x - left.width
}

fn is_from_right(character: char) -> bool {
    matches!(u32::from(character), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff)
}

/// Turns round what stands from left to right in a line that was read from its right end: numbers, and words in Latin letters.
fn runs_from_left(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_run = |a: &char, b: &char| is_of_run(*a) == is_of_run(*b);
    let turned = letters.chunk_by(is_run).map(|run| match is_of_run(run[0]) {
        true => run.iter().rev().collect::<String>(),
        false => run.iter().collect(),
    });
    turned.collect()
}

fn is_of_run(character: char) -> bool {
    character.is_alphanumeric() && !is_from_right(character)
        || matches!(character, '.' | ',' | '/' | '-' | '@')
}

/// The size that most of the text has.
fn usual_size(lines: &[Line]) -> f64 {
    let mut sizes: Vec<(f64, usize)> = lines.iter().map(|line| (line.size, line.text.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    // By letters, not by lines: a document of many headings still has more text than those.
    let half = sizes.iter().map(|(_, length)| length).sum::<usize>() / 2;
    let mut so_far = 0;
    let middle = sizes.iter().find(|(_, length)| {
        so_far += length;
        so_far > half
    });
    middle.map_or(1.0, |(size, _)| *size)
}

fn paragraph(lines: &[Line], usual: f64) -> Part {
    let mut text = String::new();
    for line in lines {
        let goes_on = line.text.starts_with(char::is_lowercase);
        match text.strip_suffix('-') {
            // A word that was broken at the end of its line.
            Some(stem) if goes_on && stem.ends_with(char::is_lowercase) => text.truncate(stem.len()),
            _ if text.is_empty() => {}
            _ => text.push(' '),
        }
        text.push_str(&line.text);
    }
    Part { tag: if lines[0].size > HEADING * usual { "h1" } else { "p" }, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Glyphs of one line, each half as wide as high, drawn in this order from these places.
    fn line_of(drawn: &[(f64, &str)]) -> String {
        let glyph = |(x, text): &(f64, &str)| Glyph {
            page: 1,
            x: *x,
            y: 700.0,
            width: 5.0,
            size: 10.0,
            text: (*text).to_owned(),
        };
        let glyphs: Vec<Glyph> = drawn.iter().map(glyph).collect();
        parts(&glyphs).remove(0).text
    }

    #[test]
    fn a_gap_is_a_space_where_nobody_draws_spaces() {
        assert_eq!(line_of(&[(0.0, "d"), (5.0, "e"), (14.0, "H"), (19.0, "à")]), "de Hà");
        // A width that the font does not say is no gap where spaces are drawn.
        assert_eq!(line_of(&[(0.0, "t"), (5.0, "ạ"), (16.0, "i"), (21.0, " "), (26.0, "H")]), "tại H");
    }

    #[test]
    fn arabic_is_read_from_the_right_however_it_was_drawn() {
        let as_it_stands = [(0.0, "2"), (5.0, "5"), (10.0, " "), (15.0, "ﻊ"), (20.0, "ﻗ"), (25.0, "ﻭ")];
        let mut as_it_is_read = as_it_stands;
        as_it_is_read.reverse();
        assert_eq!(line_of(&as_it_stands), "وقع 25");
        assert_eq!(line_of(&as_it_is_read), "وقع 25");
        // The second has no width.
        assert_eq!(line_of(&[(0.0, "ﻊ"), (5.0, "ﻗ"), (5.0, "ﻭ")]), "وقع");
    }
}
