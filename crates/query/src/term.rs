//! One term of a query: which words it asks for.

use veille_model::{LanguageTag, SourceId};

use super::ast::{Element, Glob, Letters, Node, Piece, Scope, Span, Words};
use super::error::Problem;
use super::lexer::closing_marks;
use crate::signs::sign;
use veille_text::fold::{
    Folded, composed, fold, fold_keeping_case, is_format, is_gershayim, is_hyphen, unmixed, with_mark,
};
use veille_text::{Document, forms};

/// A longer phrase is a text, not a query.
const PHRASE_MAX: usize = 200;
/// A longer name is a sentence.
const NAME_MAX: usize = 24;

/// Reads a word or a phrase with its quotation marks.
pub(super) fn term(
    written: &str,
    quoted: bool,
    scope: Scope,
    letters: Letters,
    clause: Span,
) -> Result<Node, Problem> {
    let inside = if quoted { without_marks(written) } else { written };
    let words = |elements| Words { elements, scope, letters, signs: Vec::new(), clause: clause.clone() };
    if let Letters::Named(_) = letters {
        return Ok(Node::Words(words(vec![Element::Word(name(inside)?)])));
    }
    match scope {
        Scope::Source | Scope::Language => {
            let tag = LanguageTag::new(inside);
            // `lang:vn` is a country; the language is `vi`. Taken as written, it would never match and never say why.
            if scope == Scope::Language
                && !inside.contains(['*', '?'])
                && !inside.trim().is_empty()
                && !tag.is_registered()
            {
                return Err(Problem::NoLanguage { complaint: LanguageTag::complaint(inside) });
            }
            // CASE and EXACT around an identifier change nothing: it has no letters as written.
            let value = whole_value(inside, scope)?;
            return Ok(Node::Words(Words { letters: Letters::Folded, ..words(vec![value]) }));
        }
        Scope::Site => {
            let labels = Builder { elements: labels(host(inside)), ..Builder::default() };
            let mut elements = labels.finish(written)?;
            // Hosts are compared from their end: `site:vn` finds *nhandan.vn* and not *vn.example.org*.
            elements.push(Element::Word(Document::HOST_END.to_owned()));
            return Ok(Node::Words(Words { letters: Letters::Folded, ..words(elements) }));
        }
        _ => {}
    }
    let mut builder = Builder::read(inside, letters)?;
    let joined = (!quoted).then(|| builder.joined()).flatten();
    let signs = std::mem::take(&mut builder.signs);
    if quoted && builder.elements.is_empty() && inside.trim().is_empty() {
        return Err(Problem::EmptyPhrase);
    }
    let phrase = Words { signs, ..words(builder.finish(written)?) };
    Ok(match joined {
        Some(joined) => {
            let beside = |(at, signs): &(usize, String)| (usize::from(*at > 0), signs.clone());
            let signs = phrase.signs.iter().map(beside).collect();
            let joined = Words { signs, ..words(vec![joined]) };
            Node::Or(vec![Node::Words(phrase), Node::Words(joined)])
        }
        None => Node::Words(phrase),
    })
}

/// A name as it is compared: in small letters, one blank between its words. Accents stay: in some languages they tell sounds apart.
fn name(written: &str) -> Result<String, Problem> {
    let mut name = String::with_capacity(written.len());
    let mut characters = written.chars();
    while let Some(character) = characters.next() {
        match character {
            '*' | '?' => return Err(Problem::WildcardInName { found: written.to_owned() }),
            // A name has none of these, and written down again they would stand there unescaped.
            '\\' => name.extend(characters.next().filter(|next| !matches!(next, '\\' | '*' | '?'))),
            _ => name.push(character),
        }
    }
    // What could close the name where it is written down again.
    let name = name.replace(|c| closing_marks(c).is_some() || matches!(c, '»'), " ").to_lowercase();
    let words: Vec<&str> = name.split_whitespace().collect();
    match words.len() {
        0 => Err(Problem::EmptyPhrase),
        1..=NAME_MAX if name.chars().any(char::is_alphabetic) => Ok(words.join(" ")),
        1..=NAME_MAX => Err(Problem::NoLetters { found: written.to_owned() }),
        many => Err(Problem::PhraseTooLong { words: many, max: NAME_MAX }),
    }
}

fn without_marks(phrase: &str) -> &str {
    let mut characters = phrase.chars();
    characters.next();
    characters.next_back();
    characters.as_str()
}

/// The host of what someone pasted after `site:`.
fn host(pasted: &str) -> &str {
    let pasted = pasted.split_once("://").map_or(pasted, |(_, rest)| rest);
    let host = pasted.split(['/', ':', '?', '#']).next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

/// The labels of a host, each one word with its hyphens, as documents have them.
fn labels(host: &str) -> Vec<Element> {
    let labels = host.split(|c: char| c == '.' || c.is_whitespace());
    labels
        .filter(|label| label.contains(|c: char| c.is_alphanumeric() || matches!(c, '*' | '?')))
        .map(label)
        .collect()
}

fn label(written: &str) -> Element {
    let mut pieces = Vec::new();
    for character in written.chars() {
        match fold(character) {
            Folded::Word(letter) | Folded::Unspaced(letter) => push(&mut pieces, letter),
            Folded::Several(letters) => letters.chars().for_each(|letter| push(&mut pieces, letter)),
            Folded::Separator if character != '\\' => push(&mut pieces, character),
            Folded::Separator | Folded::Transparent => {}
        }
    }
    match pieces.as_mut_slice() {
        [Piece::Some] => Element::Any,
        [Piece::Letters(letters)] => Element::Word(std::mem::take(letters)),
        _ => Element::Glob(Glob(pieces)),
    }
}

/// The value of a field that is compared as a whole.
fn whole_value(written: &str, scope: Scope) -> Result<Element, Problem> {
    if written.trim().is_empty() {
        return Err(Problem::EmptyPhrase);
    }
    if written.contains(['*', '?']) {
        let mut pieces = Vec::new();
        for character in written.trim().chars().flat_map(char::to_lowercase) {
            push(&mut pieces, character);
        }
        if pieces.iter().all(|piece| !matches!(piece, Piece::Letters(_))) {
            return Err(Problem::BareWildcard);
        }
        return Ok(Element::Glob(Glob(pieces)));
    }
    Ok(Element::Word(match scope {
        Scope::Source => SourceId::new(written).as_str().to_owned(),
        // `zh_Hans` as locales write it.
        _ => written.trim().to_lowercase().replace('_', "-"),
    }))
}

fn push(pieces: &mut Vec<Piece>, character: char) {
    match (character, pieces.last_mut()) {
        ('*', Some(Piece::Some)) => {}
        ('*', _) => pieces.push(Piece::Some),
        ('?', _) => pieces.push(Piece::One),
        (_, Some(Piece::Letters(letters))) => letters.push(character),
        _ => pieces.push(Piece::Letters(character.to_string())),
    }
}

/// Gathers the words of a term.
#[derive(Default)]
struct Builder {
    letters: Letters,
    elements: Vec<Element>,
    word: Vec<Piece>,
    /// See [`Words::signs`].
    signs: Vec<(usize, String)>,
    /// Only single hyphens lie between the words.
    hyphenated: bool,
    /// A word of a script without spaces was seen.
    unspaced: bool,
    separators: usize,
}

impl Builder {
    fn read(text: &str, letters: Letters) -> Result<Self, Problem> {
        let mut builder = Self { letters, hyphenated: true, ..Self::default() };
        let mut rest = text;
        let mut beside_unspaced = false;
        let mut before = None;
        loop {
            // Whole runs of ASCII at once: most letters of most queries.
            let run = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            if run > 0 {
                builder.push_run(&rest[..run]);
                before = rest[..run].chars().next_back();
                (rest, beside_unspaced) = (&rest[run..], false);
            }
            let mut characters = rest.chars();
            let Some(mut character) = characters.next() else { break };
            let wildcard = matches!(character, '*' | '?');
            if wildcard {
                let before_unspaced =
                    characters.clone().next().is_some_and(|next| matches!(fold(next), Folded::Unspaced(_)));
                // Characters of such scripts are words of their own: `公*` asks for no more than `公`,
                // and `?` for one word more.
                if beside_unspaced || before_unspaced {
                    builder.beside_unspaced(character, beside_unspaced && before_unspaced)?;
                } else {
                    push(&mut builder.word, character);
                    builder.separators = 0;
                }
                rest = characters.as_str();
                continue;
            }
            if character == '\\' {
                character = characters.next().unwrap_or(character);
            }
            beside_unspaced = matches!(fold(character), Folded::Unspaced(_));
            rest = characters.as_str();
            if !is_gershayim(character, before, rest.chars().next()) {
                builder.take(character);
            }
            before = Some(character);
        }
        builder.end_word();
        builder.read_serbian_as_latin();
        Ok(builder)
    }

    fn beside_unspaced(&mut self, wildcard: char, between: bool) -> Result<(), Problem> {
        match wildcard {
            '?' => self.elements.push(Element::Any),
            _ if between => return Err(Problem::WildcardBetweenCharacters),
            _ => {}
        }
        Ok(())
    }

    /// Takes letters and digits of ASCII, which have no accents and no other form.
    fn push_run(&mut self, letters: &str) {
        let mut letters = letters.to_owned();
        if self.letters == Letters::Folded {
            letters.make_ascii_lowercase();
        }
        match self.word.last_mut() {
            Some(Piece::Letters(before)) => before.push_str(&letters),
            _ => self.word.push(Piece::Letters(letters)),
        }
        self.separators = 0;
    }

    fn take(&mut self, character: char) {
        match fold(character) {
            Folded::Word(_) | Folded::Transparent if self.join(character) => {}
            Folded::Separator => {
                self.end_word();
                self.take_sign(character);
                self.separators += 1;
                // `cyber--attaque` is a dash, `cyber/attaque` two words: neither is also written as one.
                if (!is_hyphen(character) || self.separators > 1) && !self.elements.is_empty() {
                    self.hyphenated = false;
                }
                return;
            }
            Folded::Unspaced(letter) => {
                self.end_word();
                self.unspaced = true;
                match self.voiced(letter) {
                    Some(voiced) => *voiced.0 = voiced.1,
                    None => self.elements.push(Element::Word(letter.to_string())),
                }
            }
            // An accent that is a character of its own is kept here; `end_word` composes.
            _ if self.letters == Letters::Exact => {
                if !is_format(character) {
                    self.push_letter(character);
                }
            }
            Folded::Transparent => {}
            Folded::Word(letter) if self.letters == Letters::Folded => self.push_letter(letter),
            Folded::Several(letters) if self.letters == Letters::Folded => {
                letters.chars().for_each(|letter| self.push_letter(letter));
            }
            Folded::Word(_) | Folded::Several(_) => {
                fold_keeping_case(&character.to_string()).chars().for_each(|letter| self.push_letter(letter));
            }
        }
        self.separators = 0;
    }

    fn take_sign(&mut self, character: char) {
        let Some(sign) = sign(character) else { return };
        let before = self.elements.len();
        match self.signs.last_mut() {
            Some((at, signs)) if *at == before => signs.push(sign),
            _ => self.signs.push((before, sign.to_string())),
        }
    }

    /// Makes the last letter of the word the one that it is with a mark behind it.
    fn join(&mut self, mark: char) -> bool {
        let Some(Piece::Letters(letters)) = self.word.last_mut() else { return false };
        // Nothing as written is folded: `end_word` composes.
        if self.letters == Letters::Exact {
            return false;
        }
        let whole = letters.chars().next_back().and_then(|letter| with_mark(letter, mark));
        let Some(whole) = whole else { return false };
        letters.pop();
        letters.push(whole);
        true
    }

    /// The character before, and what it is with this mark of a sound behind it; None where the letter is no such mark.
    fn voiced(&mut self, mark: char) -> Option<(&mut String, String)> {
        let Some(Element::Word(before)) = self.elements.last_mut() else { return None };
        let voiced = with_mark(before.chars().next()?, mark)?.to_string();
        Some((before, voiced))
    }

    /// Serbian stands in both scripts: a text in Cyrillic is found by its words in Latin letters too
    /// ([`veille_text::Document::forms`]), so these are asked for.
    fn read_serbian_as_latin(&mut self) {
        let latin = |letters: &mut String| *letters = forms::latin(letters);
        let is_serbian = |element: &Element| match element {
            Element::Word(word) => forms::has_serbian_letter(word),
            Element::Glob(glob) => glob
                .0
                .iter()
                .any(|piece| matches!(piece, Piece::Letters(letters) if forms::has_serbian_letter(letters))),
            Element::Any => false,
        };
        if self.letters != Letters::Folded || !self.elements.iter().any(is_serbian) {
            return;
        }
        for element in &mut self.elements {
            match element {
                Element::Word(word) => latin(word),
                Element::Glob(glob) => glob.0.iter_mut().for_each(|piece| {
                    if let Piece::Letters(letters) = piece {
                        latin(letters);
                    }
                }),
                Element::Any => {}
            }
        }
    }

    /// A letter is never a wildcard, whatever it looks like.
    fn push_letter(&mut self, letter: char) {
        match self.word.last_mut() {
            Some(Piece::Letters(letters)) => letters.push(letter),
            _ => self.word.push(Piece::Letters(letter.to_string())),
        }
    }

    fn end_word(&mut self) {
        let mut pieces = std::mem::take(&mut self.word);
        if self.letters == Letters::Exact {
            for piece in &mut pieces {
                if let Piece::Letters(letters) = piece {
                    *letters = composed(letters.chars());
                }
            }
        }
        self.elements.push(match pieces.pop() {
            None => return,
            Some(Piece::Some) if pieces.is_empty() => Element::Any,
            Some(Piece::Letters(word)) if pieces.is_empty() => Element::Word(match self.letters {
                Letters::Folded => unmixed(word),
                Letters::Cased | Letters::Exact | Letters::Named(_) => word,
            }),
            Some(last) => {
                pieces.push(last);
                Element::Glob(Glob(pieces))
            }
        });
    }

    /// `cyberattaque` of `cyber-attaque`.
    fn joined(&self) -> Option<Element> {
        if !self.hyphenated || self.unspaced || self.elements.len() < 2 {
            return None;
        }
        let mut pieces: Vec<Piece> = Vec::new();
        for element in &self.elements {
            match element {
                Element::Word(word) => pieces.push(Piece::Letters(word.clone())),
                Element::Glob(glob) => pieces.extend(glob.0.iter().cloned()),
                Element::Any => return None,
            }
        }
        let mut joined: Vec<Piece> = Vec::new();
        for piece in pieces {
            match (piece, joined.last_mut()) {
                (Piece::Letters(next), Some(Piece::Letters(letters))) => letters.push_str(&next),
                (piece, _) => joined.push(piece),
            }
        }
        match joined.as_slice() {
            // `25-26`, two days or a score, is not 2526.
            [Piece::Letters(word)] if word.bytes().all(|byte| byte.is_ascii_digit()) => None,
            [Piece::Letters(word)] => Some(Element::Word(word.clone())),
            _ => Some(Element::Glob(Glob(joined))),
        }
    }

    fn finish(self, written: &str) -> Result<Vec<Element>, Problem> {
        if self.elements.is_empty() {
            return Err(Problem::NoLetters { found: written.to_owned() });
        }
        if self.elements.len() > PHRASE_MAX {
            return Err(Problem::PhraseTooLong { words: self.elements.len(), max: PHRASE_MAX });
        }
        let has_letters = |element: &Element| match element {
            Element::Word(_) => true,
            Element::Glob(glob) => glob.0.iter().any(|piece| matches!(piece, Piece::Letters(_))),
            Element::Any => false,
        };
        if self.elements.iter().any(has_letters) { Ok(self.elements) } else { Err(Problem::BareWildcard) }
    }
}
