//! Who and what articles name and quote: each with all spellings, counted over everything that passes the filters.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use veille_model::{ArticleId, Mention, MentionKind, Quotation, TaggedArticle};
use veille_text::fold::compact;
use veille_text::name::{self, Office, Register, Wanted};

use super::asked::Asked;
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
    spellings: Vec<Spelling>,
    by_spelling: HashMap<(MentionKind, Box<str>), u32>,
    ones: Vec<One>,
}

#[derive(Debug)]
struct Spelling {
    name: Box<str>,
    /// Whose it is.
    one: u32,
}

#[derive(Debug)]
struct One {
    kind: MentionKind,
    /// Of its spellings the first by its letters: what equals are ordered by, whichever a process met first.
    first: Box<str>,
    /// The key of what the world knows.
    known: Option<Box<str>>,
    /// What articles call them, folded.
    roles: HashSet<Arc<str>>,
    /// Whether any of its spellings has more than one word.
    has_full_name: bool,
    /// Whether an article names it, and not only a quotation as its speaker.
    is_named: bool,
}

impl One {
    /// Whether nothing but a capital says that this is somebody: *Affaires*, *Sous*, *Paix* at the beginning of a line. A person has a
    /// full name, a role, something that was said by whom the article names, or is known to the world.
    fn is_weak(&self, count: Count) -> bool {
        self.kind == MentionKind::Person
            && !self.has_full_name
            && self.known.is_none()
            && self.roles.is_empty()
            && (count.quotations == 0 || !self.is_named)
    }
}

/// The spellings that an article has of those whom it names, each of these once, and of who says each of its quotations.
#[derive(Debug, Default)]
pub(super) struct Naming {
    pub named: Box<[u32]>,
    pub speakers: Box<[u32]>,
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
        let count = |number: u32| self.counts[number as usize];
        let is_weak = |number: u32| everybody.ones[number as usize].is_weak(count(number));
        self.order.retain(|number| count(*number).articles > 1 || !is_weak(*number));
        // Stable: within both those of most articles stay first.
        self.order.sort_by_key(|number| is_weak(*number));
    }
}

impl Everybody {
    /// Takes in whom an article names and quotes.
    pub fn take(&mut self, tagged: &TaggedArticle) -> Naming {
        let mut named: Vec<u32> = Vec::with_capacity(tagged.mentions.len());
        for Mention { kind, name, key, .. } in &tagged.mentions {
            let spelling = self.spelling(*kind, name, key);
            let one = self.one(spelling) as usize;
            self.ones[one].is_named = true;
            if !named.iter().any(|other| self.one(*other) == self.one(spelling)) {
                named.push(spelling);
            }
        }
        let mut speakers = Vec::new();
        for quotation in &tagged.quotations {
            let Some((kind, name, key)) = speaker(tagged, quotation) else { continue };
            let spelling = self.spelling(kind, name, &key);
            if let Some(role) = &quotation.role {
                let one = self.one(spelling) as usize;
                self.ones[one].roles.insert(Office::folded(role).into());
            }
            speakers.push(spelling);
        }
        Naming { named: named.into(), speakers: speakers.into() }
    }

    fn spelling(&mut self, kind: MentionKind, name: &str, key: &str) -> u32 {
        let spelling = (kind, Box::from(name));
        if let Some(number) = self.by_spelling.get(&spelling) {
            return *number;
        }
        let one = self.register.number(kind, name, key);
        if one == self.ones.len() {
            let known = (key != name::key(name)).then(|| key.into());
            let (first, roles) = (name.into(), HashSet::new());
            self.ones.push(One { kind, first, known, roles, has_full_name: false, is_named: false });
        }
        if name < &*self.ones[one].first {
            self.ones[one].first = name.into();
        }
        // A character of a script without spaces is a word: *习近平* is a full name.
        self.ones[one].has_full_name |= Office::folded(name).contains(' ');
        let number = self.spellings.len() as u32;
        self.spellings.push(Spelling { name: name.into(), one: one as u32 });
        self.by_spelling.insert(spelling, number);
        number
    }

    fn one(&self, spelling: u32) -> u32 {
        self.spellings[spelling as usize].one
    }

    /// Who are asked for, by their numbers; None for all.
    fn asked(&self, whom: Whom<'_>) -> Option<HashSet<u32>> {
        let by = whom.by?;
        if compact(by).is_empty() {
            return Some(HashSet::new());
        }
        let wanted = MentionKind::ALL.map(|kind| Wanted::new(kind, by));
        let mut asked: HashSet<u32> = HashSet::new();
        for spelling in &self.spellings {
            let one = &self.ones[spelling.one as usize];
            let is = |wanted: &Wanted| match &one.known {
                Some(key) => wanted.is(one.kind, &spelling.name, key),
                None => wanted.is(one.kind, &spelling.name, &name::key(&spelling.name)),
            };
            if wanted.iter().any(is) {
                asked.insert(spelling.one);
            }
        }
        let office = Office::new(by);
        let has_role = |one: &One| one.roles.iter().any(|known| office.is(known));
        asked.extend((0..).zip(&self.ones).filter(|(_, one)| has_role(one)).map(|(number, _)| number));
        Some(asked)
    }
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
        let whose = everybody.asked(whom);
        let mut counted = self.counted(selection);
        if whose.is_none() {
            counted.leave_out_the_weak(everybody);
        }
        let mut order = counted.order;
        order.retain(|number| whose.as_ref().is_none_or(|whose| whose.contains(number)));
        let kind = |number: u32| everybody.ones[number as usize].kind;
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

    /// Those in most articles, by kind in the order of [`MentionKind::ALL`], each with how many.
    pub fn most_named(&self, selection: &Selection, limit: usize) -> [Vec<(String, usize)>; 3] {
        let mut counted = self.counted(selection);
        counted.leave_out_the_weak(&self.everybody);
        MentionKind::ALL.map(|kind| {
            let of_kind = |number: &&u32| self.everybody.ones[**number as usize].kind == kind;
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
        let mut counts = vec![Count::default(); everybody.ones.len()];
        let mut spelled = vec![0_u32; everybody.spellings.len()];
        for (at, entry) in (1..).zip(&self.entries) {
            let Naming { named, speakers } = &entry.naming;
            if (named.is_empty() && speakers.is_empty()) || !asked.admits(entry) {
                continue;
            }
            for (spelling, is_speaker) in
                named.iter().map(|it| (it, false)).chain(speakers.iter().map(|it| (it, true)))
            {
                let count = &mut counts[everybody.one(*spelling) as usize];
                if count.seen != at {
                    if count.articles == 0 {
                        count.latest = at;
                    }
                    (count.seen, count.articles) = (at, count.articles + 1);
                    spelled[*spelling as usize] += 1;
                }
                if is_speaker {
                    count.quotations += 1;
                    if count.quoted_in == 0 {
                        count.quoted_in = at;
                    }
                }
            }
        }
        let is_named = |number: &u32| counts[*number as usize].articles > 0;
        let mut order: Vec<u32> = (0..everybody.ones.len() as u32).filter(is_named).collect();
        order.sort_by_key(|number| {
            let count = counts[*number as usize];
            (
                Reverse(count.articles),
                Reverse(count.quotations),
                count.latest,
                &*everybody.ones[*number as usize].first,
            )
        });
        Tallied { counts, spelled, order }
    }

    /// The spellings of some, those of most articles first.
    fn names_of(&self, some: &[u32], spelled: &[u32]) -> HashMap<u32, Vec<String>> {
        let mut counted: HashMap<u32, Vec<(u32, &str)>> = some.iter().map(|one| (*one, Vec::new())).collect();
        for (spelling, count) in self.everybody.spellings.iter().zip(spelled).filter(|(_, count)| **count > 0)
        {
            if let Some(names) = counted.get_mut(&spelling.one) {
                names.push((*count, &*spelling.name));
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
        let (kind, name, _) = speaker(tagged, quotation)?;
        let spelling = self.everybody.by_spelling.get(&(kind, Box::from(name)))?;
        Some(self.everybody.one(*spelling))
    }

    /// Who and what these articles name, by kind in the order of [`MentionKind::ALL`]: those that most of them name, with how many.
    pub fn named_in(&self, articles: &[ArticleId], limit: usize) -> [Vec<(String, usize)>; 3] {
        let everybody = &self.everybody;
        let articles: HashSet<&ArticleId> = articles.iter().collect();
        let mut counts: HashMap<u32, usize> = HashMap::new();
        let mut spelled = vec![0_u32; everybody.spellings.len()];
        for entry in self.entries.iter().filter(|entry| articles.contains(entry.place.id())) {
            for spelling in &entry.naming.named {
                *counts.entry(everybody.one(*spelling)).or_default() += 1;
                spelled[*spelling as usize] += 1;
            }
        }
        let mut counts: Vec<(u32, usize)> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|(one, count)| {
            (Reverse(*count), &*everybody.ones[*one as usize].first, *one)
        });
        MentionKind::ALL.map(|kind| {
            let of_kind = counts.iter().filter(|(one, _)| everybody.ones[*one as usize].kind == kind);
            let first: Vec<(u32, usize)> = of_kind.take(limit).copied().collect();
            let numbers: Vec<u32> = first.iter().map(|(one, _)| *one).collect();
            let mut names = self.names_of(&numbers, &spelled);
            let mut name = |one: u32| names.remove(&one).and_then(|names| names.into_iter().next());
            first.into_iter().filter_map(|(one, count)| Some((name(one)?, count))).collect()
        })
    }
}
