//! Those who are named, in the order of a list, each with all spellings.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use veille_model::{ArticleId, MentionKind, Quotation, TaggedArticle};

use super::everybody::{NOBODY, speaker};
use super::rung::Rung;
use super::tally::{ORDERED, Place};
use crate::catalogue::shelf::{Ids, Shelf};
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
        // Who is asked for by name is no accident of a capital letter.
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
            // One more than is shown tells whether there is another page.
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
        // Places count from 1 (see `counted`).
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
    /// Those in most articles, by kind in the order of [`MentionKind::ALL`], each with how many.
    pub fn most_named(&self, selection: &Selection, limit: usize) -> [Vec<(String, usize)>; 3] {
        let counted = self.tallied(selection);
        counted.listed.each_ref().map(|listed| {
            // Beyond `ORDERED` they are in no order.
            let first = &listed[..limit.min(ORDERED).min(listed.len())];
            let mut names = self.names_of(first, |spelling| counted.spelled[spelling as usize]);
            let mut name = |one: &u32| names.remove(one).and_then(|names| names.into_iter().next());
            let articles = |one: u32| counted.counts[one as usize].articles as usize;
            first.iter().filter_map(|one| Some((name(one)?, articles(*one)))).collect()
        })
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

    /// Who and what these articles name or quote, by kind in the order of [`MentionKind::ALL`]: those that most of them name, with how many.
    pub fn named_in(&self, articles: &[ArticleId], limit: usize) -> [Vec<(String, usize)>; 3] {
        let everybody = &self.everybody;
        let articles = Ids::of(articles.iter());
        let mut counts: HashMap<u32, usize> = HashMap::new();
        let mut spelled: HashMap<u32, u32> = HashMap::new();
        for entry in self.entries.iter().filter(|entry| articles.has(entry)) {
            let mut met: Vec<u32> = Vec::with_capacity(entry.naming.named.len());
            // Whom it quotes and does not name elsewhere, too: so are lists narrowed.
            let speakers =
                entry.naming.said.iter().map(|uttered| &uttered.speaker).filter(|it| **it != NOBODY);
            for spelling in entry.naming.named.iter().chain(speakers) {
                let one = everybody.one(*spelling);
                // Few are named in one article: a list is looked through sooner than a set is made.
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
