//! Near misses: what an article has of a query, and what it lacks.

use std::fmt;

use serde::Serialize;
use veille_model::Evidence;

use super::ast::{Near, Node, Unit};
use super::brute::evaluate;
use super::hit::{self, Hit, count};
use super::lexer;
use veille_text::Document;

/// What a document has of a query and what it lacks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NearMiss {
    /// The share of what the query asks for that the document has: 1 where it matches.
    pub closeness: f64,
    /// The passages that it has.
    pub matched: Vec<Evidence>,
    /// The clauses that it lacks.
    pub lacked: Vec<Lack>,
    /// The passages that the query excludes.
    pub excluded: Vec<Evidence>,
}

/// One clause that a document lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lack {
    /// As written in the query.
    pub clause: String,
    /// What there was instead: `12 words apart`, `2 of 3`. Empty where there was nothing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub instead: String,
}

impl fmt::Display for NearMiss {
    /// `matched *Convention de Hanoï*, lacked *cyber*…*`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        let passages = |evidence: &[Evidence]| {
            let mut exact: Vec<String> =
                evidence.iter().map(|passage| format!("*{}*", passage.exact)).collect();
            exact.dedup();
            exact.truncate(3);
            exact.join(", ")
        };
        if !self.matched.is_empty() {
            parts.push(format!("matched {}", passages(&self.matched)));
        }
        for lack in &self.lacked {
            let instead =
                if lack.instead.is_empty() { String::new() } else { format!(" ({})", lack.instead) };
            parts.push(format!("lacked `{}`{instead}", lack.clause));
        }
        if !self.excluded.is_empty() {
            parts.push(format!("excluded by {}", passages(&self.excluded)));
        }
        f.write_str(&parts.join(", "))
    }
}

/// Satisfied and unsatisfied parts, gathered from the bottom.
#[derive(Clone, Debug, Default)]
struct Tally {
    satisfied: usize,
    matched: Vec<Hit>,
    lacked: Vec<Lack>,
    excluded: Vec<Hit>,
}

impl Tally {
    fn closeness(&self) -> f64 {
        // One exclusion counts once, though *football* stand in the article thirty times.
        let missing = self.lacked.len() + usize::from(!self.excluded.is_empty());
        let all = self.satisfied + missing;
        if all == 0 { 0.0 } else { self.satisfied as f64 / all as f64 }
    }

    fn add(&mut self, other: Self) {
        self.satisfied += other.satisfied;
        self.matched.extend(other.matched);
        self.lacked.extend(other.lacked);
        self.excluded.extend(other.excluded);
    }
}

/// Of a query, as parsed and as written.
pub(super) fn near_miss(root: &Node, source: &str, document: &Document) -> NearMiss {
    let examiner = Examiner { source, document };
    let tally = examiner.examine(root);
    let evidence = |hits| hit::evidence(hits, document, source);
    NearMiss {
        closeness: (tally.closeness() * 1000.0).round() / 1000.0,
        lacked: tally.lacked,
        matched: evidence(tally.matched),
        excluded: evidence(tally.excluded),
    }
}

struct Examiner<'a> {
    source: &'a str,
    document: &'a Document,
}

impl Examiner<'_> {
    fn hits(&self, node: &Node) -> Option<Vec<Hit>> {
        evaluate(node, self.document, &(0..self.document.tokens().len() as u32))
    }

    fn examine(&self, node: &Node) -> Tally {
        match node {
            Node::And(nodes) => {
                let mut tally = Tally::default();
                nodes.iter().for_each(|node| tally.add(self.examine(node)));
                return tally;
            }
            // What is absent as asked is no merit: `hanoi AND NOT football` is not half matched by every article.
            Node::Not(inner) => {
                let excluded = self.hits(inner).unwrap_or_default();
                return Tally { excluded, ..Tally::default() };
            }
            _ => {}
        }
        if let Some(matched) = self.hits(node) {
            return Tally { satisfied: 1, matched, ..Tally::default() };
        }
        match node {
            Node::Or(nodes) => self.closest(node, nodes),
            Node::Near(near) => self.apart(near),
            Node::Within(unit, inner, _) => {
                let unit = if *unit == Unit::Sentence { "sentence" } else { "paragraph" };
                self.instead(node, inner, format!("not in one {unit}"))
            }
            Node::AtLeast(times, inner, _) => {
                let found = count(&self.hits(inner).unwrap_or_default());
                self.instead(node, inner, format!("{found} of {times}"))
            }
            Node::Score(_, inner, _) => self.instead(node, inner, "too low a score".to_owned()),
            Node::Weight(_, inner) | Node::Context(inner) => self.examine(inner),
            _ => self.lack(node, String::new()),
        }
    }

    fn lack(&self, node: &Node, instead: String) -> Tally {
        let clause = lexer::whole(self.source, &node.span()).to_owned();
        Tally { lacked: vec![Lack { clause, instead }], ..Tally::default() }
    }

    /// The alternative that came closest; where none came close, all of them together.
    fn closest(&self, node: &Node, nodes: &[Node]) -> Tally {
        let best = nodes.iter().map(|node| self.examine(node)).fold(Tally::default(), |best, tally| {
            if tally.closeness() > best.closeness() { tally } else { best }
        });
        if best.closeness() > 0.0 { best } else { self.lack(node, String::new()) }
    }

    fn apart(&self, near: &Near) -> Tally {
        let (Some(left), Some(right)) = (self.hits(&near.left), self.hits(&near.right)) else {
            let mut tally = self.examine(&near.left);
            tally.add(self.examine(&near.right));
            return tally;
        };
        let zone = |hit: &Hit| self.document.zone_of(hit.start);
        let distances = left.iter().flat_map(|a| {
            right
                .iter()
                .filter(move |b| zone(a) == zone(b))
                .filter_map(move |b| a.distance(b, self.document, near.across))
        });
        let instead = match distances.min() {
            // Near enough and yet no match: only ONEAR has another condition.
            Some(distance) if distance <= near.words_max => "in the other order".to_owned(),
            Some(distance) => format!("{distance} words apart"),
            None if near.across => "never in one field".to_owned(),
            None => "never in one paragraph".to_owned(),
        };
        let node = Node::Near(Box::new(near.clone()));
        Tally { satisfied: 1, matched: [left, right].concat(), ..self.lack(&node, instead) }
    }

    fn instead(&self, node: &Node, inner: &Node, instead: String) -> Tally {
        match self.hits(inner) {
            Some(matched) => Tally { satisfied: 1, matched, ..self.lack(node, instead) },
            None => self.examine(inner),
        }
    }
}
