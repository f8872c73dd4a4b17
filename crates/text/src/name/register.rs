//! Whose each of many names is: spellings of one, met one after the other, in whichever articles.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};
use veille_model::MentionKind;

use super::sound::sound;
use super::{Word, is_one_of, key, without_forms, words};

/// Names that were met, each with a number that all its spellings share, from 0 in the order in which they were first met.
#[derive(Clone, Debug, Default)]
pub struct Register {
    met: Vec<Met>,
    /// By kind and by how the last word sounds: where to look for whoever comes next.
    by_sound: FxHashMap<(MentionKind, String), Vec<usize>>,
    /// By kind, key and spelling: most names were met as they are.
    by_spelling: FxHashMap<(MentionKind, String, String), usize>,
}

/// One who was met, in the spelling that was first.
#[derive(Clone, Debug)]
struct Met {
    key: String,
    core: Vec<Word>,
    sounds: Sounds,
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

impl Register {
    /// The number of whoever has this name and key: of someone met, or a new one. What the world knows is told by its key, others by
    /// their letters; where that is not sure they are two ([`is_one`]).
    pub fn number(&mut self, kind: MentionKind, name: &str, key: &str) -> usize {
        let spelling = (kind, key.to_owned(), name.to_owned());
        if let Some(number) = self.by_spelling.get(&spelling) {
            return *number;
        }
        let number = self.of_sound(kind, name, key);
        self.by_spelling.insert(spelling, number);
        number
    }

    /// How many were met.
    pub fn len(&self) -> usize {
        self.met.len()
    }

    /// Whether nobody was met.
    pub fn is_empty(&self) -> bool {
        self.met.is_empty()
    }

    fn of_sound(&mut self, kind: MentionKind, name: &str, key: &str) -> usize {
        let last = key.rsplit(' ').next().unwrap_or_default().to_owned();
        let same = self.by_sound.entry((kind, last)).or_default();
        // In some languages thousands of people have a last word of one sound: they are told apart without their letters.
        let core = without_forms(words(name));
        let sounds = Sounds::of(&core);
        let is_known = key != self::key(name);
        let is_same = |number: &usize| {
            let met = &self.met[*number];
            is_known && met.key == key || sounds.may_be(met.sounds) && is_one_of(&met.core, &core)
        };
        if let Some(number) = same.iter().copied().find(is_same) {
            return number;
        }
        same.push(self.met.len());
        self.met.push(Met { key: key.to_owned(), core, sounds });
        self.met.len() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_share_a_number() {
        let mut register = Register::default();
        let mut number = |kind: MentionKind, name: &str, known: Option<&str>| {
            register.number(kind, name, &known.map_or_else(|| key(name), str::to_owned))
        };
        let person = MentionKind::Person;
        let guterres = number(person, "António Guterres", None);
        for name in ["Антониу Гутерриш", "António Guterres", "أنطونيو غوتيريش"]
        {
            assert_eq!(number(person, name, None), guterres, "{name}");
        }
        // A surname alone may be another's.
        assert_ne!(number(person, "Guterres", None), guterres);
        assert_ne!(number(person, "Lucio Gutiérrez", None), guterres);
        let united = number(MentionKind::Organisation, "ONU", Some("unitednations"));
        assert_eq!(number(MentionKind::Organisation, "Объединённые Нации", Some("unitednations")), united);
        assert_ne!(number(person, "ONU", None), united);
        assert_eq!(register.len(), 5);
    }
}
