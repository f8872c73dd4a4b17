//! Which names of a document are one's: a surname is whoever has it, an abbreviation whatever it stands behind in parentheses.
//!
//! What is known of the world goes by its English name. People are met by their full names first, so that a surname finds its bearer
//! wherever it stands; where two have it, it stays alone, for nobody can tell whose it is.

use std::ops::Range;

use rustc_hash::FxHashMap;
use veille_model::{Mention, MentionKind, Span};
use veille_text::{fold, hash, name};

use super::spans::{Attached, Name, Sort};
use crate::lists::Lists;
use crate::words::Words;

/// Cases leave so many letters of a word, and change no more than so many.
const KEPT_LETTERS_MIN: usize = 3;
const CASE_LETTERS_MAX: usize = 3;

/// A name is looked for among so many of those met last, so that a list of names without end takes its time in proportion;
/// and among so many of all others that begin or end with the same word.
const LOOKED_AT_MAX: usize = 300;
const OF_ONE_WORD_MAX: usize = 20;

/// One who or what is named.
struct Entity {
    /// By its fullest spelling.
    zone: usize,
    at: Range<usize>,
    attached: Attached,
    sort: Sort,
    /// The English name of what the world knows.
    known: Option<&'static str>,
    mention: Mention,
}

/// What is compared.
struct Merging<'a> {
    zones: &'a [Words<'a>; 2],
    lists: &'static Lists,
    declines: bool,
    entities: Vec<Entity>,
    by_known: FxHashMap<&'static str, usize>,
    /// By zone and place, what words are without what is attached to them, where that is something.
    bare: FxHashMap<(usize, usize), u64>,
    /// Those met before the last ones, by the words that they begin and end with.
    earlier: FxHashMap<u64, Vec<usize>>,
}

/// The names of headline and text, each once, in the order in which they come.
pub(super) fn merged(
    zones: &[Words<'_>; 2],
    lists: &'static Lists,
    declines: bool,
    names: &[Vec<Name>; 2],
) -> Vec<Mention> {
    let all = || (0..zones.len()).flat_map(|zone| names[zone].iter().map(move |name| (zone, name)));
    let (by_known, earlier) = (FxHashMap::default(), FxHashMap::default());
    let bare = all().filter_map(|(zone, name)| bare(&zones[zone], name).map(|(at, hash)| ((zone, at), hash)));
    let bare = bare.collect();
    let mut merging = Merging { zones, lists, declines, entities: Vec::new(), by_known, bare, earlier };
    let mut whose: Vec<usize> = vec![usize::MAX; names[0].len() + names[1].len()];
    // First who is named in full, then who is named in short.
    for full in [true, false] {
        for (place, (zone, name)) in all().enumerate() {
            if is_full(name) == full {
                whose[place] = merging.meet(zone, name);
            }
        }
    }
    for ((zone, name), entity) in all().zip(whose) {
        merging.place(zone, name, entity);
    }
    merging.finish()
}

/// A word of a name without what is attached to it, with its place; None where nothing is.
fn bare(words: &Words<'_>, name: &Name) -> Option<(usize, u64)> {
    if name.attached == Attached::default() {
        return None;
    }
    let at = if name.attached.behind > 0 { name.at.end - 1 } else { name.at.start };
    Some((at, hash(&fold::compact(name.attached.cut(words.written(at))))))
}

/// Whether a name says by itself whose it is.
fn is_full(name: &Name) -> bool {
    name.at.len() > 1 || matches!(name.sort, Sort::Place | Sort::Body)
}

impl Merging<'_> {
    /// Whom a name means: someone met, or someone new.
    fn meet(&mut self, zone: usize, name: &Name) -> usize {
        let known = self.lists.name(name.known);
        if let Some(met) = self.met(zone, name, known) {
            let entity = &mut self.entities[met];
            let longer = name.at.len() > entity.at.len();
            let nominative = self.declines && name.at.len() == entity.at.len() && {
                let letters = |zone: usize, at: &Range<usize>| self.zones[zone].passage(at).chars().count();
                letters(zone, &name.at) < letters(entity.zone, &entity.at)
            };
            if longer || nominative {
                (entity.zone, entity.at, entity.attached) = (zone, name.at.clone(), name.attached);
            }
            if matches!(entity.sort, Sort::Likely | Sort::Unsure) && !matches!(name.sort, Sort::Unsure) {
                entity.sort = name.sort;
            }
            if longer && met < self.first_of_last() {
                self.keep(met);
            }
            return met;
        }
        let mention = Mention {
            kind: MentionKind::Person,
            name: String::new(),
            key: String::new(),
            headline: Vec::new(),
            text: Vec::new(),
        };
        self.entities.push(Entity {
            zone,
            at: name.at.clone(),
            attached: name.attached,
            sort: name.sort,
            known,
            mention,
        });
        let at = self.entities.len() - 1;
        if let Some(known) = known {
            self.by_known.insert(known, at);
        }
        if let Some(left) = self.first_of_last().checked_sub(1) {
            self.keep(left);
        }
        at
    }

    /// Where those begin that were met last.
    fn first_of_last(&self) -> usize {
        self.entities.len().saturating_sub(LOOKED_AT_MAX)
    }

    /// Keeps one to be found by its words though others without end come behind it.
    fn keep(&mut self, entity: usize) {
        let Entity { zone, at, known: None, .. } = &self.entities[entity] else { return };
        for word in [at.start, at.end - 1] {
            let Some(hash) = self.hash(*zone, word) else { continue };
            let kept = self.earlier.entry(hash).or_default();
            if kept.len() < OF_ONE_WORD_MAX && !kept.contains(&entity) {
                kept.push(entity);
            }
        }
    }

    /// The earlier ones that begin or end with the first or the last word of a name, in order.
    fn kept(&self, zone: usize, name: &Name) -> Vec<usize> {
        if self.earlier.is_empty() {
            return Vec::new();
        }
        let hashes = [name.at.start, name.at.end - 1].map(|word| self.hash(zone, word));
        let found = hashes.iter().flatten().filter_map(|hash| self.earlier.get(hash));
        let mut kept: Vec<usize> = found.flatten().copied().collect();
        kept.sort_unstable();
        kept.dedup();
        kept
    }

    /// Someone met whom a name means, if it is one alone.
    fn met(&self, zone: usize, name: &Name, known: Option<&str>) -> Option<usize> {
        if let Some(known) = known {
            return self.by_known.get(known).copied();
        }
        let (mut found, mut several) = (None, false);
        let last = self.first_of_last()..self.entities.len();
        for at in self.kept(zone, name).into_iter().chain(last) {
            let entity = &self.entities[at];
            if entity.known.is_some() {
                continue;
            }
            if self.same(zone, &name.at, entity) {
                return Some(at);
            }
            if self.is_part(zone, name, entity) {
                several |= found.is_some();
                found = Some(at);
            }
        }
        // Two of one surname: nobody can tell. The surname alone, met before, was told above.
        found.filter(|_| !several)
    }

    /// Whether two names are the same words, cases aside.
    fn same(&self, zone: usize, at: &Range<usize>, entity: &Entity) -> bool {
        at.len() == entity.at.len()
            && at
                .clone()
                .zip(entity.at.clone())
                .all(|(one, other)| self.same_word(zone, one, entity.zone, other))
    }

    /// Whether a name is a shorter or longer form of another's: the surname, the given name, an initial before it.
    fn is_part(&self, zone: usize, name: &Name, entity: &Entity) -> bool {
        let person = |sort: Sort| matches!(sort, Sort::Person | Sort::Likely | Sort::Unsure);
        if !person(name.sort)
            || !person(entity.sort)
            || name.at.len() == entity.at.len() && name.at.len() == 1
        {
            return false;
        }
        let own = (zone, name.at.clone());
        let other = (entity.zone, entity.at.clone());
        let (short, long) = if own.1.len() <= other.1.len() { (own, other) } else { (other, own) };
        let last = self.same_word(short.0, short.1.end - 1, long.0, long.1.end - 1);
        if short.1.len() == 1 {
            return last || self.same_word(short.0, short.1.start, long.0, long.1.start);
        }
        // `黑田` of `黑田晴人`: where nothing parts the characters, the surname is what a name begins with.
        let begins = short.1.clone().zip(long.1.clone()).all(|(at, other)| {
            let own = self.zones[short.0].written(at);
            own.starts_with(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
                && self.same_word(short.0, at, long.0, other)
        });
        if begins && short.1.len() < long.1.len() {
            return true;
        }
        let initial = |at: usize, other: usize| {
            let (one, two) = (self.zones[short.0].folded(at), self.zones[long.0].folded(other));
            (one.chars().nth(1).is_none() && two.starts_with(one))
                || (two.chars().nth(1).is_none() && one.starts_with(two))
        };
        let first = self.same_word(short.0, short.1.start, long.0, long.1.start)
            || initial(short.1.start, long.1.start);
        last && (first
            || short.1.len() < long.1.len()
                && short
                    .1
                    .clone()
                    .all(|at| long.1.clone().any(|other| self.same_word(short.0, at, long.0, other))))
    }

    /// The hash of a word, without what is attached to it.
    fn hash(&self, zone: usize, at: usize) -> Option<u64> {
        self.bare.get(&(zone, at)).copied().or_else(|| self.zones[zone].hash(at))
    }

    fn same_word(&self, zone: usize, at: usize, other_zone: usize, other: usize) -> bool {
        let (words, others) = (&self.zones[zone], &self.zones[other_zone]);
        if self.hash(zone, at) == self.hash(other_zone, other) {
            return true;
        }
        if !self.declines || words.is_acronym(at) || others.is_acronym(other) {
            return false;
        }
        let (one, other) = (words.folded(at), others.folded(other));
        let common: usize = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
        let (letters, others) = (one.chars().count(), other.chars().count());
        common >= KEPT_LETTERS_MIN
            && letters.max(others) <= common + CASE_LETTERS_MAX
            && letters.min(others) <= common + 2
    }

    fn place(&mut self, zone: usize, name: &Name, entity: usize) {
        let words = &self.zones[zone];
        let (first, last) = (words.token(name.at.start), words.token(name.at.end - 1));
        let span = Span {
            start: first.start_code_point as usize + name.attached.before,
            end: last.end_code_point as usize - name.attached.behind,
        };
        let mention = &mut self.entities[entity].mention;
        if zone == 0 { mention.headline.push(span) } else { mention.text.push(span) }
    }

    fn finish(self) -> Vec<Mention> {
        let zones = self.zones;
        let mut mentions: Vec<Mention> = Vec::with_capacity(self.entities.len());
        for entity in self.entities {
            let name = entity.attached.cut(zones[entity.zone].passage(&entity.at));
            let kind = match entity.sort {
                Sort::Place => MentionKind::Place,
                Sort::Body => MentionKind::Organisation,
                Sort::Person | Sort::Likely | Sort::Unsure => MentionKind::Person,
            };
            let key = entity.known.map_or_else(|| name::key(name), fold::compact);
            mentions.push(Mention { kind, name: name.to_owned(), key, ..entity.mention });
        }
        let first = |mention: &Mention| {
            let headline = mention.headline.first().map_or(usize::MAX, |span| span.start);
            (headline, mention.text.first().map_or(usize::MAX, |span| span.start))
        };
        mentions.sort_by_key(first);
        mentions
    }
}
