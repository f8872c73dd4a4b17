//! Queries that parse but cannot be meant: unanchored, contradictory, with weights that count nowhere.

use std::cell::Cell;

use super::ast::{Element, Glob, Node, Piece, Scope, Words};
use super::error::{Problem, QueryError, quoted};
use super::lexer;

type Result = std::result::Result<(), QueryError>;

/// Pairs of clauses that are compared for whether one excludes the other, in all of a query: of thousands beside thousands nobody has
/// written each, and the mistake that this finds is made by hand.
const PAIRS_MAX: u32 = 1_000_000;

/// Refuses what no press officer can mean.
pub(super) fn check(query: &str, root: &Node) -> Result {
    let checker = Checker { query, pairs: Cell::new(0) };
    checker.weights(root, false)?;
    checker.counts(root)?;
    checker.conflicts(root)?;
    // Last: what contradicts itself is told by that, whatever else it lacks.
    if !anchored(root) {
        return checker.unanchored(root);
    }
    if shown(root) { Ok(()) } else { checker.error(root, Problem::ContextAlone) }
}

struct Checker<'q> {
    query: &'q str,
    /// How many pairs were compared.
    pairs: Cell<u32>,
}

impl Checker<'_> {
    fn error(&self, node: &Node, problem: Problem) -> Result {
        Err(QueryError::at(self.query, node.span().start as usize, problem))
    }

    fn clause(&self, node: &Node) -> String {
        quoted(lexer::whole(self.query, &node.span()))
    }

    /// Weights stand under a threshold, with nothing but AND and OR between.
    fn weights(&self, node: &Node, counted: bool) -> Result {
        match node {
            Node::Weight(_, _) if !counted => self.error(node, Problem::WeightWithoutScore),
            Node::Weight(_, inner) => self.weights(inner, true),
            Node::Score(threshold, inner, _) => {
                // With weights of zero or less alone no threshold is reached: thresholds are above 0.
                if reachable(inner) == 0.0 {
                    let (threshold, reachable) = (threshold.to_string(), "0".to_owned());
                    return self.error(node, Problem::UnreachableScore { threshold, reachable });
                }
                self.weights(inner, true)
            }
            Node::And(nodes) | Node::Or(nodes) => {
                nodes.iter().try_for_each(|node| self.weights(node, counted))
            }
            // What these find is passages: weights inside would never be asked for.
            Node::Not(inner)
            | Node::Context(inner)
            | Node::Within(_, inner, _)
            | Node::AtLeast(_, inner, _) => self.weights(inner, false),
            Node::Near(near) => {
                self.weights(&near.left, false)?;
                self.weights(&near.right, false)
            }
            Node::Words(_) => Ok(()),
        }
    }

    /// What is counted or measured is passages.
    fn counts(&self, node: &Node) -> Result {
        match node {
            Node::AtLeast(times, inner, _) => {
                if !is_passages(inner) {
                    let operator = format!("ATLEAST/{times}");
                    return self.error(node, Problem::NotCountable { operator, found: self.clause(inner) });
                }
                self.counts(inner)
            }
            Node::Near(near) => {
                for side in [&near.left, &near.right] {
                    if !is_passages(side) {
                        let operator = format!("NEAR/{}", near.words_max);
                        return self
                            .error(side, Problem::NotCountable { operator, found: self.clause(side) });
                    }
                    self.counts(side)?;
                }
                Ok(())
            }
            Node::And(nodes) | Node::Or(nodes) => nodes.iter().try_for_each(|node| self.counts(node)),
            // `SENT(NOT x)` holds in nearly every article, and has no passage to be the sentence's.
            Node::Within(_, inner, _) if !anchored(inner) || !shown(inner) => {
                self.error(node, Problem::Unanchored)
            }
            Node::Not(inner)
            | Node::Context(inner)
            | Node::Weight(_, inner)
            | Node::Within(_, inner, _)
            | Node::Score(_, inner, _) => self.counts(inner),
            Node::Words(_) => Ok(()),
        }
    }

    fn conflicts(&self, node: &Node) -> Result {
        match node {
            Node::And(nodes) => {
                self.exclusions(nodes)?;
                self.two_values(nodes)?;
                nodes.iter().try_for_each(|node| self.conflicts(node))
            }
            Node::Or(nodes) => nodes.iter().try_for_each(|node| self.conflicts(node)),
            Node::Not(inner)
            | Node::Context(inner)
            | Node::Weight(_, inner)
            | Node::Within(_, inner, _)
            | Node::AtLeast(_, inner, _)
            | Node::Score(_, inner, _) => self.conflicts(inner),
            // `proximity` has moved AND and NOT out of NEAR before: no side of it can contradict itself.
            Node::Near(_) | Node::Words(_) => Ok(()),
        }
    }

    fn exclusions(&self, nodes: &[Node]) -> Result {
        for node in nodes {
            let Node::Not(excluded) = node else { continue };
            // Not refused: what was not compared is taken to be meant.
            if self.pairs.get() > PAIRS_MAX {
                break;
            }
            let required = nodes.iter().filter(|node| !matches!(node, Node::Not(_)));
            for required in required {
                // Such a topic never fires, and its silence looks like a quiet day.
                if self.implies(required, excluded) {
                    let clause = self.clause(excluded);
                    return self.error(excluded, Problem::Contradiction { clause });
                }
            }
        }
        Ok(())
    }

    /// Whether an article that satisfies the first cannot but satisfy the second.
    fn implies(&self, required: &Node, excluded: &Node) -> bool {
        self.pairs.set(self.pairs.get() + 1);
        if self.pairs.get() > PAIRS_MAX {
            return false;
        }
        if let Node::Or(excluded) = excluded {
            return excluded.iter().any(|excluded| self.implies(required, excluded));
        }
        match (required, excluded) {
            (Node::Words(required), Node::Words(excluded)) => words_imply(required, excluded),
            (Node::And(required), _) => required.iter().any(|required| self.implies(required, excluded)),
            (Node::Or(required), _) => required.iter().all(|required| self.implies(required, excluded)),
            (Node::Near(near), _) => {
                same(required, excluded)
                    || self.implies(&near.left, excluded)
                    || self.implies(&near.right, excluded)
            }
            (
                Node::Within(_, inner, _)
                | Node::AtLeast(_, inner, _)
                | Node::Weight(_, inner)
                | Node::Context(inner),
                _,
            ) => same(required, excluded) || self.implies(inner, excluded),
            _ => same(required, excluded),
        }
    }

    fn two_values(&self, nodes: &[Node]) -> Result {
        // Each once: those that agree are few, however often they stand there.
        let mut known: Vec<(&Node, (Scope, &str))> = Vec::new();
        for other in nodes {
            let Some(value @ (scope, second)) = single_value(other) else { continue };
            if known.iter().any(|(_, known)| *known == value) {
                continue;
            }
            for (node, (known_scope, first)) in &known {
                // `lang:zh AND lang:zh-Hans` asks for one thing twice.
                let agree =
                    scope == Scope::Language && (is_subtag(first, second) || is_subtag(second, first));
                if scope == *known_scope && !agree {
                    let field = if scope == Scope::Language { "language" } else { "source" }.to_owned();
                    // As written, so that whoever wrote it finds both.
                    let (first, second) = (self.clause(node), self.clause(other));
                    return self.error(other, Problem::TwoValues { field, first, second });
                }
            }
            known.push((other, value));
        }
        Ok(())
    }

    fn unanchored(&self, root: &Node) -> Result {
        match root {
            Node::Or(nodes) => match nodes.iter().find(|node| !anchored(node)) {
                Some(culprit) if nodes.iter().any(anchored) => {
                    self.error(culprit, Problem::UnanchoredAlternative)
                }
                _ => self.error(root, Problem::Unanchored),
            },
            _ => self.error(root, Problem::Unanchored),
        }
    }
}

/// Whether some word must occur for this to match.
pub(super) fn anchored(node: &Node) -> bool {
    match node {
        Node::Words(_) => true,
        Node::And(nodes) => nodes.iter().any(anchored),
        Node::Or(nodes) => nodes.iter().all(anchored),
        Node::Not(_) => false,
        Node::Near(near) => anchored(&near.left) || anchored(&near.right),
        Node::Weight(_, node)
        | Node::Context(node)
        | Node::Within(_, node, _)
        | Node::AtLeast(_, node, _)
        | Node::Score(_, node, _) => anchored(node),
    }
}

/// Whether whatever matches has a passage to show for it.
fn shown(node: &Node) -> bool {
    match node {
        Node::And(nodes) => nodes.iter().any(shown),
        // An alternative that shows nothing could match alone, and leave a tag without evidence.
        Node::Or(nodes) => nodes.iter().all(shown),
        Node::Context(_) | Node::Not(_) => false,
        Node::Weight(_, node) | Node::Within(_, node, _) | Node::Score(_, node, _) => shown(node),
        Node::Words(_) | Node::Near(_) | Node::AtLeast(..) => true,
    }
}

fn is_passages(node: &Node) -> bool {
    match node {
        Node::Words(_) | Node::Near(_) | Node::Within(..) | Node::AtLeast(..) => true,
        Node::Or(nodes) => nodes.iter().all(is_passages),
        Node::Weight(_, node) => is_passages(node),
        _ => false,
    }
}

/// Infinity where anything counts for it: what occurs twice counts twice.
fn reachable(node: &Node) -> f64 {
    match node {
        Node::Weight(weight, inner) if *weight > 0.0 => reachable(inner),
        Node::Weight(..) | Node::Not(_) => 0.0,
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().map(reachable).sum(),
        _ => f64::INFINITY,
    }
}

/// Whether two nodes are spelled alike, wherever they stand.
fn same(a: &Node, b: &Node) -> bool {
    let all = |a: &[Node], b: &[Node]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b));
    match (a, b) {
        (Node::Words(a), Node::Words(b)) => {
            (a.scope, a.letters) == (b.scope, b.letters) && a.elements == b.elements && a.signs == b.signs
        }
        (Node::And(a), Node::And(b)) | (Node::Or(a), Node::Or(b)) => all(a, b),
        (Node::Not(a), Node::Not(b)) | (Node::Context(a), Node::Context(b)) => same(a, b),
        (Node::Near(a), Node::Near(b)) => {
            (a.words_max, a.ordered, a.across) == (b.words_max, b.ordered, b.across)
                && same(&a.left, &b.left)
                && same(&a.right, &b.right)
        }
        (Node::Within(unit, a, _), Node::Within(other, b, _)) => unit == other && same(a, b),
        (Node::AtLeast(times, a, _), Node::AtLeast(other, b, _)) => times == other && same(a, b),
        (Node::Weight(number, a), Node::Weight(other, b))
        | (Node::Score(number, a, _), Node::Score(other, b, _)) => number == other && same(a, b),
        _ => false,
    }
}

fn words_imply(required: &Words, excluded: &Words) -> bool {
    let narrower = required.scope == excluded.scope
        || (excluded.scope == Scope::Body
            && matches!(required.scope, Scope::Headline | Scope::Text | Scope::Lead));
    narrower
        // `polish AND NOT CASE(Polish)`, the verb without the people, is meant: other letters exclude other words.
        && required.letters == excluded.letters
        && (excluded.signs.is_empty() || (required.signs == excluded.signs && required.elements == excluded.elements))
        && required.elements.windows(excluded.elements.len()).any(|window| {
            window
                .iter()
                .zip(&excluded.elements)
                .all(|(required, excluded)| element_implies(required, excluded))
        })
}

fn element_implies(required: &Element, excluded: &Element) -> bool {
    match (required, excluded) {
        (_, Element::Any) => true,
        (Element::Word(word), Element::Glob(glob)) => glob.matches(word),
        (Element::Glob(required), Element::Glob(excluded)) => {
            required == excluded || prefix_of(excluded, required)
        }
        (required, excluded) => required == excluded,
    }
}

/// Whether the first is `a*` and the second begins with at least *a*.
fn prefix_of(short: &Glob, long: &Glob) -> bool {
    match (short.0.as_slice(), long.0.first()) {
        ([Piece::Letters(short), Piece::Some], Some(Piece::Letters(long))) => {
            long.starts_with(short.as_str())
        }
        _ => false,
    }
}

fn single_value(node: &Node) -> Option<(Scope, &str)> {
    let Node::Words(Words { elements, scope: scope @ (Scope::Language | Scope::Source), .. }) = node else {
        return None;
    };
    match elements.as_slice() {
        [Element::Word(value)] => Some((*scope, value)),
        _ => None,
    }
}

fn is_subtag(short: &str, long: &str) -> bool {
    long.strip_prefix(short).is_some_and(|rest| rest.starts_with('-'))
}
