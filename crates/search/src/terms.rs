//! How words of a document are spelled in the index (terms, tokens), and how they get there.
//!
//! A term is a folded word as it is, or begins with a mark that no word begins with:
//!
//! - [`ALIAS`]: a compound read as one word, `cyberattaque` of *cyber-attaque*, at the place of its first part; one mark for
//!   each number of parts, so that its end is known.
//! - [`PARAGRAPH`]: the end of a paragraph, which proximity does not cross, where no word stands.
//! - [`UNSPACED`]: a character of a script without spaces together with the next one, where that is one too (bigrams). Characters
//!   alone would be few terms with long lists: a word of two was found in 10 ms among 300,000 articles, with pairs in half a
//!   millisecond.

use std::collections::BTreeSet;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use veille_model::MentionKind;
use veille_text::fold::{Folded, fold};
use veille_text::name::marks;
use veille_text::{Document, Zone};

/// The name under which the index knows the way our words are cut apart.
pub(crate) const TOKENIZER: &str = "veille";

/// Before a compound, by its parts: two, three, four.
pub(crate) const ALIAS: [char; 3] = ['\u{2}', '\u{3}', '\u{4}'];
/// Before characters of scripts without spaces.
pub(crate) const UNSPACED: char = '\u{5}';
/// The end of a paragraph that another one follows.
pub(crate) const PARAGRAPH: &str = "\u{6}";
/// On their way into the index: a place where no word stands, the end of a sentence.
const GAP: &str = "\u{7}";
/// On their way into the index: before another form of the word, which stands at the same place.
const FORM: char = '\u{8}';
/// Between terms on their way into the index. No word has it: it separates words.
const END: char = '\n';

/// Whether a word is one character of a script without spaces.
pub(crate) fn is_unspaced(word: &str) -> bool {
    let mut characters = word.chars();
    let first = characters.next().is_some_and(|first| matches!(fold(first), Folded::Unspaced(_)));
    first && characters.next().is_none()
}

/// The parts of the compound that a term stands for, and its word; None where it is none.
pub(crate) fn alias(term: &str) -> Option<(u32, &str)> {
    let mark = term.chars().next()?;
    let parts = (2..).zip(ALIAS).find(|(_, known)| *known == mark)?.0;
    Some((parts, &term[mark.len_utf8()..]))
}

/// The terms of a zone, each with its end; those of one place stand together.
pub(crate) fn of_zone(document: &Document, zone: Zone) -> String {
    let positions = document.zone(zone);
    let word = |at: u32| {
        let token = &document.tokens()[at as usize];
        document.folded(token.folded_start, token.folded_end)
    };
    let first_alias = document.aliases().partition_point(|alias| alias.first < positions.start);
    let mut aliases = document.aliases()[first_alias..].iter().peekable();
    let mut terms = String::new();
    for at in positions.clone() {
        let folded = word(at);
        let is_first = at == positions.start;
        if !is_first && !document.are_adjacent(at - 1, at + 1) {
            let ends = document.tokens()[at as usize].starts_paragraph;
            terms.push_str(if ends { PARAGRAPH } else { GAP });
            terms.push(END);
        }
        if is_unspaced(folded) {
            terms.push(UNSPACED);
            terms.push_str(folded);
            if at + 1 < positions.end && is_unspaced(word(at + 1)) && document.are_adjacent(at, at + 2) {
                terms.push_str(word(at + 1));
            }
        } else {
            terms.push_str(folded);
        }
        terms.push(END);
        for form in document.forms_at(at) {
            terms.push(FORM);
            terms.push_str(document.folded(form.folded_start, form.folded_end));
            terms.push(END);
        }
        while let Some(alias) = aliases.next_if(|alias| alias.first == at && alias.end <= positions.end) {
            // Of more than four parts there is no mark.
            let Some(mark) = ALIAS.get((alias.end - alias.first) as usize - 2) else { continue };
            terms.push(*mark);
            terms.push_str(document.folded(alias.folded_start, alias.folded_end));
            terms.push(END);
        }
    }
    terms
}

/// The marks of everybody and everything named, behind what each is ([`veille_text::name::marks`]).
pub(crate) fn names(document: &Document) -> String {
    let names = document.names().iter().filter(|name| !name.places.is_empty());
    let marks = names.flat_map(|name| {
        let marks = marks(&name.name, &name.key).into_iter();
        marks.map(|mark| name_mark(name.kind, &mark))
    });
    // A field that is compared as a whole counts nothing: each once.
    let marks: BTreeSet<String> = marks.collect();
    marks.into_iter().flat_map(|mark| [mark, END.to_string()]).collect()
}

/// The term of a mark of a name.
pub(crate) fn name_mark(kind: MentionKind, mark: &str) -> String {
    let kind = match kind {
        MentionKind::Person => 'p',
        MentionKind::Organisation => 'o',
        MentionKind::Place => 'l',
    };
    format!("{kind}{mark}")
}

/// A host and each end of it: `en.nhandan.vn`, `nhandan.vn`, `vn`.
pub(crate) fn site(document: &Document) -> String {
    let mut labels: Vec<&str> = document
        .zone(Zone::Site)
        .map(|at| &document.tokens()[at as usize])
        .map(|token| document.folded(token.folded_start, token.folded_end))
        .collect();
    // The word that closes it.
    labels.pop();
    let ends = (0..labels.len()).map(|from| labels[from..].join("."));
    ends.flat_map(|end| [end, END.to_string()]).collect()
}

/// Gives the index our terms one by one, as they are.
#[derive(Clone, Debug, Default)]
pub(crate) struct OurTerms {
    token: Token,
}

pub(crate) struct OurTermStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for OurTerms {
    type TokenStream<'a> = OurTermStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> OurTermStream<'a> {
        self.token.reset();
        OurTermStream { rest: text, token: &mut self.token }
    }
}

impl TokenStream for OurTermStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let Some((term, rest)) = self.rest.split_once(END) else { return false };
            self.rest = rest;
            let form = term.strip_prefix(FORM);
            // The first one's place is 0, one after what is called no place yet. A compound stands where its first part does.
            if form.is_none() && alias(term).is_none() {
                self.token.position = self.token.position.wrapping_add(1);
            }
            if term != GAP {
                self.token.text.clear();
                self.token.text.push_str(form.unwrap_or(term));
                return true;
            }
        }
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use veille_text::Parts;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(usize, &str)]) {
        let document = Document::of(&Parts { text, ..Parts::default() });
        let terms = of_zone(&document, Zone::Text);
        let mut tokenizer = OurTerms::default();
        let mut stream = tokenizer.token_stream(&terms);
        let mut found = Vec::new();
        while let Some(token) = stream.next() {
            found.push((token.position, token.text.clone()));
        }
        let found: Vec<(usize, &str)> = found.iter().map(|(at, term)| (*at, term.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_stand_at_their_places() {
        check("Été à Hà Nội", &[(0, "ete"), (1, "a"), (2, "ha"), (3, "noi")]);
        check("", &[]);
    }

    #[test]
    fn a_compound_stands_where_its_first_part_does() {
        check(
            "une cyber-attaque vice-premier-ministre",
            &[
                (0, "une"),
                (1, "cyber"),
                (1, "\u{2}cyberattaque"),
                (2, "attaque"),
                (3, "vice"),
                (3, "\u{3}vicepremierministre"),
                (4, "premier"),
                (5, "ministre"),
            ],
        );
    }

    #[test]
    fn no_word_stands_where_a_sentence_ends() {
        check("Hanoi. Convention", &[(0, "hanoi"), (2, "convention")]);
        check("Hanoi\n\nConvention", &[(0, "hanoi"), (1, PARAGRAPH), (2, "convention")]);
        check("河内。公", &[(0, "\u{5}河内"), (1, "\u{5}内"), (3, "\u{5}公")]);
    }

    #[test]
    fn a_word_stands_there_without_its_particle_too() {
        check("하노이 협약이", &[(0, "하노이"), (1, "협약이"), (1, "협약")]);
    }

    #[test]
    fn characters_without_spaces_between_them_come_in_pairs() {
        check(
            "在河内 un 公",
            &[(0, "\u{5}在河"), (1, "\u{5}河内"), (2, "\u{5}内"), (3, "un"), (4, "\u{5}公")],
        );
    }

    #[test]
    fn a_host_is_found_by_each_end_of_it() {
        let document = Document::of(&Parts { url: "https://en.nhandan.vn/a", ..Parts::default() });
        assert_eq!(site(&document), "en.nhandan.vn\nnhandan.vn\nvn\n");
    }
}
