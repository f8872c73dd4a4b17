//! Numbers and long sentences as people read them.

use console::measure_text_width;

/// `1 article`, `2 articles`.
pub fn count(number: impl TryInto<u64>, one: &str, many: &str) -> String {
    let number = number.try_into().unwrap_or(u64::MAX);
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// `12 articles: 3 originals and 9 copies`.
pub fn shares(articles: u64, originals: u64) -> String {
    let all = count(articles, "article", "articles");
    parted(articles, originals).map_or_else(|| all.clone(), |parts| format!("{all}: {parts}"))
}

/// `3 originals and 9 copies`; None where none is a copy.
pub fn parted(articles: u64, originals: u64) -> Option<String> {
    // The two are counted one after the other, and an article may come in between.
    let copies = articles.checked_sub(originals).filter(|copies| *copies > 0)?;
    Some(format!("{} and {}", count(originals, "original", "originals"), count(copies, "copy", "copies")))
}

/// `12,345`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `312 bytes`, `4.1 kB`, `1.3 GB`: powers of ten, as disks are sold.
pub fn size(bytes: u64) -> String {
    let units = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)];
    match units.into_iter().find(|(_, unit)| bytes >= *unit) {
        Some((name, unit)) => format!("{:.1} {name}", bytes as f64 / unit as f64),
        None => count(bytes, "byte", "bytes"),
    }
}

/// Breaks a text into lines of at most `width` columns, at blanks where there are any; the last of `lines_max` ends in `…`
/// where there was more. Without a width it is one line.
pub fn wrapped(text: &str, width: Option<usize>, lines_max: usize) -> Vec<String> {
    let Some(width) = width.map(|width| width.max(4)) else { return vec![text.to_owned()] };
    let mut lines = vec![String::new()];
    for word in text.split_whitespace().flat_map(|word| pieces(word, width)) {
        let line = lines.last_mut().expect("it begins with one and only grows");
        let blank = usize::from(!line.is_empty());
        if measure_text_width(line) + blank + measure_text_width(&word) > width {
            lines.push(word);
            continue;
        }
        if blank == 1 {
            line.push(' ');
        }
        line.push_str(&word);
    }
    if lines.len() > lines_max {
        lines.truncate(lines_max.max(1));
        let last = lines.last_mut().expect("one was left");
        let cut = console::truncate_str(last, width - 1, "").trim_end().to_owned();
        *last = format!("{cut}…");
    }
    lines
}

/// Lines folded to a terminal's width at their blanks. What is folded goes on under the indent of its line, or under
/// [`HANGING`]. A line without a blank, as an address is, stays whole.
pub fn folded(text: &str, width: Option<usize>) -> Vec<String> {
    let Some(width) = width else { return text.lines().map(str::to_owned).collect() };
    let mut folded = Vec::new();
    for line in text.lines() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        // On a terminal that is narrower than a deep indent words need room still.
        let indent = if indent == 0 { HANGING } else { indent }.min(width / 2);
        let mut rest = line.to_owned();
        while let Some(end) = last_blank(&rest, width) {
            folded.push(rest[..end].trim_end().to_owned());
            rest = format!("{}{}", " ".repeat(indent), rest[end..].trim_start());
        }
        folded.push(rest);
    }
    folded
}

/// Where a folded line goes on that has no indent of its own.
const HANGING: usize = 8;

/// Where a line that is too long can be folded: at its last blank that fits, behind its indent.
fn last_blank(line: &str, width: usize) -> Option<usize> {
    if measure_text_width(line) <= width {
        return None;
    }
    let begin = line.len() - line.trim_start_matches(' ').len();
    let fits = |end: &usize| *end > begin && measure_text_width(&line[..*end]) <= width;
    line.match_indices(' ').map(|(at, _)| at).take_while(|end| *end <= begin || fits(end)).filter(fits).last()
}

/// A word in pieces that fit: text without blanks, as Chinese is, breaks anywhere.
fn pieces(word: &str, width: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut taken = 0;
    for character in word.chars() {
        let own = measure_text_width(character.encode_utf8(&mut [0; 4]));
        if taken + own > width {
            pieces.push(String::new());
            taken = 0;
        }
        taken += own;
        pieces.last_mut().expect("it begins with one and only grows").push(character);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_agrees_with_its_noun() {
        let check = |number: u64, expected: &str| assert_eq!(count(number, "article", "articles"), expected);
        check(0, "0 articles");
        check(1, "1 article");
        check(12_345, "12,345 articles");
        check(1_234_567, "1,234,567 articles");
    }

    #[test]
    fn a_folded_line_keeps_its_indent() {
        let text = "+  92 % En accueillant\n        its neighbours read like the article\n";
        let lines =
            ["+  92 % En accueillant", "        its neighbours", "        read like the", "        article"];
        assert_eq!(folded(text, Some(24)), lines);
        assert_eq!(folded(text, None).len(), 2);
        let address = "https://a.example/".to_owned() + &"x".repeat(30);
        assert_eq!(folded(&address, Some(24)), [address.as_str()], "an address is copied whole");
        assert_eq!(
            folded("-   6 % Merci pour cet article", Some(24)),
            ["-   6 % Merci pour cet", "        article"]
        );
    }

    #[test]
    fn no_line_is_longer_than_its_width() {
        let texts =
            ["le premier traité universel ".repeat(9), "河内公约打击网络犯罪".repeat(9), "x".repeat(99)];
        for text in texts {
            for width in [10, 23, 60] {
                let lines = wrapped(&text, Some(width), 3);
                assert!(lines.len() <= 3);
                assert!(lines.iter().all(|line| measure_text_width(line) <= width), "{lines:#?}");
                let whole = lines.concat().replace(' ', "") == text.replace(' ', "");
                assert!(whole || lines[2].ends_with('…'), "{lines:#?}");
            }
            assert_eq!(wrapped(&text, None, 3), [text]);
        }
    }
}
