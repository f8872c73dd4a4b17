//! Passages as a reader sees them: where they stand, with the words around them, each once.

use console::measure_text_width;
use veille_classifier::TopicExplanation;
use veille_model::{Article, Evidence, Field};

use super::{Line, safe, wrapped};

/// Characters of text around a passage, where there is room.
const AROUND: usize = 48;
/// Lines of clauses.
const CLAUSE_LINES_MAX: usize = 3;
/// Passages of a near miss.
const NEAR_MAX: usize = 3;

/// A passage, and every clause that it satisfied.
pub struct Passage<'a> {
    pub evidence: &'a Evidence,
    pub clauses: Vec<&'a str>,
}

/// Each passage once. `cybercrime` in a French article answers the French and the English query of one topic, and a
/// reader counts one passage.
pub fn distinct(evidence: &[Evidence]) -> Vec<Passage<'_>> {
    let mut passages: Vec<Passage<'_>> = Vec::new();
    for passage in evidence {
        // Two language versions of a query find the same words: one passage, with both clauses.
        let same = |known: &&mut Passage<'_>| {
            (known.evidence.field, known.evidence.start, known.evidence.end)
                == (passage.field, passage.start, passage.end)
        };
        match passages.iter_mut().rev().find(same) {
            Some(known) if known.clauses.contains(&passage.clause.as_str()) => {}
            Some(known) => known.clauses.push(&passage.clause),
            None => passages.push(Passage { evidence: passage, clauses: vec![&passage.clause] }),
        }
    }
    passages
}

/// A passage with what stands around it: ``paragraph 3  … la Convention de Hanoï est …``. On a terminal that leaves `width`
/// columns for it, it fits, and the clauses follow in [`found_by`]; off one its clause stands behind it.
pub fn in_context(passage: &Passage<'_>, article: &Article, width: Option<usize>) -> Line {
    let Passage { evidence, clauses } = passage;
    let place = format!("{}  ", place(evidence, article));
    let room = |width: usize| width.saturating_sub(place.len() + measure_text_width(&evidence.exact));
    // Half of the room on each side, less one column for the `…`.
    let around = width.map_or(AROUND, |width| (room(width) / 2).saturating_sub(1).min(AROUND));
    let (before, after) = around_it(evidence, article, around);
    let line = Line::default().dim(&place).text(before).bold(&evidence.exact).text(after);
    match width {
        Some(width) => line.cut(width),
        None => line.dim(format!("  (`{}`)", clauses.join("` and `"))),
    }
}

/// The clauses of a query that passages satisfied, each once: ``found by `convention de hanoi`, `cyber*` ``. Off a terminal
/// they stand with their passages.
pub fn found_by(passages: &[Passage<'_>], width: Option<usize>) -> Vec<Line> {
    if width.is_none() || passages.is_empty() {
        return Vec::new();
    }
    let mut clauses: Vec<String> = Vec::new();
    for clause in passages.iter().flat_map(|passage| &passage.clauses) {
        let shown = format!("`{clause}`");
        if !clauses.contains(&shown) {
            clauses.push(shown);
        }
    }
    let said = safe::line(&format!("found by {}", clauses.join(", ")));
    wrapped(&said, width, CLAUSE_LINES_MAX).into_iter().map(|line| Line::default().dim(line)).collect()
}

/// `headline`, `paragraph 3`: offsets are for programs.
fn place(evidence: &Evidence, article: &Article) -> String {
    match evidence.field {
        Field::Text => {
            // Blocks follow each other, so the first that ends after the passage's beginning holds it.
            let block = article.blocks.iter().position(|block| evidence.start < block.end);
            block.map_or_else(|| "text".to_owned(), |block| format!("paragraph {}", block + 1))
        }
        Field::Headline => "headline".to_owned(),
        Field::Url => "address".to_owned(),
        Field::Source => "source".to_owned(),
        Field::Byline => "byline".to_owned(),
        Field::Language => "language".to_owned(),
    }
}

/// At most so many columns before and after a passage in its field, with `…` where the field goes on.
fn around_it(evidence: &Evidence, article: &Article, around: usize) -> (String, String) {
    let whole = match evidence.field {
        Field::Headline => article.headline.as_deref().unwrap_or_default(),
        Field::Text => article.text.as_str(),
        _ => return Default::default(),
    };
    let from = evidence.start.saturating_sub(around);
    let before: Vec<char> = whole.chars().skip(from).take(evidence.start - from).collect();
    // One more, which tells whether the field goes on.
    let after: Vec<char> = whole.chars().skip(evidence.end).take(around + 1).collect();
    let (mut left, mut right) = (String::new(), String::new());
    // Columns, not characters: a Chinese character takes two, a combining mark none.
    let wide = |character: &char| measure_text_width(character.encode_utf8(&mut [0; 4]));
    let mut taken = 0;
    let kept = before.iter().rev().take_while(|character| {
        taken += wide(character);
        taken <= around
    });
    let mut kept: Vec<char> = kept.copied().collect();
    kept.reverse();
    if from > 0 || kept.len() < before.len() {
        left.push('…');
    }
    left.extend(kept);
    let mut taken = 0;
    let kept = after.iter().take_while(|character| {
        taken += wide(character);
        taken <= around
    });
    let kept: Vec<char> = kept.copied().collect();
    let more = kept.len() < after.len();
    right.extend(kept);
    if more {
        right.push('…');
    }
    (left, right)
}

/// What a near miss has and what it lacks: ``has *Convention de Hanoï*; lacks `cyber*` ``
pub fn missed(explanation: &TopicExplanation) -> String {
    let mut parts = Vec::new();
    let mut has: Vec<String> = Vec::new();
    for passage in &explanation.evidence {
        let shown = format!("*{}*", passage.exact);
        if !has.contains(&shown) {
            has.push(shown);
        }
    }
    has.truncate(NEAR_MAX);
    if !has.is_empty() {
        parts.push(format!("has {}", has.join(", ")));
    }
    let lacks: Vec<String> = explanation
        .lacked
        .iter()
        .map(|lack| match lack.instead.as_str() {
            "" => format!("`{}`", lack.clause),
            instead => format!("`{}` ({instead})", lack.clause),
        })
        .collect();
    if !lacks.is_empty() {
        parts.push(format!("lacks {}", lacks.join(" and ")));
    }
    // One is enough to keep an article out.
    for passage in explanation.excluded.iter().take(1) {
        parts.push(format!("excluded by *{}* (`{}`)", passage.exact, passage.clause));
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use veille_model::{Block, BlockKind};

    use super::*;

    fn evidence(start: usize, end: usize, clause: &str) -> Evidence {
        let exact = "Convention de Hanoï".to_owned();
        Evidence { field: Field::Text, start, end, exact, clause: clause.to_owned() }
    }

    #[test]
    fn a_passage_that_two_language_versions_found_is_one() {
        let found =
            [evidence(3, 22, "fr"), evidence(3, 22, "en"), evidence(3, 22, "en"), evidence(40, 59, "fr")];
        let passages = distinct(&found);
        assert_eq!(passages.len(), 2);
        assert_eq!(passages[0].clauses, ["fr", "en"]);
    }

    #[test]
    fn a_passage_fits_the_terminal_whatever_is_written_around_it() {
        for around in ["la délégation ", "河内公约打击网络犯罪", "اتفاقية هانوي "] {
            let before = around.repeat(20);
            let start = before.chars().count();
            let text = format!("{before}Convention de Hanoï{before}");
            let end = text.chars().count();
            let mut article = crate::shown::samples::article();
            article.blocks = vec![Block { kind: BlockKind::Paragraph, start: 0, end }];
            article.text = text;
            let found = [evidence(start, start + 19, "\"convention de hanoi\"")];
            for width in [54, 74, 114, 194] {
                let line = in_context(&distinct(&found)[0], &article, Some(width));
                assert!(line.width() <= width, "{width}: {line}");
                assert!(line.to_string().starts_with("paragraph 1  …"), "{line}");
                assert!(line.to_string().contains("Convention de Hanoï"), "{line}");
                let clauses = found_by(&distinct(&found), Some(width));
                assert_eq!(clauses[0].to_string(), "found by `\"convention de hanoi\"`");
            }
        }
    }
}
