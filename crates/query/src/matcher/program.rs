//! Queries as flat lists of steps: children follow their parent, so that a query is read front to back.

use super::frequency;
use super::names::Names;
use super::patterns::Patterns;
use super::space::Space;
use super::vocabulary::Vocabulary;
use crate::ast::{Element, Glob, Letters, Near, Node, Piece, Scope, Unit, Words, kind_prefix};
use crate::brute::is_plain;
use veille_model::MentionKind;
use veille_text::fold::{Folded, composed, fold, unmixed, with_mark};
use veille_text::frequency::of_word;

/// One step of a query.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub kind: Kind,
    pub scope: Scope,
    /// Steps that it takes, itself and everything under it.
    pub size: u32,
}

/// What a step asks for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// A word, by number.
    Word(u32),
    /// Somebody or something named, by the number of the word that stands for it.
    Named(u32),
    /// A word with wildcards, by number.
    Pattern(u32),
    /// Several words: first and count in the program's elements, and the rarest of them, by index.
    Phrase {
        first: u32,
        count: u8,
        pivot: u8,
    },
    /// Words whose accents or case count: in the program's exact words, after checking the phrase that follows.
    Exact(u32),
    And,
    /// `plain`: passages only, which are counted together.
    Or {
        plain: bool,
    },
    Not,
    Context,
    Near {
        words_max: u32,
        ordered: bool,
        across: bool,
    },
    Within(Unit),
    AtLeast(u32),
    /// A number, by index.
    Weight(u32),
    /// A number, by index.
    Score(u32),
}

/// One word of a phrase: a word's number, a pattern's number, or any word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Word(u32),
    Pattern(u32),
    Any,
}

/// The steps of all queries.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    pub steps: Vec<Step>,
    /// Where each step was written in its query.
    pub clauses: Vec<(u32, u32)>,
    pub parts: Vec<Part>,
    pub exact: Vec<Words>,
    /// Weights and thresholds.
    pub numbers: Vec<f64>,
    pub vocabulary: Vocabulary,
    pub patterns: Patterns,
    pub names: Names,
    /// By word: the share of articles that have it, roughly; needed while compiling.
    shares: Vec<f32>,
    /// The spaces that some query looks into.
    pub spaces: [bool; Space::COUNT],
}

impl Program {
    /// Appends the steps of a query.
    pub fn compile(&mut self, node: &Node) {
        match node {
            Node::Words(words) => self.words(words),
            Node::And(nodes) => {
                let mut nodes: Vec<&Node> = nodes.iter().collect();
                // Not the OR: its passages are wanted from each side.
                nodes.sort_by(|a, b| effort(a).total_cmp(&effort(b)));
                self.parent(Kind::And, node, nodes.into_iter());
            }
            Node::Or(nodes) => self.parent(Kind::Or { plain: is_plain(node) }, node, nodes.iter()),
            Node::Not(inner) => self.parent(Kind::Not, node, [inner.as_ref()].into_iter()),
            Node::Context(inner) => self.parent(Kind::Context, node, [inner.as_ref()].into_iter()),
            Node::Near(near) => {
                let Near { words_max, ordered, across, .. } = **near;
                let kind = Kind::Near { words_max, ordered, across };
                self.parent(kind, node, [&near.left, &near.right].into_iter());
            }
            Node::Within(unit, inner, _) => {
                self.parent(Kind::Within(*unit), node, [inner.as_ref()].into_iter());
            }
            Node::AtLeast(times, inner, _) => {
                self.parent(Kind::AtLeast(*times), node, [inner.as_ref()].into_iter());
            }
            Node::Weight(weight, inner) => {
                let weight = self.number(*weight);
                self.parent(Kind::Weight(weight), node, [inner.as_ref()].into_iter());
            }
            Node::Score(threshold, inner, _) => {
                let threshold = self.number(*threshold);
                self.parent(Kind::Score(threshold), node, [inner.as_ref()].into_iter());
            }
        }
    }

    /// Makes what needs all queries, and gives back what growing took too much.
    pub fn finish(&mut self) {
        self.patterns.finish();
        // Needed to choose anchors, which are chosen.
        self.shares = Vec::new();
        self.steps.shrink_to_fit();
        self.clauses.shrink_to_fit();
        self.parts.shrink_to_fit();
        self.vocabulary.shrink();
    }

    fn push(&mut self, kind: Kind, scope: Scope, node_clause: &std::ops::Range<u32>) -> usize {
        self.steps.push(Step { kind, scope, size: 1 });
        self.clauses.push((node_clause.start, node_clause.end));
        self.steps.len() - 1
    }

    fn parent<'n>(&mut self, kind: Kind, node: &Node, children: impl Iterator<Item = &'n Node>) {
        let clause = match kind {
            // Only these make or rename passages; the others hand on those of their children.
            Kind::Near { .. } | Kind::Within(_) | Kind::AtLeast(_) => node.span(),
            _ => 0..0,
        };
        let at = self.push(kind, Scope::Body, &clause);
        children.for_each(|child| self.compile(child));
        self.steps[at].size = (self.steps.len() - at) as u32;
    }

    fn number(&mut self, number: f64) -> u32 {
        self.numbers.push(number);
        self.numbers.len() as u32 - 1
    }

    fn words(&mut self, words: &Words) {
        if let Letters::Named(kind) = words.letters {
            let number = self.name(kind, &words.spelled());
            self.push(Kind::Named(number), words.scope, &words.clause);
            return;
        }
        self.spaces[Space::of_scope(words.scope) as usize] = true;
        if words.is_folded() {
            return self.folded(words);
        }
        let number = self.exact.len() as u32;
        self.exact.push(words.clone());
        let at = self.push(Kind::Exact(number), words.scope, &words.clause);
        let elements = match words.letters {
            Letters::Folded | Letters::Named(_) => words.elements.clone(),
            Letters::Cased | Letters::Exact => words.elements.iter().map(folded_element).collect(),
        };
        self.folded(&Words { elements, ..words.clone() });
        // The exact step and the folded one that finds its candidates.
        self.steps[at].size = 2;
    }

    fn folded(&mut self, words: &Words) {
        let space = Space::of_scope(words.scope);
        let kind = match words.elements.as_slice() {
            [Element::Word(word)] => Kind::Word(self.word(space, word)),
            [Element::Glob(glob)] => Kind::Pattern(self.patterns.intern(space, glob)),
            elements => {
                let first = self.parts.len() as u32;
                for element in elements {
                    let part = match element {
                        Element::Word(word) => Part::Word(self.word(space, word)),
                        Element::Glob(glob) => Part::Pattern(self.patterns.intern(space, glob)),
                        Element::Any => Part::Any,
                    };
                    self.parts.push(part);
                }
                let rarity = |index: &usize| match self.parts[first as usize + index] {
                    Part::Word(word) => self.shares[word as usize],
                    // Behind every word, whose share is at most 1: the places of a wildcard are those of many words.
                    Part::Pattern(_) => 2.0,
                    Part::Any => f32::INFINITY,
                };
                let rarest = (0..elements.len()).min_by(|a, b| rarity(a).total_cmp(&rarity(b)));
                // `PHRASE_MAX` in `term` and the word that closes a host keep this below 256.
                Kind::Phrase { first, count: elements.len() as u8, pivot: rarest.unwrap_or(0) as u8 }
            }
        };
        self.push(kind, words.scope, &words.clause);
    }

    /// The number of a word; see also [`Program::share`].
    pub(super) fn word(&mut self, space: Space, word: &str) -> u32 {
        let number = self.vocabulary.intern(space, word);
        if number as usize == self.shares.len() {
            let known = if space == Space::Body { of_word(word) } else { frequency::OF_FIELD };
            self.shares.push(known);
        }
        number
    }

    /// The number of the word that stands for a name.
    pub(super) fn name(&mut self, kind: MentionKind, name: &str) -> u32 {
        let known = self.vocabulary.len();
        let number = self.vocabulary.intern(Space::Named, &format!("{}{name}", kind_prefix(kind)));
        if number as usize == known {
            self.shares.push(frequency::OF_NAME);
            self.names.add(number, kind, name);
        }
        number
    }

    /// The share of articles that have a word, roughly.
    pub(super) fn share(&self, word: u32) -> f32 {
        self.shares[word as usize]
    }
}

/// What an exact word looks like in folded text, or something wider.
pub(crate) fn folded_element(element: &Element) -> Element {
    match element {
        Element::Word(word) => Element::Word(folded(word)),
        Element::Glob(glob) => {
            // `c?ur` as written finds `cœur`, which folds to `coeur`: one letter may fold to several, or to none.
            let widen = |piece: &Piece| match piece {
                Piece::Letters(letters) => Piece::Letters(folded(letters)),
                Piece::One | Piece::Some => Piece::Some,
            };
            Element::Glob(Glob(glob.0.iter().map(widen).collect()))
        }
        Element::Any => Element::Any,
    }
}

fn folded(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for character in composed(word.chars()).chars() {
        if let Some(whole) = folded.chars().next_back().and_then(|letter| with_mark(letter, character)) {
            folded.pop();
            folded.push(whole);
            continue;
        }
        match fold(character) {
            Folded::Word(letter) | Folded::Unspaced(letter) => folded.push(letter),
            Folded::Several(letters) => folded.push_str(letters),
            Folded::Transparent => {}
            Folded::Separator => folded.push(character),
        }
    }
    unmixed(folded)
}

/// How many letters a shape gives.
pub(super) fn letters(glob: &Glob) -> usize {
    glob.0
        .iter()
        .map(|piece| match piece {
            Piece::Letters(letters) => letters.chars().count(),
            Piece::One | Piece::Some => 0,
        })
        .sum()
}

/// The order in which the terms of an AND are looked at: what is soon decided, and often against, first.
fn effort(node: &Node) -> f32 {
    // Only their order counts: a language is one look, SENT and SCORE walk the whole article.
    match node {
        Node::Words(words) if matches!(words.scope, Scope::Language | Scope::Source) => 0.0,
        Node::Words(words) if words.elements.len() == 1 => 0.02,
        Node::Words(_) => 0.04,
        Node::Or(nodes) => 0.1 + nodes.iter().map(effort).sum::<f32>(),
        Node::Not(node) => 0.5 + effort(node),
        Node::And(nodes) => nodes.iter().map(effort).fold(0.2, f32::max),
        Node::Context(node) | Node::Weight(_, node) => effort(node),
        Node::Near(near) => 1.0 + effort(&near.left).max(effort(&near.right)),
        Node::AtLeast(_, node, _) => 1.0 + effort(node),
        Node::Within(_, node, _) | Node::Score(_, node, _) => 3.0 + effort(node),
    }
}
