//! All who were met: every spelling, whose it is, what articles tell of them.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use rustc_hash::FxHashSet;
use veille_model::{Mention, MentionKind, Quotation, TaggedArticle};
use veille_text::fold::compact;
use veille_text::name::{self, Office, Register, Wanted};

use super::roles::Roles;

/// Says nothing, or is said by nobody who is named.
pub(super) const NOBODY: u32 = u32::MAX;

/// All who were met.
#[derive(Debug, Default)]
pub(in crate::catalogue) struct Everybody {
    pub(super) register: Register,
    /// Whose each spelling is, by its number: close together, for a walk over all articles asks it of each name.
    ones: Vec<u32>,
    /// By the number of one: the last of their spellings, and by that of a spelling the one before it.
    last_of: Vec<u32>,
    before: Vec<u32>,
    /// What is told of each spelling, by its number.
    pub(super) told: Vec<Told>,
    /// What articles call people.
    roles: Roles,
    /// What is told of each, by the number of their fullest spelling; made when it is asked for.
    facts: OnceLock<Vec<Facts>>,
    /// What was said, by what its letters are: the same words in two papers are one quotation.
    pub(super) texts: HashMap<u64, u32>,
    /// The spellings that have a [mark](name::marks), by the digest of their kind and of that: who is looked for is among these.
    marked: HashMap<u64, Vec<u32>>,
}

/// What the articles that there are tell of a spelling.
#[derive(Debug)]
pub(super) struct Told {
    kind: MentionKind,
    /// Whether it has more than one word.
    is_full: bool,
    /// How many articles name it, and not only a quotation as its speaker.
    named: u32,
    /// How many quotations give it which role.
    roles: Vec<(u32, u32)>,
}

/// What makes one more than a capital at the beginning of a line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    pub has_full_name: bool,
    pub is_known: bool,
    pub has_role: bool,
    pub is_named: bool,
}

/// The spellings that an article has of those whom it names, each of these once, and what it quotes.
#[derive(Debug, Default)]
pub(in crate::catalogue) struct Naming {
    pub named: Box<[u32]>,
    pub said: Box<[Uttered]>,
}

/// A quotation of an article.
#[derive(Clone, Copy, Debug)]
pub(in crate::catalogue) struct Uttered {
    /// Which of the article's it is.
    pub at: u32,
    /// The spelling of who says it, or [`NOBODY`].
    pub speaker: u32,
    /// What the article calls them.
    role: u32,
    pub text: u32,
}

impl Everybody {
    /// What tells two apart of whom the same is counted.
    pub(super) fn told_apart(&self, number: u32) -> (&str, MentionKind, &str) {
        (self.register.name(number), self.kind(number), self.register.key(number))
    }

    /// Takes in whom an article names and quotes; whose its spellings are is known once all is [settled](Self::settle).
    pub fn take(&mut self, tagged: &TaggedArticle) -> Naming {
        self.facts.take();
        let mut named: Vec<u32> = Vec::with_capacity(tagged.mentions.len());
        for Mention { kind, name, key, .. } in &tagged.mentions {
            if self.register.known(*kind, name, key).is_some_and(|number| named.contains(&number)) {
                continue;
            }
            let spelling = self.meet(*kind, name, key);
            self.told[spelling as usize].named += 1;
            named.push(spelling);
        }
        let mut said = Vec::new();
        for (at, quotation) in (0..).zip(&tagged.quotations) {
            if is_part_of_another(quotation, &tagged.quotations) {
                continue;
            }
            let text = self.text(&quotation.exact);
            let (mut speaker, mut role) = (NOBODY, NOBODY);
            if let Some((kind, name, key)) = self::speaker(tagged, quotation) {
                speaker = self.meet(kind, name, &key);
                if let Some(told) = &quotation.role {
                    role = self.roles.number(told);
                    self.called_again(speaker, role);
                }
            }
            said.push(Uttered { at, speaker, role, text });
        }
        Naming { named: named.into(), said: said.into() }
    }

    /// Forgets what an article said that has gone, or is another now.
    pub fn leave(&mut self, naming: &Naming) {
        self.facts.take();
        for spelling in &naming.named {
            self.told[*spelling as usize].named -= 1;
            self.register.leave(*spelling);
        }
        for Uttered { speaker, role, .. } in naming.said.iter().filter(|it| it.speaker != NOBODY) {
            let roles = &mut self.told[*speaker as usize].roles;
            if let Some(at) = roles.iter().position(|(known, _)| known == role) {
                roles[at].1 -= 1;
                // A role that no article gives any more must not find whom it was given to.
                if roles[at].1 == 0 {
                    roles.swap_remove(at);
                }
            }
            self.register.leave(*speaker);
        }
    }

    /// Those whom articles still name or quote, under new numbers, which these namings have from now on: whom the last article is gone of
    /// that named them is nobody's business any more, and takes room. To be [settled](Self::settle).
    pub fn still_met<'n>(&self, namings: impl Iterator<Item = &'n mut Naming>) -> Self {
        let mut still = Self::default();
        let texts: HashMap<u32, u64> = self.texts.iter().map(|(digest, number)| (*number, *digest)).collect();
        for naming in namings {
            for spelling in &mut naming.named {
                *spelling = still.meet_again(self, *spelling);
                still.told[*spelling as usize].named += 1;
            }
            for uttered in &mut naming.said {
                let next = still.texts.len() as u32;
                uttered.text = *still.texts.entry(texts[&uttered.text]).or_insert(next);
                if uttered.speaker == NOBODY {
                    continue;
                }
                uttered.speaker = still.meet_again(self, uttered.speaker);
                if uttered.role != NOBODY {
                    uttered.role = still.roles.number(self.roles.name(uttered.role));
                    still.called_again(uttered.speaker, uttered.role);
                }
            }
        }
        still
    }

    /// How many spellings and texts it knows.
    #[cfg(test)]
    pub fn known(&self) -> [usize; 2] {
        [self.register.len(), self.texts.len()]
    }

    fn meet_again(&mut self, before: &Self, spelling: u32) -> u32 {
        let (name, kind, key) = before.told_apart(spelling);
        self.meet(kind, name, key)
    }

    /// Notes that somebody is called so once more.
    fn called_again(&mut self, speaker: u32, role: u32) {
        self.roles.give(role, speaker);
        let roles = &mut self.told[speaker as usize].roles;
        match roles.iter_mut().find(|(known, _)| *known == role) {
            Some((_, count)) => *count += 1,
            None => roles.push((role, 1)),
        }
    }

    /// Finds out whose the spellings are that came.
    pub fn settle(&mut self) {
        self.facts.take();
        self.register.settle();
        self.ones = (0..self.told.len() as u32).map(|spelling| self.register.whose(spelling)).collect();
        self.last_of = vec![NOBODY; self.ones.len()];
        self.before = (0..)
            .zip(&self.ones)
            .map(|(spelling, one)| std::mem::replace(&mut self.last_of[*one as usize], spelling))
            .collect();
    }

    /// The spellings of one.
    pub(super) fn spellings(&self, one: u32) -> impl Iterator<Item = u32> {
        let known = |spelling: &u32| *spelling != NOBODY;
        let before = move |spelling: u32| self.before.get(spelling as usize).copied().filter(known);
        let last = self.last_of.get(one as usize).copied().filter(known);
        std::iter::successors(last, move |spelling| before(*spelling))
    }

    fn meet(&mut self, kind: MentionKind, name: &str, key: &str) -> u32 {
        let spelling = self.register.meet(kind, name, key);
        // It is new: the register gives numbers in a row.
        if spelling as usize == self.told.len() {
            for mark in name::marks(name, key) {
                self.marked.entry(digest(&(kind, mark))).or_default().push(spelling);
            }
            // A character of a script without spaces is a word: *习近平* is a full name.
            let is_full = Office::folded(name).contains(' ');
            self.told.push(Told { kind, is_full, named: 0, roles: Vec::new() });
        }
        spelling
    }

    fn text(&mut self, exact: &str) -> u32 {
        let next = self.texts.len() as u32;
        // By letters alone: two papers set other quotation marks, dashes and blanks.
        *self.texts.entry(digest(&compact(exact))).or_insert(next)
    }

    pub(super) fn one(&self, spelling: u32) -> u32 {
        // Of what came since all was settled nobody knows more.
        self.ones.get(spelling as usize).copied().unwrap_or(spelling)
    }

    /// Of one by the number of their fullest spelling.
    pub(super) fn kind(&self, number: u32) -> MentionKind {
        self.told[number as usize].kind
    }

    /// What is told of each, by the number of their fullest spelling.
    pub(super) fn facts(&self) -> &[Facts] {
        self.facts.get_or_init(|| self.gathered())
    }

    fn gathered(&self) -> Vec<Facts> {
        let mut facts = vec![Facts::default(); self.told.len()];
        let met = (0..).zip(&self.told).filter(|(number, _)| self.register.is_met(*number));
        for (number, told) in met {
            let one = &mut facts[self.one(number) as usize];
            one.has_full_name |= told.is_full;
            one.is_known |= self.register.is_known(number);
            one.has_role |= !told.roles.is_empty();
            one.is_named |= told.named > 0;
        }
        facts
    }

    /// Who are called so, by their numbers: whose spelling it is to the letter, and nobody whose name merely holds its words. What a list
    /// tells of *BBC News*, 70 articles, is what its name leads to, and not each studio of theirs besides. Where nobody is written so, all
    /// whom it may mean: `Гутерриш`, a surname.
    pub(in crate::catalogue) fn called_so(&self, kind: MentionKind, name: &str) -> FxHashSet<u32> {
        let called = self.called(kind, name);
        let is_written_so = |spelling: &&u32| self.register.name(**spelling) == name;
        let written_so: FxHashSet<u32> =
            called.iter().filter(is_written_so).map(|spelling| self.one(*spelling)).collect();
        match written_so.is_empty() {
            true => called.into_iter().map(|spelling| self.one(spelling)).collect(),
            false => written_so,
        }
    }

    /// Whether an article names or quotes one of them.
    pub(in crate::catalogue) fn is_named(&self, naming: &Naming, whom: &FxHashSet<u32>) -> bool {
        let speakers = naming.said.iter().map(|uttered| &uttered.speaker).filter(|it| **it != NOBODY);
        naming.named.iter().chain(speakers).any(|spelling| whom.contains(&self.one(*spelling)))
    }

    /// Who are asked for, by their numbers; None for all.
    pub(super) fn asked(&self, by: Option<&str>) -> Option<FxHashSet<u32>> {
        let by = by?;
        // Signs alone mean nobody, and not everybody.
        if compact(by).is_empty() {
            return Some(FxHashSet::default());
        }
        let has_role = |(spelling, role): &(u32, u32)| {
            let told = &self.told[*spelling as usize].roles;
            told.iter().any(|(known, _)| known == role) && self.register.is_met(*spelling)
        };
        let office = Office::new(by);
        let by_role = self.roles.called(&office).filter(has_role).map(|(spelling, _)| spelling);
        let by_name = MentionKind::ALL.into_iter().flat_map(|kind| self.called(kind, by));
        Some(by_role.chain(by_name).map(|spelling| self.one(spelling)).collect())
    }

    /// The spellings of a kind, of those met now, that are the name that is looked for.
    fn called(&self, kind: MentionKind, name: &str) -> Vec<u32> {
        let wanted = Wanted::new(kind, name);
        let marked = |mark: &String| self.marked.get(&digest(&(kind, mark))).map_or(&[][..], Vec::as_slice);
        // Whoever it is has all marks of one set: the rarest of them tells most.
        let sets = wanted.marks();
        let rarest = sets.iter().filter_map(|set| set.iter().map(marked).min_by_key(|marked| marked.len()));
        let mut called: Vec<u32> = rarest.flatten().copied().collect();
        called.sort_unstable();
        called.dedup();
        let register = &self.register;
        called.retain(|number| {
            register.is_met(*number) && wanted.is(kind, register.name(*number), register.key(*number))
        });
        called
    }
}

/// The digest of what is looked up in memory.
fn digest(it: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    it.hash(&mut hasher);
    hasher.finish()
}

/// Whether a quotation stands inside another one of its article, of the same speaker or of nobody: the words between marks in what
/// someone is told to have said. It is no second one.
fn is_part_of_another(quotation: &Quotation, all: &[Quotation]) -> bool {
    let is_around = |other: &&Quotation| {
        other.start <= quotation.start
            && quotation.end <= other.end
            // Longer, and not only as long: of two that are equal each would stand inside the other, and neither be counted.
            && (other.end - other.start) > (quotation.end - quotation.start)
    };
    let is_theirs = |other: &Quotation| quotation.speaker.is_none() || other.speaker == quotation.speaker;
    all.iter().filter(is_around).any(is_theirs)
}

/// What the speaker of a quotation is, and the name and the key: as the article names them, where it does.
pub(super) fn speaker<'t>(
    tagged: &'t TaggedArticle,
    quotation: &'t Quotation,
) -> Option<(MentionKind, &'t str, String)> {
    let name = quotation.speaker.as_deref()?;
    Some(match name::mention(&tagged.mentions, name) {
        Some(mention) => (mention.kind, mention.name.as_str(), mention.key.clone()),
        // Whom it quotes and does not name elsewhere is taken for a person: those speak most.
        None => (MentionKind::Person, name, name::key(name)),
    })
}
