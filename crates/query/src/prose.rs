//! A query in English, for whoever wants to know what was asked: the operators as a press officer would say them.

use super::ast::{Element, Glob, Letters, Near, Node, Scope, Unit, Words};

/// `articles with the word "convention", and without the word "football"`.
pub(crate) fn of(root: &Node) -> String {
    format!("articles with {}", said(root, Beside::Nothing))
}

/// The query with one condition less, for each that can be left out, and that condition in English.
pub(crate) fn relaxed(root: &Node) -> Vec<(String, Node)> {
    match root {
        Node::And(nodes) => {
            let without = |dropped: usize| {
                let rest = nodes.iter().enumerate().filter(|(at, _)| *at != dropped);
                let mut rest: Vec<Node> = rest.map(|(_, node)| node.clone()).collect();
                if rest.len() == 1 { rest.remove(0) } else { Node::And(rest) }
            };
            let said = |node: &Node| said(node, Beside::Nothing);
            nodes.iter().enumerate().map(|(at, node)| (said(node), without(at))).collect()
        }
        Node::Near(near) => {
            let apart = match near.words_max {
                1 => "side by side".to_owned(),
                words => format!("at most {words} words apart"),
            };
            vec![(apart, Node::And(vec![near.left.clone(), near.right.clone()]))]
        }
        Node::Words(phrase) if phrase.elements.len() > 1 && phrase.scope.is_of_text() => {
            let word =
                |element: &Element| Node::Words(Words { elements: vec![element.clone()], ..phrase.clone() });
            let words = phrase.elements.iter().filter(|element| **element != Element::Any).map(word);
            vec![("as one phrase".to_owned(), Node::And(words.collect()))]
        }
        _ => Vec::new(),
    }
}

/// What stands around a clause: whether it needs parentheses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Nothing,
    And,
    Or,
    Closely,
}

fn said(node: &Node, beside: Beside) -> String {
    match node {
        Node::Words(words) => self::words(words),
        Node::And(nodes) => {
            let parts: Vec<String> = nodes.iter().map(|node| said(node, Beside::And)).collect();
            enclosed(parts.join(", and "), beside != Beside::Nothing)
        }
        Node::Or(nodes) => {
            let parts: Vec<String> = nodes.iter().map(|node| said(node, Beside::Or)).collect();
            enclosed(parts.join(" or "), beside != Beside::Nothing)
        }
        Node::Not(node) => format!("without {}", said(node, Beside::Closely)),
        Node::Near(near) => enclosed(nearby(near), matches!(beside, Beside::Or | Beside::Closely)),
        Node::Within(unit, node, _) => {
            let unit = match unit {
                Unit::Sentence => "sentence",
                Unit::Paragraph => "paragraph",
            };
            format!("{} in one {unit}", said(node, Beside::Closely))
        }
        Node::AtLeast(times, node, _) => {
            let times = if *times == 1 { "once".to_owned() } else { format!("{times} times") };
            format!("{} at least {times}", said(node, Beside::Closely))
        }
        Node::Context(node) => format!("{} as context", said(node, Beside::Closely)),
        Node::Weight(weight, node) => format!("{} (each counting {weight})", said(node, Beside::Closely)),
        Node::Score(threshold, node, _) => {
            format!("{} that add up to at least {threshold}", said(node, Beside::Closely))
        }
    }
}

fn enclosed(text: String, in_parentheses: bool) -> String {
    if in_parentheses { format!("({text})") } else { text }
}

fn nearby(near: &Near) -> String {
    let (left, right) = (said(&near.left, Beside::Closely), said(&near.right, Beside::Closely));
    match (near.ordered, near.words_max) {
        (false, 1) => format!("{left} beside {right}"),
        (false, words) => format!("{left} at most {words} words from {right}"),
        (true, 1) => format!("{left} right before {right}"),
        (true, words) => format!("{left} at most {words} words before {right}"),
    }
}

/// `the word "convention" in the headline`.
pub(crate) fn words(words: &Words) -> String {
    let what = match (words.scope, words.elements.as_slice()) {
        (Scope::Source, elements) => return format!("the source {}", quoted(elements)),
        (Scope::Language, elements) => return format!("the language {}", quoted(elements)),
        // Without the word that closes a host.
        (Scope::Site, [labels @ .., _]) => {
            let labels: Vec<String> = labels.iter().map(spelling).collect();
            return format!("an address at \"{}\"", labels.join("."));
        }
        (_, [Element::Glob(glob)]) => shape(glob),
        (_, [Element::Word(word)]) => format!("the word \"{word}\""),
        (_, elements) => quoted(elements),
    };
    let place = match words.scope {
        Scope::Headline => " in the headline",
        Scope::Lead => " in the lead",
        Scope::Text => " in the text",
        Scope::Url => " in the address",
        Scope::Byline => " in the byline",
        Scope::Body | Scope::Source | Scope::Language | Scope::Site => "",
    };
    let letters = match words.letters {
        Letters::Folded => "",
        Letters::Cased => " with these capitals",
        Letters::Exact => " in exactly these letters",
    };
    format!("{what}{letters}{place}")
}

fn shape(glob: &Glob) -> String {
    match glob.is_beginning() {
        true => format!("a word that begins with \"{}\"", glob.beginning()),
        false => format!("a word like \"{glob}\""),
    }
}

/// Words of a phrase between quotation marks; a character of a script without spaces stands by the next one.
fn quoted(elements: &[Element]) -> String {
    let mut phrase = String::new();
    for element in elements {
        let word = spelling(element);
        let is_unspaced = |word: &str| word.chars().next_back().is_some_and(veille_text::letter::is_unspaced);
        let beside = phrase.is_empty() || (is_unspaced(&phrase) && is_unspaced(&word));
        if !beside {
            phrase.push(' ');
        }
        phrase.push_str(&word);
    }
    format!("\"{phrase}\"")
}

fn spelling(element: &Element) -> String {
    match element {
        Element::Word(word) => word.clone(),
        Element::Glob(glob) => glob.to_string(),
        Element::Any => "*".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::Query;

    #[track_caller]
    fn check(query: &str, expected: &str) {
        assert_eq!(Query::parse(query).unwrap().in_words(), format!("articles with {expected}"), "{query}");
    }

    #[test]
    fn each_operator_has_its_words() {
        check(
            "convention NEAR/3 hanoi AND NOT football",
            "the word \"convention\" at most 3 words from the word \"hanoi\", and without the word \"football\"",
        );
        check("\"Convention de Hanoï\"", "\"convention de hanoi\"");
        check("河内公约", "\"河内公约\"");
        check("cyber* OR c?ur", "a word that begins with \"cyber\" or a word like \"c?ur\"");
        check("a ONEAR/1 b", "the word \"a\" right before the word \"b\"");
        check("a NEAR/1 b", "the word \"a\" beside the word \"b\"");
        check("headline:a AND lang:fr", "the word \"a\" in the headline, and the language \"fr\"");
        check("a AND site:gov.vn", "the word \"a\", and an address at \"gov.vn\"");
        check("a AND source:onu", "the word \"a\", and the source \"onu\"");
        check("CASE(Polish)", "the word \"Polish\" with these capitals");
        check("EXACT(été)", "the word \"été\" in exactly these letters");
        check("byline:a", "the word \"a\" in the byline");
        check("SENT(a AND b)", "(the word \"a\", and the word \"b\") in one sentence");
        check("ATLEAST/3(a)", "the word \"a\" at least 3 times");
        check("CONTEXT(a) AND b", "the word \"a\" as context, and the word \"b\"");
        check(
            "SCORE>=3(a^2 OR b)",
            "(the word \"a\" (each counting 2) or the word \"b\") that add up to at least 3",
        );
    }

    #[test]
    fn each_condition_can_be_left_out() {
        let check = |query: &str, expected: &[(&str, &str)]| {
            let relaxed = Query::parse(query).unwrap().relaxed();
            let told: Vec<(String, String)> =
                relaxed.iter().map(|(dropped, rest)| (dropped.clone(), rest.canonical())).collect();
            let expected: Vec<(String, String)> = expected
                .iter()
                .map(|(dropped, rest)| ((*dropped).to_owned(), Query::parse(rest).unwrap().canonical()))
                .collect();
            assert_eq!(told, expected, "{query}");
        };
        check(
            "convention AND hanoi AND NOT football",
            &[
                ("the word \"convention\"", "hanoi AND NOT football"),
                ("the word \"hanoi\"", "convention AND NOT football"),
                ("without the word \"football\"", "convention AND hanoi"),
            ],
        );
        // Without its only word it would ask for nothing.
        check("hanoi AND NOT football", &[("without the word \"football\"", "hanoi")]);
        check("convention NEAR/3 hanoi", &[("at most 3 words apart", "convention AND hanoi")]);
        check("\"convention de hanoï\"", &[("as one phrase", "convention AND de AND hanoi")]);
        check("hanoi", &[]);
        check("site:gov.vn AND a", &[("an address at \"gov.vn\"", "a"), ("the word \"a\"", "site:gov.vn")]);
        // What remains is written so that it reads as it was meant.
        for rest in [
            "headline:a OR lead:b",
            "lang:fr",
            "source:onu",
            "byline:a",
            "url:a",
            "cyber*",
            "c?ur",
            "CASE(Polish)",
            "EXACT(été)",
            "SENT(a AND b)",
            "ATLEAST/3(a)",
            "a ONEAR/2 b",
            "河内公约",
            "\"a * b\"",
        ] {
            let relaxed = Query::parse(&format!("({rest}) AND zanzibar")).unwrap().relaxed();
            let remains = relaxed.iter().find(|(dropped, _)| dropped == "the word \"zanzibar\"");
            let canonical = Query::parse(rest).map(|rest| rest.canonical());
            assert_eq!(remains.map(|(_, rest)| rest.canonical()), canonical.ok(), "{rest}");
        }
    }

    #[test]
    fn what_binds_tighter_stands_in_parentheses() {
        check("a AND (b OR c)", "the word \"a\", and (the word \"b\" or the word \"c\")");
        check("a OR b AND c", "the word \"a\" or (the word \"b\", and the word \"c\")");
        check("a AND NOT (b OR c)", "the word \"a\", and without (the word \"b\" or the word \"c\")");
    }
}
