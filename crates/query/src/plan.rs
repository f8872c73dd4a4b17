//! What an index looks up for a query: words, phrases and two near each other, under AND, OR and NOT (query planning).
//!
//! A plan names no engine. It finds every article that its query matches; where it is not exact it finds others too, which
//! the matcher then refuses. What cannot be looked up (capitals, sentences, scores) is taken wider or left out, never
//! narrower.

use std::fmt;

use veille_model::MentionKind;
use veille_text::name::Wanted;

use super::ast::{Element, Letters, Near, Node, Scope, Words};
use super::matcher::folded_element;
use super::prose::{self, English, Tongue};
use super::query::Query;

/// What to look up for a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Whatever the query matches is found by this.
    pub root: Lookup,
    /// Whether nothing else is.
    pub exact: bool,
}

/// One node of a [`Plan`].
#[derive(Clone, Debug, PartialEq)]
pub enum Lookup {
    /// Every article.
    Everything,
    /// A word or phrase.
    Sought(Sought),
    /// Somebody or something of this name. Who it is, the letters of the article's name tell ([`veille_text::name::Wanted`]).
    Named {
        /// What it is.
        kind: MentionKind,
        /// In any spelling.
        name: String,
    },
    /// A passage of the one side and a passage of the other in one field, sharing no word, at most so many words apart.
    Near {
        /// Any of these,
        left: Vec<Sought>,
        /// any of these;
        right: Vec<Sought>,
        /// 1 is side by side.
        words_max: u32,
        /// Whether the left one stands first.
        ordered: bool,
        /// Whether the end of a paragraph may lie between.
        across: bool,
    },
    /// All of them.
    All(Vec<Lookup>),
    /// At least one of them.
    Any(Vec<Lookup>),
    /// What it does not find. What stands under it is never taken wider.
    Not(Box<Lookup>),
}

/// Words side by side in a field. One that stands alone also answers where several positions are read as one word
/// ([`veille_text::Document::aliases`]).
#[derive(Clone, Debug, PartialEq)]
pub struct Sought {
    /// Where; never the lead, which is looked up in the text.
    pub scope: Scope,
    /// Folded words.
    pub words: Vec<Element>,
}

impl Lookup {
    /// The words and phrases that it looks for; what stands under NOT is not among them.
    pub fn sought(&self) -> Vec<&Sought> {
        match self {
            Self::Everything | Self::Named { .. } | Self::Not(_) => Vec::new(),
            Self::Sought(sought) => vec![sought],
            Self::Near { left, right, .. } => left.iter().chain(right).collect(),
            Self::All(lookups) | Self::Any(lookups) => lookups.iter().flat_map(Self::sought).collect(),
        }
    }
}

impl fmt::Display for Sought {
    /// `the word "convention" in the headline`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words_of(&English))
    }
}

impl Sought {
    /// What it looks for, in a language.
    pub fn in_words_of(&self, tongue: &dyn Tongue) -> String {
        prose::words(&self.asked(), tongue)
    }

    /// The query that asks for it alone; None where it is no query, as a wildcard alone.
    pub fn query(&self) -> Option<Query> {
        Query::of(&Node::Words(self.asked()))
    }

    fn asked(&self) -> Words {
        let elements = self.words.clone();
        Words { elements, scope: self.scope, letters: Letters::Folded, signs: Vec::new(), clause: 0..0 }
    }
}

impl Query {
    /// What an index looks up to find whatever it matches.
    pub fn plan(&self) -> Plan {
        lookup(self.root())
    }
}

fn exactly(root: Lookup) -> Plan {
    Plan { root, exact: true }
}

fn wider(root: Lookup) -> Plan {
    Plan { root, exact: false }
}

fn lookup(node: &Node) -> Plan {
    match node {
        Node::Words(words) => match words.letters {
            Letters::Named(kind) => {
                let name = words.spelled();
                // In the headline alone no index says: names are kept for the whole article.
                let exact = words.scope == Scope::Body && Wanted::new(kind, &name).is_known();
                Plan { root: Lookup::Named { kind, name }, exact }
            }
            _ => {
                let (sought, exact) = sought(words);
                Plan { root: Lookup::Sought(sought), exact }
            }
        },
        Node::And(nodes) => all(nodes.iter().map(lookup).collect()),
        Node::Or(nodes) => any(nodes.iter().map(lookup).collect()),
        Node::Not(node) => match lookup(node) {
            Plan { root, exact: true } => exactly(Lookup::Not(Box::new(root))),
            // What is found too much must not be excluded.
            Plan { .. } => wider(Lookup::Everything),
        },
        Node::Near(near) => nearby(near),
        Node::Context(node) | Node::Weight(_, node) => lookup(node),
        // Once is to be there at all.
        Node::AtLeast(1, node, _) => lookup(node),
        Node::AtLeast(_, node, _) | Node::Score(_, node, _) => wider(lookup(node).root),
        Node::Within(_, node, _) => wider(within(node).root),
    }
}

/// What an article has in which this matches in one stretch. NOT says nothing there: the excluded word may stand in
/// another sentence.
fn within(node: &Node) -> Plan {
    match node {
        Node::And(nodes) => all(nodes.iter().map(within).collect()),
        Node::Or(nodes) => any(nodes.iter().map(within).collect()),
        Node::Not(_) => wider(Lookup::Everything),
        Node::Context(node)
        | Node::Weight(_, node)
        | Node::AtLeast(_, node, _)
        | Node::Score(_, node, _)
        | Node::Within(_, node, _) => wider(within(node).root),
        Node::Words(_) | Node::Near(_) => wider(lookup(node).root),
    }
}

fn sought(words: &Words) -> (Sought, bool) {
    let scope = if words.scope == Scope::Lead { Scope::Text } else { words.scope };
    let folded = words.is_folded();
    let elements = match words.letters == Letters::Folded {
        true => words.elements.clone(),
        false => words.elements.iter().map(folded_element).collect(),
    };
    (Sought { scope, words: elements }, folded && scope == words.scope)
}

fn nearby(near: &Near) -> Plan {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    match (passages(&near.left, &mut left), passages(&near.right, &mut right)) {
        (Some(left_exact), Some(right_exact)) => Plan {
            root: Lookup::Near {
                left,
                right,
                words_max: near.words_max,
                ordered: near.ordered,
                across: near.across,
            },
            exact: left_exact && right_exact,
        },
        // Passages of passages: near what, shows on the text alone. Within, because a side is no article.
        _ => wider(all(vec![within(&near.left), within(&near.right)]).root),
    }
}

/// Gathers the words of a side of NEAR, and whether they are exact; None where it is more than words under OR.
fn passages(node: &Node, found: &mut Vec<Sought>) -> Option<bool> {
    match node {
        // Where names stand, no index says.
        Node::Words(Words { letters: Letters::Named(_), .. }) => None,
        Node::Words(words) => {
            let (sought, exact) = sought(words);
            found.push(sought);
            Some(exact)
        }
        Node::Or(nodes) => nodes.iter().try_fold(true, |exact, node| Some(passages(node, found)? && exact)),
        _ => None,
    }
}

fn all(plans: Vec<Plan>) -> Plan {
    let exact = plans.iter().all(|plan| plan.exact);
    let mut parts = Vec::new();
    for plan in plans {
        match plan.root {
            Lookup::Everything => {}
            Lookup::All(inner) => parts.extend(inner),
            part => parts.push(part),
        }
    }
    let root = match parts.len() {
        0 => Lookup::Everything,
        1 => parts.remove(0),
        _ => Lookup::All(parts),
    };
    Plan { root, exact }
}

fn any(plans: Vec<Plan>) -> Plan {
    let exact = plans.iter().all(|plan| plan.exact);
    let mut parts = Vec::new();
    for plan in plans {
        match plan.root {
            // Under OR: one side that may be anywhere makes all of it so.
            Lookup::Everything => return wider(Lookup::Everything),
            Lookup::Any(inner) => parts.extend(inner),
            part => parts.push(part),
        }
    }
    Plan { root: Lookup::Any(parts), exact }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, exact: bool, expected: &str) {
        let plan = Query::parse(query).unwrap().plan();
        assert_eq!((shown(&plan.root).as_str(), plan.exact), (expected, exact), "{query}");
    }

    fn shown(lookup: &Lookup) -> String {
        let list = |lookups: &[Lookup], between: &str| {
            format!("({})", lookups.iter().map(shown).collect::<Vec<_>>().join(between))
        };
        let side = |side: &[Sought]| side.iter().map(words).collect::<Vec<_>>().join("|");
        match lookup {
            Lookup::Everything => "*".to_owned(),
            Lookup::Sought(sought) => words(sought),
            Lookup::Named { kind, name } => format!("{}={name}", kind.as_str()),
            Lookup::Near { left, right, words_max, ordered, .. } => {
                let sign = if *ordered { '>' } else { '~' };
                format!("[{} {sign}{words_max} {}]", side(left), side(right))
            }
            Lookup::All(lookups) => list(lookups, " & "),
            Lookup::Any(lookups) => list(lookups, " | "),
            Lookup::Not(lookup) => format!("!{}", shown(lookup)),
        }
    }

    fn words(sought: &Sought) -> String {
        let elements = sought.words.iter().map(|element| match element {
            Element::Word(word) => word.clone(),
            Element::Glob(glob) => glob.to_string(),
            Element::Any => "_".to_owned(),
        });
        format!("{}{}", sought.scope.prefix(), elements.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn words_phrases_and_proximity_are_looked_up_as_they_are() {
        check("Hanoï", true, "hanoi");
        check("\"Convention de Hanoï\" AND NOT football", true, "(convention de hanoi & !football)");
        check("cyber-attaque", true, "(cyber attaque | cyberattaque)");
        check("(a OR \"b c\") NEAR/5 headline:d*", true, "[a|b c ~5 headline:d*]");
        check("CONTEXT(a OR b) AND c ONEAR/2 d", true, "((a | b) & [c >2 d])");
    }

    #[test]
    fn what_cannot_be_looked_up_is_taken_wider() {
        check("CASE(Polish) AND fr", false, "(polish & fr)");
        check("lead:a", false, "text:a");
        check("a AND NOT CASE(B)", false, "a");
        check("SENT(a AND NOT b)", false, "a");
        check("SENT(a AND (b OR c))", false, "(a & (b | c))");
        check("ATLEAST/3(a OR b)", false, "(a | b)");
        check("SCORE>=3(a^2 OR b)", false, "(a | b)");
        check("(a NEAR/3 b) NEAR/9 c", false, "([a ~3 b] & c)");
        check("a AND NOT ATLEAST/2(b)", false, "a");
        check("headline:person:\"António Guterres\" AND a", false, "(person=antónio guterres & a)");
        check("a AND NOT headline:org:ONU", false, "a");
        check("a AND NOT org:ONU", true, "(a & !organisation=onu)");
        check("person:b NEAR/3 (a OR place:c)", false, "(person=b & (a | place=c))");
    }
}
