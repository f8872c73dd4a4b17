//! Speech between dashes: `—Firmaremos —dijo X—, y pronto.`, `— Мы подпишем, — сказал X.` A paragraph opens with a dash, and a
//! second one leads to a verb that reports; what stands on both sides of it is said.

use veille_text::hash;

use crate::lexicon::{Kind, Lexicon};
use crate::marks::Marked;

const DASHES: [char; 3] = ['—', '–', '―'];
/// Signs between what is said and the dash.
const EDGES: [char; 6] = [' ', '\u{a0}', ',', '.', ';', ':'];

/// What is said between dashes in a text.
pub(super) fn passages(text: &str, lexicon: &Lexicon) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        // Danish agencies write the dash as a hyphen.
        let hyphen = lexicon.dashed && line.trim_start().starts_with("- ");
        if line.trim_start().starts_with(DASHES) || hyphen {
            let before = found.len();
            in_paragraph(line.trim_end(), offset, lexicon, &mut found);
            if lexicon.dashed && found.len() == before {
                behind_dash(line.trim_end(), offset, lexicon, &mut found);
            }
        }
        offset += line.len();
    }
    found
}

fn in_paragraph(line: &str, offset: usize, lexicon: &Lexicon, found: &mut Vec<Marked>) {
    let dashes: Vec<usize> = line.match_indices(DASHES).map(|(at, _)| at).collect();
    let width = '—'.len_utf8();
    let segment = |number: usize| {
        let start = dashes.get(number)? + width;
        Some((start, dashes.get(number + 1).copied().unwrap_or(line.len())))
    };
    let Some((start, end)) = segment(1) else { return };
    if !reports(&line[start..end], lexicon) {
        return;
    }
    for number in (0..dashes.len()).step_by(2) {
        let Some((start, end)) = segment(number) else { return };
        let inside = &line[start..end];
        let said = inside.trim_matches(EDGES);
        // A further segment that is none of the speaker's ends it: `… — сказал X. — Да!`
        if said.is_empty() || (number > 0 && reports(inside, lexicon)) {
            continue;
        }
        let from = start + (inside.len() - inside.trim_start_matches(EDGES).len());
        found.push(Marked {
            start: offset + from,
            end: offset + from + said.len(),
            // Behind the verb the dash belongs to what lies between.
            open: if number == 0 { offset + dashes[0] } else { offset + start },
            close: offset + from + said.len(),
            continues: false,
        });
    }
}

/// `– Vi skriver under, säger X. Det är bra.`: but for the verb behind a comma and who speaks, all of the paragraph is said.
fn behind_dash(line: &str, offset: usize, lexicon: &Lexicon, found: &mut Vec<Marked>) {
    let Some(dash) = line.find(|sign| DASHES.contains(&sign) || sign == '-') else { return };
    let start = dash + line[dash..].chars().next().map_or(0, char::len_utf8);
    let said = |from: usize, to: usize, open: usize| {
        let inside = &line[from..to];
        let said = inside.trim_matches(EDGES);
        let from = from + (inside.len() - inside.trim_start_matches(EDGES).len());
        let end = from + said.len();
        (!said.is_empty()).then_some(Marked {
            start: offset + from,
            end: offset + end,
            open: offset + open,
            close: offset + end,
            continues: false,
        })
    };
    let comma =
        line.match_indices([',', '!', '?']).map(|(at, _)| at).find(|at| reports(&line[at + 1..], lexicon));
    let Some(comma) = comma else {
        // A line of a list ends with no stop.
        if line.ends_with(['.', '!', '?', '…']) {
            found.extend(said(start, line.len(), dash));
        }
        return;
    };
    found.extend(said(start, comma, dash));
    let rest = line[comma..].find(". ").map(|at| comma + at + 1);
    found.extend(rest.and_then(|rest| said(rest, line.len(), rest)));
}

/// Whether a segment begins with a verb that reports, in small letters.
fn reports(segment: &str, lexicon: &Lexicon) -> bool {
    let segment = segment.trim_start();
    let word = segment.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    if !word.starts_with(char::is_lowercase) {
        return false;
    }
    let folded: String = veille_text::fold::compact(word);
    let (alone, _) = lexicon.starting_with(hash(&folded));
    alone & Kind::Verbs.set() != 0
}
