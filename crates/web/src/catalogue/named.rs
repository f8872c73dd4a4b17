//! Who and what articles name and quote: each with all spellings, counted over everything that passes the filters.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use chrono::NaiveDate;
use rustc_hash::FxHashSet;
use veille_model::{ArticleId, Mention, MentionKind, Quotation, TaggedArticle};
use veille_text::fold::compact;
use veille_text::name::{self, Office, Register, Wanted};

use super::asked::Asked;
use super::roles::Roles;
use super::rung::{Rung, SaidAt};
use super::shelf::{Ids, Shelf};
use crate::selection::Selection;

/// Spellings of one that are told.
const SPELLINGS: usize = 12;
/// Of each kind so many are kept in order: a list shows fewer.
const ORDERED: usize = 2_000;

/// Somebody or something that is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    pub number: u32,
    pub kind: MentionKind,
    /// As most articles write it.
    pub name: String,
    /// As others do, those of most articles first.
    pub spellings: Vec<String>,
    pub articles: usize,
    pub quotations: usize,
    /// The newest article that names them.
    pub latest: ArticleId,
    /// The newest article that quotes them.
    pub quoted_in: Option<ArticleId>,
}

/// Those who are named, and how many there are of each kind, in the order of [`MentionKind::ALL`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct People {
    pub people: Vec<Person>,
    pub totals: [usize; 3],
    /// After whom the others stand, if there are any.
    pub next: Option<Rung>,
}

/// Who is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Whom<'a> {
    /// Of this kind alone.
    pub kind: Option<MentionKind>,
    /// Of this name in any spelling, or of this role or office, or a part of it.
    pub by: Option<&'a str>,
}

/// All who were met.
#[derive(Debug, Default)]
pub(super) struct Everybody {
    register: Register,
    /// Whose each spelling is, by its number: close together, for a walk over all articles asks it of each name.
    ones: Vec<u32>,
    /// By the number of one: the last of their spellings, and by that of a spelling the one before it.
    last_of: Vec<u32>,
    before: Vec<u32>,
    /// What is told of each spelling, by its number.
    told: Vec<Told>,
    /// What articles call people.
    roles: Roles,
    /// What is told of each, by the number of their fullest spelling; made when it is asked for.
    facts: OnceLock<Vec<Facts>>,
    /// What was said, by what its letters are: the same words in two papers are one quotation.
    texts: HashMap<u64, u32>,
    /// The spellings that have a [mark](name::marks), by the digest of their kind and of that: who is looked for is among these.
    marked: HashMap<u64, Vec<u32>>,
}

/// What the articles that there are tell of a spelling.
#[derive(Debug)]
struct Told {
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
struct Facts {
    has_full_name: bool,
    is_known: bool,
    has_role: bool,
    is_named: bool,
}

impl Facts {
    /// Whether nothing but a capital says that this is somebody: *Affaires*, *Sous*, *Paix* at the beginning of a line. A person has a
    /// full name, a role, something that was said by whom the article names, or is known to the world.
    fn is_weak(self, kind: MentionKind, count: Count) -> bool {
        kind == MentionKind::Person
            && !self.has_full_name
            && !self.is_known
            && !self.has_role
            && (count.quotations == 0 || !self.is_named)
    }
}

/// Says nothing, or is said by nobody who is named.
const NOBODY: u32 = u32::MAX;

/// The spellings that an article has of those whom it names, each of these once, and what it quotes.
#[derive(Debug, Default)]
pub(super) struct Naming {
    pub named: Box<[u32]>,
    pub said: Box<[Uttered]>,
}

/// A quotation of an article.
#[derive(Clone, Copy, Debug)]
pub(super) struct Uttered {
    /// Which of the article's it is.
    at: u32,
    /// The spelling of who says it, or [`NOBODY`].
    speaker: u32,
    /// What the article calls them.
    role: u32,
    text: u32,
}

/// What those said who are asked for, and how much that is in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sayings {
    pub sayings: Vec<Saying>,
    pub total: usize,
    /// After which the others stand, if there are any.
    pub next: Option<SaidAt>,
}

/// Something that was said, however often it was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Saying {
    /// Where it stands first: of the originals that have it the earliest.
    pub article: ArticleId,
    pub day: Option<NaiveDate>,
    /// Which of that article's quotations it is.
    pub at: usize,
    /// How many articles have it.
    pub printed: usize,
}

/// The same while it is looked for.
struct Found {
    one: u32,
    /// The article, by its place in the list, and which of its quotations it is.
    place: u32,
    at: u32,
    is_copy: bool,
    printed: u32,
    /// The same words of somebody else, by their place among what was found.
    next: u32,
}

/// What is counted of one, by the place of the newest article.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    articles: u32,
    quotations: u32,
    latest: u32,
    quoted_in: u32,
    /// One more than the last article that was counted.
    seen: u32,
}

/// Everybody, counted.
#[derive(Debug)]
pub(super) struct Tallied {
    /// By the number of who is counted.
    counts: Vec<Count>,
    /// In how many articles each spelling stands, by its number.
    spelled: Vec<u32>,
    /// Those of whom nothing is told, by their numbers.
    weak: Vec<bool>,
    /// Those whom a list shows where nobody is asked for, by kind in the order of [`MentionKind::ALL`], the [first](ORDERED) of them in
    /// order.
    listed: [Vec<u32>; 3],
}

impl Tallied {
    /// Puts those in order who are counted at all. Whoever is named in one article by one word, of whom nothing is told, is left out; of
    /// several articles they stand last.
    fn new(everybody: &Everybody, counts: Vec<Count>, spelled: Vec<u32>, counted: &[u32]) -> Self {
        let facts = everybody.facts();
        let mut weak = vec![false; counts.len()];
        let mut listed = [const { Vec::new() }; 3];
        for number in counted.iter().copied() {
            let (kind, at) = (everybody.kind(number), number as usize);
            // Of what came since all was settled nothing is known.
            weak[at] = facts.get(at).copied().unwrap_or_default().is_weak(kind, counts[at]);
            if counts[at].articles > 1 || !weak[at] {
                listed[kind as usize].push(number);
            }
        }
        let mut tallied = Self { counts, spelled, weak, listed: Default::default() };
        for of_kind in &mut listed {
            tallied.put_first(everybody, ORDERED, of_kind, true);
        }
        tallied.listed = listed;
        tallied
    }

    /// Those whom a list shows, so many of each kind: of no more than are in order the first.
    fn listed(&self, of_each: usize) -> impl Iterator<Item = u32> {
        self.listed.iter().flat_map(move |of_kind| of_kind.iter().take(of_each)).copied()
    }

    /// The first of some, in order.
    fn first(&self, everybody: &Everybody, limit: usize, mut some: Vec<u32>, weak_last: bool) -> Vec<u32> {
        self.put_first(everybody, limit, &mut some, weak_last);
        some.truncate(limit);
        some
    }

    /// Puts the first of some at their beginning, in order: those in most articles. A list shows a few of hundreds of thousands.
    fn put_first(&self, everybody: &Everybody, limit: usize, some: &mut [u32], weak_last: bool) {
        let place = |number: u32| self.place(number, weak_last);
        let called = |number: u32| everybody.told_apart(number);
        // Names are looked up where nothing else tells two apart: they lie anywhere in memory.
        let order = |a: &u32, b: &u32| place(*a).cmp(&place(*b)).then_with(|| called(*a).cmp(&called(*b)));
        if limit < some.len() {
            some.select_nth_unstable_by(limit, order);
        }
        let limit = limit.min(some.len());
        some[..limit].sort_unstable_by(order);
    }

    /// Where somebody stands among the others.
    fn place(&self, number: u32, weak_last: bool) -> Place {
        let count = self.counts[number as usize];
        let is_last = weak_last && self.weak[number as usize];
        (is_last, Reverse(count.articles), Reverse(count.quotations), count.latest)
    }
}

/// Where somebody stands among the others: whether with those of whom nothing is told, by what is counted, by the newest article.
type Place = (bool, Reverse<u32>, Reverse<u32>, u32);

impl Everybody {
    /// What tells two apart of whom the same is counted.
    fn told_apart(&self, number: u32) -> (&str, MentionKind, &str) {
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
                    self.roles.give(role, speaker);
                    let roles = &mut self.told[speaker as usize].roles;
                    match roles.iter_mut().find(|(known, _)| *known == role) {
                        Some((_, count)) => *count += 1,
                        None => roles.push((role, 1)),
                    }
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
                if roles[at].1 == 0 {
                    roles.swap_remove(at);
                }
            }
            self.register.leave(*speaker);
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
    fn spellings(&self, one: u32) -> impl Iterator<Item = u32> {
        let known = |spelling: &u32| *spelling != NOBODY;
        let before = move |spelling: u32| self.before.get(spelling as usize).copied().filter(known);
        let last = self.last_of.get(one as usize).copied().filter(known);
        std::iter::successors(last, move |spelling| before(*spelling))
    }

    fn meet(&mut self, kind: MentionKind, name: &str, key: &str) -> u32 {
        let spelling = self.register.meet(kind, name, key);
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
        *self.texts.entry(digest(&compact(exact))).or_insert(next)
    }

    fn one(&self, spelling: u32) -> u32 {
        // Of what came since all was settled nobody knows more.
        self.ones.get(spelling as usize).copied().unwrap_or(spelling)
    }

    /// Of one by the number of their fullest spelling.
    fn kind(&self, number: u32) -> MentionKind {
        self.told[number as usize].kind
    }

    /// What is told of each, by the number of their fullest spelling.
    fn facts(&self) -> &[Facts] {
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

    /// Who are asked for, by their numbers; None for all.
    fn asked(&self, by: Option<&str>) -> Option<FxHashSet<u32>> {
        let by = by?;
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
            && (other.end - other.start) > (quotation.end - quotation.start)
    };
    let is_theirs = |other: &Quotation| quotation.speaker.is_none() || other.speaker == quotation.speaker;
    all.iter().filter(is_around).any(is_theirs)
}

/// What the speaker of a quotation is, and the name and the key: as the article names them, where it does.
fn speaker<'t>(
    tagged: &'t TaggedArticle,
    quotation: &'t Quotation,
) -> Option<(MentionKind, &'t str, String)> {
    let name = quotation.speaker.as_deref()?;
    Some(match name::mention(&tagged.mentions, name) {
        Some(mention) => (mention.kind, mention.name.as_str(), mention.key.clone()),
        None => (MentionKind::Person, name, name::key(name)),
    })
}

impl Shelf {
    /// Those in most articles, of whom stand behind somebody, and how many there are in all.
    pub fn people(
        &self,
        selection: &Selection,
        whom: Whom<'_>,
        after: Option<&Rung>,
        limit: usize,
    ) -> People {
        let everybody = &self.everybody;
        let whose = everybody.asked(whom.by);
        let counted = self.tallied(selection);
        let kind = |number: u32| everybody.kind(number);
        let asked_for: Option<Vec<u32>> = whose.map(|whose| {
            let is_named = |number: &u32| counted.counts[*number as usize].articles > 0;
            whose.into_iter().filter(is_named).collect()
        });
        let totals = match &asked_for {
            Some(found) => {
                MentionKind::ALL.map(|it| found.iter().filter(|number| kind(**number) == it).count())
            }
            None => counted.listed.each_ref().map(Vec::len),
        };
        let weak_last = asked_for.is_none();
        let place = |number: u32| counted.place(number, weak_last);
        let after =
            after.map(|rung| (self.place_of(rung), (rung.name.as_str(), rung.kind, rung.key.as_str())));
        let is_behind = |number: u32| {
            after.is_none_or(|(there, called)| {
                place(number).cmp(&there).then_with(|| everybody.told_apart(number).cmp(&called)).is_gt()
            })
        };
        let is_meant = |number: &u32| whom.kind.is_none_or(|it| kind(*number) == it) && is_behind(*number);
        let first = |of_each: usize| {
            let meant = match &asked_for {
                Some(found) => found.iter().copied().filter(is_meant).collect(),
                None => counted.listed(of_each).filter(is_meant).collect(),
            };
            counted.first(everybody, limit + 1, meant, weak_last)
        };
        // Of one kind, whoever comes next is mostly among those that are in order; of several only at the beginning is it sure.
        let mut order = first(ORDERED);
        if after.is_some() && (whom.kind.is_none() || order.len() <= limit) {
            order = first(usize::MAX);
        }
        let is_more = order.len() > limit;
        order.truncate(limit);
        let next = order.last().filter(|_| is_more).map(|last| self.rung(*last, place(*last)));
        let mut names = self.names_of(&order, |spelling| counted.spelled[spelling as usize]);
        let article = |at: u32| self.entries[at as usize - 1].place.id().clone();
        let person = |number: u32| {
            let count = counted.counts[number as usize];
            let mut spellings = names.remove(&number).unwrap_or_default().into_iter();
            Person {
                number,
                kind: kind(number),
                name: spellings.next().unwrap_or_default(),
                spellings: spellings.collect(),
                articles: count.articles as usize,
                quotations: count.quotations as usize,
                latest: article(count.latest),
                quoted_in: (count.quoted_in > 0).then(|| article(count.quoted_in)),
            }
        };
        People { people: order.into_iter().map(person).collect(), totals, next }
    }

    /// Where somebody stands who stood so, by the articles as they are now.
    fn place_of(&self, rung: &Rung) -> Place {
        let newer = self.entries.partition_point(|entry| entry.place < rung.latest);
        let latest = u32::try_from(newer + 1).unwrap_or(u32::MAX);
        (rung.is_last, Reverse(rung.articles), Reverse(rung.quotations), latest)
    }

    fn rung(&self, number: u32, (is_last, articles, quotations, latest): Place) -> Rung {
        let (name, kind, key) = self.everybody.told_apart(number);
        Rung {
            is_last,
            articles: articles.0,
            quotations: quotations.0,
            latest: self.entries[latest as usize - 1].place.clone(),
            name: name.to_owned(),
            kind,
            key: key.to_owned(),
        }
    }

    /// What those said who are asked for, in what passes the filters: the words of one however many papers have them. Those that
    /// stood last in a paper first, so many of them at most of what stands behind another, and how many there are.
    pub fn sayings(
        &self,
        selection: &Selection,
        by: Option<&str>,
        after: Option<&SaidAt>,
        limit: usize,
    ) -> Sayings {
        let everybody = &self.everybody;
        let (asked, whose) = (Asked::new(selection, self), everybody.asked(by));
        let mut found: Vec<Found> = Vec::new();
        // By what was said, where in `found` that stands.
        let mut of_text = vec![NOBODY; everybody.texts.len()];
        for (place, entry) in (0..).zip(&self.entries) {
            if entry.naming.said.is_empty() || !asked.admits(entry) {
                continue;
            }
            for uttered in &entry.naming.said {
                let one = if uttered.speaker == NOBODY { NOBODY } else { everybody.one(uttered.speaker) };
                if whose.as_ref().is_some_and(|whose| !whose.contains(&one)) {
                    continue;
                }
                let first = &mut of_text[uttered.text as usize];
                let mut at = *first;
                while let Some(other) = found.get(at as usize).filter(|other| other.one != one) {
                    at = other.next;
                }
                match found.get_mut(at as usize) {
                    // Twice in one article.
                    Some(known) if known.place == place => {}
                    Some(known) => {
                        known.printed += 1;
                        if known.is_copy || !entry.copy {
                            (known.place, known.at, known.is_copy) = (place, uttered.at, entry.copy);
                        }
                    }
                    None => {
                        let next = std::mem::replace(first, found.len() as u32);
                        let (at, is_copy) = (uttered.at, entry.copy);
                        found.push(Found { one, place, at, is_copy, printed: 1, next });
                    }
                }
            }
        }
        let total = found.len();
        if let Some(after) = after {
            let is_behind =
                |it: &Found| (&self.entries[it.place as usize].place, it.at) > (&after.place, after.at);
            found.retain(is_behind);
        }
        let stands = |it: &Found| (it.place, it.at);
        let is_more = limit < found.len();
        if is_more {
            found.select_nth_unstable_by_key(limit, stands);
            found.truncate(limit);
        }
        found.sort_unstable_by_key(stands);
        let said_at = |it: &Found| SaidAt { place: self.entries[it.place as usize].place.clone(), at: it.at };
        let next = found.last().filter(|_| is_more).map(said_at);
        let saying = |it: Found| {
            let place = &self.entries[it.place as usize].place;
            Saying {
                article: place.id().clone(),
                day: place.day(),
                at: it.at as usize,
                printed: it.printed as usize,
            }
        };
        Sayings { sayings: found.into_iter().map(saying).collect(), total, next }
    }

    /// Those in most articles, by kind in the order of [`MentionKind::ALL`], each with how many.
    pub fn most_named(&self, selection: &Selection, limit: usize) -> [Vec<(String, usize)>; 3] {
        let counted = self.tallied(selection);
        counted.listed.each_ref().map(|listed| {
            let first = &listed[..limit.min(ORDERED).min(listed.len())];
            let mut names = self.names_of(first, |spelling| counted.spelled[spelling as usize]);
            let mut name = |one: &u32| names.remove(one).and_then(|names| names.into_iter().next());
            let articles = |one: u32| counted.counts[one as usize].articles as usize;
            first.iter().filter_map(|one| Some((name(one)?, articles(*one)))).collect()
        })
    }

    /// Everybody who is named in what passes the filters, in one walk.
    pub(super) fn counted(&self, selection: &Selection) -> Tallied {
        let everybody = &self.everybody;
        let asked = Asked::new(selection, self);
        // Memory that nobody touches costs nothing: of a few articles few are named.
        let mut counts = vec![Count::default(); everybody.told.len()];
        let mut spelled = vec![0_u32; everybody.told.len()];
        let mut met = Vec::new();
        // By what was said, who said it last: a text that others print again is counted once.
        let mut sayers = vec![NOBODY; everybody.texts.len()];
        for (at, entry) in (1..).zip(&self.entries) {
            let Naming { named, said } = &entry.naming;
            if (named.is_empty() && said.is_empty()) || !asked.admits(entry) {
                continue;
            }
            let said = said.iter().filter(|uttered| uttered.speaker != NOBODY);
            let speaking = said.map(|uttered| (uttered.speaker, Some(uttered.text)));
            for (spelling, text) in named.iter().map(|it| (*it, None)).chain(speaking) {
                let one = everybody.one(spelling);
                let count = &mut counts[one as usize];
                if count.seen != at {
                    if count.articles == 0 {
                        count.latest = at;
                        met.push(one);
                    }
                    (count.seen, count.articles) = (at, count.articles + 1);
                    spelled[spelling as usize] += 1;
                }
                let Some(text) = text else { continue };
                if std::mem::replace(&mut sayers[text as usize], one) != one {
                    count.quotations += 1;
                }
                if count.quoted_in == 0 {
                    count.quoted_in = at;
                }
            }
        }
        Tallied::new(everybody, counts, spelled, &met)
    }

    /// The spellings of some, those of most articles first, by how many articles have each.
    fn names_of(&self, some: &[u32], articles: impl Fn(u32) -> u32) -> HashMap<u32, Vec<String>> {
        let everybody = &self.everybody;
        let counted = some.iter().map(|one| {
            let spellings = everybody.spellings(*one).map(|it| (articles(it), everybody.register.name(it)));
            (*one, spellings.filter(|(count, _)| *count > 0).collect())
        });
        let names = |(one, mut names): (u32, Vec<(u32, &str)>)| {
            names.sort_unstable_by_key(|(count, name)| (Reverse(*count), *name));
            // *Nations Unies* and *Nations unies* tell a reader nothing apart.
            let mut met: HashSet<String> = HashSet::new();
            names.retain(|(_, name)| met.insert(name.to_lowercase()));
            names.truncate(SPELLINGS);
            (one, names.into_iter().map(|(_, name)| name.to_owned()).collect())
        };
        counted.map(names).collect()
    }

    /// Who says a quotation.
    pub fn speaker(&self, tagged: &TaggedArticle, quotation: &Quotation) -> Option<u32> {
        let (kind, name, key) = speaker(tagged, quotation)?;
        Some(self.everybody.one(self.everybody.register.known(kind, name, &key)?))
    }

    /// Who and what these articles name, by kind in the order of [`MentionKind::ALL`]: those that most of them name, with how many.
    pub fn named_in(&self, articles: &[ArticleId], limit: usize) -> [Vec<(String, usize)>; 3] {
        let everybody = &self.everybody;
        let articles = Ids::of(articles.iter());
        let mut counts: HashMap<u32, usize> = HashMap::new();
        let mut spelled: HashMap<u32, u32> = HashMap::new();
        for entry in self.entries.iter().filter(|entry| articles.has(entry)) {
            let mut met: Vec<u32> = Vec::with_capacity(entry.naming.named.len());
            for spelling in &entry.naming.named {
                let one = everybody.one(*spelling);
                if !met.contains(&one) {
                    *counts.entry(one).or_default() += 1;
                    *spelled.entry(*spelling).or_default() += 1;
                    met.push(one);
                }
            }
        }
        let mut counts: Vec<(u32, usize)> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|(one, count)| {
            (Reverse(*count), everybody.register.name(*one), everybody.register.key(*one))
        });
        MentionKind::ALL.map(|kind| {
            let of_kind = counts.iter().filter(|(one, _)| everybody.kind(*one) == kind);
            let first: Vec<(u32, usize)> = of_kind.take(limit).copied().collect();
            let numbers: Vec<u32> = first.iter().map(|(one, _)| *one).collect();
            let mut names =
                self.names_of(&numbers, |spelling| spelled.get(&spelling).copied().unwrap_or_default());
            let mut name = |one: u32| names.remove(&one).and_then(|names| names.into_iter().next());
            first.into_iter().filter_map(|(one, count)| Some((name(one)?, count))).collect()
        })
    }
}
