//! Signs that belong to a name: the pluses of *C++*, the hash of *#MeToo*, the ampersand of *AT&T*.
//!
//! Words are letters and digits, and everything else separates. A term that has one of these signs asks for it too, at its
//! place beside the words; blanks between do not count, and nothing else may stand there: *vitamin C. #MeToo* has no `C#`.

use veille_text::Document;
use veille_text::fold::{Folded, fold, is_format, is_hyphen};

use crate::ast::{Letters, Node, Span, Words};

/// What parts words and nobody means to ask for: what languages write between words and sentences, and what queries are written with.
const PUNCTUATION: &str =
    "'’‘ʼ‚`´\"“”„«»‹›,;:/\\()[]{}–—―…·•・.?*¿¡،؛؟、。，；：？！।「」『』《》〈〉【】（）〔〕״׳־";

/// A sign that is asked for where it is written, in its usual width.
pub(crate) fn sign(character: char) -> Option<char> {
    match character {
        '+' | '＋' => Some('+'),
        '#' | '＃' => Some('#'),
        '&' | '＆' => Some('&'),
        '@' | '＠' => Some('@'),
        '$' | '＄' => Some('$'),
        '%' | '％' | '٪' => Some('%'),
        '£' | '￡' => Some('£'),
        '¥' | '￥' => Some('¥'),
        '￦' => Some('₩'),
        '￠' => Some('¢'),
        '§' | '¢' | '฿' | '៛' => Some(character),
        // Currencies from ₠ on: €, ₫, ₽, ₹, ₩.
        '\u{20a0}'..='\u{20cf}' => Some(character),
        _ => None,
    }
}

/// Whether the signs of a term stand beside these positions of its words.
pub(crate) fn stand(words: &Words, document: &Document, start: u32, end: u32) -> bool {
    words.signs.iter().all(|(before, wanted)| match *before {
        // Before the first word backwards: the sign nearest to it is the last one written.
        0 => are_next(wanted.chars().rev(), document.before(start).chars().rev()).is_some(),
        // A compound that is read as one word ends where its last part does.
        at if at == words.elements.len() => {
            are_next(wanted.chars(), document.after(end - 1).chars()).is_some()
        }
        at => {
            let rest = are_next(wanted.chars(), document.before(start + at as u32).chars());
            // Between two words nothing else may stand; before and behind them whatever the text goes on with.
            rest.is_some_and(|mut rest| rest.all(is_blank))
        }
    })
}

/// What lies behind these signs, where they come next.
fn are_next<R: Iterator<Item = char>>(mut wanted: impl Iterator<Item = char>, mut rest: R) -> Option<R> {
    wanted.all(|wanted| rest.find(|here| !is_blank(*here)).and_then(sign) == Some(wanted)).then_some(rest)
}

/// A blank within a line, or what cannot be seen.
fn is_blank(character: char) -> bool {
    (character.is_whitespace() && character != '\n') || is_format(character)
}

/// The signs of a query that say nothing, each with the term that it stands in: the stop of *.NET*, the exclamation mark of *Yahoo!*.
pub(crate) fn unsaid(node: &Node, query: &str, found: &mut Vec<(Span, char)>) {
    match node {
        Node::Words(words) if words.scope.is_of_text() && !matches!(words.letters, Letters::Named(_)) => {
            let clause = words.clause.clone();
            let written = query.get(clause.start as usize..clause.end as usize).unwrap_or_default();
            // `cyber-attaque` is two nodes of one clause.
            if found.last().is_none_or(|(last, _)| *last != clause) {
                found.extend(unsaid_in(written).map(|sign| (clause.clone(), sign)));
            }
        }
        Node::Words(_) => {}
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| unsaid(node, query, found)),
        Node::Near(near) => [&near.left, &near.right].into_iter().for_each(|node| unsaid(node, query, found)),
        Node::Not(inner)
        | Node::Context(inner)
        | Node::Weight(_, inner)
        | Node::Within(_, inner, _)
        | Node::AtLeast(_, inner, _)
        | Node::Score(_, inner, _) => unsaid(inner, query, found),
    }
}

/// The first such sign of a term: one is enough to be told of it.
fn unsaid_in(written: &str) -> Option<char> {
    let inside = written.trim_start_matches(['"', '“', '„', '«', '”']);
    let opens = inside.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let is_unsaid = |sign: char| {
        matches!(fold(sign), Folded::Separator)
            && !sign.is_whitespace()
            && !is_hyphen(sign)
            && self::sign(sign).is_none()
            && !PUNCTUATION.contains(sign)
    };
    opens.then_some('.').or_else(|| inside.chars().find(|sign| is_unsaid(*sign)))
}
