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
        if line.trim_start().starts_with(DASHES) {
            in_paragraph(line.trim_end(), offset, lexicon, &mut found);
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
