//! A query in the words of a language, for whoever wants to know what was asked: the operators as a press officer would say
//! them (query explanation). English is here; an interface that speaks others gives its own [`Tongue`].

use super::ast::{Element, Letters, Near, Node, Scope, Unit, Words};

/// A language that queries are told in.
pub trait Tongue {
    /// One phrase with its parts put in: of `word` and `[("words", "convention")]` the word "convention". What is counted is
    /// `number`, for languages whose words agree with it; [`English`] shows all phrases.
    fn say(&self, phrase: &'static str, number: u32, parts: &[(&'static str, &str)]) -> String;
}

/// English, in which queries are told where nobody asks for another language.
#[derive(Clone, Copy, Debug, Default)]
pub struct English;

/// Every phrase, and how English has it.
const ENGLISH: [(&str, &str); 36] = [
    ("articles", "articles with {what}"),
    ("and", "{left}, and {right}"),
    ("or", "{left} or {right}"),
    ("not", "without {what}"),
    ("near", "{left} at most {number} words from {right}"),
    ("beside", "{left} beside {right}"),
    ("before", "{left} at most {number} words before {right}"),
    ("right-before", "{left} right before {right}"),
    ("across", "{what}, also across paragraphs"),
    ("sentence", "{what} in one sentence"),
    ("paragraph", "{what} in one paragraph"),
    ("once", "{what} at least once"),
    ("times", "{what} at least {number} times"),
    ("context", "{what} as context"),
    ("weight", "{what} (each counting {weight})"),
    ("score", "{what} that add up to at least {threshold}"),
    ("word", "the word \"{words}\""),
    ("phrase", "\"{words}\""),
    ("beginning", "a word that begins with \"{words}\""),
    ("shape", "a word like \"{words}\""),
    ("person", "the person \"{words}\" in any spelling"),
    ("organisation", "the organisation \"{words}\" in any spelling"),
    ("place", "the place \"{words}\" in any spelling"),
    ("source", "the source \"{words}\""),
    ("language", "the language \"{words}\""),
    ("site", "an address at \"{words}\""),
    ("headline", "{what} in the headline"),
    ("lead", "{what} in the lead"),
    ("text", "{what} in the text"),
    ("address", "{what} in the address"),
    ("byline", "{what} in the byline"),
    ("cased", "{what} with these capitals"),
    ("exact", "{what} in exactly these letters"),
    ("apart", "at most {number} words apart"),
    ("side-by-side", "side by side"),
    ("as-phrase", "as one phrase"),
];

impl Tongue for English {
    fn say(&self, phrase: &'static str, number: u32, parts: &[(&'static str, &str)]) -> String {
        let known = ENGLISH.iter().find(|(known, _)| *known == phrase);
        let mut rest = known.map_or(phrase, |(_, pattern)| pattern);
        let number = number.to_string();
        let mut said = String::new();
        // Once from left to right: what a part holds is put in as it is.
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            said.push_str(before);
            let part = parts.iter().find(|(known, _)| *known == name).map(|(_, part)| *part);
            said.push_str(part.unwrap_or(&number));
            rest = after;
        }
        said + rest
    }
}

/// `articles with the word "convention", and without the word "football"`.
pub(crate) fn of(root: &Node, tongue: &dyn Tongue) -> String {
    let what = Prose(tongue).said(root, Beside::Nothing);
    tongue.say("articles", 0, &[("what", &what)])
}

/// The query with one condition less, for each that can be left out, and that condition in words.
pub(crate) fn relaxed(root: &Node, tongue: &dyn Tongue) -> Vec<(String, Node)> {
    match root {
        Node::And(nodes) => {
            let without = |dropped: usize| {
                let rest = nodes.iter().enumerate().filter(|(at, _)| *at != dropped);
                let mut rest: Vec<Node> = rest.map(|(_, node)| node.clone()).collect();
                if rest.len() == 1 { rest.remove(0) } else { Node::And(rest) }
            };
            let said = |node: &Node| Prose(tongue).said(node, Beside::Nothing);
            nodes.iter().enumerate().map(|(at, node)| (said(node), without(at))).collect()
        }
        Node::Near(near) => {
            let phrase = if near.words_max == 1 { "side-by-side" } else { "apart" };
            let apart = tongue.say(phrase, near.words_max, &[]);
            vec![(apart, Node::And(vec![near.left.clone(), near.right.clone()]))]
        }
        // Not of a source or a host, which are compared whole.
        Node::Words(phrase) if phrase.elements.len() > 1 && phrase.scope.is_of_text() => {
            let word =
                |element: &Element| Node::Words(Words { elements: vec![element.clone()], ..phrase.clone() });
            // A `*` within a phrase stands for a word that nobody knows, and cannot be looked for elsewhere.
            let words = phrase.elements.iter().filter(|element| **element != Element::Any).map(word);
            vec![(tongue.say("as-phrase", 0, &[]), Node::And(words.collect()))]
        }
        _ => Vec::new(),
    }
}

/// `the word "convention" in the headline`.
pub(crate) fn words(words: &Words, tongue: &dyn Tongue) -> String {
    Prose(tongue).words(words)
}

/// What stands around a clause: whether it needs parentheses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Nothing,
    And,
    Or,
    Closely,
}

/// What is said of the parts of a query.
struct Prose<'a>(&'a dyn Tongue);

impl Prose<'_> {
    fn said(&self, node: &Node, beside: Beside) -> String {
        match node {
            Node::Words(words) => self.words(words),
            Node::And(nodes) => {
                // What must stand there before what must not: "articles without" begins no list.
                let (not, first): (Vec<&Node>, Vec<&Node>) =
                    // Stable: within each kind they stay as written.
                    nodes.iter().partition(|node| matches!(node, Node::Not(_)));
                enclosed(self.list("and", first.into_iter().chain(not), Beside::And), beside)
            }
            Node::Or(nodes) => enclosed(self.list("or", nodes.iter(), Beside::Or), beside),
            Node::Not(node) => self.of("not", node),
            Node::Near(near) => match beside {
                Beside::Or | Beside::Closely => enclosed(self.nearby(near), beside),
                Beside::Nothing | Beside::And => self.nearby(near),
            },
            Node::Within(Unit::Sentence, node, _) => self.of("sentence", node),
            Node::Within(Unit::Paragraph, node, _) => self.of("paragraph", node),
            Node::AtLeast(1, node, _) => self.of("once", node),
            Node::AtLeast(times, node, _) => {
                let what = self.said(node, Beside::Closely);
                self.0.say("times", *times, &[("what", &what)])
            }
            Node::Context(node) => self.of("context", node),
            Node::Weight(weight, node) => self.with("weight", node, ("weight", &weight.to_string())),
            Node::Score(threshold, node, _) => {
                self.with("score", node, ("threshold", &threshold.to_string()))
            }
        }
    }

    fn of(&self, phrase: &'static str, node: &Node) -> String {
        self.around(phrase, &self.said(node, Beside::Closely))
    }

    fn with(&self, phrase: &'static str, node: &Node, part: (&'static str, &str)) -> String {
        let what = self.said(node, Beside::Closely);
        self.0.say(phrase, 0, &[("what", &what), part])
    }

    fn around(&self, phrase: &'static str, what: &str) -> String {
        self.0.say(phrase, 0, &[("what", what)])
    }

    fn list<'n>(
        &self,
        phrase: &'static str,
        nodes: impl Iterator<Item = &'n Node>,
        beside: Beside,
    ) -> String {
        let parts = nodes.map(|node| self.said(node, beside));
        parts
            .reduce(|left, right| self.0.say(phrase, 0, &[("left", &left), ("right", &right)]))
            .unwrap_or_default()
    }

    fn nearby(&self, near: &Near) -> String {
        let (left, right) = (self.said(&near.left, Beside::Closely), self.said(&near.right, Beside::Closely));
        let phrase = match (near.ordered, near.words_max) {
            (false, 1) => "beside",
            (false, _) => "near",
            (true, 1) => "right-before",
            (true, _) => "before",
        };
        let nearby = self.0.say(phrase, near.words_max, &[("left", &left), ("right", &right)]);
        if near.across { self.around("across", &nearby) } else { nearby }
    }

    /// `the word "convention" in the headline`.
    fn words(&self, words: &Words) -> String {
        let of = |phrase, written: &str| self.0.say(phrase, 0, &[("words", written)]);
        let what = match (words.letters, words.scope, words.elements.as_slice()) {
            (Letters::Named(kind), _, elements) => of(kind.as_str(), &phrase(elements)),
            (_, Scope::Source, elements) => return of("source", &phrase(elements)),
            (_, Scope::Language, elements) => return of("language", &phrase(elements)),
            // Without the word that closes a host.
            (_, Scope::Site, [labels @ .., _]) => {
                let labels: Vec<String> = labels.iter().map(spelling).collect();
                return of("site", &labels.join("."));
            }
            _ if !words.signs.is_empty() => of("phrase", &words.spelled()),
            (_, _, [Element::Glob(glob)]) if glob.is_beginning() => of("beginning", glob.beginning()),
            (_, _, [Element::Glob(glob)]) => of("shape", &glob.to_string()),
            (_, _, [Element::Word(word)]) => of("word", word),
            (_, _, elements) => of("phrase", &phrase(elements)),
        };
        let letters = match words.letters {
            Letters::Folded | Letters::Named(_) => what,
            Letters::Cased => self.around("cased", &what),
            Letters::Exact => self.around("exact", &what),
        };
        match words.scope {
            Scope::Headline => self.around("headline", &letters),
            Scope::Lead => self.around("lead", &letters),
            Scope::Text => self.around("text", &letters),
            Scope::Url => self.around("address", &letters),
            Scope::Byline => self.around("byline", &letters),
            Scope::Body | Scope::Source | Scope::Language | Scope::Site => letters,
        }
    }
}

fn enclosed(text: String, beside: Beside) -> String {
    if beside == Beside::Nothing { text } else { format!("({text})") }
}

/// The words of a phrase; a character of a script without spaces stands by the next one.
fn phrase(elements: &[Element]) -> String {
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
    phrase
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
    use super::{English, Tongue};
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
        check("headline:person:Guterres", "the person \"guterres\" in any spelling in the headline");
        check("org:ONU", "the organisation \"onu\" in any spelling");
        check("place:\"Hà Nội\"", "the place \"hà nội\" in any spelling");
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
    fn what_must_not_stand_there_is_told_last() {
        check("NOT football AND hanoi", "the word \"hanoi\", and without the word \"football\"");
    }

    #[test]
    fn what_is_put_into_a_phrase_is_put_in_as_it_is() {
        check("EXACT(\"{what} a\")", "\"what a\" in exactly these letters");
        let said = English.say("and", 0, &[("left", "{right}"), ("right", "b")]);
        assert_eq!(said, "{right}, and b");
    }

    #[test]
    fn each_condition_can_be_left_out() {
        let check = |query: &str, expected: &[(&str, &str)]| {
            let relaxed = Query::parse(query).unwrap().relaxed(&English);
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
            "headline:person:\"António Guterres\"",
            "org:(ONU OR INTERPOL)",
            "CASE(Polish)",
            "EXACT(été)",
            "SENT(a AND b)",
            "ATLEAST/3(a)",
            "a ONEAR/2 b",
            "河内公约",
            "\"a * b\"",
        ] {
            let relaxed = Query::parse(&format!("({rest}) AND zanzibar")).unwrap().relaxed(&English);
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
