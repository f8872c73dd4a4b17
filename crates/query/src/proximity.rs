//! Proximity over groups: what NEAR means where a side is not one passage.
//!
//! `(a AND b) NEAR/5 c` asks for both near *c*; `(a AND NOT b) NEAR/5 c` for *a* near *c* and no *b* near it. A group of
//! words under OR stays one side.

use super::ast::{Near, Node};
use super::error::Problem;

/// A product of groups larger than this is a mistake.
const PAIRS_MAX: usize = 2_500;

/// Moves AND and NOT out of a proximity.
pub(super) fn distribute(near: Near) -> Result<Node, Problem> {
    // Counted before it is built: chains of such NEARs multiply.
    if parts(&near.left) * parts(&near.right) > PAIRS_MAX {
        return Err(Problem::ProximityTooLarge { max: PAIRS_MAX });
    }
    Ok(over_left(near))
}

fn over_left(near: Near) -> Node {
    if !is_boolean(&near.left) {
        return over_right(near);
    }
    let Near { left, right, words_max, ordered, across, clause } = near;
    let pair = |left| {
        over_left(Near { left, right: right.clone(), words_max, ordered, across, clause: clause.clone() })
    };
    map(left, pair)
}

fn over_right(near: Near) -> Node {
    if !is_boolean(&near.right) {
        return Node::Near(Box::new(near));
    }
    let Near { left, right, words_max, ordered, across, clause } = near;
    let pair = |right| {
        over_right(Near { left: left.clone(), right, words_max, ordered, across, clause: clause.clone() })
    };
    map(right, pair)
}

fn map(node: Node, pair: impl Fn(Node) -> Node) -> Node {
    match node {
        Node::And(nodes) => Node::And(nodes.into_iter().map(pair).collect()),
        Node::Or(nodes) => Node::Or(nodes.into_iter().map(pair).collect()),
        Node::Not(node) => Node::Not(Box::new(pair(*node))),
        node => pair(node),
    }
}

/// Whether a side is more than a set of passages.
fn is_boolean(node: &Node) -> bool {
    match node {
        Node::And(_) | Node::Not(_) => true,
        // Only where something in it is more than passages: else a NEAR over twenty words would become twenty.
        Node::Or(nodes) => nodes.iter().any(is_boolean),
        _ => false,
    }
}

fn parts(node: &Node) -> usize {
    match node {
        Node::And(nodes) | Node::Or(nodes) if is_boolean(node) => nodes.iter().map(parts).sum(),
        Node::Not(node) => parts(node),
        _ => 1,
    }
}
