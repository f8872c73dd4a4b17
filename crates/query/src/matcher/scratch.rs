//! One document by word: where each word of the queries stands in it.

use super::bits::Bits;
use super::program::{Part, Program};
use super::space::Space;
use super::vocabulary::{NONE, Vocabulary};
use veille_text::{Document, Zone};

/// Words that no query names are remembered with the wildcards they match, up to this many.
const REMEMBERED_MAX: usize = 1 << 16;

/// Working memory for one article at a time; keep one a thread, and use it with the matcher that made it.
#[derive(Clone, Debug)]
pub struct Scratch {
    /// The word at each position, by number; [`NONE`] where no query and no wildcard cares.
    pub(super) ids: Vec<u32>,
    /// Other forms of the words, by position: position and number.
    pub(super) forms: Vec<(u32, u32)>,
    pub(super) words: Chains,
    pub(super) patterns: Chains,
    /// The words of wildcards: those of the vocabulary, then those remembered.
    shapes: Shapes,
    remembered: Vocabulary,
    /// The last article that each query was looked at for.
    pub(super) looked_at: Vec<u32>,
    pub(super) article: u32,
}

/// Places, chained by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Chains {
    heads: Vec<u32>,
    /// One bit a number: what is asked most often fits into the nearest cache.
    occurs: Bits,
    places: Vec<Place>,
    touched: Vec<u32>,
}

/// Positions of one occurrence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub start: u32,
    pub end: u32,
    next: u32,
}

/// Which wildcards each word matches, found when the word is first seen.
#[derive(Clone, Debug, Default)]
struct Shapes {
    /// By word.
    shapes: Vec<Shape>,
    /// The words of the vocabulary that are known to match no wildcard.
    shapeless: Bits,
    numbers: Vec<u32>,
    found: Vec<u32>,
}

/// The wildcards of one word.
#[derive(Clone, Copy, Debug)]
struct Shape {
    /// The first of them in [`Shapes::numbers`]; [`NONE`] where they are not yet known.
    first: u32,
    end: u32,
}

const UNKNOWN: Shape = Shape { first: NONE, end: NONE };

impl Chains {
    fn new(count: usize) -> Self {
        Self { heads: vec![NONE; count], occurs: Bits::new(count), ..Self::default() }
    }

    fn clear(&mut self) {
        // Only what was touched: a vocabulary of a hundred thousand words is not cleared for an article of three hundred.
        for number in self.touched.drain(..) {
            self.heads[number as usize] = NONE;
            self.occurs.unset(number);
        }
        self.places.clear();
    }

    #[inline]
    fn push(&mut self, number: u32, start: u32, end: u32) {
        let head = &mut self.heads[number as usize];
        if *head == NONE {
            self.touched.push(number);
            self.occurs.set(number);
        }
        // Chains through one list instead of a list a word: once it has grown, no article allocates.
        self.places.push(Place { start, end, next: *head });
        *head = self.places.len() as u32 - 1;
    }

    /// Whether a number occurs at all.
    pub fn has(&self, number: u32) -> bool {
        self.occurs.has(number)
    }

    /// The numbers that occur, each once.
    pub fn touched(&self) -> &[u32] {
        &self.touched
    }

    /// Where the chain of a number begins. Compounds come last in it, all else by position.
    pub fn first(&self, number: u32) -> u32 {
        self.heads[number as usize]
    }

    /// The place that a chain has here, and on to the next.
    #[inline]
    pub fn at(&self, next: &mut u32) -> Option<Place> {
        let place = *self.places.get(*next as usize)?;
        *next = place.next;
        Some(place)
    }
}

impl Scratch {
    pub(super) fn new(program: &Program, queries: usize) -> Self {
        Self {
            ids: Vec::new(),
            forms: Vec::new(),
            words: Chains::new(program.vocabulary.len()),
            patterns: Chains::new(program.patterns.len()),
            shapes: Shapes::new(program.vocabulary.len()),
            remembered: Vocabulary::default(),
            looked_at: vec![0; queries],
            article: 0,
        }
    }

    /// Reads a document.
    pub(super) fn read(&mut self, document: &Document, program: &Program) {
        self.start(program, document.tokens().len());
        for alias in document.aliases() {
            let space = Space::of_zone(document.zone_of(alias.first));
            if program.spaces[space as usize] {
                let id = self.number(
                    space,
                    document.folded(alias.folded_start, alias.folded_end),
                    alias.hash,
                    program,
                );
                self.place(id, alias.first, alias.end, program);
            }
        }
        if !program.names.is_empty() {
            for (word, start, end) in program.names.places(document) {
                self.words.push(word, start, end);
            }
        }
        let mut forms = document.forms();
        // A chain gives back what was pushed last: read from the end, its places come in the order of the text.
        for zone in Zone::ALL.into_iter().rev() {
            let space = Space::of_zone(zone);
            if !program.spaces[space as usize] {
                continue;
            }
            for at in document.zone(zone).rev() {
                let token = &document.tokens()[at as usize];
                let folded = document.folded(token.folded_start, token.folded_end);
                let id = match space {
                    // The verifier compares letters of headline and text only; the short fields are compared here.
                    Space::Body => self.probable_number(folded, token.hash, program),
                    _ => self.number(space, folded, token.hash, program),
                };
                self.ids[at as usize] = id;
                self.place(id, at, at + 1, program);
                while let [before @ .., form] = forms
                    && form.at >= at
                {
                    forms = before;
                    // Those behind it are of a field that no query looks into.
                    if form.at == at {
                        let folded = document.folded(form.folded_start, form.folded_end);
                        let form = self.number(space, folded, form.hash, program);
                        self.place_form(form, at, program);
                    }
                }
            }
        }
        self.forms.reverse();
    }

    /// Places another form of the word at a position.
    fn place_form(&mut self, id: u32, at: u32, program: &Program) {
        if id == NONE {
            return;
        }
        if (id as usize) < program.vocabulary.len() {
            self.words.push(id, at, at + 1);
        }
        if !self.shapes.shapeless.has(id) {
            let shape = self.shapes.shapes[id as usize];
            for index in shape.first..shape.end {
                let pattern = self.shapes.numbers[index as usize];
                // One place is one passage, however many forms of its word have that shape.
                let part = Part::Pattern(pattern);
                let known = self.forms.iter().rev().take_while(|(of, _)| *of == at);
                let known = known.map(|(_, form)| *form).chain([self.ids[at as usize]]);
                if !known.into_iter().any(|known| self.is(known, part)) {
                    self.patterns.push(pattern, at, at + 1);
                }
            }
        }
        self.forms.push((at, id));
    }

    /// Whether another form of the word at a position is what a phrase has in this place.
    pub(super) fn has_form(&self, at: u32, part: Part) -> bool {
        let first = self.forms.partition_point(|(of, _)| *of < at);
        self.forms[first..].iter().take_while(|(of, _)| *of == at).any(|(_, id)| self.is(*id, part))
    }

    /// Whether a word of the document, by number, is what a phrase has in this place.
    pub(super) fn is(&self, id: u32, part: Part) -> bool {
        match part {
            Part::Any => true,
            Part::Word(word) => id == word,
            Part::Pattern(_) if id == NONE => false,
            Part::Pattern(pattern) => {
                let shape = self.shapes.shapes[id as usize];
                self.shapes.numbers[shape.first as usize..shape.end as usize].contains(&pattern)
            }
        }
    }

    fn start(&mut self, program: &Program, positions: usize) {
        self.words.clear();
        self.patterns.clear();
        self.ids.clear();
        self.forms.clear();
        self.ids.resize(positions, NONE);
        // Names and typing errors never end: a year of articles would fill memory with words seen once.
        if self.remembered.len() > REMEMBERED_MAX {
            self.remembered.clear();
            self.shapes = Shapes::new(program.vocabulary.len());
        }
        self.article = self.article.wrapping_add(1);
        // After 2^32 articles the stamps of `looked_at` would be those of the first round.
        if self.article == 0 {
            self.looked_at.fill(0);
            self.article = 1;
        }
    }

    /// The number of a word of headline or text, of those of the vocabulary or of those remembered.
    ///
    /// It goes by the hash alone: one word in a quadrillion is taken for another, which the verifier notices where it
    /// would count as a passage.
    fn probable_number(&mut self, folded: &str, hash: u64, program: &Program) -> u32 {
        match program.vocabulary.probable(hash) {
            None => self.number(Space::Body, folded, hash, program),
            Some(NONE) => self.remember(Space::Body, folded, hash, program),
            Some(id) => self.known(id, program),
        }
    }

    /// The number of a word, compared letter by letter.
    fn number(&mut self, space: Space, folded: &str, hash: u64, program: &Program) -> u32 {
        let hash = space.hash(hash);
        match program.vocabulary.find(space, folded, hash) {
            NONE => self.remember(space, folded, hash, program),
            id => self.known(id, program),
        }
    }

    #[inline]
    fn known(&mut self, id: u32, program: &Program) -> u32 {
        // When the word first occurs, not when queries are compiled: most of a vocabulary never does.
        if !self.shapes.shapeless.has(id) && !self.shapes.are_known(id) {
            let (space, folded) = Space::of_word(program.vocabulary.word(id));
            if self.shapes.learn(id, space, folded, program) {
                self.shapes.shapeless.set(id);
            }
        }
        id
    }

    /// A number beyond the vocabulary for a word that some wildcard may match; none for any other.
    fn remember(&mut self, space: Space, folded: &str, hash: u64, program: &Program) -> u32 {
        if !program.patterns.may_match(folded) {
            return NONE;
        }
        // The wildcards of a word do not change, so they are looked up once and not once an article.
        let id = program.vocabulary.len() as u32
            + match space {
                // Here too the verifier has the last word, and no word stands in an article more often.
                Space::Body => self.remembered.intern_probably(space, folded, hash),
                _ => self.remembered.intern_hashed(space, folded, hash),
            };
        self.shapes.learn(id, space, folded, program);
        id
    }

    #[inline]
    fn place(&mut self, id: u32, start: u32, end: u32, program: &Program) {
        if id == NONE {
            return;
        }
        if (id as usize) < program.vocabulary.len() {
            self.words.push(id, start, end);
        }
        if self.shapes.shapeless.has(id) {
            return;
        }
        let shape = self.shapes.shapes[id as usize];
        for index in shape.first..shape.end {
            self.patterns.push(self.shapes.numbers[index as usize], start, end);
        }
    }
}

impl Shapes {
    fn new(words: usize) -> Self {
        Self { shapes: vec![UNKNOWN; words], shapeless: Bits::new(words), ..Self::default() }
    }

    /// Whether a word was seen before.
    fn are_known(&self, id: u32) -> bool {
        self.shapes.get(id as usize).is_some_and(|shape| shape.first != NONE)
    }

    /// Finds the wildcards of a word that is seen for the first time; whether it has none.
    fn learn(&mut self, id: u32, space: Space, folded: &str, program: &Program) -> bool {
        let id = id as usize;
        if id >= self.shapes.len() {
            self.shapes.resize(id + 1, UNKNOWN);
        }
        if self.shapes[id].first == NONE {
            self.found.clear();
            program.patterns.of_word(space, folded, &mut self.found);
            let first = self.numbers.len() as u32;
            self.numbers.extend_from_slice(&self.found);
            self.shapes[id] = Shape { first, end: self.numbers.len() as u32 };
        }
        self.shapes[id].first == self.shapes[id].end
    }
}

impl Place {
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end, next: NONE }
    }
}
