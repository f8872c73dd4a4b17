//! Who and what articles name and quote: each with all spellings, counted over everything that passes the filters.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;
use veille_model::{ArticleId, Mention, MentionKind, Quotation, TaggedArticle};
use veille_text::fold::compact;
use veille_text::name::{self, Office, Register, Wanted};

use super::asked::Asked;
use super::names::Names;
use super::shelf::Shelf;
use crate::selection::Selection;

/// Spellings of one that are told.
const SPELLINGS: usize = 12;

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
    /// What is told of each spelling, by its number.
    told: Vec<Told>,
    /// What articles call people, folded.
    roles: Names,
    /// What was said, by what its letters are: the same words in two papers are one quotation.
    texts: HashMap<u64, u32>,
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
#[derive(Clone, Copy, Default)]
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

/// What is counted of one, by the place of the newest article.
#[derive(Clone, Copy, Default)]
struct Count {
    articles: u32,
    quotations: u32,
    latest: u32,
    quoted_in: u32,
    /// One more than the last article that was counted.
    seen: u32,
}

/// Everybody, counted.
struct Tallied {
    /// By the number of who is counted.
    counts: Vec<Count>,
    /// In how many articles each spelling stands, by its number.
    spelled: Vec<u32>,
    /// Those who are named at all, by their numbers.
    order: Vec<u32>,
}

impl Tallied {
    /// Whoever is named in one article by one word, of whom nothing is told, is left out; of several articles they stand last.
    fn leave_out_the_weak(&mut self, everybody: &Everybody) {
        let facts = everybody.facts();
        let count = |number: u32| self.counts[number as usize];
        let is_weak = |number: u32| facts[number as usize].is_weak(everybody.kind(number), count(number));
        self.order.retain(|number| count(*number).articles > 1 || !is_weak(*number));
        // Stable: within both those of most articles stay first.
        self.order.sort_by_key(|number| is_weak(*number));
    }
}

impl Everybody {
    /// Takes in whom an article names and quotes; whose its spellings are is known once all is [settled](Self::settle).
    pub fn take(&mut self, tagged: &TaggedArticle) -> Naming {
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
                    role = self.roles.number(&Office::folded(told));
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
        self.register.settle();
    }

    fn meet(&mut self, kind: MentionKind, name: &str, key: &str) -> u32 {
        let spelling = self.register.meet(kind, name, key);
        if spelling as usize == self.told.len() {
            // A character of a script without spaces is a word: *习近平* is a full name.
            let is_full = Office::folded(name).contains(' ');
            self.told.push(Told { kind, is_full, named: 0, roles: Vec::new() });
        }
        spelling
    }

    fn text(&mut self, exact: &str) -> u32 {
        let mut hasher = DefaultHasher::new();
        compact(exact).hash(&mut hasher);
        let next = self.texts.len() as u32;
        *self.texts.entry(hasher.finish()).or_insert(next)
    }

    fn one(&self, spelling: u32) -> u32 {
        self.register.whose(spelling)
    }

    /// Of one by the number of their fullest spelling.
    fn kind(&self, number: u32) -> MentionKind {
        self.told[number as usize].kind
    }

    /// The spellings that there are now.
    fn met(&self) -> impl Iterator<Item = (u32, &Told)> {
        (0..).zip(&self.told).filter(|(number, _)| self.register.is_met(*number))
    }

    /// What is told of each, by the number of their fullest spelling.
    fn facts(&self) -> Vec<Facts> {
        let mut facts = vec![Facts::default(); self.told.len()];
        for (number, told) in self.met() {
            let one = &mut facts[self.one(number) as usize];
            one.has_full_name |= told.is_full;
            one.is_known |= self.register.is_known(number);
            one.has_role |= !told.roles.is_empty();
            one.is_named |= told.named > 0;
        }
        facts
    }

    /// Who are asked for, by their numbers; None for all.
    fn asked(&self, by: Option<&str>) -> Option<HashSet<u32>> {
        let by = by?;
        if compact(by).is_empty() {
            return Some(HashSet::new());
        }
        let wanted = MentionKind::ALL.map(|kind| Wanted::new(kind, by));
        let office = Office::new(by);
        let roles: HashSet<u32> = self.roles.all(|role| office.is(role)).collect();
        let is_asked = |(number, told): &(u32, &Told)| {
            let (name, key) = (self.register.name(*number), self.register.key(*number));
            told.roles.iter().any(|(role, _)| roles.contains(role))
                || wanted.iter().any(|wanted| wanted.is(told.kind, name, key))
        };
        Some(self.met().filter(is_asked).map(|(number, _)| self.one(number)).collect())
    }
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
    let mention = tagged.mentions.iter().find(|mention| compact(&mention.name) == compact(name));
    Some(match mention {
        Some(mention) => (mention.kind, mention.name.as_str(), mention.key.clone()),
        None => (MentionKind::Person, name, name::key(name)),
    })
}

impl Shelf {
    /// Those in most articles, and how many there are in all.
    pub fn people(&self, selection: &Selection, whom: Whom<'_>, limit: usize) -> People {
        let everybody = &self.everybody;
        let whose = everybody.asked(whom.by);
        let mut counted = self.counted(selection);
        if whose.is_none() {
            counted.leave_out_the_weak(everybody);
        }
        let mut order = counted.order;
        order.retain(|number| whose.as_ref().is_none_or(|whose| whose.contains(number)));
        let kind = |number: u32| everybody.kind(number);
        let totals = MentionKind::ALL.map(|it| order.iter().filter(|number| kind(**number) == it).count());
        order.retain(|number| whom.kind.is_none_or(|it| kind(*number) == it));
        order.truncate(limit);
        let mut names = self.names_of(&order, &counted.spelled);
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
        People { people: order.into_iter().map(person).collect(), totals }
    }

    /// What those said who are asked for, in what passes the filters: the words of one however many papers have them. Those that
    /// stood last in a paper first.
    pub fn sayings(&self, selection: &Selection, by: Option<&str>) -> Vec<Saying> {
        let everybody = &self.everybody;
        let (asked, whose) = (Asked::new(selection, self), everybody.asked(by));
        let mut at_text: HashMap<(u32, u32), usize> = HashMap::new();
        // Each with its place in the list, and whether it stands in a copy.
        let mut sayings: Vec<(usize, bool, Saying)> = Vec::new();
        for (place, entry) in self.entries.iter().enumerate() {
            if entry.naming.said.is_empty() || !asked.admits(entry) {
                continue;
            }
            for uttered in &entry.naming.said {
                let one = if uttered.speaker == NOBODY { NOBODY } else { everybody.one(uttered.speaker) };
                if whose.as_ref().is_some_and(|whose| !whose.contains(&one)) {
                    continue;
                }
                let at = *at_text.entry((one, uttered.text)).or_insert(sayings.len());
                let printed = sayings.get(at).map_or(0, |(_, _, saying)| saying.printed);
                let is_again = sayings.get(at).is_some_and(|(known, ..)| *known == place);
                let saying = || Saying {
                    article: entry.place.id().clone(),
                    day: entry.place.day(),
                    at: uttered.at as usize,
                    printed: printed + 1,
                };
                match sayings.get_mut(at) {
                    // Twice in one article.
                    Some(_) if is_again => {}
                    Some(known) if known.1 || !entry.copy => *known = (place, entry.copy, saying()),
                    Some(known) => known.2.printed += 1,
                    None => sayings.push((place, entry.copy, saying())),
                }
            }
        }
        sayings.sort_by_key(|(place, _, saying)| (*place, saying.at));
        sayings.into_iter().map(|(_, _, saying)| saying).collect()
    }

    /// Those in most articles, by kind in the order of [`MentionKind::ALL`], each with how many.
    pub fn most_named(&self, selection: &Selection, limit: usize) -> [Vec<(String, usize)>; 3] {
        let mut counted = self.counted(selection);
        counted.leave_out_the_weak(&self.everybody);
        MentionKind::ALL.map(|kind| {
            let of_kind = |number: &&u32| self.everybody.kind(**number) == kind;
            let first: Vec<u32> = counted.order.iter().filter(of_kind).take(limit).copied().collect();
            let mut names = self.names_of(&first, &counted.spelled);
            let mut name = |one: &u32| names.remove(one).and_then(|names| names.into_iter().next());
            let articles = |one: u32| counted.counts[one as usize].articles as usize;
            first.iter().filter_map(|one| Some((name(one)?, articles(*one)))).collect()
        })
    }

    /// Everybody who is named in what passes the filters, in one walk: those in most articles first.
    fn counted(&self, selection: &Selection) -> Tallied {
        let everybody = &self.everybody;
        let asked = Asked::new(selection, self);
        let mut counts = vec![Count::default(); everybody.told.len()];
        let mut spelled = vec![0_u32; everybody.told.len()];
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
        let is_named = |number: &u32| counts[*number as usize].articles > 0;
        let mut order: Vec<u32> = (0..everybody.told.len() as u32).filter(is_named).collect();
        order.sort_by_key(|number| {
            let count = counts[*number as usize];
            let (name, key) = (everybody.register.name(*number), everybody.register.key(*number));
            (
                Reverse(count.articles),
                Reverse(count.quotations),
                count.latest,
                (name, everybody.kind(*number), key),
            )
        });
        Tallied { counts, spelled, order }
    }

    /// The spellings of some, those of most articles first.
    fn names_of(&self, some: &[u32], spelled: &[u32]) -> HashMap<u32, Vec<String>> {
        let everybody = &self.everybody;
        let mut counted: HashMap<u32, Vec<(u32, &str)>> = some.iter().map(|one| (*one, Vec::new())).collect();
        for (spelling, count) in (0..).zip(spelled).filter(|(_, count)| **count > 0) {
            if let Some(names) = counted.get_mut(&everybody.one(spelling)) {
                names.push((*count, everybody.register.name(spelling)));
            }
        }
        let names = |(one, mut names): (u32, Vec<(u32, &str)>)| {
            names.sort_unstable_by_key(|(count, name)| (Reverse(*count), *name));
            // *Nations Unies* and *Nations unies* tell a reader nothing apart.
            let mut met: HashSet<String> = HashSet::new();
            names.retain(|(_, name)| met.insert(name.to_lowercase()));
            names.truncate(SPELLINGS);
            (one, names.into_iter().map(|(_, name)| name.to_owned()).collect())
        };
        counted.into_iter().map(names).collect()
    }

    /// Who says a quotation.
    pub fn speaker(&self, tagged: &TaggedArticle, quotation: &Quotation) -> Option<u32> {
        let (kind, name, key) = speaker(tagged, quotation)?;
        Some(self.everybody.one(self.everybody.register.known(kind, name, &key)?))
    }

    /// Who and what these articles name, by kind in the order of [`MentionKind::ALL`]: those that most of them name, with how many.
    pub fn named_in(&self, articles: &[ArticleId], limit: usize) -> [Vec<(String, usize)>; 3] {
        let everybody = &self.everybody;
        let articles: HashSet<&ArticleId> = articles.iter().collect();
        let mut counts: HashMap<u32, usize> = HashMap::new();
        let mut spelled = vec![0_u32; everybody.told.len()];
        for entry in self.entries.iter().filter(|entry| articles.contains(entry.place.id())) {
            let mut met: Vec<u32> = Vec::with_capacity(entry.naming.named.len());
            for spelling in &entry.naming.named {
                let one = everybody.one(*spelling);
                if !met.contains(&one) {
                    *counts.entry(one).or_default() += 1;
                    spelled[*spelling as usize] += 1;
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
            let mut names = self.names_of(&numbers, &spelled);
            let mut name = |one: u32| names.remove(&one).and_then(|names| names.into_iter().next());
            first.into_iter().filter_map(|(one, count)| Some((name(one)?, count))).collect()
        })
    }
}
