//! The sentences of a text in Japanese or Korean: a stop within quotation marks ends none.

use std::ops::Range;

use veille_text::{ends_always, is_stop};

use crate::marks::Marked;

/// The bytes of each sentence, in order, its stop left out.
pub(super) fn of(text: &str, passages: &[Marked]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut passages = passages.iter().peekable();
    for (at, sign) in text.char_indices() {
        while passages.next_if(|passage| passage.close <= at).is_some() {}
        let quoted = passages.peek().is_some_and(|passage| passage.open <= at);
        let next = at + sign.len_utf8();
        let spaced = || text[next..].chars().next().is_none_or(char::is_whitespace);
        let ends = sign == '\n' || !quoted && (ends_always(sign) || is_stop(sign) && spaced());
        if ends {
            found.push(start..at);
            start = next;
        }
    }
    found.push(start..text.len());
    found.retain(|sentence| !text[sentence.clone()].trim().is_empty());
    found
}
