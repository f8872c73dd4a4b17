//! Whose each of many names is: spellings of one, met in whichever articles and in whichever order.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};
use veille_model::MentionKind;

use super::sound::sound;
use super::{Word, is_one_of, key, without_forms, words};

/// The spellings that articles have, each with a number, from 0 in the order in which they were first met, and whose each is.
///
/// Whose it is depends on what is met now, and not on what came first or has gone since: spellings that may be one are put in one order, the
/// fullest first, and each joins the first before it that it is. [`Register::settle`] does that where something came or went.
#[derive(Clone, Debug, Default)]
pub struct Register {
    spellings: Vec<Spelling>,
    by_spelling: FxHashMap<(MentionKind, Box<str>, Box<str>), u32>,
    /// By kind and by how the last word sounds: those that may be one.
    by_sound: FxHashMap<(MentionKind, Box<str>), u32>,
    alike: Vec<Vec<u32>>,
    unsettled: BTreeSet<u32>,
}

#[derive(Clone, Debug)]
struct Spelling {
    name: Box<str>,
    key: Box<str>,
    core: Vec<Word>,
    sounds: Sounds,
    is_known: bool,
    alike: u32,
    /// How often it is met now.
    met: u32,
    whose: u32,
}

/// A bit for each way in which words of a name sound, of 64: of two that are one, the bits of the shorter are the longer's too.
#[derive(Clone, Copy, Debug)]
struct Sounds(u64);

impl Sounds {
    fn of(words: &[Word]) -> Self {
        let bit = |word: &Word| 1 << (FxBuildHasher.hash_one(sound(&word.roman)) >> 58);
        Self(words.iter().map(bit).fold(0, |all, bit: u64| all | bit))
    }

    fn may_be(self, other: Self) -> bool {
        let common = self.0 & other.0;
        common == self.0 || common == other.0
    }
}

impl Spelling {
    /// What the world knows is told by its key, others by their letters; where that is not sure they are two ([`is_one`](super::is_one)).
    fn is(&self, other: &Self) -> bool {
        self.is_known && other.key == self.key
            || self.sounds.may_be(other.sounds) && is_one_of(&other.core, &self.core)
    }
}

impl Register {
    /// The number of a spelling, which is met once more.
    pub fn meet(&mut self, kind: MentionKind, name: &str, key: &str) -> u32 {
        let number = match self.known(kind, name, key) {
            Some(number) => number,
            None => self.add(kind, name, key),
        };
        let spelling = &mut self.spellings[number as usize];
        spelling.met += 1;
        if spelling.met == 1 {
            self.unsettled.insert(spelling.alike);
        }
        number
    }

    /// Says that a spelling is met once less.
    pub fn leave(&mut self, number: u32) {
        let spelling = &mut self.spellings[number as usize];
        spelling.met = spelling.met.saturating_sub(1);
        if spelling.met == 0 {
            self.unsettled.insert(spelling.alike);
        }
    }

    /// Finds out anew whose the spellings are that may be one with what came or went.
    pub fn settle(&mut self) {
        for alike in std::mem::take(&mut self.unsettled) {
            let mut order: Vec<u32> = self.alike[alike as usize].clone();
            order.retain(|number| self.spellings[*number as usize].met > 0);
            order.sort_by_cached_key(|number| {
                let it = &self.spellings[*number as usize];
                (!it.is_known, Reverse(it.core.len()), it.name.clone(), it.key.clone())
            });
            let mut firsts: Vec<u32> = Vec::new();
            for number in order {
                let spelling = &self.spellings[number as usize];
                let is_theirs = |first: &u32| spelling.is(&self.spellings[*first as usize]);
                let first = firsts.iter().copied().find(is_theirs);
                self.spellings[number as usize].whose = first.unwrap_or(number);
                firsts.extend(first.is_none().then_some(number));
            }
        }
    }

    /// The number of a spelling that was met some time.
    pub fn known(&self, kind: MentionKind, name: &str, key: &str) -> Option<u32> {
        self.by_spelling.get(&(kind, key.into(), name.into())).copied()
    }

    /// Whose a spelling is, by the number of the fullest: as it was when the register was last settled.
    pub fn whose(&self, number: u32) -> u32 {
        self.spellings[number as usize].whose
    }

    /// A spelling as it is written.
    pub fn name(&self, number: u32) -> &str {
        &self.spellings[number as usize].name
    }

    /// Its key.
    pub fn key(&self, number: u32) -> &str {
        &self.spellings[number as usize].key
    }

    /// Whether it is what the world knows under its key.
    pub fn is_known(&self, number: u32) -> bool {
        self.spellings[number as usize].is_known
    }

    /// Whether it is met now.
    pub fn is_met(&self, number: u32) -> bool {
        self.spellings[number as usize].met > 0
    }

    /// How many spellings were met some time.
    pub fn len(&self) -> usize {
        self.spellings.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.spellings.is_empty()
    }

    fn add(&mut self, kind: MentionKind, name: &str, key: &str) -> u32 {
        let number = u32::try_from(self.spellings.len()).expect("there are fewer names than numbers");
        let last = key.rsplit(' ').next().unwrap_or_default();
        let next = self.alike.len() as u32;
        let alike = *self.by_sound.entry((kind, last.into())).or_insert(next);
        if alike == next {
            self.alike.push(Vec::new());
        }
        self.alike[alike as usize].push(number);
        // In some languages thousands of people have a last word of one sound: they are told apart without their letters.
        let core = without_forms(words(name));
        self.by_spelling.insert((kind, key.into(), name.into()), number);
        self.spellings.push(Spelling {
            name: name.into(),
            key: key.into(),
            sounds: Sounds::of(&core),
            core,
            is_known: key != self::key(name),
            alike,
            met: 0,
            whose: number,
        });
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: MentionKind = MentionKind::Person;

    fn met(register: &mut Register, kind: MentionKind, name: &str, known: Option<&str>) -> u32 {
        let number = register.meet(kind, name, &known.map_or_else(|| key(name), str::to_owned));
        register.settle();
        number
    }

    #[test]
    fn spellings_of_one_are_one() {
        let mut register = Register::default();
        let guterres = met(&mut register, PERSON, "António Guterres", None);
        for name in ["Антониу Гутерриш", "António Guterres", "أنطونيو غوتيريش"]
        {
            let number = met(&mut register, PERSON, name, None);
            assert_eq!(register.whose(number), register.whose(guterres), "{name}");
        }
        // A surname alone may be another's.
        for name in ["Guterres", "Lucio Gutiérrez"] {
            let number = met(&mut register, PERSON, name, None);
            assert_ne!(register.whose(number), register.whose(guterres), "{name}");
        }
        let organisation = MentionKind::Organisation;
        let united = met(&mut register, organisation, "ONU", Some("unitednations"));
        let russian = met(&mut register, organisation, "Объединённые Нации", Some("unitednations"));
        assert_eq!(register.whose(united), register.whose(russian));
        let person = met(&mut register, PERSON, "ONU", None);
        assert_ne!(register.whose(person), register.whose(united));
    }

    #[test]
    fn who_is_whom_does_not_depend_on_what_came_first_or_has_gone() {
        let names = ["John Smith", "John Adam Smith", "John Brian Smith", "Smith John", "Jane Smith"];
        let groups = |register: &Register| {
            let mut groups: Vec<(String, String)> = (0..register.len() as u32)
                .filter(|number| register.is_met(*number))
                .map(|it| (register.name(it).to_owned(), register.name(register.whose(it)).to_owned()))
                .collect();
            groups.sort();
            groups
        };
        let of = |order: &[usize]| {
            let mut register = Register::default();
            for at in order {
                met(&mut register, PERSON, names[*at], None);
            }
            groups(&register)
        };
        let expected = of(&[0, 1, 2, 3, 4]);
        // Two people who have a middle name each do not become one by whoever writes neither.
        assert!(expected.contains(&("John Brian Smith".to_owned(), "John Brian Smith".to_owned())));
        assert!(expected.contains(&("John Smith".to_owned(), "John Adam Smith".to_owned())));
        for order in [[4, 3, 2, 1, 0], [0, 3, 2, 1, 4], [2, 0, 1, 4, 3]] {
            assert_eq!(of(&order), expected, "{order:?}");
        }
        // Who has gone joins nobody.
        let mut register = Register::default();
        let numbers: Vec<u32> = names.iter().map(|name| met(&mut register, PERSON, name, None)).collect();
        register.leave(numbers[1]);
        register.settle();
        assert_eq!(groups(&register), of(&[0, 2, 3, 4]));
    }
}
