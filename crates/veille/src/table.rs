//! Articles as a table for people.

use console::{Alignment, measure_text_width, pad_str, style, truncate_str};
use veille_model::TaggedArticle;

const HEADINGS: [&str; 5] = ["DATE", "LANG", "SOURCE", "HEADLINE", "TOPICS"];
/// Widest that each column may grow on a terminal; off one nothing is cut.
const WIDEST: [usize; 5] = [10, 8, 34, 60, 60];

/// One row: date, language, source and where it was republished from, headline, topics.
pub struct Row([String; 5]);

impl Row {
    pub fn of(tagged: &TaggedArticle) -> Self {
        let article = &tagged.article;
        let topics: Vec<&str> = tagged.tags.iter().map(|tag| tag.topic.as_str()).collect();
        Self([
            article.published_at.map(|moment| moment.day().to_string()).unwrap_or_else(|| "—".to_owned()),
            tagged.language.to_string(),
            source(tagged),
            article.headline.clone().unwrap_or_else(|| opening(&article.text)),
            if topics.is_empty() { "—".to_owned() } else { topics.join(" ") },
        ])
    }
}

/// One article on one line: what follows a stream wants to read.
pub fn line_of(tagged: &TaggedArticle) -> String {
    let Row([date, language, source, headline, topics]) = Row::of(tagged);
    format!("{date}  {language}  {source}  {headline}  [{topics}]")
}

/// `vietnam-vn ← nhandan.vn`: who published it and whom it names as its origin.
fn source(tagged: &TaggedArticle) -> String {
    let article = &tagged.article;
    let origin = article.provenance.iter().find_map(|credit| {
        let host = credit.url.as_deref().and_then(veille_model::host);
        host.map(|host| host.trim_start_matches("www.").to_owned()).or_else(|| credit.outlet.clone())
    });
    match origin {
        Some(origin) => format!("{} ← {origin}", article.source),
        None => article.source.to_string(),
    }
}

/// What stands for a headline where a page has none.
fn opening(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() { "(no headline)".to_owned() } else { format!("({line})") }
}

/// The rows under their headings. `width` is the terminal's, None off a terminal: then nothing is cut or coloured.
pub fn render(rows: &[Row], width: Option<usize>) -> String {
    let widths = widths(rows, width);
    let mut lines = vec![line(&HEADINGS.map(str::to_owned), &widths, width.is_some())];
    if width.is_some() {
        lines[0] = style(&lines[0]).bold().to_string();
    }
    lines.extend(rows.iter().map(|row| line(&row.0, &widths, width.is_some())));
    lines.join("\n")
}

fn widths(rows: &[Row], width: Option<usize>) -> [usize; 5] {
    let mut widths = HEADINGS.map(measure_text_width);
    for row in rows {
        for (column, cell) in row.0.iter().enumerate() {
            widths[column] = widths[column].max(measure_text_width(cell));
        }
    }
    let Some(width) = width else { return widths };
    for (column, widest) in WIDEST.iter().enumerate() {
        widths[column] = widths[column].min(*widest);
    }
    // Headline and topics share what the others leave.
    let gaps = 2 * (widths.len() - 1);
    let fixed: usize = widths[..3].iter().sum::<usize>() + gaps;
    let left = width.saturating_sub(fixed).max(30);
    widths[3] = widths[3].min(left * 3 / 5);
    widths[4] = widths[4].min(left - widths[3]);
    widths
}

fn line(cells: &[String; 5], widths: &[usize; 5], cut: bool) -> String {
    let mut line = String::new();
    for (column, cell) in cells.iter().enumerate() {
        let last = column + 1 == cells.len();
        let shown = if cut { truncate_str(cell, widths[column], "…") } else { cell.into() };
        match last {
            true => line.push_str(&shown),
            false => {
                line.push_str(&pad_str(&shown, widths[column], Alignment::Left, None));
                line.push_str("  ");
            }
        }
    }
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(headline: &str) -> Row {
        Row(["2025-10-07", "fr", "vietnam-vn ← nhandan.vn", headline, "hanoi-convention"].map(str::to_owned))
    }

    #[test]
    fn a_terminal_never_wraps_a_row() {
        let text = render(&[row(&"très long ".repeat(30))], Some(100));
        assert!(text.lines().all(|line| measure_text_width(line) <= 100), "{text}");
        assert!(text.contains('…'));
    }

    #[test]
    fn off_a_terminal_nothing_is_cut() {
        let headline = "Công ước Hà Nội ".repeat(20);
        assert!(render(&[row(&headline)], None).contains(headline.trim_end()));
    }
}
