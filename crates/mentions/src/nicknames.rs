//! What somebody is called between given name and surname, in marks: `Néstor "el Zurdo" Galíndez`, `Edwin “Ned” Marsh`.

use super::names::{Name, Sort};
use super::scene::Scene;

/// What somebody is called has at most so many words.
const NICKNAME_WORDS_MAX: usize = 3;

/// Makes one name of a given name and a surname with marks between.
pub(super) fn join(scene: &Scene<'_>, names: &mut Vec<Name>) {
    let mut at = 0;
    while at + 1 < names.len() {
        if let Some(last) = surname(scene, names, at) {
            names[at].at.end = names[last].at.end;
            (names[at].sort, names[at].sure) = (Sort::Person, true);
            names.drain(at + 1..=last);
        }
        at += 1;
    }
}

/// The name behind the marks that stand right behind this one, if nothing else stands between.
fn surname(scene: &Scene<'_>, names: &[Name], first: usize) -> Option<usize> {
    let name = &names[first];
    let open = name.at.end;
    if name.sort == Sort::Body || scene.is_quoted(name.at.start) || !scene.is_quoted(open) {
        return None;
    }
    let quoted = |at: &usize| scene.is_quoted(*at);
    let close = open + (open..open + NICKNAME_WORDS_MAX + 1).take_while(quoted).count();
    let words = &scene.words;
    let tight = |at: usize| {
        let gap = words.gap_before(at);
        gap.chars().filter(|sign| *sign == ' ').count() == 1
            && gap
                .chars()
                .all(|sign| sign == ' ' || !sign.is_alphanumeric() && !matches!(sign, ',' | '.' | ':'))
    };
    let next = (first + 1..names.len().min(first + 1 + NICKNAME_WORDS_MAX))
        .find(|next| names[*next].at.start >= close)?;
    let whole = close <= open + NICKNAME_WORDS_MAX
        && names[next].at.start == close
        && names[next].sort != Sort::Body
        && words.is_capital(close)
        && !words.starts_sentence(close)
        && tight(open)
        && tight(close);
    whole.then_some(next)
}
