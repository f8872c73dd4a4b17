//! What a query is looked up by: a few things of which at least one must occur for it to match.

use std::borrow::Cow;

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

/// Anchors, and the share of articles in which at least one of them occurs, roughly.
#[derive(Clone, Debug)]
pub(super) struct Anchors {
    pub anchors: Vec<Anchor>,
    pub share: f32,
}

/// The cheapest anchors of a query; None where nothing must occur.
pub(super) fn of(node: &Node, program: &mut Program) -> Option<Anchors> {
    // Luwak's presearcher, now Lucene Monitor's: any one term of an AND is enough to look a query up by, and the
    // rarest is the cheapest; of an OR every alternative must be there.
    match node {
        Node::Words(words) => Some(of_words(words, program)),
        Node::And(nodes) => {
            let each: Vec<Anchors> = nodes.iter().filter_map(|node| of(node, program)).collect();
            each.into_iter().min_by(|a, b| a.share.total_cmp(&b.share))
        }
        Node::Or(nodes) => {
            let each: Option<Vec<Anchors>> = nodes.iter().map(|node| of(node, program)).collect();
            let each = each?;
            // At most the sum: alternatives that occur together are counted twice, which errs towards caution.
            let share = each.iter().map(|anchors| anchors.share).sum();
            let anchors = each.into_iter().flat_map(|anchors| anchors.anchors).collect();
            Some(Anchors { anchors, share })
        }
        Node::Not(_) => None,
        Node::Near(near) => {
            let (left, right) = (of(&near.left, program), of(&near.right, program));
            left.into_iter().chain(right).min_by(|a, b| a.share.total_cmp(&b.share))
        }
        Node::Context(node)
        | Node::Weight(_, node)
        | Node::Within(_, node, _)
        | Node::AtLeast(_, node, _)
        | Node::Score(_, node, _) => of(node, program),
    }
}

/// Words beside the anchors of which one must occur too, to pass over most candidates at no cost. None where there are none.
pub(super) fn guard(node: &Node, anchors: &[Anchor], program: &mut Program) -> Vec<u32> {
    let mut groups = Vec::new();
    gather(node, program, &mut groups);
    let anchored = |word: &u32| {
        anchors.iter().any(|anchor| match anchor {
            Anchor::Word(own) => own == word,
            Anchor::Pair(first, second) => first == word || second == word,
            Anchor::Pattern(_) => false,
        })
    };
    // A group that is the anchors over again is known to occur, and would pass nothing over.
    groups.retain(|group| group.words.len() <= GUARD_MAX && !group.words.iter().all(anchored));
    let rarest = groups.into_iter().min_by(|a, b| a.share.total_cmp(&b.share));
    rarest.map_or_else(Vec::new, |group| group.words)
}

/// Larger groups are as likely as not to occur.
const GUARD_MAX: usize = 16;

/// Words of which one must occur, and the share of articles that have one, roughly.
struct Group {
    words: Vec<u32>,
    share: f32,
}

fn gather(node: &Node, program: &mut Program, groups: &mut Vec<Group>) {
    match node {
        Node::Words(words) => {
            if let Letters::Named(kind) = words.letters {
                let word = program.name(kind, &words.spelled());
                groups.push(Group { words: vec![word], share: program.share(word) });
                return;
            }
            let space = Space::of_scope(words.scope);
            for element in &words.elements {
                if let Element::Word(word) = folded(element, words.letters).as_ref() {
                    let word = program.word(space, word);
                    groups.push(Group { words: vec![word], share: program.share(word) });
                }
            }
        }
        Node::And(nodes) => nodes.iter().for_each(|node| gather(node, program, groups)),
        Node::Or(nodes) => groups.extend(gather_any(nodes, program)),
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

/// The rarest group of each alternative, together; None where an alternative has no group.
fn gather_any(nodes: &[Node], program: &mut Program) -> Option<Group> {
    let mut all = Group { words: Vec::new(), share: 0.0 };
    for node in nodes {
        let mut groups = Vec::new();
        gather(node, program, &mut groups);
        let rarest = groups.into_iter().min_by(|a, b| a.share.total_cmp(&b.share))?;
        all.words.extend(rarest.words);
        all.share += rarest.share;
    }
    Some(all)
}

/// An element as the vocabulary has it.
fn folded(element: &Element, letters: Letters) -> Cow<'_, Element> {
    match letters {
        Letters::Folded | Letters::Named(_) => Cow::Borrowed(element),
        Letters::Cased | Letters::Exact => Cow::Owned(folded_element(element)),
    }
}

fn of_words(words: &Words, program: &mut Program) -> Anchors {
    if let Letters::Named(kind) = words.letters {
        let word = program.name(kind, &words.spelled());
        return Anchors { anchors: vec![Anchor::Word(word)], share: program.share(word) };
    }
    let space = Space::of_scope(words.scope);
    let elements: Vec<_> = words.elements.iter().map(|element| folded(element, words.letters)).collect();
    let weight = match words.scope {
        Scope::Headline => 0.2,
        _ => 1.0,
    };
    let mut best: Option<(Anchor, f32)> = None;
    let mut offer = |anchor, share: f32| {
        if best.is_none_or(|(_, least)| share < least) {
            best = Some((anchor, share));
        }
    };
    for (index, element) in elements.iter().enumerate() {
        match element.as_ref() {
            Element::Word(word) => {
                let number = program.word(space, word);
                let share = program.share(number);
                offer(Anchor::Word(number), share * weight);
                if let (Some(Element::Word(next)), Space::Body) =
                    (elements.get(index + 1).map(Cow::as_ref), space)
                {
                    let next = program.word(space, next);
                    // As if words were independent, which those of a name are not;
                    // yet a pair is rarer than its rarer word.
                    offer(Anchor::Pair(number, next), share * program.share(next));
                }
            }
            Element::Glob(glob) => {
                let share = frequency::of_pattern(letters(glob)) * weight;
                offer(Anchor::Pattern(program.patterns.intern(space, glob)), share);
            }
            Element::Any => {}
        }
    }
    let (anchor, share) = best.expect("the parser refuses words without letters");
    Anchors { anchors: vec![anchor], share }
}
