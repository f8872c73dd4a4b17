//! One document by word: where each word of the queries stands in it.

use super::program::{Part, Program};
use super::space::Space;
use super::vocabulary::{Vocabulary, hash};
use crate::text::{Document, Zone};

/// No entry.
pub(super) const NONE: u32 = u32::MAX;

/// Words that no query names are remembered with the wildcards they match, up to this many.
const REMEMBERED_MAX: usize = 1 << 16;

/// Working memory for one article at a time; keep one a thread, and use it with the matcher that made it.
#[derive(Clone, Debug)]
pub struct Scratch {
    /// The word at each position, by number; [`NONE`] where no query and no wildcard cares.
    pub(super) ids: Vec<u32>,
    pub(super) words: Chains,
    pub(super) patterns: Chains,
    /// The words of wildcards: those of the vocabulary, then those remembered.
    shapes: Shapes,
    remembered: Vocabulary,
    key: String,
    /// The last article that each query was looked at for.
    pub(super) looked_at: Vec<u32>,
    pub(super) article: u32,
}

/// Places, chained by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Chains {
    heads: Vec<u32>,
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
    /// By word: first and one past the last in `numbers`; [`NONE`] where not yet known.
    ranges: Vec<(u32, u32)>,
    numbers: Vec<u32>,
    found: Vec<u32>,
}

impl Chains {
    fn new(count: usize) -> Self {
        Self { heads: vec![NONE; count], ..Self::default() }
    }

    fn clear(&mut self) {
        for number in self.touched.drain(..) {
            self.heads[number as usize] = NONE;
        }
        self.places.clear();
    }

    fn push(&mut self, number: u32, start: u32, end: u32) {
        let head = &mut self.heads[number as usize];
        if *head == NONE {
            self.touched.push(number);
        }
        self.places.push(Place { start, end, next: *head });
        *head = self.places.len() as u32 - 1;
    }

    /// Whether a number occurs at all.
    pub fn has(&self, number: u32) -> bool {
        self.heads[number as usize] != NONE
    }

    /// The numbers that occur, each once.
    pub fn touched(&self) -> &[u32] {
        &self.touched
    }

    /// Where a number occurs. Compounds come last, all else by position.
    pub fn places(&self, number: u32) -> impl Iterator<Item = Place> {
        let mut next = self.heads[number as usize];
        std::iter::from_fn(move || {
            let place = *self.places.get(next as usize)?;
            next = place.next;
            Some(place)
        })
    }
}

impl Scratch {
    pub(super) fn new(program: &Program, queries: usize) -> Self {
        Self {
            ids: Vec::new(),
            words: Chains::new(program.vocabulary.len()),
            patterns: Chains::new(program.patterns.len()),
            shapes: Shapes { ranges: vec![(NONE, NONE); program.vocabulary.len()], ..Shapes::default() },
            remembered: Vocabulary::default(),
            key: String::new(),
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
                let id = self.number(space, document.folded(alias.folded_start, alias.folded_end), program);
                self.place(id, alias.first, alias.end, program);
            }
        }
        for zone in Zone::ALL.into_iter().rev() {
            let space = Space::of_zone(zone);
            if !program.spaces[space as usize] {
                continue;
            }
            for at in document.zone(zone).rev() {
                let token = &document.tokens()[at as usize];
                let id = self.number(space, document.folded(token.folded_start, token.folded_end), program);
                self.ids[at as usize] = id;
                self.place(id, at, at + 1, program);
            }
        }
    }

    /// Whether a word of the document, by number, is what a phrase has in this place.
    pub(super) fn is(&self, id: u32, part: Part) -> bool {
        match part {
            Part::Any => true,
            Part::Word(word) => id == word,
            Part::Pattern(_) if id == NONE => false,
            Part::Pattern(pattern) => {
                let (first, end) = self.shapes.ranges[id as usize];
                self.shapes.numbers[first as usize..end as usize].contains(&pattern)
            }
        }
    }

    fn start(&mut self, program: &Program, positions: usize) {
        self.words.clear();
        self.patterns.clear();
        self.ids.clear();
        self.ids.resize(positions, NONE);
        if self.remembered.len() > REMEMBERED_MAX {
            self.remembered.clear();
            self.shapes.ranges.clear();
            self.shapes.ranges.resize(program.vocabulary.len(), (NONE, NONE));
            self.shapes.numbers.clear();
        }
        self.article = self.article.wrapping_add(1);
        if self.article == 0 {
            self.looked_at.fill(0);
            self.article = 1;
        }
    }

    fn number(&mut self, space: Space, folded: &str, program: &Program) -> u32 {
        let word = if space == Space::Body {
            folded
        } else {
            self.key.clear();
            self.key.push_str(space.mark());
            self.key.push_str(folded);
            &self.key
        };
        let hash = hash(word);
        let id = match program.vocabulary.find(word, hash) {
            Some(id) => id,
            None if program.patterns.is_empty() => return NONE,
            None => {
                let id = self.remembered.intern_hashed(word, hash);
                (program.vocabulary.len() as u32) + id
            }
        };
        self.shapes.learn(id, space, folded, program);
        id
    }

    fn place(&mut self, id: u32, start: u32, end: u32, program: &Program) {
        if id == NONE {
            return;
        }
        if (id as usize) < program.vocabulary.len() {
            self.words.push(id, start, end);
        }
        let (first, last) = self.shapes.ranges[id as usize];
        for index in first..last {
            self.patterns.push(self.shapes.numbers[index as usize], start, end);
        }
    }
}

impl Shapes {
    fn learn(&mut self, id: u32, space: Space, folded: &str, program: &Program) {
        let id = id as usize;
        if id >= self.ranges.len() {
            self.ranges.resize(id + 1, (NONE, NONE));
        }
        if self.ranges[id].0 != NONE {
            return;
        }
        self.found.clear();
        program.patterns.of_word(space, folded, &mut self.found);
        let first = self.numbers.len() as u32;
        self.numbers.extend_from_slice(&self.found);
        self.ranges[id] = (first, self.numbers.len() as u32);
    }
}

impl Place {
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end, next: NONE }
    }
}
