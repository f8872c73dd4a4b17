//! A verdict in words: what spoke loudest for it, and the numbers behind.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::columns::{FIRST_LOOK, SECOND_LOOK, name};
use super::judges::Judges;

const REASONS: &str = include_str!("../../data/reasons.txt");

/// How many reasons are given.
const REASONS_MAX: usize = 3;

/// What a column says above and up to its threshold.
struct Words {
    threshold: f32,
    above: &'static str,
    below: &'static str,
}

static WORDS: LazyLock<HashMap<&'static str, Words>> =
    LazyLock::new(|| REASONS.lines().filter(|line| !line.starts_with('#')).filter_map(words).collect());

fn words(line: &'static str) -> Option<(&'static str, Words)> {
    let (head, said) = line.split_once(": ")?;
    let (column, threshold) = head.split_once(' ')?;
    let (above, below) = said.split_once(" | ")?;
    Some((column, Words { threshold: threshold.parse().ok()?, above, below }))
}

/// What spoke loudest for a verdict: `it is as long as a paragraph; its neighbours read like the article`, followed by
/// the features in brackets.
pub(crate) fn reason(judges: &Judges, row: &[f32], keep: bool) -> String {
    let said = said(judges, row);
    let side = if keep { 1.0 } else { -1.0 };
    // Logarithms of odds, of which .05 moves a likelihood by one or two in a hundred:
    // less is no reason to a reader.
    let mut order: Vec<usize> = (0..said.len()).filter(|at| said[*at] * side > 0.05).collect();
    order.sort_by(|a, b| said[*b].abs().total_cmp(&said[*a].abs()).then(a.cmp(b)));
    let (mut sentences, mut numbers): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for at in order {
        let sentence = sentence(at, row[at]);
        // Three say why; more would hide it.
        if sentences.len() == REASONS_MAX {
            break;
        }
        numbers.push(format!("{} {:.2}", name(at), row[at]));
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    match sentences.is_empty() {
        true => "nothing speaks loudly either way".to_owned(),
        false => format!("{} [{}]", sentences.join("; "), numbers.join(", ")),
    }
}

/// What each column contributed. The part of the first look is shared out among what the first look saw.
fn said(judges: &Judges, row: &[f32]) -> [f32; SECOND_LOOK] {
    let mut said = [0.0; SECOND_LOOK];
    judges.second.contributions(row, &mut said);
    // `own` is what the first look made of the block: a number of ours, and no reason to a person.
    let own = std::mem::take(&mut said[FIRST_LOOK]);
    let mut first = [0.0; FIRST_LOOK];
    judges.first.contributions(row, &mut first);
    let all: f32 = first.iter().sum();
    // Contributions that cancel each other out would be divided by next to nothing.
    if all.abs() > 0.1 {
        said.iter_mut().zip(first).for_each(|(said, first)| *said += first / all * own);
    }
    said
}

fn sentence(column: usize, value: f32) -> String {
    let name = name(column);
    if let Some(words) = WORDS.get(name.as_str()) {
        return (if value > words.threshold { words.above } else { words.below }).to_owned();
    }
    let hint = name.split_once(':').map_or(name.as_str(), |(_, hint)| hint);
    match value > 0.5 {
        true => format!("the page's names for it say {hint:?}"),
        false => format!("the page's names for it do not say {hint:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_its_words() {
        for column in (0..SECOND_LOOK).filter(|column| !name(*column).contains(':')) {
            assert!(WORDS.contains_key(name(column).as_str()), "{}", name(column));
        }
        for line in REASONS.lines().filter(|line| !line.starts_with('#')) {
            assert!(words(line).is_some(), "{line}");
        }
    }
}
