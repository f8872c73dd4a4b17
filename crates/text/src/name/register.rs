//! Whose each of many names is: spellings of one, met in whichever articles and in whichever order.

use std::cmp::Reverse;
use std::hash::{BuildHasher, Hash};

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use veille_model::MentionKind;

use super::sound::sound;
use super::{Word, is_one_of, key, without_forms, words};

/// The spellings that articles have, each with a number, from 0 in the order in which they were first met, and whose each is.
///
/// Whose it is depends on what is met now, and not on what came first or has gone since: spellings that may be one are put in one order, the
/// fullest first, and each joins the first before it that it is. [`Register::settle`] does that where something came or went, among what
/// that is one with, directly or by others: what it costs does not grow with all that are met.
#[derive(Clone, Debug, Default)]
pub struct Register {
    spellings: Vec<Spelling>,
    by_spelling: FxHashMap<(MentionKind, Box<str>, Box<str>), u32>,
    /// Those that have something in common, by the digest of that.
    shelves: FxHashMap<u64, Vec<u32>>,
    /// Those that came or went.
    unsettled: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Spelling {
    name: Box<str>,
    key: Box<str>,
    core: Box<[Word]>,
    sounds: Sounds,
    is_known: bool,
    /// Those that are one with it, met now or not.
    kin: Vec<u32>,
    /// How often it is met now.
    met: u32,
    whose: u32,
}

/// What two spellings that are one have in common beside the sound of their last word: in some languages thousands of people share that.
#[derive(Hash)]
enum Common<'s> {
    /// What the world knows them as.
    Key(&'s str),
    /// Nothing: both are one word.
    Alone,
    /// The sound of another word.
    Sound(&'s str),
    /// Another word that sounds like the last.
    Echo,
}

/// A bit for each way in which words of a name sound, of 64: of two that are one, the bits of the shorter are the longer's too.
#[derive(Clone, Copy, Debug)]
struct Sounds(u64);

impl Sounds {
    fn of(sounds: &[String]) -> Self {
        let bit = |sound: &String| 1 << (FxBuildHasher.hash_one(sound) >> 58);
        Self(sounds.iter().map(bit).fold(0, |all, bit: u64| all | bit))
    }

    fn may_be(self, other: Self) -> bool {
        let common = self.0 & other.0;
        common == self.0 || common == other.0
    }
}

impl Spelling {
    /// What the world knows is told by its key, others by their letters; where that is not sure they are two ([`is_one`](super::is_one)).
    fn is(&self, other: &Self) -> bool {
        self.is_known && other.is_known && other.key == self.key
            || self.sounds.may_be(other.sounds) && is_one_of(&other.core, &self.core)
    }

    /// The fullest first, and before these what the world knows.
    fn place(&self) -> (bool, Reverse<usize>, &str, &str) {
        (!self.is_known, Reverse(self.core.len()), &self.name, &self.key)
    }

    /// Where those stand that it may be one with, and it itself.
    fn shelves(&self, kind: MentionKind, sounds: &[String]) -> Vec<u64> {
        let last = self.key.rsplit(' ').next().unwrap_or_default();
        let shelf = |common: Common<'_>| FxBuildHasher.hash_one((kind, last, common));
        let others = sounds.iter().filter(|sound| *sound != last);
        let mut shelves: Vec<u64> = others.clone().map(|sound| shelf(Common::Sound(sound))).collect();
        if sounds.len() == 1 {
            shelves = vec![shelf(Common::Alone)];
        } else if others.count() + 1 < sounds.len() {
            shelves.push(shelf(Common::Echo));
        }
        shelves.extend(self.is_known.then(|| shelf(Common::Key(&self.key))));
        shelves.sort_unstable();
        shelves.dedup();
        shelves
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
            self.unsettled.push(number);
        }
        number
    }

    /// Says that a spelling is met once less.
    pub fn leave(&mut self, number: u32) {
        let spelling = &mut self.spellings[number as usize];
        spelling.met = spelling.met.saturating_sub(1);
        if spelling.met == 0 {
            self.unsettled.push(number);
        }
    }

    /// Finds out anew whose the spellings are that are one with what came or went.
    pub fn settle(&mut self) {
        let mut settled = FxHashSet::default();
        for changed in std::mem::take(&mut self.unsettled) {
            // Without one that went, those that it was one with may be several.
            let kin = self.spellings[changed as usize].kin.iter().copied();
            let around: Vec<u32> = kin.chain([changed]).filter(|number| self.is_met(*number)).collect();
            for one in around {
                if settled.insert(one) {
                    self.join(self.connected(one, &mut settled));
                }
            }
        }
    }

    /// What is met of those that are one with a spelling, with one of these, and so on.
    fn connected(&self, one: u32, settled: &mut FxHashSet<u32>) -> Vec<u32> {
        let mut connected = vec![one];
        let mut at = 0;
        while let Some(number) = connected.get(at) {
            let kin = self.spellings[*number as usize].kin.iter().copied();
            connected.extend(kin.filter(|number| self.is_met(*number) && settled.insert(*number)));
            at += 1;
        }
        connected
    }

    fn join(&mut self, mut connected: Vec<u32>) {
        connected.sort_unstable_by(|a, b| {
            self.spellings[*a as usize].place().cmp(&self.spellings[*b as usize].place())
        });
        let mut firsts: FxHashMap<u32, usize> = FxHashMap::default();
        for (place, number) in connected.into_iter().enumerate() {
            let spelling = &mut self.spellings[number as usize];
            let joined = spelling.kin.iter().filter_map(|one| Some((firsts.get(one)?, *one))).min();
            spelling.whose = joined.map_or(number, |(_, first)| first);
            if joined.is_none() {
                firsts.insert(number, place);
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
        let core: Box<[Word]> = without_forms(words(name)).into();
        let sounds: Vec<String> = core.iter().map(|word| sound(&word.roman)).collect();
        let mut spelling = Spelling {
            name: name.into(),
            key: key.into(),
            sounds: Sounds::of(&sounds),
            core,
            is_known: key != self::key(name),
            kin: Vec::new(),
            met: 0,
            whose: number,
        };
        let shelves = spelling.shelves(kind, &sounds);
        let mut others: Vec<u32> =
            shelves.iter().filter_map(|it| self.shelves.get(it)).flatten().copied().collect();
        others.sort_unstable();
        others.dedup();
        for other in others {
            let known = &mut self.spellings[other as usize];
            // A name of as many words is asked about by who stands after it.
            let (later, earlier) =
                if known.place() < spelling.place() { (&spelling, &*known) } else { (&*known, &spelling) };
            if later.is(earlier) {
                known.kin.push(number);
                spelling.kin.push(other);
            }
        }
        for shelf in shelves {
            self.shelves.entry(shelf).or_default().push(number);
        }
        self.by_spelling.insert((kind, key.into(), name.into()), number);
        self.spellings.push(spelling);
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

    /// Whose each is that is met, found as it is told: all in one order, each joins the first before it that it is.
    fn told(register: &Register) -> Vec<(u32, u32)> {
        let spelling = |number: u32| &register.spellings[number as usize];
        let last = |number: u32| spelling(number).key.rsplit(' ').next().unwrap_or_default().to_owned();
        let mut order: Vec<u32> = (0..register.len() as u32).filter(|it| register.is_met(*it)).collect();
        order.sort_by(|a, b| spelling(*a).place().cmp(&spelling(*b).place()));
        let mut firsts: Vec<u32> = Vec::new();
        let mut whose: Vec<(u32, u32)> = Vec::new();
        for number in order {
            let is_theirs =
                |first: &u32| last(*first) == last(number) && spelling(number).is(spelling(*first));
            let first = firsts.iter().copied().find(is_theirs);
            whose.push((number, first.unwrap_or(number)));
            firsts.extend(first.is_none().then_some(number));
        }
        whose.sort_unstable();
        whose
    }

    #[test]
    fn whoever_comes_and_goes_all_are_whose_they_are_told_to_be() {
        let given = ["Anna", "Ana", "Anne", "An", "Văn", "Thị", "Thi", "Анна", "Tom", "Thomas", "Lan"];
        let family = ["Lan", "Lane", "Nguyễn", "Nguyen", "Нгуен", "Tam", "Thom", "An"];
        let mut names: Vec<String> = family.map(str::to_owned).to_vec();
        for (at, one) in given.iter().enumerate() {
            for last in family {
                names.push(format!("{one} {last}"));
                names.push(format!("{one} {} {last}", given[(at + 3) % given.len()]));
            }
        }
        let mut register = Register::default();
        let mut state: u32 = 7;
        for _ in 0..600 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let name = &names[(state >> 8) as usize % names.len()];
            let known = (state >> 5).is_multiple_of(9).then_some("the world's an");
            let key = known.map_or_else(|| key(name), str::to_owned);
            match register.known(PERSON, name, &key).filter(|number| register.is_met(*number)) {
                Some(number) => register.leave(number),
                None => drop(register.meet(PERSON, name, &key)),
            }
            if state & 0x1_0000 == 0 {
                register.settle();
                let met = (0..register.len() as u32).filter(|it| register.is_met(*it));
                let whose: Vec<(u32, u32)> = met.map(|it| (it, register.whose(it))).collect();
                assert_eq!(whose, told(&register));
            }
        }
        assert!(register.len() > 150);
    }

    #[test]
    fn one_more_of_a_frequent_surname_is_compared_with_few() {
        let mut register = Register::default();
        let syllables = ["ba", "di", "go", "lu", "me", "na", "po", "ri", "su", "ta"];
        for one in 0..10_000_usize {
            let digits = [one / 1000, one / 100 % 10, one / 10 % 10, one % 10];
            let given: String = digits.iter().map(|digit| syllables[*digit]).collect();
            register.meet(PERSON, &format!("{given} Nguyen"), &key(&format!("{given} Nguyen")));
        }
        register.settle();
        let longest = register.shelves.values().map(Vec::len).max();
        assert!(longest < Some(200), "{longest:?} of {} stand on one shelf", register.len());
    }
}
