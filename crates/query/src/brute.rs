//! What a query means, by looking at everything: the definition that the matcher is held against.
//!
//! Nothing here is fast. Each node answers with the passages that it found in a stretch of the document, or with None
//! where it does not match.

use std::ops::Range;

use super::ast::{Element, Letters, Near, Node, Scope, Unit, Words};
use super::hit::{Hit, after_key, before_key, count};
use super::signs;
use veille_model::MentionKind;
use veille_text::fold::{composed, fold_keeping_case, is_format};
use veille_text::name::Wanted;
use veille_text::{Document, Form, Token, Zone};

/// The passages that make a node match within these positions.
pub(crate) fn evaluate(node: &Node, document: &Document, view: &Range<u32>) -> Option<Vec<Hit>> {
    match node {
        Node::Words(words) => some(find(words, document, view)),
        Node::And(nodes) => {
            let found: Option<Vec<_>> = nodes.iter().map(|node| evaluate(node, document, view)).collect();
            Some(found?.concat())
        }
        Node::Or(nodes) => {
            let found: Vec<_> = nodes.iter().filter_map(|node| evaluate(node, document, view)).collect();
            if found.is_empty() { None } else { Some(found.concat()) }
        }
        Node::Not(node) => match evaluate(node, document, view) {
            None => Some(Vec::new()),
            Some(_) => None,
        },
        Node::Context(node) => evaluate(node, document, view).map(|_| Vec::new()),
        Node::Near(near) => {
            let left = evaluate(&near.left, document, view)?;
            let right = evaluate(&near.right, document, view)?;
            some(pairs(near, &left, &right, document))
        }
        // One passage a sentence, from its first hit to its last: what a reader is shown is where they meet.
        Node::Within(unit, node, span) => {
            let mut covers = Vec::new();
            for stretch in units(*unit, document) {
                let stretch = stretch.start.max(view.start)..stretch.end.min(view.end);
                // A sentence in which only NOT is fulfilled has no passage, and nothing to show.
                let hits = evaluate(node, document, &stretch).unwrap_or_default();
                let Some((first, rest)) = hits.split_first() else { continue };
                covers.push(rest.iter().fold(Hit::cover(first, first, span), |a, b| Hit::cover(&a, b, span)));
            }
            some(covers)
        }
        Node::AtLeast(times, node, span) => {
            let mut hits = evaluate(node, document, view)?;
            // The evidence is that there are so many: it names ATLEAST, not the word under it.
            hits.iter_mut().for_each(|hit| hit.clause = (span.start, span.end));
            (count(&hits) >= *times).then_some(hits)
        }
        Node::Weight(_, node) => evaluate(node, document, view),
        Node::Score(threshold, node, _) => {
            let hits = evaluate(node, document, view)?;
            (score(node, document, view) >= *threshold).then_some(hits)
        }
    }
}

fn some(hits: Vec<Hit>) -> Option<Vec<Hit>> {
    if hits.is_empty() { None } else { Some(hits) }
}

/// The stretches of a unit.
pub(crate) fn units(unit: Unit, document: &Document) -> Vec<Range<u32>> {
    document.units(|token: &Token| match unit {
        // A headline or an item of a list has no full stop: the end of its line ends its sentence.
        Unit::Sentence => token.starts_sentence || token.starts_paragraph,
        Unit::Paragraph => token.starts_paragraph,
    })
}

/// What the passages of a node add up to.
fn score(node: &Node, document: &Document, view: &Range<u32>) -> f64 {
    match node {
        Node::Weight(weight, node) => weight * score(node, document, view),
        // What is absent has no passages that could count.
        Node::Not(_) | Node::Context(_) => 0.0,
        Node::And(nodes) if evaluate(node, document, view).is_some() => {
            nodes.iter().map(|node| score(node, document, view)).sum()
        }
        // Half of an AND adds nothing: `SCORE>=5((a^5 AND b) OR c)` is not reached by *a* and *c*.
        Node::And(_) => 0.0,
        // Passages alone are counted together below: of `hanoi OR "convention de hanoi"` both stand on one *Hanoï*.
        Node::Or(nodes) if !is_plain(node) => nodes.iter().map(|node| score(node, document, view)).sum(),
        Node::Score(..) => f64::from(u8::from(evaluate(node, document, view).is_some())),
        _ => f64::from(count(&evaluate(node, document, view).unwrap_or_default())),
    }
}

/// Whether a group is passages only, which are counted together.
pub(crate) fn is_plain(node: &Node) -> bool {
    match node {
        Node::Words(_) | Node::Near(_) | Node::Within(..) | Node::AtLeast(..) => true,
        Node::Or(nodes) => nodes.iter().all(is_plain),
        _ => false,
    }
}

/// For each passage of either side the nearest partner on each side of it, as one passage.
fn pairs(near: &Near, left: &[Hit], right: &[Hit], document: &Document) -> Vec<Hit> {
    let mut covers = Vec::new();
    let close = |a: &Hit, b: &Hit| {
        // By number, the last word of the headline is beside the first of the text.
        if document.zone_of(a.start) != document.zone_of(b.start) {
            return None;
        }
        a.distance(b, document, near.across).filter(|distance| *distance <= near.words_max)
    };
    let mut join = |hits: &[Hit], partners: &[Hit], after: bool, before: bool| {
        for hit in hits {
            let candidates = || partners.iter().filter_map(|other| Some((close(hit, other)?, other)));
            let next = candidates()
                .filter(|(_, other)| other.start > hit.start)
                .min_by_key(|(d, o)| after_key(*d, o));
            let last = candidates()
                .filter(|(_, other)| other.start < hit.start)
                .min_by_key(|(d, o)| before_key(*d, o));
            let chosen = next.filter(|_| after).into_iter().chain(last.filter(|_| before));
            covers.extend(chosen.map(|(_, other)| Hit::cover(hit, other, &near.clause)));
        }
    };
    // Both sides look: three names around one verb are three passages, not the one that the verb is nearest to.
    join(left, right, true, !near.ordered);
    join(right, left, !near.ordered, true);
    // Two that are each other's nearest were found from both sides.
    covers.sort();
    covers.dedup();
    covers
}

/// Where these words stand.
fn find(words: &Words, document: &Document, view: &Range<u32>) -> Vec<Hit> {
    if let Letters::Named(kind) = words.letters {
        return find_named(kind, words, document, view);
    }
    let mut hits = Vec::new();
    for stretch in stretches(words.scope, document) {
        let stretch = stretch.start.max(view.start)..stretch.end.min(view.end);
        let length = words.elements.len() as u32;
        for start in stretch.clone() {
            let end = start + length;
            let stands = |(element, at)| is_at(element, words.letters, document, at);
            // Side by side: between the end of one sentence and the next no phrase stands.
            if end <= stretch.end
                && document.are_adjacent(start, end)
                && words.elements.iter().zip(start..).all(stands)
                && signs::stand(words, document, start, end)
            {
                hits.push(Hit::solid(start, start + length, &words.clause));
            }
        }
        // A compound read as one word, `cyberattaque` of *cyber-attaque*, answers a word and is no part of a phrase.
        let [element] = words.elements.as_slice() else { continue };
        for alias in document.aliases() {
            let inside = stretch.start <= alias.first && alias.end <= stretch.end;
            let folded = document.folded(alias.folded_start, alias.folded_end);
            if inside
                && is_word(element, words.letters, folded, document.written(alias.first, alias.end))
                && signs::stand(words, document, alias.first, alias.end)
            {
                hits.push(Hit::solid(alias.first, alias.end, &words.clause));
            }
        }
    }
    hits
}

/// Where someone or something of this name stands.
fn find_named(kind: MentionKind, words: &Words, document: &Document, view: &Range<u32>) -> Vec<Hit> {
    let wanted = Wanted::new(kind, &words.spelled());
    let named = document.names().iter().filter(|name| wanted.is(name.kind, &name.name, &name.key));
    let places: Vec<&Range<u32>> = named.flat_map(|name| &name.places).collect();
    let mut hits = Vec::new();
    for stretch in stretches(words.scope, document) {
        let stretch = stretch.start.max(view.start)..stretch.end.min(view.end);
        let inside = places.iter().filter(|place| stretch.start <= place.start && place.end <= stretch.end);
        hits.extend(inside.map(|place| Hit::solid(place.start, place.end, &words.clause)));
    }
    hits
}

/// The positions that a scope takes.
pub(crate) fn stretches(scope: Scope, document: &Document) -> Vec<Range<u32>> {
    match scope {
        // Two stretches: no phrase begins in the headline and ends in the text.
        Scope::Body => vec![document.zone(Zone::Headline), document.zone(Zone::Text)],
        Scope::Headline => vec![document.zone(Zone::Headline)],
        Scope::Lead => vec![document.lead()],
        Scope::Text => vec![document.zone(Zone::Text)],
        Scope::Url => vec![document.zone(Zone::Url)],
        Scope::Source => vec![document.zone(Zone::Source)],
        Scope::Byline => vec![document.zone(Zone::Byline)],
        Scope::Language => vec![document.zone(Zone::Language)],
        Scope::Site => vec![document.zone(Zone::Site)],
    }
}

fn is_at(element: &Element, letters: Letters, document: &Document, at: u32) -> bool {
    let token = &document.tokens()[at as usize];
    let written = document.written(at, at + 1);
    let is_form =
        |form: &Form| is_word(element, letters, document.folded(form.folded_start, form.folded_end), written);
    is_word(element, letters, document.folded(token.folded_start, token.folded_end), written)
        || (letters == Letters::Folded && document.forms_at(at).iter().any(is_form))
}

/// Whether a word of a document, folded and as written, is what an element asks for.
pub(crate) fn is_word(element: &Element, letters: Letters, folded: &str, written: &str) -> bool {
    let compare = |word: &str| match element {
        Element::Word(wanted) => wanted == word,
        Element::Glob(glob) => glob.matches(word),
        Element::Any => true,
    };
    match letters {
        Letters::Folded | Letters::Named(_) => compare(folded),
        Letters::Cased => compare(&fold_keeping_case(written)),
        // Pages mix composed and decomposed accents, and hide soft hyphens in words.
        Letters::Exact => compare(&composed(written.chars().filter(|c| !is_format(*c)))),
    }
}
