//! What a query is looked up by: a few things of which at least one must occur for it to match.

use std::borrow::Cow;
use std::ops::Range;

use super::frequency;
use super::program::{Program, folded_element, letters};
use super::space::Space;
use crate::ast::{Element, Letters, Node, Scope, Words};

/// One thing that must occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Anchor {
    /// A word by number.
    Word(u32),
    /// Two words side by side.
    Pair(u32, u32),
    /// A word with wildcards by number.
    Pattern(u32),
}

/// Finds the cheapest anchors of a query; None where nothing must occur.
///
/// They are appended to `anchors`; the answer is the share of articles in which at least one of them occurs, roughly.
pub(super) fn of(node: &Node, program: &mut Program, anchors: &mut Vec<Anchor>) -> Option<f32> {
    // Luwak's presearcher, now Lucene Monitor's: any one term of an AND is enough to look a query up by, and the
    // rarest is the cheapest; of an OR every alternative must be there.
    match node {
        Node::Words(words) => {
            let (anchor, share) = of_words(words, program);
            anchors.push(anchor);
            Some(share)
        }
        Node::And(nodes) => cheapest(nodes, program, anchors),
        Node::Or(nodes) => {
            let first = anchors.len();
            // At most the sum: alternatives that occur together are counted twice, which errs towards caution.
            let mut sum = 0.0;
            for node in nodes {
                let Some(share) = of(node, program, anchors) else {
                    anchors.truncate(first);
                    return None;
                };
                sum += share;
            }
            Some(sum)
        }
        Node::Not(_) => None,
        Node::Near(near) => cheapest([&near.left, &near.right], program, anchors),
        Node::Context(node)
        | Node::Weight(_, node)
        | Node::Within(_, node, _)
        | Node::AtLeast(_, node, _)
        | Node::Score(_, node, _) => of(node, program, anchors),
    }
}

/// The anchors of that one among several nodes whose anchors are the rarest.
fn cheapest<'n>(
    nodes: impl IntoIterator<Item = &'n Node>,
    program: &mut Program,
    anchors: &mut Vec<Anchor>,
) -> Option<f32> {
    let first = anchors.len();
    let mut least: Option<f32> = None;
    for node in nodes {
        let known = anchors.len();
        match of(node, program, anchors) {
            Some(share) if least.is_none_or(|least| share < least) => {
                // What an earlier node had is dearer, and is let go.
                anchors.drain(first..known);
                least = Some(share);
            }
            _ => anchors.truncate(known),
        }
    }
    least
}

/// Words beside the anchors of which one must occur too, to pass over most candidates at no cost. None where there are none.
pub(super) fn guard<'g>(
    node: &Node,
    anchors: &[Anchor],
    program: &mut Program,
    groups: &'g mut Groups,
) -> &'g [u32] {
    groups.words.clear();
    groups.groups.clear();
    gather(node, program, groups);
    let anchored = |word: &u32| {
        anchors.iter().any(|anchor| match anchor {
            Anchor::Word(own) => own == word,
            Anchor::Pair(first, second) => first == word || second == word,
            Anchor::Pattern(_) => false,
        })
    };
    // A group that is the anchors over again is known to occur, and would pass nothing over.
    let guards = |group: &&Group| {
        let words = &groups.words[group.words.clone()];
        words.len() <= GUARD_MAX && !words.iter().all(anchored)
    };
    match rarest(groups.groups.iter().filter(guards)) {
        Some(group) => &groups.words[group.words.clone()],
        None => &[],
    }
}

/// Larger groups are as likely as not to occur.
const GUARD_MAX: usize = 16;

/// Groups of words, in one list whose memory serves the next query.
#[derive(Debug, Default)]
pub(super) struct Groups {
    words: Vec<u32>,
    groups: Vec<Group>,
}

/// Words of which one must occur, and the share of articles that have one, roughly.
#[derive(Clone, Debug)]
struct Group {
    /// In [`Groups::words`].
    words: Range<usize>,
    share: f32,
}

impl Groups {
    fn word(&mut self, word: u32, program: &Program) {
        let at = self.words.len();
        self.words.push(word);
        self.groups.push(Group { words: at..at + 1, share: program.share(word) });
    }
}

fn rarest<'g>(groups: impl Iterator<Item = &'g Group>) -> Option<&'g Group> {
    groups.min_by(|a, b| a.share.total_cmp(&b.share))
}

fn gather(node: &Node, program: &mut Program, groups: &mut Groups) {
    match node {
        Node::Words(words) => {
            if let Letters::Named(kind) = words.letters {
                let word = program.name(kind, &words.spelled());
                return groups.word(word, program);
            }
            let space = Space::of_scope(words.scope);
            for element in &*folded(words) {
                if let Element::Word(word) = element {
                    let word = program.word(space, word);
                    groups.word(word, program);
                }
            }
        }
        Node::And(nodes) => nodes.iter().for_each(|node| gather(node, program, groups)),
        Node::Or(nodes) => gather_any(nodes, program, groups),
        Node::Near(near) => {
            gather(&near.left, program, groups);
            gather(&near.right, program, groups);
        }
        Node::Not(_) => {}
        Node::Context(node)
        | Node::Weight(_, node)
        | Node::Within(_, node, _)
        | Node::AtLeast(_, node, _)
        | Node::Score(_, node, _) => gather(node, program, groups),
    }
}

/// The rarest group of each alternative, together; none where an alternative has no group.
fn gather_any(nodes: &[Node], program: &mut Program, groups: &mut Groups) {
    let (first_word, first_group) = (groups.words.len(), groups.groups.len());
    let (mut end, mut share) = (first_word, 0.0);
    for node in nodes {
        gather(node, program, groups);
        let Some(rarest) = rarest(groups.groups[first_group..].iter()).cloned() else {
            groups.words.truncate(first_word);
            return;
        };
        // Over those of its alternative that are commoner.
        groups.words.copy_within(rarest.words.clone(), end);
        end += rarest.words.len();
        share += rarest.share;
        groups.words.truncate(end);
        groups.groups.truncate(first_group);
    }
    groups.groups.push(Group { words: first_word..end, share });
}

/// The elements of a term as the vocabulary has them.
fn folded(words: &Words) -> Cow<'_, [Element]> {
    match words.letters {
        Letters::Folded | Letters::Named(_) => Cow::Borrowed(&words.elements),
        Letters::Cased | Letters::Exact => words.elements.iter().map(folded_element).collect(),
    }
}

fn of_words(words: &Words, program: &mut Program) -> (Anchor, f32) {
    if let Letters::Named(kind) = words.letters {
        let word = program.name(kind, &words.spelled());
        return (Anchor::Word(word), program.share(word));
    }
    let space = Space::of_scope(words.scope);
    let elements = folded(words);
    let weight = match words.scope {
        // A headline has a fifth of the chances that text has.
        Scope::Headline => 0.2,
        _ => 1.0,
    };
    let mut best: Option<(Anchor, f32)> = None;
    let mut offer = |anchor, share: f32| {
        if best.is_none_or(|(_, least)| share < least) {
            best = Some((anchor, share));
        }
    };
    // The word before, where the next may make a pair with it.
    let mut before: Option<u32> = None;
    for element in &*elements {
        let word = match element {
            Element::Word(word) => Some(program.word(space, word)),
            Element::Glob(glob) => {
                let share = frequency::of_pattern(letters(glob)) * weight;
                offer(Anchor::Pattern(program.patterns.intern(space, glob)), share);
                None
            }
            Element::Any => None,
        };
        if let Some(word) = word {
            let share = program.share(word);
            if let (Some(before), Space::Body) = (before, space) {
                // As if words were independent, which those of a name are not;
                // yet a pair is rarer than its rarer word.
                offer(Anchor::Pair(before, word), program.share(before) * share);
            }
            offer(Anchor::Word(word), share * weight);
        }
        before = word;
    }
    best.expect("the parser refuses words without letters")
}
